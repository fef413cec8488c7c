from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.core.numbers import format_number, pad_two, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.277", "3277"), ("2,14", "2.14"), ("02", "2"), ("12.345,6", "12345.6"), ("98.02", "98.02"), ("1.25", "1.25"),
        ("16.000.000", "16000000"), ("0", "0"), ("0,5", "0.5"), ("1.250", "1250"),
    ],
)  # fmt: skip
def test_numbers_as_offices_write_them(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "a", "1.2.3", "1,2,3", "12.3456.789", "1.", ",5", "22/11"])
def test_what_is_no_number(text):
    assert parse_number(text) is None


@given(st.decimals(min_value=0, max_value=10**15, places=2, allow_nan=False))
def test_what_is_written_is_read_back(value):
    written = format_number(value)
    # A value such as 1,250 (three decimals) cannot arise from two places, so reading back is exact.
    assert parse_number(written) == value


@pytest.mark.parametrize(
    ("value", "text"), [("4", "04"), ("0", "00"), ("10", "10"), ("1250", "1.250"), ("2.50", "2,5"), ("-1234", "-1.234")]
)
def test_counts_below_ten_get_a_zero(value, text):
    assert pad_two(Decimal(value)) == text


def test_fixed_places():
    assert format_number(Decimal("66.333"), places=2) == "66,33"
    assert format_number(Decimal("100"), places=1) == "100,0"
