from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from saovuong.api.desk import desk_of
from saovuong.api.paging import USUAL, BadCursor, Cursor, Limit, Page, cursor_for, last_of
from saovuong.api.showing.basics import MeasureAsked, MeasureInPath
from saovuong.api.showing.measures import Kind, MeasureShown, measure_shown
from saovuong.catalogue.packs import measure_get as measure_of
from saovuong.intake.wording import measures_matching

router = Router()

_Text = Annotated[
    str | None, Query(max_length=200, min_length=1, description="Tìm theo tên, mã, cách gọi hoặc chữ viết tắt; không cần dấu.")
]


@router.get("measures", response=Page[MeasureShown], summary="Tìm chỉ tiêu")
def measures_search(
    request: HttpRequest,
    *,
    q: _Text = None,
    topic: MeasureAsked | None = None,
    kind: Kind | None = None,
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Page[MeasureShown]:
    """With ``q`` the best matches on one page; without it every measure in the order of the catalogue, page by page."""
    catalogue = desk_of(request).catalogue
    every = list(catalogue.measures.values()) if q is None else measures_matching(q, catalogue, limit=len(catalogue.measures))
    after = last_of(cursor, "measures")
    if after is not None and (q is not None or after not in catalogue.measures):
        raise BadCursor(cursor=cursor)
    if after is not None:
        every = every[list(catalogue.measures).index(after) + 1 :]
    fitting = [one for one in every if (topic is None or one.topic == topic) and (kind is None or one.kind.value == kind)]
    more = cursor_for("measures", fitting[limit - 1].code) if len(fitting) > limit and q is None else None
    return Page(items=[measure_shown(one, catalogue) for one in fitting[:limit]], next=more)


@router.get("measures/{code}", response=MeasureShown, summary="Một chỉ tiêu")
def measure_get(request: HttpRequest, code: MeasureInPath) -> MeasureShown:
    catalogue = desk_of(request).catalogue
    return measure_shown(measure_of(catalogue=catalogue, code=code), catalogue)
