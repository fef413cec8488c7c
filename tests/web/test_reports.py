"""The pages of reports: preview, the office's own words, building, signing, what has changed."""

import re

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import make_password

from saovuong.accounts.models import User
from saovuong.ledger.queries import facts_of
from saovuong.ledger.services import fact_supersede, submission_accept, submission_hand_in, submission_revise
from saovuong.reports import queries
from saovuong.reports.models import PartText
from tests.ledger.world import fact
from tests.web.conftest import PASSWORD, signed_in

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return answer.content.decode()


def fifty_four_gifts(book, people, now, catalogue) -> None:
    """The city hands in its report again with 54 gifts instead of 45, and it is accepted."""
    about = {"actor": people.clerk, "now": now}
    new = submission_revise(**about, catalogue=catalogue, submission_id=book.accepted)
    (gifts,) = [one for one in facts_of(**about, submission_id=new.id) if one.measure == "policy_gift_count"]
    fact_supersede(**about, catalogue=catalogue, fact_id=gifts.id, fact=fact(value=54))
    submission_hand_in(**about, submission_id=new.id)
    submission_accept(actor=people.verifier, now=now, submission_id=new.id)


@pytest.fixture
def writer(book, person_with):
    return signed_in(person_with("writer", "tp-bch"))


@pytest.fixture
def paper(book):
    return f"/bao-cao/soan/{book.manuscript}/"


def test_every_number_of_the_preview_leads_to_its_explanation(writer, paper):
    page = text_of(writer.get(paper))
    assert '<a href="/don-vi/tp-bch/2024/policy_gift_count/"' in page
    assert ">45</a>" in page
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
    assert "Lời Riêng Của Đơn Vị" in page
    assert "(đơn vị bổ sung)" in page
    hrefs = set(re.findall(r'class="sheet".*?</article>', page, re.S)[0].split('href="')[1:])
    for href in {one.partition('"')[0] for one in hrefs if one.startswith("/don-vi/")}:
        assert writer.get(href).status_code == 200, href


def test_the_print_view_has_the_whole_paper_and_no_forms(writer, paper):
    page = text_of(writer.get(f"{paper}in/"))
    assert "NGUỒN SỐ LIỆU" in page
    assert "<textarea" not in page
    assert "Còn dòng chưa hiện" not in page


def test_words_are_saved_with_and_without_scripts(writer, paper):
    answer = writer.post(f"{paper}phan/causes/", {"text": "Do thiên tai.", "version": "0"})
    assert answer["Location"] == f"{paper}#phan-causes"
    assert "- Nguyên nhân: Do thiên tai." in text_of(writer.get(paper))
    part = text_of(writer.post(f"{paper}phan/causes/", {"text": "Do bão.", "version": "1"}, headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert 'name="version" value="2"' in part
    assert 'id="cho-causes" hx-swap-oob="true"' in part
    assert "Do thiên tai." in text_of(writer.get(f"{paper}phan/causes/"))


@pytest.mark.parametrize("scripts", [True, False])
def test_two_writers_of_one_part_lose_nothing(writer, enter, paper, scripts):
    admin, headers = enter("admin"), {"HX-Request": "true"} if scripts else {}
    address = f"{paper}phan/strengths/"
    writer.post(address, {"text": "Chữ của trợ lý.", "version": "1"})
    answer = admin.post(address, {"text": "Chữ của quản trị.", "version": "1"}, headers=headers)
    assert answer.status_code == (200 if scripts else 400)
    page = text_of(answer)
    assert "[SV-562]" in page
    assert "Chữ của trợ lý." in page
    # The field keeps what was typed, and what it was typed upon: saving again by itself is refused again.
    assert 'name="version" value="1"' in page
    assert scripts or ">Chữ của quản trị.</textarea>" in page
    assert 'name="over" value="2"' in page
    assert PartText.objects.filter(part="strengths").count() == 2
    admin.post(address, {"text": "Chữ của cả hai.", "version": "1", "over": "2"})
    assert "Chữ của cả hai." in text_of(admin.get(paper))
    assert "Chữ của trợ lý." in text_of(admin.get(address))


def test_words_stay_words(writer, paper):
    evil = "<script>alert(1)</script>"
    writer.post(f"{paper}phan/lessons/", {"text": evil, "version": "0"})
    page = text_of(writer.get(paper))
    assert evil not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "[SV-564]" in text_of(writer.post(f"{paper}phan/lessons/", {"text": "a\x07b", "version": "1"}))
    assert writer.post(f"{paper}phan/khong-co/", {"text": "x", "version": "0"}).status_code == 404
    assert writer.get(f"{paper}phan/khong-co/").status_code == 404


def test_choices_change_the_paper(writer, paper):
    fields = {"version": "0", "number": "7", "issued_on": "5/12/2024", "signer": "deputy", "signer_name": "Nguyễn Văn A"}
    assert writer.post(f"{paper}chon/", {**fields, "section": ["situation", "militia"]}).status_code == 302
    page = text_of(writer.get(paper))
    assert "Số: 07/BC-BCH" in page
    assert "ngày 05 tháng 12 năm 2024" in page
    assert "KT. CHỈ HUY TRƯỞNG" in page
    assert "Công tác thi đua, khen thưởng</h" not in page
    for wrong, code in (({"issued_on": "hôm nay"}, "SV-365"), ({"number": "7a"}, "SV-565"), ({"section": []}, "SV-566")):
        assert code in text_of(writer.post(f"{paper}chon/", {**fields, **wrong})), code


def test_a_commander_reads_but_does_not_write(enter, book, paper):
    commander = enter("reader")
    page = text_of(commander.get(paper))
    assert "<textarea" not in page
    assert "Lời Riêng Của Đơn Vị" in page
    assert commander.post(f"{paper}phan/strengths/", {"text": "x", "version": "1"}).status_code == 403


def test_a_writer_of_another_unit_neither_sees_nor_writes(book, person_with, paper):
    stranger = signed_in(person_with("writer", "h-bch"))
    assert stranger.get(paper).status_code == 404
    assert stranger.post(f"{paper}phan/strengths/", {"text": "x", "version": "1"}).status_code == 404
    assert "Mẫu Giang" not in text_of(stranger.get("/bao-cao/")).partition("<main")[2].partition("<form")[0]


@pytest.fixture
def built(passwords, writer, book, paper):
    """A report that the commander may sign; its address."""
    answer = writer.post(f"{paper}lap/")
    assert answer.status_code == 302
    return answer["Location"]


def test_signed_withdrawn_and_what_the_list_says(built, enter):
    commander = enter("reader")
    assert "dự thảo" in text_of(commander.get(built))
    before = commander.get(f"{built}tep/").content
    wrong = commander.post(f"{built}ky/", {"password": "sai"})
    assert wrong.status_code == 403
    assert "[SV-571]" in text_of(wrong)
    assert AccessAttempt.objects.exists()
    assert commander.post(f"{built}ky/", {"password": PASSWORD}).status_code == 302
    page = text_of(commander.get(built))
    assert "Thu hồi chữ ký" in page
    assert "đã ký" in text_of(commander.get("/bao-cao/"))
    assert "khớp sổ" in text_of(commander.get("/bao-cao/"))
    assert commander.get(f"{built}tep/").content == before
    assert "[SV-574]" in text_of(commander.post(f"{built}thu-hoi/", {"reason": " "}))
    assert commander.post(f"{built}thu-hoi/", {"reason": "Sai tên đơn vị"}).status_code == 302
    assert "Sai tên đơn vị" in text_of(commander.get(built))
    assert "đã thu hồi chữ ký" in text_of(commander.get("/bao-cao/"))


def test_the_list_of_reports_builds_none_of_them(built, book, enter, people, now, catalogue, monkeypatch):
    commander = enter("reader")
    commander.post(f"{built}ky/", {"password": PASSWORD})
    asked = []
    compared = queries.report_standing
    monkeypatch.setattr(queries, "report_standing", lambda **what: asked.append(what["report_id"]) or compared(**what))
    assert "khớp sổ" in text_of(commander.get(f"{built}doi-chieu/", headers={"HX-Request": "true"}))
    assert asked == []
    fifty_four_gifts(book, people, now, catalogue)
    commander.get("/bao-cao/")
    assert asked == []
    for _ in range(3):
        commander.get(f"{built}doi-chieu/", headers={"HX-Request": "true"})
    assert len(asked) == 1


def test_a_signed_report_whose_figures_changed_is_marked(built, book, enter, people, now, catalogue):
    commander = enter("reader")
    commander.post(f"{built}ky/", {"password": PASSWORD})
    assert "Không số nào đổi." in text_of(commander.get(f"{built}thay-doi/"))
    fifty_four_gifts(book, people, now, catalogue)
    listed = text_of(commander.get("/bao-cao/"))
    assert f'href="{built}doi-chieu/"' in listed
    assert "số đã đổi từ khi lập" in text_of(commander.get(f"{built}doi-chieu/", headers={"HX-Request": "true"}))
    assert commander.get(f"{built}doi-chieu/")["Location"] == f"{built}thay-doi/"
    changes = text_of(commander.get(f"{built}thay-doi/"))
    assert '<a href="/don-vi/tp-bch/2024/' in changes
    assert "<ins>" in changes


def test_who_builds_and_who_signs_are_two(book, passwords, person_with, paper):
    both = person_with("all", "tp-bch")
    User.objects.filter(pk=both.id).update(password=make_password(PASSWORD))
    client = signed_in(both)
    address = client.post(f"{paper}lap/")["Location"]
    assert "người lập và người ký phải khác nhau" in text_of(client.get(address))
    assert client.post(f"{address}ky/", {"password": PASSWORD}).status_code == 403
    assert client.post("/bao-cao/99999/ky/", {"password": PASSWORD}).status_code == 404
    assert client.post("/bao-cao/99999/thu-hoi/", {"reason": "Lý do nào đó"}).status_code == 404


def test_a_number_in_the_words_that_changed_is_pointed_out(writer, paper, book, people, now, catalogue):
    writer.post(f"{paper}phan/strengths/", {"text": "Thăm và tặng 45 suất quà cho đối tượng chính sách.", "version": "1"})
    assert "Cần xem lại số" not in text_of(writer.get(paper))
    assert PartText.objects.get(part="strengths", version=2).mentions
    fifty_four_gifts(book, people, now, catalogue)
    page = text_of(writer.get(paper))
    assert "Cần xem lại số" in page
    assert "tặng 45 suất quà" in page


# --- the explanation and the certificate of a figure ---


def test_a_figure_leads_to_its_place_in_the_document(enter, book):
    page = text_of(enter("reader").get("/don-vi/tp-bch/2024/policy_gift_count/"))
    (address,) = set(re.findall(r'href="(/ho-so/\d+/#cho-\d+)"', page))
    document, _, place = address.partition("#")
    assert f'id="{place}"' in text_of(enter("reader").get(document))
    assert "15:30 10/01/2025" in page


def test_what_a_figure_took_the_place_of_is_told_with_its_words(enter, book, people, now, catalogue):
    fifty_four_gifts(book, people, now, catalogue)
    page = text_of(enter("reader").get("/don-vi/tp-bch/2024/policy_gift_count/"))
    assert "thay số" in page
    (chain,) = re.findall(r"<ol>.*?</ol>", page.partition("earlier")[2], re.S)[:1]
    assert "45 suất" in chain
    assert "Thăm và tặng <mark>45</mark>" in chain


def test_the_certificate_names_value_parts_quotes_people_and_a_digest(enter, book, people, now, catalogue):
    client, address = enter("reader"), "/don-vi/tp-bch/2024/policy_gift_count/phieu/"
    page = text_of(client.get(address))
    for words in ("PHIẾU XÁC NHẬN SỐ LIỆU", "45 suất", "năm 2024", "<mark>45</mark>", "nhap-lieu 15:30 10/01/2025", "kiem-tra 15:30"):
        assert words in page, words
    (before,) = re.findall(r"<code class=\"hash\">([0-9a-f]{64})</code>", page)
    assert before in text_of(client.get(address))
    fifty_four_gifts(book, people, now, catalogue)
    assert before not in text_of(client.get(address))
    assert client.get("/don-vi/tp-bch/2024/khong_co/phieu/").status_code in (400, 404)
