"""What leaves the audit room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EntryInfo:
    """One act, oldest first by ``seq``; ``before`` None means something new, ``after`` None means nothing remains."""

    seq: int
    at: datetime
    actor: str
    action: str
    target: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class ChainState:
    """``broken_at`` is the first entry whose hash does not follow from the row before it; None means the chain holds."""

    entries: int
    last_hash: str
    broken_at: int | None


@dataclass(frozen=True, slots=True)
class ChainStep:
    """A stretch of the chain, verified up to and with entry ``verified``, of ``entries`` in all. ``broken_at`` as in :class:`ChainState`;
    ``done``: nothing is left to verify."""

    verified: int
    entries: int
    broken_at: int | None
    done: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Which acts are wanted; what is empty or None does not narrow. ``target`` is one target (``submission:12``) or the beginning of
    several (``submission:``). ``since`` up to but not including ``until``."""

    actor: str = ""
    action: str = ""
    target: str = ""
    since: datetime | None = None
    until: datetime | None = None
