"""The text of bytes: UTF-8 and UTF-16 as they say, Windows-1258, TCVN3 and VNI by which of them reads as Vietnamese."""

import codecs
import re
import unicodedata

from saovuong.core.errors import Refusal
from saovuong.reader.kinds import FileBinary
from saovuong.reader.old_encodings import from_tcvn3, from_vni, repaired
from saovuong.reader.syllables import vietnamese_words

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
# What a text must reach to be taken as Vietnamese, and by how much the best reading must beat the next.
_READS, _LEAD = 0.75, 0.1


class FileEncoding(Refusal):
    code = "SV-205"
    template = "Không giải mã được tệp {file} ở byte thứ {place}: {reason}. Hãy lưu lại bằng UTF-8 (Notepad: Lưu thành, Mã hóa UTF-8)."


class FileEncodingUnknown(Refusal):
    code = "SV-211"
    template = (
        "Không nhận ra bảng mã chữ của tệp {file}: đọc theo UTF-8, UTF-16, Windows-1258, TCVN3 hay VNI đều không thành tiếng Việt. "
        "Mở tệp bằng Word, chọn đúng bảng mã khi Word hỏi, rồi lưu thành .docx."
    )


def decoded(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text, and notes where it was converted. Nothing is stripped. Raises FileBinary, FileEncoding or FileEncodingUnknown."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            text, note = _strict(content, encoding, name), "UTF-16" if encoding == "utf-16" else ""
            return _repair(text, (note,) if note else ())
    wide = _without_mark(content)
    if wide:
        return _repair(_strict(content, wide, name), ("UTF-16 không có dấu đầu tệp",))
    _refuse_binary(content, name)
    try:
        return _repair(content.decode("utf-8"), ())
    except UnicodeDecodeError as error:
        _refuse_damaged(content, name, error)
    return _single_byte(content, name)


def converted_note(encodings: tuple[str, ...]) -> tuple[str, ...]:
    """The note that tells a person what a text was converted from."""
    return (f"Đã chuyển chữ từ {', '.join(encodings)} sang Unicode.",) if encodings else ()


def _repair(text: str, encodings: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    made, old = repaired(text)
    return made, converted_note((*encodings, *old))


def _strict(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileEncoding(file=name, place=error.start + 1, reason=f"không phải {encoding.removesuffix('-sig').upper()}") from None


_PLAIN_SIGN = re.compile("[\t\n\r -~\u00a0-\u017f\u01a0-\u01b0\u0300-\u0323\u1ea0-\u1ef9\u2010-\u2026]")


def _without_mark(content: bytes) -> str:
    """``utf-16-le`` or ``utf-16-be`` where every second byte says so, else ''."""
    head = content[:_SAMPLE]
    if b"\x00" not in head or len(content) % 2:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    sample = head[: len(head) // 2 * 2].decode(encoding, "replace")
    return encoding if min(even, odd) == 0 and len(_PLAIN_SIGN.findall(sample)) > 0.95 * len(sample) else ""


def _refuse_binary(content: bytes, name: str) -> None:
    head = content[:65536]
    if b"\x00" in head:
        raise FileBinary(file=name, reason=f"có byte 0 ở vị trí {head.index(0) + 1}")
    odd = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    if odd > len(head) // 50 + 2:
        raise FileBinary(file=name, reason="có nhiều ký tự điều khiển")


def _refuse_damaged(content: bytes, name: str, error: UnicodeDecodeError) -> None:
    """UTF-8 with a few bad bytes is damaged UTF-8, not another encoding."""
    words, good = vietnamese_words(content[:_SAMPLE].decode("utf-8", "replace"))
    if good > words / 2:
        raise FileEncoding(file=name, place=error.start + 1, reason="byte này không thuộc UTF-8")


def _single_byte(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    ranked = sorted(_readings(content[:_SAMPLE]), key=lambda one: -one[0])
    share, encoding = ranked[0]
    if share < _READS or share - ranked[1][0] < _LEAD:
        raise FileEncodingUnknown(file=name)
    return _as(content, encoding), converted_note((encoding,))


_WINDOWS, _TCVN3, _VNI = "Windows-1258", "TCVN3 (ABC)", "VNI"


def _readings(sample: bytes) -> list[tuple[float, str]]:
    """How well each encoding reads. Typographic marks alone are written alike in all of them and make no words."""
    out = []
    for encoding in (_WINDOWS, _TCVN3, _VNI):
        words, good = vietnamese_words(_as(sample, encoding))
        if not words and encoding == _WINDOWS:
            return [(1.0, _WINDOWS), (0.0, _TCVN3)]
        out.append((good / words if words else 0.0, encoding))
    return out


def _as(content: bytes, encoding: str) -> str:
    if encoding == _WINDOWS:
        # Tone marks stand by themselves in this code page.
        return unicodedata.normalize("NFC", content.decode("cp1258", "replace"))
    western = content.decode("cp1252", "replace")
    return from_tcvn3(western) if encoding == _TCVN3 else from_vni(western)
