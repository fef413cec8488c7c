"""Which figures count, now and at any earlier instant."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from saovuong.core.quantity import Role
from saovuong.ledger import services as book
from saovuong.ledger.models import Fact, Submission
from saovuong.ledger.queries import document_texts, documents, effective_facts, facts_of, journal
from saovuong.ledger.replay import replay
from saovuong.ledger.shapes import Evidence
from tests.ledger.world import GIFTS, MILITIA, fact

YEAR = {"start": date(2023, 12, 15), "end": date(2024, 12, 15)}


@pytest.fixture
def submit(people, catalogue, now):
    """A submission with facts, handed in, and accepted unless told otherwise, ``hours`` after the tests' moment."""

    def submit(*facts, unit="x1", period="2024", hours=0, accept=True):
        moment = now + timedelta(hours=hours)
        row = book.submission_open(actor=people.clerk, now=moment, catalogue=catalogue, unit_id=unit, period_label=period)
        book.facts_append(actor=people.clerk, now=moment, catalogue=catalogue, submission_id=row.id, facts=facts)
        row = book.submission_hand_in(actor=people.clerk, now=moment, submission_id=row.id)
        if accept:
            row = book.submission_accept(actor=people.verifier, now=moment + timedelta(minutes=30), submission_id=row.id)
        return row

    return submit


@pytest.fixture
def values(people):
    def values(units=("x1",), actor=people.reader, **more):
        rows = effective_facts(actor=actor, unit_ids=units, **{**YEAR, **more})
        return sorted((row.unit_id, row.measure, row.value) for row in rows)

    return values


def test_only_accepted_figures_count_unless_asked(submit, values):
    submit(fact(), accept=False)
    assert values() == []
    assert values(states=("accepted", "submitted")) == [("x1", GIFTS, 5)]


def test_a_newer_version_stands_for_the_older_as_a_whole(submit, values, now):
    submit(fact(value=5), fact(MILITIA, 8))
    submit(fact(value=6), hours=2)
    assert values() == [("x1", GIFTS, 6)], "the second version says nothing of the other measure"
    assert values(at=now + timedelta(hours=1)) == [("x1", MILITIA, 8), ("x1", GIFTS, 5)]


def test_an_unaccepted_newer_version_takes_nothing_away(submit, values):
    submit(fact(value=5))
    submit(fact(value=6), hours=2, accept=False)
    assert values() == [("x1", GIFTS, 5)]
    assert values(states=("accepted", "submitted")) == [("x1", GIFTS, 6)]


def test_the_book_as_it_was_when_a_report_was_signed(submit, values, people, catalogue, now):
    row = submit(fact(value=5), fact(MILITIA, 8), accept=False)
    gifts, _ = facts_of(actor=people.clerk, submission_id=row.id)
    hour = timedelta(hours=1)
    book.fact_return(actor=people.verifier, now=now + hour, submission_id=row.id, fact_id=gifts.id, reason="xem lại")
    book.fact_supersede(actor=people.clerk, now=now + 2 * hour, catalogue=catalogue, fact_id=gifts.id, fact=fact(value=7))
    book.submission_accept(actor=people.verifier, now=now + 3 * hour, submission_id=row.id)
    both = ("accepted", "submitted", "returned")
    assert values(at=now - hour, states=both) == []
    assert values(at=now, states=both) == [("x1", MILITIA, 8), ("x1", GIFTS, 5)]
    assert values(at=now + hour, states=both) == [("x1", MILITIA, 8)], "a returned figure does not count"
    assert values(at=now + hour, states=("submitted",)) == []
    assert values(at=now + 2 * hour, states=both) == [("x1", MILITIA, 8), ("x1", GIFTS, 7)]
    assert values(at=now + 2 * hour) == []
    assert values(at=now + 3 * hour) == values() == [("x1", MILITIA, 8), ("x1", GIFTS, 7)]


def test_rows_say_who_reported_entered_and_accepted(submit, people, now):
    submit(fact(unit_id="x1"), unit="tp-bch")
    (row,) = effective_facts(actor=people.reader, unit_ids=["x1"], **YEAR)
    assert (row.unit_id, row.reporter_id, row.entered_by, row.accepted_by) == ("x1", "tp-bch", "nhap-lieu", "kiem-tra")
    assert (row.state, row.accepted_at, row.entered_at) == ("accepted", now + timedelta(minutes=30), now)


def test_periods_that_meet_the_question(submit, values, people):
    submit(fact(value=1), fact(value=2, period_label="2023"), fact(value=3, period_label="2021/.."), fact(value=4, period_label="2025-01"))
    submit(fact(value=5, period_label="2025", role=Role.TARGET), unit="x2")
    assert [value for _, _, value in values()] == [1, 3]
    assert [value for _, _, value in values(start=date(2022, 12, 15), end=date(2023, 12, 15))] == [2, 3]
    assert [value for _, _, value in values(start=date(2024, 12, 15), end=date(2025, 1, 15))] == [3, 4]
    assert [value for _, _, value in values(start=date(2024, 12, 14), end=date(2025, 1, 15))] == [1, 3, 4]
    (target,) = effective_facts(actor=people.reader, unit_ids=["x2"], start=date(2024, 12, 15), end=date(2025, 12, 15))
    assert target.role is Role.TARGET


def test_measures_and_units_narrow(submit, values):
    submit(fact(), fact(MILITIA, 8))
    submit(fact(value=9), unit="x2")
    assert values(units=["x1", "x2", "x2"], measures=[GIFTS]) == [("x1", GIFTS, 5), ("x2", GIFTS, 9)]
    assert values(units=[]) == []
    assert values(measures=[]) == []
    assert len(values(units=None)) == 3
    assert len(values(units=[f"u{n}" for n in range(12_000)] + ["x2"])) == 1, "a whole country of units may be asked"


def test_nobody_sees_what_is_not_theirs(submit, values, people):
    submit(fact())
    submit(fact(value=7, unit_id="x1"), unit="tp-bch")
    for stranger in (None, people.nobody, people.outsider):
        assert values(actor=stranger) == []
        assert values(actor=stranger, units=None) == []
        assert journal(actor=stranger) == []
        assert documents(actor=stranger) == []
    assert len(values(actor=people.admin)) == 2


def test_a_report_of_the_level_above_stays_with_that_level(submit, people, values, now):
    """Someone with rights on the commune alone does not read what the city wrote about it."""
    from saovuong.accounts.services import grant_give

    grant_give(user=people.nobody, role="inspector", unit_id="x1", valid_from=now.date(), actor=people.admin, now=now)
    submit(fact())
    submit(fact(value=7, unit_id="x1"), unit="tp-bch")
    assert values(actor=people.nobody) == [("x1", GIFTS, 5)]


def test_documents_are_seen_with_their_submissions(people, catalogue, now, tmp_path):
    stored = book.document_store(
        actor=people.clerk, now=now, name="a.txt", content=b"abc", text="abc", media_type="text/plain", folder=tmp_path
    )
    assert documents(actor=people.reader) == [], "stored, but not handed in by anyone"
    book.submission_open(actor=people.clerk, now=now, catalogue=catalogue, unit_id="x1", period_label="2024", document_id=stored.id)
    assert [row.id for row in documents(actor=people.reader)] == [stored.id]
    assert document_texts(actor=people.reader, document_ids=[stored.id]) == {stored.id: "abc"}
    assert document_texts(actor=people.outsider, document_ids=[stored.id]) == {}


class BookMachine(RuleBasedStateMachine):
    """Random acts on a small book. After each, query and replay agree on what counts, now and at earlier instants."""

    def __init__(self, people, catalogue):
        super().__init__()
        self.people, self.catalogue = people, catalogue
        self.moment = datetime(2025, 1, 10, 8, tzinfo=UTC)
        self.serial = 0

    def tick(self):
        self.moment += timedelta(minutes=1)
        return self.moment

    def new_fact(self, unit, value, measure):
        self.serial += 1
        return fact(measure, value, unit_id=unit, evidence=Evidence(None, f"nguồn {self.serial}", "", None, None))

    def some(self, *states):
        rows = list(Submission.objects.filter(state__in=states).order_by("pk"))
        return [row for row in rows if row.version == max(one.version for one in Submission.objects.filter(unit=row.unit))]

    @rule(unit=st.sampled_from(["x1", "x2"]), values=st.lists(st.integers(0, 9), min_size=1, max_size=3), hand_in=st.booleans())
    def open(self, unit, values, hand_in):
        if Submission.objects.filter(unit=unit, state__in=("draft", "submitted")).exists():
            return
        who, moment = self.people.clerk, self.tick()
        row = book.submission_open(actor=who, now=moment, catalogue=self.catalogue, unit_id=unit, period_label="2024")
        facts = [self.new_fact(unit, value, measure) for value, measure in zip(values, (GIFTS, MILITIA, GIFTS), strict=False)]
        book.facts_append(actor=who, now=moment, catalogue=self.catalogue, submission_id=row.id, facts=facts)
        if hand_in:
            book.submission_hand_in(actor=who, now=self.tick(), submission_id=row.id)

    @rule(data=st.data())
    def accept(self, data):
        rows = self.some("submitted")
        if rows:
            book.submission_accept(actor=self.people.verifier, now=self.tick(), submission_id=data.draw(st.sampled_from(rows)).pk)

    @rule(data=st.data())
    def give_back(self, data):
        rows = self.some("submitted", "returned")
        if rows:
            row = data.draw(st.sampled_from(rows))
            present = facts_of(actor=self.people.clerk, submission_id=row.pk)
            one = data.draw(st.sampled_from(present))
            book.fact_return(actor=self.people.verifier, now=self.tick(), submission_id=row.pk, fact_id=one.id, reason="xem lại")

    @rule(data=st.data(), value=st.integers(0, 9), withdraw=st.booleans())
    def answer(self, data, value, withdraw):
        rows = self.some("draft", "returned")
        if not rows:
            return
        row = data.draw(st.sampled_from(rows))
        present = facts_of(actor=self.people.clerk, submission_id=row.pk)
        if not present:
            return
        one = data.draw(st.sampled_from(present))
        if withdraw and len(present) > 1:
            book.fact_withdraw(actor=self.people.clerk, now=self.tick(), fact_id=one.id, reason="nhầm")
            return
        new, moment = self.new_fact(one.unit_id, value, one.measure), self.tick()
        again = {"actor": self.people.clerk, "now": moment, "catalogue": self.catalogue, "fact_id": one.id, "fact": new}
        once = book.fact_supersede(**again)
        facts_once = effective(self.people, None, ("accepted", "submitted", "returned", "draft"))
        assert book.fact_supersede(**again) == once
        assert effective(self.people, None, ("accepted", "submitted", "returned", "draft")) == facts_once

    @invariant()
    def replay_agrees(self):
        events = journal(actor=self.people.reader)
        for states in (("accepted",), ("accepted", "submitted"), ("accepted", "submitted", "returned", "draft")):
            assert effective(self.people, None, states) == replay(events, states=states)
            for at in {event.at for event in events[-6:]}:
                assert effective(self.people, at, states) == replay(events, at=at, states=states)


def effective(people, at, states):
    return frozenset(row.id for row in effective_facts(actor=people.reader, unit_ids=None, at=at, states=states, **YEAR))


def test_replay_of_the_rows_gives_what_the_query_gives(people, catalogue):
    from django.db import transaction

    class Fresh(BookMachine):
        """Every example starts from the empty book of the fixture."""

        def __init__(self):
            super().__init__(people, catalogue)
            self.point = transaction.savepoint()

        def teardown(self):
            transaction.savepoint_rollback(self.point)

    run_state_machine_as_test(
        Fresh,
        settings=settings(max_examples=10, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)),
    )


def test_a_chain_of_corrections_counts_like_the_last_one(people, catalogue, now):
    row = book.submission_open(actor=people.clerk, now=now, catalogue=catalogue, unit_id="x1", period_label="2024")
    (first,) = book.facts_append(actor=people.clerk, now=now, catalogue=catalogue, submission_id=row.id, facts=[fact(value=1)])
    second = book.fact_supersede(actor=people.clerk, now=now, catalogue=catalogue, fact_id=first, fact=fact(value=2))
    book.fact_supersede(actor=people.clerk, now=now, catalogue=catalogue, fact_id=second, fact=fact(value=3))
    (present,) = effective_facts(actor=people.clerk, unit_ids=["x1"], states=("draft",), **YEAR)
    assert (present.value, present.number, Fact.objects.count()) == (Decimal(3), 1, 3)
