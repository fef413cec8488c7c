"""Statements without a number: ratings on a scale, yes or no, and *không để xảy ra*.

Where the pack's words tell of which measure they are, they say so; for the others :mod:`link` decides.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from saovuong.core.catalogue import Catalogue, Measure, ReadingWords
from saovuong.reader.absences import AbsenceFinder
from saovuong.reader.claim import RATING, YES_NO, ZERO, Claim
from saovuong.reader.normal import match_form
from saovuong.reader.prepare import Prepared
from saovuong.reader.ratings import RatingFinder
from saovuong.reader.scope import own_titles
from saovuong.reader.statements import StatementFinder
from saovuong.reader.words import alternatives, language, words_opening

__all__ = ["RATING", "YES_NO", "ZERO", "Claim", "ClaimFinder"]


class ClaimFinder:
    """Finds the claims that the scales and the words of one catalogue allow."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._ratings = RatingFinder(catalogue)
        self._absences = AbsenceFinder(catalogue.reading)
        self._said = StatementFinder(catalogue.reading)
        self._statements = _statement_pattern(catalogue.reading)

    def find(self, ready: Prepared) -> list[Claim]:
        """Claims in order of position; those whose measure is known win over others, and longer spans over shorter ones."""
        titles = own_titles(ready)
        low = ready.normal.low
        said = self._said.find(ready, titles, self._ratings.long_levels(low))
        told = [*said, *self._absences.find(ready), *self._ratings.find(ready, titles)]
        found = [*told, *_apart([*self._yes_no(low), *_zeros(low)], told)]
        found.sort(key=lambda one: (one.start, -one.end))
        out: list[Claim] = []
        for one in found:
            if any(_hides(other, one) for other in out[-_ALIKE:]):
                continue
            out.append(one)
        return out

    def level(self, claim: Claim, measure: Measure) -> str | None:
        """The level of the measure's scale that the claim names; None where it names none of that scale."""
        return self._ratings.level(claim, measure)

    def _yes_no(self, low: str) -> list[Claim]:
        out = []
        for match in self._statements.finditer(low):
            around = low[max(0, match.start() - 12) : match.end() + 12]
            out.append(Claim(match.start(), match.end(), YES_NO, yes=not _no_pattern().search(around)))
        return out


def _apart(claims: Sequence[Claim], told: Sequence[Claim]) -> list[Claim]:
    """Those of ``claims`` that overlap with none of ``told``."""
    ends = sorted((one.end, one.start) for one in told)
    out = []
    for claim in claims:
        after = ends[bisect_left(ends, (claim.start + 1, 0)) :][:_ALIKE]
        if all(start >= claim.end for _, start in after):
            out.append(claim)
    return out


_ALIKE = 4


def _hides(one: Claim, other: Claim) -> bool:
    """Whether ``other``, which begins later or is shorter, says nothing beside ``one``."""
    if one.end <= other.start:
        return False
    if one.kind == other.kind and one.measures != other.measures and one.measures and other.measures:
        return False
    return one.kind == other.kind or other.end <= one.end


# quotation marks may stand between the words: "sáng, xanh, sạch, đẹp"
_GAP = r"[\s\"]+"


def _statement_pattern(words: ReadingWords) -> re.Pattern[str]:
    plain = [match_form(word).replace('"', "") for word in words.statements]
    either = alternatives(plain, gap=_GAP)
    return re.compile(rf"(?<!\w){either}(?!\w)")


@cache
def _no_pattern() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('claims', 'no')}(?!\w)")


@cache
def _zero_pattern() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('claims', 'zero')}(?!\w)|{language()['claims']['zero_alone']}")


def _zeros(low: str) -> list[Claim]:
    out = []
    for match in _zero_pattern().finditer(low):
        text = match.group()
        out.append(Claim(match.start() + len(text) - len(text.lstrip()), match.end(), ZERO))
    return out
