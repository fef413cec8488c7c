"""Quotes and whole documents with the figures marked in them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from saovuong.intake.wording import marked_quote
from saovuong.ledger.shapes import Evidence

_AROUND = 90


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence with its number marked, shortened at spaces; without a mark, ``before`` is all there is."""

    before: str
    mark: str
    after: str
    source: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A place in a text: the number of the figure that people call it by, and its state for the colour."""

    start: int
    end: int
    number: int
    state: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a line. ``number`` None is plain text; ``also`` are further figures on the same words. ``elsewhere`` are those of all of them
    that stand on another page."""

    text: str
    number: int | None = None
    state: str = ""
    also: tuple[int, ...] = ()
    elsewhere: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text as pieces; ``at`` is where it begins in the text, in code points."""

    at: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document's text as lines. ``document_id`` names it where figures may be added from it."""

    name: str
    lines: tuple[Line, ...]
    document_id: int | None = None


def quote_of(evidence: Evidence, *, around: int = _AROUND) -> Quote:
    before, mark, after = marked_quote(evidence)
    if not mark:
        return Quote(before.strip("“” "), "", "", evidence.source)
    if len(before) > around:
        before = "… " + before[-around:].partition(" ")[2]
    if len(after) > around:
        after = after[:around].rpartition(" ")[0] + " …"
    return Quote(before, mark, after, evidence.source)


def paper(name: str, text: str, marks: Iterable[Marked], *, document_id: int | None = None, shown: Collection[int] | None = None) -> Paper:
    """The text cut where figures begin and end and where lines end. Of figures that overlap, the first is marked and names the others.
    ``shown`` are the figures beside the text; None: all of them."""
    pieces: list[Piece] = []
    at = 0
    for group in _groups(sorted(marks, key=lambda mark: (mark.start, mark.end, mark.number))):
        first, end = group[0], max(mark.end for mark in group)
        pieces.append(Piece(text[at : first.start]))
        numbers = [mark.number for mark in group]
        elsewhere = frozenset(number for number in numbers if shown is not None and number not in shown)
        pieces.append(Piece(text[first.start : end], first.number, first.state, tuple(numbers[1:]), elsewhere))
        at = end
    pieces.append(Piece(text[at:]))
    return Paper(name, tuple(_lines(pieces)), document_id)


def _groups(marks: Sequence[Marked]) -> list[list[Marked]]:
    groups: list[list[Marked]] = []
    for mark in marks:
        if groups and mark.start < max(one.end for one in groups[-1]):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _lines(pieces: Iterable[Piece]) -> Iterable[Line]:
    """Empty lines are left out: they only part paragraphs."""
    line: list[Piece] = []
    begun = at = 0
    for piece in pieces:
        if piece.number is not None:
            line.append(piece)
            at += len(piece.text)
            continue
        first, *rest = piece.text.split("\n")
        line.append(Piece(first))
        at += len(first)
        for following in rest:
            if any(one.text.strip() for one in line):
                yield Line(begun, tuple(line))
            begun = at + 1
            at = begun + len(following)
            line = [Piece(following)]
    if any(one.text.strip() for one in line):
        yield Line(begun, tuple(line))
