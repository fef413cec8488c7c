"""Access tokens for the API, on one's own page; the API's description for signed-in people."""

from datetime import date, timedelta

from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saovuong.accounts.queries import actor_of
from saovuong.accounts.shapes import ALL_UNITS
from saovuong.accounts.token_queries import tokens_in_use, tokens_of
from saovuong.accounts.token_services import LONGEST_DAYS, BadExpiry, token_make, token_revoke
from saovuong.core.errors import Refusal
from saovuong.web.desk import WebRequest
from saovuong.web.notes import say
from saovuong.web.refusals import words_of

_USUAL_DAYS = 90


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def tokens(request: WebRequest) -> HttpResponse:
    """One's own tokens; a form makes another, whose secret this one answer shows. An administrator of everything sees the others' too."""
    desk, form, problem, told, made = request.desk, request.POST, "", "", None
    if request.method == "POST":
        try:
            told, made = _made(request)
        except Refusal as refusal:
            problem = f"{words_of(refusal)} [{refusal.code}]"
        problem = problem or ("" if told else _("Mật khẩu hiện nay không đúng."))
    everything = any(grant.role == "admin" and grant.unit_id == ALL_UNITS for grant in desk.grants)
    shown = {
        "tokens": tokens_of(actor=desk.known),
        "others": [one for one in tokens_in_use(now=desk.now) if one.owner != desk.known.name] if everything else [],
        "everything": everything,
        "today": desk.today,
        "told": told,
        "made": made,
        "name": "" if told else form.get("name", ""),
        "writes": not told and "writes" in form,
        "expires": form.get("expires", "") or (desk.today + timedelta(days=_USUAL_DAYS)).isoformat(),
        "first": (desk.today + timedelta(days=1)).isoformat(),
        "last": (desk.today + timedelta(days=LONGEST_DAYS)).isoformat(),
        "problem": problem,
    }
    return render(request, "web/tokens.html", shown, status=400 if problem else 200)


@require_POST
def token_end(request: WebRequest, key: str) -> HttpResponse:
    ended = token_revoke(key=key, actor=request.desk.known, now=request.desk.now)
    say(request, _("Đã thu hồi mã truy cập “{name}”; chương trình dùng mã này không vào được nữa.").format(name=ended.name))
    return redirect("tokens")


@require_safe
def api_docs(request: WebRequest) -> HttpResponse:
    """Swagger UI from the program's own files; it reads the description and, with a token typed into it, tries operations."""
    return render(request, "web/api_docs.html")


def _made(request: WebRequest) -> tuple[str, object]:
    """The secret and its token; an empty secret where the password is wrong: who finds a PC unlocked must not carry a year away."""
    desk, form = request.desk, request.POST
    user = authenticate(request, username=desk.known.name, password=form.get("password", ""))
    if user is None or actor_of(user) != desk.known:
        return "", None
    try:
        day = date.fromisoformat(form.get("expires", ""))
    except ValueError:
        raise BadExpiry(last=desk.today + timedelta(days=LONGEST_DAYS)) from None
    return token_make(name=form.get("name", ""), writes="writes" in form, expires_on=day, actor=desk.known, now=desk.now)
