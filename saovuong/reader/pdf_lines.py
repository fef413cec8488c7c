"""Letters of a PDF page as lines of segments: runs of words that stand close together on one baseline."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from saovuong.reader.old_encodings import TCVN3, OldFont
from saovuong.reader.pdf_page import Letter, Rule
from saovuong.reader.syllables import is_syllable

# In parts of the letter size: how far letters of one line may lie off its baseline, the least gap between words, the gap that divides
# columns, and how much smaller and higher a raised figure is.
_OFF, _WORD_GAP, _WIDE_GAP = 0.25, 0.14, 0.7
_SMALLER, _HIGHER = 0.82, 0.75
_RAISED = str.maketrans("0123456789()+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻ⁿ")
_BULLET = re.compile(r"^[\uf000-\uf0ff](?=\s|$)")
_HYPHENED = re.compile(r"(?<![\w-])(?:[^\W\d_]++-[^\W\d_]*+|-[^\W\d_]++)(?:-[^\W\d_]*)*(?![\d-])")


@dataclass(frozen=True, slots=True)
class Segment:
    x0: float
    x1: float
    y: float
    size: float
    text: str
    encodings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    segments: tuple[Segment, ...]

    @property
    def x0(self) -> float:
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        return self.segments[-1].x1

    @property
    def y(self) -> float:
        return self.segments[0].y

    @property
    def size(self) -> float:
        return max(self.segments, key=lambda one: len(one.text)).size

    @property
    def text(self) -> str:
        return " ".join(one.text for one in self.segments)


def lines_of(letters: Sequence[Letter], rules: Sequence[Rule]) -> list[Line]:
    """The lines from top to bottom. A vertical rule between two words divides them."""
    walls = _Walls(rules)
    lines = (tuple(_segments(row, walls)) for row in _rows(letters))
    return [Line(segments) for segments in lines if segments]


class _Walls:
    def __init__(self, rules: Sequence[Rule]) -> None:
        self._walls = sorted((rule for rule in rules if rule.vertical), key=lambda rule: rule.at)
        self._places = [rule.at for rule in self._walls]

    def between(self, left: float, right: float, y: float) -> bool:
        first, after = bisect_left(self._places, left - 1.0), bisect_right(self._places, right + 1.0)
        return any(wall.low <= y <= wall.high for wall in self._walls[first:after])


def _rows(letters: Sequence[Letter]) -> list[list[Letter]]:
    """Letters by baseline, from the top; raised figures in the row they belong to."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda one: (-one.y, one.x0)):
        if rows and rows[-1][0].y - letter.y <= _OFF * min(rows[-1][0].size, letter.size):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    kept: list[list[Letter]] = []
    for index, row in enumerate(rows):
        following = rows[index + 1] if index + 1 < len(rows) else None
        if following is None or not _lower(row, following):
            kept.append(row)
    return kept


def _lower(row: list[Letter], following: list[Letter]) -> bool:
    """Move figures of ``row`` that stand raised beside a letter of ``following`` into it. True when nothing of ``row`` is left."""
    size, below = max(one.size for one in row), max(one.size for one in following)
    if size > _SMALLER * below or row[0].y - following[0].y > _HIGHER * below:
        return False
    starts = [one.x0 for one in following if one.sign != " "]
    ends = sorted(one.x1 for one in following if one.sign != " ")
    left: list[Letter] = []
    for letter in sorted(row, key=lambda one: one.x0):
        place = bisect_right(ends, letter.x0 + 0.3 * below)
        if (place and letter.x0 - ends[place - 1] < 0.6 * below) or any(0 <= one - letter.x1 < 0.6 * below for one in starts):
            following.append(replace(letter, y=following[0].y, raised=True))
            ends.insert(place, letter.x1)
        else:
            left.append(letter)
    row[:] = left
    return not left


def _segments(row: list[Letter], walls: _Walls) -> Iterator[Segment]:
    run: list[Letter] = []
    spaced = False
    for letter in sorted(row, key=lambda one: (one.x0, one.x1)):
        if letter.sign == " ":
            spaced = True
            continue
        if run:
            last = run[-1]
            gap, size = letter.x0 - last.x1, max(last.size, letter.size)
            if letter.sign == last.sign and abs(letter.x0 - last.x0) < 0.1 * size:
                # Bold type made by printing twice.
                continue
            if gap > _WIDE_GAP * size or (gap > -0.2 * size and walls.between(last.x1, letter.x0, letter.y + 0.3 * size)):
                yield _segment(run)
                run = []
            elif spaced or gap > _WORD_GAP * size:
                run.append(Letter(last.x1, letter.x0, letter.y, size, " ", last.font, raised=last.raised and letter.raised))
        spaced = False
        run.append(letter)
    if run:
        yield _segment(run)


def _segment(run: Sequence[Letter]) -> Segment:
    plain = [one for one in run if not one.raised] or run
    text, encodings = _text(run)
    # Bullets come from symbol fonts, whose signs have no meaning of their own.
    text = _BULLET.sub("-", text)
    return Segment(run[0].x0, run[-1].x1, run[0].y, max(one.size for one in plain), text, encodings)


def _text(run: Sequence[Letter]) -> tuple[str, frozenset[str]]:
    """Letters in one old font are read together."""
    out: list[str] = []
    encodings: set[str] = set()
    index = 0
    while index < len(run):
        font, raised, signs = run[index].font, run[index].raised, []
        while index < len(run) and run[index].font == font and run[index].raised == raised:
            signs.append(run[index].sign)
            index += 1
        text = "".join(signs)
        if font is not None:
            shown = _in_old_font(text, font)
            if shown.casefold() != text.casefold():
                encodings.add(font.encoding)
            text = shown
        text = text.replace("\u00ad", "-")
        out.append(text.translate(_RAISED) if raised else text)
    return "".join(out), frozenset(encodings)


def _in_old_font(text: str, font: OldFont) -> str:
    """The code of ``ư`` in TCVN3 is a hyphen to Western eyes, and PDF files call it one."""
    shown = font.read(text)
    if font.encoding != TCVN3 or "-" not in shown:
        return shown
    letter = "Ư" if font.capitals else "ư"

    def mended(found: re.Match[str]) -> str:
        word = found.group().replace("-", letter)
        return word if is_syllable(word) else found.group()

    return _HYPHENED.sub(mended, shown)


def joined(text: str, following: str) -> str:
    """Only a hyphen that stands close to a word or number keeps the next line close: ``2021-`` and ``2025``."""
    close = text.endswith("-") and not text.endswith(" -")
    return text + following if close else f"{text} {following}"
