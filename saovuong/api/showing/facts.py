from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from saovuong.api.showing.basics import ModifierWord, Number, PeriodShown, Shown, UnitRef, maybe
from saovuong.api.tables import Cell
from saovuong.core.catalogue import Catalogue
from saovuong.core.period import YEARLY, Period
from saovuong.ledger.shapes import FactRow
from saovuong.org.names import UnitNameIndex


class ValueShown(Shown):
    """What was stated: a number (with ``high`` for a range), a level of a scale, yes or no, or *stated without a number*."""

    kind: Literal["number", "rating", "yes_no", "unquantified"]
    number: Number | None
    high: Number | None
    modifier: ModifierWord
    uom: str
    rating: str | None
    flag: bool | None


class EvidenceShown(Shown):
    """Where it was stated. Offsets count code points of the document's text; null where the figure came without a document."""

    source: str
    quote: str
    document: int | None
    start: int | None
    end: int | None
    figure_start: int | None
    figure_end: int | None


class FactShown(Shown):
    """One value of one measure for one unit and period. ``unit`` is whom it is about, ``reporter`` who handed it in."""

    id: int
    submission: int
    version: int
    number: int = Field(description="Số thứ tự trong hồ sơ; sửa không đổi số.")
    state: Literal["draft", "submitted", "returned", "accepted"]
    finality: Literal["provisional", "final"]
    unit: UnitRef
    reporter: UnitRef
    measure: str
    measure_name: str
    period: PeriodShown
    as_of: date
    role: Literal["result", "target", "context"]
    scope: Literal["own", "total"]
    value: ValueShown
    comparator: str | None
    target_mode: str | None
    joint: str | None
    evidence: EvidenceShown
    note: str
    entered_by: str
    entered_at: datetime
    accepted_by: str | None
    accepted_at: datetime | None
    supersedes: int | None
    returned_reason: str | None


def fact_shown(fact: FactRow, catalogue: Catalogue, index: UnitNameIndex) -> FactShown:
    measure = catalogue.measures.get(fact.measure)
    return FactShown(
        id=fact.id,
        submission=fact.submission_id,
        version=fact.version,
        number=fact.number,
        state=fact.state,  # type: ignore[arg-type]  # the database holds it to these
        finality=fact.finality,  # type: ignore[arg-type]
        unit=UnitRef(id=fact.unit_id, name=index.name_of(fact.unit_id)),
        reporter=UnitRef(id=fact.reporter_id, name=index.name_of(fact.reporter_id)),
        measure=fact.measure,
        measure_name=measure.name_vi if measure else fact.measure,
        period=_period(fact),
        as_of=fact.as_of,
        role=fact.role.value,
        scope=fact.scope.value,
        value=_value(fact),
        comparator=fact.comparator,
        target_mode=fact.target_mode,
        joint=fact.joint,
        evidence=_evidence(fact),
        note=fact.note,
        entered_by=fact.entered_by,
        entered_at=fact.entered_at,
        accepted_by=fact.accepted_by,
        accepted_at=fact.accepted_at,
        supersedes=fact.supersedes_id,
        returned_reason=fact.returned_reason,
    )


def _period(fact: FactRow) -> PeriodShown:
    name = "hằng năm" if fact.period_label == YEARLY else Period.parse(fact.period_label).name_vi()
    return PeriodShown(label=fact.period_label, name=name, start=fact.period_start, end=fact.period_end)


def _value(fact: FactRow) -> ValueShown:
    kind: Literal["number", "rating", "yes_no", "unquantified"] = "unquantified"
    if fact.value is not None:
        kind = "number"
    elif fact.rating is not None:
        kind = "rating"
    elif fact.flag is not None:
        kind = "yes_no"
    return ValueShown(
        kind=kind,
        number=maybe(fact.value),
        high=maybe(fact.high),
        modifier=fact.modifier.value,
        uom=fact.uom,
        rating=fact.rating,
        flag=fact.flag,
    )


def _evidence(fact: FactRow) -> EvidenceShown:
    found = fact.evidence
    return EvidenceShown(
        source=found.source,
        quote=found.quote,
        document=found.document_id,
        start=found.start,
        end=found.end,
        figure_start=found.figure_start,
        figure_end=found.figure_end,
    )


CSV_HEADS = (
    "id", "submission", "number", "state", "unit", "unit_name", "reporter", "reporter_name", "measure", "measure_name", "period", "start",
    "end", "as_of", "role", "scope", "kind", "value", "high", "modifier", "uom", "rating", "flag", "comparator", "joint", "source", "quote",
    "entered_by", "accepted_by",
)  # fmt: skip


def csv_row(one: FactShown) -> tuple[Cell, ...]:
    value, period = one.value, one.period
    return (
        one.id, one.submission, one.number, one.state, one.unit.id, one.unit.name, one.reporter.id, one.reporter.name, one.measure,
        one.measure_name, period.label, str(period.start), str(period.end) if period.end else None, str(one.as_of), one.role, one.scope,
        value.kind, value.number, value.high, value.modifier, value.uom, value.rating, value.flag, one.comparator, one.joint,
        one.evidence.source, one.evidence.quote, one.entered_by, one.accepted_by,
    )  # fmt: skip


def csv_rows(facts: list[FactShown]) -> Iterator[tuple[Cell, ...]]:
    return (csv_row(one) for one in facts)
