"""Accounts and their roles on the web: opened, given, taken, and by whom."""

import pytest
from django.test import Client

from saovuong.accounts.queries import actor_get, roles_of
from saovuong.audit.queries import entries_of
from tests.web.conftest import PASSWORD, signed_in

pytestmark = pytest.mark.django_db
NEW = {"name": "tran-b", "display_name": "Trần B", "role": "clerk", "unit": "thành phố Mẫu Giang", "password": PASSWORD}


def test_an_account_is_opened_and_signs_in(passwords, enter, now):
    admin = enter("admin")
    assert admin.post("/tai-khoan/", NEW).status_code == 302
    (grant,) = roles_of(actor=actor_get(name="tran-b"), on=now.date())
    assert (grant.role, grant.unit_id) == ("clerk", "tp-bch")
    client = Client()
    assert client.post("/dang-nhap/", {"username": "tran-b", "password": PASSWORD}).status_code == 302
    # The administrator knows the first password; nothing opens before there is another.
    assert client.get("/ho-so/nop/")["Location"] == "/mat-khau/"
    own = {"old": PASSWORD, "password": "chi-minh-toi-biet-4", "again": "chi-minh-toi-biet-4"}
    assert client.post("/mat-khau/", {**own, "password": PASSWORD, "again": PASSWORD}).status_code == 400
    assert client.post("/mat-khau/", own).status_code == 302
    assert client.get("/ho-so/nop/").status_code == 200
    page = admin.get("/tai-khoan/").content.decode()
    assert "tran-b" in page
    assert PASSWORD not in page


@pytest.mark.parametrize("wrong", [{"password": "ngan"}, {"unit": "không có"}, {"name": "Có Dấu"}, {"role": "vua"}, {"name": "kiem-tra"}])
def test_all_of_it_or_nothing(passwords, enter, wrong):
    answer = enter("admin").post("/tai-khoan/", {**NEW, **wrong})
    assert answer.status_code == 400
    assert "[SV-" in answer.content.decode()
    assert entries_of(target="user:tran-b") == []


def test_a_role_taken_away_is_gone_at_once(passwords, enter):
    admin, clerk = enter("admin"), enter("clerk")
    assert clerk.get("/ho-so/nop/").status_code == 200
    assert admin.post("/tai-khoan/nhap-lieu/", {"act": "end", "role": "clerk", "unit_id": "tp-bch"}).status_code == 302
    assert clerk.get("/ho-so/nop/").status_code == 403
    assert [entry.action for entry in entries_of(target="user:nhap-lieu")][-1] == "grant_end"
    assert admin.post("/tai-khoan/nhap-lieu/", {"act": "grant", "role": "clerk", "unit": "thành phố Mẫu Giang"}).status_code == 302
    assert clerk.get("/ho-so/nop/").status_code == 200


def test_the_last_administrator_stays(passwords, enter):
    answer = enter("admin").post("/tai-khoan/quan-tri/", {"act": "end", "role": "admin", "unit_id": "vn"})
    assert answer.status_code == 400
    assert "duy nhất" in answer.content.decode()
    assert enter("admin").get("/tai-khoan/").status_code == 200


def test_an_administrator_of_some_units_does_not_reach_for_all(passwords, person_with, now):
    client = signed_in(person_with("admin", "tp-bch"))
    assert client.get("/tai-khoan/").status_code == 403
    answer = client.post("/tai-khoan/nguoi-admin/", {"act": "grant", "role": "admin", "unit": "vn"})
    assert answer.status_code == 403
    assert {grant.unit_id for grant in roles_of(actor=actor_get(name="nguoi-admin"), on=now.date())} == {"tp-bch"}


def test_ones_own_password(passwords, enter, people):
    clerk, other = enter("clerk"), enter("clerk")
    new = {"old": PASSWORD, "password": "mot-mat-khau-khac-3", "again": "mot-mat-khau-khac-3"}
    for wrong in ({"old": "sai"}, {"again": "khác"}, {"password": "1", "again": "1"}):
        assert clerk.post("/mat-khau/", {**new, **wrong}).status_code == 400
    assert clerk.post("/mat-khau/", new).status_code == 302
    assert clerk.get("/").status_code == 200
    assert other.get("/").status_code == 302
    assert Client().post("/dang-nhap/", {"username": "nhap-lieu", "password": "mot-mat-khau-khac-3"}).status_code == 302
