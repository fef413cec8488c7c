"""How a measure stands to what is around a number: its unit of measure, the topics around, and what was linked before."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from saovuong.core.catalogue import Catalogue
from saovuong.reader.features import Place
from saovuong.reader.layout import Block
from saovuong.reader.model import NONE
from saovuong.reader.prepare import Prepared
from saovuong.reader.tokens import STOPS, canonical

RECENT = 5
_NEAR = 30
# cues right beside a number that tell whether it goes on with the measure before
_BESIDE = ("L1:", "L2:", "L0", "b:", "a:", "R1:", "R0")
_BESIDE_FIRST = frozenset(cue[0] for cue in _BESIDE)
_NAMED = "named"
# words in the name of a unit of measure
_LONGEST_UOM = 4


class Before(NamedTuple):
    """What was linked before a number: the last ``measure`` in its block ('' for none) and whether that stands ``near``, the last
    :data:`RECENT` of the text, and all that the block ``used``."""

    measure: str = ""
    near: bool = False
    recent: tuple[str, ...] = ()
    used: frozenset[str] = frozenset()


class History:
    """What was linked so far in a text, number by number; every block begins anew."""

    def __init__(self) -> None:
        self.block: Block | None = None
        self.measure = ""
        self.end = 0
        self._recent: deque[str] = deque(maxlen=RECENT)
        self._used: set[str] = set()

    def enter(self, block: Block) -> bool:
        """Go on in ``block``; True when it is another one than before."""
        if block is self.block:
            return False
        self.block, self.measure, self.end = block, "", 0
        self._used.clear()
        return True

    def before(self, start: int) -> Before:
        """What stands before a number that begins at ``start``."""
        return Before(self.measure, start - self.end < _NEAR, tuple(self._recent), frozenset(self._used))

    def linked(self, measure: str, end: int) -> None:
        self.measure, self.end = measure, end
        self._recent.append(measure)
        self._used.add(measure)


class Around(NamedTuple):
    """What relates a number to measures.

    ``bare``: no noun follows. ``uoms``: the units of measure that the words after it can name. ``headings``: the topics that the headings
    above name. ``shares``: how the phrases of the block and of the text, and the measures linked last, divide among topics. ``beside``:
    the cues right beside the number."""

    before: Before = Before()
    bare: bool = False
    uoms: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    shares: Mapping[str, Mapping[str, float]] | None = None
    beside: tuple[str, ...] = ()


class Relations:
    """The relations of the measures of one catalogue; every relation is a name, weighed by the shared weights. Those of topics' shares
    have a value too, a part of one; the others hold or do not."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.measures = catalogue.measures
        self._uom_words = _uom_words(catalogue)
        self._longest = min(_LONGEST_UOM, max(map(len, self._uom_words), default=0))
        self._topic_words = _topic_words(catalogue)
        # the answer of special for the number asked for last: it is asked again for the reasons
        self._told: tuple[Around, dict[str, tuple[str, ...]]] | None = None
        self._over = _ratios_by(catalogue, "numerator")
        self._under = _ratios_by(catalogue, "denominator")

    def around(self, ready: Prepared, place: Place, before: Before, features: Sequence[str], *, headings: frozenset[str]) -> Around:
        """What relates the number at ``place`` to measures; ``headings`` as :meth:`headings` finds them above it."""
        text = ready.words.text
        right = [word for word in text[place.last : min(place.ceiling, place.last + 5)] if word not in STOPS]
        if place.uom and not right:
            right = list(text[slice(*place.uom)])
        if place.borrowed and not right:
            right = list(text[slice(*place.borrowed)])
        bare = place.last >= len(text) or text[place.last] in STOPS or place.last >= place.ceiling
        uoms = frozenset() if bare and not place.uom and not place.borrowed else self._uoms(right)
        beside: list[str] = []
        if before.measure:
            beside += [feature for feature in features if feature[0] in _BESIDE_FIRST and feature.startswith(_BESIDE)]
            if follows_name(ready, place):
                beside.append(_NAMED)
        shares = {"block": ready.block_topics(start_of(ready, place)), "text": ready.text_topics, "recent": self._recent(before)}
        return Around(before, bare, uoms, headings, shares, tuple(beside))

    def _uoms(self, right: Sequence[str]) -> frozenset[str]:
        """The units of measure that the longest name at the beginning of ``right`` can mean."""
        for length in range(min(len(right), self._longest), 0, -1):
            found = self._uom_words.get(tuple(right[:length]))
            if found is not None:
                return found
        return frozenset()

    def headings(self, ready: Prepared, above: Sequence[tuple[int, int]]) -> frozenset[str]:
        """The topics that the words ``above`` name."""
        found = {pair for span in above for pair in _pairs(ready.words.text, *span)}
        return frozenset(topic for pair in found for topic in self._topic_words.get(pair, ()))

    def _recent(self, before: Before) -> dict[str, float]:
        out: dict[str, float] = {}
        for code in before.recent:
            topic = self.measures[code].topic
            out[topic] = out.get(topic, 0.0) + 1.0
        return {topic: count / len(before.recent) for topic, count in out.items()}

    def of(self, measure: str, around: Around, taught: frozenset[str]) -> dict[str, float]:
        """How ``measure`` stands to what is ``around``: names of shared weights with their values."""
        if measure == NONE:
            return {}
        one = self.measures[measure]
        out = {} if measure in taught else {"untaught": 1.0}
        out |= dict.fromkeys((*by_uom(one.uom, around), *self.by_topic(one.topic, around)), 1.0)
        out |= by_share(one.topic, around)
        out |= dict.fromkeys(self.special(around).get(measure, ()), 1.0)
        return out

    def by_topic(self, topic: str, around: Around) -> Iterator[str]:
        if around.headings:
            yield "heading:fits" if topic in around.headings else "heading:other"
        before = self.measures.get(around.before.measure)
        if before is not None:
            yield f"topic:{'same' if topic == before.topic else 'other'}:{'near' if around.before.near else 'far'}"

    def special(self, around: Around) -> dict[str, tuple[str, ...]]:
        """The relations of the few measures that were linked before, and of the ratios they are parts of."""
        told = self._told
        if told is not None and told[0] is around:
            return told[1]
        out = self._special(around)
        self._told = around, out
        return out

    def _special(self, around: Around) -> dict[str, tuple[str, ...]]:
        before = around.before
        bare = "bare" if around.bare else "noun"
        out: dict[str, tuple[str, ...]] = dict.fromkeys(before.recent, (f"met:{bare}",))
        out |= dict.fromkeys(before.used, (f"used:{bare}",))
        if before.measure not in self.measures:
            return out
        where = "near" if before.near else "far"
        out[before.measure] = (f"again:{bare}:{where}", *[f"again:{bare}:{cue}" for cue in around.beside])
        for part, codes in (("numerator", self._over.get(before.measure, ())), ("denominator", self._under.get(before.measure, ()))):
            for code in codes:
                out[code] = (*out.get(code, ()), f"part:{part}:{where}", *[f"{part}:{cue}" for cue in around.beside])
        return out


def by_uom(uom: str, around: Around) -> Iterator[str]:
    if around.uoms:
        yield "uom:fits" if uom in around.uoms else "uom:other"
        yield f"uom:{'+'.join(sorted(around.uoms))}>{uom}"
    elif not around.bare:
        yield f"uom:?>{uom}"


def by_share(topic: str, around: Around) -> Iterator[tuple[str, float]]:
    """The relations that weigh as much as the part of the words, or of the measures linked last, that are of the topic."""
    for where, shares in (around.shares or {}).items():
        if topic in shares:
            yield f"{where}:topic", shares[topic]


def start_of(ready: Prepared, place: Place) -> int:
    """Where in the text a place begins."""
    starts = ready.words.starts
    return starts[min(place.first, len(starts) - 1)] if starts else 0


def follows_name(ready: Prepared, place: Place) -> bool:
    """Whether the word before a place begins with a capital."""
    if not place.first:
        return False
    start = ready.words.starts[place.first - 1]
    return ready.normal.text[start : start + 1].isupper()


def _ratios_by(catalogue: Catalogue, part: str) -> dict[str, list[str]]:
    """The ratios that have a measure as their ``part`` (numerator or denominator)."""
    out: dict[str, list[str]] = {}
    for measure in catalogue.measures.values():
        if code := getattr(measure, part):
            out.setdefault(code, []).append(measure.code)
    return out


def _pairs(text: Sequence[str], start: int, end: int) -> list[tuple[str, str]]:
    return list(pairwise([word for word in text[start:end] if word not in STOPS]))


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
