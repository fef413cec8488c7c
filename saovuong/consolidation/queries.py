"""What a unit did in a period, added up for a person who may know it. Reads only; the engine decides every number."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from saovuong.accounts.shapes import Actor
from saovuong.consolidation import books
from saovuong.consolidation.books import Asking, Book, book_for, hidden_of, with_fallen
from saovuong.consolidation.explaining import Explaining
from saovuong.consolidation.lateness import lateness
from saovuong.consolidation.measures import measures_asked, with_parts
from saovuong.consolidation.places import place_for
from saovuong.consolidation.rolled import rolled_heard, rolled_totals
from saovuong.consolidation.shapes import Conflict, CoverageView, Explanation, Late, Place, TotalsView
from saovuong.consolidation.snapshot_reading import SnapshotReader
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.errors import Refusal
from saovuong.core.quantity import MeasureKind, Role
from saovuong.core.tongue import VIETNAMESE, Tongue
from saovuong.engine import Question, Total, form_coverage
from saovuong.engine import totals as engine_totals
from saovuong.engine.amounts import DifferentUoms
from saovuong.engine.over_units import coverage_from
from saovuong.ledger.shapes import FactRow

ACCEPTED = (books.ACCEPTED,)


class UnknownForm(Refusal):
    code = "SV-717"
    template = "Danh mục không có biểu “{form}”. Các biểu: {known}."


def totals(
    *,
    actor: Actor | None,
    unit_id: str,
    period_label: str,
    catalogue: Catalogue,
    measures: Iterable[str] | None = None,
    tree_day: date | None = None,
    at: datetime | None = None,
    states: Collection[str] = ACCEPTED,
    role: Role | str = Role.RESULT,
    now: datetime | None = None,
    snapshot: SnapshotReader | None = None,
) -> list[Total]:
    """One total per measure, in the order of the catalogue: of ``measures``, else of every measure that anything is known of.

    ``unit_id`` may be an area: its command on the tree's day answers. ``tree_day`` None is the last day of the period. No actor, no rows.
    Raises NoSuchUnit, BadPeriod, PeriodStillOpen, UnitNotOnDay, OutOfScope, UnknownMeasure, MeasureOff, DifferentUoms."""
    if actor is None:
        return []
    asking = Asking(actor, at, states, now, snapshot)
    place = place_for(unit_id=unit_id, period_label=period_label, catalogue=catalogue, tree_day=tree_day)
    return _answers(place, asking, catalogue, measures, Role(role))[1]


def totals_at(
    *,
    actor: Actor,
    unit_id: str,
    period_label: str,
    catalogue: Catalogue,
    measures: Iterable[str],
    tree_day: date | None = None,
    now: datetime | None = None,
    snapshot: SnapshotReader | None = None,
) -> tuple[Place, list[Total]]:
    """:func:`totals` of ``measures`` from accepted figures, added up in SQL where that can tell them, with the place. Nothing at all where
    no figure speaks of any of them. Raises the same."""
    asking = Asking(actor, None, ACCEPTED, now, snapshot)
    place = place_for(unit_id=unit_id, period_label=period_label, catalogue=catalogue, tree_day=tree_day)
    if asking.adding(place) is not None:
        book, found, _ = _rolled(place, asking, catalogue, measures, Role.RESULT)
        return book.place, found
    asked = measures_asked(measures, catalogue=catalogue)
    needed = with_parts(asked, catalogue=catalogue)
    book = book_for(place=place, asking=asking, catalogue=catalogue, measures=needed)
    return book.place, _by_figures(book, asked, catalogue, Role.RESULT) if needed & book.index.measures() else []


def totals_with_rows(
    *,
    actor: Actor | None,
    unit_id: str,
    period_label: str,
    catalogue: Catalogue,
    tree_day: date | None = None,
    at: datetime | None = None,
    states: Collection[str] = ACCEPTED,
    now: datetime | None = None,
    snapshot: SnapshotReader | None = None,
) -> tuple[Place, list[Total], Mapping[int, FactRow]]:
    """:func:`totals` of every measure that anything is known of, with the place and the ledger's figures by id. Raises the same."""
    asking = Asking(actor, at, states, now, snapshot)
    place = place_for(unit_id=unit_id, period_label=period_label, catalogue=catalogue, tree_day=tree_day)
    book, found = _answers(place, asking, catalogue, None, Role.RESULT)
    return book.place, found, book.rows


def totals_view(
    *,
    actor: Actor | None,
    unit_id: str,
    period_label: str,
    catalogue: Catalogue,
    measures: Iterable[str] | None = None,
    tree_day: date | None = None,
    at: datetime | None = None,
    states: Collection[str] = ACCEPTED,
    role: Role | str = Role.RESULT,
    now: datetime | None = None,
    snapshot: SnapshotReader | None = None,
    last_year: bool = True,
) -> TotalsView:
    """:func:`totals` with names, contradictions, and the same measures a year before on the same tree. Raises the same.

    ``last_year`` False leaves that year out, whose tree may have to be laid out anew. From a snapshot results are added up in SQL, as far
    as that can tell them; the totals then have no trees of parts."""
    asking = Asking(actor, at, states, now, snapshot)
    place = place_for(unit_id=unit_id, period_label=period_label, catalogue=catalogue, tree_day=tree_day)
    book, found, left = _rolled(place, asking, catalogue, measures, Role(role))
    before = [one.measure for one in found] if last_year else []
    last_place, last = _last_year(place, asking, catalogue, before, Role(role))
    return TotalsView(
        place=book.place,
        totals=tuple(found),
        last_place=last_place,
        last_year={one.measure: one for one in last},
        contradictions=Explaining(book, catalogue, asking).conflicts(found),
        hidden=book.hidden,
        left=left,
    )


def explain(
    *,
    actor: Actor | None,
    unit_id: str,
    period_label: str,
    measure: str,
    catalogue: Catalogue,
    tree_day: date | None = None,
    at: datetime | None = None,
    states: Collection[str] = ACCEPTED,
    role: Role | str = Role.RESULT,
    now: datetime | None = None,
    snapshot: SnapshotReader | None = None,
    most: int | None = None,
    tongue: Tongue = VIETNAMESE,
) -> Explanation:
    """The tree of parts of one total, down to every quote, with what was left out and why. Of a total with more than ``most`` figures those
    below its unit are counted, not read (Node.folded); None reads all. Rules are told in ``tongue``. Raises as :func:`totals`."""
    asking = Asking(actor, at, states, now, snapshot)
    place = place_for(unit_id=unit_id, period_label=period_label, catalogue=catalogue, tree_day=tree_day)
    book, found = _answers(place, asking, catalogue, (measure,), Role(role))
    return Explaining(book, catalogue, asking, most, tongue).explanation(found[0])


def coverage(
    *,
    actor: Actor | None,
    unit_id: str,
    period_label: str,
    catalogue: Catalogue,
    form: str | None = None,
    tree_day: date | None = None,
    at: datetime | None = None,
    states: Collection[str] = ACCEPTED,
    now: datetime | None = None,
    snapshot: SnapshotReader | None = None,
) -> CoverageView:
    """Who of the expected units was heard for the period: on any measure of ``form``, or on any measure at all; and who is late, judged on
    the day of ``at``, else of ``now``.

    Raises as :func:`totals`, and :class:`UnknownForm`."""
    if form is not None and form not in catalogue.forms:
        raise UnknownForm(form=form, known=", ".join(catalogue.forms) or "không có")
    asking = Asking(actor, at, states, now, snapshot)
    place = place_for(unit_id=unit_id, period_label=period_label, catalogue=catalogue, tree_day=tree_day)
    codes = catalogue.forms[form].measures if form else tuple(code for code, one in catalogue.measures.items() if one.enabled)
    heard: set[str] = set()
    needed: Collection[str] | None = codes if form else None
    reader = asking.adding(place) if place.tree.expected else None
    if reader is not None:
        hidden_of(place, asking)
        heard, needed = rolled_heard(place, asking, catalogue, reader=reader, codes=codes)
    book = book_for(place=place, asking=asking, catalogue=catalogue, measures=needed)
    if reader is not None:
        book = replace(book, place=with_fallen(place, asking, catalogue, reader, set(codes if form else catalogue.measures)))
    asked = [code for code in codes if code in book.index.measures()]
    question = Question("", place.start, place.end)
    found = form_coverage(measures=asked, question=question, facts=book.index, tree=book.place.tree, catalogue=catalogue)
    told = heard | (place.tree.expected - frozenset(found.missing))
    found = coverage_from(place.tree, heard=told, by_others=set(found.by_others), represented=set(found.represented))
    late, due = lateness(place=book.place, asking=asking, catalogue=catalogue, form=form)
    return CoverageView(book.place, form, found, late, due)


def late_units(*, actor: Actor, place: Place, catalogue: Catalogue, now: datetime) -> tuple[Late, ...]:
    """Who is late for the place's period on any form, in the tree's order; see :class:`CoverageView`."""
    return lateness(place=place, asking=Asking(actor, None, ACCEPTED, now), catalogue=catalogue, form=None)[0]


def contradictions(
    *,
    actor: Actor | None,
    unit_id: str,
    period_label: str,
    catalogue: Catalogue,
    measures: Iterable[str] | None = None,
    tree_day: date | None = None,
    at: datetime | None = None,
    states: Collection[str] = ACCEPTED,
    now: datetime | None = None,
    snapshot: SnapshotReader | None = None,
) -> list[Conflict]:
    """Statements in the unit's subtree that cannot all be true, each side with its quotes. Raises as :func:`totals`."""
    view = totals_view(
        actor=actor,
        unit_id=unit_id,
        period_label=period_label,
        catalogue=catalogue,
        measures=measures,
        tree_day=tree_day,
        at=at,
        states=states,
        now=now,
        snapshot=snapshot,
    )
    return list(view.contradictions)


def _answers(place: Place, asking: Asking, catalogue: Catalogue, measures: Iterable[str] | None, role: Role) -> tuple[Book, list[Total]]:
    """The totals asked for. With no measures named, those of enabled measures of which anything is known or was said."""
    asked = None if measures is None else measures_asked(measures, catalogue=catalogue)
    needed = None if asked is None else with_parts(asked, catalogue=catalogue)
    book = book_for(place=place, asking=asking, catalogue=catalogue, measures=needed)
    found = _by_figures(book, _told(book, catalogue) if asked is None else asked, catalogue, role)
    return book, [one for one in found if asked is not None or _says_anything(one)]


def _rolled(
    place: Place, asking: Asking, catalogue: Catalogue, measures: Iterable[str] | None, role: Role
) -> tuple[Book, list[Total], Mapping[str, str] | None]:
    """As :func:`_answers`, in SQL where there is a snapshot: then also why some measures were left to their figures."""
    reader = asking.adding(place) if role is Role.RESULT else None
    if reader is None:
        return *_answers(place, asking, catalogue, measures, role), None
    done = rolled_totals(
        place,
        asking,
        catalogue,
        reader=reader,
        measures=measures,
        by_figures=lambda book, some: _by_figures(book, some, catalogue, role),
    )
    return done.book, [one for one in done.totals if measures is not None or _says_anything(one)], done.left


def _by_figures(book: Book, chosen: Sequence[Measure], catalogue: Catalogue, role: Role) -> list[Total]:
    questions = [Question(measure.code, book.place.start, book.place.end, role) for measure in chosen]
    try:
        return engine_totals(questions=questions, facts=book.index, tree=book.place.tree, catalogue=catalogue)
    except DifferentUoms as refusal:
        unit = str(refusal.fields["unit"])
        raise DifferentUoms(**(refusal.fields | {"unit": book.place.name(unit)})) from None


def _told(book: Book, catalogue: Catalogue) -> Sequence[Measure]:
    """Enabled measures with a figure, and ratios both of whose parts have one, by topic."""
    told = book.index.measures()
    rows = (measure for topic in catalogue.by_topic.values() for measure in topic if measure.enabled)
    return [one for one in rows if one.code in told or (one.kind is MeasureKind.RATIO and {one.numerator, one.denominator} <= told)]


def _says_anything(total: Total) -> bool:
    if total.amount is not None or total.listed or total.attainments or total.coverage.heard:
        return True
    ratings, answers = total.ratings, total.yes_no
    return bool((ratings and ratings.by_unit) or (answers and (answers.answered or answers.above)))


def _last_year(place: Place, asking: Asking, catalogue: Catalogue, measures: Sequence[str], role: Role) -> tuple[Place | None, list[Total]]:
    """The same measures for the same part of the year before, on the same tree; nothing for days and where the unit was not yet there."""
    if place.period.kind in ("day", "open") or not measures:
        return None, []
    label = place.period.previous_year().label
    last = place_for(unit_id=place.unit.id, period_label=label, catalogue=catalogue, tree_day=place.tree.day)
    if asking.adding(last) is not None and role is Role.RESULT:
        book, found, _ = _rolled(last, asking, catalogue, measures, role)
        return book.place, found
    asked = measures_asked(measures, catalogue=catalogue)
    book = book_for(place=last, asking=asking, catalogue=catalogue, measures=with_parts(asked, catalogue=catalogue))
    # A year before the book began has nothing to say, and to find that out for every measure takes a walk over the whole tree.
    told = {one.code for one in _told(book, catalogue)}
    return book.place, _by_figures(book, [one for one in asked if one.code in told], catalogue, role)
