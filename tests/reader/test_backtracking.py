"""No regular expression of the reader takes more than a time that grows with its text: a new one is attacked without being named here."""

import re
from time import process_time
from typing import Any

import pytest

from tests.reader.patterns import attacks, hidden, looked_for, patterns

# characters: nested repetitions double with each of a few; others show in longer texts, the worst of them in the shorter of these
_FEW, _LONG = (12, 15, 18, 21, 24), (200, 700, 2_500, 8_000)
# seconds of the processor; what takes less for a long text is fast whatever its growth
_UNSEEN = 0.03
# twice the text takes twice the time, or four times where every place is tried anew to the end
_MOST_GROWTH = 3.0


def _once(pattern: re.Pattern[Any], text: Any, *, along: bool) -> float:
    began = process_time()
    if along:
        for _ in pattern.finditer(text):
            pass
    else:
        pattern.match(text)
        pattern.fullmatch(text)
    return process_time() - began


def _text(pattern: re.Pattern[Any], before: str, piece: str, times: int) -> Any:
    text = before + piece * times + "\x00"
    return text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")


def _grows(pattern: re.Pattern[Any], before: str, piece: str, *, along: bool) -> bool:
    for few in _FEW:
        if _once(pattern, _text(pattern, before, piece, max(2, few // len(piece))), along=along) > _UNSEEN:
            return True
    for length in _LONG:
        times = max(1, length // len(piece))
        text = _text(pattern, before, piece, times)
        one = _once(pattern, text, along=along)
        if one <= _UNSEEN:
            continue
        twice = _text(pattern, before, piece, 2 * times)
        two = _once(pattern, twice, along=along)
        if two > _MOST_GROWTH * one and two < 1.0:
            one, two = (min(_once(pattern, each, along=along) for _ in range(3)) for each in (text, twice))
        if two > _MOST_GROWTH * one:
            return True
    return False


@pytest.mark.parametrize("place", sorted(patterns()))
def test_time_grows_with_the_text(place: str) -> None:
    pattern = patterns()[place]
    along = looked_for(place)
    slow = [(before, piece) for before, piece in attacks(pattern) if _grows(pattern, before, piece, along=along)]
    assert not slow, f"{pattern.pattern!r} is slow on repetitions of {slow}"


def test_no_pattern_is_out_of_sight() -> None:
    assert hidden() == []


@pytest.mark.parametrize("slow", [r"(a+)+b", r"(?:a|a)*b", r"\s*;", r"(?:[ab]+,?)+x"])
def test_what_is_slow_is_found(slow: str) -> None:
    """The attacks find the mistakes that people make."""
    pattern = re.compile(slow)
    assert any(_grows(pattern, before, piece, along=True) for before, piece in attacks(pattern))


@pytest.mark.parametrize("fast", [r"(?>a+)b", r"[^b]*+b", r"\d{1,3}(?:\.\d{3}){0,4}", r"\ba\s{0,9}b"])
def test_what_is_fast_is_left_alone(fast: str) -> None:
    pattern = re.compile(fast)
    assert not any(_grows(pattern, before, piece, along=False) for before, piece in attacks(pattern))
