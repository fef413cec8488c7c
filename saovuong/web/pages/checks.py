from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saovuong.checks.queries import check
from saovuong.checks.services import finding_waive, waiver_end
from saovuong.consolidation.queries import coverage as coverage_of
from saovuong.core.errors import Refusal
from saovuong.core.period import Period
from saovuong.web.desk import WebRequest
from saovuong.web.kept import Kept, standing_of
from saovuong.web.notes import say
from saovuong.web.pages.units import remember
from saovuong.web.refusals import words_of
from saovuong.web.showing import checks as showing
from saovuong.web.showing import coverage as showing_coverage
from saovuong.web.showing.places import above
from saovuong.web.showing.said import spoken
from saovuong.web.snapshot import current_snapshot

_KEPT = Kept()


@require_safe
def checks(request: WebRequest, unit: str, period: Period) -> HttpResponse:
    return _page(request, unit, period)


@require_POST
def waive(request: WebRequest, unit: str, period: Period) -> HttpResponse:
    """Let a finding stand with a reason, or take that back."""
    desk, form = request.desk, request.POST
    key, reason, chosen = form.get("key", ""), form.get("reason", ""), showing.chosen_from(form)
    try:
        if form.get("act") == "end":
            waiver_end(actor=desk.known, now=desk.now, key=key, reason=reason)
            say(request, _("Đã thôi bỏ qua: kết quả lại được tính."))
        else:
            finding_waive(**desk.asking, unit_id=unit, period_label=period.label, key=key, reason=reason, states=chosen.states)
            say(request, _("Đã bỏ qua; hết hiệu lực khi số liệu đổi."))
    except Refusal as refusal:
        return _page(request, unit, period, problem=f"{words_of(refusal)} [{refusal.code}]")
    kept = {name: form[name] for name in ("muc", "quy-tac", "bo-qua", "rieng", "cho-duyet") if form.get(name)}
    return redirect(f"{reverse('checks', args=[unit, period])}?{urlencode(kept)}#k-{key}")


@require_safe
def coverage(request: WebRequest, unit: str, period: Period) -> HttpResponse:
    desk, form, only = request.desk, request.GET.get("bieu", ""), request.GET.get("loc", "")
    key = ("coverage", standing_of(desk), unit, period, form, only, sheet := _sheet(request))

    def make() -> dict[str, Any]:
        view = coverage_of(**desk.asking, unit_id=unit, period_label=period.label, form=form or None, snapshot=current_snapshot())
        page = showing_coverage.page_of(view, desk, only=only, sheet=sheet)
        return {"place": view.place, "above": above(view.place.unit, view.place.tree.day, desk=desk), "page": page}

    shown = _KEPT.of(key, make)
    remember(request, shown["place"].unit.id, period)
    asked = {"period": period, "form": form, "only": only, "standings": (*showing_coverage.STANDINGS, "late")}
    return render(request, "web/coverage.html", {**shown, **asked, "key": key})


def _sheet(request: WebRequest) -> int:
    text = request.GET.get("trang", "")
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _page(request: WebRequest, unit: str, period: Period, *, problem: str = "") -> HttpResponse:
    desk = request.desk
    chosen = showing.chosen_from(request.POST if problem else request.GET)

    def make() -> dict[str, Any]:
        view = check(**desk.asking, unit_id=unit, period_label=period.label, states=chosen.states, tongue=spoken())
        page = showing.page_of(view, chosen, desk, sheet=_sheet(request))
        return {"unit": view.unit, "above": above(view.unit, view.end - timedelta(days=1), desk=desk), "page": page}

    # What waits to be accepted changes figure by figure, which no position tells.
    kept = not problem and not chosen.submitted
    shown = _KEPT.of(("checks", standing_of(desk), unit, period, chosen, _sheet(request)), make) if kept else make()
    remember(request, shown["unit"].id, period)
    asked = {"period": period, "chosen": chosen, "problem": problem}
    return render(request, "web/checks.html", {**shown, **asked}, status=400 if problem else 200)
