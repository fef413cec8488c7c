"""Small PDF files for tests, written by hand: text at places in made-up fonts, lines, pictures, a password."""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

A4 = (595, 842)
_NARROW, _WIDE = "iljtfrI.,;:'|()[]- ", "mwMWĐƯƠ%"


def width(sign: str) -> int:
    return 280 if sign in _NARROW else 780 if sign in _WIDE else 640 if sign.isupper() else 500


def text_width(text: str, size: float = 13) -> float:
    return sum(map(width, text)) * size / 1000


@dataclass
class Page:
    """``rotate`` turns the whole page as a viewer would, in degrees."""

    size: tuple[float, float] = A4
    rotate: int = 0
    drawing: list[tuple[str, ...]] = field(default_factory=list)

    def text(
        self, x: float, y: float, words: str, *, size: float = 13, font: str = "F1", turned: bool = False, unseen: bool = False
    ) -> None:
        self.drawing.append(("text", font, str(size), f"0 1 -1 0 {x} {y}" if turned else f"1 0 0 1 {x} {y}", words, "3" if unseen else "0"))

    def paragraph(self, x: float, y: float, words: str, *, right: float, indent: float = 0, size: float = 13, lead: float = 18) -> float:
        """Words set in lines up to ``right``; gives the baseline below the last line."""
        line, start = "", x + indent
        for word in words.split():
            tried = f"{line} {word}".strip()
            if line and start + text_width(tried, size) > right:
                self.text(start, y, line, size=size)
                line, start, y = word, x, y - lead
            else:
                line = tried
        self.text(start, y, line, size=size)
        return y - lead

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.drawing.append(("raw", f"{x0} {y0} m {x1} {y1} l S"))

    def picture(self, x: float, y: float, wide: float, high: float) -> None:
        self.drawing.append(("raw", f"q {wide} 0 0 {high} {x} {y} cm /Im1 Do Q"))

    def table(
        self, x: float, y: float, widths: Sequence[float], rows: Sequence[Sequence[str]], *, high: float = 22, ruled: bool = True
    ) -> float:
        """Rows from ``y`` down; cells that are too wide are set in lines; gives the lower edge."""
        for row in rows:
            lines = [_lines(cell, wide - 6) for cell, wide in zip(row, widths, strict=True)]
            tall = max(high, 15 * max(map(len, lines)) + 7)
            left = x
            for cell_lines, wide in zip(lines, widths, strict=True):
                for number, words in enumerate(cell_lines):
                    self.text(left + 3, y - 15 - 15 * number, words, size=12)
                left += wide
            if ruled:
                self.grid(x, y, widths, tall)
            y -= tall
        return y

    def grid(self, x: float, y: float, widths: Sequence[float], tall: float) -> None:
        edges = [x + sum(widths[:place]) for place in range(len(widths) + 1)]
        for edge in edges:
            self.line(edge, y, edge, y - tall)
        self.line(x, y, edges[-1], y)
        self.line(x, y - tall, edges[-1], y - tall)


def _lines(words: str, wide: float) -> list[str]:
    out = [""]
    for word in words.split():
        tried = f"{out[-1]} {word}".strip()
        if out[-1] and text_width(tried, 12) > wide:
            out.append(word)
        else:
            out[-1] = tried
    return out


class _Font:
    """F1 reaches any letter through a table to Unicode; F2 is a Western font under an old Vietnamese name; F3 has no table."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}

    def hex(self, words: str) -> str:
        return "".join(f"{self.codes.setdefault(sign, len(self.codes) + 1):04X}" for sign in words)

    def to_unicode(self) -> bytes:
        rows = "".join(f"<{code:04X}> <{sign.encode('utf-16-be').hex()}>\n" for sign, code in self.codes.items())
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(self.codes)} beginbfchar\n{rows}endbfchar\nendcmap end end"
        ).encode()

    def widths(self) -> str:
        return " ".join(f"{code} [{width(sign)}]" for sign, code in self.codes.items())


def pdf_file(*pages: Page, password: str = "", old_font: str = ".VnTime") -> bytes:
    font = _Font()
    contents = [zlib.compress(_content(page, font)) for page in pages]
    objects: list[tuple[str, bytes | None]] = [
        ("<< /Type /Catalog /Pages 2 0 R >>", None),
        (f"<< /Type /Pages /Kids [{' '.join(f'{10 + 2 * n} 0 R' for n in range(len(pages)))}] /Count {len(pages)} >>", None),
        ("<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Times /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>", None),
        (
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Times /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
            f"/Supplement 0 >> /FontDescriptor 7 0 R /DW 500 /W [{font.widths()}] >>",
            None,
        ),
        ("<< /Length {length} >>", font.to_unicode()),
        (
            f"<< /Type /Font /Subtype /TrueType /BaseFont /{old_font} /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 "
            f"/Widths [{' '.join(['500'] * 224)}] /FontDescriptor 7 0 R >>",
            None,
        ),
        (
            "<< /Type /FontDescriptor /FontName /Times /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 "
            "/CapHeight 700 /StemV 80 >>",
            None,
        ),
        ("<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length {length} >>", b"\x80"),
        ("<< /Font << /F1 3 0 R /F2 6 0 R >> /XObject << /Im1 8 0 R >> >>", None),
    ]
    for number, (page, content) in enumerate(zip(pages, contents, strict=True)):
        box = f"[0 0 {page.size[0]} {page.size[1]}]"
        about = f"/MediaBox {box} /Rotate {page.rotate} /Resources 9 0 R /Contents {11 + 2 * number} 0 R"
        objects.append((f"<< /Type /Page /Parent 2 0 R {about} >>", None))
        objects.append(("<< /Length {length} /Filter /FlateDecode >>", content))
    return _written(objects, password)


def _content(page: Page, font: _Font) -> bytes:
    out: list[str] = []
    for kind, *rest in page.drawing:
        if kind == "raw":
            out.append(rest[0])
            continue
        name, size, matrix, words, mode = rest
        shown = f"<{font.hex(words)}>" if name == "F1" else f"<{words.encode('cp1252').hex()}>"
        out.append(f"BT /{name} {size} Tf {mode} Tr {matrix} Tm {shown} Tj ET")
    return "\n".join(out).encode()


def _written(objects: list[tuple[str, bytes | None]], password: str) -> bytes:
    key, trailer = _lock(password) if password else (b"", "")
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, (head, stream) in enumerate(objects, start=1):
        places.append(len(out))
        body = head.replace("{length}", str(len(stream or b"")))
        out += f"{number} 0 obj\n{body}\n".encode()
        if stream is not None:
            out += b"stream\n" + (_rc4(_object_key(key, number), stream) if key else stream) + b"\nendstream\n"
        out += b"endobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_ID = bytes(16)


def _lock(password: str) -> tuple[bytes, str]:
    """The oldest lock of the format: 40 bits."""
    padded = (password.encode() + _PAD)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + (-4).to_bytes(4, "little", signed=True) + _ID).digest()[:5]
    lock = f"/Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{_rc4(key, _PAD).hex()}> /P -4"
    return key, f"/Encrypt << {lock} >> /ID [<{_ID.hex()}> <{_ID.hex()}>]"


def _object_key(key: bytes, number: int) -> bytes:
    return hashlib.md5(key + number.to_bytes(3, "little") + bytes(2)).digest()[: len(key) + 5]


def _rc4(key: bytes, content: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
