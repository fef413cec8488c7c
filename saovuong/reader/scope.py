"""For when a figure stands: the period that its column, its own words, its sentence or the headings above name; and its role."""

import re
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from saovuong.core.catalogue import Measure, ReadingWords
from saovuong.core.quantity import Role
from saovuong.reader.clauses import belongs_to_a_noun, compares, opens_alone, opens_clause, opens_next, timed_brackets
from saovuong.reader.document_period import aims_period, document_period, issued_on
from saovuong.reader.layout import HEADING, PARAGRAPH, Block
from saovuong.reader.periods import (
    MONTH,
    PART,
    RELATIVE,
    YEAR,
    Mention,
    find_mentions,
    is_after,
    parsed,
    resolve,
    year_before,
    year_of,
)
from saovuong.reader.prepare import Prepared, cell_of
from saovuong.reader.roles import RoleReader
from saovuong.reader.tables import HEADER, ROW
from saovuong.reader.words import word_list, words_opening


@dataclass(frozen=True, slots=True)
class Scope:
    period: str | None
    role: Role
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """A period, why it stands, and where it is named (None: the report's own)."""

    period: str | None
    why: str
    where: int | None


_NOT_YET, _REACHES, _ENDS = "not yet", "reaches", "ends"


class ScopeReader:
    """Answers for every position of one text."""

    def __init__(
        self, ready: Prepared, default_period: str | None, words: ReadingWords, *, standing: Collection[str] = frozenset()
    ) -> None:
        """``standing``: the measures that tell how things stand on a day."""
        self.ready = ready
        self._standing = standing
        self.mentions = find_mentions(ready.normal.low)
        self._starts = [mention.start for mention in self.mentions]
        self.letterhead = [(b.start, b.end) for b in ready.blocks[: ready.head]]
        titles = self.titles = own_titles(ready)
        self.default = default_period or document_period(ready.normal.low, titles, self.mentions, _columns(ready))
        years = re.fullmatch(r"\d{4}/(\d{4})", self.default or "")
        self._last_year = years[1] if years else self.default
        self.aims = aims_period(titles, self.mentions, self.default)
        self.roles = RoleReader(ready, titles, self.default, words)
        self._issued = issued_on(ready.normal.low, self.default)
        self._default_told = _default_in_words(default_period, self.default)
        self._years = re.fullmatch(r"(\d{4})/(\d{4})", self.default or "")
        self._first_done: dict[int, int | None] = {}
        self._labels: dict[Mention, str | None] = {}
        self._going_on: dict[int, list[Mention | None]] = {}

    def at(self, start: int, end: int, measure: Measure | None) -> Scope:
        """The scope of the span ``start``..``end`` that counts ``measure``."""
        block = self.ready.block_at(start)
        told = self._column_period(start, block) or self._moved(start, end) or self._named(start, end, block)
        if told.where is None and self.aims and block.kind != ROW and self.roles.headed(start):
            told = _Told(self.aims, f"kỳ của phần phương hướng, nêu ở tên văn bản: {self.aims}", None)
        period = told.period or (self._last_year if measure and measure.code in self._standing else self.default)
        role, cue = self.roles.of(start, end, measure, period=period, named=told.where)
        return Scope(period, role, (told.why, cue or "kết quả: không có từ chỉ việc sẽ làm"))

    def _label(self, mention: Mention) -> str | None:
        """The full label of a mention, worked out once."""
        if mention not in self._labels:
            self._labels[mention] = resolve(mention, self.default)
        return self._labels[mention]

    def between(self, start: int, end: int) -> list[Mention]:
        """The periods whose names begin in ``start``..``end``."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _quote(self, mention: Mention) -> str:
        return self.ready.normal.low[mention.start : mention.end].strip()

    def _column_period(self, start: int, block: Block) -> _Told | None:
        """The period that the titles above a table cell name, innermost first; what was done before is a year before the report's."""
        cell = cell_of(block, start) if block.kind == ROW else None
        if cell is None:
            return None
        low = self.ready.normal.low
        for title in reversed(cell.titles):
            told = f"kỳ nêu ở tiêu đề cột: {low[slice(*title)]}"
            for mention in self.between(*title):
                last = mention.kind == RELATIVE and mention.label == "last_year"
                if label := year_before(self.default) if last else self._label(mention):
                    return _Told(label, told, mention.start)
            if year := _BARE_YEAR.search(low, *title):
                return _Told(year.group(), told, year.start())
        return _Told(year_before(self.default), "cột số của kỳ trước", cell.start) if cell.column == "previous" else None

    def _moved(self, start: int, end: int) -> _Told | None:
        """``tăng từ 9 lên 13``: the first number is of the time before, unless a period stands beside it; the second of the end."""
        low = self.ready.normal.low
        years = self._years
        first = max(0, start - 20)
        if low.find("từ", first, start) >= 0 and _FROM.search(low, first, start) and (onward := _ONWARD.match(low, end)):
            if self.between(end, onward.end()):
                return None
            return _Told(years[1] if years else year_before(self.default), "số ở đầu của mức tăng, giảm: kỳ trước", start)
        begin = self.ready.sentence_at(start)[0]
        if (
            years
            and (to := _TO.search(low, max(begin, start - 24), start))
            and _FROM_NUMBER.search(low, max(begin, to.start() - 60), to.start())
        ):
            return _Told(years[2], "số ở cuối của mức tăng, giảm: cuối kỳ", start)
        return None

    def _named(self, start: int, end: int, block: Block) -> _Told:
        """The period that words name for the number, nearest first; else the report's own."""
        sentence = self.ready.sentence_at(start)
        if own := self._own_after(end, sentence):
            return own
        for mention in reversed(self.between(sentence[0], start)[-_MOST_LOOKED_AT:]):
            verdict, told = self._reach(mention, start, sentence)
            if verdict == _ENDS:
                return _Told(None, self._default_told, None)
            if verdict == _REACHES and told:
                return _Told(told, f"kỳ nêu trước trong câu: {self._quote(mention)}", mention.start)
        if earlier := self._earlier(block, sentence):
            return _Told(self._label(earlier), f"kỳ nêu ở câu trước: {self._quote(earlier)}", earlier.start)
        if carried := self._carried(block, start):
            return _Told(self._label(carried), f"kỳ nêu ở đoạn trước: {self._quote(carried)}", carried.start)
        for span in reversed(block.path):
            if span in self.titles[:3] and self.default:
                continue
            named = [m for m in self.between(*span) if m.kind != RELATIVE or m.label.startswith(("next_", "ahead"))]
            label = next((label for m in named if (label := self._label(m))), None)
            if label:
                return _Told(label, f"kỳ nêu ở đề mục: {self.ready.normal.low[slice(*span)][:60]}", span[0])
        return _Told(None, self._default_told, None)

    def _own_after(self, end: int, sentence: tuple[int, int]) -> _Told | None:
        """``31% năm 2021``, ``01 hội thao trong quý III``, ``12 buổi (tháng 5)``: the period right behind the number."""
        low = self.ready.normal.low
        for mention in self.between(end, min(sentence[1], end + 60)):
            between = low[end : mention.start]
            near = _OWN_AFTER.fullmatch(between)
            within = mention.kind in (PART, MONTH, YEAR) and _WITHIN.fullmatch(between)
            if (
                not (near or within)
                or _DASH.search(between)
                or compares(low[max(0, mention.start - 30) : mention.start])
                or opens_next(low, mention, sentence[1])
                or _LISTED.match(low, mention.end)
            ):
                return None
            if mention.kind in (YEAR, PART) or (within and mention.kind == MONTH) or mention.label == "now":
                label = self._label(mention)
                return _Told(label, f"kỳ nêu ngay sau số: {self._quote(mention)}", mention.start) if label else None
        return None

    def _reach(self, mention: Mention, start: int, sentence: tuple[int, int]) -> tuple[str, str | None]:
        """Whether a period named before a number speaks of it: not from inside closed brackets, not when only compared with."""
        low = self.ready.normal.low
        between = low[mention.end : start]
        if mention.kind == MONTH and low[mention.start - 1 : mention.start] in _QUOTES:
            return _NOT_YET, None
        if mention.kind == RELATIVE and mention.label in ("this_year", "now", "past_year"):
            return self._this_year(mention, start, sentence)
        label = self._label(mention)
        if label is None:
            return _NOT_YET, None
        if between.count("(") < between.count(")"):
            return (_REACHES, label) if timed_brackets(low, mention) and ";" not in between else (_NOT_YET, None)
        if compares(low[max(0, mention.start - 30) : mention.start]):
            return (_REACHES if re.match(r"\s*\([^)]*\Z", between) else _NOT_YET), label
        if mention.kind == RELATIVE and (mention.label.startswith("last_") or mention.label in ("same_last_year", "yearly")):
            return (_NOT_YET if ";" in between else _REACHES), label
        if self._closes_a_number(mention) or self._not_yet_come(mention, label, start):
            return _NOT_YET, None
        opens = opens_clause(low, mention, sentence[0]) and not _PART_OF.search(low, max(0, mention.start - 12), mention.start)
        if ";" in between and not opens and not re.match(r"\s*(?:\([^()]*\)\s*)?:", between):
            return _NOT_YET, None
        if belongs_to_a_noun(low, mention, sentence[0]) and not _SAYS.fullmatch(between):
            return _NOT_YET, None
        opened = low.rfind("(", max(0, mention.start - 60), mention.start)
        return (_NOT_YET if opened >= 0 and ")" not in low[opened : mention.start] and ")" in between else _REACHES), label

    def _this_year(self, mention: Mention, start: int, sentence: tuple[int, int]) -> tuple[str, str | None]:
        """*Năm nay* takes back what an earlier year in the sentence said; in a month's or quarter's report it is the whole year."""
        low = self.ready.normal.low
        older = bool(self.between(sentence[0], mention.start))
        opens = opens_clause(low, mention, sentence[0]) or bool(_TELLS.match(low, mention.end))
        if mention.label == "now":
            label = self._label(mention)
            if label != self.default:
                return (_NOT_YET if ";" in low[mention.end : start] else _REACHES), label
            return (_ENDS if older else _NOT_YET), None
        if mention.label == "past_year":
            return (_REACHES, self._past_year()) if self.roles.plans and not self.ready.block_at(start).path else (_NOT_YET, None)
        if older and self._names_the_year(mention):
            return _NOT_YET, None
        whole = self._quote(mention) in _whole_year()
        if opens and whole and self.default and len(self.default) > _YEAR_LABEL and ";" not in low[mention.end : start]:
            return _REACHES, self._label(mention)
        return (_ENDS if opens and older else _NOT_YET), None

    def _names_the_year(self, mention: Mention) -> bool:
        """``năm 2015, cả năm chỉ 2.950``: the year in question stands right before the word."""
        before = self.mentions[bisect_left(self._starts, mention.start) - 1]
        return before.kind == YEAR and not self.ready.normal.low[before.end : mention.start].strip(" ,")

    def _past_year(self) -> str | None:
        year = year_of(self.default)
        return f"{year - 1}" if year else None

    def _not_yet_come(self, mention: Mention, label: str, start: int) -> bool:
        """A month after the day of the document is that of a year before, unless something is planned."""
        period = parsed(label)
        if mention.kind != MONTH or self._issued is None or period is None or period.start <= self._issued:
            return False
        return not self.roles.planned(start, self.ready.sentence_at(start)) and not self.roles.headed(start)

    def _closes_a_number(self, mention: Mention) -> bool:
        """``19,8% năm 2019``: the year belongs to the number before it and to no later one."""
        low = self.ready.normal.low
        index = bisect_left(self.ready.quantity_starts, mention.start) - 1
        if index < 0 or mention.kind not in (YEAR, PART):
            return False
        before = self.ready.quantities[index]
        return bool(re.fullmatch(r"\s*+(?:của|trong|vào)?\s*+\(?", low[before.end : mention.start])) and not opens_next(
            low, mention, mention.end + 30
        )

    def _earlier(self, block: Block, sentence: tuple[int, int]) -> Mention | None:
        """A period that opens the block or an earlier sentence of it holds on, until the text comes back to its own year."""
        first = bisect_left(self._starts, block.start)
        count = bisect_left(self._starts, sentence[0]) - first
        if count <= 0:
            return None
        known = self._going_on.setdefault(block.start, [])
        for mention in self.mentions[first + len(known) : first + count]:
            known.append(self._goes_on(mention, known[-1] if known else None, block))
        return known[count - 1]

    def _goes_on(self, mention: Mention, best: Mention | None, block: Block) -> Mention | None:
        """The period that holds on behind ``mention`` where ``best`` did before it."""
        low = self.ready.normal.low
        begin, _ = self.ready.sentence_at(mention.start)
        if mention.label in ("this_year", "now", "this_period") and opens_clause(low, mention, begin):
            best = None
        if opens_alone(low, mention, block):
            return mention
        if mention.kind in (MONTH, RELATIVE) and not mention.label.startswith(("next_", "ahead", "yearly")):
            return best
        opening = low[begin : mention.start]
        label = self._label(mention)
        if label is None or belongs_to_a_noun(low, mention, begin):
            return best
        ahead = is_after(label, self.default)
        if (len(opening) <= _OPENING or ahead) and not compares(opening) and "(" not in opening:
            return mention if ahead or begin == block.start or mention.kind != YEAR else None
        return best

    def _carried(self, block: Block, start: int) -> Mention | None:
        """A coming year that the paragraph before plans for goes on, until something done or another period is told."""
        index = bisect_left(self.ready.block_starts, block.start)
        before = self.ready.blocks[index - 1] if index else None
        if before is None or before.kind != PARAGRAPH or block.kind != PARAGRAPH or before.path != block.path:
            return None
        low = self.ready.normal.low
        if bisect_left(self._starts, block.start) < bisect_left(self._starts, start) or self._done_by(block, start):
            return None
        named = [m for m in self.between(before.start, before.end) if m.kind == YEAR]
        last = named[-1] if named else None
        if last is None or not opens_clause(low, last, self.ready.sentence_at(last.start)[0]) or last.start - before.start > _OPENING:
            return None
        if not is_after(self._label(last), self.default):
            return None
        return last if not _done_words().search(low, last.end, before.end) else None

    def _done_by(self, block: Block, start: int) -> bool:
        """Whether a word for something done stands in the block before ``start``."""
        if block.start not in self._first_done:
            found = _done_words().search(self.ready.normal.low, block.start, block.end)
            self._first_done[block.start] = found.end() if found else None
        first = self._first_done[block.start]
        return first is not None and first <= start


_TITLE_BLOCKS = 6
_TITLE_LENGTH = 160
_SECTION = re.compile(r"(?:[ivx]{1,5}|[a-hđ]|\d{1,2})\s*[.)/]\s|(?:phần|chương|mục)\s+\w+\s*[.:]")


def own_titles(ready: Prepared) -> list[tuple[int, int]]:
    """The headings of the document itself, below its letterhead: those before its first section and its first paragraph of any length."""
    found: list[tuple[int, int]] = []
    for block in ready.blocks[ready.head : ready.head + _TITLE_BLOCKS]:
        bracketed = ready.normal.text[block.start] == "("
        if block.kind in (ROW, HEADER) or (
            found and (_SECTION.match(ready.normal.low, block.start) or (block.end - block.start > _TITLE_LENGTH and not bracketed))
        ):
            break
        if (
            block.kind == HEADING
            or bracketed
            or (ready.head and not found)
            or (found and block.kind == PARAGRAPH and ready.normal.text[block.end - 1] not in ".;:,")
        ):
            found.append((block.start, block.end))
    return found


def _columns(ready: Prepared) -> list[tuple[int, int]]:
    """The titles of the columns that do not say what was asked."""
    cells = (cell for block in ready.blocks if block.kind == ROW for cell in block.cells)
    return sorted({title for cell in cells if cell.column != "target" for title in cell.titles})


_YEAR_LABEL = 4
# periods before a number in its sentence; no sentence that people write names so many
_MOST_LOOKED_AT = 32
_OPENING = 14
_BARE_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/.-])")
_OWN_AFTER = re.compile(r"[^,;.\d()]{0,28}\(?")
_WITHIN = re.compile(r"[^,;.\d()]{0,50}\s(?:trong|vào)\s+")
_PART_OF = re.compile(r"trong\s+đó\s+\Z")
_QUOTES = ('"', "“", "'", "‘")
_DASH = re.compile(r"\s[–-]\s")
_LISTED = re.compile(r"\s*(?:,|và)\s*(?:quý|tháng|năm)(?!\w)")
_TELLS = re.compile(r"\s+(?:là|đạt|còn|lên|đã|tăng|giảm)(?!\w)")
_MODIFIED = r"(?:(?:trên|hơn|gần|khoảng|mức|chỉ|dưới)\s+){0,2}"
_SAYS = re.compile(rf"\s+(?:(?:chỉ|mới)\s+)?(?:là|đạt|còn|dừng\s+ở)\s+{_MODIFIED}")
_FROM = re.compile(rf"(?<!\w)từ\s+{_MODIFIED}\Z")
_ONWARD = re.compile(
    rf"(?:\s+(?!lên|xuống|còn|nâng|tăng|giảm|rút)[^\W\d]+){{0,4}}\s*(?:\([^()\n]{{1,30}}\)\s*)?(?:năm\s+\d{{4}}\s+)?"
    rf"(?:(?:nâng|tăng|giảm|rút)\s+)?(?:lên|xuống|còn)\s+(?:tới\s+|đến\s+|còn\s+)?{_MODIFIED}\d"
)
_TO = re.compile(rf"(?<!\w)(?:lên|xuống|còn)\s+(?:tới\s+|đến\s+|còn\s+)?{_MODIFIED}\Z")
_FROM_NUMBER = re.compile(r"(?<!\w)từ\s+(?:[^\W\d]+\s+){0,2}\d")


def _default_in_words(given: str | None, default: str | None) -> str:
    if not default:
        return "chưa rõ kỳ"
    return f"kỳ báo cáo được cho: {default}" if given else f"kỳ nêu ở đầu văn bản: {default}"


@cache
def _done_words() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('role', 'result_words')}(?!\w)")


@cache
def _whole_year() -> frozenset[str]:
    """The words for the whole of this year, as against *trong năm*."""
    return frozenset(word_list("period", "whole_year"))
