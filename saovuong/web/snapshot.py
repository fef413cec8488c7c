"""The snapshot that pages read totals from."""

from typing import TYPE_CHECKING

from saovuong.consolidation.snapshot_current import snapshot_now
from saovuong.web.desk import data_folder

if TYPE_CHECKING:
    from saovuong.consolidation.snapshot_reading import SnapshotReader


def current_snapshot() -> "SnapshotReader | None":
    """The snapshot where it is up to date; None reads from the ledger, which gives the same answer more slowly."""
    return snapshot_now(folder=data_folder())
