"""Exact arithmetic on amounts: addition, division, agreement. Nothing rounds except where a quotient must end (28 digits).

Callers work inside :data:`SUMS`; the engine's entry points see to it."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal

from saovuong.core.errors import Refusal
from saovuong.core.quantity import Bounds, Modifier, Quantity, sum_modifier
from saovuong.engine.shapes import Amount, Fact

# The engine's own, so that no answer depends on what the caller's thread has set: sums are exact, quotients have 28 digits.
SUMS = Context(prec=80, rounding=ROUND_HALF_EVEN)
QUOTIENTS = Context(prec=28, rounding=ROUND_HALF_EVEN)
_ZERO = Decimal(0)
_SCALE_OF_UOM = {"percent": Decimal(100)}
_OPPOSITE = {
    Modifier.OVER: Modifier.UNDER,
    Modifier.UNDER: Modifier.OVER,
    Modifier.AT_LEAST: Modifier.AT_MOST,
    Modifier.AT_MOST: Modifier.AT_LEAST,
}


class DifferentUoms(Refusal):
    code = "SV-701"
    template = (
        "Không cộng được chỉ tiêu “{measure}”: số liệu {facts} của {unit} dùng đơn vị tính “{found}”, chỉ tiêu tính bằng “{wanted}”. "
        "Hãy sửa (thay thế) số liệu này trước khi tổng hợp."
    )


def amount_of(fact: Fact) -> Amount | None:
    """The fact's number as an amount; None where it states none."""
    if fact.value is None:
        return None
    if fact.modifier is Modifier.EXACT:
        return Amount(fact.value, fact.modifier, Bounds(fact.value, fact.value), fact.uom)
    narrowed = None
    if fact.modifier is Modifier.ABOUT:
        step = last_digit(fact.value)
        narrowed = Bounds(max(_ZERO, fact.value - step), fact.value + step)
    bounds = Quantity(fact.value, fact.uom, fact.modifier, fact.high).bounds()
    return Amount(fact.value, fact.modifier, bounds, fact.uom, narrowed)


def last_digit(value: Decimal) -> Decimal:
    """One unit of the last digit that is not zero: 100 for 500, 10 for 520, 0.01 for 2.14; 1 for zero."""
    return Decimal(1) if not value else Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))


def add(amounts: Sequence[Amount]) -> Amount | None:
    """The sum, with the modifiers that survive and the bounds; None for no amounts at all (unknown, not zero).

    Raises :class:`DifferentUoms`: persons, turns and days never add."""
    if not amounts:
        return None
    if len(amounts) == 1:
        return amounts[0]
    uoms = {amount.uom for amount in amounts}
    if len(uoms) > 1:
        raise DifferentUoms(measure="?", facts="", unit="?", found=", ".join(sorted(uoms)), wanted=amounts[0].uom)
    if all(amount.modifier is Modifier.EXACT for amount in amounts):
        value = sum((amount.value for amount in amounts), _ZERO)
        return Amount(value, Modifier.EXACT, Bounds(value, value), amounts[0].uom)
    value, bounds, likely = _ZERO, Bounds(_ZERO, _ZERO), Bounds(_ZERO, _ZERO)
    for amount in amounts:
        value += amount.value
        bounds, likely = bounds + amount.bounds, likely + amount.likely
    modifier = sum_modifier(amount.modifier for amount in amounts)
    estimated = any(amount.estimated for amount in amounts)
    return Amount(value, modifier, bounds, amounts[0].uom, None if likely == bounds else likely, estimated)


def take_away(whole: Amount, part: Amount) -> Amount:
    """``whole`` without a ``part`` that is inside it: 12 less 1, *trên 500* less 20 is *trên 480*. Counts do not fall below zero."""
    flipped = _OPPOSITE.get(part.modifier, part.modifier)
    # A range is shown by its ends; what is left of something else has none that were stated.
    modifier = Modifier.ABOUT if flipped is Modifier.RANGE else sum_modifier((whole.modifier, flipped))
    bounds, likely = _bounds_left(whole.bounds, part.bounds), _bounds_left(whole.likely, part.likely)
    value = whole.value - part.value
    if modifier is Modifier.EXACT:
        return Amount(value, modifier, Bounds(value, value), whole.uom)
    return Amount(value, modifier, bounds, whole.uom, None if likely == bounds else likely, whole.estimated or part.estimated)


def _bounds_left(whole: Bounds, part: Bounds) -> Bounds:
    low = None if whole.low is None else _ZERO if part.high is None else max(_ZERO, whole.low - part.high)
    return Bounds(low, None if whole.high is None else whole.high - (part.low or _ZERO))


def agree(one: Amount, other: Amount) -> bool:
    """True where one number can be behind both statements: their likely bounds meet."""
    return _not_below(one.likely, other.likely) and _not_below(other.likely, one.likely)


def at_most(one: Amount, other: Amount) -> bool:
    """True where ``one`` can be no more than ``other``."""
    return _not_below(other.likely, one.likely)


def _not_below(one: Bounds, other: Bounds) -> bool:
    return one.high is None or other.low is None or one.high >= other.low


def quotient(numerator: Amount, denominator: Amount, *, uom: str) -> Amount | None:
    """numerator / denominator in ``uom`` (times 100 for percent), 28 digits; None for a denominator of zero.

    A denominator's modifier turns round: 10 of *trên 50* is under 20 %."""
    if not denominator.value:
        return None
    scale = _SCALE_OF_UOM.get(uom, Decimal(1))
    flipped = _OPPOSITE.get(denominator.modifier, denominator.modifier)
    modifier = sum_modifier((numerator.modifier, flipped))
    bounds = _divide_bounds(numerator.bounds, denominator.bounds, scale)
    likely = _divide_bounds(numerator.likely, denominator.likely, scale)
    value = QUOTIENTS.divide(QUOTIENTS.multiply(numerator.value, scale), denominator.value)
    if modifier is Modifier.RANGE and bounds.low is not None:
        value = bounds.low
    estimated = numerator.estimated or denominator.estimated
    return Amount(value, modifier, bounds, uom, None if likely == bounds else likely, estimated)


def _divide_bounds(numerator: Bounds, denominator: Bounds, scale: Decimal) -> Bounds:
    low: Decimal | None = _ZERO
    if numerator.low is not None and denominator.high:
        low = QUOTIENTS.divide(QUOTIENTS.multiply(numerator.low, scale), denominator.high)
    high: Decimal | None = None
    if numerator.high is not None and denominator.low:
        high = QUOTIENTS.divide(QUOTIENTS.multiply(numerator.high, scale), denominator.low)
    return Bounds(low, high)


def claim_agrees(*, claimed: Amount, recomputed: Amount) -> bool:
    """Whether a stated percentage is the recomputed one, rounded or cut off at the last digit shown.

    98,0 of 98,0392 and 66,6 of 66,6667 (cut off) agree; 66,8 does not. Trailing zeros do not count as shown."""
    if claimed.modifier is not Modifier.EXACT or recomputed.modifier is not Modifier.EXACT:
        return agree(claimed, recomputed)
    exponent = min(0, int(claimed.value.normalize().as_tuple().exponent))
    step = Decimal(1).scaleb(exponent)
    return claimed.value - step / 2 <= recomputed.value < claimed.value + step


def shown(value: Decimal, *, places: int) -> Decimal:
    """The value as printed with ``places`` decimals, half up as people round; for the edge only."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=SUMS)
