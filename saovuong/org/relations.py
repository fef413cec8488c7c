"""Who is under whom, worked out from plain links. Pure: the shipped lists and the database answer through the same code."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from saovuong.core.text import sort_key
from saovuong.core.units import LinkInfo, UnitInfo

if TYPE_CHECKING:
    from saovuong.engine.shapes import Tree

ADMINISTRATIVE = "administrative"
COMMAND = "command"
REPORTING = "reporting"
LINK_KINDS = (ADMINISTRATIVE, COMMAND, REPORTING)


class UnitSource(Protocol):
    """What relations are worked out from; :class:`saovuong.org.dataset.UnitData` says what each means."""

    @property
    def links(self) -> Sequence[LinkInfo]: ...

    def by_id(self) -> Mapping[str, UnitInfo]: ...

    def last_parents(self, kind: str) -> Mapping[str, str]: ...

    def coded(self, wanted: str) -> Sequence[UnitInfo]: ...


class Relations:
    """Parents, children and trees of one set of units; each table is made when it is first asked for."""

    def __init__(self, data: UnitSource) -> None:
        self.units: Mapping[str, UnitInfo] = data.by_id()
        self._data = data
        self._up: dict[str, Mapping[str, str]] = {}
        self._down: dict[str, dict[str, list[LinkInfo]]] = {}
        self._commands: dict[str, list[UnitInfo]] | None = None

    def parents(self, unit_id: str) -> tuple[UnitInfo, ...]:
        """The administrative units above, nearest first, without the country. A command stands where its area stands, a unit without an
        area of its own where the command above it stands."""
        unit = self.units[unit_id]
        above = self._last_parent(ADMINISTRATIVE, unit_id)
        if above is None and unit.area_of:
            area = self.units[unit.area_of]
            # The area bears the command's own name, so naming it would tell nothing.
            return self.parents(area.id)
        if above is None:
            leader = self._last_parent(REPORTING, unit_id)
            place = None if leader is None else self.units[leader].area_of
            return () if place is None else (self.units[place], *self.parents(place))
        out: list[UnitInfo] = []
        while above is not None and self.units[above].kind != "country" and self.units[above] not in out:
            out.append(self.units[above])
            above = self._last_parent(ADMINISTRATIVE, above)
        return tuple(out)

    def _last_parent(self, kind: str, unit_id: str) -> str | None:
        """Of several parents in the course of time the last one: names are told by the last known place."""
        if kind not in self._up:
            self._up[kind] = self._data.last_parents(kind)
        return self._up[kind].get(unit_id)

    def units_coded(self, wanted: str) -> Sequence[UnitInfo]:
        """Units with this id or this official code."""
        return self._data.coded(wanted)

    def commands_of(self, area_id: str) -> Sequence[UnitInfo]:
        """The commands that serve just this area, of any time."""
        if self._commands is None:
            self._commands = {}
            for unit in self.units.values():
                if unit.area_of:
                    self._commands.setdefault(unit.area_of, []).append(unit)
        return self._commands.get(area_id, ())

    def children(self, unit_id: str, *, day: date, kind: str = REPORTING) -> tuple[UnitInfo, ...]:
        """Units directly below on that day, in Vietnamese order of names."""
        if kind not in self._down:
            table: dict[str, list[LinkInfo]] = {}
            for link in self._data.links:
                if link.kind == kind:
                    table.setdefault(link.parent, []).append(link)
            self._down[kind] = table
        found = (self.units[link.child] for link in self._down[kind].get(unit_id, ()) if link.holds_on(day))
        return in_order(unit for unit in found if unit.exists_on(day))

    def tree(self, root: str, *, day: date, kind: str = REPORTING) -> "Tree":
        """Everything below ``root`` on that day."""
        from saovuong.engine.shapes import Tree

        children: dict[str, tuple[str, ...]] = {}
        leaves = []
        stack = [root]
        seen = set(stack)
        while stack:
            step = stack.pop()
            below = tuple(unit.id for unit in self.children(step, day=day, kind=kind) if unit.id not in seen)
            if below:
                children[step] = below
                seen.update(below)
                stack.extend(below)
            else:
                leaves.append(step)
        return Tree(root=root, day=day, children=children, expected=frozenset(leaves))

    def reporting_unit(self, unit_id: str, *, day: date) -> UnitInfo:
        """The command of an area that has one on that day, else the unit itself."""
        standing = [unit for unit in self.commands_of(unit_id) if unit.exists_on(day) and unit.level != "area"]
        return standing[0] if len(standing) == 1 else self.units[unit_id]


def in_order(units: Iterable[UnitInfo]) -> tuple[UnitInfo, ...]:
    return tuple(sorted(units, key=lambda unit: (sort_key(unit.name), unit.id)))


def designation(unit: UnitInfo, parents: Sequence[UnitInfo]) -> str:
    """The name with the names above it: ``Phường Đức Xuân, thành phố Bắc Kạn, tỉnh Bắc Kạn``."""
    return ", ".join([unit.name, *(parent.name[0].lower() + parent.name[1:] for parent in parents)])
