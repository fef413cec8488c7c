"""Rules over numbers that were said together: about one unit, for the same days."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from saovuong.checks.judging.book import Book
from saovuong.checks.judging.comparing import all_fails, claim_fails, gap, share_of, sum_of, surely_apart, surely_more
from saovuong.checks.judging.shapes import Hit, Sheet, Term
from saovuong.checks.judging.wording import Words, share_text
from saovuong.core.checks import Answer, Breakdown, Funnel, Limits, NotZero, PartOf, Percentage, Requires
from saovuong.core.quantity import Bounds, MeasureKind, Modifier

Judge = Callable[[Sheet], Iterator[Hit]]
_NOTHING = Bounds(Decimal(0), Decimal(0))


def over_sheets(book: Book, judge: Judge) -> list[Hit]:
    """Hits among what was said together, then those that only show for the whole period and are not made of the former."""
    found = [hit for sheet in book.sheets for hit in judge(sheet)]
    known: dict[tuple[str, tuple[str, ...]], list[frozenset[int]]] = {}
    for hit in found:
        known.setdefault((hit.unit, hit.measures), []).append(frozenset(hit.facts))
    for sheet in book.merged:
        for hit in judge(sheet):
            facts = frozenset(hit.facts)
            if not any(facts >= one for one in known.get((hit.unit, hit.measures), ())):
                found.append(hit)
    return found


def comparable(terms: Iterable[Term]) -> bool:
    """Whether numbers speak of the same days. Stocks must be of one day or of one report's days; what happened in the period may be set
    beside a stock of a day in it."""
    stocks = [term for term in terms if term.day is not None]
    return len({term.day for term in stocks}) <= 1 or len({term.days for term in stocks}) <= 1


def funnel(book: Book, rule: Funnel, words: Words) -> list[Hit]:
    def judge(sheet: Sheet) -> Iterator[Hit]:
        said = [sheet.terms[step] for step in rule.steps if step in sheet.terms]
        for place, after in enumerate(said):
            for before in reversed(said[:place]):
                if surely_more(after.amount.bounds, before.amount.bounds) and comparable((before, after)):
                    yield _pair(sheet, before, after, words, ("before", "after"))
                    break
                if before.amount.bounds.high is not None:
                    break

    return over_sheets(book, judge)


def part_of(book: Book, rule: PartOf, words: Words) -> list[Hit]:
    def judge(sheet: Sheet) -> Iterator[Hit]:
        whole = sheet.terms.get(rule.whole)
        if whole is None:
            return
        for code in rule.parts:
            part = sheet.terms.get(code)
            if part is not None and surely_more(part.amount.bounds, whole.amount.bounds) and comparable((part, whole)):
                yield _pair(sheet, whole, part, words, ("whole", "part"))

    return over_sheets(book, judge)


def _pair(sheet: Sheet, more: Term, fewer: Term, words: Words, keys: tuple[str, str]) -> Hit:
    """``fewer`` should have been at most ``more``."""
    difference = gap(more.amount.bounds, fewer.amount.bounds)
    filled = {"difference": words.plain(difference)}
    for key, term in zip(keys, (more, fewer), strict=True):
        filled |= {key: words.name(term.measure), f"{key}_value": words.amount(term.amount)}
    return Hit(
        unit=sheet.unit,
        measures=(fewer.measure, more.measure),
        start=sheet.start,
        end=sheet.end,
        facts=(*more.facts, *fewer.facts),
        words=filled,
        shown={"difference": difference},
    )


def breakdown(book: Book, rule: Breakdown, words: Words) -> list[Hit]:
    def judge(sheet: Sheet) -> Iterator[Hit]:
        whole = sheet.terms.get(rule.whole)
        parts = [sheet.terms[code] for code in rule.parts if code in sheet.terms]
        total = sum_of(part.amount for part in parts)
        if whole is None or total is None or not comparable((whole, *parts)):
            return
        complete = rule.exhaustive and len(parts) == len(rule.parts)
        if surely_more(total.bounds, whole.amount.bounds):
            yield hit(sheet, whole, parts, words.say("lớn hơn"))
        elif complete and surely_apart(total.bounds, whole.amount.bounds):
            yield hit(sheet, whole, parts, words.say("nhỏ hơn"))

    def hit(sheet: Sheet, whole: Term, parts: Sequence[Term], relation: str) -> Hit:
        total = sum_of(part.amount for part in parts)
        assert total is not None
        difference = gap(whole.amount.bounds, total.bounds)
        return Hit(
            unit=sheet.unit,
            measures=(whole.measure, *(part.measure for part in parts)),
            start=sheet.start,
            end=sheet.end,
            facts=(*whole.facts, *(number for part in parts for number in part.facts)),
            words={
                "whole": words.name(whole.measure),
                "whole_value": words.amount(whole.amount),
                "sum": " + ".join(f"{words.name(part.measure)} {words.bare(part.amount)}" for part in parts),
                "sum_value": words.amount(total),
                "relation": relation,
                "difference": words.plain(difference),
            },
            shown={"sum": total.value, "difference": difference},
        )

    return over_sheets(book, judge)


def percentage(book: Book, rule: Percentage, words: Words) -> list[Hit]:
    measures = book.world.catalogue.measures
    chosen = rule.measures or tuple(code for code, one in measures.items() if one.kind is MeasureKind.RATIO)
    parts = [(code, measures[code].numerator or "", measures[code].denominator or "") for code in chosen if code not in rule.besides]

    def judge(sheet: Sheet) -> Iterator[Hit]:
        for code, top, base in parts:
            ratio, numerator, denominator = (sheet.terms.get(one) for one in (code, top, base))
            if ratio is None or numerator is None or denominator is None:
                continue
            if all(term.whole for term in (ratio, numerator, denominator)) and comparable((numerator, denominator)):
                yield from share_hits(sheet, (ratio, numerator, denominator), words, ("ratio", "numerator", "denominator"))

    return over_sheets(book, judge)


def share_hits(
    sheet: Sheet, terms: tuple[Term, Term, Term], words: Words, keys: tuple[str, str, str], *, strict: bool = False
) -> Iterator[Hit]:
    """A hit where the first term, a share, is not the second divided by the third; ``strict``: a hundred per cent must be all."""
    ratio, numerator, denominator = terms
    computed = share_of(numerator.amount, denominator.amount, uom=ratio.amount.uom)
    if computed is None:
        return
    fails = claim_fails(claimed=ratio.amount, computed=computed) or (strict and all_fails(claimed=ratio.amount, computed=computed))
    if not fails:
        return
    filled = {"computed": share_text(computed, beside=ratio.amount, words=words)}
    for key, term in zip(keys, terms, strict=True):
        filled |= {key: words.name(term.measure), f"{key}_value": words.amount(term.amount)}
    yield Hit(
        unit=sheet.unit,
        measures=tuple(term.measure for term in terms),
        start=sheet.start,
        end=sheet.end,
        facts=tuple(number for term in terms for number in term.facts),
        words=filled,
        numbers={"computed": computed.value},
    )


def limits(book: Book, rule: Limits, words: Words) -> list[Hit]:
    wanted = Bounds(rule.low, rule.high)

    def judge(sheet: Sheet) -> Iterator[Hit]:
        for code in rule.measures:
            term = sheet.terms.get(code)
            # A stated zero says that there was none: it is no value too small.
            if term is None or term.amount.bounds == _NOTHING or not surely_apart(term.amount.bounds, wanted):
                continue
            below = surely_more(wanted, term.amount.bounds)
            edge = rule.low if below else rule.high
            assert edge is not None
            text = words.amount(replace(term.amount, value=edge, modifier=Modifier.EXACT))
            filled = {
                "measure": words.name(code),
                "value": words.amount(term.amount),
                "limit": (words.say("dưới mức thấp nhất {}") if below else words.say("quá mức cao nhất {}")).format(text),
            }
            yield Hit(sheet.unit, (code,), sheet.start, sheet.end, term.facts, filled)

    # A sum of parts within limits may well lie outside them.
    return [hit for sheet in book.sheets for hit in judge(sheet)]


def requires(book: Book, rule: Requires, words: Words) -> list[Hit]:
    def judge(sheet: Sheet) -> Iterator[Hit]:
        for code in rule.given:
            given = sheet.terms.get(code)
            if given is None or not given.amount.bounds.low:
                continue
            if rule.mode == "positive":
                zeros = [sheet.terms[need] for need in rule.needs if need in sheet.terms and sheet.terms[need].amount.bounds == _NOTHING]
                faulty = bool(zeros) and len(zeros) == len([need for need in rule.needs if need in sheet.mentioned])
            else:
                zeros, faulty = [], not sheet.mentioned.intersection(rule.needs)
            if faulty:
                needs = [zero.measure for zero in zeros] or list(rule.needs)
                facts = (*given.facts, *(number for zero in zeros for number in zero.facts))
                filled = {
                    "given": words.name(code),
                    "given_value": words.amount(given.amount),
                    "needs": words.say(" hoặc ").join(words.name(need) for need in needs),
                }
                yield Hit(sheet.unit, (code, *needs), sheet.start, sheet.end, facts, filled)

    if rule.mode == "positive":
        return over_sheets(book, judge)
    return [hit for sheet in book.sheets if _stands_alone(book, sheet, rule) for hit in judge(sheet)]


def _stands_alone(book: Book, sheet: Sheet, rule: Requires) -> bool:
    """Whether nobody gave what is needed for the unit and period in another report either."""
    return not any(sheet.unit in book.units_told.get(need, ()) for need in rule.needs)


def answer(book: Book, rule: Answer, words: Words) -> list[Hit]:
    def judge(sheet: Sheet) -> Iterator[Hit]:
        said = sheet.answers.get(rule.answer)
        if said is None or said[0] is not rule.says:
            return
        for code in rule.counts:
            term = sheet.terms.get(code)
            if term is not None and term.amount.bounds.low:
                filled = {"answer": words.name(rule.answer), "count": words.name(code), "value": words.amount(term.amount)}
                yield Hit(sheet.unit, (rule.answer, code), sheet.start, sheet.end, (said[1], *term.facts), filled)

    return [hit for sheet in book.sheets for hit in judge(sheet)]


def not_zero(book: Book, rule: NotZero, words: Words) -> list[Hit]:
    return [
        Hit(sheet.unit, (code,), sheet.start, sheet.end, sheet.terms[code].facts, {"measure": words.name(code)})
        for sheet in book.sheets
        for code in rule.measures
        if code in sheet.terms and sheet.terms[code].amount.bounds == _NOTHING
    ]
