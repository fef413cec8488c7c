"""Which entries of the audit trail are about reports of given units."""

from typing import TYPE_CHECKING

from django.db.models import Q

from saovuong.ledger.access import rows_in
from saovuong.ledger.trail import named
from saovuong.reports.models import Manuscript, ReportRecord

if TYPE_CHECKING:
    from saovuong.org.shapes import UnitScope


def trail_of(scope: "UnitScope | None") -> Q:
    """The condition that an audit entry's target is a report of a unit in scope, or one in the making, in SQL."""
    reports = ReportRecord.objects.filter(rows_in(scope, "unit_id")).annotate(target=named("report", "pk"))
    begun = Manuscript.objects.filter(rows_in(scope, "unit_id")).annotate(target=named("manuscript", "pk"))
    return Q(target__in=reports.values("target")) | Q(target__in=begun.values("target"))
