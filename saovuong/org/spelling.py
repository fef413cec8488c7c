"""How unit names are written: kind words, abbreviations, tone styles, and the order of a unit and the units above it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from saovuong.core.text import fold, nfc, tone_normal
from saovuong.org.dataset import load_kinds

_WORD = re.compile(r"[^\W_]+(?:['\u2019\u02bc][^\W_]+)*")
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
    "xi": "11",
    "xii": "12",
}
_BREAK = re.compile(r"\s*[,;()/\n]\s*|\s+(?:thuộc|của|ở|tại)\s+")
_DASH = re.compile(r"\s*[\u2013\u2014]\s*|\s+-\s+")
_LONGEST_KIND = 7
_COMMANDS = ("district_command", "provincial_command", "area_command")


@dataclass(frozen=True, slots=True)
class Part:
    """One name of a text such as ``phường Đức Xuân``: the kinds that its kind word allows (None: it has none) and its proper name.

    ``command`` holds the kinds of command that words like *Ban CHQS* before it allow."""

    kinds: frozenset[str] | None
    exact: str
    folded: str
    command: frozenset[str] | None = None


@lru_cache(maxsize=20_000)
def _exact_word(word: str) -> str:
    return tone_normal(word).replace("'", "").replace("\u2019", "").replace("\u02bc", "")


@lru_cache(maxsize=20_000)
def _folded_word(word: str) -> str:
    return fold(_exact_word(word))


def exact_key(name: str) -> str:
    """Equal for spellings that differ in case, tone style and apostrophes only. A name that is one Roman number is that number."""
    words = [_exact_word(word) for word in _WORD.findall(name)]
    return _ROMAN.get(words[0], words[0]) if len(words) == 1 else " ".join(words)


def folded_key(name: str) -> str:
    """:func:`exact_key` without diacritics."""
    words = [_folded_word(word) for word in _WORD.findall(name)]
    return _ROMAN.get(words[0], words[0]) if len(words) == 1 else " ".join(words)


@cache
def kind_words() -> Mapping[str, frozenset[str]]:
    """Exact key of every spelling of a kind word -> the kinds it may mean."""
    out: dict[str, set[str]] = {}
    for kind in load_kinds():
        for spelling in kind.spellings:
            out.setdefault(_plain_key(spelling), set()).add(kind.code)
    return {word: frozenset(kinds) for word, kinds in out.items()}


@cache
def _kind_keys() -> Mapping[str, frozenset[str]]:
    """Kind words and their unaccented forms: ``phuong`` is a kind word, ``phượng`` is not."""
    keys = dict(kind_words())
    for word, kinds in kind_words().items():
        keys[fold(word)] = keys.get(fold(word), frozenset()) | kinds
    return keys


def kinds_of(words: str | None) -> frozenset[str] | None:
    """All kinds that the kind words of a text may mean (``xã, phường``); None for no words."""
    if not words:
        return None
    found: set[str] = set()
    keys = [_exact_word(word) for word in _WORD.findall(words)]
    position = 0
    while position < len(keys):
        for count in range(min(_LONGEST_KIND, len(keys) - position), 0, -1):
            kinds = kind_words().get(" ".join(keys[position : position + count]))
            if kinds:
                found |= kinds
                break
        position += count
    return frozenset(found) or None


def _plain_key(text: str) -> str:
    return " ".join(_exact_word(word) for word in _WORD.findall(text))


def interpretations(text: str) -> Iterator[tuple[Part, ...]]:
    """Ways to read a text as a unit with the units above it (nearest first), the most literal first.

    ``phường Đức Xuân, TP Bắc Kạn``, ``xã Vĩnh Quang (Bảo Lâm)``, ``Bắc Kạn, Đức Xuân``, ``phường Đức Xuân thành phố Bắc Kạn`` all work."""
    clean = nfc(text).strip()
    seen = set()
    for cut in (_pieces(clean), _pieces(clean, dashes=True), _pieces(clean, kinds=True), _pieces(clean, kinds=True, folded=True)):
        for pieces in (cut, tuple(reversed(cut))):
            for stripped in (True, False):
                parts = tuple(part for piece in pieces if (part := read_part(piece, strip_kind=stripped)) is not None)
                if parts and parts not in seen:
                    seen.add(parts)
                    yield parts


def run_together(text: str) -> Iterator[tuple[Part, ...]]:
    """Ways to read a text without any separator as a unit and one unit above it: ``xã Vĩnh Quang Bảo Lâm``."""
    words = nfc(text).split()
    for cut in range(len(words) - 1, 0, -1):
        first, rest = read_part(" ".join(words[:cut])), read_part(" ".join(words[cut:]))
        if first is not None and rest is not None:
            yield first, rest


def _pieces(text: str, *, dashes: bool = False, kinds: bool = False, folded: bool = False) -> tuple[str, ...]:
    pieces = [piece for piece in _BREAK.split(text) if piece.strip()]
    if dashes:
        pieces = [part for piece in pieces for part in _DASH.split(piece) if part.strip()]
    if kinds:
        pieces = [part for piece in pieces for part in _before_kinds(piece, folded=folded)]
    return tuple(pieces)


def _before_kinds(piece: str, *, folded: bool) -> list[str]:
    """Cut before each kind word that does not open the piece or follow another kind word: *phường X | thành phố Y | tỉnh Z*."""
    words = piece.split()
    keys = [_plain_key(word) for word in words]
    if folded:
        keys = [fold(key) for key in keys]
    known = {key if not folded else fold(key) for key in kind_words() if len(key) > 1}
    cuts, position, after_kind = [0], 0, False
    while position < len(words):
        length = next((n for n in (4, 3, 2, 1) if " ".join(keys[position : position + n]) in known), 0)
        if length and position and not after_kind:
            cuts.append(position)
        after_kind = bool(length)
        position += length or 1
    return [" ".join(words[a:b]) for a, b in zip(cuts, [*cuts[1:], len(words)], strict=True)]


def read_part(piece: str, *, strip_kind: bool = True) -> Part | None:
    """One piece as kind words and a proper name; None where no name is left."""
    rest, kinds, command = piece, None, None
    while strip_kind:
        found = _leading_kind(rest)
        if found is None:
            break
        allowed, rest = found
        if allowed & frozenset(_COMMANDS) and command is None and kinds is None:
            command = allowed
        else:
            kinds = allowed
            break
    name = exact_key(rest)
    if not name:
        return None
    return Part(kinds, name, folded_key(rest), command)


_GLUED = re.compile(r"(TP|TX|TT|[PQHX])\.?\s*(?=\w)")


def _leading_kind(text: str) -> tuple[frozenset[str], str] | None:
    """The kind word that opens a text and what follows it."""
    words = list(_WORD.finditer(text))
    for count in range(min(_LONGEST_KIND, len(words) - 1), 0, -1):
        kinds = _kind_keys().get(" ".join(_exact_word(word.group()) for word in words[:count]))
        if kinds:
            return kinds, text[words[count - 1].end() :].lstrip(" .")
    glued = _GLUED.match(text)
    if glued and (text[glued.end()].isupper() or text[glued.end()].isdigit()):
        return kind_words()[glued.group(1).lower()], text[glued.end() :]
    return None
