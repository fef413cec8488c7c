from bisect import bisect_right
from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from saovuong.api.desk import desk_of
from saovuong.api.paging import USUAL, Cursor, Limit, Page, cursor_for, last_of
from saovuong.api.showing.basics import UnitInPath
from saovuong.api.showing.units import Level, LinkKind, Successions, UnitList, UnitShown, succession_shown, unit_shown
from saovuong.api.typed import Day
from saovuong.core.units import UnitInfo
from saovuong.org import queries as org
from saovuong.org.relations import REPORTING

router = Router()

_Text = Annotated[
    str | None,
    Query(max_length=200, min_length=1, description="Tìm theo tên, mã hành chính hoặc mã đơn vị; không cần dấu. Tốt nhất đứng trước."),
]
_Day = Annotated[Day | None, Query(description="Chỉ đơn vị tồn tại vào ngày này.")]


@router.get("units", response=Page[UnitShown], summary="Tìm đơn vị")
def units_search(
    request: HttpRequest, *, q: _Text = None, on: _Day = None, level: Level | None = None, limit: Limit = USUAL, cursor: Cursor = None
) -> Page[UnitShown]:
    """With ``q`` the best matches on one page; without it every unit by id, page by page."""
    index = org.index()
    if q is not None:
        last_of(cursor, "unit-matches")
        matches = (match.unit for match in index.find(q, on=on, limit=limit if level is None else 10 * limit))
        found = [unit for unit in matches if level is None or unit.level == level][:limit]
        return Page(items=[unit_shown(unit, index) for unit in found], next=None)
    known, after = index.relations.units, last_of(cursor, "units")
    ids = sorted(known)
    start = 0 if after is None else bisect_right(ids, after)
    fitting = (known[one] for one in ids[start:] if _fits(known[one], on=on, level=level))
    page = [unit for unit, _ in zip(fitting, range(limit + 1), strict=False)]
    more = cursor_for("units", page[limit - 1].id) if len(page) > limit else None
    return Page(items=[unit_shown(unit, index) for unit in page[:limit]], next=more)


@router.get("units/{unit_id}", response=UnitShown, summary="Một đơn vị")
def unit_get(request: HttpRequest, unit_id: UnitInPath) -> UnitShown:
    return unit_shown(org.unit_get(unit_id), org.index())


@router.get("units/{unit_id}/children", response=UnitList, summary="Đơn vị trực thuộc vào một ngày")
def unit_children(request: HttpRequest, unit_id: UnitInPath, on: _Day = None, kind: LinkKind = "reporting") -> UnitList:
    """Directly below, in Vietnamese order; ``on`` is today where it is left out. For reporting, the command of an area answers for it."""
    index, day = org.index(), on or desk_of(request).today
    unit = org.reporting_unit_for(unit_id=unit_id, day=day) if kind == REPORTING else org.unit_get(unit_id)
    below = index.relations.children(unit.id, day=day, kind=kind)
    return UnitList(items=[unit_shown(unit, index) for unit in below])


@router.get("units/{unit_id}/successions", response=Successions, summary="Đơn vị tiền thân và kế thừa")
def unit_successions(request: HttpRequest, unit_id: UnitInPath) -> Successions:
    index = org.index()
    org.unit_get(unit_id)
    passed = org.successions()
    return Successions(
        became=[succession_shown(one, index) for one in passed.by_old.get(unit_id, ())],
        came_from=[succession_shown(one, index) for one in passed.by_new.get(unit_id, ())],
    )


def _fits(unit: UnitInfo, *, on: date | None, level: str | None) -> bool:
    return (on is None or unit.exists_on(on)) and (level is None or unit.level == level)
