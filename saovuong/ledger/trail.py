"""Which entries of the audit trail are about the book of given units."""

from typing import TYPE_CHECKING

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from saovuong.ledger.access import rows_in
from saovuong.ledger.models import Submission, SubmissionDocument

if TYPE_CHECKING:
    from saovuong.org.shapes import UnitScope


def trail_of(scope: "UnitScope | None") -> Q:
    """The condition that an audit entry's target is a submission of a unit in scope or a document handed in with one, in SQL."""
    submissions = Submission.objects.filter(rows_in(scope, "unit_id")).annotate(target=named("submission", "pk"))
    papers = SubmissionDocument.objects.filter(rows_in(scope, "submission__unit_id")).annotate(target=named("document", "document_id"))
    return Q(target__in=submissions.values("target")) | Q(target__in=papers.values("target"))


def named(kind: str, field: str) -> Concat:
    """``submission:12``, as entries name their targets."""
    return Concat(Value(f"{kind}:"), Cast(field, CharField()), output_field=CharField())
