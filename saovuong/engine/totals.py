"""The one question the engine answers: the total of a measure for a unit and a period (DESIGN section 6)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import localcontext
from functools import partial

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.errors import Refusal
from saovuong.core.quantity import MeasureKind, Role
from saovuong.engine.amounts import SUMS
from saovuong.engine.index import FactIndex
from saovuong.engine.over_time import Window
from saovuong.engine.over_units import ADDING, Fold, coverage_from, coverage_of, fold, period_reconciliations
from saovuong.engine.ratios import Ratios, combine, given_by_unit, ratio_coverage, ratio_part
from saovuong.engine.shapes import Attainment, Contradiction, Coverage, Fact, Question, Total, Tree
from saovuong.engine.spreads import rating_spread, yes_no_count
from saovuong.engine.targets import EACH, Result, attain_each, attain_total, goals_of, is_each

_Key = tuple[str, Role]


class UnknownMeasure(Refusal):
    code = "SV-702"
    template = "Không có chỉ tiêu “{measure}” trong danh mục. Xem danh mục bằng: saovuong catalogue list."


def total(*, question: Question, facts: Iterable[Fact] | FactIndex, tree: Tree, catalogue: Catalogue) -> Total:
    """The total of one measure for ``tree.root``. Facts of other measures, units and periods may be among ``facts``.

    For a ratio the facts of its numerator and denominator must be among them. Raises :class:`UnknownMeasure`, DifferentUoms."""
    return totals(questions=(question,), facts=facts, tree=tree, catalogue=catalogue)[0]


def totals(*, questions: Iterable[Question], facts: Iterable[Fact] | FactIndex, tree: Tree, catalogue: Catalogue) -> list[Total]:
    """One total per question, in the questions' order; the facts are indexed once and shared parts are computed once."""
    index = FactIndex.of(facts)
    desks: dict[tuple[object, object], _Desk] = {}
    answers = []
    with localcontext(SUMS):
        for question in questions:
            desk = desks.setdefault((question.start, question.end), _Desk(question, index, tree, catalogue))
            answers.append(desk.answer(question.measure, question.role))
    return answers


def form_coverage(
    *, measures: Sequence[str], question: Question, facts: Iterable[Fact] | FactIndex, tree: Tree, catalogue: Catalogue
) -> Coverage:
    """Coverage of a whole form: an expected unit is heard when it has itself stated any of the measures for the period.

    ``question`` gives the period and the role; its measure is not looked at."""
    desk = _Desk(question, FactIndex.of(facts), tree, catalogue)
    everyone = frozenset(tree.origin(unit) for unit in tree.expected)
    heard: set[str] = set()
    by_others: set[str] = set()
    represented: set[str] = set()
    with localcontext(SUMS):
        for code in measures:
            coverage = coverage_of(desk.fold_of(desk.measure(code), question.role))
            heard |= everyone - frozenset(coverage.missing)
            by_others |= set(coverage.by_others)
            represented |= set(coverage.represented)
    return coverage_from(tree, heard=heard, by_others=by_others, represented=represented)


@dataclass(slots=True)
class _Desk:
    """Where the questions about one period are worked out; parts that several answers need are kept."""

    question: Question
    index: FactIndex
    tree: Tree
    catalogue: Catalogue
    folds: dict[_Key, Fold] = field(default_factory=dict)

    def measure(self, code: str) -> Measure:
        if code not in self.catalogue.measures:
            raise UnknownMeasure(measure=code)
        return self.catalogue.measures[code]

    def window(self, measure: Measure) -> Window:
        levels = frozenset(self.catalogue.scale_of(measure).levels) if measure.kind is MeasureKind.RATING else frozenset[str]()
        return Window(self.question.start, self.question.end, levels)

    def fold_of(self, measure: Measure, role: Role) -> Fold:
        key = (measure.code, role)
        if key not in self.folds:
            facts: Mapping[str, Sequence[Fact]] = self.index.of_measure(measure, role)
            if role is Role.TARGET:
                facts = {unit: [fact for fact in rows if not is_each(fact)] for unit, rows in facts.items()}
            self.folds[key] = fold(measure=measure, role=role, window=self.window(measure), facts=facts, tree=self.tree)
        return self.folds[key]

    def answer(self, code: str, role: Role) -> Total:
        measure = self.measure(code)
        if measure.kind is MeasureKind.RATIO and role is not Role.TARGET and measure.numerator and measure.denominator:
            return self.ratio(measure, role)
        return self.plain(measure, role)

    def plain(self, measure: Measure, role: Role) -> Total:
        done = self.fold_of(measure, role)
        rating, yes_no = measure.kind is MeasureKind.RATING, measure.kind is MeasureKind.YES_NO
        amount = done.root.counted
        attainments, target_clashes = self.attainments(measure, role, partial(self.results, done))
        return Total(
            unit=self.tree.root,
            measure=measure.code,
            start=self.question.start,
            end=self.question.end,
            role=role,
            amount=amount,
            coverage=coverage_of(done),
            part=done.root,
            reconciliations=tuple(done.reconciliations),
            ratings=rating_spread(done, scale=self.catalogue.scale_of(measure)) if rating else None,
            yes_no=yes_no_count(done) if yes_no else None,
            attainment=attainments[0] if attainments else None,
            contradictions=(*done.contradictions, *target_clashes),
            period_reconciliations=period_reconciliations(done),
            attainments=attainments,
        )

    def ratio(self, measure: Measure, role: Role) -> Total:
        top, base = self.measure(measure.numerator or ""), self.measure(measure.denominator or "")
        ratios = combine(percentages=self.fold_of(measure, role), numerator=self.fold_of(top, role), denominator=self.fold_of(base, role))
        part = ratio_part(ratios, self.tree.root)
        listed, claimed, spread = given_by_unit(ratios)
        attainments, target_clashes = self.attainments(measure, role, partial(self.ratio_results, ratios))
        return Total(
            unit=self.tree.root,
            measure=measure.code,
            start=self.question.start,
            end=self.question.end,
            role=role,
            amount=part.counted,
            coverage=ratio_coverage(ratios),
            part=part,
            numerator=self.answer(top.code, role),
            denominator=self.answer(base.code, role),
            listed=listed,
            attainment=attainments[0] if attainments else None,
            contradictions=(*_of_all(ratios.percentages, ratios.numerator, ratios.denominator), *target_clashes),
            pair=ratios.pairs.get(self.tree.root),
            listed_spread=spread,
            claimed=claimed,
            attainments=attainments,
        )

    def attainments(
        self, measure: Measure, role: Role, reached: Callable[[], Mapping[str, Result]]
    ) -> tuple[tuple[Attainment, ...], tuple[Contradiction, ...]]:
        """A result beside its targets, and what those contradict; nothing for a target itself. ``reached`` is asked only if needed."""
        by_unit = self.index.of_measure(measure, Role.TARGET)
        if role is not Role.RESULT or measure.always_target or not by_unit:
            return (), ()
        split = self.fold_of(measure, Role.TARGET)
        goals = goals_of(measure=measure, window=self.window(measure), root_facts=by_unit.get(self.tree.root, ()), split=split)
        if not goals:
            return (), ()
        results = reached()
        expected = {unit: results[place] for place, unit in self.tree.counted_once(divided=False) if place in self.tree.expected}
        root = results[self.tree.root]
        found = tuple(
            attain_each(goal=goal, results=expected, measure=measure, catalogue=self.catalogue)
            if goal.mode == EACH
            else attain_total(goal=goal, result=root, measure=measure, catalogue=self.catalogue)
            for goal in goals
        )
        return found, tuple(one for goal in goals for one in goal.contradictions)

    def results(self, done: Fold) -> dict[str, Result]:
        out = {}
        for unit, part in done.parts.items():
            pick = next((pick for pick in done.picks(unit) if pick.known), None)
            rating, flag = (pick.rating, pick.flag) if pick else (None, None)
            whole = done.complete[unit] if done.measure.kind in ADDING else True
            # A divided unit is judged by what it did as a whole.
            amount = part.own.amount if part.share is not None and part.own else part.counted
            out[unit] = Result(amount, rating, flag, whole)
        return out

    def ratio_results(self, ratios: Ratios) -> dict[str, Result]:
        out = {}
        for unit in ratios.percentages.tree.units():
            part = ratio_part(ratios, unit)
            pair = ratios.pairs.get(unit)
            whole = not pair or (not pair.unmatched and ratios.numerator.complete[unit] and ratios.denominator.complete[unit])
            out[unit] = Result(part.counted, None, None, whole)
        return out


def _of_all(*folds: Fold) -> tuple[Contradiction, ...]:
    """What the parts of a ratio contradict is also listed with the parts; the ratio names it too, because it decides the ratio."""
    return tuple(contradiction for one in folds for contradiction in one.contradictions)
