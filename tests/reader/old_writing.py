"""Writes Vietnamese the old ways, for tests: tables of their own, from the letters' names rather than from the reader's tables."""

import unicodedata

_LETTERS = "àảãáạ ằẳẵắặ ầẩẫấậ èẻẽéẹ ềểễếệ ìỉĩíị òỏõóọ ồổỗốộ ờởỡớợ ùủũúụ ừửữứự ỳỷỹýỵ"
# The codes of these letters in TCVN3 run in this order but for some gaps.
_CODES = (
    "b5 b6 b7 b8 b9 bb bc bd be c6 c7 c8 c9 ca cb cc ce cf d0 d1 d2 d3 d4 d5 d6 d7 d8 dc dd de df e1 e2 e3 e4 e5 e6 e7 e8 e9 "
    "ea eb ec ed ee ef f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc fd fe"
)
_TCVN3 = dict(zip(_LETTERS.replace(" ", ""), (int(code, 16) for code in _CODES.split()), strict=True)) | dict(
    zip("ĂÂÊÔƠƯĐăâêôơưđ", range(0xA1, 0xAF), strict=True)
)
_TONES = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_CIRCUMFLEX = {"\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä", "": "â"}
_BREVE = {"\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë", "": "ê"}
_I = {"\u0301": "í", "\u0300": "ì", "\u0309": "æ", "\u0303": "ó", "\u0323": "ò", "": "i"}


def tcvn3(text: str) -> bytes:
    """Capitals with a tone have no code: the font .VnTimeH draws small letters as capitals, so they are written small."""
    out = bytearray()
    for sign in text:
        code = _TCVN3.get(sign) or _TCVN3.get(sign.lower())
        out += bytes([code]) if code else sign.encode("cp1252")
    return bytes(out)


def vni(text: str) -> bytes:
    return "".join(_vni_sign(sign) for sign in text).encode("cp1252")


def _vni_sign(sign: str) -> str:
    if sign in "đĐ":
        return "ñ" if sign == "đ" else "Ñ"
    apart = unicodedata.normalize("NFD", sign)
    base, marks = apart[0], apart[1:]
    tone = next((mark for mark in marks if mark in _TONES), "")
    low = base.lower()
    if low == "i":
        written = _I[tone]
    elif low == "y" and tone == "\u0323":
        written = "î"
    elif "\u0302" in marks:
        written = low + _CIRCUMFLEX[tone]
    elif "\u0306" in marks:
        written = low + _BREVE[tone]
    else:
        written = ({"o": "ô", "u": "ö"}[low] if "\u031b" in marks else low) + (_TONES[tone] if tone else "")
    return written.upper() if sign != sign.lower() else written if marks else sign


def windows_1258(text: str) -> bytes:
    """Tone marks by themselves after their vowel, as the code page wants them."""
    out = bytearray()
    for sign in text:
        try:
            out += sign.encode("cp1258")
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", sign)
            tone = next(mark for mark in apart if mark in _TONES)
            out += (unicodedata.normalize("NFC", apart.replace(tone, "")) + tone).encode("cp1258")
    return bytes(out)
