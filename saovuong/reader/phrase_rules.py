"""The rules by which the pack's phrases around a number speak for measures: which phrase, of how many words, and where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from saovuong.reader.features import Place
from saovuong.reader.model import NONE
from saovuong.reader.phrases import Hit, Pair
from saovuong.reader.prepare import Prepared

Span = tuple[int, int]
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class PhraseSums:
    """What the phrases around a number add for each measure: ``points`` of the rules in thousandths, and the weight of the words that
    ``overlap`` with those of its name and phrases, which is a fraction."""

    points: Mapping[str, int]
    overlap: Mapping[str, float]


class PhraseRules:
    """The rules for the measures of one pool (and for none of them), with the ``weights`` of the rules."""

    def __init__(self, pool: frozenset[str], weights: Mapping[str, float]) -> None:
        self._pool = pool
        self._weights = weights
        self._points = {name: round(weight * 1000) for name, weight in weights.items()}
        self._of_phrase: dict[int, tuple[tuple[str, frozenset[str]], ...]] = {}
        self._of_pair: dict[int, tuple[tuple[str, float], ...]] = {}

    def within(self, ready: Prepared, zone: str, spans: Sequence[Span], place: Place | None) -> PhraseSums:
        """The sums of one zone; ``place`` tells phrases beside the number apart, and is None where all in the zone count alike."""
        told: dict[str, set[str]] = {}
        overlap: dict[str, float] = {}
        for first, after in spans:
            for hit in ready.hits_between(first, after):
                spot = zone if place is None else spot_of(hit, place)
                for kind, spoken_for in self._spoken_for(hit):
                    told.setdefault(_rule(kind, spot, hit.length), set()).update(spoken_for)
            for pair in ready.pairs_between(first, after):
                for code, weight in self._named_by(pair):
                    overlap[code] = overlap.get(code, 0.0) + weight
        points = dict.fromkeys(overlap, 0)
        for name, codes in told.items():
            more = self._points.get(name, 0)
            for code in codes:
                points[code] = points.get(code, 0) + more
        scale = self._weights.get(_OVERLAP + zone, 0.0)
        return PhraseSums(points, {code: scale * weight for code, weight in overlap.items()})

    def _spoken_for(self, hit: Hit) -> tuple[tuple[str, frozenset[str]], ...]:
        """The measures of the pool that a phrase speaks for, by the kind of phrase that it is for them."""
        known = self._of_phrase.get(hit.number)
        if known is None:
            by_kind: dict[str, list[str]] = {}
            for code, kind in hit.of:
                if code in self._pool or code == NONE:
                    by_kind.setdefault(kind, []).append(code)
            known = self._of_phrase[hit.number] = tuple((kind, frozenset(codes)) for kind, codes in by_kind.items())
        return known

    def _named_by(self, pair: Pair) -> tuple[tuple[str, float], ...]:
        known = self._of_pair.get(pair.number)
        if known is None:
            known = self._of_pair[pair.number] = tuple((code, weight) for code, weight in pair.of if code in self._pool)
        return known

    def told(self, ready: Prepared, place: Place) -> dict[str, dict[str, float]]:
        """By measure, the names of the rules that speak for it with their values; what :meth:`within` adds up, told one by one."""
        out: dict[str, dict[str, float]] = {}
        for zone, first, after in zones_of(place):
            for hit in ready.hits_between(first, after):
                spot = spot_of(hit, place) if zone == NEAR else zone
                for kind, codes in self._spoken_for(hit):
                    for code in codes:
                        out.setdefault(code, {})[_rule(kind, spot, hit.length)] = 1.0
            name = _OVERLAP + zone
            for pair in ready.pairs_between(first, after):
                for code, weight in self._named_by(pair):
                    row = out.setdefault(code, {})
                    row[name] = row.get(name, 0.0) + weight
        return out

    def told_of(self, ready: Prepared, place: Place, measure: str) -> tuple[dict[str, float], dict[str, str]]:
        """:meth:`told` of one measure, and the words of the text behind each rule."""
        out: dict[str, float] = {}
        words: dict[str, str] = {}
        for zone, first, after in zones_of(place):
            for hit in ready.hits_between(first, after):
                for kind, codes in self._spoken_for(hit):
                    if measure in codes:
                        name = _rule(kind, spot_of(hit, place) if zone == NEAR else zone, hit.length)
                        out[name], words[name] = 1.0, hit.text
            overlap = [weight for pair in ready.pairs_between(first, after) for code, weight in self._named_by(pair) if code == measure]
            if overlap:
                out[_OVERLAP + zone] = out.get(_OVERLAP + zone, 0.0) + sum(overlap)
        return out, words


_OVERLAP = "overlap:"


@cache
def _rule(kind: str, spot: str, length: int) -> str:
    """The name of the rule for a phrase of so many words at a spot."""
    return f"{kind}:{spot}:{min(length, _LONGEST)}"


ABOVE, LABEL, NEAR, BEFORE, AFTER = "above", "label", "near", "before", "after"


def zones_of(place: Place) -> list[tuple[str, int, int]]:
    zones = [(ABOVE, first, after) for first, after in place.above]
    if place.label:
        zones.append((LABEL, *place.label))
    zones.append((NEAR, place.floor, place.reach))
    if not place.label:
        zones += [(BEFORE, place.sentence[0], place.floor), (AFTER, place.reach, place.sentence[1])]
    return zones


def spot_of(hit: Hit, place: Place) -> str:
    """Where beside the number a phrase stands: on which side, and whether it touches."""
    if hit.first >= place.last:
        return "right0" if hit.first - place.last <= 1 else "right"
    if hit.last < place.first:
        if hit.first - place.floor <= 1 and place.first - hit.last > 2 and place.floor > place.sentence[0]:
            return "taken"
        return "left0" if place.first - hit.last <= 2 else "left"
    return "around"
