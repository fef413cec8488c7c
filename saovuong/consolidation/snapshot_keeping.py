"""A reader of the snapshot in force for a process that answers many questions: opening one for each would take longer than many of them."""

import threading
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from saovuong.consolidation.snapshot_files import SnapshotDamaged, SnapshotFolder
from saovuong.consolidation.snapshot_reading import SnapshotReader, open_snapshot
from saovuong.consolidation.snapshots import snapshot_status

# What a reader that stays open has laid out before it need not lay out again, so that SQL is the quicker way sooner.
_SQL_FROM = 2_000


@dataclass
class _Kept(threading.local):
    """Each thread has its own: the passing tables of a reader hold one question at a time."""

    key: tuple[Path, int, datetime] | None = None
    reader: SnapshotReader | None = field(default=None, repr=False)


_kept = _Kept()


def reader_in_force(*, folder: SnapshotFolder) -> SnapshotReader | None:
    """Of the snapshot, where it has come as far as the ledger; None where there is none, where it is behind or damaged: the ledger then
    gives the same answers more slowly."""
    try:
        status = snapshot_status(folder=folder)
        if status.manifest is None or not status.current:
            return None
        key = (folder.path, status.manifest.number, status.manifest.made_at)
        if _kept.key != key:
            _kept.key, _kept.reader = None, None
            _kept.reader = replace(open_snapshot(folder=folder, manifest=status.manifest), sql_from=_SQL_FROM)
            _kept.key = key
    except SnapshotDamaged:
        return None
    return _kept.reader
