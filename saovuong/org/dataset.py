"""The unit lists that ship with the product, as plain values. No Django: ``read`` and ``units find`` need no database."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from saovuong.core.units import LinkInfo, SuccessionInfo, UnitInfo

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class UnitData:
    """Units with the ties between them. ``aliases`` are (unit id, further name): other spellings and names of before, with their kind."""

    units: tuple[UnitInfo, ...]
    links: tuple[LinkInfo, ...]
    successions: tuple[SuccessionInfo, ...]
    aliases: tuple[tuple[str, str], ...] = ()

    def by_id(self) -> Mapping[str, UnitInfo]:
        return {unit.id: unit for unit in self.units}

    def last_parents(self, kind: str) -> Mapping[str, str]:
        """Child -> parent by links of one kind; of several parents in the course of time the last one."""
        ties = sorted((link for link in self.links if link.kind == kind), key=lambda link: (link.valid_from or date.min, link.parent))
        return {link.child: link.parent for link in ties}

    def coded(self, wanted: str) -> Sequence[UnitInfo]:
        """Units with this id or this official code."""
        return [unit for unit in self.units if wanted and wanted in (unit.id, unit.official_code)]


@dataclass(frozen=True, slots=True)
class KindInfo:
    """One kind of unit: its level and every way in which texts write its kind word."""

    code: str
    level: str
    name: str
    spellings: tuple[str, ...]


@cache
def load_units() -> UnitData:
    """The shipped lists: one unit per row of ``units.tsv``, one link per kind. docs/units.md says where they come from."""
    to_day = cache(day_of)
    links = []
    for child, parent, kinds, since, until in _rows("links.tsv"):
        valid_from, valid_to = to_day(since), to_day(until)
        links.extend([LinkInfo(child, parent, kind, valid_from, valid_to) for kind in kinds.split(" ")])
    successions = [SuccessionInfo(old, new, date.fromisoformat(on), extent, act) for old, new, on, extent, act in _rows("successions.tsv")]
    aliases = tuple((unit, name) for unit, name, _ in _rows("aliases.tsv"))
    return UnitData(tuple(unit_of(row, to_day) for row in _rows("units.tsv")), tuple(links), tuple(successions), aliases)


@cache
def load_kinds() -> tuple[KindInfo, ...]:
    return tuple(
        KindInfo(code, level, name, tuple(word for word in spellings.split("|") if word))
        for code, level, name, spellings in _rows("kinds.tsv")
    )


def list_lines(name: str) -> list[str]:
    """The lines of a shipped list below its head."""
    return (_DATA / name).read_text("utf-8").splitlines()[1:]


def _rows(name: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in list_lines(name))


def unit_of(row: Sequence[str], to_day: Callable[[str], date | None]) -> UnitInfo:
    own_id, name, short_name, kind, level, code, opened, closed, area_of, lat, lon, area = row
    return UnitInfo(
        own_id, name, short_name, kind, level, code or None, to_day(opened), to_day(closed), area_of or None,
        float(lat) if lat else None, float(lon) if lon else None, float(area) if area else None,
    )  # fmt: skip


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
