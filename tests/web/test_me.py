"""One's own account on the web: the second step, sessions, roles; and the administrator's side of it."""

import base64
from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django_otp.oath import TOTP

from saovuong.accounts.factor_queries import factor_of
from saovuong.accounts.models import User
from saovuong.accounts.queries import UnknownAccount, actor_get, roles_of
from saovuong.accounts.services import grant_give
from saovuong.audit.queries import entries_of
from saovuong.setup.config import catalogue_of, config_set, factor_roles, office_of
from tests.web.conftest import PASSWORD, signed_in

pytestmark = pytest.mark.django_db


def code_at(secret: str, moment) -> str:
    clock = TOTP(base64.b32decode(secret))
    clock.time = moment.timestamp()
    return f"{clock.token():06d}"


@pytest.fixture
def at(monkeypatch, now):
    """``at(3)`` is three minutes later."""

    def move(minutes: float):
        moment = now + timedelta(minutes=minutes)
        monkeypatch.setenv("SAOVUONG_NOW", moment.isoformat())
        return moment

    return move


def text(answer) -> str:
    return answer.content.decode()


# --- without a role ---


def test_without_a_role_ones_own_account_opens_and_the_others_name_whom_to_ask(person_with, passwords, people, now):
    actor = person_with("none", "tp-bch")
    client = signed_in(actor)
    for address in ("/toi/", "/toi/hai-buoc/", "/mat-khau/"):
        assert client.get(address).status_code == 200, address
    refused = client.get("/")
    assert refused.status_code == 403
    assert people.admin.display_name in text(refused)
    assert 'href="/toi/"' in text(refused)
    User.objects.filter(pk=actor.id).update(password=make_password(PASSWORD))
    client = signed_in(actor)
    changed = client.post("/mat-khau/", {"old": PASSWORD, "password": "mot-cau-dai-khac-9", "again": "mot-cau-dai-khac-9"})
    assert changed["Location"] == "/toi/"


def test_a_role_that_begins_later_is_told_with_its_day(person_with, passwords, people, now):
    actor = person_with("none", "tp-bch")
    first = now.date() + timedelta(days=30)
    grant_give(user=actor, role="clerk", unit_id="tp-bch", actor=people.admin, now=now, valid_from=first)
    assert f"{first:%d/%m/%Y}" in text(signed_in(actor).get("/"))


def begin(client) -> str:
    """The typed secret of a factor that waits for its first code."""
    assert client.post("/toi/hai-buoc/", {"act": "begin", "password": PASSWORD}).status_code == 302
    page = text(client.get("/toi/hai-buoc/"))
    return page.split("Mã bí mật:")[1].split("<code>")[1].split("</code>")[0].replace(" ", "")


@pytest.fixture
def with_code(passwords, enter, at):
    """A clerk whose sign-in asks for a code: the browser, the secret, the backup codes."""
    client = enter("clerk")
    secret = begin(client)
    page = text(client.post("/toi/hai-buoc/", {"act": "confirm", "code": code_at(secret, at(0))}))
    codes = [part.split("</code>")[0] for part in page.split("<li><code>")[1:]]
    assert len(codes) == 10
    return client, secret, codes


def sign_in(password=PASSWORD):
    client = Client()
    return client, client.post("/dang-nhap/", {"username": "nhap-lieu", "password": password, "next": "/ho-so/"})


def test_a_sign_in_in_two_steps(with_code, at):
    client, secret, _ = with_code
    late = at(1)
    client, answer = sign_in()
    assert answer["Location"] == "/dang-nhap/ma/"
    assert client.get("/")["Location"].startswith("/dang-nhap/"), "the password alone opens nothing"
    assert client.post("/dang-nhap/ma/", {"code": "000000"}).status_code == 403
    answer = client.post("/dang-nhap/ma/", {"code": code_at(secret, late)})
    assert answer["Location"] == "/ho-so/"
    assert client.get("/ho-so/").status_code == 200
    # The same code again, from another browser that looked over the shoulder.
    other, _ = sign_in()
    assert other.post("/dang-nhap/ma/", {"code": code_at(secret, late)}).status_code == 403


def test_the_second_step_waits_five_minutes_and_knows_nobody_without_the_first(with_code, at):
    _, secret, _ = with_code
    assert Client().get("/dang-nhap/ma/")["Location"] == "/dang-nhap/"
    client, _ = sign_in()
    late = at(6)
    assert client.post("/dang-nhap/ma/", {"code": code_at(secret, late)})["Location"] == "/dang-nhap/"


def test_a_backup_code_opens_once(with_code):
    codes = with_code[2]
    client, _ = sign_in()
    assert client.post("/dang-nhap/ma/", {"code": codes[3]}).status_code == 302
    client, _ = sign_in()
    assert client.post("/dang-nhap/ma/", {"code": codes[3]}).status_code == 403


def test_the_secret_and_the_codes_are_shown_once(with_code):
    client, secret, codes = with_code
    for path in ("/toi/hai-buoc/", "/toi/"):
        page = text(client.get(path))
        assert secret not in page.replace(" ", "")
        assert not [code for code in codes if code in page]
    assert client.get("/toi/hai-buoc/anh/").status_code == 404


def test_the_picture_is_plain_shapes(passwords, enter):
    client = enter("clerk")
    begin(client)
    picture = client.get("/toi/hai-buoc/anh/")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "<script" not in text(picture)
    assert "style=" not in text(picture)


def test_off_needs_password_and_code(with_code, people, at):
    client, secret, _ = with_code
    late = at(1)
    for wrong in ({"password": "sai"}, {"code": "000000"}):
        form = {"act": "off", "password": PASSWORD, "code": code_at(secret, late), **wrong}
        assert client.post("/toi/hai-buoc/", form).status_code == 400
    assert factor_of(user=people.clerk) is not None
    assert client.post("/toi/hai-buoc/", {"act": "off", "password": PASSWORD, "code": code_at(secret, late)}).status_code == 302
    assert factor_of(user=people.clerk) is None
    _, answer = sign_in()
    assert answer["Location"] == "/ho-so/"
    assert [entry.action for entry in entries_of(target="user:nhap-lieu")][-3:] == ["factor_on", "factor_off", "sign_in"]


def test_an_administrator_turns_a_lost_one_off(with_code, enter, people):
    admin = enter("admin")
    assert "hai bước: bật" in text(admin.get("/tai-khoan/"))
    assert admin.post("/tai-khoan/nhap-lieu/", {"act": "factor"}).status_code == 302
    assert factor_of(user=people.clerk) is None


def test_a_role_may_need_it(passwords, enter, folder, at):
    (folder / "config.toml").write_text('# của cơ quan\n[people]\ndefault = "nhap-lieu"\n', "utf-8")
    config_set(folder=folder, section="sign_in", values={"second_factor": ["clerk"]})
    clerk = enter("clerk")
    assert clerk.get("/ho-so/")["Location"] == "/toi/hai-buoc/"
    assert enter("verifier").get("/ho-so/").status_code == 200
    secret = begin(clerk)
    clerk.post("/toi/hai-buoc/", {"act": "confirm", "code": code_at(secret, at(0))})
    assert clerk.get("/ho-so/").status_code == 200


def test_ones_sessions_are_told_and_ended(passwords, enter):
    windows = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Safari/537.36"}
    here, there, third = enter("clerk"), enter("clerk"), enter("clerk")
    other = enter("verifier")
    for client in (here, there, third, other):
        client.get("/", headers=windows)
    page = text(here.get("/toi/"))
    assert page.count("Chrome, Windows</th>") + page.count("Chrome, Windows <span") == 3
    assert page.count("phiên này") == 1
    numbers = [part.split('"')[0] for part in page.split('name="phien" value="')[1:]]
    assert other.post("/toi/phien/", {"phien": numbers[0]}).status_code == 400, "another's session is not theirs to end"
    assert here.post("/toi/phien/", {"phien": numbers[0]}).status_code == 302
    assert sorted([there.get("/").status_code, third.get("/").status_code]) == [200, 302]
    assert here.post("/toi/phien/", {}).status_code == 302
    assert {there.get("/").status_code, third.get("/").status_code} == {302}
    assert (here.get("/").status_code, other.get("/").status_code) == (200, 200)


def test_an_administrator_ends_sessions_closes_and_opens_again(passwords, enter):
    admin, clerk = enter("admin"), enter("clerk")
    clerk.get("/")
    admin.post("/tai-khoan/nhap-lieu/", {"act": "sessions"})
    assert clerk.get("/").status_code == 302
    clerk = enter("clerk")
    clerk.get("/")
    assert admin.post("/tai-khoan/nhap-lieu/", {"act": "close"}).status_code == 302
    assert clerk.get("/").status_code == 302
    with pytest.raises(UnknownAccount):
        actor_get(name="nhap-lieu")
    assert "nhap-lieu" in text(admin.get("/tai-khoan/"))
    assert admin.post("/tai-khoan/nhap-lieu/", {"act": "reopen"}).status_code == 302
    _, answer = sign_in()
    assert answer.status_code == 403, "the old password does not come back"
    assert admin.post("/tai-khoan/quan-tri/", {"act": "close"}).status_code == 400
    assert [entry.action for entry in entries_of(target="user:nhap-lieu")][-3:] == ["session_end", "user_close", "user_reopen"]


def test_a_role_with_days(passwords, enter, people, now):
    admin = enter("admin")
    form = {"act": "grant", "role": "writer", "unit": "thành phố Mẫu Giang", "valid_from": "2025-01-10", "valid_to": "2025-01-31"}
    assert admin.post("/tai-khoan/nhap-lieu/", form).status_code == 302
    held = lambda day: {grant.role for grant in roles_of(actor=people.clerk, on=day)}  # noqa: E731
    assert "writer" in held(date(2025, 1, 31))
    assert "writer" not in held(date(2025, 2, 1))
    page = text(enter("clerk").get("/toi/"))
    assert "31/01/2025" in page
    for wrong in ({"valid_from": "hôm qua"}, {"valid_to": "2024-01-01", "role": "inspector"}, {"unit": "không có đâu"}):
        assert admin.post("/tai-khoan/nhap-lieu/", {**form, **wrong}).status_code == 400


def test_a_name_of_several_units_is_chosen_from(passwords, enter, people, now):
    admin = enter("admin")
    answer = admin.post("/tai-khoan/nhap-lieu/", {"act": "grant", "role": "writer", "unit": "thu"})
    assert answer.status_code == 400
    assert '<option value="x1">' in text(answer)
    answer = admin.post("/tai-khoan/nhap-lieu/", {"act": "grant", "role": "writer", "unit": "thu", "unit_id": "x1"})
    assert answer.status_code == 302
    assert ("writer", "x1") in {(one.role, one.unit_id) for one in roles_of(actor=people.clerk, on=now.date())}


def test_a_grant_that_ended_closes_the_page_in_the_session_that_is_open(passwords, people, person_with, at):
    person = person_with("none", "tp-bch")
    grant_give(
        user=person, role="clerk", unit_id="tp-bch", valid_from=date(2025, 1, 1), valid_to=date(2025, 1, 11), actor=people.admin, now=at(0)
    )
    client = signed_in(person)
    assert client.get("/").status_code == 200
    # 10/1/2025 15:30 in Việt Nam; the 11th begins there at 17:00 UTC.
    for minutes in (25, 50, 75, 100, 125, 150, 175, 200, 225, 250, 275, 300, 325, 350, 375, 400, 425, 450, 475, 500):
        at(minutes)
        assert client.get("/").status_code == 200
    at(512)
    assert client.get("/").status_code == 403


def test_the_office_is_changed_and_used(passwords, enter, folder, people):
    (folder / "config.toml").write_text(
        '# giữ lại\n[catalogue]\nswitched_on = []\n\n[office]\nunit = "x1"\nregime = "defence_work"\n', "utf-8"
    )
    admin = enter("admin")
    assert enter("clerk").get("/co-quan/").status_code == 403
    form = {"unit": "thanh pho mau giang", "regime": "civil_defence", "factor": ["verifier"]}
    assert admin.post("/co-quan/", form).status_code == 302
    assert office_of(folder=folder) == {"unit": "tp-bch", "regime": "civil_defence"}
    assert factor_roles(folder=folder) == {"verifier"}
    assert "# giữ lại" in (folder / "config.toml").read_text("utf-8")
    assert next(iter(catalogue_of(folder=folder).regimes)) == "civil_defence"
    assert entries_of(target="office")[-1].before["unit"] == "x1"
    for wrong in ({"unit": "không có đâu"}, {"regime": "khong"}, {"factor": ["vua"]}):
        assert admin.post("/co-quan/", {**form, **wrong}).status_code == 400
    assert office_of(folder=folder)["unit"] == "tp-bch"


def test_to_ask_how_long_is_left_is_no_click(passwords, enter, at):
    client = enter("clerk")
    at(0)
    client.get("/")
    at(29)
    assert client.get("/toi/con-lai/").json() == {"left": 60}
    at(31)
    assert client.get("/toi/con-lai/").status_code == 302, "the server locked it"
    client = enter("clerk")
    client.get("/")
    at(60)
    client.post("/toi/con-lai/")
    at(89)
    assert client.get("/toi/con-lai/").json() == {"left": 60}


def test_cookies_are_out_of_reach(passwords, folder):
    client, _ = sign_in()
    kept = client.cookies["saovuong"]
    assert (kept["httponly"], kept["samesite"], kept["max-age"], kept["expires"]) == (True, "Lax", "", "")


def test_an_account_without_a_password_answers_as_slowly_as_any(passwords, people, monkeypatch):
    """As many hashes as for a wrong password: the clock tells nobody which names exist."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    from saovuong.accounts.models import User

    User.objects.filter(name="khach").update(password="!")
    worked = []
    for method in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, method)
        monkeypatch.setattr(Argon2PasswordHasher, method, lambda *words, _real=real, **more: worked.append(1) or _real(*words, **more))
    counts = []
    for name in ("nhap-lieu", "khach", "khong-co-ai"):
        worked.clear()
        Client().post("/dang-nhap/", {"username": name, "password": "sai-mat-khau"})
        counts.append(len(worked))
    assert len(set(counts)) == 1
    assert counts[0]
