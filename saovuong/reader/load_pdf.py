"""The text of a PDF: paragraphs and table rows in reading order, one a line, cells divided by tabs.

Running heads and page numbers are left out, lines joined to the paragraphs that they were broken from, tables that go on over a page put
together. Footnotes follow the paragraph that was open at the end of their page.
"""

import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from saovuong.core.errors import Refusal
from saovuong.reader.decode import converted_note
from saovuong.reader.load import FileEmpty, FileScanned, Loaded
from saovuong.reader.old_encodings import repaired
from saovuong.reader.pdf_flow import Paragraphs, columns_of
from saovuong.reader.pdf_lines import Line, lines_of
from saovuong.reader.pdf_page import PageContent, page_content
from saovuong.reader.pdf_streams import refuse_bomb
from saovuong.reader.pdf_tables import Table, ruled_tables, titled_table
from saovuong.reader.syllables import vietnamese_words

MAX_PAGES = 1000
# Fewer letters than this beside a picture are a stamp on a scan.
_STAMP = 30
_MARGIN = 0.12
_FEW_LINES = 12
_PAGE_NUMBER = re.compile(r"\W*(?:trang\s*(?:số\s*)?)?(\d{1,4})(?:\s*(?:/|trên|of)\s*\d{1,4})?\W*", re.IGNORECASE)
_COUNTED = re.compile(r"trang\s*(?:số\s*)?\d+(?:\s*/\s*\d+)?|^\W*\d+\W*$")
# PDFium is not made for several threads at once.
_one_at_a_time = threading.Lock()


class PdfBroken(Refusal):
    code = "SV-212"
    template = "Tệp {file} không phải PDF đọc được ({reason}). Hãy tải hoặc xin lại tệp, hoặc xin bản .docx."


class PdfLocked(Refusal):
    code = "SV-224"
    template = "Tệp PDF {file} đặt mật khẩu nên không đọc được. Mở bằng phần mềm đọc PDF, in ra PDF mới không có mật khẩu rồi đưa vào."


class PdfTooLong(Refusal):
    code = "SV-225"
    template = "Tệp {file} có {pages} trang; giới hạn là {limit}. Hãy tách lấy những trang cần đọc."


class PdfGarbled(Refusal):
    code = "SV-226"
    template = "Chữ trong tệp {file} dùng phông không kèm bảng mã nên không đọc ra tiếng Việt được. Hãy xin bản .docx."


@dataclass(slots=True)
class _Page:
    """A page taken apart: its tables, and the lines outside them without running heads."""

    content: PageContent
    tables: list[Table]
    lines: list[Line]
    notes: list[Line] = field(default_factory=list)

    def open_columns(self) -> int:
        """How many columns the table has that reaches the end of the page; 0 where text stands below it."""
        last = min(self.tables, key=lambda one: one.bottom, default=None)
        if last is None or any(_MARGIN * self.content.height < line.y < last.bottom for line in self.lines):
            return 0
        return len(last.rows[0])


def pdf_text(content: bytes, name: str) -> Loaded:
    """Text and notes. Raises PdfBroken, PdfLocked, PdfTooLong, PdfGarbled, FileBomb, FileEmpty or FileScanned."""
    refuse_bomb(content, name)
    with _one_at_a_time:
        contents = _contents(content, name)
    crowded = next((number for number, page in enumerate(contents, start=1) if page.crowded), None)
    if crowded:
        raise PdfBroken(file=name, reason=f"trang {crowded} có quá nhiều chữ")
    scanned = [number for number, page in enumerate(contents, start=1) if page.pictures and _visible(page) < _STAMP]
    if not any(map(_visible, contents)) or len(scanned) == len(contents):
        if scanned:
            raise FileScanned(file=name, pages=f"{len(scanned)} trang")
        raise FileEmpty(file=name)
    pages: list[_Page] = []
    for page in contents:
        pages.append(_taken_apart(page, going_on=pages[-1].open_columns() if pages else 0))
    encodings = Counter(one for page in pages for line in page.lines for part in line.segments for one in part.encodings)
    _drop_running_heads(pages)
    text, old = repaired("\n".join(_text(pages)) + "\n")
    _refuse_garbled(text, name)
    converted = dict.fromkeys((*(one for one, _ in encodings.most_common()), *old))
    return text, (*converted_note(tuple(converted)), *_about_scans(contents, scanned))


def _visible(page: PageContent) -> int:
    return sum(1 for letter in page.letters if letter.sign != " ")


def _contents(content: bytes, name: str) -> list[PageContent]:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise _refusal(str(error))(file=name, reason="tệp hỏng hoặc thiếu phần cuối") from None
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise PdfTooLong(file=name, pages=count, limit=MAX_PAGES)
        if not count:
            raise PdfBroken(file=name, reason="không có trang nào")
        return list(_page_contents(document, count, name))
    finally:
        document.close()


def _page_contents(document: pdfium.PdfDocument, count: int, name: str) -> Iterator[PageContent]:
    for index in range(count):
        try:
            page = document[index]
        except pdfium.PdfiumError:
            raise PdfBroken(file=name, reason=f"trang {index + 1} hỏng") from None
        try:
            yield page_content(page)
        except pdfium.PdfiumError:
            raise PdfBroken(file=name, reason=f"trang {index + 1} hỏng") from None
        finally:
            page.close()


def _refusal(message: str) -> type[Refusal]:
    return PdfLocked if "password" in message.lower() or "security" in message.lower() else PdfBroken


def _taken_apart(content: PageContent, *, going_on: int) -> _Page:
    lines = lines_of(content.letters, content.rules)
    tables, outside = ruled_tables(lines, content.rules, going_on=going_on)
    rest: list[Line] = []
    at = 0
    while at < len(outside):
        found = titled_table(outside, at)
        if found:
            table, at = found
            tables.append(table)
        else:
            rest.append(outside[at])
            at += 1
    page = _Page(content, sorted(tables, key=lambda one: -one.top), rest)
    _set_notes_apart(page)
    return page


def _set_notes_apart(page: _Page) -> None:
    """Small lines at the foot of the page from the first that opens with a raised figure on are footnotes."""
    if not page.lines:
        return
    body = Counter(round(line.size) for line in page.lines for _ in line.text).most_common(1)[0][0]
    small = len(page.lines)
    while small and page.lines[small - 1].size < 0.92 * body:
        small -= 1
    first = next((at for at in range(small, len(page.lines)) if page.lines[at].text[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁽*"), None)
    if first is not None:
        page.lines, page.notes = page.lines[:first], page.lines[first:]


def _drop_running_heads(pages: Sequence[_Page]) -> None:
    """Lines at the edge of pages that say the same on most, and page numbers that count on."""
    edges = [[line for line in page.lines if _at_edge(line, page)] for page in pages]
    same = Counter(key for lines in edges for key in {_head_key(line) for line in lines})
    offsets = Counter(offset for number, lines in enumerate(edges) for offset in {_offset(line, number) for line in lines})
    often = max(2, 0.6 * (len(pages) - 1))
    for number, page in enumerate(pages):
        heads = {line for line in edges[number] if same[_head_key(line)] >= often}
        heads |= {line for line in edges[number] if _counts_on(_offset(line, number), offsets, len(pages))}
        page.lines = [line for line in page.lines if line not in heads]


def _counts_on(offset: int | None, offsets: Counter[int | None], pages: int) -> bool:
    return offset is not None and (offsets[offset] > 1 or (pages == 1 and offset == 1))


def _at_edge(line: Line, page: _Page) -> bool:
    height = page.content.height
    return line.y > (1 - _MARGIN) * height or line.y < _MARGIN * height


def _head_key(line: Line) -> tuple[str, int]:
    """What a running head says, whatever the page: only the number of the page may differ."""
    return _COUNTED.sub("#", line.text.casefold()), round(line.y / 6)


def _offset(line: Line, number: int) -> int | None:
    found = _PAGE_NUMBER.fullmatch(line.text)
    return int(found.group(1)) - number if found else None


def _text(pages: Sequence[_Page]) -> Iterator[str]:
    writer = _Writer(Paragraphs())
    for page in pages:
        left, right = _margins(page, pages)
        lines = list(page.lines)
        for table in page.tables:
            above = [line for line in lines if line.y > table.bottom and line.y >= table.top - 2]
            lines = [line for line in lines if line not in above]
            writer.flow(above, left, right)
            writer.table(table)
        writer.flow(lines, left, right)
        writer.footnotes(page.notes)
    yield from writer.finished()


def _margins(page: _Page, pages: Sequence[_Page]) -> tuple[float, float]:
    """Where running lines begin and end, the few that stick out left aside; from all pages of its size where a page has few."""
    lines = page.lines
    if len(lines) < _FEW_LINES:
        size = (round(page.content.width), round(page.content.height))
        lines = [line for one in pages if (round(one.content.width), round(one.content.height)) == size for line in one.lines]
    if not lines:
        return 0.0, 0.0
    lefts, rights = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
    left, right = lefts[len(lefts) // 50], rights[-1 - len(rights) // 50]
    full = sum(1 for line in lines if right - line.x1 < 1.5 * line.size)
    # Short lines alone do not tell the right margin; it is hardly wider than the left one.
    return left, right if full >= max(3, 0.4 * len(lines)) else max(right, page.content.width - left)


@dataclass(slots=True)
class _Writer:
    """Puts text and tables of all pages one after the other."""

    paragraphs: Paragraphs
    _table: list[tuple[str, ...]] = field(default_factory=list)

    def flow(self, lines: Sequence[Line], left: float, right: float) -> None:
        if lines:
            self._end_table()
        for column in columns_of(lines, left, right):
            self.paragraphs.feed(column)

    def table(self, table: Table) -> None:
        self.paragraphs.close()
        rows = list(table.rows)
        if not self._table or len(self._table[0]) != len(rows[0]):
            self._end_table()
            self._table = rows
            return
        again = 0
        while again < min(len(rows), len(self._table)) and rows[again] == self._table[again]:
            again += 1
        rows = rows[again:]
        if rows and not rows[0][0] and any(cell[:1].islower() for cell in rows[0]):
            # A row broken by the end of the page.
            self._table[-1] = tuple(f"{one} {two}".strip() for one, two in zip(self._table[-1], rows.pop(0), strict=True))
        self._table += rows

    def footnotes(self, lines: Sequence[Line]) -> None:
        notes = Paragraphs()
        for column in columns_of(lines, min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0)):
            notes.feed(column)
        notes.close()
        self.paragraphs.later += notes.out

    def finished(self) -> list[str]:
        self.paragraphs.close()
        self._end_table()
        return self.paragraphs.out

    def _end_table(self) -> None:
        if self._table:
            self.paragraphs.close()
            self.paragraphs.out += ["", *("\t".join(row) for row in self._table), ""]
            self._table = []


def _about_scans(contents: Sequence[PageContent], scanned: Sequence[int]) -> Iterator[str]:
    if scanned:
        shown = ", ".join(map(str, scanned[:10])) + (" ..." if len(scanned) > 10 else "")
        yield f"Trang {shown} là ảnh quét; chữ và số ở đó không đọc được."
    if any(page.recognised for page in contents):
        yield "Văn bản là bản quét có lớp chữ do máy nhận dạng; chữ và số có thể sai, hãy so với ảnh."


def _refuse_garbled(text: str, name: str) -> None:
    """Fonts without a table to Unicode give signs of no language."""
    signs = [sign for sign in text if not sign.isspace()]
    lost = sum(1 for sign in signs if sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff")
    words, good = vietnamese_words(text[:200_000])
    if lost > 0.2 * len(signs) or (words >= 20 and good < 0.3 * words):
        raise PdfGarbled(file=name)
