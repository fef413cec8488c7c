from decimal import Decimal

import pytest

from saovuong.core.quantity import Bounds, Modifier, Quantity, sum_modifier

EX, OV, UN, AB, AL, AM, RA = (Modifier(name) for name in ("exact", "over", "under", "about", "at_least", "at_most", "range"))


@pytest.mark.parametrize(
    ("parts", "together"),
    [
        ((), EX), ((EX, EX), EX), ((EX, OV), OV), ((OV, UN), AB), ((EX, UN, UN), UN), ((OV, AL), OV), ((UN, AM), UN),
        ((AL, AL), AL), ((RA, EX), RA),
        ((RA, OV), AB), ((AB, EX), AB), ((OV, AM), AB),
    ],
)  # fmt: skip
def test_modifiers_survive_addition(parts, together):
    assert sum_modifier(parts) is together
    assert sum_modifier(reversed(parts)) is together


@pytest.mark.parametrize(
    ("modifier", "low", "high"),
    [(EX, 5, 5), (OV, 5, None), (AL, 5, None), (UN, 0, 5), (AM, 0, 5), (AB, 0, None)],
)
def test_bounds(modifier, low, high):
    bounds = Quantity(Decimal(5), "person", modifier).bounds()
    assert (bounds.low, bounds.high) == (Decimal(low), None if high is None else Decimal(high))


def test_bounds_of_a_range_and_of_a_sum():
    both = Quantity(Decimal(5), "person", RA, Decimal(7)).bounds() + Quantity(Decimal(10), "person", OV).bounds()
    assert both == Bounds(Decimal(15), None)
