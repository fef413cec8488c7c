"""The number of an example as the reader sees it, or in words why it sees none there."""

from dataclasses import dataclass

from saovuong.reader.features import Place, size_of
from saovuong.reader.learning_shapes import Example
from saovuong.reader.learning_words import telling, told_words
from saovuong.reader.model import NONE
from saovuong.reader.pipeline import Tools
from saovuong.reader.prepare import Prepared, place_of, prepare
from saovuong.reader.quantity import CHANGE, PER_UNIT, Quantity
from saovuong.reader.tokens import NUMBER

_LEFT, _RIGHT = 4, 5
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class NumberAt:
    """``start``..``end`` in the composed text; ``kind`` decides which measures may carry it."""

    ready: Prepared
    place: Place
    kind: str
    size: str
    start: int
    end: int


def numbers_in(example: Example, tools: Tools) -> NumberAt | str:
    """The example's number or statement; where the reader finds none, or never asks for its measure, the reason."""
    ready = prepare(example.text, tools.linker.book)
    counted = [one for one in ready.quantities if one.use not in (CHANGE, PER_UNIT)]
    spans = [(one.start, one.end, _kind(one), size_of(one.value, one.kind)) for one in counted]
    spans += [(one.start, one.end, one.kind, "") for one in tools.claims.find(ready)]
    inside = [span for span in spans if span[0] < example.end and example.start < span[1]]
    measure = example.right or NONE
    fitting = [span for span in inside if measure == NONE or measure in tools.linker.pools.get(span[2], frozenset())]
    if fitting:
        start, end, kind, size = min(fitting, key=lambda span: (abs(span[0] - example.start) + abs(span[1] - example.end), span[0]))
        return NumberAt(ready, place_of(ready, start, end), kind, size, start, end)
    if inside:
        return "đơn vị của số không hợp với chỉ tiêu này"
    if any(one.start < example.end and example.start < one.end for one in ready.quantities):
        return "bộ đọc hiểu đây là mức tăng, giảm hoặc mức cho một đơn vị"
    if any(one.start < example.end and example.start < one.end for one in ready.nonfigures):
        return "bộ đọc hiểu đây là ngày, số văn bản, tên gọi hoặc số thứ tự"
    return "bộ đọc không nhận ra số ở đây"


def _kind(one: Quantity) -> str:
    return "pair" if one.of is not None else one.kind


def words_around(number: NumberAt) -> tuple[str, ...]:
    """The words beside the number without names, by which two examples speak of the same thing; empty where they are too few."""
    ready, place = number.ready, number.place
    left = told_words(ready, range(*place.label) if place.label else range(max(place.floor, place.first - _LEFT), place.first))
    right = told_words(ready, range(place.last, min(place.ceiling, place.last + _RIGHT)))
    return (*left, NUMBER, *right) if sum(telling(word) for word in (*left, *right)) >= _FEWEST else ()
