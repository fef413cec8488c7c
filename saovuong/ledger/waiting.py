"""What waits for a person, counted and listed in SQL: the whole of it may be the country's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from saovuong.accounts.shapes import Actor
from saovuong.ledger.access import ENTERS, VERIFIES, rows_in, scope_of
from saovuong.ledger.infos import submission_infos
from saovuong.ledger.models import DRAFT, RETURNED, SUBMITTED, Fact, Review, Submission
from saovuong.ledger.shapes import SubmissionInfo


@dataclass(frozen=True, slots=True)
class ReturnedFigure:
    """A figure that a verifier gave back, by its number in its submission, and why."""

    submission_id: int
    unit_id: str
    period_label: str
    number: int
    measure: str
    reason: str
    by: str
    at: datetime


def to_verify(*, actor: Actor, now: datetime, first: int, skip: int = 0) -> tuple[int, list[SubmissionInfo]]:
    """How many handed-in submissions wait for this person, and a page of them, the oldest first. Nobody verifies what they handed in."""
    own = Q(created_by=actor.name) | Q(handed_in_by=actor.name)
    return _page(_in_reach(actor, VERIFIES, now, (SUBMITTED,)).exclude(own), first, skip)


def begun(*, actor: Actor, now: datetime, first: int, skip: int = 0) -> tuple[int, list[SubmissionInfo]]:
    """Drafts of the units that this person enters for, the oldest first."""
    return _page(_in_reach(actor, ENTERS, now, (DRAFT,)), first, skip)


def returned_figures(*, actor: Actor, now: datetime, first: int, skip: int = 0) -> tuple[int, list[ReturnedFigure]]:
    """Figures given back to the units that this person enters for and not answered yet, the oldest return first."""
    reviews = Review.objects.filter(fact=OuterRef("pk")).order_by("-pk")
    open_ones = Fact.objects.filter(submission__in=_in_reach(actor, ENTERS, now, (RETURNED,)).values("pk"))
    open_ones = open_ones.filter(superseded_by__isnull=True, withdrawal__isnull=True)
    found = open_ones.annotate(
        verdict=Subquery(reviews.values("verdict")[:1]),
        reason=Subquery(reviews.values("reason")[:1]),
        by=Subquery(reviews.values("by")[:1]),
        at=Subquery(reviews.values("at")[:1]),
    )
    found = found.filter(verdict="returned").order_by("at", "pk")
    names = ("submission_id", "submission__unit_id", "submission__period_label", "number", "measure", "reason", "by", "at")
    return found.count(), [ReturnedFigure(*row) for row in found.values_list(*names)[skip : skip + first]]


def _in_reach(actor: Actor, roles: Collection[str], now: datetime, states: Collection[str]) -> QuerySet[Submission]:
    scope = scope_of(actor=actor, roles=roles, now=now)
    return Submission.objects.filter(rows_in(scope, "unit_id"), state__in=tuple(states))


def _page(rows: QuerySet[Submission], first: int, skip: int) -> tuple[int, list[SubmissionInfo]]:
    page = rows.order_by(Coalesce("handed_in_at", "created_at"), "pk")[skip : skip + first]
    return rows.count(), submission_infos(page)
