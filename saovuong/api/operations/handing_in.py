"""Figures sent by a program: all of them in one call, or none."""

from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Body, Header
from ninja.responses import Status
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from saovuong.api.desk import desk_of
from saovuong.api.operations.submissions import SubmissionNumber, detail, router
from saovuong.api.showing.basics import Code, Label, ModifierWord, UnitId
from saovuong.api.showing.submissions import SubmissionDetail
from saovuong.api.typed import Day
from saovuong.core.quantity import Modifier, Role, Scope
from saovuong.intake.services import facts_enter_once
from saovuong.ledger import services as book
from saovuong.ledger.shapes import Evidence, NewFact

# No control character that a database may not keep: line breaks and tabs are none of those.
_TEXT = r"^[^\x00]*$"
_Amount = Annotated[
    str, Field(pattern=r"^[0-9]{1,15}(\.[0-9]{1,6})?$", description="Số không âm, thập phân chính xác, tối đa 15 chữ số có nghĩa.")
]
_Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=100,
        pattern=r"^[A-Za-z0-9._-]+$",
        description="Khóa do chương trình gọi đặt cho lần gửi này. Gửi lại cùng khóa và cùng nội dung thì không nhập lần nữa.",
    ),
]


class NewFigure(BaseModel):
    """One value: exactly one of ``value``, ``rating``, ``flag``, or ``unquantified``. What is left out comes from the submission."""

    model_config = ConfigDict(extra="forbid")

    measure: Code
    source: Annotated[str, Field(min_length=1, max_length=500, pattern=_TEXT, description="Nguồn: tên tệp, hoặc tên bài, nơi và ngày.")]
    value: _Amount | None = None
    high: _Amount | None = Field(None, description="Số cuối của khoảng; chỉ với modifier range.")
    modifier: ModifierWord = "exact"
    rating: Annotated[str, Field(max_length=120, pattern=_TEXT)] | None = None
    flag: StrictBool | None = None
    unquantified: StrictBool = False
    uom: Code | None = None
    unit: UnitId | None = None
    period: Label | None = None
    as_of: Day | None = None
    role: Literal["result", "target"] = "result"
    scope: Literal["own", "total"] | None = None
    comparator: Literal["=", ">=", "<="] | None = None
    target_mode: Literal["each", "total"] | None = None
    joint: Annotated[str, Field(min_length=1, max_length=80, pattern=_TEXT)] | None = None
    quote: Annotated[str, Field(max_length=2000, pattern=_TEXT)] = ""
    note: Annotated[str, Field(max_length=2000, pattern=_TEXT)] = ""


class NewSubmission(BaseModel):
    model_config = ConfigDict(extra="forbid")

    unit: UnitId
    period: Label
    form: Code | None = Field(None, description="Mã biểu; bỏ trống: biểu của cấp đơn vị cho loại kỳ này.")
    finality: Literal["provisional", "final"] = "final"
    scope: Literal["own", "total"] | None = Field(None, description="Bỏ trống: own cho đơn vị không có cấp dưới, total cho các cấp trên.")
    hand_in: StrictBool = Field(True, description="false: để nháp, nộp sau.")
    figures: Annotated[list[NewFigure], Field(min_length=1, max_length=2000)]


@router.post("submissions", response={200: SubmissionDetail, 201: SubmissionDetail}, summary="Nhập và nộp số liệu")
def submission_create(request: HttpRequest, key: _Key, asked: Annotated[NewSubmission, Body()]) -> Status[SubmissionDetail]:
    """All figures are entered, and handed in unless it stays a draft, or nothing is. 201 the first time; 200 for the same call again."""
    desk = desk_of(request)
    made, is_new = facts_enter_once(
        **desk.asking,
        key=key,
        unit_id=asked.unit,
        period_label=asked.period,
        form=asked.form,
        finality=asked.finality,
        scope=Scope(asked.scope) if asked.scope else None,
        hand_in=asked.hand_in,
        facts=[_new_fact(one) for one in asked.figures],
    )
    return Status(201 if is_new else 200, detail(desk, made.id))


@router.post("submissions/{number}/hand-in", response=SubmissionDetail, summary="Nộp hồ sơ nháp hoặc bị trả lại")
def submission_hand_in(request: HttpRequest, number: SubmissionNumber) -> SubmissionDetail:
    desk = desk_of(request)
    book.submission_hand_in(actor=desk.actor, now=desk.now, submission_id=number)
    return detail(desk, number)


def _new_fact(one: NewFigure) -> NewFact:
    return NewFact(
        measure=one.measure,
        evidence=Evidence(None, one.source, one.quote, None, None),
        value=Decimal(one.value) if one.value is not None else None,
        high=Decimal(one.high) if one.high is not None else None,
        rating=one.rating,
        flag=one.flag,
        unquantified=one.unquantified,
        modifier=Modifier(one.modifier),
        uom=one.uom,
        unit_id=one.unit,
        period_label=one.period,
        role=Role(one.role),
        scope=Scope(one.scope) if one.scope else None,
        comparator=one.comparator,
        target_mode=one.target_mode,
        as_of=one.as_of,
        note=one.note,
        joint=one.joint,
    )
