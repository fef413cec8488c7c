"""Words with their places; abbreviations are written out so that ``DQTV`` and ``dân quân tự vệ`` look the same to every later step."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from saovuong.reader.normal import match_form
from saovuong.reader.words import language

NUMBER = "#"
_STOPS = frozenset(',;.:()|\t\n?!…[]"')


@dataclass(frozen=True, slots=True)
class Words:
    """``text[i]`` stands at ``starts[i]``..``ends[i]``; the words of one abbreviation share a place.

    Numbers are ``#``, stops their sign."""

    text: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The index range of the words inside ``start``..``end``."""
        return bisect_left(self.starts, start), bisect_right(self.ends, end, lo=bisect_left(self.starts, start))


_TOKEN = re.compile(r"đ/c(?!\w)|[^\W\d_]+(?:[-&][^\W\d_]+)*|\d[\d.,]*\d|\d|[,;.:()|\t\n?!…\[\]\"%/]")


@cache
def _numbered() -> frozenset[str]:
    """Words whose single digit tells things apart: ``đối tượng 3`` is not ``đối tượng 4``."""
    return frozenset(match_form(word) for word in language()["not_figures"]["telling_digit"])


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    return {match_form(short): tuple(match_form(long).split()) for short, long in language()["abbreviations"].items()}


def find_words(low: str) -> Words:
    """The words of ``low`` (matching form)."""
    short = _abbreviations()
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(low):
        word = match.group()
        start, end = match.span()
        if word[0].isdigit():
            kept = len(word) == 1 and text and text[-1] in _numbered()
            parts: tuple[str, ...] = (word if kept else NUMBER,)
        elif word == "\t":
            parts = ("|",)
        elif word in short:
            parts = short[word]
        else:
            parts = tuple(word.split("-")) if "-" in word else (word,)
        for part in parts:
            text.append(part)
            starts.append(start)
            ends.append(end)
    return Words(text, starts, ends)


def is_stop(token: str) -> bool:
    return token in _STOPS


@cache
def canonical(phrase: str) -> tuple[str, ...]:
    """A pack's phrase as words to look for: no stops, no plain numbers, abbreviations written out."""
    return tuple(word for word in find_words(match_form(phrase)).text if word[0].isalnum())
