from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from saovuong.accounts.backends import AccountBackend
from saovuong.accounts.factor_queries import factor_of
from saovuong.accounts.factor_services import factor_pass
from saovuong.accounts.queries import UnknownAccount, actor_get, actor_of, anyone_signs_in
from saovuong.accounts.services import sign_in_note
from saovuong.accounts.shapes import Actor
from saovuong.core.errors import Refusal
from saovuong.demo.people import DEMO_PASSWORD, DEMO_PEOPLE
from saovuong.web.desk import WebRequest, is_demo
from saovuong.web.refusals import words_of

_BACKEND = "saovuong.accounts.backends.AccountBackend"
_WAITING, _PATIENCE = "waits-for-code", timedelta(minutes=5)
backend = AccountBackend()
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
            if factor_of(user=actor) is not None:
                _wait_for_code(request, actor)
                return redirect("sign-in-code")
            login(request, user, backend=_BACKEND)
            sign_in_note(actor=actor, now=request.desk.now)
            return redirect(_safe_next(request))
        problem = _locked() if getattr(request, "axes_locked_out", False) else _("Tên tài khoản hoặc mật khẩu không đúng.")
    elif "unsaved" in request.GET:
        problem = _("Phiên làm việc đã hết nên các số vừa gửi chưa được lưu. Đăng nhập rồi nhập lại; các ô đã lưu trước đó vẫn còn.")
    elif "idle" in request.GET:
        problem = _("Phiên làm việc đã khóa vì lâu không thao tác. Đăng nhập lại để làm tiếp.")
        if "kept" in request.GET:
            problem += " " + _("Số liệu vừa gửi chưa lưu nhưng được giữ lại: đăng nhập bằng chính tài khoản đó sẽ thấy trong biểu.")
    people = DEMO_PEOPLE if is_demo() else ()
    shown = {"name": name, "problem": problem, "people": people, "demo_password": DEMO_PASSWORD, "next": _safe_next(request)}
    return render(request, "web/sign_in.html", shown, status=403 if request.method == "POST" else 200)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def sign_in_code(request: WebRequest) -> HttpResponse:
    """The second step, for who gave the right password a few minutes ago: a code by time, or one from the backup."""
    waiting = request.session.get(_WAITING) or {}
    actor = _who_waits(waiting, request.desk.now)
    if actor is None:
        request.session.pop(_WAITING, None)
        return redirect("sign-in")
    problem = ""
    if request.method == "POST":
        try:
            factor_pass(user=actor, code=request.POST.get("code", ""), now=request.desk.now)
        except Refusal as refusal:
            problem = f"{words_of(refusal)} [{refusal.code}]"
        else:
            user = backend.get_user(actor.id)
            assert user is not None, "the account was open a line ago"
            del request.session[_WAITING]
            login(request, user, backend=_BACKEND)
            sign_in_note(actor=actor, now=request.desk.now)
            return redirect(waiting["next"])
    return render(request, "web/sign_in_code.html", {"problem": problem}, status=403 if problem else 200)


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


def _wait_for_code(request: WebRequest, actor: Actor) -> None:
    """Nobody is signed in yet: the session only remembers whose password was right, and when."""
    request.session.cycle_key()
    request.session[_WAITING] = {"name": actor.name, "at": request.desk.now.isoformat(), "next": _safe_next(request)}


def _who_waits(waiting: Mapping[str, str], now: datetime) -> Actor | None:
    if not waiting or now - datetime.fromisoformat(waiting["at"]) > _PATIENCE:
        return None
    try:
        return actor_get(name=waiting["name"])
    except UnknownAccount:
        return None


def _locked() -> str:
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return _("Nhập sai nhiều lần nên tài khoản tạm khóa trên máy này {minutes} phút.").format(minutes=minutes)


def _safe_next(request: HttpRequest) -> str:
    """Where the person was going, if that is a page of this program."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else reverse("work")
