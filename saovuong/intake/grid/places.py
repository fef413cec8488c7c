"""Whose form for which period a grid is, and which submission it works on."""

from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.intake.grid.shapes import GridPlace
from saovuong.ledger import queries as ledger
from saovuong.ledger.access import ENTERS, READS, covers, scope_of
from saovuong.ledger.forms import form_period
from saovuong.org import queries as org


class NotYourForm(Refusal):
    """Says no name: that the unit exists is no business of theirs."""

    code = "SV-670"
    template = "Tài khoản “{name}” không có quyền nhập số liệu cho đơn vị này. Chọn đơn vị khác, hoặc đề nghị quản trị viên cấp quyền."


def place_of(
    *, actor: Actor | None, now: datetime, catalogue: Catalogue, unit_id: str, form: str, period_label: str, to_write: bool = True
) -> GridPlace:
    """The newest version of the unit's form, whatever its state; an area's form is that of its command.

    Raises :class:`NotYourForm`, NoSuchUnit, BadPeriod, and what form_period raises."""
    scope = scope_of(actor=actor, roles=ENTERS if to_write else READS, now=now)
    if actor is None or not covers(scope, unit_id):
        raise NotYourForm(name=actor.name if actor else "(không có)")
    named = org.unit_get(unit_id)
    asked = form_period(catalogue=catalogue, unit=named, period_label=period_label, form=form)
    unit = org.reporting_unit_for(unit_id=unit_id, day=asked.last_day)
    if not covers(scope, unit.id):
        raise NotYourForm(name=actor.name)
    series = ledger.submissions(actor=actor, unit_ids=[unit.id], period_label=asked.period.label, form=asked.form.code, now=now)
    accepted = [one for one in series if one.state == "accepted"]
    return GridPlace(
        unit=unit,
        form=asked.form,
        period=asked.period,
        start=asked.start,
        end=asked.end,
        submission=series[-1] if series else None,
        accepted=accepted[-1] if accepted else None,
    )
