"""Which words around a number could be taught: a noun with its modifiers, without numbers and names, not words that any text has."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from saovuong.core.catalogue import Catalogue
from saovuong.reader.features import Place
from saovuong.reader.model import Weights
from saovuong.reader.prepare import Prepared
from saovuong.reader.taught import AFTER, BEFORE
from saovuong.reader.tokens import NUMBER, canonical, is_stop
from saovuong.reader.words import language, word_list

_LONGEST = 7
_CORE = 4
_FAR = 18
_NEW = 0.5
# quotation marks and square brackets around a name do not end a phrase
_TRANSPARENT = '"[]'


@dataclass(frozen=True, slots=True)
class Wording:
    """``words`` on the side ``place`` of the number; ``novel`` is the share of its pairs of words that are not said of other things."""

    words: str
    place: str
    novel: float


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(files("saovuong.reader").joinpath("data", "learning.toml").read_text(encoding="utf-8"))


@cache
def _breaks() -> frozenset[str]:
    modifiers = (word for key in language()["modifiers"] for word in word_list("modifiers", key))
    return frozenset([*_table()["breaks"], *modifiers])


def telling(word: str) -> bool:
    """Whether a word can be part of a phrase at all."""
    return word not in _breaks()


@cache
def _place_words() -> frozenset[str]:
    return frozenset(canonical(word)[-1] for word in _table()["place_words"])


class WordingFinder:
    """Finds wordings with the vocabulary of one catalogue and one table of weights."""

    def __init__(self, catalogue: Catalogue, weights: Weights) -> None:
        self._uom_words = frozenset(part for uom in catalogue.uoms.values() for word in uom.words for part in canonical(word))
        self._said: dict[tuple[str, str], set[str]] = {}
        self._phrases: dict[tuple[str, ...], set[str]] = {}
        for measure in catalogue.measures.values():
            for phrase in (measure.name_vi, *measure.phrases, *measure.heads):
                words = canonical(phrase)
                self._phrases.setdefault(words, set()).add(measure.code)
                for pair in pairwise(words):
                    self._said.setdefault(pair, set()).add(measure.code)
        for cue, row in weights.cues.items():
            words = tuple(cue.partition(":")[2].split())
            if len(words) == 2:
                self._said.setdefault((words[0], words[1]), set()).update(row)

    def at(self, ready: Prepared, place: Place, *, measure: str) -> list[Wording]:
        """What may be taught for ``measure`` from a number at ``place``, best first: words of their own before words that are said of
        other things too, words beside the number before words farther away. Never the whole phrase of another measure."""
        found: dict[Wording, int] = {}
        for run, side in _runs(ready, place):
            for words in self._cuts(run):
                if self._phrases.get(tuple(words), {measure}) <= {measure}:
                    found.setdefault(Wording(" ".join(words), side, self._novelty(words, measure)), len(found))
        return sorted(found, key=lambda one: (one.novel < 1, one.novel < _NEW, found[one]))

    def _novelty(self, words: Sequence[str], measure: str) -> float:
        pairs = list(pairwise(words))
        return sum(1 for pair in pairs if self._said.get(pair, {measure}) <= {measure}) / len(pairs)

    def _cuts(self, run: Sequence[str]) -> Iterator[Sequence[str]]:
        """The run without a leading *lượt người tham gia*, cut to its first words; then longer cuts, should the short one mislead."""
        start = 0
        while start < len(run) and (run[start] in self._uom_words or run[start] in _breaks()):
            start += 1
        for begin in dict.fromkeys((start, 0)):
            rest = run[begin:]
            core = len(rest) if len(rest) <= _CORE + 1 else _CORE
            for length in range(max(2, core), min(len(rest), _LONGEST) + 1):
                if length == len(rest) or rest[length - 1] not in _breaks():
                    yield rest[:length]


def _runs(ready: Prepared, place: Place) -> Iterator[tuple[Sequence[str], str]]:
    """Runs of words beside the number with their side, nearest first; longer ones, with the breaks inside, after them."""
    if place.label:
        for run in _pieces(_words(ready, range(*place.label))):
            yield run, BEFORE
    right = _side(ready, place.last, min(place.ceiling, place.last + _FAR))
    left = _side(ready, place.first, max(place.floor, place.first - _FAR))
    for pieces in (_pieces, _pairs):
        yield from ((run, AFTER) for run in pieces(right))
        yield from ((run, BEFORE) for run in reversed(pieces(left)))


def plain_words(ready: Prepared, place: Place) -> frozenset[str]:
    """The words around the number that are no names and no numbers."""
    spans = [range(place.floor, place.ceiling), *([range(*place.label)] if place.label else [])]
    return frozenset(word for span in spans for word in told_words(ready, span))


def told_words(ready: Prepared, span: range) -> list[str]:
    """The words of ``span`` that are no names and no numbers."""
    return [word for word in _words(ready, span) if word is not None]


def _side(ready: Prepared, start: int, end: int) -> list[str | None]:
    """The words from ``start`` towards ``end`` up to the first stop, in the order of the text."""
    text = ready.words.text
    step = 1 if end >= start else -1
    at = start if step == 1 else start - 1
    while (at < end if step == 1 else at >= end) and (not is_stop(text[at]) or text[at] in _TRANSPARENT):
        at += step
    return _words(ready, range(start, at) if step == 1 else range(at + 1, start))


def _words(ready: Prepared, span: range) -> list[str | None]:
    """The words of ``span``; None stands for a number, a name or a sign, over which no phrase goes."""
    out: list[str | None] = []
    for at in span:
        word = ready.words.text[at]
        if word in _TRANSPARENT:
            continue
        out.append(None if word == NUMBER or not word[0].isalpha() or _is_name(ready, at) else word)
    return out


def _pieces(words: Sequence[str | None]) -> list[list[str]]:
    """Runs of two words or more between breaks."""
    runs: list[list[str]] = [[]]
    for word in words:
        if word is None or word in _breaks():
            runs.append([])
        else:
            runs[-1].append(word)
    return [run for run in runs if len(run) > 1]


def _pairs(words: Sequence[str | None]) -> list[list[str]]:
    """Runs that go on over breaks, begun at each word that is none, as long as a phrase may be."""
    out = []
    for start, word in enumerate(words):
        if word is None or word in _breaks() or (start and words[start - 1] not in (None, *_breaks())):
            continue
        run: list[str] = []
        for following in words[start : start + _LONGEST]:
            if following is None:
                break
            run.append(following)
        while run and run[-1] in _breaks():
            run.pop()
        if len(run) > 1:
            out.append(run)
    return out


def _is_name(ready: Prepared, at: int) -> bool:
    """Whether the word is part of a name: capitalised beside another capitalised word or behind *xã*, *thôn*, *ông*; or that word."""
    text, starts = ready.words.text, ready.words.starts
    if text[at] in _place_words() and at + 1 < len(text) and _capital(ready, at + 1):
        return True
    if not _capital(ready, at):
        return False
    beside = any(0 <= other < len(text) and starts[other] != starts[at] and _capital(ready, other) for other in (at - 1, at + 1))
    return beside or (at > 0 and text[at - 1] in _place_words())


def _capital(ready: Prepared, at: int) -> bool:
    said = ready.normal.text[ready.words.starts[at] : ready.words.ends[at]]
    # an abbreviation written out, and a heading in capitals, are no names
    return said[:1].isupper() and not (len(said) > 1 and said.isupper())
