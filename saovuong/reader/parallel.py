"""Numbers that count on what the number before them counts, for another place or another time.

``tuần tra 246 buổi ở xã A, 178 buổi ở xã B``, ``45 buổi (năm trước 40 buổi)``, ``từ 40 buổi năm 2023 lên 45 buổi``.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from saovuong.reader.periods import Mention
from saovuong.reader.prepare import Prepared
from saovuong.reader.quantity import Quantity
from saovuong.reader.shapes import UnitMention
from saovuong.reader.words import word_list, words_opening, words_pattern

# what stands between two such numbers at most; further away they are two statements
_FARTHEST = 90
_LONGEST_NOUN = 5
_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[,;.:()|\t\n]")
_NAME_WORD = re.compile(r"\s+([^\W\d_][\w'-]*)")
_LONGEST_NAME = 4


def counts_on(ready: Prepared, before: Quantity, one: Quantity, mentions: Sequence[Mention]) -> bool:
    """Whether nothing but a place or a period, small words and the same noun stand between ``before`` and ``one``, and no other noun behind
    ``one``. ``mentions`` are the periods named behind ``before``."""
    if before.kind != one.kind or one.from_ - before.end > _FARTHEST or not ready.normal.low[before.end : one.from_].strip():
        return False
    after = _behind(ready, one)
    taken = [*_places(ready, before.end, after), *((each.start, each.end) for each in mentions if before.end <= each.start < after)]
    if not taken:
        return False
    noun, rest = _noun_and_rest(ready, before.end, one.from_, taken)
    own, tail = _noun_and_rest(ready, one.end, after, taken)
    return not rest and not tail and (not own or own == noun[: len(own)] or not noun)


class OwnUnits:
    """Units named behind their numbers: ``246 buổi ở xã A, 178 buổi ở xã B``, ``trong đó 178 buổi tại xã B``.

    A single place behind a number says where, not whose, unless the number is told as a part."""

    def __init__(self, ready: Prepared, names: Sequence[UnitMention]) -> None:
        self.ready = ready
        self.names = names
        self._starts = [one.start for one in names]
        self._found: dict[int, tuple[dict[int, UnitMention], frozenset[UnitMention]]] = {}

    def of(self, start: int) -> UnitMention | None:
        """The unit of the number that begins at ``start``."""
        return self._in_sentence(start)[0].get(start)

    def taken(self, start: int) -> frozenset[UnitMention]:
        """The units in the sentence of ``start`` that belong to numbers before them."""
        return self._in_sentence(start)[1]

    def _in_sentence(self, start: int) -> tuple[dict[int, UnitMention], frozenset[UnitMention]]:
        begin, finish = self.ready.sentence_at(start)
        if begin not in self._found:
            owned = self._owned(begin, finish)
            self._found[begin] = owned, frozenset(owned.values())
        return self._found[begin]

    def _owned(self, begin: int, finish: int) -> dict[int, UnitMention]:
        named = self.names[bisect_left(self._starts, begin) : bisect_left(self._starts, finish)]
        if not named:
            return {}
        starts = self.ready.quantity_starts
        numbers = self.ready.quantities[bisect_left(starts, begin) : bisect_left(starts, finish)]
        low = self.ready.normal.low
        behind: dict[int, UnitMention] = {}
        parts: dict[int, UnitMention] = {}
        floor = begin
        for one in numbers:
            near = next((each for each in named if each.start >= one.end), None)
            if near and near.start - one.end <= _FARTHEST and _located().fullmatch(low, one.end, near.start):
                behind[one.start] = near
                if _part().search(low, floor, one.start):
                    parts[one.start] = near
            floor = one.end
        return behind if len(behind) > 1 else parts


@cache
def _located() -> re.Pattern[str]:
    """What stands between a number and the place that it is told for."""
    return re.compile(rf"(?:\s+[^\W\d]+){{0,5}}?\s+(?:{words_pattern('parallel', 'locating')})\s+|(?:\s+[^\W\d]+){{0,4}}\s*\(\s*")


@cache
def _part() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('parallel', 'part')}(?!\w)")


def _behind(ready: Prepared, one: Quantity) -> int:
    """Where the words that belong to ``one`` end: at a stop or before the next number."""
    _, finish = ready.sentence_at(one.start)
    stop = _STOP.search(ready.normal.low, one.end, finish)
    return stop.start() if stop else finish


def _noun_and_rest(ready: Prepared, start: int, end: int, taken: Sequence[tuple[int, int]]) -> tuple[list[str], list[str]]:
    """The words right at ``start`` up to a stop, a small word or something ``taken``, and what else is neither small nor taken."""
    noun: list[str] = []
    rest: list[str] = []
    small, low = _small(), ready.normal.low
    closed = False
    done = start
    for match in _WORD.finditer(low, start, end):
        closed = closed or bool(_STOP.search(low, done, match.start()))
        done = match.end()
        if match.group() in small or any(first <= match.start() < last for first, last in taken):
            closed = True
        elif closed or len(noun) == _LONGEST_NOUN:
            rest.append(match.group())
        else:
            noun.append(match.group())
    return noun, rest


def _places(ready: Prepared, start: int, end: int) -> list[tuple[int, int]]:
    """Units named in the text, known or not: a word for their kind and a name in capitals."""
    out = []
    for each in _kind().finditer(ready.normal.low, start, end):
        last = each.end()
        for _ in range(_LONGEST_NAME):
            word = _NAME_WORD.match(ready.normal.text, last)
            if word is None or not word[1][0].isupper():
                break
            last = word.end()
        if last > each.end():
            out.append((each.start(), last))
    return out


@cache
def _kind() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('parallel', 'places')}(?!\w)")


@cache
def _small() -> frozenset[str]:
    return frozenset(word_list("parallel", "small"))
