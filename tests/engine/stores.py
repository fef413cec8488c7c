"""Facts of a test laid out as a snapshot lays them out: a partition for every year and half of the reporters, tiles and rest."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import duckdb

from saovuong.core.period import Period
from saovuong.engine import Fact, parquet
from saovuong.engine.databases import DuckDb
from saovuong.engine.roll_up_shapes import Store, Tiles
from tests.engine.worlds import CATALOGUE, CUT_OFF

YEARS = range(2020, 2026)


@cache
def months(year: int, cut_off: int = CUT_OFF) -> parquet.Months:
    spans = [Period.parse(f"{year}-{month:02d}").data_range(cut_off_day=cut_off) for month in range(1, 13)]
    return parquet.Months((*(start for start, _ in spans), spans[-1][1]))


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One for all, each with passing tables of its own: beginning another takes longer than most tests, and few rows want one thread."""
    return parquet.connect(threads=1)


def store_of(facts: Iterable[Fact], folder: Path, *, units: Sequence[str] = (), scattered: bool = False, with_sums: bool = True) -> Store:
    """``scattered`` puts the facts of one reporter into different partitions."""
    said = list(facts)
    names = sorted({*units, *(fact.unit for fact in said), *(fact.reporter for fact in said)})
    codes = sorted(CATALOGUE.measures)
    database = _database().cursor()
    tiles, rest = [], []
    speaking: dict[tuple[int, int], int] = {}
    for year in YEARS:
        for half in (0, 1):
            mine = [one for one in said if _year(one) == year and (one.id if scattered else names.index(one.reporter)) % 2 == half]
            if not mine:
                continue
            tag = f"{year}_{half}"
            rows = [_row(one, names, codes) for one in mine]
            parquet.load_facts(database, name=f"facts_{tag}", rows=rows, folder=folder)
            queries = parquet.split(database, facts=f"facts_{tag}", months=months(year), tag=tag)
            for kind, query in queries.items():
                database.execute(f"create temporary table {kind}_{tag} as {query}")
            about = frozenset(row[0] for row in database.execute(f"select distinct unit from tiles_{tag}").fetchall())
            marked = database.execute(f"select distinct unit from marks_{tag}").fetchall()
            for unit in about | {row[0] for row in marked}:
                speaking[year, unit] = speaking.get((year, unit), 0) + 1
            if about:
                query = parquet.sums_of(tiles=f"tiles_{tag}", unit=min(about))
                database.execute(f"create temporary table sums_{tag} as {query}")
            sums = f"sums_{tag}" if about and with_sums else ""
            tiles.append(Tiles(year, months(year), f"tiles_{tag}", about, f"marks_{tag}", sums, (about,) if sums else ()))
            rest.append(f"rest_{tag}")
    split = frozenset(unit for (_, unit), count in speaking.items() if count > 1)
    return Store(DuckDb(database), tiles, rest, names, codes, split)


def _year(fact: Fact) -> int:
    return next((year for year in YEARS if fact.start < months(year).starts[-1]), YEARS[-1])


def _row(one: Fact, names: Sequence[str], codes: Sequence[str]) -> tuple[object, ...]:
    return (
        one.id, names.index(one.unit), names.index(one.reporter), codes.index(one.measure), one.start, one.end, one.as_of,
        one.role.value, one.scope.value, one.value, one.high, one.rating, one.flag, one.modifier.value, one.uom, one.comparator,
        one.target_mode, one.standing, "final", one.joint,
    )  # fmt: skip
