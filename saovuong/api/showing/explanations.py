from pydantic import Field

from saovuong.api.showing.basics import AmountShown, Number, Shown, UnitRef, amount, maybe, number
from saovuong.api.showing.facts import FactShown, fact_shown
from saovuong.api.showing.totals import NotComparableShown, PlaceShown, TotalShown, not_comparable, place_shown, total_shown
from saovuong.consolidation.shapes import Conflict, Explanation, JointEvent, LeftOut, Node, Source
from saovuong.core.catalogue import Catalogue
from saovuong.org.names import UnitNameIndex


class SourceShown(Shown):
    """One figure of the book; ``superseded`` are those it took the place of, newest first."""

    fact: FactShown
    superseded: list[FactShown]


class LeftOutShown(Shown):
    source: SourceShown
    reason: str
    words: str = Field(description="Vì sao không cộng.")


class JointPart(Shown):
    unit: UnitRef
    amount: AmountShown
    facts: list[int]


class JointShown(Shown):
    """An event that several units reported: it counts once, ``deducted`` is what the others said of it."""

    key: str
    kept: JointPart
    dropped: list[JointPart]
    deducted: Number
    agree: bool


class NodeShown(Shown):
    """One unit of the tree. ``counted`` is what stands for it above, null where that is unknown; ``taken`` says how that came about.

    ``children_left`` counts the units below that ``depth`` left out."""

    unit: UnitRef
    counted: AmountShown | None
    taken: str
    rating: str | None
    flag: bool | None
    share: Number | None
    missing: bool
    carried: bool
    above: bool
    rule: list[str] = Field(description="Cách có giá trị này, thành câu.")
    own: list[SourceShown]
    reported: list[SourceShown]
    parts: list[SourceShown]
    left_out: list[LeftOutShown]
    joint: list[JointShown]
    children: list["NodeShown"]
    children_left: int


class ConflictShown(Shown):
    """Statements that cannot all be true; the ``used`` ones stand in the total."""

    kind: str
    unit: UnitRef
    measure: str
    measure_name: str
    used: list[SourceShown]
    others: list[SourceShown]


class ExplanationShown(Shown):
    """How one total came about. A ratio's two parts have explanations of their own."""

    place: PlaceShown
    total: TotalShown
    rule: list[str]
    root: NodeShown
    targets: list[SourceShown]
    contradictions: list[ConflictShown]
    not_comparable: list[NotComparableShown]
    numerator: "ExplanationShown | None"
    denominator: "ExplanationShown | None"


class Teller:
    """Makes one explanation; holds what every part of it needs."""

    def __init__(self, catalogue: Catalogue, index: UnitNameIndex, *, depth: int) -> None:
        self.catalogue, self.index, self.depth = catalogue, index, depth

    def explanation(self, found: Explanation) -> ExplanationShown:
        parts = [None if part is None else self.explanation(part) for part in (found.numerator, found.denominator)]
        return ExplanationShown(
            place=place_shown(found.place),
            total=total_shown(found.total, None, found.place, self.catalogue),
            rule=list(found.rule),
            root=self._node(found.root, left=self.depth),
            targets=self._sources(found.targets),
            contradictions=[self._conflict(one) for one in found.contradictions],
            not_comparable=[not_comparable(one, found.place) for one in found.place.not_comparable],
            numerator=parts[0],
            denominator=parts[1],
        )

    def _node(self, node: Node, *, left: int) -> NodeShown:
        part = node.part
        pick = part.own or part.reported
        return NodeShown(
            unit=UnitRef(id=part.unit, name=node.name),
            counted=amount(part.counted),
            taken=part.taken,
            rating=pick.rating if pick else None,
            flag=pick.flag if pick else None,
            share=maybe(part.share),
            missing=node.missing,
            carried=node.carried,
            above=node.above,
            rule=list(node.rule),
            own=self._sources(node.own),
            reported=self._sources(node.reported),
            parts=self._sources(node.parts),
            left_out=[self._left_out(one) for one in node.left_out],
            joint=[_joint(one) for one in node.joint],
            children=[self._node(child, left=left - 1) for child in node.children] if left > 0 else [],
            children_left=0 if left > 0 else len(node.children),
        )

    def _left_out(self, one: LeftOut) -> LeftOutShown:
        return LeftOutShown(source=self._source(one.source), reason=one.reason, words=one.words)

    def _conflict(self, one: Conflict) -> ConflictShown:
        found = one.contradiction
        return ConflictShown(
            kind=found.kind,
            unit=UnitRef(id=found.unit, name=one.unit_name),
            measure=found.measure,
            measure_name=one.measure_name,
            used=self._sources(one.used),
            others=self._sources(one.others),
        )

    def _sources(self, sources: tuple[Source, ...]) -> list[SourceShown]:
        return [self._source(one) for one in sources]

    def _source(self, source: Source) -> SourceShown:
        older = [fact_shown(old, self.catalogue, self.index) for old in source.superseded]
        return SourceShown(fact=fact_shown(source.fact, self.catalogue, self.index), superseded=older)


def _joint(one: JointEvent) -> JointShown:
    found = one.deduction
    named = zip((found.kept, *found.dropped), (one.kept_name, *one.dropped_names), strict=True)
    kept, *dropped = [
        JointPart(unit=UnitRef(id=mention.unit, name=name), amount=shown, facts=list(mention.facts))
        for mention, name in named
        if (shown := amount(mention.amount))
    ]
    return JointShown(key=found.key, kept=kept, dropped=dropped, deducted=number(found.deducted), agree=not found.differing)
