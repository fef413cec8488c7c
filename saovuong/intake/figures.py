"""From what the reader said to what would be entered."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from functools import cached_property

from saovuong.core.errors import Refusal
from saovuong.core.quantity import FigureClass, Modifier, Role, Scope
from saovuong.intake.models import Candidate
from saovuong.intake.shapes import Figure
from saovuong.ledger.shapes import Evidence, FactRow, NewFact, SubmissionInfo
from saovuong.org import queries as org

_TARGET_COMPARATORS = {Modifier.AT_LEAST: ">=", Modifier.OVER: ">=", Modifier.AT_MOST: "<=", Modifier.UNDER: "<="}
_DECIMALS = ("value", "high")


class Units:
    """Unit ids as the reader gives them, as the units that report: an administrative unit with a command stands for that command."""

    def __init__(self, submission: SubmissionInfo) -> None:
        self.home = submission.unit_id
        self._day = submission.last_day
        self._mapped: dict[str, str | None] = {}
        self._names: dict[str, str] = {}

    @cached_property
    def inside(self) -> frozenset[str]:
        """The reporting unit and all below it on the last day of the period."""
        return frozenset(org.tree_on(root=self.home, day=self._day).units())

    def reporting(self, unit_ref: str) -> str | None:
        if unit_ref not in self._mapped:
            try:
                self._mapped[unit_ref] = org.reporting_unit_for(unit_id=unit_ref, day=self._day).id
            except Refusal:
                self._mapped[unit_ref] = None
        return self._mapped[unit_ref]

    def name(self, unit_id: str) -> str:
        if unit_id not in self._names:
            self._names[unit_id] = org.unit_get(unit_id).name
        return self._names[unit_id]


def proposed_figure(row: Candidate, *, submission: SubmissionInfo, units: Units) -> Figure:
    """The reader's words completed: no unit named means the reporting unit, no period the submission's.

    What describes the area (population, hamlets) is a measure like any other in the book: its value as the unit reports it, a result."""
    unit_id = units.reporting(row.unit_ref) if row.unit_ref else None if row.organisation else units.home
    role, modifier = Role.TARGET if row.role == Role.TARGET else Role.RESULT, Modifier(row.modifier)
    return Figure(
        measure=row.measure or None,
        unit_id=unit_id,
        organisation=row.organisation or None,
        period_label=row.period_label or submission.period_label,
        role=role,
        scope=submission.scope if unit_id in (None, submission.unit_id) else Scope.TOTAL,
        value=row.value,
        high=row.high,
        rating=row.rating or None,
        flag=row.flag,
        unquantified=row.figure_class == FigureClass.UNQUANTIFIED.value,
        modifier=modifier,
        uom=row.uom or None,
        comparator=_TARGET_COMPARATORS.get(modifier) if role is Role.TARGET else None,
    )


def figure_of(row: Candidate, *, submission: SubmissionInfo, units: Units) -> Figure:
    """The person's correction where there is one, else the proposal."""
    return proposed_figure(row, submission=submission, units=units) if row.correction is None else figure_from_json(row.correction)


def figure_to_json(figure: Figure) -> dict[str, object]:
    plain: dict[str, object] = asdict(figure)
    return {key: format(value, "f") if isinstance(value, Decimal) else value for key, value in plain.items()}


def figure_from_json(stored: Mapping[str, object]) -> Figure:
    fields: dict[str, object] = dict(stored)
    for key in _DECIMALS:
        fields[key] = None if fields[key] is None else Decimal(str(fields[key]))
    for key, kind in (("role", Role), ("scope", Scope), ("modifier", Modifier)):
        fields[key] = kind(str(fields[key]))
    return Figure(**fields)  # type: ignore[arg-type]


def figure_of_fact(fact: FactRow) -> Figure:
    return Figure(
        measure=fact.measure,
        unit_id=fact.unit_id,
        organisation=None,
        period_label=fact.period_label,
        role=fact.role,
        scope=fact.scope,
        value=fact.value,
        high=fact.high,
        rating=fact.rating,
        flag=fact.flag,
        unquantified=fact.unquantified,
        modifier=fact.modifier,
        uom=fact.uom,
        comparator=fact.comparator,
        target_mode=fact.target_mode,
        joint=fact.joint,
    )


def new_fact(figure: Figure, *, evidence: Evidence, number: int | None, note: str = "") -> NewFact:
    """What the ledger is asked to enter; a figure without a measure asks for none and is refused there."""
    return NewFact(
        measure=figure.measure or "",
        evidence=evidence,
        value=figure.value,
        high=figure.high,
        rating=figure.rating,
        flag=figure.flag,
        unquantified=figure.unquantified,
        modifier=figure.modifier,
        uom=None if figure.rating is not None or figure.flag is not None else figure.uom,
        unit_id=figure.unit_id,
        period_label=figure.period_label,
        role=figure.role,
        scope=figure.scope,
        comparator=figure.comparator,
        target_mode=figure.target_mode,
        joint=figure.joint,
        number=number,
        note=note,
    )


def evidence_of(row: Candidate, document_name: str) -> Evidence:
    return Evidence(
        document_id=row.reading.document_id,
        source=document_name,
        quote=row.quote,
        start=row.quote_start,
        end=row.quote_end,
        figure_start=row.start,
        figure_end=row.end,
    )


def document_names(submission: SubmissionInfo) -> dict[int, str]:
    return {attached.document_id: attached.name for attached in submission.documents}
