"""Why figures are commonly returned, as suggestions; data of the program that an office may read and a person need not take."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def return_reasons() -> tuple[str, ...]:
    """In the order in which screens offer them."""
    text = (files("saovuong.intake") / "data" / "return_reasons.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["reasons"])
