"""A reading as it is reviewed: the document on one side, its figures on the other."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saovuong.core.catalogue import Catalogue
from saovuong.intake.shapes import CandidateInfo, ReviewView
from saovuong.intake.wording import period_text, value_text
from saovuong.ledger.shapes import AttachedDocument, FactRow, SubmissionInfo
from saovuong.web.showing.quotes import Marked, Paper, Quote, paper, quote_of


@dataclass(frozen=True, slots=True)
class FigureCard:
    """One figure to decide on, or one of the book. ``fixed``: it is in the book and no longer decided here."""

    number: int
    state: str
    measure: str
    value: str
    about: tuple[str, ...]
    quote: Quote
    confidence: str
    reasons: tuple[str, ...]
    why: tuple[str, ...]
    fixed: bool
    understood: bool
    returned: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many figures are in each state; ``ready`` may be handed in."""

    waiting: int
    confirmed: int
    rejected: int
    in_book: int

    @property
    def ready(self) -> bool:
        return bool(self.confirmed or self.in_book)


def cards(view: ReviewView, catalogue: Catalogue, *, names: Mapping[str, str]) -> list[FigureCard]:
    """Figures in the order of their numbers; one that is in the book as the book has it."""
    in_book = {fact.number: fact_card(fact, view.submission, catalogue, names) for fact in view.facts}
    read = [candidate_card(row, view.submission, catalogue) for row in view.candidates if row.number not in in_book]
    return sorted([*read, *in_book.values()], key=lambda card: card.number)


def candidate_card(row: CandidateInfo, submission: SubmissionInfo, catalogue: Catalogue) -> FigureCard:
    figure = row.figure
    other = row.unit_name or figure.organisation or "" if figure.unit_id != submission.unit_id else ""
    return FigureCard(
        number=row.number,
        state=row.state,
        measure=row.measure_name or "",
        value=value_text(figure, catalogue),
        about=_about(figure.period_label, figure.role.value, other, submission),
        quote=quote_of(row.evidence),
        confidence=f"{row.confidence:.2f}".replace(".", ","),
        reasons=tuple(reason.message for reason in row.left) if row.state == "proposed" else (),
        why=row.why,
        fixed=row.fact_id is not None,
        understood=figure.measure is not None,
        note=row.reason,
    )


def fact_card(fact: FactRow, submission: SubmissionInfo, catalogue: Catalogue, names: Mapping[str, str]) -> FigureCard:
    measure = catalogue.measures.get(fact.measure)
    other = names.get(fact.unit_id, fact.unit_id) if fact.unit_id != submission.unit_id else ""
    return FigureCard(
        number=fact.number,
        state="returned" if fact.returned_reason else "confirmed",
        measure=measure.name_vi if measure else fact.measure,
        value=value_text(fact, catalogue),
        about=_about(fact.period_label, fact.role.value, other, submission),
        quote=quote_of(fact.evidence),
        confidence="",
        reasons=(),
        why=(),
        fixed=True,
        understood=True,
        returned=fact.returned_reason or "",
        note=fact.note,
    )


def _about(period: str, role: str, other_unit: str, submission: SubmissionInfo) -> tuple[str, ...]:
    """Only what differs from the submission's own unit and period, and from a result."""
    said = [other_unit, "" if period == submission.period_label else period_text(period), "" if role == "result" else role]
    return tuple(word for word in said if word)


def tally(view: ReviewView) -> Tally:
    counts = Counter(row.state for row in view.candidates if row.fact_id is None)
    return Tally(counts["proposed"], counts["confirmed"] + counts["corrected"], counts["rejected"], len(view.facts))


def papers(documents: Sequence[AttachedDocument], texts: Mapping[int, str], rows: Sequence[CandidateInfo | FactRow]) -> list[Paper]:
    """Each document's text with its figures marked; a number marked twice is marked once."""
    seen: dict[tuple[int, int], Marked] = {}
    for row in rows:
        evidence = row.evidence
        if evidence.document_id is None or evidence.figure_start is None or evidence.figure_end is None:
            continue
        state = row.state if isinstance(row, CandidateInfo) else "returned" if row.returned_reason else "confirmed"
        seen.setdefault((evidence.document_id, row.number), Marked(evidence.figure_start, evidence.figure_end, row.number, state))
    return [
        paper(link.name, texts[link.document_id], [mark for (document, _), mark in seen.items() if document == link.document_id])
        for link in documents
        if link.document_id in texts
    ]
