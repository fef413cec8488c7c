"""Slips of the pen: a word that is one letter or its accents away from the word of a pack's phrase, between that phrase's other words.

``quân số khẻo`` is meant for *quân số khỏe* and ``giao quan`` for *giao quân*. A slip is only seen where hardly anything else can be
meant: the other words of the phrase stand as the pack has them; the word as written is one that nobody was seen to write, or one without
accents that nobody was seen to write beside these; and all phrases that fit ask for the same word. ``hội thảo`` is no slip for *hội
thao*. What is written stays in the quote; only the search for phrases takes the word that was meant.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from saovuong.reader.normal import NormalText
from saovuong.reader.syllables import is_syllable
from saovuong.reader.tokens import NUMBER, STOPS, Words

Phrase = tuple[str, ...]

_SHORTEST, _LONGEST = 2, 8
# letters of a phrase of which one word lacks its accents, and of one with another letter
_FEWEST_LETTERS, _FEWEST_FOR_A_LETTER = 7, 9
# in a phrase of fewer words another letter makes another word, unless it makes none at all
_FEWEST_WORDS = 3
_LEAST_WORD = 3


class Slip(NamedTuple):
    """The words ``first``..``last`` (inclusive) as ``written``, and the phrase that was ``meant``."""

    first: int
    last: int
    written: str
    meant: str


class SlipFinder:
    """Finds slips in the ``phrases`` of one pack. What was seen written are all its ``wordings``, and ``cues`` (see :mod:`features`)."""

    def __init__(self, phrases: Iterable[Phrase], wordings: Sequence[Phrase], cues: Container[str]) -> None:
        self._words = frozenset(word for wording in wordings for word in wording)
        self._pairs = frozenset(pair for wording in wordings for pair in pairwise(wording))
        self._cues = cues
        self._slots: dict[tuple[Phrase, Phrase], list[str]] = defaultdict(list)
        plain: set[tuple[str, str]] = set()
        for phrase in dict.fromkeys(phrases):
            if _SHORTEST <= len(phrase) <= _LONGEST and sum(map(len, phrase)) >= _FEWEST_LETTERS:
                plain.update((_plain(one), _plain(two)) for one, two in pairwise(phrase))
                for place, word in enumerate(phrase):
                    self._slots[phrase[:place], phrase[place + 1 :]].append(word)
        self._plain_pairs = frozenset(plain)

    def mended(self, words: Words, normal: NormalText, taken: Iterable[tuple[int, int]]) -> tuple[Words, tuple[Slip, ...]]:
        """``words`` with what was meant, and the slips in order; ``taken`` are the first and last words of the phrases as written."""
        slips: list[Slip] = []
        text: list[str] | None = None
        closed: set[int] | None = None
        for index in self._suspects(words.text):
            if closed is None:
                closed = {at for first, last in taken for at in range(first, last + 1)}
            if index in closed or (slips and index <= slips[-1].last) or _is_name(words, normal, index):
                continue
            if meant := self._meant(words.text, index):
                slip, word = meant
                slips.append(slip)
                text = text or list(words.text)
                text[index] = word
        return (words, ()) if text is None else (Words(text, words.starts, words.ends), tuple(slips))

    def _suspects(self, text: Sequence[str]) -> Iterator[int]:
        """Words that the pack does not have, and words that would be a pair of the pack with other accents."""
        words, pairs, plain = self._words, self._pairs, self._plain_pairs
        before, told = "", -1
        for index, word in enumerate(text):
            if not word.isalpha():
                before = ""
                continue
            if before and (before, word) not in pairs and (_plain(before), _plain(word)) in plain:
                if told < index - 1:
                    yield index - 1
                yield (told := index)
            elif word not in words and len(word) >= _LEAST_WORD:
                yield (told := index)
            before = word

    def _meant(self, text: Sequence[str], index: int) -> tuple[Slip, str] | None:
        """The phrase that the word ``index`` is a slip in, the longest that fits, and the word that was meant."""
        word = text[index]
        if not any(other in self._words for other in text[max(0, index - 1) : index + 2] if other != word):
            return None
        seen = self._seen(word)
        # no phrase reaches over a word that the pack does not have
        least, most = self._reach(text, index)
        for size in range(min(_LONGEST, most - least + 1), _SHORTEST - 1, -1):
            found: dict[str, tuple[int, int]] = {}
            for first in range(max(least, index - size + 1), min(index, most + 1 - size) + 1):
                around = tuple(text[first:index]), tuple(text[index + 1 : first + size])
                if any(not other.isalpha() for part in around for other in part):
                    continue
                for other in self._slots.get(around, ()):
                    letters = sum(len(each) for part in around for each in part) + len(other)
                    fits = _lacks_accents(word, other) if seen else _alike(word, other, size, letters)
                    if fits and not self._seen_so(text[max(first, index - 1) : min(first + size, index + 2)]):
                        found[other] = first, first + size - 1
            if found:
                return self._told(text, index, found) if len(found) == 1 else None
        return None

    def _reach(self, text: Sequence[str], index: int) -> tuple[int, int]:
        """The first and the last word around ``index``, as far as a phrase may reach, with nothing but words of the pack between."""
        least = most = index
        while least and index - least < _LONGEST and text[least - 1] in self._words:
            least -= 1
        while most + 1 < len(text) and most - index < _LONGEST and text[most + 1] in self._words:
            most += 1
        return least, most

    def _told(self, text: Sequence[str], index: int, found: Mapping[str, tuple[int, int]]) -> tuple[Slip, str]:
        ((word, (first, last)),) = found.items()
        meant = (*text[first:index], word, *text[index + 1 : last + 1])
        return Slip(first, last, " ".join(text[first : last + 1]), " ".join(meant)), word

    def _seen(self, word: str) -> bool:
        return word in self._words or any(f"{where}:{word}" in self._cues for where in ("l1", "r1", "ll1", "rr1"))

    def _seen_so(self, words: Sequence[str]) -> bool:
        """Whether each two of ``words`` were seen beside each other."""
        return all(pair in self._pairs or any(f"{where}:{' '.join(pair)}" in self._cues for where in _PAIRS) for pair in pairwise(words))


_PAIRS = ("s", "t", "l2", "r2")


def _lacks_accents(word: str, other: str) -> bool:
    """``quan`` for *quân*: another accent may be meant, none at all is mostly forgotten."""
    return word != other and word == _plain(other)


def _alike(word: str, other: str, size: int, letters: int) -> bool:
    """Whether ``word``, which is none that was seen, may stand for ``other`` in a phrase of so many words and letters."""
    one, two = _plain(word), _plain(other)
    if one == two:
        return word != other
    if letters < _FEWEST_FOR_A_LETTER or len(other) < _LEAST_WORD or one[:1] != two[:1]:
        return False
    return (size >= _FEWEST_WORDS or not is_syllable(word)) and one_letter_apart(one, two)


def one_letter_apart(one: str, other: str) -> bool:
    """Whether a letter more, less, another one or two that changed places make ``other`` of ``one``."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(left), len(right)) <= 1 or (len(left) == _SWAPPED and left == right[::-1])


_SWAPPED = 2


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    """Without accents; '' for a word of other letters."""
    return unicodedata.normalize("NFD", word.replace("đ", "d")).encode("ascii", "ignore").decode()


def _is_name(words: Words, normal: NormalText, index: int) -> bool:
    """Whether a word has its first letter alone in capitals, and not because it opens a sentence."""
    written = normal.text[words.starts[index] : words.ends[index]]
    opens = index == 0 or words.text[index - 1] in STOPS or words.text[index - 1] == NUMBER
    return written[:1].isupper() and not written.isupper() and not opens
