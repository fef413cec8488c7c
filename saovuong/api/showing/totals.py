from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field

from saovuong.api.showing.basics import (
    AmountShown,
    Number,
    PeriodShown,
    Shown,
    Some,
    UnitRef,
    UomShown,
    amount,
    number,
    period_shown,
    some,
    some_refs,
    uom_shown,
)
from saovuong.api.showing.measures import Kind
from saovuong.api.tables import Cell
from saovuong.consolidation.shapes import NOT_COMPARABLE, NotComparable, Place, TotalsView
from saovuong.core.catalogue import Catalogue
from saovuong.engine.shapes import Attainment, Coverage, Reconciliation, Total


class PlaceShown(Shown):
    """Where and when the question was answered: ``unit`` answers for the ``asked`` one on the tree of ``tree_day``."""

    asked: UnitRef
    unit: UnitRef
    period: PeriodShown
    tree_day: date
    restated: bool = Field(description="Cây đơn vị khác ngày cuối của kỳ: có số liệu chuyển từ đơn vị cũ.")


class CoverageShown(Shown):
    """``heard`` of ``expected`` units told something; of the ``missing`` some are known by others or inside a reported total. ``/coverage``
    names every one."""

    heard: int
    expected: int
    missing: Some[UnitRef]
    by_others: Some[UnitRef]
    represented: Some[UnitRef]


class ReconciliationShown(Shown):
    """A reported total beside the sum of its parts; ``complete`` false while parts are missing, when a difference proves nothing."""

    unit: UnitRef
    reported: AmountShown
    computed: AmountShown
    difference: Number
    agrees: bool
    complete: bool
    conflict: bool
    facts: list[int]


class AttainmentShown(Shown):
    """A result beside its target. ``met`` null: cannot be told."""

    mode: str
    comparator: str
    target: AmountShown | None
    target_rating: str | None
    target_flag: bool | None
    percent: Number | None
    met: bool | None
    unmet: Some[UnitRef]
    unknown: Some[UnitRef]
    facts: list[int]


class Ratings(Shown):
    counts: dict[str, int] = Field(description="Số đơn vị ở từng mức, mức tốt nhất đứng trước; mức của từng đơn vị: /explain.")


class Answers(Shown):
    yes: int
    answered: int
    no: Some[UnitRef]


class Unmatched(Shown):
    unit: UnitRef
    lacks: str


class ListedShown(Shown):
    unit: UnitRef
    amount: AmountShown
    facts: list[int]


class RatioShown(Shown):
    """What a ratio rests on: units that gave both parts; bare percentages are listed, never added."""

    numerator: AmountShown | None
    denominator: AmountShown | None
    unmatched: Some[Unmatched]
    listed: Some[ListedShown]


class TotalShown(Shown):
    """``amount`` null is unknown, which is not zero. Ratings and yes-or-no answers have no amount but their own spread."""

    measure: str
    measure_name: str
    topic: str
    kind: Kind
    role: Literal["result", "target", "context"]
    uom: UomShown
    amount: AmountShown | None
    taken: Literal["computed", "reported", "nothing"] | None
    reported: AmountShown | None = Field(description="Số do chính đơn vị báo cáo cho toàn địa bàn.")
    coverage: CoverageShown
    ratings: Ratings | None
    yes_no: Answers | None
    ratio: RatioShown | None
    reconciliations: Some[ReconciliationShown]
    period_reconciliations: Some[ReconciliationShown]
    attainments: list[AttainmentShown]
    last_year: AmountShown | None


class NotComparableShown(Shown):
    """Figures that cannot be told on the tree asked for."""

    unit: UnitRef
    successor: UnitRef | None
    reason: str
    words: str
    facts: list[int]


class TotalsShown(Shown):
    place: PlaceShown
    totals: list[TotalShown]
    contradictions: int = Field(description="Số chỗ mâu thuẫn giữa các báo cáo; xem /checks và /explain.")
    not_comparable: Some[NotComparableShown]
    hidden: Some[UnitRef] = Field(description="Đơn vị ngoài phạm vi của tài khoản: số của họ không có trong tổng.")


def totals_shown(view: TotalsView, catalogue: Catalogue) -> TotalsShown:
    return TotalsShown(
        place=place_shown(view.place),
        totals=[total_shown(one, view.last_year.get(one.measure), view.place, catalogue) for one in view.totals],
        contradictions=len(view.contradictions),
        not_comparable=some([not_comparable(one, view.place) for one in view.place.not_comparable]),
        hidden=some_refs(view.hidden, view.place.names),
    )


def place_shown(place: Place) -> PlaceShown:
    return PlaceShown(
        asked=UnitRef(id=place.asked.id, name=place.asked.name),
        unit=UnitRef(id=place.unit.id, name=place.unit.name),
        period=period_shown(place.period, place.start, place.end),
        tree_day=place.tree.day,
        restated=place.restated,
    )


def total_shown(total: Total, last: Total | None, place: Place, catalogue: Catalogue) -> TotalShown:
    measure = catalogue.measures[total.measure]
    return TotalShown(
        measure=measure.code,
        measure_name=measure.name_vi,
        topic=measure.topic,
        kind=measure.kind.value,
        role=total.role.value,
        uom=uom_shown(catalogue.uoms[measure.uom]),
        amount=amount(total.amount),
        taken=total.part.taken if total.part else None,  # type: ignore[arg-type]  # one of these words
        reported=amount(total.reported),
        coverage=coverage_shown(total.coverage, place),
        ratings=_ratings(total),
        yes_no=_answers(total, place),
        ratio=_ratio(total, place),
        reconciliations=some([_reconciliation(one, place) for one in total.reconciliations]),
        period_reconciliations=some([_reconciliation(one, place) for one in total.period_reconciliations]),
        attainments=[_attainment(one, place) for one in total.attainments],
        last_year=amount(last.amount) if last else None,
    )


def coverage_shown(coverage: Coverage, place: Place) -> CoverageShown:
    return CoverageShown(
        heard=coverage.heard,
        expected=coverage.expected,
        missing=some_refs(coverage.missing, place.names),
        by_others=some_refs(coverage.by_others, place.names),
        represented=some_refs(coverage.represented, place.names),
    )


def not_comparable(one: NotComparable, place: Place) -> NotComparableShown:
    return NotComparableShown(
        unit=_ref(one.unit, place),
        successor=_ref(one.successor, place) if one.successor else None,
        reason=one.reason,
        words=NOT_COMPARABLE[one.reason].format(successor=place.name(one.successor or "")),
        facts=list(one.facts),
    )


def _ref(unit: str, place: Place) -> UnitRef:
    return UnitRef(id=unit, name=place.name(unit))


def _ratings(total: Total) -> Ratings | None:
    found = total.ratings
    return Ratings(counts=dict(found.counts)) if found else None


def _answers(total: Total, place: Place) -> Answers | None:
    found = total.yes_no
    return Answers(yes=found.yes, answered=found.answered, no=some_refs(found.no_units, place.names)) if found else None


def _ratio(total: Total, place: Place) -> RatioShown | None:
    if total.numerator is None and not total.listed:
        return None
    pair = total.pair
    listed = [(one, shown) for one in total.listed if (shown := amount(one.amount))]
    return RatioShown(
        numerator=amount(pair.numerator) if pair else None,
        denominator=amount(pair.denominator) if pair else None,
        unmatched=some([Unmatched(unit=_ref(unit, place), lacks=part) for unit, part in pair.unmatched] if pair else []),
        listed=some([ListedShown(unit=_ref(one.unit, place), amount=shown, facts=list(one.facts)) for one, shown in listed]),
    )


def _reconciliation(one: Reconciliation, place: Place) -> ReconciliationShown:
    reported, computed = amount(one.reported), amount(one.computed)
    assert reported is not None
    assert computed is not None
    return ReconciliationShown(
        unit=_ref(one.unit, place),
        reported=reported,
        computed=computed,
        difference=number(one.difference),
        agrees=one.agrees,
        complete=one.complete,
        conflict=one.is_conflict,
        facts=list(one.reported_facts),
    )


def _attainment(one: Attainment, place: Place) -> AttainmentShown:
    return AttainmentShown(
        mode=one.mode,
        comparator=one.comparator,
        target=amount(one.target),
        target_rating=one.target_rating,
        target_flag=one.target_flag,
        percent=number(one.percent) if one.percent is not None else None,
        met=one.met,
        unmet=some_refs(one.unmet, place.names),
        unknown=some_refs(one.unknown, place.names),
        facts=list(one.facts),
    )


CSV_HEADS = (
    "unit", "unit_name", "period", "start", "end", "tree_day", "measure", "measure_name", "kind", "role", "uom",
    "value", "modifier", "low", "high", "estimated", "spread", "heard", "expected", "last_year",
)  # fmt: skip


def csv_rows(shown: TotalsShown) -> Iterator[tuple[Cell, ...]]:
    place = shown.place
    where = (place.unit.id, place.unit.name, place.period.label, str(place.period.start), str(place.period.end), str(place.tree_day))
    for one in shown.totals:
        known, last = one.amount, one.last_year
        value = (known.value, known.modifier, known.low, known.high, known.estimated) if known else (None,) * 5
        heard = (one.coverage.heard, one.coverage.expected, last.value if last else None)
        yield (*where, one.measure, one.measure_name, one.kind, one.role, one.uom.code, *value, _spread(one), *heard)


def _spread(one: TotalShown) -> str | None:
    if one.ratings:
        return "; ".join(f"{level}: {count}" for level, count in one.ratings.counts.items())
    return f"{one.yes_no.yes}/{one.yes_no.answered}" if one.yes_no else None
