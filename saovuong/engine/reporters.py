"""Who says it: a unit's own report and what other units report about it never add (DESIGN 6.3)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from saovuong.engine.amounts import agree
from saovuong.engine.over_time import Clash, Picked, Rule, Window, same_statement
from saovuong.engine.shapes import Fact, TimePick

_Days = tuple[date, date, str]


def pick_for_unit(facts: Sequence[Fact], window: Window, *, unit: str, rule: Rule) -> Picked:
    """The unit's own report where it gives a value; else another unit's report about it, marked with its reporter. Differing is a clash."""
    mine = [fact for fact in facts if fact.reporter == unit]
    if len(mine) == len(facts):
        return rule(mine, window)
    others = [fact for fact in facts if fact.reporter != unit]
    own, told = rule(mine, window), rule(others, window)
    if own.pick.known:
        clashes = _between(mine, others, window) or _picks_clash(own.pick, told.pick, window)
        used = tuple((fact.id, "own_report_wins") for fact in others)
        pick = replace(own.pick, left_out=tuple(sorted((*own.pick.left_out, *used))))
        return Picked(pick, (*own.clashes, *clashes))
    left = tuple(sorted((*own.pick.left_out, *told.pick.left_out)))
    if not told.pick.known:
        return Picked(replace(told.pick, left_out=left, stated=own.pick.stated), told.clashes)
    first = min(fact.reporter for fact in others if fact.id in told.pick.facts)
    return Picked(replace(told.pick, left_out=left, reporter=first, stated=own.pick.stated), told.clashes)


def _between(mine: Sequence[Fact], others: Sequence[Fact], window: Window) -> tuple[Clash, ...]:
    """Clashes between an own and another's fact for the very same range, oldest range first."""
    by_range: dict[_Days, list[Fact]] = {}
    for fact in mine:
        if fact.end is not None and not fact.standing and fact.start < window.end and fact.end > window.start:
            by_range.setdefault((fact.start, fact.end, fact.joint or ""), []).append(fact)
    found: dict[_Days, list[Fact]] = {}
    for fact in others:
        if fact.end is None or fact.standing:
            continue
        days = (fact.start, fact.end, fact.joint or "")
        used = by_range.get(days)
        if used and not same_statement(max(used, key=lambda one: (one.as_of, one.id)), fact):
            found.setdefault(days, []).append(fact)
    return tuple(
        Clash(
            "reporters",
            start,
            end,
            (max(by_range[start, end, joint], key=lambda one: (one.as_of, one.id)).id,),
            tuple(sorted(fact.id for fact in facts)),
        )
        for (start, end, joint), facts in sorted(found.items())
    )


def _picks_clash(own: TimePick, told: TimePick, window: Window) -> tuple[Clash, ...]:
    """A clash between the two values for the whole period, where both cover all of it (stocks: where both hold on the same day)."""
    same_days = own.share == told.share == 1 and own.age_days == told.age_days
    if not same_days or not told.known or own.rule == "standing" or told.rule == "standing":
        return ()
    differ = own.rating != told.rating or own.flag != told.flag
    if own.amount is not None and told.amount is not None:
        differ = not agree(own.amount, told.amount)
    return (Clash("reporters", window.start, window.end, own.facts, told.facts),) if differ else ()
