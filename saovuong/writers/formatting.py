"""How a .docx really looks: formatting worked out through defaults, styles and what is set on the spot."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from saovuong.writers.reading import paragraph_style, paragraph_text
from saovuong.writers.wordml import W

_T = f"{{{W}}}"
_AXES = ("ascii", "hAnsi", "cs", "eastAsia")


@dataclass(frozen=True, slots=True)
class RunLook:
    """``fonts`` are the names for all scripts; ``size`` in points; ``color`` is ``auto`` or six hexadecimal digits."""

    text: str
    fonts: frozenset[str]
    size: float
    bold: bool
    italic: bool
    color: str


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """``lines`` are the parts of ``text`` between line breaks. Lengths in twips; ``line`` is a multiple of single spacing, or None where
    it is an exact height."""

    text: str
    lines: tuple[str, ...]
    style: str
    align: str
    first_line: int
    left: int
    right: int
    before: int
    after: int
    line: float | None
    rule: bool
    runs: tuple[RunLook, ...]

    @property
    def size(self) -> tuple[float, float]:
        """Smallest and largest type size; (0, 0) for a paragraph without words."""
        sizes = [run.size for run in self.runs]
        return (min(sizes), max(sizes)) if sizes else (0, 0)

    @property
    def bold(self) -> bool:
        return bool(self.runs) and all(run.bold for run in self.runs)

    @property
    def italic(self) -> bool:
        return bool(self.runs) and all(run.italic for run in self.runs)

    @property
    def upright(self) -> bool:
        return not any(run.italic for run in self.runs)


class StyleSheet:
    """Resolves the styles of one document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        self._base: dict[str, etree._Element] = {}
        if root is None:
            return
        for style in root.findall(f"{_T}style"):
            key = style.get(f"{_T}styleId") or ""
            self._styles[key] = style
            if style.get(f"{_T}default") in ("1", "true") and style.get(f"{_T}type") == "paragraph":
                self._default = key
        for kind in ("rPr", "pPr"):
            found = root.find(f"{_T}docDefaults/{_T}{kind}Default/{_T}{kind}")
            if found is not None:
                self._base[kind] = found

    def layers(self, style: str, kind: str) -> list[etree._Element]:
        """Property elements from the document's defaults down to the style, the later ones winning."""
        chain: list[etree._Element] = []
        seen: set[str] = set()
        key = style or self._default
        while key and key in self._styles and key not in seen:
            seen.add(key)
            props = self._styles[key].find(f"{_T}{kind}")
            if props is not None:
                chain.append(props)
            based = self._styles[key].find(f"{_T}basedOn")
            key = (based.get(f"{_T}val") or "") if based is not None else ""
        if kind in self._base:
            chain.append(self._base[kind])
        return chain[::-1]


def paragraph_look(element: etree._Element, sheet: StyleSheet) -> ParagraphLook:
    style = paragraph_style(element)
    layers = sheet.layers(style, "pPr")
    own = element.find(f"{_T}pPr")
    if own is not None:
        layers = [*layers, own]
    spacing, indent = _attributes(layers, "spacing"), _attributes(layers, "ind")
    words = paragraph_text(element)
    exact = spacing.get("lineRule", "auto") != "auto"
    return ParagraphLook(
        text=" ".join(words.split()),
        lines=tuple(" ".join(line.split()) for line in words.split("\n")),
        style=style,
        align=_value(layers, "jc") or "left",
        first_line=_int(indent, "firstLine"),
        left=_int(indent, "left") or _int(indent, "start"),
        right=_int(indent, "right") or _int(indent, "end"),
        before=_int(spacing, "before"),
        after=_int(spacing, "after"),
        line=None if exact else _int(spacing, "line", 240) / 240,
        rule=any(layer.find(f"{_T}pBdr") is not None for layer in layers),
        runs=tuple(_run_looks(element, style, sheet)),
    )


def _run_looks(element: etree._Element, style: str, sheet: StyleSheet) -> Iterator[RunLook]:
    for run in element.iter(f"{_T}r"):
        text = "".join(node.text or "" for node in run.findall(f"{_T}t"))
        if not text.strip():
            continue
        own = run.find(f"{_T}rPr")
        named = own.find(f"{_T}rStyle") if own is not None else None
        layers = sheet.layers(style, "rPr")
        if named is not None:
            layers = [*layers, *sheet.layers(named.get(f"{_T}val") or "", "rPr")[1:]]
        if own is not None:
            layers = [*layers, own]
        yield RunLook(
            text, _fonts(layers), _int(_attributes(layers, "sz"), "val", 20) / 2, _on(layers, "b"), _on(layers, "i"), _color(layers)
        )


def _fonts(layers: list[etree._Element]) -> frozenset[str]:
    names: dict[str, str] = {}
    for layer in layers:
        fonts = layer.find(f"{_T}rFonts")
        if fonts is None:
            continue
        for axis in _AXES:
            name, theme = fonts.get(f"{_T}{axis}"), fonts.get(f"{_T}{axis}Theme") or fonts.get(f"{_T}{axis.lower()}theme")
            if theme:
                names[axis] = f"theo chủ đề ({theme})"
            elif name:
                names[axis] = name
    # A script without a name takes whatever the reading computer likes, unless no letter of it can occur.
    return frozenset(names.get(axis, "(chưa đặt)") for axis in ("ascii", "hAnsi")) | frozenset(
        names[axis] for axis in ("cs", "eastAsia") if axis in names
    )


def _color(layers: list[etree._Element]) -> str:
    return (_value(layers, "color") or "auto").lower()


def _on(layers: list[etree._Element], tag: str) -> bool:
    for layer in reversed(layers):
        found = layer.find(f"{_T}{tag}")
        if found is not None:
            return (found.get(f"{_T}val") or "1") not in ("0", "false", "off")
    return False


def _value(layers: list[etree._Element], tag: str) -> str | None:
    for layer in reversed(layers):
        found = layer.find(f"{_T}{tag}")
        if found is not None:
            value: str | None = found.get(f"{_T}val")
            return value
    return None


def _attributes(layers: list[etree._Element], tag: str) -> dict[str, str]:
    """Attributes of one property, each from the innermost layer that sets it."""
    out: dict[str, str] = {}
    for layer in layers:
        found = layer.find(f"{_T}{tag}")
        if found is not None:
            out.update({name.removeprefix(_T): value for name, value in found.attrib.items()})
    return out


def _int(values: dict[str, str], name: str, default: int = 0) -> int:
    try:
        return round(float(values.get(name, default)))
    except ValueError:
        return default
