"""One percentage behind several measures: ``hoàn thành 100% chỉ tiêu tuyển quân và bồi dưỡng kiến thức quốc phòng``."""

import re
from functools import cache

from saovuong.reader.words import language, word_list, words_pattern


@cache
def _closes() -> re.Pattern[str]:
    return re.compile(rf"\s+{words_pattern('together', 'closes')}(?!\w)")


@cache
def _works() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((measure, word_list("together", "measures", measure)) for measure in language()["together"]["measures"])


_LIST_AFTER = re.compile(r"[^.;\d]{0,14}(?:như\s*:?|:|về)?[^.\d]*")


def closed_together(low: str, *, start: int, end: int, floor: int, sentence_end: int, measure: str) -> list[str]:
    """The measures that the number ``start``..``end`` closes beside ``measure``; empty unless the words around name their work too.

    ``floor`` is where the number before ends. Only for percentages that are followed by *chỉ tiêu* or *kế hoạch*."""
    codes = [code for code, _ in _works()]
    if measure not in codes or not _closes().match(low, end):
        return []
    before = re.split(r"[.;]", low[floor:start])[-1]
    after = _LIST_AFTER.match(low, end, sentence_end)
    named = [code for code, words in _works() if any(word in before for word in words)]
    if not named and after:
        named = [code for code, words in _works() if any(word in after.group() for word in words)]
    return [code for code in named if code != measure] if measure in named else []
