"""One report from its data: head, parts, end, annexes, and the figures that it shows. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from saovuong.reports.book import FigureBook
from saovuong.reports.conflicts import conflict_table, conflicts_of
from saovuong.reports.data import ReportData
from saovuong.reports.heads import Paper, header_for, names_for, recipients_for, signature_for
from saovuong.reports.pictures import unit_pictures
from saovuong.reports.sections import SectionWriter, measures_by_node
from saovuong.reports.shapes import Draft
from saovuong.reports.slots import SlotFiller
from saovuong.reports.sources import source_tables
from saovuong.reports.tables import unit_tables
from saovuong.reports.templates import Template
from saovuong.reports.wording import Wording, join_words
from saovuong.writers.pages import ROMAN
from saovuong.writers.profile import Profile
from saovuong.writers.report_shapes import Annex, Block, Paragraph, ReportShape, Run, Section, Table, Text


def make_draft(
    *,
    data: ReportData,
    template: Template,
    profile: Profile,
    paper: Paper,
    written_at: datetime,
    written_by: str,
    left_out: Collection[str] = (),
    texts: Mapping[str, str] | None = None,
) -> Draft:
    """The whole report, less the sections ``left_out``, with the office's own ``texts`` in their places. The same data, template, profile
    and texts give the same draft.

    Raises BadSentence for a slot that names nothing, NoIssuer, UnknownSigner."""
    template = template.without(left_out)
    book = FigureBook(data, template, Wording(profile.numbers, template.attached))
    names = names_for(data, template)
    annexes = _annexes(book, names)
    # Annexes are numbered before the text is written, because the text refers to them.
    many = len(annexes) > 0
    titles = [annex.title for annex in annexes] + [template.annexes.sources_title]
    numbers = [profile.words.annex.format(roman=ROMAN[place] if many else "").strip() for place in range(1, len(titles) + 1)]
    checks = next((number for number, title in zip(numbers, titles, strict=True) if title == template.annexes.check_title), "")
    writer = SectionWriter(SlotFiller(book, names), profile.words, names, checks, texts or {})
    parts = writer.parts()
    figures = book.shown([*_all_runs(parts), *(runs for annex in annexes for runs in _block_runs(annex.blocks))])
    sources = source_tables(book, [figure for figure in figures if figure.anchor == figure.id])
    opening = (*_heard(book), template.document.opening.format(**names))
    shape = ReportShape(
        header=header_for(data, template, paper, names),
        opening=tuple(Paragraph((Text(text),)) for text in opening),
        parts=parts,
        closing=_closing(template, names, profile.words.ending, list(zip(numbers, titles, strict=True))),
        signature=signature_for(data, template, paper),
        recipients=recipients_for(data, template, names, profile.words),
        annexes=(*annexes, Annex(template.annexes.sources_title, sources, landscape=True)),
        figures=figures,
        written_at=written_at,
        written_by=written_by,
        about=_about(data, template, profile, left_out),
    )
    return Draft(shape, tuple(writer.missing), profile.code)


def _annexes(book: FigureBook, names: Mapping[str, str]) -> tuple[Annex, ...]:
    """Figures by unit and figures that do not agree, each only where there are any."""
    data, texts = book.data, book.template.annexes
    by_node = measures_by_node(book.template, data.catalogue.measures, data.catalogue.by_topic)
    conflicts = conflicts_of(book, [measure for node in book.template.nodes() for measure in by_node[id(node)]])
    units: tuple[Block, ...] = tuple(unit_tables(book, texts.unit_columns)) if data.below else ()
    units = (*units, *unit_pictures(book)) if units else units
    out = [Annex(texts.units_title.format(**names), units, landscape=True)] if units else []
    if conflicts:
        note = Paragraph((Text(texts.check_note),))
        out.append(Annex(texts.check_title, (note, conflict_table(book, conflicts)), landscape=True))
    return tuple(out)


def _about(data: ReportData, template: Template, profile: Profile, left_out: Collection[str]) -> dict[str, str]:
    """What a later check needs to ask the same questions again."""
    chosen = {"left_out": " ".join(sorted(left_out))} if left_out else {}
    return {
        **chosen,
        "report": template.code,
        "profile": profile.code,
        "pack": data.catalogue.pack,
        "pack_version": data.catalogue.version,
        "unit": data.unit.id,
        "period": data.this.period.label,
    }


def _heard(book: FigureBook) -> tuple[str, ...]:
    """Whose figures the report rests on; nothing for a unit that reports for itself alone."""
    data, template = book.data, book.template
    coverages = [total.coverage for total in data.this.results.values()]
    if not data.below or not coverages:
        return ()
    silent = set(coverages[0].missing).intersection(*(coverage.missing for coverage in coverages))
    missing = [unit for unit in coverages[0].missing if unit in silent]
    expected = coverages[0].expected
    words = {"heard": book.count(expected - len(missing)), "expected": book.count(expected), "missing": book.count(len(missing))}
    few = template.phrases.heard_some if len(missing) <= template.names_up_to else template.phrases.heard_few
    text = few if missing else template.phrases.heard_all
    return (text.format(**words, units=join_words([book.inline(unit) for unit in missing])),)


def _closing(template: Template, names: Mapping[str, str], ending: str, annexes: Sequence[tuple[str, str]]) -> tuple[Paragraph, ...]:
    """Where the annexes (number, title) are, as the law asks, and the last sentence with its mark."""
    document = template.document
    items = [document.annex_item.format(title=title[:1].lower() + title[1:], annex=number) for number, title in annexes]
    listed = join_words(items)
    pointer = document.annex_pointer.format(annexes=listed[:1].upper() + listed[1:])
    last = document.closing.format(**names).rstrip(".") + ending
    return tuple(Paragraph((Text(line),)) for line in (pointer, last))


def _all_runs(sections: Sequence[Section]) -> list[tuple[Run, ...]]:
    out: list[tuple[Run, ...]] = []
    for section in sections:
        out += _block_runs(section.blocks)
        out += _all_runs(section.sections)
    return out


def _block_runs(blocks: Sequence[Block]) -> list[tuple[Run, ...]]:
    out: list[tuple[Run, ...]] = []
    for block in blocks:
        if isinstance(block, Table):
            out += [cell.runs for row in block.rows for cell in row.cells]
        else:
            out.append(block.runs)
    return out
