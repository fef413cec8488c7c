"""The snapshot that pages read totals from."""

from typing import TYPE_CHECKING

from saovuong.consolidation.snapshot_keeping import reader_in_force
from saovuong.consolidation.snapshots import folder_of
from saovuong.web.desk import data_folder

if TYPE_CHECKING:
    from saovuong.consolidation.snapshot_reading import SnapshotReader


def current_snapshot() -> "SnapshotReader | None":
    """The snapshot where it is up to date; None reads from the ledger, which gives the same answer more slowly."""
    return reader_in_force(folder=folder_of(data_folder()))
