"""A data folder is made once and whole, begun again after a crash, and never overwritten."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.journey

PYTHON = [sys.executable, "-m", "saovuong"]


def _saovuong(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [*PYTHON, *words], env=env | {"SAOVUONG_DATA": str(folder)}, capture_output=True, encoding="utf-8", check=False, timeout=120
    )


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("data") / "moi"
    done = _saovuong(place, "init")
    assert done.returncode == 0, done.stderr
    assert str(place) in done.stdout
    return place


def test_the_folder_is_whole(folder):
    assert {"config.toml", "db.sqlite3", "secret.key"} <= {entry.name for entry in folder.iterdir()}
    assert not (folder / "khoi-tao-do-dang").exists()
    done = _saovuong(folder, "audit", "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert "nguyên vẹn" in done.stdout


def test_units_of_both_trees_are_there(folder):
    done = _saovuong(folder, "units", "find", "thành phố Bắc Kạn", "--json")
    assert done.returncode == 0, done.stderr
    assert "d63-058" in done.stdout


def test_a_folder_in_use_is_never_overwritten(folder):
    before = _contents(folder)
    done = _saovuong(folder, "init")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Lỗi [SV-921]: ")
    assert _contents(folder) == before


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "bao-cao.docx").write_bytes(b"x")
    done = _saovuong(tmp_path, "init")
    assert done.returncode == 2
    assert "SV-921" in done.stderr
    assert _contents(tmp_path) == {"bao-cao.docx": b"x"}


def test_a_set_up_that_was_cut_off_is_begun_again(tmp_path):
    (tmp_path / "khoi-tao-do-dang").write_text("", "utf-8")
    (tmp_path / "db.sqlite3").write_bytes(b"half a database")
    (tmp_path / "loi-chuong-trinh.log").write_text("what went wrong", "utf-8")
    assert _saovuong(tmp_path, "audit", "verify").returncode == 2
    assert _saovuong(tmp_path, "init").returncode == 0
    assert (tmp_path / "loi-chuong-trinh.log").read_text("utf-8") == "what went wrong"
    assert _saovuong(tmp_path, "audit", "verify").returncode == 0


def test_beginning_again_never_removes_what_is_not_its_own(tmp_path):
    (tmp_path / "khoi-tao-do-dang").write_text("", "utf-8")
    (tmp_path / "bao-cao.docx").write_bytes(b"x")
    done = _saovuong(tmp_path, "init")
    assert done.returncode == 2
    assert "SV-921" in done.stderr
    assert "bao-cao.docx" in done.stderr
    assert (tmp_path / "bao-cao.docx").read_bytes() == b"x"


def test_a_place_that_cannot_be_written(tmp_path):
    file = tmp_path / "tep"
    file.write_text("x", "utf-8")
    done = _saovuong(file / "data", "init")
    assert done.returncode == 2
    assert done.stderr.startswith("Lỗi [SV-922]: ")


def test_a_broken_config_is_named_with_its_place(folder):
    file = folder / "config.toml"
    whole = file.read_text("utf-8")
    try:
        file.write_text("[people\n", "utf-8")
        done = _saovuong(folder, "submissions")
    finally:
        file.write_text(whole, "utf-8")
    assert done.returncode == 2
    assert done.stderr.startswith("Lỗi [SV-912]: ")
    assert "config.toml" in done.stderr
