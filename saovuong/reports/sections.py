"""From the skeleton of a template to the sections of a report. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from saovuong.core.catalogue import Measure
from saovuong.reports.language import plain, render
from saovuong.reports.shapes import FreeParagraph, MissingSection
from saovuong.reports.slots import SlotFiller
from saovuong.reports.standing import heard_of, lacking
from saovuong.reports.tables import ResultRow, result_rows, result_table
from saovuong.reports.targets import Goal
from saovuong.reports.templates import Blank, Node, Template, sentence
from saovuong.reports.wording import join_words
from saovuong.writers.pages import ROMAN
from saovuong.writers.profile import Words
from saovuong.writers.report_shapes import BlankRun, Block, FigureRun, Paragraph, Run, Section, Text

_LETTERS = "abcdđeghiklmnopqrstuvxy"  # points follow the Vietnamese alphabet
_DASH = Text("- ")


def measures_by_node(
    template: Template, measures: Mapping[str, Measure], by_topic: Mapping[str, tuple[Measure, ...]]
) -> dict[int, tuple[Measure, ...]]:
    """Which figures each node shows, by the node's identity. A measure named by a node belongs there and not where its topic goes."""
    named = template.elsewhere | {code for node in template.nodes() for code in node.measures}
    out = {}
    for node in template.nodes():
        own = [measures[code] for code in node.measures if code in measures]
        own += [measure for topic in node.topics for measure in by_topic.get(topic, ()) if measure.code not in named]
        out[id(node)] = tuple(measure for measure in own if measure.enabled)
    return out


@dataclass
class SectionWriter:
    """Writes the parts in order. ``texts`` are the office's own words by the code of their blank. ``missing`` collects the headings about
    which nothing is known."""

    filler: SlotFiller
    words: Words
    context: Mapping[str, str]
    annex_of_checks: str
    texts: Mapping[str, str] = field(default_factory=dict)
    missing: list[MissingSection] = field(default_factory=list)
    _tables: int = 0
    _measures: dict[int, tuple[Measure, ...]] = field(default_factory=dict)

    @property
    def template(self) -> Template:
        return self.filler.book.template

    def parts(self) -> tuple[Section, ...]:
        catalogue = self.filler.book.data.catalogue
        self._measures = measures_by_node(self.template, catalogue.measures, catalogue.by_topic)
        return tuple(self._section(node, 1, number, "") for number, node in enumerate(self.template.parts, start=1))

    def _section(self, node: Node, level: int, number: int, above: str) -> Section:
        label = self._number(level, number)
        place = f"{above} {label}".strip()
        blocks = tuple(self._blocks(node, place))
        inner = tuple(self._section(child, level + 1, place_in, place) for place_in, child in enumerate(node.sections, start=1))
        return Section(level, label, node.title.format(**self.context), blocks, inner)

    def _number(self, level: int, number: int) -> str:
        if level == 1:
            return self.words.part.format(roman=ROMAN[number])
        return (f"{ROMAN[number]}.", f"{number}.", f"{_LETTERS[number - 1]})")[level - 2]

    def _blocks(self, node: Node, place: str) -> Iterator[Block]:
        measures = self._measures[id(node)]
        lines = [runs for line in node.lines if (runs := render(sentence(line, place=node.title), self.filler)) is not None]
        for runs in lines:
            yield Paragraph((_DASH, *runs), "bullet")
        if measures:
            rows = result_rows(self.filler, measures)
            unsaid = [row for row in rows if row.measure.code not in (self.filler.said_below if row.below else self.filler.said)]
            if not rows:
                self.missing.append(MissingSection(place, node.about or node.title))
                yield Paragraph((Text(self.template.phrases.nothing.format(node.about or node.title)),))
            tabled = bool(unsaid) or len(rows) >= self.template.table_from
            if rows and tabled:
                yield from self._table(rows, node, alone=not lines)
            yield from self._notes(measures, tabled=tabled)
        yield from self._shown(node)
        for blank in node.blanks:
            yield from free_paragraphs(blank, self.texts.get(blank.code, ""))

    def _table(self, rows: Sequence[ResultRow], node: Node, *, alone: bool) -> Iterator[Block]:
        self._tables += 1
        title = (node.caption or self.template.table_title).format(about=node.about or node.title, **self.context)
        caption = self.words.table.format(number=self._tables, title=title)
        if alone:
            yield Paragraph((_DASH, Text(self.template.phrases.table_only.format(caption.partition(".")[0]))), "bullet")
        yield result_table(self.filler, rows, caption=caption)

    # --- what a reader must know about the figures above ---

    def _notes(self, measures: Sequence[Measure], *, tabled: bool) -> Iterator[Block]:
        """What a sentence has claimed for all needs its coverage beside it; the rest of a table only missing units that can be named."""
        partial = [text for measure in measures if (text := self._partial(measure, tabled=tabled))]
        if partial:
            yield Paragraph((Text(self.template.phrases.partial.format("; ".join(partial))),), "note")
        for measure in measures:
            runs = self._difference(measure)
            if runs:
                yield Paragraph(runs, "note")

    def _partial(self, measure: Measure, *, tabled: bool) -> str:
        """``số cuộc tuần tra (06/08)`` for a sum that lacks units; empty for a whole one."""
        book, phrases = self.filler.book, self.template.phrases
        total, standing = book.total(book.data.this, measure.code), book.standing(book.data.this, measure.code)
        coverage = heard_of(total) if total else None
        if standing is None or coverage is None or not standing.known or standing.whole or not lacking(coverage):
            return ""
        missing = [book.inline(unit) for unit in lacking(coverage)]
        if tabled and len(missing) > self.template.names_up_to and measure.code not in self.filler.said:
            return ""
        name = book.title(measure, inline=True)
        text = phrases.partial_named if len(missing) <= self.template.names_up_to else phrases.partial_item
        return text.format(name=name, heard=book.count(coverage.heard), expected=book.count(coverage.expected), units=join_words(missing))

    def _difference(self, measure: Measure) -> tuple[Run, ...] | None:
        """The unit's own total beside the sum of its parts, where they cannot both be right or one is still incomplete."""
        book = self.filler.book
        total, standing = book.total(book.data.this, measure.code), book.standing(book.data.this, measure.code)
        if total is None or standing is None:
            return None
        found = next((one for one in total.reconciliations if one.unit == total.unit and not one.agrees), None)
        if found is None:
            return None
        pair = book.beside(measure, standing, found)
        parts: dict[str, Run | str | None] = {"name": book.title(measure), "annex": self.annex_of_checks}
        parts |= {"reported": pair.reported, "computed": pair.computed, "difference": pair.difference}
        return self.filler.phrase(self.template.phrases.differs, parts)

    # --- targets ---

    def _shown(self, node: Node) -> Iterator[Block]:
        if node.show == "targets":
            yield from self._next_targets()
        elif node.show == "attained":
            yield from self._attained()

    def _goals(self, year: str) -> list[Goal]:
        book = self.filler.book
        chosen = book.data.this if year == "this" else book.data.next
        ordered = [measure for node in self.template.nodes() for measure in self._measures[id(node)]]
        return [goal for measure in ordered for goal in book.goals(chosen, measure.code)]

    def _next_targets(self) -> Iterator[Block]:
        book, phrases = self.filler.book, self.template.phrases
        goals = self._goals("next")
        if not goals:
            yield Paragraph((Text(phrases.targets_none.format(**self.context)), BlankRun("")))
        for goal in goals:
            result = book.result_run(book.data.this, goal.measure.code) if book.current(book.data.this, goal.measure.code) else None
            parts: dict[str, Run | str | None] = {
                "name": book.title(goal.measure),
                "uom": self._uom(goal),
                "target": book.goal_run(goal),
                "result": result,
            }
            runs = self.filler.phrase(phrases.target_line, parts)
            if runs:
                yield Paragraph((_DASH, *runs), "bullet")

    def _uom(self, goal: Goal) -> str:
        plain_number = goal.amount is not None and goal.amount.value != 0 and goal.measure.uom not in self.filler.book.wording.attached
        return self.filler.book.uom_name(goal.measure) if plain_number else ""

    def _attained(self) -> Iterator[Block]:
        """How many of this year's targets were met, and every one that was not."""
        goals = [goal for goal in self._goals("this") if goal.attainment is not None]
        phrases = self.template.phrases
        judged = [goal for goal in goals if self.filler.verdict(goal) is not None]
        if not judged:
            yield Paragraph((_DASH, Text(phrases.targets_unjudged)), "bullet")
            return
        met = [goal for goal in judged if self.filler.verdict(goal)]
        unmet = [goal for goal in judged if not self.filler.verdict(goal)]
        parts: dict[str, Run | str | None] = {"all": self._counted("judged", judged), "met": self._counted("met", met)}
        parts["unmet"] = self._counted("unmet", unmet) if unmet else None
        runs = self.filler.phrase(phrases.targets_summary, parts)
        if runs:
            yield Paragraph((_DASH, *runs), "bullet")
        for goal in unmet:
            yield Paragraph((_DASH, *self._goal_line(phrases.targets_unmet, goal)), "bullet")
        still = [goal for goal in goals if self.filler.verdict(goal) is None]
        for goal in still:
            yield Paragraph((_DASH, *self._goal_line(phrases.targets_open, goal)), "bullet")

    def _counted(self, kind: str, goals: Sequence[Goal]) -> FigureRun:
        book = self.filler.book
        label = book.template.labels[f"targets_{kind}"].format(period=book.data.this.period.name_vi())
        facts = tuple(sorted({fact for goal in goals for fact in goal.facts}))
        key = f"targets_{kind}:{book.data.this.period.label}"
        number = book.enter(key=key, label=label, value=str(len(goals)), modifier="exact", uom="", facts=facts)
        return FigureRun(number, book.count(len(goals)))

    def _goal_line(self, text: str, goal: Goal) -> tuple[Run, ...]:
        book = self.filler.book
        result = book.result_run(book.data.this, goal.measure.code) if book.current(book.data.this, goal.measure.code) else None
        units = join_words([book.inline(unit) for unit in (goal.attainment.unmet if goal.attainment else ())])
        parts: dict[str, Run | str | None] = {
            "name": book.title(goal.measure),
            "target": book.goal_run(goal),
            "result": result,
            "units": units or None,
        }
        return self.filler.phrase(text, parts) or ()


def free_paragraphs(blank: Blank, text: str) -> Iterator[FreeParagraph]:
    """One line stands behind its label, several below it, as they were typed; without a text the place is left to be filled in."""
    lines = [line for line in text.split("\n") if line.strip()]
    label = Text(f"- {blank.label}: ")
    if not lines:
        yield FreeParagraph((label, BlankRun("")), "bullet", blank.code)
    elif len(lines) == 1:
        yield FreeParagraph((label, Text(lines[0].strip())), "bullet", blank.code)
    else:
        yield FreeParagraph((Text(label.text.strip()),), "bullet", blank.code)
        for line in lines:
            yield FreeParagraph((Text(line.strip()),), "bullet", blank.code)


def words_of(blocks: Sequence[Block]) -> list[str]:
    """The paragraphs as plain words, for people and tests."""
    return [plain(block.runs) for block in blocks if isinstance(block, Paragraph)]
