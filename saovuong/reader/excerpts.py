"""The little of a document that a number needs to be read again: its sentence, the two titles above it, its table's column titles."""

from bisect import bisect_right
from dataclasses import dataclass

from saovuong.reader.layout import Block, find_blocks, sentence_spans
from saovuong.reader.normal import NormalText
from saovuong.reader.tables import HEADER, ROW

_TITLES = 2
_BEFORE, _AFTER = 320, 240


@dataclass(frozen=True, slots=True)
class Excerpt:
    """``text[start:end]`` is the number."""

    text: str
    start: int
    end: int


class Excerpts:
    """Excerpts of one text."""

    def __init__(self, text: str) -> None:
        self._normal = NormalText.of(text)
        self._blocks = find_blocks(self._normal)
        self._starts = [block.start for block in self._blocks]

    def at(self, start: int, end: int) -> Excerpt:
        """The excerpt for ``text[start:end]``; offsets count code points of the text as given."""
        first, last = self._inside(start), self._inside(end)
        index = max(0, bisect_right(self._starts, first) - 1)
        if not self._blocks or first < self._blocks[index].start or self._blocks[index].end < last:
            return Excerpt(self._normal.source[start:end], 0, end - start)
        block = self._blocks[index]
        begin, finish = self._sentence(block, first, last)
        above = [*block.path[-_TITLES:], *self._columns(index), *self._lead(block, begin)]
        titles = "".join(f"{' '.join(self._normal.text[one:two].split())}\n" for one, two in above)
        words = self._normal.text[begin:finish]
        return Excerpt(titles + words, len(titles) + first - begin, len(titles) + last - begin)

    def _inside(self, position: int) -> int:
        """The place in the composed text of a place in the text as given."""
        origin = self._normal.origin
        return position if origin is None else max(0, bisect_right(origin, position) - 1)

    def _sentence(self, block: Block, first: int, last: int) -> tuple[int, int]:
        spans = sentence_spans(self._normal, block)
        begin = max((start for start, _ in spans if start <= first), default=block.start)
        finish = min((end for _, end in spans if end >= last), default=block.end)
        if block.kind != ROW:
            begin, finish = self._cut(max(begin, first - _BEFORE), first, begin), self._cut_after(min(finish, last + _AFTER), last, finish)
        while finish > last and self._normal.text[finish - 1].isspace():
            finish -= 1
        return begin, finish

    def _cut(self, position: int, first: int, begin: int) -> int:
        """``position`` moved on to where a word begins."""
        while begin < position < first and not self._normal.text[position - 1].isspace():
            position += 1
        return position

    def _cut_after(self, position: int, last: int, finish: int) -> int:
        while last < position < finish and not self._normal.text[position].isspace():
            position -= 1
        return position

    def _columns(self, index: int) -> list[tuple[int, int]]:
        """The column titles above a table row."""
        if self._blocks[index].kind != ROW:
            return []
        for block in reversed(self._blocks[:index]):
            if block.kind == HEADER:
                return [(block.start, block.end)]
            if block.kind != ROW and not block.cells:
                return []
        return []

    def _lead(self, block: Block, begin: int) -> list[tuple[int, int]]:
        return [block.lead] if block.lead and block.lead[1] <= begin and block.kind != ROW else []
