"""The scores of all measures that a number may count, and the best of them.

Nearly all that speaks for a measure is a whole number of points; that is added up for all measures at once. Only for the best few the
fractions are told exactly: how far words overlap, and how a text divides among topics.
"""

from collections.abc import Mapping, Sequence

from saovuong.core.catalogue import Measure
from saovuong.reader.lanes import Lanes
from saovuong.reader.model import NONE, Weights
from saovuong.reader.phrase_rules import PhraseSums
from saovuong.reader.relations import Around, Relations, by_uom

# rows kept of what headings and topics add; a text may bring new ones without end
_MOST_KEPT = 512
_UNTAUGHT = "untaught"
_SHARES = ("block", "text", "recent")


class Scorer:
    """Scores the measures of one ``pool``, and none of them; ``points`` are the shared weights in thousandths."""

    def __init__(self, relations: Relations, pool: frozenset[str], weights: Weights, points: Mapping[str, int]) -> None:
        measures = relations.measures
        self._relations = relations
        self._pool = pool
        self._lanes = Lanes((NONE, *sorted(pool)), weights.cues)
        self._points = points
        self._share_weights = [(where, weights.shared.get(f"{where}:topic", 0.0)) for where in _SHARES]
        self._topic_of = {code: measures[code].topic for code in pool}
        self._uoms = self._masks(measures, "uom")
        self._topics = self._masks(measures, "topic")
        self._untaught = self._lanes.mask(pool - weights.taught) * self._points.get(_UNTAUGHT, 0)
        self._rows: dict[tuple[object, ...], int] = {}

    def _masks(self, measures: Mapping[str, Measure], key: str) -> dict[str, int]:
        codes: dict[str, list[str]] = {}
        for code in sorted(self._pool):
            codes.setdefault(getattr(measures[code], key), []).append(code)
        return {value: self._lanes.mask(named) for value, named in codes.items()}

    def best(
        self, features: Sequence[str], phrases: PhraseSums, around: Around, *, none: int | None, count: int
    ) -> list[tuple[str, float]]:
        """The ``count`` best measures with their scores, best first; ``none`` are the points of being no measure, None where the number
        is one."""
        shares = self._shares(around)
        total = self._lanes.cues(features) + self._untaught + self._by_uom(around) + self._by_topic(around)
        masks = self._topics
        total += sum([masks[topic] * round(1000 * share) for topic, share in shares.items() if topic in masks])
        total += self._lanes.spoken(self._single(phrases, around, none))
        wanted = count + _MORE
        while True:
            told = self._lanes.best(total, wanted)
            exact = sorted(
                [(-self._exact(code, points, phrases, shares), code) for code, points in told if none is not None or code != NONE]
            )
            found = [(code, -score) for score, code in exact[:count]]
            # no measure that was left out can be better than what the last one told was rounded to, and the rounding
            if len(told) < wanted or (len(found) == count and 1000 * found[-1][1] > told[-1][1] + _ROUNDING):
                return found
            wanted *= 2

    def _single(self, phrases: PhraseSums, around: Around, none: int | None) -> dict[str, int]:
        """The points that single measures get from phrases, from what was linked before, and for being none."""
        out = dict(phrases.points)
        for code, overlap in phrases.overlap.items():
            out[code] += round(1000 * overlap)
        points = self._points.get
        for code, names in self._relations.special(around).items():
            if code in self._pool:
                out[code] = out.get(code, 0) + sum([points(name, 0) for name in names])
        if none is not None:
            out[NONE] = out.get(NONE, 0) + none
        return out

    def _exact(self, code: str, points: int, phrases: PhraseSums, shares: Mapping[str, float]) -> float:
        overlap = phrases.overlap.get(code, 0.0)
        share = shares.get(self._topic_of[code], 0.0) if code != NONE else 0.0
        return round((points - round(1000 * overlap) - round(1000 * share)) / 1000 + overlap + share, _DECIMALS)

    def _shares(self, around: Around) -> dict[str, float]:
        """What the topics' shares add, by topic."""
        out: dict[str, float] = {}
        if around.shares:
            for where, weight in self._share_weights:
                for topic, share in around.shares[where].items():
                    out[topic] = out.get(topic, 0.0) + weight * share
        return out

    def _by_uom(self, around: Around) -> int:
        key = (around.uoms, around.bare)
        row = self._rows.get(key)
        if row is None:
            points = self._points.get
            row = sum(mask * sum(points(name, 0) for name in by_uom(uom, around)) for uom, mask in self._uoms.items())
            self._keep(key, row)
        return row

    def _by_topic(self, around: Around) -> int:
        before = self._relations.measures.get(around.before.measure)
        key = (around.headings, before.topic if before else None, around.before.near)
        row = self._rows.get(key)
        if row is None:
            points, relations = self._points.get, self._relations
            row = sum(mask * sum(points(name, 0) for name in relations.by_topic(topic, around)) for topic, mask in self._topics.items())
            self._keep(key, row)
        return row

    def _keep(self, key: tuple[object, ...], row: int) -> None:
        if len(self._rows) >= _MOST_KEPT:
            self._rows.clear()
        self._rows[key] = row


# measures looked at beyond those asked for, because rounding may hide a better one behind a worse one
_MORE = 4
# equal scores stay equal in whatever order their parts were added, and names decide
_DECIMALS = 9
# points that rounding may take from a measure: half of one for the overlap, half of one for the topics
_ROUNDING = 1
