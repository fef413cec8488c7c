"""The audit trail, narrowed to what its reader may know. Default deny: neither inspector nor administrator anywhere, no acts at all."""

from datetime import datetime

from django.db.models import Q

from saovuong.accounts.shapes import Actor
from saovuong.audit.queries import entries
from saovuong.audit.shapes import Asked
from saovuong.checks import trail as checks
from saovuong.core.errors import Refusal
from saovuong.inspection.shapes import TrailPage
from saovuong.ledger import trail as ledger
from saovuong.ledger.access import scope_of
from saovuong.org.shapes import UnitScope
from saovuong.reports import trail as reports

INSPECTS = ("inspector", "admin")
_NOTHING = Asked()


class NotInspector(Refusal):
    code = "SV-366"
    template = (
        "Tài khoản “{name}” không là thanh tra hoặc quản trị của đơn vị nào nên không xem được nhật ký. Đề nghị quản trị viên cấp quyền."
    )


def trail(
    *, actor: Actor | None, now: datetime, asked: Asked = _NOTHING, before: int | None = None, after: int | None = None, most: int = 50
) -> TrailPage:
    """One page of acts. ``before`` and ``after`` are entries' numbers: the acts next to it on that side; without them the newest.

    Who inspects or administers everything sees every act. Who does so for some units sees the acts on their submissions, documents,
    findings, reports and on the units themselves, and their own; never those on accounts, settings or the reader, which reach over all
    units. Raises :class:`NotInspector`."""
    scope = inspected(actor=actor, now=now)
    found = entries(within=within(actor, scope), asked=asked, before=before, after=after, most=most + 1)
    more = len(found) > most
    if after is not None:
        return TrailPage(tuple(found[-most:]), older=True, newer=more, everything=scope.everything)
    return TrailPage(tuple(found[:most]), older=more, newer=before is not None, everything=scope.everything)


def inspected(*, actor: Actor | None, now: datetime) -> UnitScope:
    """The units whose acts the actor may read. Raises :class:`NotInspector`."""
    scope = scope_of(actor=actor, roles=INSPECTS, now=now)
    if scope is None or not (scope.everything or scope.unit_ids):
        raise NotInspector(name=actor.name if actor else "(không có)")
    return scope


def within(actor: Actor | None, scope: UnitScope) -> Q:
    if scope.everything:
        return Q()
    own = Q(actor=actor.name) if actor is not None else Q(pk__in=())
    units = Q(target__in=[f"unit:{unit_id}" for unit_id in sorted(scope.unit_ids)])
    return own | units | ledger.trail_of(scope) | checks.trail_of(scope) | reports.trail_of(scope)
