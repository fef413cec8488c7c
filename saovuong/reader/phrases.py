"""Where the pack's phrases, contexts and exclusions stand in a text (Aho-Corasick over whole words, stops and spelling set aside)."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import ahocorasick

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.reader.slips import SlipFinder
from saovuong.reader.tokens import NUMBER, STOPS, Words, canonical_all

PHRASE, CONTEXT, EXCLUDE, HEAD = "phrase", "context", "exclude", "head"


class Hit(NamedTuple):
    """Words ``first``..``last`` (indexes into Words, ``last`` inclusive) are a phrase of the measures in ``of`` (measure, kind).

    ``topics`` tells how its words, ``length`` of them, divide among the topics of the measures that it names; ``number`` tells phrases of
    one book apart."""

    first: int
    last: int
    length: int
    text: str
    of: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, float], ...] = ()
    number: int = -1


class Pair(NamedTuple):
    """Words ``first`` and ``last``, neighbours but for stops and numbers, speak for the measures ``of``; ``number`` tells pairs apart."""

    first: int
    last: int
    number: int
    of: Sequence[tuple[str, float]]


class PhraseBook:
    """The phrases of a catalogue, ready to be found. Building takes some milliseconds; keep one per catalogue.

    ``more`` are further phrases: (words in matching form, measure, kind). ``cues`` are features that texts showed;
    without any it is not known what people write, and no slips are found (see :mod:`slips`)."""

    def __init__(
        self, catalogue: Catalogue, more: Iterable[tuple[tuple[str, ...], str, str]] = (), cues: Container[str] | None = None
    ) -> None:
        uses: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
        cut = canonical_all(phrase for measure in catalogue.measures.values() for phrase in _wordings(measure))
        for measure in catalogue.measures.values():
            for kind, phrases in (
                (PHRASE, measure.phrases),
                (CONTEXT, measure.context),
                (EXCLUDE, measure.exclude),
                (HEAD, measure.heads),
            ):
                for phrase in phrases:
                    words = cut[phrase]
                    if words and (measure.code, kind) not in uses[words]:
                        uses[words].append((measure.code, kind))
        for words, measure_code, kind in more:
            uses[words].append((measure_code, kind))
        self._meant = [words for words, of in uses.items() if any(kind not in (CONTEXT, EXCLUDE) for _, kind in of)]
        self._wordings, self._cues = [*cut.values(), *uses], cues
        self._pairs = {pair: (number, of) for number, (pair, of) in enumerate(_overlap(catalogue, cut).items())}
        self._automaton = ahocorasick.Automaton()
        for number, (words, of) in enumerate(uses.items()):
            told = (len(words), " ".join(words), tuple(of), _topics(catalogue, len(words), of), number)
            self._automaton.add_word(" " + " ".join(words) + " ", told)
        if uses:
            self._automaton.make_automaton()
        self._empty = not uses

    @cached_property
    def slips(self) -> SlipFinder | None:
        return None if self._cues is None else SlipFinder(self._meant, self._wordings, self._cues)

    def find(self, words: Words) -> list[Hit]:
        """All hits in order of their last word."""
        if self._empty:
            return []
        signs = {word for word in set(words.text) if not word[0].isalnum()}
        kept = [index for index, word in enumerate(words.text) if word not in signs]
        spoken = [words.text[index] for index in kept]
        joined = f" {' '.join(spoken)} "
        ends = dict(zip(itertools.accumulate([len(word) + 1 for word in spoken]), itertools.count(), strict=False))
        out = []
        for end, (length, text, of, topics, number) in self._automaton.iter(joined):
            last = ends[end]
            out.append(Hit(kept[last - length + 1], kept[last], length, text, of, topics, number))
        return out

    def find_pairs(self, words: Words) -> list[Pair]:
        """The pairs of neighbouring words that speak for measures, in order."""
        text = words.text
        kept = [index for index, word in enumerate(text) if word not in STOPS and word != NUMBER]
        spoken = [text[index] for index in kept]
        known = self._pairs
        found = ((place, known[pair]) for place, pair in enumerate(itertools.pairwise(spoken)) if pair in known)
        return [Pair(kept[place], kept[place + 1], number, of) for place, (number, of) in found]


def _wordings(measure: Measure) -> tuple[str, ...]:
    return (measure.name_vi, *measure.phrases, *measure.context, *measure.exclude, *measure.heads)


def _topics(catalogue: Catalogue, length: int, of: Sequence[tuple[str, str]]) -> tuple[tuple[str, float], ...]:
    named = [catalogue.measures[code].topic for code, kind in of if kind in (PHRASE, HEAD) and code in catalogue.measures]
    return tuple((topic, length * count / len(named)) for topic, count in Counter(named).items())


def _overlap(catalogue: Catalogue, cut: Mapping[str, tuple[str, ...]]) -> Mapping[tuple[str, str], Sequence[tuple[str, float]]]:
    """Pairs of neighbouring words in names and phrases, with the measures they speak for; rarer pairs weigh more."""
    pairs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for measure in catalogue.measures.values():
        for phrase in (measure.name_vi, *measure.phrases, *measure.heads):
            for pair in itertools.pairwise(cut[phrase]):
                pairs[pair].add(measure.code)
    return {pair: tuple((code, 1.0 / len(codes)) for code in sorted(codes)) for pair, codes in pairs.items() if len(codes) <= 12}
