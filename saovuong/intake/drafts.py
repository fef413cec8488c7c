"""What the checks would say of a submission that is still being reviewed. Nothing is entered, and nothing is stopped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from saovuong.accounts.shapes import Actor
from saovuong.checks.queries import check
from saovuong.checks.shapes import Draft
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.core.period import YEARLY, Period
from saovuong.core.tongue import VIETNAMESE, Tongue
from saovuong.intake.shapes import CandidateInfo, Figure, ReviewView
from saovuong.ledger import queries as ledger
from saovuong.ledger.access import day_of
from saovuong.ledger.shapes import Evidence, SubmissionInfo, ToldFigure

_COUNTING = ("accepted", "submitted")
# Figures that were read and not rejected: what would be handed in if everything else is confirmed.
_SAID = ("proposed", "confirmed", "corrected")


@dataclass(frozen=True, slots=True)
class DraftFinding:
    """What a rule would find; ``numbers`` are the figures of the submission that it rests on, by what people call them."""

    level: str
    title: str
    message: str
    numbers: tuple[int, ...]


def draft_findings(
    *, actor: Actor, now: datetime, catalogue: Catalogue, view: ReviewView, tongue: Tongue = VIETNAMESE
) -> tuple[DraftFinding, ...]:
    """Errors and warnings that rest on a figure of the submission, its confirmed and its proposed ones taken together with the book.

    A period that cannot be checked gives none."""
    submission = view.submission
    versions = ledger.submissions(
        actor=actor, unit_ids=[submission.unit_id], period_label=submission.period_label, form=submission.form, now=now
    )
    figures = tuple(_told(view, catalogue=catalogue, now=now))
    draft = Draft(figures, frozenset(one.id for one in versions))
    try:
        found = check(
            actor=actor, unit_id=submission.unit_id, period_label=submission.period_label, catalogue=catalogue,
            states=_COUNTING, below=False, now=now, draft=draft, tongue=tongue,
        )  # fmt: skip
    except Refusal:
        return ()
    numbers = {one.id for one in figures}
    findings = []
    for one in (checked.finding for checked in found.findings):
        own = tuple(sorted({-fact for fact in (*one.facts, *one.others) if fact in numbers}))
        if own and one.level != "info":
            findings.append(DraftFinding(one.level, one.title, one.message, own))
    return tuple(findings)


def _told(view: ReviewView, *, catalogue: Catalogue, now: datetime) -> Iterator[ToldFigure]:
    in_book = {fact.number for fact in view.facts}
    seen: set[tuple[object, ...]] = set()
    for row in view.candidates:
        waits = row.state == "proposed" and row.left
        if row.state not in _SAID or row.number in in_book or waits or row.figure.key in seen:
            continue
        seen.add(row.figure.key)
        told = _of_candidate(row, view.submission, catalogue, now)
        if told is not None:
            yield told
    for fact in view.facts:
        yield ToldFigure(
            -fact.number, fact.submission_id, fact.unit_id, fact.reporter_id, fact.measure, fact.period_label, fact.period_start,
            fact.period_end, fact.as_of, fact.role.value, fact.scope.value, fact.value, fact.high, fact.rating, fact.flag,
            fact.modifier.value, fact.uom, fact.comparator, fact.target_mode, fact.evidence.document_id, fact.evidence.figure_start,
            fact.evidence.quote, fact.joint,
        )  # fmt: skip


def _of_candidate(row: CandidateInfo, submission: SubmissionInfo, catalogue: Catalogue, now: datetime) -> ToldFigure | None:
    figure = row.figure
    measure = catalogue.measures.get(figure.measure or "")
    if measure is None or figure.unit_id is None or figure.period_label == YEARLY:
        return None
    return _told_figure(row.number, figure, row.evidence, submission, measure.uom, catalogue, now)


def _told_figure(  # noqa: PLR0917 - one figure and what it is completed with
    number: int, figure: Figure, evidence: Evidence, submission: SubmissionInfo, uom: str, catalogue: Catalogue, now: datetime
) -> ToldFigure:
    assert figure.measure is not None
    assert figure.unit_id is not None
    regime = catalogue.regimes[catalogue.forms[submission.form].regime]
    start, end = Period.parse(figure.period_label).data_range(cut_off_day=regime.cut_off_day)
    today = day_of(now)
    return ToldFigure(
        -number, submission.id, figure.unit_id, submission.unit_id, figure.measure, figure.period_label, start, end,
        today if end is None else min(today, end - timedelta(days=1)), figure.role.value, figure.scope.value, figure.value, figure.high,
        figure.rating, figure.flag, figure.modifier.value, uom, figure.comparator, figure.target_mode, evidence.document_id,
        evidence.figure_start, evidence.quote, figure.joint,
    )  # fmt: skip
