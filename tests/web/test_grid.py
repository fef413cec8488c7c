"""Entering a form's figures on its page, by the people of the small city, without a browser."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from saovuong.ledger.queries import facts_of, submissions
from saovuong.ledger.services import submission_accept
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.django_db

FORM = "/nhap/x1/commune_month/2024-11/"
GIFTS, ENLISTED = "policy_gift_count", "conscripts_enlisted_count"


def text_of(answer) -> str:
    return answer.content.decode()


def test_from_a_choice_to_a_figure_in_the_book(people, enter, catalogue):
    clerk = enter("clerk")
    assert FORM in text_of(clerk.get("/nhap/?dv=x1"))
    page = text_of(clerk.get(FORM))
    first = catalogue.forms["commune_month"].measures[0]
    assert f'name="s.{first}"' in page
    assert submissions(actor=people.clerk) == []
    answer = clerk.post(FORM, {f"s.{first}": "1.234", f"n.{first}": "theo sổ", "act": "nop"})
    assert answer["Location"] == f"{FORM}nop/"
    (one,) = submissions(actor=people.clerk)
    assert facts_of(actor=people.clerk, submission_id=one.id) == []
    review = text_of(clerk.get(f"{FORM}nop/"))
    assert "1.234" in review
    assert clerk.post(f"{FORM}nop/")["Location"] == f"/ho-so/{one.id}/"
    (fact,) = facts_of(actor=people.clerk, submission_id=one.id)
    assert (fact.measure, fact.value, fact.note, fact.evidence.quote) == (first, 1234, "theo sổ", "1.234")


def test_a_bad_cell_keeps_its_words_and_hinders_nothing(people, enter):
    clerk = enter("clerk")
    answer = clerk.post(FORM, {f"s.{GIFTS}": "=A1+B2", f"s.{ENLISTED}": "1.234", "act": "nop"})
    page = text_of(answer)
    assert answer.status_code == 400
    assert "là công thức" in page
    assert 'value="=A1+B2"' in page
    assert 'value="1.234"' in page
    assert text_of(clerk.get(FORM)).count('value="1.234"') == 1


def test_two_people_and_one_cell(people, enter):
    clerk, admin = enter("clerk"), enter("admin")
    clerk.post(FORM, {f"s.{GIFTS}": "45"})
    answer = admin.post(FORM, {f"s.{GIFTS}": "54"})
    page = text_of(answer)
    assert answer.status_code == 409
    assert 'nhap-lieu: <b lang="vi">45</b>' in page
    assert 'value="54"' in page
    fields = {f"s.{GIFTS}": "54", f"w.{GIFTS}": "1.0"}
    # Without a choice nothing is decided; theirs leaves it; mine writes over it.
    assert admin.post(FORM, fields).status_code == 409
    assert admin.post(FORM, {**fields, f"k.{GIFTS}": "theirs"}).status_code == 302
    assert 'value="45"' in text_of(admin.get(FORM))
    assert admin.post(FORM, {**fields, f"k.{GIFTS}": "mine"}).status_code == 302
    assert 'value="54"' in text_of(clerk.get(FORM))


def test_the_script_hears_of_each_cell(people, enter):
    clerk = enter("clerk")
    scripted = {"HX-Request": "true"}
    told = clerk.post(FORM, {f"s.{GIFTS}": "1 234", f"s.{ENLISTED}": "1,234"}, headers=scripted).json()
    assert told["cells"] == {GIFTS: {"text": "1.234", "note": "", "stamp": "1.0"}}
    assert told["problems"][ENLISTED]["choices"] == ["1234", "1,2340"]
    clash = clerk.post(FORM, {f"s.{GIFTS}": "7"}, headers=scripted).json()["clashes"][GIFTS]
    assert (clash["text"], clash["by"], clash["stamp"]) == ("1.234", "nhap-lieu", "1.0")
    clerk.post(f"{FORM}nop/")
    late = clerk.post(FORM, {f"s.{GIFTS}": "7", f"v.{GIFTS}": "1.0"}, headers=scripted)
    assert late.status_code == 400
    assert "chờ duyệt" in late.json()["refused"]


def test_what_is_written_in_a_note_stays_text(people, enter):
    clerk = enter("clerk")
    clerk.post(FORM, {f"s.{GIFTS}": "5", f"n.{GIFTS}": '"><script>alert(1)</script>'})
    for address in (FORM, f"{FORM}nop/", f"{FORM}in/"):
        page = text_of(clerk.get(address))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_a_session_that_locked_while_typing_loses_nothing(people, passwords, folder, now, monkeypatch):
    def signed_in(who):
        client.post("/dang-nhap/", {"username": who, "password": PASSWORD})

    client = Client()
    signed_in("nhap-lieu")
    client.get(FORM)
    monkeypatch.setenv("SAOVUONG_NOW", (now + timedelta(minutes=31)).isoformat())
    answer = client.post(FORM, {f"s.{GIFTS}": "45", f"n.{GIFTS}": "theo sổ"})
    assert answer["Location"].startswith("/dang-nhap/?next=%2Fnhap%2F")
    assert "được giữ lại" in text_of(client.get(answer["Location"]))
    # Somebody else at the same PC sees none of it, and it is gone then.
    signed_in("nhap-lieu")
    page = text_of(client.get(FORM))
    assert 'value="45"' in page
    assert 'value="theo sổ"' in page
    assert "chưa lưu" in page
    assert submissions(actor=people.clerk) == []
    assert client.post(FORM, {f"s.{GIFTS}": "45", f"n.{GIFTS}": "theo sổ"}).status_code == 302
    assert "Phiên trước đã khóa" not in text_of(client.get(FORM))
    monkeypatch.setenv("SAOVUONG_NOW", (now + timedelta(minutes=99)).isoformat())
    client.post(FORM, {f"s.{GIFTS}": "46"})
    signed_in("quan-tri")
    assert 'value="46"' not in text_of(client.get(FORM))
    signed_in("nhap-lieu")
    assert 'value="46"' not in text_of(client.get(FORM))


def test_nothing_is_kept_for_who_was_not_signed_in(people, passwords, folder):
    client = Client()
    answer = client.post(FORM, {f"s.{GIFTS}": "45"})
    assert "kept" not in client.session
    assert "chưa được lưu" in text_of(client.get(answer["Location"]))
    scripted = client.post(FORM, {f"s.{GIFTS}": "45"}, headers={"HX-Request": "true"})
    assert scripted.status_code == 204
    assert scripted["HX-Redirect"].startswith("/dang-nhap/")


def test_a_block_is_seen_before_it_is_written_and_taken_back(people, enter, catalogue):
    clerk = enter("clerk")
    text = f"TT\tChỉ tiêu\tĐVT\tSố\n1\t{catalogue.measures[GIFTS].name_vi}\tsuất\t45\ttheo sổ\n2\tKhông có hàng này\t\t7\n"
    page = text_of(clerk.post(f"{FORM}dan/", {"text": text}))
    assert "Không có hàng này" in page
    assert submissions(actor=people.clerk) == []
    answer = clerk.post(f"{FORM}dan/", {"text": text, "act": "apply"})
    assert answer["Location"] == f"{FORM}?dan=1"
    assert 'value="45"' in text_of(clerk.get(answer["Location"]))
    assert clerk.post(f"{FORM}hoan-tac/", {"batch": "1"}).status_code == 302
    assert 'value="45"' not in text_of(clerk.get(FORM))
    assert clerk.post(f"{FORM}hoan-tac/", {"batch": "1"}).status_code == 400


def test_a_warning_stands_at_its_row_and_in_the_list(people, enter):
    clerk = enter("clerk")
    clerk.post(FORM, {"s.medical_called_count": "50", "s.medical_attended_count": "60"})
    page = text_of(clerk.get(FORM))
    assert "Cần xem lại" in page
    assert 'class="warned"' in page
    told = clerk.get(f"{FORM}canh-bao/").json()
    assert told["rows"]
    assert "Cần xem lại" in told["list"]
    assert "Cần xem lại" in text_of(clerk.get(f"{FORM}nop/"))
    assert clerk.post(f"{FORM}nop/").status_code == 302


def test_on_paper_filled_and_empty(people, enter):
    clerk = enter("clerk")
    clerk.post(FORM, {f"s.{GIFTS}": "45"})
    assert '<td class="number main-number">45</td>' in text_of(clerk.get(f"{FORM}in/"))
    assert '<td class="number main-number">45</td>' not in text_of(clerk.get(f"{FORM}in/?trong"))


def test_a_form_for_another_unit_or_level_is_refused(people, enter):
    clerk = enter("clerk")
    assert clerk.get("/nhap/y1/commune_month/2024-11/").status_code == 403
    assert clerk.get("/nhap/x1/province_month/2024-11/").status_code == 400
    assert clerk.get("/nhap/x1/khong_co/2024-11/").status_code == 400
    assert clerk.get("/nhap/?dv=y1").status_code == 400
    assert clerk.get("/nhap/?don-vi=phuong thu nhat&ky=2024-11")["Location"] == FORM


def test_a_new_version_is_reviewed_beside_the_accepted_one(people, enter, now):
    clerk = enter("clerk")
    clerk.post(FORM, {f"s.{GIFTS}": "45", f"s.{ENLISTED}": "12"})
    clerk.post(f"{FORM}nop/")
    (one,) = submissions(actor=people.clerk)
    submission_accept(actor=people.verifier, now=now, submission_id=one.id)
    assert "Lập bản mới" in text_of(clerk.get(FORM))
    made = clerk.post(f"/ho-so/{one.id}/ban-moi/")
    assert clerk.get(made["Location"])["Location"] == FORM
    stamps = dict(re.findall(r'name="v\.(\w+)" value="([0-9.]+)"', text_of(clerk.get(FORM))))
    clerk.post(FORM, {f"s.{GIFTS}": "54", f"v.{GIFTS}": stamps[GIFTS], f"s.{ENLISTED}": "", f"v.{ENLISTED}": stamps[ENLISTED]})
    page = text_of(clerk.get(f"{FORM}nop/"))
    assert 'number main-number changed" data-label="Kỳ này">54<' in page
    assert 'data-label="Bản đã duyệt">45<' in page
    assert "Bản đã duyệt có, bản này không còn" in page


CEILINGS = {"/nhap/?dv=x1": 9, FORM: 18, f"{FORM}nop/": 18, f"{FORM}in/": 13, f"{FORM}dan/": 13, f"{FORM}canh-bao/": 17}


@pytest.mark.parametrize("path", CEILINGS)
def test_pages_ask_the_database_little(path, people, enter, django_assert_max_num_queries):
    client = enter("admin")
    client.post(FORM, {f"s.{GIFTS}": "45", f"s.{ENLISTED}": "12", "s.medical_called_count": "50"})
    client.get(path)
    with django_assert_max_num_queries(CEILINGS[path]):
        assert client.get(path).status_code == 200
