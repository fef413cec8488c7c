"""The annex "Nguồn số liệu": every figure with its value, its unit and the words of the documents behind it. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saovuong.ledger.shapes import FactRow
from saovuong.reports.book import FigureBook
from saovuong.reports.conflicts import fact_words
from saovuong.reports.tables import heading
from saovuong.writers.report_shapes import Cell, Figure, FigureRun, Row, Table, Text

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Source:
    """What a mark such as [3] stands for: a document as one unit handed it in and one person accepted it."""

    document_id: int | None
    name: str
    reporter: str
    entered_by: str
    accepted_by: str
    accepted_on: str

    @classmethod
    def of(cls, fact: FactRow) -> "Source":
        day = fact.accepted_at.strftime("%d/%m/%Y") if fact.accepted_at else ""
        return cls(fact.evidence.document_id, fact.evidence.source, fact.reporter_id, fact.entered_by, fact.accepted_by or "", day)


@dataclass(frozen=True, slots=True)
class Marks:
    """The numbers in square brackets: of every source, and of every fact that comes from it."""

    sources: Mapping[Source, int]
    facts: Mapping[int, int]


def source_tables(book: FigureBook, figures: Sequence[Figure]) -> tuple[Table, Table]:
    """The list of documents with their marks, and the list of figures. ``figures`` are those with a row of their own."""
    marks = _marks(book, figures)
    return _documents(book, marks), _figures(book, figures, marks)


def _marks(book: FigureBook, figures: Sequence[Figure]) -> Marks:
    """Marks in the order of the reporting units on the tree, so that a reader finds a unit's document."""
    order = {unit: number for number, unit in enumerate((book.data.unit.id, *book.data.below))}
    ids = {fact for figure in figures for fact in figure.facts}
    origins = {number: Source.of(book.data.facts[number]) for number in ids if number in book.data.facts}
    last = len(order)
    ordered = sorted(
        set(origins.values()),
        key=lambda one: (order.get(one.reporter, last), one.name, one.accepted_on, one.accepted_by, one.entered_by),
    )
    sources = {source: number for number, source in enumerate(ordered, start=1)}
    return Marks(sources, {number: sources[source] for number, source in origins.items()})


def _documents(book: FigureBook, marks: Marks) -> Table:
    columns = book.template.columns
    rows = []
    for source, mark in marks.sources.items():
        accepted = f"{source.accepted_by}, {source.accepted_on}" if source.accepted_on else source.accepted_by
        words = (f"[{mark}]", source.name, book.name(source.reporter), source.entered_by, accepted)
        rows.append(Row(tuple(Cell((Text(word),) if word else (), "center" if place == 0 else "left") for place, word in enumerate(words))))
    titles = [columns.mark, columns.document, columns.handed_in_by, columns.entered_by, columns.accepted_by]
    return Table(book.template.annexes.documents_caption, (7, 45, 24, 14, 20), (heading(titles),), tuple(rows), small=True)


def _figures(book: FigureBook, figures: Sequence[Figure], marks: Marks) -> Table:
    columns = book.template.columns
    rows = []
    places = {figure.key: number for number, figure in enumerate(figures, start=1)}
    by_key = {figure.key: figure for figure in figures}
    for number, figure in enumerate(figures, start=1):
        uom = book.data.catalogue.uoms.get(figure.uom)
        name = book.wording.attached[figure.uom].table_uom if figure.uom in book.wording.attached else uom.name_vi if uom else ""
        cells = (
            Cell((Text(str(number)),), "center"),
            Cell((Text(figure.label),)),
            Cell((FigureRun(figure.id, book.shown_value(figure)),), "center"),
            Cell((Text(name),) if name else (), "center"),
            Cell((Text(_computed(book, figure, by_key, places) or _sources(book, figure, marks)),)),
        )
        rows.append(Row(cells, anchor=figure.id))
    titles = [columns.number, columns.figure, columns.value, columns.uom, columns.sources]
    return Table(book.template.annexes.figures_caption, (5, 27, 12, 9, 70), (heading(titles),), tuple(rows), small=True)


def _computed(book: FigureBook, figure: Figure, by_key: Mapping[str, Figure], places: Mapping[str, int]) -> str:
    """A ratio whose parts have rows of their own points there, if those rows rest on just the same facts."""
    kind, year, code = (*figure.key.split(":"), "", "")[:3]
    measure = book.measure(code)
    if kind != "result" or measure is None or not measure.numerator or not measure.denominator:
        return ""
    keys = [f"result:{year}:{part}" for part in (measure.numerator, measure.denominator)]
    parts = [by_key[key] for key in keys if key in by_key]
    if len(parts) < len(keys) or {*figure.facts} != {fact for part in parts for fact in part.facts}:
        return ""
    words = [word for key, part in zip(keys, parts, strict=True) for word in (places[key], part.label)]
    return book.template.phrases.computed_from.format(*words)


def _sources(book: FigureBook, figure: Figure, marks: Marks) -> str:
    facts = [book.data.facts[number] for number in figure.facts if number in book.data.facts]
    facts.sort(key=lambda fact: (marks.facts[fact.id], fact.measure, fact.number, fact.id))
    quoted = len(facts) <= book.template.annexes.quotes_up_to
    measures = {fact.measure for fact in facts}
    return "; ".join(_source(book, fact, marks, quoted=quoted, named=len(measures) > 1) for fact in facts)


def _source(book: FigureBook, fact: FactRow, marks: Marks, *, quoted: bool, named: bool) -> str:
    """``[3] phường Đức Xuân: 12 (“... giao ban 12 lần ...”)``; among many, ``[3] 12``: the mark already tells the unit."""
    measure = book.data.catalogue.measures.get(fact.measure)
    words = fact_words(book, measure, fact) if measure else ""
    about = f" {book.title(measure, inline=True)}:" if named and measure else ""
    mark = f"[{marks.facts[fact.id]}]"
    if not quoted:
        whose = "" if fact.unit_id == fact.reporter_id else f" {book.inline(fact.unit_id)}:"
        return f"{mark}{whose}{about} {words}"
    quote = snippet(fact, length=book.template.annexes.quote_length)
    text = f"{mark} {book.inline(fact.unit_id)}:{about} {words}"
    return f"{text} (“{quote}”)" if quote else text


def snippet(fact: FactRow, *, length: int) -> str:
    """The words of the quote nearest to the number, cut at spaces to about ``length`` characters."""
    evidence = fact.evidence
    quote = evidence.quote
    if evidence.start is None or evidence.figure_start is None or evidence.figure_end is None:
        begin, finish = 0, min(len(quote), length)
    else:
        first, last = evidence.figure_start - evidence.start, evidence.figure_end - evidence.start
        room = max(0, length - (last - first)) // 2
        begin, finish = max(0, first - room), min(len(quote), last + room)
        if begin > 0:
            begin = quote.find(" ", begin, first) + 1 or begin
    if finish < len(quote):
        space = quote.rfind(" ", begin, finish)
        finish = space if space > begin else finish
    words = _SPACE.sub(" ", quote[begin:finish]).strip(" ,;.-–|")
    return f"{'... ' if begin > 0 else ''}{words}{' ...' if finish < len(quote) else ''}"
