"""Who was heard for a period and who is late, a row for each unit that is waited for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from saovuong.consolidation.shapes import CoverageView, Late
from saovuong.core.catalogue import Catalogue, LegalBasis
from saovuong.ledger import queries as ledger
from saovuong.org.queries import units_get
from saovuong.web.desk import Desk
from saovuong.web.showing.said import name_of

HEARD, BY_OTHERS, REPRESENTED, MISSING = "heard", "by_others", "represented", "missing"
# Trees with more units than this show who is directly below first; a filter lists units, so many to a sheet.
_MOST, _SHEET = 300, 150
STANDINGS = (HEARD, MISSING, BY_OTHERS, REPRESENTED)


@dataclass(frozen=True, slots=True)
class Row:
    """``standing`` is one of ``STANDINGS``, empty for a unit that is not counted but has a deadline of its own; ``submission`` is the
    newest of the period, whatever its state."""

    unit_id: str
    name: str
    standing: str
    late: Late | None
    submission: int | None
    state: str


@dataclass(frozen=True, slots=True)
class Due:
    level: str
    day: date


@dataclass(frozen=True, slots=True)
class Below:
    """A unit directly below in a large tree, with the counts of everybody under it."""

    unit_id: str
    name: str
    heard: int
    expected: int
    late: int


@dataclass(frozen=True, slots=True)
class Page:
    """``below`` is empty where all units fit on a page; else ``rows`` are those of one sheet, and none before a filter is chosen.
    ``count`` of rows on all ``sheets``."""

    rows: tuple[Row, ...]
    below: tuple[Below, ...]
    count: int
    sheet: int
    sheets: int
    heard: int
    expected: int
    late: int
    due: tuple[Due, ...]
    basis: tuple[LegalBasis, ...]
    forms: tuple[tuple[str, str], ...]

    @property
    def percent(self) -> int:
        return self.heard * 100 // self.expected if self.expected else 0


def page_of(view: CoverageView, desk: Desk, *, only: str = "", sheet: int = 1) -> Page:
    """``only``: a standing, or ``late``; empty shows everybody, in a large tree those directly below with their counts."""
    late, tree = {one.unit: one for one in view.late}, view.place.tree
    standings = _standings(view)
    listed = [unit for unit in tree.units() if unit in standings or unit in late]
    below = _below(view, standings, late) if len(listed) > _MOST else ()
    chosen = [unit for unit in listed if only in ("", standings.get(unit)) or (only == "late" and unit in late)]
    shown = [] if below and not only else chosen
    sheets = max(1, -(-len(shown) // _SHEET))
    sheet = min(max(sheet, 1), sheets)
    on_it = shown[_SHEET * (sheet - 1) : _SHEET * sheet]
    states = _newest(desk, view, on_it)
    return Page(
        rows=tuple(_row(unit, view, standings.get(unit, ""), late.get(unit), states) for unit in on_it),
        below=below,
        count=len(shown),
        sheet=sheet,
        sheets=sheets,
        heard=view.coverage.heard,
        expected=view.coverage.expected,
        late=len(late),
        due=tuple(Due(level, day) for level, day in view.due.items()),
        basis=tuple(dict.fromkeys(one.basis for one in view.late)),
        forms=forms_for(view, desk.catalogue),
    )


def _standings(view: CoverageView) -> dict[str, str]:
    """The standing of every expected unit."""
    found = view.coverage
    standings = dict.fromkeys(view.place.tree.expected, HEARD) | dict.fromkeys(found.missing, MISSING)
    return standings | dict.fromkeys(found.represented, REPRESENTED) | dict.fromkeys(found.by_others, BY_OTHERS)


def _below(view: CoverageView, standings: Mapping[str, str], late: Collection[str]) -> tuple[Below, ...]:
    tree = view.place.tree
    rows = []
    for child in tree.children.get(tree.root, ()):
        inside, stack = [], [child]
        while stack:
            unit = stack.pop()
            inside.append(unit)
            stack.extend(tree.children.get(unit, ()))
        waited = [unit for unit in inside if unit in standings]
        heard = sum(standings[unit] == HEARD for unit in waited)
        rows.append(Below(child, view.place.name(child), heard, len(waited), sum(unit in late for unit in inside)))
    return tuple(rows)


def forms_for(view: CoverageView, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Forms of the period's kind that some unit of the tree is asked for, by code."""
    levels = {info.level for info in units_get(view.place.tree.origins()).values()}
    kind = view.place.period.kind
    return tuple((form.code, name_of(form)) for form in catalogue.forms.values() if form.period_kind == kind and form.level in levels)


def _row(unit: str, view: CoverageView, standing: str, late: Late | None, states: Mapping[str, tuple[int, str]]) -> Row:
    number, state = states.get(unit, (None, ""))
    return Row(unit, view.place.name(unit), standing, late, number, state)


def _newest(desk: Desk, view: CoverageView, units: Collection[str]) -> dict[str, tuple[int, str]]:
    if not units:
        return {}
    rows = ledger.submissions(actor=desk.known, unit_ids=units, period_label=view.place.period.label, form=view.form, now=desk.now)
    return {row.unit_id: (row.id, row.state) for row in sorted(rows, key=lambda row: row.id)}
