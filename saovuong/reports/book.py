"""The figures of one report: every number that a sentence or a table shows is entered here first, with the facts behind it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from saovuong.core.catalogue import Measure
from saovuong.core.period import Period
from saovuong.core.quantity import Modifier
from saovuong.engine.shapes import Reconciliation, Total
from saovuong.reports.data import ReportData, YearTotals
from saovuong.reports.heads import inline_name
from saovuong.reports.standing import Standing, facts_of_unit, is_stale, standing_of
from saovuong.reports.targets import Goal, goal_text, goals_of, level_words
from saovuong.reports.templates import Template
from saovuong.reports.wording import Wording, curly
from saovuong.writers.report_shapes import Figure, FigureRun, Run, decimal_text


@dataclass
class FigureBook:
    """Enters each figure once, by its key. ``needs`` names further figures whose sources belong to a derived one, ``values`` how a list of
    figures shows each."""

    data: ReportData
    template: Template
    wording: Wording
    figures: dict[str, Figure] = field(default_factory=dict)
    needs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    _said: dict[int, str] = field(default_factory=dict)
    _standing: dict[tuple[str, str], Standing | None] = field(default_factory=dict)

    def enter(self, *, key: str, label: str, value: str, modifier: str, uom: str, facts: tuple[int, ...], anchor: str | None = None) -> str:
        """The id of the figure; a key that was entered before keeps its first entry."""
        if key not in self.figures:
            number = str(len(self.figures) + 1)
            self.figures[key] = Figure(number, key, label, value, modifier, uom, facts, anchor or number, self._digest(facts))
        return self.figures[key].id

    def _digest(self, facts: tuple[int, ...]) -> str:
        """What the facts say, whatever their ids; a submission handed in anew carries the same words under new ids."""
        said = sorted(self._words_of(fact) for fact in facts if fact in self.data.facts)
        return sha256("\n".join(said).encode("utf-8")).hexdigest()[:16] if said else ""

    def _words_of(self, number: int) -> str:
        if number not in self._said:
            row = self.data.facts[number]
            value = (row.value, row.high, row.rating, row.flag, row.modifier.value, row.comparator)
            place = (row.unit_id, row.reporter_id, row.measure, row.period_label, row.role.value, row.scope.value)
            self._said[number] = repr((*place, *map(str, value), row.evidence.source, row.evidence.quote))
        return self._said[number]

    def measure(self, code: str) -> Measure | None:
        found = self.data.catalogue.measures.get(code)
        return found if found is not None and found.enabled else None

    def title(self, measure: Measure, *, inline: bool = False) -> str:
        """The measure's name with curly quotation marks; ``inline`` begins it with a small letter."""
        name = curly(measure.name_vi)
        return name[:1].lower() + name[1:] if inline else name

    def label(self, kind: str, measure: Measure, period: Period) -> str:
        """What a figure is called in lists of figures."""
        return self.template.labels[kind].format(name=self.title(measure), period=period.name_vi(), last=self.data.last.period.name_vi())

    def inline(self, unit_id: str) -> str:
        """A unit's name inside a sentence."""
        unit = self.data.units.get(unit_id)
        return inline_name(unit, self.template.naming) if unit else unit_id

    def name(self, unit_id: str) -> str:
        """A unit's name by itself, as in a table."""
        text = self.inline(unit_id)
        return text[:1].upper() + text[1:]

    def uom_name(self, measure: Measure) -> str:
        """The unit as a table names it."""
        attached = self.wording.attached.get(measure.uom)
        if attached is not None:
            return attached.table_uom
        named = self.template.uom_names.get(measure.uom)
        uom = self.data.catalogue.uoms.get(measure.uom)
        return named if named is not None else uom.name_vi if uom else measure.uom

    def total(self, year: YearTotals, code: str) -> Total | None:
        return year.results.get(code)

    def standing(self, year: YearTotals, code: str) -> Standing | None:
        """What the report shows for a measure in a year; None where nobody said anything."""
        key = (year.period.label, code)
        if key not in self._standing:
            total = self.total(year, code)
            self._standing[key] = standing_of(total) if total and self.measure(code) else None
        return self._standing[key]

    def current(self, year: YearTotals, code: str) -> Standing | None:
        """What the year itself says: as :meth:`standing`, without values carried over from before it."""
        total, standing = self.total(year, code), self.standing(year, code)
        return None if total is None or standing is None or is_stale(standing, total, self.data) else standing

    def carried_from(self, year: YearTotals, code: str) -> Period | None:
        """The period that a carried-over value is of; None for one of the year itself."""
        total, standing = self.total(year, code), self.standing(year, code)
        if total is None or standing is None or not is_stale(standing, total, self.data):
            return None
        return max(Period.parse(self.data.facts[fact].period_label) for fact in standing.facts if fact in self.data.facts)

    def goals(self, year: YearTotals, code: str) -> tuple[Goal, ...]:
        measure = self.measure(code)
        return goals_of(year, measure, self.data) if measure else ()

    # --- figures as runs ---

    def result(self, year: YearTotals, measure: Measure, standing: Standing) -> str:
        """Enter the result of a year; the id."""
        number = self.enter(
            key=f"result:{year.period.label}:{measure.code}",
            label=self.label("result", measure, year.period),
            value=canonical(standing),
            modifier=standing.amount.modifier.value if standing.amount else Modifier.EXACT.value,
            uom=measure.uom,
            facts=standing.facts,
        )
        self.values.setdefault(number, self.words(standing, measure.uom, bare=True) or self.template.phrases.unquantified)
        return number

    def result_run(self, year: YearTotals, code: str, *, text: str | None = None, bare: bool = False) -> FigureRun | None:
        """The result of a year as shown, or None where it is not known; ``text`` shows other words for it, ``bare`` is for tables."""
        measure, standing = self.measure(code), self.standing(year, code)
        if measure is None or standing is None:
            return None
        shown = text if text is not None else self.words(standing, measure.uom, bare=bare)
        if shown is None:
            return None
        return FigureRun(self.result(year, measure, standing), shown)

    def words(self, standing: Standing, uom: str, *, bare: bool = False) -> str | None:
        """The result in words and digits; None for one that was spoken of without a number."""
        phrases = self.template.phrases
        if standing.amount is not None:
            return self.wording.amount(standing.amount, bare=bare)
        if standing.rating is not None:
            return level_words(standing.rating)
        if standing.flag is not None:
            return phrases.yes if standing.flag else phrases.no
        if standing.spread is not None:
            spread = standing.spread
            text = self.wording.spread(spread.low, spread.high, uom, bare=bare)
            return text if bare else phrases.listed.format(text, self.count(spread.count))
        if standing.levels:
            return ", ".join(phrases.spread.format(self.count(count), level_words(level)) for level, count in standing.levels)
        if standing.answers is not None:
            return f"{self.count(standing.answers[0])}/{self.count(standing.answers[1])}"
        return None

    def count(self, number: int) -> str:
        """A count of units or targets, written as counts are."""
        return self.wording.number(Decimal(number), "")

    def goal_run(self, goal: Goal) -> FigureRun:
        number = self.enter(
            key=f"target:{goal.year}:{goal.measure.code}:{goal.mode}",
            label=self.label("target", goal.measure, Period.parse(goal.year)),
            value=goal.value,
            modifier=goal.amount.modifier.value if goal.amount else Modifier.EXACT.value,
            uom=goal.measure.uom,
            facts=goal.facts,
        )
        text = goal_text(goal, self.wording, self.template)
        self.values.setdefault(number, text)
        return FigureRun(number, text)

    def shown_value(self, figure: Figure) -> str:
        """The value of an entered figure for the list of figures."""
        return self.values.get(figure.id, figure.value)

    def unit_facts(self, measure: Measure, unit: str) -> tuple[int, ...]:
        """The facts of this year behind what one unit contributes."""
        total = self.total(self.data.this, measure.code)
        return facts_of_unit(total, unit) if total else ()

    def beside(self, measure: Measure, standing: Standing, found: Reconciliation) -> "Beside":
        """A reported total beside the computed one, entered as figures of this year."""
        base, unit = self.result(self.data.this, measure, standing), found.unit

        def run(kind: str, value: Decimal, text: str, facts: tuple[int, ...]) -> FigureRun:
            period = self.data.this.period
            label = f"{self.label(kind, measure, period)}, {self.inline(unit)}"
            key = f"{kind}:{period.label}:{measure.code}:{unit}"
            number = self.enter(
                key=key, label=label, value=decimal_text(value), modifier="exact", uom=measure.uom, facts=facts, anchor=base
            )
            return FigureRun(number, text)

        return Beside(
            run("reported", found.reported.value, self.wording.amount(found.reported), found.reported_facts),
            run("computed", found.computed.value, self.wording.amount(found.computed), self.unit_facts(measure, unit)),
            run("difference", found.difference, self.wording.number(abs(found.difference), measure.uom), found.reported_facts),
        )

    def shown(self, runs: Iterable[tuple[Run, ...]]) -> tuple[Figure, ...]:
        """The figures that these runs show, in the order of their first showing, each followed by those it was computed from."""
        by_id = {figure.id: figure for figure in self.figures.values()}
        ordered: dict[str, None] = {}
        for line in runs:
            for item in line:
                if isinstance(item, FigureRun):
                    ordered |= dict.fromkeys((by_id[item.figure].anchor, item.figure, *self.needs.get(item.figure, ())))
        return tuple(by_id[number] for number in ordered)


@dataclass(frozen=True, slots=True)
class Beside:
    """The three numbers of a reconciliation; ``difference`` is shown without its sign."""

    reported: FigureRun
    computed: FigureRun
    difference: FigureRun


def canonical(standing: Standing) -> str:
    """The value as text that a later building of the report can be compared with, digit by digit."""
    if standing.amount is not None:
        low = decimal_text(standing.amount.value)
        high = standing.amount.bounds.high
        return f"{low}..{decimal_text(high)}" if standing.amount.modifier is Modifier.RANGE and high is not None else low
    if standing.rating is not None:
        return standing.rating
    if standing.flag is not None:
        return "yes" if standing.flag else "no"
    if standing.spread is not None:
        return f"{decimal_text(standing.spread.low)}..{decimal_text(standing.spread.high)} ({standing.spread.count})"
    if standing.levels:
        return ";".join(f"{level}={count}" for level, count in standing.levels)
    if standing.answers is not None:
        return f"{standing.answers[0]}/{standing.answers[1]}"
    return "unquantified"
