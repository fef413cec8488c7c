"""The glossary names only what exists, and every word of the design has its row."""

import re
from pathlib import Path

from saovuong.catalogue.packs import load_catalogue

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"


def rows() -> list[list[str]]:
    """Cells of the one table, without its head and the bold lines between its parts."""
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("|")
    ]
    table = [row for row in cells if len(row) == 5]
    return [row for row in table[2:] if not row[0].startswith("**")]


def test_measures_and_units_of_measure_exist() -> None:
    catalogue = load_catalogue()
    unknown = []
    for term, code, _, unit, _ in rows():
        names = re.findall(r"`([a-z0-9_*]+)`", code)
        if code.startswith("measure"):
            for name in names:
                known = any(one.startswith(name[:-1]) for one in catalogue.measures) if name.endswith("*") else name in catalogue.measures
                unknown += [] if known else [(term, name)]
        if code.startswith("scale"):
            unknown += [(term, name) for name in names if name not in catalogue.scales]
        if code.startswith("topic"):
            unknown += [(term, name) for name in names if name not in catalogue.topics]
        unknown += [(term, name) for name in re.findall(r"`([A-Za-z0-9_]+)`", unit) if name not in {*catalogue.uoms, "uom"}]
    assert not unknown


def test_one_row_per_word() -> None:
    terms = [row[0] for row in rows()]
    assert len(terms) == len(set(terms))
    assert len(terms) >= 70
    assert all(row[2] for row in rows())


def test_the_words_of_the_design_come_first() -> None:
    first = " ".join(row[1] for row in rows()[:40])
    for name in ("UnitInfo", "LinkInfo", "SuccessionInfo", "Measure", "Uom", "Period", "FactRow", "Role", "Scope", "Modifier", "Evidence",
                 "SubmissionInfo", "Coverage", "Reconciliation", "Catalogue"):  # fmt: skip
        assert f"`{name}" in first, name
