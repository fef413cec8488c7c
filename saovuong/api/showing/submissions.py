from datetime import date, datetime
from typing import Literal

from pydantic import Field

from saovuong.api.showing.basics import PeriodShown, Shown, UnitRef
from saovuong.api.showing.facts import FactShown
from saovuong.core.period import Period
from saovuong.ledger.shapes import StateStep, SubmissionInfo, VerdictInfo
from saovuong.org.names import UnitNameIndex

State = Literal["draft", "submitted", "returned", "accepted"]


class DocumentShown(Shown):
    id: int
    name: str
    sha256: str


class SubmissionShown(Shown):
    """What a unit hands in for a form and a period. ``handed_in_*`` and ``decided_*`` are the latest, null before the first."""

    id: int
    unit: UnitRef
    form: str
    period: PeriodShown
    version: int
    state: State
    finality: Literal["provisional", "final"]
    scope: Literal["own", "total"]
    documents: list[DocumentShown]
    created_by: str
    created_at: datetime
    handed_in_by: str | None
    handed_in_at: datetime | None
    decided_by: str | None
    decided_at: datetime | None


class VerdictShown(Shown):
    verdict: Literal["accepted", "returned"]
    reason: str
    by: str
    at: datetime


class FigureShown(Shown):
    fact: FactShown
    verdict: VerdictShown | None = Field(description="Lần kiểm tra mới nhất; null: chưa kiểm tra riêng.")


class StepShown(Shown):
    state: State
    by: str
    at: datetime


class SubmissionDetail(Shown):
    """A submission with its present figures and its history."""

    submission: SubmissionShown
    figures: list[FigureShown]
    history: list[StepShown]
    last_day: date


def submission_shown(row: SubmissionInfo, index: UnitNameIndex) -> SubmissionShown:
    return SubmissionShown(
        id=row.id,
        unit=UnitRef(id=row.unit_id, name=index.name_of(row.unit_id)),
        form=row.form,
        period=PeriodShown(
            label=row.period_label, name=Period.parse(row.period_label).name_vi(), start=row.period_start, end=row.period_end
        ),
        version=row.version,
        state=row.state,  # type: ignore[arg-type]  # the database holds it to these
        finality=row.finality,  # type: ignore[arg-type]
        scope=row.scope.value,
        documents=[DocumentShown(id=one.document_id, name=one.name, sha256=one.sha256) for one in row.documents],
        created_by=row.created_by,
        created_at=row.created_at,
        handed_in_by=row.handed_in_by,
        handed_in_at=row.handed_in_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


def verdict_shown(found: VerdictInfo | None) -> VerdictShown | None:
    if found is None:
        return None
    return VerdictShown(verdict=found.verdict, reason=found.reason, by=found.by, at=found.at)  # type: ignore[arg-type]


def step_shown(step: StateStep) -> StepShown:
    return StepShown(state=step.state, by=step.by, at=step.at)  # type: ignore[arg-type]
