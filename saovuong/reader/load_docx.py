"""The text of a .docx: paragraphs and tables in document order, one paragraph or table row a line, cells divided by tabs.

Left out: tracked deletions, hidden text, comments, headers and footers, tables of contents. Text boxes follow the paragraph they hang on,
footnotes and endnotes the paragraph that refers to them. Printed list numbers are worked out and stand at the start of their line.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from saovuong.reader.decode import converted_note
from saovuong.reader.docx_numbering import Numbering
from saovuong.reader.docx_package import Package
from saovuong.reader.docx_styles import Styles, W
from saovuong.reader.docx_text import MC, Spoken, TextReader, chosen
from saovuong.reader.load import FileCorrupt, FileScanned, Loaded
from saovuong.reader.old_encodings import repaired
from saovuong.reader.tables import column_meaning

_AROUND_BLOCKS = frozenset(W + name for name in ("sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_MOST_COLUMNS = 100
_DEEPEST_TABLE = 8


def docx_text(content: bytes, name: str) -> Loaded:
    """Text and notes. Raises FileCorrupt, FileLocked, FileBomb, FileKind or FileScanned."""
    package = Package(content, name)
    body = package.document().find(W + "body")
    if body is None:
        raise FileCorrupt(file=name, reason="không có phần thân văn bản")
    styles = Styles(package.part("styles"))
    words = TextReader(styles, Numbering(package.part("numbering"), styles))
    reader = _BodyReader(words, {kind: _notes(package.part(f"{kind}s"), kind) for kind in ("footnote", "endnote")})
    text, old = repaired("\n".join(reader.lines(body)) + "\n")
    if words.pictures and not text.strip():
        raise FileScanned(file=name, pages=f"{words.pictures} ảnh")
    encodings = dict.fromkeys((*(one for one, _ in words.converted.most_common()), *old))
    return text, (*converted_note(tuple(encodings)), *_about_pictures(words.pictures))


def _about_pictures(count: int) -> tuple[str, ...]:
    return (f"Có {count} ảnh trong văn bản; chữ và số trong ảnh không đọc được.",) if count else ()


def _notes(root: etree._Element | None, kind: str) -> dict[str, etree._Element]:
    return {} if root is None else {note.get(W + "id", ""): note for note in root.iterfind(W + kind)}


@dataclass(slots=True)
class _BodyReader:
    """``notes`` are the footnotes and endnotes by id; ``waiting`` are lines that follow the table they were met in."""

    words: TextReader
    notes: dict[str, dict[str, etree._Element]]
    told: int = 0
    waiting: list[str] = field(default_factory=list)

    def lines(self, holder: etree._Element, depth: int = 0) -> Iterator[str]:
        for child in holder:
            tag = child.tag
            if tag == W + "p":
                if not self.words.is_contents_entry(child):
                    yield from self._paragraph(child)
            elif tag == W + "tbl":
                yield ""
                yield from self._table(child, depth)
                yield from self._waited()
                yield ""
            elif tag == W + "sdt":
                content = child.find(W + "sdtContent")
                if content is not None and not _is_contents(child):
                    yield from self.lines(content, depth)
            elif tag in _AROUND_BLOCKS:
                yield from self.lines(child, depth)
            elif tag == MC + "AlternateContent":
                yield from self.lines(chosen(child), depth)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        spoken = self.words.paragraph(paragraph)
        text = f"{spoken.label} {spoken.text}" if spoken.label and spoken.text else spoken.text
        yield from text.split("\n")
        yield from self._hanging(spoken)

    def _hanging(self, spoken: Spoken) -> Iterator[str]:
        for box in spoken.boxes:
            yield from self.lines(box, 1)
        for kind, number in spoken.notes:
            note = self.notes[kind].pop(number, None)
            if note is not None:
                self.told += 1
                joined = " ".join(line for line in self.lines(note, 1) if line)
                if joined:
                    yield f"({self.told}) {joined}"

    def _waited(self) -> Iterator[str]:
        waiting, self.waiting = self.waiting, []
        yield from waiting

    def _table(self, table: etree._Element, depth: int) -> Iterator[str]:
        rows = [row for row in _inside(table, W + "tr") if row.find(f"{W}trPr/{W}del") is None]
        laid_out = _lays_out(rows)
        for row in rows:
            cells = list(_inside(row, W + "tc"))
            if laid_out or (depth < _DEEPEST_TABLE and any(cell.find(f".//{W}tbl") is not None for cell in cells)):
                # A table drawn to lay out a page, or one inside a cell: rows of rows have no columns.
                for cell in cells:
                    yield from self.lines(cell, depth + 1)
            else:
                yield self._row(row, cells)

    def _row(self, row: etree._Element, cells: list[etree._Element]) -> str:
        """A cell that spans columns keeps their number, a cell merged into the one above or left of it stays empty."""
        out = [""] * _count(row.find(f"{W}trPr/{W}gridBefore"))
        for cell in cells:
            span, merged = 1, False
            properties = cell.find(W + "tcPr")
            if properties is not None:
                span = max(1, _count(properties.find(W + "gridSpan")))
                merged = any(_continues(properties.find(W + name)) for name in ("vMerge", "hMerge"))
            out += ["" if merged else self._cell(cell), *[""] * (span - 1)]
        return "\t".join(out[:_MOST_COLUMNS])

    def _cell(self, cell: etree._Element) -> str:
        parts: list[str] = []
        for paragraph in _inside(cell, W + "p"):
            spoken = self.words.paragraph(paragraph)
            parts += [spoken.label, *spoken.text.split()] if spoken.label else spoken.text.split()
            self.waiting += [line for line in self._hanging(spoken) if line]
        return " ".join(parts)


def _inside(holder: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table, cells of a row, paragraphs of a cell: direct children, or wrapped in content controls and tracked insertions."""
    for child in holder:
        if child.tag == tag:
            yield child
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from _inside(content, tag)
        elif child.tag in _AROUND_BLOCKS:
            yield from _inside(child, tag)


def _lays_out(rows: list[etree._Element]) -> bool:
    """Whether a table only sets texts side by side, as the head of an official letter does: two columns, both with several lines."""
    cells = [list(_inside(row, W + "tc")) for row in rows]
    if not cells or any(len(row) > 2 for row in cells) or any(column_meaning(_plain(cell)) for cell in cells[0]):
        return False
    return any(len(row) == 2 and all(sum(1 for p in _inside(cell, W + "p") if _plain(p)) > 1 for cell in row) for row in cells)


def _plain(holder: etree._Element) -> str:
    return "".join(holder.itertext(W + "t")).strip()


def _is_contents(control: etree._Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(W + "val") == "Table of Contents"


def _continues(merge: etree._Element | None) -> bool:
    return merge is not None and merge.get(W + "val") != "restart"


def _count(holder: etree._Element | None) -> int:
    text = "" if holder is None else holder.get(W + "val") or ""
    return min(int(text), _MOST_COLUMNS) if text.isascii() and text.isdigit() and len(text) < 5 else 0
