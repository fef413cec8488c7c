"""PDF files: paragraphs, columns and tables as a person reads the page; scans, locks and broken files told apart."""

import time
import unicodedata
import zlib
from pathlib import Path

import pytest

from saovuong.core.errors import Refusal
from saovuong.reader import load_pdf
from saovuong.reader.load import LoadedDocument, load_document
from tests.reader.old_writing import tcvn3
from tests.reader.pdf_files import A4, Page, pdf_file, text_width

LEFT, RIGHT = 85, 540
PROSE = (
    "Trong năm, Ban Chỉ huy quân sự xã đã tham mưu cho Đảng ủy, Ủy ban nhân dân xã lãnh đạo, chỉ đạo thực hiện tốt công tác quốc phòng, "
    "quân sự địa phương; giao quân 12/12 thanh niên, đạt 100% chỉ tiêu."
)
MORE = "Thăm, tặng 35 suất quà trị giá 17,5 triệu đồng cho gia đình chính sách, gia đình quân nhân có hoàn cảnh khó khăn trên địa bàn xã."
TABLE = [
    ["STT", "Nội dung", "ĐVT", "Chỉ tiêu", "Kết quả", "Tỷ lệ (%)"],
    ["1", "Giao quân", "người", "12", "12", "100"],
    ["2", "Khám sơ tuyển nghĩa vụ quân sự cho nam công dân", "người", "150", "148", "98,7"],
    ["3", "Huấn luyện dân quân", "đồng chí", "60", "59", "98,3"],
]
WIDTHS = [35, 180, 60, 60, 60, 60]
ROWS = ["\t".join(row) for row in TABLE]


def load(*pages: Page, **more: str) -> LoadedDocument:
    return load_document(pdf_file(*pages, **more), "bao-cao.pdf")


def lines(*pages: Page) -> list[str]:
    return [line for line in load(*pages).text.split("\n") if line]


def report(page: Page, y: float = 780) -> float:
    for words in ("BÁO CÁO", "Kết quả công tác quốc phòng năm 2024"):
        page.text((LEFT + RIGHT - text_width(words)) / 2, y, words)
        y -= 20
    for words in (PROSE, MORE):
        y = page.paragraph(LEFT, y, words, right=RIGHT, indent=36)
    return y


def test_lines_are_joined_to_paragraphs() -> None:
    page = Page()
    y = report(page)
    y = page.paragraph(LEFT, y, "- Tuyển quân: khám 145 người;", right=RIGHT, indent=36)
    page.paragraph(LEFT, y, "- Huấn luyện: 59 đồng chí.", right=RIGHT, indent=36)
    assert lines(page) == [
        "BÁO CÁO", "Kết quả công tác quốc phòng năm 2024", PROSE, MORE, "- Tuyển quân: khám 145 người;", "- Huấn luyện: 59 đồng chí.",
    ]  # fmt: skip
    assert load(page).media_type == "application/pdf"


@pytest.mark.parametrize("broken", ["phần đầu", "2021-"])
def test_a_paragraph_goes_on_over_the_page(broken: str) -> None:
    one, two = Page(), Page()
    one.paragraph(
        LEFT, 120, "Kết quả thực hiện nhiệm vụ quốc phòng, quân sự địa phương của toàn xã trong năm nay giai đoạn " + broken, right=RIGHT
    )
    two.paragraph(LEFT, 780, "2025 là rất tốt.", right=RIGHT)
    # The last line is filled to the margin, so that nothing says that the paragraph ended there.
    one.text(RIGHT - text_width(broken), 60, "")
    joined = "".join(lines(one, two)[-1:])
    assert joined.endswith("2025 là rất tốt.")


def test_page_numbers_and_running_heads_are_left_out() -> None:
    pages = []
    for number in (1, 2, 3):
        page = Page()
        page.text(297, 810, str(number + 4))
        page.text(LEFT, 40, f"Báo cáo năm 2024 - trang {number}/3", size=10)
        page.paragraph(LEFT, 760, f"Mục {number} giao 1{number} người.", right=RIGHT)
        pages.append(page)
    assert lines(*pages) == [f"Mục {number} giao 1{number} người." for number in (1, 2, 3)]


def test_a_number_alone_in_the_text_stays() -> None:
    page = Page()
    page.text(LEFT, 500, "12")
    page.text(LEFT, 460, "người")
    assert lines(page) == ["12", "người"]


def test_two_columns_are_read_one_after_the_other() -> None:
    page = Page()
    page.text(LEFT, 790, "BẢN TIN QUỐC PHÒNG ĐỊA PHƯƠNG SỐ CUỐI NĂM CỦA LỰC LƯỢNG VŨ TRANG")
    page.paragraph(LEFT, 750, PROSE, right=300)
    page.paragraph(330, 750, MORE, right=RIGHT)
    assert lines(page)[1:] == [PROSE, MORE]


def test_the_head_of_an_official_letter() -> None:
    page = Page()
    page.text(100, 790, "UBND HUYỆN A")
    page.text(300, 790, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12)
    page.text(100, 774, "BAN CHQS XÃ B")
    page.text(340, 774, "Độc lập - Tự do - Hạnh phúc")
    page.text(110, 750, "Số: 12/BC-BCH")
    page.text(330, 750, "Xã B, ngày 5 tháng 12 năm 2024")
    y = report(page, 710)
    assert y > 0
    assert lines(page)[:6] == [
        "UBND HUYỆN A", "BAN CHQS XÃ B", "Số: 12/BC-BCH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Xã B, ngày 5 tháng 12 năm 2024",
    ]  # fmt: skip


@pytest.mark.parametrize("ruled", [True, False])
def test_tables_with_and_without_lines(ruled: bool) -> None:
    page = Page()
    y = report(page)
    y = page.table(LEFT, y - 10, WIDTHS, TABLE, ruled=ruled)
    page.paragraph(LEFT, y - 20, PROSE, right=RIGHT, indent=36)
    found = lines(page)
    assert found[4:8] == ROWS
    assert found[8] == PROSE


def test_merged_cells_of_a_ruled_table() -> None:
    page = Page()
    xs = [85, 125, 285, 365, 445, 540]
    for x in xs:
        page.line(x, 600, x, 500) if x not in (445,) else page.line(x, 575, x, 500)
    for y in (600, 550, 525, 500):
        page.line(85, y, 540, y) if y != 525 else page.line(285, y, 540, y)
    page.line(365, 575, 540, 575)
    cells = [
        (88, 585, "STT"), (128, 585, "Nội dung"), (288, 585, "ĐVT"), (400, 585, "Năm 2024"), (368, 560, "Chỉ tiêu"), (448, 560, "Kết quả"),
        (448, 510, "98"),
        (88, 535, "1"), (128, 535, "Huấn luyện"), (288, 535, "người"), (368, 535, "60"), (448, 535, "59"), (288, 510, "%"),
    ]  # fmt: skip
    for x, y, words in cells:
        page.text(x, y, words, size=12)
    assert lines(page) == [
        "STT\tNội dung\tĐVT\tNăm 2024\t", "\t\t\tChỉ tiêu\tKết quả", "1\tHuấn luyện\tngười\t60\t59", "\t\t%\t\t98",
    ]  # fmt: skip


def test_rows_without_lines_between_them() -> None:
    page = Page()
    page.grid(LEFT, 600, [40, 200, 80], 22)
    page.grid(LEFT, 578, [40, 200, 80], 90)
    for y, row in zip(
        (585, 560, 540, 520),
        (["STT", "Nội dung", "Kết quả"], ["1", "Giao quân", "12"], ["2", "Khám", "148"], ["3", "Huấn", "5"]),
        strict=True,
    ):
        for x, words in zip((88, 128, 328), row, strict=True):
            page.text(x, y, words, size=12)
    assert lines(page) == ["STT\tNội dung\tKết quả", "1\tGiao quân\t12", "2\tKhám\t148", "3\tHuấn\t5"]


def test_a_table_goes_on_over_the_page_under_the_same_titles() -> None:
    one, two = Page(), Page()
    one.text(297, 810, "1")
    two.text(297, 810, "2")
    one.table(LEFT, 780, WIDTHS, TABLE[:3])
    two.table(LEFT, 780, WIDTHS, [TABLE[0], ["", "đủ tiêu chuẩn", "", "", "", ""], TABLE[3]])
    assert lines(one, two) == [ROWS[0], ROWS[1], ROWS[2].replace("công dân", "công dân đủ tiêu chuẩn"), ROWS[3]]


def test_a_frame_is_no_table() -> None:
    page = Page()
    page.grid(LEFT, 700, [400], 40)
    page.text(LEFT + 5, 680, "Giao quân 12 người.")
    assert lines(page) == ["Giao quân 12 người."]


def test_a_frame_around_the_page_and_two_fields_beside_each_other_are_text() -> None:
    page = Page()
    for edge in (30, 45):
        for x in (edge, 595 - edge):
            page.line(x, edge, x, 842 - edge)
        for y in (edge, 842 - edge):
            page.line(edge, y, 595 - edge, y)
    report(page)
    page.grid(LEFT, 300, [200, 200], 40)
    page.text(LEFT + 5, 280, "Giao 12 người.")
    page.text(LEFT + 205, 280, "Khám 148 người.")
    assert lines(page)[2:] == [PROSE, MORE, "Giao 12 người. Khám 148 người."]


def test_one_row_left_on_the_last_page() -> None:
    one, two = Page(), Page()
    one.table(LEFT, 780, WIDTHS, TABLE[:3])
    two.table(LEFT, 780, WIDTHS, TABLE[3:])
    assert lines(one, two) == ROWS


def test_marks_drawn_by_themselves() -> None:
    page = Page()
    page.text(LEFT, 700, unicodedata.normalize("NFD", "Giao quân đạt chỉ tiêu 12 người."))
    assert lines(page) == ["Giao quân đạt chỉ tiêu 12 người."]


def test_a_page_with_too_many_letters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saovuong.reader.pdf_page._MOST_LETTERS", 10)
    page = Page()
    report(page)
    with pytest.raises(Refusal, match="quá nhiều chữ"):
        load(page)


def test_raised_figures_and_footnotes() -> None:
    page = Page()
    page.text(LEFT, 700, "Giao 12")
    page.text(LEFT + text_width("Giao 12"), 705, "1", size=8)
    page.text(LEFT + text_width("Giao 12") + 10, 700, "người, rộng 5 km")
    page.text(LEFT + text_width("Giao 12người, rộng 5 km") + 10, 705, "2", size=8)
    page.text(LEFT, 680, "Phần sau.")
    page.text(LEFT, 64, "1", size=6)
    page.text(LEFT + 6, 60, "Trong đó xã A 5 người.", size=10)
    assert lines(page) == ["Giao 12¹ người, rộng 5 km²", "Phần sau.", "¹ Trong đó xã A 5 người."]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_pages_and_sideways_tables(rotate: int) -> None:
    page = Page(rotate=rotate)
    page.text(LEFT, 700, "Giao quân 12 người.")
    assert lines(page) == ["Giao quân 12 người."]
    sideways = Page(size=A4, rotate=rotate)
    sideways.text(300, 100, "Giao quân 12 người,", turned=True)
    sideways.text(320, 100, "khám 148 người.", turned=True)
    assert lines(sideways) == ["Giao quân 12 người,", "khám 148 người."]


def test_watermarks_are_left_out() -> None:
    page = Page()
    page.text(LEFT, 700, "Giao quân 12 người.")
    page.drawing.append(("text", "F1", "40", "0.7 0.7 -0.7 0.7 100 300", "DỰ THẢO 99", "0"))
    assert lines(page) == ["Giao quân 12 người."]


def test_old_fonts() -> None:
    page = Page()
    page.text(LEFT, 700, tcvn3("- thư khen được 12 người, quốc phòng - an ninh năm 2020-2021").decode("cp1252"), font="F2")
    document = load(page)
    assert document.text == "- thư khen được 12 người, quốc phòng - an ninh năm 2020-2021\n"
    assert document.notes == ("Đã chuyển chữ từ TCVN3 (ABC) sang Unicode.",)
    capitals = Page()
    capitals.text(LEFT, 700, tcvn3("báo cáo").decode("cp1252"), font="F2")
    assert load(capitals, old_font=".VnTimeH").text == "BÁO CÁO\n"


def scan() -> Page:
    page = Page()
    page.picture(0, 0, *A4)
    return page


def test_scans_are_told() -> None:
    with pytest.raises(Refusal) as refused:
        load(scan(), scan())
    assert refused.value.code == "SV-213"
    assert "2 trang" in refused.value.message
    page = Page()
    report(page)
    assert load(page, scan(), scan()).notes == ("Trang 2, 3 là ảnh quét; chữ và số ở đó không đọc được.",)
    recognised = scan()
    recognised.text(LEFT, 700, "Giao quân 12 người, khám sơ tuyển 148 người.", unseen=True)
    document = load(recognised)
    assert document.text == "Giao quân 12 người, khám sơ tuyển 148 người.\n"
    assert "máy nhận dạng" in document.notes[0]


def garbled() -> bytes:
    page = Page()
    page.paragraph(LEFT, 700, "Rổkế ượnđ hắp ữuqng ảớt ỗnhr ỳtm ễpq ộzk " * 4, right=RIGHT)
    return pdf_file(page)


def bomb() -> bytes:
    return pdf_file(Page()).replace(
        b"endstream", b"endstream\n99 0 obj <</Filter/FlateDecode>>\nstream\n" + zlib.compress(bytes(30_000_000)), 1
    )


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("SV-224", pdf_file(Page(), password="bí mật")),
        ("SV-212", b"%PDF-1.7\n" + b"rubbish " * 50),
        ("SV-212", pdf_file(Page())[:200]),
        ("SV-202", pdf_file(Page())),
        ("SV-226", garbled()),
        ("SV-209", bomb()),
        ("SV-212", b"plain words"),
    ],
)
def test_refusals(code: str, content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        load_document(content, "bao-cao.pdf")
    assert refused.value.code == code
    assert "bao-cao.pdf" in refused.value.message


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_pdf, "MAX_PAGES", 2)
    with pytest.raises(Refusal) as refused:
        load(Page(), Page(), Page())
    assert refused.value.code == "SV-225"


def test_crowded_pages_take_no_long_time(tmp_path: Path) -> None:
    page = Page()
    for number in range(3000):
        page.line(50 + number % 500, 50, 50 + number % 500, 800)
        page.line(50, 50 + number % 700, 500, 50 + number % 700)
    for number in range(2000):
        page.text(50 + number * 7 % 500, 50 + number * 13 % 750, "12 người")
    began = time.process_time()
    load(page)
    assert time.process_time() - began < 12.0
