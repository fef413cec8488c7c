"""What is certain of two numbers: a check fires only where it fails for every value within the bounds."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from saovuong.core.quantity import Bounds
from saovuong.engine.amounts import add, amount_of, quotient
from saovuong.engine.shapes import Amount, Fact

_ZERO = Decimal(0)
_ALL = Decimal(100)


def surely_more(one: Bounds, other: Bounds) -> bool:
    return one.low is not None and other.high is not None and one.low > other.high


def surely_apart(one: Bounds, other: Bounds) -> bool:
    return surely_more(one, other) or surely_more(other, one)


def gap(one: Bounds, other: Bounds) -> Decimal:
    """The least by which two amounts that are surely apart differ."""
    if one.low is not None and other.high is not None and one.low > other.high:
        return one.low - other.high
    if other.low is not None and one.high is not None and other.low > one.high:
        return other.low - one.high
    return _ZERO


def known(fact: Fact) -> Amount:
    """The amount of a figure that has one."""
    found = amount_of(fact)
    assert found is not None
    return found


def sum_of(amounts: Iterable[Amount]) -> Amount | None:
    return add(list(amounts))


def claim_fails(*, claimed: Amount, computed: Amount) -> bool:
    """True where the stated share is the computed one neither rounded nor cut off at its last digit, whatever the true values are.

    66,3 and 66,33 and 66,34 all pass for 66,339...; trailing zeros do not count as shown digits."""
    step = shown_step(claimed.value)
    low, high = claimed.bounds.low, claimed.bounds.high
    told = Bounds(None if low is None else low - step / 2, None if high is None else high + step)
    if surely_more(told, computed.bounds):
        return True
    # Cut off 66,33 is anything below 66,34, but not 66,34 itself.
    return computed.bounds.low is not None and told.high is not None and computed.bounds.low >= told.high


def all_fails(*, claimed: Amount, computed: Amount) -> bool:
    """True where exactly a hundred per cent is claimed and something is surely lacking: nobody rounds up to *all*."""
    exact = claimed.bounds.low == claimed.bounds.high == _ALL
    return exact and computed.bounds.high is not None and computed.bounds.high < _ALL


def shown_step(value: Decimal) -> Decimal:
    """One unit of the last decimal place that is not zero; 1 for whole numbers."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(min(0, int(exponent)))


def share_of(numerator: Amount, denominator: Amount, *, uom: str) -> Amount | None:
    """The ratio with its bounds; None where it is not defined or says nothing."""
    found = quotient(numerator, denominator, uom=uom)
    if found is None or (found.bounds.low in (None, _ZERO) and found.bounds.high is None):
        return None
    return found


def median(values: Sequence[Decimal]) -> Decimal:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def deviation(values: Sequence[Decimal], centre: Decimal) -> Decimal:
    """The median absolute deviation."""
    return median([abs(value - centre) for value in values])
