"""A verifier's acts on figures by number: one at a time, and all that did not change since the version accepted before."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.utils import timezone

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import writing
from saovuong.core.errors import Refusal
from saovuong.intake.figures import figure_of_fact
from saovuong.intake.services.decide import UnknownFigure
from saovuong.intake.shapes import Figure
from saovuong.ledger import queries as ledger
from saovuong.ledger import services as book
from saovuong.ledger.shapes import FactRow, SubmissionInfo, VerdictInfo

_SAID = {"accepted": "đạt", "returned": "trả lại"}


class JudgedMeanwhile(Refusal):
    code = "SV-665"
    template = "Trong lúc trang đang mở, {happened}. Việc vừa bấm chưa được ghi; xem lại số liệu {number} rồi quyết định."

    @classmethod
    def of(cls, fact: FactRow, verdict: VerdictInfo | None) -> "JudgedMeanwhile":
        happened = f"số liệu {fact.number} đã được đơn vị sửa"
        if verdict is not None:
            said = f"{_SAID[verdict.verdict]}{f' ({verdict.reason})' if verdict.reason else ''}"
            happened = f"“{verdict.by}” xem số liệu {fact.number} lúc {timezone.localtime(verdict.at):%H:%M %d/%m/%Y}: {said}"
        return cls(happened=happened, number=fact.number)


def verdict_stamp(fact: FactRow, verdict: VerdictInfo | None) -> str:
    """Changes when the unit corrects the figure and when anybody judges it."""
    return f"{fact.id} {verdict.verdict} {verdict.by} {verdict.at.isoformat()}" if verdict else str(fact.id)


def figure_return(
    *, actor: Actor | None, now: datetime, submission_id: int, number: int, reason: str, seen: str | None = None
) -> SubmissionInfo:
    """The verifier sends one figure back with a reason. ``seen`` is the stamp of what the person looked at; None does not ask.

    Raises like the ledger's fact_return, UnknownFigure, :class:`JudgedMeanwhile`."""
    with writing():
        fact = _judged(actor, now, submission_id, number, seen)
        return book.fact_return(actor=actor, now=now, submission_id=submission_id, fact_id=fact.id, reason=reason)


def figure_approve(*, actor: Actor | None, now: datetime, submission_id: int, number: int, seen: str | None = None) -> SubmissionInfo:
    """The verifier says that one figure is right. Raises like the ledger's fact_approve, UnknownFigure, :class:`JudgedMeanwhile`."""
    with writing():
        fact = _judged(actor, now, submission_id, number, seen)
        return book.fact_approve(actor=actor, now=now, submission_id=submission_id, fact_id=fact.id)


def unchanged_since_accepted(*, actor: Actor | None, now: datetime, submission_id: int) -> tuple[FactRow, ...]:
    """The figures that nobody judged yet and that the last accepted version before this one states in just the same way, by number.

    The same means measure, unit, period, role, scope, event and statement. Raises UnknownSubmission."""
    submission = ledger.submission_get(actor=actor, submission_id=submission_id, now=now)
    versions = ledger.submissions(
        actor=actor, unit_ids=[submission.unit_id], period_label=submission.period_label, form=submission.form, now=now
    )
    accepted = [one for one in versions if one.version < submission.version and one.state == "accepted"]
    if not accepted:
        return ()
    before = ledger.facts_of(actor=actor, submission_id=accepted[-1].id, now=now)
    judged = ledger.verdicts_of(actor=actor, submission_id=submission_id, now=now)
    facts = ledger.facts_of(actor=actor, submission_id=submission_id, now=now)
    return unchanged_among(facts, judged=judged, before=before)


def unchanged_among(facts: Iterable[FactRow], *, judged: Collection[int], before: Iterable[FactRow]) -> tuple[FactRow, ...]:
    """The same for figures that were looked up: ``judged`` are ids, ``before`` the figures of the accepted version."""
    stated = {_whole(figure_of_fact(one)) for one in before}
    return tuple(fact for fact in facts if fact.id not in judged and _whole(figure_of_fact(fact)) in stated)


def unchanged_approve(*, actor: Actor | None, now: datetime, submission_id: int, only: Collection[int]) -> tuple[int, ...]:
    """Say of the unchanged figures that they are right, of those whose numbers a person was shown and no other; their numbers.

    Raises like the ledger's fact_approve."""
    with writing():
        unchanged = unchanged_since_accepted(actor=actor, now=now, submission_id=submission_id)
        chosen = [fact for fact in unchanged if fact.number in only]
        for fact in chosen:
            book.fact_approve(actor=actor, now=now, submission_id=submission_id, fact_id=fact.id)
        return tuple(fact.number for fact in chosen)


def _whole(figure: Figure) -> tuple[object, ...]:
    return *figure.key, *figure.statement


def _judged(actor: Actor | None, now: datetime, submission_id: int, number: int, seen: str | None) -> FactRow:
    facts = ledger.facts_of(actor=actor, submission_id=submission_id, now=now)
    fact = next((one for one in facts if one.number == number), None)
    if fact is None:
        raise UnknownFigure(submission_id=submission_id, number=number)
    verdict = ledger.verdicts_of(actor=actor, submission_id=submission_id, now=now).get(fact.id)
    if seen is not None and seen != verdict_stamp(fact, verdict):
        raise JudgedMeanwhile.of(fact, verdict)
    return fact
