"""A world that was put back is the world that was built; what does not fit is built anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from saovuong.accounts.models import User
from saovuong.accounts.services import grant_give, user_create
from saovuong.audit.queries import chain_verify
from saovuong.ledger.models import Fact
from saovuong.ledger.services import submission_accept
from tests import kept_worlds
from tests.kept_worlds import world
from tests.ledger.world import catalogue, people, units  # noqa: F401 - fixtures
from tests.web.conftest import book, build_book, fixed_clock, folder  # noqa: F401 - fixtures


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_worlds, "_KEPT", {})


def test_what_is_put_back_is_what_was_built(forgotten, people, tmp_path, now, catalogue, units):  # noqa: F811 - the fixtures above
    seen = []
    for name in ("first", "second"):
        with taken_back():
            place = tmp_path / name
            place.mkdir()
            made = world("book", lambda place=place: build_book(people, place, now, catalogue, units), folder=place)
            seen.append((made, kept_worlds._all_rows(), kept_worlds._files(place)))
            assert Fact.objects.filter(submission_id=made.accepted).exists()
    assert seen[0] == seen[1]
    assert len(seen[0][1]["ledger_fact"]) > 5
    assert seen[0][2]


def test_life_goes_on_in_it(book, people, now):  # noqa: F811
    """The next write is the next link of the same chain, under the next number."""
    before = chain_verify()
    submission_accept(actor=people.verifier, now=now, submission_id=book.submitted)
    after = chain_verify()
    assert (before.broken_at, after.broken_at) == (None, None)
    assert after.entries > before.entries


def test_beside_other_rows_it_is_built_anew(forgotten, people, now):  # noqa: F811
    made = []

    def build() -> None:
        made.append(user_create(name="moi", display_name="Mới", actor=people.admin, now=now))

    for other in (False, True, False):
        with taken_back():
            if other:
                user_create(name="khac", display_name="Khác", actor=people.admin, now=now)
            world("one more", build)
            assert chain_verify().broken_at is None
    assert len(made) == 2


def test_a_world_that_changes_what_was_there_is_refused(forgotten, people, tmp_path: Path):  # noqa: F811
    with pytest.raises(AssertionError, match="accounts_user"):
        world("renamed", lambda: User.objects.filter(pk=people.clerk.id).update(display_name="Khác"))
    (tmp_path / "a").write_text("một", "utf-8")
    with pytest.raises(AssertionError, match="files"):
        world("rewritten", lambda: (tmp_path / "a").write_text("hai", "utf-8"), folder=tmp_path)


def test_another_moment_is_another_world(forgotten, units, now):  # noqa: F811
    def build(day: date) -> None:
        actor = user_create(name="moi", display_name="Mới", actor=None, now=now)
        grant_give(user=actor, role="clerk", unit_id="tp-bch", valid_from=day, actor=None, now=now)

    for day in (date(2024, 1, 1), date(2025, 1, 1)):
        with taken_back():
            world(("clerk", day), lambda day=day: build(day))
            assert User.objects.get(name="moi").grants.get().valid_from == day
