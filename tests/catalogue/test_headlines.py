"""What leads a dashboard: hand-worked pace by the cut-offs, classes that leave nothing out, wrong files refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.catalogue.files import shipped_pack
from saovuong.catalogue.headlines import Headline, Headlines, closed_on, due_percent, load_headlines, read_headlines
from saovuong.catalogue.packs import load_catalogue
from saovuong.catalogue.rows import BadPack
from saovuong.core.period import Period

# The year 2025 by the cut-off on the 15th: 15/12/2024 to 14/12/2025, 365 days.
START, END = date(2024, 12, 15), date(2025, 12, 15)
EVEN, BY, LAST = Headline("m", "even"), Headline("m", "by", (3, 31)), Headline("m", "end")


@pytest.mark.parametrize(
    ("headline", "today", "percent"),
    [
        (EVEN, date(2024, 12, 14), None),  # before the period
        (EVEN, date(2024, 12, 15), Decimal(100) / 365),  # its first day is one day's work
        (EVEN, date(2025, 2, 25), Decimal(20)),  # 73 of 365 days: a fifth
        (EVEN, date(2025, 12, 14), Decimal(100)),
        (EVEN, date(2026, 3, 1), Decimal(100)),
        (BY, date(2025, 3, 30), None),
        (BY, date(2025, 3, 31), Decimal(100)),
        (LAST, date(2025, 12, 13), None),
        (LAST, date(2025, 12, 14), Decimal(100)),
        (Headline("m", "by", (12, 20)), date(2024, 12, 19), None),  # 20/12 lies in the first week of such a year
        (Headline("m", "by", (12, 20)), date(2024, 12, 20), Decimal(100)),
    ],
)
def test_how_much_should_be_done_by_a_day(headline, today, percent):
    assert due_percent(headline, start=START, end=END, today=today) == percent


@pytest.mark.parametrize(
    ("today", "cut_off", "closed"),
    [
        (date(2025, 11, 22), 15, date(2025, 11, 14)),
        (date(2025, 11, 15), 15, date(2025, 11, 14)),
        (date(2025, 11, 14), 15, date(2025, 10, 14)),
        (date(2025, 1, 3), 15, date(2024, 12, 14)),
        (date(2025, 3, 1), 1, date(2025, 2, 28)),
    ],
)
def test_the_last_day_that_a_month_closed(today, cut_off, closed):
    assert closed_on(today=today, cut_off_day=cut_off) == closed


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["2025", "2025-H1", "2025-Q3", "2025-02"]),
    st.sampled_from([EVEN, BY, LAST]),
)
def test_pace_never_falls_and_ends_at_all_of_it(today, label, headline):
    start, end = Period.parse(label).data_range(cut_off_day=15)
    found = due_percent(headline, start=start, end=end, today=today)
    assert found is None or 0 < found <= 100
    later = due_percent(headline, start=start, end=end, today=date(2031, 1, 1))
    assert later == 100


@given(st.decimals(min_value=-10, max_value=1000, places=3))
def test_every_percent_has_a_class(percent):
    own = load_headlines()
    place = own.class_of(percent)
    assert 0 <= place <= len(own.classes)
    assert place == len(own.classes) or percent >= own.classes[place]
    assert place == 0 or percent < own.classes[place - 1]


def test_classes_by_hand():
    own = Headlines(classes=(Decimal(100), Decimal(80), Decimal(60)))
    assert [own.class_of(Decimal(one)) for one in ("120", "100", "99.99", "80", "79.9", "60", "59", "0")] == [0, 0, 1, 1, 2, 2, 3, 3]


def test_the_shipped_list_names_measures_that_are():
    own = load_headlines()
    assert own.rows
    assert {row.measure for row in own.rows} <= set(load_catalogue().measures)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('most = 1\nclasses = ["100"]\nbehind = "5"\n[[headline]]\nmeasure = "khong_co"', "không có chỉ tiêu"),
        ('most = 1\nclasses = ["80", "100"]\nbehind = "5"', "từ cao xuống thấp"),
        ('most = 1\nclasses = ["100"]\nbehind = "nhiều"', "phần trăm"),
        ('classes = ["100"]\nbehind = "5"\n[[headline]]\nmeasure = "population"\npace = "by"', "khóa “by”"),
        ('classes = ["100"]\nbehind = "5"\n[[headline]]\nmeasure = "population"\npace = "by"\nby = "02-30"', "tháng-ngày"),
        ('classes = ["100"]\nbehind = "5"\nla = 1', "không biết khóa"),
        ('classes = ["100"]\nbehind = "5"\n[[headline]]\nmeasure = "population"\n[[headline]]\nmeasure = "population"', "hai lần"),
    ],
)
def test_a_wrong_list_is_refused_with_its_place(tmp_path, text, reason):
    (tmp_path / "dashboard").mkdir()
    (tmp_path / "dashboard" / "headlines.toml").write_text(text, "utf-8")
    with pytest.raises(BadPack, match=reason):
        read_headlines(tmp_path, load_catalogue().measures)


def test_a_pack_without_the_file_leads_with_nothing(tmp_path):
    assert read_headlines(tmp_path, {}) == Headlines()
    assert read_headlines(shipped_pack("local_defence"), load_catalogue().measures) == load_headlines()
