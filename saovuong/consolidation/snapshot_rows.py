"""The rows of data files that count, as relations for DuckDB."""

from collections.abc import Iterable, Sequence

from saovuong.consolidation.snapshot_files import DataFile, SnapshotFolder
from saovuong.engine import parquet


def rows_of(folder: SnapshotFolder, files: Sequence[DataFile]) -> str:
    """The rows of files of one kind, without those of units that moved on to another file.

    One scan for all files that nothing left and one for the others, however many they are: a scan for each file would cost more than the
    rows."""
    whole = [file for file in files if not file.hidden]
    masked = [file for file in files if file.hidden]
    gone = frozenset(unit for file in masked for unit in file.hidden)
    # A unit may have left one of these files and count in another: as when its province changed within the year.
    alike = [file for file in masked if gone.isdisjoint(file.units)]
    parts = [f"select * from {_files(folder, whole)}"] if whole else []
    parts += [_without(folder, alike, gone)] if alike else []
    parts += [_without(folder, [file], file.hidden) for file in masked if not gone.isdisjoint(file.units)]
    return f"({' union all '.join(parts)})" if masked else _files(folder, whole)


def _without(folder: SnapshotFolder, files: Sequence[DataFile], gone: Iterable[int]) -> str:
    # As a small table: a listing of hundreds would be compared one by one.
    listed = ", ".join(f"({unit})" for unit in sorted(gone))
    return f"select * from {_files(folder, files)} where unit not in (select n.unit from (values {listed}) as n(unit))"


def _files(folder: SnapshotFolder, files: Sequence[DataFile]) -> str:
    return parquet.files_of([folder.path / file.name for file in files])
