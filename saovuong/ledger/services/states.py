"""Which submission an act is about, in which state it must be, and how it moves on."""

from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import entry_append
from saovuong.core.errors import Refusal
from saovuong.core.tongue import noted
from saovuong.ledger.access import READS, covers, require, scope_of
from saovuong.ledger.models import ACCEPTED, DRAFT, RETURNED, SUBMITTED, Fact, StateChange, Submission

STATE_NAMES = {DRAFT: "nháp", SUBMITTED: noted("đã nộp, chờ duyệt"), RETURNED: "bị trả lại", ACCEPTED: "đã duyệt"}


class UnknownSubmission(Refusal):
    """Also raised for a submission outside the actor's scope: that it exists is no business of theirs."""

    code = "SV-502"
    template = "Không có hồ sơ số {submission_id} trong phạm vi của tài khoản này. Xem: saovuong submissions."


class WrongState(Refusal):
    code = "SV-503"
    template = "Hồ sơ số {submission_id} đang ở trạng thái “{state}” nên không {act} được. {hint}"

    @classmethod
    def of(cls, submission_id: int, *, state: str, act: str) -> "WrongState":
        return cls(submission_id=submission_id, state=STATE_NAMES[state], act=act, hint=_HINTS[state].format(id=submission_id))


class NewerVersion(Refusal):
    code = "SV-504"
    template = "Hồ sơ số {submission_id} (bản {version}) đã có bản mới hơn là hồ sơ số {newer_id} (bản {newer}). Làm việc trên bản mới."


_HINTS = {
    DRAFT: "Duyệt từng số liệu rồi nộp bằng: saovuong review {id}.",
    SUBMITTED: "Chờ người kiểm tra duyệt hoặc trả lại.",
    RETURNED: "Sửa những số liệu bị trả lại bằng: saovuong review {id}.",
    ACCEPTED: "Hồ sơ đã duyệt là bản cuối; muốn sửa, lập bản mới bằng: saovuong revise {id}.",
}


def submission_locked(
    *, actor: Actor | None, roles: tuple[str, ...], submission_id: int, now: datetime, states: tuple[str, ...], act: str
) -> Submission:
    """The row, locked for this transaction, in one of ``states`` and the newest of its versions that anyone works on.

    Raises :class:`UnknownSubmission`, NotAllowed, :class:`WrongState`, :class:`NewerVersion`."""
    row = Submission.objects.select_for_update().filter(pk=submission_id).first()
    if row is None or not covers(scope_of(actor=actor, roles=READS, now=now), row.unit_id):
        raise UnknownSubmission(submission_id=submission_id)
    require(actor=actor, roles=roles, unit_id=row.unit_id, now=now)
    if row.state not in states:
        raise WrongState.of(row.pk, state=row.state, act=act)
    newer = (
        Submission.objects.filter(unit_id=row.unit_id, form=row.form, period_label=row.period_label, version__gt=row.version)
        .order_by("-version")
        .first()
    )
    if newer is not None:
        raise NewerVersion(submission_id=row.pk, version=row.version, newer_id=newer.pk, newer=newer.version)
    return row


def move(
    row: Submission,
    *,
    to: str,
    actor: Actor,
    now: datetime,
    action: str,
    decision: bool,
    note: dict[str, object] | None = None,
) -> None:
    """Enter a state: the row, its history and the audit entry together. ``decision`` is True for the verifier's acts."""
    before = row.state
    row.state = to
    if decision:
        row.decided_by, row.decided_at = actor.name, now
    else:
        row.handed_in_by, row.handed_in_at = actor.name, now
    row.save(update_fields=["state", "handed_in_by", "handed_in_at", "decided_by", "decided_at"])
    if before != to:
        StateChange.objects.create(submission=row, state=to, by=actor.name, at=now)
    log(row, actor=actor, now=now, action=action, before={"state": before}, after={"state": to, **(note or {})})


def log(
    row: Submission, *, actor: Actor, now: datetime, action: str, before: dict[str, object] | None, after: dict[str, object] | None
) -> None:
    entry_append(actor=actor.name, action=action, target=f"submission:{row.pk}", before=before, after=after, now=now)


def unanswered(row: Submission) -> list[Fact]:
    """Present facts whose latest review returned them, in order of number."""
    facts = Fact.objects.filter(submission=row, superseded_by__isnull=True, withdrawal__isnull=True, reviews__isnull=False)
    return [
        fact
        for fact in facts.distinct().order_by("number").prefetch_related("reviews")
        if max(fact.reviews.all(), key=lambda review: review.pk).verdict == "returned"
    ]
