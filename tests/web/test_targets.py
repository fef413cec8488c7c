"""Targets with pace, hand-worked: the year 2025 by the cut-off on the 15th, seen on 22/08/2025."""

from datetime import date
from decimal import Decimal

import pytest

from saovuong.catalogue.headlines import Headline, Headlines
from saovuong.catalogue.packs import load_catalogue
from saovuong.consolidation.shapes import Place, TotalsView
from saovuong.core.period import Period
from saovuong.core.quantity import Bounds, Modifier, Role
from saovuong.core.units import UnitInfo
from saovuong.engine.shapes import Amount, Attainment, Coverage, Total, Tree
from saovuong.web.showing.targets import targets_of

CATALOGUE = load_catalogue()
GIFTS, ENLISTED, HOT = "policy_gift_count", "conscripts_enlisted_count", "hotspot_count"
LEADING = Headlines((Headline(ENLISTED, "by", (3, 31)), Headline(GIFTS, "even")), most=3, behind=Decimal(5))


def amount(value) -> Amount:
    value = Decimal(value)
    return Amount(value, Modifier.EXACT, Bounds(value, value), "gift")


def total(measure, value, goal, *, met, comparator=">=", mode="total", percent=None) -> Total:
    aim = Attainment(amount(goal), None, comparator, mode, None if percent is None else Decimal(percent), met, ())
    day = date(2024, 12, 15)
    return Total(
        "h", measure, day, date(2025, 12, 15), Role.RESULT, amount(value), Coverage(1, 1, ()), None, attainments=(aim,), attainment=aim
    )


def rows(*totals, today=date(2025, 8, 22)):
    unit = UnitInfo("h", "huyện", "huyện", "district", "district", None, None, None)
    tree = Tree("h", date(2025, 12, 14), {}, frozenset({"h"}))
    place = Place(unit, unit, Period.parse("2025"), date(2024, 12, 15), date(2025, 12, 15), tree, {}, {})
    return targets_of(TotalsView(place, totals, None, {}, ()), LEADING, CATALOGUE, today=today)


@pytest.mark.parametrize(
    ("percent", "verdict", "state"),
    # Data closed on 14/08/2025: 243 of 365 days, 66,6%; up to 5 points less is in time.
    [
        ("70", "đúng tiến độ", "on-time"),
        ("61.6", "đúng tiến độ", "on-time"),
        ("61.5", "chậm 5,1 điểm %", "late"),
        ("0", "chậm 66,6 điểm %", "late"),
    ],
)
def test_work_spread_evenly_is_asked_of_the_day_its_data_closed(percent, verdict, state):
    found = rows(total(GIFTS, 7, 10, met=None, percent=percent))
    (row,) = found.rows
    assert (row.due_text, row.verdict, row.state) == ("66,6%", verdict, state)
    assert found.judged_on == date(2025, 8, 14)
    assert found.late == (state == "late")


def test_what_is_due_by_a_day_is_all_due_after_it():
    one = total(ENLISTED, 50, 57, met=None, percent="87.7")
    (before,), (after,) = rows(one, today=date(2025, 3, 30)).rows, rows(one, today=date(2025, 3, 31)).rows
    assert (before.due_text, before.verdict) == ("", "chưa đến hạn")
    assert (after.due_text, after.verdict) == ("100%", "chậm 12,3 điểm %")


def test_a_period_that_is_over_is_judged_as_a_whole():
    found = rows(total(GIFTS, 7, 10, met=False, percent="70"), total(ENLISTED, 57, 57, met=True, percent="100"), today=date(2026, 2, 1))
    assert found.over
    assert [(row.code, row.verdict) for row in found.rows] == [(ENLISTED, "đạt"), (GIFTS, "chưa đạt")]
    assert (found.met, found.late) == (1, 1)
    assert found.chart.finding == "1 trên 2 chỉ tiêu đạt; chậm hoặc chưa đạt: Số suất quà tặng đối tượng chính sách."


def test_a_limit_has_no_pace():
    kept, broken = rows(total(HOT, 0, 1, met=True, comparator="<=")), rows(total(HOT, 3, 1, met=False, comparator="<="))
    assert [(row.due, row.verdict, row.state) for row in (*kept.rows, *broken.rows)] == [
        (None, "trong mức cho phép", "on-time"),
        (None, "đã vượt mức cho phép", "unmet"),
    ]


def test_a_target_for_each_tells_how_many_meet_it():
    (row,) = rows(total(GIFTS, 7, 10, met=None, mode="each", percent="75")).rows
    assert row.each
    assert row.due is None
    assert row.goal == "mỗi đơn vị từ 10 trở lên"


def test_the_leading_ones_come_first_and_the_rest_is_counted():
    found = rows(*(total(code, 1, 2, met=None, percent="50") for code in (HOT, "patrol_count", GIFTS, ENLISTED)))
    assert [row.code for row in found.rows] == [ENLISTED, GIFTS, HOT]
    assert found.more == 1
