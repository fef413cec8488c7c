"""A step of reviewing taken back, the batch too: its figures stand again as they stood before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import writing
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.intake.models import CONFIRMED, CORRECTED, PROPOSED, UNDONE, Step
from saovuong.intake.queries import figures_get
from saovuong.intake.services.decide import log, submission_deciding
from saovuong.intake.services.examples import Decided, remember
from saovuong.intake.services.steps import figures_keep, put_back, standing
from saovuong.intake.shapes import CandidateInfo, StepInfo
from saovuong.ledger import queries as ledger
from saovuong.ledger import services as book
from saovuong.ledger.shapes import SubmissionInfo

_TAKEN_BACK = "Hoàn tác việc nhập thêm."


class UnknownStep(Refusal):
    code = "SV-661"
    template = "Không có bước nào như vậy để hoàn tác trong hồ sơ số {submission_id}; có thể người khác đã hoàn tác. Tải lại trang."


class StepOvertaken(Refusal):
    code = "SV-662"
    template = "Không hoàn tác cả bước được: sau đó {figures} đã được quyết định lại hoặc đã vào sổ. Hãy hoàn tác từng số liệu."


def step_undo(*, actor: Actor | None, now: datetime, catalogue: Catalogue, submission_id: int, step_id: int) -> StepInfo:
    """Take one step back, all its figures or none, and say which it was. A figure that was added leaves the book again.

    Raises UnknownSubmission, NotAllowed, WrongState, :class:`UnknownStep`, and :class:`StepOvertaken` where a figure of the step was
    decided anew since or is in the book."""
    with writing():
        known, submission = submission_deciding(actor=actor, now=now, submission_id=submission_id)
        step = Step.objects.filter(submission_id=submission_id, pk=step_id, undoes__isnull=True, undone__isnull=True).first()
        if step is None:
            raise UnknownStep(submission_id=submission_id)
        if step.act == "add":
            _take_out(step, actor=known, now=now)
        else:
            _stand_as_before(step, submission, catalogue=catalogue, actor=known, now=now)
        back = [{"number": one["number"], "before": one["after"], "after": one["before"]} for one in step.figures]
        figures_keep(submission_id=submission_id, act="undo", figures=back, actor=known, now=now, undoes=step)
        numbers = tuple(one["number"] for one in step.figures)
        log(submission_id, actor=known, now=now, action="review_undo", after={"step": step.pk, "act": step.act, "figures": list(numbers)})
    return StepInfo(step.pk, step.act, numbers, step.by, step.at)


def _take_out(step: Step, *, actor: Actor, now: datetime) -> None:
    (added,) = step.figures
    present = {fact.id for fact in ledger.facts_of(actor=actor, submission_id=step.submission_id, now=now)}
    if added["after"]["fact"] not in present:
        raise StepOvertaken(figures=f"số liệu {added['number']}")
    book.fact_withdraw(actor=actor, now=now, fact_id=added["after"]["fact"], reason=_TAKEN_BACK, hand_in=False)


def _stand_as_before(step: Step, submission: SubmissionInfo, *, catalogue: Catalogue, actor: Actor, now: datetime) -> None:
    numbers = [one["number"] for one in step.figures]
    present = standing(submission_id=submission.id, numbers=numbers)
    rows = figures_get(submission=submission, catalogue=catalogue, numbers=numbers)
    changed = [one["number"] for one in step.figures if present[one["number"]] != one["after"] or rows[one["number"]].fact_id is not None]
    if changed:
        raise StepOvertaken(figures=f"số liệu {', '.join(map(str, changed))}")
    for one in step.figures:
        put_back(submission_id=submission.id, number=one["number"], decision=one["before"])
    again = figures_get(submission=submission, catalogue=catalogue, numbers=numbers)
    decided = [_decision(one["before"], again[one["number"]]) for one in step.figures]
    remember(actor=actor, now=now, submission=submission, decided=decided)


def _decision(before: Mapping[str, Any], row: CandidateInfo) -> Decided:
    """What the reader may learn from again: the decision that stands now."""
    if before["state"] == PROPOSED:
        return Decided(row, UNDONE, None)
    return Decided(row, before["state"], row.figure if before["state"] in (CONFIRMED, CORRECTED) else None)
