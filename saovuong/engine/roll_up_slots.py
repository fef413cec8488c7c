"""Figures that do not simply add: gathered, decided per unit, and laid down as slots that do."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from saovuong.core.catalogue import Measure
from saovuong.core.quantity import MeasureKind, Modifier, Role
from saovuong.engine.index import FactIndex
from saovuong.engine.over_time import Window
from saovuong.engine.over_units import Fold, picker_for, slots_of
from saovuong.engine.parquet import COLUMNS, MARKS, TILES, fact_of, long_facts
from saovuong.engine.roll_up_places import Places
from saovuong.engine.roll_up_shapes import Standing, Store, Tiles
from saovuong.engine.shapes import Amount, Fact, Tree
from saovuong.engine.statements import statement

WORDS = {1: Modifier.OVER, 2: Modifier.AT_LEAST, 4: Modifier.UNDER, 8: Modifier.AT_MOST, 16: Modifier.ABOUT, 32: Modifier.RANGE}
_BITS = {modifier: bit for bit, modifier in WORDS.items()}
_LISTED = ", ".join(COLUMNS)
_SLOTS = "w, measure, unit, slot, value, stated, words, low, high, likely_low, likely_high"
_NO_REST = "select 0 as measure, 0 as unit, '' as role where 1 = 0"
_NO_TILES = "select 0 as measure, 0 as unit, '' as uom where 1 = 0"


def loose_facts(
    store: Store, measures: Mapping[int, Measure], windows: Sequence[tuple[date, date]], places: Places, marked: Collection[int]
) -> frozenset[int]:
    """Fill q_measure, q_touched and loose; the measures of which anything is loose. ``marked`` are those whose marks are loose too."""
    database = store.database
    among = f"measure in ({_numbers(measures)})"
    rest = [f"select measure, unit, role from {one} where {among}" for one in store.rest]
    if marked:
        chosen = f"where measure in ({_numbers(marked)})"
        rest += [f"select measure, unit, 'result' as role from {one.marks} {chosen}" for one in store.tiles if one.marks]
    tiles = [query for one in store.tiles for query in _doubtful(store, one, measures, places)]
    if not rest and not tiles:
        return frozenset()
    columns = "measure integer, kind varchar, uom varchar"
    database.fill("q_measure", columns, [(number, measure.kind.value, measure.uom) for number, measure in measures.items()])
    database.execute(statement("touched", rest=" union all ".join(rest) or _NO_REST, tiles=" union all ".join(tiles) or _NO_TILES))
    found = frozenset(row[0] for row in database.execute("select distinct measure from q_touched").fetchall())
    if not found:
        return found
    first, last = min(start for start, _ in windows), max(end for _, end in windows)
    stocks = ", ".join(str(number) for number, measure in measures.items() if measure.kind is MeasureKind.STOCK) or "-1"
    in_time = f"period_start < date '{last}' and (measure in ({stocks}) or period_end is null or period_end > date '{first}')"
    hit = f"measure in ({_numbers(found)}) and exists (select 1 from q_touched x where x.measure = t.measure and x.stored = t.unit)"
    parts = [f"select {_LISTED} from {one} t where {hit}" for one in store.rest]
    parts += [f"select * from ({one})" for one in in_months(store, hit)]
    facts = f"select * from ({' union all '.join(parts)}) where {in_time}"
    database.execute(statement("loose", facts=facts))
    return found


def _doubtful(store: Store, tiles: Tiles, measures: Mapping[int, Measure], places: Places) -> Iterator[str]:
    """Queries for tiles and marks that may not add: of units that share a place, and in another unit of measure than the measure's."""
    summed = bool(tiles.sums) and frozenset[int]().union(*tiles.parts) >= tiles.units
    for relation, told in ((tiles.relation, tiles.sums if summed else ""), (tiles.marks, tiles.marks)):
        odd = [number for number in measures if relation and _other_uom(store, told, measures[number].uom, number)]
        if odd:
            yield f"select measure, unit, uom from {relation} where measure in ({_numbers(odd)})"
        if places.sharing and relation:
            both = f"measure in ({_numbers(measures)}) and unit in ({_numbers(sorted(places.sharing))})"
            yield f"select measure, unit, uom from {relation} where {both}"


def _other_uom(store: Store, relation: str, uom: str, measure: int) -> bool:
    """Whether anything there is in another unit of measure; True where the relation cannot tell. What it says is remembered."""
    if not relation:
        return True
    known = store.kept.get(relation)
    if known is None:
        query = f"select measure, min(uom), max(uom), count(*) - count(uom) from {relation} group by measure"
        known = store.kept[relation] = {row[0]: row[1:] for row in store.database.execute(query).fetchall()}
    assert isinstance(known, dict)
    return measure in known and known[measure] != (uom, uom, 0)


def in_months(store: Store, where: str) -> Iterator[str]:
    """Queries for the figures of tiles and marks, one row each, of the rows that fit ``where`` (their alias is t)."""
    for one in store.tiles:
        for kind, relation in ((TILES, one.relation), (MARKS, one.marks)):
            if relation:
                yield long_facts(kind=kind, source=f"(select * from {relation} t where {where})", months=one.months)


def _numbers(some: Iterable[int]) -> str:
    return ", ".join(map(str, some))


def decide(
    store: Store, measures: Mapping[int, Measure], windows: Sequence[tuple[date, date]], tree: Tree, names: Mapping[int, str]
) -> None:
    """Fill up slots: what SQL can tell, and what the engine's rules say of the knots."""
    database = store.database
    both = f"select * from ({statement('slots_flow')}) union all select * from ({statement('slots_stock')})"
    database.execute(f"create or replace temporary table told as {both}")
    knots = database.execute("select distinct w, measure, unit from told where knot = 1").fetchall()
    database.execute(
        f"insert into slots ({_SLOTS}, days) select w, measure, unit, slot, value, stated, words, low, high, low, high, days from told t "
        "where not exists (select 1 from told k where k.knot = 1 and k.w = t.w and k.measure = t.measure and k.unit = t.unit)"
    )
    if not knots:
        return
    groups: dict[tuple[int, int], list[Fact]] = {}
    query = (
        f"select {', '.join('l.' + column for column in COLUMNS)} from loose l "
        "where exists (select 1 from told k where k.knot = 1 and k.measure = l.measure and k.unit = l.unit) order by l.id"
    )
    for row in database.execute(query).fetchall():
        groups.setdefault((row[3], row[1]), []).append(fact_of(row, units=names, measures=store.measures))
    rows = []
    for w, number, unit in sorted(knots):
        measure = measures[number]
        window = Window(*windows[w])
        done = Fold(measure, window, tree)
        pick = picker_for(measure, window, role=Role.RESULT)
        own, reported = slots_of(done, names[unit], groups[number, unit], pick, splits=tree.has_totals(names[unit]))
        for slot, picked in (("own", own), ("reported", reported)):
            if picked is not None:
                rows.append((w, number, unit, slot, *_amount_columns(picked.amount, stated=picked.stated)))
    types = "integer, measure integer, unit integer, slot varchar, value varchar, stated integer, words integer"
    database.fill("decided", f"w {types}, low varchar, high varchar, likely_low varchar, likely_high varchar", rows)
    numbers = ("value", "low", "high", "likely_low", "likely_high")
    listed = ", ".join(f"cast({one} as decimal(38, 6))" if one in numbers else one for one in _SLOTS.split(", "))
    database.execute(f"insert into slots ({_SLOTS}) select {listed} from decided")


def _amount_columns(amount: Amount | None, *, stated: bool) -> tuple[object, ...]:
    if amount is None:
        return None, int(stated), 0, None, None, None, None
    low, high, likely = amount.bounds.low, amount.bounds.high, amount.likely
    ends = (_text(low), _text(high), _text(likely.low), _text(likely.high))
    return _text(amount.value), int(stated), _BITS.get(amount.modifier, 0), *ends


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def measures_left_to_the_engine(store: Store, tree: Tree) -> Mapping[str, str]:
    """Measures that no sum over units can tell, with why: ``joint``, a figure of a joint event, which counts once above its participants;
    ``former``, a reported total of a unit that has other units below it in this tree than it had; ``divided``, all of them, where the tree
    has pieces of divided units."""
    if tree.pieces:
        return dict.fromkeys(store.measures, "divided")
    once_other = tree.alone.union(tree.stands_for)
    former = _numbers(place for place, unit in enumerate(store.units) if unit in once_other) or "-1"
    odd = f"joint is not null or (scope = 'total' and unit in ({former}))"
    parts = " union all ".join(f"select measure, joint from {one} where {odd}" for one in store.rest)
    if not parts:
        return {}
    found = store.database.execute(f"select measure, count(joint) from ({parts}) group by measure").fetchall()
    return {store.measures[measure]: "joint" if events else "former" for measure, events in found}


def facts_of(store: Store, codes: Collection[str], tree: Tree, standing: Standing) -> FactIndex:
    """All facts of some measures about units of the tree, for the engine in Python; q_place is filled."""
    numbers = [str(place) for place, code in enumerate(store.measures) if code in codes]
    if not numbers:
        return FactIndex(())
    among = f"measure in ({', '.join(numbers)})"
    parts = [f"select {_LISTED} from {one} where {among}" for one in store.rest]
    parts += [f"select * from ({one})" for one in in_months(store, among)]
    if not parts:
        return FactIndex(())
    inside = tree.origins()
    out = []
    for row in store.database.execute(f"select {_LISTED} from ({' union all '.join(parts)})").fetchall():
        fact = fact_of(row, units=store.units, measures=store.measures, areas=standing.areas)
        seen = standing.seen is None or (store.units[row[1]] in standing.seen and store.units[row[2]] in standing.seen)
        if fact.unit in inside and seen and not (fact.unit in standing.own_only and fact.scope.value == "total" and fact.value is not None):
            out.append(fact)
    return FactIndex(out)
