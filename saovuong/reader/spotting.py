"""Where a pack's wordings stand in a text, word by word: quotation marks do not count, and only a wording with a comma reaches over one."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

import ahocorasick

from saovuong.reader.tokens import Words, canonical

T = TypeVar("T")


class Spot(NamedTuple, Generic[T]):
    """Words ``first``..``last`` (indexes, ``last`` inclusive) are a wording of ``what``."""

    first: int
    last: int
    text: str
    what: T


class Spotter(Generic[T]):
    """Finds wordings. Building takes some milliseconds; keep one per catalogue."""

    def __init__(self, wordings: Iterable[tuple[str, T]]) -> None:
        uses: dict[tuple[str, ...], dict[tuple[T, bool], None]] = defaultdict(dict)
        for wording, what in wordings:
            uses[canonical(wording)][what, "," in wording] = None
        uses.pop((), None)
        self._automaton = ahocorasick.Automaton()
        for spoken, of in uses.items():
            self._automaton.add_word(" " + " ".join(spoken) + " ", (len(spoken), " ".join(spoken), tuple(of)))
        if uses:
            self._automaton.make_automaton()
        self._empty = not uses

    def find(self, words: Words) -> "Spots[T]":
        out: list[Spot[T]] = []
        if not self._empty:
            kept, ends, joined = words.spoken()
            for end, (length, text, of) in self._automaton.iter(joined):
                last = ends[end]
                first, final = kept[last - length + 1], kept[last]
                over = "," in words.text[first:final]
                out += [Spot(first, final, text, what) for what, comma in of if comma or not over]
        out.sort(key=lambda spot: (spot.first, -spot.last))
        return Spots(out)


class Spots(Generic[T]):
    """The spots of one text in order, of the same beginning the longest first."""

    def __init__(self, spots: Sequence[Spot[T]]) -> None:
        self.all = spots
        self._firsts = [spot.first for spot in spots]

    def at(self, index: int) -> list[Spot[T]]:
        """What begins with the word ``index``, the longest wordings alone."""
        here = self.between(index, index + 1)
        return [spot for spot in here if spot.last == here[0].last]

    def between(self, first: int, after: int) -> Sequence[Spot[T]]:
        """What begins with one of the words ``first``..``after`` (exclusive)."""
        return self.all[bisect_left(self._firsts, first) : bisect_left(self._firsts, after)]
