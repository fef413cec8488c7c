"""Quantities: an exact value with its modifier and unit of measure, and the bounds that a modifier means.

The modifiers of DESIGN section 3: over (*trên, hơn*), under (*gần*), about (*khoảng*), at_least (*từ ... trở lên*),
at_most (*không quá*), range.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Modifier(StrEnum):
    EXACT = "exact"
    OVER = "over"
    UNDER = "under"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"


class Role(StrEnum):
    RESULT = "result"
    TARGET = "target"
    CONTEXT = "context"


class Scope(StrEnum):
    """``own``: the unit's own work; ``total``: its whole subtree, as the unit reported it."""

    OWN = "own"
    TOTAL = "total"


class MeasureKind(StrEnum):
    FLOW = "flow"
    STOCK = "stock"
    RATIO = "ratio"
    RATING = "rating"
    YES_NO = "yes_no"


class FigureClass(StrEnum):
    MEASURE = "measure"
    RATING = "rating"
    YES_NO = "yes_no"
    ZERO_STATEMENT = "zero_statement"
    UNQUANTIFIED = "unquantified"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is known of the true value: ``low`` <= true <= ``high``; None means not bounded on that side."""

    low: Decimal | None
    high: Decimal | None

    def __add__(self, other: "Bounds") -> "Bounds":
        return Bounds(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
        )


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in one unit of measure. For ``range``, ``value`` is the low end and ``high`` the high end; otherwise ``high`` is None.

    ``over``, ``under`` and ``about`` say on which side the true value lies but not how far, so their far side is not bounded;
    counts have a natural floor of zero, which :meth:`bounds` uses.
    """

    value: Decimal
    uom: str
    modifier: Modifier = Modifier.EXACT
    high: Decimal | None = None

    def bounds(self) -> Bounds:
        match self.modifier:
            case Modifier.EXACT:
                return Bounds(self.value, self.value)
            case Modifier.OVER | Modifier.AT_LEAST:
                return Bounds(self.value, None)
            case Modifier.UNDER | Modifier.AT_MOST:
                return Bounds(Decimal(0), self.value)
            case Modifier.RANGE:
                return Bounds(self.value, self.high)
            case Modifier.ABOUT:
                return Bounds(Decimal(0), None)


def sum_modifier(modifiers: Iterable[Modifier]) -> Modifier:
    """The modifier of a sum: exact is neutral, like with like stays, upward with downward (or anything with about or range) is about.

    exact + over = over; over + at_least = over; under + at_most = under; over + under = about; ranges add to a range.
    """
    kinds = set(modifiers) - {Modifier.EXACT}
    if not kinds:
        return Modifier.EXACT
    if len(kinds) == 1:
        return kinds.pop()
    if kinds <= {Modifier.OVER, Modifier.AT_LEAST}:
        return Modifier.OVER
    if kinds <= {Modifier.UNDER, Modifier.AT_MOST}:
        return Modifier.UNDER
    return Modifier.ABOUT
