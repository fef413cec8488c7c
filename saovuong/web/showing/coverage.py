"""Who was heard for a period and who is late, a row for each unit that is waited for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from saovuong.consolidation.shapes import CoverageView, Late
from saovuong.core.catalogue import Catalogue, LegalBasis
from saovuong.ledger import queries as ledger
from saovuong.org.queries import units_get
from saovuong.web.desk import Desk

HEARD, BY_OTHERS, REPRESENTED, MISSING = "heard", "by_others", "represented", "missing"
STANDINGS = (HEARD, MISSING, BY_OTHERS, REPRESENTED)


@dataclass(frozen=True, slots=True)
class Row:
    """``standing`` is one of ``STANDINGS``, empty for a unit that is not counted but has a deadline of its own; ``submission`` is the
    newest of the period, whatever its state."""

    unit_id: str
    name: str
    standing: str
    late: Late | None
    submission: int | None
    state: str


@dataclass(frozen=True, slots=True)
class Due:
    level: str
    day: date


@dataclass(frozen=True, slots=True)
class Page:
    rows: tuple[Row, ...]
    heard: int
    expected: int
    late: int
    due: tuple[Due, ...]
    basis: tuple[LegalBasis, ...]
    forms: tuple[tuple[str, str], ...]

    @property
    def percent(self) -> int:
        return self.heard * 100 // self.expected if self.expected else 0


def page_of(view: CoverageView, desk: Desk, *, only: str = "") -> Page:
    """``only``: a standing, or ``late``; empty shows everybody."""
    late = {one.unit: one for one in view.late}
    states = _newest(desk, view)
    rows = (_row(unit, view, late, states) for unit in view.place.tree.units() if unit in view.place.tree.expected or unit in late)
    return Page(
        rows=tuple(row for row in rows if only in ("", row.standing) or (only == "late" and row.late)),
        heard=view.coverage.heard,
        expected=view.coverage.expected,
        late=len(late),
        due=tuple(Due(level, day) for level, day in view.due.items()),
        basis=tuple(dict.fromkeys(one.basis for one in view.late)),
        forms=forms_for(view, desk.catalogue),
    )


def forms_for(view: CoverageView, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Forms of the period's kind that some unit of the tree is asked for, by code."""
    levels = {info.level for info in units_get(view.place.tree.origins()).values()}
    kind = view.place.period.kind
    return tuple((form.code, form.name_vi) for form in catalogue.forms.values() if form.period_kind == kind and form.level in levels)


def _row(unit: str, view: CoverageView, late: Mapping[str, Late], states: Mapping[str, tuple[int, str]]) -> Row:
    number, state = states.get(unit, (None, ""))
    return Row(
        unit_id=unit,
        name=view.place.name(unit),
        standing=_standing(unit, view) if unit in view.place.tree.expected else "",
        late=late.get(unit),
        submission=number,
        state=state,
    )


def _standing(unit: str, view: CoverageView) -> str:
    found = view.coverage
    lists: tuple[tuple[str, Collection[str]], ...] = (
        (BY_OTHERS, found.by_others),
        (REPRESENTED, found.represented),
        (MISSING, found.missing),
    )
    return next((standing for standing, listed in lists if unit in listed), HEARD)


def _newest(desk: Desk, view: CoverageView) -> dict[str, tuple[int, str]]:
    rows = ledger.submissions(
        actor=desk.known, unit_ids=view.place.tree.origins(), period_label=view.place.period.label, form=view.form, now=desk.now
    )
    return {row.unit_id: (row.id, row.state) for row in sorted(rows, key=lambda row: row.id)}
