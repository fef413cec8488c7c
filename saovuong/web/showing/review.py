"""A reading as it is reviewed: the document on one side, its figures on the other."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from saovuong.core.catalogue import Catalogue
from saovuong.intake.drafts import DraftFinding
from saovuong.intake.shapes import CandidateInfo, ReviewView, StepInfo
from saovuong.ledger.shapes import AttachedDocument, FactRow, SubmissionInfo
from saovuong.web.showing.quotes import Marked, Paper, Quote, paper, quote_of
from saovuong.web.showing.said import name_of, period_text, value_text


@dataclass(frozen=True, slots=True)
class FigureCard:
    """One figure to decide on, or one of the book. ``fixed``: it is in the book and no longer decided here. ``stamp`` goes back with a
    decision, to say what the person saw; ``by`` is who decided last; ``findings`` are what the checks say of it."""

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
    stamp: str = ""
    by: str = ""
    unsure: bool = False
    read: bool = True
    findings: tuple[DraftFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many figures are in each state; ``ready`` may be handed in. ``steps`` can be taken back, the newest first."""

    waiting: int
    confirmed: int
    rejected: int
    in_book: int
    unclear: int
    unsure: int
    steps: tuple[StepInfo, ...] = ()

    @property
    def all(self) -> int:
        return self.waiting + self.decided

    @property
    def decided(self) -> int:
        return self.confirmed + self.rejected + self.in_book

    @property
    def ready(self) -> bool:
        return bool(self.confirmed or self.in_book)


def cards(view: ReviewView, catalogue: Catalogue, *, names: Mapping[str, str], findings: Sequence[DraftFinding] = ()) -> list[FigureCard]:
    """Figures in the order of their numbers, those not understood last; one that is in the book as the book has it."""
    in_book = {fact.number: fact_card(fact, view.submission, catalogue, names) for fact in view.facts}
    read = [candidate_card(row, view.submission, catalogue) for row in view.candidates if row.number not in in_book]
    told = [replace(card, findings=tuple(one for one in findings if card.number in one.numbers)) for card in (*read, *in_book.values())]
    return sorted(told, key=lambda card: (not card.understood and card.state == "proposed", card.number))


def candidate_card(row: CandidateInfo, submission: SubmissionInfo, catalogue: Catalogue) -> FigureCard:
    figure = row.figure
    measure = catalogue.measures.get(figure.measure or "")
    other = row.unit_name or figure.organisation or "" if figure.unit_id != submission.unit_id else ""
    return FigureCard(
        number=row.number,
        state=row.state,
        measure=name_of(measure) if measure else row.measure_name or "",
        value=value_text(figure, catalogue),
        about=_about(figure.period_label, figure.role.value, other, submission),
        quote=quote_of(row.evidence),
        confidence=f"{row.confidence:.2f}".replace(".", ","),
        reasons=tuple(reason.message for reason in row.left) if row.state == "proposed" else (),
        why=row.why,
        fixed=row.fact_id is not None,
        understood=figure.measure is not None,
        note=row.reason,
        stamp=row.stamp,
        by=row.decided_by or "",
        unsure=row.confidence < SURE,
    )


def fact_card(fact: FactRow, submission: SubmissionInfo, catalogue: Catalogue, names: Mapping[str, str]) -> FigureCard:
    measure = catalogue.measures.get(fact.measure)
    other = names.get(fact.unit_id, fact.unit_id) if fact.unit_id != submission.unit_id else ""
    return FigureCard(
        number=fact.number,
        state="returned" if fact.returned_reason else "confirmed",
        measure=name_of(measure) if measure else fact.measure,
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
        by=fact.entered_by,
        read=False,
    )


def _about(period: str, role: str, other_unit: str, submission: SubmissionInfo) -> tuple[str, ...]:
    """Only what differs from the submission's own unit and period, and from a result."""
    said = [other_unit, "" if period == submission.period_label else period_text(period), "" if role == "result" else role]
    return tuple(word for word in said if word)


# What the page offers as the confidence from which a batch may confirm; below it a figure counts as unsure.
SURE = 0.9

# Which cards a filter of the page leaves.
FILTERS: Mapping[str, Callable[[FigureCard], bool]] = {
    "cho": lambda card: card.state in ("proposed", "returned"),
    "thap": lambda card: card.state == "proposed" and card.unsure,
    "chua-hieu": lambda card: card.state == "proposed" and not card.understood,
    "canh-bao": lambda card: bool(card.findings or card.reasons),
    "loai": lambda card: card.state == "rejected",
}


def tally(view: ReviewView, steps: tuple[StepInfo, ...] = ()) -> Tally:
    open_rows = [row for row in view.candidates if row.fact_id is None]
    counts = Counter(row.state for row in open_rows)
    waiting = [row for row in open_rows if row.state == "proposed"]
    return Tally(
        waiting=len(waiting),
        confirmed=counts["confirmed"] + counts["corrected"],
        rejected=counts["rejected"],
        in_book=len(view.facts),
        unclear=sum(row.figure.measure is None for row in waiting),
        unsure=sum(row.confidence < SURE for row in waiting),
        steps=steps,
    )


# What somebody who only reads a submission looks for, problems first.
LOOKS: Mapping[str, Callable[[FigureCard], bool]] = {
    "returned": lambda card: bool(card.returned),
    "proposed": lambda card: card.state == "proposed" and card.understood,
    "chua-hieu": lambda card: card.state == "proposed" and not card.understood,
    "confirmed": lambda card: card.state in ("confirmed", "corrected", "repeated"),
    "rejected": lambda card: card.state == "rejected",
}


def looks_of(figures: Sequence[FigureCard]) -> list[tuple[str, int]]:
    """How many figures each look shows."""
    return [(name, sum(map(admits, figures))) for name, admits in LOOKS.items()]


def papers(
    documents: Sequence[AttachedDocument],
    texts: Mapping[int, str],
    rows: Sequence[CandidateInfo | FactRow],
    *,
    shown: Collection[int] | None = None,
) -> list[Paper]:
    """Each document's text with its figures marked; a number marked twice is marked once. ``shown`` are the figures beside them."""
    seen: dict[tuple[int, int], Marked] = {}
    for row in rows:
        evidence = row.evidence
        if evidence.document_id is None or evidence.figure_start is None or evidence.figure_end is None:
            continue
        state = row.state if isinstance(row, CandidateInfo) else "returned" if row.returned_reason else "confirmed"
        seen.setdefault((evidence.document_id, row.number), Marked(evidence.figure_start, evidence.figure_end, row.number, state))
    return [
        paper(
            link.name,
            texts[link.document_id],
            [mark for (document, _), mark in seen.items() if document == link.document_id],
            document_id=link.document_id,
            shown=shown,
        )
        for link in documents
        if link.document_id in texts
    ]
