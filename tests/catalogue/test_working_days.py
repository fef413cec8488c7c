"""Deadlines on working days, each worked out with a calendar on paper."""

from datetime import date
from pathlib import Path

import pytest

from saovuong.catalogue.deadlines import due_for, last_day
from saovuong.catalogue.packs import load_catalogue
from saovuong.catalogue.rows import BadPack
from saovuong.catalogue.working_days import load_working_days, read_working_days
from saovuong.core.period import Period


@pytest.fixture
def calendar():
    return load_working_days(pack="local_defence")


@pytest.mark.parametrize(
    ("period", "last"),
    [
        ("2024-05", date(2024, 5, 14)),  # before Wednesday 15/5: Tuesday
        ("2024-06", date(2024, 6, 14)),  # 14/6 is a Friday
        ("2024-09", date(2024, 9, 16)),  # 14/9 is a Saturday: Monday
        ("2024-02", date(2024, 2, 15)),  # 14/2 is still Tết: Thursday
        ("2025-09", date(2025, 9, 15)),  # 14/9 is a Sunday: Monday
    ],
)
def test_the_last_day_of_a_commune_s_month(calendar, period, last):
    (due,) = due_for(regime=load_catalogue().regimes["defence_work"], level="commune", period=Period.parse(period))
    assert last_day(due, calendar=calendar) == last


def test_days_between(calendar):
    # From Friday 14/6 to Wednesday 19/6: Monday, Tuesday, Wednesday.
    assert calendar.between(date(2024, 6, 14), date(2024, 6, 19)) == 3
    assert calendar.between(date(2024, 6, 14), date(2024, 6, 16)) == 0
    # 29/4 is a Monday; 30/4 and 1/5 are holidays; 2/5 is worked.
    assert calendar.between(date(2024, 4, 28), date(2024, 5, 2)) == 2
    assert not calendar.worked(date(2030, 9, 2))


def test_a_pack_without_a_calendar_knows_weekends(tmp_path: Path):
    calendar = read_working_days(tmp_path)
    assert (calendar.worked(date(2024, 4, 30)), calendar.worked(date(2024, 6, 15))) == (True, False)


@pytest.mark.parametrize(
    "rest", ["month = 13\nday = 1", "from = 2024-02-14\nto = 2024-02-08", "from = 2024-02-08", 'month = 1\nday = 1\nnote = "x"']
)
def test_a_broken_calendar_is_refused(tmp_path: Path, rest):
    folder = tmp_path / "calendar"
    folder.mkdir()
    (folder / "holidays.toml").write_text(f'[[holiday]]\nname = "Tết"\nlegal_basis = {{ text = "x" }}\n{rest}\n', "utf-8")
    with pytest.raises(BadPack):
        read_working_days(tmp_path)
