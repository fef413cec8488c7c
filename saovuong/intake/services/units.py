"""Which unit reports when a person names one."""

from dataclasses import dataclass

from saovuong.core.catalogue import Catalogue
from saovuong.core.units import UnitInfo
from saovuong.intake.shapes import Notice
from saovuong.ledger.forms import form_period
from saovuong.org import queries as org


@dataclass(frozen=True, slots=True)
class AskedUnit:
    unit: UnitInfo
    form: str
    period_label: str
    notices: tuple[Notice, ...]


def reporting_unit(*, unit_id: str, period_label: str, form: str | None, catalogue: Catalogue) -> AskedUnit:
    """The unit itself, or the command that reports for it on the last day of the period, which a notice then says.

    Raises UnknownUnit and what form_period raises."""
    named = org.unit_get(unit_id)
    asked = form_period(catalogue=catalogue, unit=named, period_label=period_label, form=form)
    unit = org.reporting_unit_for(unit_id=unit_id, day=asked.last_day)
    notices: tuple[Notice, ...] = ()
    if unit.id != unit_id:
        notices = (Notice("SV-615", f"“{named.name}” báo cáo qua “{unit.name}”."),)
    return AskedUnit(unit=unit, form=asked.form.code, period_label=asked.period.label, notices=notices)
