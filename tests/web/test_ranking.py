"""The units below on one measure: ranks with ties, missing units never a zero, classes, hand-worked."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.catalogue.headlines import Headlines
from saovuong.catalogue.packs import load_catalogue
from saovuong.consolidation.shapes import Place
from saovuong.consolidation.standings import Standing, Standings
from saovuong.core.period import Period
from saovuong.core.quantity import Bounds, Modifier
from saovuong.core.units import UnitInfo
from saovuong.engine.shapes import Amount, Attainment, Tree
from saovuong.org.shapes import UnitPoint
from saovuong.web.showing.ranking import ranking_of

CATALOGUE = load_catalogue()
CLASSES = Headlines(classes=(Decimal(100), Decimal(80), Decimal(60)))
UP, DOWN, RATED, ASKED = "policy_gift_count", "hotspot_count", "overall_task_rating", "exercise_safety_absolute"


def amount(value, uom="gift") -> Amount:
    value = Decimal(value)
    return Amount(value, Modifier.EXACT, Bounds(value, value), uom)


def row(unit, value=None, **more) -> Standing:
    told = None if value is None else amount(value)
    base = Standing(unit, f"xã {unit}", told, None, None, 1 if told else 0, 1)
    return replace(base, **more)


def target(value=None, *, comparator=">=", mode="each", percent=None, met=None, unmet=(), unknown=(), rating=None) -> Attainment:
    told = None if value is None else amount(value)
    return Attainment(told, rating, comparator, mode, percent, met, (), None, tuple(unmet), tuple(unknown))


def ranked(rows, measure=UP, each=None, points=None, **more):
    unit = UnitInfo("h", "huyện", "huyện", "district", "district", None, None, None)
    tree = Tree("h", date(2024, 12, 14), {"h": tuple(one.unit for one in rows)}, frozenset(one.unit for one in rows))
    place = Place(unit, unit, Period.parse("2024"), date(2023, 12, 15), date(2024, 12, 15), tree, {}, {})
    found = Standings(place, CATALOGUE.measures[measure], tuple(rows), each)
    return ranking_of(found, points or {}, CLASSES, CATALOGUE, **more)


def told(ranking):
    return [(one.unit_id, one.rank_text, one.value, one.group) for one in ranking.rows]


def test_ties_share_a_rank_and_the_missing_are_listed_as_missing():
    found = ranked([row("a", 5), row("b"), row("c", 9), row("d", 5), row("e", 0)])
    assert [one[:3] for one in told(found)] == [
        ("c", "1", "9 suất"),
        ("a", "2=", "5 suất"),
        ("d", "2=", "5 suất"),
        ("e", "4", "0 suất"),
        ("b", "", "chưa có số liệu"),
    ]
    assert found.missing == ("xã b",)
    assert found.rows[-1].group is None
    assert found.bars.bars[-1].value is None
    assert "1 đơn vị chưa có số liệu" in found.bars.finding


def test_of_what_should_be_few_the_least_is_first():
    assert [one.unit_id for one in ranked([row("a", 2), row("b", 0), row("c", 7)], DOWN).rows] == ["b", "a", "c"]


def test_attainment_of_a_target_for_each_by_hand():
    """45 of 50 is 90 per cent, the second class; 50 of 50 the first; 20 of 50 is 40, the last; no figure, no class."""
    each = target(50, unmet=("a", "c"), unknown=("d",))
    found = ranked([row("a", 45), row("b", 50), row("c", 20), row("d")], each=each)
    assert found.by_target
    assert [(one.unit_id, one.percent_text, one.met, one.group) for one in found.rows] == [
        ("b", "100%", True, 0),
        ("a", "90%", False, 1),
        ("c", "40%", False, 3),
        ("d", "", None, None),
    ]
    assert found.groups == ("từ 100% trở lên", "từ 80% đến dưới 100%", "từ 60% đến dưới 80%", "dưới 60%")
    assert found.goal == "mỗi đơn vị từ 50 trở lên"


def test_ranking_by_value_or_by_own_target():
    rows = [row("a", 90, own_target=target(100, mode="total", percent=Decimal(90), met=False)),
            row("b", 12, own_target=target(10, mode="total", percent=Decimal(120), met=True)), row("c", 500)]  # fmt: skip
    by_target, by_value = ranked(rows), ranked(rows, by_value=True)
    assert [(one.unit_id, one.rank) for one in by_target.rows] == [("b", 1), ("a", 2), ("c", None)]
    assert by_target.missing == ()  # c has a figure; it only has no target to be ranked by
    assert [(one.unit_id, one.rank) for one in by_value.rows] == [("c", 1), ("a", 2), ("b", 3)]


def test_a_limit_is_kept_or_not_and_has_no_percent():
    each = target(1, comparator="<=", unmet=("b",))
    found = ranked([row("a", 0), row("b", 3)], DOWN, each=each)
    assert [(one.unit_id, one.percent, one.met, one.group) for one in found.rows] == [("a", None, True, 0), ("b", None, False, 1)]


def test_ratings_rank_by_their_scale():
    levels = CATALOGUE.scale_of(CATALOGUE.measures[RATED]).levels
    rows = [row("a", rating=levels[2]), row("b", rating=levels[0]), row("c"), row("d", rating=levels[2])]
    found = ranked(rows, RATED)
    assert [(one.unit_id, one.rank_text, one.group) for one in found.rows] == [
        ("b", "1", 0),
        ("a", "2=", 2),
        ("d", "2=", 2),
        ("c", "", None),
    ]
    assert found.bars is None


def test_answers_are_two_classes():
    found = ranked([row("a", flag=False), row("b", flag=True), row("c", flag=True)], ASKED)
    assert [(one.unit_id, one.rank_text, one.value, one.group) for one in found.rows] == [
        ("b", "1=", "có", 0), ("c", "1=", "có", 0), ("a", "3", "không", 1)]  # fmt: skip
    assert ranked([row("a", flag=False)], ASKED).rows[0].group == 1


def test_units_on_the_map_and_those_without_a_place():
    points = {"a": UnitPoint(22.0, 105.0), "b": UnitPoint(22.1, 105.1, "xã Kế Thừa")}
    found = ranked([row("a", 1), row("b"), row("c", 2)], points=points)
    assert {dot.label: dot.group for dot in found.map.dots} == {"xã a": 1, "xã b": None}
    assert (found.borrowed, found.off_map) == (1, 1)
    assert ranked([row("a", 1)], points=points).map is None


def test_a_unit_out_of_sight_is_said_to_be_that():
    assert ranked([row("a", hidden=True), row("b", 1)]).rows[-1].value == "ngoài quyền xem"


@pytest.mark.parametrize("count", [17, 40])
def test_many_units_show_their_first_and_last(count):
    found = ranked([row(f"u{at:02}", at) for at in range(count)])
    shown = [bar.label for bar in found.bars.bars]
    assert shown[0] == f"xã u{count - 1}"
    assert shown[-1] == "xã u00"
    assert len(shown) == 16
    assert [bar.gap_before for bar in found.bars.bars].count(True) == 1
    assert len(found.rows) == count


@given(st.lists(st.none() | st.integers(0, 50), min_size=1, max_size=40))
def test_who_is_known_has_a_class_and_a_rank_and_nobody_else(values):
    found = ranked([row(f"u{at}", value) for at, value in enumerate(values)])
    by_unit = {one.unit_id: one for one in found.rows}
    for at, value in enumerate(values):
        one = by_unit[f"u{at}"]
        assert (one.rank is None) == (one.group is None) == (value is None)
        if value is not None:
            assert one.rank == 1 + sum(other is not None and other > value for other in values)
            assert 0 <= one.group < len(found.groups)
    for one in found.rows:
        for other in found.rows:
            if one.group is not None and other.group is not None and one.amount == other.amount:
                assert one.group == other.group
