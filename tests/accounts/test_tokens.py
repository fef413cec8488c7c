"""Access tokens: who may make one, how long it holds, what is kept of it."""

from datetime import date, timedelta

import pytest

from saovuong.accounts.models import AccessToken, User
from saovuong.accounts.services import account_close, account_reopen, user_create
from saovuong.accounts.shapes import Actor
from saovuong.accounts.token_queries import digest_of, key_of, token_use, tokens_in_use, tokens_of
from saovuong.accounts.token_services import (
    MOST_TOKENS,
    BadExpiry,
    BadTokenName,
    TooManyTokens,
    UnknownToken,
    token_make,
    token_misses_note,
    token_revoke,
    token_used,
)
from saovuong.audit.queries import entries_of
from tests.ledger.world import people, units  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db

NEXT_YEAR = date(2026, 1, 10)


@pytest.fixture
def clerk(people) -> Actor:  # noqa: F811 - the fixture above
    return people.clerk


def made(actor, now, **changes):
    return token_make(**{"name": "Máy số 2", "writes": False, "expires_on": NEXT_YEAR, "actor": actor, "now": now, **changes})


def test_the_secret_is_told_once_and_only_its_hash_is_kept(clerk, now):
    told, token = made(clerk, now)
    row = AccessToken.objects.get()
    assert told not in str(row.__dict__)
    assert row.digest == digest_of(told)
    assert key_of(told) == token.key == row.key
    assert token_use(told=told, now=now).actor == clerk
    assert tokens_of(actor=clerk) == [token]
    (entry,) = [one for one in entries_of(target=f"user:{clerk.name}") if one.action == "token_make"]
    assert told not in str(entry)
    assert entry.after == {"key": token.key, "name": "Máy số 2", "writes": False, "expires_on": "2026-01-10"}


def test_no_two_tokens_are_alike(clerk, now):
    assert made(clerk, now)[0] != made(clerk, now)[0]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b", "a\u202eb"])
def test_a_token_has_a_name_to_know_it_by(clerk, now, name):
    with pytest.raises(BadTokenName):
        made(clerk, now, name=name)


@pytest.mark.parametrize("day", [date(2025, 1, 10), date(2025, 1, 9), date(2026, 1, 11)])
def test_a_token_holds_a_year_at_most(clerk, now, day):
    with pytest.raises(BadExpiry):
        made(clerk, now, expires_on=day)


def test_its_last_day_is_the_day_before_it_expires(clerk, now):
    told, _ = made(clerk, now, expires_on=date(2025, 1, 12))
    # 11/01/2025 23:59 in Việt Nam is still a day of the token's, one minute later is not.
    assert token_use(told=told, now=now.replace(day=11, hour=16, minute=59)) is not None
    assert token_use(told=told, now=now.replace(day=11, hour=17, minute=0)) is None


def test_what_is_not_the_token_opens_nothing(clerk, now):
    told, token = made(clerk, now)
    other, _ = made(clerk, now)
    secret = told.rpartition("_")[2]
    for wrong in ("", "sv_", told[:-1], told + "a", told.upper(), f"sv_{token.key}_{other[-43:]}", f" {told}", f"{told}\n", secret):
        assert token_use(told=wrong, now=now) is None, wrong


def test_a_closed_account_takes_its_tokens_along_for_good(people, clerk, now):  # noqa: F811
    told, _ = made(clerk, now)
    account_close(user=clerk, actor=people.admin, now=now)
    assert token_use(told=told, now=now) is None
    account_reopen(name=clerk.name, actor=people.admin, now=now)
    assert token_use(told=told, now=now) is None
    assert tokens_of(actor=clerk)[0].revoked_by == people.admin.name


def test_a_token_of_a_closed_account_would_not_do_either(clerk, now):
    told, _ = made(clerk, now)
    User.objects.filter(pk=clerk.id).update(closed_at=now)
    assert token_use(told=told, now=now) is None


def test_the_owner_takes_it_back(clerk, now):
    told, token = made(clerk, now)
    ended = token_revoke(key=token.key, actor=clerk, now=now)
    assert (ended.revoked_by, ended.revoked_at) == (clerk.name, now)
    assert token_use(told=told, now=now) is None
    assert [one.action for one in entries_of(target=f"user:{clerk.name}")][-1] == "token_revoke"
    with pytest.raises(UnknownToken):
        token_revoke(key=token.key, actor=clerk, now=now)


def test_another_does_not_but_an_administrator_of_everything_does(people, clerk, now):  # noqa: F811
    _, token = made(clerk, now)
    before = AccessToken.objects.get()
    for other in (people.verifier, people.outsider, people.nobody):
        with pytest.raises(UnknownToken):
            token_revoke(key=token.key, actor=other, now=now)
    assert AccessToken.objects.get().revoked_at is before.revoked_at is None
    assert token_revoke(key=token.key, actor=people.admin, now=now).revoked_by == people.admin.name


def test_so_many_and_no_more(clerk, now):
    tokens = [made(clerk, now)[1] for _ in range(MOST_TOKENS)]
    with pytest.raises(TooManyTokens):
        made(clerk, now)
    token_revoke(key=tokens[0].key, actor=clerk, now=now)
    made(clerk, now)
    assert len(tokens_in_use(now=now)) == MOST_TOKENS
    assert tokens_in_use(now=now + timedelta(days=365)) == []


def test_use_is_kept_to_a_few_minutes(clerk, now, django_assert_num_queries):
    _, token = made(clerk, now)
    token_used(token=token, now=now)
    (token,) = tokens_of(actor=clerk)
    assert token.last_used_at == now
    with django_assert_num_queries(0):
        token_used(token=token, now=now + timedelta(minutes=4))
    token_used(token=token, now=now + timedelta(minutes=6))
    assert tokens_of(actor=clerk)[0].last_used_at == now + timedelta(minutes=6)


def test_trying_leaves_a_trace_only_for_tokens_that_exist(clerk, now):
    _, token = made(clerk, now)
    token_misses_note(key=token.key, address="10.0.0.9", now=now)
    token_misses_note(key="00000000", address="10.0.0.9", now=now)
    (entry,) = [one for one in entries_of(target=f"user:{clerk.name}") if one.action == "token_misses"]
    assert entry.after == {"key": token.key, "address": "10.0.0.9"}


def test_a_person_without_any_role_has_a_token_that_is_nobody(people, now):  # noqa: F811
    told, _ = made(user_create(name="moi-den", display_name="Mới đến", actor=people.admin, now=now), now)
    assert token_use(told=told, now=now).actor.name == "moi-den"
