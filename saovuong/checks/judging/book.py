"""The figures of a world laid out once for all rules: what was said together, what the engine makes of the period, and every series."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from saovuong.checks.judging.shapes import Sheet, Term, Told, World
from saovuong.core.catalogue import Measure
from saovuong.core.period import YEARLY, Period
from saovuong.core.quantity import Bounds, MeasureKind, Modifier, Role, Scope, sum_modifier
from saovuong.engine import Fact, FactIndex, Question, Total, totals
from saovuong.engine.amounts import amount_of
from saovuong.engine.over_time import moment
from saovuong.engine.shapes import Amount, Part, TimePick

SeriesKey = tuple[str, Scope, str]
_Key = tuple[str, str, Scope, date, date]


@dataclass
class Book:
    """``world`` with what several rules need of it; each view is made when the first rule asks for it."""

    world: World
    _kinds: dict[str, str] = field(default_factory=dict)

    def measure(self, code: str) -> Measure:
        return self.world.catalogue.measures[code]

    @cached_property
    def told(self) -> list[Told]:
        """Figures of measures that are switched on, about units of the tree, by id."""
        units, measures = frozenset(self.world.tree.units()), self.world.catalogue.measures
        enabled = {code for code, measure in measures.items() if measure.enabled}
        return [one for _, one in sorted(self.world.told.items()) if one.fact.unit in units and one.fact.measure in enabled]

    @cached_property
    def inside(self) -> list[Told]:
        """Those that speak of days of the period only."""
        start, end = self.world.start, self.world.end
        return [
            one
            for one in self.told
            if not one.fact.standing and one.fact.end is not None and one.fact.start >= start and one.fact.end <= end
        ]

    def scope_of(self, fact: Fact) -> Scope:
        """A unit without units below has no total apart from its own work."""
        return fact.scope if self.world.tree.children.get(fact.unit) else Scope.OWN

    @cached_property
    def groups(self) -> Mapping[_Key, list[Told]]:
        """Figures said together, by unit, reporter, scope and days, oldest figure first."""
        found: dict[_Key, list[Told]] = {}
        for one in self.inside:
            fact = one.fact
            assert fact.end is not None
            found.setdefault((fact.unit, fact.reporter, self.scope_of(fact), fact.start, fact.end), []).append(one)
        return found

    @cached_property
    def sheets(self) -> list[Sheet]:
        """One per unit, reporter, scope and days; of two figures for one measure the newest counts, as in totals."""
        return [self._sheet(key, [one.fact for one in group]) for key, group in self.groups.items()]

    def _sheet(self, key: _Key, facts: list[Fact]) -> Sheet:
        unit, reporter, scope, start, end = key
        terms: dict[str, Term] = {}
        targets: dict[str, Term] = {}
        answers: dict[str, tuple[bool, int]] = {}
        for fact in sorted(facts, key=lambda one: (one.as_of, one.id)):
            result = fact.role is not Role.TARGET or self.measure(fact.measure).always_target
            amount = amount_of(fact)
            if fact.flag is not None and result:
                answers[fact.measure] = fact.flag, fact.id
            elif amount is not None:
                (terms if result else targets)[fact.measure] = Term(fact.measure, amount, (fact.id,))
        mentioned = frozenset(fact.measure for fact in facts if fact.role is not Role.TARGET or self.measure(fact.measure).always_target)
        return Sheet(unit, scope, reporter, start, end, terms, targets, answers, mentioned)

    @cached_property
    def index(self) -> FactIndex:
        return FactIndex(one.fact for one in self.told)

    @cached_property
    def totals(self) -> Mapping[str, Total]:
        """What the engine makes of every measure with a figure, for the whole period. Raises DifferentUoms."""
        codes = [code for code in self.world.catalogue.measures if code in self.index.measures()]
        return {one.measure: one for one in self._ask(codes, Role.RESULT)}

    def targets(self, codes: tuple[str, ...]) -> Mapping[str, Total]:
        """The same of targets, for these measures."""
        told = {one.fact.measure for one in self.told if one.fact.role is Role.TARGET}
        return {one.measure: one for one in self._ask([code for code in codes if code in told], Role.TARGET)}

    def _ask(self, codes: list[str], role: Role) -> list[Total]:
        world = self.world
        questions = [Question(code, world.start, world.end, role) for code in codes]
        return totals(questions=questions, facts=self.index, tree=world.tree, catalogue=world.catalogue)

    @cached_property
    def merged(self) -> list[Sheet]:
        """For every unit and scope, the values of the whole period as the engine picks them from months, quarters and other reporters."""
        terms: dict[tuple[str, Scope], dict[str, Term]] = {}
        for code, total in self.totals.items():
            for part in parts_of(total.part):
                for scope, pick in ((Scope.OWN, part.own), (Scope.TOTAL, part.reported)):
                    term = self.term(code, pick)
                    if term is not None:
                        terms.setdefault((part.unit, scope), {})[code] = term
        return [
            Sheet(unit, scope, None, self.world.start, self.world.end, found, mentioned=frozenset(found))
            for (unit, scope), found in terms.items()
        ]

    def term(self, code: str, pick: TimePick | None) -> Term | None:
        """A picked value for the period; None for none, and for a stock that was last stated before the period."""
        if pick is None or pick.amount is None:
            return None
        kind = self.measure(code).kind
        if kind is MeasureKind.STOCK:
            first = self.world.told[pick.facts[0]].fact
            if moment(first) < self.world.start:
                return None
            return Term(code, pick.amount, pick.facts, day=moment(first), days=(first.start, first.end))
        whole = pick.share == 1
        amount = pick.amount if whole or kind is MeasureKind.RATIO else _at_least(pick.amount)
        return Term(code, amount, pick.facts, whole)

    @cached_property
    def units_told(self) -> Mapping[str, frozenset[str]]:
        """Measure -> units of which anything was said about days of the period."""
        found: dict[str, set[str]] = {}
        for one in self.inside:
            found.setdefault(one.fact.measure, set()).add(one.fact.unit)
        return {code: frozenset(units) for code, units in found.items()}

    def kind_of(self, label: str) -> str:
        """``month``, ``year`` ...; the same label is taken apart once."""
        if label not in self._kinds:
            self._kinds[label] = YEARLY if label == YEARLY else Period.parse(label).kind
        return self._kinds[label]

    @cached_property
    def series(self) -> Mapping[SeriesKey, list[Told]]:
        """Results that a unit stated of itself, and quotas whoever gave them, by unit, scope and measure, oldest first.

        Of several for the same days the newest."""
        newest: dict[tuple[str, Scope, str, date, date], Told] = {}
        for one in self.told:
            fact = one.fact
            if fact.end is None or fact.standing or fact.value is None:
                continue
            if (fact.reporter != fact.unit or fact.role is Role.TARGET) and not self.measure(fact.measure).always_target:
                continue
            key = (fact.unit, self.scope_of(fact), fact.measure, fact.start, fact.end)
            known = newest.get(key)
            if known is None or (known.fact.as_of, known.fact.id) < (fact.as_of, fact.id):
                newest[key] = one
        found: dict[SeriesKey, list[Told]] = {}
        for (unit, scope, measure, _, _), one in sorted(newest.items(), key=lambda item: (item[0][3], item[0][4])):
            found.setdefault((unit, scope, measure), []).append(one)
        return found

    @cached_property
    def _series_by_measure(self) -> Mapping[str, list[tuple[SeriesKey, list[Told]]]]:
        found: dict[str, list[tuple[SeriesKey, list[Told]]]] = {}
        for key, series in self.series.items():
            found.setdefault(key[2], []).append((key, series))
        return found

    def series_of(self, code: str) -> list[tuple[SeriesKey, list[Told]]]:
        return self._series_by_measure.get(code, [])

    def in_period(self, fact: Fact) -> bool:
        return fact.end is not None and fact.start >= self.world.start and fact.end <= self.world.end

    @cached_property
    def own_values(self) -> Mapping[str, dict[str, tuple[Amount, int]]]:
        """Unit -> measure -> what the unit stated of itself for the whole period in one figure, with that figure."""
        found: dict[str, dict[str, tuple[Amount, int]]] = {}
        for sheet in self.merged:
            if self.world.tree.children.get(sheet.unit) and sheet.scope is Scope.OWN:
                continue
            for code, term in sheet.terms.items():
                if len(term.facts) == 1 and term.whole and self.world.told[term.facts[0]].fact.reporter == sheet.unit:
                    found.setdefault(sheet.unit, {})[code] = term.amount, term.facts[0]
        return found


def parts_of(root: Part | None) -> Iterator[Part]:
    """Every node, parents first."""
    stack = [root] if root is not None else []
    while stack:
        part = stack.pop()
        yield part
        stack.extend(reversed(part.children))


def _at_least(amount: Amount) -> Amount:
    modifier = sum_modifier((amount.modifier, Modifier.AT_LEAST))
    return replace(amount, bounds=Bounds(amount.bounds.low, None), modifier=modifier, narrowed=None)
