"""What leaves the accounts room."""

from dataclasses import dataclass
from datetime import date, datetime

ROLES = ("clerk", "verifier", "commander", "writer", "inspector", "admin")
ALL_UNITS = "vn"
"""The unit above all others: a grant on it reaches every unit of any day."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The person on whose behalf something is done."""

    id: int
    name: str
    display_name: str


@dataclass(frozen=True, slots=True)
class GrantInfo:
    """One role on one unit and its subtree."""

    role: str
    unit_id: str


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """An open account as an administrator sees it; nobody ever sees a password."""

    name: str
    display_name: str
    has_password: bool
    grants: tuple[GrantInfo, ...]


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """A token as its owner and the administrator see it; nobody ever sees the secret again.

    ``key`` is its part that may be seen, ``expires_on`` the first day on which it no longer opens anything. ``last_used_at`` is kept to
    the nearest few minutes."""

    key: str
    name: str
    owner: str
    owner_name: str
    writes: bool
    created_at: datetime
    expires_on: date
    last_used_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str | None

    def holds_on(self, day: date) -> bool:
        return self.revoked_at is None and day < self.expires_on


@dataclass(frozen=True, slots=True)
class TokenUse:
    """A right token, and for whom it acts."""

    actor: Actor
    token: TokenInfo


@dataclass(frozen=True, slots=True)
class FactorInfo:
    """A confirmed second factor, and how many backup codes were not used yet."""

    since: datetime
    backup_left: int


@dataclass(frozen=True, slots=True)
class FactorStart:
    """A secret on its way into a telephone: to be typed, and as the address that a picture carries."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True)
class SittingInfo:
    """An open session; ``here`` is the one that asks."""

    number: int
    device: str
    address: str
    since: datetime
    seen_at: datetime
    here: bool


@dataclass(frozen=True, slots=True)
class HeldGrant:
    """One role on one unit with its days, the last not included; ``valid_to`` None holds until taken away."""

    role: str
    unit_id: str
    valid_from: date
    valid_to: date | None
