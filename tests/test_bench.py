"""The national benchmark in small: what is measured answers alike, and the file has what is read from it."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
QUESTIONS = {
    "province_dashboard", "one_measure_by_province", "year_end_table", "three_year_trend", "last_stock", "restated", "coverage", "explain",
}  # fmt: skip


@pytest.mark.journey
@pytest.mark.timeout(600)
def test_the_benchmark_in_small(tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    words = [sys.executable, "tools/bench.py", "--small", "--without", "dhis2_shape", "--out", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(words, cwd=REPOSITORY, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "consolidation.json").read_text("utf-8"))
    assert set(found["questions"]) == QUESTIONS
    for name, times in found["questions"].items():
        assert set(times) == {"saovuong_ms", "dhis2_shape_ms", "pandas_ms", "numpy_ms"}
        assert times["saovuong_ms"] > 0
        assert times["dhis2_shape_ms"] is None
        assert (times["numpy_ms"] is None) == (name == "explain")
        assert (times["pandas_ms"] is None) == (find_spec("pandas") is None)
    assert set(found["left_out"]["dhis2_shape"]) == QUESTIONS
    # 30 measures of one province, 24 cells of a table, 12 communes that are late, and more.
    assert found["answers_compared"] > 300
    assert found["accept_to_visible_ms"] > 0
    assert "| year_end_table |" in done.stdout


def test_a_difference_between_answers_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(REPOSITORY / "tools"))
    import bench
    from bench_result import Result

    ours, theirs = Result("saovuong"), Result("numpy")
    ours.answers = {"last_stock": {"1|2|0": 5, "1|3|0": 0}, "coverage": {"7": 0}}
    theirs.answers = {"last_stock": {"1|2|0": 5}, "coverage": {"7": 0}}
    assert bench.compare([ours, theirs]) == 2
    theirs.answers["coverage"] = {}
    with pytest.raises(bench.AnswersDifferError, match="coverage"):
        bench.compare([ours, theirs])
    theirs.answers = {"last_stock": {"1|2|0": 6}}
    with pytest.raises(bench.AnswersDifferError, match="last_stock"):
        bench.compare([ours, theirs])
