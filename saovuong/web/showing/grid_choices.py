"""Which forms for which periods a unit may fill in now, the latest due first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from saovuong.catalogue.deadlines import due_for
from saovuong.catalogue.deadlines import last_day as last_day_of
from saovuong.catalogue.working_days import load_working_days
from saovuong.core.catalogue import Form
from saovuong.core.period import Period
from saovuong.core.units import UnitInfo
from saovuong.intake.grid.beside import period_before
from saovuong.ledger import queries as ledger
from saovuong.web.desk import Desk
from saovuong.web.showing.said import name_of

# How far back each kind of period is offered; older ones are typed.
_BACK = {"month": 4, "quarter": 3, "half": 2, "year": 2}


@dataclass(frozen=True, slots=True)
class Choice:
    """``due`` is the last day in time, where the law sets one; ``state`` is '' where nothing was begun."""

    form: str
    form_name: str
    period: Period
    due: date | None
    is_late: bool
    state: str


@dataclass(frozen=True, slots=True)
class Group:
    regime: str
    choices: tuple[Choice, ...]


def groups_of(unit: UnitInfo, desk: Desk) -> list[Group]:
    """By regime in the pack's order; nothing after the unit's last day."""
    catalogue = desk.catalogue
    day = min(desk.today, unit.closed - timedelta(days=1)) if unit.closed else desk.today
    states = {(one.form, one.period_label): one.state for one in ledger.submissions(actor=desk.known, unit_ids=[unit.id], now=desk.now)}
    groups = []
    for regime in catalogue.regimes.values():
        found = [
            _choice(form, period, unit, desk, states.get((form.code, period.label), ""))
            for form in catalogue.forms.values()
            if form.regime == regime.code and form.level == unit.level
            for period in _periods(form, day, cut_off_day=regime.cut_off_day)
        ]
        if found:
            found.sort(key=lambda one: (one.due or _end(one.period), one.period), reverse=True)
            groups.append(Group(name_of(regime), tuple(found)))
    return groups


def _periods(form: Form, day: date, *, cut_off_day: int) -> Iterator[Period]:
    """Those whose days have begun, newest first."""
    at: Period | None = _holding(form.period_kind, day)
    if at is not None and (following := _next(at)).data_range(cut_off_day=cut_off_day)[0] <= day:
        at = following
    for _step in range(_BACK.get(form.period_kind, 0)):
        if at is None:
            return
        if at.data_range(cut_off_day=cut_off_day)[0] <= day:
            yield at
        at = period_before(at)


def _holding(kind: str, day: date) -> Period | None:
    labels = {
        "month": f"{day.year}-{day.month:02d}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "half": f"{day.year}-H{(day.month + 5) // 6}",
        "year": f"{day.year}",
    }
    return Period.parse(labels[kind]) if kind in labels else None


def _next(period: Period) -> Period:
    assert period.end is not None
    found = _holding(period.kind, period.end)
    assert found is not None
    return found


def _end(period: Period) -> date:
    return period.end or date.max


def _choice(form: Form, period: Period, unit: UnitInfo, desk: Desk, state: str) -> Choice:
    dues = due_for(regime=desk.catalogue.regimes[form.regime], level=unit.level, period=period)
    calendar = load_working_days(pack=desk.catalogue.pack)
    due = min((last_day_of(one, calendar=calendar) for one in dues), default=None)
    late = due is not None and desk.today > due and state in ("", "draft")
    return Choice(form.code, name_of(form), period, due, late, state)
