"""What a person is about to hand in, in numbers and beside what was said before."""

from collections.abc import Sequence
from dataclasses import dataclass

from saovuong.intake.shapes import Figure, ReviewView
from saovuong.ledger.shapes import FactRow
from saovuong.web.desk import Desk
from saovuong.web.showing.comparing import Change, Earlier, change_of, key_of, last_year, previous_version
from saovuong.web.showing.review import FigureCard
from saovuong.web.showing.said import name_of, value_text


@dataclass(frozen=True, slots=True)
class HandedFigure:
    card: FigureCard
    before: Change
    last_year: Change


@dataclass(frozen=True, slots=True)
class Summary:
    """``figures`` go into the book or are there; ``missing`` were in the version before and are not any more: measure and value."""

    figures: tuple[HandedFigure, ...]
    missing: tuple[tuple[str, str], ...]
    waiting: tuple[FigureCard, ...]
    unanswered: tuple[FigureCard, ...]
    rejected: int
    has_before: bool
    has_last_year: bool

    @property
    def changed(self) -> int:
        return sum(one.before.differs for one in self.figures)

    @property
    def new(self) -> int:
        return sum(not one.before.before for one in self.figures) if self.has_before else 0


def summary_of(desk: Desk, view: ReviewView, cards: Sequence[FigureCard]) -> Summary:
    stated: dict[int, FactRow | Figure] = {row.number: row.figure for row in view.in_state("confirmed", "corrected")}
    stated |= {fact.number: fact for fact in view.facts}
    before, year = previous_version(desk, view.submission), last_year(desk, view.submission)
    period = view.submission.period_label

    def change(number: int, earlier: Earlier) -> Change:
        figure = stated[number]
        return change_of(figure, earlier.facts.get(key_of(figure)) if figure.period_label == period else None, desk.catalogue)

    figures = [HandedFigure(card, change(card.number, before), change(card.number, year)) for card in cards if card.number in stated]
    said = {key_of(figure) for figure in stated.values()}
    measures = desk.catalogue.measures
    gone = [fact for key, fact in before.facts.items() if key not in said]
    return Summary(
        figures=tuple(figures),
        missing=tuple((name_of(measures[fact.measure]), value_text(fact, desk.catalogue)) for fact in gone),
        waiting=tuple(card for card in cards if card.state == "proposed"),
        unanswered=tuple(card for card in cards if card.returned),
        rejected=sum(card.state == "rejected" for card in cards),
        has_before=before.known,
        has_last_year=year.known,
    )
