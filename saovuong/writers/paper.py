"""A written paper cut into the parts that the law knows, and the measures that every rule takes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from saovuong.core.text import tone_normal
from saovuong.writers.formatting import ParagraphLook, StyleSheet, paragraph_look
from saovuong.writers.package import Package
from saovuong.writers.profile import Profile
from saovuong.writers.wordml import W

_T = f"{{{W}}}"
NEAR = 3  # twips; editors round
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class FormatFinding:
    """``rule`` is an id of the profile's rules; ``measured`` what stands there, ``expected`` what should."""

    rule: str
    place: str
    message: str
    measured: str
    expected: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document cut into the parts that the law knows."""

    package: Package
    profile: Profile
    head: tuple[ParagraphLook, ...]
    title: tuple[ParagraphLook, ...]
    body: tuple[ParagraphLook, ...]
    end: tuple[tuple[ParagraphLook, ...], ...]
    after: tuple[ParagraphLook, ...]
    sections: tuple[etree._Element, ...]
    headers: tuple[ParagraphLook, ...]
    everything: tuple[ParagraphLook, ...]
    head_widths: Mapping[str, int]


def cut_paper(package: Package, profile: Profile) -> Paper:
    document = package.xml("word/document.xml")
    sheet = StyleSheet(package.xml("word/styles.xml"))
    body = document.find(f"{_T}body") if document is not None else None
    blocks = [element for element in body if element.tag in (f"{_T}p", f"{_T}tbl")] if body is not None else []
    looks = {p: paragraph_look(p, sheet) for p in (document.iter(f"{_T}p") if document is not None else ())}
    tables = [index for index, block in enumerate(blocks) if block.tag == f"{_T}tbl"]
    first = tables[0] if tables else None
    last = _signature_at(blocks, tables, looks, profile)
    head = [looks[p] for p in blocks[first].iter(f"{_T}p")] if first is not None else []
    start = first + 1 if first is not None else 0
    stop = last if last is not None else len(blocks)
    running = [looks[block] for block in blocks[start:stop] if block.tag == f"{_T}p"]
    cut = next((place for place, look in enumerate(running) if look.text and not look.bold), len(running))
    cells = [tuple(looks[p] for p in cell.iter(f"{_T}p")) for cell in blocks[last].iter(f"{_T}tc")] if last is not None else []
    after = [looks[block] for block in blocks[stop + 1 :] if block.tag == f"{_T}p"]
    return Paper(
        package=package,
        profile=profile,
        head=tuple(head),
        title=tuple(running[:cut]),
        body=tuple(running[cut:]),
        end=tuple(cells),
        after=tuple(after),
        sections=tuple(document.iter(f"{_T}sectPr")) if document is not None else (),
        headers=tuple(_header_looks(package, sheet)),
        everything=tuple(looks.values()),
        head_widths=_widths(blocks[first], looks) if first is not None else {},
    )


def _signature_at(
    blocks: list[etree._Element], tables: list[int], looks: Mapping[etree._Element, ParagraphLook], profile: Profile
) -> int | None:
    for index in tables[1:]:
        if any(looks[p].text.startswith(profile.words.recipients.rstrip(":")) for p in blocks[index].iter(f"{_T}p")):
            return index
    return None


def _widths(table: etree._Element, looks: Mapping[etree._Element, ParagraphLook]) -> dict[str, int]:
    """Width of the cell in which each text of the head stands."""
    out = {}
    for cell in table.iter(f"{_T}tc"):
        width = cell.find(f"{_T}tcPr/{_T}tcW")
        for p in cell.iter(f"{_T}p"):
            out[looks[p].text] = int(float(width.get(f"{_T}w") or 0)) if width is not None else 0
    return out


def _header_looks(package: Package, sheet: StyleSheet) -> Iterator[ParagraphLook]:
    for name in sorted(package.parts):
        if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            root = package.xml(name)
            for p in root.iter(f"{_T}p") if root is not None else ():
                yield paragraph_look(p, sheet)


def look_faults(rule: str, look: ParagraphLook, style_name: str, paper: Paper) -> Iterator[FormatFinding]:
    """Size, weight, slant, capitals and alignment of one line against its style."""
    style = paper.profile.style(style_name)
    place = quoted(look.text)
    yield from size_faults(rule, look, style_name, paper)
    if look.bold != style.bold:
        yield FormatFinding(rule, place, "độ đậm không đúng", "đậm" if look.bold else "không đậm", "đậm" if style.bold else "không đậm")
    if style.italic != look.italic or (not style.italic and not look.upright):
        yield FormatFinding(
            rule, place, "kiểu chữ không đúng", "đứng" if look.upright else "nghiêng", "nghiêng" if style.italic else "đứng"
        )
    if style.caps and look.text != look.text.upper():
        yield FormatFinding(rule, place, "phải viết in hoa", look.text, look.text.upper())
    if style.align == "center" and look.align != "center":
        yield FormatFinding(rule, place, "không canh giữa", look.align, "center")


def size_faults(rule: str, look: ParagraphLook, style_name: str, paper: Paper, *, place: str = "") -> Iterator[FormatFinding]:
    sizes = paper.profile.style(style_name).sizes
    if sizes and look.runs and not sizes[0] <= look.size[0] <= look.size[1] <= sizes[1]:
        yield FormatFinding(
            rule, place or quoted(look.text), "cỡ chữ không đúng", f"{look.size[0]:g} - {look.size[1]:g}", f"{sizes[0]:g} - {sizes[1]:g}"
        )


def rule_faults(
    rule: str, lines: tuple[ParagraphLook, ...], look: ParagraphLook, *, width: int, length: tuple[float, float], words: str
) -> Iterator[FormatFinding]:
    """The line drawn below ``look``: the border of the next paragraph between its indents."""
    after = lines[lines.index(look) + 1 :]
    drawn = after[0] if after and after[0].rule else None
    if drawn is None and not look.rule:
        yield FormatFinding(rule, quoted(look.text), "thiếu đường kẻ phía dưới", "không có đường kẻ", words)
    elif drawn is not None and width:
        found = width - drawn.left - drawn.right
        if not length[0] <= found <= length[1]:
            yield FormatFinding(rule, quoted(look.text), "đường kẻ dài ngắn không đúng", f"{millimetres(found)} mm", words)


def find_words(lines: tuple[ParagraphLook, ...], words: str) -> ParagraphLook | None:
    """The line with just these words; the two ways of placing the tone (HÒA, HOÀ) are one."""
    wanted = tone_normal(words)
    return next(
        (look for look in lines if tone_normal(look.text) == wanted and (words != words.upper() or look.text == look.text.upper())), None
    )


def index_of(lines: tuple[ParagraphLook, ...], words: str) -> int:
    found = find_words(lines, words)
    return lines.index(found) if found is not None else len(lines)


def closest(lines: tuple[ParagraphLook, ...], words: str) -> str:
    """The line that shares most words with the wanted one."""
    wanted = set(words.lower().split())
    best = max(lines, key=lambda look: len(wanted & set(look.text.lower().split())), default=None)
    return best.text if best is not None and wanted & set(best.text.lower().split()) else "(không có)"


def attribute(element: etree._Element | None, name: str) -> int:
    if element is None:
        return 0
    try:
        return round(float(element.get(f"{_T}{name}") or 0))
    except ValueError:
        return 0


def near(found: int, wanted: int, tolerance: int = NEAR) -> bool:
    return abs(found - wanted) <= tolerance


def millimetres(value: float) -> str:
    return f"{value * 25.4 / 1440:.1f}".rstrip("0").rstrip(".")


def section_name(number: int) -> str:
    return "phần chính" if number == 0 else f"phụ lục thứ {number}"


def quoted(text: str) -> str:
    return f"“{text[:_SHOWN]}{'...' if len(text) > _SHOWN else ''}”"
