"""Who reported, and what cannot be right together."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from saovuong.api.desk import desk_of
from saovuong.api.operations.totals import Submitted, snapshot, states_of
from saovuong.api.paging import USUAL, BadCursor, Cursor, Limit, Page, cursor_for, last_of
from saovuong.api.showing.basics import At, Code, PeriodAsked, Shown, TreeDay, UnitAsked, UnitRef, refs
from saovuong.api.showing.checks import FindingShown, finding_shown
from saovuong.api.showing.totals import PlaceShown, place_shown
from saovuong.api.typed import YesNo
from saovuong.checks.queries import check
from saovuong.consolidation.queries import coverage
from saovuong.org.queries import index

router = Router()

_Form = Annotated[str | None, Query(max_length=80, pattern=r"^[a-z][a-z0-9_]*$", description="Mã biểu; bỏ trống: số liệu nào cũng được.")]
_Rules = Annotated[list[Code] | None, Query(max_length=50, description="Mã quy tắc, lặp lại được; bỏ trống: mọi quy tắc.")]
_Waived = Annotated[YesNo, Query(False, description="Cả những kết quả đã bỏ qua có lý do.")]


class LateShown(Shown):
    """A report that did not arrive by ``last_day``; ``arrived`` null where it still has not."""

    unit: UnitRef
    last_day: date
    working_days: int
    arrived: date | None
    to: str


class DueShown(Shown):
    level: str
    last_day: date


class CoverageAnswer(Shown):
    """``heard`` of ``expected`` units told something; of the ``missing`` some are known ``by_others`` or ``represented`` in a reported
    total."""

    place: PlaceShown
    form: str | None
    heard: int
    expected: int
    missing: list[UnitRef]
    by_others: list[UnitRef]
    represented: list[UnitRef]
    late: list[LateShown]
    due: list[DueShown] = Field(description="Ngày cuối còn đúng hạn của từng cấp.")


@router.get("coverage", response=CoverageAnswer, summary="Đơn vị nào đã báo cáo, còn thiếu, muộn")
def coverage_get(
    request: HttpRequest,
    *,
    unit: UnitAsked,
    period: PeriodAsked,
    form: _Form = None,
    tree_day: TreeDay = None,
    at: At = None,
    submitted: Submitted = False,
) -> CoverageAnswer:
    found = coverage(
        **desk_of(request).asking,
        unit_id=unit,
        period_label=period,
        form=form,
        tree_day=tree_day,
        at=at,
        states=states_of(submitted),
        snapshot=snapshot(),
    )
    place = found.place
    late = [
        LateShown(
            unit=UnitRef(id=one.unit, name=place.name(one.unit)),
            last_day=one.last_day,
            working_days=one.working_days,
            arrived=one.arrived,
            to=one.to,
        )
        for one in found.late
    ]
    due = [DueShown(level=level, last_day=day) for level, day in found.due.items()]
    return CoverageAnswer(
        place=place_shown(place),
        form=found.form,
        heard=found.coverage.heard,
        expected=found.coverage.expected,
        missing=refs(found.coverage.missing, place.names),
        by_others=refs(found.coverage.by_others, place.names),
        represented=refs(found.coverage.represented, place.names),
        late=late,
        due=due,
    )


@router.get("checks", response=Page[FindingShown], summary="Kết quả kiểm tra số liệu")
def checks_list(
    request: HttpRequest,
    *,
    unit: UnitAsked,
    period: PeriodAsked,
    rule: _Rules = None,
    level: Literal["error", "warning", "info"] | None = None,
    waived: _Waived = False,
    submitted: Submitted = False,
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Page[FindingShown]:
    """What cannot be right together about the unit and those below it, by the rules of the pack."""
    desk, after = desk_of(request), last_of(cursor, "checks")
    view = check(**desk.asking, unit_id=unit, period_label=period, rules=rule, states=states_of(submitted))
    chosen = [one for one in view.findings if (waived or one.waiver is None) and (level is None or one.finding.level == level)]
    if after is not None:
        keys = [one.finding.key for one in chosen]
        if after not in keys:
            raise BadCursor(cursor=cursor)
        chosen = chosen[keys.index(after) + 1 :]
    more = cursor_for("checks", chosen[limit - 1].finding.key) if len(chosen) > limit else None
    names = index()
    return Page(items=[finding_shown(one, view, desk.catalogue, names) for one in chosen[:limit]], next=more)
