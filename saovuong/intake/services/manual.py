import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import writing
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.core.quantity import Scope
from saovuong.intake.figures import new_fact
from saovuong.intake.queries import review_get
from saovuong.intake.quotes import quote_around
from saovuong.intake.services.examples import remember_in_book
from saovuong.intake.services.steps import figures_keep
from saovuong.intake.services.units import reporting_unit
from saovuong.intake.shapes import EnterResult, Figure, ReviewView
from saovuong.ledger import services as book
from saovuong.ledger.shapes import Evidence, NewFact

ADDED_BY_HAND = "Người nhập thêm; máy không đọc ra."


class WordsNotFound(Refusal):
    code = "SV-630"
    template = "Không thấy “{words}” trong tài liệu của hồ sơ số {submission_id}. Chép đúng từng chữ quanh con số."


class WordsInSeveralPlaces(Refusal):
    code = "SV-631"
    template = "“{words}” có ở {count} chỗ trong tài liệu của hồ sơ số {submission_id}. Chép dài hơn để chỉ còn một chỗ."


class PlaceOutside(Refusal):
    code = "SV-664"
    template = "Chỗ đã chọn không nằm trong văn bản của hồ sơ này. Chọn lại con số trong văn bản."


@dataclass(frozen=True, slots=True)
class Place:
    """Some of a document's text, in code points."""

    document_id: int
    start: int
    end: int


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
    with writing():
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


def figure_add(
    *, actor: Actor | None, now: datetime, catalogue: Catalogue, submission_id: int, figure: Figure, words: str
) -> tuple[int, int]:
    """Enter a figure that the reader missed: (its number in the submission, its fact's id). ``words`` are the document's own.

    The words become the place of the figure and the sentence around them its quote. Raises UnknownSubmission, :class:`WordsNotFound`,
    :class:`WordsInSeveralPlaces` and what the ledger's facts_append raises."""
    view = review_get(actor=actor, now=now, catalogue=catalogue, submission_id=submission_id)
    place = place_of_words(view=view, words=words)
    return figure_add_at(actor=actor, now=now, catalogue=catalogue, submission_id=submission_id, figure=figure, place=place)


def figure_add_at(
    *, actor: Actor | None, now: datetime, catalogue: Catalogue, submission_id: int, figure: Figure, place: Place
) -> tuple[int, int]:
    """The same for a place that is known. Raises UnknownSubmission, :class:`PlaceOutside` and what the ledger's facts_append raises."""
    with writing():
        view = review_get(actor=actor, now=now, catalogue=catalogue, submission_id=submission_id)
        number, evidence = view.next_number, evidence_of_place(view=view, place=place)
        fact = new_fact(figure, evidence=evidence, number=number, note=ADDED_BY_HAND)
        (fact_id,) = book.facts_append(actor=actor, now=now, catalogue=catalogue, submission_id=submission_id, facts=[fact])
        assert actor is not None
        remember_in_book(actor=actor, now=now, submission=view.submission, evidence=evidence, right=figure)
        step = {"number": number, "before": None, "after": {"fact": fact_id}}
        figures_keep(submission_id=submission_id, act="add", figures=[step], actor=actor, now=now)
    return number, fact_id


def place_of_words(*, view: ReviewView, words: str) -> Place:
    """Where the words stand in the submission's documents, whatever spaces and line breaks part them. Raises :class:`WordsNotFound`,
    :class:`WordsInSeveralPlaces`."""
    places = [Place(document_id, *span) for document_id, text in view.texts.items() for span in _spans(text, words)]
    if not places:
        raise WordsNotFound(words=words, submission_id=view.submission.id)
    if len(places) > 1:
        raise WordsInSeveralPlaces(words=words, count=len(places), submission_id=view.submission.id)
    return places[0]


def evidence_of_place(*, view: ReviewView, place: Place) -> Evidence:
    """Raises :class:`PlaceOutside`."""
    if not 0 <= place.start < place.end <= len(view.texts.get(place.document_id, "")):
        raise PlaceOutside
    return evidence_at(view=view, document_id=place.document_id, start=place.start, end=place.end)


def evidence_at(*, view: ReviewView, document_id: int, start: int, end: int) -> Evidence:
    """The place of a figure in one of the submission's documents, with the sentence around it as quote."""
    text = view.texts[document_id]
    first, last = quote_around(text, start, end)
    name = next(link.name for link in view.submission.documents if link.document_id == document_id)
    return Evidence(document_id, name, text[first:last], first, last, start, end)


def _spans(text: str, words: str) -> list[tuple[int, int]]:
    """Also those that overlap: they are places too."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return []
    wanted = r"\s+".join(parts)
    return [match.span(1) for match in re.finditer(f"(?=({wanted}))", text)]
