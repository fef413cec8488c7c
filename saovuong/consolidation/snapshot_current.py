"""The snapshot as faces use it: taken where it is up to date, kept up where it can be, never in the way."""

import threading
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from saovuong.consolidation.snapshot_files import SnapshotDamaged
from saovuong.consolidation.snapshot_reading import SnapshotReader, open_snapshot
from saovuong.consolidation.snapshots import folder_of, snapshot_follow, snapshot_status, snapshot_tidy
from saovuong.core.errors import Refusal

# What a reader that stays open has laid out before it need not lay out again, so that SQL is the quicker way sooner.
_SQL_FROM = 2_000


@dataclass
class _Kept(threading.local):
    """Each thread has its own: the passing tables of a reader hold one question at a time."""

    key: tuple[Path, int, datetime] | None = None
    reader: SnapshotReader | None = field(default=None, repr=False)


_kept = _Kept()


def snapshot_now(*, folder: Path) -> SnapshotReader | None:
    """The snapshot of a data folder where it has come as far as the ledger; None, also where it is damaged, reads from the ledger, which
    gives the same answer more slowly.

    The reader stays open for the thread's next question: opening one for each would take longer than many of them."""
    place = folder_of(folder)
    try:
        status = snapshot_status(folder=place)
        if status.manifest is None or not status.current:
            return None
        key = (place.path, status.manifest.number, status.manifest.made_at)
        if _kept.key != key:
            _kept.key, _kept.reader = None, None
            _kept.reader = replace(open_snapshot(folder=place, manifest=status.manifest), sql_from=_SQL_FROM)
            _kept.key = key
    except SnapshotDamaged:
        return None
    return _kept.reader


def snapshot_keep(*, folder: Path, now: datetime) -> Refusal | None:
    """After an acceptance: the snapshot follows. What keeps it from that comes back and undoes nothing: the book is written already."""
    try:
        snapshot_follow(folder=folder_of(folder), now=now)
        snapshot_tidy(folder=folder_of(folder), now=now)
    except Refusal as refusal:
        return refusal
    return None
