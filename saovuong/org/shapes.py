"""What leaves the org room beside the plain values of :mod:`saovuong.core.units`."""

from dataclasses import dataclass


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
