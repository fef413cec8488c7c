"""In which role a figure stands: what was done, what is to be done, or what describes the place."""

import re
from collections.abc import Sequence
from functools import cache

from saovuong.core.catalogue import Measure, ReadingWords
from saovuong.core.quantity import Role
from saovuong.reader.layout import Block
from saovuong.reader.periods import is_after, parsed
from saovuong.reader.prepare import Prepared, cell_of
from saovuong.reader.tables import ROW
from saovuong.reader.words import opening, word_list, words_opening, words_pattern


class RoleReader:
    """Answers for every position of one text that reports on ``default``; ``titles`` are the document's own headings."""

    def __init__(self, ready: Prepared, titles: Sequence[tuple[int, int]], default: str | None, words: ReadingWords) -> None:
        self.ready = ready
        self.titles = titles
        self.default = default
        self.words = words
        self.plans = _is_plan(ready.normal.low, titles)
        self._cued: dict[int, bool] = {}
        self._asking: dict[int, bool] = {}
        self._headings: dict[tuple[int, int, bool], tuple[Role, str] | None] = {}

    def of(self, start: int, end: int, measure: Measure | None, *, period: str | None, named: int | None) -> tuple[Role, str]:
        """The role of a figure of ``period`` and what decided it; ``named`` is where its period is named, None where it is the report's."""
        block, sentence = self.ready.block_at(start), self.ready.sentence_at(start)
        code = measure.code if measure else ""
        if measure is not None and measure.always_target:
            return Role.TARGET, "chỉ tiêu luôn là số giao"
        cell = cell_of(block, start) if block.kind == ROW else None
        column = cell.column if cell else ""
        if code in self.words.context_measures:
            planned = f"cột {column}" if column == "target" else self.planned(start, sentence)
            return (Role.TARGET, planned) if planned else (Role.CONTEXT, "số liệu nền")
        if column in ("target", "result", "rate", "previous"):
            return (Role.TARGET if column == "target" else Role.RESULT), f"cột {column}"
        if is_after(period, self.default):
            done = self._done_ahead(start, sentence, code, named)
            return (Role.RESULT, done) if done else (Role.TARGET, "kỳ sau kỳ báo cáo")
        earlier = self.plans and named is not None and _begins_before(period, self.default)
        if earlier and not self.planned(start, sentence):
            return Role.RESULT, "kỳ trước kỳ của kế hoạch"
        if named is not None and _is_before(period, self.default):
            return Role.RESULT, "kỳ trước kỳ báo cáo"
        if done := self._told_as_done(start, end, sentence):
            return Role.RESULT, done
        if asked := self._asked_beside_done(start, end, sentence):
            return Role.TARGET, asked
        if planned := self.planned(start, sentence):
            return Role.TARGET, planned
        return self._by_heading(start, block, sentence)

    def planned(self, start: int, sentence: tuple[int, int]) -> str:
        """The words in the sentence before ``start`` that plan what follows, or ''."""
        if not self._may_plan(sentence):
            return ""
        text = _open_text(self.ready.normal.low, sentence[0], start)
        if touching := _touching().search(text, max(0, len(text) - 48)):
            return f"từ chỉ mức được giao: {touching.group().strip()}"
        cue = _last(_target_words(), text)
        done = _last(_done_words(), text) if cue else None
        return f"từ chỉ việc sẽ làm: {cue.group('cue')}" if cue and (not done or cue.start() > done.start()) else ""

    def _may_plan(self, sentence: tuple[int, int]) -> bool:
        """Whether any word for planning stands in the sentence at all; most sentences have none, and need no further look."""
        if sentence[0] not in self._cued:
            low, cues = self.ready.normal.low, _any_plan_word()
            self._cued[sentence[0]] = bool(cues.search(low, *sentence) or cues.search(_open_text(low, *sentence)))
        return self._cued[sentence[0]]

    def _may_ask(self, sentence: tuple[int, int]) -> bool:
        """The same for the words that tell what was asked."""
        if sentence[0] not in self._asking:
            self._asking[sentence[0]] = bool(_any_asking_word().search(self.ready.normal.low, *sentence))
        return self._asking[sentence[0]]

    def headed(self, start: int) -> bool:
        """Whether the headings above, or a plan's title, make what stands at ``start`` something to be done."""
        return self._by_heading(start, self.ready.block_at(start), self.ready.sentence_at(start))[0] is Role.TARGET

    def _done_ahead(self, start: int, sentence: tuple[int, int], code: str, named: int | None) -> str:
        """What tells that the work for a coming year is done already: its nature (sifting before enlistment), or *đã* before the number."""
        planned = self.planned(start, sentence)
        if code in self.words.done_ahead and not planned and not self.headed(start):
            return "việc của kỳ sau đã làm trong kỳ này"
        text = _open_text(self.ready.normal.low, max(sentence[0], named or 0), start)
        done = _last(_surely_done(), text)
        cue = _last(_target_words(), text)
        return f"từ chỉ việc đã làm: {done.group()}" if done and (not cue or cue.start() < done.start()) else ""

    def _told_as_done(self, start: int, end: int, sentence: tuple[int, int]) -> str:
        """``31 đồng chí đã được giới thiệu``, or *đã* in the same brackets."""
        low, reach, first = self.ready.normal.low, min(sentence[1], end + 40), max(sentence[0], start - 40)
        if low.find(_DONE, end, reach) >= 0 and (after := _done_after().match(low, end, reach)):
            return f"từ chỉ việc đã làm: {after['done']}"
        if low.find(_DONE, first, start) >= 0 and (before := _done_before().search(low, first, start)):
            return f"từ chỉ việc đã làm: {before['done']}"
        opened = low.rfind("(", sentence[0], start)
        if opened >= 0 and ")" not in low[opened:start] and (inside := _surely_done().search(low, opened, start)):
            return f"từ chỉ việc đã làm: {inside.group()}"
        return ""

    def _asked_beside_done(self, start: int, end: int, sentence: tuple[int, int]) -> str:
        """``kế hoạch trồng 2.000 cây, đã trồng 1.500 cây``, ``trồng 1.500 cây, kế hoạch 2.000 cây``: what was asked, for comparison."""
        if not self._may_ask(sentence):
            return ""
        low = self.ready.normal.low
        first = max(sentence[0], start - 80)
        asked = _asked_first().search(low, first, start)
        if asked and _then_done().match(low, end, sentence[1]):
            return f"từ chỉ số được giao, sau đó là số đã làm: {asked['asked']}"
        asked = _asked_last().search(low, first, start)
        return f"từ chỉ số được giao: {asked['asked']}" if asked else ""

    def _by_heading(self, start: int, block: Block, sentence: tuple[int, int]) -> tuple[Role, str]:
        low = self.ready.normal.low
        own = _SENTENCE_LEAD.match(low, sentence[0], start) if low.find(":", sentence[0], start) >= 0 else None
        leads = [*([block.lead] if block.lead and block.lead[1] <= start else []), *([own.span(1)] if own else [])]
        for span in reversed([*block.path, *leads]):
            if span in self.titles[:2] and not self.plans:
                continue
            key = (*span, span in leads)
            if key not in self._headings:
                self._headings[key] = _told_by_heading(low[span[0] : span[1]], lead=span in leads)
            if told := self._headings[key]:
                return told
        return (Role.TARGET, "văn bản kế hoạch") if self.plans else (Role.RESULT, "")


def _told_by_heading(heading: str, *, lead: bool) -> tuple[Role, str] | None:
    if _result_heading().search(heading):
        return Role.RESULT, "đề mục kết quả"
    if _target_heading().search(heading) or (not lead and _heading_alone().search(heading)):
        return (Role.RESULT if _reached().search(heading) else Role.TARGET), f"đề mục: {heading[:40]}"
    return None


_SENTENCE_LEAD = re.compile(r"[^\w]*+([^\d:;.,()]{3,60}?(?:\s(?:19|20)\d\d)?)\s*+:")


def _open_text(low: str, start: int, end: int) -> str:
    """``low[start:end]`` with what stands in closed brackets blanked out."""
    return _CLOSED.sub(lambda match: " " * len(match.group()), low[start:end])


_CLOSED = re.compile(r"\([^()]*\)")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found, any_counts = None, "cue" not in pattern.groupindex
    for match in pattern.finditer(text):
        if any_counts or match.lastgroup == "cue":
            found = match
    return found


@cache
def _any_plan_word() -> re.Pattern[str]:
    return re.compile(opening([*word_list("role", "target_words"), *word_list("role", "target_touching")]))


@cache
def _any_asking_word() -> re.Pattern[str]:
    return re.compile(opening([*word_list("role", "asked"), *word_list("role", "asked_after")]))


@cache
def _target_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words_pattern('role', 'not_target')}|(?P<cue>{words_pattern('role', 'target_words')}))(?!\w|\s*[,;.)])")


@cache
def _asked_first() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\A|[.;:,(\n-])\s{{0,9}}(?P<asked>{words_pattern('role', 'asked')})(?!\w)(?:\s{{1,9}}[^\W\d]+){{0,6}}\s{{1,9}}\Z"
    )


@cache
def _then_done() -> re.Pattern[str]:
    return re.compile(rf"[^.;,\d]{{0,60}}[,;(]\s*{words_pattern('role', 'then_done')}(?!\w)[^.;\d]{{0,50}}\d")


@cache
def _asked_last() -> re.Pattern[str]:
    """Behind another number and its noun."""
    asked = words_pattern("role", "asked_after")
    noun = r"(?:\s{1,9}[^\W\d]+){0,5}\s{0,9}[,(]?\s{0,9}"
    return re.compile(rf"\d{noun}(?<!\w)(?P<asked>{asked})\s+(?:là\s+|giao\s+)?\Z")


@cache
def _touching() -> re.Pattern[str]:
    return re.compile(rf"{opening(word_list('role', 'target_touching'), not_after=('so', 'với', 'bằng'))}(?:\s+[^\W\d]+){{0,2}}\s+\Z")


@cache
def _done_words() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('role', 'result_words')}(?!\w)")


@cache
def _surely_done() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('role', 'surely_done')}(?!\w)")


_DONE = "đã"


@cache
def _done_after() -> re.Pattern[str]:
    return re.compile(rf"(?:\s+[^\W\d]+){{1,3}}\s+(?P<done>{_DONE})\s")


@cache
def _done_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<done>{_DONE})\s+(?:[^\W\d]+\s+){{1,3}}\Z")


@cache
def _target_heading() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('role', 'target_headings')}(?!\w)")


@cache
def _heading_alone() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('role', 'target_headings_alone')}(?!\w)")


@cache
def _result_heading() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('role', 'result_headings')}(?!\w)")


@cache
def _reached() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('role', 'reached_headings')}(?!\w)")


def _is_plan(low: str, titles: Sequence[tuple[int, int]]) -> bool:
    """Plans and resolutions speak of what is to be done; reports and news of what was."""
    for start, end in titles[:5]:
        heading = low[start:end].lstrip()
        if _report_title().match(heading):
            return False
        if _plan_title().match(heading):
            return True
    return False


@cache
def _plan_title() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\w)|^){words_pattern('role', 'plan_titles')}(?!\w)")


@cache
def _report_title() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('role', 'report_titles')}(?!\w)")


def _is_before(label: str | None, default: str | None) -> bool:
    one, other = parsed(label), parsed(default)
    return bool(one and other and one.end and one.end <= other.start)


def _begins_before(label: str | None, default: str | None) -> bool:
    one, other = parsed(label), parsed(default)
    return bool(one and other and one.end and other.end and one.start < other.start and one.end <= other.end)
