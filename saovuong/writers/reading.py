"""What a written .docx shows today: every figure by its bookmark, and the numbers that stand there without being figures."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from saovuong.core.text import nfc
from saovuong.writers.wordml import W, style_id

_T = f"{{{W}}}"
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_GLUED = re.compile(r"\d[.,]?\ufffc|\ufffc[.,]?\d")
_FIGURE = "\ufffc"
FIGURE_PREFIX = "so_"
_HEADINGS = {style_id(name): name for name in ("part_number", "section", "item", "point", "annex_number", "caption")}
# The pen fills these in after the report was built: number, date, name of the signer, recipients.
_BY_PEN = frozenset(
    style_id(name)
    for name in (
        *("nation", "motto", "superior", "issuer", "number", "place_date", "addressee"),
        *("authority", "signer", "recipients_head", "recipient", "annex_reference", "page_number"),
    )
)


@dataclass(frozen=True, slots=True)
class LooseNumber:
    """A number in the running text that no figure stands behind; ``glued`` when digits were added right at a figure."""

    text: str
    place: str
    glued: bool = False


@dataclass(frozen=True, slots=True)
class ShownToday:
    """``figures`` maps bookmark names on the words inside; ``blanks`` counts places still to be filled in by hand."""

    figures: Mapping[str, str]
    loose: tuple[LooseNumber, ...]
    blanks: int


def read_shown(document: etree._Element, *, blank: str = "") -> ShownToday:
    """Walk the document once. Deleted text of tracked changes does not count, inserted text does."""
    walker = _Walker(blank)
    for element in document.iter(f"{_T}p"):
        walker.paragraph(element)
    return ShownToday({name: _clean(text) for name, text in walker.figures.items()}, tuple(walker.loose), walker.blanks)


def paragraph_style(element: etree._Element) -> str:
    found = element.find(f"{_T}pPr/{_T}pStyle")
    return (found.get(f"{_T}val") or "") if found is not None else ""


def paragraph_text(element: etree._Element) -> str:
    """The words of a paragraph as read, tabs as spaces."""
    out = []
    for node in element.iter(f"{_T}t", f"{_T}tab", f"{_T}br"):
        if node.tag == f"{_T}t":
            out.append(node.text or "")
        elif node.getparent() is not None and node.getparent().tag == f"{_T}r":
            out.append("\n" if node.tag == f"{_T}br" else " ")
    return "".join(out)


def _clean(text: str) -> str:
    return " ".join(nfc(text).split())


class _Walker:
    def __init__(self, blank: str) -> None:
        self.blank = blank
        self.figures: dict[str, str] = {}
        self.loose: list[LooseNumber] = []
        self.blanks = 0
        self._open: dict[str, str] = {}
        self._headings: dict[str, str] = {}

    def paragraph(self, element: etree._Element) -> None:
        style = paragraph_style(element)
        words: list[str] = []
        for node in element.iter(f"{_T}t", f"{_T}bookmarkStart", f"{_T}bookmarkEnd", f"{_T}tab", f"{_T}br"):
            self._node(node, words)
        text = nfc("".join(words))
        if style in _HEADINGS:
            self._heading(_HEADINGS[style], _clean(text.replace(_FIGURE, "")))
        if self.blank:
            self.blanks += text.count(self.blank)
        if style not in _BY_PEN:
            place = self._place()
            self.loose.extend(LooseNumber(_clean(match[0].replace(_FIGURE, "…")), place, glued=True) for match in _GLUED.finditer(text))
            self.loose.extend(LooseNumber(match[0], place) for match in _NUMBER.finditer(text))

    def _node(self, node: etree._Element, words: list[str]) -> None:
        if node.tag == f"{_T}bookmarkStart":
            name = node.get(f"{_T}name") or ""
            if name.startswith(FIGURE_PREFIX):
                self._open[node.get(f"{_T}id") or ""] = name
                self.figures.setdefault(name, "")
                words.append(_FIGURE)
        elif node.tag == f"{_T}bookmarkEnd":
            self._open.pop(node.get(f"{_T}id") or "", None)
        else:
            text = node.text or "" if node.tag == f"{_T}t" else " "
            if not self._open:
                words.append(text)
            for name in self._open.values():
                self.figures[name] += text

    def _heading(self, kind: str, text: str) -> None:
        order = ["part_number", "annex_number", "section", "item", "point", "caption"]
        deeper = order[order.index(kind) :]
        self._headings = {known: words for known, words in self._headings.items() if known not in deeper and kind != "annex_number"}
        self._headings[kind] = text

    def _place(self) -> str:
        return ", ".join(f"“{text}”" for text in self._headings.values()) or "phần mở đầu"
