"""One measure of a unit over the years, each with what makes it less than a plain figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from saovuong.consolidation.shapes import Place
from saovuong.consolidation.standings import YearPoint
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.numbers import format_number
from saovuong.core.period import Period
from saovuong.engine.amounts import shown
from saovuong.engine.shapes import Total
from saovuong.web.showing.said import goal_text, name_of, number_text, value_cell
from saovuong.writers.chart_shapes import Point, TrendChart


@dataclass(frozen=True, slots=True)
class TrendRow:
    """``notes`` say in words what to mind: an estimate, missing units, units that cannot be compared, a unit that was not there."""

    period: Period
    value: str
    heard: int
    expected: int
    goal: str
    change: str
    notes: tuple[str, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class Trend:
    rows: tuple[TrendRow, ...]
    chart: TrendChart | None


def trend_of(points: Sequence[YearPoint], measure: Measure, catalogue: Catalogue) -> Trend:
    rows, before = [], None
    for point in points:
        rows.append(_row(point, before, measure, catalogue))
        before = point.total
    drawn = tuple(_point(point) for point in points)
    known = [point for point in drawn if point.value is not None]
    if not known:
        return Trend(tuple(rows), None)
    silent = len(drawn) - len(known)
    finding = _("{first}: {first_value}; {last}: {last_value}.").format(
        first=known[0].label, first_value=known[0].text, last=known[-1].label, last_value=known[-1].text
    )
    finding += f" {_('{years} kỳ chưa có số.').format(years=silent)}" if silent else ""
    return Trend(tuple(rows), TrendChart(name_of(measure), finding, drawn, _("chỉ tiêu")))


def _row(point: YearPoint, before: Total | None, measure: Measure, catalogue: Catalogue) -> TrendRow:
    total = point.total
    known = total is not None and (total.amount is not None or total.coverage.heard > 0)
    coverage = total.coverage if total else None
    return TrendRow(
        period=point.period,
        value=value_cell(total, catalogue) if total is not None and known else "",
        heard=coverage.heard if coverage else 0,
        expected=coverage.expected if coverage else 0,
        goal="; ".join(goal_text(one, measure, catalogue) for one in total.attainments) if total else "",
        change=_change(total, before),
        notes=tuple(_notes(point)),
        known=known,
    )


def _change(total: Total | None, before: Total | None) -> str:
    """``+5,5%`` against the year before; points for a percentage; nothing where either is unknown or an estimate."""
    one, other = (total.amount if total else None), (before.amount if before else None)
    if one is None or other is None or one.estimated or other.estimated:
        return ""
    points = one.uom == "percent"
    if not points and not other.value:
        return ""
    moved = shown(one.value - other.value if points else 100 * (one.value - other.value) / other.value, places=1)
    sign = "+" if moved > 0 else "−" if moved < 0 else ""
    return f"{sign}{format_number(abs(Decimal(moved)))}{_(' điểm %') if points else '%'}"


def _notes(point: YearPoint) -> list[str]:
    if point.absent:
        return [_("chưa có đơn vị này trên cây của kỳ")]
    notes = []
    total = point.total
    if total is not None and total.amount is not None and total.amount.estimated:
        notes.append(_("ước tính theo tỷ lệ chia đã khai"))
    if total is not None and total.coverage.missing:
        notes.append(_("thiếu {count} đơn vị").format(count=len(total.coverage.missing)))
    if point.not_comparable and point.place is not None:
        names = list(dict.fromkeys(_named(point.place, one.unit) for one in point.not_comparable))
        listed = ", ".join(names[:3]) + (_(" và {count} đơn vị khác").format(count=len(names) - 3) if len(names) > 3 else "")
        notes.append(_("không so sánh được: {units}").format(units=listed))
    return notes


def _named(place: Place, unit: str) -> str:
    return place.name(unit)


def _point(point: YearPoint) -> Point:
    total = point.total
    amount = total.amount if total else None
    target = next((one.target.value for one in total.attainments if one.target is not None), None) if total else None
    if amount is None:
        return Point(point.period.label, None, "", note=_("chưa có đơn vị") if point.absent else _("chưa có số"), target=target)
    note = _("ước tính") if amount.estimated else ""
    if not note and total is not None and total.coverage.missing:
        note = f"{total.coverage.heard}/{total.coverage.expected} {_('đơn vị')}"
    return Point(point.period.label, amount.value, number_text(amount), amount.estimated, note, target)
