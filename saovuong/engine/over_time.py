"""One unit's value for a period, from the facts that speak of that unit (DESIGN 6.2).

Each rule takes the facts of one unit, measure, role and scope, in any order, and gives a :class:`Picked`; the order never matters.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from saovuong.core.quantity import MeasureKind
from saovuong.engine.amounts import QUOTIENTS, add, agree, amount_of, at_most
from saovuong.engine.shapes import Amount, Fact, JointMention, TimePick

_ONE = Decimal(1)
_NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Window:
    """The period asked about; ``levels`` are the levels of a rating's scale, else empty."""

    start: date
    end: date
    levels: frozenset[str] = frozenset()

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    def is_year(self) -> bool:
        return 365 <= self.days <= 366


@dataclass(frozen=True, slots=True)
class Clash:
    """Facts for the same days that cannot both be true."""

    kind: str
    start: date
    end: date
    used: tuple[int, ...]
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Picked:
    pick: TimePick
    clashes: tuple[Clash, ...] = ()


Rule = Callable[[Sequence[Fact], Window], Picked]
_Left = list[tuple[int, str]]


def rule_for(kind: MeasureKind) -> Rule:
    """How results of a kind of measure combine over time."""
    match kind:
        case MeasureKind.FLOW:
            return pick_flow
        case MeasureKind.STOCK:
            return pick_last
        case MeasureKind.RATING | MeasureKind.RATIO | MeasureKind.YES_NO:
            return pick_within


def same_statement(one: Fact, other: Fact) -> bool:
    """True where both facts can be true of the same days."""
    if one.rating is not None or other.rating is not None:
        return one.rating == other.rating
    if one.flag is not None or other.flag is not None:
        return one.flag == other.flag
    first, second = amount_of(one), amount_of(other)
    return first is None or second is None or agree(first, second)


def pick_flow(facts: Sequence[Fact], window: Window) -> Picked:
    """The fact for exactly the period; else the disjoint facts inside it that cover most of its days, with the share covered.

    Figures of joint events stand within a figure that is used and covers their days; else they are added, for two events are two."""
    usable, left, stated = _inside(facts, window, numbers_only=True)
    keyed = [fact for fact in usable if fact.joint is not None]
    if keyed:
        return _pick_with_joint([fact for fact in usable if fact.joint is None], keyed, left, stated, window)
    clashes: list[Clash] = []
    exact, chosen = _exact_and_tiles(usable, left, clashes, window)
    if exact is None:
        parts, ids = _sum_of(chosen), tuple(fact.id for fact in chosen)
        rule = "tiled" if chosen else "none"
        return Picked(TimePick(rule, parts, ids, _sorted(left), _share(chosen, window), stated=stated), tuple(clashes))
    return Picked(_exact_pick(exact, chosen, left, window), tuple(clashes))


def _exact_and_tiles(usable: Sequence[Fact], left: _Left, clashes: list[Clash], window: Window) -> tuple[Fact | None, list[Fact]]:
    """The fact for exactly the period if there is one, and the best disjoint facts for parts of it."""
    by_range: dict[Hashable, list[Fact]] = {}
    for fact in usable:
        by_range.setdefault((fact.start, fact.end), []).append(fact)
    newest = {key: _newest(group, left, clashes, last_day=None) for key, group in by_range.items()}
    exact = newest.pop((window.start, window.end), None)
    chosen, rest = best_tiling(newest.values())
    left.extend((fact.id, "part_of_exact" if exact else "overlaps") for fact in rest)
    return exact, chosen


def _exact_pick(exact: Fact, tiles: Sequence[Fact], left: _Left, window: Window, events: Sequence[Fact] = ()) -> TimePick:
    """The fact for exactly the period; its parts (with ``events`` that none of them holds) stand beside it where they differ."""
    amount, among = amount_of(exact), [*tiles, *events]
    left.extend((fact.id, "part_of_exact") for fact in tiles)
    parts, ids, share = _sum_of(among), tuple(fact.id for fact in among), _share(among, window)
    if parts is None or amount is None or (parts.value == amount.value and parts.modifier == amount.modifier):
        parts, ids, share = None, (), _NONE
    return TimePick("exact", amount, (exact.id,), _sorted(left), _ONE, None, parts, ids, share, stated=True)


def _pick_with_joint(plain: Sequence[Fact], keyed: Sequence[Fact], left: _Left, stated: bool, window: Window) -> Picked:
    clashes: list[Clash] = []
    exact, tiles = _exact_and_tiles(plain, left, clashes, window)
    by_key: dict[str, list[Fact]] = {}
    for fact in keyed:
        by_key.setdefault(fact.joint or "", []).append(fact)
    events: list[Fact] = []
    for key in sorted(by_key):
        whole, pieces = _exact_and_tiles(by_key[key], left, clashes, window)
        if whole is not None:
            left.extend((fact.id, "part_of_exact") for fact in pieces)
        events += [whole] if whole is not None else pieces
    homes = [exact] if exact is not None else tiles
    inside, beside = _inside_or_beside(events, homes, left, clashes)
    mentions = tuple(_mention(key, inside, beside) for key in sorted({fact.joint or "" for fact in (*inside, *beside)}))
    if exact is not None:
        loose = [fact for fact in events if tiles and not any(_meet(fact, tile) for tile in tiles)]
        pick = replace(_exact_pick(exact, tiles, left, window, loose), joint=mentions, apart=amount_of(exact))
        return Picked(pick, tuple(clashes))
    used = sorted((*tiles, *beside), key=lambda fact: (fact.start, fact.id))
    is_exact = bool(used) and all((fact.start, fact.end) == (window.start, window.end) for fact in used)
    rule, ids = "exact" if is_exact else "tiled" if used else "none", tuple(fact.id for fact in used)
    pick = TimePick(
        rule, _sum_of(used), ids, _sorted(left), _share(used, window), stated=stated, joint=mentions, apart=_sum_of(tiles)
    )  # fmt: skip
    return Picked(pick, tuple(clashes))


def _inside_or_beside(
    events: Sequence[Fact], homes: Sequence[Fact], left: _Left, clashes: list[Clash]
) -> tuple[list[Fact], list[Fact]]:  # fmt: skip
    """Joint events within a figure that covers their days, and those whose days no figure meets; the others are left out."""
    held: dict[int, list[Fact]] = {}
    beside: list[Fact] = []
    for fact in events:
        home = next((one for one in homes if one.start <= fact.start and _ends_by(fact, one)), None)
        if home is not None:
            held.setdefault(home.id, []).append(fact)
        elif any(_meet(fact, one) for one in homes):
            left.append((fact.id, "overlaps"))
        else:
            beside.append(fact)
    inside: list[Fact] = []
    for home in homes:
        mine = held.get(home.id, [])
        together, whole = _sum_of(mine), amount_of(home)
        fits = together is None or whole is None or together.value <= whole.value
        left.extend((fact.id, "joint_inside" if fits else "joint_exceeds") for fact in mine)
        inside += mine if fits else []
        if together is not None and whole is not None and not fits and not at_most(together, whole):
            clashes.append(Clash("joint_exceeds", home.start, home.end or home.start, (home.id,), tuple(sorted(fact.id for fact in mine))))
    return inside, beside


def _mention(key: str, inside: Sequence[Fact], beside: Sequence[Fact]) -> JointMention:
    in_figures = [fact for fact in inside if fact.joint == key]
    by_itself = [fact for fact in beside if fact.joint == key]
    facts = (*in_figures, *by_itself)
    amount = _sum_of(facts)
    assert amount is not None
    ids = tuple(sorted(fact.id for fact in facts))
    return JointMention(key, amount, _sum_of(in_figures), _sum_of(by_itself), ids, max(fact.as_of for fact in facts))


def _meet(one: Fact, other: Fact) -> bool:
    return (other.end is None or one.start < other.end) and (one.end is None or other.start < one.end)


def _ends_by(one: Fact, other: Fact) -> bool:
    return one.end is not None and other.end is not None and one.end <= other.end


def _sum_of(facts: Iterable[Fact]) -> Amount | None:
    return add([amount for fact in facts if (amount := amount_of(fact)) is not None])


def pick_last(facts: Sequence[Fact], window: Window) -> Picked:
    """The last value at or before the end of the period, with its age in days. A stock carries on until it is stated anew."""
    left: _Left = []
    stated = False
    by_day: dict[date, list[Fact]] = {}
    for fact in facts:
        if fact.standing:
            left.append((fact.id, "yearly"))
            continue
        day = moment(fact)
        if day >= window.end:
            left.append((fact.id, "after_period"))
        elif fact.value is None:
            left.append((fact.id, "unquantified"))
            stated = stated or day >= window.start
        else:
            by_day.setdefault(day, []).append(fact)
    if not by_day:
        return Picked(TimePick("none", None, (), _sorted(left), _NONE, stated=stated))
    last = max(by_day)
    clashes: list[Clash] = []
    fact = _newest(by_day.pop(last), left, clashes, last_day=last)
    left.extend((older.id, "older") for group in by_day.values() for older in group)
    age = (window.last_day - last).days
    pick = TimePick("last", amount_of(fact), (fact.id,), _sorted(left), _ONE, age, stated=True)
    return Picked(pick, tuple(clashes))


def pick_within(facts: Sequence[Fact], window: Window) -> Picked:
    """A statement about the period itself: the one for exactly the period, else the last for a part of it; earlier ones never carry."""
    usable, left, stated = _inside(facts, window, numbers_only=False)
    by_range: dict[tuple[date, date], list[Fact]] = {}
    for fact in usable:
        if fact.rating is not None and window.levels and fact.rating not in window.levels:
            left.append((fact.id, "not_on_scale"))
        elif fact.end is not None:
            by_range.setdefault((fact.start, fact.end), []).append(fact)
    if not by_range:
        return Picked(TimePick("none", None, (), _sorted(left), _NONE, stated=stated))
    exact = (window.start, window.end)
    key = exact if exact in by_range else max(by_range, key=lambda span: (span[1], span[0]))
    clashes: list[Clash] = []
    fact = _newest(by_range.pop(key), left, clashes, last_day=None)
    left.extend((other.id, "part_of_exact" if key == exact else "older") for group in by_range.values() for other in group)
    rule, share = ("exact", _ONE) if key == exact else ("within", _share([fact], window))
    age = (window.end - key[1]).days
    pick = TimePick(rule, amount_of(fact), (fact.id,), _sorted(left), share, age, rating=fact.rating, flag=fact.flag, stated=True)
    return Picked(pick, tuple(clashes))


def pick_target(facts: Sequence[Fact], window: Window, *, kind: MeasureKind) -> Picked:
    """A target for the period; a flow's targets for its months add up; failing both, a *yearly* target stands for a whole year."""
    has_number = any(fact.value is not None for fact in facts)
    rule = pick_flow if kind is MeasureKind.FLOW and has_number else pick_within
    picked = rule(facts, window)
    if picked.pick.known or not window.is_year():
        return picked
    standing = [fact for fact in facts if fact.standing and (fact.value is not None or fact.rating is not None or fact.flag is not None)]
    if not standing:
        return picked
    left = [(number, reason) for number, reason in picked.pick.left_out if reason != "yearly"]
    clashes: list[Clash] = []
    fact = _newest(standing, left, clashes, last_day=window.last_day)
    pick = TimePick("standing", amount_of(fact), (fact.id,), _sorted(left), _ONE, rating=fact.rating, flag=fact.flag, stated=True)
    return Picked(pick, tuple(clashes))


def moment(fact: Fact) -> date:
    """The day for which a stock's value holds: its as-of day if inside its range, else the range's last day (an open range: its first)."""
    if fact.start <= fact.as_of and (fact.end is None or fact.as_of < fact.end):
        return fact.as_of
    return fact.start if fact.end is None else fact.end - timedelta(days=1)


def best_tiling(facts: Iterable[Fact]) -> tuple[list[Fact], list[Fact]]:
    """The disjoint facts that cover most days, and the rest: weighted interval scheduling over closed ranges, one fact per range.

    Ties: fewer facts, then the later as-of days in sum, then the lower ids in order of time."""
    ordered = sorted((fact for fact in facts), key=lambda fact: (fact.end, fact.start))
    if all(before.end is not None and before.end <= after.start for before, after in pairwise(ordered)):
        return ordered, []
    ends = [fact.end for fact in ordered if fact.end is not None]
    # best[i]: the best choice among the first i facts, as (days, -count, as-of sum, minus ids); larger is better everywhere.
    best: list[tuple[int, int, int, tuple[int, ...]]] = [(0, 0, 0, ())]
    for i, fact in enumerate(ordered):
        days, count, as_of, ids = best[bisect_right(ends, fact.start, hi=i)]
        taken = (days + (ends[i] - fact.start).days, count - 1, as_of + fact.as_of.toordinal(), (*ids, -fact.id))
        best.append(max(best[-1], taken))
    chosen = {-number for number in best[-1][3]}
    return [fact for fact in ordered if fact.id in chosen], [fact for fact in ordered if fact.id not in chosen]


def _inside(facts: Sequence[Fact], window: Window, *, numbers_only: bool) -> tuple[list[Fact], _Left, bool]:
    """Facts with a value for days inside the window, the others with a reason, and whether the unit spoke about the period at all."""
    usable: list[Fact] = []
    left: _Left = []
    stated = False
    for fact in facts:
        if fact.standing:
            left.append((fact.id, "yearly"))
        elif fact.end is None:
            left.append((fact.id, "open_period"))
        elif fact.start >= window.end:
            left.append((fact.id, "after_period"))
        elif fact.end <= window.start:
            left.append((fact.id, "before_period"))
        elif fact.start < window.start or fact.end > window.end:
            left.append((fact.id, "reaches_outside"))
        else:
            stated = True
            if fact.value is None and (numbers_only or (fact.rating is None and fact.flag is None)):
                left.append((fact.id, "unquantified"))
            else:
                usable.append(fact)
    return usable, left, stated


def _newest(group: Sequence[Fact], left: _Left, clashes: list[Clash], *, last_day: date | None) -> Fact:
    """Of facts for the same days: the newest as-of day, then the highest id. What differs is a clash, the rest repeats it."""
    if len(group) == 1:
        return group[0]
    ranked = sorted(group, key=lambda fact: (fact.as_of, fact.id), reverse=True)
    used, differing = ranked[0], []
    for other in ranked[1:]:
        same = same_statement(used, other)
        left.append((other.id, "repeated" if same else "contradicted"))
        if not same:
            differing.append(other.id)
    if differing:
        start, end = (used.start, used.end) if last_day is None else (last_day, last_day + timedelta(days=1))
        clashes.append(Clash("documents", start, end or used.start, (used.id,), tuple(sorted(differing))))
    return used


def _share(facts: Sequence[Fact], window: Window) -> Decimal:
    """Of the period; days that two joint events have in common are covered once."""
    days, until = 0, window.start
    for start, end in sorted((fact.start, fact.end) for fact in facts if fact.end is not None):
        days += max(0, (end - max(start, until)).days)
        until = max(until, end)
    return _ONE if days == window.days else QUOTIENTS.divide(Decimal(days), Decimal(window.days))


def _sorted(left: Iterable[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    return tuple(sorted(left))
