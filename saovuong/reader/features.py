"""What surrounds a number, as named features: the head noun after it, the words before it, the sentence, the headings, its column."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from saovuong.reader.numbers import PERCENT
from saovuong.reader.tokens import NUMBER, STOPS, Unstopped, Words
from saovuong.reader.words import word_list

_RIGHT, _LEFT = 9, 14
_FURTHER_LEFT, _FURTHER_RIGHT = 40, 24
_PERCENT_STEPS = (5, 40, 70, 100, Decimal("100.000001"))


class Place(NamedTuple):
    """Where one number stands, in indexes of :class:`Words`.

    ``first`` is the number's first word and ``last`` the first word after it; ``floor`` and ``ceiling`` are where the neighbouring numbers
    end and begin. ``above`` are index ranges of headings and leads (only the phrases of the pack are looked for there), ``label`` the title
    cell of a table row, ``uom`` its unit cell. ``borrowed`` are the words after the last number of a row of numbers
    (``7, 12 và 15 ngày``), which count for each of them.
    """

    sentence: tuple[int, int]
    first: int
    last: int
    floor: int
    ceiling: int
    above: tuple[tuple[int, int], ...] = ()
    label: tuple[int, int] | None = None
    uom: tuple[int, int] | None = None
    column: str = ""
    borrowed: tuple[int, int] | None = None
    clause: int | None = None

    @property
    def reach(self) -> int:
        """Where the words end that speak for the number: at a semicolon, else where the next number begins."""
        return self.ceiling if self.clause is None else self.clause


def _skippable() -> frozenset[str]:
    groups = ("over", "under", "about", "at_least", "at_most", "fillers")
    return frozenset(word for key in groups for phrase in word_list("modifiers", key) for word in phrase.split())


_SKIP = _skippable()


def size_of(value: Decimal | None, kind: str) -> str:
    """How large a number is, in few steps: the digits of a count, the usual ranges of a percentage; '' where it says no value."""
    if value is None:
        return ""
    if kind == PERCENT:
        return str(sum(value >= step for step in _PERCENT_STEPS))
    return str(len(str(abs(int(value)))))


def place_features(words: Words, place: Place, *, kind: str, size: str, previous: str, previous_near: bool) -> list[str]:
    """The features of a number of ``kind`` and ``size`` at ``place``; ``previous`` is the measure linked last in the same block ('' for
    none)."""
    text = words.text
    out = ["k:" + kind, f"k:{kind}:{place.column}"]
    right = _segment(text, place.last, place.ceiling)
    if place.uom and not right:
        right = _without_stops(text, *place.uom)
    if place.borrowed and not right:
        right = _without_stops(text, *place.borrowed)
    left = _without_stops(text, *place.label) if place.label else _left_segment(text, place.floor, place.first)
    out += _ordered("R", right[:3])
    out.append(f"v:{kind}:{size}")
    if right:
        out.append(f"w:{right[0]}:{size}")
    bare = list(left)
    while bare and bare[-1] in _SKIP:
        bare.pop()
    out += _reversed("L", bare[-3:])
    if len(bare) < len(left):
        out.append("l0:" + left[-1])
    _grams(out, "r", right[:_RIGHT])
    cut = len(left) if place.label else _after_stop(text, place)
    _grams(out, "l", left[-cut:] if cut else [])
    _grams(out, "ll", left[:-cut] if cut else left)
    _edges(out, text, place, right)
    if not place.label:
        _further(out, words.unstopped(), place)
    if previous:
        out.append("p:" + previous)
        if previous_near:
            out.append("pn:" + previous)
        out.append(f"p:{previous}:{right[0] if right else ''}")
    return list(dict.fromkeys(out))


def _without_stops(text: Sequence[str], start: int, end: int) -> list[str]:
    return [word for word in text[start:end] if word not in STOPS]


def _segment(text: Sequence[str], start: int, end: int) -> list[str]:
    """The words from ``start`` to the next stop; a comma between two counted things does not end it at once."""
    out = []
    for token in text[start : min(end, start + _RIGHT + 3)]:
        if token in STOPS:
            break
        out.append(token)
    return out


def _left_segment(text: Sequence[str], floor: int, end: int) -> list[str]:
    out: list[str] = []
    for word in reversed(text[max(floor, end - _LEFT - 4) : end]):
        if word in STOPS:
            if word in ";.|\t\n?!…":
                break
        elif word != NUMBER:
            out.append(word)
    out.reverse()
    return out


def _after_stop(text: Sequence[str], place: Place) -> int:
    """How many words stand between the last stop and the number: what stood before the stop mostly belongs to the number before."""
    count = 0
    for word in reversed(text[place.floor : place.first]):
        if word in STOPS:
            break
        count += word != NUMBER
    return count


def _edges(out: list[str], text: Sequence[str], place: Place, right: Sequence[str]) -> None:
    """What stands directly around: stops, and the words beyond the first stop on the right."""
    before = text[place.first - 1] if place.first > place.sentence[0] else "^"
    after = text[place.last] if place.last < place.sentence[1] else "$"
    before, after = before.replace("\n", "^"), after.replace("\n", "$")
    if before in STOPS or before == "^":
        out.append("b:" + before)
    if after in STOPS or after == "$":
        out.append("a:" + after)
    start = place.last + len(right)
    beyond = []
    for word in text[start : min(place.ceiling, start + 9)]:
        if word in STOPS:
            if word in ";.|\n":
                break
        else:
            beyond.append(word)
    _grams(out, "rr", beyond)


def _further(out: list[str], words: Unstopped, place: Place) -> None:
    """Pairs of words in the rest of the sentence, before and after."""
    before, pairs = words.before, words.pairs
    end, start = before[place.first], before[place.last]
    out += [f"s:{pair}" for pair in pairs[max(before[place.sentence[0]], end - _FURTHER_LEFT) : max(0, end - 1)] if pair]
    out += [f"t:{pair}" for pair in pairs[start : max(0, min(before[place.sentence[1]], start + _FURTHER_RIGHT) - 1)] if pair]


def _ordered(name: str, words: Sequence[str]) -> list[str]:
    return [f"{name}{n}:{' '.join(words[:n])}" for n in range(1, len(words) + 1)] or [name + "0"]


def _reversed(name: str, words: Sequence[str]) -> list[str]:
    return [f"{name}{n}:{' '.join(words[-n:])}" for n in range(1, len(words) + 1)] or [name + "0"]


def _grams(out: list[str], name: str, words: Sequence[str]) -> None:
    out += [f"{name}1:{word}" for word in words]
    out += [f"{name}2:{a} {b}" for a, b in pairwise(words)]
