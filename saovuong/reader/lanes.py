"""Adding up weights for many measures at once.

Whole numbers of points, one lane of bits per measure, lie side by side in one whole number, so that adding two such numbers
adds all their lanes. Points are thousandths of a weight; their sums are exact and do not depend on the order in which they are added.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from sys import byteorder

# a lane holds how many cues bear on the measure (12 bits) above the sum of their points (20 bits, counted from the middle)
_LOW, _HIGH = 20, 12
_SPOKEN = 1 << _LOW
_MIDDLE = 1 << (_LOW - 1)
_NARROW = 32


class _Rows(dict[str, int]):
    """The points of cues in lanes, each worked out when it is first asked for."""

    def __init__(self, made: Callable[[str], int]) -> None:
        self._made = made

    def __missing__(self, cue: str) -> int:
        row = self[cue] = self._made(cue)
        return row


class Lanes:
    """The points of ``cues`` in lanes of ``codes``; what they say of other measures is left out."""

    def __init__(self, codes: Sequence[str], cues: Mapping[str, Mapping[str, float]]) -> None:
        self.codes = codes
        self.place = {code: place for place, code in enumerate(codes)}
        self._cues = cues
        self._rows = _Rows(self._row)
        # beside its points a lane must have room for its place
        self._room = (len(codes) - 1).bit_length()
        self._type, self._bits = ("I", 32) if _LOW + self._room <= _NARROW else ("Q", 64)
        self._bytes = len(codes) * self._bits // 8
        self._empty = array(self._type, bytes(self._bytes))
        self._ones = sum(1 << (self._bits * place) for place in range(len(codes)))
        self._counts = self._ones * ((1 << _HIGH) - 1)
        self._start = self._ones * _MIDDLE
        self._places = sum((len(codes) - 1 - place) << (self._bits * place) for place in range(len(codes)))

    def sum(self, cues: Iterable[str]) -> int:
        """The sum of the points that ``cues`` give, the number to which everything else is added."""
        return sum(map(self._rows.__getitem__, cues), self._start)

    def mask(self, codes: Iterable[str]) -> int:
        """One point in each lane of ``codes``; times points it is what to add where several measures get the same."""
        return sum(1 << (self._bits * self.place[code]) for code in codes)

    def spoken(self, points: Mapping[str, int]) -> int:
        """Points for single measures, which count as much as a cue that bears on them."""
        lanes, place = self._empty[:], self.place
        for code, more in points.items():
            lanes[place[code]] = _SPOKEN + more
        if byteorder == "big":
            lanes.byteswap()
        return int.from_bytes(lanes.tobytes(), "little")

    def best(self, total: int, most: int) -> list[tuple[str, int]]:
        """Up to ``most`` measures that anything bears on with their points, most points first; of equal ones the first of ``codes``."""
        counted = (total >> _LOW) & self._counts
        spoken = ((counted + self._counts) >> _HIGH) & self._ones
        kept = total & ((spoken << _LOW) - spoken)
        # with the place behind the points one sort tells both
        lanes = array(self._type, ((kept << self._room) | self._places).to_bytes(self._bytes, "little"))
        if byteorder == "big":
            lanes.byteswap()
        codes, last, room = self.codes, len(self.codes) - 1, self._room
        within, middle = (1 << room) - 1, _MIDDLE << room
        # most have more against than for them, and sorting those only takes time
        found = [one for one in lanes if one >= middle]
        if len(found) < most:
            found = [one for one in lanes if one >> room]
        found.sort(reverse=True)
        return [(codes[last - (one & within)], (one >> room) - _MIDDLE) for one in found[:most]]

    def _row(self, cue: str) -> int:
        place = self.place
        return self.spoken({code: round(weight * 1000) for code, weight in self._cues[cue].items() if code in place})
