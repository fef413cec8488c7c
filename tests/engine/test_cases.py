"""Cases that a staff officer can check on paper, one YAML file per rule; every case says why its answer is right."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from saovuong.engine import Total, total
from saovuong.engine.amounts import DifferentUoms, shown
from saovuong.engine.shapes import Amount, Attainment, Part, Reconciliation
from tests.engine.worlds import CATALOGUE, fact, question, tree

FOLDER = Path(__file__).parent / "cases"


def load() -> list[Any]:
    out = []
    for file in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            out.append(pytest.param(case, id=f"{file.stem}: {case['name']}"))
    return out


def answer(case: dict[str, Any]) -> Total:
    below = case.get("tree", {"city": ["a", "b", "c"]})
    asked = dict(case["ask"])
    root = asked.pop("unit", next(iter(below), "a"))
    facts = [fact(number, said) for number, said in enumerate(case["facts"], start=1)]
    return total(
        question=question(**asked), facts=facts, tree=tree(below, root=root, expected=case.get("expected_units")), catalogue=CATALOGUE
    )


@pytest.mark.parametrize("case", load())
def test_case(case: dict[str, Any]) -> None:
    assert case["why"].strip()
    if case["expect"] == "different uoms":
        with pytest.raises(DifferentUoms):
            answer(case)
        return
    found = view(answer(case))
    assert {key: found[key] for key in case["expect"]} == case["expect"], case["why"]


def test_there_are_enough_cases() -> None:
    assert len(load()) >= 25


def view(one: Total) -> dict[str, Any]:
    """The total in the words of the cases; what a case does not mention is not compared."""
    part = one.part
    assert part is not None
    out: dict[str, Any] = {
        **_amount(one.amount),
        "coverage": f"{one.coverage.heard}/{one.coverage.expected}",
        "missing": list(one.coverage.missing),
        "by_others": list(one.coverage.by_others),
        "represented": list(one.coverage.represented),
        "taken": part.taken,
        "reported": _number(one.reported),
        "units": {child.unit: _number(child.counted) for child in part.children},
        "facts": sorted(_used(part)),
        "left_out": dict(_left(part)),
        "reconciliations": [_reconciliation(item) for item in one.reconciliations],
        "periods": [_reconciliation(item) for item in one.period_reconciliations],
        "contradictions": [
            {"kind": item.kind, "unit": item.unit, "used": list(item.used), "others": list(item.others)} for item in one.contradictions
        ],
        "numerator": _number(one.pair.numerator) if one.pair else None,
        "denominator": _number(one.pair.denominator) if one.pair else None,
        "unmatched": [list(item) for item in one.pair.unmatched] if one.pair else [],
        "listed": {item.unit: _plain(item.amount.value) for item in one.listed},
        "spread": [one.listed_spread.count, _plain(one.listed_spread.low), _plain(one.listed_spread.high)] if one.listed_spread else None,
        "claimed": {item.unit: item.agrees for item in one.claimed},
        "attainments": [_attainment(item) for item in one.attainments],
        "joint": list(_joint(part)),
    }
    pick = part.own or part.reported
    if pick is not None:
        out |= {"rule": pick.rule, "share": str(shown(pick.share, places=3)), "age": pick.age_days, "reporter": pick.reporter}
    if one.ratings is not None:
        out |= {"counts": dict(one.ratings.counts), "above": dict(one.ratings.above)}
    if one.yes_no is not None:
        out |= {"yes": one.yes_no.yes, "answered": one.yes_no.answered, "no": list(one.yes_no.no_units), "above": dict(one.yes_no.above)}
    return out


def _plain(value: Decimal | None) -> int | float | str | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(shown(value, places=4))


def _number(amount: Amount | None) -> int | float | str | None:
    return None if amount is None else _plain(amount.value)


def _amount(amount: Amount | None) -> dict[str, Any]:
    if amount is None:
        return {"amount": None, "modifier": None, "bounds": None}
    bounds = [_plain(amount.bounds.low), _plain(amount.bounds.high)]
    return {"amount": _plain(amount.value), "modifier": amount.modifier.value, "bounds": bounds}


def _reconciliation(item: Reconciliation) -> dict[str, Any]:
    return {
        "unit": item.unit,
        "reported": _number(item.reported),
        "computed": _number(item.computed),
        "difference": _plain(item.difference),
        "agrees": item.agrees,
        "complete": item.complete,
        "conflict": item.is_conflict,
    }


def _attainment(item: Attainment) -> dict[str, Any]:
    return {
        "mode": item.mode,
        "comparator": item.comparator,
        "target": item.target_rating
        if item.target_rating is not None
        else item.target_flag
        if item.target is None
        else _number(item.target),
        "percent": _plain(item.percent),
        "met": item.met,
        "unmet": list(item.unmet),
        "unknown": list(item.unknown),
    }


def _joint(part: Part) -> Iterator[dict[str, Any]]:
    for one in part.joint:
        yield {
            "unit": part.unit,
            "key": one.key,
            "kept": one.kept.unit,
            "dropped": [mention.unit for mention in one.dropped],
            "deducted": _plain(one.deducted),
            "bounds": [_plain(one.bounds.low), _plain(one.bounds.high)],
        }
    for child in part.children:
        yield from _joint(child)


def _used(part: Part) -> set[int]:
    here = {number for pick in (part.own, part.reported) if pick for number in pick.facts}
    return here.union(*(_used(child) for child in part.children))


def _left(part: Part) -> list[tuple[int, str]]:
    here = [item for pick in (part.own, part.reported) if pick for item in pick.left_out]
    return sorted([*here, *part.left_out, *(item for child in part.children for item in _left(child))])
