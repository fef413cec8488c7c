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
