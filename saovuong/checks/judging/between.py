"""Rules between documents, and between what a unit reports and what the units below it do."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from saovuong.checks.judging.book import Book, parts_of
from saovuong.checks.judging.comparing import gap, known, surely_apart
from saovuong.checks.judging.shapes import Hit, Sheet, Term, Told
from saovuong.checks.judging.within import share_hits
from saovuong.checks.judging.wording import Words
from saovuong.core.checks import Claim, Contradiction, Duplicate, Reported
from saovuong.core.quantity import MeasureKind, Role, Scope
from saovuong.core.text import search_key
from saovuong.engine.amounts import amount_of
from saovuong.engine.shapes import Contradiction as Clash
from saovuong.engine.shapes import Fact, Part, Total, Tree

# Shorter quotes are the same by nature ("Số suất quà: 5").
_QUOTE = 40
_DIFFERING = 10


def contradiction(book: Book, rule: Contradiction, words: Words) -> list[Hit]:
    clashes = dict.fromkeys(clash for total in book.totals.values() for clash in total.contradictions)
    return [_clash(book, one, words) for one in clashes if one.kind == rule.between and _certain(book, one)]


def _certain(book: Book, clash: Clash) -> bool:
    """Whether one of the statements is about the period, and numbers differ whatever the true values are (the engine narrows *khoảng*)."""
    if clash.end <= book.world.start:
        return False
    amounts = [[amount_of(book.world.told[number].fact) for number in side] for side in (clash.used, clash.others)]
    if len(clash.used) > 1 or len(clash.others) > 1 or any(one is None for side in amounts for one in side):
        return True
    (used,), (other,) = amounts
    return used is None or other is None or surely_apart(used.bounds, other.bounds)


def _clash(book: Book, clash: Clash, words: Words) -> Hit:
    others = [book.world.told[number].fact for number in clash.others]
    return Hit(
        unit=clash.unit,
        measures=(clash.measure,),
        start=clash.start,
        end=clash.end,
        facts=clash.used,
        others=clash.others,
        words={
            "measure": words.name(clash.measure),
            "used": " + ".join(_said(book.world.told[number].fact, words) for number in clash.used),
            "others": "; ".join(dict.fromkeys(_said(fact, words) for fact in others)),
            "reporter": ", ".join(dict.fromkeys(book.world.name(fact.reporter) for fact in others)),
        },
    )


def _said(fact: Fact, words: Words) -> str:
    amount = amount_of(fact)
    if amount is not None:
        return words.amount(amount)
    if fact.flag is not None:
        return words.say("có") if fact.flag else words.say("không")
    return words.level(fact.measure, fact.rating) if fact.rating else words.say("không nêu số")


def duplicate(book: Book, rule: Duplicate, words: Words) -> list[Hit]:
    match rule.what:
        case "repeat":
            return list(_repeats(book, words))
        case "quote":
            return list(_same_words(book, words))
        case _:
            return list(_copies(book, rule, words))


def _repeats(book: Book, words: Words) -> Iterator[Hit]:
    """One value of one measure for one unit and the same days, from one reporter in several submissions. It is counted once."""
    for (unit, _, _, start, end), group in book.groups.items():
        same: dict[object, list[Told]] = defaultdict(list)
        for one in group:
            fact = one.fact
            if fact.value is not None:
                same[fact.measure, fact.role, fact.value, fact.high, fact.modifier, fact.target_mode].append(one)
        for several in same.values():
            if len({one.submission for one in several}) > 1:
                filled = _filled(several[0], words, several, book)
                yield Hit(unit, (several[0].fact.measure,), start, end, tuple(one.fact.id for one in several), filled)


def _same_words(book: Book, words: Words) -> Iterator[Hit]:
    """One sentence, or one place of one document, behind figures that add up: for different days of one unit, or for different units."""
    places: dict[object, list[Told]] = defaultdict(list)
    alike: dict[object, list[Told]] = defaultdict(list)
    for one in book.inside:
        fact = one.fact
        if fact.role is Role.RESULT and fact.value and book.measure(fact.measure).kind is MeasureKind.FLOW:
            if one.document is not None and one.place is not None:
                places[one.document, one.place, fact.measure].append(one)
            if len(one.quote) >= _QUOTE:
                alike[fact.unit, fact.measure, fact.value].append(one)
    quotes: dict[object, list[Told]] = defaultdict(list)
    for key, several in alike.items():
        # Comparing words costs more than all else here: only where there is something to compare.
        if len(several) > 1:
            for one in several:
                quotes[key, search_key(one.quote)].append(one)
    seen: set[frozenset[int]] = set()
    for several in (*places.values(), *quotes.values()):
        ids = frozenset(one.fact.id for one in several)
        if ids not in seen and _adds_up(several):
            seen.add(ids)
            first = min(several, key=lambda one: (one.fact.start, one.fact.id))
            end = max(one.fact.end for one in several if one.fact.end is not None)
            start = first.fact.start
            yield Hit(first.fact.unit, (first.fact.measure,), start, end, tuple(sorted(ids)), _filled(first, words, several, book))


def _adds_up(several: Sequence[Told]) -> bool:
    """Whether two of the figures come from different submissions and neither covers the other's unit and days."""
    if len({one.submission for one in several}) < 2:
        return False
    if len({one.fact.unit for one in several}) > 1:
        return True
    ordered = sorted((one.fact for one in several), key=lambda fact: (fact.start, fact.end))
    return any(before.end is not None and before.end <= after.start for before, after in pairwise(ordered))


def _copies(book: Book, rule: Duplicate, words: Words) -> Iterator[Hit]:
    """A report whose counts are those of the report before."""
    flows: dict[tuple[str, Scope, str], dict[str, dict[str, Told]]] = defaultdict(lambda: defaultdict(dict))
    for (unit, scope, measure), series in book.series.items():
        if book.measure(measure).kind is MeasureKind.FLOW:
            for one in series:
                if one.fact.value:
                    flows[unit, scope, book.kind_of(one.label)][one.label][measure] = one
    for (unit, _, kind), by_label in flows.items():
        if kind in ("range", "open", "day"):
            continue
        ordered = sorted(by_label.items(), key=lambda item: min(one.fact.start for one in item[1].values()))
        for (label, before), (_, after) in pairwise(ordered):
            now = next(iter(after.values())).fact
            then = next(iter(before.values())).fact
            same = [code for code in after if code in before and before[code].fact.value == after[code].fact.value]
            if not book.in_period(now) or then.end != now.start or len(same) < rule.at_least:
                continue
            if (len(after) - len(same)) * _DIFFERING > len(after):
                continue
            assert now.end is not None
            filled = {
                "measure": ", ".join(words.name(code) for code in same[:3]) + (", ..." if len(same) > 3 else ""),
                "value": str(len(same)),
                "count": str(len(same)),
                "share": f"{len(same)}/{len(after)}",
                "periods": label,
            }
            facts = tuple(number for code in same for number in (before[code].fact.id, after[code].fact.id))
            yield Hit(unit, tuple(same), now.start, now.end, facts, filled)


def _filled(first: Told, words: Words, several: Sequence[Told], book: Book) -> dict[str, str]:
    told = sorted(several, key=lambda one: (one.fact.start, one.fact.id))
    where = [f"{book.world.name(one.fact.unit)} {one.label}" for one in told]
    one_unit = len({one.fact.unit for one in told}) == 1
    return {
        "measure": words.name(first.fact.measure),
        "value": words.amount(known(first.fact)),
        "count": str(len(several)),
        "share": "",
        "periods": ", ".join(dict.fromkeys(one.label for one in told) if one_unit else dict.fromkeys(where)),
    }


def reported(book: Book, rule: Reported, words: Words) -> list[Hit]:
    """Totals beside the sums of their parts over units, where both cannot be right."""
    found = []
    for code, total in book.totals.items():
        if code in rule.besides:
            continue
        for one in total.reconciliations:
            if not one.is_conflict or not surely_apart(one.reported.bounds, one.computed.bounds):
                continue
            difference = gap(one.reported.bounds, one.computed.bounds)
            more = one.reported.value > one.computed.value
            filled = {
                "measure": words.name(code),
                "reported": words.amount(one.reported),
                "computed": words.amount(one.computed),
                "difference": words.plain(difference),
                "side": words.say("nhiều hơn") if more else words.say("ít hơn"),
            }
            found.append(
                Hit(
                    unit=one.unit,
                    measures=(code,),
                    start=total.start,
                    end=total.end,
                    facts=one.reported_facts,
                    words=filled,
                    numbers={"computed": one.computed.value},
                    shown={"difference": difference},
                )
            )
    return found


def claim(book: Book, rule: Claim, words: Words) -> list[Hit]:
    """A stated share of a target beside the result and target that hold for the unit, whoever gave them and from whatever parts."""
    measures = book.world.catalogue.measures
    quotas = {code for code, one in measures.items() if one.always_target}
    chosen = rule.measures or tuple(code for code, one in measures.items() if one.denominator in quotas)
    goals = book.targets(tuple(dict.fromkeys(measures[code].numerator or "" for code in chosen)))
    found: list[Hit] = []
    for code in chosen:
        result = measures[code].numerator or ""
        results = _values(book, book.totals.get(result), result)
        quotas_told = _values(book, book.totals.get(measures[code].denominator or ""), measures[code].denominator or "")
        goals_told = _values(book, goals.get(result), result)
        for part in parts_of(book.totals[code].part if code in book.totals else None):
            for scope, pick in ((Scope.OWN, part.own), (Scope.TOTAL, part.reported)):
                key = (part.unit, scope)
                ratio, reached = book.term(code, pick), results.get(key)
                target = quotas_told.get(key) or goals_told.get(key)
                if ratio is None or reached is None or target is None or not (ratio.whole and reached.whole and target.whole):
                    continue
                sheet = Sheet(part.unit, scope, None, book.world.start, book.world.end, {})
                found.extend(share_hits(sheet, (ratio, reached, target), words, ("ratio", "result", "target"), strict=True))
    return found


def _values(book: Book, total: Total | None, code: str) -> dict[tuple[str, Scope], Term]:
    """What stands for each unit: its own value; its reported total, else the sum of the units below where all of them gave theirs."""
    found = {}
    for part in parts_of(total.part if total is not None else None):
        own, whole = book.term(code, part.own), book.term(code, part.reported)
        if own is not None:
            found[part.unit, Scope.OWN] = own
        if whole is None and part.children and part.computed is not None and _all_told(book, part, book.world.tree, code):
            whole = Term(code, part.computed, ())
        if whole is not None:
            found[part.unit, Scope.TOTAL] = whole
    return found


def _all_told(book: Book, part: Part, tree: Tree, code: str) -> bool:
    told = (book.term(code, one.own) for one in parts_of(part) if one.unit in tree.expected)
    return all(term is not None and term.whole for term in told)
