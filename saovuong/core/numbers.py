"""Numbers as Vietnamese offices write them: ``3.277``, ``2,14``, ``02``. The reader's grammar builds on these two functions."""

import re
from decimal import Decimal

_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?\Z")
_COMMA = re.compile(r"\d+,\d+\Z")
_DOT = re.compile(r"\d+\.\d+\Z")


def parse_number(text: str) -> Decimal | None:
    """The value of digits written the Vietnamese way, or None where they are no number.

    Dots group thousands only in groups of three; otherwise a single dot is a decimal point (``98.02`` is common in the press).
    A comma is the decimal sign. ``1.250`` is 1250, ``1.25`` is 1.25, ``12.345,6`` is 12345.6.
    """
    if text.isdecimal():
        return Decimal(text)
    if _GROUPED.match(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if _COMMA.match(text):
        return Decimal(text.replace(",", "."))
    return Decimal(text) if _DOT.match(text) else None


def format_number(value: Decimal, *, places: int | None = None) -> str:
    """``3.277`` and ``2,14``: thousands by dots, decimals by a comma, no trailing zeros unless ``places`` asks for a fixed number."""
    if places is not None:
        value = round(value, places)
    text = format(value, "f")
    whole, _, fraction = text.partition(".")
    if places is None:
        fraction = fraction.rstrip("0")
    sign = "-" if whole.startswith("-") else ""
    digits = whole.lstrip("-")
    groups = []
    while len(digits) > 3:
        groups.append(digits[-3:])
        digits = digits[:-3]
    groups.append(digits)
    return sign + ".".join(reversed(groups)) + ("," + fraction if fraction else "")


def pad_two(value: Decimal) -> str:
    """Counts below ten with a leading zero, as Nghị định 30/2020 reports write them: ``04``; other numbers as :func:`format_number`."""
    if value == value.to_integral_value() and 0 <= value < 10:
        return f"{int(value):02d}"
    return format_number(value)
