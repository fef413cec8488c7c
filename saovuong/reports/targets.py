"""What was to be reached, in the words of a report. Pure."""

from dataclasses import dataclass

from saovuong.core.catalogue import Measure
from saovuong.core.quantity import Modifier
from saovuong.engine.shapes import Amount, Attainment
from saovuong.reports.data import ReportData, YearTotals
from saovuong.reports.standing import is_stale, standing_of
from saovuong.reports.templates import Template
from saovuong.reports.wording import Wording, curly


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of one measure for one year. ``mode`` is ``total`` or ``each``; ``comparator`` is what the source states, ``=`` for none."""

    measure: Measure
    year: str
    amount: Amount | None
    rating: str | None
    flag: bool | None
    comparator: str
    mode: str
    facts: tuple[int, ...]
    attainment: Attainment | None = None

    @property
    def value(self) -> str:
        """Canonical text for later checks."""
        if self.amount is not None:
            high = f"..{self.amount.bounds.high}" if self.amount.modifier is Modifier.RANGE else ""
            core = f"{self.amount.value}{high}"
        else:
            core = self.rating or ("yes" if self.flag else "no")
        return f"{self.mode} {self.comparator} {core}"


def goals_of(year: YearTotals, measure: Measure, data: ReportData) -> tuple[Goal, ...]:
    """The targets of a measure in a year: for the total, for each unit, or the quota itself for a measure that is always a target."""
    if measure.always_target:
        total = year.results.get(measure.code)
        standing = standing_of(total) if total else None
        if total is None or standing is None or standing.amount is None or is_stale(standing, total, data):
            return ()
        return (Goal(measure, year.period.label, standing.amount, None, None, "=", "total", standing.facts),)
    result = year.results.get(measure.code)
    return tuple(
        Goal(measure, year.period.label, one.target, one.target_rating, one.target_flag, _stated(one, data), one.mode, one.facts, one)
        for one in (result.attainments if result else ())
    )


def _stated(attainment: Attainment, data: ReportData) -> str:
    """The comparator that every source of the target states; the engine's own reading of a bare number is not put into anyone's mouth."""
    stated = {data.facts[fact].comparator for fact in attainment.facts if fact in data.facts}
    return stated.pop() or "=" if len(stated) == 1 else "="


def goal_text(goal: Goal, wording: Wording, template: Template) -> str:
    """``từ 98% trở lên``, ``khá trở lên``, ``100%``; for a target of every unit, with the words that say so."""
    words = template.phrases.comparators
    if goal.amount is not None:
        text = _amount_text(goal.amount, goal.comparator, wording, template)
    elif goal.rating is not None:
        text = words.get(f"rating{goal.comparator}", "{}").format(level_words(goal.rating))
    else:
        text = template.phrases.target_yes if goal.flag else template.phrases.target_no
    return template.phrases.target_each.format(text) if goal.mode == "each" else text


def _amount_text(amount: Amount, comparator: str, wording: Wording, template: Template) -> str:
    """A number with the comparator that the source states; a target of none is said in words."""
    if amount.value == 0 and amount.modifier is Modifier.EXACT and comparator in ("=", "<="):
        return template.phrases.target_no
    text = wording.amount(amount)
    if amount.modifier is not Modifier.EXACT:
        return text
    sign = wording.attached.get(amount.uom)
    kind = "" if sign is not None and sign.glued else "count"
    return template.phrases.comparators.get(f"{kind}{comparator}", "{}").format(text)


def level_words(level: str) -> str:
    """The level as people say it: a scale may explain one in brackets."""
    return curly(level.partition(" (")[0])
