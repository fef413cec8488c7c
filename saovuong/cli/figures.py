"""Figures on the command line: in the words that every screen uses, and as JSON."""

from decimal import Decimal
from typing import TYPE_CHECKING

from saovuong.intake.wording import (
    FIGURE_STATES,
    FINALITY_NAMES,
    ROLE_NAMES,
    SCOPE_NAMES,
    STATE_NAMES,
    BadValue,
    TypedValue,
    marked_quote,
    measures_matching,
    parse_value,
    period_text,
    value_text,
)

if TYPE_CHECKING:
    from saovuong.intake.shapes import Figure
    from saovuong.ledger.shapes import FactRow

__all__ = [
    "FIGURE_STATES",
    "FINALITY_NAMES",
    "ROLE_NAMES",
    "SCOPE_NAMES",
    "STATE_NAMES",
    "BadValue",
    "TypedValue",
    "json_value",
    "marked_quote",
    "measures_matching",
    "parse_value",
    "period_text",
    "value_text",
]


def json_value(figure: "Figure | FactRow") -> object:
    """A whole number as it is, any other as text to lose nothing; a pair for a range; a level; a bool; None for *không nêu số*."""
    if figure.value is not None:
        low = _json_number(figure.value)
        return low if figure.high is None else [low, _json_number(figure.high)]
    return figure.rating if figure.rating is not None else figure.flag


def _json_number(number: Decimal) -> int | str:
    return int(number) if number == number.to_integral_value() else format(number.normalize(), "f")
