from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.core.period import BadPeriod, Period


@pytest.mark.parametrize(
    ("label", "kind", "start", "end", "name"),
    [
        ("2024", "year", date(2024, 1, 1), date(2025, 1, 1), "năm 2024"),
        ("2024-H1", "half", date(2024, 1, 1), date(2024, 7, 1), "6 tháng đầu năm 2024"),
        ("2024-H2", "half", date(2024, 7, 1), date(2025, 1, 1), "6 tháng cuối năm 2024"),
        ("2024-Q3", "quarter", date(2024, 7, 1), date(2024, 10, 1), "quý III năm 2024"),
        ("2024-12", "month", date(2024, 12, 1), date(2025, 1, 1), "tháng 12 năm 2024"),
        ("2024-02-29", "day", date(2024, 2, 29), date(2024, 3, 1), "ngày 29/02/2024"),
        ("2023/2024", "range", date(2023, 1, 1), date(2025, 1, 1), "từ năm 2023 đến năm 2024"),
        ("2025-01/2025-09", "range", date(2025, 1, 1), date(2025, 10, 1), "từ tháng 1 năm 2025 đến tháng 9 năm 2025"),
        ("2021/..", "open", date(2021, 1, 1), None, "từ năm 2021 đến nay"),
    ],
)
def test_labels(label, kind, start, end, name):
    period = Period.parse(label)
    assert (period.kind, period.start, period.end, period.name_vi()) == (kind, start, end, name)


@pytest.mark.parametrize(
    "label", ["", "24", "2024-13", "2024-H3", "2024-Q0", "2024-02-30", "2024/2023", "0024", "yearly", "2024-1", "2024/"]
)
def test_impossible_labels_are_refused(label):
    with pytest.raises(BadPeriod) as refused:
        Period.parse(label)
    assert refused.value.code == "SV-101"


@pytest.mark.parametrize(
    ("label", "first", "after_last"),
    [  # Nghị định 09/2019, Điều 12, row by row
        ("2024-07", date(2024, 6, 15), date(2024, 7, 15)),
        ("2024-Q1", date(2023, 12, 15), date(2024, 3, 15)),
        ("2024-H1", date(2023, 12, 15), date(2024, 6, 15)),
        ("2024-H2", date(2024, 6, 15), date(2024, 12, 15)),
        ("2024", date(2023, 12, 15), date(2024, 12, 15)),
    ],
)
def test_data_close_on_the_14th(label, first, after_last):
    assert Period.parse(label).data_range(cut_off_day=15) == (first, after_last)


def test_days_are_never_shifted():
    assert Period.parse("2024-07-15").data_range(cut_off_day=15) == (date(2024, 7, 15), date(2024, 7, 16))


@given(st.integers(1950, 2099), st.sampled_from([1, 15]))
def test_months_quarters_and_halves_tile_the_year_under_both_clocks(year, cut_off_day):
    whole = Period.parse(str(year)).data_range(cut_off_day=cut_off_day)
    for parts in (
        [f"{year}-{month:02d}" for month in range(1, 13)],
        [f"{year}-Q{quarter}" for quarter in range(1, 5)],
        [f"{year}-H1", f"{year}-H2"],
    ):
        ranges = [Period.parse(part).data_range(cut_off_day=cut_off_day) for part in parts]
        assert (ranges[0][0], ranges[-1][1]) == whole
        assert all(before[1] == after[0] for before, after in pairwise(ranges))


@pytest.mark.parametrize(("label", "before"), [("2024-H1", "2023-H1"), ("2025-01/2025-09", "2024-01/2024-09"), ("2024", "2023")])
def test_the_year_before(label, before):
    assert Period.parse(label).previous_year().label == before


def test_months_of_a_quarter():
    assert [month.label for month in Period.parse("2024-Q4").months()] == ["2024-10", "2024-11", "2024-12"]
