"""The shipped lists, each row read when it is first asked for: one report names a few dozen of some fifteen thousand units.

``names.tsv`` holds what :func:`saovuong.org.entries.names_of` makes of the other lists; tools/build_unit_names.py writes it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property

from saovuong.core.units import LinkInfo, UnitInfo
from saovuong.org.dataset import day_of, list_lines, load_units, unit_of
from saovuong.org.entries import Entry

NAME_FIELDS = ("key", "unit", "exact", "kinds", "command")


class ShippedUnits:
    """Answers as :func:`saovuong.org.dataset.load_units` does."""

    @cached_property
    def _units(self) -> "_Units":
        return _Units(list_lines("units.tsv"))

    @property
    def links(self) -> Sequence[LinkInfo]:
        return load_units().links

    def by_id(self) -> Mapping[str, UnitInfo]:
        return self._units

    def last_parents(self, kind: str) -> Mapping[str, str]:
        last: dict[str, tuple[str, str]] = {}
        for line in list_lines("links.tsv"):
            if kind not in line:
                continue
            child, parent, kinds, since, _ = line.split("\t")
            # days compare like their text, and no day stands before all others
            if kind in kinds.split(" ") and last.get(child, ("", "")) <= (since, parent):
                last[child] = (since, parent)
        return {child: parent for child, (_, parent) in last.items()}

    def coded(self, wanted: str) -> Sequence[UnitInfo]:
        return self._units.coded(wanted)


class _Units(Mapping[str, UnitInfo]):
    def __init__(self, lines: Iterable[str]) -> None:
        self._rows = {line[: line.index("\t")]: line for line in lines}
        self._made: dict[str, UnitInfo] = {}
        self._day = cache(day_of)

    def __getitem__(self, unit_id: str) -> UnitInfo:
        made = self._made.get(unit_id)
        if made is None:
            made = self._made[unit_id] = unit_of(self._rows[unit_id].split("\t"), self._day)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def coded(self, wanted: str) -> Sequence[UnitInfo]:
        near = [self[unit_id] for unit_id, row in self._rows.items() if wanted and wanted in row]
        return [unit for unit in near if wanted in (unit.id, unit.official_code)]


class ShippedNames(Mapping[str, Sequence[Entry]]):
    """Folded key -> the entries that bear it."""

    def __init__(self, units: Mapping[str, UnitInfo]) -> None:
        self._units = units
        self._rows: dict[str, list[str]] = {}
        self._made: dict[str, Sequence[Entry]] = {}
        for line in list_lines("names.tsv"):
            key, _, row = line.partition("\t")
            self._rows.setdefault(key, []).append(row)

    def __getitem__(self, key: str) -> Sequence[Entry]:
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = [self._entry(row) for row in self._rows[key]]
        return made

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def _entry(self, row: str) -> Entry:
        unit, exact, kinds, command = row.split("\t")
        return Entry(self._units[unit], exact, _kinds(kinds), _kinds(command))


@cache
def _kinds(codes: str) -> frozenset[str] | None:
    return frozenset(codes.split(" ")) if codes else None


def name_rows(names: Mapping[str, Sequence[Entry]]) -> list[tuple[str, ...]]:
    """Rows of ``names.tsv`` under :data:`NAME_FIELDS`, in the order of the lists, those of one key together."""
    return [
        (key, entry.unit.id, entry.exact, " ".join(sorted(entry.kinds or ())), " ".join(sorted(entry.command or ())))
        for key in names
        for entry in names[key]
    ]
