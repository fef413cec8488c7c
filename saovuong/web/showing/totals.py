"""Totals as rows of a table, and one total as the tree of its parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from saovuong.consolidation.shapes import Conflict, Explanation, Folded, Node, Place, Source, TotalsView
from saovuong.consolidation.telling import is_silent
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.numbers import format_number
from saovuong.engine.amounts import shown
from saovuong.engine.shapes import Coverage, Total
from saovuong.ledger.shapes import FactRow
from saovuong.web.showing.quotes import Quote, quote_of
from saovuong.web.showing.said import (
    amount_text,
    attainment_text,
    bounds_text,
    coverage_text,
    flag_text,
    former_text,
    joint_text,
    level_text,
    name_of,
    names_text,
    number_text,
    reconciled_lines,
    reported_text,
    value_cell,
    value_text,
)

_MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class TotalRow:
    """``worded`` is a value of words, such as a count of ratings.

    ``met`` is True, False, or None where there is no target or it cannot be told."""

    code: str
    name: str
    value: str
    worded: bool
    heard: int
    expected: int
    missing: str
    reported: str
    last_year: str
    change: str
    target: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    rows: tuple[TotalRow, ...]


@dataclass(frozen=True, slots=True)
class Dashboard:
    topics: tuple[Topic, ...]
    last_label: str
    has_last_year: bool
    has_reported: bool
    has_targets: bool
    conflicts: tuple[str, ...]
    contradictions: "tuple[Clash, ...]"
    hidden: str

    @property
    def columns(self) -> int:
        return 3 + self.has_reported + 2 * self.has_last_year + self.has_targets


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the book under a total: who stands for it, and where it is said. ``in_document``: its place can be opened there.
    ``superseded`` are the figures it took the place of, newest first."""

    value: str
    period: str
    quote: Quote
    reporter: str
    submission: int
    number: int
    version: int
    entered: str
    accepted: str
    superseded: tuple["Earlier", ...]
    in_document: bool = False
    provisional: bool = False
    note: str = ""
    joint: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A figure that no longer counts, and why, as its writer said it."""

    value: str
    entered: str
    note: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Clash:
    measure: str
    unit: str
    used: tuple[Figure, ...]
    others: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """One unit of the tree of parts. ``silent`` are units below it that were not heard; ``folded`` counts what its own page tells."""

    name: str
    unit_id: str
    value: str
    missing: bool
    carried: bool
    rule: str
    own: tuple[Figure, ...]
    reported: tuple[Figure, ...]
    beside: tuple[Figure, ...]
    left_out: tuple[tuple[Figure, str], ...]
    difference: str
    joint: tuple[str, ...]
    children: "tuple[Branch, ...]"
    silent: tuple[str, ...]
    folded: Folded | None


def dashboard(found: TotalsView, catalogue: Catalogue) -> Dashboard:
    rows = [(total, _row(total, found, catalogue)) for total in found.totals if not is_silent(total)]
    topics = [
        Topic(name_of(catalogue.topics[topic]), tuple(row for _, row in group))
        for topic, group in groupby(rows, key=lambda pair: catalogue.measures[pair[0].measure].topic)
    ]
    return Dashboard(
        topics=tuple(topics),
        last_label=found.last_place.period.label if found.last_place else "",
        has_last_year=any(row.last_year for _, row in rows),
        has_reported=any(row.reported for _, row in rows),
        has_targets=any(row.target for _, row in rows),
        conflicts=tuple(reconciled_lines(found, catalogue)),
        contradictions=clashes_of(found, catalogue),
        hidden=names_text(found.hidden, found.place, most=5) if found.hidden else "",
    )


def clashes_of(found: TotalsView, catalogue: Catalogue) -> tuple[Clash, ...]:
    return tuple(_clash(one, catalogue) for one in found.contradictions)


def _row(total: Total, found: TotalsView, catalogue: Catalogue) -> TotalRow:
    measure = catalogue.measures[total.measure]
    before = found.last_year.get(total.measure)
    before = None if before is None or is_silent(before) else before
    return TotalRow(
        code=total.measure,
        name=name_of(measure),
        value=value_cell(total, catalogue),
        worded=total.amount is None,
        heard=total.coverage.heard,
        expected=total.coverage.expected,
        missing=_missing(total.coverage, found.place),
        reported=reported_text(total),
        last_year=value_cell(before, catalogue) if before else "",
        change=_change(total, before),
        target="; ".join(attainment_text(one, measure, catalogue) for one in total.attainments),
        met=total.attainment.met if total.attainment else None,
    )


def _missing(coverage: Coverage, place: Place) -> str:
    return names_text(coverage.missing, place, most=_MOST_NAMED) if coverage.missing else ""


def _change(total: Total, before: Total | None) -> str:
    """``+5,5%`` against a year before, of numbers only."""
    if before is None or before.amount is None or total.amount is None or not before.amount.value or total.pair or before.pair:
        return ""
    percent = shown(100 * (total.amount.value - before.amount.value) / before.amount.value, places=1)
    sign = "+" if percent > 0 else "−" if percent < 0 else ""
    return f"{sign}{format_number(abs(Decimal(percent)))}%"


def figures(sources: Sequence[Source], catalogue: Catalogue) -> tuple[Figure, ...]:
    return tuple(_figure(source, catalogue) for source in sources)


def _figure(source: Source, catalogue: Catalogue) -> Figure:
    fact = source.fact
    return Figure(
        value=value_text(fact, catalogue),
        period=fact.period_label,
        quote=quote_of(fact.evidence, around=160),
        reporter=source.reporter_name,
        submission=fact.submission_id,
        number=fact.number,
        version=fact.version,
        entered=_by(fact.entered_by, fact.entered_at),
        accepted=_by(fact.accepted_by, fact.accepted_at) if fact.accepted_by and fact.accepted_at else "",
        superseded=tuple(_earlier(old, catalogue) for old in source.superseded),
        in_document=fact.evidence.document_id is not None and fact.evidence.figure_start is not None,
        provisional=fact.finality == "provisional",
        note=fact.note,
        joint=fact.joint or "",
    )


def _earlier(old: FactRow, catalogue: Catalogue) -> Earlier:
    return Earlier(value_text(old, catalogue), _by(old.entered_by, old.entered_at), old.note, quote_of(old.evidence))


def _by(name: str, at: datetime) -> str:
    """Who and when, where the office is."""
    return f"{name} {timezone.localtime(at):%H:%M %d/%m/%Y}"


def _clash(one: Conflict, catalogue: Catalogue) -> Clash:
    return Clash(
        name_of(catalogue.measures[one.contradiction.measure]), one.unit_name, figures(one.used, catalogue), figures(one.others, catalogue)
    )


@dataclass(frozen=True, slots=True)
class Explained:
    """One total with its rule, targets and tree; ``parts`` are numerator and denominator of a ratio, each with its title."""

    code: str
    title: str
    value: str
    bounds: str
    coverage: str
    rule: tuple[str, ...]
    targets: tuple[str, ...]
    target_figures: tuple[Figure, ...]
    root: Branch
    clashes: tuple[Clash, ...]
    parts: "tuple[Explained, ...]"


def explained(found: Explanation, catalogue: Catalogue, *, title: str = "") -> Explained:
    measure = found.measure
    rule = list(found.rule)
    if found.pair is not None:
        rule.append(f"= {number_text(found.pair.numerator)} / {number_text(found.pair.denominator)}")
        words = {"numerator": _("không tính {unit}: thiếu tử số"), "denominator": _("không tính {unit}: thiếu mẫu số")}
        rule += [words[lacking].format(unit=found.place.name(unit)) for unit, lacking in found.pair.unmatched]
    parts = [(_("Tử số"), found.numerator), (_("Mẫu số"), found.denominator)]
    return Explained(
        code=measure.code,
        title=f"{title}: {name_of(measure)}" if title else name_of(measure),
        value=value_cell(found.total, catalogue),
        bounds=bounds_text(found.total.amount) if found.total.amount is not None else "",
        coverage=coverage_text(found.total.coverage, found.place),
        rule=tuple(rule),
        targets=tuple(attainment_text(one, measure, catalogue) for one in found.total.attainments),
        target_figures=figures(found.targets, catalogue),
        root=branch(found.root, measure, catalogue),
        clashes=tuple(_clash(one, catalogue) for one in found.contradictions),
        parts=tuple(explained(part, catalogue, title=name) for name, part in parts if part is not None),
    )


def branch(node: Node, measure: Measure, catalogue: Catalogue) -> Branch:
    told = {source.fact.id for source in (*node.own, *node.reported, *node.parts)}
    silent = [child for child in node.children if child.missing and child.part.taken == "nothing" and not child.left_out]
    return Branch(
        name=node.name,
        unit_id=node.part.unit,
        value=_node_value(node, measure, catalogue),
        missing=node.missing and node.part.counted is None,
        carried=node.carried,
        rule="; ".join(text for text in ("" if node.carried else former_text(node), *node.rule) if text),
        own=figures(node.own, catalogue),
        reported=figures(node.reported, catalogue),
        beside=figures(node.parts, catalogue),
        left_out=tuple((_figure(one.source, catalogue), one.words) for one in node.left_out if one.source.fact.id not in told),
        difference=_difference(node),
        joint=tuple(joint_text(event.deduction, event.kept_name, event.dropped_names) for event in node.joint),
        children=tuple(branch(child, measure, catalogue) for child in node.children if child not in silent),
        silent=tuple(child.name for child in silent),
        folded=node.folded,
    )


def _node_value(node: Node, measure: Measure, catalogue: Catalogue) -> str:
    part = node.part
    if part.counted is not None:
        return amount_text(part.counted, measure, catalogue)
    pick = part.own or part.reported
    if pick is None or not pick.known:
        return ""
    if pick.amount is not None:
        return amount_text(pick.amount, measure, catalogue)
    return level_text(pick.rating, measure, catalogue) if pick.rating else flag_text(bool(pick.flag))


def _difference(node: Node) -> str:
    one = node.reconciliation
    if one is None or not one.difference:
        return ""
    verdict = _("phù hợp") if one.agrees else _("mâu thuẫn") if one.is_conflict else _("chưa đủ đơn vị để kết luận")
    words = _("tự báo cáo {reported}, cộng lại {computed}: {verdict}")
    return words.format(reported=number_text(one.reported), computed=number_text(one.computed), verdict=verdict)
