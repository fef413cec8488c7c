from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from saovuong.consolidation.queries import explain, totals_view
from saovuong.consolidation.shapes import Place
from saovuong.core.errors import Refusal
from saovuong.core.period import Period
from saovuong.org.names import UnitMatch, resolve_unit
from saovuong.org.queries import index, reporting_unit_for
from saovuong.web.choosing import last_day
from saovuong.web.desk import PERIOD_KEY, UNIT_KEY, WebRequest
from saovuong.web.kept import Kept, book_of
from saovuong.web.refusals import words_of
from saovuong.web.showing.places import above, below
from saovuong.web.showing.said import spoken
from saovuong.web.showing.totals import Dashboard, Explained, explained
from saovuong.web.showing.totals import dashboard as dashboard_of
from saovuong.web.snapshot import current_snapshot

_KEPT = Kept()
# A page of so many quotes is read to the end by nobody; those of a unit below are on its own page.
MOST_FIGURES = 300


@require_safe
def units(request: WebRequest) -> HttpResponse:
    """Find a unit by what is typed in the head of the page; one that is clear opens at once."""
    desk, text, problem = request.desk, request.GET.get("don-vi", "").strip(), ""
    label = request.GET.get("ky", "").strip() or desk.period.label
    found: tuple[UnitMatch, ...] = ()
    try:
        day = last_day(label)
        if text:
            found = index().find(text, on=day, limit=30)
            unit = reporting_unit_for(unit_id=resolve_unit(index(), text, on=day).id, day=day)
            return redirect("dashboard", unit=unit.id, period=Period.parse(label))
        if desk.unit is not None and "don-vi" not in request.GET:
            return redirect("dashboard", unit=desk.unit.id, period=Period.parse(label))
    except Refusal as refusal:
        problem = "" if found else words_of(refusal)
    shown = {"text": text, "label": label, "found": [(one.unit, index().full_name_of(one.unit.id)) for one in found], "problem": problem}
    return render(request, "web/units.html", shown)


@require_safe
def dashboard(request: WebRequest, unit: str, period: Period) -> HttpResponse:
    desk = request.desk

    def make() -> tuple[Place, Dashboard]:
        view = totals_view(**desk.asking, unit_id=unit, period_label=period.label, snapshot=current_snapshot())
        return view.place, dashboard_of(view, desk.catalogue)

    key = ("totals", unit, period.label, book_of(desk))
    place, table = _KEPT.of(key, make)
    remember(request, place.unit.id, period)
    shown = {
        "place": place,
        "table": table,
        "above": above(place.unit, place.tree.day, desk=desk),
        "below": below(place),
        "period": period,
        "key": key,
    }
    return render(request, "web/dashboard.html", shown)


@require_safe
def explanation(request: WebRequest, unit: str, period: Period, measure: str) -> HttpResponse:
    desk = request.desk

    def make() -> tuple[Place, Explained]:
        found = explain(
            **desk.asking, unit_id=unit, period_label=period.label, measure=measure, snapshot=current_snapshot(), most=MOST_FIGURES,
            tongue=spoken(),
        )  # fmt: skip
        return found.place, explained(found, desk.catalogue)

    key = ("explanation", unit, period.label, measure, book_of(desk))
    place, told = _KEPT.of(key, make)
    remember(request, place.unit.id, period)
    shown = {
        "place": place,
        "told": told,
        "folded": any(one.folded for part in (told, *told.parts) for one in part.root.children),
        "above": above(place.unit, place.tree.day, desk=desk),
        "period": period,
        "asked_at": desk.now,
        "key": key,
    }
    return render(request, "web/explain.html", shown)


def remember(request: WebRequest, unit_id: str, period: Period) -> None:
    """What the head of the page offers next, here too."""
    desk, session = request.desk, request.session
    if (session.get(UNIT_KEY), session.get(PERIOD_KEY)) != (unit_id, period.label):
        session[UNIT_KEY], session[PERIOD_KEY] = unit_id, period.label
    desk.unit_id, desk.period_label = unit_id, period.label
    desk.__dict__.pop("unit", None)
    desk.__dict__.pop("period", None)
