"""Whose report is late, by the deadlines of the regime and on working days. What counts is the day a report was first handed in."""

from collections.abc import Mapping
from datetime import date, timedelta

from saovuong.catalogue.deadlines import Due, due_for, last_day
from saovuong.catalogue.working_days import load_working_days
from saovuong.consolidation.books import Asking
from saovuong.consolidation.shapes import Late, Place
from saovuong.core.catalogue import Catalogue, Regime
from saovuong.ledger import queries as ledger
from saovuong.ledger.access import day_of
from saovuong.org import queries as org

_DAY = timedelta(days=1)


def lateness(*, place: Place, asking: Asking, catalogue: Catalogue, form: str | None) -> tuple[tuple[Late, ...], Mapping[str, date]]:
    """Units of the tree that are late for the period in its order, and the last day in time of every level that has a deadline.

    ``form`` None is the first regime that knows such periods, and a report on any form. Where units of another day's tree are carried in,
    nobody is judged; nor is anybody without a moment to judge on."""
    moment = asking.at or asking.now
    regime = _regime(place, catalogue, form)
    if moment is None or regime is None or place.carried or place.above or place.tree.pieces:
        return (), {}
    calendar = load_working_days(pack=catalogue.pack)
    infos = org.units_get(place.tree.origins())
    dues: dict[str, Due] = {}
    for level in sorted({info.level for info in infos.values()}):
        found = due_for(regime=regime, level=level, period=place.period)
        if found:
            dues[level] = min(found, key=lambda due: due.before)
    ends = {level: last_day(due, calendar=calendar) for level, due in dues.items()}
    arrived = _arrivals(place, asking, form) if ends else {}
    today, late = day_of(moment), []
    for unit in place.tree.units():
        level = infos[unit].level if unit in infos else ""
        until = arrived.get(unit)
        if level in ends and (until or today) > ends[level]:
            days = calendar.between(ends[level], until or today)
            due = dues[level]
            late.append(Late(unit, ends[level], ends[level] + _DAY, days, until, due.to, due.legal_basis))
    return tuple(late), ends


def _regime(place: Place, catalogue: Catalogue, form: str | None) -> Regime | None:
    if form is not None:
        return catalogue.regimes[catalogue.forms[form].regime]
    return next((one for one in catalogue.regimes.values() if place.period.kind in one.period_kinds), None)


def _arrivals(place: Place, asking: Asking, form: str | None) -> Mapping[str, date]:
    """The day on which each unit first handed in a version for the period, by the moment asked about."""
    found: dict[str, date] = {}
    units = place.tree.origins()
    rows = ledger.handed_in(actor=asking.actor, unit_ids=units, period_label=place.period.label, form=form, now=asking.now)
    for unit, moment in rows:
        if asking.at is None or moment <= asking.at:
            day = day_of(moment)
            found[unit] = min(day, found.get(unit, day))
    return found
