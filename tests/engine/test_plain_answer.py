"""The engine against an independently written answer, on random small worlds."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saovuong.engine import Fact, Total, Tree, total
from tests.engine import plain_answer as plain
from tests.engine.strategies import worlds
from tests.engine.worlds import CATALOGUE, question

ASKED = st.sampled_from(("2024", "2024-H1", "2024-07", "2024-Q1"))
MANY = settings(max_examples=120, deadline=None)


def ask(measure: str, period: str, facts: list[Fact], shape: Tree) -> Total:
    return total(question=question(measure, period), facts=facts, tree=shape, catalogue=CATALOGUE)


@pytest.mark.parametrize(("measure", "kind"), [("gifts", "flow"), ("militia", "stock")])
@MANY
@given(data=st.data())
def test_amounts(measure: str, kind: str, data: st.DataObject) -> None:
    shape, facts = data.draw(worlds(measure))
    period = data.draw(ASKED)
    asked = question(measure, period)
    answer = ask(measure, period, facts, shape)
    wanted = plain.amount(facts, shape, shape.root, kind, asked.start, asked.end)
    if wanted is None:
        assert answer.amount is None
    else:
        assert answer.amount is not None
        found = answer.amount
        assert (found.value, str(found.modifier), found.bounds.low, found.bounds.high) == (
            wanted.value,
            wanted.word,
            wanted.low,
            wanted.high,
        )
    assert shape.expected - set(answer.coverage.missing) == plain.heard(facts, shape, kind, asked.start, asked.end)
    assert answer.coverage.heard + len(answer.coverage.missing) == answer.coverage.expected == len(shape.expected)


@pytest.mark.parametrize(("measure", "kinds"), [("militia_rate", ("stock", "stock")), ("attendance", ("flow", "flow"))])
@MANY
@given(data=st.data())
def test_ratios(measure: str, kinds: tuple[str, str], data: st.DataObject) -> None:
    definition = CATALOGUE.measures[measure]
    assert definition.numerator is not None
    assert definition.denominator is not None
    shape, facts = data.draw(worlds(definition.numerator, definition.denominator))
    asked = question(measure, data.draw(ASKED))
    answer = total(question=asked, facts=facts, tree=shape, catalogue=CATALOGUE)
    tops = [fact for fact in facts if fact.measure == definition.numerator]
    bases = [fact for fact in facts if fact.measure == definition.denominator]
    pair = plain.ratio(tops, bases, shape, shape.root, *kinds, asked.start, asked.end)
    if pair is None:
        assert answer.pair is None
        assert answer.amount is None
        return
    assert answer.pair is not None
    assert (answer.pair.numerator.value, answer.pair.denominator.value) == (pair[0].value, pair[1].value)
    wanted = plain.percent(pair)
    if wanted is None:
        assert answer.amount is None
    else:
        assert answer.amount is not None
        assert abs(Fraction(answer.amount.value) - wanted) <= wanted / 10**26


@MANY
@given(data=st.data())
def test_ratings(data: st.DataObject) -> None:
    shape, facts = data.draw(worlds("grade"))
    period = data.draw(ASKED)
    asked = question("grade", period)
    answer = ask("grade", period, facts, shape)
    wanted = plain.ratings(facts, shape, asked.start, asked.end)
    assert answer.ratings is not None
    assert dict(answer.ratings.by_unit) == wanted
    for level, count in answer.ratings.counts.items():
        assert count == sum(1 for unit, given_level in wanted.items() if given_level == level and unit in shape.expected)
    assert shape.expected - set(answer.coverage.missing) == plain.heard(facts, shape, "rating", asked.start, asked.end)


@MANY
@given(data=st.data())
def test_answers(data: st.DataObject) -> None:
    shape, facts = data.draw(worlds("office"))
    period = data.draw(ASKED)
    asked = question("office", period)
    answer = ask("office", period, facts, shape)
    wanted = plain.answers(facts, shape, asked.start, asked.end)
    expected = {unit: flag for unit, flag in wanted.items() if unit in shape.expected}
    assert answer.yes_no is not None
    assert (answer.yes_no.yes, answer.yes_no.answered) == (sum(expected.values()), len(expected))
    assert set(answer.yes_no.no_units) == {unit for unit, flag in expected.items() if not flag}
