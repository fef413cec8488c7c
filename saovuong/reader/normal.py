"""One form of writing for matching, with a way back to the offsets of the text as given.

Reports arrive composed or decomposed, with no-break spaces and with both ways of placing tone marks. Everything after this step
works on :class:`NormalText`; only finished candidates are mapped back.
"""

import re
import unicodedata
from dataclasses import dataclass, field

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " ")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»"), '"')
_PLAIN = {**_SPACES, **_DASHES, **_QUOTES}
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _tone_table() -> dict[str, str]:
    pairs = [("o", "a"), ("o", "e"), ("u", "y")]
    return {
        unicodedata.normalize("NFC", first + tone) + second: first + unicodedata.normalize("NFC", second + tone)
        for first, second in pairs
        for tone in _TONES
    }


_TONE_MOVES = _tone_table()
_OPEN_SYLLABLE = re.compile("(?<!q)(?:[òóỏõọ][ae]|[ùúủũụ]y)(?![^\\W\\d_])")


def _lower(text: str) -> str:
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def match_form(text: str) -> str:
    """Lower case with plain spaces, dashes and quotes and with the tone mark of open oa, oe, uy on the second vowel.

    The length of NFC text is kept, so offsets stay valid.
    """
    return _OPEN_SYLLABLE.sub(lambda m: _TONE_MOVES[m.group()], _lower(text.translate(_PLAIN)))


@dataclass(frozen=True, slots=True)
class NormalText:
    """``text`` is composed (NFC) and ``low`` its :func:`match_form`; both have the same length.

    ``origin[i]`` is where character ``i`` starts in ``source``; it is None when the source was composed already.
    """

    source: str
    text: str
    low: str
    origin: tuple[int, ...] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, source: str) -> "NormalText":
        if unicodedata.is_normalized("NFC", source):
            return cls(source, source, match_form(source))
        text, origin = _compose(source)
        return cls(source, text, match_form(text), origin)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in ``source`` of ``text[start:end]``."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end]


def _compose(source: str) -> tuple[str, tuple[int, ...]]:
    pieces: list[str] = []
    origin: list[int] = []
    start = 0
    for index in range(1, len(source) + 1):
        if index < len(source) and not _starts_cluster(source[index]):
            continue
        piece = unicodedata.normalize("NFC", source[start:index])
        pieces.append(piece)
        origin.extend([start] * len(piece))
        start = index
    origin.append(len(source))
    return "".join(pieces), tuple(origin)


def _starts_cluster(char: str) -> bool:
    """False for marks that compose with what stands before them, and for Hangul vowels and finals, which compose too."""
    return unicodedata.combining(char) == 0 and not "\u1160" <= char <= "\u11ff" and unicodedata.category(char) != "Mc"
