from datetime import date

from django.db.models import Q

from saovuong.accounts.models import NO_PASSWORD, Grant, User
from saovuong.accounts.once import once
from saovuong.accounts.shapes import ALL_UNITS, AccountInfo, Actor, GrantInfo, HeldGrant
from saovuong.core.errors import Refusal


class UnknownAccount(Refusal):
    code = "SV-901"
    template = "Không có tài khoản “{name}”. Các tài khoản đang dùng: {known}."


def actor_get(*, name: str) -> Actor:
    """The open account of that name. Raises :class:`UnknownAccount`."""
    row = User.objects.filter(name=name, closed_at__isnull=True).first()
    if row is None:
        known = ", ".join(User.objects.filter(closed_at__isnull=True).order_by("name").values_list("name", flat=True)) or "chưa có"
        raise UnknownAccount(name=name, known=known)
    return Actor(id=row.pk, name=row.name, display_name=row.display_name)


def actor_of(user: object) -> Actor | None:
    """Who a web session signed in; None for nobody."""
    return Actor(id=user.pk, name=user.name, display_name=user.display_name) if isinstance(user, User) else None


def anyone_signs_in() -> bool:
    """Whether any account has a password. While none has, the web is not set up yet."""
    return User.objects.filter(closed_at__isnull=True).exclude(password__startswith=NO_PASSWORD).exists()


def must_change(user: object) -> bool:
    """Whether a web session's person has still to choose a password of their own."""
    return isinstance(user, User) and user.must_change


def accounts_closed() -> list[str]:
    """The names of closed accounts."""
    return list(User.objects.filter(closed_at__isnull=False).order_by("name").values_list("name", flat=True))


def grants_of(*, user: Actor) -> list[HeldGrant]:
    """Every role that the person has, had or will have, the latest first."""
    rows = Grant.objects.filter(user_id=user.id).order_by("-valid_from", "role", "unit_id")
    return [HeldGrant(row.role, row.unit_id, row.valid_from, row.valid_to) for row in rows]


def accounts_open(*, on: date) -> list[AccountInfo]:
    """Open accounts by name, each with the grants that hold on that day."""
    held: dict[int, list[GrantInfo]] = {}
    for grant in Grant.objects.filter(holding(on)).order_by("role", "unit_id"):
        held.setdefault(grant.user_id, []).append(GrantInfo(role=grant.role, unit_id=grant.unit_id))
    rows = User.objects.filter(closed_at__isnull=True).order_by("name")
    return [
        AccountInfo(
            name=row.name, display_name=row.display_name, has_password=row.has_usable_password(), grants=tuple(held.get(row.pk, ()))
        )
        for row in rows
    ]


def roles_of(*, actor: Actor, on: date) -> tuple[GrantInfo, ...]:
    """The grants that hold on that day; an account that was closed has none."""
    return once(("roles", actor.id, on), lambda: _roles_of(actor, on))


def _roles_of(actor: Actor, on: date) -> tuple[GrantInfo, ...]:
    rows = Grant.objects.filter(holding(on), user_id=actor.id, user__closed_at__isnull=True)
    return tuple(GrantInfo(*row) for row in rows.order_by("role", "unit_id").values_list("role", "unit_id"))


def administrators(*, on: date) -> list[str]:
    """Names, as people know them, of those who give roles: open accounts that administer everything on that day."""
    held = Grant.objects.filter(holding(on), role="admin", unit_id=ALL_UNITS, user__closed_at__isnull=True)
    return list(held.order_by("user__display_name").values_list("user__display_name", flat=True).distinct())


def holding(on: date) -> Q:
    """The condition that a grant holds on that day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
