"""What the rooms below say of figures, in the language of the page: their functions by the same names, with that language handed in."""

from collections.abc import Iterator, Sequence

from django.utils.translation import get_language, gettext

from saovuong.consolidation import telling, wording
from saovuong.consolidation.shapes import Node, Place, TotalsView
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.period import Period
from saovuong.core.tongue import VIETNAMESE, Named, Tongue
from saovuong.engine.shapes import Amount, Attainment, Coverage, JointDeduction, Total
from saovuong.intake import wording as intake
from saovuong.intake.grid.typed import CELL_WORDS, NO_TEXT, NONE_TEXT, UNKNOWN_TEXT, UNSTATED_TEXT, YES_TEXT
from saovuong.intake.shapes import Figure
from saovuong.ledger.shapes import FactRow

_ENGLISH = Tongue(say=gettext, english=True)


def spoken() -> Tongue:
    """The language of the page."""
    return _ENGLISH if get_language() == "en" else VIETNAMESE


def in_language(vi: str, en: str) -> str:
    """The English text on an English page, where the pack has one; the pack's own Vietnamese everywhere else."""
    return spoken().of(vi, en)


def name_of(what: Named) -> str:
    return spoken().name(what)


def period_name(period: Period) -> str:
    return spoken().period(period)


def value_text(figure: Figure | FactRow, catalogue: Catalogue) -> str:
    return intake.value_text(figure, catalogue, tongue=spoken())


def period_text(label: str) -> str:
    return intake.period_text(label, tongue=spoken())


def number_text(amount: Amount) -> str:
    return wording.number_text(amount, tongue=spoken())


def bounds_text(amount: Amount) -> str:
    return wording.bounds_text(amount, tongue=spoken())


def former_text(node: Node) -> str:
    return wording.former_text(node, tongue=spoken())


def joint_text(one: JointDeduction, kept: str, dropped: Sequence[str]) -> str:
    return wording.joint_text(one, kept, dropped, tongue=spoken())


def value_cell(total: Total, catalogue: Catalogue) -> str:
    return telling.value_cell(total, catalogue, tongue=spoken())


def flag_text(flag: bool) -> str:
    return telling.flag_text(flag, tongue=spoken())


def amount_text(amount: Amount, measure: Measure, catalogue: Catalogue) -> str:
    return telling.amount_text(amount, measure, catalogue, tongue=spoken())


def level_text(level: str, measure: Measure, catalogue: Catalogue) -> str:
    """A step of the measure's scale as people read it."""
    return spoken().level(level, catalogue.scales.get(measure.scale or ""))


_ANSWERS = (NONE_TEXT, UNKNOWN_TEXT, UNSTATED_TEXT, YES_TEXT, NO_TEXT)


def answer_text(text: str, measure: Measure, catalogue: Catalogue) -> str:
    """What a cell of a form says, in words of the page. In the cell itself it stays as the book writes it."""
    tongue = spoken()
    if text in _ANSWERS:
        return tongue.say(text)
    if measure.scale is not None:
        return level_text(text, measure, catalogue) if tongue.english else text
    low, between, high = text.removeprefix("từ ").partition(" đến ")
    if between:
        return tongue.say("từ {low} đến {high}").format(low=low, high=high)
    for sentence in CELL_WORDS:
        before = sentence.removesuffix("{}")
        if text.startswith(before):
            return tongue.say(sentence).format(text.removeprefix(before))
    return text


def coverage_text(coverage: Coverage, place: Place) -> str:
    return telling.coverage_text(coverage, place, tongue=spoken())


def attainment_text(one: Attainment, measure: Measure, catalogue: Catalogue) -> str:
    return telling.attainment_text(one, measure, catalogue, tongue=spoken())


def goal_text(one: Attainment, measure: Measure, catalogue: Catalogue) -> str:
    return telling.goal_text(one, measure, catalogue, tongue=spoken())


def reported_text(total: Total) -> str:
    return telling.reported_text(total, tongue=spoken())


def reconciled_lines(found: TotalsView, catalogue: Catalogue) -> Iterator[str]:
    return telling.reconciled_lines(found, catalogue, tongue=spoken())


def names_text(units: Sequence[str], place: Place, *, most: int) -> str:
    return telling.names_text(units, place, most=most, tongue=spoken())
