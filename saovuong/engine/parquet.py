"""Facts as Parquet: how one partition is laid out, written and read. One writer, any number of readers; files never change.

A partition has *tiles*, one row per measure and unit with its twelve months side by side, for the plain figures that are nearly all of a
national year; *marks*, figures for months that are not plain numbers, one row each; and the *rest*, one row per figure. *Sums* are its
tiles added up, one row per measure. Units and measures are numbers from lists kept beside the files."""

import csv
import os
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from saovuong.core.quantity import Modifier, Role, Scope
from saovuong.engine.shapes import Fact
from saovuong.engine.statements import statement

TILES, MARKS, REST, SUMS = "tiles", "marks", "rest", "sums"
IN_MONTHS = (TILES, MARKS)
COLUMNS = (
    "id", "unit", "reporter", "measure", "period_start", "period_end", "as_of", "role", "scope", "value", "high", "rating", "flag",
    "modifier", "uom", "comparator", "target_mode", "standing", "finality",
    "joint",
)  # fmt: skip
_TYPES = (
    "bigint", "integer", "integer", "integer", "date", "date", "date", "varchar", "varchar", "decimal(24,6)", "decimal(24,6)", "varchar",
    "boolean", "varchar", "varchar", "varchar", "varchar", "boolean", "varchar", "varchar",
)  # fmt: skip
_ORDER = {TILES: "measure, unit", MARKS: "measure, unit, month", REST: "measure, unit, period_start, id", SUMS: "measure"}
_ROW_GROUP = 32_768


@dataclass(frozen=True, slots=True)
class Months:
    """The first days of a year's twelve months as a reporting regime cuts them, and the day after the year."""

    starts: tuple[date, ...]

    def rows(self) -> str:
        """(month, month_start, month_end, last_day) as a relation."""
        one = "({}, date '{}', date '{}', date '{}')"
        pairs = zip(self.starts, self.starts[1:], strict=False)
        listed = ", ".join(one.format(k, a, b, b - timedelta(days=1)) for k, (a, b) in enumerate(pairs, start=1))
        return f"(select * from (values {listed}) as n(month, month_start, month_end, last_day))"


def connect(*, threads: int | None = None, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A database in memory that reaches nothing but the files it is given: no extensions are looked for, none loaded.

    With neither ``threads`` nor ``spill`` the connections of a process share one: beginning another takes longer than many questions, and
    what is known of files serves all. Passing tables are each connection's own."""
    if threads is not None or spill is not None:
        return _database(threads, spill)
    process = os.getpid()
    with _sharing:
        if process not in _shared:
            _shared.clear()
            _shared[process] = _database(None, None)
        return _shared[process].cursor()


# By process: what a fork leaves of a database is of no use.
_shared: dict[int, duckdb.DuckDBPyConnection] = {}
_sharing = threading.Lock()


def _database(threads: int | None, spill: Path | None) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "preserve_insertion_order": "false",
    }
    if threads is not None:
        config["threads"] = str(threads)
    config["temp_directory"] = str(spill) if spill is not None else tempfile.gettempdir()
    return duckdb.connect(config=config)


def quoted(path: Path) -> str:
    return "'" + path.as_posix().replace("'", "''") + "'"


def files_of(paths: Iterable[Path]) -> str:
    """A relation over Parquet files."""
    return f"read_parquet([{', '.join(quoted(path) for path in paths)}])"


def load_facts(database: duckdb.DuckDBPyConnection, *, name: str, rows: Iterable[Sequence[object]], folder: Path) -> int:
    """Rows in the order of :data:`COLUMNS` into a new table; the number of rows. ``folder`` takes a passing file."""
    database.execute(statement("facts_table", table=name))
    count = 0
    with tempfile.TemporaryDirectory(dir=folder, prefix=".nap-") as passing:
        path = Path(passing) / "facts.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            for row in rows:
                writer.writerow(row)
                count += 1
        if count:
            columns = ", ".join(f"'{column}': '{kind}'" for column, kind in zip(COLUMNS, _TYPES, strict=True))
            database.execute(
                f"insert into {name} select * from read_csv({quoted(path)}, header=false, auto_detect=false, delim=',', quote='\"', "
                f"escape='\"', nullstr='', new_line='\\n', columns={{{columns}}})"
            )
    return count


def write_sorted(database: duckdb.DuckDBPyConnection, *, query: str, kind: str, path: Path) -> None:
    """The rows of a query as one Parquet file, in the order of its kind, so that one measure lies together."""
    database.execute(
        f"copy (select * from ({query}) order by {_ORDER[kind]}) to {quoted(path)} "
        f"(format parquet, compression zstd, row_group_size {_ROW_GROUP})"
    )


def split(database: duckdb.DuckDBPyConnection, *, facts: str, months: Months, tag: str) -> dict[str, str]:
    """Queries for the tiles, marks and rest of the facts of one partition; ``tag`` keeps passing tables apart."""
    marked = f"marked_{tag}"
    database.execute(statement("tiles_marked", table=marked, facts=facts, months=months.rows()))
    columns = ", ".join(COLUMNS)
    rest = f"select {columns} from {facts} f where not exists (select 1 from {marked} t where t.id = f.id)"
    filled = {"facts": facts, "marked": marked}
    return {TILES: statement("tiles_wide", **filled), MARKS: statement("marks", **filled), REST: rest}


def long_facts(*, kind: str, source: str, months: Months) -> str:
    """A query for the figures behind tiles, marks or rest, in :data:`COLUMNS`."""
    match kind:
        case "tiles":
            return statement("tiles_long", tiles=source, months=months.rows())
        case "marks":
            return statement("marks_long", marks=source, months=months.rows())
        case _:
            return f"select {', '.join(COLUMNS)} from {source}"


def sums_of(*, tiles: str, unit: int) -> str:
    """A query for the sums of one partition's tiles; ``unit`` is any one of its units."""
    return statement("tiles_summed", tiles=tiles, unit=unit)


_NO_AREAS: Mapping[str, str] = {}


def fact_of(
    row: tuple[Any, ...], *, units: Sequence[str] | Mapping[int, str], measures: Sequence[str], areas: Mapping[str, str] = _NO_AREAS
) -> Fact:
    """A row in the order of :data:`COLUMNS` as the engine's fact; ``areas`` leads from stored units to those they count as."""
    number, unit, reporter, measure, start, end, as_of, role, scope, value, high, rating, flag, modifier = row[:14]
    uom, comparator, mode, standing, _, joint = row[14:20]
    about, told_by = units[unit], units[reporter]
    return Fact(
        number, areas.get(about, about), areas.get(told_by, told_by), measures[measure], start, end, as_of, Role(role), Scope(scope), value,
        high, rating, flag, Modifier(modifier), uom, comparator, mode, standing, joint,
    )  # fmt: skip
