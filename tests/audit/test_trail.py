"""Reading the trail by pages, verifying it in stretches, and the trace of a look."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from saovuong.audit.queries import actions_known, chain_step, chain_verify, entries, entries_all, entries_count, last_seq
from saovuong.audit.services import entry_append, view_note
from saovuong.audit.shapes import Asked

pytestmark = pytest.mark.django_db
EVERYTHING = Q()
HOUR = timedelta(hours=1)


def act(now, *, actor="quan-tri", action="test", target="unit:x", after=None):
    with transaction.atomic():
        entry_append(actor=actor, action=action, target=target, before=None, after=after, now=now)


def numbers(found):
    return [one.seq for one in found]


def test_pages_go_back_and_forth_without_a_gap_or_a_repeat(now):
    for _ in range(7):
        act(now)
    first = entries(within=EVERYTHING, asked=Asked(), most=3)
    assert numbers(first) == [7, 6, 5]
    act(now)  # what happens meanwhile does not move the next page
    second = entries(within=EVERYTHING, asked=Asked(), before=5, most=3)
    assert numbers(second) == [4, 3, 2]
    assert numbers(entries(within=EVERYTHING, asked=Asked(), before=2, most=3)) == [1]
    assert numbers(entries(within=EVERYTHING, asked=Asked(), after=4, most=3)) == [7, 6, 5]
    assert numbers(entries_all(within=EVERYTHING, asked=Asked(), until_seq=7)) == [1, 2, 3, 4, 5, 6, 7]


def test_each_filter_narrows(now):
    act(now, actor="nhap-lieu", action="submission_open", target="submission:1")
    act(now + HOUR, actor="nhap-lieu", action="fact_return", target="submission:12")
    act(now + 2 * HOUR, actor="kiem-tra", action="fact_return", target="unit:submission:1")

    def found(**asked):
        return numbers(entries(within=EVERYTHING, asked=Asked(**asked), most=9))

    assert found(actor="nhap-lieu") == [2, 1]
    assert found(action="fact_return") == [3, 2]
    assert found(target="submission:1") == [1]
    assert found(target="submission:") == [2, 1]
    assert found(since=now + HOUR) == [3, 2]
    assert found(until=now + HOUR) == [1]
    assert found(actor="nhap-lieu", action="fact_return", target="submission:", since=now, until=now + 2 * HOUR) == [2]
    assert numbers(entries(within=Q(pk__in=()), asked=Asked(), most=9)) == []
    assert entries_count(within=Q(actor="kiem-tra"), asked=Asked()) == 1
    assert actions_known() == ["fact_return", "submission_open"]


def test_a_chain_is_verified_in_stretches(now):
    assert chain_step(after=0, most=5).done
    for _ in range(7):
        act(now)
    first = chain_step(after=0, most=5)
    assert (first.verified, first.entries, first.broken_at, first.done) == (5, 7, None, False)
    second = chain_step(after=first.verified, most=5)
    assert (second.verified, second.broken_at, second.done) == (7, None, True)
    # Who begins behind the end is begun with at the beginning.
    assert chain_step(after=99, most=50).verified == 7


def tampered(statement: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_entry_no_update")
            cursor.execute("DROP TRIGGER audit_entry_no_delete")
        else:
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_change")
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [("UPDATE audit_entry SET actor = 'ke-khac' WHERE seq = 6", 6), ("DELETE FROM audit_entry WHERE seq = 6", 7)],
)
def test_a_fault_in_any_stretch_is_found_where_the_whole_chain_finds_it(now, statement, broken):
    for _ in range(9):
        act(now)
    tampered(statement)
    assert chain_verify().broken_at == broken
    assert not chain_step(after=0, most=4).done
    step = chain_step(after=4, most=4)
    assert (step.verified, step.broken_at, step.done) == (5, broken, True)


def test_looking_again_soon_leaves_no_second_trace(now):
    about = {"actor": "thanh-tra", "target": "page:/tai-khoan/", "every": HOUR}
    assert view_note(now=now, **about)
    assert not view_note(now=now + HOUR / 2, **about)
    assert view_note(now=now + HOUR, **about)
    assert view_note(now=now + HOUR, actor="quan-tri", target="page:/tai-khoan/", every=HOUR)
    assert view_note(now=now + HOUR, actor="thanh-tra", target="page:/nhat-ky/", every=HOUR)
    assert [(one.action, one.actor, one.target) for one in entries(within=EVERYTHING, asked=Asked(), most=9)][::-1][:2] == [
        ("page_view", "thanh-tra", "page:/tai-khoan/"),
        ("page_view", "thanh-tra", "page:/tai-khoan/"),
    ]
    assert chain_verify().broken_at is None


class Stretches(TestCase):
    @given(st.integers(0, 12), st.integers(1, 5))
    def test_stretches_of_any_length_reach_the_end(self, count: int, most: int) -> None:
        from datetime import UTC, datetime

        for _ in range(count):
            act(datetime(2025, 1, 10, tzinfo=UTC))
        at, steps = 0, 0
        while True:
            step = chain_step(after=at, most=most)
            steps += 1
            if step.done:
                break
            assert step.verified > at
            at = step.verified
        assert step.verified == last_seq() == count
        assert steps <= count // most + 1
