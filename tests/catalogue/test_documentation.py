"""docs/catalogue.md says what the pack and lint really hold."""

import json
import re
from pathlib import Path

import pytest

from saovuong.catalogue.packs import load_catalogue

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page():
    return (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")


def test_every_code_of_the_room_is_explained(page):
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "saovuong" / "catalogue").glob("*.py"))
    assert set(re.findall(r'"(SV-4\d\d)"', sources)) == set(re.findall(r"SV-4\d\d", page))


def test_every_measure_that_is_named_exists(page):
    named = set(re.findall(r"`([a-z0-9]+(?:_[a-z0-9]+)*_(?:count|rate|rating|quota|turns|vnd|score|strong))`", page))
    assert len(named) > 30
    assert named <= set(load_catalogue().measures)


@pytest.mark.shared
def test_the_table_of_additions(page, shared_folder):
    founding = {
        json.loads(line)["code"] for line in (shared_folder / "domain" / "catalogue.jsonl").read_text(encoding="utf-8").splitlines()
    }
    catalogue = load_catalogue()
    counted = {
        topic: (str(sum(row.code in founding for row in rows)), str(sum(row.code not in founding for row in rows)))
        for topic, rows in catalogue.by_topic.items()
    }
    written = {topic: (old, new) for topic, old, new in re.findall(r"^\| `(\w+)` \| (\d+) \| (\d+) \|$", page, flags=re.M)}
    assert written == counted
    assert f"| all | 242 | {len(catalogue.measures) - 242} |" in page
