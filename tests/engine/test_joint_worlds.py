"""Joint events on thousands of small worlds full of them, against the independently written answer."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from saovuong.engine import Fact, Tree, total
from tests.engine import plain_answer as plain
from tests.engine.test_properties import parts_of
from tests.engine.worlds import CATALOGUE, fact, question, tree

WORLDS = 700
PERIODS = ("2024", "2024-H1", "2024-H2", "2024-06", "2024-06", "2024-07", "2024-06/2024-07")
WORDS = ("exact",) * 5 + ("over", "under", "about", "at_least", "at_most")


def world(dice: random.Random, *measures: str) -> tuple[Tree, list[Fact]]:
    count = dice.randint(2, 6)
    below: dict[str, list[str]] = {}
    for i in range(1, count):
        below.setdefault(f"u{dice.randint(0, i - 1)}", []).append(f"u{i}")
    said = []
    for number in range(1, dice.randint(3, 9)):
        measure = dice.choice(measures)
        one = {"unit": f"u{dice.randint(0, count - 1)}", "measure": measure, "period": dice.choice(PERIODS), "value": dice.randint(0, 30)}
        if dice.random() < 0.65:
            one |= {"joint": dice.choice(("K1", "K1", "K2")), "value": dice.randint(0, 9)}
        if dice.random() < 0.3:
            one["modifier"] = dice.choice(WORDS)
        if dice.random() < 0.2:
            one["scope"] = "total"
        said.append(fact(number, one))
    return tree(below, root="u0"), said


@pytest.mark.parametrize("seed", range(2))
def test_amounts_with_joint_events(seed: int) -> None:
    dice, deducted = random.Random(seed), 0
    for _ in range(WORLDS):
        shape, facts = world(dice, "gifts")
        asked = question("gifts", dice.choice(("2024", "2024", "2024-H1", "2024-06")))
        answer = total(question=asked, facts=facts, tree=shape, catalogue=CATALOGUE)
        wanted = plain.amount(facts, shape, shape.root, "flow", asked.start, asked.end)
        found = answer.amount
        told = None if found is None else (found.value, str(found.modifier), found.bounds.low, found.bounds.high)
        assert told == (None if wanted is None else (wanted.value, wanted.word, wanted.low, wanted.high)), (shape, facts)
        assert answer.part is not None
        deducted += any(part.joint for part in parts_of(answer.part))
    assert deducted > WORLDS / 4, "worlds without a joint event prove nothing here"


@pytest.mark.parametrize("seed", range(2))
def test_ratios_with_joint_events(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(WORLDS):
        shape, facts = world(dice, "trained", "to_train")
        asked = question("attendance")
        answer = total(question=asked, facts=facts, tree=shape, catalogue=CATALOGUE)
        tops, bases = ([one for one in facts if one.measure == code] for code in ("trained", "to_train"))
        pair = plain.ratio(tops, bases, shape, shape.root, "flow", "flow", asked.start, asked.end)
        found = (answer.pair.numerator.value, answer.pair.denominator.value) if answer.pair else None
        assert found == ((pair[0].value, pair[1].value) if pair else None), (shape, facts)


def test_the_way_up_does_not_matter() -> None:
    """One event counts once at the root whatever commands stand in between."""
    dice = random.Random(7)
    for _ in range(300):
        shape, facts = world(dice, "gifts")
        leaves = [unit for unit in shape.units() if unit not in shape.children]
        # Of participants below the root none is above another, so that moving them changes nobody's rank.
        flat = [replace(one, unit=one.unit, reporter=one.unit) for one in facts if one.unit in leaves]
        direct = Tree("u0", shape.day, {"u0": tuple(leaves)} if leaves != ["u0"] else {}, frozenset(leaves))
        halves = {"u0": ("x", "y"), "x": tuple(leaves[::2]), "y": tuple(leaves[1::2])}
        between = Tree("u0", shape.day, {unit: below for unit, below in halves.items() if below}, frozenset(leaves))
        one, other = (total(question=question("gifts"), facts=flat, tree=each, catalogue=CATALOGUE).amount for each in (direct, between))
        if leaves != ["u0"]:
            assert one == other


def test_without_keys_nothing_is_deducted() -> None:
    dice = random.Random(11)
    for _ in range(300):
        shape, facts = world(dice, "gifts")
        bare = [replace(one, joint=None) for one in facts]
        answer = total(question=question("gifts"), facts=bare, tree=shape, catalogue=CATALOGUE)
        assert answer.part is not None
        assert not any(part.joint for part in parts_of(answer.part))
        assert answer.amount is None or answer.amount.value >= Decimal(0)
