"""What a roll-up found, and the lines it makes of it when they are asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from saovuong.core.quantity import Bounds, Modifier
from saovuong.engine.amounts import SUMS
from saovuong.engine.roll_up_plain import Found, Window
from saovuong.engine.roll_up_shapes import Line
from saovuong.engine.roll_up_slots import WORDS
from saovuong.engine.shapes import Amount

Key = tuple[int, str, str]
_Ends = tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Slots:
    """What slots add up to; None in ``ends`` is a side that is not bounded."""

    value: Decimal
    known: int
    heard: int
    words: int
    ends: _Ends

    @classmethod
    def of_marks(cls, row: Sequence[Any]) -> "Slots":
        """Of a row of rolled_marks.sql."""
        _, whole, told, value, *ends = row
        value = Decimal(whole) if value is None else value
        still_open, words, heard = told & 15, (told >> 4) & 63, told >> 10
        low, high, likely_low, likely_high = (
            None if still_open & (1 << place) else value if end is None else end for place, end in enumerate(ends)
        )
        return cls(value, 1, heard, words, (low, high, likely_low, likely_high))

    def plus(self, other: "Slots") -> "Slots":
        low, high, likely_low, likely_high = (
            None if mine is None or theirs is None else mine + theirs for mine, theirs in zip(self.ends, other.ends, strict=True)
        )
        ends = (low, high, likely_low, likely_high)
        return Slots(self.value + other.value, self.known + other.known, self.heard + other.heard, self.words | other.words, ends)

    def amount(self, uom: str, plain: int | Decimal = 0) -> Amount:
        low, high, likely_low, likely_high = (None if end is None else end + plain for end in self.ends)
        bounds, likely = Bounds(low, high), Bounds(likely_low, likely_high)
        modifier = modifier_of(self.words)
        narrowed = None if modifier is Modifier.EXACT or likely == bounds else likely
        return Amount(self.value + plain, modifier, bounds, uom, narrowed)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The answers of one roll-up. Lines are made when they are asked for."""

    windows: tuple[Window, ...]
    units: tuple[str, ...]
    measures: tuple[str, ...]
    _made: Mapping[tuple[str, str, int], Line]
    _plain: Sequence[Found]
    _slots: Mapping[Key, Slots]
    _marks: Sequence[Mapping[int, Sequence[Any]]]
    _numbers: tuple[Mapping[str, int], Mapping[str, int]]
    _reported: Mapping[Key, Amount]
    _standing_in: frozenset[Key]
    _expected: Mapping[str, int]
    _uoms: Mapping[str, str]

    def line(self, *, measure: str, unit: str, window: int = 0) -> Line:
        """``window`` is the place of the period in ``windows``."""
        found = self._made.get((measure, unit, window))
        if found is not None:
            return found
        key = (window, measure, unit)
        with localcontext(SUMS):
            amount, heard = self._total(key)
        taken = "reported" if key in self._standing_in else "computed" if amount is not None else "nothing"
        start, end = self.windows[window]
        return Line(unit, measure, start, end, amount, taken, self._reported.get(key), heard, self._expected[unit])

    def lines(self) -> Iterator[Line]:
        """By measure, unit and period."""
        for measure in self.measures:
            for unit in self.units:
                for window in range(len(self.windows)):
                    yield self.line(measure=measure, unit=unit, window=window)

    def _total(self, key: Key) -> tuple[Amount | None, int]:
        window, measure, unit = key
        value, known, heard = 0, 0, 0
        for one in self._plain:
            place, row = one.places.get(window), one.rows.get((measure, unit))
            if place is not None and row is not None:
                value += row[place] or 0
                known += row[place + 1] or 0
                heard += row[place + 2] or 0
        slots = self._slots.get(key)
        at = self._place(key) if self._marks else -1
        for found in self._marks:
            if (marks := found.get(at)) is not None:
                slots = Slots.of_marks(marks) if slots is None else slots.plus(Slots.of_marks(marks))
        if slots is not None:
            heard += slots.heard
            if slots.known:
                return slots.amount(self._uoms[measure], value), heard
        exact = Decimal(value)
        return (Amount(exact, Modifier.EXACT, Bounds(exact, exact), self._uoms[measure]) if known else None), heard

    def _place(self, key: Key) -> int:
        """As rolled_marks.sql tells where its rows stand."""
        measures, units = self._numbers
        window, measure, unit = key
        return (window * 65536 + measures[measure]) * 4194304 + units[unit] + 2097152 if measure in measures else -1


def modifier_of(words: int) -> Modifier:
    """As ``core.quantity.sum_modifier`` says of the modifiers whose bits are set."""
    set_bits = [modifier for bit, modifier in WORDS.items() if words & bit]
    if len(set_bits) < 2:
        return set_bits[0] if set_bits else Modifier.EXACT
    if set(set_bits) == {Modifier.OVER, Modifier.AT_LEAST}:
        return Modifier.OVER
    if set(set_bits) == {Modifier.UNDER, Modifier.AT_MOST}:
        return Modifier.UNDER
    return Modifier.ABOUT
