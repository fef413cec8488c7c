"""Full totals of one unit and period from the roll-up in SQL, without the tree of parts: what ``engine.totals`` says of each measure.

What SQL cannot tell whole (contradictions, other reporters, reported totals, targets, joint events) is left to the engine's rules in
Python, measure by measure, each with the reason; nothing is answered in part."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import localcontext

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.quantity import MeasureKind, Role
from saovuong.engine.amounts import SUMS, DifferentUoms, amount_of, claim_agrees, quotient
from saovuong.engine.over_units import ADDING, coverage_from
from saovuong.engine.roll_up import Run
from saovuong.engine.roll_up_shapes import Standing, Store
from saovuong.engine.roll_up_sheet import Sheet
from saovuong.engine.roll_up_slots import measures_left_to_the_engine
from saovuong.engine.roll_up_units import Pairs, UnitValues
from saovuong.engine.shapes import (
    Amount,
    ClaimedRatio,
    Coverage,
    Fact,
    ListedRatio,
    ListedSpread,
    Part,
    RatingSpread,
    RatioPair,
    Total,
    Tree,
    YesNoCount,
)

LEFT: Mapping[str, str] = {
    "divided": "có đơn vị chia theo tỷ lệ khai",
    "former": "có tổng do đơn vị cũ tự báo cáo",
    "uoms": "có số liệu khác đơn vị tính",
    "joint": "có hoạt động chung của nhiều đơn vị",
    "knots": "có số liệu trùng, mâu thuẫn hoặc do đơn vị khác báo cáo",
    "parts": "tử số hoặc mẫu số phải tính theo số liệu gốc",
    "quota": "chỉ tiêu do cấp trên giao",
    "reported": "có tổng do đơn vị tự báo cáo",
    "targets": "có mục tiêu để so",
    "years": "các năm cắt kỳ khác nhau",
}
"""Why a measure is left to the rules in Python: code -> words for people."""


@dataclass(frozen=True, slots=True)
class Answered:
    """``totals`` by measure, each with a part that has no children; ``left`` are the measures that SQL does not answer, with a code of
    :data:`LEFT`."""

    totals: Mapping[str, Total]
    left: Mapping[str, str]


def answer(
    *,
    store: Store,
    tree: Tree,
    catalogue: Catalogue,
    measures: Sequence[str],
    window: tuple[date, date],
    standing: Standing | None = None,
) -> Answered:
    """Results of ``measures`` for the root of the tree. Numerators and denominators need not be among them. Raises nothing of its own."""
    wanted = dict.fromkeys(measures)
    for code in measures:
        one = catalogue.measures[code]
        wanted |= dict.fromkeys(part for part in (one.numerator, one.denominator) if part)
    with localcontext(SUMS):
        desk = _Desk(Run(store, tree, catalogue, (window,), (tree.root,), standing or Standing()))
        try:
            desk.prepare(tuple(wanted))
        except DifferentUoms:
            return Answered({}, dict.fromkeys(measures, "uoms"))
        found = desk.totals(tuple(wanted))
    return Answered(
        {code: found[code] for code in measures if code in found}, {code: desk.left[code] for code in measures if code in desk.left}
    )


@dataclass(slots=True)
class _Desk:
    run: Run
    left: dict[str, str] = field(default_factory=dict)
    sheet: Sheet = field(init=False)
    values: UnitValues = field(init=False)

    def prepare(self, codes: Sequence[str]) -> None:
        run, odd = self.run, measures_left_to_the_engine(self.run.store, self.run.tree)
        for code in codes:
            measure = run.catalogue.measures[code]
            if run.tree.pieces or code in odd:
                self.left[code] = odd.get(code, "divided")
            elif measure.always_target:
                self.left[code] = "quota"
            elif measure.kind in ADDING and not run.adds(measure):
                self.left[code] = "years"
        added = [code for code in codes if run.catalogue.measures[code].kind in ADDING and code not in self.left]
        run.add_up(added)
        self.sheet = run.sheet(tuple(added), {})
        self.values = UnitValues(run)
        for reason, found in self.values.out_of_reach():
            self.left |= dict.fromkeys(found - self.left.keys(), reason)
        said = [code for code in codes if run.catalogue.measures[code].kind not in ADDING and code not in self.left]
        for code in self.values.gather_said(said):
            self.left.setdefault(code, "knots")
        for code in said:
            measure = run.catalogue.measures[code]
            if measure.kind is MeasureKind.RATIO and any(
                part is None or part in self.left or part not in self.sheet.measures for part in (measure.numerator, measure.denominator)
            ):
                self.left.setdefault(code, "parts")

    def totals(self, codes: Sequence[str]) -> dict[str, Total]:
        measures = {code: self.run.catalogue.measures[code] for code in codes if code not in self.left}
        found = self._added([one for one in measures.values() if one.kind in ADDING])
        found |= {one.code: self._rating(one) for one in measures.values() if one.kind is MeasureKind.RATING}
        found |= {one.code: self._yes_no(one) for one in measures.values() if one.kind is MeasureKind.YES_NO}
        return found | self._ratios([one for one in measures.values() if one.kind is MeasureKind.RATIO], found)

    def _added(self, measures: Sequence[Measure]) -> dict[str, Total]:
        root = self.run.tree.root
        lines = {one.code: self.sheet.line(measure=one.code, unit=root) for one in measures}
        short = [code for code, line in lines.items() if 0 < line.heard < line.expected]
        silent = self.values.missing(short)
        everyone = frozenset(self.run.tree.expected)
        totals = {}
        for code, line in lines.items():
            missing = silent.get(code, frozenset()) if line.heard else everyone
            part = Part(root, None, None, line.amount, line.taken, ())
            totals[code] = self._total(code, line.amount, part, everyone - missing)
        return totals

    def _total(self, code: str, amount: Amount | None, part: Part, heard: Iterable[str]) -> Total:
        start, end = self.run.windows[0]
        return Total(self.run.tree.root, code, start, end, Role.RESULT, amount, self._coverage(heard), part)

    def _coverage(self, heard: Iterable[str]) -> Coverage:
        return coverage_from(self.run.tree, heard=set(heard))

    def _rating(self, measure: Measure) -> Total:
        tree, by_unit = self.run.tree, {}
        said = self.values.said.get(measure.code, {})
        for unit in tree.units():
            if (unit, "own") in said:
                by_unit[unit] = str(said[unit, "own"].rating)
        counts = dict.fromkeys(self.run.catalogue.scale_of(measure).levels, 0) | self.values.spreads.get(measure.code, {})
        spread = RatingSpread(counts, by_unit, {unit: level for unit, level in by_unit.items() if unit not in tree.expected})
        total = self._total(measure.code, None, self._own_part(tree.root in by_unit), by_unit)
        return replace(total, ratings=spread)

    def _yes_no(self, measure: Measure) -> Total:
        tree = self.run.tree
        said = self.values.said.get(measure.code, {})
        answers = {unit: bool(said[unit, "own"].flag) for unit in tree.units() if (unit, "own") in said}
        yes, answered = self.values.answers.get(measure.code, (0, 0))
        no = tuple(unit for unit, flag in answers.items() if unit in tree.expected and not flag)
        count = YesNoCount(yes, answered, no, {unit: flag for unit, flag in answers.items() if unit not in tree.expected})
        return replace(self._total(measure.code, None, self._own_part(tree.root in answers), answers), yes_no=count)

    def _own_part(self, said: bool) -> Part:
        return Part(self.run.tree.root, None, None, None, "reported" if said else "nothing", ())

    def _ratios(self, measures: Sequence[Measure], added: Mapping[str, Total]) -> dict[str, Total]:
        pairs = self.values.pairs(measures)
        return {one.code: self._ratio(one, added, pairs) for one in measures}

    def _ratio(self, measure: Measure, added: Mapping[str, Total], pairs: Pairs) -> Total:
        root, said = self.run.tree.root, self.values.said.get(measure.code, {})
        listed: list[ListedRatio] = []
        claimed: list[ClaimedRatio] = []
        parents = {unit for unit in self.run.tree.children if self.run.tree.children[unit]}
        for unit in self.run.tree.units() if said else ():
            pair = pairs.of.get((measure.code, unit))
            recomputed = quotient(pair.numerator, pair.denominator, uom=measure.uom) if pair else None
            for slot in ("reported", "own"):
                fact = said.get((unit, slot))
                amount = amount_of(fact) if fact else None
                if fact is None or amount is None:
                    continue
                if recomputed is not None and (slot == "reported" or unit not in parents):
                    agrees = claim_agrees(claimed=amount, recomputed=recomputed)
                    claimed.append(ClaimedRatio(unit, amount, recomputed, agrees, (fact.id,)))
                else:
                    listed.append(ListedRatio(unit, amount, (fact.id,)))
        values = [one.amount.value for one in listed if one.unit in self.run.tree.expected]
        mine = pairs.of.get((measure.code, root))
        pair = RatioPair(mine.numerator, mine.denominator, self._in_order(pairs.lacking.get(measure.code, {}))) if mine else None
        part = self._ratio_part(measure, pair, said)
        heard = {unit for unit, _ in said} | pairs.both.get(measure.code, frozenset())
        total = self._total(measure.code, part.counted, part, heard)
        return replace(
            total,
            numerator=added[measure.numerator or ""],
            denominator=added[measure.denominator or ""],
            listed=tuple(listed),
            pair=pair,
            listed_spread=ListedSpread(len(values), min(values), max(values)) if values else None,
            claimed=tuple(claimed),
        )

    def _ratio_part(self, measure: Measure, pair: RatioPair | None, said: Mapping[tuple[str, str], Fact]) -> Part:
        root = self.run.tree.root
        amount = quotient(pair.numerator, pair.denominator, uom=measure.uom) if pair else None
        own, reported = (self.values.pick(said.get((root, slot))) for slot in ("own", "reported"))
        given = (reported and reported.amount) or (own and own.amount)
        return Part(root, own, reported, amount, "computed" if amount is not None else "reported" if given else "nothing", ())

    def _in_order(self, lacking: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Children before their parents, as the engine meets them."""
        return tuple((unit, lacking[unit]) for unit in _children_first(self.run.tree) if unit in lacking) if lacking else ()


def _children_first(tree: Tree) -> Iterator[str]:
    stack = [(tree.root, False)]
    while stack:
        unit, done = stack.pop()
        if done:
            yield unit
        else:
            stack.append((unit, True))
            stack.extend((child, False) for child in reversed(tree.children.get(unit, ())))
