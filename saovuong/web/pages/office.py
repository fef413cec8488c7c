"""What the administrator sets for the whole office."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saovuong.accounts.shapes import ROLES
from saovuong.core.errors import Refusal
from saovuong.org.queries import index
from saovuong.setup.config import factor_roles, office_of
from saovuong.setup.first_run import office_change
from saovuong.web.choosing import candidates_of, problem_of
from saovuong.web.desk import WebRequest, data_folder
from saovuong.web.notes import say
from saovuong.web.pages.accounts import require_everything


@require_http_methods(["GET", "POST"])
def office(request: WebRequest) -> HttpResponse:
    """Its unit, its regime, and who must sign in with a second factor."""
    require_everything(request)
    desk, form, folder = request.desk, request.POST, data_folder()
    problem = ""
    candidates: tuple[tuple[str, str], ...] = ()
    if request.method == "POST":
        try:
            office_change(
                folder=folder,
                unit=form.get("unit_id") or form.get("unit", ""),
                regime=form.get("regime", ""),
                second_factor=form.getlist("factor"),
                **desk.asking,
            )
        except Refusal as refusal:
            problem, candidates = problem_of(refusal), candidates_of(refusal)
        else:
            say(request, _("Đã lưu thiết lập của cơ quan."))
            return redirect("office")
    kept = office_of(folder=folder)
    shown = {
        "problem": problem,
        "candidates": candidates,
        "unit": form.get("unit") or (index().full_name_of(kept["unit"]) if "unit" in kept else ""),
        "regime": form.get("regime") or kept.get("regime", ""),
        "regimes": sorted(desk.catalogue.regimes.values(), key=lambda one: one.code),
        "roles": ROLES,
        "factor": frozenset(form.getlist("factor")) if problem else factor_roles(folder=folder),
    }
    return render(request, "web/office.html", shown, status=400 if problem else 200)
