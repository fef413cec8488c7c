"""Parameters that mean just what the description says: what the framework would take besides (``1`` for yes, seconds for a day) is
refused."""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

# The years of core.period, less what no calendar arithmetic could go beyond.
_YEARS = "(19[5-9][0-9]|20[0-9]{2})"
_DAY = rf"^{_YEARS}-[0-9]{{2}}-[0-9]{{2}}$"
_MOMENT = rf"^{_YEARS}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-5][0-9](\.[0-9]{{1,6}})?(Z|[+-][0-9]{{2}}:[0-9]{{2}})$"
_WHOLE = r"^[0-9]{1,18}$"


def _matching(pattern: str, what: str) -> BeforeValidator:
    compiled = re.compile(pattern.removesuffix("$") + r"\Z")

    def checked(value: object) -> object:
        if not isinstance(value, str) or not compiled.match(value):
            raise ValueError(what)
        return value

    return BeforeValidator(checked)


def _yes_or_no(value: object) -> object:
    if isinstance(value, str):
        if value not in ("true", "false"):
            raise ValueError("true hoặc false")
        return value == "true"
    return value


Day = Annotated[date, _matching(_DAY, "ngày dạng 2024-12-31"), WithJsonSchema({"type": "string", "format": "date", "pattern": _DAY})]
Moment = Annotated[
    datetime,
    _matching(_MOMENT, "lúc dạng 2025-01-10T08:30:00+07:00"),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": _MOMENT}),
]
# Where one of these is a parameter with a usual value, ``Query`` must name that value itself: the framework loses the one after the ``=``.
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Whole = Annotated[int, _matching(_WHOLE, "số nguyên")]
