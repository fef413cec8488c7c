"""The language in which a face speaks, handed down to the rooms that put figures into words.

Rooms write their sentences in Vietnamese and pass each through ``say``; a face that speaks another language hands in who knows it there.
No room asks for a language by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from saovuong.core.catalogue import Scale, Uom
from saovuong.core.period import Period


class Named(Protocol):
    """Topics, measures, scales, forms, regimes and units of measure."""

    @property
    def name_vi(self) -> str: ...

    @property
    def name_en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Tongue:
    """``say`` gives a Vietnamese sentence, with its places to fill, in this language. ``english``: names of the pack are the English
    ones, where it has them."""

    say: Callable[[str], str] = str
    english: bool = False

    def of(self, vi: str, en: str) -> str:
        """One of two texts of a pack; the Vietnamese where there is no English."""
        return en if en and self.english else vi

    def name(self, what: Named) -> str:
        return self.of(what.name_vi, what.name_en)

    def uom(self, uom: Uom, value: Decimal) -> str:
        """As it stands behind a number."""
        return self.of(uom.name_vi, uom.name_en if value == 1 else uom.many_en or uom.name_en)

    def period(self, period: Period) -> str:
        return self.of(period.name_vi(), period.name_en())

    def level(self, level: str, scale: Scale | None) -> str:
        """A step of a scale as people read it; one that the scale does not have stays as it is."""
        if scale is None or level not in scale.levels:
            return level
        return self.of(scale.label(level), scale.levels_en[scale.rank(level)] if scale.levels_en else "")


VIETNAMESE = Tongue()


def noted(text: str) -> str:
    """A sentence in a table that is given to ``say`` where it is used: marks it for whoever collects what there is to translate."""
    return text


def noted_act(text: str) -> str:
    """As :func:`noted`, of what a refusal says that somebody may not do: a verb, whatever else is called by the same words."""
    return text
