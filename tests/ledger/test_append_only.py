"""The database itself refuses to change what was written."""

import pytest
from django.db import DatabaseError, connection, transaction

from saovuong.ledger import services as book
from saovuong.ledger.models import Fact, Review, Submission
from tests.ledger.world import counts, fact

TABLES = [
    "ledger_document",
    "ledger_submissiondocument",
    "ledger_statechange",
    "ledger_fact",
    "ledger_review",
    "ledger_withdrawal",
]


@pytest.fixture
def full_book(people, catalogue, now, tmp_path):
    """One row in every table, and a submission that was returned and is open."""
    document = book.document_store(
        actor=people.clerk, now=now, name="a.txt", content=b"ghi", text="ghi", media_type="text/plain", folder=tmp_path
    )
    row = book.submission_open(actor=people.clerk, now=now, catalogue=catalogue, unit_id="x1", period_label="2024", document_id=document.id)
    ids = book.facts_append(
        actor=people.clerk,
        now=now,
        catalogue=catalogue,
        submission_id=row.id,
        facts=[fact(), fact("conscripts_enlisted_count", 3), fact("patrol_count", 9)],
    )
    book.fact_withdraw(actor=people.clerk, now=now, fact_id=ids[2], reason="ghi nhầm")
    book.submission_hand_in(actor=people.clerk, now=now, submission_id=row.id)
    book.fact_return(actor=people.verifier, now=now, submission_id=row.id, fact_id=ids[0], reason="chưa rõ")
    return row


def refused(statement, match):
    with pytest.raises(DatabaseError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", TABLES)
def test_rows_cannot_be_changed_or_removed(full_book, table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0] > 0, "the test needs a row to try"
    before = counts()
    refused(f"UPDATE {table} SET id = id", "append-only")
    refused(f"DELETE FROM {table}", "append-only")
    if connection.vendor == "postgresql":
        refused(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE", "append-only")
    assert counts() == before


def test_the_orm_is_refused_as_well(full_book):
    one = Fact.objects.first()
    one.value = 99
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        one.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Fact.objects.all().update(value=99)


def test_a_submission_keeps_who_it_is(full_book):
    refused("DELETE FROM ledger_submission", "keeps its rows|append-only")
    for change in ("unit_id = 'x2'", "form = 'khac'", "period_label = '2023'", "version = 2", "created_by = 'ai'"):
        refused(f"UPDATE ledger_submission SET {change}", "keeps unit, form, period and version")


@pytest.mark.parametrize("state", ["draft", "accepted"])
def test_states_move_along_legal_edges_only(full_book, state):
    refused(f"UPDATE ledger_submission SET state = '{state}'", "no such change of state")


def test_nothing_enters_a_closed_submission(full_book, people, catalogue, now):
    fact_id = Fact.objects.filter(submission_id=full_book.id, reviews__isnull=False).get().pk
    book.fact_supersede(actor=people.clerk, now=now, catalogue=catalogue, fact_id=fact_id, fact=fact(value=6))
    assert Submission.objects.get().state == "submitted"
    one = Fact.objects.first()
    one.pk, one.number, one.measure = None, 50, "patrol_person_turns"
    with pytest.raises(DatabaseError, match="the submission is closed"), transaction.atomic():
        one.save(force_insert=True)
    book.submission_accept(actor=people.verifier, now=now, submission_id=full_book.id)
    with pytest.raises(DatabaseError, match="the submission is closed"), transaction.atomic():
        one.save(force_insert=True)
    refused("UPDATE ledger_submission SET state = 'returned'", "no such change of state")


def test_a_fact_is_superseded_at_most_once(full_book):
    old = Fact.objects.filter(measure="conscripts_enlisted_count").get()
    for expected in (None, DatabaseError):
        new = Fact.objects.get(pk=old.pk)
        new.pk, new.supersedes_id = None, old.pk
        if expected is None:
            new.save(force_insert=True)
        else:
            with pytest.raises(expected), transaction.atomic():
                new.save(force_insert=True)


@pytest.mark.parametrize(
    "broken",
    [
        {"value": None},
        {"rating": "khá"},
        {"flag": True},
        {"unquantified": True},
        {"high": 9},
        {"modifier": "range"},
        {"modifier": "range", "high": 1},
        {"value": -1},
        {"period_end": "2000-01-01"},
        {"role": "context"},
        {"scope": "all"},
        {"modifier": "roughly"},
        {"comparator": ">="},
        {"target_mode": "each"},
        {"source": ""},
        {"quote_start": 3, "quote_end": 5},
        {"quote_start": 3},
        {"figure_start": 0, "figure_end": 1},
    ],
    ids=lambda broken: " ".join(f"{key}={value}" for key, value in broken.items()),
)
def test_the_database_refuses_a_broken_fact(full_book, broken):
    row = Fact.objects.filter(measure="conscripts_enlisted_count").get()
    row.pk, row.number = None, 60
    for field, value in broken.items():
        setattr(row, field, value)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def test_a_return_needs_a_reason(full_book):
    row = Fact.objects.first()
    with pytest.raises(DatabaseError, match="review_return_has_reason"), transaction.atomic():
        Review.objects.create(fact=row, verdict="returned", reason="", by="ai", at=row.entered_at)
