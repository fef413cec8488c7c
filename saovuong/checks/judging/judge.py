"""All rules over one world."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from decimal import localcontext
from hashlib import sha256
from typing import Any

from saovuong.checks.judging import across, between, within
from saovuong.checks.judging.book import Book
from saovuong.checks.judging.shapes import Finding, Hit, World
from saovuong.checks.judging.wording import Words
from saovuong.core.checks import LEVELS, CheckRule
from saovuong.core.tongue import VIETNAMESE, Tongue
from saovuong.engine.amounts import SUMS

_KEY_DIGITS = 16
_JUDGES: Mapping[str, Callable[[Book, Any, Words], list[Hit]]] = {
    "funnel": within.funnel,
    "part_of": within.part_of,
    "breakdown": within.breakdown,
    "percentage": within.percentage,
    "limits": within.limits,
    "requires": within.requires,
    "answer": within.answer,
    "not_zero": within.not_zero,
    "history": across.history,
    "peers": across.peers,
    "cumulative": across.cumulative,
    "monotone": across.monotone,
    "missing": across.missing,
    "duplicate": between.duplicate,
    "contradiction": between.contradiction,
    "reported": between.reported,
    "claim": between.claim,
}


def judge(*, world: World, rules: Iterable[CheckRule], tongue: Tongue = VIETNAMESE) -> list[Finding]:
    """What the rules that hold on the period's last day find: in the tree's order, then worst level first, then in the order of the rules.

    Titles and messages are in ``tongue``; keys do not depend on it. Raises DifferentUoms where figures in force are in a unit of measure
    that is not their measure's."""
    book = Book(world)
    order = {unit: place for place, unit in enumerate(world.tree.units())}
    found: dict[str, tuple[tuple[int, int, int], Finding]] = {}
    with localcontext(SUMS):
        for place, rule in enumerate(rule for rule in rules if rule.holds_on(world.end - timedelta(days=1))):
            words = Words(world, rule.names, tongue)
            for hit in _JUDGES[rule.kind](book, rule.params, words):
                finding = _finding(hit, rule, words)
                rank = (order[hit.unit], LEVELS.index(rule.level), place)
                found.setdefault(finding.key, (rank, finding))
    return [finding for _, finding in sorted(found.values(), key=lambda item: (item[0], item[1].start, item[1].facts))]


def _finding(hit: Hit, rule: CheckRule, words: Words) -> Finding:
    world, tongue = words.world, words.tongue
    label = _label(hit, world)
    message = tongue.of(rule.sentence, rule.sentence_en).format(
        unit=world.name(hit.unit), period=label or words.days(hit.start, hit.end), **hit.words
    )
    return Finding(
        rule=rule.code,
        kind=rule.kind,
        level=rule.level,
        title=tongue.of(rule.title_vi, rule.title_en),
        unit=hit.unit,
        unit_name=world.name(hit.unit),
        measures=hit.measures,
        start=hit.start,
        end=hit.end,
        label=label or words.days(hit.start, hit.end),
        facts=hit.facts,
        others=hit.others,
        numbers={**hit.numbers, **hit.shown},
        message=message,
        key=_key(hit, rule, world),
    )


def _label(hit: Hit, world: World) -> str:
    """What people call the days: the label of the period, or of a figure for just these days."""
    if (hit.start, hit.end) == (world.start, world.end):
        return world.label
    labels = (told for number in (*hit.facts, *hit.others) if (told := world.told.get(number)) is not None)
    return next((one.label for one in labels if (one.fact.start, one.fact.end) == (hit.start, hit.end)), "")


def _key(hit: Hit, rule: CheckRule, world: World) -> str:
    """Ids and values: a figure never changes under its id, but a book restored from elsewhere may count its ids anew."""
    facts = sorted((number, _value(world, number)) for number in {*hit.facts, *hit.others})
    numbers = {name: format(value.normalize(), "f") for name, value in sorted(hit.numbers.items())}
    told = [rule.code, hit.unit, hit.start.isoformat(), hit.end.isoformat(), sorted(hit.measures), facts, numbers]
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:_KEY_DIGITS]


def _value(world: World, number: int) -> str:
    fact = world.told[number].fact
    value = "" if fact.value is None else format(fact.value.normalize(), "f")
    high = "" if fact.high is None else format(fact.high.normalize(), "f")
    return f"{fact.modifier.value} {value} {high} {fact.rating or ''} {'' if fact.flag is None else fact.flag}"
