"""Findings, rules and waivers as JSON rows. Keys are stable; ``row`` tells what a line is about.

Whole numbers are JSON numbers, others exact decimal strings; days are ISO, and ``end`` days are exclusive."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from saovuong.catalogue.checks import codes_of
from saovuong.cli.consolidation_rows import number

if TYPE_CHECKING:
    from saovuong.checks.shapes import CheckedFinding, CheckView, WaiverInfo
    from saovuong.cli.check_show import Chosen
    from saovuong.core.catalogue import Catalogue, LegalBasis
    from saovuong.core.checks import CheckRule
    from saovuong.ledger.shapes import FactRow

Row = dict[str, object]


def of_view(view: "CheckView", told: "Chosen", catalogue: "Catalogue") -> Iterator[Row]:
    """``finding`` rows in the order of the table, ``hidden`` rows, then one ``summary`` row."""
    shown = told.shown(view)
    yield from (_finding(one, view, catalogue) for one in shown)
    for unit in view.hidden:
        yield {"row": "hidden", "unit": unit, "unit_name": view.names.get(unit, unit)}
    counts = told.counts(view)
    yield {
        "row": "summary",
        "unit": view.unit.id,
        "unit_name": view.unit.name,
        "period": view.period.label,
        "start": view.start.isoformat(),
        "end": view.end.isoformat(),
        "rules": len(view.rules),
        "figures": view.figures,
        "units": view.units,
        "errors": counts["error"],
        "warnings": counts["warning"],
        "infos": counts["info"],
        "waived": counts["waived"],
        "shown": len(shown),
    }


def _finding(one: "CheckedFinding", view: "CheckView", catalogue: "Catalogue") -> Row:
    found = one.finding
    rule = view.rules[found.rule]
    return {
        "row": "finding",
        "key": found.key,
        "rule": found.rule,
        "kind": found.kind,
        "level": found.level,
        "title": found.title,
        "message": found.message,
        "unit": found.unit,
        "unit_name": found.unit_name,
        "period": found.label,
        "start": found.start.isoformat(),
        "end": found.end.isoformat(),
        "measures": [{"measure": code, "measure_name": catalogue.measures[code].name_vi} for code in found.measures],
        "numbers": {name: number(value) for name, value in found.numbers.items()},
        "facts": [_fact(fact, view) for fact in one.facts],
        "others": [_fact(fact, view) for fact in one.others],
        "reason": rule.reason,
        "legal_basis": [_basis(basis) for basis in rule.legal_basis],
        "waiver": of_waiver(one.waiver) if one.waiver else None,
    }


def _fact(fact: "FactRow", view: "CheckView") -> Row:
    evidence = fact.evidence
    return {
        "fact": fact.id,
        "submission": fact.submission_id,
        "number": fact.number,
        "unit": fact.unit_id,
        "unit_name": view.names.get(fact.unit_id, fact.unit_id),
        "reporter": fact.reporter_id,
        "reporter_name": view.names.get(fact.reporter_id, fact.reporter_id),
        "measure": fact.measure,
        "period": fact.period_label,
        "role": fact.role.value,
        "scope": fact.scope.value,
        "value": number(fact.value) if fact.value is not None else fact.rating if fact.rating is not None else fact.flag,
        "high": number(fact.high),
        "modifier": fact.modifier.value,
        "uom": fact.uom,
        "state": fact.state,
        "document": evidence.source,
        "document_id": evidence.document_id,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "entered_by": fact.entered_by,
    }


def _basis(basis: "LegalBasis") -> Row:
    return {
        "text": basis.text,
        "valid_from": basis.valid_from.isoformat() if basis.valid_from else None,
        "valid_to": basis.valid_to.isoformat() if basis.valid_to else None,
        "verified": basis.verified,
    }


def of_rule(rule: "CheckRule") -> Row:
    return {
        "row": "rule",
        "rule": rule.code,
        "kind": rule.kind,
        "level": rule.level,
        "title": rule.title_vi,
        "title_en": rule.title_en,
        "measures": list(codes_of(rule)),
        "reason": rule.reason,
        "legal_basis": [_basis(basis) for basis in rule.legal_basis],
        "valid_from": rule.valid_from.isoformat() if rule.valid_from else None,
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
    }


def of_waiver(one: "WaiverInfo") -> Row:
    return {
        "row": "waiver",
        "key": one.key,
        "rule": one.rule,
        "level": one.level,
        "unit": one.unit_id,
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "measures": list(one.measures),
        "message": one.message,
        "reason": one.reason,
        "by": one.by,
        "at": one.at.isoformat(),
        "ended_by": one.ended_by,
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "ended_reason": one.ended_reason,
    }
