"""A data folder is made once and whole, begun again after a crash, never overwritten, and brought up to a newer version."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import NewDatabase, on_postgresql

pytestmark = pytest.mark.journey

PYTHON = [sys.executable, "-m", "saovuong"]


@dataclass(frozen=True)
class Place:
    """A data folder and the variables that lead to its database."""

    folder: Path
    database: dict[str, str]

    def run(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        env |= {"SAOVUONG_DATA": str(self.folder), **self.database, **variables}
        return subprocess.run([*PYTHON, *words], env=env, capture_output=True, encoding="utf-8", check=False, timeout=120)


def _refused(done: subprocess.CompletedProcess[str], code: str) -> str:
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"Lỗi [{code}]: "), done.stderr
    assert done.stderr.count("\n") == 1
    return done.stderr


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Place:
    place = Place(tmp_path_factory.mktemp("data") / "moi", new_database())
    done = place.run("init")
    assert done.returncode == 0, done.stderr
    assert str(place.folder) in done.stdout
    return place


@pytest.fixture
def fresh(tmp_path: Path, new_database: NewDatabase) -> Place:
    return Place(tmp_path, new_database())


def test_the_folder_is_whole(made):
    rows = "postgresql.id" if on_postgresql() else "db.sqlite3"
    assert {"config.toml", rows, "secret.key"} <= {entry.name for entry in made.folder.iterdir()}
    assert (made.folder / "db.sqlite3").exists() is not on_postgresql()
    assert not (made.folder / "khoi-tao-do-dang").exists()
    done = made.run("audit", "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert "nguyên vẹn" in done.stdout


def test_units_of_both_trees_are_there(made):
    done = made.run("units", "find", "thành phố Bắc Kạn", "--json")
    assert done.returncode == 0, done.stderr
    assert "d63-058" in done.stdout


def test_a_folder_in_use_is_never_overwritten(made):
    before = _contents(made.folder)
    _refused(made.run("init"), "SV-921")
    assert _contents(made.folder) == before


def test_a_folder_with_other_files_is_left_alone(fresh):
    (fresh.folder / "bao-cao.docx").write_bytes(b"x")
    _refused(fresh.run("init"), "SV-921")
    assert _contents(fresh.folder) == {"bao-cao.docx": b"x"}


def test_a_set_up_that_was_cut_off_is_begun_again(fresh):
    (fresh.folder / "khoi-tao-do-dang").write_text("", "utf-8")
    (fresh.folder / "db.sqlite3").write_bytes(b"half a database")
    (fresh.folder / "loi-chuong-trinh.log").write_text("what went wrong", "utf-8")
    assert fresh.run("audit", "verify").returncode == 2
    assert fresh.run("init").returncode == 0
    assert (fresh.folder / "loi-chuong-trinh.log").read_text("utf-8") == "what went wrong"
    assert fresh.run("audit", "verify").returncode == 0


def test_beginning_again_never_removes_what_is_not_its_own(fresh):
    (fresh.folder / "khoi-tao-do-dang").write_text("", "utf-8")
    (fresh.folder / "bao-cao.docx").write_bytes(b"x")
    assert "bao-cao.docx" in _refused(fresh.run("init"), "SV-921")
    assert (fresh.folder / "bao-cao.docx").read_bytes() == b"x"


def test_a_place_that_cannot_be_written(fresh):
    file = fresh.folder / "tep"
    file.write_text("x", "utf-8")
    _refused(Place(file / "data", fresh.database).run("init"), "SV-922")


def test_a_broken_config_is_named_with_its_place(made):
    file = made.folder / "config.toml"
    whole = file.read_text("utf-8")
    try:
        file.write_text("[people\n", "utf-8")
        done = made.run("submissions")
    finally:
        file.write_text(whole, "utf-8")
    assert "config.toml" in _refused(done, "SV-912")


def test_a_folder_of_the_other_kind_is_told(made, tmp_path):
    """Rows in the folder and an address, or rows on a server and no address: neither is guessed."""
    if on_postgresql():
        assert "SAOVUONG_DATABASE_URL" in _refused(Place(made.folder, {}).run("audit", "verify"), "SV-967")
    else:
        _refused(made.run("audit", "verify", SAOVUONG_DATABASE_URL="postgresql://sv:bi-mat@127.0.0.1:1/d"), "SV-968")


def test_a_bad_address_is_refused_wherever_it_is_used(fresh):
    for words in (("init",), ("demo", "--folder", str(fresh.folder / "thu"))):
        told = _refused(fresh.run(*words, SAOVUONG_DATABASE_URL="postgresql://sv:bi-mat/@may"), "SV-961")
        assert "bi-mat" not in told
    assert _contents(fresh.folder) == {}


def _migrate(place: Place, *words: str) -> None:
    """Put the tables back to what an older version had, or forward to what a newer one would have."""
    code = f"from saovuong.cli.console import start_django; start_django(); from django.db import connection; {'; '.join(words)}"
    env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    env |= {"SAOVUONG_DATA": str(place.folder), **place.database}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stderr


def test_a_folder_of_an_older_version_is_saved_and_brought_up(fresh):
    assert fresh.run("init").returncode == 0
    _migrate(fresh, "from django.core.management import call_command", "call_command('migrate', 'audit', '0002', verbosity=0)")
    assert "saovuong upgrade" in _refused(fresh.run("units", "find", "Bắc Kạn"), "SV-974")
    if on_postgresql():
        _refused(fresh.run("upgrade"), "SV-977")
    done = fresh.run("upgrade", *(["--backed-up"] if on_postgresql() else []))
    assert done.returncode == 0, done.stderr
    assert len(list((fresh.folder / "backups").glob("truoc-nang-cap-*.sqlite3"))) == (0 if on_postgresql() else 1)
    assert fresh.run("units", "find", "Bắc Kạn").returncode == 0
    assert "nguyên vẹn" in fresh.run("audit", "verify").stdout
    assert "không có gì phải làm" in fresh.run("upgrade").stdout


def test_a_folder_of_a_newer_version_is_left_alone(fresh):
    assert fresh.run("init").returncode == 0
    newer = "INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '0099_later', '2030-01-01 00:00:00')"
    _migrate(fresh, f'connection.cursor().execute("{newer}")')
    _refused(fresh.run("units", "find", "Bắc Kạn"), "SV-975")
    _refused(fresh.run("upgrade"), "SV-975")


@pytest.mark.skipif(on_postgresql(), reason="copies SQLite's file")
def test_nothing_is_changed_where_no_copy_can_be_made(fresh):
    assert fresh.run("init").returncode == 0
    _migrate(fresh, "from django.core.management import call_command", "call_command('migrate', 'audit', '0002', verbosity=0)")
    (fresh.folder / "backups").write_text("a file where the folder of copies would be", "utf-8")
    _refused(fresh.run("upgrade"), "SV-976")
    _refused(fresh.run("units", "find", "Bắc Kạn"), "SV-974")
