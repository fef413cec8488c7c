"""Writing the partitions of a snapshot. Nothing here moves the pointer."""

import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from saovuong.consolidation.snapshot_files import DataFile, Keys, Partition, SnapshotFolder
from saovuong.core.period import Period
from saovuong.engine import parquet
from saovuong.ledger.shapes import CountingFact

_MONTHS = 12


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
        return self._partition(year, province, starts, queries)

    def rewrite(self, old: Partition, *, gone: Collection[int], units: Collection[int], added: Sequence[CountingFact]) -> Partition | None:
        """The partition without the facts ``gone``, which are about ``units``, and with ``added``. Rows of other units are copied."""
        months = parquet.Months(old.starts)
        parquet.load_facts(self.database, name="incoming", rows=map(self.numbering.row, added), folder=self.passing)
        touched = {*units, *(self.numbering.units[fact.unit_id] for fact in added)}
        self.database.execute("create or replace temporary table touched (unit integer)")
        self.database.execute("create or replace temporary table gone (id bigint)")
        self.database.executemany("insert into touched values (?)", [[unit] for unit in sorted(touched)] or [[-1]])
        self.database.executemany("insert into gone values (?)", [[number] for number in sorted(gone)] or [[-1]])
        kept: dict[str, str] = {}
        for file in old.figures:
            source = parquet.files_of([self.folder.path / file.name])
            kept[file.kind] = f"select * from {source} where unit not in (select unit from touched)"
            hit = f"(select * from {source} where unit in (select unit from touched))"
            query = parquet.long_facts(kind=file.kind, source=hit, months=months)
            self.database.execute(f"insert into incoming select * from ({query}) where id not in (select id from gone)")
        queries = parquet.split(self.database, facts="incoming", months=months, tag="all")
        merged = {
            kind: " union all ".join(f"select * from ({one})" for one in (query, kept.get(kind)) if one) for kind, query in queries.items()
        }
        return self._partition(old.year, old.province, old.starts, merged)

    def _partition(self, year: int, province: str, starts: tuple[date, ...], queries: dict[str, str]) -> Partition | None:
        written = [one for kind, query in queries.items() if (one := self._file(year, province, starts, kind, query))]
        if not written:
            return None
        written += [self._sums(year, province, starts, file) for file, _, _ in written if file.kind == parquet.TILES]
        first = min(day for _, day, _ in written)
        ends = [day for _, _, day in written]
        last = None if None in ends else max(day for day in ends if day is not None)
        return Partition(year, province, starts, first, last, tuple(file for file, _, _ in written))

    def _file(self, year: int, province: str, starts: tuple[date, ...], kind: str, query: str) -> tuple[DataFile, date, date | None] | None:
        """The file with the first day of its facts and the day after their last; None for no rows."""
        self.folder.step("partition")
        self._made += 1
        passing = self.passing / f"{kind}-{self._made}.parquet"
        parquet.write_sorted(self.database, query=query, kind=kind, path=passing)
        source = parquet.files_of([passing])
        units = tuple(row[0] for row in self.database.execute(f"select distinct unit from {source} order by unit").fetchall())
        if not units:
            passing.unlink()
            return None
        first, last = starts[0], starts[-1]
        if kind == parquet.TILES:
            counted = " + ".join(f"count(id{month:02d})" for month in range(1, _MONTHS + 1))
            rows, facts = self._one(f"select count(*), {counted} from {source}")
        elif kind == parquet.MARKS:
            rows, facts = self._one(f"select count(*), count(*) from {source}")
        else:
            rows, facts, first, last = self._one(
                "select count(*), count(*), min(period_start), case when count(*) = count(period_end) then max(period_end) end "
                f"from {source}"
            )
        name, sha256 = self.folder.add_file(passing, under=f"{year:04d}/{province}", stem=kind)
        return DataFile(kind, name, sha256, rows, facts, units), first, last

    def _sums(self, year: int, province: str, starts: tuple[date, ...], tiles: DataFile) -> tuple[DataFile, date, date]:
        """The file of the sums of tiles. It holds no figures of its own."""
        self.folder.step("sums")
        self._made += 1
        passing = self.passing / f"sums-{self._made}.parquet"
        query = parquet.sums_of(tiles=parquet.files_of([self.folder.path / tiles.name]), unit=tiles.units[0])
        parquet.write_sorted(self.database, query=query, kind=parquet.SUMS, path=passing)
        (rows,) = self._one(f"select count(*) from {parquet.files_of([passing])}")
        name, sha256 = self.folder.add_file(passing, under=f"{year:04d}/{province}", stem=parquet.SUMS)
        return DataFile(parquet.SUMS, name, sha256, rows, 0, tiles.units), starts[0], starts[-1]

    def _one(self, query: str) -> tuple[Any, ...]:
        row = self.database.execute(query).fetchone()
        assert row is not None
        return row


def passing_folder(folder: SnapshotFolder) -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(dir=folder.path, prefix=".viet-", ignore_cleanup_errors=True)
