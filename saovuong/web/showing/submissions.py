"""Submissions as rows with the names to read them by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from saovuong.core.catalogue import Catalogue
from saovuong.ledger.shapes import SubmissionInfo
from saovuong.org import queries as org
from saovuong.org.queries import index
from saovuong.web.showing.said import name_of


@dataclass(frozen=True, slots=True)
class Row:
    """``latest`` is when it last moved; ``next_page`` names the address where this person goes on with it."""

    id: int
    unit: str
    unit_id: str
    period: str
    form: str
    version: int
    state: str
    finality: str
    scope: str
    latest: datetime
    latest_by: str
    documents: tuple[str, ...]
    next_page: str


def rows(found: Iterable[SubmissionInfo], catalogue: Catalogue, *, roles: Iterable[str]) -> list[Row]:
    """Newest movement first."""
    listed = list(found)
    names = unit_names(row.unit_id for row in listed)
    held = frozenset(roles)
    made = [_row(one, names, catalogue, held) for one in listed]
    return sorted(made, key=lambda row: (row.latest, row.id), reverse=True)


def one_row(submission: SubmissionInfo, catalogue: Catalogue, *, roles: Iterable[str]) -> Row:
    return rows([submission], catalogue, roles=roles)[0]


def _row(one: SubmissionInfo, names: Mapping[str, str], catalogue: Catalogue, roles: frozenset[str]) -> Row:
    moves = [(one.created_at, one.created_by), (one.handed_in_at, one.handed_in_by), (one.decided_at, one.decided_by)]
    # Of moves in one instant the later step counts.
    latest, by = sorted(((at, by or "") for at, by in moves if at is not None), key=lambda move: move[0])[-1]
    form = catalogue.forms.get(one.form)
    return Row(
        id=one.id,
        unit=names.get(one.unit_id, one.unit_id),
        unit_id=one.unit_id,
        period=one.period_label,
        form=name_of(form) if form else one.form,
        version=one.version,
        state=one.state,
        finality=one.finality,
        scope=one.scope.value,
        latest=latest,
        latest_by=by,
        documents=tuple(link.name for link in one.documents),
        next_page=_next_page(one, roles),
    )


def _next_page(one: SubmissionInfo, roles: frozenset[str]) -> str:
    """What came without a document was typed in its form and goes on there."""
    state = one.state
    if state in ("draft", "returned") and roles & {"clerk", "admin"}:
        return "review" if one.documents else "grid-of"
    if state in ("submitted", "returned") and roles & {"verifier", "admin"}:
        return "verify"
    return "submission"


def unit_names(unit_ids: Iterable[str]) -> dict[str, str]:
    """Names as a list needs them: with the unit above where the name alone would not tell."""
    found = org.units_get(unit_ids)
    twice = _twice([unit.name for unit in found.values()])
    full_name_of = index().full_name_of if twice else str
    return {key: full_name_of(key) if unit.name in twice else unit.name for key, unit in found.items()}


def _twice(names: Sequence[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}
