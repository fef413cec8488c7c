from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saovuong.core.quantity import MeasureKind
from saovuong.web.desk import WebRequest
from saovuong.web.showing import catalogue as showing


@require_safe
def catalogue(request: WebRequest) -> HttpResponse:
    desk, asked = request.desk, request.GET
    text, topic, kind = asked.get("tim", "").strip(), asked.get("chu-de", ""), asked.get("loai", "")
    lists = showing.topic_lists(desk.catalogue, text=text, topic=topic, kind=kind)
    shown = {
        "lists": lists,
        "count": sum(len(one.measures) for one in lists),
        "topics": desk.catalogue.topics.values(),
        "uoms": desk.catalogue.uoms,
        "kinds": [kind.value for kind in MeasureKind],
        "text": text,
        "topic": topic,
        "kind": kind,
        "version": desk.catalogue.version,
    }
    return render(request, "web/parts/measure_lists.html" if request.htmx else "web/catalogue.html", shown)


@require_safe
def measure(request: WebRequest, measure: str) -> HttpResponse:
    desk, found = request.desk, request.desk.catalogue.measures.get(measure)
    if found is None:
        raise Http404
    page = showing.measure_page(desk, found)
    shown = {
        "measure": found,
        "topic": desk.catalogue.topics[found.topic],
        "uom": desk.catalogue.uoms[found.uom],
        "page": page,
        "key": (page.key, page.taught),
    }
    return render(request, "web/measure.html", shown)


@require_safe
def scales(request: WebRequest) -> HttpResponse:
    known = request.desk.catalogue
    rows = [(scale, [one for one in known.measures.values() if one.scale == code]) for code, scale in known.scales.items()]
    return render(request, "web/scales.html", {"scales": rows})


@require_safe
def forms(request: WebRequest) -> HttpResponse:
    return render(request, "web/forms.html", {"regimes": showing.forms_by_regime(request.desk.catalogue)})


@require_safe
def form(request: WebRequest, form: str) -> HttpResponse:
    known = request.desk.catalogue
    found = known.forms.get(form)
    if found is None:
        raise Http404
    shown = {"form": found, "parts": showing.form_parts(found, known), "regime": known.regimes[found.regime], "uoms": known.uoms}
    return render(request, "web/form.html", shown)


@require_safe
def regimes(request: WebRequest) -> HttpResponse:
    desk = request.desk
    return render(request, "web/regimes.html", {"rows": showing.regime_rows(desk.catalogue, today=desk.today)})
