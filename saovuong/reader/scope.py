"""For whom, when and in which role a figure stands: organisation, period, result or target or context."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from saovuong.core.catalogue import Measure
from saovuong.core.period import YEARLY, Period
from saovuong.core.quantity import Role
from saovuong.reader.layout import HEADING, PARAGRAPH, Block
from saovuong.reader.periods import MONTH, PART, RELATIVE, YEAR, Mention, document_period, find_mentions, resolve, year_before
from saovuong.reader.prepare import Prepared, cell_of
from saovuong.reader.tables import ROW
from saovuong.reader.words import words_opening, words_pattern


@dataclass(frozen=True, slots=True)
class Scope:
    period: str | None
    role: Role
    why: tuple[str, ...] = ()


class ScopeReader:
    """Answers for every position of one text."""

    def __init__(self, ready: Prepared, default_period: str | None, *, context: frozenset[str]) -> None:
        self.ready = ready
        self.context = context
        self.mentions = find_mentions(ready.normal.low)
        self._starts = [mention.start for mention in self.mentions]
        titles = [(b.start, b.end) for b in ready.blocks[:6] if b.kind == HEADING or ready.normal.text[b.start] == "("]
        self.titles = titles
        self.default = default_period or document_period(ready.normal.low, titles, self.mentions)
        self.plans = _is_plan(ready.normal.low, titles)
        self._default_told = _default_in_words(default_period, self.default)

    def at(self, start: int, end: int, measure: Measure | None) -> Scope:
        """The scope of the span ``start``..``end`` that counts ``measure``."""
        block = self.ready.block_at(start)
        sentence = self.ready.sentence_at(start)
        period, how = self._column_period(start, block)
        if not period:
            mention, how = self._mention(start, end, block, sentence)
            period = resolve(mention, self.default) if mention else None
        role, cue = self._role(start, block, sentence, measure, period=period or self.default, named=bool(how))
        return Scope(period or self.default, role, (how if period else self._default_told, cue or "kết quả: không có từ chỉ việc sẽ làm"))

    def _between(self, start: int, end: int) -> list[Mention]:
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _column_period(self, start: int, block: Block) -> tuple[str | None, str]:
        """The period that the titles above a table cell name, innermost first; what was done before is a year before the report's."""
        cell = cell_of(block, start) if block.kind == ROW else None
        if cell is None:
            return None, ""
        low = self.ready.normal.low
        for title in reversed(cell.titles):
            told = f"kỳ nêu ở tiêu đề cột: {low[slice(*title)]}"
            for mention in self._between(*title):
                last = mention.kind == RELATIVE and mention.label == "last_year"
                if label := year_before(self.default) if last else resolve(mention, self.default):
                    return label, told
            if year := _BARE_YEAR.search(low, *title):
                return year.group(), told
        return (year_before(self.default), "cột số của kỳ trước") if cell.column == "previous" else (None, "")

    def _mention(self, start: int, end: int, block: Block, sentence: tuple[int, int]) -> tuple[Mention | None, str]:
        low = self.ready.normal.low
        after = next((m for m in self._between(end, min(sentence[1], end + 40)) if _OWN_AFTER.fullmatch(low, end, m.start)), None)
        if after and after.kind in (YEAR, PART) and not _opens_next(low, after, sentence[1]):
            return after, f"kỳ nêu ngay sau số: {low[after.start : after.end]}"
        for mention in reversed(self._between(sentence[0], start)):
            if self._reaches(mention, start, low):
                return mention, f"kỳ nêu trước trong câu: {low[mention.start : mention.end]}"
        earlier = self._earlier(block, sentence)
        if earlier:
            return earlier, f"kỳ nêu ở câu trước: {low[earlier.start : earlier.end]}"
        carried = self._carried(block, start)
        if carried:
            return carried, f"kỳ nêu ở đoạn trước: {low[carried.start : carried.end]}"
        for span in reversed(block.path):
            if span in self.titles[:3] and self.default:
                continue
            named = [m for m in self._between(*span) if m.kind != RELATIVE or m.label == "next_year"]
            if named:
                return named[-1], f"kỳ nêu ở đề mục: {low[named[-1].start : named[-1].end]}"
        return None, ""

    def _reaches(self, mention: Mention, start: int, low: str) -> bool:
        """Whether a period named before a number speaks of it: not from inside closed brackets, not when only compared with."""
        between = low[mention.end : start]
        depth = between.count("(") - between.count(")")
        if depth < 0:
            return False
        if _COMPARED.search(low[max(0, mention.start - 30) : mention.start]):
            return bool(re.match(r"\s*\([^)]*\Z", between))
        if mention.kind == RELATIVE and mention.label in ("last_year",):
            return ";" not in between
        if mention.label == "this_year" or self._closes_a_number(mention):
            return False
        if _PART_OF.search(low[max(0, mention.start - 14) : mention.start]) and ";" in between:
            return False
        opened = low.rfind("(", max(0, mention.start - 60), mention.start)
        return not (opened >= 0 and ")" not in low[opened : mention.start] and ")" in between)

    def _closes_a_number(self, mention: Mention) -> bool:
        """``19,8% năm 2019``: the year belongs to the number before it and to no later one."""
        low = self.ready.normal.low
        index = bisect_left(self.ready.quantity_starts, mention.start) - 1
        if index < 0 or mention.kind not in (YEAR, PART):
            return False
        before = self.ready.quantities[index]
        return bool(re.fullmatch(r"\s*(?:của|trong|vào)?\s*\(?", low[before.end : mention.start])) and not _opens_next(
            low, mention, mention.end + 30
        )

    def _earlier(self, block: Block, sentence: tuple[int, int]) -> Mention | None:
        """A period that opens the block or an earlier sentence of it holds on."""
        low = self.ready.normal.low
        best = None
        for mention in self._between(block.start, sentence[0]):
            begin, _ = self.ready.sentence_at(mention.start)
            opening = low[begin : mention.start]
            if mention.label in ("this_year", "last_year") or mention.kind == MONTH:
                continue
            ahead = _is_after(resolve(mention, self.default), self.default)
            if (len(opening) <= 14 or ahead) and not _COMPARED.search(opening) and "(" not in opening:
                best = mention
        return best

    def _carried(self, block: Block, start: int) -> Mention | None:
        """A coming year that the paragraph before plans for goes on, until something done or another period is told."""
        low = self.ready.normal.low
        index = bisect_left(self.ready.block_starts, block.start)
        before = self.ready.blocks[index - 1] if index else None
        if before is None or before.kind != PARAGRAPH or block.kind != PARAGRAPH or before.path != block.path:
            return None
        if self._between(block.start, start) or _done_words().search(low, block.start, start):
            return None
        named = [m for m in self._between(before.start, before.end) if m.kind == YEAR]
        last = named[-1] if named else None
        if last is None or not _is_after(resolve(last, self.default), self.default):
            return None
        return last if _planning_end(low, last.end, before.end) else None

    def _role(
        self, start: int, block: Block, sentence: tuple[int, int], measure: Measure | None, *, period: str | None, named: bool
    ) -> tuple[Role, str]:
        if measure is not None and measure.always_target:
            return Role.TARGET, "chỉ tiêu luôn là số giao"
        column = cell_of(block, start) if block.kind == ROW else None
        if column and column.column in ("target", "result", "rate", "previous"):
            role = Role.TARGET if column.column == "target" else Role.RESULT
            return role, f"cột {column.column}"
        if measure is not None and measure.code in self.context:
            planned = self._planned_here(start, sentence)
            return (Role.TARGET, planned) if planned else (Role.CONTEXT, "số liệu nền")
        target, cue = self._target(start, block, sentence, period, named)
        return (Role.TARGET if target else Role.RESULT), cue

    def _planned_here(self, start: int, sentence: tuple[int, int]) -> str:
        """The words in the sentence before ``start`` that plan what follows, or ''."""
        low = self.ready.normal.low
        touching = _touching().search(low, max(sentence[0], start - 48), start)
        if touching:
            return f"từ chỉ mức được giao: {touching.group().strip()}"
        cue = _last(_target_words(), low, sentence[0], start)
        done = _last(_done_words(), low, sentence[0], start)
        return f"từ chỉ việc sẽ làm: {cue.group('cue')}" if cue and (not done or cue.start() > done.start()) else ""

    def _target(self, start: int, block: Block, sentence: tuple[int, int], period: str | None, named: bool) -> tuple[bool, str]:
        low = self.ready.normal.low
        if _is_after(period, self.default):
            return True, "kỳ sau kỳ báo cáo"
        if named and _is_before(period, self.default):
            return False, "kỳ trước kỳ báo cáo"
        planned = self._planned_here(start, sentence)
        if planned:
            return True, planned
        for span in reversed([*block.path, *([block.lead] if block.lead and block.lead[1] <= start else [])]):
            heading = low[span[0] : span[1]]
            if span in self.titles[:2] and not self.plans:
                continue
            if _result_heading().search(heading):
                return False, "đề mục kết quả"
            if _target_heading().search(heading):
                return True, f"đề mục: {heading[:40]}"
        return self.plans, "văn bản kế hoạch" if self.plans else ""


_BARE_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/.-])")
_OWN_AFTER = re.compile(r"[^,;.\d()]{0,28}\(?")
_PART_OF = re.compile(r"(?:trong đó|riêng)\s+\Z")
_COMPARED = re.compile(r"(?:so\s+với|so|hơn|cùng\s+kỳ|bằng|gấp|thấp\s+hơn|kém|với|từ)\s+(?:[^\W\d]+\s+){0,3}\Z")


def _opens_next(low: str, mention: Mention, stop: int) -> bool:
    """``..., năm 2021 là 31%``: the period opens what follows instead of closing what stood before."""
    return (
        bool(re.match(r"\s*(?:\)\s*)?(?:là|đạt|mới|có|:|nâng|dừng|chỉ)?\s*\d", low[mention.end : min(stop, mention.end + 14)]))
        and low[mention.start - 1] != " "
    )


def _last(pattern: re.Pattern[str], low: str, start: int, end: int) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(low, start, end):
        if match.lastgroup == "cue" or "cue" not in pattern.groupindex:
            found = match
    return found


def _default_in_words(given: str | None, default: str | None) -> str:
    if not default:
        return "chưa rõ kỳ"
    return f"kỳ báo cáo được cho: {default}" if given else f"kỳ nêu ở đầu văn bản: {default}"


@cache
def _target_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words_pattern('role', 'not_target')}|(?P<cue>{words_pattern('role', 'target_words')}))(?!\w)")


def _planning_end(low: str, start: int, end: int) -> bool:
    """Whether nothing done is told between a coming year and the end of its paragraph."""
    return not _done_words().search(low, start, end)


@cache
def _touching() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('role', 'target_touching')}(?:\s+[^\W\d]+){{0,2}}\s+\Z")


@cache
def _done_words() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('role', 'result_words')}(?!\w)")


@cache
def _target_heading() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('role', 'target_headings')}(?!\w)")


@cache
def _result_heading() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('role', 'result_headings')}(?!\w)")


def _is_plan(low: str, titles: Sequence[tuple[int, int]]) -> bool:
    """Plans and resolutions speak of what is to be done; reports and news of what was."""
    plan = re.compile(rf"(?:(?<!\w)|^){words_pattern('role', 'plan_titles')}(?!\w)")
    report = re.compile(rf"{words_opening('role', 'report_titles')}(?!\w)")
    for start, end in titles[:5]:
        heading = low[start:end].lstrip()
        if report.match(heading):
            return False
        if plan.match(heading):
            return True
    return False


def _is_after(label: str | None, default: str | None) -> bool:
    one, other = _parsed(label), _parsed(default)
    if one is None or other is None or other.end is None:
        return False
    return one.start > other.start and (one.end is None or one.end > other.end)


def _is_before(label: str | None, default: str | None) -> bool:
    one, other = _parsed(label), _parsed(default)
    return bool(one and other and one.end and one.end <= other.start)


@cache
def _parsed(label: str | None) -> Period | None:
    return Period.parse(label) if label and label != YEARLY else None
