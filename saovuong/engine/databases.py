"""What runs the engine's SQL: a narrow door, behind which stands DuckDB on one machine or a cluster (``saovuong.engine.spark``).

Statements are written once, in the words of DuckDB. Whoever stands behind the door gives the same rows for the same Parquet files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import duckdb


class Rows(Protocol):
    """What a query found, in no order but the one it asked for. Whole numbers are int, decimals Decimal, days date, missing None."""

    def fetchall(self) -> list[Any]: ...

    def fetchone(self) -> Any: ...

    def fetchmany(self, size: int = 1, /) -> list[Any]: ...


class Database(Protocol):
    """Passing tables live as long as the database; ``create or replace temporary table``, ``insert into ... select`` and ``select``
    is all that it is asked."""

    def execute(self, query: str) -> Rows: ...

    def fill(self, name: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
        """A new passing table of these ``columns`` ("measure integer, kind varchar") and rows."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class DuckDb:
    """DuckDB in this process."""

    connection: duckdb.DuckDBPyConnection

    def execute(self, query: str) -> Rows:
        return self.connection.execute(query)

    def fill(self, name: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
        """Column by column: row by row would take a thousand times as long."""
        self.connection.execute(f"create or replace temporary table {name} ({columns})")
        sides = [list(side) for side in zip(*rows, strict=True)]
        if sides:
            self.connection.execute(f"insert into {name} select {', '.join('unnest(?)' for _ in sides)}", sides)

    def close(self) -> None:
        self.connection.close()
