"""How figures read: numbers, modifiers, percentages, money. Pure.

Rounding is half up, as offices round; nothing is rounded that is not shown with fewer digits than it has."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from saovuong.core.numbers import format_number, pad_two
from saovuong.core.quantity import Modifier
from saovuong.engine.shapes import Amount
from saovuong.writers.profile import NumberStyle

_STRAIGHT = re.compile(r'"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Step:
    """From ``at_least`` on, a value is divided by ``divisor`` and named ``word``, if that takes at most ``places`` decimals."""

    at_least: Decimal
    divisor: Decimal
    word: str
    places: int = 3


@dataclass(frozen=True, slots=True)
class Attached:
    """A unit of measure whose sign or word belongs to the number (``%``, ``đồng``); ``places`` rounds, None shows every digit.

    In a table the unit has a column of its own: ``table_uom`` stands there, after division by ``table_divisor``."""

    sign: str
    table_uom: str
    glued: bool = False
    places: int | None = None
    steps: tuple[Step, ...] = ()
    table_divisor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Wording:
    """``attached`` maps codes of units of measure on the signs that belong to the number; other units are named by the words around."""

    style: NumberStyle
    attached: Mapping[str, Attached]

    def number(self, value: Decimal, uom: str) -> str:
        """The bare number with an attached sign: ``05``, ``3.277``, ``98,5%``, ``22 triệu đồng``."""
        sign = self.attached.get(uom)
        if sign is None:
            return pad_two(value) if self.style.pad_below_ten else format_number(value)
        for step in sign.steps:
            if abs(value) >= step.at_least and _fits(value / step.divisor, step.places):
                return f"{format_number((value / step.divisor).normalize())} {step.word}"
        if sign.places is not None:
            value = round_half_up(value, sign.places)
        return f"{format_number(value)}{'' if sign.glued else ' '}{sign.sign}".rstrip()

    def bare(self, value: Decimal, uom: str) -> str:
        """The number for a table, whose unit stands in another column."""
        sign = self.attached.get(uom)
        if sign is None:
            return self.number(value, uom)
        value = value / sign.table_divisor
        return format_number(round_half_up(value, sign.places) if sign.places is not None else value.normalize())

    def unpadded(self, value: Decimal, uom: str) -> str:
        """As :meth:`bare`, without a leading zero: for signed differences."""
        return self.bare(value, uom) if uom in self.attached else format_number(value)

    def amount(self, amount: Amount, *, bare: bool = False) -> str:
        """The number with its modifier: ``hơn 2.400``, ``từ 98% trở lên``, ``từ 05 đến 07``."""
        show = self.bare if bare else self.number
        percent = not bare and amount.uom in self.attached and self.attached[amount.uom].glued
        patterns: Mapping[str, str] = {**self.style.modifiers, **(self.style.percent_modifiers if percent else {})}
        pattern = patterns.get(amount.modifier.value, "{}")
        low = show(amount.value, amount.uom)
        if amount.modifier is Modifier.RANGE:
            return pattern.format(low, show(amount.bounds.high or amount.value, amount.uom))
        return pattern.format(low)

    def percent(self, value: Decimal) -> str:
        """A share or growth rate, rounded as the profile says for changes."""
        return f"{format_number(round_half_up(value, self.style.change_places))}%"

    def spread(self, low: Decimal, high: Decimal, uom: str, *, bare: bool = False) -> str:
        """Lowest and highest of several values."""
        show = self.bare if bare else self.number
        if low == high:
            return show(low, uom)
        return self.style.modifiers["range"].format(show(low, uom), show(high, uom))


def round_half_up(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _fits(value: Decimal, places: int) -> bool:
    return value == value.quantize(Decimal(1).scaleb(-places))


def curly(text: str) -> str:
    """Straight pairs of quotation marks as an office prints them."""
    return _STRAIGHT.sub(r"“\1”", text)


def join_words(words: Sequence[str]) -> str:
    """``a, b và c``."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " và " + words[-1]
