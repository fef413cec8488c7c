"""The scores of all measures that a number may count, and the best of them.

Nearly all that speaks for a measure is a whole number of points; that is added up for all measures at once. Only for the best few the
fractions are told exactly: how far words overlap, and how a text divides among topics.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from saovuong.core.catalogue import Measure
from saovuong.reader.lanes import Lanes
from saovuong.reader.model import NONE, Weights
from saovuong.reader.phrase_rules import PhraseSums
from saovuong.reader.relations import Around, Relations, by_uom

# rows kept of what headings and topics add; a text may bring new ones without end
_MOST_KEPT = 512
_UNTAUGHT = "untaught"
# from what is the same for most numbers to what changes with each
_SHARES = ("text", "block", "recent")


class _Shares(NamedTuple):
    """What a topic's part of the words around adds for each of its measures: exactly, in thousandths, and these in lanes."""

    parts: Mapping[str, float]
    points: Mapping[str, int]
    row: int


_NO_SHARES = _Shares({}, {}, 0)


class _Known(NamedTuple):
    """What is the same for the numbers of one block: the shares of the text and of the block, with the mappings by which they are known
    again, and the best measures of its numbers without a phrase around.

    Replaced whole and never changed but for ``bare``, because several threads may ask one scorer."""

    text: Mapping[str, float]
    of_text: _Shares
    block: Mapping[str, float]
    of_block: _Shares
    bare: dict[tuple[object, ...], list[tuple[str, float]]]


class Scorer:
    """Scores the measures of one ``pool``, and none of them; ``points`` are the shared weights in thousandths."""

    def __init__(self, relations: Relations, pool: frozenset[str], weights: Weights, points: Mapping[str, int]) -> None:
        measures = relations.measures
        self._relations = relations
        self._pool = pool
        self._lanes = Lanes((NONE, *sorted(pool)), weights.cues)
        self._points = points
        self._share_weights = {where: weights.shared.get(f"{where}:topic", 0.0) for where in _SHARES}
        self._known = _Known({}, _NO_SHARES, {}, _NO_SHARES, {})
        self._topic_of = {code: measures[code].topic for code in pool} | {NONE: ""}
        self._uoms = self._masks(measures, "uom")
        self._topics = self._masks(measures, "topic")
        self._untaught = self._lanes.mask(pool - weights.taught) * self._points.get(_UNTAUGHT, 0)
        self._rows: dict[tuple[object, ...], int] = {}

    def _masks(self, measures: Mapping[str, Measure], key: str) -> dict[str, int]:
        codes: dict[str, list[str]] = {}
        for code in sorted(self._pool):
            codes.setdefault(getattr(measures[code], key), []).append(code)
        return {value: self._lanes.mask(named) for value, named in codes.items()}

    def best(self, cues: Sequence[str], phrases: PhraseSums, around: Around, *, none: int | None, count: int) -> list[tuple[str, float]]:
        """The ``count`` best measures with their scores, best first; ``none`` are the points of being no measure, None where the number
        is one."""
        known = self._known_around(around)
        shares = self._shares(known.of_block, around.shares["recent"], "recent") if around.shares else _NO_SHARES
        if phrases.points:
            return self._best(cues, phrases, around, shares, none=none, count=count)
        # bare numbers in rows have the same around them again and again
        key = (*cues, around._replace(shares=None), none, count)
        found = known.bare.get(key)
        if found is None:
            found = self._best(cues, phrases, around, shares, none=none, count=count)
            if len(known.bare) < _MOST_KEPT:
                known.bare[key] = found
        return found

    def _best(
        self, cues: Sequence[str], phrases: PhraseSums, around: Around, shares: _Shares, *, none: int | None, count: int
    ) -> list[tuple[str, float]]:
        total = self._lanes.sum(cues) + self._untaught + self._by_uom(around) + self._by_topic(around) + shares.row
        total += self._lanes.spoken(self._single(phrases, around, none))
        wanted = count + _MORE
        while True:
            told = self._lanes.best(total, wanted)
            exact = self._exact(told if none is not None else [one for one in told if one[0] != NONE], phrases, shares)
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
        points, pool = self._points.get, self._pool
        for code, names in self._relations.special(around).items():
            if code in pool:
                more = out.get(code, 0)
                for name in names:
                    more += points(name, 0)
                out[code] = more
        if none is not None:
            out[NONE] = out.get(NONE, 0) + none
        return out

    def _exact(self, told: Sequence[tuple[str, int]], phrases: PhraseSums, shares: _Shares) -> list[tuple[float, str]]:
        """The scores of those ``told`` with their fractions, the best first and with the opposite sign, so that names decide next."""
        overlaps, parts, points, topics = phrases.overlap, shares.parts, shares.points, self._topic_of
        out = []
        for code, sum_ in told:
            overlap, topic = overlaps.get(code, 0.0), topics[code]
            whole = sum_ - round(1000 * overlap) - points.get(topic, 0)
            out.append((-round(whole / 1000 + overlap + parts.get(topic, 0.0), _DECIMALS), code))
        out.sort()
        return out

    def _known_around(self, around: Around) -> _Known:
        if not around.shares:
            return _Known({}, _NO_SHARES, {}, _NO_SHARES, {})
        text, block, known = around.shares["text"], around.shares["block"], self._known
        of_text = known.of_text
        if known.text != text:
            of_text = self._shares(_NO_SHARES, text, "text")
        elif known.block == block:
            return known
        known = self._known = _Known(text, of_text, block, self._shares(of_text, block, "block"), {})
        return known

    def _shares(self, known: _Shares, more: Mapping[str, float], where: str) -> _Shares:
        """``known`` and what ``more`` adds."""
        if not more:
            return known
        parts, points, row, weight = dict(known.parts), dict(known.points), known.row, self._share_weights[where]
        for topic, share in more.items():
            part = parts[topic] = parts.get(topic, 0.0) + weight * share
            if topic in self._topics:
                before = points.get(topic, 0)
                point = points[topic] = round(1000 * part)
                row += self._topics[topic] * (point - before)
        return _Shares(parts, points, row)

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
