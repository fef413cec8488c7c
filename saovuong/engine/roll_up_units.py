"""What single units said, from SQL: who was silent, who rated or answered, own values and the pairs of ratios."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from saovuong.core.catalogue import Measure
from saovuong.core.quantity import MeasureKind
from saovuong.engine.amounts import amount_of
from saovuong.engine.parquet import COLUMNS, fact_of
from saovuong.engine.roll_up import Run
from saovuong.engine.roll_up_sheet import Slots
from saovuong.engine.roll_up_slots import in_months
from saovuong.engine.shapes import Amount, Fact, RatioPair, TimePick
from saovuong.engine.statements import statement

_NO_SLOTS = "select 0 as measure, 0 as unit, 0 as stated where 1 = 0"
_NO_FIGURES = "select 0 as measure, 0 as stored where 1 = 0"
_VALUE_COLUMNS = "measure, unit, value, words, low, high, likely_low, likely_high, days"


@dataclass(frozen=True, slots=True)
class Pairs:
    """By ratio and unit: numerator and denominator over what is below; by ratio: who gave one part, and lacks which; who gave both."""

    of: Mapping[tuple[str, str], RatioPair] = field(default_factory=dict)
    lacking: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    both: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(slots=True)
class UnitValues:
    """Questions about units behind a roll-up of one window that has been added up."""

    run: Run
    said: dict[str, dict[tuple[str, str], Fact]] = field(default_factory=dict)
    spreads: dict[str, dict[str, int]] = field(default_factory=dict)
    answers: dict[str, tuple[int, int]] = field(default_factory=dict)

    def out_of_reach(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Reasons with the measures that only the rules in Python can answer whole."""
        store = self.run.store
        told = [f"select measure, unit from {one} where role = 'target'" for one in store.rest]
        if told:
            yield (
                "targets",
                self._codes(f"select distinct t.measure from ({' union all '.join(told)}) t join q_place p on p.stored = t.unit"),
            )
        if self.run.plain.odd:
            yield "knots", self._codes("select distinct measure from told where knot = 1 or beside = 1")
            yield "reported", self._codes("select distinct measure from slots where slot = 'reported'")

    def missing(self, codes: Sequence[str]) -> dict[str, frozenset[str]]:
        """Of measures that somebody was heard for: the expected units that were not."""
        run, numbers = self.run, self._numbers(codes)
        if not numbers:
            return {}
        flows = [number for number, measure in numbers.items() if measure.kind is MeasureKind.FLOW]
        stocks = [number for number, measure in numbers.items() if measure.kind is MeasureKind.STOCK]
        spoken = [f"select measure, stored from ({one})" for one in (run.flow_values(0, flows), run.stock_values(0, stocks)) if one]
        for tiles in run.store.tiles if run.store.tiles else ():
            for some, months in ((flows, run.plain.months(tiles, 0)), (stocks, range(1, run.plain.until(tiles, 0) + 1))):
                exact = [number for number in some if number not in run.plain.odd]
                if tiles.marks and exact and months:
                    within = f"month in ({_listed(months)}) and measure in ({_listed(exact)})"
                    spoken.append(f"select measure, unit as stored from {tiles.marks} where {within}")
        run.store.database.fill("q_short", "measure integer", [(number,) for number in numbers])
        slots = "select measure, unit, stated from slots" if run.plain.odd else _NO_SLOTS
        query = statement("missing", spoken=" union all ".join(spoken) or _NO_FIGURES, slots=slots)
        silent: dict[str, set[str]] = {}
        for number, unit in run.store.database.execute(query).fetchall():
            silent.setdefault(run.store.measures[number], set()).add(run.places.names[unit])
        return {code: frozenset(units) for code, units in silent.items()}

    def gather_said(self, codes: Sequence[str]) -> frozenset[str]:
        """Ratings, answers and bare percentages of the units; the measures of which something is a knot."""
        run, numbers = self.run, self._numbers(codes)
        if not numbers:
            return frozenset()
        database, (start, end) = run.store.database, run.windows[0]
        rows = [(number, measure.kind.value, measure.uom) for number, measure in numbers.items()]
        database.fill("q_said", "measure integer, kind varchar, uom varchar", rows)
        listed, among = ", ".join(COLUMNS), f"measure in ({_listed(numbers)})"
        facts = [f"select {listed} from {one} where {among}" for one in run.store.rest]
        facts += [f"select * from ({one})" for one in in_months(run.store, among)]
        if not facts:
            return frozenset()
        query = statement("said", facts=" union all ".join(facts), start=start, end=end)
        database.execute(f"create or replace temporary table said as {query}")
        found = database.execute("select distinct measure from said where knot = 1").fetchall()
        knots = frozenset(run.store.measures[number] for (number,) in found)
        for number, unit, slot, *row in database.execute(
            "select measure, unit, slot, id, rating, flag, value, high, modifier, uom from said where knot = 0"
        ).fetchall():
            code, name = run.store.measures[number], run.places.names[unit]
            self.said.setdefault(code, {})[name, slot] = self._fact(code, name, row)
        for number, level, count in database.execute(statement("ratings_spread")).fetchall():
            self.spreads.setdefault(run.store.measures[number], {})[level] = count
        for number, yes, count in database.execute(statement("answers_counted")).fetchall():
            self.answers[run.store.measures[number]] = (int(yes), count)
        return knots | {code for code in self.spreads if not self.spreads[code].keys() <= self._levels(code)}

    def pick(self, fact: Fact | None) -> TimePick | None:
        return None if fact is None else TimePick("within", amount_of(fact), (fact.id,), (), Decimal(1), stated=True)

    def pairs(self, ratios: Sequence[Measure]) -> Pairs:
        """Of the root, and of every unit that gave a percentage itself."""
        run, number_of = self.run, {code: number for number, code in enumerate(self.run.store.measures)}
        asked = [one for one in ratios if one.numerator in number_of and one.denominator in number_of]
        if not asked:
            return Pairs()
        rows, tops = [], []
        numbers = {unit: number for number, unit in run.places.names.items()}
        for place, one in enumerate(asked):
            top, base = number_of[one.numerator or ""], number_of[one.denominator or ""]
            rows.append((place, top, base, int(self._by_days(one))))
            units = {run.tree.root, *(unit for unit, _ in self.said.get(one.code, {}))}
            tops += [(place, numbers[unit]) for unit in sorted(units)]
        database = run.store.database
        if not self._lay_out_values(sorted({number for row in rows for number in row[1:3]})):
            return Pairs()
        database.fill("q_ratio", "ratio integer, numerator integer, denominator integer, by_days integer", rows)
        database.fill("q_top", "ratio integer, unit integer", tops)
        of, lacking, both = {}, dict[str, dict[str, str]](), dict[str, set[str]]()
        for place, top_unit, _, *row in database.execute(statement("ratio_pairs")).fetchall():
            one = asked[place]
            uoms = [run.catalogue.measures[code or ""].uom for code in (one.numerator, one.denominator)]
            of[one.code, run.places.names[top_unit]] = RatioPair(_amount(row[:6], uoms[0]), _amount(row[6:], uoms[1]))
        for place, unit, lacks in database.execute(statement("ratio_lacking")).fetchall():
            lacking.setdefault(asked[place].code, {})[run.places.names[unit]] = lacks
        for place, unit in database.execute(statement("ratio_both")).fetchall():
            both.setdefault(asked[place].code, set()).add(run.places.names[unit])
        return Pairs(of, lacking, {code: frozenset(units) for code, units in both.items()})

    def _by_days(self, ratio: Measure) -> bool:
        parts = (self.run.catalogue.measures[code or ""] for code in (ratio.numerator, ratio.denominator))
        return all(part.kind is MeasureKind.FLOW for part in parts)

    def _lay_out_values(self, numbers: Sequence[int]) -> bool:
        """Fill unit_values; False where there is nothing to fill it from."""
        run, kinds = self.run, {number: self.run.catalogue.measures[self.run.store.measures[number]].kind for number in numbers}
        flows = [number for number, kind in kinds.items() if kind is MeasureKind.FLOW]
        stocks = [number for number, kind in kinds.items() if kind is MeasureKind.STOCK]
        parts = [_plain_rows(run.flow_values(0, flows, days=True), "v.days"), _plain_rows(run.stock_values(0, stocks), "0")]
        exact = frozenset(numbers) - frozenset(run.plain.odd)
        for tiles in run.store.tiles:
            parts += [f"select {_VALUE_COLUMNS} from ({one})" for one in run.mark_values(tiles, exact, flows)]
        if run.plain.odd:
            parts.append(f"select {_VALUE_COLUMNS} from slots where slot = 'own' and value is not null and measure in ({_listed(numbers)})")
        if values := " union all ".join(one for one in parts if one):
            run.store.database.execute(statement("unit_values", values=values))
        return bool(values)

    def _numbers(self, codes: Sequence[str]) -> dict[int, Measure]:
        wanted = frozenset(codes)
        return {place: self.run.catalogue.measures[code] for place, code in enumerate(self.run.store.measures) if code in wanted}

    def _codes(self, query: str) -> frozenset[str]:
        return frozenset(self.run.store.measures[number] for (number,) in self.run.store.database.execute(query).fetchall())

    def _levels(self, code: str) -> frozenset[str]:
        return frozenset(self.run.catalogue.scale_of(self.run.catalogue.measures[code]).levels)

    def _fact(self, code: str, unit: str, row: Sequence[object]) -> Fact:
        number, rating, flag, value, high, modifier, uom = row
        (start, end), answer = self.run.windows[0], None if flag is None else bool(flag)
        span = (start, end, start, "result", "own")
        whole = (number, 0, 0, 0, *span, value, high, rating, answer, modifier, uom, None, None, False, "final", None)
        return fact_of(whole, units=(unit,), measures=(code,))


def _plain_rows(values: str, days: str) -> str:
    """Rows (measure, stored, value) as rows of units, exact."""
    if not values:
        return ""
    value = "cast(v.value as decimal(38, 6))"
    return (
        f"select v.measure, p.unit, {value} as value, 0 as words, {value} as low, {value} as high, {value} as likely_low, "
        f"{value} as likely_high, {days} as days from ({values}) v join q_place p on p.stored = v.stored"
    )


def _amount(row: Sequence[Decimal | None], uom: str) -> Amount:
    value, words, low, high, likely_low, likely_high = row
    return Slots(value or Decimal(0), 1, 0, int(words or 0), (low, high, likely_low, likely_high)).amount(uom)


def _listed(numbers: Sequence[int] | Mapping[int, object] | range) -> str:
    return ", ".join(map(str, numbers))
