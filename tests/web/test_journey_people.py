"""Accounts in a real browser: an office sets itself up, a person signs in with a second step, everybody finds their work."""

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_otp.oath import TOTP
from playwright.sync_api import Browser, expect

from saovuong.demo.people import DEMO_PASSWORD
from tests.databases import NewDatabase
from tests.web.browser import Person
from tests.web.serving import serving, surroundings

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
OWN = "ba-cay-tre-moc-7"


def code_of(secret: str, *, steps_ahead: int = 0) -> str:
    clock = TOTP(base64.b32decode(secret))
    clock.time = datetime.now(UTC).timestamp() + 30 * steps_ahead
    return f"{clock.token():06d}"


def serious(person: Person) -> list[str]:
    found = Axe().run(person.page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in ("serious", "critical")]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase, chrome: Browser) -> Iterator[tuple[str, Path]]:
    """``saovuong serve`` on a folder that does not exist yet."""
    folder = tmp_path_factory.mktemp("moi")
    with serving(folder, surroundings(new_database), data="so-lieu") as address:
        yield address, folder


def test_an_office_sets_itself_up(fresh: tuple[str, Path], chrome: Browser) -> None:
    base, folder = fresh
    printed = re.search(r"khoi-tao/\?ma=(\w+)", (folder / "serve.log").read_text("utf-8"))
    assert printed is not None
    person = Person(chrome, base)
    page = person.opens("/")
    page.fill("#ma", "sai")
    page.click("main button.do")
    expect(page.locator("[role=alert]").first).to_contain_text("Mã khởi tạo không đúng")
    page.fill("#ma", printed[1])
    page.click("main button.do")
    page.fill("#unit", "tan tien")
    page.select_option("#regime", "defence_work")
    page.fill("#password", OWN)
    page.fill("#again", OWN)
    page.click("main button.do")
    # Several communes have that name: one is chosen.
    assert serious(person) == []
    page.select_option("#unit_id", index=1)
    page.fill("#password", OWN)
    page.fill("#again", OWN)
    page.click("main button.do")
    page.wait_for_url(base + "/")
    expect(page.locator("h1")).to_have_text("Việc của tôi")
    assert serious(person) == []
    page.goto(base + "/co-quan/")
    expect(page.locator("#regime")).to_have_value("defence_work")
    person.errors = [error for error in person.errors if "400" not in error]
    person.leaves()


def test_a_first_password_is_changed_before_anything_else(fresh: tuple[str, Path], chrome: Browser) -> None:
    """Goes on from the set-up: the administrator opens an account, its owner takes it over."""
    base, _ = fresh
    admin = Person(chrome, base)
    page = admin.signs_in("quan-tri", OWN)
    page.goto(base + "/tai-khoan/")
    for field, value in (("#name", "tran-b"), ("#display_name", "Trần B"), ("#unit", "tinh cao bang"), ("#password", "tam-thoi-qua-dem")):
        page.fill(field, value)
    page.click("main button.do:has-text('Mở tài khoản')")
    expect(page.locator(".said")).to_contain_text("tran-b")
    assert serious(admin) == []
    admin.leaves()
    owner = Person(chrome, base)
    page = owner.opens("/dang-nhap/")
    page.fill("#username", "tran-b")
    page.fill("#password", "tam-thoi-qua-dem")
    page.click("main button.do")
    page.wait_for_url("**/mat-khau/")
    page.fill("#old", "tam-thoi-qua-dem")
    page.fill("#password", "chi-minh-toi-biet-4")
    page.fill("#again", "chi-minh-toi-biet-4")
    page.click("main button.do")
    page.wait_for_url(base + "/")
    owner.leaves()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_second_step(server: str, chrome: Browser, scripts: bool) -> None:
    person = Person(chrome, server, scripts=scripts)
    page = person.signs_in("thanh-tra", DEMO_PASSWORD)
    page.goto(server + "/toi/hai-buoc/")
    page.fill("#password", DEMO_PASSWORD)
    page.click("main button.do")
    secret = page.locator("code").inner_text().replace(" ", "")
    if scripts:
        assert page.locator("main img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
        assert serious(person) == []
    page.fill("#code", code_of(secret))
    page.click("main button.do")
    backup = page.locator(".columns code").all_inner_texts()
    assert len(backup) == 10
    page.click("text=Đăng xuất")
    page.fill("#username", "thanh-tra")
    page.fill("#password", DEMO_PASSWORD)
    page.click("main button.do")
    page.wait_for_url("**/dang-nhap/ma/")
    if scripts:
        assert serious(person) == []
    page.fill("#code", code_of(secret, steps_ahead=1))
    page.click("main button.do")
    page.wait_for_url(server + "/")
    page.goto(server + "/toi/hai-buoc/")
    page.fill("#password-off", DEMO_PASSWORD)
    page.fill("#code-off", backup[0])
    page.click("button[value=off]")
    expect(page.locator(".said")).to_contain_text("Đã tắt")
    person.leaves()


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("nhap-lieu", ["Báo cáo phải nộp"]),
        ("kiem-tra", ["Chờ tôi kiểm tra", "Đơn vị cấp dưới"]),
        ("chi-huy", ["Đơn vị cấp dưới"]),
        ("soan-thao", ["Đơn vị cấp dưới"]),
        ("thanh-tra", ["Đơn vị cấp dưới"]),
        ("quan-tri", ["Báo cáo phải nộp", "Chờ tôi kiểm tra", "Đơn vị cấp dưới"]),
    ],
)
def test_everybody_finds_their_work(server: str, chrome: Browser, who: str, sees: list[str]) -> None:
    person = Person(chrome, server, size=(390, 844))
    page = person.signs_in(who, DEMO_PASSWORD)
    heads = page.locator("main h2").all_inner_texts()
    for words in sees:
        assert any(head.startswith(words) for head in heads), heads
    assert serious(person) == []
    for link in [link.get_attribute("href") for link in page.locator(".sums a").all()]:
        answer = page.goto(f"{server}{link}" if link and link.startswith("/") else f"{server}/{link}")
        assert answer is None or answer.status == 200, link
        page.goto(server + "/")
    page.goto(server + "/toi/")
    assert serious(person) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    person.leaves()


def test_the_lock_is_announced(server: str, chrome: Browser) -> None:
    """The page's own clock is set forward; the server's answers are its own."""
    person = Person(chrome, server)
    person.page.clock.install()
    page = person.signs_in("chi-huy", DEMO_PASSWORD)
    left = {"left": 90}
    page.route("**/toi/con-lai/", lambda route: route.fulfill(json=left) if route.request.method == "GET" else route.continue_())
    page.clock.fast_forward("27:30")
    expect(page.locator(".idle")).to_be_hidden()
    page.clock.fast_forward("01:00")
    expect(page.locator(".idle")).to_be_visible()
    assert serious(person) == []
    left["left"] = 1800
    page.click(".idle button")
    expect(page.locator(".idle")).to_be_hidden()
    person.leaves()
