"""What goes into and comes out of the roll-up in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from saovuong.engine.databases import Database
from saovuong.engine.parquet import Months
from saovuong.engine.shapes import Amount, RatingSpread, RatioPair, YesNoCount


@dataclass(frozen=True, slots=True)
class Tiles:
    """The tiles of one year that cut its months alike: ``relation`` is a table or files. ``units`` are the stored units it speaks of.

    ``marks`` are figures that lie in the same months. ``sums`` hold the tiles of whole partitions added up, one row per measure, known by
    the lowest of the partition's units; ``parts`` are the units of every such partition. Empty: there are none."""

    year: int
    months: Months
    relation: str
    units: frozenset[int]
    marks: str = ""
    sums: str = ""
    parts: tuple[frozenset[int], ...] = ()


@dataclass(frozen=True, slots=True)
class Store:
    """Facts laid out as ``saovuong.engine.parquet`` does. ``rest`` are relations; ``units`` and ``measures`` tell what the numbers mean.

    Units that two tiles of one year speak of are in ``split_units``. ``kept`` is where the roll-up remembers what its passing tables hold:
    the next question on the same tree need not lay it out again; stores of one database share it."""

    database: Database
    tiles: Sequence[Tiles]
    rest: Sequence[str]
    units: Sequence[str]
    measures: Sequence[str]
    split_units: frozenset[int] = frozenset()
    kept: dict[str, object] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """How stored units stand in the tree: ``areas`` leads from a stored unit to the unit of the tree that it counts as, ``own_only`` are
    units whose reported totals are over another tree. ``seen`` None is everything, else the stored units that may be read."""

    areas: Mapping[str, str] = field(default_factory=dict)
    own_only: frozenset[str] = frozenset()
    seen: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One measure for one unit and period: what :class:`saovuong.engine.shapes.Total` says of it, without the tree of parts.

    ``taken`` is ``computed``, ``reported`` or ``nothing``; ``reported`` is the unit's own total whatever is taken. ``heard`` of
    ``expected`` units spoke."""

    unit: str
    measure: str
    start: date
    end: date
    amount: Amount | None
    taken: str
    reported: Amount | None
    heard: int
    expected: int
    pair: RatioPair | None = None
    ratings: RatingSpread | None = None
    yes_no: YesNoCount | None = None
