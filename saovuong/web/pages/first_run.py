import secrets

from django.contrib.auth import authenticate, login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from saovuong.accounts.queries import anyone_signs_in
from saovuong.core.errors import Refusal
from saovuong.setup.first_run import ADMINISTRATOR, code_read, office_set_up
from saovuong.web.choosing import candidates_of, problem_of
from saovuong.web.desk import WebRequest, data_folder


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def first_run(request: WebRequest) -> HttpResponse:
    """Once, with the code that ``saovuong serve`` printed: a password for the administrator, the office's unit, its regime."""
    if anyone_signs_in():
        raise Http404
    code = code_read(folder=data_folder())
    given = request.POST.get("code") or request.GET.get("ma") or ""
    right_code = code is not None and secrets.compare_digest(given.encode(), code.encode())
    problem = _("Mã khởi tạo không đúng. Mã in ở cửa sổ đang chạy lệnh saovuong serve.") if given and not right_code else ""
    candidates: tuple[tuple[str, str], ...] = ()
    if request.method == "POST" and right_code:
        problem, candidates = _set_up(request)
        if not problem:
            return redirect("work")
    regimes = list(request.desk.catalogue.regimes.values())
    typed = {key: request.POST.get(key, "") for key in ("unit", "regime")}
    shown = {"candidates": candidates, "problem": problem, "code": given if right_code else "", "regimes": regimes, "form": typed}
    return render(request, "web/first_run.html", shown, status=400 if problem else 200)


def _set_up(request: WebRequest) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What is wrong with the form, and the units that its name may mean; empty where all is set up and the administrator is in."""
    form, desk = request.POST, request.desk
    if form.get("password", "") != form.get("again", ""):
        return _("Hai lần gõ mật khẩu khác nhau."), ()
    try:
        office_set_up(
            folder=data_folder(),
            now=desk.now,
            password=form.get("password", ""),
            unit=form.get("unit_id") or form.get("unit", ""),
            regime=form.get("regime", ""),
            catalogue=desk.catalogue,
        )
    except Refusal as refusal:
        return problem_of(refusal), candidates_of(refusal)
    user = authenticate(request, username=ADMINISTRATOR, password=form.get("password", ""))
    if user is not None:
        login(request, user)
    return "", ()
