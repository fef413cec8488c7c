"""A block copied from a spreadsheet laid over a form: which line belongs to which row. Nothing is read or kept here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.text import search_key
from saovuong.intake.grid.shapes import GridPlace

MOST_LINES = 2000


@dataclass(frozen=True, slots=True)
class PastedCell:
    """One line of the block for one row of the form. ``note`` None: the block says nothing of it."""

    line: int
    measure: str
    text: str
    note: str | None


@dataclass(frozen=True, slots=True)
class PastePlan:
    """``by_name``: the lines named their measures; otherwise they were taken in the order of the rows. ``left`` are lines (number and
    text) that no row takes."""

    cells: tuple[PastedCell, ...]
    left: tuple[tuple[int, str], ...]
    by_name: bool


def paste_plan(text: str, *, place: GridPlace, catalogue: Catalogue, start: str = "", notes_only: bool = False) -> PastePlan:
    """Where the lines go. A line names its row by the measure's name or code in one of its cells: the value then stands behind it, behind
    the unit of measure if that is there too, and the note behind the value.

    Without any name the lines go down from the row ``start`` (the form's first where there is none such), value and note; empty lines keep
    their place and change nothing. With ``notes_only`` a single column are notes. Of two lines for one row the later is left."""
    lines = [line.rstrip("\r").split("\t") for line in text.rstrip("\r\n").split("\n")[:MOST_LINES]]
    measures = [catalogue.measures[code] for code in place.form.measures if catalogue.measures[code].enabled]
    names = _names(measures)
    named = [_named(cells, names) for cells in lines]
    by_name = any(found is not None for found in named)
    if by_name:
        return _by_name(lines, named, catalogue)
    return _in_order(lines, measures, start, notes_only=notes_only)


def _names(measures: Sequence[Measure]) -> dict[str, Measure | None]:
    """By name and code as a search compares them; None for a name that two rows have."""
    found: dict[str, Measure | None] = {}
    for measure in measures:
        for name in {search_key(measure.name_vi), search_key(measure.name_en), measure.code}:
            found[name] = None if name in found else measure
    return found


def _named(cells: Sequence[str], names: Mapping[str, Measure | None]) -> tuple[int, Measure] | None:
    for at, cell in enumerate(cells):
        measure = names.get(cell.strip()) or names.get(search_key(cell))
        if measure is not None:
            return at, measure
    return None


def _by_name(lines: Sequence[Sequence[str]], named: Sequence[tuple[int, Measure] | None], catalogue: Catalogue) -> PastePlan:
    cells: dict[str, PastedCell] = {}
    left = []
    for number, (line, found) in enumerate(zip(lines, named, strict=True), start=1):
        if found is None or found[1].code in cells:
            if any(cell.strip() for cell in line):
                left.append((number, " | ".join(cell.strip() for cell in line if cell.strip())))
            continue
        at, measure = found
        uom = catalogue.uoms[measure.uom]
        units = {search_key(uom.name_vi), search_key(uom.name_en)}
        rest = list(line[at + 1 :])
        if rest and search_key(rest[0]) in units:
            rest = rest[1:]
        if rest:
            cells[measure.code] = PastedCell(number, measure.code, rest[0].strip(), rest[1].strip() if len(rest) > 1 else None)
    return PastePlan(tuple(cells.values()), tuple(left), by_name=True)


def _in_order(lines: Sequence[Sequence[str]], measures: Sequence[Measure], start: str, *, notes_only: bool) -> PastePlan:
    codes = [measure.code for measure in measures]
    first = codes.index(start) if start in codes else 0
    cells, left = [], []
    for number, line in enumerate(lines, start=1):
        words = [cell.strip() for cell in line]
        at = first + number - 1
        if not any(words):
            continue
        if at >= len(codes):
            left.append((number, " | ".join(word for word in words if word)))
        elif notes_only:
            cells.append(PastedCell(number, codes[at], "", words[0]))
        else:
            cells.append(PastedCell(number, codes[at], words[0], words[1] if len(words) > 1 else None))
    return PastePlan(tuple(cells), tuple(left), by_name=False)
