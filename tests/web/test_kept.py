"""Pages that are kept show what stands in the book now, and each person their own."""

import re

import pytest

from saovuong.accounts.models import Grant
from saovuong.intake.services import figure_return
from saovuong.ledger.services import submission_accept
from saovuong.org.models import Unit
from saovuong.web.pages import submissions as listed
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
COVERAGE = "/don-vi/tp-bch/2024/bao-quat/"
MEASURE = "/danh-muc/chi-tieu/policy_gift_count/"


def text_of(answer) -> str:
    """What stands between the head and the foot, which carry the tokens of their forms."""
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def heard(page: str) -> str:
    found = re.search(r'main-number">(\d+/\d+)<', page)
    assert found
    return found[1]


def test_coverage_follows_what_is_accepted_and_handed_in(book, enter, people, now):
    reader = enter("reader")
    before = text_of(reader.get(COVERAGE))
    assert text_of(reader.get(COVERAGE)) == before
    submission_accept(actor=people.verifier, now=now, submission_id=book.submitted)
    after = text_of(reader.get(COVERAGE))
    assert after != before
    assert heard(after) >= heard(before)
    assert after.count('class="state accepted"') == before.count('class="state accepted"') + 1


def test_coverage_follows_what_is_returned(book, enter, people, now):
    reader = enter("reader")
    before = text_of(reader.get(COVERAGE))
    figure_return(actor=people.verifier, now=now, submission_id=book.submitted, number=1, reason="Xem lại")
    assert text_of(reader.get(COVERAGE)).count('class="state returned"') == before.count('class="state returned"') + 1


def test_a_filter_and_a_sheet_are_pages_of_their_own(book, enter):
    reader = enter("reader")
    pages = [text_of(reader.get(COVERAGE + asked)) for asked in ("", "?loc=missing", "?loc=heard", "?bieu=commune_year")]
    assert len(set(pages)) == 4
    assert [text_of(reader.get(COVERAGE + asked)) for asked in ("", "?loc=missing", "?loc=heard", "?bieu=commune_year")] == pages


def test_a_right_taken_away_shuts_a_kept_page(book, enter, people):
    reader = enter("reader")
    text_of(reader.get(COVERAGE))
    Grant.objects.filter(user_id=people.reader.id).delete()
    assert reader.get(COVERAGE).status_code == 403


def test_the_page_of_a_measure_tells_of_the_chosen_unit_and_of_now(book, enter, people, now):
    reader = enter("reader")
    reader.get("/don-vi/tp-bch/2024/")
    city = text_of(reader.get(MEASURE))
    reader.get("/don-vi/x1/2024/")
    assert text_of(reader.get(MEASURE)) != city
    reader.get("/don-vi/tp-bch/2024/")
    assert text_of(reader.get(MEASURE)) == city
    submission_accept(actor=people.verifier, now=now, submission_id=book.submitted)
    assert text_of(reader.get(MEASURE)) != city


def test_kept_parts_speak_the_language_of_the_page(book, enter):
    reader = enter("reader")
    for path in (COVERAGE, MEASURE, "/don-vi/tp-bch/2024/", "/don-vi/tp/"):
        vietnamese = text_of(reader.get(path))
        reader.cookies["django_language"] = "en"
        assert text_of(reader.get(path)) != vietnamese
        del reader.cookies["django_language"]
        assert text_of(reader.get(path)) == vietnamese


def test_a_unit_that_the_lists_do_not_have_is_not_found(book, enter):
    reader = enter("reader")
    assert reader.get("/don-vi/khong-co/").status_code == 404
    assert not Unit.objects.filter(pk="khong-co").exists()


def test_older_submissions_follow_on_the_next_page(book, person_with, monkeypatch):
    monkeypatch.setattr(listed, "_MOST", 1)
    admin = signed_in(person_with("admin", "vn"))
    seen, path = [], "/ho-so/"
    while path:
        page = text_of(admin.get(path))
        (number,) = re.findall(r'data-label="Số">(\d+)<', page)
        seen.append(int(number))
        found = re.search(r'rel="next" href="([^"]+)"', page)
        path = "/ho-so/" + found[1].replace("&amp;", "&") if found else ""
    assert seen == sorted(seen, reverse=True)
    assert set(seen) == {book.draft, book.submitted, book.returned, book.accepted}
    assert admin.get("/ho-so/?truoc=x").status_code == 200
    assert admin.get(f"/ho-so/?truoc={'9' * 40}").status_code == 200
