from collections.abc import Collection
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from saovuong.api.desk import ApiDesk, desk_of
from saovuong.api.operations.totals import Measures, Submitted, states_of
from saovuong.api.paging import USUAL, Cursor, Limit, Page, cursor_for, last_number
from saovuong.api.showing.basics import At, PeriodAsked, UnitAsked
from saovuong.api.showing.facts import CSV_HEADS, FactShown, csv_rows, fact_shown
from saovuong.api.tables import Format, csv_response, wants_csv
from saovuong.api.typed import Whole, YesNo
from saovuong.catalogue.periods import period_of
from saovuong.consolidation.places import place_for
from saovuong.ledger import queries as ledger
from saovuong.ledger.services.facts import UnknownFact
from saovuong.org.queries import index

router = Router()

Number = Annotated[Whole, Path(ge=1, le=10**15)]
Below = Annotated[YesNo, Query(False, description="Cả số liệu của đơn vị trực thuộc, trên cây đơn vị ngày cuối của kỳ.")]
# Beyond this a tree is the whole country's, whose every unit the account's own scope already names.
_MOST_UNITS = 5000


@router.get("facts", response=Page[FactShown], summary="Số liệu đang có hiệu lực")
def facts_list(
    request: HttpRequest,
    *,
    period: PeriodAsked,
    unit: UnitAsked | None = None,
    below: Below = False,
    measure: Measures = None,
    at: At = None,
    submitted: Submitted = False,
    limit: Limit = USUAL,
    cursor: Cursor = None,
    format: Format = None,
) -> Page[FactShown] | HttpResponse:
    """Figures that count and whose days meet the period, by id: of one unit, of it and those below, or of all in scope."""
    desk = desk_of(request)
    asked, start, end = period_of(period, catalogue=desk.catalogue)
    rows = ledger.effective_facts(
        actor=desk.actor,
        now=desk.now,
        unit_ids=None if unit is None else _units(desk, unit, asked.label, below=below),
        measures=measure,
        start=start,
        end=end,
        at=at,
        states=states_of(submitted),
        after=last_number(cursor, "facts"),
        limit=limit + 1,
    )
    names = index()
    shown = [fact_shown(one, desk.catalogue, names) for one in rows[:limit]]
    more = cursor_for("facts", shown[-1].id) if len(rows) > limit else None
    if wants_csv(request, format):
        response = csv_response(CSV_HEADS, csv_rows(shown), name=f"so-lieu-{asked.label.replace('/', '_')}")
        if more:
            response["X-Next-Cursor"] = more
        return response
    return Page(items=shown, next=more)


@router.get("facts/{number}", response=FactShown, summary="Một số liệu")
def fact_get(request: HttpRequest, number: Number) -> FactShown:
    """By its id, whether or not it still counts."""
    desk = desk_of(request)
    found = ledger.figures_get(actor=desk.actor, fact_ids=[number], now=desk.now).get(number)
    if found is None:
        raise UnknownFact(fact_id=number)
    return fact_shown(found, desk.catalogue, index())


def _units(desk: ApiDesk, unit: str, period: str, *, below: bool) -> Collection[str] | None:
    place = place_for(unit_id=unit, period_label=period, catalogue=desk.catalogue, tree_day=None)
    if not below:
        return {place.asked.id, place.unit.id}
    inside = place.tree.units()
    return None if len(inside) > _MOST_UNITS else {place.asked.id, *inside, *place.areas}
