"""The letters of .docx paragraphs as a reader of the printed page sees them."""

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from saovuong.reader.docx_numbering import Numbering
from saovuong.reader.docx_styles import RunLook, Styles, W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
# Around runs; what was inserted under tracking stands, what was deleted or moved away is left out.
_AROUND = frozenset(W + name for name in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdtContent", "fldSimple", "dir", "bdo"))
_RAISED = str.maketrans("0123456789()+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻ⁿ")
_SYMBOLS = {
    "f0b3": "≥",
    "f0a3": "≤",
    "f0b1": "±",
    "f0b4": "×",
    "f0b0": "°",
    "f0b9": "≠",
    "f0fc": "✓",
    "f0fe": "☒",
    "f0a8": "☐",
    "f0d8": "►",
}
_SIGNS = {W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "tab": "\t", W + "ptab": "\t"}


@dataclass(slots=True)
class Spoken:
    """What one paragraph shows: the list label printed before it, its text with line ends between its lines.

    ``boxes`` are the text boxes anchored in it, ``notes`` the kinds and ids of the notes it refers to."""

    label: str = ""
    text: str = ""
    pieces: list[tuple[str, RunLook]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class TextReader:
    styles: Styles
    numbering: Numbering
    converted: Counter[str] = field(default_factory=Counter)
    pictures: int = 0

    def paragraph(self, paragraph: etree._Element) -> Spoken:
        """Must be asked for in document order, for the labels."""
        style = self.styles.style_of(paragraph)
        spoken = Spoken(self.numbering.label(paragraph, style))
        self._inline(paragraph, style, spoken)
        spoken.text = "\n".join(_tidy(line) for line in self._shown(spoken.pieces).split("\n")).strip("\n")
        return spoken

    def is_contents_entry(self, paragraph: etree._Element) -> bool:
        return self.styles.is_contents_entry(self.styles.style_of(paragraph))

    def _inline(self, holder: etree._Element, style: str, spoken: Spoken) -> None:
        for child in holder:
            tag = child.tag
            if tag == W + "r":
                self._run(child, style, spoken)
            elif tag in _AROUND:
                self._inline(child, style, spoken)
            elif tag == W + "sdt":
                content = child.find(W + "sdtContent")
                if content is not None:
                    self._inline(content, style, spoken)
            elif tag in (_MATH + "oMath", _MATH + "oMathPara"):
                spoken.pieces.append(("".join(child.itertext(_MATH + "t")), RunLook()))
            elif tag == MC + "AlternateContent":
                self._inline(chosen(child), style, spoken)

    def _run(self, run: etree._Element, style: str, spoken: Spoken) -> None:
        look = self.styles.look(run, style)
        if look.hidden:
            return
        for child in run:
            tag = child.tag
            if tag == W + "t":
                spoken.pieces.append((child.text or "", look))
            elif tag in _SIGNS:
                spoken.pieces.append((_SIGNS[tag], look))
            elif tag == W + "sym":
                code = (child.get(W + "char") or "").lower()
                spoken.pieces.append((_SYMBOLS.get(code, ""), RunLook()))
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                spoken.notes.append((tag.removeprefix(W).removesuffix("Reference"), child.get(W + "id") or ""))
            elif tag in (W + "drawing", W + "pict", W + "object", MC + "AlternateContent"):
                self._drawing(chosen(child) if tag == MC + "AlternateContent" else child, spoken)

    def _drawing(self, drawing: etree._Element, spoken: Spoken) -> None:
        self.pictures += sum(1 for _ in drawing.iter(_DRAWING + "blip", _VML + "imagedata"))
        # A box inside a box comes with the outer one.
        outer: etree._Element | None = None
        for box in drawing.iter(W + "txbxContent"):
            if outer is None or outer not in box.iterancestors():
                outer = box
                spoken.boxes.append(box)

    def _shown(self, pieces: list[tuple[str, RunLook]]) -> str:
        """Runs in one look are read together: an old font may spread one letter over two runs."""
        out: list[str] = []
        index = 0
        while index < len(pieces):
            look, joined = pieces[index][1], []
            while index < len(pieces) and pieces[index][1] == look:
                joined.append(pieces[index][0])
                index += 1
            out.append(self._letters("".join(joined), look))
        return "".join(out)

    def _letters(self, text: str, look: RunLook) -> str:
        shown = text
        if look.font is not None:
            shown = look.font.read(text)
            if shown.casefold() != text.casefold():
                self.converted[look.font.encoding] += 1
        if look.capitals and len(shown.upper()) == len(shown):
            shown = shown.upper()
        if look.raised:
            shown = shown.translate(_RAISED)
        return shown


def chosen(alternatives: etree._Element) -> etree._Element:
    """The first choice of an AlternateContent, else its fallback: they show the same thing."""
    choice = alternatives.find(MC + "Choice")
    if choice is None:
        choice = alternatives.find(MC + "Fallback")
    return alternatives if choice is None else choice


def _tidy(line: str) -> str:
    """A single tab is a space; several in one line may divide columns and stay."""
    line = line.replace("\u00ad", "").strip()
    return line if line.count("\t") > 1 else line.replace("\t", " ")
