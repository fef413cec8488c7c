"""docs/checks.md says what the rules and rows really hold."""

import re
from pathlib import Path

import pytest

from saovuong.catalogue.check_rows import PLACEHOLDERS
from tests.checks.test_commands import ASK, folder, rows, wrong

__all__ = ["folder", "wrong"]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page():
    return (ROOT / "docs" / "checks.md").read_text("utf-8")


def _table(page):
    return {
        cells[0].strip(" `"): cells[1:] for line in page.splitlines() if line.startswith("| `") for cells in [line.strip("| ").split("|")]
    }


def test_every_kind_with_what_its_sentence_may_say(page):
    told = _table(page)
    for kind, placeholders in PLACEHOLDERS.items():
        assert {word.strip() for word in told[kind][-1].split(",")} == placeholders, kind


def test_every_code_of_lint(page):
    source = (ROOT / "saovuong" / "catalogue" / "checks.py").read_text("utf-8")
    codes = set(re.findall(r'^[A-Z_]+ = "(SV-\d+)"', source, flags=re.M))
    assert codes
    assert codes <= set(re.findall(r"SV-\d+", page))


def test_every_key_of_the_rows(wrong, saovuong, page):
    told = {row: {word.strip() for word in cells[0].split(",")} for row, cells in _table(page).items()}
    lines = rows(saovuong("check", *ASK, "--json").out) + rows(saovuong("check", "rules", "--json").out)
    key = lines[0]["key"]
    lines += rows(saovuong("check", "waive", key, *ASK, "--reason", "r", "--as", "kiem-tra", "--json").out)
    for line in lines:
        assert set(line) == told[line["row"]], line["row"]
    assert {line["row"] for line in lines} == {"finding", "summary", "rule", "waiver"}
    facts = re.search(r"each has (.*?)\. `numbers`", page, flags=re.S)
    assert {word.strip() for word in facts[1].replace("\n", " ").split(",")} == set(lines[0]["facts"][0])
