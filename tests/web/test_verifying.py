"""Verifying through the web: differences, checks, context, verdicts, history."""

import re
from datetime import date
from decimal import Decimal

import pytest

from saovuong.accounts.services import grant_give, user_create
from saovuong.checks.queries import waivers
from saovuong.core.quantity import Modifier, Role, Scope
from saovuong.intake.shapes import Figure
from saovuong.ledger.queries import facts_of, verdicts_of
from saovuong.ledger.services import submission_accept
from saovuong.web.showing.comparing import change_of
from tests.ledger.world import counts
from tests.web.conftest import REPORT, signed_in
from tests.web.test_pages import confirm_listed, text_of, upload

pytestmark = pytest.mark.django_db

TWISTED = (
    "BÁO CÁO\nKết quả công tác quân sự, quốc phòng địa phương năm 2024\n\n"
    "Thăm và tặng 45 suất quà cho gia đình chính sách.\nTổng số dân quân tự vệ 20 đồng chí, trong đó có 35 đảng viên.\n"
)


def handed_in(client, *, content=REPORT, period="2024", name="bao-cao.txt", unit="phường Thử Nhất"):
    number = int(upload(client, content=content, period=period, name=name, unit=unit)["Location"].split("/")[2])
    confirm_listed(client, number, "0")
    assert client.post(f"/ho-so/{number}/doc/nop/").status_code == 302
    return number


def gift_of(people, number):
    return next(one for one in facts_of(actor=people.verifier, submission_id=number) if one.measure == "policy_gift_count")


def stamp_of(page, figure):
    row = page.split(f'id="so-{figure}"', 1)[1]
    return re.search(r'name="seen" value="([^"]*)"', row)[1]


@pytest.mark.parametrize(
    ("said", "before", "measure", "step", "percent", "large"),
    [
        ("45", "30", "policy_gift_count", "+15", "+50,0%", True),
        ("45", "46", "policy_gift_count", "−1", "−2,2%", False),
        ("45", "0", "policy_gift_count", "+45", "", False),
        ("45", "45", "policy_gift_count", "", "", False),
        # A share's step is told in points; percent of percent would mislead.
        ("98.5", "90", "militia_training_attendance_rate", "+8,5", "", False),
    ],
)
def test_changes_are_told_with_their_sign(catalogue, said, before, measure, step, percent, large):
    def figure(value):
        return Figure(
            measure=measure, unit_id="x1", organisation=None, period_label="2024", role=Role.RESULT, scope=Scope.OWN, value=Decimal(value),
            high=None, rating=None, flag=None, unquantified=False, modifier=Modifier.EXACT, uom=catalogue.measures[measure].uom,
        )  # fmt: skip

    change = change_of(figure(said), figure(before), catalogue)
    assert (change.step, change.percent, change.large) == (step, percent, large)
    assert change.differs == (said != before)


def test_last_year_stands_beside_with_its_change(people, enter, now):
    clerk, verifier = enter("clerk"), enter("verifier")
    last = handed_in(clerk, content=REPORT.replace("2024", "2023").replace("45 suất", "30 suất"), period="2023", name="cu.txt")
    submission_accept(actor=people.verifier, now=now, submission_id=last)
    address = f"/ho-so/{handed_in(clerk)}/kiem-tra/"
    page = text_of(verifier.get(address))
    assert "30 suất" in page
    assert "+15" in page
    assert "+50" in page
    assert "đổi nhiều (từ 30%) (1)" in page
    assert 'id="so-' in text_of(verifier.get(f"{address}?xem=doi-nhieu"))


def test_failed_checks_stand_at_their_figures_and_are_let_stand_with_a_reason(people, enter):
    clerk, verifier = enter("clerk"), enter("verifier")
    number = handed_in(clerk, content=TWISTED)
    address = f"/ho-so/{number}/kiem-tra/"
    page = text_of(verifier.get(address))
    assert page.count("level error") + page.count("level warning") >= 2, "in the list and at the figure"
    listed = re.findall(r'id="so-(\d+)"', text_of(verifier.get(f"{address}?xem=sai-kiem-tra")))
    assert 0 < len(listed) < len(facts_of(actor=people.verifier, submission_id=number))
    key = re.search(r'name="key" value="(\w+)"', page)[1]
    before = counts()
    verifier.post(f"{address}bo-qua/", {"key": key, "reason": " "})
    assert counts() == before
    verifier.post(f"{address}bo-qua/", {"key": key, "reason": "Đã đối chiếu danh sách"})
    (waived,) = waivers(actor=people.verifier)
    assert (waived.key, waived.reason) == (key, "Đã đối chiếu danh sách")
    assert "Đã đối chiếu danh sách" in text_of(verifier.get(address))


def test_a_quote_stands_in_its_document(book, enter):
    page = text_of(enter("verifier").get(f"/ho-so/{book.submitted}/kiem-tra/"))
    assert "đoạn văn bản" in page
    context = page.split('class="context"', 1)[1].partition("</details>")[0]
    assert "BÁO CÁO" in context
    assert "<mark>" in context


def test_common_reasons_are_offered(book, enter):
    page = text_of(enter("verifier").get(f"/ho-so/{book.submitted}/kiem-tra/"))
    assert '<datalist id="ly-do" lang="vi">' in page
    assert "Nhầm đơn vị tính." in page
    assert 'list="ly-do"' in page


def test_unchanged_figures_are_accepted_at_once_after_asking(book, people, enter):
    clerk, verifier = enter("clerk"), enter("verifier")
    number = int(clerk.post(f"/ho-so/{book.accepted}/ban-moi/")["Location"].split("/")[2])
    fact = gift_of(people, number)
    fields = {"measure": fact.measure, "value": "46", "period": "2024", "unit": "", "role": "result", "note": "", "act": "correct"}
    assert clerk.post(f"/ho-so/{number}/doc/{fact.number}/tra-loi/", fields).status_code == 302
    clerk.post(f"/ho-so/{number}/doc/nop/")
    page = text_of(verifier.get(f"/ho-so/{number}/kiem-tra/"))
    assert "không đổi so với bản đã duyệt" in page
    assert "+1" in page
    asked = text_of(verifier.get(f"/ho-so/{number}/kiem-tra/khong-doi/"))
    listed = re.findall(r'name="figure" value="(\d+)"', asked)
    assert str(fact.number) not in listed
    assert listed
    assert verdicts_of(actor=people.verifier, submission_id=number) == {}
    verifier.post(f"/ho-so/{number}/kiem-tra/khong-doi/", {"figure": listed})
    assert len(verdicts_of(actor=people.verifier, submission_id=number)) == len(listed)
    left = text_of(verifier.get(f"/ho-so/{number}/kiem-tra/?xem=chua-xem"))
    assert re.findall(r'id="so-(\d+)"', left) == [str(fact.number)]


def test_of_two_verifiers_the_second_is_told_and_keeps_the_reason(book, people, enter, now):
    colleague = user_create(name="kiem-tra-2", display_name="Hai", actor=people.admin, now=now)
    grant_give(user=colleague, role="verifier", unit_id="tp-bch", valid_from=date(2020, 1, 1), actor=people.admin, now=now)
    first, second, address = enter("verifier"), signed_in(colleague), f"/ho-so/{book.submitted}/kiem-tra/"
    seen = stamp_of(text_of(second.get(address)), 1)
    first.post(f"{address}1/", {"act": "return", "reason": "Sổ ghi khác", "seen": seen})
    answer = second.post(f"{address}1/", {"act": "return", "reason": "Lý do của người thứ hai", "seen": seen}, follow=True)
    page = text_of(answer)
    assert "Sổ ghi khác" in page
    assert "Lý do của người thứ hai" in page
    assert "Việc vừa bấm chưa được ghi" in page
    (verdict,) = verdicts_of(actor=people.verifier, submission_id=book.submitted).values()
    assert verdict.reason == "Sổ ghi khác"


def test_history_says_who_did_what(book, people, enter):
    clerk, verifier = enter("clerk"), enter("verifier")
    address = f"/ho-so/{book.submitted}/kiem-tra/"
    fact = gift_of(people, book.submitted)
    verifier.post(f"{address}{fact.number}/", {"act": "return", "reason": "Sổ ghi 54"})
    fields = {
        "measure": fact.measure,
        "value": "54",
        "period": "2024",
        "unit": "",
        "role": "result",
        "note": "viết ngược",
        "act": "correct",
    }
    clerk.post(f"/ho-so/{book.submitted}/doc/{fact.number}/tra-loi/", fields)
    clerk.post(f"/ho-so/{book.submitted}/doc/nop/")
    history = text_of(verifier.get(address)).split("Lịch sử", 1)[1]
    for said in ("nhap-lieu", "kiem-tra", "Sổ ghi 54", "45 suất → 54 suất", "bản 1"):
        assert said in history
