"""Adding up weights for many measures at once.

The weights that one cue gives, one lane of 32 bits per measure, lie side by side in one whole number, so that adding two such numbers
adds all their lanes. Weights are thousandths; their sums are exact and do not depend on the order of the cues.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from sys import byteorder

_BITS = 32
# a lane holds how many cues bear on the measure (12 bits) above the sum of their weights (20 bits, counted from the middle)
SPOKEN = 1 << 20
MIDDLE = 1 << 19


class Lanes:
    """The weights of ``cues`` (cue -> measure -> weight) in lanes of ``codes``; what they say of other measures is left out."""

    def __init__(self, codes: Sequence[str], cues: Mapping[str, Mapping[str, float]]) -> None:
        self.codes = codes
        self.place = {code: place for place, code in enumerate(codes)}
        self._cues = cues
        self._rows: dict[str, int] = {}
        self._start = sum(MIDDLE << (_BITS * place) for place in range(len(codes)))
        self._bytes = len(codes) * _BITS // 8

    def sums(self, cues: Iterable[str]) -> "array[int]":
        """In the order of ``codes``: the sum in thousandths, counted from :data:`MIDDLE`, and :data:`SPOKEN` for each cue that told it."""
        rows = self._rows
        total = sum([rows[cue] if cue in rows else self._row(cue) for cue in cues], self._start)
        lanes = array("I", total.to_bytes(self._bytes, "little"))
        if byteorder == "big":
            lanes.byteswap()
        return lanes

    def _row(self, cue: str) -> int:
        """Only cues with weights are kept: words without any are as many as the texts please."""
        known = self._cues.get(cue)
        if known is None:
            return 0
        mine = [(self.place[code], weight) for code, weight in known.items() if code in self.place]
        row = self._rows[cue] = sum((SPOKEN + round(weight * 1000)) << (_BITS * place) for place, weight in mine)
        return row
