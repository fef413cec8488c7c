"""Build the demo's Word reports from their readable sources.

    python tools/build_demo_documents.py            write saovuong/demo/data/reports/*.docx
    python tools/build_demo_documents.py --check    say which files differ from their sources; exit 1 if any does

The same source gives the same parts on every machine: fixed dates, parts in order. The comparison looks at the parts and not at
the packed bytes, which differ between compressors. The marks of a source line are explained at the top of the first source.
"""

import argparse
import io
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

DATA = Path(__file__).resolve().parents[1] / "saovuong" / "demo" / "data"
FONT = "Times New Roman"
WRITTEN = datetime(2024, 11, 20, 8, 0)  # noqa: DTZ001 - Word's core properties carry no zone
ZIP_DATE = (2024, 11, 20, 8, 0, 0)
LETTERHEAD_WIDTHS = (72, 93)
NARROW_COLUMNS = {"STT": 12, "ĐVT": 20, "Chỉ tiêu": 22, "Kết quả": 22, "Tỷ lệ (%)": 22}


def build(source: str, *, title: str) -> bytes:
    """The .docx for one source text."""
    document = docx.Document()
    _set_page(document)
    for mark, rows in _blocks(source):
        match mark:
            case "||":
                _add_letterhead(document, rows)
            case "|":
                _add_table(document, rows)
            case _:
                for row in rows:
                    _add_paragraph(document, mark, row[0])
    properties = document.core_properties
    properties.author, properties.last_modified_by = "Sao Vuông", "Sao Vuông"
    properties.title, properties.comments = title, "Số liệu mẫu, không phải số liệu thật"
    properties.created = properties.modified = WRITTEN
    properties.revision = 1
    raw = io.BytesIO()
    document.save(raw)
    return _normalised(raw.getvalue())


def _blocks(source: str) -> Iterator[tuple[str, list[list[str]]]]:
    """(mark, rows of cells): lines of the same table or letterhead come as one block."""
    mark, rows = "", list[list[str]]()
    for line in source.splitlines():
        if not line.strip() or line.startswith("%"):
            continue
        kind = next((m for m in ("||", "|", "!", "~", "#", "-") if line.startswith(m)), "")
        body = line[len(kind) :]
        cells = [cell.strip() for cell in body.split(kind)] if kind in ("||", "|") else [body.strip()]
        if kind != mark and rows:
            yield mark, rows
            rows = []
        mark = kind
        rows.append(cells)
    if rows:
        yield mark, rows


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:eastAsia", "w:cs"):
        fonts.set(qn(slot), FONT)


def _add_paragraph(document: Document, mark: str, text: str) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(("- " if mark == "-" else "") + text)
    run.bold, run.italic = mark in ("!", "#"), mark == "~"
    _space(paragraph, after=6)
    if mark in ("!", "~"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Mm(10)


def _add_letterhead(document: Document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cells in rows:
        for cell, text, width in zip(table.add_row().cells, cells, LETTERHEAD_WIDTHS, strict=True):
            cell.width = Mm(width)
            _write(cell, text, bold=text.isupper(), centred=True, size=12)
    _space(document.add_paragraph(), after=0)


def _add_table(document: Document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = document.styles["Table Grid"]
    table.autofit = False
    widths = [NARROW_COLUMNS.get(head, 65) for head in rows[0]]
    for number, cells in enumerate(rows):
        for column, (cell, text) in enumerate(zip(table.add_row().cells, cells, strict=True)):
            cell.width = Mm(widths[column])
            _write(cell, text, bold=number == 0 or cells[0].isalpha(), centred=number == 0 or column != 1)
    _space(document.add_paragraph(), after=0)


def _write(cell: _Cell, text: str, *, bold: bool, centred: bool, size: int = 13) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    _space(paragraph, after=0)


def _space(paragraph: Paragraph, *, after: int) -> None:
    paragraph.paragraph_format.space_before = Pt(0)
    paragraph.paragraph_format.space_after = Pt(after)


def _normalised(raw: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w") as target:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.create_system = 0
            target.writestr(info, source.read(name), zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def same_parts(left: bytes, right: bytes) -> bool:
    """Whether two packages hold the same parts with the same dates."""
    return _parts(left) == _parts(right)


def _parts(raw: bytes) -> list[tuple[str, tuple[int, ...], bytes]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return [(info.filename, info.date_time, package.read(info)) for info in package.infolist()]


def built_reports(data: Path = DATA) -> dict[Path, bytes]:
    """Target path -> bytes for every source."""
    return {
        data / "reports" / f"{path.stem}.docx": build(path.read_text(encoding="utf-8"), title=path.stem)
        for path in sorted((data / "sources").glob("*.txt"))
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    check = parser.parse_args().check
    stale = 0
    for path, content in built_reports().items():
        if check:
            if not path.is_file() or not same_parts(path.read_bytes(), content):
                stale += 1
                print(f"differs from its source: {path.name}")
        else:
            path.write_bytes(content)
            print(f"{path.name}: {len(content)} bytes")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
