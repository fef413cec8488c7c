"""The setting in which values are checked: the same for entering them and for asking beforehand whether they would be taken."""

from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.core.quantity import Scope
from saovuong.core.units import UnitInfo
from saovuong.ledger.access import ENTERS, covers, day_of, scope_of
from saovuong.ledger.models import Submission
from saovuong.ledger.rules import Setting
from saovuong.org import queries as org


def setting_for(row: Submission, *, actor: Actor | None, now: datetime, catalogue: Catalogue) -> Setting:
    regime = catalogue.regimes[catalogue.forms[row.form].regime]
    scope = scope_of(actor=actor, roles=ENTERS, now=now)
    return Setting(
        catalogue=catalogue,
        unit_id=row.unit_id,
        period_label=row.period_label,
        scope=Scope(row.scope),
        cut_off_day=regime.cut_off_day,
        today=day_of(now),
        unit=_find_unit,
        may_enter=lambda unit_id: covers(scope, unit_id),
    )


def _find_unit(unit_id: str) -> UnitInfo | None:
    try:
        return org.unit_get(unit_id)
    except Refusal:
        return None
