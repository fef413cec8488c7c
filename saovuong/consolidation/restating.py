"""A period's figures on the tree of another day (DESIGN 6.7): what passed over whole counts exactly, the rest is named.

The units of the period's own day are hung under the units that took them over, so that every figure stays its own unit's, the sums stay
sums of parts, and an explanation shows what was joined. Nothing is split: a unit that went several ways is listed as not comparable.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from saovuong.consolidation.shapes import NotComparable
from saovuong.core.text import sort_key
from saovuong.core.units import SuccessionInfo, UnitInfo
from saovuong.engine.shapes import Tree
from saovuong.org import queries as org

_WHOLE = "whole"
# The lowest level: nobody reports to its units and no command stands beside them, so the database need not be asked.
_LOWEST = "commune"


@dataclass(frozen=True, slots=True)
class Restated:
    """See :class:`Place` for the fields."""

    tree: Tree
    carried: frozenset[str] = frozenset()
    own_only: frozenset[str] = frozenset()
    not_comparable: tuple[NotComparable, ...] = ()


def restate(base: Tree, *, day: date) -> Restated:
    """``base`` with the units of ``day`` hung under the units of the tree that did not exist then.

    Expected are the units that had to report on ``day``: those of the tree that existed, and the carried ones without units below them."""
    infos = org.units_get(base.units())
    absent = [unit for unit in base.units() if not infos[unit].exists_on(day)]
    if not absent:
        return Restated(base)
    work = _Restating(day=day, ties=org.successions(), infos=infos)
    work.know(absent)
    for unit in absent:
        found = work.predecessors(unit) if _opened_after(infos[unit], day) else work.successors(unit)
        work.hang(unit, found)
    return work.result(base, absent)


def forerunners(tree: Tree, *, start: date, end: date) -> tuple[NotComparable, ...]:
    """Units that passed into units of the tree after the period had begun: what they reported before is not on this tree."""
    fresh = {info.id: info for info in org.units_get(tree.units()).values() if info.opened is not None and start < info.opened < end}
    if not fresh:
        return ()
    passed = [tie for tie in org.successions() if tie.new in fresh and start < tie.on < end]
    levels = {info.id: info.level for info in org.units_get(tie.old for tie in passed).values()}
    notes: dict[str, NotComparable] = {}
    for old, ties in groupby(sorted(passed, key=lambda tie: tie.old), key=lambda tie: tie.old):
        first = next(ties)
        unit = old if levels[old] == _LOWEST else org.reporting_unit_for(unit_id=old, day=first.on - timedelta(days=1)).id
        notes.setdefault(unit, NotComparable(unit, first.new, "earlier"))
    inside = frozenset(tree.units())
    return tuple(note for unit, note in sorted(notes.items()) if unit not in inside)


def _opened_after(unit: UnitInfo, day: date) -> bool:
    return unit.opened is not None and day < unit.opened


@dataclass(slots=True)
class _Restating:
    day: date
    ties: tuple[SuccessionInfo, ...]
    infos: dict[str, UnitInfo]
    hung: dict[str, list[str]] = field(default_factory=dict)
    reporters: dict[str, str] = field(default_factory=dict)
    own_only: set[str] = field(default_factory=set)
    notes: dict[tuple[str, str | None], NotComparable] = field(default_factory=dict)
    by_new: dict[str, list[SuccessionInfo]] = field(default_factory=dict)
    by_old: dict[str, list[SuccessionInfo]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for tie in self.ties:
            self.by_new.setdefault(tie.new, []).append(tie)
            self.by_old.setdefault(tie.old, []).append(tie)

    def know(self, units: Iterable[str]) -> None:
        """Read what is not yet known of the units that came before or after ``units``."""
        around = {end for unit in units for tie in (*self.by_new.get(unit, ()), *self.by_old.get(unit, ())) for end in (tie.old, tie.new)}
        self.infos.update(org.units_get(around - self.infos.keys()))

    def predecessors(self, unit: str) -> list[str]:
        """Units of the day that passed whole into ``unit``, also through units in between; the others are noted."""
        out: list[str] = []
        for tie in self.by_new.get(unit, ()):
            old = self.infos[tie.old]
            if tie.on <= self.day:
                continue
            if tie.extent != _WHOLE:
                reporter = self.reporter(old.id)
                self.note(reporter, unit, "part" if reporter == old.id else "abolished")
            elif old.exists_on(self.day):
                out.append(self.reporter(old.id))
            elif _opened_after(old, self.day):
                self.know((old.id,))
                out.extend(self.predecessors(old.id))
        return out

    def successors(self, unit: str) -> list[str]:
        """Units of the day that hold ``unit`` and nothing else; one that holds more is noted."""
        out: list[str] = []
        for tie in self.by_old.get(unit, ()):
            new = self.infos[tie.new]
            if self.day < tie.on:
                continue
            alone = tie.extent == _WHOLE and len(self.by_new[tie.new]) == 1
            if not alone:
                self.note(new.id, unit, "merged")
            elif new.exists_on(self.day):
                out.append(new.id)
            else:
                self.know((new.id,))
                out.extend(self.successors(new.id))
        return out

    def reporter(self, unit: str) -> str:
        if self.infos[unit].level == _LOWEST:
            return unit
        if unit not in self.reporters:
            self.reporters[unit] = org.reporting_unit_for(unit_id=unit, day=self.day).id
        return self.reporters[unit]

    def note(self, unit: str, successor: str | None, reason: str) -> None:
        key = (unit, None if reason == "abolished" else successor)
        self.notes.setdefault(key, NotComparable(unit, key[1], reason))

    def hang(self, unit: str, found: list[str]) -> None:
        if found:
            self.hung[unit] = sorted(set(found), key=lambda one: (sort_key(self.name(one)), one))
        elif not any(note.successor == unit for note in self.notes.values()) and self.infos[unit].level == _LOWEST:
            self.note(unit, unit, "unknown")

    def name(self, unit: str) -> str:
        if unit not in self.infos:
            self.infos.update(org.units_get((unit,)))
        return self.infos[unit].name

    def result(self, base: Tree, absent: list[str]) -> Restated:
        children = dict(base.children)
        expected = set(base.expected) - set(absent)
        for unit, found in self.hung.items():
            children[unit] = (*children.get(unit, ()), *found)
            for one in found:
                if self.stands_alone(one):
                    expected.add(one)
                else:
                    self.own_only.add(one)
        carried = frozenset(one for found in self.hung.values() for one in found)
        notes = tuple(sorted(self.notes.values(), key=lambda note: (sort_key(self.name(note.unit)), note.unit, note.successor or "")))
        return Restated(Tree(base.root, base.day, children, frozenset(expected)), carried, frozenset(self.own_only), notes)

    def stands_alone(self, unit: str) -> bool:
        """Whether the unit had nobody below it on the day; only then is its reported total its own work."""
        return self.infos[unit].level == _LOWEST or not org.tree_on(root=unit, day=self.day).children
