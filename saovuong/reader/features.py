"""What surrounds a number, as named features: the head noun after it, the words before it, the sentence, the headings, its column."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from saovuong.reader.tokens import NUMBER, Words, is_stop
from saovuong.reader.words import word_list

_RIGHT, _LEFT = 9, 14


@dataclass(frozen=True, slots=True)
class Place:
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


def _skippable() -> frozenset[str]:
    groups = ("over", "under", "about", "at_least", "at_most", "fillers")
    return frozenset(word for key in groups for phrase in word_list("modifiers", key) for word in phrase.split())


_SKIP = _skippable()


def place_features(words: Words, place: Place, *, kind: str, previous: str, previous_near: bool) -> list[str]:
    """The features of a number of ``kind`` at ``place``; ``previous`` is the measure linked last in the same block ('' for none)."""
    text = words.text
    out = ["k:" + kind, f"k:{kind}:{place.column}"]
    right = _segment(text, place.last, place.ceiling)
    if place.uom and not right:
        right = [text[i] for i in range(*place.uom) if not is_stop(text[i])]
    if place.borrowed and not right:
        right = [word for word in text[place.borrowed[0] : place.borrowed[1]] if not is_stop(word)]
    left = _left_segment(text, place.floor, place.first)
    if place.label:
        left = [text[i] for i in range(*place.label) if not is_stop(text[i])]
    out += _ordered("R", right[:3])
    bare = list(left)
    while bare and bare[-1] in _SKIP:
        bare.pop()
    out += _reversed("L", bare[-3:])
    if left and left[-1] in _SKIP:
        out.append("l0:" + left[-1])
    out += _grams("r", right[:_RIGHT])
    cut = len(left) if place.label else _after_stop(text, place)
    out += _grams("l", left[-cut:] if cut else [])
    out += _grams("ll", left[:-cut] if cut else left)
    out += _edges(text, place, right)
    if not place.label:
        out += _further(text, place)
    if previous:
        out.append("p:" + previous)
        if previous_near:
            out.append("pn:" + previous)
        out.append(f"p:{previous}:{right[0] if right else ''}")
    return list(dict.fromkeys(out))


def _segment(text: Sequence[str], start: int, end: int) -> list[str]:
    """The words from ``start`` to the next stop; a comma between two counted things does not end it at once."""
    out = []
    for index in range(start, min(end, start + _RIGHT + 3)):
        token = text[index]
        if is_stop(token):
            break
        out.append(token)
    return out


def _left_segment(text: Sequence[str], floor: int, end: int) -> list[str]:
    out: list[str] = []
    for index in range(end - 1, max(floor, end - _LEFT - 4) - 1, -1):
        word = text[index]
        if word in ";.|\t\n?!…":
            break
        if not is_stop(word) and word != NUMBER:
            out.append(word)
    out.reverse()
    return out


def _after_stop(text: Sequence[str], place: Place) -> int:
    """How many words stand between the last stop and the number: what stood before the stop mostly belongs to the number before."""
    count = 0
    for index in range(place.first - 1, place.floor - 1, -1):
        if is_stop(text[index]):
            break
        count += text[index] != NUMBER
    return count


def _edges(text: Sequence[str], place: Place, right: Sequence[str]) -> list[str]:
    """What stands directly around: stops, and the words beyond the first stop on the right."""
    out = []
    before = text[place.first - 1] if place.first > place.sentence[0] else "^"
    after = text[place.last] if place.last < place.sentence[1] else "$"
    before, after = before.replace("\n", "^"), after.replace("\n", "$")
    if is_stop(before) or before == "^":
        out.append("b:" + before)
    if is_stop(after) or after == "$":
        out.append("a:" + after)
    start = place.last + len(right)
    beyond = []
    for index in range(start, min(place.ceiling, start + 9)):
        if text[index] in ";.|\n":
            break
        if not is_stop(text[index]):
            beyond.append(text[index])
    return out + _grams("rr", beyond)


def _further(text: Sequence[str], place: Place) -> list[str]:
    """Pairs of words in the rest of the sentence, before and after."""
    left = [text[i] for i in range(place.sentence[0], place.first) if not is_stop(text[i])][-40:]
    right = [text[i] for i in range(place.last, place.sentence[1]) if not is_stop(text[i])][:24]
    pairs = [f"s:{a} {b}" for a, b in itertools.pairwise(left) if NUMBER not in (a, b)]
    return pairs + [f"t:{a} {b}" for a, b in itertools.pairwise(right) if NUMBER not in (a, b)]


def _ordered(name: str, words: Sequence[str]) -> list[str]:
    return [f"{name}{n}:{' '.join(words[:n])}" for n in range(1, len(words) + 1)] or [name + "0"]


def _reversed(name: str, words: Sequence[str]) -> list[str]:
    return [f"{name}{n}:{' '.join(words[-n:])}" for n in range(1, len(words) + 1)] or [name + "0"]


def _grams(name: str, words: Sequence[str]) -> list[str]:
    single = [f"{name}1:{word}" for word in words]
    return single + [f"{name}2:{a} {b}" for a, b in itertools.pairwise(words)]
