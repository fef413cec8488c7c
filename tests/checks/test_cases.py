"""Cases that a staff officer can check on paper, one YAML file per family of rules; every case says why its answer is right.

The rules are those of the pack: what is expected are the very sentences that people read."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.checks.worlds import RULE, RULES, found

FOLDER = Path(__file__).parent / "cases"


def load() -> list[Any]:
    out = []
    for file in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            out.append(pytest.param(case, id=f"{file.stem}: {case['name']}"))
    return out


@pytest.mark.parametrize("case", load())
def test_case(case: dict[str, Any]) -> None:
    assert case["why"].strip()
    rules = [RULE[code] for code in case["rules"]]
    findings = found(case["facts"], below=case.get("tree"), rules=rules, period=str(case.get("period", "2024")))
    told = [f"{one.unit}: {one.message}" for one in findings]
    assert told == case["expect"], case["why"]
    if "facts_of_first" in case:
        first = findings[0]
        assert sorted((*first.facts, *first.others)) == case["facts_of_first"]


def test_every_kind_of_rule_has_a_case_that_fires_and_one_that_does_not() -> None:
    fires, silent = set(), set()
    for one in load():
        kinds = {RULE[code].kind for code in one.values[0]["rules"]}
        (fires if one.values[0]["expect"] else silent).update(kinds)
    kinds = {rule.kind for rule in RULES}
    assert (kinds - fires, kinds - silent) == (set(), set())
