"""The figures that a question needs, read once, narrowed to the actor, and made ready for the engine."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from saovuong.accounts.shapes import Actor
from saovuong.consolidation.shapes import NotComparable, Place
from saovuong.consolidation.snapshot_reading import LedgerRows, SnapshotReader
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.core.period import YEARLY
from saovuong.core.quantity import MeasureKind, Scope
from saovuong.engine import Fact, FactIndex
from saovuong.engine.roll_up_shapes import Standing, Store
from saovuong.ledger import queries as ledger
from saovuong.ledger.access import READS, covers, scope_of
from saovuong.ledger.shapes import FactRow

ACCEPTED = "accepted"
# Stocks and answers stand until stated anew, so their history before the period is read too.
_CARRYING = (MeasureKind.STOCK, MeasureKind.YES_NO)
_BEGINNING = date(1945, 1, 1)
# Beyond this, naming every unit to the database costs more than leaving some rows unused.
_MOST_UNITS = 5000


class OutOfScope(Refusal):
    code = "SV-713"
    template = (
        "Tài khoản “{name}” không có quyền xem số liệu của “{unit}”. Đề nghị quản trị viên cấp quyền hoặc dùng tài khoản khác (--as)."
    )


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, as of when, and which submissions count: the same for every read behind one answer."""

    actor: Actor | None
    at: datetime | None
    states: Collection[str]
    now: datetime | None
    snapshot: SnapshotReader | None = None

    @property
    def reader(self) -> SnapshotReader | None:
        """The snapshot where it can answer: it holds what is accepted now, not what was or may be."""
        return self.snapshot if self.at is None and set(self.states) == {ACCEPTED} else None

    def adding(self, place: Place) -> SnapshotReader | None:
        """The snapshot where adding up in SQL answers for the place, and sooner than looking at its figures one by one."""
        reader = self.reader
        if reader is None or not reader.adds_in_sql(units=_units(place), start=place.start, end=place.end):
            return None
        return reader


@dataclass(frozen=True, slots=True)
class Book:
    """``rows`` are the ledger's figures by id, ``index`` the same for the engine; ``place`` knows which of them fall out of its tree.

    ``hidden`` are units of the tree outside the actor's scope."""

    place: Place
    rows: Mapping[int, FactRow]
    index: FactIndex
    hidden: tuple[str, ...]


def book_for(*, place: Place, asking: Asking, catalogue: Catalogue, measures: Iterable[str] | None) -> Book:
    """The effective figures about the units of the place. ``measures`` None reads all.

    No actor, no rows. Raises :class:`OutOfScope` where the actor may not see the unit that answers: a sum over the few units that he may
    see would pass for its total."""
    hidden = hidden_of(place, asking)
    wanted = set(catalogue.measures) if measures is None else set(measures)
    if asking.reader is not None:
        read = _read_snapshot(asking.reader, place, asking, catalogue, wanted)
        facts, fallen = facts_for(place, read)
        return Book(
            _with_fallen(place, fallen), LedgerRows(asking.actor, asking.now, tuple(fact.id for fact in read)), FactIndex(facts), hidden
        )
    rows = {row.id: row for row in _read(place, asking, catalogue, wanted)}
    facts, fallen = facts_for(place, [engine_fact(row, unit=row.unit_id, reporter=row.reporter_id) for row in rows.values()])
    return Book(_with_fallen(place, fallen), rows, FactIndex(facts), hidden)


def hidden_of(place: Place, asking: Asking) -> tuple[str, ...]:
    """Units of the tree outside the actor's scope. Raises :class:`OutOfScope`."""
    if asking.actor is None:
        return ()
    scope = scope_of(actor=asking.actor, roles=READS, now=asking.now)
    if not covers(scope, place.unit.id):
        raise OutOfScope(name=asking.actor.name, unit=place.unit.name)
    return tuple(unit for unit in _members(place) if not covers(scope, unit))


def store_for(place: Place, asking: Asking, reader: SnapshotReader) -> tuple[Store, Standing]:
    """The snapshot laid out for adding up the place's units in SQL, and how they stand; of the figures the actor may see."""
    scope = scope_of(actor=asking.actor, roles=READS, now=asking.now)
    units = _units(place)
    everything = scope is not None and scope.everything
    seen = None if everything else frozenset(unit for unit in reader.keys.units if covers(scope, unit))
    store = reader.store(units=units if len(units) <= _MOST_UNITS else None, start=_BEGINNING, end=place.end)
    return store, Standing(areas=place.areas, own_only=place.own_only, seen=seen)


def with_fallen(place: Place, asking: Asking, catalogue: Catalogue, reader: SnapshotReader, wanted: set[str]) -> Place:
    """The place with the ids of those figures of the measures ``wanted`` that fall out of its tree."""
    inside = frozenset(_members(place))
    units = {unit for unit in _units(place) if (counted := place.areas.get(unit, unit)) not in inside or counted in place.own_only}
    read = _read_snapshot(reader, place, asking, catalogue, wanted, among=units) if units else []
    return _with_fallen(place, facts_for(place, read)[1])


def _spans(place: Place, catalogue: Catalogue, wanted: set[str]) -> list[tuple[set[str], date]]:
    """Measures with the day from which their facts are needed."""
    carrying = {code for code in wanted if catalogue.measures[code].kind in _CARRYING}
    return [(codes, start) for codes, start in ((carrying, _BEGINNING), (wanted - carrying, place.start)) if codes]


def _members(place: Place) -> tuple[str, ...]:
    """The units whose figures the tree adds up, in its order; a divided unit once."""
    return tuple(unit for _, unit in place.tree.counted_once(divided=True))


def _units(place: Place) -> set[str]:
    return {*_members(place), *place.areas, *(note.unit for note in place.not_comparable)}


def _read_snapshot(
    reader: SnapshotReader, place: Place, asking: Asking, catalogue: Catalogue, wanted: set[str], *, among: Collection[str] | None = None
) -> list[Fact]:
    """As :func:`_read`: both the unit a figure is about and its reporter must be in scope."""
    scope = scope_of(actor=asking.actor, roles=READS, now=asking.now)
    units = {unit for unit in (_units(place) if among is None else among) if covers(scope, unit)}
    read = [
        fact
        for codes, start in _spans(place, catalogue, wanted)
        for fact in reader.facts(units=units if len(units) <= _MOST_UNITS else None, measures=codes, start=start, end=place.end)
        if covers(scope, fact.reporter) and covers(scope, fact.unit)
    ]
    return sorted(read, key=lambda fact: fact.id)


def _read(place: Place, asking: Asking, catalogue: Catalogue, wanted: set[str]) -> list[FactRow]:
    units = _units(place)
    rows: list[FactRow] = []
    for codes, start in _spans(place, catalogue, wanted):
        rows += ledger.effective_facts(
            actor=asking.actor,
            unit_ids=units if len(units) <= _MOST_UNITS else None,
            measures=codes,
            start=start,
            end=place.end,
            at=asking.at,
            states=asking.states,
            now=asking.now,
        )
    return rows


def facts_for(place: Place, read: Iterable[Fact]) -> tuple[list[Fact], dict[str, list[int]]]:
    """Facts about units of the tree, an area's counted as its command's; and the ids that fall out, by unit."""
    inside = frozenset(_members(place))
    facts: list[Fact] = []
    fallen: dict[str, list[int]] = {}
    for fact in read:
        unit, reporter = place.areas.get(fact.unit, fact.unit), place.areas.get(fact.reporter, fact.reporter)
        total_elsewhere = unit in place.own_only and fact.scope is Scope.TOTAL and fact.value is not None
        if unit not in inside or total_elsewhere:
            fallen.setdefault(unit, []).append(fact.id)
        elif unit == fact.unit and reporter == fact.reporter:
            facts.append(fact)
        else:
            facts.append(replace(fact, unit=unit, reporter=reporter))
    return facts, fallen


def engine_fact(row: FactRow, *, unit: str, reporter: str) -> Fact:
    return Fact(
        id=row.id,
        unit=unit,
        reporter=reporter,
        measure=row.measure,
        start=row.period_start,
        end=row.period_end,
        as_of=row.as_of,
        role=row.role,
        scope=row.scope,
        value=row.value,
        high=row.high,
        rating=row.rating,
        flag=row.flag,
        modifier=row.modifier,
        uom=row.uom,
        comparator=row.comparator,
        target_mode=row.target_mode,
        standing=row.period_label == YEARLY,
        joint=row.joint,
    )


def _with_fallen(place: Place, fallen: Mapping[str, list[int]]) -> Place:
    """The place with the ids that fall out. Units that merely ceased are only worth naming where they had figures."""
    notes = []
    for note in place.not_comparable:
        ids = tuple(sorted(fallen.get(note.unit, ())))
        if ids or note.reason not in ("abolished", "earlier"):
            notes.append(replace(note, facts=ids))
    notes.extend(NotComparable(unit, None, "other_tree", tuple(sorted(fallen[unit]))) for unit in sorted(place.own_only) if unit in fallen)
    return replace(place, not_comparable=tuple(notes))
