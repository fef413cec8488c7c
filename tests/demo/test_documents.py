"""The demo's files: marked as invented, rebuilt from their sources, and no more than facts where they are real."""

import importlib.util
import io
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import docx
import pytest

from saovuong.catalogue.packs import load_catalogue
from saovuong.core.period import Period
from saovuong.core.quantity import MeasureKind
from saovuong.demo.material import SampleReport, published_figures, sample_year, script

MARK = "số liệu mẫu, không phải số liệu thật"
ROOT = Path(__file__).parents[2]
REPORTS = (script().city_report, *script().reports)


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_demo_documents", ROOT / "tools" / "build_demo_documents.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def words_of(report: SampleReport) -> str:
    if report.file.endswith(".docx"):
        document = docx.Document(io.BytesIO(report.content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    return report.content.decode("utf-8")


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.file)
def test_every_report_says_that_it_is_invented(report: SampleReport) -> None:
    assert MARK in words_of(report).lower()


def test_the_mix_of_forms() -> None:
    tables = [len(docx.Document(io.BytesIO(report.content)).tables) for report in script().reports if report.file.endswith(".docx")]
    assert len(script().reports) == 8
    assert len({report.unit for report in script().reports}) == 8
    assert sum(report.file.endswith(".txt") for report in script().reports) == 3
    # Every letter has a letterhead and a signature block as tables; three have a table of figures besides.
    assert sorted(tables) == [2, 2, 3, 3, 3]


def test_shipped_documents_equal_their_sources(builder: ModuleType) -> None:
    built = builder.built_reports()
    shipped = set((ROOT / "saovuong" / "demo" / "data" / "reports").glob("*.docx"))
    assert set(built) == shipped
    for path, content in built.items():
        assert builder.same_parts(path.read_bytes(), content), f"{path.name}: chạy lại python tools/build_demo_documents.py"


def test_building_twice_gives_the_same_bytes(builder: ModuleType) -> None:
    assert builder.built_reports() == builder.built_reports()


def test_published_figures_fit_the_catalogue() -> None:
    catalogue = load_catalogue()
    figures = published_figures()
    for figure in figures:
        measure = catalogue.measures[figure.measure]
        assert measure.enabled, figure.measure
        assert sum(one is not None for one in (figure.value, figure.rating, figure.flag)) == 1
        assert (figure.rating is not None) == (measure.kind is MeasureKind.RATING), figure.measure
        assert (figure.flag is not None) == (measure.kind is MeasureKind.YES_NO), figure.measure
        if figure.rating is not None:
            assert figure.rating in catalogue.scale_of(measure).levels
        Period.parse(figure.period)
        assert "Báo Bắc Kạn" in figure.source
    keys = [(figure.measure, figure.period, figure.role) for figure in figures]
    assert len(keys) == len(set(keys))


def test_a_quote_is_a_few_words_and_not_the_article() -> None:
    assert max(len(figure.quote.split()) for figure in published_figures()) <= 8


def test_published_figures_agree_with_the_annotated_articles(shared_folder: Path) -> None:
    """Value for value against the gold of the articles, read independently of this project."""
    import json

    gold: dict[tuple[str, str], set[str]] = {}
    for line in (shared_folder / "corpus" / "articles" / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["doc"].startswith(("000", "004")) and row.get("measure") and row.get("value") is not None:
            gold.setdefault((row["measure"], row["period"]), set()).add(str(row["value"]))
    checked = 0
    for figure in published_figures():
        known = gold.get((figure.measure, figure.period))
        if known is None or figure.measure == "contest_prize_count":
            continue
        stated = figure.rating or (str(figure.flag) if figure.flag is not None else str(figure.value))
        assert stated in known, figure
        checked += 1
    assert checked >= 50


def test_the_invented_year_is_complete_enough_to_compare() -> None:
    catalogue, year = load_catalogue(), sample_year()
    assert "không phải số liệu thật" in year.note
    assert set(year.values) == {report.unit for report in script().reports}
    militia = [Decimal(values["militia_total"]) for values in year.values.values()]
    assert sum(militia) == 626
    for values in year.values.values():
        for code, value in values.items():
            measure = catalogue.measures[code]
            if measure.kind is MeasureKind.RATING:
                assert value in catalogue.scale_of(measure).levels
            else:
                assert Decimal(value) >= 0


def test_the_script_names_known_measures() -> None:
    catalogue = load_catalogue()
    assert {*script().shown, *script().today_shown, script().explained, script().returned.measure} <= set(catalogue.measures)
