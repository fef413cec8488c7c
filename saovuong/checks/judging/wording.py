"""Numbers, measures and days in words, as the sentences of the pack need them: in Vietnamese, or in the tongue of a face."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from saovuong.checks.judging.comparing import shown_step
from saovuong.checks.judging.shapes import World
from saovuong.core.numbers import format_number
from saovuong.core.quantity import Modifier
from saovuong.core.tongue import VIETNAMESE, Tongue, noted
from saovuong.engine.amounts import shown
from saovuong.engine.shapes import Amount

_MODIFIERS = {
    Modifier.OVER: noted("trên {}"),
    Modifier.UNDER: noted("gần {}"),
    Modifier.ABOUT: noted("khoảng {}"),
    Modifier.AT_LEAST: noted("ít nhất {}"),
    Modifier.AT_MOST: noted("không quá {}"),
}
_PLACES = 6
_PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Words:
    """``short`` are the short names that a rule's file gives to measures, in Vietnamese."""

    world: World
    short: Mapping[str, str]
    tongue: Tongue = VIETNAMESE

    def say(self, text: str) -> str:
        return self.tongue.say(text)

    def name(self, measure: str) -> str:
        known = self.world.catalogue.measures[measure]
        return known.name_en if self.tongue.english and known.name_en else self.short.get(measure) or known.name_vi

    def level(self, measure: str, level: str) -> str:
        """A rating as it was given."""
        catalogue = self.world.catalogue
        known = catalogue.scales.get(catalogue.measures[measure].scale or "")
        return self.tongue.level(level, known) if self.tongue.english else level

    def amount(self, amount: Amount) -> str:
        """``trên 120 người``; per cent without a space."""
        if amount.uom == _PERCENT:
            return f"{self.bare(amount)}%"
        known = self.world.catalogue.uoms.get(amount.uom)
        return f"{self.bare(amount)} {self.tongue.uom(known, amount.value) if known else amount.uom}"

    def bare(self, amount: Amount) -> str:
        low = self.plain(amount.value)
        if amount.modifier is Modifier.RANGE and amount.bounds.high is not None:
            return f"{low}–{self.plain(amount.bounds.high)}"
        return self.say(_MODIFIERS.get(amount.modifier, "{}")).format(low)

    def plain(self, value: Decimal) -> str:
        """All its digits, as figures are kept with; only a quotient is longer than that."""
        return format_number(shown(value, places=_PLACES))

    def days(self, start: date, end: date | None) -> str:
        """``15/12/2023 - 14/12/2024``, both days included."""
        return f"{start:%d/%m/%Y} - {end - timedelta(days=1):%d/%m/%Y}" if end else self.say("từ {}").format(f"{start:%d/%m/%Y}")


def share_text(computed: Amount, *, beside: Amount, words: Words) -> str:
    """A recomputed share with one digit more than the stated one, and at least two; what is only known by a bound says so."""
    places = max(2, 1 - int(shown_step(beside.value).as_tuple().exponent))
    unit = "%" if computed.uom == _PERCENT else ""
    low, high = computed.bounds.low, computed.bounds.high
    texts = [None if one is None else format_number(shown(one, places=places)) + unit for one in (low, high)]
    if texts[0] == texts[1]:
        return str(texts[0])
    if texts[1] is None:
        return words.say("ít nhất {}").format(texts[0])
    return words.say("không quá {}").format(texts[1]) if not low else words.say("từ {low} đến {high}").format(low=texts[0], high=texts[1])
