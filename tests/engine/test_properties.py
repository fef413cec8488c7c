"""What must hold on every tree, whatever was reported."""

import random
from dataclasses import replace
from decimal import Decimal, localcontext

from hypothesis import given, settings
from hypothesis import strategies as st

from saovuong.core.quantity import Modifier, Role
from saovuong.engine import Fact, FactIndex, Question, Tree, form_coverage, total, totals
from saovuong.engine.shapes import Part
from tests.engine.strategies import facts_on, trees, worlds
from tests.engine.worlds import CATALOGUE, fact, question

MANY = settings(max_examples=100, deadline=None)
ALL = tuple(CATALOGUE.measures)


def parts_of(part: Part) -> list[Part]:
    return [part, *(one for child in part.children for one in parts_of(child))]


@MANY
@given(data=st.data())
def test_children_sum_to_the_parent(data: st.DataObject) -> None:
    shape, facts = data.draw(worlds("gifts"))
    answer = total(question=question("gifts"), facts=facts, tree=shape, catalogue=CATALOGUE)
    assert answer.part is not None
    for part in parts_of(answer.part):
        below = [child.counted.value for child in part.children if child.counted is not None]
        own = [part.own.amount.value] if part.own is not None and part.own.amount is not None else []
        if part.computed is None:
            assert not below
            assert not own
        else:
            deducted = sum((one.deducted for one in part.joint), Decimal(0))
            assert part.computed.value == sum([*own, *below], Decimal(0)) - deducted
            assert part.computed.value >= 0


@MANY
@given(data=st.data())
def test_every_subtree_gives_the_same_part(data: st.DataObject) -> None:
    shape, facts = data.draw(worlds("militia"))
    whole = total(question=question("militia"), facts=facts, tree=shape, catalogue=CATALOGUE)
    unit = data.draw(st.sampled_from(shape.units()))
    alone = total(question=question("militia"), facts=facts, tree=replace(shape, root=unit), catalogue=CATALOGUE)
    assert whole.part is not None
    assert next(part for part in parts_of(whole.part) if part.unit == unit) == alone.part


@MANY
@given(data=st.data(), seed=st.integers(0, 10**6))
def test_the_order_of_facts_does_not_matter(data: st.DataObject, seed: int) -> None:
    shape, facts = data.draw(worlds(*ALL))
    asked = [question(code) for code in ALL]
    shuffled = facts[:]
    random.Random(seed).shuffle(shuffled)
    assert totals(questions=asked, facts=facts, tree=shape, catalogue=CATALOGUE) == totals(
        questions=asked, facts=shuffled, tree=shape, catalogue=CATALOGUE
    )


@MANY
@given(data=st.data())
def test_facts_of_elsewhere_change_nothing(data: st.DataObject) -> None:
    shape, facts = data.draw(worlds("gifts", "grade", "attendance"))
    inside = [one for one in facts if one.unit in shape.units()]
    for code in ("gifts", "grade", "attendance"):
        assert total(question=question(code), facts=facts, tree=shape, catalogue=CATALOGUE) == total(
            question=question(code), facts=FactIndex(inside), tree=shape, catalogue=CATALOGUE
        )


@MANY
@given(data=st.data())
def test_every_fact_of_a_flow_is_used_or_left_out_with_a_reason(data: st.DataObject) -> None:
    shape, facts = data.draw(worlds("gifts"))
    answer = total(question=question("gifts"), facts=facts, tree=shape, catalogue=CATALOGUE)
    assert answer.part is not None
    named: set[int] = set()
    for part in parts_of(answer.part):
        for pick in (part.own, part.reported):
            if pick is not None:
                named |= {*pick.facts, *(number for number, _ in pick.left_out)}
    assert named == {one.id for one in facts if one.unit in shape.units()}


@MANY
@given(data=st.data())
def test_superseding_is_replacing(data: st.DataObject) -> None:
    """What the ledger hands over no longer holds the superseded fact; the answer is the one without it."""
    shape = data.draw(trees())
    facts = data.draw(facts_on(shape, ("gifts",), most=8))
    if not facts:
        return
    old = data.draw(st.sampled_from(facts))
    new = replace(old, id=99, value=Decimal(7), modifier=Modifier.EXACT, high=None)
    without = [one for one in facts if one.id != old.id]
    once = total(question=question("gifts"), facts=[*without, new], tree=shape, catalogue=CATALOGUE)
    if not old.standing and old.end is not None and old.unit in shape.units():
        assert once != total(question=question("gifts"), facts=without, tree=shape, catalogue=CATALOGUE) or old.unit not in shape.units()
    assert once == total(question=question("gifts"), facts=[new, *without], tree=shape, catalogue=CATALOGUE)


TRUE = st.lists(st.integers(0, 5000), min_size=1, max_size=7)


def say(true: int, word: str, slack: int) -> dict[str, object]:
    """A statement with the modifier ``word`` that is true of ``true``."""
    match word:
        case "over" | "at_least":
            return {"value": max(0, true - slack), "modifier": word}
        case "under" | "at_most":
            return {"value": true + slack, "modifier": word}
        case "about":
            return {"value": max(0, true + slack - 20), "modifier": word}
        case "range":
            return {"value": [max(0, true - slack), true + slack // 2]}
        case _:
            return {"value": true}


WORDS = st.sampled_from(("exact", "over", "under", "about", "at_least", "at_most", "range"))


@MANY
@given(data=st.data(), truth=TRUE)
def test_bounds_contain_the_truth(data: st.DataObject, truth: list[int]) -> None:
    units = [f"u{i}" for i in range(len(truth))]
    shape = Tree("top", question("gifts").start, {"top": tuple(units)}, frozenset(units))
    said = [
        fact(i + 1, {"unit": unit, "measure": "gifts", "period": "2024", **say(true, data.draw(WORDS), data.draw(st.integers(0, 40)))})
        for i, (unit, true) in enumerate(zip(units, truth, strict=True))
    ]
    amount = total(question=question("gifts"), facts=said, tree=shape, catalogue=CATALOGUE).amount
    assert amount is not None
    assert amount.bounds.low is None or amount.bounds.low <= sum(truth)
    assert amount.bounds.high is None or amount.bounds.high >= sum(truth)
    if amount.modifier is Modifier.EXACT:
        assert amount.value == sum(truth)


@MANY
@given(data=st.data(), pairs=st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=5))
def test_bounds_of_a_ratio_contain_the_truth(data: st.DataObject, pairs: list[tuple[int, int]]) -> None:
    units = [f"u{i}" for i in range(len(pairs))]
    shape = Tree("top", question("gifts").start, {"top": tuple(units)}, frozenset(units))
    said: list[Fact] = []
    for unit, (top, base) in zip(units, pairs, strict=True):
        for code, true in (("militia", top), ("population", base)):
            words = say(true, data.draw(WORDS), data.draw(st.integers(0, 40)))
            said.append(fact(len(said) + 1, {"unit": unit, "measure": code, "period": "2024", **words}))
    amount = total(question=question("militia_rate"), facts=said, tree=shape, catalogue=CATALOGUE).amount
    if amount is None:
        return  # a denominator stated as about nothing
    truth = Decimal(100 * sum(top for top, _ in pairs)) / Decimal(sum(base for _, base in pairs))
    tiny = Decimal("1e-20")
    assert amount.bounds.low is None or amount.bounds.low <= truth + tiny
    assert amount.bounds.high is None or amount.bounds.high >= truth - tiny


def test_answers_do_not_depend_on_the_callers_decimal_context() -> None:
    shape = Tree("top", question("gifts").start, {"top": ("a", "b")}, frozenset(("a", "b")))
    said = [
        fact(1, {"unit": "a", "measure": "gifts", "period": "2024", "value": 123456789012345678}),
        fact(2, {"unit": "b", "measure": "gifts", "period": "2024", "value": "0.000001"}),
    ]
    with localcontext() as context:
        context.prec = 5
        amount = total(question=question("gifts"), facts=said, tree=shape, catalogue=CATALOGUE).amount
    assert amount is not None
    assert amount.value == Decimal("123456789012345678.000001")
    assert amount.bounds.low == amount.value


def test_a_form_is_heard_when_any_of_its_measures_is() -> None:
    shape = Tree("top", question("gifts").start, {"top": ("a", "b", "c")}, frozenset("abc"))
    said = [
        fact(1, {"unit": "a", "measure": "gifts", "period": "2024-07", "value": 1}),
        fact(2, {"unit": "b", "measure": "grade", "period": "2024", "rating": "khá"}),
        fact(3, {"unit": "c", "by": "top", "measure": "gifts", "period": "2024", "value": 1}),
    ]
    asked = Question("", question("gifts").start, question("gifts").end, Role.RESULT)
    coverage = form_coverage(measures=("gifts", "grade"), question=asked, facts=said, tree=shape, catalogue=CATALOGUE)
    assert (coverage.heard, coverage.missing, coverage.by_others) == (2, ("c",), ("c",))
