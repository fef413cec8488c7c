"""Written names of units, and whether what a text says may mean one."""

from dataclasses import dataclass

from saovuong.core.units import UnitInfo
from saovuong.org.dataset import UnitData, load_kinds
from saovuong.org.spelling import Part, exact_key, folded_key, read_part


@dataclass(frozen=True, slots=True)
class Entry:
    """One written name of one unit: its proper name, the kind the name claims, and for a command the kinds of command."""

    unit: UnitInfo
    exact: str
    kinds: frozenset[str] | None
    command: frozenset[str] | None


def names_of(data: UnitData) -> dict[str, list[Entry]]:
    """Every written name by its folded key."""
    out: dict[str, list[Entry]] = {}
    own = {kind.code: len(kind.name) + 1 for kind in load_kinds()}
    for unit in data.units:
        if unit.area_of or unit.kind in ("area_command", "other"):
            _add_written(out, unit, unit.name)
        else:
            name = unit.name[own[unit.kind] :] if unit.level != "country" else unit.name
            out.setdefault(folded_key(name), []).append(Entry(unit, exact_key(name), frozenset((unit.kind,)), None))
    units = data.by_id()
    for unit_id, name in data.aliases:
        _add_written(out, units[unit_id], name)
    return out


def _add_written(out: dict[str, list[Entry]], unit: UnitInfo, name: str) -> None:
    part = read_part(name)
    if part is not None:
        command = part.command if unit.area_of or part.command else None
        out.setdefault(part.folded, []).append(Entry(unit, part.exact, part.kinds, command))


def fits(part: Part, entry: Entry) -> bool:
    """Whether kind words and command words of a text suit a written name. The command of a commune is the commune itself."""
    if part.command is None:
        if entry.command is not None:
            return False
    elif entry.command is None:
        if entry.unit.level != "commune" or "district_command" not in part.command:
            return False
    elif not part.command & entry.command:
        return False
    return part.kinds is None or entry.kinds is None or bool(part.kinds & entry.kinds)


def same_place(part: Part, entry: Entry) -> bool:
    return (
        entry.command is None
        and folded_key(entry.exact) == part.folded
        and (part.kinds is None or bool(part.kinds & (entry.kinds or part.kinds)))
    )
