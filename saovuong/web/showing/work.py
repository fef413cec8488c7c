"""What waits for one person, by what their roles are for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from saovuong.accounts.shapes import ALL_UNITS
from saovuong.ledger import queries as ledger
from saovuong.ledger import waiting
from saovuong.ledger.access import ENTERS
from saovuong.ledger.owed import Below, Clock, Owed, below, owed
from saovuong.ledger.shapes import SubmissionInfo
from saovuong.ledger.waiting import ReturnedFigure
from saovuong.setup.config import office_of
from saovuong.web.desk import Desk, data_folder
from saovuong.web.kept import Kept, standing_of
from saovuong.web.showing.said import name_of, period_name
from saovuong.web.showing.submissions import Row, rows, unit_names

# What the first page shows of each list; the rest is on the list's own page.
_FIRST, _RECENT = 10, 8
_SOON = 3
_KEPT = Kept()
_LOOKS_DOWN = ("verifier", "commander", "writer", "inspector", "admin")


@dataclass(frozen=True, slots=True)
class Term:
    """A deadline in words. ``look`` is the class it is shown by, beside words that say the same."""

    words: str
    look: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """``next`` is the address where this person goes on with the form; ``state`` is empty where nothing was begun."""

    unit: str
    form: str
    period: str
    one: Owed
    term: Term
    next: str


@dataclass(frozen=True, slots=True)
class BelowRow:
    unit: str
    form: str
    period: str
    one: Below
    term: Term


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    unit: str
    measure: str
    one: ReturnedFigure


@dataclass(frozen=True, slots=True)
class Work:
    """The beginnings of the lists, each with its whole count. ``waiting`` are handed-in submissions that this person may accept: not of
    their own entering. ``owes`` and ``verifies`` tell whether such lists are this person's at all, be they empty."""

    due: tuple[DueRow, ...]
    returned: tuple[ReturnedRow, ...]
    returned_count: int
    drafts: tuple[Row, ...]
    draft_count: int
    waiting: tuple[Row, ...]
    waiting_count: int
    below: tuple[BelowRow, ...]
    recent: tuple[Row, ...]
    owes: bool
    verifies: bool
    looks_down: bool

    @property
    def overdue(self) -> int:
        return sum(row.one.late for row in self.due)

    @property
    def late_below(self) -> int:
        return sum(len(row.one.silent) for row in self.below if row.one.late)


def work_of(desk: Desk) -> Work:
    enters, verifies = bool(desk.roles & set(ENTERS)), bool(desk.roles & {"verifier", "admin"})
    looks_down = bool(desk.roles & set(_LOOKS_DOWN))
    actor, now = desk.known, desk.now
    returned_count, returned = waiting.returned_figures(actor=actor, now=now, first=_FIRST) if enters else (0, [])
    draft_count, drafts = waiting.begun(actor=actor, now=now, first=_FIRST) if enters else (0, [])
    waiting_count, theirs = waiting.to_verify(actor=actor, now=now, first=_FIRST) if verifies else (0, [])
    accepted = ledger.submissions(actor=actor, now=now, states=("accepted",), newest=_RECENT)
    return Work(
        due=_due(desk) if enters else (),
        returned=returned_rows(desk, returned),
        returned_count=returned_count,
        drafts=oldest_first(desk, drafts),
        draft_count=draft_count,
        waiting=oldest_first(desk, theirs),
        waiting_count=waiting_count,
        below=_below(desk) if looks_down else (),
        recent=tuple(rows(accepted, desk.catalogue, roles=desk.roles)),
        owes=enters,
        verifies=verifies,
        looks_down=looks_down,
    )


def term(clock: Clock, *, late: bool, arrived: bool = False) -> Term:
    """``còn 3 ngày làm việc``; ``quá hạn 18 ngày làm việc``. What has arrived is neither."""
    if clock.last_day is None:
        return Term(_("văn bản không định hạn"), "none")
    if arrived:
        return Term(_("đã nộp"), "done")
    if late:
        told = _("quá hạn {days} ngày làm việc").format(days=clock.days) if clock.days else _("đã quá hạn")
        return Term(told, "late")
    if not clock.days:
        return Term(_("hạn cuối là hôm nay"), "soon")
    return Term(_("còn {days} ngày làm việc").format(days=clock.days), "soon" if clock.days <= _SOON else "calm")


def returned_rows(desk: Desk, found: Iterable[ReturnedFigure]) -> tuple[ReturnedRow, ...]:
    listed, measures = list(found), desk.catalogue.measures
    names = unit_names(one.unit_id for one in listed)
    return tuple(
        ReturnedRow(names.get(one.unit_id, one.unit_id), name_of(measures[one.measure]) if one.measure in measures else one.measure, one)
        for one in listed
    )


def oldest_first(desk: Desk, found: Iterable[SubmissionInfo]) -> tuple[Row, ...]:
    return tuple(reversed(rows(found, desk.catalogue, roles=desk.roles)))


def own_units(desk: Desk, roles: Iterable[str]) -> tuple[str, ...]:
    """The units that the person's grants of these roles name; a right on the whole country stands for the office's own unit, where one is
    set."""
    office = office_of(folder=data_folder()).get("unit")
    named = (grant.unit_id for grant in desk.grants if grant.role in roles)
    return tuple(dict.fromkeys(office if unit == ALL_UNITS and office else unit for unit in named))


def _due(desk: Desk) -> tuple[DueRow, ...]:
    found = owed(unit_ids=own_units(desk, ENTERS), **desk.asking)
    names = unit_names(one.unit_id for one in found)
    return tuple(
        DueRow(
            names.get(one.unit_id, one.unit_id),
            name_of(one.clock.form),
            period_name(one.clock.period),
            one,
            term(one.clock, late=one.late, arrived=one.arrived is not None),
            _next(one),
        )
        for one in found
    )


def _next(one: Owed) -> str:
    if one.submission_id is not None:
        return reverse("submission", args=[one.submission_id])
    return reverse("grid", args=[one.unit_id, one.clock.form.code, one.clock.period])


def _below(desk: Desk) -> tuple[BelowRow, ...]:
    """Kept while nothing is handed in or returned: over a country it is thousands of units."""
    roots = own_units(desk, _LOOKS_DOWN)
    made: tuple[BelowRow, ...] = _KEPT.of((standing_of(desk), roots), lambda: _below_of(desk, roots))
    return made


def _below_of(desk: Desk, roots: tuple[str, ...]) -> tuple[BelowRow, ...]:
    found = below(roots=roots, **desk.asking)
    names = unit_names(one.unit_id for one in found)
    return tuple(
        BelowRow(
            names.get(one.unit_id, one.unit_id),
            name_of(one.clock.form),
            period_name(one.clock.period),
            one,
            term(one.clock, late=one.late, arrived=not one.silent),
        )
        for one in found
    )
