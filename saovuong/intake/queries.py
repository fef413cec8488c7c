"""Readings and their figures, as a person reviews them. Narrowed to the actor's units through the ledger."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from saovuong.accounts.shapes import Actor
from saovuong.core.catalogue import Catalogue
from saovuong.core.quantity import FigureClass
from saovuong.intake.figures import Units, document_names, evidence_of, figure_from_json, figure_of, proposed_figure
from saovuong.intake.leaving import leave_reasons
from saovuong.intake.models import UNDONE, Candidate, Example, Reading, Step
from saovuong.intake.shapes import CandidateInfo, ExampleInfo, Figure, LeaveReason, ReadingInfo, ReviewView, StepInfo
from saovuong.ledger import queries as ledger
from saovuong.ledger.access import READS, rows_in, scope_of
from saovuong.ledger.shapes import SubmissionInfo
from saovuong.org import queries as org


def review_get(*, actor: Actor | None, now: datetime, catalogue: Catalogue, submission_id: int) -> ReviewView:
    """Raises UnknownSubmission."""
    submission = ledger.submission_get(actor=actor, submission_id=submission_id, now=now)
    units = Units(submission)
    rows = list(Candidate.objects.filter(submission_id=submission_id).select_related("reading").order_by("number"))
    facts = ledger.facts_of(actor=actor, submission_id=submission_id, now=now)
    figures = {row.pk: figure_of(row, submission=submission, units=units) for row in rows}
    left = leave_reasons(actor=actor, now=now, catalogue=catalogue, rows=rows, figures=figures, facts=facts, units=units)
    texts = ledger.document_texts(actor=actor, document_ids=[link.document_id for link in submission.documents], now=now)
    return ReviewView(
        submission=submission,
        unit_name=org.unit_get(submission.unit_id).name,
        candidates=tuple(_info(row, figures[row.pk], left[row.pk], submission, units, catalogue) for row in rows),
        facts=tuple(facts),
        texts=texts,
    )


def figure_get(*, submission: SubmissionInfo, catalogue: Catalogue, number: int) -> CandidateInfo | None:
    """One figure of a submission that the caller may see, quicker than a whole review; ``left`` stays empty."""
    return figures_get(submission=submission, catalogue=catalogue, numbers=[number]).get(number)


def figures_get(*, submission: SubmissionInfo, catalogue: Catalogue, numbers: Collection[int]) -> dict[int, CandidateInfo]:
    """Figures by number, as :func:`figure_get` has them; numbers that the submission does not have are left out."""
    rows = Candidate.objects.filter(submission_id=submission.id, number__in=tuple(numbers)).select_related("reading")
    units = Units(submission)
    return {row.number: _info(row, figure_of(row, submission=submission, units=units), (), submission, units, catalogue) for row in rows}


def _info(  # noqa: PLR0917 - one row and the five things it is shown against
    row: Candidate, figure: Figure, left: tuple[LeaveReason, ...], submission: SubmissionInfo, units: Units, catalogue: Catalogue
) -> CandidateInfo:
    measure = catalogue.measures.get(figure.measure or "")
    return CandidateInfo(
        id=row.pk,
        number=row.number,
        submission_id=row.submission_id,
        evidence=evidence_of(row, document_names(submission).get(row.reading.document_id, "")),
        figure=figure,
        proposed=proposed_figure(row, submission=submission, units=units),
        measure_name=measure.name_vi if measure else None,
        unit_name=units.name(figure.unit_id) if figure.unit_id else None,
        figure_class=FigureClass(row.figure_class) if row.figure_class else None,
        confidence=row.confidence,
        why=tuple(row.why),
        state=row.state,
        decided_by=row.decided_by or None,
        decided_at=row.decided_at,
        reason=row.reason,
        fact_id=row.fact_id,
        left=left,
    )


def readings_of(*, actor: Actor | None, now: datetime, submission_id: int) -> tuple[ReadingInfo, ...]:
    """By what each document of a submission was read; documents that a revision carries over were read for an earlier version. Raises
    UnknownSubmission."""
    submission = ledger.submission_get(actor=actor, submission_id=submission_id, now=now)
    documents = [link.document_id for link in submission.documents]
    newest: dict[int, Reading] = {}
    for row in Reading.objects.filter(document_id__in=documents, submission_id__lte=submission_id).order_by("submission_id"):
        newest[row.document_id] = row
    return tuple(
        ReadingInfo(row.document_id, row.reader_version, row.pack_version, row.taught_sha256, row.text_sha256, row.read_at)
        for row in (newest[document] for document in documents if document in newest)
    )


def steps_of(*, actor: Actor | None, now: datetime, submission_id: int, newest: int) -> tuple[StepInfo, ...]:
    """What was decided last and not taken back, newest first. Raises UnknownSubmission."""
    ledger.submission_get(actor=actor, submission_id=submission_id, now=now)
    rows = Step.objects.filter(submission_id=submission_id, undoes__isnull=True, undone__isnull=True).order_by("-pk")[:newest]
    return tuple(StepInfo(row.pk, row.act, tuple(one["number"] for one in row.figures), row.by, row.at) for row in rows)


def examples_kept(*, actor: Actor | None, now: datetime) -> tuple[ExampleInfo, ...]:
    """What counts now, in the order of deciding: the newest decision on each number as it was read, unless it was taken back. Those of
    the actor's units, and those that came from other offices."""
    scope = scope_of(actor=actor, roles=READS, now=now)
    if scope is None:
        return ()
    newest: dict[str, Example] = {}
    # Of everything, Django would drop the empty condition and keep only the other.
    seen = Q() if scope.everything else rows_in(scope, "submission__unit_id") | Q(submission__isnull=True)
    for row in Example.objects.filter(seen):
        newest.pop(row.subject, None)
        newest[row.subject] = row
    return tuple(_example(row) for row in sorted(newest.values(), key=lambda row: row.pk) if row.decision != UNDONE)


def _example(row: Example) -> ExampleInfo:
    return ExampleInfo(
        key=row.key,
        submission_id=row.submission_id,
        document_sha256=row.document_sha256,
        text_sha256=row.text_sha256,
        start=row.start,
        end=row.end,
        text=row.text,
        text_start=row.text_start,
        text_end=row.text_end,
        decision=row.decision,
        read=None if row.read is None else figure_from_json(row.read),
        right=None if row.right is None else figure_from_json(row.right),
        by=row.by,
        at=row.at,
        reader_version=row.reader_version,
        pack_version=row.pack_version,
        taught_sha256=row.taught_sha256,
        origin=row.origin,
    )
