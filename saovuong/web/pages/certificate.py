from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from saovuong import __version__
from saovuong.consolidation.certifying import certificate as certificate_of
from saovuong.consolidation.queries import explain
from saovuong.consolidation.shapes import Place
from saovuong.core.period import Period
from saovuong.web.desk import WebRequest
from saovuong.web.kept import Kept, book_of
from saovuong.web.pages.units import MOST_FIGURES, remember
from saovuong.web.showing.certificates import Sheet, sheet_of
from saovuong.web.showing.places import above
from saovuong.web.snapshot import current_snapshot

_KEPT = Kept()


@require_safe
def certificate(request: WebRequest, unit: str, period: Period, measure: str) -> HttpResponse:
    """One figure on one sheet of paper, for commanders and inspectors."""
    desk = request.desk

    def make() -> tuple[Place, Sheet]:
        found = explain(
            **desk.asking, unit_id=unit, period_label=period.label, measure=measure, snapshot=current_snapshot(), most=MOST_FIGURES
        )
        return found.place, sheet_of(certificate_of(found), desk.catalogue)

    place, sheet = _KEPT.of((unit, period.label, measure, book_of(desk)), make)
    remember(request, place.unit.id, period)
    shown = {
        "place": place,
        "period": period,
        "above": above(place.unit, place.tree.day, desk=desk),
        "sheet": sheet,
        "asked_at": desk.now,
        "version": __version__,
        "address": request.build_absolute_uri(reverse("certificate", args=[place.unit.id, period, measure])),
    }
    return render(request, "web/certificate.html", shown)
