from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from saovuong.accounts.queries import accounts_open, actor_get, actor_of
from saovuong.accounts.services import NotAdministrator, grant_end, grant_give, password_set, user_create
from saovuong.accounts.shapes import ROLES, Actor
from saovuong.audit.services import writing
from saovuong.core.errors import Refusal
from saovuong.ledger.access import scope_of
from saovuong.org.names import resolve_unit
from saovuong.org.queries import index, reporting_unit_for
from saovuong.web.desk import WebRequest
from saovuong.web.notes import say
from saovuong.web.refusals import words_of
from saovuong.web.showing.submissions import unit_names


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accounts(request: WebRequest) -> HttpResponse:
    """Every open account with its rights; a form opens another with its first role and password."""
    _require_everything(request)
    form, problem = request.POST, ""
    if request.method == "POST":
        try:
            _open(request)
            return redirect("accounts")
        except Refusal as refusal:
            problem = f"{words_of(refusal)} [{refusal.code}]"
    rows = accounts_open(on=request.desk.today)
    names = unit_names(grant.unit_id for row in rows for grant in row.grants)
    typed = {key: form.get(key, "") for key in ("name", "display_name", "role", "unit")}
    shown = {"rows": rows, "names": names, "roles": ROLES, "form": typed, "problem": problem}
    return render(request, "web/accounts.html", shown, status=400 if problem else 200)


@sensitive_post_parameters("password")
@require_POST
def account(request: WebRequest, name: str) -> HttpResponse:
    """Give or take a role, set a password."""
    _require_everything(request)
    desk, form, user = request.desk, request.POST, actor_get(name=name)
    match form.get("act"):
        case "grant":
            _give(request, user)
            say(request, _("Đã cấp vai trò cho {name}.").format(name=name))
        case "end":
            grant_end(user=user, role=form.get("role", ""), unit_id=form.get("unit_id", ""), actor=desk.known, now=desk.now)
            say(request, _("Đã thu vai trò của {name}.").format(name=name))
        case _:
            password_set(user=user, password=form.get("password", ""), actor=desk.known, now=desk.now)
            say(request, _("Đã đặt mật khẩu cho {name}; các phiên đang mở của tài khoản này kết thúc.").format(name=name))
    return redirect("accounts")


@sensitive_post_parameters("old", "password", "again")
@require_http_methods(["GET", "POST"])
def password(request: WebRequest) -> HttpResponse:
    """One's own password."""
    form, problem = request.POST, ""
    if request.method == "POST":
        problem = _changed(request, old=form.get("old", ""), new=form.get("password", ""), again=form.get("again", ""))
        if not problem:
            say(request, _("Đã đổi mật khẩu; các phiên khác của tài khoản này kết thúc."))
            return redirect("work")
    return render(request, "web/password.html", {"problem": problem}, status=400 if problem else 200)


def _require_everything(request: WebRequest) -> None:
    """Accounts reach over all units: who administers only some of them could otherwise give themselves the others."""
    desk = request.desk
    scope = scope_of(actor=desk.known, roles=("admin",), now=desk.now)
    if scope is None or not scope.everything:
        raise NotAdministrator(name=desk.known.name, act=_("sửa tài khoản"))


def _open(request: WebRequest) -> None:
    """All of it or nothing."""
    desk, form = request.desk, request.POST
    with writing():
        user = user_create(
            name=form.get("name", "").strip(), display_name=form.get("display_name", "").strip(), actor=desk.known, now=desk.now
        )
        _give(request, user)
        password_set(user=user, password=form.get("password", ""), actor=desk.known, now=desk.now)
    say(request, _("Đã mở tài khoản {name}.").format(name=user.name))


def _give(request: WebRequest, user: Actor) -> None:
    desk, form = request.desk, request.POST
    unit = resolve_unit(index(), form.get("unit", ""), on=desk.today)
    unit_id = reporting_unit_for(unit_id=unit.id, day=desk.today).id
    grant_give(user=user, role=form.get("role", ""), unit_id=unit_id, valid_from=desk.today, actor=desk.known, now=desk.now)


def _changed(request: WebRequest, *, old: str, new: str, again: str) -> str:
    """What is wrong; empty where the password is changed and this session goes on."""
    known = request.desk.known
    user = authenticate(request, username=known.name, password=old)
    if user is None or actor_of(user) != known:
        return _("Mật khẩu hiện nay không đúng.")
    if new != again:
        return _("Hai lần gõ mật khẩu khác nhau.")
    try:
        password_set(user=known, password=new, actor=known, now=request.desk.now)
    except Refusal as refusal:
        return words_of(refusal)
    user.refresh_from_db()
    update_session_auth_hash(request, user)
    return ""
