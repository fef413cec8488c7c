"""Where a unit stands: what is above it and below it, and which periods one may look at."""

from dataclasses import dataclass
from datetime import date

from saovuong.consolidation.shapes import Place
from saovuong.core.period import Period
from saovuong.core.units import UnitInfo
from saovuong.ledger.access import READS, covers, scope_of
from saovuong.org import queries as org
from saovuong.web.desk import Desk
from saovuong.web.showing.said import period_name

_YEARS = 4
_KINDS = ("", "-H1", "-H2", "-Q1", "-Q2", "-Q3", "-Q4")


@dataclass(frozen=True, slots=True)
class Step:
    """``is_open``: this person may look at the unit."""

    unit_id: str
    name: str
    is_open: bool = True


def above(unit: UnitInfo, day: date, *, desk: Desk) -> list[Step]:
    """The units above on that day, the highest first; the country is left out."""
    scope = scope_of(actor=desk.actor, roles=READS, now=desk.now)
    steps: list[Step] = []
    at: UnitInfo | None = unit
    while at is not None and (at := org.parent_on(unit_id=at.id, day=day)) is not None and at.level != "country":
        steps.insert(0, Step(at.id, at.name, covers(scope, at.id)))
    return steps


def below(place: Place) -> list[Step]:
    """The units directly below on the tree of the page."""
    return [Step(child, place.name(child)) for child in place.tree.children.get(place.unit.id, ())]


def period_choices(chosen: Period, today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Periods by year, the newest year first, each as label and name; the chosen one is always among them."""
    years = range(today.year, today.year - _YEARS - 1, -1)
    groups = [(str(year), [_choice(f"{year}{kind}") for kind in _KINDS]) for year in years]
    if not any(chosen.label == label for _, choices in groups for label, _ in choices):
        groups.insert(0, (chosen.label, [_choice(chosen.label)]))
    return groups


def _choice(label: str) -> tuple[str, str]:
    return label, period_name(Period.parse(label))
