"""A form as rows of fields, with what was typed and not kept where there is any."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.quantity import MeasureKind
from saovuong.intake.grid.shapes import EMPTY_STAMP, CellChange, CellConflict, CellProblem, GridRow, GridView
from saovuong.intake.grid.typed import NO_TEXT, UNKNOWN_TEXT, YES_TEXT
from saovuong.web.refusals import words_of
from saovuong.web.showing.said import answer_text, in_language, name_of

TEXT, NOTE, STAMP, THEIRS, CHOICE = "s.", "n.", "v.", "w.", "k."
MINE_WINS, THEIRS_WINS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Clash:
    """What somebody else wrote in the cell meanwhile."""

    text: str
    note: str
    stamp: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Field:
    """One row. ``options`` are there where one of a few answers is chosen, each with its words; ``answered`` is ``text`` in
    words of the page. ``problem`` says why ``text`` is not kept."""

    row: int
    code: str
    name: str
    uom: str
    text: str
    note: str
    stamp: str
    answered: str
    options: tuple[tuple[str, str], ...]
    last: str
    year: str
    target: str
    read: str
    returned: str
    aside: str
    fact_number: int | None
    problem: str = ""
    choices: tuple[str, ...] = ()
    clash: Clash | None = None
    unsaved: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def has_stamp(self) -> bool:
        return self.stamp != EMPTY_STAMP


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One line of a pasted block: what its cell says now, what was pasted, and what it becomes or why it cannot."""

    line: int
    code: str
    name: str
    now: str
    pasted: str
    becomes: str
    note: str
    problem: str
    stamp: str
    same: bool


@dataclass(frozen=True, slots=True)
class Section:
    number: int
    title: str
    fields: tuple[Field, ...]
    filled: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person typed that the draft does not hold: shown again over what stands."""

    changes: Mapping[str, CellChange]
    problems: Mapping[str, CellProblem]
    conflicts: Mapping[str, CellConflict]


NOTHING_KEPT = Kept({}, {}, {})


def kept(changes: Iterable[CellChange], problems: Iterable[CellProblem] = (), conflicts: Iterable[CellConflict] = ()) -> Kept:
    return Kept({one.measure: one for one in changes}, {one.measure: one for one in problems}, {one.measure: one for one in conflicts})


def changes_of(form: Mapping[str, str], measures: Iterable[str]) -> list[CellChange]:
    """The cells that the form sent. Where a person chose between two versions of a cell, theirs is no change and their own is one over
    the other's."""
    found = []
    for code in measures:
        text = form.get(TEXT + code)
        choice = form.get(CHOICE + code)
        if text is None or choice == THEIRS_WINS:
            continue
        stamp = form.get(THEIRS + code if choice == MINE_WINS else STAMP + code) or EMPTY_STAMP
        found.append(CellChange(code, text, form.get(NOTE + code, ""), stamp))
    return found


def sections(
    view: GridView, catalogue: Catalogue, *, over: Kept = NOTHING_KEPT, warnings: Mapping[str, Sequence[str]] | None = None
) -> list[Section]:
    made = []
    place = {row.measure.code: at for at, row in enumerate(view.rows, start=1)}
    told = warnings or {}
    for number, section in enumerate(view.sections, start=1):
        fields = tuple(
            replace(_field(row, catalogue, over), row=place[row.measure.code], warnings=tuple(told.get(row.measure.code, ())))
            for row in section.rows
        )
        filled = sum(bool(row.cell.text) for row in section.rows)
        made.append(Section(number, in_language(section.title_vi, section.title_en), fields, filled))
    return made


def _field(row: GridRow, catalogue: Catalogue, over: Kept) -> Field:
    measure, cell = row.measure, row.cell
    mine, problem, conflict = over.changes.get(measure.code), over.problems.get(measure.code), over.conflicts.get(measure.code)
    text, note, stamp = (mine.text, mine.note, mine.stamp) if mine else (cell.text, cell.note, cell.stamp)
    uom = catalogue.uoms[measure.uom]
    plain = measure.kind in (MeasureKind.RATING, MeasureKind.YES_NO)
    return Field(
        row=0,
        code=measure.code,
        name=name_of(measure),
        uom="" if plain else name_of(uom),
        text=text,
        note=note,
        stamp=stamp,
        answered=answer_text(text, measure, catalogue),
        options=_options(measure, catalogue, text),
        last=answer_text(row.last, measure, catalogue),
        year=answer_text(row.year, measure, catalogue),
        target=answer_text(row.target, measure, catalogue),
        read=row.read,
        returned=cell.returned_reason or "",
        aside=cell.aside,
        fact_number=cell.fact_number,
        problem=problem_text(problem) if problem else "",
        choices=problem.choices if problem else (),
        clash=clash_of(conflict) if conflict else None,
        unsaved=mine is not None and problem is None and conflict is None,
    )


def problem_text(problem: CellProblem) -> str:
    return words_of(problem.refusal) if problem.refusal else problem.message


def clash_of(conflict: CellConflict) -> Clash:
    theirs = conflict.theirs
    return Clash(theirs.text or _("(để trống)"), theirs.note, theirs.stamp, theirs.by or _("người khác"), theirs.at)


def _options(measure: Measure, catalogue: Catalogue, text: str) -> tuple[tuple[str, str], ...]:
    if measure.kind is MeasureKind.YES_NO:
        known: tuple[str, ...] = (YES_TEXT, NO_TEXT, UNKNOWN_TEXT)
    elif measure.kind is MeasureKind.RATING:
        known = (*catalogue.scale_of(measure).levels, UNKNOWN_TEXT)
    else:
        return ()
    offered = known if not text or text in known else (text, *known)
    return tuple((one, answer_text(one, measure, catalogue)) for one in offered)
