"""What every request passes on its way in and out."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from saovuong.accounts.factor_queries import factor_of
from saovuong.accounts.once import asked_once
from saovuong.accounts.queries import actor_of, anyone_signs_in, must_change
from saovuong.accounts.sitting_services import sitting_seen
from saovuong.core.errors import Refusal
from saovuong.setup.clock import clock
from saovuong.setup.config import factor_roles
from saovuong.setup.faults import database_refusal
from saovuong.web import errors
from saovuong.web.access import ACCESS
from saovuong.web.desk import PERIOD_KEY, SEEN_KEY, UNIT_KEY, Desk, data_folder
from saovuong.web.devices import device_of
from saovuong.web.locked import asked_after

Answer = Callable[[HttpRequest], HttpResponseBase]

LARGEST_BODY = 55 * 1024 * 1024
_DRAINED = 512 * 1024 * 1024
_SEEN_EVERY = 60
# Open also to who has still to choose a password or to set up the second factor.
_ALWAYS = ("password", "factor", "factor-picture")
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def headers(answer: Answer) -> Answer:
    """Nothing from elsewhere is loaded, nothing inline runs, and no page of a signed-in person stays in the browser of a shared PC."""

    def through(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        response["Content-Security-Policy"] = _POLICY
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        response["X-Frame-Options"] = "DENY"
        if not request.path.startswith(f"/{settings.STATIC_URL.lstrip('/')}"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return through


def body_limit(answer: Answer) -> Answer:
    """Refuse what is too large before anything looks into it. The rest is read away, so that the browser hears the answer."""

    def through(request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) <= LARGEST_BODY:
            return answer(request)
        left = min(int(length), _DRAINED)
        while left > 0 and (part := request.read(min(left, 1 << 20))):
            left -= len(part)
        return errors.too_large(request)

    return through


def language(answer: Answer) -> Answer:
    """Vietnamese, unless the person chose otherwise; what the browser prefers does not count: office PCs speak English by accident."""

    def through(request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(known):
            response = answer(request)
            response["Content-Language"] = known
        return response

    return through


class IdleLock:
    """Who did nothing for half an hour signs in again."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now, seen = clock(), self._seen(request)
            if seen is not None and now - seen > settings.IDLE_LOCK:
                request.idle_person = request.user.pk  # type: ignore[attr-defined]
                logout(request)
                request.idle_locked = True  # type: ignore[attr-defined]
            elif request.method == "GET" and request.path == reverse("idle"):
                pass  # a page asks how long is left: nobody clicked
            elif seen is None or (now - seen).total_seconds() >= _SEEN_EVERY:
                request.session[SEEN_KEY] = now.isoformat()
                _note(request, now)
        return self.answer(request)

    @staticmethod
    def _seen(request: HttpRequest) -> datetime | None:
        told = request.session.get(SEEN_KEY)
        return datetime.fromisoformat(told) if isinstance(told, str) else None


def _note(request: HttpRequest, now: datetime) -> None:
    """For the list of one's sessions. A session that was never stored has no key yet: it is noted the next time."""
    user, key = actor_of(request.user), request.session.session_key
    if user is not None and key is not None:
        device = device_of(request.headers.get("User-Agent", ""))
        sitting_seen(user=user, session_key=key, device=device, address=request.META.get("REMOTE_ADDR", ""), now=now)


class Gate:
    """Opens a page to those whom the table of access names, and turns refusals into a page that says them."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        session = request.session
        request.desk = Desk(  # type: ignore[attr-defined]
            actor=actor_of(request.user), now=clock(), unit_id=session.get(UNIT_KEY), period_label=session.get(PERIOD_KEY)
        )
        if request.method not in ("GET", "HEAD"):
            return self.answer(request)
        with asked_once():
            return self.answer(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is not None and match.app_names[:1] == ["api"]:
            return None  # has a door of its own: saovuong/api/door.py
        name = match.url_name if match else None
        rule = ACCESS.get(name or "")
        if rule is None:
            return errors.forbidden(request)
        if rule.roles is None:
            return None
        desk: Desk = request.desk  # type: ignore[attr-defined]
        if desk.actor is None:
            return _to_sign_in(request)
        if not rule.admits(desk.roles):
            return errors.forbidden(request)
        return None if name in _ALWAYS else _first_things(request, desk)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        refusal = fault if isinstance(fault, Refusal) else database_refusal(fault)
        return None if refusal is None else errors.refused(request, refusal)


def _first_things(request: HttpRequest, desk: Desk) -> HttpResponse | None:
    """A password of one's own, then the second factor where one's role needs it, before anything else."""
    if must_change(request.user):
        return redirect("password")
    needed = desk.roles & factor_roles(folder=data_folder())
    return redirect("factor") if needed and factor_of(user=desk.known) is None else None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if not anyone_signs_in():
        return redirect("first-run")
    scripted = bool(request.headers.get("HX-Request"))
    asked = {} if scripted else asked_after(request, person=getattr(request, "idle_person", None))
    if request.method == "GET":
        asked = {"next": request.get_full_path()}
    if getattr(request, "idle_locked", False):
        asked["idle"] = "1"
    address = reverse("sign-in") + (f"?{urlencode(asked)}" if asked else "")
    if scripted:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
