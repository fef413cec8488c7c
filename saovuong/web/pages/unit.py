from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from saovuong.ledger import queries as ledger
from saovuong.ledger.access import READS, covers, scope_of
from saovuong.org.history import path_on, unit_history
from saovuong.org.queries import edition, reporting_unit_for
from saovuong.org.relations import ADMINISTRATIVE, REPORTING
from saovuong.reports import queries as reports
from saovuong.web.choosing import typed_day
from saovuong.web.desk import WebRequest
from saovuong.web.kept import Kept
from saovuong.web.showing import unit as showing
from saovuong.web.showing.submissions import rows

_MOST_FOUND, _MOST_SUBMISSIONS = 60, 8
_KEPT = Kept()


@require_safe
def search(request: WebRequest) -> HttpResponse:
    """Any unit of any day. What is typed is looked up while it is typed, where scripts run."""
    text = request.GET.get("ten", "").strip()
    shown = {"text": text, "found": showing.search(text, today=request.desk.today, most=_MOST_FOUND)}
    return render(request, "web/parts/units_found.html" if request.htmx else "web/unit_search.html", shown)


@require_safe
def unit(request: WebRequest, unit: str) -> HttpResponse:
    """A unit through time. Who was where is public; its submissions and reports are narrowed to the reader's units."""
    desk, asked = request.desk, typed_day(request.GET.get("ngay", ""))
    key = (edition(), unit, desk.today, asked, get_language())
    told = _KEPT.of(key, lambda: _through_time(unit, today=desk.today, asked=asked))
    history, answering = told["history"], told["answering"]
    scope = scope_of(actor=desk.known, roles=READS, now=desk.now)
    theirs = [unit, *(one.id for one in history.commands)]
    shown = {
        **told,
        "key": key,
        "may_look": covers(scope, answering.id),
        "submissions": rows(
            ledger.submissions(actor=desk.known, unit_ids=theirs, newest=_MOST_SUBMISSIONS, now=desk.now), desk.catalogue, roles=desk.roles
        ),
        "reports": [one for one in reports.reports(actor=desk.known, now=desk.now) if one.unit_id in theirs][::-1][:_MOST_SUBMISSIONS],
    }
    return render(request, "web/unit.html", shown)


def _through_time(unit: str, *, today: date, asked: date | None) -> dict[str, Any]:
    """What the lists of units alone tell."""
    history = unit_history(unit_id=unit)
    day = showing.standing_day(history.unit, today=today, asked=asked)
    place = history.unit if history.unit.area_of is None or history.area is None else history.area
    return {
        "unit": history.unit,
        "history": history,
        "page": showing.page_of(history, day=day),
        "day": day,
        "path": path_on(unit_id=place.id, day=day, kind=ADMINISTRATIVE) or path_on(unit_id=unit, day=day, kind=REPORTING),
        "answering": reporting_unit_for(unit_id=unit, day=day),
    }
