"""Which entries of the audit trail are about findings of given units that were let stand."""

from typing import TYPE_CHECKING

from django.db.models import Q

from saovuong.checks.models import Waiver
from saovuong.ledger.access import rows_in
from saovuong.ledger.trail import named

if TYPE_CHECKING:
    from saovuong.org.shapes import UnitScope


def trail_of(scope: "UnitScope | None") -> Q:
    """The condition that an audit entry's target is a waiver about a unit in scope, in SQL."""
    return Q(target__in=Waiver.objects.filter(rows_in(scope, "unit_id")).annotate(target=named("waiver", "pk")).values("target"))
