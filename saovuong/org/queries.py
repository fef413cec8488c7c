"""Reads of the units in the data folder. Everything here answers as the pure classes do on the shipped lists."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from threading import Lock

from cachetools import LRUCache, cached
from django.db import connection
from django.db.models import Q

from saovuong.accounts.once import is_asking_once, until_written
from saovuong.accounts.queries import roles_of
from saovuong.accounts.shapes import ALL_UNITS, Actor
from saovuong.core.errors import Refusal
from saovuong.core.units import LinkInfo, SuccessionInfo, UnitInfo
from saovuong.engine.shapes import Tree
from saovuong.org.dataset import UnitData
from saovuong.org.models import Alias, Edition, Link, Succession, Unit
from saovuong.org.names import UnitNameIndex
from saovuong.org.relations import REPORTING
from saovuong.org.shapes import Successions, UnitPoint, UnitScope

_LEAF_LEVEL = "commune"
# In the order of UnitInfo.
_INFO = ("id", "name", "short_name", "kind", "level", "official_code", "opened", "closed", "area_of_id", "lat", "lon", "area_km2")
# SQLite takes this many values in one IN list in every build.
_CHUNK = 900
# What is worked out from the lists is kept up to so many units in all: the trees of an office, or of a country on a few dozen days.
_KEPT_UNITS = 200_000


class NoSuchUnit(Refusal):
    code = "SV-303"
    template = "Không có đơn vị mang mã “{unit_id}”. Tra mã bằng: saovuong units find."


def unit_get(unit_id: str) -> UnitInfo:
    """Raises :class:`NoSuchUnit`."""
    found = units_get((unit_id,)).get(unit_id)
    if found is None:
        raise NoSuchUnit(unit_id=unit_id)
    return found


def units_get(unit_ids: Iterable[str]) -> dict[str, UnitInfo]:
    """Those of the ids that exist, by id."""
    wanted = sorted(set(unit_ids))
    if is_asking_once():
        known = _units(*edition())
        return {unit_id: known[unit_id] for unit_id in wanted if unit_id in known}
    rows = (row for chunk in _chunks(wanted) for row in Unit.objects.filter(pk__in=chunk).values_list(*_INFO))
    return {row[0]: UnitInfo(*row) for row in rows}


def edition() -> tuple[str, str]:
    """The database and the state of its lists, by which what was worked out from them may be kept. Before lists were loaded it is never
    the same."""
    version = until_written("edition", lambda: Edition.objects.values_list("version", flat=True).first())
    return str(connection.settings_dict["NAME"]), version or uuid.uuid4().hex


@lru_cache(maxsize=4)
def _units(database: str, version: str) -> Mapping[str, UnitInfo]:
    """Every unit by id, for pages: a page of many lines asks for the same few hundred again and again."""
    return {row[0]: UnitInfo(*row) for row in Unit.objects.order_by("pk").values_list(*_INFO)}


def index() -> UnitNameIndex:
    """Names and relations of every unit in the data folder, kept until the lists change."""
    return _index(*edition())


def tree_on(*, root: str, day: date, kind: str = REPORTING) -> Tree:
    """The units below ``root`` that exist on ``day``, by links of one kind. ``expected`` are those without anybody below.

    A root that does not exist that day is a tree without children. Raises :class:`NoSuchUnit`."""
    return _tree(*edition(), root, day, kind)


@cached(LRUCache(_KEPT_UNITS, getsizeof=lambda tree: 1 + len(tree.units())), lock=Lock())
def _tree(database: str, version: str, root: str, day: date, kind: str) -> Tree:
    unit_get(root)
    children: dict[str, list[str]] = {}
    step, known = [root], {root}
    while step:
        deeper = []
        for parent, child, level in sorted_links(step, day=day, kind=kind):
            if child in known:
                continue
            known.add(child)
            children.setdefault(parent, []).append(child)
            if level != _LEAF_LEVEL:
                deeper.append(child)
        step = deeper
    expected = frozenset(unit for unit in known if unit not in children)
    return Tree(root=root, day=day, children={parent: tuple(below) for parent, below in children.items()}, expected=expected)


def below_by_level(*, root: str, day: date) -> Mapping[str, tuple[str, ...]]:
    """The units that report to ``root``, or to the command of that area, on the day, directly or through others: by level, each in the
    tree's order. Raises :class:`NoSuchUnit`."""
    return _by_level(*edition(), root, day)


@cached(LRUCache(_KEPT_UNITS, getsizeof=lambda levels: 1 + sum(map(len, levels.values()))), lock=Lock())
def _by_level(database: str, version: str, root: str, day: date) -> Mapping[str, tuple[str, ...]]:
    above = reporting_unit_for(unit_id=root, day=day).id
    below = [unit for unit in _tree(database, version, above, day, REPORTING).units() if unit != above]
    infos = units_get(below)
    found: dict[str, list[str]] = {}
    for unit in below:
        found.setdefault(infos[unit].level, []).append(unit)
    return {level: tuple(units) for level, units in found.items()}


def sorted_links(parents: list[str], *, day: date, kind: str) -> Iterator[tuple[str, str, str]]:
    """(parent, child, level of the child) of links that hold on ``day`` between units that exist, children in Vietnamese order."""
    for chunk in _chunks(parents):
        yield from (
            Link.objects.filter(holding_on(day), existing_on(day, "child__"), kind=kind, parent__in=chunk)
            .order_by("child__name_order", "child_id")
            .values_list("parent_id", "child_id", "child__level")
        )


def parent_on(*, unit_id: str, day: date, kind: str = REPORTING) -> UnitInfo | None:
    """The unit directly above on that day by links of one kind; None at the top."""
    return _parent_on(*edition(), unit_id, day, kind) if is_asking_once() else _found_parent(unit_id, day, kind)


@lru_cache(maxsize=4096)
def _parent_on(database: str, version: str, unit_id: str, day: date, kind: str) -> UnitInfo | None:
    return _found_parent(unit_id, day, kind)


def _found_parent(unit_id: str, day: date, kind: str) -> UnitInfo | None:
    above = Unit.objects.filter(existing_on(day), pk__in=Link.objects.filter(holding_on(day), kind=kind, child=unit_id).values("parent"))
    row = above.order_by("pk").first()
    return unit_info(row) if row else None


def reporting_unit_for(*, unit_id: str, day: date) -> UnitInfo:
    """Whom to ask about an area: its command on that day, else the unit itself. Raises :class:`NoSuchUnit`."""
    return _answering(*edition(), unit_id, day) if is_asking_once() else _found_answering(unit_id, day)


@lru_cache(maxsize=4096)
def _answering(database: str, version: str, unit_id: str, day: date) -> UnitInfo:
    return _found_answering(unit_id, day)


def _found_answering(unit_id: str, day: date) -> UnitInfo:
    unit = unit_get(unit_id)
    standing = list(Unit.objects.filter(existing_on(day), area_of=unit_id).exclude(level="area")[:2])
    return unit_info(standing[0]) if len(standing) == 1 else unit


def successions() -> Successions:
    """What became of every unit, kept until the lists change: each tree that is laid out asks for it."""
    return _successions(*edition())


@lru_cache(maxsize=2)
def _successions(database: str, version: str) -> Successions:
    rows = Succession.objects.order_by("on", "old_id", "new_id").values_list("old_id", "new_id", "on", "extent", "act", "share")
    return Successions.of(SuccessionInfo(old, new, on, extent, act, _as_words(share)) for old, new, on, extent, act, share in rows)


def points_of(unit_ids: Collection[str]) -> dict[str, UnitPoint]:
    """Where units stand on a map, by id: a unit's own point, else its area's, else that of what it passed into (whole before part); those
    without any are left out. The lists have points of the units since 1/7/2025 only."""
    infos = units_get(unit_ids)
    areas = {info.id: info.area_of or info.id for info in infos.values()}
    known = infos | units_get(set(areas.values()) - infos.keys())
    out, heirs = {}, [unit for unit, area in areas.items() if known[area].lat is None and infos[unit].lat is None]
    into: dict[str, str] = {}
    olds = sorted({areas[unit] for unit in heirs})
    for chunk in _chunks(olds):
        rows = (
            Succession.objects.filter(old__in=chunk, new__lat__isnull=False).order_by("-extent", "new_id").values_list("old_id", "new_id")
        )
        for old, new in rows:
            into.setdefault(old, new)
    known |= units_get(set(into.values()))
    for unit in unit_ids:
        if unit not in infos:
            continue
        own, area = infos[unit], known[areas[unit]]
        heir = known.get(into.get(area.id, ""))
        for one in (own, area, heir):
            if one is not None and one.lat is not None and one.lon is not None:
                out[unit] = UnitPoint(one.lat, one.lon, one.name if one is heir else "")
                break
    return out


def scope_units(*, actor: Actor, roles: Collection[str], on: date) -> UnitScope:
    """The units that the actor's grants of these roles reach on that day.

    A grant reaches its unit and everything below it by any kind of link, on that day or, for a unit that is gone, on its last day. It also
    reaches what passed into those units as a whole, with everything below on the last day: whoever answers for phường Bắc Kạn today answers
    for the book of a commune that it took over entirely, not for one of which it took a part."""
    granted = frozenset(grant.unit_id for grant in roles_of(actor=actor, on=on) if grant.role in roles)
    if ALL_UNITS in granted:
        return UnitScope(everything=True, unit_ids=frozenset())
    return UnitScope(everything=False, unit_ids=_reach(*edition(), granted, on) if granted else granted)


@cached(LRUCache(_KEPT_UNITS, getsizeof=lambda reached: 1 + len(reached)), lock=Lock())
def _reach(database: str, version: str, granted: frozenset[str], on: date) -> frozenset[str]:
    """What grants on these units reach. One request asks it dozens of times; grants themselves are never kept, so that a right taken away
    is gone at once."""
    reached: set[str] = set()
    waiting = {info.id: _day_for(info, on) for info in units_get(granted).values()}
    while waiting:
        fresh = _below(waiting) - reached
        reached |= fresh
        old = Succession.objects.filter(new__in=fresh, extent="whole", on__lte=on).values_list("old_id", flat=True) if fresh else ()
        waiting = {info.id: _day_for(info, on) for info in units_get(set(old) - reached).values()}
    return frozenset(reached)


def _day_for(unit: UnitInfo, on: date) -> date:
    return on if unit.closed is None or on < unit.closed else unit.closed - timedelta(days=1)


def _below(starts: dict[str, date]) -> set[str]:
    """The units themselves, their areas and commands, and all below them, each start on its own day."""
    found = set(starts)
    for day in set(starts.values()):
        step = {unit for unit, its_day in starts.items() if its_day == day}
        while step:
            same_place = set(Unit.objects.filter(area_of__in=step).values_list("pk", flat=True))
            same_place |= set(Unit.objects.filter(pk__in=step, area_of__isnull=False).values_list("area_of_id", flat=True))
            below = set(Link.objects.filter(holding_on(day), parent__in=step | same_place).values_list("child_id", flat=True))
            step = (same_place | below) - found
            found |= step
    return found


def holding_on(day: date, prefix: str = "") -> Q:
    """The condition that a tie holds on that day."""
    starts = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})
    return starts & (Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day}))


def existing_on(day: date, prefix: str = "") -> Q:
    """The condition that a unit exists on that day."""
    starts = Q(**{f"{prefix}opened__isnull": True}) | Q(**{f"{prefix}opened__lte": day})
    return starts & (Q(**{f"{prefix}closed__isnull": True}) | Q(**{f"{prefix}closed__gt": day}))


def _chunks(ids: list[str]) -> Iterator[list[str]]:
    return (ids[at : at + _CHUNK] for at in range(0, len(ids), _CHUNK))


def _as_words(share: Decimal | None) -> str | None:
    return None if share is None else format(share.normalize(), "f")


def unit_info(row: Unit) -> UnitInfo:
    return UnitInfo(
        row.pk, row.name, row.short_name, row.kind, row.level, row.official_code, row.opened, row.closed, row.area_of_id,
        row.lat, row.lon, row.area_km2,
    )  # fmt: skip


@lru_cache(maxsize=4)
def _index(database: str, version: str) -> UnitNameIndex:
    """``database`` and ``version`` only tell one state of the lists from another."""
    units = tuple(_units(database, version).values())
    ties = Link.objects.order_by("pk").values_list("child_id", "parent_id", "kind", "valid_from", "valid_to")
    aliases = tuple(Alias.objects.order_by("pk").values_list("unit_id", "name"))
    return UnitNameIndex.from_data(UnitData(units, tuple(LinkInfo(*row) for row in ties), (), aliases))
