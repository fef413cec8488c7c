"""The snapshot that pages read totals from."""

from typing import TYPE_CHECKING

from saovuong.consolidation.snapshot_files import SnapshotDamaged
from saovuong.consolidation.snapshot_reading import open_snapshot
from saovuong.consolidation.snapshots import folder_of, snapshot_status
from saovuong.web.desk import data_folder

if TYPE_CHECKING:
    from saovuong.consolidation.snapshot_reading import SnapshotReader


def current_snapshot() -> "SnapshotReader | None":
    """The snapshot where it is up to date; None reads from the ledger, which gives the same answer more slowly."""
    folder = folder_of(data_folder())
    try:
        status = snapshot_status(folder=folder)
        return open_snapshot(folder=folder, manifest=status.manifest) if status.current and status.manifest else None
    except SnapshotDamaged:
        return None
