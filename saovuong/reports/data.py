"""Everything one report is made from, gathered before a word is written. Pure values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from saovuong.core.catalogue import Catalogue
from saovuong.core.period import Period
from saovuong.core.units import UnitInfo
from saovuong.engine.shapes import Total
from saovuong.ledger.shapes import FactRow


@dataclass(frozen=True, slots=True)
class YearTotals:
    """The totals of one year by measure, with the targets of that year in their attainments; a quota is its own total."""

    period: Period
    results: Mapping[str, Total]


@dataclass(frozen=True, slots=True)
class ReportData:
    """``units`` are the units of the tree by id, ``below`` the direct children of the reporting unit in Vietnamese order, ``day``
    the day of the tree. ``facts`` are the ledger's rows by id."""

    unit: UnitInfo
    superior: UnitInfo | None
    area: UnitInfo | None
    below: tuple[str, ...]
    units: Mapping[str, UnitInfo]
    day: date
    this: YearTotals
    last: YearTotals
    next: YearTotals
    facts: Mapping[int, FactRow]
    catalogue: Catalogue

    def name(self, unit_id: str) -> str:
        unit = self.units.get(unit_id)
        return unit.name if unit else unit_id
