"""Checks and coverage of a unit on the web: what is found, who may let it stand, who is late."""

import pytest

from saovuong.checks.queries import waivers
from saovuong.intake.services import document_submit, review_batch, review_finish
from saovuong.ledger.services import submission_accept
from tests.ledger.world import counts
from tests.web.test_pages import text_of

pytestmark = pytest.mark.django_db

CHECKS = "/don-vi/x1/2024/kiem-tra-so-lieu/"
# More examined than called: a funnel the wrong way round.
WRONG = """BÁO CÁO
Công tác tuyển quân năm 2024

Gọi khám sức khỏe 20 công dân, có 30 công dân trúng tuyển sức khỏe, giao 12 công dân nhập ngũ.
"""


@pytest.fixture
def faulty(people, folder, now, catalogue, units):
    """The accepted report of x1 with figures that cannot be right together; its number."""
    taken = document_submit(
        actor=people.clerk, now=now, folder=folder, source=WRONG.encode(), name="bao-cao.txt", unit_id="x1", period_label="2024",
        catalogue=catalogue, units=units,
    )  # fmt: skip
    number = taken.submission.id
    review_batch(actor=people.clerk, now=now, catalogue=catalogue, submission_id=number, accept_above=0.0)
    review_finish(actor=people.clerk, now=now, catalogue=catalogue, submission_id=number)
    submission_accept(actor=people.verifier, now=now, submission_id=number)
    return number


def key_in(page: str) -> str:
    return page.split('class="finding', 1)[1].split('id="k-', 1)[1].split('"', 1)[0]


def test_a_finding_shows_its_quotes_and_where_it_comes_from(faulty, enter):
    page = text_of(enter("reader").get(CHECKS))
    assert 'class="finding' in page
    assert "<mark>" in page
    assert f"/ho-so/{faulty}/#so-" in page
    assert "Xem từ đâu ra" in page


def test_a_finding_is_let_stand_with_a_reason_and_that_is_taken_back(faulty, enter, people, now):
    verifier = enter("verifier")
    key = key_in(text_of(verifier.get(CHECKS)))
    before = counts()
    answer = verifier.post(f"{CHECKS}bo-qua/", {"key": key, "act": "waive", "reason": " "})
    assert answer.status_code == 400
    assert "[SV-175]" in text_of(answer)
    assert counts() == before
    answer = verifier.post(f"{CHECKS}bo-qua/", {"key": key, "act": "waive", "reason": "Gọi bổ sung đợt 2", "bo-qua": "1"})
    assert answer["Location"] == f"{CHECKS}?bo-qua=1#k-{key}"
    assert key not in text_of(verifier.get(CHECKS))
    page = text_of(verifier.get(f"{CHECKS}?bo-qua=1"))
    assert "Gọi bổ sung đợt 2" in page
    assert [one.reason for one in waivers(actor=people.verifier, now=now)] == ["Gọi bổ sung đợt 2"]
    verifier.post(f"{CHECKS}bo-qua/", {"key": key, "act": "end", "reason": "Xem lại"})
    assert key in text_of(verifier.get(CHECKS))


def test_who_may_not_let_it_stand_has_no_button_and_is_refused(faulty, enter):
    clerk = enter("clerk")
    page = text_of(clerk.get(CHECKS))
    assert "bo-qua/" not in page
    assert clerk.post(f"{CHECKS}bo-qua/", {"key": key_in(page), "act": "waive", "reason": "tự bỏ qua"}).status_code == 403


def test_the_list_is_narrowed(faulty, enter):
    reader = enter("reader")
    assert 'class="finding' not in text_of(reader.get(f"{CHECKS}?quy-tac=khong-co"))
    whole = text_of(reader.get("/don-vi/tp-bch/2024/kiem-tra-so-lieu/"))
    assert 'id="dv-x1"' in whole
    assert 'id="dv-x1"' not in text_of(reader.get("/don-vi/tp-bch/2024/kiem-tra-so-lieu/?rieng=1"))
    assert 'class="finding' not in text_of(reader.get("/don-vi/x2/2024/kiem-tra-so-lieu/"))


def test_many_findings_are_turned_over_by_sheets(faulty, enter, monkeypatch):
    reader = enter("reader")
    whole = text_of(reader.get(CHECKS))
    count = whole.count('class="finding')
    monkeypatch.setattr("saovuong.web.showing.checks._SHEET", 1)
    sheets = [text_of(reader.get(f"{CHECKS}?trang={sheet}")) for sheet in range(1, count + 1)]
    assert [sheet.count('class="finding') for sheet in sheets] == [1] * count
    assert {key_in(sheet) for sheet in sheets} <= {part.split('"')[0] for part in whole.split('id="k-')[1:]}
    assert len({key_in(sheet) for sheet in sheets}) == count


def test_coverage_names_who_is_missing_and_since_when_late(book, enter):
    reader = enter("reader")
    page = text_of(reader.get("/don-vi/tp-bch/2024/bao-quat/"))
    assert "phường Thử Nhất" in page
    assert "muộn từ" in page
    assert f"/ho-so/{book.returned}/" in page
    only = text_of(reader.get("/don-vi/tp-bch/2024/bao-quat/?loc=heard"))
    assert "<td" not in only
    one_form = reader.get("/don-vi/tp-bch/2024/bao-quat/?bieu=khong-co")
    assert one_form.status_code == 400


def test_next_door_sees_neither(book, enter):
    outsider = enter("outsider")
    assert outsider.get("/don-vi/tp-bch/2024/kiem-tra-so-lieu/").status_code == 403
    assert outsider.get("/don-vi/tp-bch/2024/bao-quat/").status_code == 403


def test_a_large_tree_shows_who_is_directly_below_and_turns_its_sheets(book, enter, monkeypatch):
    monkeypatch.setattr("saovuong.web.showing.coverage._MOST", 2)
    monkeypatch.setattr("saovuong.web.showing.coverage._SHEET", 2)
    admin, path = enter("admin"), "/don-vi/t-bch/2024/bao-quat/"
    page = text_of(admin.get(path))
    assert 'href="/don-vi/tp-bch/2024/bao-quat/"' in page
    assert "0/3" in page
    assert "0/1" in page
    assert "phường Thử Nhất" not in page.split("<main", 1)[1]
    # The city's own total stands for its three communes.
    first, second = (text_of(admin.get(f"{path}?loc=represented&trang={sheet}")).split("<main", 1)[1] for sheet in (1, 2))
    names = ("phường Thử Nhất", "phường Thử Nhì", "xã Thử Ba")
    on_first, on_second = ([name for name in names if f">{name}</a></th>" in sheet] for sheet in (first, second))
    assert (len(on_first), len(on_second)) == (2, 1)
    assert sorted(on_first + on_second) == sorted(names)
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert ">xã Láng Giềng</a></th>" in text_of(admin.get(f"{path}?loc=missing&trang=99"))
