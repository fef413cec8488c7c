"""Who is missing and who is late, since when, by the deadline of the level and on working days."""

import json
from datetime import UTC, date, datetime

import pytest

from saovuong.consolidation import queries
from tests.consolidation.test_commands import ASK, folder  # noqa: F401 - a fixture
from tests.consolidation.world import CITY, DUC_XUAN, GIFTS, HUYEN_TUNG, MINH_KHAI, NONG_THUONG, said


@pytest.fixture
def june(office):
    """The month of June 2024, due before 15/6: Đức Xuân on Friday 14/6, Huyền Tụng on Tuesday 18/6, the others not at all."""
    for unit, day in ((DUC_XUAN, 14), (HUYEN_TUNG, 18)):
        then = type(office)(office.people, datetime(2024, 6, day, 9, 0, tzinfo=UTC))
        then.hand_in(unit, [said(GIFTS, 3)], period="2024-06")
    return office


def asked(people, catalogue, moment, **more):
    return queries.coverage(actor=people.everywhere, unit_id=CITY, period_label="2024-06", catalogue=catalogue, now=moment, **more)


def test_who_is_late_and_since_when(june, people, catalogue):
    view = asked(people, catalogue, datetime(2024, 6, 20, 9, 0, tzinfo=UTC))
    assert (view.coverage.heard, view.coverage.expected, view.due) == (2, 8, {"commune": date(2024, 6, 14)})
    late = {one.unit: one for one in view.late}
    assert DUC_XUAN not in late
    assert len(late) == 7
    # Saturday and Sunday do not count: Monday and Tuesday; and Monday to Thursday.
    assert (late[HUYEN_TUNG].since, late[HUYEN_TUNG].working_days, late[HUYEN_TUNG].arrived) == (date(2024, 6, 15), 2, date(2024, 6, 18))
    assert (late[MINH_KHAI].working_days, late[MINH_KHAI].arrived, late[MINH_KHAI].to) == (4, None, "district")
    assert late[MINH_KHAI].basis.text.startswith("NĐ 168/2018/NĐ-CP Điều 15")


def test_nobody_is_late_on_the_last_day(june, people, catalogue):
    later = datetime(2024, 8, 1, tzinfo=UTC)
    assert asked(people, catalogue, later, at=datetime(2024, 6, 14, 16, 0, tzinfo=UTC)).late == ()
    # Midnight in Việt Nam is 17:00 in Greenwich: it is the 15th where the office is.
    assert len(asked(people, catalogue, later, at=datetime(2024, 6, 14, 17, 30, tzinfo=UTC)).late) == 7


def test_the_book_of_an_earlier_day_knows_who_was_late_then(june, people, catalogue):
    view = asked(people, catalogue, datetime(2024, 8, 1, tzinfo=UTC), at=datetime(2024, 6, 17, 9, 0, tzinfo=UTC))
    late = {one.unit: one for one in view.late}
    assert (late[HUYEN_TUNG].arrived, late[HUYEN_TUNG].working_days) == (None, 1)
    assert view.coverage.heard == 1


def test_a_year_has_a_deadline_for_the_district_only(city, people, catalogue, now):
    view = queries.coverage(actor=people.everywhere, unit_id=CITY, period_label="2024", catalogue=catalogue, now=now)
    # Before 20/11/2024; the city handed in on 10/01/2025.
    assert view.due == {"district": date(2024, 11, 19)}
    assert [(one.unit, one.since) for one in view.late] == [(CITY, date(2024, 11, 20))]
    assert view.coverage.missing == (NONG_THUONG,)


def test_the_command_says_who_and_since_when(june, folder, saovuong, monkeypatch):  # noqa: F811
    monkeypatch.setenv("SAOVUONG_NOW", "2024-06-20T09:00:00+00:00")
    words = (*ASK[:2], "--period", "2024-06")
    result = saovuong("coverage", *words)
    assert (result.status, result.err) == (1, "")
    flat = " ".join(result.out.split())
    for text in (
        "Có số liệu: 2/8 đơn vị",
        "Phường Nguyễn Thị Minh Khai; muộn từ 15/06/2024 (4 ngày làm việc, chưa nộp)",
        "Nộp muộn: - Phường Huyền Tụng: muộn từ 15/06/2024 (2 ngày làm việc, nộp ngày 18/06/2024)",
        "Hạn nộp: NĐ 168/2018/NĐ-CP Điều 15",
    ):
        assert text in flat, text
    rows = [json.loads(line) for line in saovuong("coverage", *words, "--json").out.splitlines()]
    assert [row["row"] for row in rows] == ["coverage"] + ["missing"] * 6 + ["late"] * 7
    assert rows[0]["due"] == {"commune": "2024-06-14"}
    assert saovuong("coverage", *words, "--form", "no_such").status == 2
