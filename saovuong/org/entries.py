"""Written names of units, and whether what a text says may mean one."""

from dataclasses import dataclass

from saovuong.core.units import UnitInfo
from saovuong.org.spelling import Part, folded_key


@dataclass(frozen=True, slots=True)
class Entry:
    """One written name of one unit: its proper name, the kind the name claims, and for a command the kinds of command."""

    unit: UnitInfo
    exact: str
    kinds: frozenset[str] | None
    command: frozenset[str] | None


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
