"""A report as its pages will be printed, every number leading to where it comes from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString

from saovuong.core.period import BadPeriod, Period
from saovuong.reports.sections import free_paragraphs
from saovuong.reports.shapes import Draft, FreeParagraph
from saovuong.reports.templates import Blank
from saovuong.web.showing.overview import picture
from saovuong.writers.pages import ROMAN, date_line, number_line
from saovuong.writers.profile import Profile
from saovuong.writers.report_shapes import Annex, BlankRun, Block, FigureRun, Paragraph, Picture, Row, Run, Section, Table

# The list of sources is longer than the report; on the screen it is shown when asked for.
_ROWS_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Bit:
    """Words of one kind. ``href`` leads a figure to its explanation, ``name`` says what it counts; ``blank`` is a place to be filled in."""

    text: str
    href: str = ""
    name: str = ""
    blank: bool = False
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    bits: tuple[Bit, ...]
    style: str


@dataclass(frozen=True, slots=True)
class Free:
    """The paragraphs of one of the office's own parts."""

    part: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A cell; ``share`` is the width of its column in percent, for the heads of a table."""

    bits: tuple[Bit, ...]
    align: str
    bold: bool
    span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """``hidden`` rows are not on the page at once."""

    caption: str
    shares: tuple[int, ...]
    header: tuple[tuple[Box, ...], ...]
    rows: tuple[tuple[Box, ...], ...]
    small: bool
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as it stands in the page, with its caption below."""

    svg: SafeString
    caption: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing on the sheet: a ``line``, a ``grid``, a ``free`` part or a ``drawing``; the others are None."""

    line: Line | None = None
    grid: Grid | None = None
    free: Free | None = None
    drawing: Drawing | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it; ``tag`` is the heading's element, below the page's own."""

    level: int
    tag: str
    heading: str
    title: str
    pieces: tuple[Piece, ...]
    parts: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class AnnexSheet:
    number: str
    title: str
    reference: str
    landscape: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole paper. ``figures`` counts the figures it shows."""

    superior: str
    issuer: tuple[str, ...]
    nation: str
    motto: str
    number: str
    date: str
    type_name: str
    subject: tuple[str, ...]
    addressee_label: str
    addressee: tuple[str, ...]
    bases: tuple[str, ...]
    opening: tuple[Line, ...]
    parts: tuple[Part, ...]
    closing: tuple[Line, ...]
    recipients_label: str
    recipients: tuple[str, ...]
    authority: tuple[str, ...]
    signer: str
    annexes: tuple[AnnexSheet, ...]
    figures: int


def sheet_of(draft: Draft, profile: Profile, *, whole: bool) -> Sheet:
    """``whole`` puts every row of long tables on the page, as on paper."""
    return _Laying(draft, profile, whole).sheet()


def free_of(blank: Blank, text: str, profile: Profile) -> Free:
    """One of the office's own parts as it stands on the sheet."""
    return Free(
        blank.code, tuple(Line(tuple(_bit(run, profile, {}) for run in one.runs), one.style) for one in free_paragraphs(blank, text))
    )


def explain_address(key: str, unit: str) -> str:
    """Where a figure of a report is explained, from its key (``result:2024:patrol_count``); the unit's totals for one without a measure."""
    kind, _, rest = key.partition(":")
    period, _, rest = rest.partition(":")
    measure, _, last = rest.partition(":")
    try:
        where = Period.parse(period)
    except BadPeriod:
        return ""
    # Behind a target stands how it is meant, behind the others the unit that the figure is of.
    about = last if last and kind != "target" else unit
    return reverse("explain", args=[about, where, measure]) if measure else reverse("dashboard", args=[about, where])


def _bit(run: Run, profile: Profile, links: Mapping[str, tuple[str, str]]) -> Bit:
    if isinstance(run, BlankRun):
        return Bit(profile.words.blank, blank=True)
    if isinstance(run, FigureRun):
        href, name = links.get(run.figure, ("", ""))
        return Bit(run.text, href=href, name=name, bold=run.bold)
    return Bit(run.text, bold=run.bold, italic=run.italic)


@dataclass
class _Laying:
    draft: Draft
    profile: Profile
    whole: bool

    def __post_init__(self) -> None:
        shape = self.draft.shape
        unit = shape.about["unit"]
        self.links: Mapping[str, tuple[str, str]] = {one.id: (explain_address(one.key, unit), one.label) for one in shape.figures}

    def sheet(self) -> Sheet:
        shape, words, header = self.draft.shape, self.profile.words, self.draft.shape.header
        return Sheet(
            superior=self._caps(header.superior or "", "superior"),
            issuer=tuple(self._caps(header.issuer, "issuer").split("\n")),
            nation=words.nation,
            motto=words.motto,
            number=number_line(header, self.profile),
            date=date_line(header, self.profile),
            type_name=self._caps(header.type_name, "type_name"),
            subject=tuple(header.subject.split("\n")),
            addressee_label=words.addressee,
            addressee=header.addressee,
            bases=header.bases,
            opening=tuple(self.line(one) for one in shape.opening),
            parts=tuple(self.part(one) for one in shape.parts),
            closing=tuple(self.line(one) for one in shape.closing),
            recipients_label=words.recipients,
            recipients=shape.recipients,
            authority=tuple(self._caps(one, "authority") for one in shape.signature.authority),
            signer=shape.signature.name,
            annexes=tuple(self.annex(one, number) for number, one in enumerate(shape.annexes, start=1)),
            figures=len(shape.figures),
        )

    def part(self, section: Section) -> Part:
        style = {1: "part_title", 2: "section", 3: "item"}.get(section.level, "point")
        return Part(
            level=section.level,
            tag=f"h{min(section.level + 1, 6)}",
            heading=section.number,
            title=self._caps(section.title.replace("\n", " "), style),
            pieces=tuple(self.pieces(section.blocks)),
            parts=tuple(self.part(inner) for inner in section.sections),
        )

    def pieces(self, blocks: Iterable[Block]) -> Iterator[Piece]:
        for part, group in groupby(blocks, key=lambda block: block.part if isinstance(block, FreeParagraph) else None):
            if part is not None:
                yield Piece(free=Free(part, tuple(self.line(block) for block in group if isinstance(block, Paragraph))))
                continue
            yield from (self.piece(block) for block in group)

    def piece(self, block: Block) -> Piece:
        if isinstance(block, Table):
            return Piece(grid=self.grid(block))
        if isinstance(block, Picture):
            return Piece(drawing=Drawing(picture(block.chart), block.caption))
        return Piece(line=self.line(block))

    def line(self, paragraph: Paragraph) -> Line:
        return Line(self.bits(paragraph.runs), paragraph.style)

    def bits(self, runs: Iterable[Run]) -> tuple[Bit, ...]:
        return tuple(_bit(run, self.profile, self.links) for run in runs)

    def grid(self, table: Table) -> Grid:
        total = sum(table.widths)
        shown = table.rows if self.whole or len(table.rows) <= _ROWS_AT_ONCE else table.rows[:_ROWS_AT_ONCE]
        return Grid(
            caption=table.caption,
            shares=tuple(round(100 * width / total) for width in table.widths),
            header=tuple(self._row(row) for row in table.header),
            rows=tuple(self._row(row) for row in shown),
            small=table.small,
            hidden=len(table.rows) - len(shown),
        )

    def _row(self, row: Row) -> tuple[Box, ...]:
        return tuple(Box(self.bits(cell.runs), cell.align, cell.bold, cell.span) for cell in row.cells)

    def annex(self, annex: Annex, number: int) -> AnnexSheet:
        words, header = self.profile.words, self.draft.shape.header
        roman = ROMAN[number] if len(self.draft.shape.annexes) > 1 else ""
        reference = words.annex_reference.format(
            type_name=header.type_name.capitalize(),
            number=f"{header.number or '......'}/{header.symbol}",
            date=date_line(header, self.profile).partition(", ")[2],
            issuer=header.issuer.replace("\n", " "),
        )
        title = self._caps(annex.title, "annex_title")
        return AnnexSheet(words.annex.format(roman=roman).strip(), title, reference, annex.landscape, tuple(self.pieces(annex.blocks)))

    def _caps(self, text: str, style: str) -> str:
        return text.upper() if self.profile.style(style).caps else text
