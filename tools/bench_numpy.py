"""The floor of the national benchmark: sums over dense arrays in memory, laid out for nothing but these questions.

    python tools/bench_numpy.py FOLDER REPEATS      (tools/bench.py makes the folder and calls this)

It knows no trees, corrections, words or sources, and what is missing only where a question asks for it."""

import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from bench_result import Answer, Result, key, median_ms
from bench_world import Plan, facts_file, read_plan

Array = np.ndarray[Any, np.dtype[Any]]


class Dense:
    """``years`` has per year an array measure x month x unit, units in the order of the provinces; below zero is missing."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.plan = plan
        units = [unit for _, below in plan.provinces for unit in below]
        self.starts = np.cumsum([0, *(len(below) for _, below in plan.provinces)][:-1])
        self.measures = {one: place for place, one in enumerate([*plan.flows, *plan.stocks])}
        self.years = {year: _dense(facts_file(folder, year), self.measures, units) for year in plan.years}
        carried = [unit for below in plan.carried for unit in below]
        sizes = [len(below) for below in plan.carried]
        # A province that nothing passed into has no run of its own.
        self.with_old = [place for place, size in enumerate(sizes) if size]
        self.old_starts = np.cumsum([0, *(size for size in sizes if size)][:-1])
        self.old = _dense(facts_file(folder, plan.earlier), {one: place for place, one in enumerate(plan.restated)}, carried)

    def flow(self, year: int) -> Array:
        return self.years[year][: len(self.plan.flows)]

    def by_province(self, values: Array) -> Array:
        return np.add.reduceat(values, self.starts, axis=-1)

    def last_values(self, months: int) -> Array:
        """Of every stock and unit the last value of the last year's first months, else of the years before; 0 for none."""
        out: Array | None = None
        for year in self.plan.years:
            values = self.years[year][len(self.plan.flows) :]
            for month in range(months if year == self.plan.last else 12):
                out = values[:, month] if out is None else np.where(values[:, month] >= 0, values[:, month], out)
        assert out is not None
        return np.maximum(out, 0)


def _dense(path: Path, measures: dict[int, int], units: list[int]) -> Array:
    found = duckdb.connect().execute(f"select unit, measure, month, value from '{path.as_posix()}'").fetchnumpy()
    place = np.full(1 + max([*units, int(found["unit"].max())]), -1)
    place[units] = np.arange(len(units))
    row = np.full(1 + max([*measures, int(found["measure"].max())]), -1)
    row[list(measures)] = list(measures.values())
    at, to = place[found["unit"]], row[found["measure"]]
    inside = (at >= 0) & (to >= 0)
    out = np.full((len(measures), 12, len(units)), -1, dtype=np.int64)
    out[to[inside], found["month"][inside] - 1, at[inside]] = found["value"][inside]
    return out


def _told(values: Array) -> Array:
    return np.maximum(values, 0)


def _answer(rows: list[int], units: list[int], values: Any) -> Answer:
    """``values`` by measure, window and unit."""
    out = {}
    for i, measure in enumerate(rows):
        for u, unit in enumerate(units):
            for window in range(values.shape[1]):
                out[key(measure, unit, window)] = int(values[i, window, u])
    return out


def _unheard(communes: list[int], newest: Any) -> Answer:
    return {key(communes[place]): 0 for place in np.flatnonzero(newest < 0)}


def ask_all(dense: Dense, result: Result, repeats: int) -> None:
    plan = dense.plan
    provinces = [unit for unit, _ in plan.provinces]
    size = len(plan.provinces[0][1])
    trend = [plan.flows.index(one) for one in plan.trend]
    everything = [*plan.flows, *plan.stocks]

    def dashboard() -> Array:
        flows = _told(dense.flow(plan.last)[:, :, :size]).sum(axis=(1, 2))
        return np.concatenate([flows, dense.last_values(12)[:, :size].sum(axis=1)])[:, None, None]

    def one_measure() -> Array:
        return dense.by_province(_told(dense.flow(plan.last)[0]))[None]

    def year_end() -> Array:
        flows = _told(dense.flow(plan.last)).reshape(len(plan.flows), 4, 3, -1).sum(axis=2)
        stocks = np.stack([dense.last_values(months) for months in (3, 6, 9, 12)], axis=1)
        return dense.by_province(np.concatenate([flows, stocks]))

    def three_years() -> Array:
        return np.stack([_told(dense.years[year][trend]).sum(axis=(1, 2)) for year in plan.years], axis=1)[:, :, None]

    def last_stock() -> Array:
        return dense.by_province(dense.last_values(12))[:, None]

    def restated() -> Array:
        return np.add.reduceat(_told(dense.old).sum(axis=1), dense.old_starts, axis=-1)[:, None]

    def coverage() -> Array:
        rows = [plan.flows.index(one) for one in plan.covered]
        heard: Array = np.max(dense.flow(plan.last)[rows, 11, :size], axis=0)
        return heard

    root = [0]
    asked = (
        ("province_dashboard", dashboard, everything, provinces[:1]),
        ("one_measure_by_province", one_measure, plan.flows[:1], provinces),
        ("year_end_table", year_end, everything, provinces),
        ("three_year_trend", three_years, plan.trend, root),
        ("last_stock", last_stock, plan.stocks, provinces),
        ("restated", restated, plan.restated, [provinces[place] for place in dense.with_old]),
    )
    for name, work, rows, units in asked:
        result.ask(name, work, partial(_answer, rows, units), repeats=repeats)
    communes = plan.provinces[0][1]
    result.ask("coverage", coverage, partial(_unheard, communes), repeats=repeats)
    result.leave_out("explain", "a dense array keeps no sources")
    result.extra["plain sum of the year"] = median_ms(dense.years[plan.last].sum, repeats=repeats)


def main(folder: Path, repeats: int) -> None:
    plan, result = read_plan(folder), Result("numpy")
    begun = time.perf_counter()
    dense = Dense(folder, plan)
    result.prepared_s["read the facts into arrays"] = time.perf_counter() - begun
    result.size_mb["arrays"] = round(sum(one.nbytes for one in (*dense.years.values(), dense.old)) / 1e6, 1)
    ask_all(dense, result, repeats)
    result.write(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
