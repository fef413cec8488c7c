"""What a text says did not happen: ``không để xảy ra mất an toàn``, ``Bù đổi: không``."""

from collections.abc import Iterator, Sequence
from functools import cache

from saovuong.core.catalogue import ReadingWords
from saovuong.reader.claim import ZERO, Claim
from saovuong.reader.prepare import Prepared
from saovuong.reader.spotting import Spot, Spots, Spotter
from saovuong.reader.tokens import NUMBER, STOPS
from saovuong.reader.words import word_list

_HARD = STOPS - frozenset(',"')
# how many words that say neither that something happens nor whom it befalls may stand between *không* and what is absent
_STRANGE = 3
_STEPS_BACK, _FARTHEST = 11, 30
_NOTHING = ""
_JOINING = frozenset((",", "và", "hoặc", "hay", "cũng", "như", "/", "-"))


class AbsenceFinder:
    """Finds statements of absence whose words name their measure."""

    def __init__(self, words: ReadingWords) -> None:
        wordings = [(wording, (absence.measure, bool(absence.befalls))) for absence in words.absences for wording in absence.words]
        self._spotter = Spotter([*wordings, *((wording, (_NOTHING, False)) for wording in words.not_absent)])
        self._befallen = Spotter((word, absence.measure) for absence in words.absences for word in absence.befalls)

    def find(self, ready: Prepared) -> list[Claim]:
        return list(_Absences(ready, self._spotter.find(ready.words), self._befallen.find(ready.words)).claims())


Absent = tuple[str, bool]


class _Absences:
    """The absences of one text."""

    def __init__(self, ready: Prepared, spots: Spots[Absent], befallen: Spots[str]) -> None:
        self.ready = ready
        self.text = ready.words.text
        self.spots = spots
        self.befallen = befallen

    def claims(self) -> Iterator[Claim]:
        for index, word in enumerate(self.text):
            if word in _negators() and not self._means_else(index):
                found = self._after(index) or self._before(index)
                yield from (claim for claim in found if _NOTHING not in claim.measures)

    def _means_else(self, index: int) -> bool:
        """``phòng không``, ``có/không``: *không* that denies nothing."""
        before = self.text[index - 1] if index else ""
        after = self.text[index + 1] if index + 1 < len(self.text) else ""
        return f"{before} {self.text[index]}" in _other_words() or f"{self.text[index]} {after}" in _other_words() or "/" in (before, after)

    def _after(self, negator: int) -> list[Claim]:
        """What the words after *không* name; a list of things may follow."""
        strange, fillers_only = 0, True
        for index in range(negator + 1, min(len(self.text), negator + _FARTHEST)):
            if self._broken(index):
                break
            if here := self._fitting(self.spots.at(index), negator):
                return self._listed(negator, here)
            word = self.text[index]
            if word == NUMBER or word in _HARD or (word == "," and not (fillers_only and index > negator + 1)):
                break
            if word not in _fillers() and word not in STOPS:
                strange, fillers_only = strange + 1, False
                if strange > _STRANGE:
                    break
        return []

    def _fitting(self, spots: Sequence[Spot[Absent]], begin: int) -> list[Spot[Absent]]:
        """Of wordings at one place those for whom the words before it name, else those that ask for nobody."""
        first = spots[0].first if spots else begin
        named = {spot.what for spot in self.befallen.between(begin, first) if spot.last < first}
        return [one for one in spots if one.what[1] and one.what[0] in named] or [one for one in spots if not one.what[1]]

    def _broken(self, index: int) -> bool:
        """Whether a dash or a sign that is no part of a sentence stands before a word."""
        between = self.ready.normal.low[self.ready.words.ends[index - 1] : self.ready.words.starts[index]]
        return any(not char.isspace() for char in between)

    def _listed(self, negator: int, here: Sequence[Spot[Absent]]) -> list[Claim]:
        if self._counted_beside(here[0].last):
            return []
        out = [self._claim(negator, here[0].last, here)]
        index = here[0].last + 1
        while index < len(self.text) and self.text[index] in _JOINING:
            while index < len(self.text) and (self.text[index] in _JOINING or self.text[index] in _fillers()):
                index += 1
            more = self._fitting(self.spots.at(index), negator)
            if not more or self.text[index] in _negators():
                break
            if all(spot.what[0] != other.what[0] for spot in more for other in here):
                out.append(self._claim(negator, more[0].last, more))
            index = more[0].last + 1
        return out

    def _before(self, negator: int) -> list[Claim]:
        """``Vi phạm kỷ luật: không``: *không* ends its clause and what is absent stands before it."""
        after = negator + 1
        end = min(len(self.text), negator + _FARTHEST)
        while after < end and (self.text[after] in _fillers() or self.text[after] in _undertaken()) and not self._broken(after):
            after += 1
        if after < len(self.text) and self.text[after] not in STOPS and not self._broken(after):
            return []
        if label := self._label(negator):
            return [self._claim(negator, after - 1, label)]
        start = negator
        while start and negator - start < _STEPS_BACK and self.text[start - 1] not in (".", ";", "|", "\n", NUMBER):
            start -= 1
        near = [spot for spot in self.spots.between(start, negator) if spot.last < negator]
        out: list[Spot[Absent]] = []
        while near:
            last = max(near, key=lambda spot: (spot.last, spot.last - spot.first))
            out += self._fitting([spot for spot in near if (spot.first, spot.last) == (last.first, last.last)], start)
            near = [spot for spot in near if spot.last < last.first and self.text[spot.last + 1] in _JOINING]
        return [self._claim(negator, after - 1, [spot]) for spot in out]

    def _label(self, negator: int) -> list[Spot[Absent]]:
        """What the label of a table row names, for a cell that says *không* and nothing else."""
        words = self.ready.words
        block = self.ready.block_at(words.starts[negator])
        cell = next((one for one in block.cells if one.start <= words.starts[negator] < one.end), None)
        label = next((one for one in block.cells if one.column == "label"), None)
        if cell is None or label is None or cell == label:
            return []
        first, after = words.between(label.start, label.end)
        found = (self._fitting(self.spots.at(index), first) for index in range(first, after))
        return next((spots[:1] for spots in found if spots and spots[0].last < after), [])

    def _counted_beside(self, last: int) -> bool:
        """``không để hình thành điểm nóng (0 vụ)``: the number tells it."""
        return self.text[last + 1 : last + 3] == ["(", NUMBER]

    def _claim(self, negator: int, last: int, spots: Sequence[Spot[Absent]]) -> Claim:
        words = self.ready.words
        measures = tuple(dict.fromkeys(spot.what[0] for spot in spots))
        return Claim(words.starts[negator], words.ends[max(negator, last)], ZERO, measures=measures, about=spots[0].text)


@cache
def _negators() -> frozenset[str]:
    return frozenset(word_list("claims", "negators"))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(word_list("claims", "fillers"))


@cache
def _undertaken() -> frozenset[str]:
    return frozenset(word_list("claims", "undertaken"))


@cache
def _other_words() -> frozenset[str]:
    return frozenset(word_list("claims", "not_negating"))
