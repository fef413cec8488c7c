"""One total put on one page: its parts and the figures it rests on, with nothing cut silently, and a digest of all of them. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256

from saovuong.consolidation.shapes import Certificate, CertifiedPart, Explanation, Folded, JointEvent, Node, Source
from saovuong.core.quantity import MeasureKind, Modifier
from saovuong.engine.amounts import add
from saovuong.engine.shapes import Amount, Part
from saovuong.ledger.shapes import FactRow

PARTS_UP_TO = 9
SOURCES_UP_TO = 8
# Where the figures below are only counted their quotes leave room for the units: all provinces of the country.
PARTS_OF_FOLDED = 35
_SUMS = (MeasureKind.FLOW, MeasureKind.STOCK)


def certificate(found: Explanation, *, parts_up_to: int | None = None, sources_up_to: int = SOURCES_UP_TO) -> Certificate:
    """The page of one explained total. At most ``parts_up_to`` parts (None: as many as fit beside the sources) and ``sources_up_to``
    sources are named; the others are summed up and counted. The digest covers all of them."""
    used = {source.fact.id: source for source in _used(found)}
    standing = set(_standing_ids(found))
    weighty = sorted(used.values(), key=lambda source: (-abs(source.fact.value or Decimal(0)), source.fact.id))
    nodes, parts = list(_nodes(found)), list(_all_parts(found))
    behind = _behind(nodes, parts, found.root.part.unit)
    if parts_up_to is None:
        parts_up_to = PARTS_OF_FOLDED if behind is not None else PARTS_UP_TO
    named = {one.source.fact.id for node in nodes for one in node.left_out}
    carried, above = found.place.carried, found.place.above
    return Certificate(
        explanation=found,
        parts=_shortened(_parts(found), parts_up_to),
        sources=tuple(weighty[:sources_up_to]),
        further=len(standing | set(used)) - min(len(weighty), sources_up_to),
        left_out=len(named) + (behind.left_out if behind is not None else 0),
        former=sum(part.unit in carried or part.unit in above or part.share is not None for part in parts),
        digest=_digest(found, used.values(), sorted(standing - set(used))),
        behind=behind,
    )


def _behind(nodes: Iterable[Node], parts: Iterable[Part], root: str) -> Folded | None:
    """A unit below the root counts once, though a ratio has it on both sides."""
    folded = [node.folded for node in nodes if node.folded is not None]
    if not folded:
        return None
    units = {part.unit for part in parts} - {root}
    return Folded(len(units), sum(one.figures for one in folded), sum(one.left_out for one in folded))


def _parts(found: Explanation) -> list[CertifiedPart]:
    """All parts, the largest first. A rating and a yes or no have none: their value counts units itself."""
    if found.numerator is not None and found.denominator is not None and found.pair is not None:
        top, base = found.numerator.measure.name_vi, found.denominator.measure.name_vi
        return [CertifiedPart("numerator", top, found.pair.numerator), CertifiedPart("denominator", base, found.pair.denominator)]
    root = found.root
    unit = root.part.unit
    if found.measure.kind not in _SUMS or root.part.counted is None:
        return []
    if root.part.taken == "reported":
        return [CertifiedPart("reported", root.name, root.part.counted, unit=unit)]
    own = root.part.own.amount if root.part.own is not None else None
    children = [
        CertifiedPart("child", child.name, child.part.counted, unit=child.part.unit, folded=child.folded)
        for child in root.children
        if child.part.counted is not None
    ]
    if not children:
        return [CertifiedPart("own", root.name, root.part.counted, unit=unit)]
    children.sort(key=lambda one: (-one.amount.value, one.name))
    joint = [CertifiedPart("joint", event.kept_name, _taken_off(event, found.measure.uom)) for event in root.joint]
    return [*([CertifiedPart("own", root.name, own, unit=unit)] if own is not None else []), *children, *joint]


def _taken_off(event: JointEvent, uom: str) -> Amount:
    return Amount(event.deduction.deducted, Modifier.EXACT, event.deduction.bounds, uom)


def _shortened(parts: Sequence[CertifiedPart], most: int) -> tuple[CertifiedPart, ...]:
    """What is taken off is never among the rest, which is a sum."""
    children = [one for one in parts if one.kind == "child"]
    named = most - (len(parts) - len(children))
    if len(parts) <= most or named < 1:
        return tuple(parts)
    rest = children[named - 1 :]
    together = add([one.amount for one in rest])
    assert together is not None
    shown = [one for one in parts if one not in rest]
    at = next((place for place, one in enumerate(shown) if one.kind == "joint"), len(shown))
    return (*shown[:at], CertifiedPart("rest", "", together, len(rest)), *shown[at:])


def _nodes(found: Explanation) -> Iterator[Node]:
    yield from _walk(found.root)
    for part in (found.numerator, found.denominator):
        if part is not None:
            yield from _nodes(part)


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _all_parts(found: Explanation) -> Iterator[Part]:
    """Also those that stand behind a folded node."""
    waiting = [found.root.part]
    while waiting:
        part = waiting.pop()
        waiting += part.children
        yield part
    for one in (found.numerator, found.denominator):
        if one is not None:
            yield from _all_parts(one)


def _used(found: Explanation) -> Iterator[Source]:
    if found.numerator is not None and found.denominator is not None and found.pair is not None:
        yield from _used(found.numerator)
        yield from _used(found.denominator)
        return
    yield from _standing(found.root, sums=found.measure.kind in _SUMS)


def _standing(node: Node, *, sums: bool) -> Iterator[Source]:
    """The figures that the node's value is made of: a total that stands for all below it leaves those out."""
    if node.part.taken == "reported" and sums:
        yield from node.reported or node.own
        return
    yield from node.own
    if not sums:
        yield from node.reported
    for child in node.children:
        yield from _standing(child, sums=sums)


def _standing_ids(found: Explanation) -> Iterator[int]:
    """Ids of the figures that :func:`_used` tells, folded or not."""
    if found.numerator is not None and found.denominator is not None and found.pair is not None:
        yield from _standing_ids(found.numerator)
        yield from _standing_ids(found.denominator)
        return
    sums, waiting = found.measure.kind in _SUMS, [found.root.part]
    while waiting:
        part = waiting.pop()
        own, reported = (pick.facts if pick is not None else () for pick in (part.own, part.reported))
        if part.taken == "reported" and sums:
            yield from reported or own
            continue
        yield from own
        if not sums:
            yield from reported
        waiting += part.children


def _digest(found: Explanation, used: Iterable[Source], counted: Iterable[int]) -> str:
    total, place = found.total, found.place
    amount = total.amount
    said = None if amount is None else (_text(amount.value), amount.modifier.value, _text(amount.bounds.low), _text(amount.bounds.high))
    spread = sorted(total.ratings.counts.items()) if total.ratings is not None else None
    answers = (total.yes_no.yes, total.yes_no.answered) if total.yes_no is not None else None
    when = (place.period.label, place.start, place.end, place.tree.day)
    head = (found.measure.code, found.measure.uom, place.unit.id, *when, total.role.value)
    lines = [repr(tuple(map(str, head))), repr((said, spread, answers, total.coverage.heard, total.coverage.expected))]
    lines += sorted(_line(source.fact) for source in used)
    lines += [str(number) for number in counted]
    return sha256("\n".join(lines).encode("utf-8")).hexdigest()


def _line(fact: FactRow) -> str:
    value = (_text(fact.value), _text(fact.high), fact.rating, fact.flag, fact.modifier.value, fact.uom, fact.comparator)
    place = (fact.id, fact.unit_id, fact.reporter_id, fact.measure, fact.period_label, fact.role.value, fact.scope.value)
    people = (fact.entered_by, _moment(fact.entered_at), fact.accepted_by, _moment(fact.accepted_at))
    return repr((*place, *map(str, value), fact.evidence.source, fact.evidence.quote, *people))


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat() if at is not None else ""


def _text(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")
