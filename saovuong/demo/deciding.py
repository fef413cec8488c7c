"""A person at the desk: what the batch left is confirmed, corrected or rejected by its quote, as the script says."""

import re
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

_SPACE = re.compile(r"\s+")
_SAID_OTHERWISE = "số này đã được ghi cho chỉ tiêu khác"


@dataclass(frozen=True, slots=True)
class Decided:
    """One figure after a person's decision: what the reader proposed beside what stands. ``figure`` None: rejected."""

    candidate: CandidateInfo
    figure: Figure | None
    reason: str


@dataclass(frozen=True, slots=True)
class PersonalReview:
    confirmed: tuple[Decided, ...] = ()
    corrected: tuple[Decided, ...] = ()
    rejected: tuple[Decided, ...] = ()


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


def decide(*, actor: Actor, now: datetime, catalogue: Catalogue, submission_id: int, decisions: Sequence[Decision]) -> PersonalReview:
    """Decide every waiting figure that the script speaks of; the others go on waiting. Raises what intake's services raise.

    Of several proposals on the same words the one that says what the person says is kept, the others are rejected."""
    view = review_get(actor=actor, now=now, catalogue=catalogue, submission_id=submission_id)
    person = _Person(actor, now, catalogue, submission_id)
    waiting = list(view.in_state("proposed"))
    confirmed, corrected, rejected = list[Decided](), list[Decided](), list[Decided]()
    for decision in decisions:
        rows = _spoken_of(decision, waiting, view.texts)
        pairs = [(row, wanted_figure(row, decision, view=view, catalogue=catalogue)) for row in rows]
        pairs.sort(key=lambda pair: pair[1] != pair[0].figure)
        for place, (row, figure) in enumerate(pairs):
            waiting.remove(row)
            if figure is None or place:
                reason = decision.reason or _SAID_OTHERWISE
                person.reject(row, reason)
                rejected.append(Decided(row, None, reason))
            elif figure == row.figure:
                person.confirm(row)
                confirmed.append(Decided(row, figure, ""))
            else:
                person.correct(row, figure, decision.reason)
                corrected.append(Decided(row, figure, decision.reason))
    return PersonalReview(tuple(confirmed), tuple(corrected), tuple(rejected))


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
    if decision.value is None:
        return figure
    return replace(figure, value=decision.value, high=None, rating=None, flag=None, unquantified=False)


def _spoken_of(decision: Decision, waiting: Sequence[CandidateInfo], texts: Mapping[int, str]) -> list[CandidateInfo]:
    """The waiting figures on the words that the decision marks."""
    pattern = re.compile("".join(f"({_flexible(part)})" for part in decision.parts))
    for document_id, text in texts.items():
        found = pattern.search(text)
        if found:
            start, end = found.span(2)
            return [row for row in waiting if row.evidence.document_id == document_id and _overlaps(row, start, end)]
    return []


def _overlaps(row: CandidateInfo, start: int, end: int) -> bool:
    first, last = row.evidence.figure_start, row.evidence.figure_end
    return first is not None and last is not None and first < end and last > start


def _flexible(words: str) -> str:
    """Line breaks and table cells between words count as spaces."""
    return r"\s+".join(re.escape(word) for word in _SPACE.split(words))
