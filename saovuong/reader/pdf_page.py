"""What stands on a PDF page: letters with their places, and the straight lines drawn on it. All places are as a person sees the page."""

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from saovuong.reader.old_encodings import OldFont, old_font

_MOST_LETTERS = 60_000
_MOST_OBJECTS = 20_000
_DEEPEST_FORM = 4
# Rules are as good as straight; anything shorter is part of a letter or a picture.
_STRAIGHT, _SHORTEST_RULE = 1.5, 6.0
_INVISIBLE = 3


@dataclass(frozen=True, slots=True)
class Letter:
    """``y`` is the baseline, upwards; ``font`` is set for fonts from before Unicode. A space is a letter too."""

    x0: float
    x1: float
    y: float
    size: float
    sign: str
    font: OldFont | None
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal or vertical line at ``at`` from ``low`` to ``high``."""

    vertical: bool
    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """``pictures`` is how many pictures cover a good part of the page, ``recognised`` whether the letters lie unseen over one.

    ``crowded`` says that it has more letters than were read."""

    width: float
    height: float
    letters: tuple[Letter, ...]
    rules: tuple[Rule, ...]
    pictures: int
    recognised: bool
    crowded: bool


@dataclass(frozen=True, slots=True)
class _Turn:
    """Turns places by quarters so that the text stands upright."""

    quarters: int
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.quarters == 1:
            return y, self.width - x
        if self.quarters == 2:
            return self.width - x, self.height - y
        if self.quarters == 3:
            return self.height - y, x
        return x, y

    def size(self) -> tuple[float, float]:
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One text object: how all letters of it look."""

    size: float
    font: OldFont | None
    quarters: int
    unseen: bool


def page_content(page: pdfium.PdfPage) -> PageContent:
    left, bottom, right, top = page.get_mediabox()
    width, height = right - left, top - bottom
    text = page.get_textpage()
    try:
        crowded = text.count_chars() > _MOST_LETTERS
        found = _letters(text)
    finally:
        text.close()
    # How the text lies decides, not how a viewer would turn the page: sideways tables stand upright here.
    turned = Counter(drawn.quarters for *_, drawn in found if drawn.quarters < 4)
    upright = turned.most_common(1)[0][0] if turned else 0
    turn = _Turn(-upright % 4, width, height)
    letters = tuple(_placed(one, turn, left, bottom) for one in found if one[-1].quarters == upright)
    rules, pictures = _drawings(page, turn, (left, bottom), width * height)
    unseen = sum(1 for *_, drawn in found if drawn.unseen)
    return PageContent(*turn.size(), letters, rules, pictures, recognised=unseen > len(found) / 2, crowded=crowded)


_Found = tuple[str, float, float, float, float, float, _Drawn]


def _letters(text: pdfium.PdfTextPage) -> list[_Found]:
    """Sign, left, bottom, right, top, baseline x and y packed per letter; letters that PDFium made up between others are left out."""
    handle, count = text.raw, min(text.count_chars(), _MOST_LETTERS)
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    known: dict[int, _Drawn] = {}
    out: list[_Found] = []
    for index in range(count):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code in (0x02, 0xAD):
            # Both stand for a hyphen at the end of a line.
            code = 0xAD
        elif code in (0x20, 0xA0):
            code = 0x20
        elif code < 0x20 or 0x7F <= code < 0xA0 or code in (0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000:
            continue
        sign = chr(code)
        if unicodedata.combining(sign) and out:
            # A mark drawn by itself belongs to the letter before it, wherever it is drawn.
            raw.FPDFText_GetLooseCharBox(handle, index, box)
            before = out[-1]
            out[-1] = (unicodedata.normalize("NFC", before[0] + sign), before[1], max(before[2], box.right), *before[3:])
            continue
        item = raw.FPDFText_GetTextObject(handle, index)
        key = ctypes.cast(item, ctypes.c_void_p).value
        if key is None or raw.FPDFText_IsGenerated(handle, index) == 1:
            continue
        drawn = known.get(key)
        if drawn is None:
            drawn = known[key] = _drawn(handle, index, item)
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        out.append((sign, box.left, box.right, box.bottom, box.top, x.value if drawn.quarters % 2 else y.value, drawn))
    return out


def _drawn(handle: Any, index: int, item: Any) -> _Drawn:
    font = raw.FPDFTextObj_GetFont(item)
    length = raw.FPDFFont_GetBaseFontName(font, None, 0) if font else 0
    name = ""
    if 1 < length < 500:
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFFont_GetBaseFontName(font, buffer, length)
        name = buffer.value.decode("utf-8", "replace")
    angle = raw.FPDFText_GetCharAngle(handle, index)
    turned = angle / (math.pi / 2) if math.isfinite(angle) and angle >= 0 else 0.0
    # Slanted text is a watermark; it belongs to no quarter.
    quarters = round(turned) % 4 if abs(turned - round(turned)) < 0.1 else 9
    size = abs(raw.FPDFText_GetFontSize(handle, index))
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(handle, index, matrix):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
    unseen = raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE
    return _Drawn(min(max(size, 1.0), 500.0), old_font(name), quarters, unseen)


def _placed(found: _Found, turn: _Turn, left: float, bottom: float) -> Letter:
    sign, x0, x1, y0, y1, base, drawn = found
    ax, _ = turn.point(x0 - left, y0 - bottom)
    bx, _ = turn.point(x1 - left, y1 - bottom)
    _, baseline = turn.point(base - left, 0.0) if turn.quarters % 2 else turn.point(0.0, base - bottom)
    return Letter(min(ax, bx), max(ax, bx), baseline, drawn.size, sign, drawn.font)


def _drawings(page: pdfium.PdfPage, turn: _Turn, corner: tuple[float, float], area: float) -> tuple[tuple[Rule, ...], int]:
    rules: list[Rule] = []
    pictures = 0
    for seen, item in enumerate(page.get_objects(max_depth=_DEEPEST_FORM)):
        if seen > _MOST_OBJECTS or len(rules) > _MOST_OBJECTS:
            break
        if item.type == raw.FPDF_PAGEOBJ_PATH:
            rules += _rules(item, turn, corner)
        elif item.type == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = item.get_bounds()
            pictures += (x1 - x0) * (y1 - y0) > 0.05 * area
    return tuple(rules), pictures


def _rules(item: pdfium.PdfObject, turn: _Turn, corner: tuple[float, float]) -> list[Rule]:
    """The straight sides of a drawn path; thin rectangles, as Word draws borders, give two that lie together."""
    matrix = item.get_matrix()
    count = min(raw.FPDFPath_CountSegments(item.raw), 2000)
    x, y = ctypes.c_float(), ctypes.c_float()
    out: list[Rule] = []
    start = last = (0.0, 0.0)
    for index in range(max(count, 0)):
        segment = raw.FPDFPath_GetPathSegment(item.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        px, py = matrix.on_point(x.value, y.value)
        here = turn.point(px - corner[0], py - corner[1])
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            out += _rule(last, here)
        if raw.FPDFPathSegment_GetClose(segment):
            out += _rule(here, start)
        last = here
    return out


def _rule(one: tuple[float, float], two: tuple[float, float]) -> list[Rule]:
    (x0, y0), (x1, y1) = one, two
    if not all(map(math.isfinite, (x0, y0, x1, y1))):
        return []
    if abs(x0 - x1) <= _STRAIGHT and abs(y0 - y1) >= _SHORTEST_RULE:
        return [Rule(True, (x0 + x1) / 2, min(y0, y1), max(y0, y1))]
    if abs(y0 - y1) <= _STRAIGHT and abs(x0 - x1) >= _SHORTEST_RULE:
        return [Rule(False, (y0 + y1) / 2, min(x0, x1), max(x0, x1))]
    return []
