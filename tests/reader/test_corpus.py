"""The floor on the annotated texts beside the project, by the score tool that came with them."""

import sys
from pathlib import Path

import pytest

from saovuong.core.catalogue import Catalogue
from saovuong.reader.pipeline import tools_for

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))


@pytest.mark.shared
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("given", [False, True])
def test_scores_stay_above_the_floor(shared_folder: Path, catalogue: Catalogue, given: bool) -> None:
    score = pytest.importorskip("score")
    found = score.load_texts(shared_folder / "corpus", ["articles", "passages"])
    tools = tools_for(catalogue)
    rows = score.candidates(found, lambda doc: tools, given=given)
    result, _ = score.scorer(shared_folder).score(found.gold, rows)
    assert result["figure"]["f1"] >= 0.97
    assert result["link"]["f1"] >= 0.93
    assert result["full"]["f1"] >= (0.88 if given else 0.82)
    assert result["claims"]["f1"] >= 0.85
    assert result["reject"]["share"] >= 0.98


@pytest.mark.shared
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_texts_that_nothing_learnt_from_are_read_almost_as_well(shared_folder: Path, catalogue: Catalogue) -> None:
    score = pytest.importorskip("score")
    found = score.held_out_texts(catalogue)
    tools = tools_for(catalogue)
    result, _ = score.scorer(shared_folder).score(found.gold, score.candidates(found, lambda doc: tools, given=True))
    assert result["figure"]["f1"] >= 0.97
    assert result["link"]["f1"] >= 0.91
    assert result["full"]["f1"] >= 0.88
    assert result["claims"]["f1"] >= 0.85
    assert result["reject"]["share"] >= 0.97


def test_the_examination_is_no_training() -> None:
    root = Path(__file__).parents[2]
    learnt = {path.name for path in (root / "training").rglob("*.mark")}
    examined = {path.name for path in (root / "tests" / "reader" / "held_out").glob("*.mark")}
    assert len(examined) > 30
    assert not learnt & examined
