from datetime import date, datetime
from typing import Literal

from saovuong.api.showing.basics import Number, Shown, UnitRef, number
from saovuong.api.showing.facts import FactShown, fact_shown
from saovuong.checks.shapes import CheckedFinding, CheckView
from saovuong.core.catalogue import Catalogue
from saovuong.org.names import UnitNameIndex


class WaiverShown(Shown):
    """Somebody let the finding stand, and why."""

    reason: str
    by: str
    at: datetime


class FindingShown(Shown):
    """A rule that figures break. The same fault keeps its ``key``, whatever else is entered."""

    key: str
    rule: str
    kind: str
    level: Literal["error", "warning", "info"]
    title: str
    message: str
    reason: str
    unit: UnitRef
    measures: list[str]
    period: str
    start: date
    end: date
    numbers: dict[str, Number]
    facts: list[FactShown]
    others: list[FactShown]
    waiver: WaiverShown | None


def finding_shown(one: CheckedFinding, view: CheckView, catalogue: Catalogue, index: UnitNameIndex) -> FindingShown:
    found = one.finding
    return FindingShown(
        key=found.key,
        rule=found.rule,
        kind=found.kind,
        level=found.level,  # type: ignore[arg-type]  # a pack is refused with any other
        title=found.title,
        message=found.message,
        reason=view.rules[found.rule].reason,
        unit=UnitRef(id=found.unit, name=found.unit_name),
        measures=list(found.measures),
        period=found.label,
        start=found.start,
        end=found.end,
        numbers={name: number(value) for name, value in found.numbers.items()},
        facts=[fact_shown(fact, catalogue, index) for fact in one.facts],
        others=[fact_shown(fact, catalogue, index) for fact in one.others],
        waiver=WaiverShown(reason=one.waiver.reason, by=one.waiver.by, at=one.waiver.at) if one.waiver else None,
    )
