from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from saovuong.api.desk import data_folder, desk_of
from saovuong.api.showing.basics import At, Code, PeriodAsked, TreeDay, UnitAsked
from saovuong.api.showing.totals import CSV_HEADS, TotalsShown, csv_rows, totals_shown
from saovuong.api.tables import Format, csv_response, wants_csv
from saovuong.api.typed import YesNo
from saovuong.consolidation.queries import totals_view
from saovuong.consolidation.snapshot_current import snapshot_now
from saovuong.consolidation.snapshot_reading import SnapshotReader

router = Router()

Measures = Annotated[list[Code] | None, Query(max_length=50, description="Mã chỉ tiêu, lặp lại được; bỏ trống: mọi chỉ tiêu có số liệu.")]
Submitted = Annotated[YesNo, Query(False, description="Tính cả hồ sơ đã nộp, chưa duyệt.")]
AskedRole = Annotated[Literal["result", "target"], Query(description="Kết quả, hay mục tiêu.")]


@router.get("totals", response=TotalsShown, summary="Tổng hợp của một đơn vị trong một kỳ")
def totals_list(
    request: HttpRequest,
    *,
    unit: UnitAsked,
    period: PeriodAsked,
    measure: Measures = None,
    tree_day: TreeDay = None,
    at: At = None,
    role: AskedRole = "result",
    submitted: Submitted = False,
    format: Format = None,
) -> TotalsShown | HttpResponse:
    """One total per measure, in the order of the catalogue, with coverage, targets and last year."""
    desk = desk_of(request)
    view = totals_view(
        **desk.asking,
        unit_id=unit,
        period_label=period,
        measures=measure,
        tree_day=tree_day,
        at=at,
        states=states_of(submitted),
        role=role,
        snapshot=snapshot(),
    )
    shown = totals_shown(view, desk.catalogue)
    if wants_csv(request, format):
        return csv_response(CSV_HEADS, csv_rows(shown), name=f"tong-hop-{view.place.unit.id}-{period.replace('/', '_')}")
    return shown


def states_of(submitted: bool) -> tuple[str, ...]:
    return ("accepted", "submitted") if submitted else ("accepted",)


def snapshot() -> SnapshotReader | None:
    return snapshot_now(folder=data_folder())
