"""Results beside their targets (DESIGN 6.6): for the total or for each unit, by the measure's direction, on a scale where it has one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.quantity import MeasureKind, Modifier
from saovuong.engine.amounts import QUOTIENTS
from saovuong.engine.over_time import Window, pick_target
from saovuong.engine.over_units import Fold, contradictions_of
from saovuong.engine.shapes import Amount, Attainment, Contradiction, Fact, TimePick

EACH = "each"
_HUNDRED = Decimal(100)
_BY_DIRECTION = {"up": ">=", "down": "<="}
_BY_MODIFIER = {Modifier.AT_LEAST: ">=", Modifier.OVER: ">", Modifier.AT_MOST: "<=", Modifier.UNDER: "<"}


@dataclass(frozen=True, slots=True)
class Goal:
    """What was to be reached: a number, a level or a yes, with the facts that say so and what they contradict."""

    pick: TimePick
    comparator: str
    mode: str
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What one unit reached. ``whole`` is False while some of it is still missing."""

    amount: Amount | None
    rating: str | None
    flag: bool | None
    whole: bool


def is_each(fact: Fact) -> bool:
    return fact.target_mode == EACH


def goals_of(*, measure: Measure, window: Window, root_facts: Sequence[Fact], split: Fold) -> tuple[Goal, ...]:
    """The targets of the root: for its total (given, else the sum of a complete split down the tree) and for each unit, in this order."""
    goals = []
    for mode, facts in (("total", [f for f in root_facts if not is_each(f)]), (EACH, [f for f in root_facts if is_each(f)])):
        picked = pick_target(facts, window, kind=measure.kind)
        if picked.pick.known:
            found = contradictions_of(picked, unit=split.tree.root, measure=measure)
            goals.append(Goal(picked.pick, _comparator(measure, facts, picked.pick), mode, found))
        elif mode == "total" and split.complete.get(split.tree.root) and split.root.counted is not None:
            ids = tuple(sorted(number for part in split.parts.values() for pick in (part.own,) if pick for number in pick.facts))
            sum_pick = TimePick("tiled", split.root.counted, ids, (), Decimal(1))
            goals.append(Goal(sum_pick, _comparator(measure, (), sum_pick), mode))
    return tuple(goals)


def _comparator(measure: Measure, facts: Sequence[Fact], pick: TimePick) -> str:
    """An inequality that the target states, else the one its modifier means, else reaching it in the measure's direction."""
    stated = {fact.comparator for fact in facts if fact.id in pick.facts}
    if len(stated) == 1 and (only := stated.pop()) not in (None, "="):
        return str(only)
    modifier = pick.amount.modifier if pick.amount else Modifier.EXACT
    return _BY_MODIFIER.get(modifier) or _BY_DIRECTION.get(measure.direction, "=")


def attain_total(*, goal: Goal, result: Result, measure: Measure, catalogue: Catalogue) -> Attainment:
    met, percent = _meets(goal, result, measure, catalogue), None
    if goal.pick.amount is not None and result.amount is not None and measure.direction != "down":
        percent = _percent(result.amount.value, goal.pick.amount.value)
    return _attainment(goal, percent=percent, met=met)


def attain_each(*, goal: Goal, results: Mapping[str, Result], measure: Measure, catalogue: Catalogue) -> Attainment:
    """``results`` holds every expected unit, in the tree's order. One unit that fails decides; an unknown one leaves it open."""
    verdicts = {unit: _meets(goal, result, measure, catalogue) for unit, result in results.items()}
    unmet = tuple(unit for unit, met in verdicts.items() if met is False)
    unknown = tuple(unit for unit, met in verdicts.items() if met is None)
    reached = len(verdicts) - len(unmet) - len(unknown)
    percent = _percent(Decimal(reached), Decimal(len(verdicts)))
    return _attainment(goal, percent=percent, met=False if unmet else None if unknown else True, unmet=unmet, unknown=unknown)


def _attainment(
    goal: Goal, *, percent: Decimal | None, met: bool | None, unmet: tuple[str, ...] = (), unknown: tuple[str, ...] = ()
) -> Attainment:
    pick = goal.pick
    return Attainment(pick.amount, pick.rating, goal.comparator, goal.mode, percent, met, pick.facts, pick.flag, unmet, unknown)


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return QUOTIENTS.divide(QUOTIENTS.multiply(part, _HUNDRED), whole) if whole else None


def _meets(goal: Goal, result: Result, measure: Measure, catalogue: Catalogue) -> bool | None:
    if goal.pick.rating is not None:
        return _meets_level(goal, result, measure, catalogue)
    if goal.pick.flag is not None:
        return _meets_flag(goal.pick.flag, result)
    if goal.pick.amount is None or result.amount is None:
        return None
    return _meets_number(goal, result, result.amount, goal.pick.amount, measure)


def _meets_level(goal: Goal, result: Result, measure: Measure, catalogue: Catalogue) -> bool | None:
    """*Khá trở lên*: a level or a better one; only ``<=`` asks for that level or a worse one."""
    levels = catalogue.scale_of(measure).levels
    if result.rating not in levels or goal.pick.rating not in levels:
        return None
    reached, wanted = levels.index(result.rating), levels.index(goal.pick.rating)
    match goal.comparator:
        case ">":
            return reached < wanted
        case "<":
            return reached > wanted
        case "<=":
            return reached >= wanted
        case _:
            return reached <= wanted


def _meets_flag(wanted: bool, result: Result) -> bool | None:
    """A yes asked of a count (*phấn đấu đạt giải*) is met by any count above zero."""
    if result.flag is not None:
        return result.flag is wanted
    if result.amount is None:
        return None
    low, high = result.amount.bounds.low, result.amount.bounds.high
    if low is not None and low > 0:
        return wanted
    return (not wanted) if result.whole and high == 0 else None


def _meets_number(goal: Goal, result: Result, amount: Amount, target: Amount, measure: Measure) -> bool | None:
    """Decided on the bounds of what is known. A count can only grow while parts are missing; a ratio can move either way, so it waits."""
    low, high = amount.bounds.low, amount.bounds.high
    if not result.whole:
        if measure.kind is MeasureKind.RATIO:
            return None
        high = None
    bar = target.value
    if goal.comparator in ("<=", "<") and target.modifier is Modifier.RANGE and target.bounds.high is not None:
        bar = target.bounds.high
    match goal.comparator:
        case ">=":
            return _decide(low is not None and low >= bar, high is not None and high < bar)
        case ">":
            return _decide(low is not None and low > bar, high is not None and high <= bar)
        case "<=":
            return _decide(high is not None and high <= bar, low is not None and low > bar)
        case "<":
            return _decide(high is not None and high < bar, low is not None and low >= bar)
        case _:
            return _decide(low == high == bar, (low is not None and low > bar) or (high is not None and high < bar))


def _decide(yes: bool, no: bool) -> bool | None:
    return True if yes else False if no else None
