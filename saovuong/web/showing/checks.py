"""What the checks say of a unit and a period, each finding with the quotes it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from saovuong.checks.services import WAIVES
from saovuong.checks.shapes import CheckedFinding, CheckView, WaiverInfo
from saovuong.core.catalogue import Catalogue, LegalBasis
from saovuong.core.checks import LEVELS
from saovuong.core.period import YEARLY, BadPeriod, Period
from saovuong.ledger.access import covers, scope_of
from saovuong.ledger.shapes import FactRow
from saovuong.web.desk import Desk
from saovuong.web.showing.quotes import Quote, quote_of
from saovuong.web.showing.said import in_language, name_of, period_text, value_text

# So many figures of one finding stand on the page; a finding over a whole tree may rest on hundreds.
_MOST_FIGURES = 12
# So many findings stand on one sheet.
_SHEET = 30


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader of the page asked for. ``level`` and ``rule`` empty: all of them."""

    level: str = ""
    rule: str = ""
    waived: bool = False
    only_unit: bool = False
    submitted: bool = False

    def admits(self, one: CheckedFinding, unit_id: str) -> bool:
        found = one.finding
        return (
            self.level in ("", found.level)
            and self.rule in ("", found.rule)
            and (self.waived or one.waiver is None)
            and (not self.only_unit or found.unit == unit_id)
        )

    @property
    def states(self) -> tuple[str, ...]:
        return ("accepted", "submitted") if self.submitted else ("accepted",)


def chosen_from(asked: Mapping[str, str]) -> Chosen:
    level = asked.get("muc", "")
    return Chosen(
        level=level if level in LEVELS else "",
        rule=asked.get("quy-tac", ""),
        waived="bo-qua" in asked,
        only_unit="rieng" in asked,
        submitted="cho-duyet" in asked,
    )


@dataclass(frozen=True, slots=True)
class FigureLine:
    """``about`` says whose figure it is where that is not the finding's unit."""

    value: str
    period: str
    about: str
    reporter: str
    submission: int
    number: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class MeasureLink:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class FindingCard:
    """``period`` is None where the days have no address of their own; ``may_waive``: this person may let it stand."""

    key: str
    level: str
    rule: str
    title: str
    message: str
    label: str
    period: Period | None
    unit_id: str
    measures: tuple[MeasureLink, ...]
    figures: tuple[FigureLine, ...]
    more: int
    why: str
    basis: tuple[LegalBasis, ...]
    waiver: WaiverInfo | None
    may_waive: bool
    own: bool


@dataclass(frozen=True, slots=True)
class UnitFindings:
    unit_id: str
    name: str
    cards: tuple[FindingCard, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """``counts`` of findings that nobody waived, by level, whatever is shown; ``rules`` are those that found something."""

    units: tuple[UnitFindings, ...]
    counts: tuple[tuple[str, int], ...]
    waived: int
    shown: int
    sheet: int
    sheets: int
    rules: tuple[tuple[str, str], ...]
    figures: int
    checked_units: int
    checked_rules: int
    hidden: tuple[str, ...]
    asked: str
    start: date
    end: date


def page_of(view: CheckView, chosen: Chosen, desk: Desk, *, sheet: int = 1) -> Page:
    scope = scope_of(actor=desk.known, roles=WAIVES, now=desk.now)
    admitted = [one for one in view.findings if chosen.admits(one, view.unit.id)]
    sheets = max(1, -(-len(admitted) // _SHEET))
    sheet = min(max(sheet, 1), sheets)
    on_it = admitted[_SHEET * (sheet - 1) : _SHEET * sheet]
    told = [one for one in view.findings if not chosen.only_unit or one.finding.unit == view.unit.id]
    return Page(
        units=tuple(
            UnitFindings(
                unit,
                view.names.get(unit, unit),
                tuple(_card(one, view, desk, may_waive=covers(scope, one.finding.unit)) for one in several),
            )
            for unit, several in groupby(on_it, key=lambda one: one.finding.unit)
        ),
        counts=tuple((level, sum(one.finding.level == level and one.waiver is None for one in told)) for level in LEVELS),
        waived=sum(one.waiver is not None for one in told),
        shown=len(admitted),
        sheet=sheet,
        sheets=sheets,
        rules=tuple(
            {one.finding.rule: in_language(one.finding.title, view.rules[one.finding.rule].title_en) for one in view.findings}.items()
        ),
        figures=view.figures,
        checked_units=view.units,
        checked_rules=len(view.rules),
        hidden=tuple(view.names.get(unit, unit) for unit in view.hidden),
        asked=view.asked.name if view.asked.id != view.unit.id else "",
        start=view.start,
        end=view.end,
    )


def _card(one: CheckedFinding, view: CheckView, desk: Desk, *, may_waive: bool) -> FindingCard:
    found, rule, measures = one.finding, view.rules[one.finding.rule], desk.catalogue.measures
    facts = (*one.facts, *one.others)
    return FindingCard(
        key=found.key,
        level=found.level,
        rule=found.rule,
        title=in_language(found.title, rule.title_en),
        message=found.message,
        label=found.label,
        period=_addressed(found.label),
        unit_id=found.unit,
        measures=tuple(MeasureLink(code, name_of(measures[code])) for code in found.measures),
        figures=tuple(_line(fact, view, found.unit, desk.catalogue) for fact in facts[:_MOST_FIGURES]),
        more=max(0, len(facts) - _MOST_FIGURES),
        why=in_language(rule.reason, rule.reason_en),
        basis=rule.legal_basis,
        waiver=one.waiver,
        may_waive=may_waive,
        own=any(fact.entered_by == desk.known.name for fact in facts),
    )


def _line(fact: FactRow, view: CheckView, unit: str, catalogue: Catalogue) -> FigureLine:
    name = name_of(catalogue.measures[fact.measure])
    return FigureLine(
        value=value_text(fact, catalogue),
        period=period_text(fact.period_label),
        about=name if fact.unit_id == unit else f"{name}, {view.names.get(fact.unit_id, fact.unit_id)}",
        reporter=view.names.get(fact.reporter_id, fact.reporter_id),
        submission=fact.submission_id,
        number=fact.number,
        quote=quote_of(fact.evidence),
    )


def _addressed(label: str) -> Period | None:
    try:
        return None if label == YEARLY else Period.parse(label)
    except BadPeriod:
        return None
