import re
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from saovuong.accounts.models import NO_PASSWORD, Grant, Sitting, User
from saovuong.accounts.queries import UnknownAccount, holding, roles_of
from saovuong.accounts.shapes import ALL_UNITS, ROLES, Actor
from saovuong.accounts.token_services import tokens_end
from saovuong.audit.services import entry_append, writing
from saovuong.core.errors import Refusal

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,58}\Z")


class BadAccountName(Refusal):
    code = "SV-902"
    template = "Tên tài khoản “{name}” không dùng được: chỉ gồm chữ thường không dấu, số, dấu chấm và gạch nối, từ 2 đến 59 ký tự."


class AccountExists(Refusal):
    code = "SV-903"
    template = "Đã có tài khoản “{name}”. Chọn tên khác."


class UnknownRole(Refusal):
    code = "SV-904"
    template = "Không có vai trò “{role}”. Các vai trò: {known}."


class NotAdministrator(Refusal):
    code = "SV-905"
    template = "Tài khoản “{name}” không quản trị toàn hệ thống, nên không được {act}. Đề nghị quản trị viên toàn hệ thống làm việc này."


class GrantExists(Refusal):
    code = "SV-906"
    template = "Tài khoản “{name}” đã có vai trò “{role}” ở đơn vị này từ {day:%d/%m/%Y}."


class NoSuchGrant(Refusal):
    code = "SV-328"
    template = "Tài khoản “{name}” không giữ vai trò “{role}” ở đơn vị này."


class LastAdministrator(Refusal):
    code = "SV-329"
    template = "Tài khoản “{name}” là quản trị viên duy nhất nên không thu được quyền này. Cấp quyền quản trị cho người khác trước."


class EndsBeforeItBegins(Refusal):
    code = "SV-395"
    template = "Ngày hết quyền {until:%d/%m/%Y} không sau ngày bắt đầu {day:%d/%m/%Y}. Sửa lại ngày."


class OwnAccount(Refusal):
    code = "SV-396"
    template = "Không tự đóng tài khoản đang dùng “{name}”. Nhờ quản trị viên khác làm việc này."


class WeakPassword(Refusal):
    code = "SV-320"
    template = "Mật khẩu chưa đủ mạnh: {reason}"


def user_create(*, name: str, display_name: str, actor: Actor | None, now: datetime) -> Actor:
    """Open an account. ``actor`` None is the set-up of a new data folder and is refused once any account exists."""
    _require_admin(actor=actor, now=now, act="mở tài khoản")
    if not _NAME.match(name):
        raise BadAccountName(name=name)
    with writing():
        if User.objects.filter(name=name).exists():
            raise AccountExists(name=name)
        row = User.objects.create(name=name, display_name=display_name, created_at=now)
        entry_append(
            actor=actor.name if actor else "khởi tạo",
            action="user_create",
            target=f"user:{name}",
            before=None,
            after={"display_name": display_name},
            now=now,
        )
    return Actor(id=row.pk, name=name, display_name=display_name)


def grant_give(
    *, user: Actor, role: str, unit_id: str, valid_from: date, actor: Actor | None, now: datetime, valid_to: date | None = None
) -> None:
    """Give a role on a unit and its subtree up to but not including ``valid_to``. ``actor`` None is the set-up of a new data folder:
    allowed until someone is administrator.

    Raises :class:`NotAdministrator`, :class:`UnknownRole`, :class:`GrantExists`, :class:`EndsBeforeItBegins`."""
    _require_admin(actor=actor, now=now, act="cấp quyền")
    if role not in ROLES:
        raise UnknownRole(role=role, known=", ".join(ROLES))
    if valid_to is not None and valid_to <= valid_from:
        raise EndsBeforeItBegins(until=valid_to, day=valid_from)
    with writing():
        if Grant.objects.filter(user_id=user.id, role=role, unit_id=unit_id, valid_from=valid_from).exists():
            raise GrantExists(name=user.name, role=role, day=valid_from)
        Grant.objects.create(user_id=user.id, role=role, unit_id=unit_id, valid_from=valid_from, valid_to=valid_to)
        entry_append(
            actor=actor.name if actor else "khởi tạo",
            action="grant_give",
            target=f"user:{user.name}",
            before=None,
            after={"role": role, "unit_id": unit_id, "valid_from": valid_from, **({"valid_to": valid_to} if valid_to else {})},
            now=now,
        )


def grant_end(*, user: Actor, role: str, unit_id: str, actor: Actor, now: datetime) -> None:
    """Take a role away from today on; that it was held stays known. Raises :class:`NotAdministrator`, :class:`NoSuchGrant`,
    :class:`LastAdministrator`."""
    today = timezone.localtime(now).date()
    _require_admin(actor=actor, now=now, act="thu quyền")
    with writing():
        held = Grant.objects.filter(holding(today), user_id=user.id, role=role, unit_id=unit_id)
        if not held.exists():
            raise NoSuchGrant(name=user.name, role=role)
        if role == "admin" and unit_id == ALL_UNITS:
            _require_another_administrator(user, today)
        for grant in held:
            # A grant of one day's life would have no days at all: it is as if it had never been given.
            if grant.valid_from >= today:
                grant.delete()
            else:
                grant.valid_to = today
                grant.save(update_fields=["valid_to"])
        before = {"role": role, "unit_id": unit_id}
        entry_append(actor=actor.name, action="grant_end", target=f"user:{user.name}", before=before, after={"valid_to": today}, now=now)


def account_close(*, user: Actor, actor: Actor, now: datetime) -> None:
    """From now on nobody signs in with it, its sessions are over and its tokens taken back; what it did stays.

    Raises :class:`NotAdministrator`, :class:`OwnAccount`, :class:`LastAdministrator`."""
    require_administrator(actor=actor, now=now, act="đóng tài khoản")
    if actor.id == user.id:
        raise OwnAccount(name=user.name)
    with writing():
        _require_another_administrator(user, timezone.localtime(now).date())
        User.objects.filter(pk=user.id, closed_at__isnull=True).update(closed_at=now)
        Sitting.objects.filter(user_id=user.id).delete()
        after = {"closed_at": now, "tokens": tokens_end(user=user, actor=actor, now=now)}
        entry_append(actor=actor.name, action="user_close", target=f"user:{user.name}", before=None, after=after, now=now)


def account_reopen(*, name: str, actor: Actor, now: datetime) -> None:
    """With the roles it still has and without a password: whoever knew the old one does not come back with it. Raises
    :class:`NotAdministrator`, UnknownAccount."""
    require_administrator(actor=actor, now=now, act="mở lại tài khoản")
    with writing():
        if not User.objects.filter(name=name, closed_at__isnull=False).update(closed_at=None, password=NO_PASSWORD):
            raise UnknownAccount(name=name, known="")
        entry_append(actor=actor.name, action="user_reopen", target=f"user:{name}", before=None, after=None, now=now)


def password_set(*, user: Actor, password: str, actor: Actor | None, now: datetime, must_change: bool = False) -> None:
    """Give an account a password; sessions signed in with the old one end. With ``must_change`` the person chooses another before doing
    anything else.

    ``actor`` is an administrator, the account itself, or None: whoever may run programs on the data folder, and the first set-up. The
    trail says that it was done, never what it is. Raises :class:`NotAdministrator`, :class:`WeakPassword`."""
    if actor is not None and actor.id != user.id:
        _require_admin(actor=actor, now=now, act="đặt mật khẩu cho người khác")
    with writing():
        row = User.objects.get(pk=user.id)
        try:
            validate_password(password, row)
        except ValidationError as weak:
            raise WeakPassword(reason=" ".join(weak.messages)) from None
        row.set_password(password)
        row.must_change = must_change
        row.save(update_fields=["password", "must_change"])
        # The sessions themselves end at their next request, by the hash they carry.
        Sitting.objects.filter(user_id=user.id).delete()
        by = actor.name if actor else "dòng lệnh"
        entry_append(actor=by, action="password_set", target=f"user:{user.name}", before=None, after=None, now=now)


def sign_in_note(*, actor: Actor, now: datetime) -> None:
    """Leave a trace that somebody signed in on the web."""
    with writing():
        entry_append(actor=actor.name, action="sign_in", target=f"user:{actor.name}", before=None, after=None, now=now)


def require_administrator(*, actor: Actor, now: datetime, act: str) -> None:
    """Accounts reach over all units: who administers only some of them could otherwise give himself the others. Raises
    :class:`NotAdministrator`."""
    if not any(grant.role == "admin" and grant.unit_id == ALL_UNITS for grant in roles_of(actor=actor, on=timezone.localtime(now).date())):
        raise NotAdministrator(name=actor.name, act=act)


def _require_admin(*, actor: Actor | None, now: datetime, act: str) -> None:
    """Nobody acts while a new data folder is set up."""
    if actor is not None:
        require_administrator(actor=actor, now=now, act=act)
    elif Grant.objects.filter(role="admin").exists():
        raise NotAdministrator(name="(không có)", act=act)


def _require_another_administrator(user: Actor, today: date) -> None:
    whole = Grant.objects.filter(holding(today), role="admin", unit_id=ALL_UNITS, user__closed_at__isnull=True)
    if not whole.exclude(user_id=user.id).exists():
        raise LastAdministrator(name=user.name)
