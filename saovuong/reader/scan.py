"""Looking for patterns only where they can begin: a fraction of the places of a text, and several times as fast."""

import re
from collections.abc import Iterable, Iterator

_NUMBER = re.compile(r"\d(?<!\w.)")


def number_starts(low: str) -> list[int]:
    """Where runs of digits begin that follow no letter."""
    return [match.start() for match in _NUMBER.finditer(low)]


def line_starts(low: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", low))]


def found_from(pattern: re.Pattern[str], low: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer(low)`` yields, for a pattern that can begin at ``starts`` alone (in order)."""
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(low, start)) is not None:
            yield match
            end = match.end()
