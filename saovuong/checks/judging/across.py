"""Rules over time and over units: figures beside those of earlier periods, of parts of their period, and of other units of a kind."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from saovuong.checks.judging.book import Book
from saovuong.checks.judging.comparing import deviation, gap, known, median, sum_of, surely_apart, surely_more
from saovuong.checks.judging.shapes import Hit, Told
from saovuong.checks.judging.wording import Words
from saovuong.core.checks import Cumulative, Missing, Monotone, Outlier
from saovuong.core.quantity import MeasureKind, Modifier
from saovuong.core.tongue import noted
from saovuong.engine.over_time import best_tiling, moment
from saovuong.engine.shapes import Amount, Fact

HISTORY_YEARS = 6
"""How far back earlier periods are looked for."""

_HIGH, _LOW = noted("cao"), noted("thấp")
_WAYS = {"up": noted("giảm"), "down": noted("tăng"), "steady": noted("đổi")}
# Within a year the same month or quarter comes once: what it had before is no surprise.
_SEASONAL = ("month", "quarter", "half")


def history(book: Book, rule: Outlier, words: Words) -> list[Hit]:
    found = []
    for code in rule.measures:
        for _, series in book.series_of(code):
            for one, earlier in _judged(book, series):
                values = [Decimal(other.fact.value or 0) for other in earlier if other.fact.modifier is Modifier.EXACT]
                value = one.fact.value
                if value is None or one.fact.modifier is not Modifier.EXACT or not _far(value, values, rule):
                    continue
                if not _seasonal(book, one, value, median(values), earlier):
                    found.append(_outlier(one.fact, value, values, words))
    return found


def _judged(book: Book, series: Sequence[Told]) -> Iterator[tuple[Told, list[Told]]]:
    """Every figure inside the period with the earlier ones for periods of the same length, oldest first."""
    by_kind: dict[str, list[Told]] = defaultdict(list)
    for one in series:
        by_kind[book.kind_of(one.label)].append(one)
    for kind, group in by_kind.items():
        if kind in ("range", "open", "day"):
            continue
        for place, one in enumerate(group):
            if book.in_period(one.fact):
                yield one, group[:place]


def _far(value: Decimal, values: Sequence[Decimal], rule: Outlier) -> bool:
    if len(values) < rule.at_least:
        return False
    centre = median(values)
    limit = max(rule.times * deviation(values, centre), rule.share * abs(centre), rule.least)
    return abs(value - centre) > limit


def _seasonal(book: Book, one: Told, value: Decimal, centre: Decimal, earlier: Sequence[Told]) -> bool:
    """Whether the same month, quarter or half of an earlier year went at least half as far the same way."""
    if book.kind_of(one.label) not in _SEASONAL:
        return False
    slot = one.label[4:]
    away = value - centre
    return any(
        other.label[4:] == slot and other.fact.value is not None and (other.fact.value - centre) * 2 / away >= 1 for other in earlier
    )


def _outlier(about: Fact, value: Decimal, values: Sequence[Decimal], words: Words) -> Hit:
    centre = median(values)
    assert about.end is not None
    return Hit(
        unit=about.unit,
        measures=(about.measure,),
        start=about.start,
        end=about.end,
        facts=(about.id,),
        words={
            "measure": words.name(about.measure),
            "value": words.amount(known(about)),
            "side": words.say(_HIGH if value > centre else _LOW),
            "median": words.plain(centre),
            "count": str(len(values)),
            "range": words.say("{low} đến {high}").format(low=words.plain(min(values)), high=words.plain(max(values))),
        },
        shown={"median": centre, "deviation": deviation(values, centre), "count": Decimal(len(values))},
    )


def peers(book: Book, rule: Outlier, words: Words) -> list[Hit]:
    """Units of one kind under one command, by what they stated of themselves for the whole period."""
    found = []
    values = book.own_values
    for children in book.world.tree.children.values():
        by_kind: dict[str, list[str]] = defaultdict(list)
        for child in children:
            by_kind[book.world.kinds.get(child, "")].append(child)
        for units in by_kind.values():
            if len(units) <= rule.at_least:
                continue
            for code in rule.measures:
                told = {unit: rate for unit in units if (rate := _exact(values.get(unit, {}), code)) is not None}
                for unit, (value, fact_id) in told.items():
                    others = [rate for other, (rate, _) in told.items() if other != unit]
                    if _far(value, others, rule):
                        found.append(_outlier(book.world.told[fact_id].fact, value, others, words))
    return found


def _exact(values: Mapping[str, tuple[Amount, int]], code: str) -> tuple[Decimal, int] | None:
    told = values.get(code)
    return (told[0].value, told[1]) if told is not None and told[0].modifier is Modifier.EXACT else None


def cumulative(book: Book, rule: Cumulative, words: Words) -> list[Hit]:
    """A count over a longer time is the sum of those over parts that fill it, and never less than that of any parts inside it."""
    measures = book.world.catalogue.measures
    chosen = rule.measures or tuple(code for code, one in measures.items() if one.kind is MeasureKind.FLOW and not one.always_target)
    found: list[Hit] = []
    for code in chosen:
        if code in rule.besides:
            continue
        for _, series in book.series_of(code):
            facts = [one.fact for one in series if book.in_period(one.fact)]
            found.extend(hit for longer in facts if (hit := _cumulated(longer, facts, words)) is not None)
    return found


def _cumulated(longer: Fact, facts: Sequence[Fact], words: Words) -> Hit | None:
    assert longer.end is not None
    inside = [one for one in facts if one is not longer and one.end is not None and longer.start <= one.start and one.end <= longer.end]
    if not inside:
        return None
    whole = known(longer)
    parts, _ = best_tiling(inside)
    total = sum_of(known(part) for part in parts)
    assert total is not None
    fills = sum((part.end - part.start).days for part in parts if part.end is not None) == (longer.end - longer.start).days
    if not (surely_more(total.bounds, whole.bounds) or (fills and surely_apart(total.bounds, whole.bounds))):
        return None
    difference = gap(total.bounds, whole.bounds)
    added = " + ".join(words.bare(known(part)) for part in parts)
    text = f"{added} = {words.amount(total)}" if len(parts) > 1 else words.amount(total)
    return Hit(
        unit=longer.unit,
        measures=(longer.measure,),
        start=longer.start,
        end=longer.end,
        facts=(longer.id, *(part.id for part in parts)),
        words={
            "measure": words.name(longer.measure),
            "value": words.amount(whole),
            "sum": text,
            "difference": words.plain(difference),
            "relation": words.say("nhỏ hơn") if surely_more(total.bounds, whole.bounds) else words.say("lớn hơn"),
        },
        shown={"sum": total.value, "difference": difference},
    )


def monotone(book: Book, rule: Monotone, words: Words) -> list[Hit]:
    found = []
    for code in rule.measures:
        for _, series in book.series_of(code):
            ordered = sorted((one.fact for one in series), key=lambda fact: (moment(fact), fact.as_of, fact.id))
            for earlier, later in pairwise(ordered):
                if book.in_period(later) and moment(earlier) < moment(later) and _wrong_way(earlier, later, rule.way):
                    found.append(_change(book, earlier, later, rule.way, words))
    return found


def _wrong_way(earlier: Fact, later: Fact, way: str) -> bool:
    before, after = known(earlier), known(later)
    fell, rose = surely_more(before.bounds, after.bounds), surely_more(after.bounds, before.bounds)
    return {"up": fell, "down": rose}.get(way, fell or rose)


def _change(book: Book, earlier: Fact, later: Fact, way: str, words: Words) -> Hit:
    before, after = known(earlier), known(later)
    assert later.end is not None
    change = gap(before.bounds, after.bounds)
    return Hit(
        unit=later.unit,
        measures=(later.measure,),
        start=later.start,
        end=later.end,
        facts=(earlier.id, later.id),
        words={
            "measure": words.name(later.measure),
            "value": words.amount(after),
            "earlier": words.amount(before),
            "earlier_period": book.world.told[earlier.id].label,
            "change": words.plain(change),
            "way": words.say(_WAYS[way]),
        },
        shown={"change": change},
    )


def missing(book: Book, rule: Missing, words: Words) -> list[Hit]:
    """Only for the period asked about, and only of units that reported something for just that period."""
    world = book.world
    kind = book.kind_of(world.label)
    reported = {
        sheet.unit for sheet in book.sheets if sheet.reporter == sheet.unit and (sheet.start, sheet.end) == (world.start, world.end)
    }
    found = []
    for code in rule.measures:
        told = book.units_told.get(code, frozenset())
        for (unit, _, measure), series in book.series_of(code):
            earlier = [
                one for one in series if book.kind_of(one.label) == kind and one.fact.end is not None and one.fact.end <= world.start
            ]
            if unit not in reported or unit in told or not _without_gap(book, earlier, rule.at_least):
                continue
            last = earlier[-1].fact
            filled = {
                "measure": words.name(measure),
                "count": str(rule.at_least),
                "earlier": f"{words.amount(known(last))} ({earlier[-1].label})",
            }
            found.append(Hit(unit, (code,), world.start, world.end, (last.id,), filled))
    return found


def _without_gap(book: Book, earlier: Sequence[Told], count: int) -> bool:
    """Whether the last ``count`` figures follow each other without a gap up to the period."""
    chain = earlier[-count:]
    ends = [one.fact.end for one in chain]
    starts = [one.fact.start for one in chain[1:]] + [book.world.start]
    return len(chain) == count and ends == starts
