"""The comparison with the independent list, whose every disagreement docs/units.md explains."""

import importlib.util
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "tools"


@pytest.mark.shared
def test_what_remains_is_what_the_documentation_explains(shared_folder, capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["compare_units.py", str(shared_folder / "units" / "successions.tsv")])
    monkeypatch.setattr(sys, "path", [*sys.path])
    spec = importlib.util.spec_from_file_location("compare_units", TOOLS / "compare_units.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "compare_units", module)
    spec.loader.exec_module(module)
    assert module.main() == 1
    told = capsys.readouterr().out
    for line in (
        "rows here 10571, rows there 10604",
        "same pair and extent: 10545",
        "same pair, other extent: 19",
        "pair only here: 7",
        "pair only there: 27",
        "only there, with a code that is unknown here: 13",
    ):
        assert line in told
