"""What waits for one person."""

from collections.abc import Callable
from dataclasses import dataclass

from saovuong.ledger import queries as ledger
from saovuong.ledger.access import ENTERS, VERIFIES, covers, scope_of
from saovuong.ledger.shapes import SubmissionInfo
from saovuong.web.desk import Desk
from saovuong.web.showing.submissions import Row, rows

_RECENT = 8


@dataclass(frozen=True, slots=True)
class ReturnedFigure:
    submission: int
    unit: str
    number: int
    measure: str
    reason: str


@dataclass(frozen=True, slots=True)
class Work:
    """``waiting`` are handed-in submissions that this person may accept: not of their own entering."""

    returned: tuple[ReturnedFigure, ...]
    drafts: tuple[Row, ...]
    waiting: tuple[Row, ...]
    recent: tuple[Row, ...]

    @property
    def nothing(self) -> bool:
        return not (self.returned or self.drafts or self.waiting)


def work_of(desk: Desk) -> Work:
    found = ledger.submissions(actor=desk.known, now=desk.now, states=("draft", "returned", "submitted"))
    accepted = ledger.submissions(actor=desk.known, now=desk.now, states=("accepted",), newest=_RECENT)
    enters, verifies = _reach(desk, ENTERS), _reach(desk, VERIFIES)
    mine = [one for one in found if enters(one)]
    theirs = [one for one in found if verifies(one) and desk.known.name not in (one.created_by, one.handed_in_by)]

    def shown(chosen: list[SubmissionInfo]) -> tuple[Row, ...]:
        return tuple(rows(chosen, desk.catalogue, roles=desk.roles))

    returned = [one for one in mine if one.state == "returned"]
    return Work(
        returned=tuple(figure for row in shown(returned) for figure in _returned_figures(desk, row)),
        drafts=shown([one for one in mine if one.state == "draft"]),
        waiting=shown([one for one in theirs if one.state == "submitted"]),
        recent=shown(accepted),
    )


def _reach(desk: Desk, roles: tuple[str, ...]) -> Callable[[SubmissionInfo], bool]:
    scope = scope_of(actor=desk.known, roles=roles, now=desk.now)
    return lambda one: covers(scope, one.unit_id)


def _returned_figures(desk: Desk, row: Row) -> list[ReturnedFigure]:
    facts = ledger.facts_of(actor=desk.known, submission_id=row.id, now=desk.now)
    measures = desk.catalogue.measures
    return [
        ReturnedFigure(row.id, row.unit, fact.number, measures[fact.measure].name_vi, fact.returned_reason)
        for fact in facts
        if fact.returned_reason
    ]
