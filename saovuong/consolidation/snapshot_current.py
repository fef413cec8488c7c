"""The snapshot as faces use it: taken where it is up to date, kept up where it can be, never in the way."""

from datetime import datetime
from pathlib import Path

from saovuong.consolidation.snapshot_files import SnapshotDamaged
from saovuong.consolidation.snapshot_reading import SnapshotReader, open_snapshot
from saovuong.consolidation.snapshots import folder_of, snapshot_follow, snapshot_status, snapshot_tidy
from saovuong.core.errors import Refusal


def snapshot_now(*, folder: Path) -> SnapshotReader | None:
    """The snapshot of a data folder where it is up to date; None reads from the ledger, which gives the same answer more slowly."""
    place = folder_of(folder)
    try:
        status = snapshot_status(folder=place)
        return open_snapshot(folder=place, manifest=status.manifest) if status.current and status.manifest else None
    except SnapshotDamaged:
        return None


def snapshot_keep(*, folder: Path, now: datetime) -> Refusal | None:
    """After an acceptance: the snapshot follows. What keeps it from that comes back and undoes nothing: the book is written already."""
    try:
        snapshot_follow(folder=folder_of(folder), now=now)
        snapshot_tidy(folder=folder_of(folder), now=now)
    except Refusal as refusal:
        return refusal
    return None
