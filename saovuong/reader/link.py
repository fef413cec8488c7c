"""Which measure a number counts: evidence from phrases, word overlap and learned cues, summed and explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.quantity import MeasureKind
from saovuong.reader.features import Place, place_features
from saovuong.reader.model import NONE, Weights
from saovuong.reader.numbers import AREA, COUNT, LENGTH, MONEY, PERCENT
from saovuong.reader.phrases import PhraseBook
from saovuong.reader.prepare import Prepared
from saovuong.reader.tokens import canonical, is_stop

_KIND_OF_UOM = {"percent": PERCENT, "VND": MONEY, "km": LENGTH, "m": LENGTH, "km2": AREA, "m2": AREA, "ha": AREA}
# a number is left to a person rather than linked on evidence no better than this
_CAUTION = 0.1
# relations cannot make up for a gap as wide as this, so such measures are dropped early
_OUT_OF_REACH = 1.6
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
        self._over = _ratios_by(catalogue, "numerator")
        self._under = _ratios_by(catalogue, "denominator")

    def evidence(self, ready: Prepared, place: Place, *, kind: str, previous: str, near: bool) -> Evidence:
        features = place_features(ready.words, place, kind=kind, previous=previous, previous_near=near)
        return Evidence(features, _shared(ready, place, self.book, self.pools[kind]), self._around(ready, place, previous, near))

    def _around(self, ready: Prepared, place: Place, previous: str, near: bool) -> Around:
        text = ready.words.text
        right = [word for word in text[place.last : min(place.ceiling, place.last + 5)] if not is_stop(word)]
        if place.uom and not right:
            right = [text[i] for i in range(*place.uom)]
        if place.borrowed and not right:
            right = [text[i] for i in range(*place.borrowed)]
        bare = place.last >= len(text) or is_stop(text[place.last]) or place.last >= place.ceiling
        uoms = next((self._uom_words[tuple(right[:n])] for n in range(4, 0, -1) if tuple(right[:n]) in self._uom_words), frozenset())
        above = {word for span in place.above for word in _pairs(text, *span)}
        topics = frozenset(topic for pair in above for topic in self._topic_words.get(pair, ()))
        return Around(previous, near, bare, frozenset() if bare and not place.uom and not place.borrowed else uoms, topics)

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
        """Add the weights of :meth:`relations` to every measure in ``scores``; spelt out because it is the reader's innermost loop."""
        weight = self.weights.shared.get
        taught, measures = self.weights.taught, self.catalogue.measures
        untaught = weight("untaught", 0.0)
        fits, other = (weight("uom:fits", 0.0), weight("uom:other", 0.0)) if around.uoms else (0.0, 0.0)
        inside, outside = (weight("heading:fits", 0.0), weight("heading:other", 0.0)) if around.topics else (0.0, 0.0)
        before = measures.get(around.previous)
        where = "near" if around.near else "far"
        same, apart = (weight(f"topic:same:{where}", 0.0), weight(f"topic:other:{where}", 0.0)) if before else (0.0, 0.0)
        topic = before.topic if before else ""
        for measure in scores:
            if measure == NONE:
                continue
            one = measures[measure]
            extra = 0.0 if measure in taught else untaught
            extra += fits if one.uom in around.uoms else other
            extra += inside if one.topic in around.topics else outside
            extra += same if one.topic == topic else apart
            scores[measure] += extra
        if before is None:
            return
        bare = "bare" if around.bare else "noun"
        if around.previous in scores:
            scores[around.previous] += weight(f"again:{bare}:{where}", 0.0)
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

    @staticmethod
    def phrases(ready: Prepared, place: Place, measure: str) -> dict[str, str]:
        """The words behind each phrase rule that speaks for ``measure`` at ``place``."""
        return {
            f"{kind}:{_spot(zone, hit.first, hit.last, place)}:{min(hit.length, 5)}": hit.text
            for zone, first, after in _zones(place)
            for hit in ready.hits_between(first, after)
            for told, kind in hit.of
            if told == measure
        }

    def rank(self, evidence: Evidence, kind: str, *, without_none: bool = False) -> list[Ranked]:
        """The measures that may carry a number of ``kind``, best first; :data:`NONE` stands for none of them."""
        scores = self._cue_scores(evidence.features, kind)
        weights = self.weights.shared
        for measure, values in evidence.shared.items():
            scores[measure] = scores.get(measure, 0.0) + sum(weights.get(name, 0.0) * value for name, value in values.items())
        if without_none:
            scores.pop(NONE, None)
        top = max(scores.values(), default=0.0)
        scores = {measure: score for measure, score in scores.items() if score > top - _OUT_OF_REACH or measure == NONE}
        self._add_relations(scores, evidence.around)
        if not without_none:
            caution = 0.0 if kind in _CLAIMS else _CAUTION
            scores[NONE] = scores.get(NONE, 0.0) + caution
        ordered = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
        if not ordered:
            return []
        return [Ranked(measure, score, confidence(ordered, place)) for place, (measure, score) in enumerate(ordered[:8])]


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


def _ratios_by(catalogue: Catalogue, part: str) -> dict[str, list[str]]:
    """The ratios that have a measure as their ``part`` (numerator or denominator)."""
    out: dict[str, list[str]] = {}
    for measure in catalogue.measures.values():
        if code := getattr(measure, part):
            out.setdefault(code, []).append(measure.code)
    return out


def _pairs(text: Sequence[str], start: int, end: int) -> list[tuple[str, str]]:
    kept = [text[index] for index in range(start, end) if not is_stop(text[index])]
    return list(pairwise(kept))


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


def _shared(ready: Prepared, place: Place, book: PhraseBook, pool: frozenset[str]) -> dict[str, dict[str, float]]:
    out: dict[str, dict[str, float]] = {}
    for zone, first, after in _zones(place):
        for hit in ready.hits_between(first, after):
            spot = _spot(zone, hit.first, hit.last, place)
            for measure, kind in hit.of:
                if measure in pool or measure == NONE:
                    row = out.setdefault(measure, {})
                    name = f"{kind}:{spot}:{min(hit.length, 5)}"
                    row[name] = 1.0
        _overlap(ready, first, after, zone=zone, book=book, pool=pool, out=out)
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
        if first - place.floor <= 1 and place.first - last > 2 and place.floor > place.sentence[0]:
            return "taken"
        return "left0" if place.first - last <= 2 else "left"
    return "around"


def _overlap(
    ready: Prepared, first: int, after: int, *, zone: str, book: PhraseBook, pool: frozenset[str], out: dict[str, dict[str, float]]
) -> None:
    text = [word for word in ready.words.text[first:after] if not is_stop(word) and word != "#"]
    # in order: the sum of the weights must not depend on how a set happens to lie in memory
    for pair in dict.fromkeys(pairwise(text)):
        for measure, weight in book.overlap.get(pair, ()):
            if measure in pool:
                row = out.setdefault(measure, {})
                row["overlap:" + zone] = row.get("overlap:" + zone, 0.0) + weight
