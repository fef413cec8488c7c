from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from saovuong.accounts.shapes import Actor
from saovuong.core.catalogue import Catalogue
from saovuong.core.quantity import Scope
from saovuong.intake.services.units import reporting_unit
from saovuong.intake.shapes import EnterResult
from saovuong.ledger import services as book
from saovuong.ledger.shapes import NewFact


def facts_enter(
    *,
    actor: Actor | None,
    now: datetime,
    catalogue: Catalogue,
    unit_id: str,
    period_label: str,
    facts: Sequence[NewFact],
    form: str | None = None,
    finality: str = "final",
    scope: Scope | None = None,
    hand_in: bool = True,
) -> EnterResult:
    """Enter figures that a person takes from a named source without a file: ``evidence.source`` says title, publisher and date.

    Opens a submission of the unit (or of its command) for the period, enters all figures and hands it in, or does nothing. Raises what the
    ledger's submission_open, facts_append and submission_hand_in raise."""
    asked = reporting_unit(unit_id=unit_id, period_label=period_label, form=form, catalogue=catalogue)
    with transaction.atomic():
        submission = book.submission_open(
            actor=actor,
            now=now,
            catalogue=catalogue,
            unit_id=asked.unit.id,
            period_label=asked.period_label,
            form=asked.form,
            finality=finality,
            scope=scope,
        )
        ids = book.facts_append(actor=actor, now=now, catalogue=catalogue, submission_id=submission.id, facts=facts)
        if hand_in:
            submission = book.submission_hand_in(actor=actor, now=now, submission_id=submission.id)
    return EnterResult(submission=submission, facts=ids, notices=asked.notices)
