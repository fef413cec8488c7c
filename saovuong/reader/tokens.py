"""Words with their places; abbreviations are written out so that ``DQTV`` and ``dân quân tự vệ`` look the same to every later step."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, count, pairwise
from typing import NamedTuple

from saovuong.reader.normal import match_form
from saovuong.reader.words import language

NUMBER = "#"
_SKIPPED = frozenset('",')
STOPS = frozenset(',;.:()|\t\n?!…[]"')


class Unstopped(NamedTuple):
    """The words without stops: ``before[i]`` of them stand before the word ``i``. ``pairs[i]`` are the words ``i`` and ``i + 1`` as one
    text, '' where one of them is a number."""

    words: list[str]
    before: list[int]
    pairs: list[str]

    @classmethod
    def of(cls, text: Sequence[str]) -> "Unstopped":
        words = [word for word in text if word not in STOPS]
        before = list(accumulate([word not in STOPS for word in text], initial=0))
        return cls(words, before, ["" if NUMBER in (a, b) else f"{a} {b}" for a, b in pairwise(words)])


@dataclass(frozen=True, slots=True)
class Words:
    """``text[i]`` stands at ``starts[i]``..``ends[i]``; the words of one abbreviation share a place.

    Numbers are ``#``, stops their sign."""

    text: list[str]
    starts: Sequence[int]
    ends: Sequence[int]
    _spoken: list[tuple[list[int], dict[int, int], str]] = field(default_factory=list, compare=False, repr=False)
    _unstopped: list["Unstopped"] = field(default_factory=list, compare=False, repr=False)

    def unstopped(self) -> "Unstopped":
        """Worked out once, because the words around one number are around the next too."""
        if not self._unstopped:
            self._unstopped.append(Unstopped.of(self.text))
        return self._unstopped[0]

    def spoken(self) -> tuple[list[int], dict[int, int], str]:
        """The words without commas and quotation marks: their indexes, which of them ends where, and all of them as one text.

        Worked out once, because one text is looked through for several vocabularies."""
        if not self._spoken:
            kept = [index for index, word in enumerate(self.text) if word not in _SKIPPED]
            words = [self.text[index] for index in kept]
            ends = dict(zip(accumulate([len(word) + 1 for word in words]), count(), strict=False))
            self._spoken.append((kept, ends, f" {' '.join(words)} "))
        return self._spoken[0]

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The index range of the words inside ``start``..``end``."""
        return bisect_left(self.starts, start), bisect_right(self.ends, end, lo=bisect_left(self.starts, start))


# splits a text into what stands between words and, every second time, a word
_TOKEN = re.compile(r"(đ/c(?!\w)|[^\W\d_]+(?:[-&][^\W\d_]+)*|\d[\d.,]*\d|\d|[,;.:()|\t\n?!…\[\]\"%/])")


@cache
def _numbered() -> frozenset[str]:
    """Words whose single digit tells things apart: ``đối tượng 3`` is not ``đối tượng 4``."""
    return frozenset(match_form(word) for word in language()["not_figures"]["telling_digit"])


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    return {match_form(short): tuple(match_form(long).split()) for short, long in language()["abbreviations"].items()}


def find_words(low: str) -> Words:
    """The words of ``low`` (matching form)."""
    pieces = _TOKEN.split(low)
    places = list(accumulate(map(len, pieces)))
    text, starts, ends = pieces[1::2], places[0:-1:2], places[1::2]
    odd = {word: _spelt(word) for word in set(text) if not word.isalpha() or word in _abbreviations()}
    longer: list[tuple[int, tuple[str, ...]]] = []
    telling = _numbered()
    for index in [index for index, word in enumerate(text) if word in odd]:
        word = text[index]
        parts = odd[word]
        if len(word) == 1 and index and text[index - 1] in telling and word.isdigit():
            continue
        text[index] = parts[-1]
        if len(parts) > 1:
            longer.append((index, parts))
    return Words(text, starts, ends) if not longer else _spread(text, starts, ends, longer)


def _spelt(word: str) -> tuple[str, ...]:
    """What stands for a word: its parts, its full form, or the sign for a number."""
    if word[0].isdigit():
        return (NUMBER,)
    if word == "\t":
        return ("|",)
    if word in _abbreviations():
        return _abbreviations()[word]
    return tuple(word.split("-"))


def _spread(text: list[str], starts: list[int], ends: list[int], longer: Sequence[tuple[int, tuple[str, ...]]]) -> Words:
    """Each word of ``longer`` as its parts, all at its place."""
    words: list[str] = []
    begins: list[int] = []
    finishes: list[int] = []
    done = 0
    for index, parts in [*longer, (len(text), ())]:
        words += text[done:index]
        begins += starts[done:index]
        finishes += ends[done:index]
        if parts:
            words += parts
            begins += [starts[index]] * len(parts)
            finishes += [ends[index]] * len(parts)
        done = index + 1
    return Words(words, begins, finishes)


def is_stop(token: str) -> bool:
    return token in STOPS


@cache
def canonical(phrase: str) -> tuple[str, ...]:
    """A pack's phrase as words to look for: no stops, no plain numbers, abbreviations written out."""
    return tuple(word for word in find_words(match_form(phrase)).text if word[0].isalnum())


def canonical_all(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """:func:`canonical` of many phrases of one line each, cut into words together, which takes a fraction of the time."""
    listed = list(dict.fromkeys(phrases))
    out: list[list[str]] = [[]]
    for word in find_words(match_form("\n".join(listed))).text:
        if word == "\n":
            out.append([])
        elif word[0].isalnum():
            out[-1].append(word)
    return {phrase: tuple(words) for phrase, words in zip(listed, out, strict=True)}
