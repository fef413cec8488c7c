"""Who may do what to which units. Default deny: no actor, no rows."""

import json
from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from saovuong.accounts.once import once
from saovuong.accounts.shapes import Actor
from saovuong.core.errors import Refusal
from saovuong.core.tongue import noted_act
from saovuong.org import queries as org

if TYPE_CHECKING:
    from saovuong.org.shapes import UnitScope

ENTERS = ("clerk", "admin")
VERIFIES = ("verifier", "admin")
WRITES = ("writer", "admin")
# To sign is a personal act: who administers does not sign in the commander's place.
SIGNS = ("commander",)
READS = ("clerk", "verifier", "commander", "writer", "inspector", "admin")

_FEW = 100
_ACTS: dict[tuple[str, ...], str] = {
    ENTERS: noted_act("nhập số liệu"),
    VERIFIES: noted_act("duyệt hoặc trả lại số liệu"),
    WRITES: noted_act("soạn báo cáo"),
    SIGNS: noted_act("ký báo cáo"),
}


class NotAllowed(Refusal):
    code = "SV-501"
    template = (
        "Tài khoản “{name}” không có quyền {act} cho đơn vị “{unit}”. Đề nghị quản trị viên cấp quyền hoặc dùng tài khoản khác (--as)."
    )


def day_of(now: datetime) -> date:
    """The calendar day of an instant where the office is."""
    return timezone.localtime(now).date()


def scope_of(*, actor: Actor | None, roles: Collection[str], now: datetime | None) -> "UnitScope | None":
    """The units on which the actor holds one of ``roles``; None for nobody. Rights are judged on the day of asking: ``now`` None is the
    present, the one thing a question about the past must not take from its caller."""
    if actor is None:
        return None
    on = day_of(now or timezone.now())
    return once(("scope", actor.id, tuple(roles), on), lambda: org.scope_units(actor=actor, roles=roles, on=on))


def covers(scope: "UnitScope | None", unit_id: str) -> bool:
    return scope is not None and (scope.everything or unit_id in scope.unit_ids)


def rows_in(scope: "UnitScope | None", field: str) -> Q:
    """The condition that narrows a list to the scope, in SQL."""
    if scope is None:
        return Q(pk__in=())
    return Q() if scope.everything else Q(**{f"{field}__in": _told(scope.unit_ids)})


def _told(unit_ids: frozenset[str]) -> tuple[str, ...] | RawSQL:
    """Few units one by one. Many as one value, which the database takes apart: a page asks a dozen questions within the same thousand."""
    if len(unit_ids) <= _FEW:
        return tuple(unit_ids)
    apart = "SELECT value FROM json_each(%s)" if connection.vendor == "sqlite" else "SELECT jsonb_array_elements_text(%s::jsonb)"
    return RawSQL(apart, [_as_json(unit_ids)])  # noqa: S611 - the two sentences above, the units in a parameter


@lru_cache(maxsize=64)
def _as_json(unit_ids: frozenset[str]) -> str:
    return json.dumps(sorted(unit_ids))


def require(*, actor: Actor | None, roles: tuple[str, ...], unit_id: str, now: datetime) -> Actor:
    """The actor, known to hold one of ``roles`` on the unit. Raises :class:`NotAllowed`."""
    if actor is None or not covers(scope_of(actor=actor, roles=roles, now=now), unit_id):
        raise NotAllowed(name=actor.name if actor else "(không có)", act=_ACTS[roles], unit=org.unit_get(unit_id).name)
    return actor
