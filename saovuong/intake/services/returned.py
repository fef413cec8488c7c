"""Figures that are in the book, answered by number."""

from datetime import datetime

from django.utils import timezone

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import writing
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.intake.figures import figure_of_fact, new_fact
from saovuong.intake.services.decide import UnknownFigure
from saovuong.intake.services.examples import remember_in_book
from saovuong.intake.shapes import Figure
from saovuong.ledger import queries as ledger
from saovuong.ledger import services as book
from saovuong.ledger.shapes import FactRow


class AnsweredMeanwhile(Refusal):
    code = "SV-666"
    template = (
        "Trong lúc trang đang mở, “{by}” đã trả lời số liệu {number} lúc {at:%H:%M %d/%m/%Y}. "
        "Việc vừa bấm chưa được ghi; xem số liệu lúc này rồi quyết định."
    )


def figure_correct(
    *,
    actor: Actor | None,
    now: datetime,
    catalogue: Catalogue,
    submission_id: int,
    number: int,
    figure: Figure,
    note: str = "",
    seen: int | None = None,
) -> int:
    """A corrected figure takes the place of the one in the book and keeps its quote. The submission is not handed in by this; review_finish
    does. ``seen`` is the id of the fact that the person looked at; None does not ask.

    Raises like the ledger's fact_supersede, UnknownFigure, :class:`AnsweredMeanwhile`."""
    with writing():
        fact = _fact(actor, now, submission_id, number, seen)
        new = new_fact(figure, evidence=fact.evidence, number=fact.number, note=note)
        corrected = book.fact_supersede(actor=actor, now=now, catalogue=catalogue, fact_id=fact.id, fact=new, hand_in=False)
        if actor is not None and figure != figure_of_fact(fact):
            submission = ledger.submission_get(actor=actor, submission_id=submission_id, now=now)
            remember_in_book(actor=actor, now=now, submission=submission, evidence=fact.evidence, right=figure)
        return corrected


def figure_keep(
    *, actor: Actor | None, now: datetime, catalogue: Catalogue, submission_id: int, number: int, note: str, seen: int | None = None
) -> int:
    """Answer a returned figure by standing by it: the same value again, with what the unit has to say. Raises like
    :func:`figure_correct`."""
    with writing():
        figure = figure_of_fact(_fact(actor, now, submission_id, number, seen))
        return figure_correct(
            actor=actor, now=now, catalogue=catalogue, submission_id=submission_id, number=number, figure=figure, note=note, seen=seen
        )


def figure_withdraw(*, actor: Actor | None, now: datetime, submission_id: int, number: int, reason: str, seen: int | None = None) -> None:
    """Take a figure out of the report. Raises like the ledger's fact_withdraw, and UnknownFigure."""
    with writing():
        fact = _fact(actor, now, submission_id, number, seen)
        book.fact_withdraw(actor=actor, now=now, fact_id=fact.id, reason=reason, hand_in=False)


def _fact(actor: Actor | None, now: datetime, submission_id: int, number: int, seen: int | None) -> FactRow:
    for fact in ledger.facts_of(actor=actor, submission_id=submission_id, now=now):
        if fact.number == number:
            if seen is not None and seen != fact.id:
                raise AnsweredMeanwhile(number=number, by=fact.entered_by, at=timezone.localtime(fact.entered_at))
            return fact
    raise UnknownFigure(submission_id=submission_id, number=number)
