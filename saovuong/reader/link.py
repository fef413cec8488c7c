"""Which measure a number counts: evidence from phrases, word overlap and learned cues, summed and explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.quantity import MeasureKind
from saovuong.reader.features import Place, place_features
from saovuong.reader.model import NONE, Weights
from saovuong.reader.numbers import AREA, COUNT, LENGTH, MONEY, PERCENT
from saovuong.reader.phrases import PhraseBook
from saovuong.reader.prepare import Prepared
from saovuong.reader.tokens import is_stop

_KIND_OF_UOM = {"percent": PERCENT, "VND": MONEY, "km": LENGTH, "m": LENGTH, "km2": AREA, "m2": AREA, "ha": AREA}
CLAIM_RATING, CLAIM_YES, CLAIM_ZERO = "rating", "yes_no", "zero"


@dataclass(frozen=True, slots=True)
class Evidence:
    """``features`` are looked up in the cues; ``shared[measure][name]`` are values that weigh the same for every measure."""

    features: Sequence[str]
    shared: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Ranked:
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

    def evidence(self, ready: Prepared, place: Place, *, kind: str, previous: str, near: bool) -> Evidence:
        features = place_features(ready.words, place, kind=kind, previous=previous, previous_near=near)
        return Evidence(features, _shared(ready, place, self.book, self.pools[kind]))

    def rank(self, evidence: Evidence, kind: str, *, without_none: bool = False) -> list[Ranked]:
        """The measures that may carry a number of ``kind``, best first; :data:`NONE` stands for none of them."""
        pool = self.pools[kind]
        scores = {m: s for m, s in self.weights.score(evidence.features).items() if m in pool or (m == NONE and not without_none)}
        weights = self.weights.shared
        for measure, values in evidence.shared.items():
            scores[measure] = scores.get(measure, 0.0) + sum(weights.get(name, 0.0) * value for name, value in values.items())
        if not without_none:
            scores.setdefault(NONE, 0.0)
        ordered = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
        if not ordered:
            return []
        top = ordered[0][1]
        total = sum(exp(score - top) for _, score in ordered)
        return [Ranked(measure, score, exp(score - top) / total) for measure, score in ordered[:8]]


def _pools(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """Measures by the kind of number they take. Measures that are switched off are recognised too: refusing them is for the ledger."""
    pools: dict[str, set[str]] = {
        kind: set() for kind in (COUNT, PERCENT, MONEY, LENGTH, AREA, "pair", "other", "rating", "yes_no", "zero")
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


def _shared(ready: Prepared, place: Place, book: PhraseBook, pool: frozenset[str]) -> dict[str, dict[str, float]]:
    out: dict[str, dict[str, float]] = {}
    for zone, first, after in _zones(place):
        for hit in ready.hits_between(first, after):
            spot = _spot(zone, hit.first, hit.last, place)
            for measure, kind in hit.of:
                if measure in pool:
                    row = out.setdefault(measure, {})
                    name = f"{kind}:{spot}:{min(hit.length, 5)}"
                    row[name] = 1.0
        _overlap(ready, first, after, zone, book, pool, out)
    return out


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
        return "left0" if place.first - last <= 2 else "left"
    return "around"


def _overlap(
    ready: Prepared, first: int, after: int, zone: str, book: PhraseBook, pool: frozenset[str], out: dict[str, dict[str, float]]
) -> None:
    text = [word for word in ready.words.text[first:after] if not is_stop(word) and word != "#"]
    for pair in set(zip(text, text[1:], strict=False)):
        for measure, weight in book.overlap.get(pair, ()):
            if measure in pool:
                row = out.setdefault(measure, {})
                row["overlap:" + zone] = row.get("overlap:" + zone, 0.0) + weight
