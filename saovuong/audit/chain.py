"""How one entry's hash follows from the entry before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

GENESIS = "0" * 64


def entry_hash(
    *,
    seq: int,
    at: datetime,
    actor: str,
    action: str,
    target: str,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
    prev_hash: str,
) -> str:
    """SHA-256 over the canonical JSON of the row and the hash before it.

    Times are taken in UTC so that a database's time zone does not matter."""
    body = [seq, at.astimezone(UTC).isoformat(timespec="microseconds"), actor, action, target, before, after, prev_hash]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
