"""What a person is told of the checks when a report is handed in: one line, and never an obstacle."""

from io import StringIO

import pytest
from rich.console import Console

from saovuong.checks import queries
from saovuong.cli.check_show import handed_in
from saovuong.ledger.queries import submission_get
from tests.consolidation.world import CITY, DUC_XUAN, said

FIT, ATTENDED = "medical_passed_count", "medical_attended_count"


@pytest.fixture
def told(office, people, catalogue, now):
    def tell(submission_id, actor=people.clerk):
        out = StringIO()
        submission = submission_get(actor=people.clerk, submission_id=submission_id, now=now)
        about = {"actor": actor, "now": now, "catalogue": catalogue, "submission_id": submission_id}
        handed_in(about=about, submission=submission, out=Console(file=out, width=200))
        return out.getvalue()

    return tell


def test_faults_of_what_was_handed_in_are_counted(office, told):
    number, _ = office.hand_in(DUC_XUAN, [said(ATTENDED, 10), said(FIT, 12)], accept=False)
    line = told(number)
    assert line.startswith("1 lỗi, 0 cảnh báo khi kiểm tra; xem: saovuong check --unit c63-01840 --period 2024 --include-submitted")
    assert line.count("\n") == 1


def test_nothing_is_said_where_nothing_is_wrong(office, told):
    office.hand_in(DUC_XUAN, [said(ATTENDED, 10), said(FIT, 12)])
    number, _ = office.hand_in(CITY, [said(ATTENDED, 10), said(FIT, 9)], accept=False)
    assert told(number) == ""


def test_a_check_that_cannot_run_does_not_stand_in_the_way(office, told, people):
    number, _ = office.hand_in(DUC_XUAN, [said(ATTENDED, 10), said(FIT, 12)], accept=False)
    assert told(number, actor=people.nobody).startswith("Chưa kiểm tra được số liệu vừa nộp: Tài khoản “khach”")


def test_only_figures_about_the_unit_are_read(office, people, catalogue, now):
    office.hand_in(DUC_XUAN, [said(ATTENDED, 10), said(FIT, 12)])
    office.hand_in(CITY, [said(ATTENDED, 30), said(FIT, 20)])
    near = queries.check(actor=people.everywhere, unit_id=CITY, period_label="2024", catalogue=catalogue, below=False, now=now)
    assert (near.figures, near.findings) == (2, ())
    assert queries.check(actor=people.everywhere, unit_id=CITY, period_label="2024", catalogue=catalogue, now=now).figures == 4
