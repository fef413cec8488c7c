"""Rows of the book as the shapes that leave it."""

from datetime import datetime

from saovuong.core.quantity import Modifier, Role, Scope
from saovuong.ledger.models import ACCEPTED, Document, Fact, Submission
from saovuong.ledger.shapes import AttachedDocument, DocumentInfo, Evidence, FactRow, SubmissionInfo


def document_info(row: Document, *, already_known: bool = False) -> DocumentInfo:
    return DocumentInfo(
        id=row.pk,
        sha256=row.sha256,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        received_by=row.received_by,
        received_at=row.received_at,
        already_known=already_known,
    )


def submission_info(row: Submission) -> SubmissionInfo:
    attached = sorted(row.attached.select_related("document"), key=lambda link: link.pk)
    return SubmissionInfo(
        id=row.pk,
        unit_id=row.unit_id,
        form=row.form,
        period_label=row.period_label,
        period_start=row.period_start,
        period_end=row.period_end,
        version=row.version,
        state=row.state,
        finality=row.finality,
        scope=Scope(row.scope),
        documents=tuple(
            AttachedDocument(
                document_id=link.document_id, sha256=link.document.sha256, name=link.name, added_by=link.added_by, added_at=link.added_at
            )
            for link in attached
        ),
        created_by=row.created_by,
        created_at=row.created_at,
        handed_in_by=row.handed_in_by or None,
        handed_in_at=row.handed_in_at,
        decided_by=row.decided_by or None,
        decided_at=row.decided_at,
    )


def evidence_of(fact: Fact) -> Evidence:
    return Evidence(
        document_id=fact.document_id,
        source=fact.source,
        quote=fact.quote,
        start=fact.quote_start,
        end=fact.quote_end,
        figure_start=fact.figure_start,
        figure_end=fact.figure_end,
    )


def fact_row(fact: Fact, *, state: str | None = None, returned_reason: str | None = None) -> FactRow:
    """``state`` is that of the submission now, unless the book is looked at as of an earlier instant."""
    submission = fact.submission
    state = state or submission.state
    is_accepted = state == ACCEPTED
    accepted_at: datetime | None = submission.decided_at if is_accepted else None
    return FactRow(
        id=fact.pk,
        submission_id=submission.pk,
        version=submission.version,
        state=state,
        finality=submission.finality,
        unit_id=fact.unit_id,
        reporter_id=submission.unit_id,
        measure=fact.measure,
        period_label=fact.period_label,
        period_start=fact.period_start,
        period_end=fact.period_end,
        as_of=fact.as_of,
        role=Role(fact.role),
        scope=Scope(fact.scope),
        value=fact.value,
        high=fact.high,
        rating=fact.rating or None,
        flag=fact.flag,
        unquantified=fact.unquantified,
        modifier=Modifier(fact.modifier),
        uom=fact.uom,
        comparator=fact.comparator or None,
        target_mode=fact.target_mode or None,
        evidence=evidence_of(fact),
        supersedes_id=fact.supersedes_id,
        returned_reason=returned_reason,
        entered_by=fact.entered_by,
        entered_at=fact.entered_at,
        accepted_by=submission.decided_by if is_accepted else None,
        accepted_at=accepted_at,
        number=fact.number,
        note=fact.note,
        joint=fact.joint or None,
    )
