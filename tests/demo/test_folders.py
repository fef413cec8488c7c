"""The demonstration may throw away its own folder and nothing else."""

from pathlib import Path

import pytest

from saovuong.demo.folders import MARKER, NotDemoFolder, OutputNotWritable, folder_clear, folder_mark, report_write, reports_copy
from saovuong.demo.material import decisions, script


def made_by_the_demo(folder: Path) -> Path:
    (folder / "documents" / "ab").mkdir(parents=True)
    (folder / "documents" / "ab" / "cd").write_bytes(b"x")
    (folder / "db.sqlite3").write_bytes(b"x")
    folder_mark(folder=folder)
    return folder


def test_an_absent_or_empty_folder_is_fine(tmp_path: Path) -> None:
    folder_clear(folder=tmp_path / "nowhere")
    folder_clear(folder=tmp_path)
    assert tmp_path.is_dir()


def test_its_own_folder_is_emptied(tmp_path: Path) -> None:
    folder_clear(folder=made_by_the_demo(tmp_path / "demo-data"))
    assert list((tmp_path / "demo-data").iterdir()) == []


@pytest.mark.parametrize("name", ["db.sqlite3", "config.toml", "anything.txt"])
def test_a_folder_without_its_mark_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"precious")
    with pytest.raises(NotDemoFolder) as refused:
        folder_clear(folder=tmp_path)
    assert name in refused.value.message
    assert (tmp_path / name).read_bytes() == b"precious"


def test_a_strange_file_beside_the_mark_stops_the_clearing(tmp_path: Path) -> None:
    made_by_the_demo(tmp_path)
    (tmp_path / "ghi-chu.docx").write_bytes(b"precious")
    with pytest.raises(NotDemoFolder, match="ghi-chu"):
        folder_clear(folder=tmp_path)
    assert (tmp_path / "db.sqlite3").exists()


def test_a_file_in_the_folders_place_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / MARKER
    path.write_text("precious", "utf-8")
    with pytest.raises(NotDemoFolder):
        folder_clear(folder=path)
    assert path.read_text("utf-8") == "precious"


def test_copies_are_the_shipped_bytes(tmp_path: Path) -> None:
    copies = reports_copy(out=tmp_path / "out")
    assert {path.name: path.read_bytes() for path in copies.iterdir()} == {
        report.file: report.content for report in (script().city_report, *script().reports)
    }


def test_output_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file where a folder should be")
    with pytest.raises(OutputNotWritable, match="--out"):
        reports_copy(out=tmp_path / "out")
    with pytest.raises(OutputNotWritable):
        report_write(out=tmp_path / "absent", name="a.docx", content=b"x")


def test_every_decision_names_its_report() -> None:
    assert set(decisions()) == {report.file for report in (script().city_report, *script().reports)}
