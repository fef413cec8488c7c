"""The annex of figures that do not agree: every difference in the subtree, side by side, none decided by the program. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from saovuong.core.catalogue import Measure
from saovuong.engine.shapes import Contradiction, Reconciliation, Total
from saovuong.ledger.shapes import FactRow
from saovuong.reports.book import FigureBook
from saovuong.reports.tables import heading
from saovuong.reports.targets import level_words
from saovuong.writers.report_shapes import Cell, FigureRun, Row, Run, Table, Text, decimal_text


@dataclass(frozen=True, slots=True)
class Conflict:
    """One line: the figure that a unit gave beside what it is compared with. ``remark`` is a key of the template's remarks."""

    measure: Measure
    unit: str
    reported: tuple[Run, ...]
    compared: tuple[Run, ...]
    difference: tuple[Run, ...]
    remark: str


def conflicts_of(book: FigureBook, measures: Sequence[Measure]) -> list[Conflict]:
    """Every difference about the measures shown, in their order; the parts of a ratio speak for themselves."""
    out: list[Conflict] = []
    seen: set[tuple[str, tuple[int, ...], tuple[int, ...]]] = set()
    for measure in measures:
        total = book.total(book.data.this, measure.code)
        if total is None:
            continue
        out += [_reconciled(book, measure, one, "") for one in total.reconciliations if not one.agrees]
        out += [_reconciled(book, measure, one, "period") for one in total.period_reconciliations if not one.agrees]
        out += list(_claimed(book, measure, total))
        for one in total.contradictions:
            key = (one.unit, one.used, one.others)
            if key not in seen and one.measure == measure.code:
                seen.add(key)
                out.append(_contradicted(book, measure, one))
    return out


def conflict_table(book: FigureBook, conflicts: Sequence[Conflict]) -> Table:
    columns, annexes = book.template.columns, book.template.annexes
    titles = [
        columns.number,
        columns.content,
        columns.uom,
        columns.unit,
        columns.reported,
        columns.compared,
        columns.difference,
        columns.remark,
    ]
    rows = []
    for number, one in enumerate(conflicts, start=1):
        words = (str(number), book.title(one.measure), book.uom_name(one.measure), book.name(one.unit))
        cells = [Cell((Text(word),), "center" if place in (0, 2) else "left") for place, word in enumerate(words)]
        cells += [Cell(runs or (Text("-"),), "center") for runs in (one.reported, one.compared, one.difference)]
        cells.append(Cell((Text(annexes.remarks[one.remark]),)))
        rows.append(Row(tuple(cells)))
    return Table(annexes.check_caption, (5, 24, 9, 18, 12, 12, 11, 24), (heading(titles),), tuple(rows), small=True)


def _reconciled(book: FigureBook, measure: Measure, found: Reconciliation, kind: str) -> Conflict:
    remark = kind or ("conflict" if found.is_conflict else "incomplete")
    amount = book.wording.amount
    reported = Side(f"reported{kind}", decimal_text(found.reported.value), amount(found.reported, bare=True), found.reported_facts)
    computed = Side(
        f"computed{kind}", decimal_text(found.computed.value), amount(found.computed, bare=True), book.unit_facts(measure, found.unit)
    )
    sides = [_entered(book, measure, found.unit, side) for side in (reported, computed)]
    return Conflict(measure, found.unit, (sides[0],), (sides[1],), (Text(_signed(book, found, measure)),), remark)


def _signed(book: FigureBook, found: Reconciliation, measure: Measure) -> str:
    sign = "+" if found.difference > 0 else "-" if found.difference < 0 else ""
    return sign + book.wording.unpadded(abs(found.difference), measure.uom)


def _claimed(book: FigureBook, measure: Measure, total: Total) -> Iterator[Conflict]:
    for one in total.claimed:
        if one.agrees:
            continue
        claimed = Side("claimed", decimal_text(one.claimed.value), book.wording.amount(one.claimed, bare=True), one.facts)
        recomputed = Side(
            "recomputed",
            decimal_text(one.recomputed.value),
            book.wording.amount(one.recomputed, bare=True),
            book.unit_facts(measure, one.unit),
        )
        sides = [_entered(book, measure, one.unit, side) for side in (claimed, recomputed)]
        yield Conflict(measure, one.unit, (sides[0],), (sides[1],), (), "percent")


def _contradicted(book: FigureBook, measure: Measure, one: Contradiction) -> Conflict:
    sides = []
    for name, ids in (("used", one.used), ("others", one.others)):
        rows = [book.data.facts[fact] for fact in ids if fact in book.data.facts]
        text = "; ".join(dict.fromkeys(fact_words(book, measure, row) for row in rows))
        sides.append((_entered(book, measure, one.unit, Side(name, text, text, ids)),) if text else ())
    return Conflict(measure, one.unit, sides[0], sides[1], (), one.kind)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the numbers side by side: which, canonical value, words shown, facts."""

    kind: str
    value: str
    text: str
    facts: tuple[int, ...]


def _entered(book: FigureBook, measure: Measure, unit: str, side: Side) -> FigureRun:
    year = book.data.this.period
    standing = book.standing(book.data.this, measure.code)
    number = book.enter(
        key=f"{side.kind}:{year.label}:{measure.code}:{unit}",
        label=f"{book.label('result', measure, year)}, {book.inline(unit)}",
        value=side.value,
        modifier="exact",
        uom=measure.uom,
        facts=side.facts,
        anchor=book.result(book.data.this, measure, standing) if standing else None,
    )
    return FigureRun(number, side.text)


def fact_words(book: FigureBook, measure: Measure, fact: FactRow) -> str:
    """One stated value as a reader of the annex sees it."""
    phrases = book.template.phrases
    if fact.rating is not None:
        return level_words(fact.rating)
    if fact.flag is not None:
        return phrases.yes if fact.flag else phrases.no
    if fact.value is None:
        return phrases.unquantified
    pattern = book.wording.style.modifiers.get(fact.modifier.value, "{}")
    ends = [book.wording.bare(fact.value, measure.uom)]
    if fact.high is not None:
        ends.append(book.wording.bare(fact.high, measure.uom))
    return pattern.format(*ends)
