"""The one page about a unit that a commander prints: targets, one measure in time and over the units below, ratings, and what to mind."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from saovuong.catalogue.headlines import Headlines
from saovuong.consolidation.shapes import Late, TotalsView
from saovuong.consolidation.telling import is_silent
from saovuong.core.catalogue import Catalogue
from saovuong.core.quantity import MeasureKind
from saovuong.engine.shapes import Total
from saovuong.web.showing.said import name_of, spoken
from saovuong.writers.chart_shapes import Chart, SpreadChart, SpreadRow
from saovuong.writers.charts import chart_svg

_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class SpreadLine:
    """``counts`` beside the levels of :class:`Spreads`; ``silent`` units said nothing."""

    code: str
    name: str
    counts: tuple[int, ...]
    silent: int


@dataclass(frozen=True, slots=True)
class Spreads:
    """Rating measures on one scale."""

    levels: tuple[str, ...]
    rows: tuple[SpreadLine, ...]
    chart: SpreadChart


@dataclass(frozen=True, slots=True)
class Heard:
    """Who was heard for the period on anything at all. ``missing`` and ``late`` name the first of them, ``more_*`` count the rest."""

    heard: int
    expected: int
    missing: tuple[tuple[str, str], ...]
    more_missing: int
    late: tuple[tuple[str, str], ...]
    more_late: int
    late_count: int


def picture(chart: Chart | None) -> SafeString:
    """The chart as it stands in the page. All its words are escaped where it is drawn."""
    return mark_safe(chart_svg(chart=chart)) if chart is not None else SafeString("")  # noqa: S308


def heard_of(view: TotalsView, late: Sequence[Late]) -> Heard:
    """A unit is heard when it stated any measure for the period."""
    place = view.place
    silent = [frozenset(total.coverage.missing) for total in view.totals]
    expected = [origin for unit, origin in place.tree.counted_once(divided=False) if unit in place.tree.expected]
    missing = [unit for unit in expected if all(unit in one for one in silent)]
    told = [one.unit for one in late]
    return Heard(
        heard=len(expected) - len(missing),
        expected=len(expected),
        missing=tuple((unit, place.name(unit)) for unit in missing[:_MOST_NAMED]),
        more_missing=max(0, len(missing) - _MOST_NAMED),
        late=tuple((unit, place.name(unit)) for unit in told[:_MOST_NAMED]),
        more_late=max(0, len(told) - _MOST_NAMED),
        late_count=len(told),
    )


def spreads_of(view: TotalsView, catalogue: Catalogue) -> tuple[Spreads, ...]:
    """Ratings by the scale they are on, in the order of the catalogue."""
    told = [total for total in view.totals if total.ratings is not None and any(total.ratings.counts.values())]
    by_scale = sorted(told, key=lambda one: list(catalogue.scales).index(catalogue.scale_of(catalogue.measures[one.measure]).code))
    out = []
    for code, group in groupby(by_scale, key=lambda one: catalogue.scale_of(catalogue.measures[one.measure]).code):
        scale = catalogue.scales[code]
        levels = tuple(spoken().level(level, scale) for level in scale.levels)
        rows = tuple(_spread(one, catalogue) for one in group)
        best = sum(row.counts[0] for row in rows)
        finding = _("{units} lượt đơn vị ở mức cao nhất ({level}).").format(units=best, level=levels[0])
        chart = SpreadChart(_("Phân bố xếp loại"), finding, levels, tuple(SpreadRow(row.name, row.counts) for row in rows))
        out.append(Spreads(levels, rows, chart))
    return tuple(out)


def _spread(total: Total, catalogue: Catalogue) -> SpreadLine:
    measure, counts = catalogue.measures[total.measure], total.ratings.counts if total.ratings else {}
    levels = catalogue.scale_of(measure).levels
    told = tuple(counts.get(level, 0) for level in levels)
    return SpreadLine(total.measure, name_of(measure), told, total.coverage.expected - sum(told))


def measures_of(view: TotalsView, catalogue: Catalogue) -> list[tuple[str, list[tuple[str, str]]]]:
    """What one may choose to rank and follow: measures of which something is known, by topic."""
    told = [catalogue.measures[one.measure] for one in view.totals if not is_silent(one)]
    groups = groupby(told, key=lambda one: one.topic)
    return [(name_of(catalogue.topics[topic]), [(one.code, name_of(one)) for one in group]) for topic, group in groups]


def chosen_measure(asked: str, view: TotalsView, headlines: Headlines, catalogue: Catalogue) -> str:
    """The measure asked for, where anything is known of it; else the first headline with a number, else the first number; may be empty."""
    known = {one.measure: one for one in view.totals if not is_silent(one)}
    if asked in known:
        return asked
    numbers = [code for code, one in known.items() if one.amount is not None]
    leading = [row.measure for row in headlines.rows if row.measure in numbers]
    led = [code for code in leading if known[code].attainments]
    work = [
        code for code in numbers if catalogue.measures[code].kind is not MeasureKind.STOCK and catalogue.measures[code].direction == "up"
    ]
    return next(iter([*led, *leading, *work, *numbers, *known]), "")
