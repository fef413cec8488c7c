"""Setting up and opening a data folder whose rows lie on a PostgreSQL server."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.databases import on_postgresql
from tests.setup.test_init import PYTHON, Place, _contents, _refused

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not on_postgresql(), reason="chạy trên PostgreSQL: make test-postgres"),
]
URL = "SAOVUONG_DATABASE_URL"


@pytest.fixture
def fresh(tmp_path: Path, new_database) -> Place:
    return Place(tmp_path / "du-lieu", new_database())


@pytest.fixture
def ask(fresh):
    """SQL on the fresh database, past the program; statements that ask for rows get them."""
    import psycopg

    def ask(statement):
        with psycopg.connect(fresh.database[URL], autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    return ask


def changed(place: Place, **parts: str) -> str:
    return urlsplit(place.database[URL])._replace(**parts).geturl()


def test_a_server_that_is_not_there(fresh):
    nowhere = "postgresql://sv:bi-mat@127.0.0.1:1/so_lieu"
    told = _refused(fresh.run("init", SAOVUONG_DATABASE_URL=nowhere), "SV-963")
    assert "so_lieu trên 127.0.0.1:1" in told
    assert "bi-mat" not in told
    assert not fresh.folder.exists()


def test_a_name_that_no_server_has(fresh):
    told = _refused(fresh.run("init", SAOVUONG_DATABASE_URL="postgresql://sv:bi-mat@khong-co.invalid/d"), "SV-963")
    assert "không tìm thấy máy chủ" in told


def test_a_database_that_is_not_there(fresh):
    told = _refused(fresh.run("init", SAOVUONG_DATABASE_URL=changed(fresh, path="/khong_co")), "SV-963")
    assert "không có cơ sở dữ liệu tên đó" in told


def test_a_database_with_anything_in_it_is_left_alone(fresh, ask):
    ask("CREATE TABLE cua_nguoi_khac (x int)")
    assert "cua_nguoi_khac" in _refused(fresh.run("init"), "SV-965")
    assert not fresh.folder.exists()
    assert ask("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()") == [(1,)]


def test_a_database_in_another_encoding_is_refused(fresh, ask, new_database):
    ask("CREATE DATABASE saovuong_latin ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0")
    try:
        assert "LATIN1" in _refused(fresh.run("init", SAOVUONG_DATABASE_URL=changed(fresh, path="/saovuong_latin")), "SV-964")
    finally:
        ask("DROP DATABASE saovuong_latin")


def test_an_account_without_the_right_to_make_tables(fresh, ask):
    place = urlsplit(fresh.database[URL]).netloc.rpartition("@")[2]
    ask("CREATE ROLE ngheo LOGIN")
    try:
        told = _refused(fresh.run("init", SAOVUONG_DATABASE_URL=changed(fresh, netloc=f"ngheo@{place}")), "SV-964")
    finally:
        ask("DROP ROLE ngheo")
    assert "“ngheo” không có quyền tạo bảng" in told
    assert not fresh.folder.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows không có SIGKILL")
@pytest.mark.parametrize("delay", [1.0, 3.0])
def test_a_killed_set_up_leaves_nothing_or_all_and_is_begun_again(fresh, ask, delay):
    env = {**os.environ, **fresh.database, "SAOVUONG_DATA": str(fresh.folder)}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    with subprocess.Popen([*PYTHON, "init"], env=env, stdout=subprocess.DEVNULL) as running:
        time.sleep(delay)
        running.send_signal(signal.SIGKILL)
    if not (fresh.folder / "config.toml").exists():
        assert fresh.run("init").returncode == 0
    assert fresh.run("audit", "verify").returncode == 0
    assert ask("SELECT count(*) FROM accounts_user") == [(3,)]
    assert ask("SELECT count(*) FROM audit_entry WHERE action = 'units_load'") == [(1,)]
    # Folder and rows go together: another folder does not open them, nor is another database opened by this folder.
    other = Place(fresh.folder.with_name("khac"), fresh.database)
    _refused(other.run("init"), "SV-965")
    assert not other.folder.exists()
    shutil.copytree(fresh.folder, other.folder)
    (other.folder / "postgresql.id").write_text("0123", "utf-8")
    _refused(other.run("audit", "verify"), "SV-966")
    _refused(fresh.run("audit", "verify", SAOVUONG_DATABASE_URL=changed(fresh, path="/postgres")), "SV-966")
    # Killed after the rows were there and before the folder was finished: nothing is done twice.
    (fresh.folder / "config.toml").unlink()
    (fresh.folder / "khoi-tao-do-dang").write_text("", "utf-8")
    before = ask("SELECT hash FROM audit_entry ORDER BY seq")
    assert fresh.run("init").returncode == 0
    assert ask("SELECT hash FROM audit_entry ORDER BY seq") == before
    assert "config.toml" in _contents(fresh.folder)
    # A standby server, or one that an administrator closed for writing.
    ask(f"ALTER DATABASE {urlsplit(fresh.database[URL]).path[1:]} SET default_transaction_read_only = on")
    add = ("units", "add-command", "Ban CHQS Thử", "--under", "Bộ CHQS tỉnh Thái Nguyên", "--since", "2025-07-01")
    assert "chỉ cho đọc" in _refused(fresh.run(*add), "SV-972")
