"""Divided and former units on thousands of small worlds, against the independently written answer."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from saovuong.engine import Fact, Tree, total
from saovuong.engine.shapes import Piece
from tests.engine import plain_answer as plain
from tests.engine.test_joint_worlds import world
from tests.engine.test_properties import parts_of
from tests.engine.worlds import CATALOGUE, fact, question

WORLDS = 700
SPLITS = (
    (Decimal("0.6"), Decimal("0.4")),
    (Decimal("0.25"), Decimal("0.25"), Decimal("0.5")),
    (Decimal("0.333333"),),
    (Decimal("0.1"), Decimal("0.7")),
)


def divided(dice: random.Random, shape: Tree, facts: list[Fact], *measures: str) -> tuple[Tree, list[Fact]]:
    """One or two former communes in pieces under units of the tree, and perhaps a former command that stands for some of all these."""
    children = {unit: [*below] for unit, below in shape.children.items()}
    expected, pieces, stands_for = set(shape.expected), {}, {}
    places, said = list(shape.units()), list(facts)
    for old in ("x", "y")[: dice.randint(1, 2)]:
        for number, share in enumerate(dice.choice(SPLITS)):
            place, own_id = dice.choice(places), f"{old}{number}"
            children.setdefault(place, []).append(own_id)
            expected.add(own_id)
            pieces[own_id] = Piece(old, share)
        said += [figure(dice, len(said) + number, old, measures) for number in range(1, dice.randint(1, 3))]
    if dice.random() < 0.6:
        children.setdefault(dice.choice(places), []).append("former")
        stands_for["former"] = frozenset(dice.sample([*places, "x", "y"], dice.randint(1, 3)))
        said += [figure(dice, len(said) + number, "former", measures) for number in range(1, dice.randint(1, 3))]
    numbered = [replace(one, id=number) for number, one in enumerate(said, start=1)]
    tree = replace(
        shape,
        children={unit: tuple(below) for unit, below in children.items()},
        expected=frozenset(expected),
        pieces=pieces,
        stands_for=stands_for,
        alone=frozenset(dice.sample(places, 1)),
        ranks={unit: dice.randint(0, 3) for unit in dice.sample([*places, "x", "former"], 2)},
    )
    return tree, numbered


def figure(dice: random.Random, number: int, unit: str, measures: tuple[str, ...]) -> Fact:
    said = {
        "unit": unit,
        "measure": dice.choice(measures),
        "period": dice.choice(("2024", "2024-06", "2024-07")),
        "value": dice.randint(0, 30),
    }
    if dice.random() < 0.3:
        said["joint"] = "K1"
    if dice.random() < 0.3:
        said["modifier"] = dice.choice(("over", "under", "about"))
    if dice.random() < 0.4:
        said["scope"] = "total"
    return fact(number, said)


@pytest.mark.parametrize(("measure", "kind"), [("gifts", "flow"), ("militia", "stock")])
def test_amounts_with_divided_units(measure: str, kind: str) -> None:
    dice, partly, whole = random.Random(measure), 0, 0
    for _ in range(WORLDS):
        shape, facts = world(dice, measure)
        if kind == "stock":
            facts = [replace(one, joint=None) for one in facts]
        shape, facts = divided(dice, shape, facts, measure)
        if kind == "stock":
            facts = [replace(one, joint=None) for one in facts]
        asked = question(measure, dice.choice(("2024", "2024-H1")))
        answer = total(question=asked, facts=facts, tree=shape, catalogue=CATALOGUE)
        wanted = plain.amount(facts, shape, shape.root, kind, asked.start, asked.end)
        found = answer.amount
        told = None if found is None else (found.value, str(found.modifier), found.bounds.low, found.bounds.high)
        assert told == (None if wanted is None else (wanted.value, wanted.word, wanted.low, wanted.high)), (shape, facts)
        assert answer.part is not None
        partly += bool(found and found.estimated)
        whole += bool(found and not found.estimated and any(part.share and part.computed for part in parts_of(answer.part)))
        adds_up(answer.part)
    assert partly > WORLDS / 10
    assert whole > WORLDS / 20


def adds_up(root) -> None:
    """Own work + children − joint deductions is what the unit counts; shares of one unit that are all here are the unit again."""
    for part in parts_of(root):
        if part.share is not None or part.computed is None:
            continue
        own = [part.own.amount.value] if part.own is not None and part.own.amount is not None else []
        below = [child.counted.value for child in part.children if child.counted is not None]
        assert part.computed.value == sum([*own, *below]) - sum(one.deducted for one in part.joint)


def test_bounds_hold_whatever_the_true_division_was() -> None:
    """Of 100 divided 60 to 40 anything from 0 to 100 may be on one side; both sides together are 100."""
    shape = Tree(
        "top", question("gifts").start, {"top": ("a", "b"), "a": ("x@a",), "b": ("x@b",)}, frozenset(("x@a", "x@b")),
        {"x@a": Piece("x", Decimal("0.6")), "x@b": Piece("x", Decimal("0.4"))},
    )  # fmt: skip
    said = [fact(1, {"unit": "x", "measure": "gifts", "period": "2024", "value": 100})]
    both = total(question=question("gifts"), facts=said, tree=shape, catalogue=CATALOGUE)
    one = total(question=question("gifts"), facts=said, tree=replace(shape, root="a"), catalogue=CATALOGUE)
    assert both.amount is not None
    assert one.amount is not None
    assert (both.amount.value, both.amount.estimated, both.coverage.heard, both.coverage.expected) == (100, False, 1, 1)
    assert (one.amount.value, one.amount.bounds.low, one.amount.bounds.high, one.amount.estimated) == (60, 0, 100, True)
