"""A statement without a number."""

from dataclasses import dataclass

from saovuong.core.quantity import Modifier

RATING, YES_NO, ZERO = "rating", "yes_no", "zero"


@dataclass(frozen=True, slots=True)
class Claim:
    """``kind`` is rating, yes_no or zero. ``word`` is a rating's level as written (matching form); ``yes`` is for yes_no.

    ``measures`` are those that its words allow, all if none; ``about`` are the words that allow them."""

    start: int
    end: int
    kind: str
    modifier: Modifier = Modifier.EXACT
    word: str = ""
    yes: bool = True
    measures: tuple[str, ...] = ()
    about: str = ""
