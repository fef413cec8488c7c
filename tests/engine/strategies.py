"""Random trees and facts for the engine's properties."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from saovuong.engine import Fact, Tree
from tests.engine.worlds import CATALOGUE, fact, tree

PERIODS = (
    "2024", "2024-H1", "2024-H2", "2024-Q1", "2024-Q2", "2024-Q4", "2024-01", "2024-02", "2024-07", "2024-12", "2024-01/2024-09",
    "2024-05/2024-06", "2023", "2023/2024", "2021/..", "yearly", "2025-01",
)  # fmt: skip
MODIFIERS = ("exact", "exact", "exact", "over", "under", "about", "at_least", "at_most")
KEYS = (None, None, None, None, None, "K1", "K1", "K2")
LEVELS = CATALOGUE.scales["marks"].levels


@st.composite
def trees(draw: st.DrawFn, most: int = 7) -> Tree:
    """Every unit after the first hangs under an earlier one; expected are the leaves and perhaps some others."""
    count = draw(st.integers(1, most))
    children: dict[str, list[str]] = {}
    for i in range(1, count):
        children.setdefault(f"u{draw(st.integers(0, i - 1))}", []).append(f"u{i}")
    shape = tree(children, root="u0")
    also = draw(st.lists(st.sampled_from([f"u{i}" for i in range(count)]), max_size=2))
    return Tree(shape.root, shape.day, shape.children, shape.expected | frozenset(also))


@st.composite
def facts_on(draw: st.DrawFn, shape: Tree, measures: tuple[str, ...], most: int = 14) -> list[Fact]:
    said = draw(st.lists(_sayings(shape, measures), max_size=most))
    numbers = draw(st.permutations(range(1, len(said) + 1)))
    return [fact(number, one) for number, one in zip(numbers, said, strict=True)]


def _sayings(shape: Tree, measures: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    units = [*shape.units(), "elsewhere"]
    parents = {child: parent for parent, below in shape.children.items() for child in below}

    def build(parts: tuple[Any, ...]) -> dict[str, Any]:
        unit, measure, period, number, modifier, scope, other, as_of, level, silent, joint = parts
        kind = CATALOGUE.measures[measure].kind.value
        said = {"unit": unit, "measure": measure, "period": period, "scope": scope}
        if other and unit in parents:
            said["by"] = parents[unit]
        if as_of is not None:
            said["as_of"] = as_of
        if silent:
            return said
        if joint and kind == "flow":
            said["joint"] = joint
        if kind == "rating":
            return said | {"rating": level}
        if kind == "yes_no":
            return said | {"flag": number % 2 == 0}
        return said | {"value": number, "modifier": modifier}

    return st.tuples(
        st.sampled_from(units), st.sampled_from(measures), st.sampled_from(PERIODS), st.integers(0, 60), st.sampled_from(MODIFIERS),
        st.sampled_from(("own", "own", "total")), st.integers(0, 4).map(lambda n: n == 0), st.none() | st.dates(*_ONE_YEAR),
        st.sampled_from(LEVELS), st.integers(0, 9).map(lambda n: n == 0), st.sampled_from(KEYS),
    ).map(build)  # fmt: skip


_ONE_YEAR = (date(2023, 12, 1), date(2025, 1, 31))


@st.composite
def worlds(draw: st.DrawFn, *measures: str) -> tuple[Tree, list[Fact]]:
    shape = draw(trees())
    return shape, draw(facts_on(shape, measures))
