"""A person at the desk: what the batch left is confirmed, corrected or rejected by its quote, as the script says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.core.catalogue import Catalogue
from saovuong.core.quantity import Role, Scope
from saovuong.demo.material import Decision
from saovuong.intake import services as intake
from saovuong.intake.queries import review_get
from saovuong.intake.shapes import CandidateInfo, Figure, ReviewView
from saovuong.ledger import services as book
from saovuong.ledger.shapes import Evidence, NewFact

SAID_OTHERWISE = "số này đã được ghi cho chỉ tiêu khác"


@dataclass(frozen=True, slots=True)
class Decided:
    """One figure after a person's decision: what the reader proposed beside what stands. ``figure`` None: rejected."""

    candidate: CandidateInfo
    figure: Figure | None
    reason: str


@dataclass(frozen=True, slots=True)
class PersonalReview:
    """What the person did. ``overruled`` are those of the corrected and rejected that the batch had confirmed; ``added`` were entered by
    hand because the reader had not seen them."""

    confirmed: tuple[Decided, ...]
    corrected: tuple[Decided, ...]
    rejected: tuple[Decided, ...]
    overruled: tuple[Decided, ...]
    added: tuple[NewFact, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    actor: Actor
    now: datetime
    catalogue: Catalogue
    submission_id: int

    def confirm(self, row: CandidateInfo) -> None:
        intake.candidate_confirm(
            actor=self.actor, now=self.now, catalogue=self.catalogue, submission_id=self.submission_id, number=row.number
        )

    def correct(self, row: CandidateInfo, figure: Figure, reason: str) -> None:
        intake.candidate_correct(
            actor=self.actor,
            now=self.now,
            catalogue=self.catalogue,
            submission_id=self.submission_id,
            number=row.number,
            figure=figure,
            reason=reason,
        )

    def reject(self, row: CandidateInfo, reason: str) -> None:
        intake.candidate_reject(
            actor=self.actor,
            now=self.now,
            catalogue=self.catalogue,
            submission_id=self.submission_id,
            number=row.number,
            reason=reason,
        )

    def enter_missed(self, missed: "Sequence[tuple[Decision, _Place]]") -> tuple[NewFact, ...]:
        """Enter by hand what the reader did not see, unless the report says it elsewhere too."""
        view = review_get(actor=self.actor, now=self.now, catalogue=self.catalogue, submission_id=self.submission_id)
        told = {(row.figure.measure, row.figure.period_label, row.figure.role) for row in view.in_state("confirmed", "corrected")}
        facts = list[NewFact]()
        for decision, place in missed:
            key = decision.measure, decision.period or view.submission.period_label, decision.role
            if decision.measure is None or key in told or (decision.rating is None and decision.typed is None):
                continue
            told.add(key)
            facts.append(_by_hand(decision, place, view=view, number=view.next_number + len(facts)))
        book.facts_append(actor=self.actor, now=self.now, catalogue=self.catalogue, submission_id=self.submission_id, facts=facts)
        return tuple(facts)


@dataclass(frozen=True, slots=True)
class _Place:
    document_id: int
    start: int
    end: int

    def of(self, rows: Sequence[CandidateInfo]) -> list[CandidateInfo]:
        """The figures on these words."""
        return [row for row in rows if row.evidence.document_id == self.document_id and self._covers(row.evidence)]

    def _covers(self, evidence: Evidence) -> bool:
        first, last = evidence.figure_start, evidence.figure_end
        return first is not None and last is not None and first < self.end and last > self.start


def decide(*, actor: Actor, now: datetime, catalogue: Catalogue, submission_id: int, decisions: Sequence[Decision]) -> PersonalReview:
    """Decide every waiting figure that the script speaks of, and look over what the batch confirmed; the others go on waiting.

    Of several proposals on the same words the one that says what the person says is kept, the others are rejected. What no proposal is
    left for, such as the second number of a pair read as one, is entered by hand. Raises what intake's
    services raise."""
    view = review_get(actor=actor, now=now, catalogue=catalogue, submission_id=submission_id)
    person = _Person(actor, now, catalogue, submission_id)
    rows = list(view.in_state("proposed", "confirmed"))
    confirmed, corrected, rejected = list[Decided](), list[Decided](), list[Decided]()
    missed = list[tuple[Decision, _Place]]()
    for decision in decisions:
        place = _place_of(decision, view.texts)
        if place is None:
            continue
        found = place.of(rows)
        if not found:
            missed.append((decision, place))
        pairs = [(row, wanted_figure(row, decision, view=view, catalogue=catalogue)) for row in found]
        pairs.sort(key=lambda pair: pair[1] != pair[0].figure)
        for rank, (row, figure) in enumerate(pairs):
            rows.remove(row)
            if figure is None or rank:
                reason = decision.reason or SAID_OTHERWISE
                person.reject(row, reason)
                rejected.append(Decided(row, None, reason))
            elif figure != row.figure:
                person.correct(row, figure, decision.reason)
                corrected.append(Decided(row, figure, decision.reason))
            elif row.state == "proposed":
                person.confirm(row)
                confirmed.append(Decided(row, figure, ""))
    overruled = tuple(one for one in (*corrected, *rejected) if one.candidate.state == "confirmed")
    added = person.enter_missed(missed)
    return PersonalReview(tuple(confirmed), tuple(corrected), tuple(rejected), overruled, added)


def wanted_figure(row: CandidateInfo, decision: Decision, *, view: ReviewView, catalogue: Catalogue) -> Figure | None:
    """What the person says the figure is; None: no figure of the report."""
    if decision.measure is None:
        return None
    home = view.submission.unit_id
    unit = decision.unit or home
    figure = replace(
        row.figure,
        measure=decision.measure,
        unit_id=unit,
        organisation=row.figure.organisation if unit == row.figure.unit_id else None,
        period_label=decision.period or view.submission.period_label,
        role=decision.role,
        comparator=row.figure.comparator if decision.role is Role.TARGET else None,
        uom=catalogue.measures[decision.measure].uom,
        scope=view.submission.scope if unit == home else Scope.TOTAL,
    )
    if decision.value is not None:
        figure = replace(figure, value=decision.value, rating=None, high=None, flag=None, unquantified=False)
    return (
        figure if decision.rating is None else replace(figure, rating=decision.rating, value=None, high=None, flag=None, unquantified=False)
    )


def _by_hand(decision: Decision, place: _Place, *, view: ReviewView, number: int) -> NewFact:
    """A figure that the reader did not see, with its place in the document."""
    assert decision.measure is not None, "what is no figure of the report is never entered"
    return NewFact(
        measure=decision.measure,
        evidence=intake.evidence_at(view=view, document_id=place.document_id, start=place.start, end=place.end),
        value=decision.typed,
        rating=decision.rating,
        period_label=decision.period,
        role=decision.role,
        number=number,
        note=intake.ADDED_BY_HAND,
    )


def _place_of(decision: Decision, texts: Mapping[int, str]) -> _Place | None:
    for document_id, text in texts.items():
        span = decision.span_in(text)
        if span:
            return _Place(document_id, *span)
    return None
