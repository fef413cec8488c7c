"""Sessions of the web by person: noted, and ended from elsewhere."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from saovuong.accounts.models import Sitting
from saovuong.accounts.services import require_administrator
from saovuong.accounts.shapes import Actor
from saovuong.audit.services import entry_append, writing
from saovuong.core.errors import Refusal

# Longer than any session lasts: what is older says nothing any more.
_FORGOTTEN = timedelta(days=1)


class NoSuchSitting(Refusal):
    code = "SV-394"
    template = "Phiên này đã kết thúc hoặc không phải của tài khoản này. Tải lại trang để xem các phiên đang mở."


def sitting_seen(*, user: Actor, session_key: str, device: str, address: str, now: datetime) -> None:
    """Note that a session is in use; the first time since when, on what and from where."""
    with writing():
        fresh = {"user_id": user.id, "device": device[:80], "address": address[:45], "since": now, "seen_at": now}
        row, made = Sitting.objects.get_or_create(session_key=session_key, defaults=fresh)
        if made:
            Sitting.objects.filter(user_id=user.id, seen_at__lt=now - _FORGOTTEN).delete()
        else:
            row.seen_at = now
            row.save(update_fields=["seen_at"])


def sitting_end(*, user: Actor, number: int, now: datetime) -> None:
    """End one of one's own sessions. Raises :class:`NoSuchSitting`."""
    with writing():
        row = Sitting.objects.filter(user_id=user.id, pk=number).first()
        if row is None:
            raise NoSuchSitting
        _end([row.session_key])
        _note(user, user, 1, now)


def sittings_end(*, user: Actor, actor: Actor, now: datetime, but: str | None = None) -> int:
    """End every session of a person except the one with the key ``but``; how many there were. Others' sessions are ended by an
    administrator. Raises NotAdministrator."""
    if actor.id != user.id:
        require_administrator(actor=actor, now=now, act="kết thúc phiên của người khác")
    with writing():
        rows = Sitting.objects.filter(user_id=user.id)
        keys = list(rows.exclude(session_key=but).values_list("session_key", flat=True))
        ended = _end(keys)
        _note(actor, user, ended, now)
    return ended


def _end(keys: list[str]) -> int:
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    Sitting.objects.filter(session_key__in=keys).delete()
    return ended


def _note(actor: Actor, user: Actor, count: int, now: datetime) -> None:
    entry_append(actor=actor.name, action="session_end", target=f"user:{user.name}", before=None, after={"sessions": count}, now=now)
