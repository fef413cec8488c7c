"""What stands beside a cell: what the unit told before, what it is to reach, and what a document of the submission says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from saovuong.accounts.shapes import Actor
from saovuong.core.catalogue import Catalogue
from saovuong.core.period import Period
from saovuong.core.quantity import MeasureKind, Role
from saovuong.intake.figures import Units, figure_of
from saovuong.intake.grid.shapes import GridPlace
from saovuong.intake.grid.typed import cell_text, content_of
from saovuong.intake.models import REJECTED, Candidate
from saovuong.intake.wording import value_text
from saovuong.ledger import queries as ledger
from saovuong.ledger.shapes import FactRow, SubmissionInfo

_HANDED_IN = ("accepted", "submitted")
_SIGNS = {">=": "≥ ", "<=": "≤ "}


@dataclass(frozen=True, slots=True)
class Beside:
    """Words by measure. A stock that was not told for the very period before is the one last told, with its day."""

    last_label: str
    year_label: str
    last: Mapping[str, str]
    year: Mapping[str, str]
    targets: Mapping[str, str]


def beside_of(place: GridPlace, *, actor: Actor | None, now: datetime, catalogue: Catalogue) -> Beside:
    """One question to the ledger. A yearly form has one earlier period beside it, not the same one twice."""
    day = catalogue.regimes[place.form.regime].cut_off_day
    before, year = period_before(place.period), _year_before(place.period)
    ranges = [one.data_range(cut_off_day=day) for one in (before, year) if one is not None]
    first = min((start for start, _ in ranges), default=place.start)
    facts = ledger.effective_facts(
        actor=actor, unit_ids=[place.unit.id], measures=place.form.measures, start=first, end=place.end, states=_HANDED_IN, now=now
    )
    return Beside(
        last_label=before.label if before else "",
        year_label=year.label if year and year != before else "",
        last=_told(facts, before, place, catalogue, cut_off_day=day, standing=True),
        year=_told(facts, year, place, catalogue, cut_off_day=day, standing=False) if year != before else {},
        targets=_targets(facts, place, catalogue),
    )


def period_before(period: Period) -> Period | None:
    """The period of the same kind that ends where this one begins; None for days, ranges and the beginning of time."""
    if period.kind not in ("month", "quarter", "half", "year"):
        return None
    length = {"month": 1, "quarter": 3, "half": 6, "year": 12}[period.kind]
    first = period.start
    months = first.year * 12 + first.month - 1 - length
    year, month = divmod(months, 12)
    ends = {"month": f"-{month + 1:02d}", "quarter": f"-Q{month // 3 + 1}", "half": f"-H{month // 6 + 1}", "year": ""}
    return Period.parse(f"{year:04d}{ends[period.kind]}")


def _year_before(period: Period) -> Period | None:
    return None if period.kind in ("day", "open") else period.previous_year()


def _told(
    facts: Iterable[FactRow], period: Period | None, place: GridPlace, catalogue: Catalogue, *, cut_off_day: int, standing: bool
) -> dict[str, str]:
    """The unit's own results for the very period; with ``standing`` also stocks told for a shorter or earlier one that ends by then."""
    if period is None:
        return {}
    start, end = period.data_range(cut_off_day=cut_off_day)
    kinds = {code: measure.kind for code, measure in catalogue.measures.items()}
    exact: dict[str, FactRow] = {}
    earlier: dict[str, FactRow] = {}
    for fact in sorted(facts, key=lambda one: (one.as_of, one.id)):
        if fact.role is not Role.RESULT or fact.reporter_id != place.unit.id or fact.joint is not None:
            continue
        if (fact.period_start, fact.period_end) == (start, end):
            exact[fact.measure] = fact
        elif standing and fact.period_end is not None and fact.period_end <= place.start and kinds[fact.measure] is MeasureKind.STOCK:
            earlier[fact.measure] = fact
    told = {code: cell_text(content_of(fact)) for code, fact in exact.items()}
    return {code: f"{cell_text(content_of(fact))} ({_day(fact.as_of)})" for code, fact in earlier.items() if code not in told} | told


def _targets(facts: Iterable[FactRow], place: GridPlace, catalogue: Catalogue) -> dict[str, str]:
    """The target whose range holds the period, the narrowest and newest of several."""
    found: dict[str, FactRow] = {}
    whole = timedelta(days=36500)
    holding = [
        fact
        for fact in facts
        if fact.role is Role.TARGET and fact.period_start <= place.start and (fact.period_end is None or place.end <= fact.period_end)
    ]
    for fact in sorted(holding, key=lambda one: (-((one.period_end - one.period_start) if one.period_end else whole), one.as_of, one.id)):
        found[fact.measure] = fact
    return {code: _SIGNS.get(fact.comparator or "", "") + cell_text(content_of(fact)) for code, fact in found.items()}


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def read_beside(submission: SubmissionInfo | None, catalogue: Catalogue) -> dict[str, str]:
    """What the documents of the submission say of its own cells and nobody entered or rejected yet, by measure."""
    if submission is None or not submission.documents:
        return {}
    units = Units(submission)
    said: dict[str, list[str]] = {}
    for row in Candidate.objects.filter(submission_id=submission.id, fact__isnull=True).exclude(state=REJECTED).order_by("number"):
        figure = figure_of(row, submission=submission, units=units)
        own = figure.unit_id == submission.unit_id and figure.period_label == submission.period_label
        if figure.measure and own and figure.role is Role.RESULT and figure.scope is submission.scope:
            text = value_text(figure, catalogue)
            if text not in said.setdefault(figure.measure, []):
                said[figure.measure].append(text)
    return {code: "; ".join(texts) for code, texts in said.items()}
