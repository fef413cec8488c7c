"""From an answer of the engine back to the figures, their quotes and the people who stand for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from saovuong.consolidation.books import Asking, Book
from saovuong.consolidation.shapes import Conflict, Explanation, Folded, JointEvent, LeftOut, Node, Source
from saovuong.consolidation.snapshot_reading import LedgerRows
from saovuong.consolidation.wording import rule_of_measure, rule_of_part
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.errors import Refusal
from saovuong.core.tongue import VIETNAMESE, Tongue
from saovuong.engine.shapes import REASONS, JointDeduction, Part, Reconciliation, TimePick, Total
from saovuong.ledger import queries as ledger
from saovuong.ledger.shapes import FactRow
from saovuong.org import queries as org


@dataclass
class Explaining:
    """One book being explained; names and superseded figures are read when they are first needed.

    Of a total with more than ``most`` figures those below its unit are counted, not read; None reads all."""

    book: Book
    catalogue: Catalogue
    asking: Asking
    most: int | None = None
    tongue: Tongue = VIETNAMESE
    _history: dict[int, Mapping[int, FactRow]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def explanation(self, total: Total) -> Explanation:
        measure = self.catalogue.measures[total.measure]
        assert total.part is not None
        fold = self.most is not None and _counted(total.part).figures > self.most
        if fold and isinstance(self.book.rows, LedgerRows):
            self.book = replace(self.book, rows=replace(self.book.rows, at_once=0))
        by_unit = {one.unit: one for one in total.reconciliations}
        return Explanation(
            place=self.book.place,
            measure=measure,
            total=total,
            rule=rule_of_measure(measure, catalogue=self.catalogue, tongue=self.tongue),
            root=self.node(total.part, measure, by_unit, frozenset(total.coverage.missing), fold=fold),
            contradictions=self.conflicts((total,)),
            targets=self.sources(sorted({number for one in total.attainments for number in one.facts})),
            pair=total.pair,
            numerator=self.explanation(total.numerator) if total.numerator else None,
            denominator=self.explanation(total.denominator) if total.denominator else None,
        )

    def node(
        self, part: Part, measure: Measure, reconciled: Mapping[str, Reconciliation], missing: frozenset[str], *, fold: bool = False
    ) -> Node:
        """``fold`` only counts what stands behind its children."""
        reporter = next((pick.reporter for pick in (part.own, part.reported) if pick is not None and pick.reporter), None)
        left = [item for pick in (part.own, part.reported) if pick is not None for item in pick.left_out]
        return Node(
            part=part,
            name=self.name(part.unit),
            rule=rule_of_part(part, kind=measure.kind, reporter_name=self.name(reporter) if reporter else None, tongue=self.tongue),
            own=self._used(part.own),
            reported=self._used(part.reported),
            parts=self.sources([number for pick in (part.own, part.reported) if pick for number in pick.parts_facts]),
            left_out=self._left_out(sorted({*left, *part.left_out})),
            reconciliation=reconciled.get(part.unit),
            missing=self.book.place.tree.origin(part.unit) in missing,
            carried=part.unit in self.book.place.carried,
            above=part.unit in self.book.place.above,
            children=tuple(
                self._folded(child, measure, reconciled, missing) if fold else self.node(child, measure, reconciled, missing)
                for child in part.children
            ),
            joint=tuple(self.joint(one) for one in part.joint),
        )

    def _folded(self, part: Part, measure: Measure, reconciled: Mapping[str, Reconciliation], missing: frozenset[str]) -> Node:
        own, reported = (pick and replace(pick, facts=(), parts_facts=(), left_out=()) for pick in (part.own, part.reported))
        bare = replace(part, own=own, reported=reported, left_out=(), joint=(), children=())
        node = self.node(bare, measure, reconciled, missing)
        return replace(node, part=part, folded=_counted(part))

    def joint(self, one: JointDeduction) -> JointEvent:
        dropped = [number for mention in one.dropped for number in mention.facts]
        names = tuple(self.name(mention.unit) for mention in one.dropped)
        return JointEvent(one, self.name(one.kept.unit), names, self.sources(one.kept.facts), self.sources(dropped))

    def conflicts(self, totals: Iterable[Total]) -> tuple[Conflict, ...]:
        """Every contradiction once, though a ratio names those of its parts too."""
        found = dict.fromkeys(one for total in totals for one in total.contradictions)
        return tuple(
            Conflict(
                contradiction=one,
                unit_name=self.name(one.unit),
                measure_name=self.tongue.name(self.catalogue.measures[one.measure]),
                used=self.sources(one.used),
                others=self.sources(one.others),
            )
            for one in found
        )

    def sources(self, numbers: Iterable[int]) -> tuple[Source, ...]:
        rows = [self.book.rows[number] for number in numbers]
        return tuple(Source(row, self.name(row.unit_id), self.name(row.reporter_id), self._superseded(row)) for row in rows)

    def name(self, unit_id: str) -> str:
        known = self.book.place.names.get(unit_id) or self._names.get(unit_id)
        if known is None:
            info = org.units_get((unit_id,)).get(unit_id)
            known = self._names[unit_id] = info.name if info else unit_id
        return known

    def _used(self, pick: TimePick | None) -> tuple[Source, ...]:
        return self.sources(pick.facts) if pick is not None else ()

    def _left_out(self, items: Iterable[tuple[int, str]]) -> tuple[LeftOut, ...]:
        return tuple(LeftOut(self.sources((number,))[0], reason, self.tongue.say(REASONS[reason])) for number, reason in items)

    def _superseded(self, row: FactRow) -> tuple[FactRow, ...]:
        """The figures this one took the place of, newest first; a correction stays within its submission."""
        if row.supersedes_id is None:
            return ()
        if row.submission_id not in self._history:
            try:
                rows = ledger.facts_of(actor=self.asking.actor, submission_id=row.submission_id, present_only=False, now=self.asking.now)
            except Refusal:
                rows = []
            self._history[row.submission_id] = {one.id: one for one in rows}
        history = self._history[row.submission_id]
        out: list[FactRow] = []
        step: int | None = row.supersedes_id
        while step is not None and step in history:
            out.append(history[step])
            step = history[step].supersedes_id
        return tuple(out)


def _counted(part: Part) -> Folded:
    """What stands behind a part of a total, without looking at any of it."""
    units, figures, left_out, waiting = -1, 0, 0, [part]
    while waiting:
        one = waiting.pop()
        waiting += one.children
        picks = [pick for pick in (one.own, one.reported) if pick is not None]
        units += 1
        figures += sum(len(pick.facts) + len(pick.parts_facts) for pick in picks)
        left_out += len(one.left_out) + sum(len(pick.left_out) for pick in picks)
    return Folded(units, figures, left_out)
