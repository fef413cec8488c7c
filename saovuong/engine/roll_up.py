"""Totals of many measures, units and periods at once, added up in SQL. Says of each what the engine says of one (DESIGN section 6).

Figures that are plain add where they lie. What is not plain (other reporters, modifiers, overlapping periods, contradictions) is decided
for its unit by the engine's own rules and added with the rest; ratings, answers, targets, ratios and measures with joint events are the
engine's altogether.

How a statement is put together: ``engine/sql/NAME.sql`` is the statement, said once; ``statement("NAME", place=...)`` fills its places
in braces with relations, numbers and columns that this room made, no words from outside. What a question is about is laid down first
in passing tables: ``q_place`` (who stands where), ``q_up`` and ``q_tile`` (who is above whom), ``q_window`` (the periods), ``q_measure``,
``q_touched`` (what is not plain). Then, in this order: ``touched`` finds what cannot be added where it lies; ``rolled_sums`` adds up whole
partitions, ``rolled_tiles`` the units of the others, ``rolled_marks`` the worded figures beside them; ``loose``, ``slots_flow``,
``slots_stock``, ``standing_in`` and ``rolled_slots`` decide and add up what was touched. A line is the sum of what these found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Any

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.quantity import MeasureKind, Role
from saovuong.engine.amounts import SUMS
from saovuong.engine.roll_up_places import Places, places_of, windows_table
from saovuong.engine.roll_up_plain import Plain, Window
from saovuong.engine.roll_up_shapes import Line, Standing, Store, Tiles
from saovuong.engine.roll_up_sheet import Key, Sheet, Slots
from saovuong.engine.roll_up_slots import decide, facts_of, loose_facts, measures_left_to_the_engine
from saovuong.engine.shapes import Amount, Question, Total, Tree
from saovuong.engine.statements import statement
from saovuong.engine.totals import UnknownMeasure, totals

_ADDED = (MeasureKind.FLOW, MeasureKind.STOCK)


def roll_up(
    *,
    store: Store,
    tree: Tree,
    catalogue: Catalogue,
    measures: Sequence[str],
    windows: Sequence[Window],
    units: Sequence[str] | None = None,
    standing: Standing | None = None,
) -> Sheet:
    """Every measure for every one of ``units`` (None: the root and its children) and every window, as results.

    Raises UnknownMeasure, DifferentUoms."""
    standing = standing or Standing()
    asked = tuple(units if units is not None else (tree.root, *tree.children.get(tree.root, ())))
    for code in measures:
        if code not in catalogue.measures:
            raise UnknownMeasure(measure=code)
    with localcontext(SUMS):
        run = Run(store, tree, catalogue, tuple(windows), asked, standing)
        left = measures_left_to_the_engine(store, tree)
        added = [code for code in measures if run.adds(catalogue.measures[code]) and code not in left]
        sums = frozenset(added)
        others = [code for code in measures if code not in sums]
        run.add_up(added)
        made = dict(run.by_the_engine(others)) if others else {}
    return run.sheet(tuple(measures), made)


@dataclass(slots=True)
class Run:
    """One roll-up being worked out. What is left over for rules in Python is in the passing tables told and slots, if ``plain.odd``."""

    store: Store
    tree: Tree
    catalogue: Catalogue
    windows: tuple[Window, ...]
    asked: tuple[str, ...]
    standing: Standing
    slots: dict[Key, Slots] = field(default_factory=dict)
    marks: list[Mapping[int, Sequence[Any]]] = field(default_factory=list)
    reported: dict[Key, Amount] = field(default_factory=dict)
    standing_in: frozenset[Key] = frozenset()
    sure: Mapping[int, frozenset[int]] = field(default_factory=dict)
    places: Places = field(default_factory=lambda: Places({}, {}))
    plain: Plain = field(init=False)

    def adds(self, measure: Measure) -> bool:
        return measure.kind in _ADDED and not measure.always_target and not self._years_overlap()

    def _years_overlap(self) -> bool:
        """Years cut differently may both hold a day; then months cannot be added without looking."""
        spans = sorted({(one.months.starts[0], one.months.starts[-1], one.year) for one in self.store.tiles})
        return any(a[1] > b[0] and a[2] != b[2] for a, b in pairwise(spans))

    def add_up(self, codes: Sequence[str]) -> None:
        numbers = {code: place for place, code in enumerate(self.store.measures)}
        known = [code for code in codes if code in numbers]
        self.places = places_of(self.store, self.tree, self.asked, self.standing)
        self.plain = Plain(self.store, self.places, self.windows)
        if not known:
            return
        measures = {numbers[code]: self.catalogue.measures[code] for code in known}
        flows = [number for number, measure in measures.items() if measure.kind is MeasureKind.FLOW]
        stocks = [number for number, measure in measures.items() if measure.kind is MeasureKind.STOCK]
        sure = self.sure = self.plain.sure_stocks(range(len(self.windows)), stocks)
        loose_marks = {number for number in stocks if any(number not in one for one in sure.values())}
        if any(len(self._years(w)) > 1 for w in range(len(self.windows))):
            loose_marks.update(flows)
        self.plain.odd = loose_facts(self.store, measures, self.windows, self.places, loose_marks)
        exact = [number for number in measures if number not in self.plain.odd]
        for tiles in self.store.tiles:
            self._marks(tiles, frozenset(exact), flows, sure)
        if self.plain.odd:
            windows_table(self.store.database, self.windows)
            self._slots(measures, flows, sure)
        self._flows(flows)
        self._stocks(stocks, sure)

    def _years(self, w: int) -> list[int]:
        return sorted({one.year for one in self.store.tiles if self.plain.months(one, w)})

    def _slots(self, measures: Mapping[int, Measure], flows: Sequence[int], sure: Mapping[int, frozenset[int]]) -> None:
        run, units, codes = self.store.database.execute, self.places.names, self.store.measures
        run(statement("slots_table"))
        decide(self.store, measures, self.windows, self.tree, self.places.names)
        for tiles in self.store.tiles:
            self._marks(tiles, frozenset(self.plain.odd), flows, sure, loose=True)
        told = run("select distinct measure from slots where slot = 'reported' and value is not null").fetchall()
        self._standing_in([number for (number,) in told], measures)
        rows = run(statement("rolled_slots")).fetchall()
        for w, measure, top, value, count, heard, words, *ends in rows:
            low, high, likely_low, likely_high = (
                None if still_open else end or Decimal(0) for end, still_open in zip(ends[::2], ends[1::2], strict=True)
            )
            one = Slots(value or Decimal(0), count, heard, words, (low, high, likely_low, likely_high))
            self.slots[w, codes[measure], units[top]] = one
        if not told:
            return
        found = run(
            "select s.w, s.measure, s.unit, s.value, s.words, s.low, s.high, s.likely_low, s.likely_high from slots s "
            "join q_asked q on q.unit = s.unit where s.slot = 'reported' and s.value is not null"
        )
        for w, measure, unit, value, words, low, high, likely_low, likely_high in found.fetchall():
            one = Slots(value, 1, 0, words, (low, high, likely_low, likely_high))
            self.reported[w, codes[measure], units[unit]] = one.amount(self.catalogue.measures[codes[measure]].uom)

    def _standing_in(self, told: Sequence[int], measures: Mapping[int, Measure]) -> None:
        """Fill standing_in, looking for tiles below only where a reported total is."""
        flows = [number for number in told if measures[number].kind is MeasureKind.FLOW]
        stocks = [number for number in told if measures[number].kind is MeasureKind.STOCK]
        values = [one for w in range(len(self.windows)) for one in (self.flow_values(w, flows), self.stock_values(w, stocks)) if one]
        run, codes, units = self.store.database.execute, self.store.measures, self.places.names
        run(statement("standing_in", tile_values=" union all ".join(values) or _NO_VALUES))
        found = run("select w, measure, unit from standing_in").fetchall()
        self.standing_in = frozenset((w, codes[measure], units[unit]) for w, measure, unit in found)

    def _marks(
        self, tiles: Tiles, among: frozenset[int], flows: Sequence[int], sure: Mapping[int, frozenset[int]], *, loose: bool = False
    ) -> None:
        """Add up the marks of one year for every window that they can add to; ``loose`` lays them down as slots beside the others."""
        for filled in self._marks_filled(tiles, among, flows, sure):
            if loose:
                columns = "w, measure, unit, slot, value, stated, words, low, high, likely_low, likely_high, days"
                query = statement("slots_marks", **filled, untouched=self.plain.untouched().replace("t.", "k."))
                self.store.database.execute(f"insert into slots ({columns}) {query}")
            else:
                found = self.store.database.execute(statement("rolled_marks", **filled)).fetchall()
                self.marks.append({row[0]: row for row in found})

    def mark_values(self, tiles: Tiles, among: frozenset[int], flows: Sequence[int]) -> list[str]:
        """The marks of one year as slots of units, for the measures ``among`` of which nothing is loose."""
        return [statement("slots_marks", **filled, untouched="") for filled in self._marks_filled(tiles, among, flows, self.sure)]

    def _marks_filled(
        self, tiles: Tiles, among: frozenset[int], flows: Sequence[int], sure: Mapping[int, frozenset[int]]
    ) -> Iterator[dict[str, str]]:
        """The places of rolled_marks.sql and slots_marks.sql: once for flows, then for stocks whose windows can be told alike."""
        if not tiles.marks or not among:
            return
        inside = {w: self.plain.months(tiles, w) for w in range(len(self.windows)) if len(self._years(w)) == 1}
        yield from _filled(tiles, {w: months for w, months in inside.items() if months}, among.intersection(flows), last=False)
        newest = {w: max(one.year for one in self.store.tiles if self.plain.until(one, w)) for w in sure if self.plain.until(tiles, w)}
        alike: dict[frozenset[int], dict[int, Sequence[int]]] = {}
        for w, year in newest.items():
            if year == tiles.year:
                alike.setdefault(sure[w] & among, {})[w] = range(1, self.plain.until(tiles, w) + 1)
        for stocks, windows in alike.items():
            yield from _filled(tiles, windows, stocks, last=True)

    def _flows(self, flows: Sequence[int]) -> None:
        by_year: dict[int, list[int]] = {}
        for w in range(len(self.windows)):
            years = self._years(w)
            if len(years) == 1:
                by_year.setdefault(years[0], []).append(w)
            elif years and (values := self.flow_values(w, flows)):
                together = f"select measure, stored, sum(value) as value from ({values}) group by measure, stored"
                self.plain.add(statement("rolled_values", values=together), [w])
        for year, windows in by_year.items():
            for tiles in self.store.tiles:
                if tiles.year == year:
                    self.plain.flows(tiles, windows, flows)

    def _stocks(self, stocks: Sequence[int], sure: Mapping[int, frozenset[int]]) -> None:
        alike: dict[tuple[int, frozenset[int]], list[int]] = {}
        for w in range(len(self.windows)):
            years = [one.year for one in self.store.tiles if self.plain.until(one, w)]
            if years:
                alike.setdefault((max(years), sure[w]), []).append(w)
        for (year, certain), windows in alike.items():
            for tiles in self.store.tiles:
                if tiles.year == year:
                    self.plain.stocks(tiles, windows, sorted(certain))
            for w in windows:
                if values := self.stock_values(w, [one for one in stocks if one not in certain]):
                    self.plain.add(statement("rolled_values", values=values), [w])

    def flow_values(self, w: int, flows: Sequence[int], *, days: bool = False) -> str:
        """(w, measure, stored, value) of untouched tiles that have any month inside the window, and the days covered; one row per year."""
        parts = []
        for tiles in self.store.tiles if flows else ():
            months = self.plain.months(tiles, w)
            inside = [f"m{month:02d}" for month in months]
            if inside and tiles.relation:
                value = " + ".join(f"coalesce({month}, 0)" for month in inside)
                any_of = " or ".join(f"{month} is not null" for month in inside)
                covered = ""
                if days:
                    spans = [tiles.months.starts[month] - tiles.months.starts[month - 1] for month in months]
                    each = (f"case when {name} is null then 0 else {span.days} end" for name, span in zip(inside, spans, strict=True))
                    covered = f", {' + '.join(each)} as days"
                parts.append(
                    f"select {w} as w, t.measure, t.unit as stored, {value} as value{covered} from {tiles.relation} t "
                    f"where t.measure in ({_listed(flows)}) and ({any_of}) {self.plain.untouched()}"
                )
        return " union all ".join(parts)

    def stock_values(self, w: int, stocks: Sequence[int]) -> str:
        """(w, measure, stored, value): the last month's value before the window's end, of the newest year that has one."""
        parts = []
        for tiles in self.store.tiles if stocks else ():
            months = [f"m{k:02d}" for k in range(self.plain.until(tiles, w), 0, -1)]
            if months and tiles.relation:
                last = f"coalesce({', '.join(months)})" if len(months) > 1 else months[0]
                parts.append(
                    (
                        tiles.year,
                        f"select t.measure, t.unit as stored, {last} as value from {tiles.relation} t "
                        f"where t.measure in ({_listed(stocks)}) and {last} is not null {self.plain.untouched()}",
                    )
                )
        if not parts:
            return ""
        if len({year for year, _ in parts}) == 1:
            return f"select {w} as w, v.measure, v.stored, v.value from ({' union all '.join(query for _, query in parts)}) v"
        dated = " union all ".join(f"select {year} as year, x.* from ({query}) x" for year, query in parts)
        return (
            f"select {w} as w, v.measure, v.stored, v.value from (select d.*, row_number() over "
            f"(partition by d.measure, d.stored order by d.year desc) as place from ({dated}) d) v where v.place = 1"
        )

    def by_the_engine(self, codes: Sequence[str]) -> Iterator[tuple[tuple[str, str, int], Line]]:
        """Lines from the facts themselves, as the engine in Python adds them."""
        measures = [self.catalogue.measures[code] for code in codes]
        needed = {part for one in measures for part in (one.code, one.numerator, one.denominator) if part}
        facts = facts_of(self.store, needed, self.tree, self.standing)
        questions = [Question(code, start, end, Role.RESULT) for start, end in self.windows for code in codes]
        places = [w for w in range(len(self.windows)) for _ in codes]
        for unit in self.asked:
            found = totals(questions=questions, facts=facts, tree=replace(self.tree, root=unit), catalogue=self.catalogue)
            for w, one in zip(places, found, strict=True):
                yield (one.measure, unit, w), line_of(one)

    def sheet(self, measures: tuple[str, ...], made: Mapping[tuple[str, str, int], Line]) -> Sheet:
        uoms = {code: self.catalogue.measures[code].uom for code in measures}
        numbers = {code: place for place, code in enumerate(self.store.measures)}
        return Sheet(
            self.windows,
            self.asked,
            measures,
            made,
            self.plain.found,
            self.slots,
            self.marks,
            (numbers, self.places.numbers),
            self.reported,
            self.standing_in,
            self.places.expected,
            uoms,
        )


_NO_VALUES = "select 0 as w, 0 as measure, 0 as stored, 0 as value where 1 = 0"


def _filled(tiles: Tiles, windows: Mapping[int, Sequence[int]], measures: frozenset[int], *, last: bool) -> Iterator[dict[str, str]]:
    if not windows or not measures:
        return
    rows, starts = [], tiles.months.starts
    for w, months in windows.items():
        bits = sum(1 << (month - 1) for month in months)
        for month in months:
            before, after = bits & ((1 << (month - 1)) - 1), bits & ~((1 << month) - 1)
            days = (starts[month] - starts[month - 1]).days
            rows.append(f"({w}, {month}, {bits}, {0 if last else before}, {after if last else 0}, {days})")
    yield {
        "marks": tiles.marks,
        "windows": ", ".join(rows),
        "measures": _listed(sorted(measures)),
        "before": "coalesce(k.before, 0)" if last else "0",
    }


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in numbers)


def line_of(total: Total) -> Line:
    """The line that a full total makes."""
    assert total.part is not None
    return Line(
        unit=total.unit,
        measure=total.measure,
        start=total.start,
        end=total.end,
        amount=total.amount,
        taken=total.part.taken,
        reported=total.reported,
        heard=total.coverage.heard,
        expected=total.coverage.expected,
        pair=total.pair,
        ratings=total.ratings,
        yes_no=total.yes_no,
    )
