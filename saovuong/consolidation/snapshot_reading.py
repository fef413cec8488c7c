"""Reading a snapshot: one manifest, only its files, whatever is written meanwhile."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

import duckdb

from saovuong.accounts.shapes import Actor
from saovuong.consolidation.snapshot_files import DataFile, Keys, Manifest, Partition, SnapshotDamaged, SnapshotFolder
from saovuong.consolidation.snapshot_rows import rows_of
from saovuong.engine import Fact, parquet
from saovuong.engine.databases import Database, DuckDb
from saovuong.engine.roll_up_shapes import Store, Tiles
from saovuong.ledger import queries as ledger
from saovuong.ledger.shapes import FactRow

_MOST_AT_ONCE = 20_000


@dataclass(frozen=True)
class SnapshotReader:
    """``manifest`` is the state that every answer of this reader is about. ``engine`` None is DuckDB in this process;
    any other serves one reader at a time, whose passing tables it holds.

    Totals over fewer than ``sql_from`` figures are not added up in SQL: laying a question out takes longer than looking at them."""

    folder: SnapshotFolder
    manifest: Manifest
    engine: Database | None = None
    sql_from: int = 10_000

    @cached_property
    def keys(self) -> Keys:
        return self.folder.keys(self.manifest)

    @cached_property
    def unit_numbers(self) -> Mapping[str, int]:
        return {unit: number for number, unit in enumerate(self.keys.units)}

    @cached_property
    def measure_numbers(self) -> Mapping[str, int]:
        return {measure: number for number, measure in enumerate(self.keys.measures)}

    @cached_property
    def database(self) -> Database:
        return self.engine or DuckDb(parquet.connect())

    @cached_property
    def _tables(self) -> dict[str, str]:
        """Passing tables by the files that they were read from."""
        return {}

    @cached_property
    def laid_out(self) -> dict[str, object]:
        """What the database's passing tables hold; see Store."""
        return {}

    def facts(self, *, units: Collection[str] | None, measures: Collection[str], start: date, end: date) -> Iterator[Fact]:
        """Facts about ``units`` (None: all) whose range meets ``start`` up to but not including ``end``. Raises SnapshotDamaged."""
        codes = sorted(self.measure_numbers[code] for code in measures if code in self.measure_numbers)
        numbers = None if units is None else frozenset(self.unit_numbers[unit] for unit in units if unit in self.unit_numbers)
        if not codes or (numbers is not None and not numbers):
            return
        narrowed = f"measure in ({', '.join(map(str, codes))})"
        if numbers is not None:
            narrowed += f" and unit in ({', '.join(map(str, sorted(numbers)))})"
        # One query for all files that are read alike: planning many takes longer than reading them.
        alike: dict[tuple[str, tuple[date, ...]], list[DataFile]] = {}
        for one, file in self._files(numbers, start, end):
            if file.kind != parquet.SUMS:
                alike.setdefault((file.kind, one.starts if file.kind in parquet.IN_MONTHS else ()), []).append(file)
        parts = [self._query(kind, parquet.Months(starts), files, narrowed) for (kind, starts), files in alike.items()]
        if not parts:
            return
        meeting = f"period_start < date '{end}' and (period_end is null or period_end > date '{start}')"
        columns = ", ".join(parquet.COLUMNS)
        yield from self._rows(f"select {columns} from ({' union all '.join(parts)}) where {meeting} order by id")

    def adds_in_sql(self, *, units: Collection[str], start: date, end: date) -> bool:
        """Whether the figures about ``units`` between the days are many enough, by what the manifest says of the files."""
        numbers = frozenset(self.unit_numbers[unit] for unit in units if unit in self.unit_numbers)
        files = (file for _, file in self._files(numbers, start, end) if file.units)
        return sum(file.facts * len(numbers.intersection(file.units)) // len(file.units) for file in files) >= self.sql_from

    def store(self, *, units: Collection[str] | None, start: date, end: date) -> Store:
        """The facts about ``units`` (None: all) laid out for the roll-up; only files that can speak of them between the days."""
        numbers = None if units is None else frozenset(self.unit_numbers[unit] for unit in units if unit in self.unit_numbers)
        cuts: dict[tuple[int, tuple[date, ...]], list[tuple[Partition, DataFile]]] = {}
        rest: list[DataFile] = []
        for one, file in self._files(numbers, start, end):
            if file.kind == parquet.REST:
                rest.append(file)
            else:
                cuts.setdefault((one.year, one.starts), []).append((one, file))
        tiles = [self._tiles(year, starts, files) for (year, starts), files in cuts.items()]
        in_months: dict[tuple[int, str], set[int]] = {}
        for one, file in (pair for files in cuts.values() for pair in files):
            in_months.setdefault(one.key, set()).update(file.units)
        spoken = Counter((year, unit) for (year, _), told in in_months.items() for unit in told)
        split = frozenset(unit for (_, unit), partitions in spoken.items() if partitions > 1)
        others = [self._relation(rest)] if rest else []
        return Store(self.database, tiles, others, self.keys.units, self.keys.measures, split, self.laid_out)

    def _tiles(self, year: int, starts: tuple[date, ...], files: Sequence[tuple[Partition, DataFile]]) -> Tiles:
        kinds: dict[str, list[DataFile]] = {}
        for _, file in files:
            kinds.setdefault(file.kind, []).append(file)
        told, sums = kinds.get(parquet.TILES, []), kinds.get(parquet.SUMS, [])
        return Tiles(
            year,
            parquet.Months(starts),
            self._relation(told),
            frozenset(unit for file in told for unit in file.units),
            self._kept(kinds.get(parquet.MARKS, [])),
            self._kept(sums),
            # A partition's sums speak for all its tiles that count, deltas or not.
            tuple(frozenset(file.units) for file in sums),
        )

    def _relation(self, files: Sequence[DataFile]) -> str:
        return rows_of(self.folder, files) if files else ""

    def _kept(self, files: Sequence[DataFile]) -> str:
        """A passing table of small files, read once: opening many takes longer than reading them."""
        relation = self._relation(files)
        if relation and relation not in self._tables:
            name = f"kept_{len(self._tables)}"
            self.database.execute(f"create or replace temporary table {name} as select * from {relation}")
            self._tables[relation] = name
        return self._tables.get(relation, "")

    def _files(self, units: frozenset[int] | None, start: date, end: date) -> Iterator[tuple[Partition, DataFile]]:
        for one in self.manifest.partitions:
            if one.first < end and (one.last is None or one.last > start):
                yield from ((one, file) for file in one.files if units is None or not units.isdisjoint(file.units))

    def _query(self, kind: str, months: parquet.Months, files: Sequence[DataFile], narrowed: str) -> str:
        source = f"(select * from {rows_of(self.folder, files)} where {narrowed})"
        return f"select * from ({parquet.long_facts(kind=kind, source=source, months=months)})"

    def _rows(self, query: str) -> Iterator[Fact]:
        units, measures = self.keys.units, self.keys.measures
        try:
            found = self.database.execute(query)
            while rows := found.fetchmany(10_000):
                for row in rows:
                    yield parquet.fact_of(row, units=units, measures=measures)
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise SnapshotDamaged(path=self.folder.path, reason=str(error).splitlines()[0]) from None


def open_snapshot(*, folder: SnapshotFolder, manifest: Manifest, engine: Database | None = None) -> SnapshotReader:
    """A reader whose files are all there. Raises SnapshotDamaged."""
    for one in manifest.partitions:
        for file in one.files:
            if not (folder.path / file.name).is_file():
                raise SnapshotDamaged(path=folder.path / file.name, reason="thiếu tệp")
    return SnapshotReader(folder, manifest, engine)


@dataclass
class LedgerRows(Mapping[int, FactRow]):
    """The ledger's rows of facts that came from a snapshot: all read when the first one is asked for, one by one where there are more than
    ``at_once``."""

    actor: Actor | None
    now: datetime | None
    ids: tuple[int, ...]
    at_once: int = _MOST_AT_ONCE
    _known: dict[int, FactRow] = field(default_factory=dict)

    def __getitem__(self, number: int) -> FactRow:
        if number not in self._known:
            wanted: Iterable[int] = (number,) if len(self.ids) > self.at_once else self.ids
            self._known |= ledger.figures_get(actor=self.actor, fact_ids=wanted, now=self.now)
        return self._known[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)
