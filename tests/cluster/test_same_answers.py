"""The same SQL over the same Parquet files: a cluster says what DuckDB says, of every question, to the last digit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from saovuong.consolidation.cluster import Cluster
from saovuong.consolidation.snapshot_reading import SnapshotReader, open_snapshot
from saovuong.engine import Fact, Tree, parquet
from saovuong.engine.roll_up import roll_up
from saovuong.engine.roll_up_shapes import Line, Standing
from saovuong.engine.roll_up_totals import Answered, answer
from tests.cluster.worlds import PERIODS, forest, written
from tests.engine.test_cases import load
from tests.engine.test_roll_up import window
from tests.engine.worlds import CATALOGUE, fact, tree

# One cluster for all: tests that run side by side would each start their own.
pytestmark = [pytest.mark.timeout(900)]
MEASURES = tuple(CATALOGUE.measures)
ALWAYS = (date(1900, 1, 1), date(2100, 1, 1))


@dataclass(frozen=True)
class Both:
    """One snapshot, read twice."""

    here: SnapshotReader
    there: SnapshotReader

    def lines(self, shape: Tree, measures: Sequence[str], periods: Sequence[str], units: Sequence[str], **more: Any) -> list[list[Line]]:
        found = []
        for reader in (self.here, self.there):
            store = reader.store(units=None, start=ALWAYS[0], end=ALWAYS[1])
            windows = [window(label) for label in periods]
            sheet = roll_up(store=store, tree=shape, catalogue=CATALOGUE, measures=measures, windows=windows, units=units, **more)
            found.append(list(sheet.lines()))
        return found

    def answers(self, shape: Tree, period: str) -> list[Answered]:
        """Full totals of the root; what SQL leaves to the rules must be the same too."""
        stores = (reader.store(units=None, start=ALWAYS[0], end=ALWAYS[1]) for reader in (self.here, self.there))
        return [answer(store=one, tree=shape, catalogue=CATALOGUE, measures=MEASURES, window=window(period)) for one in stores]


Reading = Callable[..., Both]


@pytest.fixture
def read(cluster: Cluster, tmp_path: Path) -> Iterator[Reading]:
    opened = []

    def laid_down(facts: list[Fact], *, scattered: bool = False) -> Both:
        folder, manifest = written(facts, tmp_path / f"Sổ [tỉnh] {len(opened)}", scattered=scattered)
        both = Both(
            open_snapshot(folder=folder, manifest=manifest), open_snapshot(folder=folder, manifest=manifest, engine=cluster.database)
        )
        opened.append(both)
        return both

    yield laid_down
    for both in opened:
        both.here.database.close()
    cluster.database.close()


def assert_same(found: list[list[Line]]) -> None:
    here, there = found
    assert len(here) == len(there)
    assert [pair for pair in zip(here, there, strict=True) if pair[0] != pair[1]] == []
    # Equal numbers may be written differently (1.0 and 1.00): people see how they are written.
    assert repr(here) == repr(there)


@pytest.mark.parametrize(("seed", "scattered"), [(2024, False), (2025, True)])
def test_random_worlds(read: Reading, seed: int, scattered: bool) -> None:
    shape, facts = forest(seed, count=16)
    both = read(facts, scattered=scattered)
    found = both.lines(shape, MEASURES, PERIODS if scattered else PERIODS[::2], shape.units())
    assert sum(1 for line in found[0] if line.amount is not None) > 100
    assert_same(found)


def test_full_totals(read: Reading) -> None:
    """Ratings, answers, ratios with those who lack a part, who is missing: of simple worlds SQL answers nearly all, of others it says what
    it leaves to the rules."""
    for simple in (True, False):
        shape, facts = forest(11, count=10, simple=simple)
        here, there = read(facts).answers(shape, "2024")
        assert here == there
        assert repr(here) == repr(there)
        assert not simple or len(here.totals) > 8


def test_sums_of_whole_partitions(read: Reading) -> None:
    """Two years of plain months of everybody: the country is added up from the partitions' sums, and older years need not be opened."""
    units = [f"u{number}" for number in range(6)]
    shape = tree({"top": units}, root="top")
    said = [
        {"unit": unit, "measure": code, "period": f"{year}-{month:02d}", "value": place * month + year}
        for place, unit in enumerate(units)
        for code in ("gifts", "militia")
        for year in (2023, 2024)
        for month in range(1, 13)
    ]
    facts = [fact(number, one) for number, one in enumerate(said, start=1)]
    found = read(facts).lines(shape, ("gifts", "militia"), ("2024", "2024-Q1", "2023/2024"), ("top",))
    assert_same(found)
    # Six units with k x month + 2024 for k of 0 to 5, twelve months: 78 x 15 + 72 x 2024; December's militia: 12 x 15 + 6 x 2024.
    assert [line.amount.value for line in found[1] if line.amount and line.start.year == 2023 and line.end.month == 12] == [146_898, 12_324]


def test_rows_that_moved_on(read: Reading) -> None:
    """Files that hide some of their units, as after an acceptance that wrote beside them."""
    shape, facts = forest(3, count=8)
    both = read(facts)
    partitions = []
    for one in both.here.manifest.partitions:
        hidden = {file.kind: file.units[::3] for file in one.files if file.kind != parquet.SUMS}
        files = [replace(file, hidden=hidden[file.kind]) for file in one.files if file.kind != parquet.SUMS]
        partitions.append(replace(one, files=tuple(files)))
    manifest = replace(both.here.manifest, partitions=tuple(partitions))
    masked = Both(replace(both.here, manifest=manifest), replace(both.there, manifest=manifest))
    found = masked.lines(shape, ("gifts", "militia"), ("2024", "2023"), shape.units())
    masked.here.database.close()
    assert_same(found)
    assert found[0] != both.lines(shape, ("gifts", "militia"), ("2024", "2023"), shape.units())[0]


def test_worked_cases(read: Reading) -> None:
    """Every hand-worked case of the engine, side by side in one world."""
    children: dict[str, list[str]] = {"top": []}
    expected, facts = [], []
    for place, case in enumerate(one.values[0] for one in load()):
        if case["expect"] == "different uoms":
            continue
        below = case.get("tree", {"city": ["a", "b", "c"]})
        root = dict(case["ask"]).get("unit", next(iter(below), "a"))
        shape = tree(below, root=next(iter(below), root), expected=case.get("expected_units"))
        named = {unit: f"{place}-{unit}" for unit in shape.units()}
        children["top"].append(named[shape.root])
        children |= {named[parent]: [named[child] for child in told] for parent, told in shape.children.items()}
        expected += [named[unit] for unit in shape.expected if unit in named]
        for said in case["facts"]:
            one = fact(len(facts) + 1, {key: value for key, value in said.items() if key != "id"})
            unit, reporter = (named.get(name, f"{place}-{name}") for name in (one.unit, one.reporter))
            facts.append(replace(one, id=len(facts) + 1, unit=unit, reporter=reporter))
    shape = tree(children, root="top", expected=expected)
    assert_same(read(facts).lines(shape, MEASURES, ("2024", "2024-Q1", "2023/2024"), shape.units()))


def test_every_figure_is_read_alike(read: Reading) -> None:
    _, facts = forest(7, count=12)
    both = read(facts)
    here, there = (
        list(reader.facts(units=None, measures=MEASURES, start=date(1900, 1, 1), end=date(2100, 1, 1)))
        for reader in (both.here, both.there)
    )
    assert here == there == sorted(facts, key=lambda one: one.id)
    assert repr(here) == repr(there)


def test_areas_and_what_may_be_seen(read: Reading) -> None:
    shape = tree({"top": ["x", "y"], "x": ["a"]}, root="top")
    said = [
        {"unit": "area-a", "measure": "gifts", "period": "2024-01", "value": 3},
        {"unit": "area-a", "measure": "gifts", "period": "2024-02", "value": 4, "modifier": "over"},
        {"unit": "y", "measure": "gifts", "period": "2024-02", "value": 10},
        {"unit": "x", "measure": "militia", "period": "2024", "value": 99, "scope": "total"},
    ]
    both = read([fact(number, one) for number, one in enumerate(said, start=1)])
    standing = Standing(areas={"area-a": "a"}, own_only=frozenset("x"))
    for one in (standing, replace(standing, seen=frozenset(("y", "x", "top")))):
        assert_same(both.lines(shape, ("gifts", "militia"), ("2024",), shape.units(), standing=one))


def test_sums_beyond_64_bits_are_exact(read: Reading) -> None:
    units = [f"u{number}" for number in range(30)]
    shape = tree({"top": units}, root="top")
    most = "123456789012345678.654321"
    said = [fact(n, {"unit": unit, "measure": "gifts", "period": "2024-03", "value": most}) for n, unit in enumerate(units, start=1)]
    found = read(said).lines(shape, ("gifts",), ("2024",), ("top",))
    assert_same(found)
    amount = found[1][0].amount
    assert amount is not None
    assert amount.value == Decimal(most) * 30
