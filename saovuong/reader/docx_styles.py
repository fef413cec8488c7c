"""What a run of a .docx looks like where its font comes from: itself, its styles, the document's defaults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from saovuong.reader.old_encodings import OldFont, old_font

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class RunLook:
    """What changes the letters that a run shows: an old font, capitals, a raised position, being hidden."""

    font: OldFont | None = None
    capitals: bool = False
    raised: bool = False
    hidden: bool = False


class Styles:
    """The styles of one document. ``root`` is the root of styles.xml, None where the document has none."""

    def __init__(self, root: etree._Element | None) -> None:
        self._by_id: Mapping[str, etree._Element] = {}
        self._default_paragraph = ""
        self._defaults: etree._Element | None = None
        if root is not None:
            self._by_id = {style.get(W + "styleId", ""): style for style in root.iterfind(W + "style")}
            kinds = (s for s in self._by_id.values() if s.get(W + "type") == "paragraph" and s.get(W + "default") not in (None, *_OFF))
            self._default_paragraph = next((style.get(W + "styleId", "") for style in kinds), "")
            self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        # Runs come by the thousand with few combinations of styles.
        self.look_of_style = lru_cache(maxsize=512)(self._look_of_style)

    def style_of(self, paragraph: etree._Element) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return (style.get(W + "val") or "") if style is not None else self._default_paragraph

    def chain(self, style_id: str) -> Iterator[etree._Element]:
        """The style and those that it is based on, nearest first."""
        seen: set[str] = set()
        while style_id in self._by_id and style_id not in seen:
            seen.add(style_id)
            style = self._by_id[style_id]
            yield style
            based = style.find(W + "basedOn")
            style_id = (based.get(W + "val") or "") if based is not None else ""

    def is_contents_entry(self, style_id: str) -> bool:
        """Whether paragraphs of this style are lines of a table of contents."""
        for style in self.chain(style_id):
            name = style.find(W + "name")
            if name is not None and (name.get(W + "val") or "").lower().startswith(("toc ", "table of figures")):
                return True
        return False

    def look(self, run: etree._Element, paragraph_style: str) -> RunLook:
        own = run.find(W + "rPr")
        if own is None:
            return self.look_of_style("", paragraph_style)
        named = own.find(W + "rStyle")
        base = self.look_of_style((named.get(W + "val") or "") if named is not None else "", paragraph_style)
        return _over(own, base)

    def _look_of_style(self, run_style: str, paragraph_style: str) -> RunLook:
        look = RunLook()
        layers = [style.find(W + "rPr") for style in (*self.chain(run_style), *self.chain(paragraph_style))]
        for properties in (self._defaults, *reversed(layers)):
            if properties is not None:
                look = _over(properties, look)
        return look


def _over(properties: etree._Element, base: RunLook) -> RunLook:
    """``base`` with what ``properties`` say."""
    fonts = properties.find(W + "rFonts")
    font = base.font
    if fonts is not None:
        # Letters above ASCII, the only ones that an old font changes, are drawn with hAnsi.
        name = fonts.get(W + "hAnsi") or fonts.get(W + "ascii")
        font = old_font(name) if name or fonts.get(W + "hAnsiTheme") else base.font
    raised = properties.find(W + "vertAlign")
    hidden = _switch(properties, "vanish", base.hidden)
    capitals = _switch(properties, "caps", base.capitals)
    return RunLook(font, capitals, base.raised if raised is None else raised.get(W + "val") == "superscript", hidden)


def _switch(properties: etree._Element, name: str, before: bool) -> bool:
    found = properties.find(W + name)
    return before if found is None else found.get(W + "val", "1") not in _OFF
