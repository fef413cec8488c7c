"""The units below one unit on one day, with what another day's figures need to stand there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Piece:
    """``share`` (above 0, below 1) of the figures of unit ``of``, as the succession declares it."""

    of: str
    share: Decimal


@dataclass(frozen=True)
class Tree:
    """The units below ``root`` on one day. ``children`` lists direct children of every unit that has any, in Vietnamese order of names.

    ``expected`` are the units that had to report for the period (coverage counts these), normally the leaves. ``pieces`` are places for
    parts of units that are no more, divided by declared shares. ``stands_for`` are former units whose own units stand elsewhere in this
    tree now: their reported total still stands in where none of those is known. Units ``alone`` had nobody below them when they reported,
    whoever stands there in this tree: all they say is their own work.
    ``ranks`` are steps below the top where units stood when they reported, if not as here: who of several was the highest."""

    root: str
    day: date
    children: Mapping[str, tuple[str, ...]]
    expected: frozenset[str]
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    stands_for: Mapping[str, frozenset[str]] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()
    ranks: Mapping[str, int] = field(default_factory=dict)

    def units(self) -> tuple[str, ...]:
        """Root first, then depth first."""
        return self._walked

    @cached_property
    def _walked(self) -> tuple[str, ...]:
        out: list[str] = []
        stack = [self.root]
        while stack:
            unit = stack.pop()
            out.append(unit)
            stack.extend(reversed(self.children.get(unit, ())))
        return tuple(out)

    def origin(self, unit: str) -> str:
        """The unit whose figures stand at this place of the tree."""
        piece = self.pieces.get(unit)
        return piece.of if piece else unit

    def has_totals(self, unit: str) -> bool:
        """Whether a reported total of the unit is more than its own work."""
        return unit not in self.alone and bool(self.children.get(unit) or unit in self.stands_for)

    def origins(self) -> frozenset[str]:
        """Every unit whose figures this tree adds up."""
        return frozenset(self.origin(unit) for unit in self.units())

    def counted_once(self, *, divided: bool) -> tuple[tuple[str, str], ...]:
        """(place, unit) of every unit of the tree once, in its order. A unit of which only some pieces are here is left out unless
        ``divided``: its work can be shared out, its rating or its answer cannot."""
        if not self.pieces:
            return self._each_itself
        here: dict[str, Decimal] = {}
        first: dict[str, str] = {}
        for unit in self.units():
            origin, piece = self.origin(unit), self.pieces.get(unit)
            first.setdefault(origin, unit)
            here[origin] = here.get(origin, Decimal(0)) + (piece.share if piece else 1)
        return tuple((place, origin) for origin, place in first.items() if divided or here[origin] == 1)

    @cached_property
    def _each_itself(self) -> tuple[tuple[str, str], ...]:
        return tuple((unit, unit) for unit in self._walked)
