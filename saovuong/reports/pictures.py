"""Pictures of a report: measures by unit, drawn from the same parts as the table that shows their numbers. Pure."""

from collections.abc import Iterator
from decimal import Decimal

from saovuong.core.catalogue import Measure
from saovuong.engine.amounts import shown
from saovuong.engine.shapes import Part
from saovuong.reports.book import FigureBook
from saovuong.reports.tables import child_parts, child_words
from saovuong.reports.templates import UnitChart
from saovuong.reports.wording import join_words
from saovuong.writers.chart_shapes import Bar, BarChart
from saovuong.writers.report_shapes import Picture

_NOTHING = "-"
_PLACES = 2
_FEWEST = 2


def unit_pictures(book: FigureBook) -> Iterator[Picture]:
    """One for each chart of the template whose numbers at least two units know, numbered in order; a unit without a number has a dash, as
    in the table, and no bar."""
    number = 0
    for chart in book.template.annexes.charts:
        measure = book.measure(chart.measure)
        drawn = _drawn(book, chart, measure) if measure is not None else None
        if drawn is not None:
            number += 1
            caption = book.template.annexes.chart_caption.format(number=number, title=drawn.title)
            yield Picture(drawn, caption, chart.share)


def _drawn(book: FigureBook, chart: UnitChart, measure: Measure) -> BarChart | None:
    parts = child_parts(book, measure)
    rows = [(book.name(unit), *_value(book, measure, parts.get(unit))) for unit in book.data.below]
    known = [(name, value, text) for name, value, text in rows if value is not None]
    if len(known) < _FEWEST:
        return None
    best, least = max(known, key=lambda row: row[1]), min(known, key=lambda row: row[1])
    silent = [name for name, value, _ in rows if value is None]
    title = chart.title.format(uom=book.uom_name(measure))
    words = book.template.annexes
    finding = words.chart_finding.format(best=best[0], best_value=best[2], least=least[0], least_value=least[2])
    if silent:
        finding = f"{finding} {words.chart_silent.format(units=join_words(silent))}"
    ranked = sorted(rows, key=lambda row: (row[1] is None, -(row[1] or Decimal(0))))
    return BarChart(title, finding, tuple(Bar(name, value, text) for name, value, text in ranked))


def _value(book: FigureBook, measure: Measure, part: Part | None) -> tuple[Decimal | None, str]:
    """What the table shows of the unit, with its number to draw."""
    words = child_words(book, measure, part) if part else None
    if part is None or words is None or part.counted is None:
        return None, _NOTHING
    return shown(part.counted.value, places=_PLACES), words[1]
