"""Parts of many answers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Generic, Literal, TypeVar

from ninja import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from saovuong.api.typed import Day, Moment
from saovuong.core.catalogue import Uom
from saovuong.core.period import Period
from saovuong.engine.shapes import Amount

# An id, a code or a label is looked up and never more: what cannot be one is refused before anybody looks.
_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
_LABEL = r"^[0-9]{4}[0-9HQ./-]*$"
_CODE = r"^[a-z][a-z0-9_]*$"

UnitInPath = Annotated[str, Path(pattern=_ID, max_length=40, description="Mã đơn vị của Sao Vuông.")]
UnitAsked = Annotated[str, Query(pattern=_ID, max_length=40, description="Mã đơn vị của Sao Vuông; tra bằng /units.")]
PeriodAsked = Annotated[str, Query(pattern=_LABEL, max_length=24, description="Kỳ: 2024, 2024-H1, 2024-Q3, 2024-07, 2024-01/2024-09.")]
MeasureInPath = Annotated[str, Path(pattern=_CODE, max_length=80, description="Mã chỉ tiêu.")]
MeasureAsked = Annotated[str, Query(pattern=_CODE, max_length=80, description="Mã chỉ tiêu.")]
TreeDay = Annotated[Day | None, Query(description="Cây đơn vị của ngày này; bỏ trống: ngày cuối của kỳ.")]
At = Annotated[Moment | None, Query(description="Sổ như vào lúc này; bỏ trống: bây giờ.")]
Code = Annotated[str, Field(pattern=_CODE, max_length=80)]
UnitId = Annotated[str, Field(pattern=_ID, max_length=40)]
Label = Annotated[str, Field(pattern=_LABEL, max_length=24)]

Number = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", description="Số thập phân chính xác.")]
ModifierWord = Literal["exact", "over", "under", "about", "at_least", "at_most", "range"]


class Shown(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class UnitRef(Shown):
    id: str
    name: str


_Row = TypeVar("_Row")
MOST_NAMED = 20


class Some(Shown, Generic[_Row]):
    """How many there are, and the first of them: of a country's thousands a total names a few, and says how many it does not."""

    count: int
    items: list[_Row] = Field(max_length=MOST_NAMED)


class UomShown(Shown):
    code: str
    name_vi: str
    name_en: str


class PeriodShown(Shown):
    """Days whose data belong to the period; ``end`` is the first day after it, null while it runs."""

    label: str
    name: str
    start: date
    end: date | None


class AmountShown(Shown):
    """A number with what is known about it. ``low`` and ``high`` bound the true value, null where that side is open."""

    value: Number
    modifier: ModifierWord
    low: Number | None
    high: Number | None
    uom: str
    estimated: bool = Field(description="Có phần chia theo tỷ lệ khai báo.")


def number(value: Decimal) -> str:
    return format(value.normalize(), "f") if value else "0"


def maybe(value: Decimal | None) -> str | None:
    return None if value is None else number(value)


def amount(found: Amount | None) -> AmountShown | None:
    """None is unknown."""
    if found is None:
        return None
    return AmountShown(
        value=number(found.value),
        modifier=found.modifier.value,
        low=maybe(found.bounds.low),
        high=maybe(found.bounds.high),
        uom=found.uom,
        estimated=found.estimated,
    )


def uom_shown(uom: Uom) -> UomShown:
    return UomShown(code=uom.code, name_vi=uom.name_vi, name_en=uom.name_en)


def period_shown(period: Period, start: date, end: date | None) -> PeriodShown:
    return PeriodShown(label=period.label, name=period.name_vi(), start=start, end=end)


def some(rows: Sequence[_Row]) -> Some[_Row]:
    return Some(count=len(rows), items=list(rows[:MOST_NAMED]))


def some_refs(units: Sequence[str], names: Mapping[str, str]) -> Some[UnitRef]:
    return Some(count=len(units), items=refs(units[:MOST_NAMED], names))


def refs(units: Iterable[str], names: Mapping[str, str]) -> list[UnitRef]:
    return [UnitRef(id=unit, name=names.get(unit, unit)) for unit in units]
