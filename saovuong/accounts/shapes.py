"""What leaves the accounts room."""

from dataclasses import dataclass

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
