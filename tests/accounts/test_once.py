"""What is asked once: nothing outlives the page or the write after it."""

import sqlite3
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from saovuong.accounts.models import User
from saovuong.accounts.once import asked_once, once, until_written

DAY = datetime(2026, 1, 5, tzinfo=UTC)


def names() -> list[str]:
    return sorted(User.objects.values_list("name", flat=True))


def kept() -> list[str]:
    return until_written("names", names)


def add(name: str) -> None:
    User.objects.create(name=name, display_name=name, created_at=DAY)


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


@pytest.mark.django_db(transaction=True)
def test_what_is_written_is_seen_by_who_kept_the_answer(django_assert_num_queries):
    before = kept()
    if connection.vendor == "sqlite":
        with django_assert_num_queries(0):
            assert kept() == before
    add("nguoi-mot")
    assert kept() == sorted([*before, "nguoi-mot"])
    User.objects.filter(name="nguoi-mot").update(name="nguoi-hai")
    assert kept() == sorted([*before, "nguoi-hai"])


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_was_never_kept():
    before = kept()
    with transaction.atomic():
        add("nguoi-ba")
        assert kept() == sorted([*before, "nguoi-ba"])
        transaction.set_rollback(True)
    assert kept() == before


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
