"""A period's figures on the tree of another day (DESIGN 6.7): what passed over whole counts exactly, the rest is named.

The units of the period's own day are hung under the units that took them over, so that every figure stays its own unit's, the sums stay
sums of parts, and an explanation shows what was joined. What went several ways hangs under the lowest unit that holds all of it: there and
above it counts exactly. Below, only a declared share of it counts, marked as estimated; without one it is listed as not comparable.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from saovuong.consolidation.shapes import NotComparable
from saovuong.core.text import sort_key
from saovuong.core.units import UnitInfo
from saovuong.engine.shapes import Piece, Tree
from saovuong.org import queries as org
from saovuong.org.relations import Relations
from saovuong.org.shapes import Successions

_WHOLE = "whole"
_ONE = Decimal(1)
# The lowest level: nobody reports to its units and no command stands beside them.
_LOWEST = "commune"


@dataclass(frozen=True, slots=True)
class Restated:
    """See :class:`Place` for the fields."""

    tree: Tree
    carried: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    own_only: frozenset[str] = frozenset()
    not_comparable: tuple[NotComparable, ...] = ()


def restate(base: Tree, *, day: date) -> Restated:
    """``base`` with the units of ``day`` hung under the units of the tree that did not exist then.

    Expected are the units that had to report on ``day``: those of the tree that existed, and the carried ones without units below them."""
    lists = org.index().relations
    absent = [unit for unit in base.units() if not lists.units[unit].exists_on(day)]
    if not absent:
        return Restated(base)
    work = _Restating(base=base, day=day, ties=org.successions(), lists=lists)
    for unit in absent:
        if _opened_after(lists.units[unit], day):
            work.predecessors(unit, unit, _ONE)
        else:
            work.successors(unit, unit)
    work.settle(absent)
    return work.result(absent)


def forerunners(tree: Tree, *, start: date, end: date) -> tuple[NotComparable, ...]:
    """Units that passed into units of the tree after the period had begun: what they reported before is not on this tree."""
    lists = org.index().relations
    known = ((unit, lists.units[unit].opened) for unit in tree.origins())
    fresh = [unit for unit, opened in known if opened is not None and start < opened < end]
    if not fresh:
        return ()
    into = org.successions().by_new
    passed = [tie for unit in fresh for tie in into.get(unit, ()) if start < tie.on < end]
    notes: dict[str, NotComparable] = {}
    for old, ties in groupby(sorted(passed, key=lambda tie: (tie.old, tie.on, tie.new)), key=lambda tie: tie.old):
        first = next(ties)
        unit = lists.reporting_unit(old, day=first.on - timedelta(days=1)).id
        notes.setdefault(unit, NotComparable(unit, first.new, "earlier"))
    inside = frozenset(tree.units())
    return tuple(note for unit, note in sorted(notes.items()) if unit not in inside)


def _opened_after(unit: UnitInfo, day: date) -> bool:
    return unit.opened is not None and day < unit.opened


@dataclass(slots=True)
class _Found:
    """Where one unit of the day went: units of the tree with the share of it, None where a share on the way is not declared.

    ``sources`` are the units of the succession lists that stand behind it (a command's area)."""

    reason: str
    shares: dict[str, Decimal | None] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)

    def add(self, unit: str, share: Decimal | None) -> None:
        before = self.shares.get(unit, Decimal(0))
        self.shares[unit] = None if share is None or before is None else before + share


@dataclass(slots=True)
class _Restating:
    base: Tree
    day: date
    ties: Successions
    lists: Relations
    found: dict[str, _Found] = field(default_factory=dict)
    hung: dict[str, list[str]] = field(default_factory=dict)
    pieces: dict[str, Piece] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    above: set[str] = field(default_factory=set)
    old_trees: dict[str, tuple[str, ...]] = field(default_factory=dict)
    notes: dict[tuple[str, str | None], NotComparable] = field(default_factory=dict)
    way_up: dict[str, str] = field(default_factory=dict)
    inside: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.inside = frozenset(self.base.units())
        self.way_up = {child: parent for parent, below in self.base.children.items() for child in below}

    # --- what became of whom ---

    def predecessors(self, place: str, unit: str, share: Decimal | None) -> None:
        """Note the units of the day that passed into ``unit`` (of which ``share`` is in ``place``), also through units in between."""
        for tie in self.ties.by_new.get(unit, ()):
            old = self.lists.units[tie.old]
            if tie.on <= self.day:
                continue
            passed = _ONE if tie.extent == _WHOLE else None if tie.share is None else Decimal(tie.share)
            passed = None if passed is None or share is None else passed * share
            if old.exists_on(self.day):
                reporter = self.reporter(old.id, self.day)
                # What a command did is not divided with the land of its area.
                whole = passed if reporter == old.id or passed == 1 else None
                self.note(reporter, "part" if reporter == old.id else "abolished", old.id).add(place, whole)
            elif _opened_after(old, self.day):
                self.predecessors(place, old.id, passed)

    def successors(self, place: str, unit: str) -> None:
        """Note the units of the day that hold ``unit``. One that holds nothing else is ``place`` as a whole; what else holds is merged."""
        for tie in self.ties.by_old.get(unit, ()):
            new = self.lists.units[tie.new]
            if self.day < tie.on:
                continue
            alone = tie.extent == _WHOLE and len(self.ties.by_new[tie.new]) == 1
            if new.exists_on(self.day):
                self.note(new.id, "merged", new.id).add(place, _ONE if alone else None)
            elif alone:
                self.successors(place, new.id)
            else:
                self.note(new.id, "merged", new.id).add(place, None)

    def note(self, unit: str, reason: str, source: str) -> _Found:
        found = self.found.setdefault(unit, _Found(reason))
        found.sources.add(source)
        return found

    def reporter(self, unit: str, day: date) -> str:
        return self.lists.reporting_unit(unit, day=day).id

    # --- where it stands in the tree ---

    def settle(self, absent: Iterable[str]) -> None:
        for unit in sorted(self.found):
            self.place(unit, self.found[unit])
        self.leftovers()
        told = {*self.hung, *(note.successor for note in self.notes.values())}
        told.update(place for found in self.found.values() for place in found.shares)
        for unit in absent:
            if unit not in told and self.lists.units[unit].level == _LOWEST:
                self.notes[unit, unit] = NotComparable(unit, unit, "unknown")

    def place(self, unit: str, found: _Found) -> None:
        """Hang the unit, or its pieces, under the units of the tree that hold them; name what is not told there."""
        known = {place: share for place, share in found.shares.items() if share is not None}
        if self.stays(unit):
            self.cede(unit, found, known)
            return
        for place, share in sorted(known.items()):
            if share >= 1:
                self.hang(unit, place)
                return
        for place, share in sorted(known.items()):
            self.hang_piece(unit, place, share)
        rest = _ONE - sum(known.values(), Decimal(0))
        if not rest:
            return
        holder = self.holder(found)
        open_ends = [place for place in found.shares if place not in known]
        if holder is None:
            for place in sorted(open_ends):
                key = (unit, None if found.reason == "abolished" else place)
                self.notes.setdefault(key, NotComparable(unit, key[1], found.reason))
        elif not known:
            self.hang(unit, holder)
            self.above.add(unit)
            if found.reason != "abolished":
                self.notes[unit, holder] = NotComparable(unit, holder, f"{found.reason}_above")
        else:
            self.hang_piece(unit, holder, rest)
            self.notes[unit, holder] = NotComparable(unit, holder, "rest_above")

    def stays(self, unit: str) -> bool:
        """Whether the unit goes on beside what it gave up."""
        return self.lists.units[unit].exists_on(self.base.day)

    def cede(self, unit: str, found: _Found, known: dict[str, Decimal]) -> None:
        """A unit that only gave up parts keeps the rest of its figures; what has no share stays with it and is named."""
        for place in sorted(found.shares):
            if place not in known:
                self.notes[unit, place] = NotComparable(unit, place, "ceded" if unit in self.inside else "part")
        shared = {place: share for place, share in sorted(known.items()) if unit not in self.base.children}
        for place, share in shared.items():
            self.hang_piece(unit, place, share)
        if shared and unit in self.inside:
            self.pieces[f"{unit}@{unit}"] = Piece(unit, _ONE - sum(shared.values(), Decimal(0)))

    def holder(self, found: _Found) -> str | None:
        """The lowest unit of the tree that holds everything the unit became (or was made of); None where some of it is outside."""
        ends: set[str] = set()
        for source in found.sources:
            some = self.ends_of(source)
            if not some or not some <= self.inside:
                return None
            ends |= some
        ways = [self.upwards(end) for end in ends]
        shared = frozenset(ways[0]).intersection(*ways)
        return next(unit for unit in ways[0] if unit in shared)

    def ends_of(self, unit: str) -> frozenset[str]:
        """The units of the tree's day that ``unit`` passed into, or was made of."""
        forward = self.day < self.base.day
        ties = self.ties.by_old.get(unit, ()) if forward else self.ties.by_new.get(unit, ())
        out: set[str] = set()
        for tie in ties:
            if not (self.day < tie.on <= self.base.day if forward else self.base.day < tie.on <= self.day):
                continue
            other = self.lists.units[tie.new if forward else tie.old]
            if other.exists_on(self.base.day):
                out.add(self.reporter(other.id, self.base.day))
            else:
                out |= self.ends_of(other.id)
        return frozenset(out)

    def upwards(self, unit: str) -> list[str]:
        way = [unit]
        while way[-1] in self.way_up:
            way.append(self.way_up[way[-1]])
        return way

    def hang(self, unit: str, place: str) -> None:
        self.hung.setdefault(place, []).append(unit)
        self.placed.add(unit)

    def hang_piece(self, unit: str, place: str, share: Decimal) -> None:
        own_id = f"{unit}@{place}"
        self.pieces[own_id] = Piece(unit, share)
        self.hung.setdefault(place, []).append(own_id)
        self.placed.add(unit)

    def leftovers(self) -> None:
        """Who stood below a unit that is in the tree as a whole, and is in no list of successions: it still counts for that unit."""
        units = self.lists.units
        standing = [(unit, unit) for unit in self.base.units() if self.level(unit) != _LOWEST and units[unit].exists_on(self.day)]
        taken_over = [
            (place, unit)
            for place, below in self.hung.items()
            for unit in below
            if unit not in self.pieces and unit not in self.above and self.level(unit) != _LOWEST
        ]
        # Deepest first, so that each is met under the lowest unit that holds it.
        for place, unit in sorted((*taken_over, *standing), key=lambda pair: (-len(self.upwards(pair[0])), pair)):
            below = [one for one in self.below(unit) if one not in self.placed and one not in self.inside and one not in self.found]
            for one in below:
                if self.lists.units[one].exists_on(self.base.day):
                    continue
                ends = self.ends_of(one)
                if not ends:
                    self.hang(one, place)
                    self.above.add(one)
                elif ends <= self.inside:
                    # Of these only units that go on took or gave anything.
                    self.place(one, _Found("part" if self.day < self.base.day else "merged", {}, {one}))

    def below(self, unit: str) -> tuple[str, ...]:
        """Everybody who reported to the unit on the day, directly or not."""
        if unit not in self.old_trees:
            children = self.lists.tree(unit, day=self.day).children
            for one in (unit, *(child for some in children.values() for child in some)):
                self.old_trees.setdefault(one, children.get(one, ()))
        out: list[str] = []
        step = list(self.old_trees[unit])
        while step:
            out += step
            step = [child for one in step for child in self.old_trees.get(one, ())]
        return tuple(out)

    def level(self, unit: str) -> str:
        return self.lists.units[unit].level

    def name(self, unit: str) -> str:
        origin = self.pieces[unit].of if unit in self.pieces else unit
        return self.lists.units[origin].name

    # --- the answer ---

    def result(self, absent: Iterable[str]) -> Restated:
        children = dict(self.base.children)
        expected = set(self.base.expected) - set(absent)
        own_only: set[str] = set()
        stands_for: dict[str, frozenset[str]] = {}
        hung = sorted((unit for units in self.hung.values() for unit in units), key=self.rank)
        told = self.placed | self.inside
        for unit in hung:
            below = () if self.level(self.origin(unit)) == _LOWEST else self.below(unit)
            if not below:
                expected.add(unit)
            elif told.issuperset(below):
                stands_for[unit] = frozenset(below)
            else:
                own_only.add(self.origin(unit))
        for one in [one for one in self.pieces if one == f"{self.pieces[one].of}@{self.pieces[one].of}"]:
            unit = self.pieces[one].of
            parent = self.way_up[unit]
            children[parent] = tuple(one if child == unit else child for child in children[parent])
            expected.add(one)
        alone = frozenset(place for place in self.hung if self.lists.units[place].exists_on(self.day) and not self.below(place))
        for place, units in self.hung.items():
            in_order = sorted(units, key=lambda one: (sort_key(self.name(one)), one))
            children[place] = (*children.get(place, ()), *in_order)
        notes = tuple(sorted(self.notes.values(), key=lambda note: (sort_key(self.name(note.unit)), note.unit, note.successor or "")))
        tree = Tree(self.base.root, self.base.day, children, frozenset(expected), self.pieces, stands_for, alone, self.ranks())
        carried = frozenset(unit for unit in hung if unit not in self.above)
        return Restated(tree, carried, frozenset(self.above), frozenset(own_only), notes)

    def ranks(self) -> dict[str, int]:
        """How far below the top each unit stood on the day, as far as the trees of the day were read."""
        above = {child: parent for parent, below in self.old_trees.items() for child in below}
        out: dict[str, int] = {}
        for unit in self.old_trees:
            way = [unit]
            while way[-1] in above and way[-1] not in out:
                way.append(above[way[-1]])
            start = out.get(way[-1], 0)
            for step, one in enumerate(reversed(way)):
                out[one] = start + step
        return out

    def origin(self, unit: str) -> str:
        return self.pieces[unit].of if unit in self.pieces else unit

    def rank(self, unit: str) -> tuple[bool, str]:
        """Provinces first: their old trees hold those of all below them."""
        return self.level(self.origin(unit)) != "province", unit
