"""The steps of the demonstration. Each calls the services that the commands call, as the accounts that would do it in an office."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from saovuong.accounts.queries import actor_get
from saovuong.accounts.shapes import Actor
from saovuong.core.catalogue import Catalogue
from saovuong.core.period import Period
from saovuong.core.quantity import MeasureKind, Modifier
from saovuong.demo.deciding import PersonalReview, decide
from saovuong.demo.material import PublishedFigure, SampleReport, decisions, published_figures, sample_year, script
from saovuong.intake import services as intake
from saovuong.intake.queries import review_get
from saovuong.intake.shapes import BatchResult, CandidateInfo, FinishResult, IntakeResult
from saovuong.ledger import queries as ledger
from saovuong.ledger import services as book
from saovuong.ledger.shapes import Evidence, FactRow, NewFact, SubmissionInfo
from saovuong.org.names import UnitNameIndex, resolve_unit


@dataclass(frozen=True, slots=True)
class People:
    """The two who must not be the same."""

    clerk: Actor
    verifier: Actor


@dataclass(frozen=True, slots=True)
class Desk:
    """What every step works with."""

    people: People
    catalogue: Catalogue
    units: UnitNameIndex
    folder: Path
    now: datetime


@dataclass(frozen=True, slots=True)
class Loaded:
    """Figures entered from named sources; ``accepted`` is False where their submission stays open."""

    submissions: tuple[SubmissionInfo, ...]
    facts: int
    sources: tuple[str, ...]
    accepted: bool


@dataclass(frozen=True, slots=True)
class Returned:
    """A figure sent back and answered: as it stood, and as it stands."""

    before: FactRow
    after: FactRow
    reason: str
    answer: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of one report on its way into the book. ``left`` waits for a person with nothing decided."""

    report: SampleReport
    intake: IntakeResult
    batch: BatchResult
    personal: PersonalReview
    finish: FinishResult
    left: tuple[CandidateInfo, ...]
    returned: Returned | None
    accepted: SubmissionInfo


def people_get() -> People:
    return People(clerk=actor_get(name="nhap-lieu"), verifier=actor_get(name="kiem-tra"))


def published_periods() -> tuple[str, ...]:
    """The years that published figures are entered for, oldest first."""
    return tuple(sorted({_submission_period(figure) for figure in published_figures()}))


def published_load(*, desk: Desk, period: str) -> Loaded:
    """Enter what the press has stated about the city and accept it, apart from the demonstration's own year, which stays open: the city
    hands in its quick report with it."""
    figures = [figure for figure in published_figures() if _submission_period(figure) == period]
    current = period == script().period
    entered = intake.facts_enter(
        actor=desk.people.clerk,
        now=desk.now,
        catalogue=desk.catalogue,
        unit_id=script().city,
        period_label=period,
        facts=[_published_fact(figure) for figure in figures],
        hand_in=not current,
    )
    submission = entered.submission
    if not current:
        submission = book.submission_accept(actor=desk.people.verifier, now=desk.now, submission_id=submission.id)
    sources = tuple(dict.fromkeys(figure.source_name for figure in figures))
    return Loaded(submissions=(submission,), facts=len(entered.facts), sources=sources, accepted=not current)


def sample_year_load(*, desk: Desk) -> Loaded:
    """Enter and accept the invented results of the year before, unit by unit."""
    year = sample_year()
    accepted, count = [], 0
    for unit_name, values in year.values.items():
        facts = [_sample_fact(code, value, year.note, desk.catalogue) for code, value in values.items()]
        entered = intake.facts_enter(
            actor=desk.people.clerk,
            now=desk.now,
            catalogue=desk.catalogue,
            unit_id=unit_of(desk=desk, name=unit_name, period=year.period),
            period_label=year.period,
            facts=facts,
        )
        accepted.append(book.submission_accept(actor=desk.people.verifier, now=desk.now, submission_id=entered.submission.id))
        count += len(facts)
    return Loaded(submissions=tuple(accepted), facts=count, sources=(year.note,), accepted=True)


def report_take_in(*, desk: Desk, report: SampleReport, add_to: int | None = None) -> TakenIn:
    """One report the whole way: submit, read, confirm the sure figures together and the others one by one, hand in, accept by the other
    account. ``add_to`` is the open submission that the city's own report joins."""
    clerk, now, catalogue = desk.people.clerk, desk.now, desk.catalogue
    unit_id = unit_of(desk=desk, name=report.unit, period=script().period) if report.unit else script().city
    taken = intake.document_submit(
        actor=clerk,
        now=now,
        folder=desk.folder,
        source=report.content,
        name=report.file,
        unit_id=unit_id,
        period_label=script().period,
        catalogue=catalogue,
        units=desk.units,
        add_to=add_to,
    )
    number = taken.submission.id
    batch = intake.review_batch(actor=clerk, now=now, catalogue=catalogue, submission_id=number, accept_above=script().accept_above)
    answers = decisions().get(report.file, ())
    personal = decide(actor=clerk, now=now, catalogue=catalogue, submission_id=number, decisions=answers)
    finish = intake.review_finish(actor=clerk, now=now, catalogue=catalogue, submission_id=number)
    view = review_get(actor=clerk, now=now, catalogue=catalogue, submission_id=number)
    returned = _return_once(desk=desk, submission_id=number) if report.file == script().returned.file else None
    accepted = book.submission_accept(actor=desk.people.verifier, now=now, submission_id=number)
    return TakenIn(
        report=report,
        intake=taken,
        batch=batch,
        personal=personal,
        finish=finish,
        left=view.in_state("proposed"),
        returned=returned,
        accepted=accepted,
    )


def unit_of(*, desk: Desk, name: str, period: str) -> str:
    """The unit of that name on the last day of the period. Raises UnknownUnit, AmbiguousUnit, BadPeriod."""
    return resolve_unit(desk.units, name, on=last_day(period)).id


def last_day(period: str) -> date:
    _, end = Period.parse(period).data_range(cut_off_day=15)
    assert end is not None, "the demonstration asks for closed periods"
    return end - timedelta(days=1)


def _return_once(*, desk: Desk, submission_id: int) -> Returned | None:
    """The verifier sends one figure back, the clerk corrects it with an explanation and hands in again."""
    told, now = script().returned, desk.now
    before = _fact_of(desk, submission_id, told.measure)
    if before is None or before.value != told.read:
        return None
    intake.figure_return(actor=desk.people.verifier, now=now, submission_id=submission_id, number=before.number, reason=told.reason)
    book.fact_supersede(
        actor=desk.people.clerk,
        now=now,
        catalogue=desk.catalogue,
        fact_id=before.id,
        fact=NewFact(measure=told.measure, evidence=before.evidence, value=told.corrected, note=told.answer),
    )
    after = _fact_of(desk, submission_id, told.measure)
    assert after is not None, "a corrected figure stays in the submission"
    return Returned(before=before, after=after, reason=told.reason, answer=told.answer)


def _fact_of(desk: Desk, submission_id: int, measure: str) -> FactRow | None:
    rows = ledger.facts_of(actor=desk.people.clerk, submission_id=submission_id, now=desk.now)
    return next((row for row in rows if row.measure == measure), None)


def _submission_period(figure: PublishedFigure) -> str:
    """Targets for the year after stand in the report of the year before."""
    return script().period if figure.period > script().period else figure.period


def _published_fact(figure: PublishedFigure) -> NewFact:
    return NewFact(
        measure=figure.measure,
        evidence=Evidence(document_id=None, source=figure.source, quote=figure.quote, start=None, end=None),
        value=figure.value,
        rating=figure.rating,
        flag=figure.flag,
        modifier=figure.modifier,
        period_label=figure.period,
        role=figure.role,
        comparator=figure.comparator,
        target_mode="total" if figure.comparator else None,
    )


def _sample_fact(code: str, value: str, note: str, catalogue: Catalogue) -> NewFact:
    is_rating = catalogue.measures[code].kind is MeasureKind.RATING
    return NewFact(
        measure=code,
        evidence=Evidence(document_id=None, source=note, quote=value, start=None, end=None),
        value=None if is_rating else Decimal(value),
        rating=value if is_rating else None,
        modifier=Modifier.EXACT,
    )
