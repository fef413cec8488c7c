"""The world that is judged: one unit with those below it on the last day of a period, and all figures about them in one pass."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from saovuong.accounts.shapes import Actor
from saovuong.catalogue.checks import codes_of
from saovuong.catalogue.periods import period_of
from saovuong.checks.judging import Told, World
from saovuong.checks.judging.across import HISTORY_YEARS
from saovuong.checks.shapes import Draft
from saovuong.core.catalogue import Catalogue
from saovuong.core.checks import CheckRule
from saovuong.core.errors import Refusal
from saovuong.core.period import YEARLY, Period
from saovuong.core.quantity import MeasureKind, Modifier, Role, Scope
from saovuong.core.units import UnitInfo
from saovuong.engine import Fact, Tree
from saovuong.ledger import queries as ledger
from saovuong.ledger.access import READS, covers, scope_of
from saovuong.ledger.shapes import ToldFigure
from saovuong.org import queries as org

_BEGINNING = date(1945, 1, 1)
# Beyond this, naming every unit to the database costs more than leaving some rows unused.
_MOST_UNITS = 5000
_BEFORE = ("history", "monotone", "missing")


class UnitNotThen(Refusal):
    code = "SV-160"
    template = (
        "“{unit}” không có trên cây đơn vị ngày {day:%d/%m/%Y}, ngày cuối của kỳ. Tra đơn vị của ngày đó: saovuong units successions."
    )


class NotYours(Refusal):
    code = "SV-161"
    template = "Tài khoản “{name}” không có quyền xem số liệu của “{unit}” nên không kiểm tra được. Dùng tài khoản khác (--as)."


@dataclass(frozen=True, slots=True)
class Place:
    """Who is checked and for which days. ``areas`` leads from an administrative unit to the command that reports for it."""

    asked: UnitInfo
    unit: UnitInfo
    period: Period
    start: date
    end: date
    tree: Tree
    units: Mapping[str, UnitInfo]
    areas: Mapping[str, str]


def place_of(*, unit_id: str, period_label: str, catalogue: Catalogue) -> Place:
    """Raises NoSuchUnit, BadPeriod, PeriodStillOpen, :class:`UnitNotThen`."""
    period, start, end = period_of(period_label, catalogue=catalogue)
    day = end - timedelta(days=1)
    asked = org.unit_get(unit_id)
    unit = org.reporting_unit_for(unit_id=unit_id, day=day)
    if not unit.exists_on(day):
        raise UnitNotThen(unit=unit.name, day=day)
    tree = org.tree_on(root=unit.id, day=day)
    units = org.units_get(tree.units())
    # An area command shares its area with the command above it, which is the one that answers for the area.
    areas = {info.area_of: info.id for info in units.values() if info.area_of and info.level != "area"}
    return Place(asked, unit, period, start, end, tree, units, areas)


@dataclass(frozen=True, slots=True)
class Read:
    """``told`` by id; ``hidden`` units of the tree are outside the actor's scope."""

    world: World
    hidden: tuple[str, ...]


def read_world(
    *,
    actor: Actor,
    place: Place,
    catalogue: Catalogue,
    rules: Sequence[CheckRule],
    states: Collection[str],
    below: bool = True,
    now: datetime | None,
    draft: Draft | None = None,
) -> Read:
    """``below`` False reads only figures about the unit itself; figures of a ``draft`` stand for those of what it replaces.

    Raises :class:`NotYours` where the actor may not see that unit."""
    scope = scope_of(actor=actor, roles=READS, now=now)
    if not covers(scope, place.unit.id):
        raise NotYours(name=actor.name, unit=place.unit.name)
    inside = place.tree.units() if below else (place.unit.id,)
    wanted = {*inside, *(area for area, command in place.areas.items() if command in set(inside))}
    figures: Iterable[ToldFigure] = ledger.told_figures(
        actor=actor,
        unit_ids=wanted if len(wanted) <= _MOST_UNITS else None,
        spans=_spans(place, catalogue, rules),
        end=place.end,
        states=states,
        now=now,
    )
    if draft is not None:
        figures = (*(one for one in figures if one.submission_id not in draft.replaces), *draft.figures)
    known = frozenset(inside)
    told = {one.fact.id: one for one in (_told(figure, place.areas) for figure in figures) if one.fact.unit in known}
    world = World(
        told=told,
        tree=place.tree,
        start=place.start,
        end=place.end,
        label=place.period.label,
        catalogue=catalogue,
        names=_names(place, told.values()),
        kinds={info.id: info.kind for info in place.units.values()},
    )
    return Read(world, tuple(unit for unit in inside if not covers(scope, unit)))


def _spans(place: Place, catalogue: Catalogue, rules: Sequence[CheckRule]) -> list[tuple[Collection[str] | None, date]]:
    """Everything of the period; stocks and answers since ever, as they stand until stated anew; and years back what rules compare with."""
    carrying = {code for code, one in catalogue.measures.items() if one.kind in (MeasureKind.STOCK, MeasureKind.YES_NO)}
    back = {code for rule in rules if rule.kind in _BEFORE for code in codes_of(rule)}
    if any(rule.kind == "duplicate" for rule in rules):
        # A report is compared with the one just before it.
        before = place.start - (place.end - place.start) - timedelta(days=2)
        first: tuple[Collection[str] | None, date] = (None, before)
    else:
        first = (None, place.start)
    years = place.start.replace(year=place.start.year - HISTORY_YEARS)
    return [first, (carrying, _BEGINNING), *([(back - carrying, years)] if back - carrying else [])]


def _names(place: Place, told: Iterable[Told]) -> dict[str, str]:
    names = {info.id: info.name for info in place.units.values()}
    outside = {one.fact.reporter for one in told} | set(place.tree.units())
    return names | {info.id: info.name for info in org.units_get(outside - set(names)).values()}


def _told(row: ToldFigure, areas: Mapping[str, str]) -> Told:
    fact = Fact(
        id=row.id,
        unit=areas.get(row.unit_id, row.unit_id),
        reporter=areas.get(row.reporter_id, row.reporter_id),
        measure=row.measure,
        start=row.start,
        end=row.end,
        as_of=row.as_of,
        role=_ROLES[row.role],
        scope=_SCOPES[row.scope],
        value=row.value,
        high=row.high,
        rating=row.rating,
        flag=row.flag,
        modifier=_MODIFIERS[row.modifier],
        uom=row.uom,
        comparator=row.comparator,
        target_mode=row.target_mode,
        standing=row.period_label == YEARLY,
        joint=row.joint,
    )
    return Told(fact, row.submission_id, row.period_label, row.document_id, row.figure_start, row.quote)


_ROLES = {one.value: one for one in Role}
_SCOPES = {one.value: one for one in Scope}
_MODIFIERS = {one.value: one for one in Modifier}
