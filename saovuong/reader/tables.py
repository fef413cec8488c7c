"""Tables in running text: which line opens one, what its columns mean, which titles stand above a cell.

One line is one row, its cells divided by ``|``, ``||``, tabs or ``;``. Bars around a row and rules below the titles (``|---|---|``) hold
nothing. Lines of words and figures without titles above are rows too when there are two of them.

Titles may take two or three lines; a title then stands over the empty cells to its right (``Năm 2024`` over ``Chỉ tiêu``, ``Kết quả``).
An empty title cell takes the meaning of the one above it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from saovuong.reader.normal import match_form
from saovuong.reader.words import alternatives, language, word_list

ROW, HEADER = "row", "header"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """``column`` is what its column means: index, label, uom, target, result, rate, previous, change, note or "".

    ``titles`` are the places of the titles above it, outermost first; ``uom`` is the place of its unit of measure: the row's unit cell,
    else the unit in brackets in its title, else the unit told above the table. The label cell of a row may be that of a row above."""

    start: int
    end: int
    column: str
    titles: tuple[Span, ...] = ()
    uom: Span | None = None


@dataclass(frozen=True, slots=True)
class TableLine:
    """``group`` is the title of the rows above and below that a row belongs to by a merged cell."""

    kind: str
    cells: tuple[Cell, ...]
    group: Span | None = None


@dataclass(slots=True)
class TableReader:
    """Reads the lines of one text in order; :meth:`close` ends a table."""

    separator: str = ""
    _barred: bool = False
    _heads: list[list[Span]] = field(default_factory=list)
    _roles: tuple[str, ...] = ()
    _titles: tuple[tuple[Span, ...], ...] = ()
    _opening: bool = False
    _label: Span | None = None
    _group: Span | None = None
    _unit: Span | None = None

    def close(self) -> None:
        self.separator, self._heads, self._roles, self._titles = "", [], (), ()
        self._opening, self._label, self._group = False, None, None

    def note(self, low: str, start: int, end: int) -> None:
        """A line outside tables: it may tell the unit of the table that follows."""
        told = _UNIT_LINE.fullmatch(low, start, end)
        self._unit = told.span("unit") if told else None

    def line(self, low: str, start: int, end: int) -> TableLine | None:
        """The line ``start``..``end`` with the blanks around it, which may be empty cells, as a table's; or None."""
        for separator in (self.separator,) if self.separator else ("||", "|", "\t", ";"):
            if low.find(separator, start, end) < 0 or (separator == "||" and _single(low[start:end])):
                continue
            barred = self._barred if self.separator else _is_barred(low[start:end], separator)
            parts = _split(low, start, end, separator, barred=barred)
            if _RULE.fullmatch(low, start, end):
                return TableLine(HEADER, tuple(Cell(a, b, "") for a, b in parts))
            if not self.separator:
                self._barred = barred
            if self._opening and self._goes_on(low, parts):
                return self._header(low, separator, [*self._heads, parts])
            if _is_header(low, parts, separator) or (not self.separator and _stands_over_figures(low, parts, end, separator)):
                return self._header(low, separator, [parts])
            if not self.separator and _goes_on_below(low, parts, end, separator):
                self.separator, self._roles = separator, ("label", *["result"] * (len(parts) - 1))
            if self.separator and len(parts) >= 2:
                if self._opening and _is_count_of_columns(low, parts):
                    return TableLine(HEADER, tuple(Cell(a, b, "") for a, b in parts))
                self._opening = False
                return self._row(low, parts)
        return None

    def _goes_on(self, low: str, parts: Sequence[Span]) -> bool:
        """Whether a line below the titles holds more of them: nothing under what names the rows, and words or years under the rest."""
        naming = [place for place, role in enumerate(self._roles) if role in ("index", "label") and place < len(parts)]
        filled = [low[a:b] for a, b in parts if b > a]
        empty = naming and all(parts[place][0] == parts[place][1] for place in naming)
        return bool(empty and filled) and all(_column(one) or _is_subtitle(one) for one in filled)

    def _header(self, low: str, separator: str, heads: list[list[Span]]) -> TableLine:
        if len(heads) == 1:
            self._label = self._group = None
        self.separator, self._heads, self._opening = separator, heads, True
        self._titles = _stacked(heads)
        self._roles = _roles([[low[a:b] for a, b in titles] for titles in self._titles])
        return TableLine(HEADER, tuple(Cell(a, b, "") for a, b in heads[-1]))

    def _row(self, low: str, parts: Sequence[Span]) -> TableLine:
        roles = self._roles if len(parts) >= len(self._roles) - 1 else ("index", "label")
        padded = [*roles, *[""] * len(parts)][: len(parts)]
        label = self._row_label(parts, padded)
        unit = next((part for part, role in zip(parts, padded, strict=True) if role == "uom" and part[1] > part[0]), None)
        cells = []
        for place, (part, role) in enumerate(zip(parts, padded, strict=True)):
            start, end = part
            if role == "label" and label is not None:
                (start, end), label = label, None
            titles = self._titles[place] if place < len(self._titles) else ()
            cells.append(Cell(start, end, role, titles, unit or _unit_in(low, titles) or self._unit))
        return TableLine(ROW, tuple(one for one in cells if one.column != "more"), self._group)

    def _row_label(self, parts: Sequence[Span], roles: Sequence[str]) -> Span | None:
        """The row's title: its label cell with the cells that go on from it; that of the row above where it is merged with it."""
        named = [part for part, role in zip(parts, roles, strict=True) if role == "label"]
        more = [part for part, role in zip(parts, roles, strict=True) if role == "more" and part[1] > part[0]]
        if not named:
            return None
        own = named[0] if named[0][1] > named[0][0] else None
        first_cell_empty = not any(b > a for (a, b), role in zip(parts, roles, strict=True) if role == "index")
        if own is not None:
            self._group = None
            self._label = own
            return (own[0], more[-1][1]) if more else own
        if self._label is None or not first_cell_empty:
            self._group = None
            return (more[0][0], more[-1][1]) if more else None
        if more:
            self._group = self._label
            return more[0][0], more[-1][1]
        return self._label


_UNIT_LINE = re.compile(r"[\s(*]*(?:đơn vị tính|đơn vị|đvt)\s*:\s*(?P<unit>[^\d:;|\t]{1,30}?)[\s.)*]*")
_YEARS = r"(?:(?:19|20)\d\d)"
_YEAR_TITLED = re.compile(_YEARS)
_ASIDE = re.compile(rf"\([^()]*\)|năm\s*{_YEARS}|{_YEARS}")
_UNIT_BRACKETS = re.compile(r"\(\s*+([^\d()]{1,20}?)\s*+\)")
_PERIOD_TITLE = re.compile(
    r"(?:thực hiện|kết quả|số liệu|cùng kỳ|ước)?\s*+"
    rf"(?:(?:6|9|sáu|chín)\s+tháng(?:\s+(?:đầu|cuối)\s+năm)?|quý\s+\w+|tháng\s+\d+|cả\s+năm|năm)?[\s/]*{_YEARS}?"
)
_DATED = re.compile(rf"{_YEARS}|\d{{1,2}}\s+tháng|(?:tháng|quý)\s+\d{{1,2}}(?!\d)")
_COUNTED = re.compile(r"\(?(?:[a-zđ]|\d{1,2})\)?(?:\s*+=[\d\s/()x*:%+-]++)?")


def _split(low: str, start: int, end: int, separator: str, *, barred: bool) -> list[Span]:
    """The cells of a line; ``barred``: its first and last bar close no cell."""
    found = low[start:end].split(separator)
    first, last = (int(not found[0].strip()), len(found) - (not found[-1].strip())) if barred else (0, len(found))
    out = []
    position = start
    for place, part in enumerate(found):
        begin = position + (len(part) - len(part.lstrip()))
        if first <= place < last:
            out.append((begin, begin + len(part.strip())))
        position += len(part) + len(separator)
    return out


def _is_barred(line: str, separator: str) -> bool:
    return separator == "|" and line.count("|") > 1 and line.strip().startswith("|") and line.strip().endswith("|")


def _single(line: str) -> bool:
    """Whether bars stand alone too: then two bars hold an empty cell."""
    return line.count("|") != 2 * line.count("||") or line.lstrip().startswith("|")


def _below(low: str, end: int, separator: str) -> list[Span]:
    """The cells of the line that follows at once, rules left out; empty where it is no row of the same table."""
    while end < len(low) and low[end] == "\n":
        start = end + 1
        stop = low.find("\n", start)
        end = stop if stop >= 0 else len(low)
        if low.find(separator, start, end) < 0:
            return []
        if not _RULE.fullmatch(low, start, end):
            return _split(low, start, end, separator, barred=_is_barred(low[start:end], separator))
    return []


def _stands_over_figures(low: str, parts: Sequence[Span], end: int, separator: str) -> bool:
    """Whether three words or more stand over a row with figures in it."""
    if separator == ";" or len(parts) < _WIDE or any(_has_number(low[a:b]) for a, b in parts):
        return False
    row = _below(low, end, separator)
    return abs(len(row) - len(parts)) <= 1 and any(is_numeric(low[a:b]) for a, b in row[1:])


def _goes_on_below(low: str, parts: Sequence[Span], end: int, separator: str) -> bool:
    """Whether two lines in a row begin with words and have the same number of cells."""
    row = _below(low, end, separator) if separator != ";" else []
    first = [low[slice(*line[0])] for line in (parts, row) if line]
    return len(parts) == len(row) >= 2 and not any(is_numeric(cell) or not cell for cell in first)


_WIDE = 3
_RULE = re.compile(r"(?=[^-]*+(?:-[^-]++)*+--)[\s|:+=-]++")
_BEFORE_NUMBER = r"(?:trên|dưới|từ|gần|hơn|khoảng|ít nhất|không quá|tối đa|tối thiểu|vượt|tăng|giảm|đạt|ước)"
_NUMERIC = re.compile(rf"[^\w]*+(?:{_BEFORE_NUMBER}\s+)?\d[\d.,]*(?!\w)(?!\s+[^\W\d]+\s+[^\W\d]+\s+[^\W\d]+)")
_PERIODS = re.compile(r"(?:năm|tháng|quý|tuần)\s*(?:\d+(?:/\d+)?|[ivx]+)|(?:19|20)\d\d|\d{1,2}\s+tháng|\([^()]*\)")


def is_numeric(cell: str) -> bool:
    """Whether a cell (matching form) holds a number, with little said beside it."""
    return bool(_NUMERIC.match(cell))


def _has_number(title: str) -> bool:
    return any(char.isdigit() for char in _PERIODS.sub("", title))


def _is_header(low: str, parts: Sequence[Span], separator: str) -> bool:
    titles = [low[a:b] for a, b in parts]
    if any(map(_has_number, titles)):
        return False
    known = [one for one in map(_known, titles) if one]
    if len(known) >= 3 or (len(known) == 2 and separator != ";" and "label" in known):
        return True
    dated = sum(1 for title in titles if _is_period(title))
    return separator != ";" and dated >= 2 and bool({"label", "target"} & set(known))


def _is_period(title: str) -> bool:
    return bool(title) and _PERIOD_TITLE.fullmatch(title) is not None


def _is_subtitle(title: str) -> bool:
    """Short words without a number but years, quarters and months."""
    plain = _DATED.sub("", title)
    return len(title) < 50 and not any(char.isdigit() for char in plain) and any(char.isalnum() or char == "%" for char in title)


def _is_count_of_columns(low: str, parts: Sequence[Span]) -> bool:
    """``(1) | (2) | (3)`` or ``A | B | 1 | 2 | 3=2/1`` below the titles."""
    filled = [low[a:b] for a, b in parts if b > a]
    if len(filled) < 3 or not all(_COUNTED.fullmatch(one) for one in filled):
        return False
    numbers = [int(digits.group()) for one in filled if (digits := re.match(r"\d+", one.strip("(")))]
    return len(numbers) >= 2 and all(later - earlier == 1 for earlier, later in pairwise(numbers))


def _stacked(heads: Sequence[Sequence[Span]]) -> tuple[tuple[Span, ...], ...]:
    """The titles above each column. A title spreads to the right while its own line is empty and a line below has a title."""
    width = max(map(len, heads))
    columns: list[list[Span]] = [[] for _ in range(width)]
    starts = [True] * width
    for level, parts in enumerate(heads):
        above: Span | None = None
        for place in range(width):
            here = parts[place] if place < len(parts) and parts[place][1] > parts[place][0] else None
            below = any(place < len(one) and one[place][1] > one[place][0] for one in heads[level + 1 :])
            if here is not None:
                above, starts[place] = here, True
            elif starts[place] and columns[place]:
                above = None
            elif below and above is not None:
                starts[place] = False
            else:
                above = None
            if above is not None:
                columns[place].append(above)
    return tuple(map(tuple, columns))


def _roles(titles: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """What each column means: by its innermost title that says so. Untitled columns right of the row's title go on from it."""
    roles = [next((role for title in reversed(stack) if (role := _column(title))), "") for stack in titles]
    if "reached" in roles:
        roles = [("rate" if "result" in roles else "result") if role == "reached" else role for role in roles]
    roles = _label_of_targets(roles, titles)
    before = "previous" in roles or len({year for stack in titles for title in stack for year in _YEAR_TITLED.findall(title)}) > 1
    roles = ["change" if role == "compare" and before else "rate" if role == "compare" else role for role in roles]
    for place in range(1, len(roles)):
        if not titles[place] and roles[place - 1] in ("label", "more"):
            roles[place] = "more"
    return tuple(roles)


def _label_of_targets(roles: list[str], titles: Sequence[Sequence[str]]) -> list[str]:
    """The first column is the row's title when no other column is, be it an unknown word or ``Chỉ tiêu``."""
    if "label" in roles:
        return roles
    unnamed = next((place for place, role in enumerate(roles[:2]) if not role and titles[place]), None)
    if unnamed is not None and roles[:unnamed] in ([], ["index"]):
        roles[unnamed] = "label"
    if "label" in roles or "target" not in roles:
        return roles
    first = roles.index("target")
    dated = any(_is_period(title) for stack in titles for title in stack)
    if roles.count("target") > 1 or (first <= 1 and ("result" in roles or dated or "" in roles[first + 1 :])):
        roles[first] = "label"
    return roles


@cache
def _column_words() -> Mapping[str, str]:
    table = language()["layout"]["table_columns"]
    return {word: name for name in table for word in word_list("layout", "table_columns", name)}


@cache
def _column(title: str) -> str:
    plain = re.sub(r"\s+", " ", _ASIDE.sub("", title)).strip(" .:*")
    known = _column_words()
    if plain in known:
        return known[plain]
    match = _within().search(plain) if 3 < len(plain) < 60 else None
    return known[" ".join(match.group().split())] if match else ""


def column_meaning(title: str) -> str:
    """What a title of any writing says of its column; '' for one that is not known."""
    return _known(match_form(title))


def _known(title: str) -> str:
    """What a column holds whose title begins with a known word; a row of figures may have such words further in."""
    role = _column(title)
    return role if role and (len(title) <= 3 or _within().match(title.lstrip(" *(")) or title.strip(" .:*%()") in _column_words()) else ""


@cache
def _within() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(word for word in _column_words() if len(word) > 3)}(?!\w)")


def _unit_in(low: str, titles: Sequence[Span]) -> Span | None:
    for start, end in reversed(titles):
        if found := _UNIT_BRACKETS.search(low, start, end):
            return found.span(1)
    return None


def is_section(low: str, cells: Sequence[Cell]) -> bool:
    """A row with a title and no figure divides the table: ``II | Huấn luyện, tuyển quân``."""
    filled = [low[cell.start : cell.end] for cell in cells if cell.end > cell.start]
    if not filled or any(char.isdigit() for char in filled[-1]) or len(filled[-1]) <= _SHORT_TITLE:
        return False
    return len(filled) == 1 or (len(filled) == 2 and bool(_ORDINAL.fullmatch(filled[0])))


_SHORT_TITLE = 3
_ORDINAL = re.compile(r"(?:[ivxlc]{1,6}|[a-zđ]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/]?")
