"""The parts of an official paper as WordprocessingML: head, running text, tables, signature, annexes."""

from dataclasses import dataclass, field

from saovuong.writers.chart_marks import svg_size
from saovuong.writers.chart_shapes import Palette
from saovuong.writers.charts import chart_png, chart_svg
from saovuong.writers.manifest import bookmark_name
from saovuong.writers.metrics import text_width_pt
from saovuong.writers.parts import picture_id
from saovuong.writers.profile import Profile, TextStyle
from saovuong.writers.report_shapes import (
    Annex,
    BlankRun,
    Block,
    Cell,
    FigureRun,
    Header,
    Paragraph,
    Picture,
    ReportShape,
    Row,
    Run,
    Section,
    Table,
    Text,
)
from saovuong.writers.wordml import CellBox, cell, hair, inline_picture, paragraph, row, rule, run, table, twips

ROMAN = ("0", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_LEVEL_STYLES = {2: "section", 3: "item", 4: "point"}
_CELL_MARGIN = 70
_KEPT_WHOLE, _KEPT_WHOLE_IN_ANNEX = 5, 12  # rows
_WIDEST_DATE = 0.72
# Black on white, as the rest of an official paper; some 220 dots to the inch at the width of a page.
_ON_PAPER, _DOTS = Palette(ink="#000000", soft="#333333"), 2.5


def anchor_name(figure: str) -> str:
    """The bookmark of a figure's row in the annex."""
    return f"nguon_{figure}"


@dataclass
class Links:
    """Numbers the bookmarks while a document is written, and knows which figures have a row in the annex to lead to."""

    anchors: frozenset[str]
    targets: dict[str, str]
    _shown: int = 0
    _bookmark: int = 0
    first: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, shape: ReportShape) -> "Links":
        blocks = [block for annex in shape.annexes for block in annex.blocks if isinstance(block, Table)]
        anchors = frozenset(line.anchor for block in blocks for line in block.rows if line.anchor)
        return cls(anchors, {figure.id: figure.anchor for figure in shape.figures})

    def figure(self, item: FigureRun, *, bold: bool | None, home: str | None) -> str:
        """The figure in its bookmark, linked to its row in the annex; in that row (``home``) linked back to its first showing."""
        self._shown += 1
        name = bookmark_name(self._shown)
        content = run(item.text, bold=bold or item.bold or None)
        anchor = self.targets.get(item.figure, item.figure)
        if home == anchor:
            target = self.first.get(anchor)
        else:
            target = anchor_name(anchor) if anchor in self.anchors else None
            self.first.setdefault(anchor, name)
        if target:
            content = f'<w:hyperlink w:anchor="{target}" w:history="1">{content}</w:hyperlink>'
        return self.bookmark(name, content)

    def bookmark(self, name: str, content: str) -> str:
        self._bookmark += 1
        return f'<w:bookmarkStart w:id="{self._bookmark}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{self._bookmark}"/>'


@dataclass
class Pages:
    """Writes one shape in one profile. Lengths inside are twips."""

    shape: ReportShape
    profile: Profile
    links: Links
    pictures: list[bytes] = field(default_factory=list)

    def width(self, *, landscape: bool = False) -> int:
        page = self.profile.page
        return twips(mm=page.height_mm - page.top_mm - page.bottom_mm) if landscape else twips(mm=page.text_width_mm)

    # --- running text ---

    def runs(self, runs: tuple[Run, ...], *, bold: bool | None = None, home: str | None = None) -> str:
        out = []
        for item in runs:
            if isinstance(item, FigureRun):
                out.append(self.links.figure(item, bold=bold, home=home))
            elif isinstance(item, BlankRun):
                hint = f" {item.hint}" if item.hint else ""
                out.append(run(f"{self.profile.words.blank}{hint} \t", italic=True))
            else:
                out.append(run(item.text, bold=True if item.bold else bold, italic=True if item.italic else None))
        return "".join(out)

    def paragraph(self, item: Paragraph, *, keep_next: bool = False) -> str:
        blank = any(isinstance(part, BlankRun) for part in item.runs)
        return paragraph(item.style, self.runs(item.runs), keep_next=keep_next, leader_at=self.width() if blank else None)

    def blocks(self, blocks: tuple[Block, ...], *, landscape: bool = False) -> str:
        return "".join(self._block(block, landscape=landscape) for block in blocks)

    def _block(self, block: Block, *, landscape: bool) -> str:
        if isinstance(block, Table):
            return self.table(block, landscape=landscape)
        if isinstance(block, Picture):
            return self.picture(block, landscape=landscape)
        return self.paragraph(block)

    def section(self, section: Section) -> str:
        if section.level == 1:
            head = paragraph("part_number", run(section.number)) + paragraph(
                "part_title", run(_caps(section.title, self.profile.style("part_title")))
            )
        else:
            name = _LEVEL_STYLES[section.level]
            head = paragraph(name, run(f"{section.number} {_caps(section.title, self.profile.style(name))}"))
        return head + self.blocks(section.blocks) + "".join(self.section(inner) for inner in section.sections)

    # --- pictures ---

    def picture(self, item: Picture, *, landscape: bool = False) -> str:
        """The chart in dots, and its caption below, held together. ``pictures`` keeps the dots for the package."""
        drawn = chart_svg(chart=item.chart, palette=_ON_PAPER)
        self.pictures.append(chart_png(svg=drawn, scale=_DOTS))
        number = len(self.pictures)
        across, high = svg_size(drawn)
        width = self.width(landscape=landscape) * item.share // 100
        told = f"{item.chart.title}. {item.chart.finding}"
        shown = inline_picture(
            relation=picture_id(number), number=number, width=width, height=round(width * high / across), description=told
        )
        return paragraph("after_table", shown, keep_next=True, align="center") + paragraph("caption", run(item.caption), keep_next=None)

    # --- tables ---

    def table(self, item: Table, *, landscape: bool = False) -> str:
        total = sum(item.widths)
        full = self.width(landscape=landscape)
        widths = tuple(full * share // total for share in item.widths)
        style = "table_small" if item.small else "table_text"
        # No page ends with an empty head or begins with the last row alone, and a small table is not broken at all.
        last = len(item.rows) - 1
        small = last < (_KEPT_WHOLE_IN_ANNEX if item.small else _KEPT_WHOLE)
        held = set(range(last)) if small else {0, last - 1}
        rows = [self._row(line, widths, "table_head", keep=True, header=True) for line in item.header]
        rows += [self._row(line, widths, style, keep=number in held and number < last) for number, line in enumerate(item.rows)]
        caption = paragraph("caption", run(item.caption)) if item.caption else ""
        return caption + table("".join(rows), widths=widths, borders=True, margin=_CELL_MARGIN) + paragraph("after_table", "")

    def _row(self, line: Row, widths: tuple[int, ...], style: str, *, keep: bool, header: bool = False) -> str:
        cells, column = [], 0
        for number, item in enumerate(line.cells):
            content = self._cell_runs(item, line.anchor)
            if number == 0 and line.anchor:
                content = self.links.bookmark(anchor_name(line.anchor), content)
            text = paragraph(style, content, keep_next=keep, align=None if header else item.align)
            cells.append(cell(CellBox(text, sum(widths[column : column + item.span]), item.span, centred=True)))
            column += item.span
        return row("".join(cells), header=header)

    def _cell_runs(self, item: Cell, home: str | None) -> str:
        return self.runs(item.runs, bold=True if item.bold else None, home=home)

    # --- head ---

    def head(self) -> str:
        header = self.shape.header
        full = self.width()
        left = round(full * self.profile.header_left_share)
        right = full - left
        # A long place name takes some of the room of the number, so that the date stays on one line.
        date = date_line(header, self.profile)
        style = self.profile.style("place_date")
        wanted = twips(pt=text_width_pt(date, size=style.size) + style.size)
        wide = min(max(right, wanted), round(full * _WIDEST_DATE))
        cells = cell(CellBox(paragraph("number", run(number_line(header, self.profile))), full - wide))
        cells += cell(CellBox(paragraph("place_date", run(date)), wide, span=2 if wide > right else 1))
        grid = (full - wide, wide - right, right) if wide > right else (left, right)
        names = row(
            cell(CellBox(self._issuer(header, left), left, span=2 if wide > right else 1)) + cell(CellBox(self._nation(right), right))
        )
        return table(names + row(cells), widths=grid, borders=False, margin=0) + self._title(header, full)

    def _issuer(self, header: Header, width: int) -> str:
        style = self.profile.style("issuer")
        lines = _caps(header.issuer, style)
        superior = _caps(header.superior or "", self.profile.style("superior"))
        above = paragraph("superior", run(superior)) if header.superior else ""
        length = self._share_of_line(lines, style, width)
        return above + paragraph("issuer", run(lines)) + rule(width=width, length=length)

    def _nation(self, width: int) -> str:
        words = self.profile.words
        style = self.profile.style("motto")
        length = twips(pt=text_width_pt(words.motto, size=style.size, bold=style.bold))
        return paragraph("nation", run(words.nation)) + paragraph("motto", run(words.motto)) + rule(width=width, length=length)

    def _title(self, header: Header, width: int) -> str:
        style = self.profile.style("subject")
        out = paragraph("type_name", run(_caps(header.type_name, self.profile.style("type_name"))))
        out += paragraph("subject", run(header.subject))
        out += rule(width=width, length=self._share_of_line(header.subject, style, width))
        out += self._addressee(header)
        for number, basis in enumerate(header.bases, start=1):
            out += paragraph("basis", run(basis + (";" if number < len(header.bases) else ".")))
        return out

    def _addressee(self, header: Header) -> str:
        label = self.profile.words.addressee
        if len(header.addressee) < 2:
            return "".join(paragraph("addressee", run(f"{label} {name}")) for name in header.addressee) or hair()
        lines = [paragraph("addressee", run(label))]
        last = len(header.addressee)
        lines += [paragraph("addressee", run(f"- {name}{';' if n < last else '.'}")) for n, name in enumerate(header.addressee, start=1)]
        return "".join(lines)

    def _share_of_line(self, text: str, style: TextStyle, width: int) -> int:
        """Between a third and a half of the longest line, as the profile says."""
        low, high = self.profile.rule_share
        longest = max(text_width_pt(line, size=style.size, bold=style.bold) for line in text.split("\n"))
        return round(min(twips(pt=longest), width) * (low + high) / 2)

    # --- end ---

    def signature(self) -> str:
        full = self.width()
        left = full // 2
        words = self.profile.words
        receivers = paragraph("recipients_head", run(words.recipients))
        last = len(self.shape.recipients)
        for number, name in enumerate(self.shape.recipients, start=1):
            receivers += paragraph("recipient", run(f"- {name}{';' if number < last else '.'}"))
        style = self.profile.style("authority")
        signer = "".join(paragraph("authority", run(_caps(line, style))) for line in self.shape.signature.authority)
        signer += paragraph("signer", run(self.shape.signature.name))
        cells = cell(CellBox(receivers, left)) + cell(CellBox(signer, full - left))
        return table(row(cells), widths=(left, full - left), borders=False, margin=0)

    def annex(self, item: Annex, number: int) -> str:
        words, header = self.profile.words, self.shape.header
        roman = ROMAN[number] if len(self.shape.annexes) > 1 else ""
        out = paragraph("annex_number", run(words.annex.format(roman=roman).strip()))
        out += paragraph("annex_title", run(_caps(item.title, self.profile.style("annex_title"))))
        reference = words.annex_reference.format(
            type_name=header.type_name.capitalize(),
            number=f"{header.number or '......'}/{header.symbol}",
            date=date_line(header, self.profile).partition(", ")[2],
            issuer=header.issuer.replace("\n", " "),
        )
        return out + paragraph("annex_reference", run(reference)) + self.blocks(item.blocks, landscape=item.landscape)


def number_line(header: Header, profile: Profile) -> str:
    """``Số: 05/BC-BCH``; with room for the pen where no number is known yet."""
    return f"{profile.words.number_label} {header.number or '      '}/{header.symbol}"


def date_line(header: Header, profile: Profile) -> str:
    """Days below ten and the months 1 and 2 carry a zero, as the law writes them."""
    words, day = profile.words, header.issued_on
    if day is None:
        return words.date_draft.format(place=header.place, year="     ")
    month = f"{day.month:02d}" if day.month in words.months_padded else str(day.month)
    return words.date.format(place=header.place, day=f"{day.day:02d}", month=month, year=day.year)


def paragraphs(texts: list[str], style: str = "body") -> tuple[Paragraph, ...]:
    """Plain paragraphs without figures."""
    return tuple(Paragraph((Text(text),), style) for text in texts)


def _caps(text: str, style: TextStyle) -> str:
    return text.upper() if style.caps else text
