"""One's own account: roles, sessions, the second factor."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saovuong.accounts import factor_services as factors
from saovuong.accounts.factor_queries import factor_of
from saovuong.accounts.queries import actor_of, grants_of
from saovuong.accounts.sitting_queries import sittings_of
from saovuong.accounts.sitting_services import sitting_end, sittings_end
from saovuong.core.errors import Refusal
from saovuong.setup.config import factor_roles
from saovuong.web.desk import SEEN_KEY, WebRequest, data_folder
from saovuong.web.notes import say
from saovuong.web.pictures import qr_svg
from saovuong.web.refusals import words_of
from saovuong.web.showing.submissions import unit_names


@require_safe
def me(request: WebRequest) -> HttpResponse:
    """What this person may do, where they are signed in, and how."""
    desk, key = request.desk, request.session.session_key
    grants = grants_of(user=desk.known)
    shown = {
        "grants": grants,
        "names": unit_names(grant.unit_id for grant in grants),
        "factor": factor_of(user=desk.known),
        "needed": bool(desk.roles & factor_roles(folder=data_folder())),
        "sittings": sittings_of(user=desk.known, now=desk.now, idle=settings.IDLE_LOCK, session_key=key),
    }
    return render(request, "web/me.html", shown)


@require_POST
def sessions_end(request: WebRequest) -> HttpResponse:
    """One of one's own sessions, or all but this one."""
    desk, number = request.desk, request.POST.get("phien", "")
    if number.isdecimal():
        sitting_end(user=desk.known, number=int(number), now=desk.now)
        say(request, _("Đã kết thúc phiên đó."))
    else:
        ended = sittings_end(user=desk.known, actor=desk.known, now=desk.now, but=request.session.session_key)
        say(request, _("Đã kết thúc {count} phiên khác.").format(count=ended))
    return redirect("me")


@require_http_methods(["GET", "POST"])
def idle(request: WebRequest) -> HttpResponse:
    """How many seconds are left before the session locks. To ask is no click; to send is one."""
    told = request.session.get(SEEN_KEY)
    seen = datetime.fromisoformat(told) if isinstance(told, str) else request.desk.now
    left = settings.IDLE_LOCK - (request.desk.now - seen)
    return JsonResponse({"left": max(0, int(left.total_seconds()))})


@sensitive_variables("codes", "begun")
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def factor(request: WebRequest) -> HttpResponse:
    """Set up, confirm, renew the backup codes, turn off. The secret is shown until it is confirmed, backup codes on this answer alone."""
    problem = ""
    codes: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            codes = _act(request)
        except Refusal as refusal:
            problem = f"{words_of(refusal)} [{refusal.code}]"
        if not problem and not codes:
            return redirect("factor")
    user = request.desk.known
    begun = factors.factor_begun(user=user)
    shown = {
        "problem": problem,
        "codes": codes,
        "factor": factor_of(user=user),
        "begun": begun,
        "secret": _in_fours(begun.secret) if begun else "",
        "needed": bool(request.desk.roles & factor_roles(folder=data_folder())),
    }
    return render(request, "web/factor.html", shown, status=400 if problem else 200)


@require_safe
def factor_picture(request: WebRequest) -> HttpResponse:
    """The secret that still waits for its first code, as a picture for the telephone's camera."""
    begun = factors.factor_begun(user=request.desk.known)
    if begun is None:
        return HttpResponse(status=404)
    return HttpResponse(qr_svg(begun.address), content_type="image/svg+xml")


def _act(request: WebRequest) -> tuple[str, ...]:
    """What the form asks for; codes where there are new ones to show. Raises :class:`WrongPassword` and what the services raise."""
    user, now, form = request.desk.known, request.desk.now, request.POST
    code = form.get("code", "").strip()
    match form.get("act"):
        case "begin":
            _require_password(request)
            factors.factor_begin(user=user, now=now)
        case "confirm":
            codes = factors.factor_confirm(user=user, code=code, now=now)
            say(request, _("Đã bật xác thực hai bước."))
            return codes
        case "backup":
            return factors.backup_renew(user=user, code=code, now=now)
        case "off":
            _require_password(request)
            factors.factor_off(user=user, code=code, now=now)
            say(request, _("Đã tắt xác thực hai bước."))
    return ()


class WrongPassword(Refusal):
    code = "SV-380"
    template = "Mật khẩu không đúng nên chưa có gì thay đổi. Gõ lại mật khẩu đang dùng của tài khoản này."


def _require_password(request: WebRequest) -> None:
    """Who finds a browser open does not change how its owner signs in. Misses count as at sign-in."""
    known = request.desk.known
    user = authenticate(request, username=known.name, password=request.POST.get("password", ""))
    if user is None or actor_of(user) != known:
        raise WrongPassword


def _in_fours(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
