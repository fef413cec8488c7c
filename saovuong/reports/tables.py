"""The tables of a report: results of a section beside last year and targets, and key figures by unit. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from saovuong.core.catalogue import Measure
from saovuong.core.quantity import MeasureKind
from saovuong.engine.shapes import Part
from saovuong.reports.book import FigureBook
from saovuong.reports.language import plain
from saovuong.reports.slots import SlotFiller
from saovuong.reports.standing import Standing, below_of, heard_of, own_pick
from saovuong.reports.targets import level_words
from saovuong.reports.templates import UnitColumn
from saovuong.writers.report_shapes import Align, Cell, FigureRun, Row, Run, Table, Text

_NARROW, _WIDEST = 14, 24
_UNKNOWN: tuple[Run, ...] = (Text("-"),)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One measure in a section's table. ``below`` is True for what the units below say apart from the unit's own word."""

    measure: Measure
    now: tuple[Run, ...]
    last: tuple[Run, ...]
    target: tuple[Run, ...]
    change: tuple[Run, ...]
    heard: str
    below: bool = False


def result_rows(filler: SlotFiller, measures: Sequence[Measure]) -> list[ResultRow]:
    """A row for every measure about which anything is known for this year, last year or as a target of this year."""
    book, rows = filler.book, []
    for measure in measures:
        standing = book.standing(book.data.this, measure.code)
        last = book.result_run(book.data.last, measure.code, bare=True) if book.current(book.data.last, measure.code) else None
        goals = () if measure.always_target else book.goals(book.data.this, measure.code)
        if standing is None and last is None and not goals:
            continue
        target = [run for number, goal in enumerate(goals) for run in ([Text("; ")] if number else []) + [book.goal_run(goal)]]
        change = _change(filler, measure)
        rows.append(ResultRow(measure, _now(book, measure), (last,) if last else (), tuple(target), change, _heard(book, measure)))
        below = _below(filler, measure, standing)
        if below:
            rows.append(below)
    return rows


def _now(book: FigureBook, measure: Measure) -> tuple[Run, ...]:
    """This year's value; one carried over says of which period it is, one without a number says so."""
    run = book.result_run(book.data.this, measure.code, bare=True)
    if run is None:
        spoken = book.standing(book.data.this, measure.code) is not None
        return (Text(book.template.phrases.unquantified),) if spoken else ()
    period = book.carried_from(book.data.this, measure.code)
    return (run, Text(book.template.phrases.carried.format(period.name_vi()))) if period else (run,)


def _below(filler: SlotFiller, measure: Measure, standing: Standing | None) -> ResultRow | None:
    """What the units below say, where the unit's own word already stands in the row above."""
    book = filler.book
    total = book.total(book.data.this, measure.code)
    below = below_of(total) if total and standing and standing.reported and book.data.below else None
    if below is None:
        return None
    run = filler.below_run("share" if below.answers else "spread", measure, below)
    heard = f"{book.count(total.coverage.heard)}/{book.count(total.coverage.expected)}" if total else ""
    return ResultRow(measure, (run,), (), (), (), heard, below=True)


def _change(filler: SlotFiller, measure: Measure) -> tuple[Run, ...]:
    compared = filler.compared(measure)
    if compared is None:
        return ()
    if compared.difference == 0:
        return (FigureRun(compared.figure, filler.book.template.phrases.unchanged),)
    sign = "+" if compared.difference > 0 else "-"
    shown = FigureRun(compared.figure, filler.book.wording.unpadded(abs(compared.difference), measure.uom))
    growth: tuple[Run, ...] = ()
    if compared.growth_figure:
        growth = (Text(" ("), FigureRun(compared.growth_figure, compared.growth_text), Text(")"))
    return (Text(sign), shown, *growth)


def _heard(book: FigureBook, measure: Measure) -> str:
    total, standing = book.total(book.data.this, measure.code), book.standing(book.data.this, measure.code)
    if total is None or standing is None:
        return ""
    coverage = None if standing.reported else heard_of(total)
    if coverage is None:
        return book.template.phrases.self_reported
    return f"{book.count(coverage.heard)}/{book.count(coverage.expected)}"


def result_table(filler: SlotFiller, rows: Sequence[ResultRow], *, caption: str) -> Table:
    """Columns that would be empty are left out."""
    book = filler.book
    columns, phrases = book.template.columns, book.template.phrases
    this, last = book.data.this.period.label, book.data.last.period.label
    kept = [
        ("last", columns.year.format(year=last), 12, any(row.last for row in rows)),
        ("now", columns.year.format(year=this), 13, True),
        ("target", columns.target.format(year=this), 14, any(row.target for row in rows)),
        ("change", columns.change.format(year=last), 15, any(row.change for row in rows)),
        ("heard", columns.heard, 11, bool(book.data.below)),
    ]
    shown = [
        (name, title, _width(width, [plain(getattr(row, name)) for row in rows if name != "heard"]))
        for name, title, width, on in kept
        if on
    ]
    body = []
    for number, row in enumerate(rows, start=1):
        name = phrases.below_row.format(book.title(row.measure)) if row.below else book.title(row.measure)
        cells = [_cell(str(number), "center"), _cell(name), _cell(book.uom_name(row.measure), "center")]
        values = {
            "last": row.last,
            "now": row.now,
            "target": row.target,
            "change": row.change,
            "heard": (Text(row.heard),) if row.heard else (),
        }
        cells += [Cell(values[key] or _UNKNOWN, "center") for key, _, _ in shown]
        body.append(Row(tuple(cells)))
    titles = [columns.number, columns.content, columns.uom, *(title for _, title, _ in shown)]
    widths = (6, 40, 12, *(width for _, _, width in shown))
    return Table(caption, widths, (heading(titles),), tuple(body))


def _width(least: int, texts: Sequence[str]) -> int:
    """Words need a wider column than numbers."""
    longest = max(map(len, texts), default=0)
    return least if longest <= _NARROW else min(_WIDEST, max(least, longest // 2))


def unit_tables(book: FigureBook, columns: Sequence[UnitColumn]) -> Iterator[Table]:
    """Key figures of the direct units, several columns per table; the last row is the total that the report shows."""
    annexes = book.template.annexes
    known = [(column, measure) for column in columns if (measure := book.measure(column.measure)) and _any_child(book, measure)]
    size = annexes.columns_per_table
    pages = [known[start : start + size] for start in range(0, len(known), size)]
    for number, page in enumerate(pages, start=1):
        body = [
            Row(
                (
                    _cell(str(place), "center"),
                    _cell(book.name(unit)),
                    *(Cell(_child(book, measure, unit), "center") for _, measure in page),
                )
            )
            for place, unit in enumerate(book.data.below, start=1)
        ]
        totals = [book.result_run(book.data.this, measure.code, bare=True) for _, measure in page]
        cells = [Cell((run,) if run else _UNKNOWN, "center", bold=True) for run in totals]
        body.append(Row((_cell(""), Cell((Text(annexes.units_total),), bold=True), *cells)))
        titles = [_with_uom(book, column.title, measure) for column, measure in page]
        suffix = f" ({number}/{len(pages)})" if len(pages) > 1 else ""
        head = heading([book.template.columns.number, book.template.columns.unit, *titles])
        widths = [_width(12, [plain(row.cells[place].runs) for row in body]) for place in range(2, 2 + len(page))]
        yield Table(annexes.units_caption + suffix, (5, 30, *widths), (head,), tuple(body), small=True)


def _with_uom(book: FigureBook, title: str, measure: Measure) -> str:
    """A rating and an answer have no unit to name."""
    return title if measure.kind in (MeasureKind.RATING, MeasureKind.YES_NO) else f"{title} ({book.uom_name(measure)})"


def child_parts(book: FigureBook, measure: Measure) -> dict[str, Part]:
    total = book.total(book.data.this, measure.code)
    return {child.unit: child for child in total.part.children} if total and total.part else {}


def _any_child(book: FigureBook, measure: Measure) -> bool:
    return any(child_words(book, measure, part) is not None for part in child_parts(book, measure).values())


def child_words(book: FigureBook, measure: Measure, part: Part) -> tuple[str, str] | None:
    """Canonical value and shown words of one unit."""
    if part.counted is not None:
        standing = Standing((), whole=True, amount=part.counted)
        return str(part.counted.value), book.words(standing, measure.uom, bare=True) or ""
    pick = own_pick(part)
    if pick is None or (pick.rating is None and pick.flag is None):
        return None
    if pick.rating is not None:
        return pick.rating, level_words(pick.rating)
    return ("yes", book.template.phrases.yes) if pick.flag else ("no", book.template.phrases.no)


def _child(book: FigureBook, measure: Measure, unit: str) -> tuple[Run, ...]:
    part = child_parts(book, measure).get(unit)
    words = child_words(book, measure, part) if part else None
    standing = book.standing(book.data.this, measure.code)
    if words is None or standing is None:
        return _UNKNOWN
    year = book.data.this.period
    number = book.enter(
        key=f"unit:{year.label}:{measure.code}:{unit}",
        label=f"{book.label('result', measure, year)}, {book.inline(unit)}",
        value=words[0],
        modifier="exact",
        uom=measure.uom,
        facts=book.unit_facts(measure, unit),
        anchor=book.result(book.data.this, measure, standing),
    )
    return (FigureRun(number, words[1]),)


def heading(titles: Sequence[str]) -> Row:
    return Row(tuple(_cell(title, "center") for title in titles))


def _cell(text: str, align: Align = "left") -> Cell:
    return Cell((Text(text),) if text else (), align)
