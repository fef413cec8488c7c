"""Pieces of WordprocessingML as text. Element order inside pPr, rPr, tcPr and sectPr is the schema's; Word refuses files that break it."""

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from saovuong.writers.profile import TextStyle

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HAIR = '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>'


def twips(*, mm: float = 0, pt: float = 0) -> int:
    """Twentieths of a point."""
    return round(mm * 1440 / 25.4 + pt * 20)


def style_id(name: str) -> str:
    """``annex_title`` is the style SVAnnexTitle."""
    return "SV" + "".join(part.capitalize() for part in name.split("_"))


def fonts(font: str) -> str:
    name = quoteattr(font)
    return f"<w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name}/>"


def run(text: str, *, bold: bool | None = None, italic: bool | None = None) -> str:
    """One run; ``\\n`` breaks the line, ``\\t`` is a tab. None leaves the style's own weight."""
    look = "".join(
        f"<w:{tag}/><w:{tag}Cs/>" if on else f'<w:{tag} w:val="0"/><w:{tag}Cs w:val="0"/>'
        for tag, on in (("b", bold), ("i", italic))
        if on is not None
    )
    props = f"<w:rPr>{look}</w:rPr>" if look else ""
    pieces = []
    for number, line in enumerate(text.split("\n")):
        if number:
            pieces.append("<w:br/>")
        for index, part in enumerate(line.split("\t")):
            if index:
                pieces.append("<w:tab/>")
            if part:
                pieces.append(f'<w:t xml:space="preserve">{escape(part)}</w:t>')
    return f"<w:r>{props}{''.join(pieces)}</w:r>"


def paragraph(style: str, content: str, *, keep_next: bool | None = False, leader_at: int | None = None, align: str | None = None) -> str:
    """``leader_at`` sets a dotted right tab at that many twips. ``keep_next`` None lets go of what the style would hold."""
    keep = "<w:keepNext/>" if keep_next else '<w:keepNext w:val="0"/>' if keep_next is None else ""
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{leader_at}"/></w:tabs>' if leader_at else ""
    jc = f'<w:jc w:val="{align}"/>' if align else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/>{keep}{tabs}{jc}</w:pPr>{content}</w:p>'


def rule(*, width: int, length: int, gap: int = 60) -> str:
    """A solid line of ``length`` twips, centred in ``width``: the upper border of an empty paragraph of hair size."""
    side = max(0, (width - length) // 2)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="SVRule"/><w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
        f'<w:spacing w:before="{gap}" w:after="0" w:line="40" w:lineRule="exact"/>'
        f'<w:ind w:left="{side}" w:right="{width - length - side}"/>{HAIR}</w:pPr></w:p>'
    )


def hair(extra: str = "") -> str:
    """A paragraph with no visible height, for places where Word demands one; ``extra`` is a sectPr."""
    spacing = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="SVRule"/>{spacing}{HAIR}{extra}</w:pPr></w:p>'


@dataclass(frozen=True, slots=True)
class CellBox:
    """One cell: finished paragraphs in ``content``, width in twips."""

    content: str
    width: int
    span: int = 1
    centred: bool = False


def cell(box: CellBox) -> str:
    span = f'<w:gridSpan w:val="{box.span}"/>' if box.span > 1 else ""
    middle = '<w:vAlign w:val="center"/>' if box.centred else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{box.width}" w:type="dxa"/>{span}{middle}</w:tcPr>{box.content}</w:tc>'


def row(cells: str, *, header: bool = False) -> str:
    repeat = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{cells}</w:tr>"


def table(rows: str, *, widths: tuple[int, ...], borders: bool, margin: int) -> str:
    lines = ""
    if borders:
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        lines = f"<w:tblBorders>{sides}</w:tblBorders>"
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>{lines}<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def style_xml(name: str, style: TextStyle) -> str:
    """A paragraph style built on Normal."""
    keep = "<w:keepNext/>" if style.keep_next else ""
    line = round(240 * style.line)
    spacing = f'<w:spacing w:before="{twips(pt=style.before_pt)}" w:after="{twips(pt=style.after_pt)}" w:line="{line}" w:lineRule="auto"/>'
    indent = ""
    if style.first_line_mm or style.left_mm:
        indent = f'<w:ind w:left="{twips(mm=style.left_mm)}" w:firstLine="{twips(mm=style.first_line_mm)}"/>'
    outline = f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else ""
    look = ("<w:b/><w:bCs/>" if style.bold else "") + ("<w:i/><w:iCs/>" if style.italic else "")
    half = round(style.size * 2)
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="SV {name.replace("_", " ")}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{keep}{spacing}{indent}<w:jc w:val="{style.align}"/>{outline}</w:pPr>'
        f'<w:rPr>{look}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr></w:style>'
    )


def inline_picture(*, relation: str, number: int, width: int, height: int, description: str) -> str:
    """A run that holds a picture of ``width`` by ``height`` twips; ``description`` is read out to who cannot see it."""
    emu = 635
    size = f'cx="{width * emu}" cy="{height * emu}"'
    name, told = f"Hinh {number}", quoteattr(description)
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="{name}" descr={told}/>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{name}" descr={told}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
