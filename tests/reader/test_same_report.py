"""One report in every kind of file and encoding: the same figures."""

from collections.abc import Callable
from functools import cache

import pytest

from saovuong.catalogue.packs import load_catalogue
from saovuong.reader import read
from saovuong.reader.shapes import Reading
from tests.reader.conftest import TwoUnits
from tests.reader.old_writing import tcvn3, vni, windows_1258
from tests.reader.pdf_files import Page, pdf_file, text_width
from tests.reader.word_files import cell, font, levels, numbered, par, row, run, table, word_file

HEAD = ("BÁO CÁO", "Kết quả công tác quốc phòng, quân sự địa phương năm 2024")
SECTIONS = (
    (
        "Tuyển quân",
        "Gọi khám sơ tuyển 145 công dân, đạt sơ tuyển 96 công dân; giao quân 12/12 thanh niên, đạt 100% chỉ tiêu, không để xảy ra bù đổi.",
    ),
    ("Chính sách", "Thăm, tặng 35 suất quà trị giá 17,5 triệu đồng; giúp dân 210 ngày công, nạo vét 1,2 km kênh mương."),
)
TABLE = (
    ("STT", "Nội dung", "ĐVT", "Chỉ tiêu", "Kết quả", "Tỷ lệ (%)"),
    ("1", "Giao quân", "người", "12", "12", "100"),
    ("2", "Buổi tuyên truyền kiến thức quốc phòng và an ninh", "buổi", "10", "12", "120"),
    ("3", "Lượt người nghe tuyên truyền", "lượt người", "1.000", "1.240", "124"),
)
PLAN = "Năm 2025, xã phấn đấu giao quân 14 thanh niên."


def plain() -> str:
    lines = [*HEAD, ""]
    for number, (title, text) in enumerate(SECTIONS, start=1):
        lines += [f"{number}. {title}", text]
    return "\n".join([*lines, "", *("\t".join(one) for one in TABLE), "", PLAN, ""])


def word(write: Callable[[str], str] = str, name: str = "Times New Roman") -> bytes:
    """``write`` turns text to what the old font ``name`` draws as that text."""

    def old(text: str) -> str:
        capitals = name == ".VnTime" and text.isupper()
        return par(run(write(text), font(".VnTimeH" if capitals else name)))

    body = "".join(map(old, HEAD))
    for title, text in SECTIONS:
        body += numbered(f"<w:r><w:rPr>{font(name)}</w:rPr><w:t>{write(title)}</w:t></w:r>") + old(text)
    body += table(*(row(*(cell(old(one)) for one in each)) for each in TABLE)) + old(PLAN)
    return word_file(body, numbering=levels(("decimal", "%1.")))


def pdf(*, ruled: bool = True, columns: bool = False) -> bytes:
    page, left, right = Page(), 85, 540
    y = 790.0
    for words in HEAD:
        page.text((left + right - text_width(words)) / 2, y, words)
        y -= 20
    bottom = y
    for number, (title, text) in enumerate(SECTIONS, start=1):
        x, edge = (left + 235 * (number - 1), left + 235 * number - 15) if columns else (left, right)
        at = page.paragraph(x, y, f"{number}. {title}", right=edge)
        at = page.paragraph(x, at, text, right=edge, indent=20)
        y, bottom = (y if columns else at), min(bottom, at)
    y = page.table(left, bottom - 20, [35, 170, 70, 60, 60, 60], TABLE, ruled=ruled)
    page.paragraph(left, y - 30, PLAN, right=right, indent=20)
    return pdf_file(page)


def html(charset: str = "utf-8") -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in each)}</tr>" for each in TABLE)
    parts = "".join(f"<h3>{number}. {title}</h3><p>{text}</p>" for number, (title, text) in enumerate(SECTIONS, start=1))
    menu = "<ul class='menu'><li><a href='/'>Trang chủ</a></li><li><a href='/tin'>Xã bên giao 99 quân</a></li></ul>"
    page = (
        f"<html><head><meta charset='{charset}'><title>{HEAD[1]}</title></head><body>{menu}<div class='detail'>"
        f"<p>{HEAD[0]}</p><h1>{HEAD[1]}</h1>{parts}<table>{rows}</table><p>{PLAN}</p></div>"
        "<div class='tin-lien-quan'><p>Xã bên giao quân 77 thanh niên, đạt 100%.</p></div></body></html>"
    )
    return windows_1258(page) if charset == "windows-1258" else page.encode()


def western(write: Callable[[str], bytes]) -> Callable[[str], str]:
    return lambda text: write(text).decode("cp1252")


FILES: dict[str, Callable[[], tuple[str, bytes]]] = {
    "utf-8 with mark": lambda: ("a.txt", plain().encode("utf-8-sig")),
    "utf-16": lambda: ("a.txt", plain().encode("utf-16")),
    "utf-16 without mark": lambda: ("a.txt", plain().encode("utf-16-le")),
    "windows-1258": lambda: ("a.txt", windows_1258(plain())),
    "tcvn3": lambda: ("a.txt", tcvn3(plain())),
    "vni": lambda: ("a.txt", vni(plain())),
    "carriage returns": lambda: ("a.txt", plain().replace("\n", "\r\n").encode()),
    "docx": lambda: ("a.docx", word()),
    "docx in .VnTime": lambda: ("a.docx", word(western(tcvn3), ".VnTime")),
    "docx in VNI-Times": lambda: ("a.docx", word(western(vni), "VNI-Times")),
    "docx named .doc": lambda: ("a.doc", word()),
    "pdf": lambda: ("a.pdf", pdf()),
    "pdf in two columns": lambda: ("a.pdf", pdf(columns=True)),
    "pdf with a table without lines": lambda: ("a.pdf", pdf(ruled=False)),
    "html": lambda: ("a.html", html()),
    "html in windows-1258": lambda: ("a.html", html("windows-1258")),
}


def told(reading: Reading) -> list[tuple[str, str, str | None, str | None, str]]:
    rows = sorted((*reading.candidates, *reading.not_understood), key=lambda one: (one.start, one.measure or ""))
    return [(" ".join(one.quote.split()), str(one.value), one.measure, one.period, one.role.value) for one in rows]


def reading_of(name: str, content: bytes) -> Reading:
    return read(content, name=name, catalogue=load_catalogue(), units=TwoUnits())


@cache
def expected() -> list[tuple[str, str, str | None, str | None, str]]:
    return told(reading_of("a.txt", plain().encode()))


def test_the_plain_report_is_read() -> None:
    assert {("12", "12", "conscripts_enlisted_count", "2024", "result"), ("12", "12", "conscription_quota", "2024", "target")} <= set(
        expected()
    )
    assert len(expected()) >= 18


@pytest.mark.parametrize("kind", FILES)
def test_the_same_figures(kind: str) -> None:
    name, content = FILES[kind]()
    reading = reading_of(name, content)
    assert told(reading) == expected()
    for one in (*reading.candidates, *reading.not_understood):
        assert reading.text[one.start : one.end] == one.quote
