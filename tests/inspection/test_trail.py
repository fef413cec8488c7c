"""Whose acts an inspector may read: all of everybody's over everything; on one unit, those on its book."""

from datetime import date

import pytest

from saovuong.accounts.services import grant_give, user_create
from saovuong.audit.queries import chain_verify, entries_of
from saovuong.audit.shapes import Asked
from saovuong.inspection.queries import NotInspector, trail
from saovuong.inspection.services import chain_check, trail_export
from saovuong.ledger.services import submission_open
from tests.audit.test_trail import tampered

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspector(people, now):
    """An inspector of the unit that is given."""

    def make(unit_id: str):
        actor = user_create(name=f"tt-{unit_id}", display_name="Thanh tra", actor=people.admin, now=now)
        grant_give(user=actor, role="inspector", unit_id=unit_id, valid_from=date(2020, 1, 1), actor=people.admin, now=now)
        return actor

    return make


@pytest.fixture
def two_books(people, catalogue, now):
    """One submission of x1 and one of its neighbour y1; their numbers."""

    def begun(actor, unit_id):
        return submission_open(actor=actor, now=now, unit_id=unit_id, period_label="2024", catalogue=catalogue).id

    return begun(people.clerk, "x1"), begun(people.outsider, "y1")


def targets(actor, now, **asked):
    return {one.target for one in trail(actor=actor, now=now, asked=Asked(**asked), most=200).entries}


def test_over_everything_every_act_is_seen(people, inspector, two_books, now):
    mine, theirs = two_books
    found = targets(inspector("vn"), now)
    assert {f"submission:{mine}", f"submission:{theirs}", "user:quan-tri", "user:lang-gieng"} <= found
    assert trail(actor=people.admin, now=now).everything


def test_over_one_unit_only_the_acts_on_its_book_are_seen(inspector, two_books, now):
    mine, theirs = two_books
    assert targets(inspector("tp-bch"), now) == {f"submission:{mine}"}
    assert targets(inspector("h-bch"), now) == {f"submission:{theirs}"}
    assert targets(inspector("x2"), now) == set()
    # Asking for it by name opens nothing.
    assert targets(inspector("x3"), now, target=f"submission:{mine}") == set()
    assert targets(inspector("y1"), now, target="user:") == set()


def test_ones_own_acts_are_seen(people, inspector, two_books, now):
    actor = inspector("x1")
    trail_export(actor=actor, now=now, asked=Asked())
    assert "audit" in targets(actor, now)
    assert "audit" not in targets(inspector("x2"), now)


@pytest.mark.parametrize("who", ["clerk", "verifier", "reader", "nobody"])
def test_who_is_neither_inspector_nor_administrator_sees_nothing(who, people, two_books, now):
    actor = getattr(people, who)
    for ask in (trail, chain_check):
        with pytest.raises(NotInspector):
            ask(actor=actor, now=now)
    with pytest.raises(NotInspector):
        trail_export(actor=actor, now=now, asked=Asked())
    with pytest.raises(NotInspector):
        trail(actor=None, now=now)
    assert not entries_of(target="audit")


def test_pages_say_whether_there_is_more(people, two_books, now):
    whole = trail(actor=people.admin, now=now, most=200)
    assert (whole.older, whole.newer) == (False, False)
    numbers = [one.seq for one in whole.entries]
    first = trail(actor=people.admin, now=now, most=4)
    assert (first.older, first.newer) == (True, False)
    second = trail(actor=people.admin, now=now, before=first.entries[-1].seq, most=4)
    assert (second.older, second.newer) == (True, True)
    assert [one.seq for one in (*first.entries, *second.entries)] == numbers[:8]
    back = trail(actor=people.admin, now=now, after=second.entries[0].seq, most=4)
    assert back.entries == first.entries
    assert (back.older, back.newer) == (True, False)


def test_a_copy_that_is_taken_is_an_act_and_not_in_itself(people, two_books, now):
    before = chain_verify().entries
    taken = trail_export(actor=people.admin, now=now, asked=Asked(action="submission_open"))
    listed = list(taken.entries)
    assert [one.action for one in listed] == ["submission_open", "submission_open"]
    assert taken.count == 2
    (told,) = entries_of(target="audit")
    assert told.after == {"entries": 2, "until": before, "filter": {"action": "submission_open"}}


def test_verifying_leaves_what_was_found(people, two_books, now):
    found = chain_check(actor=people.admin, now=now)
    assert found.done
    assert found.broken_at is None
    (told,) = entries_of(target="audit")
    assert (told.action, told.after) == ("audit_verify", {"entries": found.verified, "broken_at": None})
    halfway = chain_check(actor=people.admin, now=now, most=2)
    assert not halfway.done
    assert len(entries_of(target="audit")) == 1
    tampered("UPDATE audit_entry SET actor = 'ke-khac' WHERE seq = 3")
    assert chain_check(actor=people.admin, now=now).broken_at == 3
