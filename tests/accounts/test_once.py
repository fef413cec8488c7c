"""What is asked once: nothing outlives the page or the write after it."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from saovuong.accounts import once as module
from saovuong.accounts.once import asked_once, once, until_written


def test_a_page_asks_once_and_the_next_page_anew():
    asked: list[int] = []

    def ask() -> int:
        asked.append(1)
        return len(asked)

    assert [once("a", ask), once("a", ask)] == [1, 2]
    with asked_once():
        assert [once("a", ask), once("a", ask)] == [3, 3]
        with asked_once():
            assert once("a", ask) == 3
        assert once("a", ask) == 3
    with asked_once():
        assert once("a", ask) == 4


def test_an_answer_of_nothing_is_an_answer():
    asked: list[None] = []
    with asked_once():
        once("none", lambda: asked.append(None))
        once("none", lambda: asked.append(None))
    assert len(asked) == 1


@dataclass
class Connected:
    """As Django's connection looks to what keeps answers; in a test that is itself a transaction nothing would be kept."""

    connection: sqlite3.Connection
    vendor: str = "sqlite"
    in_atomic_block: bool = False

    def ensure_connection(self) -> None:
        pass


@pytest.fixture
def rows(tmp_path, monkeypatch) -> Iterator[tuple[Connected, sqlite3.Connection]]:
    """This process's connection, and another one to the same file."""
    mine, other = (sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None) for _ in range(2))
    mine.execute("PRAGMA journal_mode=WAL")
    mine.execute("CREATE TABLE one (it INTEGER)")
    here = Connected(mine)
    monkeypatch.setattr(module, "connection", here)
    yield here, other
    mine.close()
    other.close()


def counted(here: Connected, asked: list[int]) -> int:
    def ask() -> int:
        (count,) = here.connection.execute("SELECT count(*) FROM one").fetchone()
        asked.append(count)
        return int(count)

    return until_written("count", ask)


def test_what_is_written_by_anyone_is_seen_by_who_kept_the_answer(rows):
    here, other = rows
    asked: list[int] = []
    assert [counted(here, asked), counted(here, asked)] == [0, 0]
    assert asked == [0]
    other.execute("INSERT INTO one VALUES (1)")
    assert [counted(here, asked), counted(here, asked)] == [1, 1]
    here.connection.execute("INSERT INTO one VALUES (2)")
    assert [counted(here, asked), counted(here, asked)] == [2, 2]
    here.connection.execute("DELETE FROM one")
    assert counted(here, asked) == 0
    assert asked == [0, 1, 2, 0]


def test_where_the_database_does_not_tell_of_writes_a_page_asks_once(rows):
    here, _ = rows
    here.vendor = "postgresql"
    asked: list[int] = []
    assert [counted(here, asked), counted(here, asked)] == [0, 0]
    with asked_once():
        assert [counted(here, asked), counted(here, asked)] == [0, 0]
    assert len(asked) == 3
    here.connection.execute("INSERT INTO one VALUES (1)")
    with asked_once():
        assert counted(here, asked) == 1


def test_within_a_transaction_nothing_is_kept(rows):
    here, _ = rows
    asked: list[int] = []
    counted(here, asked)
    here.connection.execute("BEGIN")
    here.in_atomic_block = True
    here.connection.execute("INSERT INTO one VALUES (1)")
    assert counted(here, asked) == 1
    here.connection.execute("ROLLBACK")
    here.in_atomic_block = False
    assert counted(here, asked) == 0


def test_another_connection_keeps_nothing_of_this_one(rows):
    here, other = rows
    asked: list[int] = []
    counted(here, asked)
    here.connection = other
    counted(here, asked)
    assert len(asked) == 2


def test_a_server_that_does_not_tell_is_asked_each_time(rows):
    here, _ = rows
    here.vendor = "postgresql"
    asked: list[int] = []
    assert [counted(here, asked), counted(here, asked)] == [0, 0]
    assert len(asked) == 2


def test_sqlite_tells_of_other_connections(tmp_path):
    """What the keeping rests on: another connection's commit changes the version that this one reads, and nothing else does."""
    mine, other = (sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None) for _ in range(2))
    mine.execute("PRAGMA journal_mode=WAL")
    mine.execute("CREATE TABLE one (it INTEGER)")

    def version() -> int:
        found: int = mine.execute("PRAGMA data_version").fetchone()[0]
        return found

    first = version()
    assert version() == first
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO one VALUES (1)")
    assert version() == first
    other.execute("COMMIT")
    assert version() != first
    mine.close()
    other.close()
