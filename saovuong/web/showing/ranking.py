"""The units below on one measure: who stands where, in which class, and on the map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from saovuong.catalogue.headlines import Headlines
from saovuong.consolidation.standings import Standing, Standings
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.numbers import format_number
from saovuong.core.quantity import MeasureKind
from saovuong.engine.amounts import shown
from saovuong.engine.shapes import Attainment
from saovuong.org.shapes import UnitPoint
from saovuong.web.showing.said import amount_text, goal_text, level_text, name_of
from saovuong.web.showing.targets import percent as percent_text
from saovuong.writers.chart_shapes import Bar, BarChart, Dot, DotMap

_HUNDRED = Decimal(100)
_LIMITS = ("<=", "<")
_MOST_GROUPS = 4
_MOST_BARS = 16
_LAST_BARS = 5


@dataclass(frozen=True, slots=True)
class RankRow:
    """``rank`` None: nothing is known (``value`` then says what is), so there is nothing to rank. ``tie``: others stand on the same rank.

    ``key`` is what is ranked by, the best first. ``group`` is the class, an index of ``Ranking.groups``."""

    unit_id: str
    name: str
    value: str
    amount: Decimal | None
    percent: Decimal | None
    met: bool | None
    known: bool
    heard: int
    expected: int
    key: Decimal | None = None
    rank: int | None = None
    tie: bool = False
    group: int | None = None
    heir: str = ""
    placed: bool = False

    @property
    def rank_text(self) -> str:
        """``2=`` where others share the rank."""
        return "" if self.rank is None else f"{self.rank}=" if self.tie else str(self.rank)

    @property
    def percent_text(self) -> str:
        return percent_text(self.percent)


@dataclass(frozen=True, slots=True)
class Ranking:
    """``by_target``: ranked by what was attained, not by the value. ``goal`` is the target for each, in words."""

    rows: tuple[RankRow, ...]
    groups: tuple[str, ...]
    by_target: bool
    has_targets: bool
    goal: str
    missing: tuple[str, ...]
    bars: BarChart | None
    map: DotMap | None
    borrowed: int
    off_map: int


def ranking_of(
    found: Standings, points: Mapping[str, UnitPoint], headlines: Headlines, catalogue: Catalogue, *, by_value: bool = False
) -> Ranking:
    measure = found.measure
    rows = [_row(one, found, catalogue) for one in found.rows]
    has_targets = any(row.percent is not None or row.met is not None for row in rows)
    by_target = has_targets and not by_value
    rows = _ranked([replace(row, key=_key(row, one, measure, catalogue, by_target)) for row, one in zip(rows, found.rows, strict=True)])
    rows, groups = _grouped(rows, found, headlines, catalogue, by_target=by_target)
    rows = [replace(row, heir=points[row.unit_id].heir, placed=True) if row.unit_id in points else row for row in rows]
    order = {row.unit_id: place for place, row in enumerate(rows)}
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0, order[row.unit_id]))
    return Ranking(
        rows=tuple(rows),
        groups=groups,
        by_target=by_target,
        has_targets=has_targets,
        goal=goal_text(found.each, measure, catalogue) if found.each else "",
        missing=tuple(row.name for row in rows if not row.known),
        bars=_bars(rows, measure, catalogue, found.each),
        map=_map(rows, points, groups, measure),
        borrowed=sum(bool(row.heir) for row in rows),
        off_map=sum(not row.placed for row in rows),
    )


def _row(one: Standing, found: Standings, catalogue: Catalogue) -> RankRow:
    percent, met = attained(one, found.each)
    return RankRow(
        unit_id=one.unit,
        name=one.name,
        value=_value(one, found.measure, catalogue),
        amount=one.amount.value if one.amount else None,
        percent=percent,
        met=met,
        known=one.known,
        heard=one.heard,
        expected=one.expected,
    )


def _value(one: Standing, measure: Measure, catalogue: Catalogue) -> str:
    if one.amount is not None:
        return amount_text(one.amount, measure, catalogue)
    if one.rating is not None:
        return level_text(one.rating, measure, catalogue)
    if one.flag is not None:
        return _("có") if one.flag else _("không")
    return _("ngoài quyền xem") if one.hidden else _("chưa có số liệu")


def attained(one: Standing, each: Attainment | None) -> tuple[Decimal | None, bool | None]:
    """Percent of the target and whether it is met: of the unit's own target, else of the one set for each unit. A limit has no percent."""
    if not one.known:
        return None, None
    if one.own_target is not None:
        return (None if one.own_target.comparator in _LIMITS else one.own_target.percent), one.own_target.met
    if each is None or one.expected != 1:
        return None, None
    met = False if one.unit in each.unmet else None if one.unit in each.unknown else True
    if one.amount is None or each.target is None or not each.target.value or each.comparator in _LIMITS:
        return None, met
    return one.amount.value * _HUNDRED / each.target.value, met


def _key(row: RankRow, one: Standing, measure: Measure, catalogue: Catalogue, by_target: bool) -> Decimal | None:
    """Greater is better. A measure without a direction is ranked by size."""
    if by_target and row.percent is not None:
        return row.percent
    if by_target and row.met is not None and one.amount is None:
        return Decimal(row.met)
    if one.amount is not None:
        if by_target and measure.direction != "down":
            return None
        return -one.amount.value if measure.direction == "down" else one.amount.value
    if one.rating is not None:
        levels = catalogue.scale_of(measure).levels
        return -Decimal(levels.index(one.rating)) if one.rating in levels else None
    if one.flag is not None:
        return Decimal(one.flag == (measure.direction != "down"))
    return None


def _ranked(rows: Sequence[RankRow]) -> list[RankRow]:
    """Equal keys share a rank, and the next rank counts them all: 1, 2, 2, 4."""
    keys = sorted((row.key for row in rows if row.key is not None), reverse=True)
    out = []
    for row in rows:
        if row.key is None:
            out.append(row)
        else:
            out.append(replace(row, rank=keys.index(row.key) + 1, tie=keys.count(row.key) > 1))
    return out


def _grouped(
    rows: list[RankRow], found: Standings, headlines: Headlines, catalogue: Catalogue, *, by_target: bool
) -> tuple[list[RankRow], tuple[str, ...]]:
    """Every unit of which something is known is in a class, and no other."""
    known = [row for row in rows if row.rank is not None]
    if found.measure.kind is MeasureKind.RATING and not any(row.met is not None for row in known):
        return _by_level(rows, found, catalogue)
    if by_target and any(row.percent is not None for row in known):
        classes = {row.unit_id: headlines.class_of(row.percent) for row in rows if row.percent is not None}
        return [replace(row, group=classes.get(row.unit_id)) for row in rows], _percents(headlines)
    if by_target:
        return [replace(row, group=None if row.met is None else int(not row.met)) for row in rows], (_("đạt"), _("chưa đạt"))
    if found.measure.kind is MeasureKind.YES_NO:
        words = (_("có"), _("không")) if found.measure.direction != "down" else (_("không"), _("có"))
        return [replace(row, group=None if row.key is None else int(not row.key)) for row in rows], words
    return _by_quarter(rows)


def _percents(headlines: Headlines) -> tuple[str, ...]:
    bounds = [format_number(one) for one in headlines.classes]
    between = [_("từ {low}% đến dưới {high}%").format(low=low, high=high) for high, low in pairwise(bounds)]
    return (_("từ {low}% trở lên").format(low=bounds[0]), *between, _("dưới {high}%").format(high=bounds[-1]))


def _by_level(rows: list[RankRow], found: Standings, catalogue: Catalogue) -> tuple[list[RankRow], tuple[str, ...]]:
    scale = catalogue.scale_of(found.measure)
    last = _MOST_GROUPS - 1
    labels = [level_text(level, found.measure, catalogue) for level in scale.levels[:_MOST_GROUPS]]
    if len(scale.levels) > _MOST_GROUPS:
        labels[last] = _("{level} trở xuống").format(level=labels[last])
    return [replace(row, group=min(int(-row.key), last)) if row.key is not None else row for row in rows], tuple(labels)


def _by_quarter(rows: list[RankRow]) -> tuple[list[RankRow], tuple[str, ...]]:
    """Without a target: quarters of the units by rank, equal values together."""
    known = [row for row in rows if row.rank is not None]
    quarter = {row.unit_id: (row.rank - 1) * _MOST_GROUPS // len(known) for row in known if row.rank is not None}
    used = sorted(set(quarter.values()))
    labels = []
    for one in used:
        values = [row.amount for row in known if quarter[row.unit_id] == one and row.amount is not None]
        low, high = (format_number(shown(value, places=2)) for value in (min(values), max(values)))
        labels.append(low if low == high else f"{low} – {high}")
    return [replace(row, group=used.index(quarter[row.unit_id])) if row.unit_id in quarter else row for row in rows], tuple(labels)


def _bars(rows: list[RankRow], measure: Measure, catalogue: Catalogue, each: Attainment | None) -> BarChart | None:
    """The first and the last where all are too many; a unit without a value has words in place of a bar."""
    if not any(row.amount is not None for row in rows):
        return None
    chosen, gap = list(rows), None
    if len(rows) > _MOST_BARS:
        known = [row for row in rows if row.rank is not None]
        first, last = known[: _MOST_BARS - _LAST_BARS], known[_MOST_BARS - _LAST_BARS :][-_LAST_BARS:]
        chosen, gap = [*first, *last], last[0].unit_id if last and len(known) > _MOST_BARS else None
    bars = tuple(Bar(row.name, row.amount, row.value, row.met, row.unit_id == gap) for row in chosen)
    mark = each.target.value if each is not None and each.target is not None else None
    ranked, silent = [row for row in rows if row.rank is not None], sum(not row.known for row in rows)
    finding = _("{missing} đơn vị chưa có số liệu.").format(missing=silent)
    if ranked:
        ends = _("Đứng đầu: {best} ({best_value}); cuối: {worst} ({worst_value});")
        best, worst = ranked[0], ranked[-1]
        finding = f"{ends.format(best=best.name, best_value=best.value, worst=worst.name, worst_value=worst.value)} {finding}"
    goal = goal_text(each, measure, catalogue) if mark is not None and each is not None else ""
    return BarChart(name_of(measure), finding, bars, mark, goal)


def _map(rows: list[RankRow], points: Mapping[str, UnitPoint], groups: tuple[str, ...], measure: Measure) -> DotMap | None:
    dots = tuple(Dot(row.name, points[row.unit_id].lat, points[row.unit_id].lon, row.group) for row in rows if row.unit_id in points)
    if len(dots) < 2:
        return None
    counts = [sum(dot.group == at for dot in dots) for at in range(len(groups))]
    told = "; ".join(f"{text}: {count}" for text, count in zip(groups, counts, strict=True) if count)
    silent = sum(dot.group is None for dot in dots)
    finding = _("{all} đơn vị trên bản đồ. {told}; chưa có số liệu: {silent}.").format(all=len(dots), told=told, silent=silent)
    # A value without a target to set it against has no class either.
    unknown = _("chưa có số liệu") if all(row.known == (row.group is not None) for row in rows) else _("chưa có số liệu hoặc chỉ tiêu")
    return DotMap(_("Bản đồ: {measure}").format(measure=name_of(measure)), finding, groups, dots, unknown)
