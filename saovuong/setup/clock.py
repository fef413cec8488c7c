"""The one clock of the faces. Rooms below them are told the moment."""

import os
from datetime import UTC, datetime


def clock() -> datetime:
    """Now; ``SAOVUONG_NOW`` (ISO 8601) fixes it for transcripts, demonstrations and tests."""
    fixed = os.environ.get("SAOVUONG_NOW")
    if not fixed:
        return datetime.now(UTC)
    moment = datetime.fromisoformat(fixed)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
