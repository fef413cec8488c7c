"""Random worlds: what is consistent is left alone, one fault is found once, and order does not matter."""

import random
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from saovuong.checks.judging import judge
from saovuong.checks.judging.comparing import claim_fails, deviation, median
from saovuong.core.quantity import Bounds, Modifier
from saovuong.engine.shapes import Amount
from tests.checks.worlds import RULES, found, told, world

UNITS = ("a", "b", "c")
CITY = {"city": list(UNITS)}
PERIODS = ("2024", "2024-H1", "2024-H2", "2024-03")


@st.composite
def consistent(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Reports of three wards in which every step, part, sum and share is right, and nobody says a thing twice."""
    said: list[dict[str, Any]] = []
    for unit in draw(st.lists(st.sampled_from(UNITS), unique=True, min_size=1)):
        for period in draw(st.sampled_from([("2024",), ("2024-H1",), ("2024-03",), ("2024-H1", "2024-H2")])):
            said += _report(draw, unit, period)
    return said


def _report(draw: st.DrawFn, unit: str, period: str) -> list[dict[str, Any]]:
    population = draw(st.integers(2000, 9000))
    called = draw(st.integers(20, 300))
    came = draw(st.integers(10, called))
    one, two = draw(st.integers(0, came // 2)), draw(st.integers(0, came // 4))
    three = draw(st.integers(0, came - one - two))
    fit = one + two + three
    enlisted = draw(st.integers(0, fit))
    militia = draw(st.integers(population // 100, population // 50))
    share = Decimal(militia) * 100 / population
    places = draw(st.integers(0, 3))
    stated = round(share, places) if draw(st.booleans()) else (share * 10**places // 1) / 10**places
    values = {
        "population": population,
        "militia_total": militia,
        "militia_population_rate": stated,
        "militia_female_count": draw(st.integers(0, militia)),
        "medical_called_count": called,
        "medical_attended_count": came,
        "medical_absent_count": called - came,
        "medical_passed_count": fit,
        "medical_class1_count": one,
        "medical_class2_count": two,
        "medical_class3_count": three,
        "conscripts_enlisted_count": enlisted,
        "enlisted_party_member_count": draw(st.integers(0, enlisted)),
        "accident_count": 0,
    }
    kept = draw(st.sets(st.sampled_from(sorted(values)), min_size=3))
    return [{"unit": unit, "period": period, "measure": code, "value": values[code]} for code in values if code in kept]


def serious(findings):
    return [one for one in findings if one.level != "info"]


@given(consistent())
def test_consistent_reports_are_left_alone(said):
    assert serious(found(said, below=CITY, rules=RULES)) == []


FAULTS = [
    ("conscription_funnel", {"medical_attended_count": 50, "medical_passed_count": 51}),
    ("militia_composition", {"militia_total": 40, "militia_female_count": 41}),
    ("medical_classes", {"medical_passed_count": 9, "medical_class1_count": 5, "medical_class2_count": 2, "medical_class3_count": 1}),
    ("percentage_of_parts", {"militia_total": 40, "population": 4000, "militia_population_rate": 1.1}),
    ("shares_within_hundred", {"militia_training_attendance_rate": 985}),
    ("area_not_zero", {"population": 0}),
    ("medical_attendance", {"medical_called_count": 60, "medical_attended_count": 50, "medical_absent_count": 9}),
    ("callup_results", {"callup_total_count": 12, "conscripts_enlisted_count": 9, "police_service_enlisted_count": 2}),
    ("budget", {"defence_budget_planned_vnd": 50_000_000, "defence_budget_spent_vnd": 50_000_001}),
    ("propaganda_listeners", {"defence_propaganda_listener_turns": 1, "defence_propaganda_session_count": 0}),
]


@given(consistent(), st.sampled_from(FAULTS), st.sampled_from(("2024", "2024-Q4", "2024-12")))
def test_one_fault_is_found_once(said, fault, period):
    """A fourth ward hands in one report with one fault."""
    rule, values = fault
    wrong = [{"unit": "d", "period": period, "measure": code, "value": value} for code, value in values.items()]
    (one,) = serious(found([*said, *wrong], below={"city": [*UNITS, "d"]}, rules=RULES))
    assert (one.rule, one.unit, one.label) == (rule, "d", period)
    assert {len(said) + number for number in range(1, len(wrong) + 1)} >= set(one.facts)


@given(consistent(), st.integers(1, 30), st.sampled_from(FAULTS))
def test_modifiers_only_ever_silence(said, seed, fault):
    """Whatever is made less certain, no finding appears that was not there; the fault itself may fall silent."""
    wrong = [{"unit": "a", "period": "2024-12", "measure": code, "value": value} for code, value in fault[1].items()]
    exact = [*said, *wrong]
    chance = random.Random(seed)
    vague = [one | ({"modifier": chance.choice(("exact", "about", "over", "under", "at_least", "at_most"))}) for one in exact]
    keys = {(one.rule, one.unit, one.start, one.end) for one in serious(found(exact, below=CITY, rules=RULES))}
    for one in serious(found(vague, below=CITY, rules=RULES)):
        assert (one.rule, one.unit, one.start, one.end) in keys


@given(consistent(), st.randoms(use_true_random=False))
def test_the_order_in_which_figures_come_does_not_matter(said, chance):
    faults = [{"unit": "a", "measure": "medical_passed_count", "value": 999}, {"unit": "b", "measure": "population", "value": 0}]
    figures = [told(number, one) for number, one in enumerate([*said, *faults], start=1)]
    shuffled = list(figures)
    chance.shuffle(shuffled)
    first = judge(world=world(figures, below=CITY), rules=RULES)
    assert first
    assert judge(world=world(shuffled, below=CITY), rules=RULES) == first


@given(consistent())
def test_keys_are_apart_and_stay(said):
    faults = [
        {"unit": "a", "measure": "medical_attended_count", "value": 5, "period": period, "hand_in": 9} for period in ("2024-11", "2024-10")
    ] + [{"unit": "a", "measure": "medical_passed_count", "value": 6, "period": period, "hand_in": 9} for period in ("2024-11", "2024-10")]
    findings = found([*faults, *said], below=CITY, rules=RULES)
    assert len({one.key for one in findings}) == len(findings)
    alone = {one.key for one in serious(found(faults, below=CITY, rules=RULES))}
    assert len(alone) == 2
    assert alone <= {one.key for one in findings}


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_a_share_rounded_or_cut_off_passes_and_two_steps_away_does_not(top, base, places):
    computed = _exact(Decimal(top) * 100 / base)
    step = Decimal(1).scaleb(-places)
    cut = (computed.value / step) // 1 * step
    for stated in (cut, round(computed.value, places)):
        assert not claim_fails(claimed=_exact(stated), computed=computed), stated
    # Trailing zeros do not count: 1,20 is 1,2 with a wider step, so only what cannot be shortened is tried.
    for stated in (cut + 2 * step, cut - step):
        if stated >= 0 and stated == stated.normalize() and -stated.normalize().as_tuple().exponent == places:
            assert claim_fails(claimed=_exact(stated), computed=computed), stated


def _exact(value: Decimal) -> Amount:
    return Amount(value, Modifier.EXACT, Bounds(value, value), "percent")


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=30))
def test_the_median_halves(values):
    centre = median(values)
    assert sum(one < centre for one in values) <= len(values) / 2
    assert sum(one > centre for one in values) <= len(values) / 2
    spread = deviation(values, centre)
    assert sum(abs(one - centre) <= spread for one in values) >= len(values) / 2
