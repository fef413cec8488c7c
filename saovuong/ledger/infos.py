"""Rows of the book as the shapes that leave it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from saovuong.core.quantity import Modifier, Role, Scope
from saovuong.ledger.models import ACCEPTED, RETURNED, Document, Fact, Submission, SubmissionDocument
from saovuong.ledger.shapes import AttachedDocument, DocumentInfo, Evidence, FactRow, SubmissionInfo

# SQLite takes this many values in one IN list in every build.
_CHUNK = 900
_ROLES = {one.value: one for one in Role}
_SCOPES = {one.value: one for one in Scope}
_MODIFIERS = {one.value: one for one in Modifier}


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
    return submission_infos([row])[0]


def submission_infos(rows: Iterable[Submission]) -> list[SubmissionInfo]:
    """Each with its documents, which are asked for at once and without their texts."""
    listed = list(rows)
    attached: dict[int, list[AttachedDocument]] = {}
    for at in range(0, len(listed), _CHUNK):
        links = SubmissionDocument.objects.filter(submission__in=[one.pk for one in listed[at : at + _CHUNK]]).order_by("pk")
        for row in links.values_list("submission_id", "document_id", "document__sha256", "name", "added_by", "added_at"):
            attached.setdefault(row[0], []).append(AttachedDocument(*row[1:]))
    return [_submission_info(one, tuple(attached.get(one.pk, ()))) for one in listed]


def _submission_info(row: Submission, documents: tuple[AttachedDocument, ...]) -> SubmissionInfo:
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
        documents=documents,
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


FIGURE = (
    "pk", "submission_id", "submission__version", "state_then", "submission__finality", "unit_id", "submission__unit_id", "measure",
    "period_label", "period_start", "period_end", "as_of", "role", "scope", "value", "high", "rating", "flag", "unquantified", "modifier",
    "uom", "comparator", "target_mode", "document_id", "source", "quote", "quote_start", "quote_end", "figure_start", "figure_end",
    "supersedes_id", "verdict", "reason", "entered_by", "entered_at", "submission__decided_by", "submission__decided_at", "number", "note",
    "joint",
)  # fmt: skip


def fact_rows(values: Iterable[Sequence[Any]]) -> Iterator[FactRow]:
    """Of plain rows of FIGURE, where ``state_then`` is the submission's state at the instant looked at, and ``verdict`` and ``reason``
    are the figure's latest review; thousands of model objects would take three times as long."""
    for row in values:
        number, submission, version, state, finality, unit, reporter, measure, label, start, end, as_of, role, scope, value, high = row[:16]
        rating, flag, unquantified, modifier, uom, comparator, mode, document, source, quote, *offsets = row[16:30]
        supersedes, verdict, reason, entered_by, entered_at, decided_by, decided_at, place, note, joint = row[30:]
        accepted = state == ACCEPTED
        yield FactRow(
            number, submission, version, state, finality, unit, reporter, measure, label, start, end, as_of, _ROLES[role], _SCOPES[scope],
            value, high, rating or None, flag, unquantified, _MODIFIERS[modifier], uom, comparator or None, mode or None,
            Evidence(document, source, quote, *offsets), supersedes, reason if verdict == RETURNED else None, entered_by, entered_at,
            decided_by if accepted else None, decided_at if accepted else None, place, note, joint or None,
        )  # fmt: skip
