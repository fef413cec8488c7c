"""Tokens: made by a person for themselves, taken back by that person or by an administrator of everything."""

import secrets
from datetime import date, datetime, timedelta

from django.utils import timezone

from saovuong.accounts.models import AccessToken
from saovuong.accounts.queries import roles_of
from saovuong.accounts.shapes import ALL_UNITS, Actor, TokenInfo
from saovuong.accounts.token_queries import PREFIX, digest_of, token_info
from saovuong.audit.services import entry_append, writing
from saovuong.core.errors import Refusal

LONGEST_DAYS = 365
MOST_TOKENS = 20
_LONGEST_NAME = 60
_USED_EVERY = timedelta(minutes=5)


class BadTokenName(Refusal):
    code = "SV-370"
    template = "Đặt tên cho mã truy cập (tối đa {most} ký tự), ví dụ tên máy hoặc chương trình sẽ dùng mã."


class BadExpiry(Refusal):
    code = "SV-371"
    template = "Ngày hết hạn của mã truy cập phải sau hôm nay và không quá {last:%d/%m/%Y}."


class UnknownToken(Refusal):
    code = "SV-372"
    template = "Không có mã truy cập “{key}” đang dùng trong số mã của tài khoản này."


class TooManyTokens(Refusal):
    code = "SV-373"
    template = "Tài khoản “{name}” đã có {most} mã truy cập đang dùng. Thu hồi mã không còn cần rồi tạo mã mới."


def token_make(*, name: str, writes: bool, expires_on: date, actor: Actor, now: datetime) -> tuple[str, TokenInfo]:
    """A new token for the actor's own account: the secret, which is told this once, and what is kept of it.

    ``expires_on`` is the first day without it, at most a year from today. Raises :class:`BadTokenName`, :class:`BadExpiry`,
    :class:`TooManyTokens`."""
    named, today = " ".join(name.split()), timezone.localtime(now).date()
    if not 0 < len(named) <= _LONGEST_NAME or not named.isprintable():
        raise BadTokenName(most=_LONGEST_NAME)
    if not today < expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise BadExpiry(last=today + timedelta(days=LONGEST_DAYS))
    key, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    told = f"{PREFIX}{key}_{secret}"
    with writing():
        if AccessToken.objects.filter(user_id=actor.id, revoked_at__isnull=True, expires_on__gt=today).count() >= MOST_TOKENS:
            raise TooManyTokens(name=actor.name, most=MOST_TOKENS)
        row = AccessToken.objects.create(
            user_id=actor.id, key=key, digest=digest_of(told), name=named, writes=writes, created_at=now, expires_on=expires_on
        )
        after = {"key": key, "name": named, "writes": writes, "expires_on": expires_on}
        entry_append(actor=actor.name, action="token_make", target=f"user:{actor.name}", before=None, after=after, now=now)
    return told, token_info(row)


def token_revoke(*, key: str, actor: Actor, now: datetime) -> TokenInfo:
    """From now on the token opens nothing. Raises :class:`UnknownToken`, also for one of somebody else's where the actor does not
    administer everything."""
    with writing():
        rows = AccessToken.objects.select_related("user").filter(key=key, revoked_at__isnull=True)
        if not _administers(actor, now):
            rows = rows.filter(user_id=actor.id)
        row = rows.first()
        if row is None:
            raise UnknownToken(key=key)
        row.revoked_at, row.revoked_by = now, actor.name
        row.save(update_fields=["revoked_at", "revoked_by"])
        before = {"key": key, "name": row.name}
        entry_append(actor=actor.name, action="token_revoke", target=f"user:{row.user.name}", before=before, after=None, now=now)
    return token_info(row)


def tokens_end(*, user: Actor, actor: Actor, now: datetime) -> int:
    """Take back all of an account's tokens; how many there were. Part of the act that calls it, which leaves the trace."""
    return AccessToken.objects.filter(user_id=user.id, revoked_at__isnull=True).update(revoked_at=now, revoked_by=actor.name)


def token_used(*, token: TokenInfo, now: datetime) -> None:
    """Keep when a token was last used, to the nearest few minutes: a question must not cost a write each time."""
    if token.last_used_at is None or now - token.last_used_at >= _USED_EVERY:
        AccessToken.objects.filter(key=token.key).update(last_used_at=now)


def token_misses_note(*, key: str, address: str, now: datetime) -> None:
    """Leave a trace that wrong secrets were tried for a token until it was closed to that address for a while; none for made-up ones."""
    with writing():
        row = AccessToken.objects.select_related("user").filter(key=key).first()
        if row is not None:
            after, target = {"key": key, "address": address}, f"user:{row.user.name}"
            entry_append(actor="(không rõ)", action="token_misses", target=target, before=None, after=after, now=now)


def _administers(actor: Actor, now: datetime) -> bool:
    held = roles_of(actor=actor, on=timezone.localtime(now).date())
    return any(grant.role == "admin" and grant.unit_id == ALL_UNITS for grant in held)
