"""Statements without a number: ratings on a scale, yes or no, and *không để xảy ra*. Finding them; :mod:`link` says of what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from saovuong.core.catalogue import Catalogue, Measure, ReadingWords
from saovuong.core.quantity import Modifier
from saovuong.reader.normal import match_form
from saovuong.reader.prepare import Prepared
from saovuong.reader.words import alternatives, language, word_list, words_opening

RATING, YES_NO, ZERO = "rating", "yes_no", "zero"


@dataclass(frozen=True, slots=True)
class Claim:
    """``kind`` is rating, yes_no or zero. ``word`` is a rating's level as written (matching form); ``yes`` is for yes_no."""

    start: int
    end: int
    kind: str
    modifier: Modifier = Modifier.EXACT
    word: str = ""
    yes: bool = True


class ClaimFinder:
    """Finds the claims that the scales of one catalogue allow."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._levels = _levels(catalogue)
        every = sorted({word for scale in self._levels.values() for word in scale})
        long = [word for word in every if " " in word or word in _short_forms(catalogue)]
        short = [word for word in every if word not in long]
        self._statements = _statement_pattern(catalogue.reading)
        after = r"(?:\s+(?P<up>trở lên))?"
        self._long = re.compile(rf"(?<!\w)(?P<q>\")?(?P<level>{alternatives(long)})(?!\w){after}")
        before = alternatives(match_form(word) for word in catalogue.reading.level_before)
        signs = alternatives(language()["claims"]["level_signs"])
        bare = rf"(?P<level>{alternatives(short)})(?!\w)(?!\s+{alternatives(['loại', *short])}(?!\w))"
        # at the beginning of a line blanks stop at its end: else many empty lines would each be tried with all that follow
        self._short = re.compile(rf"(?:(?:(?<!\w){before}|{signs})\s*|(?m:^)[^\S\n]*)\"?{bare}{after}")

    def find(self, ready: Prepared) -> list[Claim]:
        """Claims in order of position; longer spans win."""
        low = ready.normal.low
        found = [*self._ratings(low), *self._yes_no(low), *_zeros(low)]
        found.sort(key=lambda one: (one.start, -one.end))
        out: list[Claim] = []
        for one in found:
            if out and one.start < out[-1].end and (one.kind == out[-1].kind or one.end <= out[-1].end):
                continue
            out.append(one)
        return out

    def level(self, claim: Claim, measure: Measure) -> str | None:
        """The level of the measure's scale that the claim names; None where it names none of that scale."""
        return self._levels.get(measure.scale or "", {}).get(claim.word)

    def _ratings(self, low: str) -> list[Claim]:
        out = []
        for pattern in (self._long, self._short):
            for match in pattern.finditer(low):
                if match["level"] in word_list("claims", "level_verbs") and _WORD_NEXT.match(low, match.end("level")):
                    continue
                modifier = Modifier.AT_LEAST if match["up"] else Modifier.EXACT
                out.append(Claim(match.start("level"), match.end(), RATING, modifier, " ".join(match["level"].split())))
        return out

    def _yes_no(self, low: str) -> list[Claim]:
        out = []
        for match in self._statements.finditer(low):
            around = low[max(0, match.start() - 12) : match.end() + 12]
            out.append(Claim(match.start(), match.end(), YES_NO, yes=not _no_pattern().search(around)))
        return out


_WORD_NEXT = re.compile(r"\s+[^\W\d]")


def _levels(catalogue: Catalogue) -> Mapping[str, Mapping[str, str]]:
    """For each scale in use, the spellings of its levels."""
    out: dict[str, dict[str, str]] = {}
    for code in sorted({measure.scale for measure in catalogue.measures.values() if measure.scale}):
        scale = catalogue.scales[code]
        spellings: dict[str, str] = {}
        for level in scale.levels:
            plain = match_form(level.partition("(")[0].strip())
            spellings |= {match_form(level): level, plain: level, plain.replace('"', ""): level}
        spellings |= {match_form(alias): level for alias, level in scale.aliases.items()}
        out[code] = {word: level for word, level in spellings.items() if len(word) > 2}
    return out


_LEAST_LETTERS = 4


def _short_forms(catalogue: Catalogue) -> frozenset[str]:
    """Aliases in capitals that are long enough to mean nothing else: ``HTXSNV``, ``VMTD``."""
    aliases = [alias for scale in catalogue.scales.values() for alias in scale.aliases]
    return frozenset(match_form(alias) for alias in aliases if alias.isupper() and len(alias) >= _LEAST_LETTERS)


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
