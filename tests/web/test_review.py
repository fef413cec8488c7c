"""Reviewing through the web: deciding, taking back, adding what was missed, two people at once."""

import re
from urllib.parse import urlencode

import pytest

from saovuong.accounts.services import grant_give, user_create
from saovuong.intake.queries import review_get, steps_of
from saovuong.ledger.queries import facts_of
from tests.ledger.world import counts
from tests.web.conftest import REPORT, signed_in
from tests.web.test_pages import confirm_listed, text_of, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(people, enter, now, catalogue):
    """A fresh draft of one ward, as its clerk sees it."""

    class Draft:
        client = enter("clerk")
        number = int(upload(client)["Location"].split("/")[2])

        def view(self):
            return review_get(actor=people.clerk, now=now, catalogue=catalogue, submission_id=self.number)

        def states(self):
            return {row.number: row.state for row in self.view().candidates}

        def page(self, rest="", **options):
            return text_of(self.client.get(f"/ho-so/{self.number}/doc/{rest}", **options))

        def post(self, rest, data=None, *, client=None, **options):
            return (client or self.client).post(f"/ho-so/{self.number}/doc/{rest}", data or {}, **options)

        def stamp(self, figure):
            return next(row.stamp for row in self.view().candidates if row.number == figure)

        def steps(self):
            return steps_of(actor=people.clerk, now=now, submission_id=self.number, newest=9)

    return Draft()


@pytest.fixture
def second_clerk(people, now):
    """Another person who enters for the same city."""
    from datetime import date

    actor = user_create(name="nhap-lieu-2", display_name="Người nhập thứ hai", actor=people.admin, now=now)
    grant_give(user=actor, role="clerk", unit_id="tp-bch", valid_from=date(2020, 1, 1), actor=people.admin, now=now)
    return signed_in(actor)


def test_each_side_leads_to_the_other_without_scripts(draft):
    page = draft.page()
    for row in draft.view().candidates:
        assert f'href="#so-{row.number}"' in page
        assert f'href="#cho-{row.number}"' in page


def test_lines_say_where_they_begin_in_the_text(draft):
    """What the script counts from: the words of every line stand at its offset in the document."""
    page, (text,) = draft.page(), draft.view().texts.values()
    begun = [int(at) for at in re.findall(r'<p data-at="(\d+)">', page)]
    assert [text[at:].partition("\n")[0] for at in begun] == [line for line in text.split("\n") if line.strip()]


def test_the_batch_asks_first_and_is_taken_back_whole(draft):
    asked = draft.page("loat/?above=0,5")
    assert "suất" in asked
    assert set(draft.states().values()) == {"proposed"}
    confirm_listed(draft.client, draft.number, "0,5")
    confirmed = [number for number, state in draft.states().items() if state == "confirmed"]
    assert confirmed
    (step,) = draft.steps()
    assert "Hoàn tác" in draft.page()
    draft.post("hoan-tac/", {"step": step.id})
    assert set(draft.states().values()) == {"proposed"}
    assert f"{len(confirmed)} số liệu" in draft.page()


def test_a_threshold_that_is_none_is_told(draft):
    for wrong in ("90", "nhiều", "-1"):
        answer = draft.client.get(f"/ho-so/{draft.number}/doc/loat/?{urlencode({'above': wrong})}")
        assert answer.status_code == 400
        assert "không hợp lệ" in text_of(answer)


def test_filters_leave_what_they_name(draft):
    draft.post("1/", {"act": "reject"})
    assert re.findall(r'id="so-(\d+)"', draft.page("?xem=loai")) == ["1"]
    assert 'id="so-1"' not in draft.page("?xem=cho")
    assert len(re.findall(r'id="so-(\d+)"', draft.page("?xem=khong-co"))) == len(draft.states())


def test_the_second_of_two_people_is_told_and_nothing_is_lost(draft, second_clerk):
    seen = draft.stamp(1)
    draft.post("1/", {"act": "reject", "seen": seen})
    answer = draft.post("1/", {"act": "confirm", "seen": seen}, client=second_clerk)
    assert answer.status_code == 302
    told = text_of(second_clerk.get(f"/ho-so/{draft.number}/doc/"))
    assert "nhap-lieu" in told
    assert "đã loại" in told
    assert draft.states()[1] == "rejected"
    part = draft.post("1/", {"act": "confirm", "seen": seen}, client=second_clerk, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert 'role="alert"' in text_of(part)
    assert draft.states()[1] == "rejected"


def test_a_correction_overtaken_keeps_what_was_typed(draft, second_clerk):
    seen = draft.stamp(1)
    draft.post("1/", {"act": "confirm", "seen": seen})
    typed = {"measure": "policy_gift_count", "value": "77", "modifier": "over", "period": "2024", "unit": "", "role": "result"}
    answer = draft.post("1/sua/", {**typed, "reason": "đếm lại", "seen": seen}, client=second_clerk)
    assert answer.status_code == 409
    page = text_of(answer)
    assert 'value="77"' in page
    assert "đếm lại" in page
    assert "nhap-lieu" in page
    assert draft.states()[1] == "confirmed"
    again = re.search(r'name="seen" value="([^"]*)"', page)[1]
    assert draft.post("1/sua/", {**typed, "seen": again.replace("&#x27;", "'")}, client=second_clerk).status_code == 302
    (row,) = [one for one in draft.view().candidates if one.number == 1]
    assert (row.state, str(row.figure.value), row.figure.modifier) == ("corrected", "77", "over")


def test_a_unit_may_be_picked_from_those_found(draft):
    page = text_of(draft.client.get("/don-vi/chon/?unit=thu ba"))
    assert 'value="x3"' in page
    typed = {"measure": "policy_gift_count", "value": "45", "period": "2024", "unit": "thu", "unit_id": "x3", "role": "result"}
    draft.post("1/sua/", typed)
    assert draft.view().candidates[0].figure.unit_id == "x3"


def test_the_reader_says_why_and_offers_what_came_next(draft):
    (gift,) = [row for row in draft.view().candidates if row.figure.measure == "policy_gift_count"]
    page = draft.page(f"{gift.number}/vi-sao/")
    assert "Đọc vì:" in page
    rivals = re.findall(r'name="measure" value="(\w+)"', page)
    assert rivals
    assert gift.figure.measure not in rivals
    part = draft.page(f"{gift.number}/vi-sao/", headers={"HX-Request": "true"})
    assert "<html" not in part
    draft.post(f"{gift.number}/", {"act": "measure", "measure": rivals[0], "seen": gift.stamp})
    after = next(row for row in draft.view().candidates if row.number == gift.number)
    assert (after.state, after.figure.measure, after.figure.value) == ("corrected", rivals[0], gift.figure.value)


FIELDS = {"measure": "conference_count", "value": "100", "modifier": "exact", "period": "2024", "unit": "", "role": "result"}


def test_a_missed_figure_is_added_by_the_words_around_it(draft, people):
    page = text_of(draft.client.get(f"/ho-so/{draft.number}/doc/them/?cau=tặng 45 suất"))
    assert "<mark>45</mark>" in page
    assert 'value="45"' in page
    at = REPORT.index("45")
    place = {"tu": at, "den": at + 2, "van-ban": next(iter(draft.view().texts))}
    assert draft.post("them/", {**FIELDS, "value": "45", **place}).status_code == 302
    (fact,) = facts_of(actor=people.clerk, submission_id=draft.number)
    assert (fact.measure, fact.value) == ("conference_count", 45)
    assert REPORT[fact.evidence.figure_start : fact.evidence.figure_end] == "45"
    (step,) = draft.steps()
    draft.post("hoan-tac/", {"step": step.id})
    assert facts_of(actor=people.clerk, submission_id=draft.number) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [("tặng 46 suất", "SV-630"), ("quốc phòng", None), ("a", "SV-631"), ("", "SV-630")],
    ids=["absent", "once", "often", "none"],
)
def test_words_that_are_not_there_or_not_once_are_refused(draft, words, code):
    before = counts()
    answer = draft.post("them/", {**FIELDS, "words": words})
    if code is None:
        assert answer.status_code == 302
        return
    assert answer.status_code == 400
    assert code in text_of(answer)
    assert counts() == before


def test_handing_in_shows_first_what_it_would_do(draft, book):
    confirm_listed(draft.client, draft.number, "0,5")
    page = draft.page("nop/")
    assert "số liệu sẽ nộp" in page
    assert "bản đầu" in page
    assert "45 suất" in page
    assert draft.post("nop/").status_code == 302
    # The next version stands beside it.
    answer = draft.client.post(f"/ho-so/{book.accepted}/ban-moi/")
    number = answer["Location"].split("/")[2]
    assert "So với bản trước" in text_of(draft.client.get(f"/ho-so/{number}/doc/nop/"))


def test_the_checks_warn_on_the_draft_and_block_nothing(people, enter, now, catalogue):
    """Of 20 in the militia 35 cannot be party members: the page of reviewing says so, and handing in goes on."""
    client = enter("clerk")
    head = "BÁO CÁO\nKết quả công tác quân sự, quốc phòng địa phương năm 2024"
    text = f"{head}\n\nTổng số dân quân tự vệ 20 đồng chí, trong đó có 35 đảng viên.\n"
    number = int(upload(client, content=text)["Location"].split("/")[2])
    page = text_of(client.get(f"/ho-so/{number}/doc/"))
    assert "điểm cần xem lại" in page
    assert "level error" in page or "level warning" in page
    assert "level" in text_of(client.get(f"/ho-so/{number}/doc/?xem=canh-bao"))
    confirm_listed(client, number, "0")
    assert client.post(f"/ho-so/{number}/doc/nop/").status_code == 302
    assert facts_of(actor=people.clerk, submission_id=number)


def test_hundreds_of_figures_come_by_the_page(people, enter):
    """A light page each; a figure is found by its number, from the document too, and a decision stays on its page."""
    clerk = enter("clerk")
    head = "BÁO CÁO\nKết quả công tác quân sự, quốc phòng địa phương năm 2024\n\n"
    lines = "".join(f"Thăm và tặng {number} suất quà cho gia đình chính sách.\n" for number in range(101, 251))
    number = int(upload(clerk, content=head + lines)["Location"].split("/")[2])
    address = f"/ho-so/{number}/doc/"
    first = text_of(clerk.get(address))
    assert len(re.findall(r"<article", first)) == 60
    assert len(first.encode()) < 200_000
    assert 'href="?so=150#so-150"' in first
    third = text_of(clerk.get(f"{address}?so=150"))
    assert 'id="so-150"' in third
    assert 'href="#so-150"' in third
    assert 'name="trang" value="3"' in third
    answer = clerk.post(f"{address}150/", {"act": "reject", "trang": "3"})
    assert answer["Location"] == f"{address}?trang=3#so-150"
    for beyond in ("?trang=99", "?trang=0", "?trang=x", "?so=9999"):
        assert clerk.get(f"{address}{beyond}").status_code == 200
