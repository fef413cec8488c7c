"""The merger of 1/7/2025 on the shipped lists: today's Thái Nguyên is yesterday's Thái Nguyên and Bắc Kạn, to the last unit."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from saovuong.catalogue.packs import load_catalogue
from saovuong.consolidation.books import facts_for
from saovuong.consolidation.places import place_for
from saovuong.core.catalogue import Measure
from saovuong.core.period import Period
from saovuong.core.quantity import MeasureKind, Modifier, Role, Scope
from saovuong.engine import Fact, FactIndex, Question, totals
from saovuong.engine.amounts import add
from saovuong.org.models import Succession
from saovuong.org.queries import tree_on
from tests.consolidation.world import NEW_BAC_KAN, PROVINCE_NOW, PROVINCE_THEN, build_units, declare_share

THAI_NGUYEN_THEN = "bch-p63-19"
BEFORE, TODAY = date(2024, 12, 14), date(2025, 7, 1)
WORDS = (Modifier.EXACT,) * 6 + (Modifier.OVER, Modifier.UNDER, Modifier.AT_LEAST, Modifier.ABOUT)
ADDING = (MeasureKind.FLOW, MeasureKind.STOCK)


@pytest.fixture
def units(db):
    build_units()


def reported(measures: list[Measure], seed: int) -> list[Fact]:
    """What the units of both old provinces said of 2024: communes for themselves, districts and provinces also totals; many are silent."""
    dice, facts = random.Random(seed), []
    for root in (PROVINCE_THEN, THAI_NGUYEN_THEN):
        tree = tree_on(root=root, day=BEFORE)
        for unit in tree.units():
            for measure in dice.sample(measures, len(measures) // 6):
                label = dice.choice(("2024", "2024-H1", "2024-10", "2024-11"))
                scope = Scope.TOTAL if unit in tree.children and dice.random() < 0.6 else Scope.OWN
                facts.append(figure(len(facts) + 1, unit, measure, label, dice.randint(0, 900), scope, dice.choice(WORDS)))
    return facts


def figure(number: int, unit: str, measure: Measure, label: str, value: int, scope: Scope, modifier: Modifier) -> Fact:
    start, end = Period.parse(label).data_range(cut_off_day=15)
    assert end is not None
    return Fact(
        id=number, unit=unit, reporter=unit, measure=measure.code, start=start, end=end, as_of=end - timedelta(days=1), role=Role.RESULT,
        scope=scope, value=Decimal(value), high=None, rating=None, flag=None, modifier=modifier, uom=measure.uom,
    )  # fmt: skip


def answered(unit, facts, measures, *, tree_day):
    catalogue = load_catalogue()
    place = place_for(unit_id=unit, period_label="2024", catalogue=catalogue, tree_day=tree_day)
    inside, fallen = facts_for(place, facts)
    questions = [Question(measure.code, place.start, place.end) for measure in measures]
    return place, totals(questions=questions, facts=FactIndex(inside), tree=place.tree, catalogue=catalogue), fallen


def test_every_flow_and_stock_of_the_merged_province_is_the_sum_of_the_two(units):
    measures = [one for one in load_catalogue().measures.values() if one.kind in ADDING and not one.always_target]
    facts = reported(measures, seed=2025)
    _, bac_kan, _ = answered(PROVINCE_THEN, facts, measures, tree_day=None)
    _, thai_nguyen, _ = answered(THAI_NGUYEN_THEN, facts, measures, tree_day=None)
    place, today, fallen = answered(PROVINCE_NOW, facts, measures, tree_day=TODAY)
    stood_in = known = 0
    for one, other, now in zip(bac_kan, thai_nguyen, today, strict=True):
        told = [total.amount for total in (one, other) if total.amount is not None]
        assert now.amount == add(told), now.measure
        assert now.coverage.heard == one.coverage.heard + other.coverage.heard
        assert now.coverage.expected == one.coverage.expected + other.coverage.expected
        known += now.amount is not None
        stood_in += any(child.taken == "reported" for child in now.part.children)
    assert (known > 200, stood_in > 20, fallen) == (True, True, {})
    divided = [note for note in place.not_comparable if note.reason == "part_above"]
    assert divided, "the shipped lists hold communes that went several ways"
    assert all(note.successor == PROVINCE_NOW for note in divided)


def test_children_add_up_on_the_restated_tree(units):
    measures = [one for one in load_catalogue().measures.values() if one.kind is MeasureKind.FLOW and not one.always_target][:60]
    _, today, _ = answered(PROVINCE_NOW, reported(measures, seed=7), measures, tree_day=TODAY)
    for one in today:
        parts = [one.part]
        while parts:
            part = parts.pop()
            parts += part.children
            below = [child.counted.value for child in part.children if child.counted is not None]
            own = [part.own.amount.value] if part.own is not None and part.own.amount is not None else []
            if part.computed is not None:
                assert part.computed.value == sum([*own, *below])


def test_a_declared_share_divides_a_commune_and_the_province_stays_exact(units):
    """Of a divided commune's 101 gifts 60 % count for the one successor and 40 % for the other, both as estimates from 0 to 101."""
    measure = load_catalogue().measures["policy_gift_count"]
    old, ties = _divided_in_two()
    facts = [figure(1, old, measure, "2024", 101, Scope.OWN, Modifier.EXACT)]

    def ask(unit):
        place, (found,), _ = answered(unit, facts, [measure], tree_day=TODAY)
        return place, found

    place, first = ask(ties[0].new_id)
    assert first.amount is None
    assert {(note.unit, note.reason) for note in place.not_comparable} >= {(old, "part")}
    for tie, share in zip(ties, ("0.6", "0.4"), strict=True):
        declare_share(tie, share)
    for tie, value in zip(ties, ("60.6", "40.4"), strict=True):
        place, found = ask(tie.new_id)
        amount = found.amount
        assert (amount.value, amount.modifier, amount.estimated) == (Decimal(value), Modifier.ABOUT, True)
        assert (amount.bounds.low, amount.bounds.high) == (0, 101)
        assert found.coverage.heard == 1
        assert old not in {note.unit for note in place.not_comparable}
    _, province = ask(PROVINCE_NOW)
    assert (province.amount.value, province.amount.modifier, province.amount.estimated) == (101, Modifier.EXACT, False)
    children = sum(child.counted.value for child in province.part.children if child.counted is not None)
    assert children == 101


def test_a_rest_without_a_share_counts_where_it_is_known_to_be(units):
    measure = load_catalogue().measures["policy_gift_count"]
    old, ties = _divided_in_two()
    declare_share(ties[0], "0.25")
    facts = [figure(1, old, measure, "2024", 100, Scope.OWN, Modifier.EXACT)]
    place, (province,), _ = answered(PROVINCE_NOW, facts, [measure], tree_day=TODAY)
    assert (province.amount.value, province.amount.estimated) == (100, False)
    assert (old, PROVINCE_NOW, "rest_above") in {(note.unit, note.successor, note.reason) for note in place.not_comparable}
    counted = {child.unit: child.counted.value for child in province.part.children if child.counted is not None}
    assert counted == {ties[0].new_id: 25, f"{old}@{PROVINCE_NOW}": 75}
    _, (other,), _ = answered(ties[1].new_id, facts, [measure], tree_day=TODAY)
    assert other.amount is None


def test_a_rating_of_a_divided_commune_counts_only_where_all_of_it_is(units):
    catalogue = load_catalogue()
    measure = catalogue.measures["overall_task_rating"]
    old, ties = _divided_in_two()
    for tie, share in zip(ties, ("0.6", "0.4"), strict=True):
        declare_share(tie, share)
    level = catalogue.scale_of(measure).levels[0]
    facts = [replace(figure(1, old, measure, "2024", 0, Scope.OWN, Modifier.EXACT), value=None, rating=level)]
    _, (part,), _ = answered(ties[0].new_id, facts, [measure], tree_day=TODAY)
    _, (province,), _ = answered(PROVINCE_NOW, facts, [measure], tree_day=TODAY)
    assert (sum(part.ratings.counts.values()), sum(province.ratings.counts.values())) == (0, 1)
    assert province.ratings.by_unit == {old: level}


def test_one_official_code_closed_and_opened_again_is_two_units(units):
    """Code 01843 was phường Phùng Chí Kiên and is phường Bắc Kạn: their figures meet only through the succession."""
    measure = load_catalogue().measures["policy_gift_count"]
    facts = [figure(1, "c63-01843", measure, "2024", 8, Scope.OWN, Modifier.EXACT)]
    _, (then,), _ = answered("c63-01843", facts, [measure], tree_day=None)
    _, (now,), _ = answered(NEW_BAC_KAN, facts, [measure], tree_day=TODAY)
    assert (then.amount.value, now.amount.value) == (8, 8)
    assert [child.unit for child in now.part.children if child.counted] == ["c63-01843"]


def _divided_in_two():
    """An old commune of the two provinces that went to exactly two new ones, with its successions."""
    by_old: dict[str, list[Succession]] = {}
    for tie in Succession.objects.filter(extent="part", old__level="commune").order_by("old_id", "new_id"):
        by_old.setdefault(tie.old_id, []).append(tie)
    return next((old, ties) for old, ties in sorted(by_old.items()) if len(ties) == 2)
