"""The pen behind every chart: SVG of plain attributes only (no style, script, link or address), and how wide words are.

A picture of it may stand inside a page under the strictest content policy. Coordinates are rounded to a tenth; equal charts are equal
bytes."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from saovuong.writers.chart_shapes import Palette

SIZE = 13
_NARROW, _WIDE = frozenset("iljtfrI.,:;'|!()[]-/ "), frozenset("mwMWĐ%@—")


def number(value: float) -> str:
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def tag(name: str, content: str = "", /, **attributes: str | float) -> str:
    """One element; ``stroke_width`` is written ``stroke-width``, numbers are rounded to a tenth."""
    told = "".join(
        f" {key.replace('_', '-')}={quoteattr(value if isinstance(value, str) else number(value))}" for key, value in attributes.items()
    )
    return f"<{name}{told}>{content}</{name}>" if content else f"<{name}{told}/>"


def words(text: str, *, x: float, y: float, fill: str, size: float = SIZE, anchor: str = "start", weight: str = "") -> str:
    bold = {"font_weight": weight} if weight else {}
    place = {} if anchor == "start" else {"text_anchor": anchor}
    return tag("text", escape(text), x=x, y=y, fill=fill, font_size=size, **place, **bold)


def width_of(text: str, *, size: float = SIZE) -> float:
    """About how wide a line of Arial is; letters with marks are as wide as those without."""
    total = 0.0
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.combining(char):
            continue
        total += 0.3 if char in _NARROW else 0.86 if char in _WIDE else 0.68 if char.isupper() else 0.556
    return total * size


def fitted(text: str, *, room: float, size: float = SIZE) -> str:
    """The text, or as much of it as the room holds with ``…`` behind."""
    if width_of(text, size=size) <= room:
        return text
    kept = text
    while kept and width_of(f"{kept}…", size=size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def svg(*, title: str, finding: str, width: float, height: float, palette: Palette, parts: Sequence[str]) -> str:
    """The whole picture on paper of its own, so that it reads the same on any ground."""
    paper = tag("rect", width=width, height=height, fill=palette.paper)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(width)}" height="{number(height)}" '
        f'viewBox="0 0 {number(width)} {number(height)}" role="img" aria-label={quoteattr(f"{title}. {finding}")} '
        f"font-family={quoteattr(palette.font)}>"
    )
    return f"{head}\n" + "\n".join((paper, *parts)) + "\n</svg>"


def nice_top(value: Decimal) -> Decimal:
    """The end of an axis from zero: the least of 1, 2, 2.5, 5 times a power of ten that is not below ``value``; 1 for nothing."""
    if value <= 0:
        return Decimal(1)
    power = Decimal(1).scaleb(value.adjusted())
    return next(step * power for step in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10)) if step * power >= value)


def share(value: Decimal, top: Decimal) -> float:
    """How far along an axis from zero to ``top`` a value stands, kept inside it."""
    return float(min(max(value / top, Decimal(0)), Decimal(1))) if top else 0.0


def svg_size(text: str) -> tuple[float, float]:
    """Width and height of a picture of :func:`svg`."""
    _, _, width, height = text.partition('viewBox="')[2].partition('"')[0].split(" ")
    return float(width), float(height)
