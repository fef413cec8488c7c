"""The value of a number in the unit of the measure it counts."""

from decimal import ROUND_HALF_UP, Decimal

from saovuong.core.catalogue import Measure
from saovuong.reader.link import kind_of
from saovuong.reader.numbers import AREA, LENGTH, MASS, MONEY, PERCENT, SCALED, VOLUME
from saovuong.reader.quantity import Quantity

_UOM_OF_KIND = {PERCENT: "percent", MONEY: "VND", LENGTH: "km", AREA: "m2", MASS: "tonne", VOLUME: "m3"}
# what no measure claims keeps the unit that it was written in; a number's base unit is km, m2, tonne, m3
_UOM_OF_SPELLING = {
    "m": "m",
    "mét": "m",
    "km2": "km2",
    "km²": "km2",
    "ki lô mét vuông": "km2",
    "ha": "ha",
    "hécta": "ha",
    "héc ta": "ha",
    "hecta": "ha",
}
_PER_BASE = {"m": Decimal(1000), "km2": Decimal("0.000001"), "ha": Decimal("0.0001")}


def uom_without_measure(one: Quantity) -> str | None:
    """The unit of a number that no measure claims: the one it was written in."""
    return _UOM_OF_SPELLING.get(one.spelling, _UOM_OF_KIND.get(one.kind))


def value_of(one: Quantity, measure: Measure | None) -> Decimal | tuple[Decimal, Decimal] | None:
    if one.value is None:
        return None
    wanted = kind_of(measure) if measure else ""
    if one.of is not None and wanted == PERCENT:
        if one.share is not None:
            return one.share
        return _plain((one.value * 100 / one.of).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)) if one.of else None
    if one.of is not None and one.share is not None and measure is None:
        return one.share
    factor = Decimal(1)
    if one.kind in SCALED:
        factor = _PER_BASE.get(measure.uom if measure else _UOM_OF_SPELLING.get(one.spelling, ""), Decimal(1))
    low = _plain(one.value * factor)
    return (low, _plain(one.high * factor)) if one.high is not None else low


def _plain(value: Decimal) -> Decimal:
    """Without an exponent and without trailing zeros after the point."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
