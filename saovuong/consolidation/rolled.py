"""Totals from the snapshot, added up in SQL; what SQL leaves is worked out figure by figure, for just those measures."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from saovuong.consolidation.books import Asking, Book, book_for, hidden_of, store_for, with_fallen
from saovuong.consolidation.measures import measures_asked, with_parts
from saovuong.consolidation.shapes import Place
from saovuong.consolidation.snapshot_files import SnapshotDamaged
from saovuong.consolidation.snapshot_reading import SnapshotReader
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.quantity import MeasureKind
from saovuong.engine import Total
from saovuong.engine.roll_up_totals import answer

# How the engine answers some measures from a book.
ByFigures = Callable[[Book, Sequence[Measure]], list[Total]]


@dataclass(frozen=True, slots=True)
class Rolled:
    """``totals`` in the order of the question, without trees of parts; ``book`` holds the figures of the measures that were ``left``, each
    with a code of ``engine.roll_up_totals.LEFT``."""

    book: Book
    totals: Sequence[Total]
    left: Mapping[str, str] = field(default_factory=dict)


def rolled_totals(
    place: Place, asking: Asking, catalogue: Catalogue, *, reader: SnapshotReader, measures: Iterable[str] | None, by_figures: ByFigures
) -> Rolled:
    """Results of ``measures``, or of every measure that the snapshot knows. Raises OutOfScope, UnknownMeasure, MeasureOff, SnapshotDamaged,
    and what ``by_figures`` raises."""
    hidden = hidden_of(place, asking)
    chosen = _known(reader, catalogue) if measures is None else measures_asked(measures, catalogue=catalogue)
    wanted = set(catalogue.measures) if measures is None else set(with_parts(chosen, catalogue=catalogue))
    found, left = _answered(place, asking, catalogue, reader, [one.code for one in chosen])
    others = [one for one in chosen if one.code not in found]
    book = book_for(place=place, asking=asking, catalogue=catalogue, measures=with_parts(others, catalogue=catalogue))
    if others:
        found |= {one.measure: one for one in by_figures(book, others)}
    whole = with_fallen(place, asking, catalogue, reader, wanted)
    book = Book(whole, book.rows, book.index, hidden)
    return Rolled(book, [found[one.code] for one in chosen], left)


def rolled_heard(
    place: Place, asking: Asking, catalogue: Catalogue, *, reader: SnapshotReader, codes: Collection[str]
) -> tuple[set[str], set[str]]:
    """The expected units heard for any of the measures ``codes``, and the measures that this does not tell."""
    known = [code for code in codes if code in reader.measure_numbers and catalogue.measures[code].kind is not MeasureKind.RATIO]
    found, _ = _answered(place, asking, catalogue, reader, known)
    heard: set[str] = set()
    for total in found.values():
        if total.coverage.heard:
            heard |= place.tree.expected - frozenset(total.coverage.missing)
    return heard, {code for code in codes if code not in found}


def _answered(
    place: Place, asking: Asking, catalogue: Catalogue, reader: SnapshotReader, codes: Sequence[str]
) -> tuple[dict[str, Total], Mapping[str, str]]:
    store, standing = store_for(place, asking, reader)
    window = (place.start, place.end)
    try:
        told = answer(store=store, tree=place.tree, catalogue=catalogue, measures=codes, window=window, standing=standing)
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        raise SnapshotDamaged(path=reader.folder.path, reason=str(error).splitlines()[0]) from None
    return dict(told.totals), told.left


def _known(reader: SnapshotReader, catalogue: Catalogue) -> tuple[Measure, ...]:
    """Enabled measures with a figure anywhere, and ratios both of whose parts have one, by topic."""
    told = reader.measure_numbers.keys()
    rows = (measure for topic in catalogue.by_topic.values() for measure in topic if measure.enabled)
    return tuple(one for one in rows if one.code in told or (one.kind is MeasureKind.RATIO and {one.numerator, one.denominator} <= told))
