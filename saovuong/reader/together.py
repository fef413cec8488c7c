"""One percentage behind several measures: ``hoàn thành 100% chỉ tiêu tuyển quân và bồi dưỡng kiến thức quốc phòng``."""

import re

from saovuong.core.catalogue import ReadingWords
from saovuong.reader.normal import match_form
from saovuong.reader.words import alternatives

_LIST_AFTER = re.compile(r"[^.;\d]{0,14}(?:như\s*:?|:|về)?[^.\d]*")


class Together:
    """Finds the quotas that one percentage closes, by the works that a pack names."""

    def __init__(self, words: ReadingWords) -> None:
        self._closes = re.compile(rf"\s+{alternatives(match_form(word) for word in words.closes)}(?!\w)")
        self._works = {code: tuple(match_form(word) for word in named) for code, named in words.works.items()}

    def closed(self, low: str, *, start: int, end: int, floor: int, sentence_end: int, measure: str) -> list[str]:
        """The measures that the percentage ``start``..``end`` closes beside ``measure``; empty unless the words around name their work too.

        ``floor`` is where the number before ends. Only for percentages that are followed by *chỉ tiêu* or *kế hoạch*."""
        if measure not in self._works or not self._closes.match(low, end):
            return []
        before = re.split(r"[.;]", low[floor:start])[-1]
        after = _LIST_AFTER.match(low, end, sentence_end)
        named = self._named(before) or (self._named(after.group()) if after else [])
        return [code for code in named if code != measure] if measure in named else []

    def _named(self, words: str) -> list[str]:
        return [code for code, names in self._works.items() if any(name in words for name in names)]
