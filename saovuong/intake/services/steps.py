"""Steps of reviewing as rows: how figures stood before an act and after it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.intake.models import Candidate, Step

# What a decision changes of a figure, as it is kept in a step.
_DECISION = ("state", "correction", "decided_by", "decided_at", "reason")


def standing(*, submission_id: int, numbers: Collection[int]) -> dict[int, dict[str, object]]:
    """How the figures stand now, by number, in values that JSON can keep."""
    rows = Candidate.objects.filter(submission_id=submission_id, number__in=tuple(numbers)).values("number", *_DECISION)
    return {row["number"]: {name: _plain(row[name]) for name in _DECISION} for row in rows}


def step_keep(*, submission_id: int, act: str, before: Mapping[int, Mapping[str, object]], actor: Actor, now: datetime) -> None:
    """Keep an act on the figures of ``before``; what changed nothing is no step. Must run inside its transaction, after the change."""
    after = standing(submission_id=submission_id, numbers=before)
    changed = [number for number in sorted(before) if before[number] != after[number]]
    if changed:
        figures = [{"number": number, "before": dict(before[number]), "after": after[number]} for number in changed]
        figures_keep(submission_id=submission_id, act=act, figures=figures, actor=actor, now=now)


def figures_keep(
    *, submission_id: int, act: str, figures: Sequence[Mapping[str, object]], actor: Actor, now: datetime, undoes: Step | None = None
) -> None:
    Step.objects.create(submission_id=submission_id, act=act, figures=list(figures), by=actor.name, at=now, undoes=undoes)


def put_back(*, submission_id: int, number: int, decision: Mapping[str, object]) -> None:
    """The figure stands again as it stood."""
    at = decision["decided_at"]
    fields = {**decision, "decided_at": datetime.fromisoformat(str(at)) if at else None}
    Candidate.objects.filter(submission_id=submission_id, number=number).update(**fields)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
