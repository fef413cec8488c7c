"""One figure of a reading taken apart: what spoke for its measure, which measures came next, and by what they lost."""

from collections.abc import Mapping
from dataclasses import dataclass

from saovuong.core.catalogue import Catalogue
from saovuong.reader.link import Linker, Ranked
from saovuong.reader.model import NONE
from saovuong.reader.pipeline import TextReader, tools_for
from saovuong.reader.prepare import Prepared
from saovuong.reader.reasons import cue_in_words, rule_in_words
from saovuong.reader.shapes import Candidate, Reading, UnitNames
from saovuong.reader.taught import NOTHING, Taught
from saovuong.reader.telling import Asked, Told

_RIVALS = 4
_REASONS = 4
_BEFORE, _AFTER = 140, 90


@dataclass(frozen=True, slots=True)
class Part:
    """One phrase, rule or cue in words, and what it adds to the score."""

    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure and its score; ``measure`` None is leaving the number without one. ``parts`` add up to ``score``, strongest first.

    ``behind`` is by how much it lost and ``because`` the parts that made most of the difference; both are empty for the one chosen."""

    measure: str | None
    name: str
    score: float
    share: float
    parts: tuple[Part, ...]
    behind: float = 0.0
    because: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """``chosen`` is None where no measure was looked for (a change, an amount for one unit); ``first`` says why in one sentence.

    ``before`` and ``after`` are the text around the quote, ``headings`` the titles above it, outermost first."""

    candidate: Candidate
    before: str
    after: str
    headings: tuple[str, ...]
    first: str
    value: tuple[str, ...]
    period: str
    role: tuple[str, ...]
    unit: str
    chosen: Standing | None
    rivals: tuple[Standing, ...]


def numbered(reading: Reading) -> tuple[Candidate, ...]:
    """The candidates by number, from 1: first those with a measure, then those without."""
    return (*reading.candidates, *reading.not_understood)


def explain(
    reading: Reading,
    *,
    number: int,
    catalogue: Catalogue,
    units: UnitNames,
    default_unit: str | None = None,
    default_period: str | None = None,
    taught: Taught = NOTHING,
) -> Explanation:
    """The figure ``number`` of :func:`numbered`; everything else as it was given to the reading. Raises IndexError for no such number."""
    if not 1 <= number <= len(numbered(reading)):
        raise IndexError(number)
    tools = tools_for(catalogue, taught)
    text = TextReader(tools, units, doc=reading.doc, text=reading.text, unit=default_unit, period=default_period)
    told: list[Told] = []
    text.watch = told.append
    found = list(text.candidates())
    with_measure = number <= len(reading.candidates)
    place = number - 1 if with_measure else number - 1 - len(reading.candidates)
    index = [at for at, one in enumerate(found) if (one.measure is not None) == with_measure][place]
    return _explained(found[index], told[index], tools.linker, text.ready)


def _explained(one: Candidate, told: Told, linker: Linker, ready: Prepared) -> Explanation:
    chosen, rivals = _standings(one, told.asked, linker) if told.asked else (None, ())
    source, low = ready.normal.source, ready.normal
    begin, finish = _whole_words(source, max(0, one.start - _BEFORE), min(len(source), one.end + _AFTER), one)
    block = ready.block_at(told.event.start)
    return Explanation(
        candidate=one,
        before=source[begin : one.start],
        after=source[one.end : finish],
        headings=tuple(" ".join(low.text[start:end].split()) for start, end in block.path),
        first=one.why[0],
        value=told.value,
        period=told.scope[0],
        role=told.scope[1:],
        unit=told.unit,
        chosen=chosen,
        rivals=rivals,
    )


def _whole_words(source: str, begin: int, finish: int, one: Candidate) -> tuple[int, int]:
    """``begin`` and ``finish`` moved towards the quote until no word is cut."""
    while 0 < begin < one.start and source[begin - 1].isalnum():
        begin += 1
    while one.end < finish < len(source) and source[finish].isalnum():
        finish -= 1
    return begin, finish


def _standings(one: Candidate, asked: Asked, linker: Linker) -> tuple[Standing | None, tuple[Standing, ...]]:
    """The measure that was chosen, and the next ones."""
    measure = one.measure or NONE
    parts = linker.parts(asked.evidence, asked.kind, measure)
    chosen = Ranked(measure, sum(parts.values()), one.confidence)
    others = [each for each in asked.ranked if each.measure != measure][:_RIVALS]
    best = _Taken(linker, asked, parts, asked.evidence.rules.words(asked.place, measure))
    return best.standing(chosen), tuple(best.standing(each, behind=chosen.score - each.score) for each in others)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What the chosen measure's score is made of, for the others to be compared with."""

    linker: Linker
    asked: Asked
    best: Mapping[str, float]
    best_said: Mapping[str, str]

    def standing(self, one: Ranked, behind: float | None = None) -> Standing:
        parts = self.linker.parts(self.asked.evidence, self.asked.kind, one.measure)
        said = self.asked.evidence.rules.words(self.asked.place, one.measure)
        measure = self.linker.catalogue.measures.get(one.measure)
        return Standing(
            measure=measure.code if measure else None,
            name=measure.name_vi if measure else "không gắn chỉ tiêu nào",
            score=one.score,
            share=one.share,
            parts=self._in_words(parts, said),
            behind=behind or 0.0,
            because=() if behind is None else self._because(parts, {**said, **self.best_said}),
        )

    def _because(self, parts: Mapping[str, float], said: Mapping[str, str]) -> tuple[Part, ...]:
        """What the chosen one has and this one lacks, or has to its harm."""
        names = {*self.best, *parts}
        gap = {name: self.best.get(name, 0.0) - parts.get(name, 0.0) for name in names}
        return self._in_words({name: value for name, value in gap.items() if value > 0}, said)[:_REASONS]

    def _in_words(self, parts: Mapping[str, float], said: Mapping[str, str]) -> tuple[Part, ...]:
        ordered = sorted(parts.items(), key=lambda one: (-abs(one[1]), one[0]))
        return tuple(Part(self._name(name, said), weight) for name, weight in ordered if weight)

    def _name(self, name: str, said: Mapping[str, str]) -> str:
        told = rule_in_words(name, said.get(name))
        return cue_in_words(name, self.linker.names) if told == name else told
