"""What a statement is about: the nearest of a pack's words for its subject, in the clause, the row, the sentence, or the headings above."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from saovuong.reader.prepare import Prepared, cell_of
from saovuong.reader.spotting import Spot, Spots
from saovuong.reader.tables import ROW
from saovuong.reader.words import word_list

T = TypeVar("T")

_STOP_COSTS = {",": 3, ";": 12, ":": 1, "(": 2, ")": 2, ".": 20, "!": 20, "?": 20, "|": 2, "\n": 30}
_LABEL, _COLUMN, _HEADING, _TITLE, _STEP = 3, 4, 40, 70, 5
_BEYOND, _FARTHEST, _MOST_WORDS = 18, 120, 200


@dataclass(frozen=True, slots=True)
class Subject(Generic[T]):
    """``far`` is how far away it stands, in words and stops; ``side`` is left, right, row or above."""

    spot: Spot[T]
    far: int
    side: str


class SubjectFinder(Generic[T]):
    """Answers for the statements of one text; ``titles`` are the document's own headings."""

    def __init__(self, ready: Prepared, spots: Spots[T], titles: Sequence[tuple[int, int]]) -> None:
        self.ready = ready
        self.text = ready.words.text
        self.spots = spots
        self.titles = titles
        self._within: dict[tuple[int, int], list[Spot[T]]] = {}

    def around(self, first: int, last: int) -> list[Subject[T]]:
        """The subjects that the words ``first``..``last`` may have, nearest first."""
        found = [*self._right(last), *self._left(first), *self._above(first)]
        return sorted(found, key=lambda one: (one.far, one.spot.first))

    def _right(self, last: int) -> list[Subject[T]]:
        out, far = [], 0
        for index in range(last + 1, min(last + 1 + _BEYOND, len(self.text))):
            if self.text[index] in _STOP_COSTS and self.text[index] != ",":
                break
            out += [Subject(spot, far, "right") for spot in self.spots.at(index)]
            far += _STOP_COSTS.get(self.text[index], 1)
        return out

    def _left(self, first: int) -> list[Subject[T]]:
        words = self.ready.words
        block = self.ready.block_at(words.starts[first])
        cell = cell_of(block, words.starts[first]) if block.kind == ROW else None
        begin, _ = words.between(cell.start if cell else block.start, block.end)
        begin = max(begin, first - _MOST_WORDS)
        ending: dict[int, list[Spot[T]]] = {}
        for spot in self.spots.between(begin, first):
            ending.setdefault(spot.last, []).append(spot)
        out, far, closed = [], 0, 0
        for index in range(first - 1, begin - 1, -1):
            closed += {")": 1, "(": -1 if closed else 0}.get(self.text[index], 0)
            if far > _FARTHEST:
                break
            if closed:
                continue
            for spot in ending.get(index, ()):
                if not self._inside_longer(spot):
                    out.append(Subject(spot, far, "left"))
            far += _STOP_COSTS.get(self.text[index], 1)
        return out

    def _inside_longer(self, spot: Spot[T]) -> bool:
        """``tự vệ`` in ``dân quân tự vệ`` is no subject of its own."""
        around = self.spots.between(max(0, spot.first - 6), spot.first + 1)
        return any(o.first <= spot.first and spot.last <= o.last and o.last - o.first > spot.last - spot.first for o in around)

    def _above(self, first: int) -> list[Subject[T]]:
        position = self.ready.words.starts[first]
        block = self.ready.block_at(position)
        places: list[tuple[tuple[int, int], int, str]] = []
        if block.kind == ROW and (cell := cell_of(block, position)):
            places += [((one.start, one.end), _LABEL, "row") for one in block.cells if one.column == "label" and one != cell]
            places += [(title, _COLUMN, "row") for title in cell.titles]
        if block.lead and block.lead[1] <= position:
            places.append((block.lead, _HEADING - _STEP, "above"))
        places += [(span, _HEADING + _STEP * step, "above") for step, span in enumerate(reversed(block.path)) if span not in self.titles]
        places += [(span, _TITLE, "above") for span in self.titles]
        return [Subject(spot, far, side) for span, far, side in places for spot in self.within(span)]

    def within(self, span: tuple[int, int]) -> Sequence[Spot[T]]:
        """The subjects that stand in a span; those of a heading are asked for by every statement below it."""
        found = self._within.get(span)
        if found is None:
            first, after = self.ready.words.between(*span)
            spots = self.spots.between(first, after)
            found = self._within[span] = [spot for spot in spots if spot.last < after and not self._inside_longer(spot)]
        return found

    def joined(self, subject: Subject[T]) -> list[Spot[T]]:
        """The subject with those that a comma, *và* or *cũng như* joins to it from the left."""
        out, first = [subject.spot], subject.spot.first
        while subject.side in ("left", "above"):
            index = first - 1
            while index >= 0 and self.text[index] in joining():
                index -= 1
            before = [one for one in self.spots.between(max(0, index - 6), index + 1) if one.last == index and not self._inside_longer(one)]
            if index == first - 1 or not before:
                break
            out += before
            first = before[0].first
        return out


@cache
def joining() -> frozenset[str]:
    """The words and signs that join two subjects."""
    return frozenset((",", *(word for words in word_list("claims", "joining") for word in words.split())))
