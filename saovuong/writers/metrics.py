"""How wide a line of Times New Roman is, for rules that must be as long as the words above them.

Advance widths in thousandths of the type size, from the font's public metrics; a letter with marks is as wide as the letter without them.
"""

import unicodedata

_ASCII_REGULAR = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500 278 278 564 564 "
    "564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 722 722 611 333 "
    "278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 "
    "444 480 200 480 541 "
)
_ASCII_BOLD = (
    "250 333 555 500 500 1000 833 278 333 333 500 570 250 333 250 278 500 500 500 500 500 500 500 500 500 500 333 333 570 570 "
    "570 500 930 722 667 722 722 667 611 778 778 389 500 778 667 944 722 778 611 778 722 556 667 722 722 1000 722 722 667 333 "
    "278 333 581 500 333 500 556 444 556 444 333 500 556 278 333 556 278 833 556 500 556 556 444 389 333 556 500 722 500 500 "
    "444 394 220 394 520 "
)
_OTHER_REGULAR = {"Đ": 722, "đ": 500, "ơ": 529, "ư": 542, "Ơ": 722, "Ư": 776, "–": 500, "“": 444, "”": 444, "…": 1000}
_OTHER_BOLD = {"Đ": 722, "đ": 556, "ơ": 554, "ư": 600, "Ơ": 778, "Ư": 796, "–": 500, "“": 500, "”": 500, "…": 1000}
_HORN = "\u031b"


def _table(ascii_widths: str, other: dict[str, int]) -> dict[str, int]:
    return {chr(code): int(width) for code, width in enumerate(ascii_widths.split(), start=32)} | other


_REGULAR = _table(_ASCII_REGULAR, _OTHER_REGULAR)
_BOLD = _table(_ASCII_BOLD, _OTHER_BOLD)


def text_width_pt(text: str, *, size: float, bold: bool = False) -> float:
    """Width in points of one line; a letter that the tables lack counts as an average capital."""
    widths = _BOLD if bold else _REGULAR
    return sum(widths.get(_bare(char), 722) for char in unicodedata.normalize("NFC", text)) * size / 1000


def _bare(char: str) -> str:
    """The letter without tone and vowel marks, but with its horn, which makes it wider."""
    parts = unicodedata.normalize("NFD", char)
    return unicodedata.normalize("NFC", parts[0] + _HORN) if _HORN in parts else parts[0]
