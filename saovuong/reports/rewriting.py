"""Two written reports beside each other, paragraph by paragraph. Pure."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from lxml import etree

from saovuong.reports.shapes import Rewritten
from saovuong.writers.package import open_package
from saovuong.writers.reading import paragraph_style, paragraph_text
from saovuong.writers.wordml import W, style_id

_BODY, _P = f"{{{W}}}body", f"{{{W}}}p"
_ANNEX = style_id("annex_number")
_HEADINGS = frozenset(style_id(name) for name in ("part_number", "section", "item", "point"))


def rewritten(before: bytes, after: bytes) -> tuple[Rewritten, ...]:
    """The paragraphs of the running text that differ between two reports, in their order, each under the heading it stands below.

    Tables and annexes hold nothing but figures, which are compared as figures."""
    old, new = list(_paragraphs(before)), list(_paragraphs(after))
    matcher = SequenceMatcher(None, [text for _, text in old], [text for _, text in new], autojunk=False)
    out = []
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            place = new[start][0] if start < end else old[first][0]
            out.append(Rewritten(place, tuple(text for _, text in old[first:last]), tuple(text for _, text in new[start:end])))
    return tuple(out)


def _paragraphs(content: bytes) -> Iterator[tuple[str, str]]:
    """Heading and words of every paragraph between the head table and the annexes."""
    document = open_package(content, name="báo cáo").xml("word/document.xml")
    body: etree._Element | None = document.find(_BODY) if document is not None else None
    place = ""
    for element in body.iterchildren(_P) if body is not None else ():
        style, text = paragraph_style(element), " ".join(paragraph_text(element).split())
        if style == _ANNEX:
            return
        if style in _HEADINGS:
            place = text
        if text:
            yield place, text
