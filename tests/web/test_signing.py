"""Who gets in, who does not, and what the browser is told beside the page."""

from datetime import timedelta

import pytest
from django.test import Client

from saovuong.accounts.models import User
from saovuong.accounts.queries import anyone_signs_in
from saovuong.accounts.services import NotAdministrator, WeakPassword, password_set
from saovuong.audit.queries import entries_of
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str):
    return client.post("/dang-nhap/", {"username": name, "password": password, **more})


def test_a_person_signs_in_and_the_trail_says_so(passwords, folder):
    client = Client()
    answer = sign_in(client, "nhap-lieu", next="/?a=1")
    assert (answer.status_code, answer["Location"]) == (302, "/?a=1")
    assert client.get("/").status_code == 200
    assert [entry.action for entry in entries_of(target="user:nhap-lieu")][-1] == "sign_in"
    assert client.post("/dang-xuat/").status_code == 302
    assert client.get("/")["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize("elsewhere", ["https://vi-du.vn/", "//vi-du.vn", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(passwords, folder, elsewhere):
    assert sign_in(Client(), "nhap-lieu", next=elsewhere)["Location"] == "/"


def test_wrong_passwords_close_the_door_for_that_name(passwords, folder):
    client = Client()
    for _ in range(5):
        answer = sign_in(client, "nhap-lieu", "sai-mat-khau")
    assert answer.status_code == 403
    assert "tạm khóa" in sign_in(client, "nhap-lieu").content.decode()
    assert sign_in(Client(), "kiem-tra").status_code == 302


def test_the_answer_does_not_tell_whether_the_name_exists(passwords, folder):
    pages = [sign_in(Client(), name, "sai-mat-khau").content.decode() for name in ("nhap-lieu", "khong-co-ai")]
    assert "Tên tài khoản hoặc mật khẩu không đúng" in pages[0]
    assert pages[0].count("không đúng") == pages[1].count("không đúng")


def test_a_closed_account_is_out_at_once(passwords, folder, enter, now):
    client = enter("clerk")
    assert client.get("/").status_code == 200
    User.objects.filter(name="nhap-lieu").update(closed_at=now)
    assert client.get("/").status_code == 302
    assert sign_in(Client(), "nhap-lieu").status_code == 403


def test_half_an_hour_without_a_click_locks(passwords, enter, monkeypatch, now):
    client = enter("clerk")
    assert client.get("/").status_code == 200
    monkeypatch.setenv("SAOVUONG_NOW", (now + timedelta(minutes=29)).isoformat())
    assert client.get("/").status_code == 200
    monkeypatch.setenv("SAOVUONG_NOW", (now + timedelta(minutes=60)).isoformat())
    answer = client.get("/", follow=True)
    assert answer.redirect_chain
    assert "đã khóa" in answer.content.decode()


def test_a_new_password_ends_the_sessions_of_the_old_one(passwords, enter, people, now):
    client = enter("clerk")
    password_set(user=people.clerk, password="mat-khau-khac-han-2", actor=people.admin, now=now)
    assert client.get("/").status_code == 302


def test_who_sets_which_password(people, now):
    with pytest.raises(NotAdministrator):
        password_set(user=people.verifier, password=PASSWORD, actor=people.clerk, now=now)
    with pytest.raises(WeakPassword):
        password_set(user=people.clerk, password="1234567890", actor=people.admin, now=now)
    password_set(user=people.clerk, password=PASSWORD, actor=people.clerk, now=now)
    stored = User.objects.get(name="nhap-lieu").password
    assert stored.startswith("argon2")
    assert all(PASSWORD not in str(entry) for entry in entries_of(target="user:nhap-lieu"))


def test_every_answer_forbids_what_is_not_ours(passwords, folder):
    for path in ("/dang-nhap/", "/khong-co/", "/"):
        answer = Client().get(path)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Cache-Control"] == "no-store"


def test_a_form_without_its_token_changes_nothing(passwords, folder):
    answer = Client(enforce_csrf_checks=True).post("/dang-nhap/", {"username": "nhap-lieu", "password": PASSWORD})
    assert answer.status_code == 403
    assert "Trang đã cũ" in answer.content.decode()


def test_too_large_a_body_is_refused_unread(passwords, folder):
    answer = Client().post("/dang-nhap/", b"0" * (56 * 1024 * 1024), content_type="application/octet-stream")
    assert answer.status_code == 413
    assert "50 MB" in answer.content.decode()


def test_first_run_asks_for_the_code_of_the_console(people, folder, catalogue, now):
    from saovuong.setup.first_run import code_make

    assert not anyone_signs_in()
    client, code = Client(), code_make(folder=folder)
    assert client.get("/")["Location"] == "/khoi-tao/"
    assert "Chế độ báo cáo" in client.get(f"/khoi-tao/?ma={code}").content.decode()
    form = {"unit": "tỉnh Sơn Thử", "regime": sorted(catalogue.regimes)[0], "password": PASSWORD, "again": PASSWORD}
    assert client.post("/khoi-tao/", {**form, "code": "sai"}).status_code == 400
    assert not anyone_signs_in()
    (folder / "config.toml").write_text("", "utf-8")
    for wrong in ({"again": "khac"}, {"unit": "xã không có"}, {"regime": "khong"}, {"password": "123", "again": "123"}):
        assert client.post("/khoi-tao/", {**form, **wrong, "code": code}).status_code == 400
        assert not anyone_signs_in()
    assert client.post("/khoi-tao/", {**form, "code": code})["Location"] == "/"
    assert client.get("/").status_code == 200
    assert 'unit = "t-bch"' in (folder / "config.toml").read_text("utf-8")
    assert client.get(f"/khoi-tao/?ma={code}").status_code == 404


def test_language_is_vietnamese_until_chosen_otherwise(passwords, folder):
    client = Client(headers={"Accept-Language": "en"})
    assert 'lang="vi"' in client.get("/dang-nhap/").content.decode()
    client.post("/ngon-ngu/", {"language": "en", "next": "/dang-nhap/"})
    assert '<html lang="en">' in client.get("/dang-nhap/").content.decode()
