"""A small finished paper, and ways to spoil it."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files

from saovuong.writers.docx import write_docx
from saovuong.writers.profile import Profile, load_profile
from saovuong.writers.report_shapes import (
    Annex,
    BlankRun,
    Cell,
    Figure,
    FigureRun,
    Header,
    Paragraph,
    ReportShape,
    Row,
    Section,
    Signature,
    Table,
    Text,
)

DOCUMENT, STYLES, HEADER = "word/document.xml", "word/styles.xml", "word/header1.xml"
WRITTEN_AT = datetime(2025, 1, 10, 8, 30, tzinfo=UTC)


@cache
def profile_text() -> str:
    return (files("saovuong.catalogue") / "packs" / "local_defence" / "profiles" / "nd30.toml").read_text("utf-8")


@cache
def profile() -> Profile:
    return load_profile(profile_text(), name="nd30")


def figure(number: str, value: str, *, facts: tuple[int, ...] = (1,)) -> Figure:
    return Figure(number, f"result:2024:measure_{number}", f"Số thứ {number}", value, "exact", "event", facts, number)


def table(rows: int, *, anchor: str | None = None, small: bool = False) -> Table:
    head = Row(tuple(Cell((Text(title),), "center") for title in ("TT", "Nội dung", "Năm 2024")))
    body = [
        Row(
            (Cell((Text(str(n)),), "center"), Cell((Text("Số cuộc tuần tra"),)), Cell((FigureRun("1", "512"),), "center")),
            anchor=anchor if n == 1 else None,
        )
        for n in range(1, rows + 1)
    ]
    return Table("" if anchor else "Biểu 1. Kết quả tuần tra", (1, 6, 3), (head,), tuple(body), small=small)


def shape(
    *,
    number: str | None = "05",
    issued_on: date | None = date(2024, 2, 5),
    authority: tuple[str, ...] = ("KT. CHỈ HUY TRƯỞNG", "PHÓ CHỈ HUY TRƯỞNG"),
    addressee: tuple[str, ...] = ("Bộ CHQS tỉnh Bắc Kạn",),
    bases: tuple[str, ...] = ("Căn cứ một nghị định", "Căn cứ một thông tư"),
    annexes: tuple[Annex, ...] | None = None,
    place: str = "Bắc Kạn",
    rows: int = 3,
) -> ReportShape:
    item = Section(
        3,
        "1.",
        "Công tác sẵn sàng chiến đấu",
        (Paragraph((Text("- Tuần tra "), FigureRun("1", "512"), Text(" cuộc, tăng so với năm 2023.")), "bullet"), table(rows)),
        (Section(4, "a)", "Tuần tra", (Paragraph((Text("Đã tuần tra "), FigureRun("2", "hơn 40"), Text(" lần."))),)),),
    )
    blank = Paragraph((Text("- Thuận lợi: "), BlankRun("")), "bullet")
    part = Section(1, "Phần I", "Kết quả năm 2024", (), (Section(2, "I.", "Đặc điểm tình hình", (blank,), (item,)),))
    wide = Annex("Nguồn số liệu", (table(2, anchor="1", small=True),), landscape=True)
    upright = Annex("Số liệu khác", (Paragraph((Text("Không có."),)),))
    return ReportShape(
        header=Header(
            "Bộ CHQS tỉnh Bắc Kạn", "Ban CHQS thành phố Bắc Kạn", number, "BC-BCH", place, issued_on, "Báo cáo",
            "Kết quả công tác năm 2024;\nphương hướng năm 2025", addressee, bases,
        ),
        opening=(Paragraph((Text("Ban CHQS thành phố Bắc Kạn báo cáo như sau:"),)),),
        parts=(part,),
        closing=(Paragraph((Text("Nguồn số liệu tại Phụ lục I và Phụ lục II. Trân trọng báo cáo./."),)),),
        signature=Signature(authority),
        recipients=("Như trên", "UBND thành phố", "Lưu: VT, TM"),
        annexes=(wide, upright) if annexes is None else annexes,
        figures=(figure("1", "512", facts=(3, 4)), figure("2", "40")),
        written_at=WRITTEN_AT,
        written_by="kiem-tra",
        about={"unit": "u1", "period": "2024", "report": "year", "profile": "nd30", "pack": "local_defence"},
    )  # fmt: skip


def paper(made: ReportShape | None = None) -> bytes:
    return write_docx(shape=made or shape(), profile=profile())


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist() if not name.endswith(".png")}


def spoiled(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The same package with one part changed; the change must change something."""
    parts = parts_of(content)
    after = change(parts[part])
    assert after != parts[part], f"nothing changed in {part}"
    parts[part] = after
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        with zipfile.ZipFile(io.BytesIO(content)) as whole:
            for name in whole.namelist():
                if name not in parts:
                    archive.writestr(name, whole.read(name))
    return buffer.getvalue()


def swap(old: str, new: str, *, count: int = -1) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, count)


def swap_pattern(pattern: str, new: str, *, count: int = 1) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, new, text, count=count, flags=re.DOTALL)
