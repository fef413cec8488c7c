"""What leaves the checks room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from saovuong.checks.judging import Finding
from saovuong.core.checks import CheckRule
from saovuong.core.period import Period
from saovuong.core.units import UnitInfo
from saovuong.ledger.shapes import FactRow, ToldFigure


@dataclass(frozen=True, slots=True)
class WaiverInfo:
    """A finding that somebody let stand. ``ended_by`` and what follows are None while the waiver holds."""

    id: int
    key: str
    rule: str
    level: str
    unit_id: str
    start: date
    end: date
    measures: tuple[str, ...]
    message: str
    reason: str
    by: str
    at: datetime
    ended_by: str | None = None
    ended_at: datetime | None = None
    ended_reason: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedFinding:
    """A finding with the ledger's figures behind it, and the waiver that lets it stand, if any."""

    finding: Finding
    facts: tuple[FactRow, ...]
    others: tuple[FactRow, ...]
    waiver: WaiverInfo | None


@dataclass(frozen=True, slots=True)
class Draft:
    """Figures that nobody entered yet, with ids below zero, and the submissions whose figures they would replace."""

    figures: tuple[ToldFigure, ...]
    replaces: frozenset[int]


@dataclass(frozen=True, slots=True)
class CheckView:
    """All findings about a unit and the units below it for a period, waived ones too.

    ``asked`` is the unit that a person named, ``unit`` the one that answers for it. ``figures`` and ``units`` say how much was looked at;
    ``hidden`` are units of the tree outside the actor's scope, about which nothing is said."""

    asked: UnitInfo
    unit: UnitInfo
    period: Period
    start: date
    end: date
    findings: tuple[CheckedFinding, ...]
    rules: Mapping[str, CheckRule]
    names: Mapping[str, str]
    figures: int
    units: int
    hidden: tuple[str, ...]
