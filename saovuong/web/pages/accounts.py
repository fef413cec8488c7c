from datetime import date, timedelta

from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from saovuong.accounts.factor_queries import with_factor
from saovuong.accounts.factor_services import factor_reset
from saovuong.accounts.queries import accounts_closed, accounts_open, actor_get, actor_of, must_change
from saovuong.accounts.services import (
    NotAdministrator,
    account_close,
    account_reopen,
    grant_end,
    grant_give,
    password_set,
    user_create,
)
from saovuong.accounts.shapes import ROLES, Actor
from saovuong.accounts.sitting_services import sittings_end
from saovuong.audit.services import writing
from saovuong.core.errors import Refusal
from saovuong.core.tongue import noted_act
from saovuong.ledger.access import scope_of
from saovuong.org.names import AmbiguousUnit, UnknownUnit, resolve_unit
from saovuong.org.queries import index, reporting_unit_for
from saovuong.web.choosing import candidates_of, problem_of
from saovuong.web.desk import SEEN_KEY, WebRequest
from saovuong.web.notes import say
from saovuong.web.refusals import words_of
from saovuong.web.showing.submissions import unit_names


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accounts(request: WebRequest) -> HttpResponse:
    """Every open account with its rights; a form opens another with its first role and password."""
    require_everything(request)
    if request.method == "POST":
        try:
            _open(request)
        except Refusal as refusal:
            return _page(request, refusal)
        return redirect("accounts")
    return _page(request, None)


@sensitive_post_parameters("password")
@require_POST
def account(request: WebRequest, name: str) -> HttpResponse:
    """Give or take a role, set a password, take away a lost second factor, end sessions, close, open again."""
    require_everything(request)
    desk, form = request.desk, request.POST
    if form.get("act") == "reopen":
        account_reopen(name=name, actor=desk.known, now=desk.now)
        say(request, _("Đã mở lại tài khoản {name}; đặt mật khẩu mới để đăng nhập được.").format(name=name))
        return redirect("accounts")
    user = actor_get(name=name)
    try:
        say(request, _do(request, user).format(name=name))
    except (BadDay, AmbiguousUnit, UnknownUnit) as refusal:
        return _page(request, refusal, about=name)
    return redirect("accounts")


def _page(request: WebRequest, refusal: Refusal | None, *, about: str = "") -> HttpResponse:
    """``about`` is the account whose form was refused; without it, it was the form of a new one."""
    form, rows = request.POST, accounts_open(on=request.desk.today)
    names = unit_names(grant.unit_id for row in rows for grant in row.grants)
    shown = {
        "rows": rows,
        "closed": accounts_closed(),
        "factors": with_factor(),
        "names": names,
        "roles": ROLES,
        "form": {key: form.get(key, "") for key in ("name", "display_name", "role", "unit", "valid_from", "valid_to")},
        "about": about,
        "candidates": candidates_of(refusal) if refusal else (),
        "problem": problem_of(refusal) if refusal else "",
    }
    return render(request, "web/accounts.html", shown, status=400 if refusal else 200)


def _do(request: WebRequest, user: Actor) -> str:
    """What the form asks for; the sentence that tells it was done."""
    desk, form = request.desk, request.POST
    match form.get("act"):
        case "grant":
            _give(request, user)
            return _("Đã cấp vai trò cho {name}.")
        case "end":
            grant_end(user=user, role=form.get("role", ""), unit_id=form.get("unit_id", ""), actor=desk.known, now=desk.now)
            return _("Đã thu vai trò của {name}.")
        case "factor":
            factor_reset(user=user, actor=desk.known, now=desk.now)
            return _("Đã tắt xác thực hai bước của {name}.")
        case "sessions":
            sittings_end(user=user, actor=desk.known, now=desk.now)
            return _("Đã kết thúc mọi phiên của {name}.")
        case "close":
            account_close(user=user, actor=desk.known, now=desk.now)
            return _("Đã đóng tài khoản {name}; các phiên đang mở của tài khoản này kết thúc.")
    password_set(user=user, password=form.get("password", ""), actor=desk.known, now=desk.now, must_change=user != desk.known)
    return _("Đã đặt mật khẩu cho {name}; người đó phải đổi ở lần đăng nhập đầu. Các phiên đang mở của tài khoản này kết thúc.")


@sensitive_post_parameters("old", "password", "again")
@require_http_methods(["GET", "POST"])
def password(request: WebRequest) -> HttpResponse:
    """One's own password."""
    form, problem = request.POST, ""
    if request.method == "POST":
        problem = _changed(request, old=form.get("old", ""), new=form.get("password", ""), again=form.get("again", ""))
        if not problem:
            say(request, _("Đã đổi mật khẩu; các phiên khác của tài khoản này kết thúc."))
            return redirect("work" if request.desk.roles else "me")
    return render(request, "web/password.html", {"problem": problem, "first": must_change(request.user)}, status=400 if problem else 200)


def require_everything(request: WebRequest) -> None:
    """Accounts reach over all units: who administers only some of them could otherwise give themselves the others."""
    desk = request.desk
    scope = scope_of(actor=desk.known, roles=("admin",), now=desk.now)
    if scope is None or not scope.everything:
        raise NotAdministrator(name=desk.known.name, act=noted_act("sửa tài khoản"))


def _open(request: WebRequest) -> None:
    """All of it or nothing."""
    desk, form = request.desk, request.POST
    with writing():
        user = user_create(
            name=form.get("name", "").strip(), display_name=form.get("display_name", "").strip(), actor=desk.known, now=desk.now
        )
        _give(request, user)
        password_set(user=user, password=form.get("password", ""), actor=desk.known, now=desk.now, must_change=True)
    say(request, _("Đã mở tài khoản {name}.").format(name=user.name))


class BadDay(Refusal):
    code = "SV-381"
    template = "Ngày “{text}” không hợp lệ. Chọn ngày trong lịch, hoặc ghi như 2025-03-31."


def _give(request: WebRequest, user: Actor) -> None:
    """The last day of a right is one on which it still holds."""
    desk, form = request.desk, request.POST
    first, last = _day(form.get("valid_from", "")) or desk.today, _day(form.get("valid_to", ""))
    unit = resolve_unit(index(), form.get("unit_id") or form.get("unit", ""), on=max(first, desk.today))
    unit_id = reporting_unit_for(unit_id=unit.id, day=desk.today).id
    until = last + timedelta(days=1) if last else None
    grant_give(user=user, role=form.get("role", ""), unit_id=unit_id, valid_from=first, valid_to=until, actor=desk.known, now=desk.now)


def _day(text: str) -> date | None:
    """None for nothing. Raises :class:`BadDay`."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise BadDay(text=text) from None


def _changed(request: WebRequest, *, old: str, new: str, again: str) -> str:
    """What is wrong; empty where the password is changed and this session goes on."""
    known = request.desk.known
    user = authenticate(request, username=known.name, password=old)
    if user is None or actor_of(user) != known:
        return _("Mật khẩu hiện nay không đúng.")
    if new != again:
        return _("Hai lần gõ mật khẩu khác nhau.")
    if new == old:
        return _("Mật khẩu mới phải khác mật khẩu hiện nay.")
    try:
        password_set(user=known, password=new, actor=known, now=request.desk.now)
    except Refusal as refusal:
        return words_of(refusal)
    user.refresh_from_db()
    update_session_auth_hash(request, user)
    # The session has a new key now, by which it is noted at its next request.
    request.session.pop(SEEN_KEY, None)
    return ""
