"""Full totals from SQL are the engine's own, and what SQL cannot tell whole is left to it, with the reason."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saovuong.core.quantity import Modifier
from saovuong.engine import Fact, Total, Tree, totals
from saovuong.engine.amounts import DifferentUoms
from saovuong.engine.roll_up_shapes import Store
from saovuong.engine.roll_up_totals import LEFT, Answered, answer
from saovuong.engine.shapes import Part
from tests.engine.stores import store_of
from tests.engine.strategies import LEVELS, trees
from tests.engine.test_cases import load
from tests.engine.test_roll_up import MEASURES, PERIODS, WORDS, statements, window, with_divided_and_former_units
from tests.engine.worlds import CATALOGUE, fact, question, tree


@contextmanager
def laid_out(facts: Sequence[Fact], **more: Any) -> Iterator[Store]:
    with TemporaryDirectory() as folder:
        store = store_of(facts, Path(folder), **more)
        yield store
        store.database.close()


def in_sql(shape: Tree, store: Store, period: str) -> Answered:
    return answer(store=store, tree=shape, catalogue=CATALOGUE, measures=MEASURES, window=window(period))


def without_tree(total: Total | None) -> Total | None:
    """The total with nothing of its part but what a line of a table shows of it."""
    if total is None:
        return None
    assert total.part is not None
    part = Part(total.unit, None, None, total.part.counted, total.part.taken, ())
    return replace(total, part=part, numerator=without_tree(total.numerator), denominator=without_tree(total.denominator))


def agree(shape: Tree, facts: Sequence[Fact], period: str, **more: Any) -> Answered:
    with laid_out(facts, **more) as store:
        return agree_on(shape, facts, store, period)


def agree_on(shape: Tree, facts: Sequence[Fact], store: Store, period: str) -> Answered:
    """Every measure is either answered as the engine answers it, or left with a reason."""
    found = in_sql(shape, store, period)
    assert found.totals.keys() | found.left.keys() == set(MEASURES)
    assert not found.totals.keys() & found.left.keys()
    assert set(found.left.values()) <= LEFT.keys()
    codes = [code for code in MEASURES if code in found.totals]
    told = totals(questions=[question(code, period) for code in codes], facts=facts, tree=shape, catalogue=CATALOGUE)
    for code, one in zip(codes, told, strict=True):
        assert without_tree(found.totals[code]) == without_tree(one)
        assert found.totals[code].reported == one.reported
    return found


@pytest.mark.parametrize("case", load())
def test_case(case: dict[str, Any]) -> None:
    below = case.get("tree", {"city": ["a", "b", "c"]})
    root = case["ask"].get("unit", next(iter(below), "a"))
    facts = [fact(number, said) for number, said in enumerate(case["facts"], start=1)]
    shape = tree(below, root=root, expected=case.get("expected_units"))
    if case["expect"] == "different uoms":
        # The refusal names the figure; it is the engine's to say.
        with laid_out(facts) as store:
            assert case["ask"]["measure"] in in_sql(shape, store, str(case["ask"].get("period", 2024))).left
        return
    with laid_out(facts) as store:
        for period in ("2024", "2024-Q1"):
            try:
                agree_on(shape, facts, store, period)
            except DifferentUoms:
                assert "uom" in str(case["facts"])


@st.composite
def sayings(draw: st.DrawFn, shape: Tree) -> list[Fact]:
    """Worlds in which much is simple: at most one rating, answer or percentage a unit, and parts of ratios."""
    said: list[dict[str, Any]] = []
    for unit in shape.units():
        for code in ("militia", "population", "trained", "to_train"):
            for label in draw(st.lists(st.sampled_from(("2024", "2024-Q1", "2024-01", "2024-02", "2024-08")), max_size=2, unique=True)):
                value, word = draw(st.sampled_from((0, 8, 400, "2.5"))), draw(st.sampled_from(WORDS[:8]))
                said.append({"unit": unit, "measure": code, "period": label, "value": value, "modifier": word})
        for code in draw(st.sets(st.sampled_from(("grade", "office", "militia_rate", "attendance")))):
            what: dict[str, Any] = {"value": draw(st.sampled_from((50, "2.5", 100, "33.3")))}
            if code in ("grade", "office"):
                what = {"rating": draw(st.sampled_from(LEVELS))} if code == "grade" else {"flag": draw(st.booleans())}
            label = draw(st.sampled_from(("2024", "2024-Q1", "2024-01", "2023")))
            said.append({"unit": unit, "measure": code, "period": label, "scope": draw(st.sampled_from(("own", "own", "total")))} | what)
    return [fact(number, one) for number, one in enumerate(said, start=1)]


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_random_worlds(data: st.DataObject) -> None:
    shape = data.draw(trees())
    facts = data.draw(st.one_of(sayings(shape), statements(shape)))
    laid = {"scattered": data.draw(st.booleans()), "with_sums": data.draw(st.booleans())}
    agree(shape, facts, data.draw(st.sampled_from(PERIODS)), **laid)


def test_what_sql_answers_by_itself() -> None:
    """City with three communes: ratings, answers, a ratio with one unit that lacks a part, months with words, a silent commune."""
    shape = tree({"city": ["a", "b", "c"]}, root="city")
    said: list[dict[str, Any]] = [
        {"unit": "a", "measure": "gifts", "period": "2024-01", "value": 3},
        {"unit": "a", "measure": "gifts", "period": "2024-02", "value": 4, "modifier": "over"},
        {"unit": "b", "measure": "gifts", "period": "2024", "value": 10},
        {"unit": "a", "measure": "militia", "period": "2024", "value": 12},
        {"unit": "b", "measure": "militia", "period": "2024", "value": 20},
        {"unit": "a", "measure": "population", "period": "2024", "value": 800},
        {"unit": "c", "measure": "militia_rate", "period": "2024", "value": "1.9"},
        {"unit": "a", "measure": "militia_rate", "period": "2024", "value": "1.5"},
        {"unit": "a", "measure": "grade", "period": "2024", "rating": "khá"},
        {"unit": "b", "measure": "grade", "period": "2024", "rating": "khá"},
        {"unit": "a", "measure": "office", "period": "2024", "flag": True},
        {"unit": "c", "measure": "office", "period": "2024", "flag": False},
    ]
    found = agree(shape, [fact(number, one) for number, one in enumerate(said, start=1)], "2024")
    assert found.left == {"quota": "quota", "completion": "parts"}
    gifts, rate, grade, office = (found.totals[code] for code in ("gifts", "militia_rate", "grade", "office"))
    assert gifts.amount is not None
    assert (gifts.amount.value, gifts.amount.modifier, gifts.coverage.missing) == (17, Modifier.OVER, ("c",))
    assert rate.amount is not None
    assert rate.pair is not None
    assert (rate.amount.value, rate.pair.unmatched) == (rate.claimed[0].claimed.value, (("b", "denominator"),))
    assert [one.unit for one in rate.listed] == ["c"]
    assert grade.ratings is not None
    assert dict(grade.ratings.counts) == {"giỏi": 0, "khá": 2, "đạt": 0, "không đạt": 0}
    assert office.yes_no is not None
    assert (office.yes_no.yes, office.yes_no.answered, office.yes_no.no_units) == (1, 2, ("c",))


def test_divided_and_former_units_are_left_to_the_engine() -> None:
    divided, facts = with_divided_and_former_units()
    assert set(agree(divided, facts, "2024").left.values()) == {"divided"}
    former = replace(divided, pieces={}, children={"top": ("a", "b", "c", "f")})
    assert agree(former, facts, "2024").left["gifts"] == "former"
