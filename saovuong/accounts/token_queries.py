"""Who a token acts for, and which tokens there are."""

import hmac
import re
from datetime import datetime
from hashlib import sha256

from django.utils import timezone

from saovuong.accounts.models import AccessToken
from saovuong.accounts.shapes import Actor, TokenInfo, TokenUse

PREFIX = "sv_"
_TOKEN = re.compile(rf"{PREFIX}(?P<key>[0-9a-f]{{8}})_[A-Za-z0-9_-]{{43}}\Z")


def digest_of(told: str) -> str:
    """What is kept of a token. Its secret is 256 random bits, which nobody finds by trying: a fast hash is enough, and asked each time."""
    return sha256(told.encode()).hexdigest()


def key_of(told: str) -> str | None:
    """The part of a token that may be seen; None for what is no token at all."""
    match = _TOKEN.match(told)
    return match["key"] if match else None


def token_use(*, told: str, now: datetime) -> TokenUse | None:
    """For whom a token acts now. None for what is no token, for a wrong secret, after its last day, when it was taken back, and when its
    account was closed."""
    key = key_of(told)
    row = AccessToken.objects.select_related("user").filter(key=key).first() if key else None
    if row is None or not hmac.compare_digest(row.digest, digest_of(told)):
        return None
    token = token_info(row)
    if not token.holds_on(timezone.localtime(now).date()) or row.user.closed_at is not None:
        return None
    return TokenUse(Actor(id=row.user.pk, name=row.user.name, display_name=row.user.display_name), token)


def tokens_of(*, actor: Actor) -> list[TokenInfo]:
    """The actor's own tokens, the newest first, those that no longer hold too."""
    return [token_info(row) for row in AccessToken.objects.select_related("user").filter(user_id=actor.id).order_by("-pk")]


def tokens_in_use(*, now: datetime) -> list[TokenInfo]:
    """Everybody's tokens that hold today, by account. For an administrator of everything."""
    rows = AccessToken.objects.select_related("user").filter(revoked_at__isnull=True, expires_on__gt=timezone.localtime(now).date())
    return [token_info(row) for row in rows.order_by("user__name", "-pk")]


def token_info(row: AccessToken) -> TokenInfo:
    return TokenInfo(
        key=row.key,
        name=row.name,
        owner=row.user.name,
        owner_name=row.user.display_name,
        writes=row.writes,
        created_at=row.created_at,
        expires_on=row.expires_on,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by or None,
    )
