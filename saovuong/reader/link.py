"""Which measure a number counts: evidence from phrases, word overlap and learned cues, summed and explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import exp

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.quantity import MeasureKind
from saovuong.reader.features import Place, place_features
from saovuong.reader.model import NONE, Weights
from saovuong.reader.numbers import AREA, COUNT, LENGTH, MONEY, PERCENT
from saovuong.reader.phrases import PhraseBook
from saovuong.reader.prepare import Prepared
from saovuong.reader.tokens import STOPS, canonical

_KIND_OF_UOM = {"percent": PERCENT, "VND": MONEY, "km": LENGTH, "m": LENGTH, "km2": AREA, "m2": AREA, "ha": AREA}
# a number is left to a person rather than linked on evidence no better than this
_CAUTION = 0.1
# relations cannot make up for a gap as wide as this, so such measures are dropped early
_OUT_OF_REACH = 1.6
# measures told to the caller
_SHOWN = 8
# the weight of being untaught, the unit and the topic: measures that share them stand alike to what is around a number
_Alike = tuple[float, str, str]
_NO_MEASURE: _Alike = (0.0, "", "")
CLAIM_RATING, CLAIM_YES, CLAIM_ZERO = "rating", "yes_no", "zero"
_CLAIMS = (CLAIM_RATING, CLAIM_YES, CLAIM_ZERO)


@dataclass(frozen=True, slots=True)
class Around:
    """What relates a number to measures: the measure ``previous`` to it, whether no noun follows (``bare``), the units of measure that the
    words after it can name, and the topics that the headings above name."""

    previous: str = ""
    near: bool = False
    bare: bool = False
    uoms: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """``features`` are looked up in the cues; ``shared[measure][name]`` are values that weigh the same for every measure, and so do
    the names that :meth:`Linker.relations` finds for ``around``."""

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
        self._uom_words = _uom_words(catalogue)
        self._topic_words = _topic_words(catalogue)
        self._rows: dict[str, dict[str, tuple[tuple[str, float], ...]]] = {}
        self._alike = _alike(catalogue, weights)
        self._over = _ratios_by(catalogue, "numerator")
        self._under = _ratios_by(catalogue, "denominator")

    def evidence(self, ready: Prepared, place: Place, *, kind: str, previous: str, near: bool) -> Evidence:
        features = place_features(ready.words, place, kind=kind, previous=previous, previous_near=near)
        return Evidence(features, self._shared(ready, place, kind), self._around(ready, place, previous, near))

    def _around(self, ready: Prepared, place: Place, previous: str, near: bool) -> Around:
        text = ready.words.text
        right = [word for word in text[place.last : min(place.ceiling, place.last + 5)] if word not in STOPS]
        if place.uom and not right:
            right = text[slice(*place.uom)]
        if place.borrowed and not right:
            right = text[slice(*place.borrowed)]
        bare = place.last >= len(text) or text[place.last] in STOPS or place.last >= place.ceiling
        uoms = frozenset[str]()
        if not bare or place.uom or place.borrowed:
            known = self._uom_words
            uoms = next((known[words] for n in range(4, 0, -1) if (words := tuple(right[:n])) in known), uoms)
        return Around(previous, near, bare, uoms, self._topics(text, place.above))

    def _topics(self, text: Sequence[str], above: Sequence[tuple[int, int]]) -> frozenset[str]:
        """The topics that headings name."""
        out: set[str] = set()
        for start, end in above:
            for pair in pairwise([word for word in text[start:end] if word not in STOPS]):
                out.update(self._topic_words.get(pair, ()))
        return frozenset(out)

    def relations(self, measure: str, around: Around) -> tuple[str, ...]:
        """How ``measure`` stands to what is around a number; names of shared weights."""
        if measure == NONE:
            return ()
        one = self.catalogue.measures[measure]
        out = [] if measure in self.weights.taught else ["untaught"]
        if around.uoms:
            out.append("uom:fits" if one.uom in around.uoms else "uom:other")
        if around.topics:
            out.append("heading:fits" if one.topic in around.topics else "heading:other")
        before = self.catalogue.measures.get(around.previous)
        if before is None:
            return tuple(out)
        where = "near" if around.near else "far"
        if measure == around.previous:
            out.append(f"again:{'bare' if around.bare else 'noun'}:{where}")
        if one.numerator == around.previous:
            out.append(f"part:numerator:{where}")
        if one.denominator == around.previous:
            out.append(f"part:denominator:{where}")
        out.append(f"topic:{'same' if one.topic == before.topic else 'other'}:{where}")
        return tuple(out)

    def _cue_scores(self, features: Sequence[str], kind: str) -> dict[str, float]:
        """The sum of the cues' weights for each measure of the kind's pool and for none."""
        rows = self._rows.setdefault(kind, {})
        scores: dict[str, float] = {}
        for feature in features:
            row = rows.get(feature)
            if row is None:
                pool = self.pools[kind]
                cues = self.weights.cues.get(feature, {})
                row = rows[feature] = tuple((m, w) for m, w in cues.items() if m in pool or m == NONE)
            for measure, weight in row:
                scores[measure] = scores.get(measure, 0.0) + weight
        return scores

    def _add_relations(self, scores: dict[str, float], around: Around) -> None:
        """Add the weights of :meth:`relations` to every measure in ``scores``; measures alike in unit and topic gain alike."""
        weight = self.weights.shared.get
        before = self.catalogue.measures.get(around.previous)
        where = "near" if around.near else "far"
        fits, other = (weight("uom:fits", 0.0), weight("uom:other", 0.0)) if around.uoms else (0.0, 0.0)
        inside, outside = (weight("heading:fits", 0.0), weight("heading:other", 0.0)) if around.topics else (0.0, 0.0)
        same, apart = (weight(f"topic:same:{where}", 0.0), weight(f"topic:other:{where}", 0.0)) if before else (0.0, 0.0)
        last = before.topic if before else ""
        gains: dict[_Alike, float] = {_NO_MEASURE: 0.0}
        for measure, score in scores.items():
            alike = self._alike[measure]
            gain = gains.get(alike)
            if gain is None:
                untaught, uom, topic = alike
                gain = untaught + (fits if uom in around.uoms else other)
                gain += inside if topic in around.topics else outside
                gain += same if topic == last else apart
                gains[alike] = gain
            scores[measure] = score + gain
        if before is None:
            return
        if around.previous in scores:
            scores[around.previous] += weight(f"again:{'bare' if around.bare else 'noun'}:{where}", 0.0)
        for part, codes in (("numerator", self._over.get(around.previous, ())), ("denominator", self._under.get(around.previous, ()))):
            for measure in codes:
                if measure in scores:
                    scores[measure] += weight(f"part:{part}:{where}", 0.0)

    def rules(self, evidence: Evidence, measure: str) -> dict[str, float]:
        """What the phrase rules and the relations add for ``measure``."""
        weights = self.weights.shared
        found = {name: weights.get(name, 0.0) * value for name, value in evidence.shared.get(measure, {}).items()}
        return found | {name: weights.get(name, 0.0) for name in self.relations(measure, evidence.around)}

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
        least = max(scores.values(), default=0.0) - _OUT_OF_REACH
        none = scores.get(NONE)
        scores = {measure: score for measure, score in scores.items() if score > least}
        if none is not None:
            scores[NONE] = none
        self._add_relations(scores, evidence.around)
        if not without_none:
            caution = 0.0 if kind in _CLAIMS else _CAUTION
            scores[NONE] = scores.get(NONE, 0.0) + caution
        best = sorted([(-score, measure) for measure, score in scores.items()])[:_SHOWN]
        ordered = [(measure, -score) for score, measure in best]
        return [Ranked(measure, score, confidence(ordered, place)) for place, (measure, score) in enumerate(ordered)]


# fitted on genres that the weights had not seen: how the lead over the next measure turns into the share of right links
_BASE, _PER_LEAD, _PER_SCORE = 0.35, 3.36, -0.38


def confidence(ordered: Sequence[tuple[str, float]], place: int) -> float:
    """The share of right links to expect for the measure at ``place``, by its lead over the best other one."""
    score = ordered[place][1]
    other = ordered[0 if place else 1][1] if len(ordered) > 1 else score - 1.0
    return 1.0 / (1.0 + exp(-(_BASE + _PER_LEAD * (score - other) + _PER_SCORE * score)))


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


def _alike(catalogue: Catalogue, weights: Weights) -> dict[str, _Alike]:
    """One tuple for all measures that are alike."""
    untaught = weights.shared.get("untaught", 0.0)
    one_of: dict[_Alike, _Alike] = {}
    out = {NONE: _NO_MEASURE}
    for measure in catalogue.measures.values():
        key = (0.0 if measure.code in weights.taught else untaught, measure.uom, measure.topic)
        out[measure.code] = one_of.setdefault(key, key)
    return out


def _ratios_by(catalogue: Catalogue, part: str) -> dict[str, list[str]]:
    """The ratios that have a measure as their ``part`` (numerator or denominator)."""
    out: dict[str, list[str]] = {}
    for measure in catalogue.measures.values():
        if code := getattr(measure, part):
            out.setdefault(code, []).append(measure.code)
    return out


def _uom_words(catalogue: Catalogue) -> dict[tuple[str, ...], frozenset[str]]:
    """The words that may follow a number, with the units of measure they can mean."""
    out: dict[tuple[str, ...], set[str]] = {}
    for uom in catalogue.uoms.values():
        for word in uom.words:
            if words := canonical(word):
                out.setdefault(words, set()).add(uom.code)
    return {words: frozenset(codes) for words, codes in out.items()}


def _topic_words(catalogue: Catalogue) -> dict[tuple[str, str], frozenset[str]]:
    """Pairs of words in topics' names and usual headings; pairs of several topics are left out."""
    out: dict[tuple[str, str], set[str]] = {}
    for topic in catalogue.topics.values():
        for heading in (topic.name_vi, *topic.headings):
            for pair in pairwise(canonical(heading)):
                out.setdefault(pair, set()).add(topic.code)
    return {pair: frozenset(codes) for pair, codes in out.items() if len(codes) <= 2}


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
