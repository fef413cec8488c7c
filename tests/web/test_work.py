"""My work, for each role, and the lists that its counts open."""

from datetime import timedelta

import pytest

from saovuong.intake.services import document_submit, review_batch, review_finish

pytestmark = pytest.mark.django_db


def page(client, path="/"):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_clerk_sees_what_is_due_returned_and_begun(book, enter):
    """On 10/1/2025 the city's report of 2024 was due on 19/11; its accepted submission was handed in after that."""
    told = page(enter("clerk"))
    assert "Báo cáo năm của cấp huyện" in told
    assert "Kiểm tra lại số này" in told
    assert "Chờ tôi kiểm tra" not in told
    assert "Đơn vị cấp dưới" not in told
    assert f"/ho-so/{book.returned}/doc/{book.returned_figure}/tra-loi/" in page(enter("clerk"), "/viec/bi-tra-lai/")
    assert f"/ho-so/{book.draft}/" in page(enter("clerk"), "/viec/ban-nhap/")


def test_a_clerk_of_a_commune_is_told_in_working_days(people, person_with, folder):
    from tests.web.conftest import signed_in

    told = page(signed_in(person_with("clerk", "x1")))
    assert "còn 2 ngày làm việc" in told
    assert "quá hạn 18 ngày làm việc" in told
    assert "chưa lập" in told
    assert "/nhap/x1/commune_month/2025-01/" in told


def test_a_verifier_sees_the_longest_waiting_first_and_never_their_own(book, enter, people, folder, catalogue, units, now):
    earlier = now - timedelta(days=30)
    taken = document_submit(
        actor=people.clerk, now=earlier, folder=folder, source="BÁO CÁO\nTặng 40 suất quà cho gia đình chính sách.\n".encode(),
        name="thang.txt", unit_id="x1", period_label="2024-11", catalogue=catalogue, units=units,
    )  # fmt: skip
    about = {"actor": people.clerk, "now": earlier, "submission_id": taken.submission.id, "catalogue": catalogue}
    review_batch(accept_above=0.0, **about)
    review_finish(**about)
    told = page(enter("verifier"))
    assert "Chờ tôi kiểm tra</h2>" not in told
    assert "Chờ tôi kiểm tra (2)" in told
    assert told.index(f"/ho-so/{taken.submission.id}/kiem-tra/") < told.index(f"/ho-so/{book.submitted}/kiem-tra/")
    assert "11/12/2024" in told
    whole = page(enter("verifier"), "/viec/cho-duyet/")
    assert f"/ho-so/{book.submitted}/kiem-tra/" in whole
    assert "(2)" in whole


def test_late_below_opens_into_its_list(book, enter):
    told = page(enter("reader"))
    address = "/viec/chua-nop/tp-bch/commune_month/2024-12/"
    assert address in told
    listed = page(enter("reader"), address)
    assert "phường Thử Nhất" in listed
    assert "(3/3)" in listed
    assert "quá hạn 18 ngày làm việc" in listed
    assert "Không còn gì" in page(enter("reader"), address + "?loc=da-nop")


@pytest.mark.parametrize("path", ["/viec/khong-co/", "/viec/chua-nop/h-bch/commune_month/2024-12/", "/viec/chua-nop/tp-bch/khong/2024-12/"])
def test_lists_that_are_not_there(book, enter, path):
    assert enter("reader").get(path).status_code == 404


@pytest.mark.parametrize("trang", ["0", "-1", "99999", "abc", "9" * 40])
def test_pages_beyond_the_end_are_empty(book, enter, trang):
    assert "Trang sau" not in page(enter("verifier"), f"/viec/cho-duyet/?trang={trang}")


def test_nothing_to_do_is_said(people, folder, enter, person_with):
    from tests.web.conftest import signed_in

    told = page(enter("verifier"))
    assert "Không có hồ sơ nào chờ tôi kiểm tra." in told
    told = page(signed_in(person_with("verifier", "x1")))
    assert "Không có đơn vị cấp dưới nào có báo cáo đến hạn." in told


CEILINGS = {"clerk": 15, "verifier": 16, "reader": 13, "admin": 21}


@pytest.mark.parametrize("who", CEILINGS)
def test_it_asks_the_database_little(who, book, enter, django_assert_max_num_queries):
    client = enter(who)
    client.get("/")
    with django_assert_max_num_queries(CEILINGS[who]):
        client.get("/")
