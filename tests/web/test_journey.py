"""The main line in a real browser on the real server: the sample city, from a clerk's file to the commander's report."""

import re
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdfium2 import PdfDocument

from saovuong.core.period import Period
from saovuong.demo.people import DEMO_PASSWORD, DEMO_PEOPLE
from tests.web.browser import Person, saved

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]

REPORT = """ỦY BAN NHÂN DÂN PHƯỜNG XUẤT HÓA
BÁO CÁO
Công tác quốc phòng, quân sự địa phương {period}

1. Tổ chức 03 hội nghị triển khai nhiệm vụ; Đảng ủy ban hành 01 nghị quyết lãnh đạo công tác quân sự, quốc phòng.
2. Lực lượng dân quân có 61 đồng chí, trong đó 15 đảng viên.
3. Thăm, tặng 37 suất quà cho gia đình chính sách.
4. Trao đổi 12 tin, tổ chức tuần tra chung 24 buổi.
"""


def report_file(folder: Path, period: str) -> Path:
    file = folder / f"bao-cao-{period}.txt"
    file.write_text(REPORT.format(period=Period.parse(period).name_vi()), "utf-8")
    return file


@pytest.mark.parametrize(("scripts", "period"), [(True, "2024-10"), (False, "2024-09")], ids=["with scripts", "without scripts"])
def test_from_a_file_to_a_report(server: str, chrome: Browser, tmp_path: Path, scripts: bool, period: str) -> None:
    clerk = Person(chrome, server, scripts=scripts)
    address = _enters(clerk, report_file(tmp_path, period), period)
    verifier = Person(chrome, server, scripts=scripts)
    _returns_the_gifts(verifier, address)
    _answers(clerk)
    _accepts(verifier, address)
    _sees_and_asks_why(Person(chrome, server, scripts=scripts), period)
    report = _builds_the_report(Person(chrome, server, scripts=scripts), period)
    _signs_the_report(Person(chrome, server, scripts=scripts), report)
    clerk.leaves()
    verifier.leaves()


def _enters(clerk: Person, file: Path, period: str) -> str:
    """Upload, correct one figure, reject one, confirm the others, hand in; the submission's address."""
    page = clerk.signs_in("nhap-lieu", DEMO_PASSWORD)
    page.click("main >> text=Nộp báo cáo")
    page.set_input_files("#file", file)
    page.fill("#unit", "phuong xuat hoa, bac kan")
    page.fill("#period", period)
    page.click("main button.do")
    page.wait_for_url("**/doc/")
    expect(page.locator("a.mark", has_text="37")).to_have_count(1)
    patrols = page.locator(".figure-value", has_text=re.compile(r"^24 ")).locator("xpath=ancestor::article")
    patrols.get_by_role("link", name="Sửa").click()
    page.fill("#value", "25")
    page.click("text=Lưu")
    page.wait_for_url(re.compile(r"/doc/.*#so-"))
    expect(page.locator("article.corrected")).to_have_count(1)
    page.locator("article.proposed").first.get_by_role("button", name="Loại bỏ").click()
    expect(page.locator("article.rejected")).to_have_count(1)
    page.locator("article.rejected").get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("article.rejected")).to_have_count(0)
    page.locator("article.proposed button[value=confirm]").first.click()
    expect(page.locator("article.confirmed")).to_have_count(1)
    page.fill("#above", "0,5")
    page.click("text=Xem danh sách")
    page.click("main button.do")
    expect(page.locator("article.proposed")).to_have_count(0)
    _hands_in(page)
    expect(page.locator(".state.submitted").first).to_be_visible()
    return page.url.removeprefix(clerk.base)


def _hands_in(page: Page) -> None:
    page.click("text=Xem lại và nộp hồ sơ")
    page.click("main button.do")


def _returns_the_gifts(verifier: Person, address: str) -> None:
    page = verifier.signs_in("kiem-tra", DEMO_PASSWORD)
    page.locator(f'a[href="{address}kiem-tra/"]').click()
    gifts = page.locator("tr", has=page.locator(".main-number", has_text="37 suất"))
    gifts.locator(".judge summary").click()
    gifts.locator("input[name=reason]").fill("Sổ quà ghi 73")
    gifts.locator("button[value=return]").click()
    expect(page.locator("tr.returned")).to_have_count(1)


def _answers(clerk: Person) -> None:
    page = clerk.opens("/")
    expect(page.get_by_text("Sổ quà ghi 73")).to_be_visible()
    page.locator(".urgent a").first.click()
    page.fill("#value", "73")
    page.fill("#note", "Viết ngược hai chữ số")
    page.click("text=Lưu số đã sửa")
    page.wait_for_url(re.compile(r"/doc/.*#so-"))
    _hands_in(page)
    expect(page.locator(".state.submitted").first).to_be_visible()


def _accepts(verifier: Person, address: str) -> None:
    page = verifier.opens(f"{address}kiem-tra/")
    expect(page.get_by_text("Viết ngược hai chữ số")).to_be_visible()
    page.click("text=Duyệt hồ sơ")
    expect(page.locator(".state.accepted").first).to_be_visible()


def _sees_and_asks_why(commander: Person, period: str) -> None:
    page = commander.signs_in("chi-huy", DEMO_PASSWORD)
    page.fill("#chon-don-vi", "xuat hoa, bac kan")
    page.locator(".switch button").click()
    page.wait_for_url("**/don-vi/**")
    commander.opens(page.url.removeprefix(commander.base).rsplit("/", 2)[0] + f"/{period}/")
    page.locator("tr", has_text="73 suất").locator("a").first.click()
    expect(page.locator("mark", has_text="37").first).to_be_visible()
    expect(page.get_by_text("thay số")).to_be_visible()
    commander.leaves()


def _builds_the_report(writer: Person, period: str) -> str:
    """Words, a file, and the address of the report."""
    page = writer.signs_in("soan-thao", DEMO_PASSWORD)
    page.click("nav >> text=Báo cáo")
    page.fill("input[name=unit]", "thanh pho bac kan")
    page.fill("input[name=period]", "2024")
    page.click("main button.do")
    page.wait_for_url("**/soan/*/")
    words = f"Nội bộ đoàn kết, viết cho kỳ {period}."
    page.fill("#chu-strengths", words)
    page.locator("#phan-strengths").get_by_role("button", name="Lưu").click()
    expect(page.locator("#cho-strengths")).to_contain_text(words)
    page.click("text=Lập tệp .docx")
    expect(page.locator(".said")).to_be_visible()
    assert saved(page, "text=Tải .docx")[:2] == b"PK"
    writer.leaves()
    return page.url.removeprefix(writer.base)


def _signs_the_report(commander: Person, report: str) -> None:
    """Signs, looks what has changed since, and takes the signature back, so that the next one may sign too."""
    page = commander.signs_in("chi-huy", DEMO_PASSWORD)
    commander.opens(report)
    page.fill("#mat-khau", DEMO_PASSWORD)
    page.click("main button.do")
    expect(page.locator(".state.accepted")).to_be_visible()
    page.click("text=Những gì đã đổi từ khi lập")
    expect(page.get_by_text("Không số nào đổi.")).to_be_visible()
    commander.opens(report)
    page.locator("details.panel summary").click()
    page.fill("#ly-do", "Đổi người ký")
    page.locator("details.panel button").click()
    expect(page.locator(".state.returned")).to_be_visible()
    commander.leaves()


PAGES = (
    "/",
    "/ho-so/",
    "/ho-so/nop/",
    "/ho-so/18/",
    "/don-vi/bch-d63-058/2024/",
    "/don-vi/bch-d63-058/2024/tong-quan/",
    "/don-vi/bch-d63-058/2024/tong-quan/?chi-tieu=militia_training_attendance_rate&cay=nay",
    "/don-vi/bch-d63-058/2024/militia_training_attendance_rate/",
    "/don-vi/?don-vi=quang&ky=2024",
    "/don-vi/bch-d63-058/2024/kiem-tra-so-lieu/",
    "/don-vi/bch-d63-058/2024/bao-quat/",
    "/don-vi/tim/?ten=duc+xuan",
    "/don-vi/c34-01843/",
    "/don-vi/d63-058/",
    "/danh-muc/",
    "/danh-muc/?tim=dqtv",
    "/danh-muc/chi-tieu/militia_training_attendance_rate/",
    "/danh-muc/bieu/commune_year/",
    "/danh-muc/che-do/",
    "/danh-muc/thang-do/",
    "/bao-cao/",
    "/don-vi/bch-d63-058/2024/militia_total/phieu/",
    "/bao-cao/1/",
    "/bao-cao/1/thay-doi/",
    "/nhat-ky/",
    "/nhap/?dv=c63-01843",
    "/nhap/c63-01843/commune_year/2023/",
    "/nhap/c63-01843/commune_month/2024-03/",
    "/nhap/c63-01843/commune_month/2024-03/dan/",
    "/nhap/c63-01843/commune_month/2024-03/in/",
    "/nhap/c63-01843/commune_month/2024-03/nop/",
    "/tai-khoan/",
    "/mat-khau/",
    "/ho-so/99999/",
)


def _serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["desk", "phone"])
def test_pages_are_usable_by_everybody(server: str, chrome: Browser, tmp_path: Path, size: tuple[int, int]) -> None:
    """axe finds nothing serious, nothing runs off the screen, no page is heavy."""
    person = Person(chrome, server, size=size)
    person.opens("/dang-nhap/")
    assert _serious(person.page) == []
    person.signs_in("quan-tri", DEMO_PASSWORD)
    page = person.page
    page.goto(f"{server}/ho-so/nop/")
    page.set_input_files("#file", report_file(tmp_path, "2024-08" if size[0] > 400 else "2024-07"))
    page.fill("#unit", "xã Nông Thượng, Bắc Kạn")
    page.fill("#period", "2024-08" if size[0] > 400 else "2024-07")
    page.click("main button.do")
    page.wait_for_url("**/doc/")
    own = page.url.removeprefix(server)
    page.goto(f"{server}/bao-cao/")
    page.fill("main input[name=unit]", "thanh pho bac kan")
    page.fill("main input[name=period]", "2024")
    page.click("main button.do")
    page.wait_for_url("**/soan/*/")
    paper = page.url.removeprefix(server)
    for path in (*PAGES, own, f"{own}1/sua/", paper, f"{paper}phan/strengths/"):
        answer = page.goto(server + path)
        assert answer is not None
        assert len(answer.body()) < 200_000, path
        assert _serious(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
    person.errors = [error for error in person.errors if "404" not in error]
    person.leaves()


@pytest.mark.parametrize("who", [person.name for person in DEMO_PEOPLE])
def test_every_demo_account_opens_all_that_it_is_shown(server: str, chrome: Browser, who: str) -> None:
    person = Person(chrome, server)
    page = person.signs_in(who, DEMO_PASSWORD)
    for link in [link.get_attribute("href") for link in page.locator("nav.main a, main a").all()]:
        answer = page.goto(f"{server}{link}")
        assert answer is not None
        assert answer.status == 200, link
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.click("text=Đăng xuất")
    expect(page.locator("#username")).to_be_visible()
    person.leaves()


def test_an_inspector_traces_and_an_administrator_verifies(server: str, chrome: Browser) -> None:
    """A unit before and after the merger, a number's rule, what the checks found; then the trail, its copy and its chain."""
    inspector = Person(chrome, server)
    page = inspector.signs_in("thanh-tra", DEMO_PASSWORD)
    page.click("nav.main >> text=Đơn vị")
    page.locator("#ten").press_sequentially("phung chi kien", delay=20)
    page.locator("#ket-qua a", has_text="Phùng Chí Kiên").first.click()
    expect(page.get_by_text("Trước và từ ngày 01/07/2025")).to_be_visible()
    page.locator(".then-now a", has_text="Phường Bắc Kạn").click()
    expect(page.locator("h1")).to_have_text("Phường Bắc Kạn")
    inspector.opens("/don-vi/bch-d63-058/2024/kiem-tra-so-lieu/")
    expect(page.locator(".finding mark").first).to_be_visible()
    page.click("nav.main >> text=Danh mục")
    page.fill("#tim", "dqtv")
    page.locator("#ket-qua a", has_text="Tỷ lệ quân số tham gia huấn luyện DQTV").click()
    expect(page.get_by_role("link", name="Số DQTV phải huấn luyện")).to_be_visible()
    page.click("nav.main >> text=Nhật ký")
    expect(page.locator("tbody tr").first).to_be_visible()
    expect(page.locator("tbody")).not_to_contain_text("đặt mật khẩu")
    assert inspector.opens("/tai-khoan/").title() != ""
    inspector.errors = [error for error in inspector.errors if "403" not in error]
    inspector.leaves()

    admin = Person(chrome, server)
    page = admin.signs_in("quan-tri", DEMO_PASSWORD)
    admin.opens("/tai-khoan/")
    page.click("nav.main >> text=Nhật ký")
    page.select_option("select[name=viec]", "page_view")
    page.click("form.line >> text=Lọc")
    expect(page.locator("tbody tr", has_text="trang /tai-khoan/").first).to_contain_text("quan-tri")
    page.select_option("select[name=viec]", "fact_return")
    page.click("form.line >> text=Lọc")
    expect(page.locator("tbody tr").first).to_contain_text("trả lại số liệu")
    assert saved(page, "text=Tải về").startswith(b"\xef\xbb\xbf")
    page.get_by_role("button", name="Kiểm chuỗi băm").click()
    expect(page.get_by_text("Nhật ký nguyên vẹn")).to_be_visible()
    admin.leaves()


def test_the_chain_is_verified_without_scripts(server: str, chrome: Browser) -> None:
    admin = Person(chrome, server, scripts=False)
    page = admin.signs_in("quan-tri", DEMO_PASSWORD)
    admin.opens("/nhat-ky/")
    page.get_by_role("button", name="Kiểm chuỗi băm").click()
    expect(page.get_by_text("Nhật ký nguyên vẹn")).to_be_visible()
    admin.leaves()


def test_words_on_their_way_survive_a_session_that_ended(server: str, chrome: Browser) -> None:
    """What was typed and not kept yet stands in its field again after signing in anew; kept words are not offered twice."""
    writer = Person(chrome, server)
    page = writer.signs_in("soan-thao", DEMO_PASSWORD)
    writer.opens("/bao-cao/")
    page.fill("main input[name=unit]", "phuong duc xuan, bac kan")
    page.fill("main input[name=period]", "2024")
    page.click("main button.do")
    page.wait_for_url("**/soan/*/")
    address = page.url.removeprefix(server)
    page.fill("#chu-causes", "Lưu ngay.")
    page.locator("#phan-causes").get_by_role("button", name="Lưu").click()
    expect(page.locator("#phan-causes .saved")).to_contain_text("Đã lưu")
    writer.context.clear_cookies(name="saovuong")
    page.fill("#chu-lessons", "Chữ đang viết dở.")
    page.locator("#chu-lessons").blur()
    page.wait_for_url("**/dang-nhap/**")
    writer.signs_in("soan-thao", DEMO_PASSWORD)
    writer.opens(address)
    expect(page.locator("#chu-lessons")).to_have_value("Chữ đang viết dở.")
    expect(page.locator("#phan-lessons .unsaved")).to_be_visible()
    expect(page.locator("#phan-causes .unsaved")).to_be_hidden()
    page.locator("#phan-lessons").get_by_role("button", name="Lưu").click()
    expect(page.locator("#phan-lessons .unsaved")).to_be_hidden()
    expect(page.locator("#cho-lessons")).to_contain_text("Chữ đang viết dở.")
    writer.leaves()


@pytest.mark.parametrize("measure", ["militia_total", "militia_training_attendance_rate", "overall_task_rating", "disaster_militia_turns"])
def test_a_certificate_is_one_sheet_of_paper(server: str, chrome: Browser, measure: str) -> None:
    inspector = Person(chrome, server)
    page = inspector.signs_in("thanh-tra", DEMO_PASSWORD)
    inspector.opens(f"/don-vi/bch-d63-058/2024/{measure}/phieu/")
    with closing(PdfDocument(page.pdf(prefer_css_page_size=True))) as printed:
        assert len(printed) == 1
    inspector.leaves()
