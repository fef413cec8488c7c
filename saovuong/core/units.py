"""Organisation units as plain values: who exists when, under whom, and what became of them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class UnitInfo:
    """One organisation. ``id`` is the product's own and never reused; ``official_code`` is an attribute that the State may reuse.

    ``closed`` is the first day on which the unit no longer exists (half-open); None means it still does. ``area_of`` is
    set for a command and names the administrative unit whose territory it serves."""

    id: str
    name: str
    short_name: str
    kind: str
    level: str
    official_code: str | None
    opened: date | None
    closed: date | None
    area_of: str | None = None
    lat: float | None = None
    lon: float | None = None
    area_km2: float | None = None

    def exists_on(self, day: date) -> bool:
        return (self.opened is None or self.opened <= day) and (self.closed is None or day < self.closed)


@dataclass(frozen=True, slots=True)
class LinkInfo:
    """``child`` is under ``parent`` from ``valid_from`` up to but not including ``valid_to``; kind: administrative, command, reporting."""

    child: str
    parent: str
    kind: str
    valid_from: date | None
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class SuccessionInfo:
    """On day ``on``, ``old`` passed into ``new``: ``whole`` (all of it) or ``part``; ``share`` 0..1 of old, where declared;
    ``act`` is the legal act."""

    old: str
    new: str
    on: date
    extent: str
    act: str
    share: str | None = None
