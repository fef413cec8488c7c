"""The address of a PostgreSQL server: what is understood, what is refused, and that no password is ever shown."""

import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.setup.address import (
    BadDatabaseUrl,
    DatabaseAddress,
    DriverMissing,
    address_of,
    database_address,
    database_settings,
    hidden,
)
from saovuong.setup.place import AddressMissing, FolderHasItsOwn, where_rows_lie

URL = "SAOVUONG_DATABASE_URL"


@pytest.mark.parametrize(
    ("url", "user", "password", "host", "port", "name", "options"),
    [
        ("postgresql://sv:mk@may-chu:5433/so_lieu", "sv", "mk", "may-chu", "5433", "so_lieu", {}),
        ("postgres://sv@10.0.0.2/sv", "sv", "", "10.0.0.2", "", "sv", {}),
        ("postgresql:///sv", "", "", "", "", "sv", {}),
        ("postgresql://sv:p%40%2F%23%3F%3A%25@h/d", "sv", "p@/#?:%", "h", "", "d", {}),
        ("postgresql://sv:mật khẩu@h/d", "sv", "mật khẩu", "h", "", "d", {}),
        ("postgresql://sv@[::1]:5432/d", "sv", "", "::1", "5432", "d", {}),
        ("postgresql:///d?host=/var/run/postgresql&port=5433", "", "", "/var/run/postgresql", "5433", "d", {}),
        ("postgresql://%2Fvar%2FRun/d", "", "", "/var/Run", "", "d", {}),
        ("postgresql://h/d?sslmode=verify-full&sslrootcert=/ca", "", "", "h", "", "d", {"sslmode": "verify-full", "sslrootcert": "/ca"}),
    ],
)  # fmt: skip
def test_addresses_are_taken_apart(url, user, password, host, port, name, options):
    assert database_address(url) == DatabaseAddress(user, password, host, port, name, options)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///x",
        "mysql://u:bi-mat@h/d",
        "bi-mat",
        "u:bi-mat@h/d",
        "postgresql://u:bi-mat@h",
        "postgresql://u:bi-mat@h/",
        "postgresql://u:bi-mat/chen@h/d",
        "postgresql://u:bi-mat#chen@h/d",
        "postgresql://u:12?bi-mat=chen@h/d",
        "postgresql://u:bi-mat@h:99999/d",
        "postgresql://u:bi-mat@h:cong/d",
        "postgresql://u:bi-mat@h/d/e",
        "postgresql://u:bi-mat@h/d?ssl=1",
        "postgresql://u:bi-mat@h/d?sslmode",
        "postgresql://u:bi-mat@h/d?sslmode=",
        "postgresql://u:bi-mat@h/d?sslmode=yes",
        "postgresql://u:bi-mat@h/d?sslmode=require&sslmode=disable",
        "postgresql://u:bi-mat@h/d?password=khac",
        "postgresql://u:bi-mat@h/d?connect_timeout=lau",
        "postgresql://u:bi-mat@h/d?host=/tmp",
        "postgresql://u:bi-mat@h:1/d?port=2",
        "postgresql://u:bi-mat%00@h/d",
        "postgresql://u:bi-mat%ff@h/d",
        "postgresql://u:bi-mat@[::1/d",
    ],
)
def test_bad_addresses_are_refused_without_repeating_them(url):
    with pytest.raises(BadDatabaseUrl) as refused:
        database_address(url)
    assert refused.value.code == "SV-961"
    assert "postgresql://" in refused.value.message
    for part in ("bi-mat", "chen", "khac", url):
        assert part not in refused.value.message


@given(st.text())
def test_any_text_is_an_address_or_refused(text):
    try:
        address = database_address(f"postgresql://{text}")
    except BadDatabaseUrl:
        return
    assert address.name


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_every_password_can_be_written(password):
    address = database_address(f"postgresql://u:{quote(password, safe='')}@h/d")
    assert (address.password, address.host, address.name) == (password, "h", "d")


def test_no_address_is_the_folders_own_file(tmp_path):
    assert address_of({}) is None
    assert address_of({URL: " "}) is None
    settings = database_settings(folder=tmp_path, address=None)
    assert settings["NAME"] == tmp_path / "db.sqlite3"


def test_a_password_stands_in_no_log():
    url = "postgresql://sv:bi%20mat@h/d"
    address = database_address(url)
    assert "bi mat" not in repr(address) + str(address) + address.shown
    told = f"lỗi khi nối {url}: bi mat sai; bi%20mat sai"
    assert hidden(told, {URL: url}) == "lỗi khi nối $SAOVUONG_DATABASE_URL: *** sai; *** sai"
    assert hidden(told, {}) == told
    assert "bi mat" in hidden("bi mat", {URL: "postgresql://u:bi mat/x"}), "nothing can be hidden of what cannot be read"


def test_the_settings_of_a_server():
    pytest.importorskip("psycopg", reason="thiếu gói psycopg (requirements/postgres.txt)")
    address = database_address("postgresql://sv:mk@h:5433/d?sslmode=require&connect_timeout=3&options=-c%20statement_timeout%3D9s")
    settings = database_settings(folder=Path("/x"), address=address)
    assert (settings["NAME"], settings["USER"], settings["PASSWORD"], settings["HOST"], settings["PORT"]) == ("d", "sv", "mk", "h", "5433")
    options = settings["OPTIONS"]
    assert (options["sslmode"], options["connect_timeout"], options["application_name"]) == ("require", "3", "saovuong")
    assert options["options"].endswith("-c statement_timeout=9s")
    assert "lock_timeout=20s" in options["options"]


def test_a_missing_driver_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DriverMissing, match=r"saovuong\[postgres\]"):
        database_settings(folder=Path("/x"), address=database_address("postgresql://h/d"))


@pytest.mark.parametrize(
    ("files", "url", "place"),
    [
        ((), "", None),
        ((), "postgresql://h/d", None),
        (("config.toml",), "", None),
        (("config.toml",), "postgresql://h/d", None),
        (("db.sqlite3", "postgresql.id"), "", None),
        (("config.toml", "db.sqlite3"), "", "sqlite"),
        (("config.toml", "postgresql.id"), "postgresql://h/d", "postgresql"),
        (("config.toml", "postgresql.id"), "", AddressMissing),
        (("config.toml", "db.sqlite3"), "postgresql://h/d", FolderHasItsOwn),
        (("config.toml", "postgresql.id"), "mysql://h/d", BadDatabaseUrl),
    ],
)
def test_where_the_rows_of_a_folder_lie(tmp_path, files, url, place):
    for name in files:
        (tmp_path / name).write_text("0f" if name == "postgresql.id" else "", "utf-8")
    if isinstance(place, type):
        with pytest.raises(place):
            where_rows_lie(folder=tmp_path, variables={URL: url})
    else:
        assert where_rows_lie(folder=tmp_path, variables={URL: url}) == place
