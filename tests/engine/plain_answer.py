"""The engine's questions answered a second time, with plain loops and by trying every choice.

Written from DESIGN section 6 alone. It imports nothing of the engine; facts and trees come as objects with the named attributes.
Slow on purpose: nothing here is clever.
"""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise

DAY = timedelta(days=1)


def low_high(fact):
    """What the words allow the true number to be; None is open."""
    value = fact.value
    return {
        "exact": (value, value),
        "over": (value, None),
        "at_least": (value, None),
        "under": (Decimal(0), value),
        "at_most": (Decimal(0), value),
        "about": (Decimal(0), None),
        "range": (value, fact.high),
    }[str(fact.modifier)]


def join_words(words):
    """The modifier of a sum: up with up is up, down with down is down, anything else is about."""
    rest = [word for word in words if word != "exact"]
    if not rest:
        return "exact"
    if all(word == rest[0] for word in rest):
        return rest[0]
    if all(word in ("over", "at_least") for word in rest):
        return "over"
    if all(word in ("under", "at_most") for word in rest):
        return "under"
    return "about"


class Sum:
    """A number with its words, its ends, and whose figures are inside it."""

    def __init__(self, value, word, low, high, who=frozenset(), may=frozenset()):
        self.value, self.word, self.low, self.high, self.who, self.may = value, word, low, high, who, may
        self.figures, self.events, self.tellers = None, {}, []


def sum_up(parts):
    if not parts:
        return None
    value, low, high = Decimal(0), Decimal(0), Decimal(0)
    who, may = set(), set()
    for part in parts:
        value += part.value
        low = None if low is None or part.low is None else low + part.low
        high = None if high is None or part.high is None else high + part.high
        who |= part.who
        may |= part.may
    return Sum(value, join_words([part.word for part in parts]), low, high, frozenset(who), frozenset(may))


def from_fact(fact):
    low, high = low_high(fact)
    return Sum(fact.value, str(fact.modifier), low, high)


def newest(facts):
    best = facts[0]
    for fact in facts:
        if (fact.as_of, fact.id) > (best.as_of, best.id):
            best = fact
    return best


def one_per_range(facts):
    ranges = {}
    for fact in facts:
        ranges.setdefault((fact.start, fact.end), []).append(fact)
    return [newest(group) for group in ranges.values()]


def flow_in_time(facts, start, end):
    """(sum, days covered) of one teller's facts about one unit. The sum knows its joint events: key -> (inside figures, beside them)."""
    inside = [f for f in facts if not f.standing and f.end is not None and start <= f.start and f.end <= end and f.value is not None]
    figures = best_figures([f for f in inside if f.joint is None], start, end)
    events = {}
    for key in {f.joint for f in inside if f.joint is not None}:
        events[key] = best_figures([f for f in inside if f.joint == key], start, end)
    within, beside = {}, {}
    for home in figures:
        held = [f for some in events.values() for f in some if home.start <= f.start and f.end <= home.end]
        if sum(f.value for f in held) <= home.value:
            for fact in held:
                within.setdefault(fact.joint, []).append(fact)
    for key, some in events.items():
        for fact in some:
            if all(fact.end <= home.start or home.end <= fact.start for home in figures):
                beside.setdefault(key, []).append(fact)
    counted = [*figures, *(f for some in beside.values() for f in some)]
    if not counted:
        return None, 0
    days = {fact.start + DAY * n for fact in counted for n in range((fact.end - fact.start).days)}
    found = sum_up([from_fact(f) for f in counted])
    found.figures = [from_fact(f) for f in figures]
    found.events = {key: (within.get(key, []), beside.get(key, [])) for key in {*within, *beside}}
    return found, len(days)


def best_figures(facts, start, end):
    """The figure for just the period, else those disjoint ones that cover most of it."""
    inside = [f for f in facts if not f.standing and f.end is not None and start <= f.start and f.end <= end and f.value is not None]
    inside = one_per_range(inside)
    for fact in inside:
        if (fact.start, fact.end) == (start, end):
            return [fact]
    best, best_rank = None, None
    for count in range(1, len(inside) + 1):
        for choice in combinations(inside, count):
            in_order = sorted(choice, key=lambda f: f.start)
            if any(before.end > after.start for before, after in pairwise(in_order)):
                continue
            days = sum((f.end - f.start).days for f in in_order)
            rank = (-days, count, -sum(f.as_of.toordinal() for f in in_order), [f.id for f in in_order])
            if best_rank is None or rank < best_rank:
                best, best_rank = in_order, rank
    return best or []


def last_day_of(fact):
    if fact.as_of >= fact.start and (fact.end is None or fact.as_of < fact.end):
        return fact.as_of
    return fact.end - DAY if fact.end else fact.start


def last_in_time(facts, start, end):
    known = [f for f in facts if not f.standing and last_day_of(f) < end and f.value is not None]
    if not known:
        return None
    day = max(last_day_of(f) for f in known)
    return newest([f for f in known if last_day_of(f) == day])


def judged_in_time(facts, start, end):
    """A rating or an answer: of the very period, else the last of a part of it."""
    spoken = [f for f in facts if f.rating is not None or f.flag is not None]
    known = [f for f in spoken if not f.standing and f.end and start <= f.start and f.end <= end]
    if not known:
        return None
    exact = [f for f in known if (f.start, f.end) == (start, end)]
    if exact:
        return newest(exact)
    last = max((f.end, f.start) for f in known)
    return newest([f for f in known if (f.end, f.start) == last])


def own_first(facts, unit, answer):
    """The unit's own telling where it gives anything, else what others tell of it."""
    mine = answer([f for f in facts if f.reporter == unit])
    if mine is not None and mine != (None, 0):
        return mine, True
    return answer([f for f in facts if f.reporter != unit]), False


def below(tree, unit):
    out = [unit]
    for child in tree.children.get(unit, ()):
        out += below(tree, child)
    return out


def up(word):
    return {"over": "under", "under": "over", "at_least": "at_most", "at_most": "at_least"}.get(word, word)


def without(whole, part):
    """A sum less something inside it; nobody counts below zero."""
    word = "about" if part.word == "range" else join_words([whole.word, up(part.word)])
    low = None if whole.low is None else Decimal(0) if part.high is None else max(Decimal(0), whole.low - part.high)
    high = None if whole.high is None else whole.high - part.low
    return Sum(whole.value - part.value, word, low, high, whole.who, whole.may)


def rank_of(tree, unit):
    """How low a unit stood: as it was when it reported where that is told, else as it is here."""
    stood = tree.pieces[unit].of if unit in tree.pieces else unit
    return tree.ranks.get(stood, depth_of(tree, unit))


def depth_of(tree, unit):
    for parent, children in tree.children.items():
        if unit in children:
            return 1 + depth_of(tree, parent)
    return 0


def events_once(tellers, tree):
    """The sum of what several units tell, every joint event once: as the highest tells it, of equals as the newest."""
    figures, beside, inside_lost, tales, divided = [], [], [], {}, []
    whole, shares = [], {}
    for unit, told in tellers:
        piece = tree.pieces.get(unit)
        if piece is None:
            whole.append((unit, told))
        else:
            shares.setdefault(piece.of, []).append((unit, told, piece.share))
    for pieces in shares.values():
        together = sum(share for _, _, share in pieces)
        place, told, _ = pieces[0]
        if together == 1:
            whole.append((place, told))
        else:
            divided.append(Sum(told.value * together, "about", Decimal(0), told.high))
    for unit, told in whole:
        figures += told.figures if told.figures is not None else [told]
        for key, (within, alone) in told.events.items():
            both = [*within, *alone]
            rank = (-rank_of(tree, unit), max(f.as_of for f in both), max(f.id for f in both))
            tales.setdefault(key, []).append((rank, within, alone))
    for some in tales.values():
        best = max(rank for rank, _, _ in some)
        for rank, within, alone in some:
            if rank == best:
                beside += [from_fact(f) for f in alone]
            elif within:
                inside_lost.append(sum_up([from_fact(f) for f in within]))
    found = sum_up([*figures, *beside])
    for lost in inside_lost:
        found = without(found, lost)
    return sum_up([*([found] if found else []), *divided])


def amount(facts, tree, unit, kind, start, end, by_days=False):
    """The total of a flow or a stock for ``unit``, every joint event once."""
    found = contributions(facts, tree, unit, kind, start, end, by_days)
    return None if found is None else settled(found, tree)


def settled(found, tree):
    total = events_once(found.tellers, tree)
    total.who, total.may, total.tellers = found.who, found.may, found.tellers
    return total


def has_scopes(tree, unit):
    return unit not in tree.alone and bool(tree.children.get(unit) or unit in tree.stands_for)


def contributions(facts, tree, unit, kind, start, end, by_days=False):
    """Who tells what below and at ``unit``; facts are already of one measure and role."""
    origin = tree.pieces[unit].of if unit in tree.pieces else unit
    mine = [f for f in facts if f.unit == origin]
    children = tree.children.get(unit, ())

    def in_time(some):
        if kind == "flow":
            found, days = flow_in_time(some, start, end)
            return None if found is None else (found, days)
        fact = last_in_time(some, start, end)
        return None if fact is None else (from_fact(fact), (end - start).days)

    former = tree.stands_for.get(unit, ())
    scopes = has_scopes(tree, unit)
    own_facts = [f for f in mine if not scopes or str(f.scope) == "own"]
    total_facts = [f for f in mine if scopes and str(f.scope) == "total"]
    own, _ = own_first(own_facts, origin, in_time)
    told, _ = own_first(total_facts, origin, in_time)
    # Two tellers of one scope: what one of them gives in either scope makes the former unit's own unit known.
    elsewhere = any(
        own_first([f for f in facts if f.unit == one and (scope is None or str(f.scope) == scope)], one, in_time)[0]
        not in (None, (None, 0))
        for one in former
        for scope in ((None,) if not has_scopes(tree, one) else ("own", "total"))
    )
    parts = [contributions(facts, tree, child, kind, start, end, by_days) for child in children]
    parts = [part for part in parts if part is not None]
    if told is not None and not parts and not elsewhere:
        whole, days = told
        under = below(tree, unit)
        whole.who = frozenset((u, days if by_days else 1) for u in under if u in tree.expected)
        whole.may = frozenset(u for u in under if u not in tree.expected)
        whole.tellers = [(unit, whole)]
        return whole
    if own is not None:
        own_sum, days = own
        own_sum.who = frozenset([(unit, days if by_days else 1)])
        own_sum.may = frozenset()
        own_sum.tellers = [(unit, own_sum)]
        parts = [own_sum, *parts]
    found = sum_up(parts)
    if found is not None:
        found.tellers = [teller for part in parts for teller in part.tellers]
    return found


def ratio(num_facts, den_facts, tree, unit, num_kind, den_kind, start, end):
    """(numerator, denominator) over the same units, or None."""
    by_days = num_kind == den_kind == "flow"
    num = amount(num_facts, tree, unit, num_kind, start, end, by_days)
    den = amount(den_facts, tree, unit, den_kind, start, end, by_days)
    if num is not None and den is not None and same_units(num, den):
        return num, den
    children = tree.children.get(unit, ())
    pairs = [ratio(num_facts, den_facts, tree, child, num_kind, den_kind, start, end) for child in children]
    pairs = [pair for pair in pairs if pair is not None]
    alone_tree = type(tree)(unit, tree.day, {}, frozenset([unit]))
    own_num = amount([f for f in num_facts if not children or str(f.scope) == "own"], alone_tree, unit, num_kind, start, end, by_days)
    own_den = amount([f for f in den_facts if not children or str(f.scope) == "own"], alone_tree, unit, den_kind, start, end, by_days)
    if own_num is not None and own_den is not None and own_num.who == own_den.who:
        pairs.append((own_num, own_den))
    if pairs:
        joined = []
        for side in (0, 1):
            tellers = [teller for pair in pairs for teller in pair[side].tellers]
            one = events_once(tellers, tree)
            one.tellers = tellers
            joined.append(one)
        return tuple(joined)
    if children:
        told_num = amount([f for f in num_facts if f.unit == unit and str(f.scope) == "total"], tree, unit, num_kind, start, end)
        told_den = amount([f for f in den_facts if f.unit == unit and str(f.scope) == "total"], tree, unit, den_kind, start, end)
        if told_num is not None and told_den is not None:
            return told_num, told_den
    return None


def same_units(num, den):
    only_num = [u for u, days in num.who - den.who if u not in den.may]
    only_den = [u for u, days in den.who - num.who if u not in num.may]
    return not only_num and not only_den


def percent(pair):
    if pair is None or pair[1].value == 0:
        return None
    return Fraction(pair[0].value) * 100 / Fraction(pair[1].value)


def ratings(facts, tree, start, end):
    """unit -> level."""
    out = {}
    for unit in below(tree, tree.root):
        about = [f for f in facts if f.unit == unit]
        found, _ = own_first(about, unit, lambda some: judged_in_time(some, start, end))
        if found is not None:
            out[unit] = found.rating
    return out


def answers(facts, tree, start, end):
    """unit -> yes or no."""
    out = {}
    for unit in below(tree, tree.root):
        about = [f for f in facts if f.unit == unit]
        found, _ = own_first(about, unit, lambda some: judged_in_time([f for f in some if f.flag is not None], start, end))
        if found is not None:
            out[unit] = found.flag
    return out


def heard(facts, tree, kind, start, end):
    """The expected units that themselves spoke of the period."""
    out = set()
    for unit in tree.expected:
        for fact in facts:
            if fact.unit != unit or fact.reporter != unit or fact.standing:
                continue
            if kind in ("flow", "rating", "yes_no"):
                if fact.end is not None and start <= fact.start and fact.end <= end:
                    out.add(unit)
            elif last_day_of(fact) < end and (fact.value is not None or last_day_of(fact) >= start):
                out.add(unit)
    return out
