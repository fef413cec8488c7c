"""Vietnamese from before Unicode: TCVN3 (ABC, the .Vn fonts), VNI, and UTF-8 that was opened as Western text.

Old documents hold Western letters (U+00A1 to U+00FF) that an old font drew as Vietnamese ones, so all three are told by characters, not
by bytes. Only single lines are converted, and only where Western letters make no Vietnamese and the converted ones do: a document may mix
both.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from saovuong.reader.syllables import vietnamese_words

# From U+00A1 on; TCVN 5712:1993. B0 to B4 are tone marks by themselves and stay as composing marks.
_TCVN3_SIGNS = "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
_TCVN3 = {0xA1 + place: sign for place, sign in enumerate(_TCVN3_SIGNS)} | {0xF0A1 + place: sign for place, sign in enumerate(_TCVN3_SIGNS)}
# Each vowel, then it with acute, grave, hook, tilde and dot: the letter, and how VNI writes the six.
_VNI_ROWS = (
    ("aáàảãạ", "a aù aø aû aõ aï"), ("âấầẩẫậ", "aâ aá aà aå aã aä"), ("ăắằẳẵặ", "aê aé aè aú aü aë"),
    ("eéèẻẽẹ", "e eù eø eû eõ eï"), ("êếềểễệ", "eâ eá eà eå eã eä"), ("iíìỉĩị", "i í ì æ ó ò"),
    ("oóòỏõọ", "o où oø oû oõ oï"), ("ôốồổỗộ", "oâ oá oà oå oã oä"), ("ơớờởỡợ", "ô ôù ôø ôû ôõ ôï"),
    ("uúùủũụ", "u uù uø uû uõ uï"), ("ưứừửữự", "ö öù öø öû öõ öï"), ("yýỳỷỹỵ", "y yù yø yû yõ î"), ("đ", "ñ"),
)  # fmt: skip


def _vni_table() -> dict[str, str]:
    small = {written: sign for signs, row in _VNI_ROWS for sign, written in zip(signs, row.split(), strict=True) if written != sign}
    large = {form: sign.upper() for written, sign in small.items() for form in (written.upper(), written[0].upper() + written[1:])}
    return small | large


_VNI = _vni_table()
_VNI_SIGNS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_SYMBOL_FONT = {0xF000 + code: code for code in range(0x20, 0x100)}


def from_tcvn3(text: str) -> str:
    """Western letters as the .Vn fonts draw them; everything else stays.

    TCVN3 has no capitals with tones: ``BÁO CÁO`` is written ``B¸O C¸O``. They are restored where the letters around are capitals."""
    plain = text.translate(_TCVN3)
    return plain if plain == text else _TONED.sub(_restored, plain)


# Words of a line; those in capitals but for vowels with a tone are what was written in capitals.
_TONED = re.compile(r"(?m:^)[^\na-zà-ỹ]*+[a-zà-ỹ][^\n]*")
_LINE_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WITH_TONE = re.compile("[àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")


def _restored(line: re.Match[str]) -> str:
    text = line.group()
    words = [(one.span(), _SMALL_WITH_TONE.sub("", one.group()), one.group()) for one in _LINE_WORD.finditer(text)]
    capital = [rest.isupper() and (len(rest) > 1 or rest == word) for _, rest, word in words]
    if not any(is_capital and word != rest for is_capital, (_, rest, word) in zip(capital, words, strict=True)):
        return text
    out = list(text)
    for place, ((start, end), rest, _word) in enumerate(words):
        beside = [capital[other] for other in (place - 1, place + 1) if 0 <= other < len(words)]
        # One letter tells nothing of itself (``Tổ``); the words around it do.
        if capital[place] or (rest.upper() == rest and beside and all(beside)):
            out[start:end] = text[start:end].upper()
    return "".join(out)


def from_vni(text: str) -> str:
    """Western letters as the VNI fonts draw them; everything else stays."""
    return _VNI_SIGNS.sub(lambda found: _VNI[found.group()], text.translate(_SYMBOL_FONT))


def _from_utf8_as_western(text: str) -> str:
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


TCVN3, VNI, WESTERN = "TCVN3 (ABC)", "VNI", "UTF-8 bị mở nhầm bảng mã"
_CONVERTERS: Mapping[str, Callable[[str], str]] = {TCVN3: from_tcvn3, VNI: from_vni, WESTERN: _from_utf8_as_western}


@dataclass(frozen=True, slots=True)
class OldFont:
    """``encoding`` is TCVN3 or VNI; ``capitals`` are the fonts that draw every letter as a capital (.VnTimeH)."""

    encoding: str
    capitals: bool

    def read(self, text: str) -> str:
        """``text`` as the font shows it. Text that is Unicode in spite of the font's name is left as it is."""
        plain = text if _is_unicode(text) else _better(text, _CONVERTERS[self.encoding](text))
        return plain.upper() if self.capitals and len(plain.upper()) == len(plain) else plain


def old_font(name: str | None) -> OldFont | None:
    """What a font's name says of the text in it; None for today's fonts. A subset's name (``ABCDEF+.VnTime``) counts too."""
    low = (name or "").rpartition("+")[2].strip().casefold()
    if low.startswith((".vn", "vntime", "vnarial")):
        family = re.split(r"[,\-]", low)[0].strip()
        return OldFont(TCVN3, capitals=family.endswith("h"))
    return OldFont(VNI, capitals=False) if low.startswith(("vni-", "vni ")) else None


_UNICODE_ONLY = re.compile("[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]")
# Western signs that Vietnamese never uses but that the old encodings are full of.
_SUSPECT = re.compile("[\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de-\u00df\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff\u0152-\u017e]")  # fmt: skip  # noqa: E501


def _is_unicode(text: str) -> bool:
    return _UNICODE_ONLY.search(text) is not None


def _better(raw: str, converted: str) -> str:
    """The converted text unless only the raw one reads as Vietnamese."""
    words, good = vietnamese_words(raw)
    if not words or good < words:
        return converted
    changed, right = vietnamese_words(converted)
    return converted if right == changed else raw


def repaired(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` with its lines in old encodings converted, and which encodings these were. Lines that read as they stand are kept."""
    if not _SUSPECT.search(text):
        return text, ()
    found: dict[str, int] = {}
    lines = [_line(line, found) for line in text.split("\n")]
    return "\n".join(lines), tuple(sorted(found, key=lambda name: (-found[name], name)))


def _line(line: str, found: dict[str, int]) -> str:
    if not _SUSPECT.search(line):
        return line
    words, good = vietnamese_words(line)
    best, how, top = line, "", good / words if words else 1.0
    for name, convert in _CONVERTERS.items():
        if name != WESTERN and _UNICODE_ONLY.search(line):
            continue
        made = convert(line)
        total, right = vietnamese_words(made)
        if made != line and total and right / total > max(0.8, top + 0.3):
            best, how, top = made, name, right / total
    if how:
        found[how] = found.get(how, 0) + 1
    return best
