"""Reading a snapshot: one manifest, only its files, whatever is written meanwhile."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

import duckdb

from saovuong.accounts.shapes import Actor
from saovuong.consolidation.snapshot_files import DataFile, Keys, Manifest, Partition, SnapshotDamaged, SnapshotFolder
from saovuong.core.quantity import Modifier, Role, Scope
from saovuong.engine import Fact, parquet
from saovuong.ledger import queries as ledger
from saovuong.ledger.shapes import FactRow

_MOST_AT_ONCE = 20_000


@dataclass(frozen=True)
class SnapshotReader:
    """``manifest`` is the state that every answer of this reader is about."""

    folder: SnapshotFolder
    manifest: Manifest

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
    def database(self) -> duckdb.DuckDBPyConnection:
        return parquet.connect()

    def facts(self, *, units: Collection[str] | None, measures: Collection[str], start: date, end: date) -> Iterator[Fact]:
        """Facts about ``units`` (None: all) whose range meets ``start`` up to but not including ``end``. Raises SnapshotDamaged."""
        codes = sorted(self.measure_numbers[code] for code in measures if code in self.measure_numbers)
        numbers = None if units is None else frozenset(self.unit_numbers[unit] for unit in units if unit in self.unit_numbers)
        if not codes or (numbers is not None and not numbers):
            return
        narrowed = f"measure in ({', '.join(map(str, codes))})"
        if numbers is not None:
            narrowed += f" and unit in ({', '.join(map(str, sorted(numbers)))})"
        parts = [self._query(one, file, narrowed) for one, file in self._files(numbers, start, end)]
        if not parts:
            return
        meeting = f"period_start < date '{end}' and (period_end is null or period_end > date '{start}')"
        columns = ", ".join(parquet.COLUMNS)
        yield from self._rows(f"select {columns} from ({' union all '.join(parts)}) where {meeting} order by id")

    def _files(self, units: frozenset[int] | None, start: date, end: date) -> Iterator[tuple[Partition, DataFile]]:
        for one in self.manifest.partitions:
            if one.first < end and (one.last is None or one.last > start):
                yield from ((one, file) for file in one.files if units is None or not units.isdisjoint(file.units))

    def _query(self, one: Partition, file: DataFile, narrowed: str) -> str:
        source = f"(select * from {parquet.files_of([self.folder.path / file.name])} where {narrowed})"
        if file.kind == parquet.TILES:
            return f"select * from ({parquet.long_facts(tiles=source, months=parquet.Months(one.starts))})"
        return f"select {', '.join(parquet.COLUMNS)} from {source}"

    def _rows(self, query: str) -> Iterator[Fact]:
        units, measures = self.keys.units, self.keys.measures
        try:
            found = self.database.execute(query)
            while rows := found.fetchmany(10_000):
                for row in rows:
                    yield fact_of(row, units=units, measures=measures)
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise SnapshotDamaged(path=self.folder.path, reason=str(error).splitlines()[0]) from None


def fact_of(row: tuple[Any, ...], *, units: tuple[str, ...], measures: tuple[str, ...]) -> Fact:
    """A row in the order of ``parquet.COLUMNS`` as the engine's fact."""
    number, unit, reporter, measure, start, end, as_of, role, scope, value, high, rating, flag, modifier = row[:14]
    uom, comparator, mode, standing = row[14:18]
    return Fact(
        number, units[unit], units[reporter], measures[measure], start, end, as_of, Role(role), Scope(scope), value, high, rating, flag,
        Modifier(modifier), uom, comparator, mode, standing,
    )  # fmt: skip


def open_snapshot(*, folder: SnapshotFolder, manifest: Manifest) -> SnapshotReader:
    """A reader whose files are all there. Raises SnapshotDamaged."""
    for one in manifest.partitions:
        for file in one.files:
            if not (folder.path / file.name).is_file():
                raise SnapshotDamaged(path=folder.path / file.name, reason="thiếu tệp")
    return SnapshotReader(folder, manifest)


@dataclass
class LedgerRows(Mapping[int, FactRow]):
    """The ledger's rows of facts that came from a snapshot, read when the first one is asked for."""

    actor: Actor | None
    now: datetime | None
    ids: tuple[int, ...]
    _known: dict[int, FactRow] = field(default_factory=dict)

    def __getitem__(self, number: int) -> FactRow:
        if number not in self._known:
            wanted: Iterable[int] = (number,) if len(self.ids) > _MOST_AT_ONCE else self.ids
            self._known |= ledger.figures_get(actor=self.actor, fact_ids=wanted, now=self.now)
        return self._known[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)
