from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from saovuong.accounts.queries import actor_of, anyone_signs_in
from saovuong.accounts.services import sign_in_note
from saovuong.demo.people import DEMO_PASSWORD, DEMO_PEOPLE
from saovuong.web.desk import WebRequest, is_demo

_YEAR = 365 * 24 * 3600


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: WebRequest) -> HttpResponse:
    if not anyone_signs_in():
        return redirect("first-run")
    name = request.POST.get("username", "").strip()
    problem = ""
    if request.method == "POST":
        user = authenticate(request, username=name, password=request.POST.get("password", ""))
        actor = actor_of(user)
        if user is not None and actor is not None:
            login(request, user)
            sign_in_note(actor=actor, now=request.desk.now)
            return redirect(_safe_next(request))
        problem = _locked() if getattr(request, "axes_locked_out", False) else _("Tên tài khoản hoặc mật khẩu không đúng.")
    elif "idle" in request.GET:
        problem = _("Phiên làm việc đã khóa vì lâu không thao tác. Đăng nhập lại để làm tiếp.")
        if "kept" in request.GET:
            problem += " " + _("Số liệu vừa gửi chưa lưu nhưng được giữ lại: đăng nhập bằng chính tài khoản đó sẽ thấy trong biểu.")
    people = DEMO_PEOPLE if is_demo() else ()
    shown = {"name": name, "problem": problem, "people": people, "demo_password": DEMO_PASSWORD, "next": _safe_next(request)}
    return render(request, "web/sign_in.html", shown, status=403 if request.method == "POST" else 200)


@require_POST
def sign_out(request: WebRequest) -> HttpResponse:
    logout(request)
    return redirect("sign-in")


@require_POST
def language(request: WebRequest) -> HttpResponse:
    response = redirect(_safe_next(request))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=_YEAR, samesite="Lax", httponly=True)
    return response


def _locked() -> str:
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return _("Nhập sai nhiều lần nên tài khoản tạm khóa trên máy này {minutes} phút.").format(minutes=minutes)


def _safe_next(request: HttpRequest) -> str:
    """Where the person was going, if that is a page of this program."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else reverse("work")
