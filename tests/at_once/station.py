"""A place of work as a program of its own: it does what it is told, one line of JSON after the other, and says how it went.

Usage: station.py; the data folder is SAOVUONG_DATA, the database that of the settings. The first line tells ``build`` or ``work``."""

import json
import os
import sys
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "saovuong.project.settings"
NOW = datetime(2025, 1, 10, 8, 30, tzinfo=UTC)
TEXT = "Báo cáo kết quả. Trong năm, phường tặng 12 suất quà cho gia đình chính sách. Có 08 thanh niên nhập ngũ.\n"


class Station:
    """One method per act; what it gives back is told. ``held`` keeps transactions open between two lines."""

    def __init__(self) -> None:
        from saovuong.accounts.queries import actor_get
        from saovuong.catalogue.packs import load_catalogue
        from saovuong.org.queries import index

        self.clerk, self.verifier, self.admin = (actor_get(name=name) for name in ("nhap-lieu", "kiem-tra", "quan-tri"))
        self.catalogue, self.units = load_catalogue(), index()
        self.folder = Path(os.environ["SAOVUONG_DATA"])
        self.held = ExitStack()

    def open(self, unit: str, period: str) -> int:
        from saovuong.ledger import services as book

        return book.submission_open(actor=self.clerk, now=NOW, catalogue=self.catalogue, unit_id=unit, period_label=period).id

    def enter(self, number: int, values: dict[str, int]) -> list[int]:
        from saovuong.ledger import services as book
        from tests.ledger.world import fact

        facts = [fact(measure, value) for measure, value in values.items()]
        return list(book.facts_append(actor=self.clerk, now=NOW, catalogue=self.catalogue, submission_id=number, facts=facts))

    def hand_in(self, number: int) -> str:
        from saovuong.ledger import services as book

        return book.submission_hand_in(actor=self.clerk, now=NOW, submission_id=number).state

    def handed_in(self, unit: str, period: str, values: dict[str, int]) -> list[int]:
        """A whole submission in one transaction: its number, then its facts."""
        from saovuong.audit.services import writing

        with writing():
            number = self.open(unit, period)
            ids = self.enter(number, values)
            self.hand_in(number)
        return [number, *ids]

    def accept(self, number: int) -> str:
        from saovuong.ledger import services as book

        return book.submission_accept(actor=self.verifier, now=NOW, submission_id=number).state

    def revise(self, number: int) -> int:
        from saovuong.ledger import services as book

        return book.submission_revise(actor=self.clerk, now=NOW, catalogue=self.catalogue, submission_id=number).id

    def give_back(self, number: int, fact_id: int) -> str:
        from saovuong.ledger import services as book

        return book.fact_return(actor=self.verifier, now=NOW, submission_id=number, fact_id=fact_id, reason="xem lại").state

    def correct(self, fact_id: int, value: int) -> int:
        from saovuong.ledger import services as book
        from tests.ledger.world import fact

        return book.fact_supersede(
            actor=self.clerk, now=NOW, catalogue=self.catalogue, fact_id=fact_id, fact=fact(value=value), hand_in=False
        )

    def withdraw(self, fact_id: int) -> None:
        from saovuong.ledger import services as book

        book.fact_withdraw(actor=self.clerk, now=NOW, fact_id=fact_id, reason="ghi nhầm", hand_in=False)

    def store(self, content: str) -> int:
        from saovuong.ledger import services as book

        stored = book.document_store(
            actor=self.clerk, now=NOW, name="a.txt", content=content.encode(), text=content, media_type="text/plain", folder=self.folder
        )
        return stored.id

    def submit(self, unit: str, period: str, text: str, add_to: int | None = None) -> list[object]:
        """The submission's number, whether it was opened by this, and the codes of what a person is told."""
        from saovuong.intake import services as intake

        done = intake.document_submit(
            actor=self.clerk, now=NOW, folder=self.folder, source=text.encode(), name=f"{abs(hash(text))}.txt", unit_id=unit,
            period_label=period, catalogue=self.catalogue, units=self.units, add_to=add_to,
        )  # fmt: skip
        return [done.submission.id, done.opened, [notice.code for notice in done.notices]]

    def batch(self, number: int) -> list[int]:
        from saovuong.intake import services as intake

        done = intake.review_batch(actor=self.clerk, now=NOW, catalogue=self.catalogue, submission_id=number, accept_above=0.5)
        return list(done.confirmed)

    def finish(self, number: int) -> list[int]:
        from saovuong.intake import services as intake

        return list(intake.review_finish(actor=self.clerk, now=NOW, catalogue=self.catalogue, submission_id=number).facts)

    def undo(self, number: int, figure: int) -> None:
        from saovuong.intake import services as intake

        intake.candidate_undo(actor=self.clerk, now=NOW, catalogue=self.catalogue, submission_id=number, number=figure)

    def account(self, name: str) -> None:
        from saovuong.accounts.services import user_create

        user_create(name=name, display_name=name, actor=self.admin, now=NOW)

    def grant(self, name: str) -> None:
        from saovuong.accounts.queries import actor_get
        from saovuong.accounts.services import grant_give

        grant_give(user=actor_get(name=name), role="clerk", unit_id="x1", valid_from=date(2024, 1, 1), actor=self.admin, now=NOW)

    def area_command(self, name: str, takes: list[str]) -> str:
        from saovuong.org.services import unit_add

        return unit_add(
            actor=self.admin, now=NOW, name=name, kind="area_command", parent_id="t-bch", valid_from=date(2025, 1, 1), takes=takes
        ).id

    def above(self, unit: str) -> list[str]:
        from saovuong.org.models import Link

        return list(Link.objects.filter(child_id=unit, kind="reporting", valid_to__isnull=True).values_list("parent_id", flat=True))

    def counting(self, unit: str) -> list[int]:
        """The values that count for a unit, over all time."""
        from saovuong.ledger.queries import effective_facts

        facts = effective_facts(actor=self.verifier, unit_ids=[unit], start=date(1990, 1, 1), end=date(2030, 1, 1))
        return [int(fact.value or Decimal(0)) for fact in facts]

    def state(self, number: int) -> str:
        from saovuong.ledger.models import Submission

        return Submission.objects.get(pk=number).state

    def rows(self) -> dict[str, int]:
        """How many rows every table has that a submission writes to."""
        from saovuong.audit.models import Entry
        from saovuong.intake.models import Candidate, Example, Reading
        from saovuong.ledger import models as ledger

        tables = (ledger.Document, ledger.Submission, ledger.SubmissionDocument, ledger.StateChange, ledger.Fact, ledger.Review)
        return {table.__name__: table.objects.count() for table in (*tables, ledger.Withdrawal, Reading, Candidate, Example, Entry)}

    def entries(self, action: str, target: str = "") -> int:
        from saovuong.audit.models import Entry

        return Entry.objects.filter(action=action, target__startswith=target).count()

    def hold(self) -> None:
        """Be the one who writes, until ``let_go``."""
        from saovuong.audit.services import writing

        self.held.enter_context(writing())

    def slip_in(self, number: int) -> None:
        """Add a figure past the services, and do not finish, until ``let_go``."""
        from django.db import transaction

        from saovuong.ledger.models import Fact

        row = Fact.objects.filter(submission_id=number).first()
        row.pk, row.number, row.measure = None, 99, "patrol_person_turns"
        self.held.enter_context(transaction.atomic())
        row.save(force_insert=True)

    def slip_out(self, number: int) -> int:
        """Hand a submission in past the services."""
        from saovuong.ledger.models import Submission

        return Submission.objects.filter(pk=number).update(state="submitted")

    def let_go(self) -> None:
        self.held.close()

    def patience(self, seconds: float) -> None:
        """How long this station waits for its turn to write."""
        from django.db import connection

        milliseconds = int(seconds * 1000)
        statement = f"SET lock_timeout = {milliseconds}" if connection.vendor == "postgresql" else f"PRAGMA busy_timeout = {milliseconds}"
        with connection.cursor() as cursor:
            cursor.execute(statement)

    def check(self) -> dict[str, object]:
        """What must hold of any book, whoever wrote in it."""
        from django.db.models import Count

        from saovuong.audit.queries import chain_verify
        from saovuong.ledger.models import Document, Fact, StateChange, Submission
        from saovuong.ledger.queries import effective_facts, journal
        from saovuong.ledger.replay import replay
        from saovuong.ledger.store import DocumentStore

        chain = chain_verify()
        assert chain.broken_at is None
        states = dict(Submission.objects.values_list("pk", "state"))
        last = {step.submission_id: step.state for step in StateChange.objects.order_by("pk")}
        assert last == states, "the history says the same as the rows"
        accepted = Counter(StateChange.objects.filter(state="accepted").values_list("submission_id", flat=True))
        assert set(accepted.values()) <= {1}, "nothing is accepted twice"
        shared = Fact.objects.filter(supersedes__isnull=True).values("submission", "number").annotate(n=Count("pk")).filter(n__gt=1)
        assert not shared.exists(), "no two figures have one number"
        for sha256 in Document.objects.values_list("sha256", flat=True):
            DocumentStore(self.folder).get(sha256)
        facts = effective_facts(actor=self.admin, unit_ids=None, start=date(1900, 1, 1), end=date(2100, 1, 1))
        assert {fact.id for fact in facts} == replay(journal(actor=self.admin)), "the query and the book told again agree"
        return {"entries": chain.entries, "submissions": len(states), "accepted": len(accepted)}


def build() -> None:
    from django.core.management import call_command

    from tests.ledger.world import _people, build_units

    call_command("migrate", verbosity=0)
    build_units()
    _people(NOW)


def answer(station: Station, line: str) -> dict[str, object]:
    from saovuong.core.errors import Refusal
    from saovuong.setup.faults import database_refusal

    act, *words = json.loads(line)
    try:
        return {"done": getattr(station, act)(*words)}
    except Refusal as refusal:
        return {"refused": refusal.code}
    except Exception as fault:
        refusal = database_refusal(fault)
        return {"refused": refusal.code} if refusal else {"fault": f"{type(fault).__name__}: {fault}"}


def main() -> None:
    import django

    django.setup()
    sys.path.insert(0, str(Path(__file__).parents[2]))
    if sys.argv[1] == "build":
        build()
        return
    station = Station()
    print(json.dumps({"done": "ready"}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(station, line)), flush=True)


if __name__ == "__main__":
    main()
