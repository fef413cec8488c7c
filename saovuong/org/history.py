"""One unit through time: its ties of every kind and day, what it came from, what became of it, and who bore its code."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from saovuong.core.units import LinkInfo, SuccessionInfo, UnitInfo
from saovuong.org.models import Alias, Link, Unit
from saovuong.org.queries import existing_on, holding_on, successions, unit_get, unit_info, units_get
from saovuong.org.relations import ADMINISTRATIVE, in_order


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """``up`` and ``down`` are ties of any day, ``came_from`` and ``became`` successions, all by day. ``area`` is the area that a command
    serves, ``commands`` are those that serve this area, of any time. ``same_code`` are other units of any time with the same official
    code. ``known`` has every unit named here, by id."""

    unit: UnitInfo
    aliases: tuple[str, ...]
    area: UnitInfo | None
    commands: tuple[UnitInfo, ...]
    up: tuple[LinkInfo, ...]
    down: tuple[LinkInfo, ...]
    came_from: tuple[SuccessionInfo, ...]
    became: tuple[SuccessionInfo, ...]
    same_code: tuple[UnitInfo, ...]
    known: Mapping[str, UnitInfo]

    def children_on(self, day: date, *, kind: str) -> tuple[UnitInfo, ...]:
        """Units directly below on that day by ties of one kind, in Vietnamese order of names."""
        found = (self.known[link.child] for link in self.down if link.kind == kind and link.holds_on(day))
        return in_order(unit for unit in found if unit.exists_on(day))

    def parent_on(self, day: date, *, kind: str) -> UnitInfo | None:
        found = (self.known[link.parent] for link in self.up if link.kind == kind and link.holds_on(day))
        return next((unit for unit in found if unit.exists_on(day)), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit on a day: ``parent`` None at the top, ``below`` units directly below it."""

    unit: UnitInfo
    parent: UnitInfo | None
    below: int


def unit_history(*, unit_id: str) -> UnitHistory:
    """Raises NoSuchUnit."""
    unit = unit_get(unit_id)
    ties = [
        LinkInfo(row.child_id, row.parent_id, row.kind, row.valid_from, row.valid_to)
        for row in Link.objects.filter(Q(child=unit_id) | Q(parent=unit_id)).order_by("valid_from", "child__name_order", "child_id")
    ]
    passed = successions()
    came_from, became = passed.by_new.get(unit_id, ()), passed.by_old.get(unit_id, ())
    beside = Q(area_of=unit_id) | Q(pk=unit.area_of or "")
    if unit.official_code:
        beside |= Q(official_code=unit.official_code)
    others = {row.pk: unit_info(row) for row in Unit.objects.filter(beside).exclude(pk=unit_id)}
    named = {end for tie in ties for end in (tie.child, tie.parent)} | {end for one in (*came_from, *became) for end in (one.old, one.new)}
    known = {**others, **units_get(named - {unit_id} - set(others)), unit_id: unit}
    return UnitHistory(
        unit=unit,
        aliases=tuple(Alias.objects.filter(unit=unit_id).order_by("name").values_list("name", flat=True)),
        area=others.get(unit.area_of or ""),
        commands=_by_time(one for one in others.values() if one.area_of == unit_id),
        up=tuple(tie for tie in ties if tie.child == unit_id),
        down=tuple(tie for tie in ties if tie.parent == unit_id),
        came_from=came_from,
        became=became,
        same_code=_by_time(one for one in others.values() if unit.official_code and one.official_code == unit.official_code),
        known=known,
    )


def path_on(*, unit_id: str, day: date, kind: str = ADMINISTRATIVE) -> tuple[UnitInfo, ...]:
    """The units above on that day by ties of one kind, the highest first."""
    found: list[UnitInfo] = []
    at: str | None = unit_id
    while at is not None:
        above = Unit.objects.filter(
            existing_on(day), pk__in=Link.objects.filter(holding_on(day), kind=kind, child=at).values("parent")
        ).exclude(pk__in=[one.id for one in found])
        row = above.order_by("pk").first()
        if row is not None:
            found.insert(0, unit_info(row))
        at = None if row is None else row.pk
    return tuple(found)


def standings_on(*, unit_ids: Collection[str], day: date, kind: str = ADMINISTRATIVE) -> dict[str, Standing]:
    """Where several units stand on one day; those that do not exist that day are left out."""
    here = {key: unit for key, unit in units_get(unit_ids).items() if unit.exists_on(day)}
    ties = Link.objects.filter(holding_on(day), kind=kind)
    up = dict(ties.filter(existing_on(day, "parent__"), child__in=tuple(here)).values_list("child_id", "parent_id"))
    below = Counter(ties.filter(existing_on(day, "child__"), parent__in=tuple(here)).values_list("parent_id", flat=True))
    parents = units_get(up.values())
    return {key: Standing(unit, parents.get(up.get(key, "")), below[key]) for key, unit in here.items()}


def _by_time(units: Iterable[UnitInfo]) -> tuple[UnitInfo, ...]:
    return tuple(sorted(units, key=lambda unit: (unit.opened or date.min, unit.id)))
