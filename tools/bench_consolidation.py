"""Measure the roll-up on a generated national snapshot (tools/national.py), all in one run: medians of repeated runs.

    python tools/bench_consolidation.py FOLDER

Twice: straight from the Parquet files, and with the year's tiles kept in memory, as a program that stays open would."""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import national

from saovuong.catalogue.packs import load_catalogue
from saovuong.cli.console import start_django
from saovuong.core.quantity import MeasureKind
from saovuong.engine.roll_up import roll_up
from saovuong.engine.roll_up_shapes import Store
from saovuong.engine.roll_up_sheet import Sheet

REPEATS = 5


def median_ms(work: Callable[[], object]) -> float:
    times = []
    work()
    for _ in range(REPEATS):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def kept_in_memory(store: Store) -> Store:
    tiles = []
    for place, one in enumerate(store.tiles):
        store.database.execute(f"create table kept_{place} as select * from {one.relation} order by measure, unit")
        tiles.append(replace(one, relation=f"kept_{place}"))
    rest = []
    for place, relation in enumerate(store.rest):
        store.database.execute(f"create table rest_{place} as select * from {relation} order by measure, unit")
        rest.append(f"rest_{place}")
    return replace(store, tiles=tiles, rest=rest)


def memory_mb() -> float:
    status = Path("/proc/self/status")
    if not status.is_file():
        return float("nan")
    line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def questions(store: Store) -> dict[str, Callable[[], Sheet]]:
    tree, catalogue = national.country(), load_catalogue()
    chosen = national.measures_of(catalogue)
    codes = [one.code for one in chosen]
    flows = [one.code for one in chosen if one.kind is MeasureKind.FLOW]
    stocks = [one.code for one in chosen if one.kind is MeasureKind.STOCK]
    provinces = list(national.provinces_of(tree))
    last = national.months(national.LAST_YEAR)
    year, quarters = (last[0], last[-1]), [(last[at], last[at + 3]) for at in (0, 3, 6, 9)]
    by_month = list(pairwise(last))
    years = [(national.months(one)[0], national.months(one)[-1]) for one in range(national.LAST_YEAR - 2, national.LAST_YEAR + 1)]

    def ask(measures: Sequence[str], windows: Sequence[tuple[date, date]], units: Sequence[str]) -> Callable[[], Sheet]:
        return lambda: roll_up(store=store, tree=tree, catalogue=catalogue, measures=measures, windows=windows, units=units)

    return {
        "province_dashboard": ask(codes, [year], provinces[:1]),
        "one_measure_by_province": ask(flows[:1], by_month, provinces),
        "year_end_table (flows)": ask(flows, quarters, provinces),
        "year_end_table": ask(codes, quarters, provinces),
        "three_year_trend": ask(flows[:20], years, [tree.root]),
        "last_stock": ask(stocks, [year], provinces),
    }


def main(folder: Path) -> None:
    start_django()
    from saovuong.consolidation.snapshot_files import SnapshotFolder
    from saovuong.consolidation.snapshot_reading import open_snapshot

    snapshots = SnapshotFolder(folder)
    manifest = snapshots.current()
    assert manifest is not None
    reader = open_snapshot(folder=snapshots, manifest=manifest)
    begun = time.perf_counter()
    store = reader.store(units=None, start=date(1945, 1, 1), end=date(2100, 1, 1))
    print(f"{manifest.facts:,} facts; opened in {(time.perf_counter() - begun) * 1000:.0f} ms")
    for name, one in (("Parquet", store), ("memory", kept_in_memory(store))):
        for question, work in questions(one).items():
            print(f"{name:8} {question:28} {median_ms(work):8.1f} ms")
        print(f"{name:8} largest memory so far {memory_mb():.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
