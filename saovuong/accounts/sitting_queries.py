"""Where a person is signed in."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from saovuong.accounts.models import Sitting
from saovuong.accounts.shapes import Actor, SittingInfo


def sittings_of(*, user: Actor, now: datetime, idle: timedelta, session_key: str | None = None) -> list[SittingInfo]:
    """The sessions that are still open, the one last seen first; those without a click for longer than ``idle`` are not."""
    running = Session.objects.filter(session_key=OuterRef("session_key"))
    rows = Sitting.objects.filter(Exists(running), user_id=user.id, seen_at__gte=now - idle).order_by("-seen_at", "-pk")
    return [SittingInfo(row.pk, row.device, row.address, row.since, row.seen_at, row.session_key == session_key) for row in rows]
