"""Numbers inside the office's own words: which figures of the report they are about, and which of those have changed since. Pure.

Nothing is ever changed in the words: what is found becomes a warning."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import log

from saovuong.core.numbers import parse_number
from saovuong.core.text import fold, nfc, words
from saovuong.reports.shapes import Mention, PartVersion, StaleMention
from saovuong.writers.report_shapes import Figure, FigureRun, ReportShape, placed_runs

# A number inside a symbol or a date (15/BC-BCH, 22/12) is no figure.
_NUMBER = re.compile(r"(?<![\w/.,-])\d+(?:[.,]\d+)*(?![\w/-])")
_SENTENCE_END = re.compile(r"[.;!?](?=\s)|\n")
# Smaller numbers are so common that words must tell which figure is meant.
_TELLS_BY_ITSELF = 100


@dataclass(frozen=True, slots=True)
class Stated:
    """A number as typed, its value, and the folded words of its sentence."""

    number: str
    value: Decimal
    around: frozenset[str]


def stated_numbers(text: str, *, years: Collection[str] = ()) -> list[Stated]:
    """Every number that the words state, in order; the years that the report is about are not among them."""
    text = nfc(text)
    found = []
    for match in _NUMBER.finditer(text):
        value = parse_number(match.group())
        if value is not None and match.group() not in years:
            found.append(Stated(match.group(), value, frozenset(words(fold(_sentence(text, match.start()))))))
    return found


def mentions_of(text: str, shape: ReportShape, *, years: Collection[str] = ()) -> tuple[Mention, ...]:
    """Which figures of the report the numbers of ``text`` are about.

    A figure is meant if it shows just this number and its name shares most words, weighed by how rare they are among the names, with the
    sentence; equal ones are all kept. Below 100 at least two words must be shared. Numbers that fit no figure are nobody's concern."""
    shown, weights = shown_numbers(shape), _weights(shape.figures)
    out: dict[tuple[str, str], Mention] = {}
    for one in stated_numbers(text, years=years):
        scored = [(_score(figure, one, weights), figure) for figure in shape.figures if one.value in shown.get(figure.id, ())]
        kept = [pair for pair in scored if pair[0][0] >= 2 or one.value >= _TELLS_BY_ITSELF]
        best = max((pair[0][1] for pair in kept), default=0.0)
        for (_, score), figure in kept:
            if score == best:
                out.setdefault((one.number, figure.key), Mention(one.number, figure.key, figure.label, figure.value))
    return tuple(out.values())


def stale_mentions(parts: Sequence[PartVersion], shape: ReportShape) -> tuple[StaleMention, ...]:
    """The numbers in the parts that none of the figures they were about shows any more, one row each."""
    shown = shown_numbers(shape)
    by_key = {figure.key: figure for figure in shape.figures}
    said = _words_shown(shape)
    out = []
    for part in parts:
        for number in dict.fromkeys(one.number for one in part.mentions):
            about = [one for one in part.mentions if one.number == number]
            value = parse_number(number)
            if any(one.key in by_key and value in shown.get(by_key[one.key].id, ()) for one in about):
                continue
            first = next((one for one in about if one.key in by_key), about[0])
            now = said.get(by_key[first.key].id, by_key[first.key].value) if first.key in by_key else ""
            out.append(StaleMention(part.part, number, first.key, first.label, now))
    return tuple(out)


def shown_numbers(shape: ReportShape) -> Mapping[str, frozenset[Decimal]]:
    """The numbers that each figure shows somewhere, by its id, and the number it is."""
    found: dict[str, set[Decimal]] = {figure.id: set(_plain(figure.value)) for figure in shape.figures}
    for run in _figure_runs(shape):
        for match in _NUMBER.finditer(run.text.replace("%", " ")):
            value = parse_number(match.group())
            if value is not None:
                found.setdefault(run.figure, set()).add(value)
    return {key: frozenset(values) for key, values in found.items()}


def _plain(value: str) -> Iterator[Decimal]:
    for end in value.split(".."):
        try:
            yield Decimal(end)
        except InvalidOperation:
            continue


def _words_shown(shape: ReportShape) -> dict[str, str]:
    said: dict[str, str] = {}
    for run in _figure_runs(shape):
        said.setdefault(run.figure, run.text)
    return said


def _figure_runs(shape: ReportShape) -> Iterator[FigureRun]:
    for placed in placed_runs(shape):
        for run in placed.runs:
            if isinstance(run, FigureRun):
                yield run


def _weights(figures: Sequence[Figure]) -> Mapping[str, float]:
    """How much a word tells: one that stands in every name tells nothing."""
    names = [set(words(fold(nfc(figure.label)))) for figure in figures]
    counts: dict[str, int] = {}
    for name in names:
        for word in name:
            counts[word] = counts.get(word, 0) + 1
    return {word: log(len(names) / count) for word, count in counts.items() if not word.isdecimal()}


def _score(figure: Figure, stated: Stated, weights: Mapping[str, float]) -> tuple[int, float]:
    """Telling words shared, and their weight less a little for every word of the name that the sentence lacks."""
    name = {word for word in words(fold(nfc(figure.label))) if weights.get(word, 0.0) > 0}
    shared = name & stated.around
    lacking = sum(weights[word] for word in name - shared)
    return len(shared), round(sum(weights[word] for word in shared) - lacking / 10, 6)


def _sentence(text: str, at: int) -> str:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    start = max((end for end in ends if end <= at), default=0)
    return text[start : min((end for end in ends if end > at), default=len(text))]
