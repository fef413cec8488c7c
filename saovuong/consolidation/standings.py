"""One measure for each of the units directly below a unit, to rank them and to set them on a map; and the same unit over several years."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from saovuong.accounts.shapes import Actor
from saovuong.consolidation.books import ACCEPTED, Asking, Book, book_for, hidden_of, store_for
from saovuong.consolidation.measures import measures_asked, with_parts
from saovuong.consolidation.places import UnitNotOnDay, place_for
from saovuong.consolidation.queries import totals_at
from saovuong.consolidation.shapes import NotComparable, Place
from saovuong.consolidation.snapshot_reading import SnapshotReader
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.period import Period
from saovuong.core.quantity import MeasureKind, Role
from saovuong.engine import Question, Total
from saovuong.engine import totals as engine_totals
from saovuong.engine.roll_up import roll_up
from saovuong.engine.roll_up_shapes import Line, Store
from saovuong.engine.roll_up_slots import measures_left_to_the_engine
from saovuong.engine.shapes import Amount, Attainment

EACH = "each"


@dataclass(frozen=True, slots=True)
class Standing:
    """What one unit has for the measure with everything below it. All None: nothing is known, which is not zero.

    ``rating`` and ``flag`` are the unit's own. ``heard`` of ``expected`` units in it spoke. ``own_target`` is what was set for this unit;
    ``hidden`` units may not be seen by who asks."""

    unit: str
    name: str
    amount: Amount | None
    rating: str | None
    flag: bool | None
    heard: int
    expected: int
    own_target: Attainment | None = None
    hidden: bool = False

    @property
    def known(self) -> bool:
        return self.amount is not None or self.rating is not None or self.flag is not None


@dataclass(frozen=True, slots=True)
class Standings:
    """``rows`` in the order of the tree. ``each`` is the target that the unit above set for each of them, if it did."""

    place: Place
    measure: Measure
    rows: tuple[Standing, ...]
    each: Attainment | None


@dataclass(frozen=True, slots=True)
class YearPoint:
    """The measure for the same part of one year. ``total`` is None where no figure speaks of it, and where the unit was not there
    (``absent`` says so in words).

    ``not_comparable`` are units whose figures of that year could not be told on the tree asked for."""

    period: Period
    place: Place | None
    total: Total | None
    absent: str = ""
    not_comparable: tuple[NotComparable, ...] = ()


def standings(
    *,
    actor: Actor,
    unit_id: str,
    period_label: str,
    measure: str,
    catalogue: Catalogue,
    tree_day: date | None = None,
    now: datetime | None = None,
    snapshot: SnapshotReader | None = None,
) -> Standings:
    """One row for each unit directly below the one that answers, from accepted figures. Added up in SQL where the measure needs no rules.

    Raises as ``queries.totals``."""
    asking = Asking(actor, None, (ACCEPTED,), now, snapshot)
    place = place_for(unit_id=unit_id, period_label=period_label, catalogue=catalogue, tree_day=tree_day)
    (one,) = measures_asked((measure,), catalogue=catalogue)
    hidden = frozenset(hidden_of(place, asking))
    children = place.tree.children.get(place.unit.id, ())
    rows, each = _by_sql(place, asking, catalogue, one, children), None
    if rows is None:
        book = book_for(place=place, asking=asking, catalogue=catalogue, measures=with_parts((one,), catalogue=catalogue))
        rows, each = _by_figures(book, catalogue, one, children)
    return Standings(
        place=place,
        measure=one,
        rows=tuple(replace(row, hidden=row.unit in hidden) for row in rows),
        each=each,
    )


def _by_sql(place: Place, asking: Asking, catalogue: Catalogue, measure: Measure, children: Sequence[str]) -> list[Standing] | None:
    """None where the figures are few, or where the measure has targets or anything else that a sum does not tell."""
    reader = asking.adding(place)
    if reader is None or measure.kind not in (MeasureKind.FLOW, MeasureKind.STOCK) or measure.always_target:
        return None
    store, standing = store_for(place, asking, reader)
    if measure.code in measures_left_to_the_engine(store, place.tree) or _has_targets(store, measure):
        return None
    window = ((place.start, place.end),)
    sheet = roll_up(
        store=store,
        tree=place.tree,
        catalogue=catalogue,
        measures=(measure.code,),
        windows=window,
        units=tuple(children),
        standing=standing,
    )
    return [_of_line(sheet.line(measure=measure.code, unit=child), place) for child in children]


def _has_targets(store: Store, measure: Measure) -> bool:
    number = store.measures.index(measure.code) if measure.code in store.measures else -1
    # Relations and a number that this house made, no words from outside.
    told = [f"select 1 from {one} where role = 'target' and measure = {number} limit 1" for one in store.rest]  # noqa: S608
    return any(store.database.execute(one).fetchall() for one in told)


def _of_line(line: Line, place: Place) -> Standing:
    return Standing(line.unit, place.name(line.unit), line.amount, None, None, line.heard, line.expected)


def _by_figures(book: Book, catalogue: Catalogue, measure: Measure, children: Sequence[str]) -> tuple[list[Standing], Attainment | None]:
    place = book.place
    question = (Question(measure.code, place.start, place.end, Role.RESULT),)
    (root,) = engine_totals(questions=question, facts=book.index, tree=place.tree, catalogue=catalogue)
    each = next((one for one in root.attainments if one.mode == EACH), None)
    rows = []
    for child in children:
        (found,) = engine_totals(questions=question, facts=book.index, tree=replace(place.tree, root=child), catalogue=catalogue)
        rows.append(_of_total(found, place))
    return rows, each


def _of_total(total: Total, place: Place) -> Standing:
    pick = next((one for one in (total.part.own, total.part.reported) if one is not None and one.known), None) if total.part else None
    own = next((one for one in total.attainments if one.mode != EACH), None)
    coverage = total.coverage
    return Standing(
        unit=total.unit,
        name=place.name(total.unit),
        amount=total.amount,
        rating=pick.rating if pick else None,
        flag=pick.flag if pick else None,
        heard=coverage.heard,
        expected=coverage.expected,
        own_target=own,
    )


def years(
    *,
    actor: Actor,
    unit_id: str,
    period_label: str,
    measure: str,
    catalogue: Catalogue,
    count: int = 5,
    tree_day: date | None = None,
    now: datetime | None = None,
    snapshot: SnapshotReader | None = None,
) -> tuple[YearPoint, ...]:
    """The same part of ``count`` years up to the period's, the oldest first: each on the tree of its last day, or all on ``tree_day``'s.

    Days and open periods have no year before them. Raises as ``queries.totals`` for what is wrong with the question itself."""
    periods = [Period.parse(period_label)]
    while len(periods) < count and periods[0].kind not in ("day", "open"):
        periods.insert(0, periods[0].previous_year())
    points = []
    for period in periods:
        try:
            place, found = totals_at(
                actor=actor,
                unit_id=unit_id,
                period_label=period.label,
                catalogue=catalogue,
                measures=(measure,),
                tree_day=tree_day,
                now=now,
                snapshot=snapshot,
            )
        except UnitNotOnDay as absent:
            points.append(YearPoint(period, None, None, str(absent)))
            continue
        points.append(YearPoint(period, place, found[0] if found else None, "", place.not_comparable))
    return tuple(points)
