"""What a verifier's program does. Who entered a figure judges none of its submission: the ledger sees to that."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Body, Path
from pydantic import BaseModel, ConfigDict, Field

from saovuong.api.desk import data_folder, desk_of
from saovuong.api.operations.submissions import SubmissionNumber, detail, router
from saovuong.api.showing.submissions import SubmissionDetail
from saovuong.api.typed import Whole
from saovuong.consolidation.snapshot_current import snapshot_keep
from saovuong.intake.services import figure_return as return_figure
from saovuong.intake.services.decide import UnknownFigure
from saovuong.ledger import queries as ledger
from saovuong.ledger import services as book

_Figure = Annotated[Whole, Path(ge=1, le=10**9, description="Số thứ tự của số liệu trong hồ sơ.")]


class Return(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*\S[^\x00]*$", description="Lý do trả lại.")]


@router.post("submissions/{number}/accept", response=SubmissionDetail, summary="Duyệt hồ sơ đã nộp")
def submission_accept(request: HttpRequest, number: SubmissionNumber) -> SubmissionDetail:
    """From now on its figures count."""
    desk = desk_of(request)
    book.submission_accept(actor=desk.actor, now=desk.now, submission_id=number)
    snapshot_keep(folder=data_folder(), now=desk.now)
    return detail(desk, number)


@router.post("submissions/{number}/figures/{figure}/return", response=SubmissionDetail, summary="Trả lại một số liệu kèm lý do")
def figure_return(request: HttpRequest, number: SubmissionNumber, figure: _Figure, asked: Annotated[Return, Body()]) -> SubmissionDetail:
    desk = desk_of(request)
    return_figure(actor=desk.actor, now=desk.now, submission_id=number, number=figure, reason=asked.reason)
    return detail(desk, number)


@router.post("submissions/{number}/figures/{figure}/approve", response=SubmissionDetail, summary="Xác nhận một số liệu là đúng")
def figure_approve(request: HttpRequest, number: SubmissionNumber, figure: _Figure) -> SubmissionDetail:
    """Also takes back a return. The submission as a whole is accepted by itself."""
    desk = desk_of(request)
    facts = ledger.facts_of(actor=desk.actor, now=desk.now, submission_id=number)
    fact = next((one for one in facts if one.number == figure), None)
    if fact is None:
        raise UnknownFigure(submission_id=number, number=figure)
    book.fact_approve(actor=desk.actor, now=desk.now, submission_id=number, fact_id=fact.id)
    return detail(desk, number)
