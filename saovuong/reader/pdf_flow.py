"""Lines of a PDF page in reading order, and lines joined to the paragraphs that they were broken from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from saovuong.reader.pdf_lines import Line, joined

_MARK = re.compile(
    r"(?:[-–—+•*▪●✔➤►→◦]\s|\(?\d{1,2}\)\s|\d{1,2}(?:\.\d{1,2}){0,3}[.)]\s|\d{1,2}(?:\.\d{1,2}){1,3}\s|\(?[a-zđ]\)\s|[IVX]{1,5}[.)]\s|[A-HĐ]\.\s"
    r"|(?:Phần|PHẦN|Mục|MỤC|Chương|CHƯƠNG|Điều)\s+(?:[IVX]+|\d+)|[⁽¹²³⁴-⁹])"
)
# Two lines with a gap at one place are columns where the gap is wide; narrow gaps must go on for more.
_SURE, _WIDE, _RUNNING = 4, 2.0, 5
_ENDS = re.compile(r"[.;:!?…/]\W*\Z")


@dataclass(frozen=True, slots=True)
class Column:
    """Lines that are read one after the other, with the margins they keep."""

    left: float
    right: float
    lines: tuple[Line, ...]


def columns_of(lines: Sequence[Line], left: float, right: float) -> list[Column]:
    """Lines, from top to bottom, in the order they are read: side by side ones column by column."""
    out: list[Column] = []
    plain: list[Line] = []
    at = 0
    while at < len(lines):
        gutter, end = _side_by_side(lines, at)
        if gutter is None:
            plain.append(lines[at])
            at += 1
            continue
        if plain:
            out.append(Column(left, right, tuple(plain)))
            plain = []
        for side in (0, 1):
            part = [half for line in lines[at:end] if (half := _half(line, gutter, side))]
            if part:
                out.append(_column(part, right if side else gutter[1]))
        at = end
    if plain:
        out.append(Column(left, right, tuple(plain)))
    return out


def _column(lines: Sequence[Line], limit: float) -> Column:
    """Running text keeps a margin of its own; a few short lines could go on up to ``limit``."""
    edge = max(one.x1 for one in lines)
    full = sum(1 for one in lines if edge - one.x1 < 3 * one.size)
    runs = len(lines) >= _RUNNING and full > len(lines) / 2
    return Column(min(one.x0 for one in lines), edge if runs else max(edge, limit - 0.5 * lines[0].size), tuple(lines))


def _side_by_side(lines: Sequence[Line], start: int) -> tuple[tuple[float, float] | None, int]:
    """The gap that runs down between two columns from ``lines[start]`` on, and the index after the last line that keeps it."""
    best: tuple[float, float] | None = None
    end = start
    for low, high in _gaps(lines[start]):
        gap, at, split, widest = (low, high), start + 1, 1, high - low
        while at < len(lines) and (kept := _kept(gap, lines[at])) is not None:
            if lines[at - 1].y - lines[at].y > 4 * lines[at].size:
                break
            gap = kept
            widest = max(widest, _width_at(lines[at], gap))
            split += len(lines[at].segments) > 1 and lines[at].x0 < gap[0] and lines[at].x1 > gap[1]
            at += 1
        # One-sided lines at the end may as well be the text that follows.
        while at > start and not (lines[at - 1].x0 < gap[0] and lines[at - 1].x1 > gap[1]):
            at -= 1
        at = _tail(lines, at, gap)
        if at > end and (split >= _SURE or (split >= 2 and widest > _WIDE * lines[start].size)):
            best, end = gap, at
    return best, end


def _tail(lines: Sequence[Line], at: int, gap: tuple[float, float]) -> int:
    """The longer of two columns runs on beside nothing, as close as lines of it stand, and as narrow."""
    while at < len(lines) and lines[at - 1].y - lines[at].y < 1.8 * lines[at].size and (lines[at].x1 <= gap[0] or lines[at].x0 >= gap[1]):
        at += 1
    return at


def _gaps(line: Line) -> Iterator[tuple[float, float]]:
    for one, two in pairwise(line.segments):
        if two.x0 - one.x1 >= line.size:
            yield one.x1, two.x0


def _width_at(line: Line, gap: tuple[float, float]) -> float:
    """How far apart the two columns stand in ``line``."""
    middle = (gap[0] + gap[1]) / 2
    left, right = (one.x1 for one in line.segments if one.x1 < middle), (one.x0 for one in line.segments if one.x0 > middle)
    return min(right, default=middle) - max(left, default=middle)


def _kept(gap: tuple[float, float], line: Line) -> tuple[float, float] | None:
    """What is left of ``gap`` beside ``line``; None when the line runs across it."""
    low, high = gap
    for one in line.segments:
        if one.x0 + one.x1 < low + high:
            low = max(low, one.x1)
        else:
            high = min(high, one.x0)
    return (low, high) if high - low >= 0.8 * line.size else None


def _half(line: Line, gap: tuple[float, float], side: int) -> Line | None:
    middle = (gap[0] + gap[1]) / 2
    segments = tuple(one for one in line.segments if ((one.x0 + one.x1) / 2 > middle) == bool(side))
    return Line(segments) if segments else None


@dataclass(slots=True)
class Paragraphs:
    """Joins lines fed in reading order. ``later`` are lines that wait until the open paragraph has ended, as footnotes do."""

    out: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    _text: str = ""
    _line: Line | None = None
    _room: float = 0.0
    _indent: float = 0.0
    _hang: float | None = None
    _centred: bool = False

    def feed(self, column: Column) -> None:
        above: Line | None = None
        for line in column.lines:
            indent, room = line.x0 - column.left, column.right - line.x1
            centred = indent > 3 * line.size and abs(indent - room) < 0.7 * line.size
            if self._goes_on(line, above, indent, centred=centred):
                if self._hang is None:
                    self._hang = indent
                self._text = joined(self._text, line.text)
            else:
                self.close()
                self._text, self._hang = line.text, None
            self._line, self._room, self._indent = line, room + (indent if centred else 0.0), indent
            self._centred = centred
            above = line

    def close(self) -> None:
        """End the open paragraph."""
        if self._text:
            self.out.append(self._text)
        self.out += self.later
        self.later.clear()
        self._text, self._line = "", None

    def _goes_on(self, line: Line, above: Line | None, indent: float, *, centred: bool) -> bool:
        """Whether ``line`` goes on from the one before. ``above`` is None at the top of a column, where no distance can be told."""
        last = self._line
        if last is None or _MARK.match(line.text) or abs(last.size - line.size) > 0.12 * max(last.size, line.size):
            return False
        if above is not None and above.y - line.y > 2.1 * line.size:
            return False
        first = line.segments[0]
        word = first.text.split(" ", 1)[0]
        wide = (first.x1 - first.x0) * len(word) / max(1, len(first.text))
        if wide + 0.25 * line.size < self._room - 0.6 * line.size:
            return False
        before, here = _capitals(self._text), _capitals(line.text)
        if before is not None and here is not None and before != here:
            return False
        if centred and not self._centred:
            # A title fills its first line and centres the rest.
            return abs(self._indent - self._room) < 1.2 * line.size and not _ENDS.search(self._text)
        if self._centred and not centred:
            return not _ENDS.search(self._text) and line.text[:1].islower()
        hanging = self._hang is not None and abs(indent - self._hang) < 0.5 * line.size
        if indent > 0.8 * line.size and not hanging and not centred and not (self._hang is None and _MARK.match(self._text)):
            return not _ENDS.search(self._text) and line.text[:1].islower()
        return True


def _capitals(text: str) -> bool | None:
    """Whether a text is set in capitals; None where it has too few words to tell (``NĐ-CP``)."""
    words = [word for word in text.split() if word.isalpha() and len(word) > 1]
    return sum(word.isupper() for word in words) > 0.8 * len(words) if len(words) > 1 else None
