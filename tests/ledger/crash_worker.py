"""Run by test_crash.py as a program of its own: hands in one submission after the other until it is killed, or checks what is left.

Usage: crash_worker.py build|work|check; the data folder is SAOVUONG_DATA."""

import os
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "saovuong.project.settings"
NOW = datetime(2025, 1, 10, 8, 30, tzinfo=UTC)
MEASURES = ("policy_gift_count", "conscripts_enlisted_count", "patrol_count", "patrol_person_turns")


def build() -> None:
    from django.core.management import call_command

    from tests.ledger.world import _people, build_units

    call_command("migrate", verbosity=0)
    build_units()
    _people(NOW)


def work() -> None:
    """Prints the number of every submission once its acceptance is on disk."""
    from django.db import transaction

    from saovuong.accounts.queries import actor_get
    from saovuong.catalogue.packs import load_catalogue
    from saovuong.ledger import services as book
    from saovuong.ledger.models import Submission
    from tests.ledger.world import fact

    clerk, verifier, catalogue = actor_get(name="nhap-lieu"), actor_get(name="kiem-tra"), load_catalogue()
    folder = Path(os.environ["SAOVUONG_DATA"])
    about = {"actor": clerk, "now": NOW}
    for turn in range(10**6):
        unit = ("x1", "x2", "x3")[turn % 3]
        stale = Submission.objects.filter(unit_id=unit, state="submitted").first()
        if stale is None:
            with transaction.atomic():
                stored = book.document_store(
                    **about, name="a.txt", content=os.urandom(2000), text="x", media_type="text/plain", folder=folder
                )
                row = book.submission_open(**about, catalogue=catalogue, unit_id=unit, period_label="2024", document_id=stored.id)
                book.facts_append(**about, catalogue=catalogue, submission_id=row.id, facts=[fact(code, turn) for code in MEASURES])
                book.submission_hand_in(**about, submission_id=row.id)
            number = row.id
        else:
            number = stale.pk
        book.submission_accept(actor=verifier, now=NOW, submission_id=number)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def check(reported: set[int]) -> None:
    from saovuong.audit.queries import chain_verify
    from saovuong.ledger.models import Document, Fact, Submission
    from saovuong.ledger.store import DocumentStore

    assert chain_verify().broken_at is None
    states = dict(Submission.objects.values_list("pk", "state"))
    facts = Counter(Fact.objects.values_list("submission_id", flat=True))
    assert set(states.values()) <= {"submitted", "accepted"}, "half a submission was left"
    assert all(facts[number] == len(MEASURES) for number in states), "a submission lost figures"
    assert reported <= {number for number, state in states.items() if state == "accepted"}, "an accepted submission was lost"
    store = DocumentStore(Path(os.environ["SAOVUONG_DATA"]))
    for sha256 in Document.objects.values_list("sha256", flat=True):
        store.get(sha256)


if __name__ == "__main__":
    import django

    django.setup()
    act = sys.argv[1]
    if act == "check":
        check({int(word) for word in sys.stdin.read().split()})
    else:
        {"build": build, "work": work}[act]()
