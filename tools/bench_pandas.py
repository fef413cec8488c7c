"""pandas in the national benchmark, as an analyst would who knows it: one frame in memory with narrow types, the province and quarter of
every row beside it, and nothing prepared for one question alone.

    python tools/bench_pandas.py FOLDER REPEATS      (tools/bench.py makes the folder and calls this)"""

import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from bench_result import Answer, Result, key
from bench_world import Plan, facts_file, read_plan

Frame = Any


def frame_of(folder: Path, plan: Plan) -> Frame:
    """One row per figure of all years, by year, measure, unit and month."""
    parts = [
        f"select cast({year} as smallint) as year, unit, measure, month, cast((month + 2) // 3 as tinyint) as quarter, value "
        f"from '{facts_file(folder, year).as_posix()}'"
        for year in (plan.earlier, *plan.years)
    ]
    frame: Frame = duckdb.connect().execute(f"select * from ({' union all '.join(parts)}) order by year, measure, unit, month").df()
    now = {unit: place for place, (_, below) in enumerate(plan.provinces) for unit in below}
    old = {unit: place for place, below in enumerate(plan.carried) for unit in below}
    # Of the earlier year every commune stands where it passed into; what passed in part is nowhere.
    frame["province"] = frame["unit"].map(now).where(frame["year"] != plan.earlier, frame["unit"].map(old)).fillna(-1).astype("int16")
    return frame


class Questions:
    """``frame`` is in the order of years, so a year is a slice of it and no copy."""

    def __init__(self, frame: Frame, plan: Plan) -> None:
        self.frame, self.plan = frame, plan
        self.ends = {year: frame["year"].searchsorted([year, year + 1]) for year in (plan.earlier, *plan.years)}

    def year(self, year: int) -> Frame:
        start, end = self.ends[year]
        return self.frame.iloc[start:end]

    def last_stocks(self, months: int, *, province: int | None = None) -> Frame:
        """Sums of last values by measure and province."""
        parts = []
        for year in self.plan.years:
            frame = self.year(year)
            kept = frame["measure"].isin(self.plan.stocks)
            if year == self.plan.last:
                kept &= frame["month"] <= months
            if province is not None:
                kept &= frame["province"] == province
            parts.append(frame[kept])
        # The frame is in the order of time.
        last = pd.concat(parts).drop_duplicates(["measure", "unit"], keep="last")
        return last.groupby(["measure", "province"])["value"].sum()

    def dashboard(self) -> Answer:
        year = self.year(self.plan.last)
        mine = year[(year["province"] == 0) & year["measure"].isin(self.plan.flows)]
        out = _keyed(mine.groupby(["measure", "province"])["value"].sum(), self.plan)
        return out | _keyed(self.last_stocks(12, province=0), self.plan)

    def one_measure(self) -> Frame:
        year = self.year(self.plan.last)
        return year[year["measure"] == self.plan.flows[0]].groupby(["measure", "province", "month"])["value"].sum()

    def year_end(self) -> tuple[Frame, list[Frame]]:
        year = self.year(self.plan.last)
        flows = year[year["measure"].isin(self.plan.flows)].groupby(["measure", "province", "quarter"])["value"].sum()
        return flows, [self.last_stocks(months) for months in (3, 6, 9, 12)]

    def trend(self) -> Frame:
        frame = self.frame.iloc[self.ends[self.plan.years[0]][0] :]
        return frame[frame["measure"].isin(self.plan.trend)].groupby(["measure", "year"])["value"].sum()

    def restated(self) -> Frame:
        year = self.year(self.plan.earlier)
        return year[year["province"] >= 0].groupby(["measure", "province"])["value"].sum()

    def coverage(self) -> set[int]:
        year = self.year(self.plan.last)
        heard = year[(year["province"] == 0) & (year["month"] == 12) & year["measure"].isin(self.plan.covered)]["unit"].unique()
        return set(self.plan.provinces[0][1]) - set(heard.tolist())

    def explain(self) -> Frame:
        year = self.year(self.plan.last)
        return year[(year["province"] == 0) & (year["measure"] == self.plan.flows[0])][["unit", "month", "value"]]


def _keyed(series: Frame, plan: Plan, *, window: int | None = 0, first: int = 0) -> dict[str, int]:
    """``window`` None: it is the last level of the index, from ``first``."""
    out = {}
    for index, value in series.items():
        measure, province = index[:2]
        out[key(measure, plan.provinces[province][0], window if window is not None else index[2] - first)] = int(value)
    return out


def ask_all(questions: Questions, result: Result, repeats: int) -> None:
    plan = questions.plan

    def ask(name: str, work: Any, answer: Any) -> None:
        result.ask(name, work, answer, repeats=repeats)

    ask("province_dashboard", questions.dashboard, lambda found: found)
    ask("one_measure_by_province", questions.one_measure, lambda found: _keyed(found, plan, window=None, first=1))
    ask(
        "year_end_table",
        questions.year_end,
        lambda found: (
            _keyed(found[0], plan, window=None, first=1)
            | {k: v for w, one in enumerate(found[1]) for k, v in _keyed(one, plan, window=w).items()}
        ),
    )
    ask("three_year_trend", questions.trend, lambda found: {key(m, 0, plan.years.index(year)): int(v) for (m, year), v in found.items()})
    ask("last_stock", lambda: questions.last_stocks(12), lambda found: _keyed(found, plan))
    ask("restated", questions.restated, lambda found: _keyed(found, plan))
    ask("coverage", questions.coverage, lambda found: {key(unit): 0 for unit in found})
    ask("explain", questions.explain, lambda found: {key(u, m): int(v) for u, m, v in found.itertuples(index=False)})


def main(folder: Path, repeats: int) -> None:
    plan, result = read_plan(folder), Result("pandas")
    begun = time.perf_counter()
    frame = frame_of(folder, plan)
    result.prepared_s["read the facts into a frame"] = time.perf_counter() - begun
    result.size_mb["frame"] = round(float(frame.memory_usage(index=True).sum()) / 1e6, 1)
    ask_all(Questions(frame, plan), result, repeats)
    result.write(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
