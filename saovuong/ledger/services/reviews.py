from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import writing
from saovuong.core.errors import Refusal
from saovuong.ledger.access import VERIFIES
from saovuong.ledger.infos import submission_info
from saovuong.ledger.models import ACCEPTED, RETURNED, SUBMITTED, Fact, Review, Submission
from saovuong.ledger.services.facts import AlreadySuperseded, ReasonMissing, UnknownFact
from saovuong.ledger.services.states import log, move, submission_locked, unanswered
from saovuong.ledger.shapes import SubmissionInfo


class SamePerson(Refusal):
    code = "SV-553"
    template = (
        "Tài khoản “{name}” đã nhập số liệu của hồ sơ số {submission_id} nên không được {act} hồ sơ này. "
        "Người nhập và người kiểm tra phải khác nhau."
    )


def submission_accept(*, actor: Actor | None, now: datetime, submission_id: int) -> SubmissionInfo:
    """Submitted becomes accepted, for good: from now on its figures count, in place of every older version.

    Raises UnknownSubmission, NotAllowed, WrongState, NewerVersion, :class:`SamePerson`."""
    with writing():
        row = submission_locked(actor=actor, roles=VERIFIES, submission_id=submission_id, now=now, states=(SUBMITTED,), act="duyệt")
        assert actor is not None
        _require_other_person(row, actor, "duyệt")
        move(row, to=ACCEPTED, actor=actor, now=now, action="submission_accept", decision=True)
        return submission_info(row)


def fact_return(*, actor: Actor | None, now: datetime, submission_id: int, fact_id: int, reason: str) -> SubmissionInfo:
    """Send one figure back with a reason; its submission becomes returned. More figures of it can be returned after the first.

    Raises UnknownSubmission, NotAllowed, WrongState, NewerVersion, SamePerson, UnknownFact, ReasonMissing, AlreadySuperseded."""
    if not reason.strip():
        raise ReasonMissing(act="trả lại số liệu")
    with writing():
        row = submission_locked(
            actor=actor, roles=VERIFIES, submission_id=submission_id, now=now, states=(SUBMITTED, RETURNED), act="trả lại số liệu"
        )
        assert actor is not None
        _require_other_person(row, actor, "trả lại")
        fact = _present_fact(row, fact_id)
        Review.objects.create(fact=fact, verdict="returned", reason=reason.strip(), by=actor.name, at=now)
        note: dict[str, object] = {"fact": fact.pk, "number": fact.number, "reason": reason.strip()}
        move(row, to=RETURNED, actor=actor, now=now, action="fact_return", decision=True, note=note)
        return submission_info(row)


def fact_approve(*, actor: Actor | None, now: datetime, submission_id: int, fact_id: int) -> SubmissionInfo:
    """Say that one figure is right, also to take back a return. A returned submission without any returned figure left is submitted again.

    Raises like :func:`fact_return`."""
    with writing():
        row = submission_locked(
            actor=actor, roles=VERIFIES, submission_id=submission_id, now=now, states=(SUBMITTED, RETURNED), act="duyệt số liệu"
        )
        assert actor is not None
        _require_other_person(row, actor, "duyệt")
        fact = _present_fact(row, fact_id)
        Review.objects.create(fact=fact, verdict="accepted", by=actor.name, at=now)
        log(row, actor=actor, now=now, action="fact_approve", before=None, after={"fact": fact.pk, "number": fact.number})
        if row.state == RETURNED and not unanswered(row):
            move(row, to=SUBMITTED, actor=actor, now=now, action="fact_return_taken_back", decision=True)
        return submission_info(row)


def _present_fact(row: Submission, fact_id: int) -> Fact:
    fact = Fact.objects.filter(submission=row, pk=fact_id).first()
    if fact is None:
        raise UnknownFact(fact_id=fact_id)
    if Fact.objects.filter(supersedes=fact).exists() or hasattr(fact, "withdrawal"):
        raise AlreadySuperseded(number=fact.number, submission_id=row.pk)
    return fact


def _require_other_person(row: Submission, actor: Actor, act: str) -> None:
    """Whoever opened, handed in or entered anything of a submission does not judge it."""
    entered = set(Fact.objects.filter(submission=row).values_list("entered_by", flat=True))
    entered |= set(row.attached.values_list("added_by", flat=True))
    if actor.name in entered | {row.created_by, row.handed_in_by}:
        raise SamePerson(name=actor.name, submission_id=row.pk, act=act)
