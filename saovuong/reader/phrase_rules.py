"""The rules by which the pack's phrases around a number speak for measures: which phrase, of how many words, and where it stands."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from saovuong.reader.features import Place
from saovuong.reader.model import NONE
from saovuong.reader.phrases import Hit, Pair
from saovuong.reader.prepare import Prepared

Span = tuple[int, int]
_LONGEST = 5
_NOTHING_TOLD: Mapping[str, Set[str]] = MappingProxyType({})
_NOTHING_SHARED: Mapping[str, Mapping[str, float]] = MappingProxyType({})


class PhraseSums(NamedTuple):
    """What the phrases around a number add for each measure: ``points`` of the rules in thousandths, and the weight of the words that
    ``overlap`` with those of its name and phrases, which is a fraction.

    ``told`` are the rules with the measures that each speaks for, ``shared`` by zone how far words overlap."""

    points: Mapping[str, int]
    overlap: Mapping[str, float]
    told: Mapping[str, Set[str]] = _NOTHING_TOLD
    shared: Mapping[str, Mapping[str, float]] = _NOTHING_SHARED

    def of(self, measure: str) -> dict[str, float]:
        """The names of the rules that speak for ``measure`` with their values."""
        out = {name: 1.0 for name, codes in self.told.items() if measure in codes}
        out |= {_OVERLAP + zone: codes[measure] for zone, codes in self.shared.items() if measure in codes}
        return out

    def by_measure(self) -> dict[str, dict[str, float]]:
        """:meth:`of` for all measures that any rule speaks for."""
        codes = {code for codes in (*self.told.values(), *self.shared.values()) for code in codes}
        return {code: self.of(code) for code in codes}


# a phrase: its first and last word, how many words it has, the measures that it speaks for by its kind, and the words themselves
Spoken = tuple[int, int, int, tuple[tuple[str, frozenset[str]], ...], str]
# a pair of words: the first and the last, the number of the pair, the measures with their weights
Named = tuple[int, int, int, tuple[tuple[str, float], ...]]


@dataclass(frozen=True, slots=True)
class PoolPhrases:
    """What the phrases and pairs of a book, by their numbers, say of the measures of one pool; filled as texts bring them."""

    pool: frozenset[str]
    _phrases: dict[int, tuple[tuple[str, frozenset[str]], ...]] = field(default_factory=dict)
    _pairs: dict[int, tuple[tuple[str, float], ...]] = field(default_factory=dict)

    def phrase(self, hit: Hit) -> tuple[tuple[str, frozenset[str]], ...]:
        found = self._phrases.get(hit.number)
        if found is None:
            found = self._phrases[hit.number] = _spoken_for(hit, self.pool)
        return found

    def pair(self, pair: Pair) -> tuple[tuple[str, float], ...]:
        found = self._pairs.get(pair.number)
        if found is None:
            found = self._pairs[pair.number] = tuple((code, weight) for code, weight in pair.of if code in self.pool)
        return found


class PhraseRules:
    """The rules for the measures of one pool (and for none of them) in one text, with the ``points`` of each rule in thousandths."""

    def __init__(self, ready: Prepared, known: PoolPhrases, points: Mapping[str, int]) -> None:
        self._ready = ready
        self._known = known
        self._points = points
        self._sentences: dict[Span, tuple[list[Spoken], list[Named]]] = {}
        self._kept: dict[object, _Zones] = {}

    def sums(self, place: Place) -> PhraseSums:
        """All zones of one number; those of headings and of the title of a table row are those of many numbers and kept."""
        zones = self._same_for_many(place).copy()
        beside = self._beside(place)
        for spot, hit in beside if len(beside) < _MANY else _once_each(beside):
            zones.hit(spot, hit)
        floor, reach = place.floor, place.reach
        met: dict[str, set[int]] = {BEFORE: set(), AFTER: set(), NEAR: set()}
        for first, last, number, named in self._within(_around(place))[1]:
            zone = BEFORE if last < floor else AFTER if first >= reach else NEAR if first >= floor and last < reach else ""
            if zone and number not in met[zone]:
                met[zone].add(number)
                zones.pair(zone, named)
        return zones.sums(self._points)

    def words(self, place: Place, measure: str) -> dict[str, str]:
        """The words of the text behind each phrase rule that speaks for ``measure`` at ``place``."""
        out: dict[str, str] = {}
        above = [(zone, hit) for zone, span in _shared_zones(place) for hit in self._within(span)[0]]
        for spot, (_, _, length, of, text) in (*above, *self._beside(place)):
            for kind, codes in of:
                if measure in codes:
                    out[_rule(kind, spot, length)] = text
        return out

    def _beside(self, place: Place) -> list[tuple[str, Spoken]]:
        """The phrases in the number's sentence, or in its cell, and where they stand."""
        floor, reach = place.floor, place.reach
        out = []
        for hit in self._within(_around(place))[0]:
            if hit[1] < floor:
                out.append((BEFORE, hit))
            elif hit[0] >= reach:
                out.append((AFTER, hit))
            elif hit[0] >= floor and hit[1] < reach:
                out.append((spot_of(hit[0], hit[1], place), hit))
        return out

    def _same_for_many(self, place: Place) -> "_Zones":
        key = (place.above, place.label)
        zones = self._kept.get(key)
        if zones is None:
            zones = self._kept[key] = _Zones()
            for zone, span in _shared_zones(place):
                hits, pairs = self._within(span)
                for hit in hits:
                    zones.hit(zone, hit)
                for named in {number: named for _, _, number, named in pairs}.values():
                    zones.pair(zone, named)
        return zones

    def _within(self, span: Span) -> tuple[list[Spoken], list[Named]]:
        """What stands wholly inside a span of words."""
        found = self._sentences.get(span)
        if found is None:
            first, after = span
            ready, known = self._ready, self._known
            hits = ready.hits[bisect_left(ready.hit_lasts, first) : bisect_left(ready.hit_lasts, after)]
            pairs = ready.pairs[bisect_left(ready.pair_firsts, first) : bisect_left(ready.pair_firsts, after)]
            found = self._sentences[span] = (
                [(one.first, one.last, one.length, of, one.text) for one in hits if one.first >= first and (of := known.phrase(one))],
                [(one.first, one.last, one.number, named) for one in pairs if one.last < after and (named := known.pair(one))],
            )
        return found


class _Zones:
    """Rules met and words shared, zone by zone."""

    def __init__(self) -> None:
        self.told: dict[str, frozenset[str]] = {}
        self.shared: dict[str, dict[str, float]] = {}

    def copy(self) -> "_Zones":
        """With the same weights of words: what is added later is of other zones."""
        new = _Zones()
        new.told = self.told.copy()
        new.shared = self.shared.copy()
        return new

    def hit(self, spot: str, hit: Spoken) -> None:
        told = self.told
        for kind, codes in hit[3]:
            name = _rule(kind, spot, hit[2])
            known = told.get(name)
            told[name] = codes if known is None else known | codes

    def pair(self, zone: str, named: Iterable[tuple[str, float]]) -> None:
        shared = self.shared.setdefault(zone, {})
        for code, weight in named:
            shared[code] = shared.get(code, 0.0) + weight

    def sums(self, weigh: Mapping[str, int]) -> PhraseSums:
        overlap: dict[str, float] = {}
        for zone, shared in self.shared.items():
            scale = weigh.get(_OVERLAP + zone, 0) / 1000
            for code, weight in shared.items():
                overlap[code] = overlap.get(code, 0.0) + scale * weight
        points = dict.fromkeys(overlap, 0)
        known = points.get
        for name, codes in self.told.items():
            more = weigh.get(name, 0)
            for code in codes:
                points[code] = known(code, 0) + more
        return PhraseSums(points, overlap, self.told, self.shared)


def _spoken_for(hit: Hit, pool: frozenset[str]) -> tuple[tuple[str, frozenset[str]], ...]:
    """The measures of the pool that a phrase speaks for, by the kind of phrase that it is for them."""
    by_kind: dict[str, list[str]] = {}
    for code, kind in hit.of:
        if code in pool or code == NONE:
            by_kind.setdefault(kind, []).append(code)
    return tuple((kind, frozenset(codes)) for kind, codes in by_kind.items())


def _once_each(beside: list[tuple[str, Spoken]]) -> Iterable[tuple[str, Spoken]]:
    """A phrase that comes again at a spot tells nothing new there: an endless sentence says the same few again and again."""
    return {(spot, hit[2], id(hit[3])): (spot, hit) for spot, hit in beside}.values()


_OVERLAP = "overlap:"
# Ordinary sentences have a dozen phrases.
_MANY = 60


@cache
def _rule(kind: str, spot: str, length: int) -> str:
    """The name of the rule for a phrase of so many words at a spot."""
    return f"{kind}:{spot}:{min(length, _LONGEST)}"


ABOVE, LABEL, NEAR, BEFORE, AFTER = "above", "label", "near", "before", "after"


def _around(place: Place) -> Span:
    """The words of the sentence; in a table row those of the cell."""
    return (place.floor, place.reach) if place.label else place.sentence


def _shared_zones(place: Place) -> list[tuple[str, Span]]:
    """The zones that many numbers have in common."""
    return [*((ABOVE, span) for span in place.above), *([(LABEL, place.label)] if place.label else [])]


def spot_of(first: int, last: int, place: Place) -> str:
    """Where beside the number a phrase from word ``first`` to ``last`` stands: on which side, and whether it touches."""
    if first >= place.last:
        return "right0" if first - place.last <= 1 else "right"
    if last < place.first:
        if first - place.floor <= 1 and place.first - last > 2 and place.floor > place.sentence[0]:
            return "taken"
        return "left0" if place.first - last <= 2 else "left"
    return "around"
