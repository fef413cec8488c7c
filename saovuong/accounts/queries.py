from datetime import date

from django.db.models import Q

from saovuong.accounts.models import Grant, User
from saovuong.accounts.shapes import Actor, GrantInfo
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


def roles_of(*, actor: Actor, on: date) -> tuple[GrantInfo, ...]:
    """The grants that hold on that day; an account that was closed has none."""
    rows = Grant.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), user_id=actor.id, user__closed_at__isnull=True, valid_from__lte=on
    )
    return tuple(GrantInfo(role=row.role, unit_id=row.unit_id) for row in rows.order_by("role", "unit_id"))
