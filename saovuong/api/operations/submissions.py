from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router

from saovuong.api.desk import ApiDesk, desk_of
from saovuong.api.paging import USUAL, Cursor, Limit, Page, cursor_for, last_number
from saovuong.api.showing.basics import Code, PeriodAsked, UnitAsked
from saovuong.api.showing.facts import fact_shown
from saovuong.api.showing.submissions import (
    FigureShown,
    State,
    SubmissionDetail,
    SubmissionShown,
    step_shown,
    submission_shown,
    verdict_shown,
)
from saovuong.api.typed import Whole
from saovuong.ledger import queries as ledger
from saovuong.org.queries import index

router = Router()

SubmissionNumber = Annotated[Whole, Path(ge=1, le=10**15, description="Số hồ sơ.")]
_Form = Annotated[Code | None, Query(description="Mã biểu.")]


@router.get("submissions", response=Page[SubmissionShown], summary="Hồ sơ trong phạm vi của tài khoản")
def submissions_list(
    request: HttpRequest,
    *,
    unit: UnitAsked | None = None,
    period: PeriodAsked | None = None,
    form: _Form = None,
    state: State | None = None,
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Page[SubmissionShown]:
    """Those begun last first."""
    desk = desk_of(request)
    rows = ledger.submissions(
        actor=desk.actor,
        now=desk.now,
        unit_ids=None if unit is None else [unit],
        period_label=period,
        form=form,
        states=None if state is None else [state],
        newest=limit + 1,
        before=last_number(cursor, "submissions"),
    )
    names = index()
    more = cursor_for("submissions", rows[limit - 1].id) if len(rows) > limit else None
    return Page(items=[submission_shown(row, names) for row in rows[:limit]], next=more)


@router.get("submissions/{number}", response=SubmissionDetail, summary="Một hồ sơ với số liệu và ý kiến kiểm tra")
def submission_get(request: HttpRequest, number: SubmissionNumber) -> SubmissionDetail:
    return detail(desk_of(request), number)


def detail(desk: ApiDesk, number: int) -> SubmissionDetail:
    row = ledger.submission_get(submission_id=number, actor=desk.actor, now=desk.now)
    verdicts = ledger.verdicts_of(submission_id=number, actor=desk.actor, now=desk.now)
    names = index()
    figures = ledger.facts_of(submission_id=number, actor=desk.actor, now=desk.now)
    return SubmissionDetail(
        submission=submission_shown(row, names),
        figures=[FigureShown(fact=fact_shown(one, desk.catalogue, names), verdict=verdict_shown(verdicts.get(one.id))) for one in figures],
        history=[step_shown(one) for one in ledger.submission_history(submission_id=number, actor=desk.actor, now=desk.now)],
        last_day=row.last_day,
    )
