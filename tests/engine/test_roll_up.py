"""The roll-up in SQL says of every unit, measure and period what the engine says of it: on the hand-worked cases and on random worlds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saovuong.core.quantity import Modifier
from saovuong.engine import Fact, Tree, totals
from saovuong.engine.amounts import DifferentUoms
from saovuong.engine.roll_up import line_of, roll_up
from saovuong.engine.roll_up_plain import Window
from saovuong.engine.roll_up_shapes import Line, Standing
from saovuong.engine.shapes import Piece
from tests.engine.stores import store_of
from tests.engine.strategies import trees
from tests.engine.test_cases import load
from tests.engine.worlds import CATALOGUE, fact, question, span, tree

MEASURES = tuple(CATALOGUE.measures)
PERIODS = ("2024", "2024-H1", "2024-Q1", "2024-07", "2023/2024", "2023", "2024-01/2024-09", "2025-01")
WORDS = ("exact",) * 6 + ("over", "about", "under", "at_least", "at_most", "range")


def window(label: str) -> Window:
    start, end = span(label)
    assert end is not None
    return start, end


def by_the_engine(shape: Tree, facts: Sequence[Fact], measures: Sequence[str], periods: Sequence[str], units: Sequence[str]) -> list[Line]:
    answers = {
        (code, unit, label): line_of(one)
        for unit in units
        for label in periods
        for code, one in zip(
            measures,
            totals(
                questions=[question(code, label) for code in measures], facts=facts, tree=replace(shape, root=unit), catalogue=CATALOGUE
            ),
            strict=True,
        )
    }
    return [answers[code, unit, label] for code in measures for unit in units for label in periods]


def in_sql(
    shape: Tree, facts: Sequence[Fact], measures: Sequence[str], periods: Sequence[str], units: Sequence[str], **more: Any
) -> list[Line]:
    with TemporaryDirectory() as folder:
        store = store_of(facts, Path(folder), **more)
        windows = [window(label) for label in periods]
        sheet = roll_up(store=store, tree=shape, catalogue=CATALOGUE, measures=measures, windows=windows, units=units)
        store.database.close()
    return list(sheet.lines())


@pytest.mark.parametrize("case", load())
def test_case(case: dict[str, Any]) -> None:
    below = case.get("tree", {"city": ["a", "b", "c"]})
    asked = dict(case["ask"])
    root = asked.pop("unit", next(iter(below), "a"))
    facts = [fact(number, said) for number, said in enumerate(case["facts"], start=1)]
    shape = tree(below, root=root, expected=case.get("expected_units"))
    if case["expect"] == "different uoms":
        with pytest.raises(DifferentUoms):
            in_sql(shape, facts, (asked["measure"],), (str(asked.get("period", 2024)),), (root,))
        return
    periods = ("2024", "2024-Q1", "2023/2024")
    assert in_sql(shape, facts, MEASURES, periods, shape.units()) == by_the_engine(shape, facts, MEASURES, periods, shape.units())


@st.composite
def statements(draw: st.DrawFn, shape: Tree) -> list[Fact]:
    """Mostly plain monthly figures, so that tiles, loose figures and knots all occur, in any mix."""
    units, parents = shape.units(), {child: parent for parent, below in shape.children.items() for child in below}
    plain = st.tuples(
        st.sampled_from(units), st.sampled_from(("gifts", "militia", "trained")), st.integers(1, 12),
        st.sampled_from((0, 7, 20, 500, 10**6, "0.25", "1200.5")).map(lambda number: Decimal(str(number))),
        st.sampled_from(("2024", "2024", "2023")), st.sampled_from(WORDS),
    )  # fmt: skip
    said: list[dict[str, Any]] = [
        {"unit": unit, "measure": code, "period": f"{year}-{month:02d}"}
        | ({"value": (value, value + 3)} if modifier == "range" else {"value": value, "modifier": modifier})
        for unit, code, month, value, year, modifier in draw(st.lists(plain, max_size=24))
    ]
    odd = st.fixed_dictionaries(
        {
            "unit": st.sampled_from((*units, "elsewhere")),
            "measure": st.sampled_from(("gifts", "gifts", "militia", "to_train", "population", "quota", "grade", "office")),
            "period": st.sampled_from(("2024", "2024-H1", "2024-Q1", "2024-07", "2024-08", "2023", "2021/..", "yearly", "2023/2024")),
            "value": st.sampled_from((0, 7, "2.5", "123456789012345.678", None)),
            "modifier": st.sampled_from(("exact", "exact", "exact", "over", "at_least", "under", "at_most", "about")),
            "scope": st.sampled_from(("own", "own", "total")),
            "role": st.sampled_from(("result", "result", "result", "target")),
            "as_of": st.none() | st.dates(date(2023, 12, 1), date(2025, 1, 31)),
        }
    )
    for one in draw(st.lists(odd, max_size=8)) if draw(st.booleans()) else ():
        kind = CATALOGUE.measures[one["measure"]].kind.value
        if one["unit"] in parents and draw(st.integers(0, 3)) == 0:
            one["by"] = parents[one["unit"]]
        if kind in ("rating", "yes_no"):
            one.pop("value")
            one.update({"rating": "khá"} if kind == "rating" else {"flag": True})
        said.append(one)
    return [fact(number, one) for number, one in enumerate(said, start=1)]


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_random_worlds(data: st.DataObject) -> None:
    shape = data.draw(trees())
    facts = data.draw(statements(shape))
    periods = data.draw(st.lists(st.sampled_from(PERIODS), min_size=1, max_size=4, unique=True))
    laid = {"scattered": data.draw(st.booleans()), "with_sums": data.draw(st.booleans())}
    found = in_sql(shape, facts, MEASURES, periods, shape.units(), **laid)
    assert found == by_the_engine(shape, facts, MEASURES, periods, shape.units())


def test_areas_and_reported_totals_of_another_tree() -> None:
    """Figures about an area count as its command's; a unit whose total is over another tree keeps only its own work."""
    shape = tree({"top": ["x", "y"], "x": ["a"]}, root="top")
    said = [
        {"unit": "area-a", "measure": "gifts", "period": "2024-01", "value": 3},
        {"unit": "area-a", "measure": "gifts", "period": "2024-02", "value": 4},
        {"unit": "y", "measure": "gifts", "period": "2024-02", "value": 10},
        {"unit": "x", "measure": "militia", "period": "2024", "value": 99, "scope": "total"},
    ]
    with TemporaryDirectory() as folder:
        store = store_of([fact(number, one) for number, one in enumerate(said, start=1)], Path(folder))
        standing = Standing(areas={"area-a": "a"}, own_only=frozenset("x"))
        sheet = roll_up(
            store=store, tree=shape, catalogue=CATALOGUE, measures=("gifts", "militia"), windows=[window("2024")], standing=standing
        )
        seen = replace(standing, seen=frozenset(("y", "x", "top")))
        narrowed = roll_up(store=store, tree=shape, catalogue=CATALOGUE, measures=("gifts",), windows=[window("2024")], standing=seen)
    assert sheet.units == ("top", "x", "y")
    assert [_value(sheet.line(measure="gifts", unit=unit)) for unit in sheet.units] == [17, 7, 10]
    assert sheet.line(measure="militia", unit="top").amount is None
    assert [_value(narrowed.line(measure="gifts", unit=unit)) for unit in sheet.units] == [10, None, 10]


def with_divided_and_former_units() -> tuple[Tree, list[Fact]]:
    """x was divided 3 to 1 between a and b; the former command f stands for c, and its total stands in only while c is silent."""
    shape = replace(
        tree({"top": ["a", "b", "c", "f"], "a": ["x@a"], "b": ["x@b"]}, root="top"),
        pieces={"x@a": Piece("x", Decimal("0.75")), "x@b": Piece("x", Decimal("0.25"))},
        stands_for={"f": frozenset("c")},
    )
    said = [
        {"unit": "x", "measure": "gifts", "period": "2024-01", "value": 10},
        {"unit": "f", "measure": "gifts", "period": "2024", "value": 30, "scope": "total"},
        {"unit": "f", "measure": "militia", "period": "2024", "value": 7, "scope": "total"},
        {"unit": "c", "measure": "militia", "period": "2024", "value": 4},
    ]
    return shape, [fact(number, one) for number, one in enumerate(said, start=1)]


def test_divided_and_former_units_are_left_to_the_engine() -> None:
    shape, facts = with_divided_and_former_units()
    whole = replace(shape, pieces={}, children={"top": ("a", "b", "c", "f")})
    for one in (shape, whole):
        found = in_sql(one, facts, ("gifts", "militia"), ("2024",), one.units())
        assert found == by_the_engine(one, facts, ("gifts", "militia"), ("2024",), one.units())
    values = [_value(line) for line in in_sql(shape, facts, ("gifts", "militia"), ("2024",), ("top", "a", "b"))]
    assert values == [40, Decimal("7.5"), Decimal("2.5"), 4, None, None]


def _value(line: Line) -> Decimal | None:
    return line.amount.value if line.amount else None


def test_sums_are_exact_and_keep_their_words() -> None:
    units = [f"u{number}" for number in range(40)]
    shape = Tree("top", date(2024, 12, 14), {"top": tuple(units)}, frozenset(units))
    said = [fact(n, {"unit": u, "measure": "gifts", "period": "2024-03", "value": 999_999_999_999}) for n, u in enumerate(units, start=1)]
    said.append(fact(99, {"unit": "u0", "measure": "gifts", "period": "2024-04", "value": "0.000001", "modifier": "over"}))
    (line,) = in_sql(shape, said, ("gifts",), ("2024",), ("top",))
    assert line.amount is not None
    assert (line.amount.value, line.amount.modifier) == (Decimal("39999999999960.000001"), Modifier.OVER)
    assert (line.amount.bounds.low, line.amount.bounds.high) == (line.amount.value, None)
    assert (line.heard, line.expected) == (40, 40)


def test_one_store_answers_one_question_after_another() -> None:
    """What is remembered of one tree never answers for another."""
    shape = tree({"top": ["x", "y"], "x": ["a", "b"]}, root="top")
    said = [fact(n, {"unit": unit, "measure": "gifts", "period": f"2024-0{n}", "value": n}) for n, unit in enumerate("aby", start=1)]
    moved = tree({"top": ["x", "y"], "y": ["a", "b"]}, root="top")
    with TemporaryDirectory() as folder:
        store = store_of(said, Path(folder))
        for one in (shape, shape, moved, replace(shape, root="x"), shape):
            for units in (one.units(), one.units()[:1]):
                sheet = roll_up(store=store, tree=one, catalogue=CATALOGUE, measures=("gifts",), windows=[window("2024")], units=units)
                assert list(sheet.lines()) == by_the_engine(one, said, ("gifts",), ("2024",), units)


def test_a_year_without_plain_figures() -> None:
    """A partition in which every figure has words has no file of tiles at all."""
    shape = tree({"top": ["x", "y"]}, root="top")
    said = [fact(n, {"unit": u, "measure": "gifts", "period": "2024-03", "value": n, "modifier": "over"}) for n, u in enumerate("xy", 1)]
    with TemporaryDirectory() as folder:
        store = store_of(said, Path(folder))
        bare = replace(store, tiles=[replace(one, relation="", units=frozenset(), sums="", parts=()) for one in store.tiles])
        for asked in (("gifts",), MEASURES):
            sheet = roll_up(store=bare, tree=shape, catalogue=CATALOGUE, measures=asked, windows=[window("2024")], units=shape.units())
            assert list(sheet.lines()) == by_the_engine(shape, said, asked, ("2024",), shape.units())
