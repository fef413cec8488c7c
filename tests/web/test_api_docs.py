"""The description of the API in a real browser: the strict content policy lets Swagger UI run, and nothing is asked of anybody else."""

import pytest
from playwright.sync_api import Browser, expect

from saovuong.demo.people import DEMO_PASSWORD
from tests.web.browser import Person

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


def test_a_token_is_made_and_tried_on_the_page(server: str, chrome: Browser) -> None:
    person = Person(chrome, server)
    page = person.signs_in("chi-huy", DEMO_PASSWORD)
    page.goto(f"{server}/ma-truy-cap/")
    page.fill("#name", "Thử trên trang mô tả")
    page.fill("main #password", DEMO_PASSWORD)
    page.click("main button.do")
    told = page.locator("input.token").input_value()
    page.goto(f"{server}/api/docs")
    expect(page.locator("#operations-Tài_khoản-me")).to_be_visible()
    page.click("button.authorize")
    page.fill(".auth-container input", told)
    page.click(".auth-container button[type=submit]")
    page.click(".btn-done")
    page.click("#operations-Tài_khoản-me .opblock-summary-control")
    page.click("#operations-Tài_khoản-me .try-out__btn")
    page.click("#operations-Tài_khoản-me .execute")
    expect(page.locator("#operations-Tài_khoản-me .live-responses-table")).to_contain_text('"name": "chi-huy"')
    person.leaves()
