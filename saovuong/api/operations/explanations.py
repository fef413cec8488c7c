from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from saovuong.api.desk import desk_of
from saovuong.api.operations.totals import AskedRole, Submitted, snapshot, states_of
from saovuong.api.showing.basics import At, MeasureAsked, PeriodAsked, TreeDay, UnitAsked
from saovuong.api.showing.explanations import ExplanationShown, Teller
from saovuong.api.typed import Whole
from saovuong.consolidation.queries import explain
from saovuong.org.queries import index

router = Router()

_USUAL_DEPTH = 1
_Depth = Annotated[Whole, Query(_USUAL_DEPTH, ge=0, le=6, description="Số cấp của cây đơn vị cần kể, dưới đơn vị được hỏi.")]


@router.get("explain", response=ExplanationShown, summary="Một số tổng hợp từ đâu mà có")
def explain_get(
    request: HttpRequest,
    *,
    unit: UnitAsked,
    period: PeriodAsked,
    measure: MeasureAsked,
    tree_day: TreeDay = None,
    at: At = None,
    role: AskedRole = "result",
    submitted: Submitted = False,
    depth: _Depth = _USUAL_DEPTH,
) -> ExplanationShown:
    """The tree of parts of one total, down to every quote, with what was left out and why."""
    desk = desk_of(request)
    found = explain(
        **desk.asking,
        unit_id=unit,
        period_label=period,
        measure=measure,
        tree_day=tree_day,
        at=at,
        role=role,
        states=states_of(submitted),
        snapshot=snapshot(),
    )
    return Teller(desk.catalogue, index(), depth=depth).explanation(found)
