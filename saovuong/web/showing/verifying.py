"""A handed-in submission as a verifier reads it: each figure beside what was said before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from saovuong.accounts.shapes import Actor
from saovuong.core.period import BadPeriod, Period
from saovuong.intake.wording import value_text
from saovuong.ledger import queries as ledger
from saovuong.ledger.shapes import FactRow, SubmissionInfo, VerdictInfo
from saovuong.web.desk import Desk
from saovuong.web.showing.review import FigureCard, fact_card
from saovuong.web.showing.submissions import unit_names

_Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class JudgedFigure:
    """``before`` is the value of the version before this one, ``last_year`` that of the accepted report of a year ago; empty where there is
    none. ``verdict`` is empty, ``accepted`` or ``returned``."""

    card: FigureCard
    before: str
    last_year: str
    changed: bool
    verdict: str
    by: str


def judged(desk: Desk, submission: SubmissionInfo) -> list[JudgedFigure]:
    actor, catalogue = desk.known, desk.catalogue
    facts = ledger.facts_of(actor=actor, submission_id=submission.id, now=desk.now)
    verdicts = ledger.verdicts_of(actor=actor, submission_id=submission.id, now=desk.now)
    earlier, year = _values(_previous(desk, submission), desk), _values(_last_year(actor, desk, submission), desk)
    names = unit_names(fact.unit_id for fact in facts)
    return [
        _judged(fact, fact_card(fact, submission, catalogue, names), verdicts.get(fact.id), earlier, year, value_text(fact, catalogue))
        for fact in facts
    ]


def _judged(  # noqa: PLR0917 - one figure and the five things it is shown beside
    fact: FactRow, card: FigureCard, verdict: VerdictInfo | None, earlier: Mapping[_Key, str], year: Mapping[_Key, str], value: str
) -> JudgedFigure:
    key = _key(fact)
    before = earlier.get(key, "")
    return JudgedFigure(
        card=card,
        before=before,
        last_year=year.get(key, ""),
        changed=bool(earlier) and before != value,
        verdict=verdict.verdict if verdict else "",
        by=verdict.by if verdict else "",
    )


def _key(fact: FactRow) -> _Key:
    return fact.unit_id, fact.measure, fact.role.value, fact.scope.value


def _values(facts: Iterable[FactRow], desk: Desk) -> dict[_Key, str]:
    return {_key(fact): value_text(fact, desk.catalogue) for fact in facts}


def _previous(desk: Desk, submission: SubmissionInfo) -> list[FactRow]:
    versions = ledger.submissions(
        actor=desk.known, unit_ids=[submission.unit_id], period_label=submission.period_label, form=submission.form, now=desk.now
    )
    older = [one for one in versions if one.version < submission.version]
    return ledger.facts_of(actor=desk.known, submission_id=older[-1].id, now=desk.now) if older else []


def _last_year(actor: Actor, desk: Desk, submission: SubmissionInfo) -> list[FactRow]:
    try:
        label = Period.parse(submission.period_label).previous_year().label
    except (BadPeriod, ValueError):
        return []
    found = ledger.submissions(
        actor=actor, unit_ids=[submission.unit_id], period_label=label, form=submission.form, states=["accepted"], now=desk.now
    )
    return ledger.facts_of(actor=actor, submission_id=found[-1].id, now=desk.now) if found else []
