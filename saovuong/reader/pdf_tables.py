"""Tables on a PDF page: ruled ones from their lines, others from a row of known column titles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from saovuong.reader.pdf_lines import Line, Segment, joined
from saovuong.reader.pdf_page import Rule
from saovuong.reader.tables import column_meaning

_SAME, _NEAR, _TOUCH = 1.6, 2.5, 4.0
_FIRST_ROWS, _A_ROW, _FEWEST_CELLS = 40, 3, 3
_MOST_RULES, _MOST_EDGES = 1500, 120
_INDEX = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđ]|[A-HĐ]|-|\+)[.)]?")


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` hold one text a column; a merged cell stands in its first row and column, the others are empty."""

    top: float
    bottom: float
    rows: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class _Grid:
    """Lines at ``xs`` (rising) and ``ys`` (falling) with the cell that each field belongs to."""

    xs: list[float]
    ys: list[float]
    cell_of: dict[tuple[int, int], tuple[int, int]]
    held: dict[tuple[int, int], list[Segment]] = field(default_factory=dict)

    def field_at(self, segment: Segment) -> tuple[int, int] | None:
        x, y = (segment.x0 + segment.x1) / 2, segment.y + 0.3 * segment.size
        if not (self.xs[0] - _NEAR <= x <= self.xs[-1] + _NEAR and self.ys[-1] <= y <= self.ys[0]):
            return None
        row = max(place for place, edge in enumerate(self.ys[:-1]) if place == 0 or edge >= y)
        column = max(place for place, edge in enumerate(self.xs[:-1]) if place == 0 or edge <= x)
        return row, column


def ruled_tables(lines: Sequence[Line], rules: Sequence[Rule], *, going_on: int = 0) -> tuple[list[Table], list[Line]]:
    """The tables, and the lines outside them. Lines that frame a page or a remark make no table; what they hold stays text.

    ``going_on`` is how many columns the table has that reached the end of the page before: its rest may be a single cell."""
    grids = [grid for part in _connected(_merged(rules)) if (grid := _grid(part)) is not None]
    for line in lines:
        for segment in line.segments:
            _hold(grids, segment)
    first = max(grids, key=lambda grid: grid.ys[0], default=None)
    tables = {id(grid): table for grid in grids if (table := _table(grid, going_on if grid is first else 0)) is not None}
    inside = {id(one) for grid in grids if id(grid) in tables for cell in grid.held.values() for one in cell}
    rest = (tuple(one for one in line.segments if id(one) not in inside) for line in lines)
    return list(tables.values()), [Line(segments) for segments in rest if segments]


def _hold(grids: Sequence[_Grid], segment: Segment) -> None:
    for grid in grids:
        if place := grid.field_at(segment):
            grid.held.setdefault(grid.cell_of[place], []).append(segment)
            return


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one line as one: Word draws the border of every cell by itself."""
    out: list[Rule] = []
    for vertical in (True, False):
        same = sorted((rule for rule in rules if rule.vertical is vertical), key=lambda rule: (round(rule.at / _NEAR), rule.low))
        for rule in same:
            last = out[-1] if out and out[-1].vertical is vertical else None
            if last is not None and abs(last.at - rule.at) <= _SAME and rule.low <= last.high + _TOUCH and rule.high >= last.low - _TOUCH:
                out[-1] = Rule(vertical, last.at, min(last.low, rule.low), max(last.high, rule.high))
            else:
                out.append(rule)
    return sorted(out, key=lambda rule: rule.low - rule.high)[:_MOST_RULES]


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines that meet, directly or through others."""
    root = list(range(len(rules)))

    def find(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    upright = [place for place, rule in enumerate(rules) if rule.vertical]
    for place, rule in enumerate(rules):
        if not rule.vertical:
            for other in upright:
                if _meet(rules[other], rule):
                    root[find(place)] = find(other)
    parts: dict[int, list[Rule]] = {}
    for place, rule in enumerate(rules):
        parts.setdefault(find(place), []).append(rule)
    return list(parts.values())


def _meet(upright: Rule, level: Rule) -> bool:
    across = level.low - _TOUCH <= upright.at <= level.high + _TOUCH
    return across and upright.low - _TOUCH <= level.at <= upright.high + _TOUCH


def _grid(rules: Sequence[Rule]) -> _Grid | None:
    upright, level = [rule for rule in rules if rule.vertical], [rule for rule in rules if not rule.vertical]
    if not upright or len(level) < 2:
        return None
    # Tables may be open at their sides, and rows without a line between them are told apart later.
    xs = _edges([*(rule.at for rule in upright), min(rule.low for rule in level), max(rule.high for rule in level)])
    ys = _edges([*(rule.at for rule in level), min(rule.low for rule in upright), max(rule.high for rule in upright)])[::-1]
    if len(xs) < 3 or len(ys) < 2 or max(len(xs), len(ys)) > _MOST_EDGES:
        return None
    grid = _Grid(xs, ys, {})
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            grid.cell_of[row, column] = _owner(grid, row, column, upright, level)
    return grid


def _edges(places: Sequence[float]) -> list[float]:
    out: list[float] = []
    for place in sorted(places):
        if not out or place - out[-1] > 2 * _NEAR:
            out.append(place)
    return out


def _owner(grid: _Grid, row: int, column: int, upright: Sequence[Rule], level: Sequence[Rule]) -> tuple[int, int]:
    """The first field of the cell: that to the left or above where no line stands between."""
    x, y = (grid.xs[column] + grid.xs[column + 1]) / 2, (grid.ys[row] + grid.ys[row + 1]) / 2
    if column and not any(abs(rule.at - grid.xs[column]) <= 2 * _NEAR and rule.low <= y <= rule.high for rule in upright):
        return grid.cell_of[row, column - 1]
    if row and not any(abs(rule.at - grid.ys[row]) <= 2 * _NEAR and rule.low <= x <= rule.high for rule in level):
        return grid.cell_of[row - 1, column]
    return row, column


def _table(grid: _Grid, going_on: int) -> Table | None:
    rows: list[list[str]] = []
    width = len(grid.xs) - 1
    for row in range(len(grid.ys) - 1):
        cells = [grid.held.get((row, column), []) for column in range(width)]
        rows += [[_words(cell) for cell in part] for part in _parted(cells)]
    filled = [tuple(row) for row in rows if any(row)]
    # The last row of a table may stand alone on its page.
    enough = sum(1 for row in filled for cell in row if cell) >= _FEWEST_CELLS or (filled and width == going_on)
    return Table(grid.ys[0], grid.ys[-1], tuple(filled)) if enough else None


def _words(cell: Sequence[Segment]) -> str:
    text = ""
    for one in sorted(cell, key=lambda one: (-round(one.y), one.x0)):
        text = joined(text, one.text) if text else one.text
    return text


def _parted(cells: list[list[Segment]]) -> list[list[list[Segment]]]:
    """Rows that no line divides: one begins wherever the first column has a number of its own."""
    first = sorted(cells[0], key=lambda one: -one.y)
    if len(first) < 2 or not all(_INDEX.fullmatch(one.text) for one in first):
        return [cells]
    tops = [one.y + 0.6 * one.size for one in first]
    out: list[list[list[Segment]]] = [[[] for _ in cells] for _ in first]
    for column, cell in enumerate(cells):
        for one in cell:
            out[max(0, sum(1 for top in tops if one.y <= top) - 1)][column].append(one)
    return out


def titled_table(lines: Sequence[Line], start: int) -> tuple[Table, int] | None:
    """A table without lines that opens at ``lines[start]`` with at least three known column titles; and the index after its last line."""
    titles = lines[start].segments
    known = {meaning for one in titles if (meaning := column_meaning(one.text))}
    if len(titles) < 3 or len(known) < 3:
        return None
    edges = [_edge(left.x1, right.x0, lines[start + 1 : start + _FIRST_ROWS]) for left, right in pairwise(titles)]
    rows = [[one.text for one in titles]]
    at = start + 1
    while at < len(lines):
        line, above = lines[at], lines[at - 1]
        if above.y - line.y > 3.0 * line.size or not _fits(line, edges, titles):
            break
        cells = _in_columns(line, edges)
        if cells[0] or not rows[1:] or sum(map(bool, cells)) > 2:
            rows.append(cells)
        else:
            rows[-1] = [f"{one} {two}".strip() for one, two in zip(rows[-1], cells, strict=True)]
        at += 1
    if len(rows) < 3:
        return None
    return Table(lines[start].y + titles[0].size, lines[at - 1].y, tuple(map(tuple, rows))), at


def _edge(low: float, high: float, lines: Sequence[Line]) -> float:
    """Where between two titles their columns part: in the widest gap that the rows below leave."""
    inside = [(one.x0, one.x1) for line in lines if len(line.segments) >= _A_ROW for one in line.segments if one.x1 > low and one.x0 < high]
    best, widest, at = (low + high) / 2, 0.0, low
    for x0, x1 in [*sorted(inside), (high, high)]:
        if min(x0, high) - at > widest:
            best, widest = (at + min(x0, high)) / 2, min(x0, high) - at
        at = max(at, x1)
    return best


def _fits(line: Line, edges: Sequence[float], titles: Sequence[Segment]) -> bool:
    """Whether every segment keeps to one column, and the line does not run on like a paragraph's."""
    for one in line.segments:
        if sum(1 for edge in edges if one.x0 + one.size < edge < one.x1 - one.size) > 0:
            return False
    return len(line.segments) > 1 or line.x1 < edges[min(1, len(edges) - 1)] + titles[0].size


def _in_columns(line: Line, edges: Sequence[float]) -> list[str]:
    cells = [""] * (len(edges) + 1)
    for one in line.segments:
        column = sum(1 for edge in edges if edge < (one.x0 + one.x1) / 2)
        cells[column] = f"{cells[column]} {one.text}".strip()
    return cells
