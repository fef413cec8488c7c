"""Targets of a unit with progress and pace: where each should be by now, by the cut-offs of the period."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from saovuong.catalogue.headlines import EVEN, Headline, Headlines, closed_on, due_percent
from saovuong.consolidation.shapes import TotalsView
from saovuong.core.catalogue import Catalogue
from saovuong.core.numbers import format_number
from saovuong.engine.amounts import shown
from saovuong.engine.shapes import Attainment, Total
from saovuong.web.showing.said import goal_text, name_of, value_cell
from saovuong.writers.chart_shapes import Progress, ProgressChart

_LIMITS = ("<=", "<")
MET, LATE, ON_TIME, UNMET, OPEN = "met", "late", "on-time", "unmet", "open"


@dataclass(frozen=True, slots=True)
class TargetRow:
    """``due`` is what should be reached by now, ``verdict`` says how it stands; ``state`` is one of the words above."""

    code: str
    name: str
    result: str
    goal: str
    percent: Decimal | None
    due: Decimal | None
    verdict: str
    state: str
    each: bool

    @property
    def percent_text(self) -> str:
        return percent(self.percent)

    @property
    def due_text(self) -> str:
        return percent(self.due)


@dataclass(frozen=True, slots=True)
class Targets:
    """``more`` targets are not shown here; they stand in the table of all totals."""

    rows: tuple[TargetRow, ...]
    more: int
    met: int
    late: int
    judged_on: date
    over: bool
    chart: ProgressChart | None


def percent(value: Decimal | None) -> str:
    return "" if value is None else f"{format_number(shown(value, places=1))}%"


def targets_of(view: TotalsView, headlines: Headlines, catalogue: Catalogue, *, today: date) -> Targets:
    place = view.place
    closed = closed_on(today=today, cut_off_day=place.start.day)
    over = today >= place.end - timedelta(days=1)
    pairs = list(_in_order(view, headlines))
    rows = []
    for total, one in pairs[: headlines.most]:
        headline = headlines.of(total.measure)
        day = closed if headline.pace == EVEN and not over else today
        due = due_percent(headline, start=place.start, end=place.end, today=day)
        rows.append(_row(total, one, headline, headlines, catalogue, due=due, over=over))
    return Targets(
        rows=tuple(rows),
        more=len(pairs) - len(rows),
        met=sum(row.state == MET for row in rows),
        late=sum(row.state in (LATE, UNMET) for row in rows),
        judged_on=closed if not over else place.end - timedelta(days=1),
        over=over,
        chart=_chart(rows),
    )


def _in_order(view: TotalsView, headlines: Headlines) -> Iterable[tuple[Total, Attainment]]:
    """Targets of the pack's headline measures in its order, then all others in the order of the catalogue."""
    order = {row.measure: place for place, row in enumerate(headlines.rows)}
    told = [total for total in view.totals if total.attainments]
    for total in sorted(told, key=lambda one: order.get(one.measure, len(order))):
        yield from ((total, one) for one in total.attainments)


def _row(
    total: Total, one: Attainment, headline: Headline, headlines: Headlines, catalogue: Catalogue, *, due: Decimal | None, over: bool
) -> TargetRow:
    measure = catalogue.measures[total.measure]
    each, limit = one.mode == "each", one.comparator in _LIMITS
    asked = None if each or limit or one.percent is None else due
    verdict, state = _verdict(one, asked, headline, behind=headlines.behind, over=over)
    return TargetRow(
        code=total.measure,
        name=name_of(measure),
        result=value_cell(total, catalogue),
        goal=goal_text(one, measure, catalogue),
        percent=one.percent,
        due=asked,
        verdict=verdict,
        state=state,
        each=each,
    )


def _verdict(one: Attainment, due: Decimal | None, headline: Headline, *, behind: Decimal, over: bool) -> tuple[str, str]:
    if one.met is True:
        return (_("trong mức cho phép"), ON_TIME) if one.comparator in _LIMITS and not over else (_("đạt"), MET)
    if one.met is False and one.comparator in _LIMITS:
        return _("đã vượt mức cho phép"), UNMET
    if over:
        return (_("chưa đạt"), UNMET) if one.met is False else (_("chưa kết luận được"), OPEN)
    if due is None or one.percent is None:
        return (_("chưa đến hạn"), OPEN) if headline.pace != EVEN else (_("chưa kết luận được"), OPEN)
    if one.percent >= due - behind:
        return _("đúng tiến độ"), ON_TIME
    return _("chậm {points} điểm %").format(points=format_number(shown(due - one.percent, places=1))), LATE


def _chart(rows: list[TargetRow]) -> ProgressChart | None:
    told = [row for row in rows if row.percent is not None]
    if not told:
        return None
    drawn = tuple(
        Progress(
            label=row.name,
            percent=row.percent,
            due=row.due if row.due is not None and row.due < 100 else None,
            text=f"{row.percent_text} {_('đơn vị đạt')}" if row.each else row.percent_text,
            met=True if row.state == MET else False if row.state in (LATE, UNMET) else None,
        )
        for row in told
    )
    late = [row.name for row in told if row.state in (LATE, UNMET)]
    finding = _("{met} trên {all} chỉ tiêu đạt").format(met=sum(row.state == MET for row in told), all=len(told))
    finding += f"; {_('chậm hoặc chưa đạt')}: {', '.join(late)}." if late else "."
    return ProgressChart(_("Mức hoàn thành chỉ tiêu"), finding, drawn)
