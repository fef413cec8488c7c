"""The unit lists that ship with the product, as plain values. No Django: ``read`` and ``units find`` need no database."""

from collections.abc import Callable, Iterator
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
    to_day = cache(_day)
    links = []
    for child, parent, kinds, since, until in _rows("links.tsv"):
        valid_from, valid_to = to_day(since), to_day(until)
        links.extend([LinkInfo(child, parent, kind, valid_from, valid_to) for kind in kinds.split(" ")])
    successions = [SuccessionInfo(old, new, date.fromisoformat(on), extent, act) for old, new, on, extent, act in _rows("successions.tsv")]
    aliases = tuple((unit, name) for unit, name, _ in _rows("aliases.tsv"))
    return UnitData(tuple(_unit(row, to_day) for row in _rows("units.tsv")), tuple(links), tuple(successions), aliases)


@cache
def load_kinds() -> tuple[KindInfo, ...]:
    return tuple(
        KindInfo(code, level, name, tuple(word for word in spellings.split("|") if word))
        for code, level, name, spellings in _rows("kinds.tsv")
    )


def _rows(name: str) -> Iterator[list[str]]:
    lines = (_DATA / name).read_text("utf-8").splitlines()
    return (line.split("\t") for line in lines[1:])


def _unit(row: list[str], to_day: Callable[[str], date | None]) -> UnitInfo:
    own_id, name, short_name, kind, level, code, opened, closed, area_of, lat, lon, area = row
    return UnitInfo(
        own_id, name, short_name, kind, level, code or None, to_day(opened), to_day(closed), area_of or None,
        float(lat) if lat else None, float(lon) if lon else None, float(area) if area else None,
    )  # fmt: skip


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
