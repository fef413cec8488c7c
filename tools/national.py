"""Make a snapshot of a whole country that never was: every commune since 1/7/2025, 300 measures, 12 months a year.

    python tools/national.py FOLDER [--years 3] [--communes 3321] [--odd 500]

The same figures each time; one in fifty is silent, one in ``--odd`` is no plain number. For measuring only."""

import argparse
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from saovuong.catalogue.packs import load_catalogue
from saovuong.consolidation.snapshot_files import Manifest, SnapshotFolder
from saovuong.consolidation.snapshot_writing import Numbering, PartitionWriter, passing_folder
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.period import Period
from saovuong.core.quantity import MeasureKind
from saovuong.engine import parquet
from saovuong.engine.shapes import Tree
from saovuong.org.dataset import load_units
from saovuong.org.relations import Relations

MEASURES, STOCKS, CUT_OFF = 300, 60, 15
# So many communes of the largest province have not handed in the last month yet.
LATE = 12
LAST_YEAR = 2026
DAY = date(2026, 12, 14)


def measures_of(catalogue: Catalogue, *, count: int = MEASURES) -> list[Measure]:
    """One in five is a stock, the others are flows."""
    plain = [one for one in catalogue.measures.values() if one.enabled and not one.always_target]
    stocks = [one for one in plain if one.kind is MeasureKind.STOCK][: count * STOCKS // MEASURES]
    return stocks + [one for one in plain if one.kind is MeasureKind.FLOW][: count - len(stocks)]


def country() -> Tree:
    return Relations(load_units()).tree("vn", day=DAY)


def provinces_of(tree: Tree) -> dict[str, tuple[str, ...]]:
    """Province command -> the lowest units below it; the largest province first."""
    found = {province: tuple(_lowest(tree, province)) for province in tree.children[tree.root]}
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _lowest(tree: Tree, unit: str) -> Iterator[str]:
    below = tree.children.get(unit, ())
    yield from (one for child in below for one in _lowest(tree, child))
    if not below:
        yield unit


def late_communes(tree: Tree) -> tuple[str, ...]:
    return next(iter(provinces_of(tree).values()))[:LATE]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A year on the tree of its own day, with some of the measures."""

    year: int
    tree: Tree
    measures: frozenset[str]


def months(year: int) -> tuple[date, ...]:
    spans = [Period.parse(f"{year}-{month:02d}").data_range(cut_off_day=CUT_OFF) for month in range(1, 13)]
    last = spans[-1][1]
    assert last is not None
    return (*(start for start, _ in spans), last)


# Whole numbers up to 499; one in fifty is silent, one in {odd} is "over". Ids are those of no ledger.
_FIGURES = """
insert into incoming
select
    ((({year} - 2000) * 400 + m.measure) * cast(20000 as bigint) + u.unit) * 12 + n.month as id,
    u.unit, u.unit, m.measure, n.month_start, n.month_end,
    n.last_day, 'result', 'own', cast((u.unit * 7919 + m.measure * 104729 + n.month * 1299709 + {year}) % 500 as decimal(24, 6)), null,
    null, null, case when (u.unit * 31 + m.measure * 17 + n.month * 13) % {odd} = 7 then 'over' else 'exact' end,
    m.uom, null, null, false, 'final', null
from (select unnest(?) as unit) u
cross join (select unnest(?) as measure, unnest(?) as uom) m
cross join {months} n
where (u.unit * 13 + m.measure * 7 + n.month * 3) % 50 <> 11 and not ({year} = {last_year} and n.month = 12 and list_contains(?, u.unit))
"""


def make(path: Path, *, years: int, communes: int, odd: int, measures: int = MEASURES, earlier: Earlier | None = None) -> Manifest:
    shutil.rmtree(path, ignore_errors=True)
    folder, tree, catalogue = SnapshotFolder(path), country(), load_catalogue()
    chosen = measures_of(catalogue, count=measures)
    numbering = numbering_of([tree, *([earlier.tree] if earlier else [])], chosen)
    late = [numbering.units[unit] for unit in late_communes(tree)]
    asked = [(tree, year, chosen) for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1)]
    asked += [(earlier.tree, earlier.year, [one for one in chosen if one.code in earlier.measures])] if earlier else []
    partitions = []
    with folder.writing(), passing_folder(folder) as passing, parquet.connect(spill=Path(passing)) as database:
        writer = PartitionWriter(folder, numbering, database, Path(passing))
        for there, year, told in asked:
            codes, uoms, left = [numbering.measures[one.code] for one in told], [one.uom for one in told], communes
            for province, below in provinces_of(there).items():
                units = [numbering.units[unit] for unit in below[: max(0, left)]]
                left -= len(units)
                if units:
                    _figures(writer, year, (units, codes, uoms, late), odd=odd)
                    partitions.append(writer.write_table(year=year, province=province, starts=months(year), table="incoming"))
        moment = datetime(2027, 1, 1, tzinfo=UTC)
        ready = sorted((one for one in partitions if one is not None), key=lambda one: one.key)
        manifest = Manifest(1, 0, 0, moment, folder.add_keys(numbering.keys()), tuple(ready))
        folder.publish(manifest)
    return manifest


def numbering_of(trees: Iterable[Tree], measures: Iterable[Measure]) -> Numbering:
    numbering = Numbering()
    for tree in trees:
        for unit in tree.units():
            numbering.units.setdefault(unit, len(numbering.units))
    for measure in measures:
        numbering.measures.setdefault(measure.code, len(numbering.measures))
    return numbering


def _figures(writer: PartitionWriter, year: int, numbers: Sequence[list[int] | list[str]], *, odd: int) -> None:
    """Fill ``incoming`` for the numbers of units, of measures, the measures' units of measure, and the late units."""
    parquet.load_facts(writer.database, name="incoming", rows=(), folder=writer.passing)
    listed = parquet.Months(months(year)).rows()
    writer.database.execute(_FIGURES.format(year=year, months=listed, odd=odd, last_year=LAST_YEAR), list(numbers))


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--years", type=int, default=1)
    words.add_argument("--odd", type=int, default=500, help="one figure in so many is 'over'")
    words.add_argument("--communes", type=int, default=3321)
    given = words.parse_args()
    begun = time.perf_counter()
    made = make(given.folder, years=given.years, communes=given.communes, odd=given.odd)
    size = sum(path.stat().st_size for path in given.folder.rglob("*.parquet"))
    print(f"{made.facts:,} facts, {len(made.partitions)} partitions, {size / 1e6:.0f} MB, {time.perf_counter() - begun:.0f} s")
