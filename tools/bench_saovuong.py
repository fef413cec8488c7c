"""The product's side of the national benchmark: through its public functions, from the Parquet files of the snapshot.

python tools/bench_saovuong.py FOLDER REPEATS      (tools/bench.py makes the folder and calls this)"""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import bench_accepting
import bench_world
import national
from bench_result import Answer, Result, key, median_ms, size_mb
from bench_world import NOW, Plan

from saovuong.catalogue.packs import load_catalogue
from saovuong.engine.roll_up import roll_up
from saovuong.engine.roll_up_shapes import Store
from saovuong.engine.roll_up_sheet import Sheet
from saovuong.engine.shapes import Tree

_BEGINNING = date(1945, 1, 1)


class Asker:
    """Questions of the roll-up. Answers are keyed by the numbers that the plan uses."""

    def __init__(self, folder: Path, plan: Plan, result: Result, repeats: int) -> None:
        from saovuong.consolidation.places import place_for
        from saovuong.consolidation.snapshot_reading import open_snapshot
        from saovuong.consolidation.snapshots import folder_of

        self.plan, self.result, self.repeats, self.catalogue, self.tree = plan, result, repeats, load_catalogue(), national.country()
        snapshots = folder_of(folder / "data")
        manifest = snapshots.current()
        assert manifest is not None
        begun = time.perf_counter()
        self.reader = open_snapshot(folder=snapshots, manifest=manifest)
        self.store = self.reader.store(units=None, start=_BEGINNING, end=national.months(plan.last)[-1])
        result.prepared_s["open the snapshot"] = time.perf_counter() - begun
        newest = tuple(one for one in manifest.partitions if one.year == plan.last)
        one_year = open_snapshot(folder=snapshots, manifest=replace(manifest, partitions=newest))
        self.one_year = one_year.store(units=None, start=_BEGINNING, end=national.months(plan.last)[-1])
        begun = time.perf_counter()
        self.restated = place_for(unit_id="vn", period_label=str(plan.earlier), catalogue=self.catalogue, tree_day=national.DAY).tree
        result.prepared_s["lay out the restated tree"] = time.perf_counter() - begun
        self.codes, self.units = self.reader.keys.measures, self.reader.keys.units

    def answer(self, sheet: Sheet, units: Iterable[int], measures: Iterable[int]) -> Answer:
        out = {}
        for measure in measures:
            for unit in units:
                for window in range(len(sheet.windows)):
                    line = sheet.line(measure=self.codes[measure], unit=self.units[unit], window=window)
                    if line.amount is not None:
                        out[key(measure, unit, window)] = int(line.amount.value)
        return out

    def ask(
        self, name: str, measures: Sequence[int], windows: Sequence[tuple[date, date]], units: Sequence[int], tree: Tree | None = None
    ) -> None:
        def work(store: Store, windows: Sequence[tuple[date, date]]) -> Callable[[], Sheet]:
            codes, names = [self.codes[one] for one in measures], [self.units[one] for one in units]
            there = tree or self.tree
            return lambda: roll_up(store=store, tree=there, catalogue=self.catalogue, measures=codes, windows=windows, units=names)

        asked = work(self.store, windows)
        self.result.ask(
            name,
            asked,
            lambda found: self.answer(asked() if not isinstance(found, Sheet) else found, units, measures),
            repeats=self.repeats,
        )
        if tree is None:
            less = work(self.one_year, windows[-1:] if name == "three_year_trend" else windows)
            less()
            self.result.growth[name] = round((self.result.questions[name] or 0) / median_ms(less, repeats=self.repeats), 2)


def by_roll_up(asker: Asker) -> None:
    plan = asker.plan
    last, earlier = national.months(plan.last), national.months(plan.earlier)
    year, quarters = (last[0], last[-1]), [(last[at], last[at + 3]) for at in (0, 3, 6, 9)]
    years = [(national.months(one)[0], national.months(one)[-1]) for one in plan.years]
    provinces, root = [unit for unit, _ in plan.provinces], asker.reader.unit_numbers[asker.tree.root]
    everything = [*plan.flows, *plan.stocks]
    asker.ask("province_dashboard", everything, [year], provinces[:1])
    asker.ask("one_measure_by_province", plan.flows[:1], list(pairwise(last)), provinces)
    asker.ask("year_end_table", everything, quarters, provinces)
    asker.ask("three_year_trend", plan.trend, years, [root])
    asker.ask("last_stock", plan.stocks, [year], provinces)
    asker.ask("restated", plan.restated, [(earlier[0], earlier[-1])], provinces, tree=asker.restated)


def by_queries(asker: Asker) -> None:
    """Coverage of the largest province's last month, and one flow of its year explained down to the quotes."""
    from saovuong.accounts.queries import actor_get
    from saovuong.consolidation import queries
    from saovuong.consolidation.shapes import CoverageView, Explanation

    province, communes = asker.plan.provinces[0]
    actor, unit, numbers = actor_get(name="kiem-tra"), asker.units[province], asker.reader.unit_numbers
    measure = asker.plan.flows[0]
    enter_figures(asker, communes, measure)

    def coverage() -> object:
        return queries.coverage(
            actor=actor,
            unit_id=unit,
            period_label=f"{asker.plan.last}-12",
            form=asker.plan.form,
            catalogue=asker.catalogue,
            now=NOW,
            snapshot=asker.reader,
        )

    def missing(found: object) -> Answer:
        assert isinstance(found, CoverageView)
        return {key(numbers[one]): 0 for one in found.coverage.missing if numbers[one] in set(communes)}

    asker.result.ask("coverage", coverage, missing, repeats=asker.repeats)

    def explain() -> object:
        return queries.explain(
            actor=actor, unit_id=unit, period_label=str(asker.plan.last), measure=asker.codes[measure], catalogue=asker.catalogue, now=NOW,
            snapshot=asker.reader,
        )  # fmt: skip

    def sources(found: object) -> Answer:
        assert isinstance(found, Explanation)
        out: dict[str, int] = {}
        waiting = [found.root]
        while waiting:
            node = waiting.pop()
            waiting += node.children
            for source in node.own:
                out[key(numbers[source.fact.unit_id], int(source.fact.period_label[-2:]))] = int(source.fact.value or 0)
        return out

    asker.result.ask("explain", explain, sources, repeats=asker.repeats)


def enter_figures(asker: Asker, communes: Sequence[int], measure: int) -> None:
    """The ledger's own rows of the figures to be explained, under the snapshot's ids; it has no others."""
    from saovuong.core.quantity import Modifier
    from saovuong.ledger.models import ACCEPTED, DRAFT, SUBMITTED, Fact, Submission

    code, months = asker.codes[measure], national.months(asker.plan.last)
    units = {asker.units[one] for one in communes}
    found = asker.reader.facts(units=units, measures=[code], start=months[0], end=months[-1])
    label = {start: f"{asker.plan.last}-{month:02d}" for month, start in enumerate(months[:-1], start=1)}
    facts, handed = list(found), {"created_by": "nhap-lieu", "created_at": NOW, "finality": "final", "scope": "own", "state": DRAFT}
    rows = {
        fact.id: Submission(
            unit_id=fact.unit,
            form="monthly",
            period_label=label[fact.start],
            period_start=fact.start,
            period_end=fact.end or months[-1],
            version=1,
            **handed,
        )
        for fact in facts
    }
    Submission.objects.bulk_create(rows.values())
    Fact.objects.bulk_create(
        Fact(
            pk=fact.id, submission=rows[fact.id], number=1, unit_id=fact.unit, measure=code, period_label=label[fact.start],
            period_start=fact.start, period_end=fact.end, as_of=fact.as_of, role="result", scope="own", value=fact.value,
            modifier=Modifier(fact.modifier).value, uom=fact.uom, source="Báo cáo tháng", quote=f"“{fact.value}”", entered_by="nhap-lieu",
            entered_at=NOW,
        )
        for fact in facts
    )  # fmt: skip
    for state in (SUBMITTED, ACCEPTED):
        Submission.objects.update(state=state)


def main(folder: Path, repeats: int) -> None:
    data = bench_world.data_folder(folder)
    plan = bench_world.read_plan(folder)
    result = Result("saovuong")
    asker = Asker(folder, plan, result, repeats)
    by_roll_up(asker)
    by_queries(asker)
    result.size_mb["snapshot"] = size_mb(data / "snapshots")
    accepted = bench_accepting.measure(data, communes=min(repeats * 2, national.LATE))
    result.extra["accept_to_visible_ms"] = round(accepted.median, 1)
    result.extra |= {f"accept_to_visible_ms: {name}": round(ms, 1) for name, ms in accepted.steps.items()}
    result.write(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
