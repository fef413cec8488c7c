"""The tree of a question as tables: who stands where, who is above whom, which units are asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from saovuong.engine.databases import Database
from saovuong.engine.roll_up_shapes import Standing, Store
from saovuong.engine.shapes import Tree


@dataclass(frozen=True)
class Places:
    """``names`` of numbers, also of those that only this tree has; how many units are ``expected`` below every asked one.

    ``stands``: for a stored unit the asked units at or above it, whether it is expected, and whether it shares its place with others;
    ``sharing`` are those that do."""

    names: Mapping[int, str]
    expected: Mapping[str, int]
    stands: Mapping[int, tuple[frozenset[str], bool, bool]] = field(default_factory=dict)
    sharing: frozenset[int] = frozenset()

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Names turned round."""
        return {unit: number for number, unit in self.names.items()}


def places_of(store: Store, tree: Tree, asked: Sequence[str], standing: Standing) -> Places:
    """Fill q_place (stored unit -> unit of the tree), q_seen, q_unit, q_up (unit -> itself and all above), q_asked and q_tile (stored ->
    asked units above), unless they hold just this."""
    question = (tree, tuple(asked), standing, store.split_units)
    if store.kept.get("question") != question:
        store.kept.pop("question", None)
        store.kept["places"] = _lay_out(store, tree, asked, standing)
        store.kept["question"] = question
    places = store.kept["places"]
    assert isinstance(places, Places)
    return places


def _lay_out(store: Store, tree: Tree, asked: Sequence[str], standing: Standing) -> Places:
    numbers = {unit: place for place, unit in enumerate(store.units)}
    inside = _below(tree, asked)
    # Units without any figure have no number yet; below zero nothing is stored.
    number_of = {unit: numbers.get(unit, -1 - place) for place, unit in enumerate(inside)}
    above: dict[str, tuple[str, ...]] = {}
    for parent in inside:
        above.setdefault(parent, (parent,))
        for child in tree.children.get(parent, ()):
            above[child] = (child, *above[parent])
    database = store.database
    stored = _stored(store, number_of, standing)
    meant: dict[int, int] = {}
    for _, counted in stored:
        meant[counted] = meant.get(counted, 0) + 1
    shared = {one for one, unit in stored if meant[unit] > 1 or one in store.split_units or one != unit}
    own_only = {number_of[unit] for unit in standing.own_only if unit in number_of}
    database.fill(
        "q_place",
        "stored integer, unit integer, shared boolean, own_only boolean",
        [(one, unit, one in shared, unit in own_only) for one, unit in stored],
    )
    database.fill("q_seen", "stored integer", [(n,) for unit, n in numbers.items() if standing.seen is None or unit in standing.seen])
    rows = [(number_of[unit], unit in tree.expected, bool(tree.children.get(unit))) for unit in inside]
    database.fill("q_unit", "unit integer, expected boolean, has_children boolean", rows)
    database.fill("q_up", "unit integer, top integer", [(number_of[unit], number_of[top]) for unit in inside for top in above[unit]])
    database.fill("q_asked", "unit integer", [(number_of[unit],) for unit in asked])
    database.execute(
        "create or replace temporary table q_tile as select p.stored, a.top, u.expected from q_place p "
        "join q_up a on a.unit = p.unit join q_asked q on q.unit = a.top join q_unit u on u.unit = p.unit"
    )
    counts = dict.fromkeys(asked, 0)
    for unit in tree.expected:
        for top in above.get(unit, ()):
            if top in counts:
                counts[top] += 1
    names = {**dict(enumerate(store.units)), **{number: unit for unit, number in number_of.items()}}
    wanted = frozenset(asked)
    tops = {unit: wanted.intersection(above[unit]) for unit in inside}
    stands = {one: (tops[names[unit]], names[unit] in tree.expected, one in shared) for one, unit in stored}
    return Places(names, counts, stands, frozenset(one for one, (_, _, together) in stands.items() if together))


def _below(tree: Tree, asked: Sequence[str]) -> tuple[str, ...]:
    """The asked units and all below them, parents before children."""
    if tree.root in asked:
        return tree.units()
    # In the tree's order an asked unit above another comes first, and takes it along.
    found: dict[str, None] = {}
    wanted = frozenset(asked)
    for unit in tree.units():
        if unit in wanted and unit not in found:
            found.update(dict.fromkeys(replace(tree, root=unit).units()))
    return tuple(found)


def _stored(store: Store, number_of: dict[str, int], standing: Standing) -> list[tuple[int, int]]:
    """(stored unit, unit of the tree that it counts as)."""
    pairs = []
    for place, unit in enumerate(store.units):
        counted = standing.areas.get(unit, unit)
        if counted in number_of and (standing.seen is None or unit in standing.seen):
            pairs.append((place, number_of[counted]))
    return pairs


def windows_table(database: Database, windows: Sequence[tuple[date, date]]) -> None:
    rows = [(w, start, end) for w, (start, end) in enumerate(windows)]
    database.fill("q_window", "w integer, w_start date, w_end date", rows)
