"""When a report is due: the deadline clock of a regime, apart from its data cut-off (Nghị định 168/2018 Điều 15)."""

from dataclasses import dataclass
from datetime import date, timedelta

from saovuong.catalogue.working_days import WorkingDays
from saovuong.core.catalogue import Deadline, LegalBasis, Regime
from saovuong.core.period import Period


@dataclass(frozen=True, slots=True)
class Due:
    """A report must have arrived before ``before``; the day itself is too late."""

    before: date
    to: str
    legal_basis: LegalBasis


def last_day(due: Due, *, calendar: WorkingDays) -> date:
    """The last day on which the report is in time: the day before ``before``, or the next worked day where that one is none (Bộ luật Dân sự
    91/2015/QH13 Điều 148 khoản 5)."""
    return calendar.on_or_after(due.before - timedelta(days=1))


def due_for(*, regime: Regime, level: str, period: Period) -> tuple[Due, ...]:
    """The deadlines of a level's report for a period, by the law in force on the deadline; empty where the law sets none."""
    if period.end is None:
        return ()
    found = []
    for deadline in regime.deadlines:
        if deadline.level != level or deadline.period_kind != period.kind:
            continue
        before = _day(deadline, period.end)
        # A fixed date lies in its own half of the year: 20/6 says nothing of the second half.
        if before >= period.start and deadline.legal_basis.holds_on(before):
            found.append(Due(before, deadline.to, deadline.legal_basis))
    return tuple(found)


def _day(deadline: Deadline, end: date) -> date:
    last_month = end.month - 1 or 12
    year = end.year - (end.month == 1)
    return date(year + deadline.year_offset, deadline.month or last_month, deadline.day)
