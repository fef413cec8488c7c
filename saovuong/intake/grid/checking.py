"""What the checks would say of a draft if it were handed in as it is. They warn; nothing is held back or changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from saovuong.accounts.shapes import Actor
from saovuong.checks.queries import check
from saovuong.checks.shapes import Draft
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.core.quantity import Role
from saovuong.core.tongue import VIETNAMESE, Tongue
from saovuong.intake.grid.shapes import Answer, GridCell, GridPlace, GridView
from saovuong.ledger import queries as ledger
from saovuong.ledger.shapes import ToldFigure

_HANDED_IN = ("accepted", "submitted")


@dataclass(frozen=True, slots=True)
class GridWarning:
    """``measures`` of the form that it is about, the first first. ``level`` is error, warning or info as the pack has it."""

    rule: str
    level: str
    title: str
    message: str
    measures: tuple[str, ...]


def grid_check(
    view: GridView, *, actor: Actor, now: datetime, catalogue: Catalogue, tongue: Tongue = VIETNAMESE
) -> tuple[GridWarning, ...]:
    """Findings in which a cell of the draft takes part, worst first, and those that miss one; none before anything is told.

    A period that cannot be checked, as that of a unit closed before its end, gives none."""
    place = view.place
    figures = list(_figures(place, view.cells, catalogue, now))
    if not figures:
        return ()
    series = ledger.submissions(actor=actor, unit_ids=[place.unit.id], period_label=place.period.label, form=place.form.code, now=now)
    draft = Draft(tuple(figures), frozenset(one.id for one in series))
    try:
        found = check(
            actor=actor, unit_id=place.unit.id, period_label=place.period.label, catalogue=catalogue, states=_HANDED_IN, below=False,
            now=now, draft=draft, tongue=tongue,
        )  # fmt: skip
    except Refusal:
        return ()
    form = frozenset(place.form.measures)
    warnings = []
    for one in (row.finding for row in found.findings):
        mine = any(number < 0 for number in (*one.facts, *one.others))
        measures = tuple(code for code in one.measures if code in form)
        if measures and (mine or one.kind == "missing"):
            warnings.append(GridWarning(one.rule, one.level, one.title, one.message, measures))
    return tuple(warnings)


def by_measure(warnings: Sequence[GridWarning]) -> Mapping[str, list[str]]:
    """The messages at the row where each is listed."""
    told: dict[str, list[str]] = {}
    for one in warnings:
        told.setdefault(one.measures[0], []).append(one.message)
    return told


def _figures(place: GridPlace, cells: Mapping[str, GridCell], catalogue: Catalogue, now: datetime) -> Iterator[ToldFigure]:
    last_day = min(timezone.localtime(now).date(), place.end - timedelta(days=1))
    submission = place.submission
    if submission is None:
        return
    for number, (code, cell) in enumerate(cells.items(), start=1):
        if not cell.is_told:
            continue
        content = cell.content
        yield ToldFigure(
            id=-number,
            submission_id=submission.id,
            unit_id=place.unit.id,
            reporter_id=place.unit.id,
            measure=code,
            period_label=place.period.label,
            start=place.start,
            end=place.end,
            as_of=last_day,
            role=Role.RESULT.value,
            scope=submission.scope.value,
            value=Decimal(0) if content.answer is Answer.NONE else content.value,
            high=content.high,
            rating=content.rating,
            flag=content.flag,
            modifier=content.modifier.value,
            uom=catalogue.measures[code].uom,
            comparator=None,
            target_mode=None,
            document_id=None,
            figure_start=None,
            quote=cell.text,
            joint=None,
        )
