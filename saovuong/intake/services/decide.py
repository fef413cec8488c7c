"""A person's decisions on single figures, and the batch that decides what needs no person."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import entry_append, writing
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.core.numbers import format_number
from saovuong.intake.figures import figure_to_json, new_fact
from saovuong.intake.models import CONFIRMED, CORRECTED, PROPOSED, REJECTED, UNDONE, Candidate
from saovuong.intake.queries import figure_get, review_get
from saovuong.intake.services.examples import Decided, remember
from saovuong.intake.services.steps import standing, step_keep
from saovuong.intake.shapes import BatchResult, CandidateInfo, Figure, LeaveReason, LeftFigure, ReviewView
from saovuong.intake.wording import FIGURE_STATES
from saovuong.ledger import queries as ledger
from saovuong.ledger.access import ENTERS, require
from saovuong.ledger.rules import FactsRefused
from saovuong.ledger.services.states import WrongState
from saovuong.ledger.shapes import SubmissionInfo
from saovuong.reader.learning_shapes import PASSED


class UnknownFigure(Refusal):
    code = "SV-603"
    template = "Hồ sơ số {submission_id} không có số liệu {number}. Xem: saovuong submission {submission_id}."


class FigureSettled(Refusal):
    code = "SV-604"
    template = "Số liệu {number} của hồ sơ số {submission_id} đã vào sổ; muốn sửa phải sửa số liệu trong sổ."


class NotUnderstood(Refusal):
    code = "SV-605"
    template = "Số liệu {number} (“{quote}”) chưa gắn với chỉ tiêu nào: sửa để chọn chỉ tiêu, hoặc loại bỏ."


class UnitUnclear(Refusal):
    code = "SV-606"
    template = "Số liệu {number} nói về “{organisation}”, chưa rõ là đơn vị nào: sửa để chọn đơn vị, hoặc loại bỏ."


class BadThreshold(Refusal):
    code = "SV-607"
    template = "Ngưỡng tin cậy {threshold} không hợp lệ: cho một số từ 0 đến 1, ví dụ 0.9."


class DecidedMeanwhile(Refusal):
    code = "SV-660"
    template = "Trong lúc trang đang mở, {happened}. Việc vừa bấm chưa được ghi; xem lại số liệu {number} rồi quyết định."

    @classmethod
    def of(cls, row: CandidateInfo) -> "DecidedMeanwhile":
        happened = f"số liệu {row.number} đã được đưa về chờ quyết định"
        if row.decided_at is not None:
            at = timezone.localtime(row.decided_at)
            happened = f"“{row.decided_by}” quyết định số liệu {row.number} lúc {at:%H:%M %d/%m/%Y}: {FIGURE_STATES[row.state]}"
        return cls(happened=happened, number=row.number)


def candidate_confirm(
    *, actor: Actor | None, now: datetime, catalogue: Catalogue, submission_id: int, number: int, seen: str | None = None
) -> None:
    """Say that a figure is right as proposed. ``seen`` is the stamp of the figure that the person looked at; None does not ask.

    Raises UnknownSubmission, NotAllowed, WrongState, :class:`UnknownFigure`, :class:`FigureSettled`, :class:`DecidedMeanwhile`,
    :class:`NotUnderstood`, :class:`UnitUnclear`, and FactsRefused where the ledger would not enter it."""
    with writing():
        known, submission, row = _open_figure(actor, now, catalogue, submission_id, number, seen)
        _require_enterable(row, row.figure, actor=known, now=now, catalogue=catalogue)
        state = CONFIRMED if row.figure == row.proposed else CORRECTED
        _decide(row, submission, state=state, right=row.figure, actor=known, now=now, reason="", act="confirm")


def candidate_correct(
    *,
    actor: Actor | None,
    now: datetime,
    catalogue: Catalogue,
    submission_id: int,
    number: int,
    figure: Figure,
    reason: str = "",
    seen: str | None = None,
) -> None:
    """Say what a figure should be; what the reader said is kept beside it. Raises like :func:`candidate_confirm`."""
    with writing():
        known, submission, row = _open_figure(actor, now, catalogue, submission_id, number, seen)
        _require_enterable(row, figure, actor=known, now=now, catalogue=catalogue)
        state = CONFIRMED if figure == row.proposed else CORRECTED
        _decide(row, submission, state=state, right=figure, actor=known, now=now, reason=reason, act="correct")


def candidate_reject(
    *,
    actor: Actor | None,
    now: datetime,
    catalogue: Catalogue,
    submission_id: int,
    number: int,
    reason: str = "",
    seen: str | None = None,
) -> None:
    """Say that this is no figure of the report. Raises UnknownSubmission, NotAllowed, WrongState, UnknownFigure, FigureSettled."""
    with writing():
        known, submission, row = _open_figure(actor, now, catalogue, submission_id, number, seen)
        _decide(row, submission, state=REJECTED, right=None, actor=known, now=now, reason=reason, act="reject")


def candidate_undo(
    *, actor: Actor | None, now: datetime, catalogue: Catalogue, submission_id: int, number: int, seen: str | None = None
) -> None:
    """Take a decision back; the figure waits again as the reader proposed it. Raises like :func:`candidate_reject`."""
    with writing():
        known, submission, row = _open_figure(actor, now, catalogue, submission_id, number, seen)
        _decide(row, submission, state=PROPOSED, right=None, actor=known, now=now, reason="", act="reset")


def candidates_decide(
    *,
    actor: Actor | None,
    now: datetime,
    catalogue: Catalogue,
    submission_id: int,
    confirm: Sequence[int] = (),
    reject: Sequence[int] = (),
    undo: Sequence[int] = (),
) -> None:
    """Several decisions by number, all of them or none. Raises like the single ones."""
    with writing():
        for number in undo:
            candidate_undo(actor=actor, now=now, catalogue=catalogue, submission_id=submission_id, number=number)
        for number in confirm:
            candidate_confirm(actor=actor, now=now, catalogue=catalogue, submission_id=submission_id, number=number)
        for number in reject:
            candidate_reject(actor=actor, now=now, catalogue=catalogue, submission_id=submission_id, number=number)


def review_batch(
    *,
    actor: Actor | None,
    now: datetime,
    catalogue: Catalogue,
    submission_id: int,
    accept_above: float,
    only: Collection[int] | None = None,
) -> BatchResult:
    """Confirm every waiting figure of at least this confidence that nothing speaks against; say why each of the others is left. ``only``
    are the numbers that a person was shown beforehand: no other is confirmed.

    Never confirmed: figures without a measure, about another unit or an unclear one, refused by the ledger, or in contradiction
    with another figure. Raises UnknownSubmission, NotAllowed, WrongState, :class:`BadThreshold`."""
    with writing():
        known, view = review_open(actor=actor, now=now, catalogue=catalogue, submission_id=submission_id)
        planned = batch_plan(view, accept_above=accept_above)
        left = list(planned.left)
        confirmed = [number for number in planned.confirmed if only is None or number in only]
        left += [LeftFigure(number, (NOT_SHOWN,)) for number in planned.confirmed if only is not None and number not in only]
        before = standing(submission_id=submission_id, numbers=confirmed)
        rows = Candidate.objects.filter(submission_id=submission_id, number__in=confirmed, state=PROPOSED)
        rows.update(state=CONFIRMED, decided_by=known.name, decided_at=now)
        if confirmed:
            passed = [Decided(row, PASSED, row.figure) for row in view.candidates if row.number in set(confirmed)]
            remember(actor=known, now=now, submission=view.submission, decided=passed)
            after = {"accept_above": str(accept_above), "figures": confirmed}
            log(submission_id, actor=known, now=now, action="review_batch", after=after)
            step_keep(submission_id=submission_id, act="batch", before=before, actor=known, now=now)
        return BatchResult(confirmed=tuple(confirmed), left=tuple(left))


NOT_SHOWN = LeaveReason("SV-663", "không có trong danh sách đã xem trước khi xác nhận loạt")


def batch_plan(view: ReviewView, *, accept_above: float) -> BatchResult:
    """What :func:`review_batch` would confirm now and what it would leave; nothing is changed. Raises :class:`BadThreshold`."""
    if not 0 <= accept_above <= 1:
        raise BadThreshold(threshold=accept_above)
    reasons = {row.number: row.left or _too_unsure(row, accept_above) for row in view.in_state(PROPOSED)}
    return BatchResult(
        confirmed=tuple(number for number, why in reasons.items() if not why),
        left=tuple(LeftFigure(number, why) for number, why in reasons.items() if why),
    )


def _too_unsure(row: CandidateInfo, threshold: float) -> tuple[LeaveReason, ...]:
    if row.confidence >= threshold:
        return ()
    shown = [format_number(Decimal(number), places=2) for number in (row.confidence, threshold)]
    return (LeaveReason("SV-626", f"độ tin cậy {shown[0]} thấp hơn ngưỡng {shown[1]}"),)


def review_open(*, actor: Actor | None, now: datetime, catalogue: Catalogue, submission_id: int) -> tuple[Actor, ReviewView]:
    """A submission whose figures may be decided now, by someone who may. Raises UnknownSubmission, NotAllowed, WrongState."""
    known, _ = submission_deciding(actor=actor, now=now, submission_id=submission_id)
    return known, review_get(actor=actor, now=now, catalogue=catalogue, submission_id=submission_id)


def submission_deciding(*, actor: Actor | None, now: datetime, submission_id: int) -> tuple[Actor, SubmissionInfo]:
    """The submission and who decides on its figures now. Raises UnknownSubmission, NotAllowed, WrongState."""
    submission = ledger.submission_get(actor=actor, submission_id=submission_id, now=now)
    known = require(actor=actor, roles=ENTERS, unit_id=submission.unit_id, now=now)
    if submission.state not in ("draft", "returned"):
        raise WrongState.of(submission.id, state=submission.state, act="duyệt từng số liệu")
    return known, submission


def _open_figure(  # noqa: PLR0917 - what every decision is given, in one order
    actor: Actor | None, now: datetime, catalogue: Catalogue, submission_id: int, number: int, seen: str | None
) -> tuple[Actor, SubmissionInfo, CandidateInfo]:
    known, submission = submission_deciding(actor=actor, now=now, submission_id=submission_id)
    row = figure_get(submission=submission, catalogue=catalogue, number=number)
    if row is None:
        raise UnknownFigure(submission_id=submission_id, number=number)
    if row.fact_id is not None:
        raise FigureSettled(submission_id=submission_id, number=number)
    if seen is not None and seen != row.stamp:
        raise DecidedMeanwhile.of(row)
    return known, submission, row


def _require_enterable(row: CandidateInfo, figure: Figure, *, actor: Actor, now: datetime, catalogue: Catalogue) -> None:
    if figure.measure is None:
        raise NotUnderstood(number=row.number, quote=row.evidence.quote)
    if figure.unit_id is None:
        raise UnitUnclear(number=row.number, organisation=figure.organisation)
    asked = new_fact(figure, evidence=row.evidence, number=row.number)
    (problems,) = ledger.entry_problems(actor=actor, now=now, catalogue=catalogue, submission_id=row.submission_id, facts=[asked])
    if problems:
        raise FactsRefused(problems)


def _decide(
    row: CandidateInfo, submission: SubmissionInfo, *, state: str, right: Figure | None, actor: Actor, now: datetime, reason: str, act: str
) -> None:
    waiting, figure = state == PROPOSED, right if state == CORRECTED else None
    before = standing(submission_id=submission.id, numbers=[row.number])
    Candidate.objects.filter(pk=row.id).update(
        state=state,
        correction=None if figure is None else figure_to_json(figure),
        decided_by="" if waiting else actor.name,
        decided_at=None if waiting else now,
        reason=reason.strip(),
    )
    after: dict[str, object] = {"number": row.number, "state": state}
    if figure is not None:
        after["figure"] = figure_to_json(figure)
    if reason.strip():
        after["reason"] = reason.strip()
    log(row.submission_id, actor=actor, now=now, action=f"figure_{state}", before={"state": row.state}, after=after)
    step_keep(submission_id=submission.id, act=act, before=before, actor=actor, now=now)
    if not waiting or row.state != PROPOSED:
        decided = Decided(row, UNDONE if waiting else state, right)
        remember(actor=actor, now=now, submission=submission, decided=[decided])


def log(
    submission_id: int,
    *,
    actor: Actor,
    now: datetime,
    action: str,
    after: Mapping[str, object],
    before: Mapping[str, object] | None = None,
) -> None:
    entry_append(actor=actor.name, action=action, target=f"submission:{submission_id}", before=before, after=after, now=now)
