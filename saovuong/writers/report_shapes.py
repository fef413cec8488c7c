"""The shape of an official report: what stands where, before any page exists.

The reports room builds a shape, :func:`saovuong.writers.docx.write_docx` turns it into a page. Every number in it is a :class:`FigureRun`
that names a :class:`Figure`; nothing else in a shape may claim a result.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from saovuong.writers.chart_shapes import Chart

Align = Literal["left", "center", "right", "both"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words that state no figure."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class FigureRun:
    """One showing of a figure. ``text`` is what the page shows: ``05``, ``hơn 2.400``, ``giỏi``, or ``không`` for a stated zero."""

    figure: str
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class BlankRun:
    """A place that the office fills in by hand; ``hint`` says with what."""

    hint: str


Run = Text | FigureRun | BlankRun


@dataclass(frozen=True, slots=True)
class Figure:
    """What a displayed number means, so that it can be verified again later.

    ``key`` says which question it answers (``result:2024:patrol_count``) and is the same in every building of the report. ``value`` is
    canonical text: a plain decimal, a level of a scale, ``yes``/``no``, or ``low..high``. ``facts`` are the ledger ids it rests on.
    ``anchor`` is the id of the figure in whose row of the annex the sources stand (itself, or for a difference the figure it was
    computed from). ``sources`` is a digest of what those facts say, equal when they are handed in again unchanged."""

    id: str
    key: str
    label: str
    value: str
    modifier: str
    uom: str
    facts: tuple[int, ...]
    anchor: str
    sources: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``style`` is a paragraph style of the profile: ``body``, ``note``, ``bullet``."""

    runs: tuple[Run, ...]
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Cell:
    runs: tuple[Run, ...]
    align: Align = "left"
    bold: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """``anchor`` makes the row the target of the links of that figure."""

    cells: tuple[Cell, ...]
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """``widths`` are shares of the text width, one per column; ``header`` rows are repeated on every page.

    ``small`` takes the profile's smaller size."""

    caption: str
    widths: tuple[int, ...]
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its caption below; its numbers stand in a table of the same report. The chart's ``finding`` is the alternative text.

    ``share`` of the text width, 1 to 100."""

    chart: Chart
    caption: str
    share: int = 100
    style: str = "caption"

    @property
    def runs(self) -> tuple[Run, ...]:
        """What is left of it where only words can be shown."""
        return (Text(self.caption),)


Block = Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. ``level`` 1 is a part, 2 a section (I.), 3 a numbered heading (1.), 4 a point (a)."""

    level: int
    number: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """The cells at the head of an official paper. ``number`` and ``issued_on`` are None in a draft and leave room for the pen."""

    superior: str | None
    issuer: str
    number: str | None
    symbol: str
    place: str
    issued_on: date | None
    type_name: str
    subject: str
    addressee: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """``authority`` are the lines above the name in their order (``TM. ỦY BAN NHÂN DÂN``, ``KT. CHỦ TỊCH``, ``PHÓ CHỦ TỊCH``)."""

    authority: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """Starts on a page of its own, with its own page numbers."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class ReportShape:
    """A whole report. ``about`` holds what a later check needs to ask the same questions again (unit, period, template, pack)."""

    header: Header
    opening: tuple[Paragraph, ...]
    parts: tuple[Section, ...]
    closing: tuple[Paragraph, ...]
    signature: Signature
    recipients: tuple[str, ...]
    annexes: tuple[Annex, ...]
    figures: tuple[Figure, ...]
    written_at: datetime
    written_by: str
    about: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlacedParagraph:
    """Runs with the words that tell a reader where they stand: ``Phần I, mục II.3`` or ``Biểu 4, dòng 2``."""

    place: str
    runs: tuple[Run, ...]


def placed_runs(shape: ReportShape) -> Iterator[PlacedParagraph]:
    """Every paragraph and cell of the report in the order in which they are written."""
    yield from _blocks("phần mở đầu", shape.opening)
    for part in shape.parts:
        yield from _section("", part)
    yield from _blocks("phần kết", shape.closing)
    for annex in shape.annexes:
        yield from _blocks(annex.title, annex.blocks)


def _section(above: str, section: Section) -> Iterator[PlacedParagraph]:
    place = _place(above, section)
    yield from _blocks(place, section.blocks)
    for inner in section.sections:
        yield from _section(place, inner)


def _place(above: str, section: Section) -> str:
    number = section.number.rstrip(".)")
    if section.level == 1:
        return number
    return f"{above}, mục {number}" if section.level == 2 else f"{above}.{number}"


def _blocks(place: str, blocks: tuple[Block, ...]) -> Iterator[PlacedParagraph]:
    for block in blocks:
        if not isinstance(block, Table):
            yield PlacedParagraph(place, block.runs)
            continue
        name = block.caption.partition(".")[0] or place
        for number, row in enumerate((*block.header, *block.rows), 1 - len(block.header)):
            for cell in row.cells:
                yield PlacedParagraph(f"{name}, dòng {number}", cell.runs)


def decimal_text(value: Decimal) -> str:
    """Canonical plain digits: no exponent, no trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
