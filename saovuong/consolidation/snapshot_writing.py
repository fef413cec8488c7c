"""Writing the partitions of a snapshot. Nothing here moves the pointer."""

import functools
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from saovuong.consolidation.snapshot_files import DataFile, Keys, Partition, SnapshotFolder
from saovuong.consolidation.snapshot_rows import rows_of
from saovuong.core.period import Period
from saovuong.engine import parquet
from saovuong.ledger.shapes import CountingFact

_MONTHS = 12
# A file with the first day of its facts and the day after their last, None where one still runs.
_Written = tuple[DataFile, date, date | None]


@dataclass
class Numbering:
    """Numbers for units and measures; a new one gets the next number."""

    units: dict[str, int] = field(default_factory=dict)
    measures: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, keys: Keys) -> "Numbering":
        return cls({one: place for place, one in enumerate(keys.units)}, {one: place for place, one in enumerate(keys.measures)})

    def keys(self) -> Keys:
        return Keys(tuple(self.units), tuple(self.measures))

    def is_of(self, keys: Keys) -> bool:
        """Whether nothing got a new number since it was made of ``keys``."""
        return (len(self.units), len(self.measures)) == (len(keys.units), len(keys.measures))

    def row(self, fact: CountingFact) -> tuple[object, ...]:
        """In the order of ``parquet.COLUMNS``."""
        units, measures = self.units, self.measures
        return (
            fact.id, units.setdefault(fact.unit_id, len(units)), units.setdefault(fact.reporter_id, len(units)),
            measures.setdefault(fact.measure, len(measures)), fact.start, fact.end, fact.as_of, fact.role, fact.scope, fact.value,
            fact.high, fact.rating, fact.flag, fact.modifier, fact.uom, fact.comparator, fact.target_mode, fact.standing, fact.finality,
            fact.joint,
        )  # fmt: skip


def months_of(year: int, facts: Iterable[CountingFact]) -> tuple[date, ...]:
    """The year's months as most of the facts cut them."""
    cuts = Counter(fact.start.day for fact in facts if fact.end is not None and (fact.end - fact.start).days < 32)
    cut = min(cuts, key=lambda day: (-cuts[day], day)) if cuts else 1
    months = [Period.parse(f"{year:04d}-{month:02d}").data_range(cut_off_day=cut if cut <= 28 else 1) for month in range(1, _MONTHS + 1)]
    last = months[-1][1]
    assert last is not None
    return (*(start for start, _ in months), last)


@dataclass
class PartitionWriter:
    """Writes partitions into the folder with one database; ``passing`` takes half-made files and lies on the same disk."""

    folder: SnapshotFolder
    numbering: Numbering
    database: duckdb.DuckDBPyConnection
    passing: Path
    _made: int = 0

    def write(self, *, year: int, province: str, facts: Sequence[CountingFact]) -> Partition | None:
        """A partition of these facts; None where there are none."""
        if not facts:
            return None
        parquet.load_facts(self.database, name="incoming", rows=map(self.numbering.row, facts), folder=self.passing)
        return self.write_table(year=year, province=province, starts=months_of(year, facts), table="incoming")

    def write_table(self, *, year: int, province: str, starts: tuple[date, ...], table: str) -> Partition | None:
        """The same of a table in the columns of ``parquet.COLUMNS``."""
        queries = parquet.split(self.database, facts=table, months=parquet.Months(starts), tag="all")
        return self._partition(Partition(year, province, starts, starts[0], starts[-1], ()), queries)

    def rewrite(self, old: Partition, *, gone: Collection[int], units: Collection[int], added: Sequence[CountingFact]) -> Partition | None:
        """The partition anew, without the facts ``gone``, which are about ``units``, and with ``added``; no deltas are left.

        Rows of other units are copied."""
        touched = self._move(old, gone=gone, units=units, added=added)
        queries = self._with_kept(old.figures, touched, months=parquet.Months(old.starts))
        return self._partition(old, queries)

    def change(self, old: Partition, *, gone: Collection[int], units: Collection[int], added: Sequence[CountingFact]) -> Partition | None:
        """The same by hiding the rows of the units that change: their figures go into deltas, which take the place of the old deltas."""
        touched = self._move(old, gone=gone, units=units, added=added)
        base = [self._hiding(file, touched) for file in old.figures if not file.delta]
        deltas = [file for file in old.figures if file.delta]
        queries = self._with_kept(deltas, touched, months=parquet.Months(old.starts))
        written = self._files(old, {kind: self._laid_down(kind, query) for kind, query in queries.items()})
        files = [*(file for file in base if file.units), *(replace(file, delta=True) for file, _, _ in written)]
        if not files:
            return None
        first = min([old.first, *(day for _, day, _ in written)])
        last = functools.reduce(_later, (day for _, _, day in written), old.last)
        # From the rows: taking away and adding to the old sums takes longer than adding up a partition.
        if sums := self._sums(old, files):
            files.append(sums)
        return replace(old, first=first, last=last, files=tuple(files))

    def _move(self, old: Partition, *, gone: Collection[int], units: Collection[int], added: Sequence[CountingFact]) -> frozenset[int]:
        """Fill ``incoming`` with what counts of the units that change, ``moved_<file>`` with their rows, and tell those units."""
        parquet.load_facts(self.database, name="incoming", rows=map(self.numbering.row, added), folder=self.passing)
        touched = frozenset({*units, *(self.numbering.units[fact.unit_id] for fact in added)})
        self._numbers("gone", gone)
        months = parquet.Months(old.starts)
        for file in old.figures:
            if touched.isdisjoint(file.units):
                continue
            moved, listed = _moved(file), ", ".join(map(str, sorted(touched)))
            self.database.execute(
                f"create or replace temporary table {moved} as select * from {rows_of(self.folder, [file])} where unit in ({listed})"
            )
            query = parquet.long_facts(kind=file.kind, source=moved, months=months)
            self.database.execute(f"insert into incoming select * from ({query}) where id not in (select number from gone)")
        return touched

    def _numbers(self, name: str, numbers: Collection[int]) -> None:
        self.database.execute(f"create or replace temporary table {name} as select unnest(cast(? as bigint[])) as number", [[*numbers]])

    def _with_kept(self, files: Sequence[DataFile], touched: frozenset[int], *, months: parquet.Months) -> dict[str, str]:
        """Queries by kind: what is ``incoming``, and of ``files`` the rows of units that do not change."""
        self._numbers("touched", touched)
        queries = {kind: [query] for kind, query in parquet.split(self.database, facts="incoming", months=months, tag="all").items()}
        for file in files:
            if not touched.issuperset(file.units):
                queries[file.kind].append(f"select * from {rows_of(self.folder, [file])} where unit not in (select number from touched)")
        return {kind: " union all ".join(f"select * from ({one})" for one in several) for kind, several in queries.items()}

    def _hiding(self, file: DataFile, touched: frozenset[int]) -> DataFile:
        """The file with the rows of those units hidden, which :meth:`_move` took out."""
        leaving = touched.intersection(file.units)
        if not leaving:
            return file
        rows, facts = self._one(f"select count(*), {_counted(file.kind)} from {_moved(file)}")
        units = tuple(unit for unit in file.units if unit not in leaving)
        hidden = tuple(sorted({*file.hidden, *leaving}))
        return replace(file, rows=file.rows - rows, facts=file.facts - facts, units=units, hidden=hidden)

    def _partition(self, place: Partition, queries: dict[str, str]) -> Partition | None:
        """A partition of these rows alone at the place of another."""
        written = self._files(place, queries)
        if not written:
            return None
        files = [file for file, _, _ in written]
        if sums := self._sums(place, files):
            files.append(sums)
        last = functools.reduce(_later, (day for _, _, day in written))
        return replace(place, first=min(day for _, day, _ in written), last=last, files=tuple(files))

    def _files(self, place: Partition, queries: dict[str, str]) -> "list[_Written]":
        return [one for kind, query in queries.items() if query and (one := self._file(place, kind, query))]

    def _laid_down(self, kind: str, query: str) -> str:
        """Few rows in a passing table, to be read from there; nothing for none, which spares the file."""
        self.database.execute(f"create or replace temporary table fresh_{kind} as {query}")
        (rows,) = self._one(f"select count(*) from fresh_{kind}")
        return f"select * from fresh_{kind}" if rows else ""

    def _file(self, place: Partition, kind: str, query: str) -> "_Written | None":
        """The file with the first day of its facts and the day after their last; None for no rows."""
        self.folder.step("partition")
        path = self._written(kind, query)
        span = (
            "min(period_start), case when count(*) = count(period_end) then max(period_end) end" if kind == parquet.REST else "null, null"
        )
        columns = f"count(*), {_counted(kind)}, list(distinct unit), {span}"
        rows, facts, units, first, last = self._one(f"select {columns} from {parquet.files_of([path])}")
        if not rows:
            path.unlink()
            return None
        if kind != parquet.REST:
            first, last = place.starts[0], place.starts[-1]
        name, sha256 = self.folder.add_file(path, under=f"{place.year:04d}/{place.province}", stem=kind)
        return DataFile(kind, name, sha256, rows, facts, tuple(sorted(units))), first, last

    def _sums(self, place: Partition, files: Sequence[DataFile]) -> DataFile | None:
        """The file of the sums of all tiles among ``files``, known by their lowest unit; None where there are none. It holds no figures of
        its own."""
        tiles = [file for file in files if file.kind == parquet.TILES]
        if not tiles:
            return None
        self.folder.step("sums")
        units = tuple(sorted({unit for file in tiles for unit in file.units}))
        path = self._written(parquet.SUMS, parquet.sums_of(tiles=rows_of(self.folder, tiles), unit=units[0]))
        (rows,) = self._one(f"select count(*) from {parquet.files_of([path])}")
        name, sha256 = self.folder.add_file(path, under=f"{place.year:04d}/{place.province}", stem=parquet.SUMS)
        return DataFile(parquet.SUMS, name, sha256, rows, 0, units)

    def _written(self, kind: str, query: str) -> Path:
        """Rows in a passing file."""
        self._made += 1
        path = self.passing / f"{kind}-{self._made}.parquet"
        parquet.write_sorted(self.database, query=query, kind=kind, path=path)
        return path

    def _one(self, query: str) -> tuple[Any, ...]:
        row = self.database.execute(query).fetchone()
        assert row is not None
        return row


def _counted(kind: str) -> str:
    """How many figures rows hold, as a column."""
    return " + ".join(f"count(id{month:02d})" for month in range(1, _MONTHS + 1)) if kind == parquet.TILES else "count(*)"


def _moved(file: DataFile) -> str:
    """The passing table for the rows that leave a file."""
    return f"moved_{file.kind}_{'delta' if file.delta else 'base'}"


def _later(one: date | None, other: date | None) -> date | None:
    """The later end; None has none."""
    return None if one is None or other is None else max(one, other)


def passing_folder(folder: SnapshotFolder) -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(dir=folder.path, prefix=".viet-", ignore_cleanup_errors=True)
