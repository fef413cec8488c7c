"""The engine's SQL, kept in readable files beside this one.

Statements keep to what several databases understand; names in braces are places that the caller fills with names and numbers of its own
making, never with words from outside."""

from functools import cache
from importlib import resources


@cache
def _text(name: str) -> str:
    return (resources.files("saovuong.engine") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def statement(name: str, **places: object) -> str:
    """The statement of ``sql/<name>.sql`` with its places filled."""
    text = _text(name)
    for place, value in places.items():
        text = text.replace("{" + place + "}", str(value))
    return text
