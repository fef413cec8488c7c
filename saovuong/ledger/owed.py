"""What units owe by the deadlines of the office's regime, which is the first of the catalogue. What counts is the day a report was first
handed in."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import QuerySet

from saovuong.accounts.shapes import Actor
from saovuong.catalogue.deadlines import Due, due_for, last_day
from saovuong.catalogue.working_days import WorkingDays, load_working_days
from saovuong.core.catalogue import Catalogue, Form, LegalBasis, Regime
from saovuong.core.period import Period
from saovuong.core.units import UnitInfo
from saovuong.ledger.access import READS, day_of, rows_in, scope_of
from saovuong.ledger.models import ACCEPTED, SUBMITTED, Submission
from saovuong.org import queries as org

_DAY = timedelta(days=1)
# A report is called for from a month before its last day; one that never came is recalled for a quarter, one that came or that has no date
# for a month.
_AHEAD, _RECALLED, _KEPT = timedelta(days=31), timedelta(days=92), timedelta(days=31)
_LABELS: Mapping[str, tuple[str, ...]] = {
    "year": ("",),
    "half": ("-H1", "-H2"),
    "quarter": ("-Q1", "-Q2", "-Q3", "-Q4"),
    "month": tuple(f"-{month:02d}" for month in range(1, 13)),
}


@dataclass(frozen=True, slots=True)
class _Office:
    """Its regime, and today on its calendar."""

    catalogue: Catalogue
    regime: Regime
    calendar: WorkingDays
    today: date


@dataclass(frozen=True, slots=True)
class Clock:
    """When a form is due for a period. ``last_day`` is the last day in time, None where the law sets none; ``days`` are the worked days
    left after today up to and with it, or, where it has passed, the worked days since. ``calls`` is the day it is asked for."""

    form: Form
    period: Period
    data_end: date
    last_day: date | None
    to: str
    basis: LegalBasis | None
    passed: bool
    days: int

    @property
    def calls(self) -> date:
        return (self.last_day or self.data_end) - _AHEAD


@dataclass(frozen=True, slots=True)
class Owed:
    """One form of one unit for one period. ``state`` is that of the newest version, empty where none was begun; ``arrived`` the day the
    first version was handed in."""

    unit_id: str
    clock: Clock
    submission_id: int | None
    state: str
    arrived: date | None

    @property
    def late(self) -> bool:
        """Not heard from, and the last day has passed."""
        return self.arrived is None and self.clock.passed

    @property
    def done(self) -> bool:
        return self.state in (SUBMITTED, ACCEPTED)


@dataclass(frozen=True)
class Below:
    """What the units below one unit owe on a form for a period: those ``expected``, in the tree's order, and which of them ``came``. The
    others are ``silent``. ``arrived`` tells the days where they were asked for."""

    unit_id: str
    clock: Clock
    expected: tuple[str, ...]
    came: frozenset[str]
    arrived: Mapping[str, date] = field(default_factory=dict)

    @cached_property
    def silent(self) -> tuple[str, ...]:
        return tuple(unit for unit in self.expected if unit not in self.came)

    @property
    def late(self) -> bool:
        return self.clock.passed and bool(self.silent)


def owed(*, actor: Actor, unit_ids: Collection[str], catalogue: Catalogue, now: datetime) -> list[Owed]:
    """Per unit, form and period that is called for on the day of ``now``: what waits first, by its last day; then what was handed in.

    A unit owes what it existed for at the end of the data; units out of the actor's scope owe nothing here."""
    office, units = _office(catalogue, now), org.units_get(unit_ids)
    if office is None or not units:
        return []
    today = office.today
    called = {
        level: [clock for clock in _clocks(office, level) if clock.calls <= today] for level in {unit.level for unit in units.values()}
    }
    labels = {clock.period.label for clocks in called.values() for clock in clocks}
    known = _standings(actor, units, labels, now)
    found = [
        _owed(unit.id, clock, known.get((unit.id, clock.form.code, clock.period.label), []))
        for unit in units.values()
        for clock in called[unit.level]
        if _existed(unit, clock.data_end - _DAY)
    ]
    kept = [one for one in found if today <= _until(one)]
    return sorted(kept, key=lambda one: (one.done, one.clock.last_day or one.clock.data_end, one.unit_id, one.clock.form.code))


def below(*, actor: Actor, roots: Iterable[str], catalogue: Catalogue, now: datetime) -> list[Below]:
    """For each unit and each form of the levels below it: the last period whose day has passed, and the next one called for.

    Only forms with a deadline of the law: nobody is late for what has none."""
    office = _office(catalogue, now)
    if office is None:
        return []
    levels = sorted({deadline.level for deadline in office.regime.deadlines})
    clocks = [one for level in levels for one in _clocks(office, level) if one.last_day is not None]
    found = _belows(actor, roots, _near(clocks, office.today), now)
    return sorted(found, key=lambda one: (not one.late, one.clock.last_day or date.max, one.unit_id))


def below_for(*, actor: Actor, unit_id: str, form: str, period_label: str, catalogue: Catalogue, now: datetime) -> Below | None:
    """One of :func:`below` by its names, of any period in two years; None where no such report is due."""
    office, chosen = _office(catalogue, now), catalogue.forms.get(form)
    if office is None or chosen is None:
        return None
    for clock in _clocks(office, chosen.level):
        if clock.form.code == form and clock.period.label == period_label and clock.last_day is not None:
            found = _belows(actor, [unit_id], [clock], now)
            return replace(found[0], arrived=_arrivals(actor, found[0], now)) if found else None
    return None


def _office(catalogue: Catalogue, now: datetime) -> _Office | None:
    regime = next(iter(catalogue.regimes.values()), None)
    return _Office(catalogue, regime, load_working_days(pack=catalogue.pack), day_of(now)) if regime else None


def _clocks(office: _Office, level: str) -> Iterator[Clock]:
    """One per form of the office's regime for the level, and period of last year, this year and the next."""
    forms = [form for form in office.catalogue.forms.values() if form.regime == office.regime.code and form.level == level]
    for form in forms:
        for year in (office.today.year - 1, office.today.year, office.today.year + 1):
            for tail in _LABELS.get(form.period_kind, ()):
                period = Period.parse(f"{year}{tail}")
                _, end = period.data_range(cut_off_day=office.regime.cut_off_day)
                if end is not None:
                    yield _clock(office, form, period, end)


def _clock(office: _Office, form: Form, period: Period, end: date) -> Clock:
    dues = due_for(regime=office.regime, level=form.level, period=period)
    due: Due | None = min(dues, key=lambda one: one.before, default=None)
    if due is None:
        return Clock(form, period, end, None, "", None, passed=False, days=0)
    until = last_day(due, calendar=office.calendar)
    passed = office.today > until
    days = office.calendar.between(until, office.today) if passed else office.calendar.between(office.today, until)
    return Clock(form, period, end, until, due.to, due.legal_basis, passed, days)


def _near(clocks: list[Clock], today: date) -> list[Clock]:
    """Of each form the last that has passed, within a quarter, and the next, within a month."""
    found = []
    for code in dict.fromkeys(clock.form.code for clock in clocks):
        own = sorted((clock for clock in clocks if clock.form.code == code), key=lambda clock: clock.last_day or date.max)
        passed = [clock for clock in own if clock.passed and clock.last_day and today <= clock.last_day + _RECALLED]
        coming = [clock for clock in own if not clock.passed and clock.calls <= today]
        found += [*passed[-1:], *coming[:1]]
    return found


def _belows(actor: Actor, roots: Iterable[str], clocks: Collection[Clock], now: datetime) -> list[Below]:
    """However many units there are, a handful of questions: the tree is kept until the lists change."""
    asked = []
    for root in sorted(set(roots)):
        levels = {day: org.below_by_level(root=root, day=day) for day in {clock.data_end - _DAY for clock in clocks}}
        asked += [(root, clock, levels[clock.data_end - _DAY].get(clock.form.level, ())) for clock in clocks]
    asked = [one for one in asked if one[2]]
    if not asked:
        return []
    came = _came(actor, [clock for _, clock, _ in asked], now)
    return [
        Below(root, clock, expected, frozenset(expected) & came.get((clock.form.code, clock.period.label), set()))
        for root, clock, expected in asked
    ]


def _handed_in(actor: Actor, now: datetime) -> QuerySet[Submission]:
    scope = scope_of(actor=actor, roles=READS, now=now)
    return Submission.objects.filter(rows_in(scope, "unit_id"), handed_in_at__isnull=False)


def _came(actor: Actor, clocks: Collection[Clock], now: datetime) -> Mapping[tuple[str, str], set[str]]:
    """By form and period: the units that handed in a version. No days: of thousands of units they cost more than all the rest."""
    rows = _handed_in(actor, now)
    rows = rows.filter(form__in={clock.form.code for clock in clocks}, period_label__in={clock.period.label for clock in clocks})
    found: dict[tuple[str, str], set[str]] = {}
    for form, label, unit in rows.values_list("form", "period_label", "unit_id"):
        found.setdefault((form, label), set()).add(unit)
    return found


def _arrivals(actor: Actor, one: Below, now: datetime) -> Mapping[str, date]:
    """The day on which each unit that came first handed in a version."""
    rows = _handed_in(actor, now).filter(form=one.clock.form.code, period_label=one.clock.period.label)
    found: dict[str, date] = {}
    for unit, at in rows.values_list("unit_id", "handed_in_at"):
        if at is not None and unit in one.came:
            first = day_of(at)
            found[unit] = min(first, found.get(unit, first))
    return found


def _standings(
    actor: Actor, units: Collection[str], labels: Collection[str], now: datetime
) -> dict[tuple[str, str, str], list[tuple[int, int, str, datetime | None]]]:
    """(version, id, state, handed in) of each series, the oldest version first."""
    rows = Submission.objects.filter(rows_in(scope_of(actor=actor, roles=READS, now=now), "unit_id"))
    rows = rows.filter(unit_id__in=tuple(units), period_label__in=tuple(labels)).order_by("version")
    found: dict[tuple[str, str, str], list[tuple[int, int, str, datetime | None]]] = {}
    names = ("unit_id", "form", "period_label", "version", "pk", "state", "handed_in_at")
    for unit, form, label, version, number, state, at in rows.values_list(*names):
        found.setdefault((unit, form, label), []).append((version, number, state, at))
    return found


def _owed(unit_id: str, clock: Clock, versions: list[tuple[int, int, str, datetime | None]]) -> Owed:
    days = [day_of(at) for *_, at in versions if at is not None]
    newest = versions[-1] if versions else None
    return Owed(unit_id, clock, newest[1] if newest else None, newest[2] if newest else "", min(days, default=None))


def _until(one: Owed) -> date:
    """The last day on which it is shown."""
    end = one.clock.last_day or one.clock.data_end
    if one.arrived is not None:
        return max(end, one.arrived) + _KEPT
    return end + (_RECALLED if one.clock.last_day else _KEPT)


def _existed(unit: UnitInfo, day: date) -> bool:
    return (unit.opened is None or unit.opened <= day) and (unit.closed is None or unit.closed > day)
