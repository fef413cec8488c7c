"""A clerk enters a month's form in a real browser on the real server, with scripts and without."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from saovuong.demo.people import DEMO_PASSWORD
from tests.web.browser import Person

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]

UNIT = "/nhap/c63-01843/commune_month"
PLANS, GUIDES, MEETINGS, INSPECTIONS = "plan_issued_count", "guidance_document_count", "conference_count", "inspection_count"
CALLED, ATTENDED = "medical_called_count", "medical_attended_count"
_PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def cell(page: Page, code: str):
    return page.locator(f'[name="s.{code}"]')


def saved(page: Page) -> None:
    expect(page.locator("#da-luu")).to_have_text(re.compile("Đã lưu lúc"))


def opens_the_form(person: Person, name: str, period: str) -> Page:
    page = person.signs_in(name, DEMO_PASSWORD)
    page.click("main >> text=Nhập số liệu")
    page.fill('main input[name="don-vi"]', "phuong phung chi kien, bac kan")
    page.fill('main input[name="ky"]', period)
    page.click("main form.line button")
    page.wait_for_url(f"**{UNIT}/{period}/")
    return page


def test_a_form_is_typed_pasted_checked_and_handed_in(server: str, chrome: Browser) -> None:
    clerk = Person(chrome, server)
    page = opens_the_form(clerk, "nhap-lieu", "2024-06")
    _types_and_moves(page)
    _is_asked_and_refused(page)
    _pastes_and_takes_back(page)
    _two_people(page, Person(chrome, server))
    _is_warned(page)
    _hands_in(page)
    clerk.leaves()


def _types_and_moves(page: Page) -> None:
    cell(page, PLANS).click()
    page.keyboard.type("1 234")
    page.keyboard.press("Enter")
    expect(cell(page, GUIDES)).to_be_focused()
    saved(page)
    expect(cell(page, PLANS)).to_have_value("1.234")
    page.keyboard.press("ArrowUp")
    expect(cell(page, PLANS)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(f'[name="n.{PLANS}"]')).to_be_focused()
    # What is saved needs no button.
    page.reload()
    expect(cell(page, PLANS)).to_have_value("1.234")


def _is_asked_and_refused(page: Page) -> None:
    cell(page, GUIDES).fill("1,234")
    cell(page, MEETINGS).fill("=A1+B2")
    cell(page, INSPECTIONS).click()
    guides, meetings = page.locator(f"tr#{GUIDES}"), page.locator(f"tr#{MEETINGS}")
    expect(guides.locator(".told")).to_contain_text("có thể hiểu nhiều cách")
    guides.get_by_role("button", name="1,2340").click()
    expect(guides.locator(".told")).to_have_count(0)
    expect(meetings.locator(".told")).to_contain_text("công thức")
    cell(page, MEETINGS).fill("không có")
    cell(page, PLANS).click()
    expect(meetings.locator(".told")).to_have_count(0)
    saved(page)


def _pastes_and_takes_back(page: Page) -> None:
    cell(page, PLANS).focus()
    page.evaluate(_PASTE, "7\ttheo sổ\n8\n#REF!\n9\n")
    expect(page.locator("#hoan-tac")).to_be_visible()
    expect(cell(page, PLANS)).to_have_value("7")
    expect(page.locator(f'[name="n.{PLANS}"]')).to_have_value("theo sổ")
    expect(page.locator(f"tr#{MEETINGS} .told")).to_contain_text("Excel")
    expect(cell(page, INSPECTIONS)).to_have_value("9")
    page.keyboard.press("Escape")
    cell(page, MEETINGS).focus()
    page.keyboard.press("Escape")
    page.click("text=Hoàn tác lần dán")
    expect(page.locator(".said", has_text="Đã hoàn tác 3 ô")).to_be_visible()
    expect(cell(page, PLANS)).to_have_value("1.234")
    expect(cell(page, MEETINGS)).to_have_value("không có")
    # A table with names finds its rows wherever it is pasted.
    cell(page, INSPECTIONS).focus()
    name = page.locator(f"tr#{PLANS} th span").first.inner_text()
    page.evaluate(_PASTE, f"TT\tChỉ tiêu\tĐVT\tSố\n1\t{name}\tvăn bản\t15\n")
    expect(cell(page, PLANS)).to_have_value("15")
    saved(page)


def _two_people(page: Page, other: Person) -> None:
    """Each has the form open; the second to write the same cell is told, and both figures are there to choose from."""
    second = opens_the_form(other, "quan-tri", "2024-06")
    cell(page, PLANS).fill("16")
    cell(page, GUIDES).click()
    saved(page)
    cell(second, PLANS).fill("17")
    cell(second, GUIDES).click()
    told = second.locator(f"tr#{PLANS} .told")
    expect(told).to_contain_text("nhap-lieu: 16")
    expect(cell(second, PLANS)).to_have_value("17")
    told.get_by_role("button", name="ghi số của tôi").click()
    saved(second)
    second.reload()
    expect(cell(second, PLANS)).to_have_value("17")
    other.leaves()


def _is_warned(page: Page) -> None:
    cell(page, CALLED).fill("50")
    cell(page, ATTENDED).fill("60")
    cell(page, PLANS).click()
    expect(page.locator("#canh-bao")).to_contain_text("60")
    expect(page.locator(f"tr.warned#{CALLED}, tr.warned#{ATTENDED}")).not_to_have_count(0)


def _hands_in(page: Page) -> None:
    page.click("text=Lưu và xem lại để nộp")
    expect(page.get_by_role("heading", name="Cần xem lại")).to_be_visible()
    page.get_by_role("button", name="Nộp", exact=True).click()
    expect(page.locator(".state.submitted").first).to_be_visible()


def test_what_is_typed_after_the_session_ended_comes_back(server: str, chrome: Browser) -> None:
    clerk = Person(chrome, server)
    page = opens_the_form(clerk, "nhap-lieu", "2024-05")
    clerk.context.clear_cookies(name="saovuong")
    cell(page, PLANS).fill("14")
    cell(page, GUIDES).click()
    expect(page.locator("#giu")).to_contain_text("Phiên làm việc đã hết")
    cell(page, GUIDES).fill("3")
    page.click("#giu >> text=Đăng nhập lại")
    page.fill("#username", "nhap-lieu")
    page.fill("#password", DEMO_PASSWORD)
    page.click("main button.do")
    page.wait_for_url(f"**{UNIT}/2024-05/")
    expect(cell(page, PLANS)).to_have_value("")
    page.click("#giu >> text=Khôi phục")
    saved(page)
    page.reload()
    expect(cell(page, PLANS)).to_have_value("14")
    expect(cell(page, GUIDES)).to_have_value("3")
    clerk.leaves()


def test_the_same_without_scripts(server: str, chrome: Browser) -> None:
    clerk = Person(chrome, server, scripts=False)
    page = opens_the_form(clerk, "nhap-lieu", "2024-04")
    other = Person(chrome, server, scripts=False)
    second = opens_the_form(other, "quan-tri", "2024-04")
    cell(page, PLANS).fill("14")
    cell(page, GUIDES).fill("1,234")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(f"tr#{GUIDES} .told")).to_contain_text("có thể hiểu nhiều cách")
    expect(cell(page, GUIDES)).to_have_value("1,234")
    cell(page, GUIDES).fill("1234")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".said", has_text="Đã lưu 1 ô")).to_be_visible()
    # The second sends an old page.
    cell(second, PLANS).fill("15")
    second.get_by_role("button", name="Lưu", exact=True).click()
    row = second.locator(f"tr#{PLANS}")
    expect(row).to_contain_text("nhap-lieu: 14")
    row.locator("input[value=mine]").check()
    second.get_by_role("button", name="Lưu", exact=True).click()
    expect(cell(second, PLANS)).to_have_value("15")
    expect(cell(second, GUIDES)).to_have_value("1.234")
    _leaves(other)
    # A block from a spreadsheet, seen before it is written, taken back as one.
    page.click("text=Dán từ Excel")
    page.fill("#text", "21\n22\n=A1\n")
    page.click("text=Xem trước")
    expect(page.locator("tr.returned")).to_have_count(1)
    page.click("text=Ghi vào biểu")
    expect(cell(page, PLANS)).to_have_value("21")
    page.click("text=Hoàn tác lần dán")
    expect(cell(page, PLANS)).to_have_value("15")
    page.click("text=Lưu và xem lại để nộp")
    page.get_by_role("button", name="Nộp", exact=True).click()
    expect(page.locator(".state.submitted").first).to_be_visible()
    _leaves(clerk)


def _leaves(person: Person) -> None:
    """A browser complains of pages that say what was not kept."""
    person.errors = [error for error in person.errors if "400" not in error and "409" not in error]
    person.leaves()
