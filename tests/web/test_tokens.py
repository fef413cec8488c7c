"""The page of access tokens: shown once, asked for the password, taken back by the owner or an administrator of everything."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from saovuong.accounts.models import AccessToken
from saovuong.accounts.token_services import token_make
from tests.web.conftest import PASSWORD, signed_in

pytestmark = pytest.mark.django_db

TOLD = re.compile(r"sv_[0-9a-f]{8}_[A-Za-z0-9_-]{43}")
FORM = {"name": "Máy số 2", "expires": "2025-04-10", "password": PASSWORD}


def page(answer) -> str:
    return answer.content.decode()


def test_a_token_is_made_shown_once_used_and_taken_back(people, folder, passwords):
    clerk = signed_in(people.clerk)
    answer = clerk.post("/ma-truy-cap/", {**FORM, "writes": "on"})
    (told,) = TOLD.findall(page(answer))
    assert answer["Cache-Control"] == "no-store"
    again = page(clerk.get("/ma-truy-cap/"))
    assert not TOLD.search(again)
    for shown in ("Máy số 2", "đọc và ghi", "10/04/2025", "chưa dùng"):
        assert shown in again
    program = Client(headers={"Authorization": f"Bearer {told}"})
    assert program.get("/api/v1/me").json()["writes"] is True
    assert "10/01/2025 15:30" in page(clerk.get("/ma-truy-cap/"))
    answer = clerk.post(f"/ma-truy-cap/{AccessToken.objects.get().key}/thu-hoi/", follow=True)
    assert "Đã thu hồi" in page(answer)
    assert program.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "sai-mat-khau"}, "Mật khẩu hiện nay không đúng"),
        ({"name": " "}, "[SV-370]"),
        ({"expires": "2026-01-11"}, "[SV-371]"),
        ({"expires": "2025-01-10"}, "[SV-371]"),
        ({"expires": "mai"}, "[SV-371]"),
    ],
)
def test_what_is_wrong_is_said_and_no_token_made(people, folder, passwords, change, said):
    answer = signed_in(people.clerk).post("/ma-truy-cap/", {**FORM, **change})
    assert answer.status_code == 400
    assert said in page(answer)
    assert not TOLD.search(page(answer))
    assert not AccessToken.objects.exists()


def test_nobody_but_an_administrator_of_everything_sees_or_ends_others_tokens(people, folder, now):
    _, token = token_make(name="Máy của nhập liệu", writes=False, expires_on=(now + timedelta(days=9)).date(), actor=people.clerk, now=now)
    verifier, admin = signed_in(people.verifier), signed_in(people.admin)
    assert "Máy của nhập liệu" not in page(verifier.get("/ma-truy-cap/"))
    assert verifier.post(f"/ma-truy-cap/{token.key}/thu-hoi/").status_code == 404
    assert "Máy của nhập liệu" in page(admin.get("/ma-truy-cap/"))
    assert admin.post(f"/ma-truy-cap/{token.key}/thu-hoi/").status_code == 302
    assert AccessToken.objects.get().revoked_by == people.admin.name


def test_the_description_of_the_api_loads_only_the_programs_own_files(people, folder):
    clerk = signed_in(people.clerk)
    text = page(clerk.get("/api/docs"))
    for address in re.findall(r'(?:src|href)="([^"]+)"', text):
        assert address.startswith("/")
        answer = clerk.get(address)
        assert answer.status_code == 200, address
        assert answer.getvalue()
    assert "<script>" not in text
    assert " style=" not in text
