"""Totals up a tree: own work plus what the children contribute, reported totals beside it (DESIGN 6.3)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from saovuong.core.catalogue import Measure
from saovuong.core.quantity import MeasureKind, Role, Scope
from saovuong.engine.amounts import DifferentUoms, add, agree
from saovuong.engine.joint import Strand, piece_of, put_together, strand_of
from saovuong.engine.over_time import Picked, Rule, Window, pick_target, rule_for
from saovuong.engine.reporters import pick_for_unit
from saovuong.engine.shapes import Amount, Contradiction, Coverage, Fact, JointDeduction, Part, Reconciliation, TimePick, Tree

ADDING = (MeasureKind.FLOW, MeasureKind.STOCK)
_EMPTY: Sequence[Fact] = ()
_Slots = tuple[TimePick | None, TimePick | None]
Picker = Callable[[Sequence[Fact], str], Picked]


@dataclass(slots=True)
class Fold:
    """One measure in one role over one tree: a part for every place of the tree, and what was noticed on the way.

    ``slots`` are the picks of every unit that has figures. ``strands`` are filled only where joint events or divided units are about."""

    measure: Measure
    window: Window
    tree: Tree
    parts: dict[str, Part] = field(default_factory=dict)
    complete: dict[str, bool] = field(default_factory=dict)
    strands: dict[str, Strand] = field(default_factory=dict)
    slots: dict[str, _Slots] = field(default_factory=dict)
    depths: dict[str, int] = field(default_factory=dict)
    contradictions: list[Contradiction] = field(default_factory=list)
    reconciliations: list[Reconciliation] = field(default_factory=list)

    def depth(self, unit: str) -> int:
        """Steps below the root; of a unit that stood elsewhere when it reported, below the top it had then."""
        rank = self.tree.ranks.get(self.tree.origin(unit))
        if rank is not None:
            return rank
        if not self.depths:
            self.depths[self.tree.root] = 0
            for one in self.tree.units():
                self.depths.update(dict.fromkeys(self.tree.children.get(one, ()), self.depths[one] + 1))
        return self.depths[unit]

    def strand(self, unit: str) -> Strand:
        """What the unit contributes above it."""
        return self.strands[unit] if self.strands else Strand(self.parts[unit].counted)

    @property
    def root(self) -> Part:
        return self.parts[self.tree.root]

    def picks(self, unit: str) -> Iterator[TimePick]:
        part = self.parts[unit]
        yield from (pick for pick in (part.own, part.reported) if pick is not None)


def picker_for(measure: Measure, window: Window, *, role: Role) -> Picker:
    """How one unit's facts become its value. Targets and quotas are set by levels above, so there nobody's own report goes first."""
    rule: Rule = rule_for(measure.kind)
    if measure.always_target or role is Role.TARGET:
        goal: Rule = rule if measure.always_target else partial(pick_target, kind=measure.kind)
        return lambda facts, unit: goal(facts, window)
    return lambda facts, unit: pick_for_unit(facts, window, unit=unit, rule=rule)


def fold(*, measure: Measure, role: Role, window: Window, facts: Mapping[str, Sequence[Fact]], tree: Tree) -> Fold:
    """Every unit's part, the root's last. ``facts`` are those of the measure by unit; units outside the tree are not looked at.

    Raises :class:`DifferentUoms`."""
    done = Fold(measure, window, tree)
    pick = picker_for(measure, window, role=role)
    adds = measure.kind in ADDING
    units = tree.units()
    for unit in reversed(units):
        origin = tree.origin(unit)
        if origin not in done.slots:
            splits = (adds or measure.kind is MeasureKind.RATIO) and tree.has_totals(unit)
            done.slots[origin] = slots_of(done, origin, facts.get(origin, _EMPTY), pick, splits=splits)
    if adds and (tree.pieces or any(pick is not None and pick.joint for slots in done.slots.values() for pick in slots)):
        done.strands = {unit: Strand() for unit in units}
    for unit in reversed(units):  # children before their parents
        own, reported = done.slots[tree.origin(unit)]
        children = tuple(done.parts[child] for child in tree.children.get(unit, ()))
        if adds:
            _put_sum(done, unit, own, reported, children, target=measure.always_target or role is Role.TARGET)
        else:
            taken = "reported" if any(pick is not None and pick.known for pick in (own, reported)) else "nothing"
            done.parts[unit] = Part(unit, own, reported, None, taken, children)
    done.contradictions.sort(key=lambda one: (one.start, one.used, one.others))
    order = {unit: place for place, unit in enumerate(tree.units())}
    done.reconciliations.sort(key=lambda one: order[one.unit])
    return done


def slots_of(done: Fold, unit: str, facts: Sequence[Fact], pick: Picker, *, splits: bool) -> tuple[TimePick | None, TimePick | None]:
    """The unit's own value and its reported total. Without children there is no total apart from own; ratings and answers have no scope."""
    if not facts:
        return None, None
    _refuse_other_uoms(done, unit, facts)
    if not splits:
        return _note(done, unit, pick(facts, unit)), None
    slots = []
    for scope in (Scope.OWN, Scope.TOTAL):
        scoped = [fact for fact in facts if fact.scope is scope]
        slots.append(_note(done, unit, pick(scoped, unit)) if scoped else None)
    return slots[0], slots[1]


def _note(done: Fold, unit: str, picked: Picked) -> TimePick:
    done.contradictions.extend(contradictions_of(picked, unit=unit, measure=done.measure))
    return picked.pick


def contradictions_of(picked: Picked, *, unit: str, measure: Measure) -> tuple[Contradiction, ...]:
    return tuple(Contradiction(one.kind, unit, measure.code, one.start, one.end, one.used, one.others) for one in picked.clashes)


def _refuse_other_uoms(done: Fold, unit: str, facts: Sequence[Fact]) -> None:
    """Only facts that could count: a mistake of ten years ago must not stop this year's total."""
    measure, window = done.measure, done.window
    for fact in facts:
        if fact.value is None or fact.uom == measure.uom or fact.start >= window.end:
            continue
        if measure.kind is MeasureKind.STOCK or fact.end is None or fact.end > window.start:
            raise DifferentUoms(measure=measure.name_vi, facts=f"#{fact.id}", unit=unit, found=fact.uom, wanted=measure.uom)


def _put_sum(done: Fold, unit: str, own: TimePick | None, reported: TimePick | None, children: tuple[Part, ...], *, target: bool) -> None:
    below = [amount for child in children if (amount := child.counted) is not None]
    own_amount = own.amount if own else None
    strand, events = _strand(done, unit, own, children) if done.strands else (None, ())
    computed = strand.amount() if strand else add([*([own_amount] if own_amount else []), *below])
    told = reported.amount if reported else None
    left: tuple[tuple[int, str], ...] = ()
    # What was given to a former unit stands before its split only where the split is below it, not elsewhere in the tree.
    given_first = target and unit not in done.tree.stands_for
    if told is not None and (given_first or not (below or _known_elsewhere(done, unit))):
        taken = "reported"
        left = tuple((number, "within_reported") for number in (own.facts if own and own_amount else ()))
    else:
        taken = "computed" if computed is not None else "nothing"
        left = tuple((number, "reported_beside") for number in (reported.facts if reported else ()))
    if strand is not None:
        done.strands[unit] = strand_of(reported, unit=unit, depth=done.depth(unit)) if taken == "reported" else strand
    share = done.tree.pieces[unit].share if unit in done.tree.pieces else None
    done.parts[unit] = Part(unit, own, reported, computed, taken, children, left, events, share)
    # A reported total is whole whatever is missing below it; a sum is whole when all its expected parts are.
    needs_own = unit in done.tree.expected or (own is not None and own.known)
    parts_whole = all(done.complete[child.unit] for child in children) and (_whole(own) or not needs_own)
    done.complete[unit] = _whole(reported) if taken == "reported" else parts_whole
    # A stock carried over from an earlier period says nothing against the sum of today's parts.
    if told is not None and reported is not None and computed is not None and below and not _carried_over(reported, done.window):
        done.reconciliations.append(_reconcile(unit, told, reported.facts, computed, complete=parts_whole and _whole(reported)))


def _strand(done: Fold, unit: str, own: TimePick | None, children: tuple[Part, ...]) -> tuple[Strand, tuple[JointDeduction, ...]]:
    """What the unit and its children contribute together, with the joint events that it takes out; what they tell differently is noted."""
    mine = strand_of(own, unit=unit, depth=done.depth(unit))
    if unit in done.tree.pieces:
        piece = done.tree.pieces[unit]
        return piece_of(mine, unit=piece.of, share=piece.share), ()
    strand, events = put_together((mine, *(done.strands[child.unit] for child in children)))
    for one in events:
        if one.differing:
            others = tuple(sorted(number for mention in one.differing for number in mention.facts))
            found = Contradiction("joint", unit, done.measure.code, done.window.start, done.window.end, one.kept.facts, others)
            done.contradictions.append(found)
    return strand, events


def _known_elsewhere(done: Fold, unit: str) -> bool:
    """Whether anything is known of the units that were below a former unit and stand elsewhere in this tree now."""
    among = done.tree.stands_for.get(unit, ())
    return any(pick is not None and pick.amount is not None for one in among for pick in done.slots.get(one, ()))


def _whole(pick: TimePick | None) -> bool:
    return pick is not None and pick.known and pick.share == 1


def _carried_over(pick: TimePick, window: Window) -> bool:
    return pick.age_days is not None and pick.age_days >= (window.end - window.start).days


def _reconcile(unit: str, reported: Amount, facts: tuple[int, ...], computed: Amount, *, complete: bool) -> Reconciliation:
    return Reconciliation(unit, reported, facts, computed, reported.value - computed.value, agree(reported, computed), complete)


def period_reconciliations(done: Fold) -> tuple[Reconciliation, ...]:
    """Figures for the whole period beside differing sums of its parts, for every unit of the tree that gave both."""
    found = []
    for unit in done.tree.units():
        for pick in done.picks(unit):
            if pick.amount is not None and pick.parts_sum is not None:
                found.append(_reconcile(unit, pick.amount, pick.facts, pick.parts_sum, complete=pick.parts_share == 1))
    return tuple(found)


def coverage_of(done: Fold) -> Coverage:
    """Who of the expected units was heard for the measure and the period; see :class:`Coverage`."""
    heard: set[str] = set()
    by_others: set[str] = set()
    represented: set[str] = set()
    adds = done.measure.kind in ADDING
    stack = [(done.tree.root, False)]
    while stack:
        place, inside = stack.pop()
        unit, picks = done.tree.origin(place), tuple(done.picks(place))
        if any(pick.stated for pick in picks):
            heard.add(unit)
        elif any(pick.known for pick in picks):
            by_others.add(unit)
        elif inside:
            represented.add(unit)
        stands_in = adds and done.parts[place].taken == "reported"
        if stands_in:
            represented |= done.tree.stands_for.get(place, frozenset())
        stack.extend((child, inside or stands_in) for child in done.tree.children.get(place, ()))
    divided = adds or done.measure.kind is MeasureKind.RATIO
    return coverage_from(done.tree, heard=heard, by_others=by_others, represented=represented, divided=divided)


def coverage_from(
    tree: Tree,
    *,
    heard: set[str],
    by_others: set[str] | None = None,
    represented: set[str] | None = None,
    divided: bool = True,
) -> Coverage:
    """Coverage over the expected units in the tree's order; a divided unit is expected once, if at all."""
    expected = [unit for place, unit in tree.counted_once(divided=divided) if place in tree.expected]
    missing = tuple(unit for unit in expected if unit not in heard)
    return Coverage(
        len(expected) - len(missing),
        len(expected),
        missing,
        tuple(unit for unit in missing if unit in (by_others or ())),
        tuple(unit for unit in missing if unit in (represented or ())),
    )
