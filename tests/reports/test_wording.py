"""How figures read."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.core.numbers import parse_number
from saovuong.core.quantity import Bounds, Modifier
from saovuong.engine.shapes import Amount
from saovuong.reports.wording import Wording, curly, join_words, round_half_up
from tests.reports.sample import profile, template

WORDING = Wording(profile().numbers, template().attached)


@pytest.mark.parametrize(
    ("value", "uom", "words", "bare"),
    [
        ("4", "event", "04", "04"),
        ("0", "case", "00", "00"),
        ("10", "event", "10", "10"),
        ("3277", "person_turn", "3.277", "3.277"),
        ("98.5", "percent", "98,5%", "98,5"),
        ("100", "percent", "100%", "100"),
        ("98.49397590361445783132530120", "percent", "98,49%", "98,49"),
        ("66.665", "percent", "66,67%", "66,67"),
        ("500000", "VND", "500.000 đồng", "0,5"),
        ("22000000", "VND", "22 triệu đồng", "22"),
        ("19500000", "VND", "19,5 triệu đồng", "19,5"),
        ("1234567", "VND", "1.234.567 đồng", "1,234567"),
        ("1250000000", "VND", "1,25 tỷ đồng", "1.250"),
        ("1234567890", "VND", "1.234.567.890 đồng", "1.234,56789"),
        ("9.4", "km", "9,4 km", "9,4"),
        ("0.985", "coefficient", "0,985", "0,985"),
    ],
)
def test_numbers_with_their_units(value: str, uom: str, words: str, bare: str) -> None:
    assert WORDING.number(Decimal(value), uom) == words
    assert WORDING.bare(Decimal(value), uom) == bare


@given(st.integers(min_value=0, max_value=10**14))
def test_money_in_words_is_exact(value: int) -> None:
    number, _, unit = WORDING.number(Decimal(value), "VND").partition(" ")
    factor = {"đồng": 1, "triệu đồng": 10**6, "tỷ đồng": 10**9}[unit]
    parsed = parse_number(number)
    assert parsed is not None
    assert parsed * factor == value


@pytest.mark.parametrize(
    ("modifier", "uom", "words"),
    [
        (Modifier.EXACT, "event", "98"),
        (Modifier.OVER, "event", "hơn 98"),
        (Modifier.UNDER, "event", "gần 98"),
        (Modifier.ABOUT, "event", "khoảng 98"),
        (Modifier.AT_LEAST, "event", "ít nhất 98"),
        (Modifier.AT_MOST, "event", "không quá 98"),
        (Modifier.OVER, "percent", "trên 98%"),
        (Modifier.AT_LEAST, "percent", "từ 98% trở lên"),
    ],
)
def test_modifiers_are_said(modifier: Modifier, uom: str, words: str) -> None:
    assert WORDING.amount(Amount(Decimal(98), modifier, Bounds(None, None), uom)) == words


def test_a_range_says_both_ends() -> None:
    assert WORDING.amount(Amount(Decimal(5), Modifier.RANGE, Bounds(Decimal(5), Decimal(7)), "event")) == "từ 05 đến 07"


def test_rounding_is_half_up() -> None:
    assert [round_half_up(Decimal(text), 1) for text in ("0.25", "0.35", "-0.25")] == [Decimal("0.3"), Decimal("0.4"), Decimal("-0.3")]
    assert WORDING.percent(Decimal("5.45")) == "5,5%"


def test_lists_and_quotation_marks() -> None:
    assert [join_words(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a và b", "a, b và c"]
    assert curly('đạt "mẫu mực, tiêu biểu"') == "đạt “mẫu mực, tiêu biểu”"
    assert curly('cao 5"') == 'cao 5"'
