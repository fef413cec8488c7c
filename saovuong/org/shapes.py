"""What leaves the org room beside the plain values of :mod:`saovuong.core.units`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from saovuong.core.units import SuccessionInfo


@dataclass(frozen=True, slots=True)
class UnitScope:
    """The units that an actor may see or act on. ``everything`` is the whole country, of every time; no grant is an empty scope."""

    everything: bool
    unit_ids: frozenset[str]

    def covers(self, unit_id: str) -> bool:
        return self.everything or unit_id in self.unit_ids


@dataclass(frozen=True, slots=True)
class UnitPoint:
    """Degrees of latitude and longitude. ``heir`` names the unit whose point it is where the unit's own is not known."""

    lat: float
    lon: float
    heir: str = ""


@dataclass(frozen=True, slots=True)
class Successions:
    """What became of units; everywhere by day, then old and new id. A unit that nothing is told of is not among the keys."""

    every: tuple[SuccessionInfo, ...]
    by_old: Mapping[str, tuple[SuccessionInfo, ...]]
    by_new: Mapping[str, tuple[SuccessionInfo, ...]]

    @classmethod
    def of(cls, ties: Iterable[SuccessionInfo]) -> Self:
        every = tuple(ties)
        by_old: dict[str, list[SuccessionInfo]] = {}
        by_new: dict[str, list[SuccessionInfo]] = {}
        for tie in every:
            by_old.setdefault(tie.old, []).append(tie)
            by_new.setdefault(tie.new, []).append(tie)
        return cls(every, {old: tuple(found) for old, found in by_old.items()}, {new: tuple(found) for new, found in by_new.items()})
