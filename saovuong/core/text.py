"""Vietnamese text: one form of writing, folding for search, order for lists."""

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_TONE_MOVES = {
    "o": {"a", "e"},  # hòa -> hoà, khỏe -> khoẻ
    "u": {"y"},  # thủy -> thuỷ
}
_WORD = re.compile(r"\w+", re.UNICODE)
_SYLLABLE_END = re.compile(r"[^\W\d_]", re.UNICODE)


def nfc(text: str) -> str:
    """The composed form, with no-break spaces as spaces; the length may change."""
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ")


def fold(text: str) -> str:
    """Lower case without any diacritic (``Đức Xuân`` -> ``duc xuan``), one character for one character of NFC text.

    Because the length is kept, offsets in the folded text are offsets in the NFC text.
    """
    out = []
    for char in text:
        if char in "đĐ":
            out.append("d")
            continue
        base = unicodedata.normalize("NFD", char)[0].lower()
        out.append(base if len(base) == 1 else char)
    return "".join(out)


def tone_normal(text: str) -> str:
    """NFC text in lower case with the tone mark of open oa, oe and uy on the second vowel: ``Hòa`` and ``Hoà`` become ``hoà``.

    Keeps diacritics, so ``hoà`` and ``hoa`` stay different. The length of NFC text is kept.
    """
    low = unicodedata.normalize("NFC", text).lower()
    chars = list(low)
    for i in range(len(chars) - 1):
        first = unicodedata.normalize("NFD", chars[i])
        tones = [c for c in first if c in _TONES]
        if len(first) != 1 + len(tones) or not tones or first[0] not in _TONE_MOVES:
            continue
        if chars[i + 1] not in _TONE_MOVES[first[0]]:
            continue
        if i + 2 < len(chars) and _SYLLABLE_END.match(chars[i + 2]):
            continue  # closed syllable (hoàng): the tone is already on the second vowel or the spelling is another word
        if first[0] == "u" and i > 0 and chars[i - 1] == "q":
            continue
        chars[i] = first[0]
        chars[i + 1] = unicodedata.normalize("NFC", chars[i + 1] + tones[0])
    return "".join(chars)


def words(text: str) -> list[str]:
    """Runs of letters and digits, in order."""
    return _WORD.findall(text)


def search_key(text: str) -> str:
    """What a search compares: folded words with single spaces, punctuation gone."""
    return " ".join(_WORD.findall(fold(nfc(text))))


_ALPHABET = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
# One pair for each letter, shared by every key that is kept.
_RANK = {char: (rank, 0) for rank, char in enumerate(_ALPHABET, start=100)}
_BLANK, _OTHER = (50, 0), (60, 0)


@lru_cache(maxsize=20_000)
def sort_key(text: str) -> tuple[tuple[int, int], ...]:
    """Vietnamese dictionary order, Đ after D, and runs of digits by value: ``Tổ 2`` before ``Tổ 10``.

    Kept, because trees and lists sort the same names of units again and again."""
    key: list[tuple[int, int]] = []
    for part in re.findall(r"\d+|\D", nfc(text).lower()):
        key.append((0, int(part)) if part.isdigit() else _BLANK if part == " " else _RANK.get(part, _OTHER))
    return tuple(key)
