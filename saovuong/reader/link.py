"""Which measure a number counts: evidence from phrases, word overlap and learned cues, summed and explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.quantity import MeasureKind
from saovuong.reader.features import Place, place_features
from saovuong.reader.lanes import MIDDLE, SPOKEN, Lanes
from saovuong.reader.model import NONE, Weights
from saovuong.reader.numbers import AREA, COUNT, LENGTH, MASS, MONEY, PERCENT, VOLUME
from saovuong.reader.phrases import PhraseBook
from saovuong.reader.prepare import Prepared
from saovuong.reader.relations import Around, Before, Relations

_KIND_OF_UOM = {
    "percent": PERCENT, "VND": MONEY, "km": LENGTH, "m": LENGTH, "km2": AREA, "m2": AREA, "ha": AREA, "tonne": MASS, "m3": VOLUME,
}  # fmt: skip
# a number is left to a person rather than linked on evidence no better than this
_CAUTION = 0.1
# measures told to the caller
_SHOWN = 8
CLAIM_RATING, CLAIM_YES, CLAIM_ZERO = "rating", "yes_no", "zero"
_CLAIMS = (CLAIM_RATING, CLAIM_YES, CLAIM_ZERO)


@dataclass(frozen=True, slots=True)
class Evidence:
    """``features`` are looked up in the cues; ``shared[measure][name]`` are values that weigh the same for every measure, and so do
    the names that :meth:`Relations.of` finds for ``around``."""

    features: Sequence[str]
    shared: Mapping[str, Mapping[str, float]]
    around: Around


@dataclass(frozen=True, slots=True)
class Ranked:
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
        self._lanes: dict[str, Lanes] = {}

    def evidence(self, ready: Prepared, place: Place, *, kind: str, size: str, before: Before) -> Evidence:
        """What speaks for the measures of a number of ``kind`` and ``size`` (see :func:`saovuong.reader.features.size_of`)."""
        features = place_features(ready.words, place, kind=kind, size=size, previous=before.measure, previous_near=before.near)
        return Evidence(features, self._shared(ready, place, kind), self.relations.around(ready, place, before, features))

    def _cue_scores(self, features: Sequence[str], kind: str) -> dict[str, float]:
        """The sum of the cues' weights for each measure of the kind's pool, and for none, that a cue bears on."""
        if kind not in self._lanes:
            self._lanes[kind] = Lanes((NONE, *sorted(self.pools[kind])), self.weights.cues)
        lanes = self._lanes[kind]
        sums = zip(lanes.codes, lanes.sums(features), strict=True)
        return {code: (one % SPOKEN - MIDDLE) / 1000 for code, one in sums if one >= SPOKEN}

    def rules(self, evidence: Evidence, measure: str) -> dict[str, float]:
        """What the phrase rules and the relations add for ``measure``."""
        weights = self.weights.shared
        found = {name: weights.get(name, 0.0) * value for name, value in evidence.shared.get(measure, {}).items()}
        related = self.relations.of(measure, evidence.around, self.weights.taught)
        return found | {name: weights.get(name, 0.0) * value for name, value in related.items()}

    def parts(self, evidence: Evidence, kind: str, measure: str) -> dict[str, float]:
        """What :meth:`rank` adds up for ``measure``: cues, rules and, for none of the measures, caution."""
        parts = dict(self.weights.explain(evidence.features, measure)) | self.rules(evidence, measure)
        if measure == NONE and kind not in _CLAIMS:
            parts["caution"] = _CAUTION
        return parts

    def _shared(self, ready: Prepared, place: Place, kind: str) -> dict[str, dict[str, float]]:
        """By measure of the kind's pool, the phrases of the pack that stand around, and how far its words overlap with those there."""
        out: dict[str, dict[str, float]] = {}
        pool = self.pools[kind]
        for zone, first, after in _zones(place):
            for hit in ready.hits_between(first, after):
                spot = _spot(zone, hit.first, hit.last, place)
                for measure, told in hit.of:
                    if measure in pool or measure == NONE:
                        out.setdefault(measure, {})[_rule(told, spot, hit.length)] = 1.0
            name = "overlap:" + zone
            for pair in ready.pairs_between(first, after):
                for measure, weight in pair.of:
                    if measure in pool:
                        row = out.setdefault(measure, {})
                        row[name] = row.get(name, 0.0) + weight
        return out

    @staticmethod
    def phrases(ready: Prepared, place: Place, measure: str) -> dict[str, str]:
        """The words behind each phrase rule that speaks for ``measure`` at ``place``."""
        return {
            _rule(kind, _spot(zone, hit.first, hit.last, place), hit.length): hit.text
            for zone, first, after in _zones(place)
            for hit in ready.hits_between(first, after)
            for told, kind in hit.of
            if told == measure
        }

    def rank(self, evidence: Evidence, kind: str, *, without_none: bool = False) -> list[Ranked]:
        """The measures that may carry a number of ``kind``, best first; :data:`NONE` stands for none of them."""
        scores = self._cue_scores(evidence.features, kind)
        weight = self.weights.shared.get
        for measure, values in evidence.shared.items():
            total = 0.0
            for name, value in values.items():
                total += weight(name, 0.0) * value
            scores[measure] = scores.get(measure, 0.0) + total
        if without_none:
            scores.pop(NONE, None)
        self.relations.add(scores, evidence.around, self.weights, self.pools[kind])
        if not without_none:
            caution = 0.0 if kind in _CLAIMS else _CAUTION
            scores[NONE] = scores.get(NONE, 0.0) + caution
        best = sorted([(-score, measure) for measure, score in scores.items()])[:_SHOWN]
        ordered = [(measure, -score) for score, measure in best]
        return [Ranked(measure, score, confidence(ordered, place)) for place, (measure, score) in enumerate(ordered)]


# fitted on genres that the weights had not seen (tools/calibrate.py): how the lead over the next measure turns into the share of right
# links, on the careful side
_BASE, _PER_LEAD, _PER_SCORE = 0.35, 3.36, -0.38


def lead_over(ordered: Sequence[tuple[str, float]], place: int) -> tuple[float, float]:
    """The lead of the measure at ``place`` over the best other one, and its score."""
    score = ordered[place][1]
    other = ordered[0 if place else 1][1] if len(ordered) > 1 else score - 1.0
    return score - other, score


def confidence(ordered: Sequence[tuple[str, float]], place: int) -> float:
    """The share of right links to expect for the measure at ``place``, by its lead over the best other one."""
    lead, score = lead_over(ordered, place)
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


@cache
def _rule(kind: str, spot: str, length: int) -> str:
    """The name of the rule for a phrase of so many words at a spot."""
    return f"{kind}:{spot}:{min(length, 5)}"


def _zones(place: Place) -> list[tuple[str, int, int]]:
    zones = [("above", first, after) for first, after in place.above]
    if place.label:
        zones.append(("label", *place.label))
    zones.append(("near", place.floor, place.ceiling))
    if not place.label:
        zones += [("before", place.sentence[0], place.floor), ("after", place.ceiling, place.sentence[1])]
    return zones


def _spot(zone: str, first: int, last: int, place: Place) -> str:
    """Finer than the zone beside the number: which side, and whether it touches."""
    if zone != "near":
        return zone
    if first >= place.last:
        return "right0" if first - place.last <= 1 else "right"
    if last < place.first:
        if first - place.floor <= 1 and place.first - last > 2 and place.floor > place.sentence[0]:
            return "taken"
        return "left0" if place.first - last <= 2 else "left"
    return "around"
