"""Totals and explanations as JSON rows. Keys are stable; ``row`` tells what a line is about.

Whole numbers are JSON numbers, others exact decimal strings; null is unknown. Days are ISO, and ``end`` days are exclusive.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from saovuong.consolidation.shapes import NOT_COMPARABLE

if TYPE_CHECKING:
    from saovuong.consolidation.shapes import Conflict, Explanation, JointEvent, Node, NotComparable, Place, Source, TotalsView
    from saovuong.core.catalogue import Catalogue
    from saovuong.engine.shapes import Amount, Attainment, Coverage, Reconciliation, Total
    from saovuong.ledger.shapes import FactRow

Row = dict[str, object]
_UNKNOWN: Row = {"value": None, "modifier": None, "low": None, "high": None}


def number(value: Decimal | None) -> int | str | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else format(value.normalize(), "f")


def amount(found: "Amount | None") -> Row | None:
    if found is None:
        return None
    bounds = found.bounds
    row: Row = {"value": number(found.value), "modifier": found.modifier.value, "low": number(bounds.low), "high": number(bounds.high)}
    return row | {"estimated": True} if found.estimated else row


def of_view(view: "TotalsView", catalogue: "Catalogue") -> Iterator[Row]:
    """``total`` rows, one per measure, then ``contradiction``, ``not_comparable`` and ``hidden`` rows."""
    for total in view.totals:
        yield _total(total, view.last_year.get(total.measure), view.place, catalogue)
    yield from (_conflict(one) for one in view.contradictions)
    yield from (_not_comparable(one, view.place) for one in view.place.not_comparable)
    for unit in view.hidden:
        yield {"row": "hidden", "unit": unit, "unit_name": view.place.name(unit)}


def of_engine(view: "TotalsView", catalogue: "Catalogue") -> Iterator[Row]:
    """One ``engine`` row: which measures SQL left to their figures, with the reason."""
    from saovuong.engine.roll_up_totals import LEFT

    told = [
        {"measure": code, "measure_name": catalogue.measures[code].name_vi, "reason": reason, "words": LEFT[reason]}
        for code, reason in (view.left or {}).items()
    ]
    yield {"row": "engine", "added": "sql", "left": told}


def of_explanation(found: "Explanation", catalogue: "Catalogue") -> Iterator[Row]:
    """A ``total`` row, then the tree depth first: a ``unit`` row each, followed by its ``figure`` rows. A ratio's parts follow it."""
    yield _total(found.total, None, found.place, catalogue) | {"rule": list(found.rule)}
    yield from _node(found.root, found.measure.code, parent=None, depth=0)
    yield from (_figure(one, found.measure.code, found.place.unit.id, "target") for one in found.targets)
    yield from (_conflict(one) for one in found.contradictions)
    for part in (found.numerator, found.denominator):
        if part is not None:
            yield from of_explanation(part, catalogue)
    if found.numerator is None:
        yield from (_not_comparable(one, found.place) for one in found.place.not_comparable)


def _total(total: "Total", last: "Total | None", place: "Place", catalogue: "Catalogue") -> Row:
    measure = catalogue.measures[total.measure]
    row: Row = {
        "row": "total",
        "unit": place.unit.id,
        "unit_name": place.unit.name,
        "period": place.period.label,
        "start": total.start.isoformat(),
        "end": total.end.isoformat(),
        "tree_day": place.tree.day.isoformat(),
        "role": total.role.value,
        "measure": measure.code,
        "measure_name": measure.name_vi,
        "topic": measure.topic,
        "kind": measure.kind.value,
        "uom": measure.uom,
        **(amount(total.amount) or _UNKNOWN),
        "taken": total.part.taken if total.part else None,
        "coverage": _coverage(total.coverage, place),
        "reported": amount(total.reported),
        "reconciliations": [_reconciliation(one, place) for one in total.reconciliations],
        "period_reconciliations": [_reconciliation(one, place) for one in total.period_reconciliations],
        "last_year": amount(last.amount) if last else None,
        "attainments": [_attainment(one, place) for one in total.attainments],
    }
    if total.ratings:
        row["ratings"] = {"counts": dict(total.ratings.counts), "by_unit": dict(total.ratings.by_unit), "above": dict(total.ratings.above)}
    if total.yes_no:
        answers = total.yes_no
        row["yes_no"] = {"yes": answers.yes, "answered": answers.answered, "no": list(answers.no_units), "above": dict(answers.above)}
    if total.numerator or total.listed:
        row["numerator"] = amount(total.pair.numerator) if total.pair else None
        row["denominator"] = amount(total.pair.denominator) if total.pair else None
        row["unmatched"] = [{"unit": unit, "lacks": part} for unit, part in total.pair.unmatched] if total.pair else []
        row["listed"] = [{"unit": one.unit, "facts": list(one.facts), **(amount(one.amount) or {})} for one in total.listed]
        row["claimed"] = [
            {"unit": one.unit, "claimed": amount(one.claimed), "recomputed": amount(one.recomputed), "agrees": one.agrees}
            for one in total.claimed
        ]
    return row


def _coverage(coverage: "Coverage", place: "Place") -> Row:
    def named(units: Iterable[str]) -> list[Row]:
        return [{"unit": unit, "unit_name": place.name(unit)} for unit in units]

    return {
        "heard": coverage.heard,
        "expected": coverage.expected,
        "missing": named(coverage.missing),
        "by_others": named(coverage.by_others),
        "represented": named(coverage.represented),
    }


def _reconciliation(one: "Reconciliation", place: "Place") -> Row:
    return {
        "unit": one.unit,
        "unit_name": place.name(one.unit),
        "reported": amount(one.reported),
        "computed": amount(one.computed),
        "difference": number(one.difference),
        "agrees": one.agrees,
        "complete": one.complete,
        "conflict": one.is_conflict,
        "facts": list(one.reported_facts),
    }


def _attainment(one: "Attainment", place: "Place") -> Row:
    return {
        "mode": one.mode,
        "comparator": one.comparator,
        "target": amount(one.target),
        "target_rating": one.target_rating,
        "target_flag": one.target_flag,
        "percent": number(one.percent),
        "met": one.met,
        "unmet": [{"unit": unit, "unit_name": place.name(unit)} for unit in one.unmet],
        "unknown": [{"unit": unit, "unit_name": place.name(unit)} for unit in one.unknown],
        "facts": list(one.facts),
    }


def _conflict(one: "Conflict") -> Row:
    found = one.contradiction
    return {
        "row": "contradiction",
        "kind": found.kind,
        "unit": found.unit,
        "unit_name": one.unit_name,
        "measure": found.measure,
        "measure_name": one.measure_name,
        "start": found.start.isoformat(),
        "end": found.end.isoformat(),
        "used": [_source(source) for source in one.used],
        "others": [_source(source) for source in one.others],
    }


def _not_comparable(one: "NotComparable", place: "Place") -> Row:
    return {
        "row": "not_comparable",
        "unit": one.unit,
        "unit_name": place.name(one.unit),
        "successor": one.successor,
        "successor_name": place.name(one.successor) if one.successor else None,
        "reason": one.reason,
        "words": NOT_COMPARABLE[one.reason].format(successor=place.name(one.successor or "")),
        "facts": list(one.facts),
    }


def _node(node: "Node", measure: str, *, parent: str | None, depth: int) -> Iterator[Row]:
    part = node.part
    pick = part.own or part.reported
    yield {
        "row": "unit",
        "of": measure,
        "unit": part.unit,
        "unit_name": node.name,
        "parent": parent,
        "depth": depth,
        "counted": amount(part.counted),
        "taken": part.taken,
        "rating": pick.rating if pick else None,
        "flag": pick.flag if pick else None,
        "missing": node.missing,
        "carried": node.carried,
        "above": node.above,
        "share": number(part.share),
        "rule": list(node.rule),
    }
    for use, sources in (("own", node.own), ("reported", node.reported), ("part_of_period", node.parts)):
        yield from (_figure(source, measure, part.unit, use) for source in sources)
    for left in node.left_out:
        yield _figure(left.source, measure, part.unit, "left_out") | {"reason": left.reason, "words": left.words}
    yield from (_joint(one, measure, part.unit) for one in node.joint)
    for child in node.children:
        yield from _node(child, measure, parent=part.unit, depth=depth + 1)


def _joint(one: "JointEvent", measure: str, unit: str) -> Row:
    found = one.deduction
    return {
        "row": "joint",
        "of": measure,
        "at": unit,
        "key": found.key,
        "kept": {"unit": found.kept.unit, "unit_name": one.kept_name, "facts": list(found.kept.facts), **(amount(found.kept.amount) or {})},
        "dropped": [
            {"unit": mention.unit, "unit_name": name, "facts": list(mention.facts), **(amount(mention.amount) or {})}
            for mention, name in zip(found.dropped, one.dropped_names, strict=True)
        ],
        "deducted": number(found.deducted),
        "low": number(found.bounds.low),
        "high": number(found.bounds.high),
        "agree": not found.differing,
    }


def _figure(source: "Source", measure: str, unit: str, use: str) -> Row:
    return {"row": "figure", "of": measure, "at": unit, "use": use, **_source(source)}


def _source(source: "Source") -> Row:
    fact, evidence = source.fact, source.fact.evidence
    return {
        "fact": fact.id,
        "unit": fact.unit_id,
        "unit_name": source.unit_name,
        "reporter": fact.reporter_id,
        "reporter_name": source.reporter_name,
        "period": fact.period_label,
        "as_of": fact.as_of.isoformat(),
        "role": fact.role.value,
        "scope": fact.scope.value,
        "joint": fact.joint,
        **_value(fact),
        "document": evidence.source,
        "document_id": evidence.document_id,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "submission": fact.submission_id,
        "version": fact.version,
        "state": fact.state,
        "entered_by": fact.entered_by,
        "entered_at": fact.entered_at.isoformat(),
        "accepted_by": fact.accepted_by,
        "accepted_at": fact.accepted_at.isoformat() if fact.accepted_at else None,
        "superseded": [{"fact": old.id, **_value(old), "entered_by": old.entered_by} for old in source.superseded],
    }


def _value(fact: "FactRow") -> Row:
    return {
        "value": number(fact.value) if fact.value is not None else fact.rating if fact.rating is not None else fact.flag,
        "high": number(fact.high),
        "modifier": fact.modifier.value,
        "uom": fact.uom,
    }
