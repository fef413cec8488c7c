from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saovuong.catalogue.headlines import Headlines, load_headlines
from saovuong.checks.queries import check
from saovuong.consolidation.queries import late_units, totals_view
from saovuong.consolidation.shapes import TotalsView
from saovuong.consolidation.standings import standings, years
from saovuong.core.checks import LEVELS
from saovuong.core.period import Period
from saovuong.org.queries import points_of
from saovuong.web.desk import Desk, WebRequest
from saovuong.web.kept import Kept, standing_of
from saovuong.web.pages.units import remember
from saovuong.web.showing import overview as showing
from saovuong.web.showing.places import above
from saovuong.web.showing.ranking import ranking_of
from saovuong.web.showing.said import spoken
from saovuong.web.showing.targets import targets_of
from saovuong.web.showing.totals import clashes_of
from saovuong.web.showing.trend import trend_of
from saovuong.web.snapshot import current_snapshot

# Judging a whole province takes seconds; there the page leads to the checks instead of counting them.
_MOST_CHECKED = 40


_KEPT = Kept()


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader of the page chose to follow. ``measure`` empty: the page decides."""

    measure: str
    today_tree: bool
    by_value: bool


@require_safe
def overview(request: WebRequest, unit: str, period: Period) -> HttpResponse:
    desk, asked = request.desk, request.GET
    choice = Choice(asked.get("chi-tieu", ""), asked.get("cay") == "nay", asked.get("theo") == "gia-tri")
    key = ("overview", standing_of(desk), unit, period, choice)
    shown = _KEPT.of(key, lambda: _shown(desk, unit, period, choice))
    remember(request, shown["place"].unit.id, period)
    return render(request, "web/overview.html", {**shown, "asked_at": desk.now, "key": key})


def _shown(desk: Desk, unit: str, period: Period, choice: Choice) -> dict[str, Any]:
    headlines = load_headlines(pack=desk.catalogue.pack)
    view = totals_view(**desk.asking, unit_id=unit, period_label=period.label, snapshot=current_snapshot(), last_year=False)
    targets = targets_of(view, headlines, desk.catalogue, today=desk.today)
    late = late_units(actor=desk.known, place=view.place, catalogue=desk.catalogue, now=desk.now)
    return {
        "place": view.place,
        "period": period,
        "above": above(view.place.unit, view.place.tree.day, desk=desk),
        "targets": targets,
        "targets_picture": showing.picture(targets.chart),
        "heard": showing.heard_of(view, late),
        "spreads": [(one, showing.picture(one.chart)) for one in showing.spreads_of(view, desk.catalogue)],
        "contradictions": clashes_of(view, desk.catalogue),
        "findings": _findings(desk, view, period),
        **_followed(desk, view, headlines, choice),
    }


def _followed(desk: Desk, view: TotalsView, headlines: Headlines, choice: Choice) -> dict[str, Any]:
    """The chosen measure over the years and over the units below."""
    place = view.place
    code = showing.chosen_measure(choice.measure, view, headlines, desk.catalogue)
    shown: dict[str, Any] = {"measure": None, "today_tree": choice.today_tree, "by_value": choice.by_value}
    if not code:
        return shown
    measure = desk.catalogue.measures[code]
    about: dict[str, Any] = {**desk.asking, "unit_id": place.unit.id, "period_label": place.period.label, "measure": code}
    about["snapshot"] = current_snapshot()
    trend = trend_of(years(**about, tree_day=desk.today if choice.today_tree else None), measure, desk.catalogue)
    ranking = None
    if children := place.tree.children.get(place.unit.id, ()):
        ranking = ranking_of(standings(**about), points_of(children), headlines, desk.catalogue, by_value=choice.by_value)
    return shown | {
        "measure": measure,
        "measures": showing.measures_of(view, desk.catalogue),
        "trend": trend,
        "trend_picture": showing.picture(trend.chart),
        "ranking": ranking,
        "ranking_picture": showing.picture(ranking.bars if ranking else None),
        "map_picture": showing.picture(ranking.map if ranking else None),
    }


def _findings(desk: Desk, view: TotalsView, period: Period) -> list[tuple[str, int]] | None:
    """Findings that nobody waived, by level, worst first; None where the units are too many to judge while somebody waits."""
    if len(view.place.tree.units()) > _MOST_CHECKED:
        return None
    found = check(**desk.asking, unit_id=view.place.unit.id, period_label=period.label, tongue=spoken()).findings
    return [(level, sum(one.finding.level == level and one.waiver is None for one in found)) for level in LEVELS]
