"""Which measure a number counts: evidence from phrases, word overlap and learned cues, summed and explained."""

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.quantity import MeasureKind
from saovuong.reader.features import Place, place_features
from saovuong.reader.model import NONE, Weights
from saovuong.reader.numbers import AREA, COUNT, LENGTH, MASS, MONEY, PERCENT, VOLUME
from saovuong.reader.phrase_rules import PhraseRules, PhraseSums, PoolPhrases, Span
from saovuong.reader.phrases import PhraseBook
from saovuong.reader.prepare import Prepared
from saovuong.reader.relations import Around, Before, Relations, follows_name, start_of
from saovuong.reader.scoring import Scorer

_KIND_OF_UOM = {
    "percent": PERCENT, "VND": MONEY, "km": LENGTH, "m": LENGTH, "km2": AREA, "m2": AREA, "ha": AREA, "tonne": MASS, "m3": VOLUME,
}  # fmt: skip
# a number is left to a person rather than linked on evidence no better than so many thousandths
_CAUTION = 100
# measures told to the caller
_SHOWN = 8
# numbers of one text kept for others with the same words around; a text may bring new ones without end
_MOST_KEPT = 2048
CLAIM_RATING, CLAIM_YES, CLAIM_ZERO = "rating", "yes_no", "zero"
_CLAIMS = (CLAIM_RATING, CLAIM_YES, CLAIM_ZERO)


class Evidence(NamedTuple):
    """What speaks for the measures of the number at ``place``: those of its ``features`` that are ``cues``, the ``phrases``, summed
    already by the ``rules`` for them, and the relations that :meth:`Relations.of` finds for ``around``.

    ``reasons`` are the words for what speaks for a measure, filled as they are asked for (:mod:`saovuong.reader.telling`)."""

    place: Place
    features: Sequence[str]
    cues: Sequence[str]
    rules: PhraseRules
    phrases: PhraseSums
    around: Around
    reasons: dict[str, tuple[str, ...]]


class Ranked(NamedTuple):
    """``share`` is the confidence, 0 to 1."""

    measure: str
    score: float
    share: float


class Linker:
    """Ranks the measures of one catalogue."""

    def __init__(self, catalogue: Catalogue, book: PhraseBook, weights: Weights) -> None:
        self.catalogue = catalogue
        self.book = book
        self.weights = weights
        self.pools = _pools(catalogue)
        self.names = {code: measure.name_vi for code, measure in catalogue.measures.items()}
        self.relations = Relations(catalogue)
        self.points = {name: round(weight * 1000) for name, weight in weights.shared.items()}
        self.phrases = {kind: PoolPhrases(pool) for kind, pool in self.pools.items()}
        self._scorers: dict[str, Scorer] = {}

    def evidence(self, ready: Prepared, place: Place, *, kind: str, size: str, before: Before) -> Evidence:
        """What speaks for the measures of one number; for those of a whole text see :class:`Surroundings`."""
        return Surroundings(self, ready).evidence(place, kind=kind, size=size, before=before)

    def rules(self, evidence: Evidence, measure: str) -> dict[str, float]:
        """What the phrase rules and the relations add for ``measure``."""
        told = evidence.phrases.of(measure) | self.relations.of(measure, evidence.around, self.weights.taught)
        weight = self.weights.shared.get
        return {name: weight(name, 0.0) * value for name, value in told.items()}

    def parts(self, evidence: Evidence, kind: str, measure: str) -> dict[str, float]:
        """What :meth:`rank` adds up for ``measure``: cues, rules and, for none of the measures, caution."""
        parts = dict(self.weights.explained(evidence.cues, measure)) | self.rules(evidence, measure)
        if measure == NONE and kind not in _CLAIMS:
            parts["caution"] = _CAUTION / 1000
        return parts

    def rank(self, evidence: Evidence, kind: str, *, without_none: bool = False) -> list[Ranked]:
        """The measures that may carry a number of ``kind``, best first; :data:`NONE` stands for none of them."""
        if kind not in self._scorers:
            self._scorers[kind] = Scorer(self.relations, self.pools[kind], self.weights, self.points)
        none = None if without_none else 0 if kind in _CLAIMS else _CAUTION
        ordered = self._scorers[kind].best(evidence.cues, evidence.phrases, evidence.around, none=none, count=_SHOWN)
        return [Ranked(*one, share) for one, share in zip(ordered, confidences(ordered), strict=True)]


class Surroundings:
    """The evidence for the numbers of one text; what several of them share is worked out once."""

    def __init__(self, linker: Linker, ready: Prepared) -> None:
        self._linker = linker
        self._ready = ready
        self._rules: dict[str, PhraseRules] = {}
        self._headings: dict[object, frozenset[str]] = {}
        self._contents: dict[Sequence[str], int] = {}
        self._spans: dict[Span, int] = {}
        self._sentences: dict[Span, bool] = {}
        self._alike: dict[object, tuple[Evidence, list[Ranked]]] = {}

    def ranked(self, place: Place, *, kind: str, size: str, before: Before) -> tuple[Evidence, list[Ranked]]:
        """The evidence and the measures by it, best first; known already for numbers in sentences that come a third time or more often."""
        # most sentences stand in a text once, and to look for numbers like theirs would only cost time
        key = self._likeness(place, kind=kind, size=size, before=before) if self._comes_again(place.sentence) else None
        known = self._alike.get(key)
        if known is not None:
            return known[0]._replace(place=place), known[1]
        evidence = self.evidence(place, kind=kind, size=size, before=before)
        ranked = self._linker.rank(evidence, kind)
        if key is not None and len(self._alike) < _MOST_KEPT:
            self._alike[key] = evidence, ranked
        return evidence, ranked

    def _likeness(self, place: Place, *, kind: str, size: str, before: Before) -> tuple[object, ...]:
        """What the evidence for a number depends on: the words around it and its place among them, not theirs in the text."""
        start, content, ready = place.sentence[0], self._content, self._ready
        return (
            kind, size, before, place.column, content(place.sentence), place.first - start, place.last - start, place.floor - start,
            place.ceiling - start, place.reach - start, tuple(map(content, place.above)), place.label and content(place.label),
            place.uom and content(place.uom), place.borrowed and (place.borrowed[0] - start, place.borrowed[1] - start),
            bool(before.measure) and follows_name(ready, place), tuple(ready.block_topics(start_of(ready, place)).items()),
        )  # fmt: skip

    def _comes_again(self, sentence: Span) -> bool:
        """Whether the words of a sentence were those of another one before."""
        found = self._sentences.get(sentence)
        if found is None:
            known = len(self._contents)
            found = self._sentences[sentence] = self._content(sentence) < known
        return found

    def _content(self, span: Span) -> int:
        """A number for the words of a span, the same wherever the same words stand."""
        found = self._spans.get(span)
        if found is None:
            found = self._spans[span] = self._contents.setdefault(tuple(self._ready.words.text[slice(*span)]), len(self._contents))
        return found

    def evidence(self, place: Place, *, kind: str, size: str, before: Before) -> Evidence:
        """What speaks for the measures of a number of ``kind`` and ``size`` (see :func:`saovuong.reader.features.size_of`)."""
        ready, relations = self._ready, self._linker.relations
        features = place_features(ready.words, place, kind=kind, size=size, previous=before.measure, previous_near=before.near)
        headings = self._headings.get(place.above)
        if headings is None:
            headings = self._headings[place.above] = relations.headings(ready, place.above)
        around = relations.around(ready, place, before, features, headings=headings)
        if kind not in self._rules:
            self._rules[kind] = PhraseRules(ready, self._linker.phrases[kind], self._linker.points)
        rules = self._rules[kind]
        return Evidence(place, features, self._linker.weights.among(features), rules, rules.sums(place), around, {})


# fitted on genres that the weights had not seen (tools/calibrate.py): how the lead over the next measure turns into the share of right
# links, on the careful side
_BASE, _PER_LEAD, _PER_SCORE = 0.35, 3.36, -0.38


def lead_over(ordered: Sequence[tuple[str, float]], place: int) -> tuple[float, float]:
    """The lead of the measure at ``place`` over the best other one, and its score."""
    score = ordered[place][1]
    other = ordered[0 if place else 1][1] if len(ordered) > 1 else score - 1.0
    return score - other, score


def confidences(ordered: Sequence[tuple[str, float]]) -> list[float]:
    """The share of right links to expect for each measure, by its lead over the best other one."""
    if len(ordered) < _SEVERAL:
        return [confidence(ordered, place) for place in range(len(ordered))]
    best, next_ = ordered[0][1], ordered[1][1]
    return [_share(score - (best if place else next_), score) for place, (_, score) in enumerate(ordered)]


def confidence(ordered: Sequence[tuple[str, float]], place: int) -> float:
    """The share for the measure at ``place``."""
    return _share(*lead_over(ordered, place))


_SEVERAL = 2


def _share(lead: float, score: float) -> float:
    return 1.0 / (1.0 + exp(-(_BASE + _PER_LEAD * lead + _PER_SCORE * score)))


def _pools(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """Measures by the kind of number they take. Measures that are switched off are recognised too: refusing them is for the ledger."""
    pools: dict[str, set[str]] = {
        kind: set() for kind in (COUNT, PERCENT, MONEY, LENGTH, AREA, MASS, VOLUME, "pair", "other", "rating", "yes_no", "zero")
    }
    for measure in catalogue.measures.values():
        if measure.kind is MeasureKind.RATING:
            pools[CLAIM_RATING].add(measure.code)
        elif measure.kind is MeasureKind.YES_NO:
            pools[CLAIM_YES].add(measure.code)
        else:
            kind = kind_of(measure)
            pools[kind].add(measure.code)
            if kind in (COUNT, PERCENT):
                pools["pair"].add(measure.code)
            if kind == COUNT and measure.kind is MeasureKind.FLOW:
                pools[CLAIM_ZERO].add(measure.code)
    return {kind: frozenset(codes) for kind, codes in pools.items()}


def kind_of(measure: Measure) -> str:
    """The kind of number a measure takes."""
    return _KIND_OF_UOM.get(measure.uom, COUNT)
