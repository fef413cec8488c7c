"""Reviewing and verifying in a real browser: both sides, keys, selected words, two people, undo; with scripts and without."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from saovuong.demo.people import DEMO_PASSWORD
from tests.web.browser import Person
from tests.web.test_journey import _serious, report_file

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]

MORE = """ỦY BAN NHÂN DÂN PHƯỜNG XUẤT HÓA
BÁO CÁO
Bổ sung công tác quốc phòng, quân sự địa phương

1. Vận động nhân dân ủng hộ quỹ vì biển đảo, cùng với 17 chiếc bánh chưng tặng chiến sĩ.
"""

# Selects the words as a mouse would: from the middle of one text to the middle of the same.
SELECT = """words => {
  const texts = document.createTreeWalker(document.querySelector('.documents'), NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const at = text.data.indexOf(words);
    if (at >= 0) {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + words.length);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      return true;
    }
  }
  return false;
}"""


def sent(person: Person, files: list[Path], period: str) -> Page:
    page = person.opens("/ho-so/nop/")
    page.set_input_files("#file", files)
    page.fill("#unit", "phuong xuat hoa, bac kan")
    page.fill("#period", period)
    page.click("main button.do")
    return page


def files_of(folder: Path, period: str) -> list[Path]:
    more = folder / f"bo-sung-{period}.txt"
    more.write_text(MORE, "utf-8")
    return [report_file(folder, period), more]


def test_with_scripts_both_sides_keys_and_selection(server: str, chrome: Browser, tmp_path: Path) -> None:
    clerk = Person(chrome, server)
    clerk.signs_in("nhap-lieu", DEMO_PASSWORD)
    page = sent(clerk, files_of(tmp_path, "2024-05"), "2024-05")
    expect(page.locator("#sending section")).to_have_count(2)
    expect(page.locator("#sending .problem")).to_have_count(0)
    page.get_by_role("link", name="Duyệt số liệu đã đọc").click()
    page.wait_for_url("**/doc/")
    address = page.url.removeprefix(server)
    _decides_by_keys(page)
    _is_told_by_another(Person(chrome, server), clerk, address)
    page.goto(server + address)
    assert page.evaluate(SELECT, "17")
    page.locator("#picker a").click()
    expect(page.locator("blockquote mark")).to_have_text("17")
    expect(page.locator("#value")).to_have_value("17")
    page.fill("#tim", "so hoi nghi")
    page.locator("#measures input[type=radio]").first.check()
    page.get_by_role("button", name="Nhập số liệu này").click()
    page.wait_for_url(re.compile(r"/doc/.*#so-"))
    expect(page.get_by_text("đã vào sổ").first).to_be_visible()
    _takes_the_batch_back(page)
    clerk.leaves()


def _decides_by_keys(page: Page) -> None:
    page.locator("a.mark", has_text="37").click()
    gifts = page.locator("article.current")
    expect(gifts).to_contain_text("37 suất")
    expect(gifts).to_be_focused()
    page.keyboard.press("v")
    expect(gifts.locator(".why")).to_contain_text("Đọc vì:")
    page.keyboard.press("x")
    expect(page.locator("article.confirmed")).to_contain_text("37 suất")
    expect(page.locator("a.mark.confirmed")).to_have_text("37")
    page.keyboard.press("u")
    expect(page.locator("article.confirmed")).to_have_count(0)
    page.keyboard.press("k")
    expect(page.locator("article.current")).not_to_contain_text("37 suất")
    number = page.locator("article.current .figure-number").inner_text()
    expect(page.locator(f"#cho-{number}.current")).to_have_count(1)


def _is_told_by_another(other: Person, clerk: Person, address: str) -> None:
    """The administrator, who may enter too, rejects a figure that the clerk still sees waiting."""
    page = clerk.page
    other.signs_in("quan-tri", DEMO_PASSWORD)
    theirs = other.opens(address)
    theirs.locator("#so-1 button[value=reject]").click()
    expect(theirs.locator("#so-1.rejected")).to_have_count(1)
    page.locator("#so-1 button[value=confirm]").click()
    expect(page.locator("#so-1 .problem")).to_contain_text("quan-tri")
    expect(page.locator("#so-1.rejected")).to_have_count(1)
    theirs.locator("#so-1").get_by_role("button", name="Hoàn tác").click()
    expect(theirs.locator("#so-1.proposed")).to_have_count(1)
    other.leaves()


def _takes_the_batch_back(page: Page) -> None:
    waiting = page.locator("article.proposed").count()
    page.fill("#above", "0,5")
    page.get_by_role("button", name="Xem danh sách").click()
    page.locator("main button.do").click()
    page.wait_for_url("**/doc/")
    assert page.locator("article.proposed").count() < waiting
    page.locator(".steps button").first.click()
    expect(page.locator("article.proposed")).to_have_count(waiting)


def test_without_scripts_anchors_and_forms_do_the_same(server: str, chrome: Browser, tmp_path: Path) -> None:
    clerk = Person(chrome, server, scripts=False)
    clerk.signs_in("nhap-lieu", DEMO_PASSWORD)
    page = sent(clerk, files_of(tmp_path, "2024-04"), "2024-04")
    page.wait_for_url("**/doc/")
    page.locator("a.mark", has_text="37").click()
    expect(page.locator("article:target")).to_contain_text("37 suất")
    page.locator("article:target .figure-number").click()
    expect(page.locator("a.mark:target")).to_have_text("37")
    page.get_by_role("link", name="chép câu có số đó vào mẫu").click()
    page.fill("#cau", "cùng với 17 chiếc")
    page.get_by_role("button", name="Tìm trong văn bản").click()
    expect(page.locator("#value")).to_have_value("17")
    page.fill("#tim", "so hoi nghi")
    page.locator("form[role=search] button", has_text="Tìm").last.click()
    page.locator("#measures input[type=radio]").first.check()
    page.get_by_role("button", name="Nhập số liệu này").click()
    page.wait_for_url(re.compile(r"/doc/.*#so-"))
    page.locator(".steps button").first.click()
    expect(page.get_by_text("Đã hoàn tác")).to_be_visible()
    _takes_the_batch_back(page)
    clerk.leaves()


@pytest.mark.parametrize(("size", "period"), [((1366, 768), "2024-03"), ((390, 844), "2024-02")], ids=["desk", "phone"])
def test_these_pages_are_usable_by_everybody(server: str, chrome: Browser, tmp_path: Path, size: tuple[int, int], period: str) -> None:
    clerk = Person(chrome, server, size=size)
    clerk.signs_in("nhap-lieu", DEMO_PASSWORD)
    page = sent(clerk, [report_file(tmp_path, period)], period)
    page.wait_for_url("**/doc/")
    own = page.url.removeprefix(server)
    _usable(clerk, own, f"{own}1/vi-sao/", f"{own}them/", f"{own}them/?cau=37", f"{own}loat/?above=0,5", f"{own}nop/")
    clerk.opens(f"{own}loat/?above=0,5").locator("main button.do").click()
    clerk.opens(f"{own}nop/").locator("main button.do").click()
    verifier = Person(chrome, server, size=size)
    verifier.signs_in("kiem-tra", DEMO_PASSWORD)
    check = own.replace("/doc/", "/kiem-tra/")
    _usable(verifier, check, f"{check}khong-doi/", f"{check}?xem=thay-doi")
    clerk.leaves()
    verifier.leaves()


def _usable(person: Person, *paths: str) -> None:
    for path in paths:
        page = person.opens(path)
        assert _serious(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path
