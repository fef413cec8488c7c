"""The pack as a person reads it: what is counted, how, by which law, who is asked for it, and what is known of it now."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from saovuong.catalogue.checks import load_checks, rules_about
from saovuong.catalogue.deadlines import due_for, last_day
from saovuong.catalogue.working_days import load_working_days
from saovuong.consolidation.queries import totals_view
from saovuong.consolidation.shapes import Place
from saovuong.consolidation.telling import is_silent
from saovuong.core.catalogue import Catalogue, Deadline, Form, Measure, Regime, Scale, Topic
from saovuong.core.checks import CheckRule
from saovuong.core.errors import Refusal
from saovuong.core.period import Period
from saovuong.intake.knowledge import taught_now
from saovuong.intake.wording import measures_matching
from saovuong.web.desk import Desk, data_folder
from saovuong.web.kept import Kept, book_of
from saovuong.web.refusals import words_of
from saovuong.web.showing.said import attainment_text, in_language, value_cell
from saovuong.web.snapshot import current_snapshot

# So many units are named beside a value; a country has thousands.
_NAMED = 60
_LABELS = {
    "month": tuple(f"-{month:02d}" for month in range(1, 13)),
    "quarter": ("-Q1", "-Q2", "-Q3", "-Q4"),
    "half": ("-H1", "-H2"),
    "year": ("",),
}


@dataclass(frozen=True, slots=True)
class TopicList:
    topic: Topic
    measures: tuple[Measure, ...]


def topic_lists(catalogue: Catalogue, *, text: str = "", topic: str = "", kind: str = "") -> tuple[TopicList, ...]:
    """Measures by topic in the order of the pack; of a search by topic too, the best of each first. Those switched off are among them."""
    found: Iterable[Measure] = (
        measures_matching(text, catalogue, limit=len(catalogue.measures), everything=True) if text else catalogue.measures.values()
    )
    chosen = [one for one in found if topic in ("", one.topic) and kind in ("", one.kind.value)]
    lists = (TopicList(each, tuple(one for one in chosen if one.topic == code)) for code, each in catalogue.topics.items())
    return tuple(one for one in lists if one.measures)


@dataclass(frozen=True, slots=True)
class AskedBy:
    """One regime's forms that ask for a measure, in one line for each kind of period."""

    regime: Regime
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class TaughtWords:
    """Words that the office taught the reader, and where they stand beside the number."""

    words: str
    place: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a measure for the chosen unit and period. ``heard`` and ``missing`` are names; ``more`` of each were left out."""

    place: Place
    value: str
    count: int
    expected: int
    heard: tuple[tuple[str, str], ...]
    heard_more: int
    missing: tuple[str, ...]
    missing_more: int
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """``key`` tells all that stands on the page from other times and people, but for ``taught``."""

    numerator: Measure | None
    denominator: Measure | None
    part_of: tuple[Measure, ...]
    scale: Scale | None
    taught: tuple[TaughtWords, ...]
    asked_by: tuple[AskedBy, ...]
    rules: tuple[CheckRule, ...]
    known: Known | None
    problem: str
    key: Hashable


_KEPT = Kept()


def measure_page(desk: Desk, measure: Measure) -> MeasurePage:
    catalogue = desk.catalogue
    key = (measure.code, book_of(desk), desk.unit.id if desk.unit else "", desk.period.label)
    known, problem = _KEPT.of(key, lambda: _known(desk, measure))
    return MeasurePage(
        numerator=catalogue.measures.get(measure.numerator or ""),
        denominator=catalogue.measures.get(measure.denominator or ""),
        part_of=tuple(one for one in catalogue.measures.values() if measure.code in (one.numerator, one.denominator)),
        scale=catalogue.scales.get(measure.scale or ""),
        taught=tuple(TaughtWords(one.words, one.place) for one in taught_now(folder=data_folder()).phrases if one.measure == measure.code),
        asked_by=_asked_by(measure, catalogue),
        rules=rules_about(measure=measure, rules=load_checks(pack=catalogue.pack), catalogue=catalogue),
        known=known,
        problem=problem,
        key=key,
    )


def _asked_by(measure: Measure, catalogue: Catalogue) -> tuple[AskedBy, ...]:
    forms = [form for form in catalogue.forms.values() if measure.code in form.measures]
    return tuple(
        AskedBy(regime, tuple(form for form in forms if form.regime == code))
        for code, regime in catalogue.regimes.items()
        if any(form.regime == code for form in forms)
    )


def _known(desk: Desk, measure: Measure) -> tuple[Known | None, str]:
    """The value for the desk's unit and period; why there is none, in words, where it cannot be told."""
    if desk.unit is None or not measure.enabled:
        return None, ""
    unit, label = desk.unit.id, desk.period.label
    try:
        view = totals_view(**desk.asking, unit_id=unit, period_label=label, measures=(measure.code,), snapshot=current_snapshot())
    except Refusal as refusal:
        return None, words_of(refusal)
    total, place = view.totals[0], view.place
    missing = frozenset(total.coverage.missing)
    heard = [unit for unit in place.tree.units() if unit in place.tree.expected and unit not in missing] if not is_silent(total) else []
    return (
        Known(
            place=place,
            value="" if is_silent(total) else value_cell(total, desk.catalogue),
            count=total.coverage.heard,
            expected=total.coverage.expected,
            heard=tuple((unit, place.name(unit)) for unit in heard[:_NAMED]),
            heard_more=max(0, len(heard) - _NAMED),
            missing=tuple(place.name(unit) for unit in total.coverage.missing[:_NAMED]),
            missing_more=max(0, len(total.coverage.missing) - _NAMED),
            targets=tuple(attainment_text(one, measure, desk.catalogue) for one in total.attainments),
        ),
        "",
    )


@dataclass(frozen=True, slots=True)
class FormRow:
    form: Form
    measures: int


@dataclass(frozen=True, slots=True)
class RegimeForms:
    regime: Regime
    forms: tuple[FormRow, ...]


def forms_by_regime(catalogue: Catalogue) -> tuple[RegimeForms, ...]:
    rows = groupby(
        sorted(catalogue.forms.values(), key=lambda form: list(catalogue.regimes).index(form.regime)), key=lambda form: form.regime
    )
    return tuple(RegimeForms(catalogue.regimes[code], tuple(FormRow(form, len(form.measures)) for form in forms)) for code, forms in rows)


@dataclass(frozen=True, slots=True)
class FormPart:
    title: str
    measures: tuple[Measure, ...]


def form_parts(form: Form, catalogue: Catalogue) -> tuple[FormPart, ...]:
    return tuple(
        FormPart(in_language(part.title_vi, part.title_en), tuple(catalogue.measures[code] for code in part.measures))
        for part in form.sections
    )


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """``period`` and ``last`` are the next report due and its last day in time; None where the deadline no longer holds."""

    deadline: Deadline
    period: Period | None
    last: date | None
    holds: bool


@dataclass(frozen=True, slots=True)
class RegimeRow:
    regime: Regime
    deadlines: tuple[DeadlineRow, ...]


def regime_rows(catalogue: Catalogue, *, today: date) -> tuple[RegimeRow, ...]:
    return tuple(
        RegimeRow(regime, tuple(_deadline_row(regime, one, catalogue, today) for one in regime.deadlines))
        for regime in catalogue.regimes.values()
    )


def _deadline_row(regime: Regime, one: Deadline, catalogue: Catalogue, today: date) -> DeadlineRow:
    calendar = load_working_days(pack=catalogue.pack)
    coming = (
        (last_day(due, calendar=calendar), period)
        for period in _periods(one.period_kind, today)
        for due in due_for(regime=regime, level=one.level, period=period)
        if due.legal_basis == one.legal_basis
    )
    found: Sequence[tuple[date, Period]] = sorted((pair for pair in coming if pair[0] >= today), key=lambda pair: pair[0])
    last, period = found[0] if found else (None, None)
    return DeadlineRow(one, period, last, one.legal_basis.holds_on(today))


def _periods(kind: str, today: date) -> list[Period]:
    return [Period.parse(f"{year}{part}") for year in range(today.year - 1, today.year + 2) for part in _LABELS.get(kind, ())]
