"""What leaves the consolidation room: the engine's answers with the names, places and sources that a person needs to read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from saovuong.core.catalogue import LegalBasis, Measure
from saovuong.core.period import Period
from saovuong.core.units import UnitInfo
from saovuong.engine.shapes import Amount, Contradiction, Coverage, JointDeduction, Part, RatioPair, Reconciliation, Total, Tree
from saovuong.ledger.shapes import FactRow


@dataclass(frozen=True, slots=True)
class NotComparable:
    """Figures of ``unit`` that cannot be told on the tree asked for.

    ``reason``: ``part`` (the unit passed into ``successor`` only in part), ``ceded`` (it gave a part to ``successor`` and goes on),
    ``merged`` (``unit`` holds more than the unit of the tree), ``abolished`` (the command has no successor), ``other_tree`` (a total over
    units that stand elsewhere now), ``earlier`` (``unit`` passed into ``successor`` within the period, and reported before that),
    ``unknown`` (no predecessor of ``successor`` is in the lists; ``unit`` is then the successor itself). The reasons that end in ``_above``
    are of units that are told from ``successor`` upwards but not below it. ``facts`` are the ledger ids that fall out."""

    unit: str
    successor: str | None
    reason: str
    facts: tuple[int, ...] = ()


NOT_COMPARABLE: Mapping[str, str] = {
    "part": "chỉ một phần nhập vào {successor}, chưa có tỷ lệ chia",
    "merged": "số liệu gồm cả đơn vị khác đã nhập vào, không tách ra cho {successor} được",
    "abolished": "đã giải thể, số liệu của chính đơn vị không chuyển cho đơn vị nào",
    "ceded": "một phần đã nhập vào {successor}, chưa có tỷ lệ chia; cả số liệu vẫn tính ở đơn vị này",
    "part_above": "chia cho nhiều đơn vị, chưa có tỷ lệ chia; chỉ tính từ {successor} trở lên",
    "merged_above": "số liệu gồm cả đơn vị khác đã nhập vào; chỉ tính từ {successor} trở lên",
    "rest_above": "phần chưa có tỷ lệ chia chỉ tính từ {successor} trở lên",
    "earlier": "có số liệu trước khi nhập vào {successor} giữa kỳ; xem bằng --tree một ngày trước đó",
    "other_tree": "tổng theo cây đơn vị cũ, nay các đơn vị đứng ở chỗ khác",
    "unknown": "không rõ đơn vị tiền thân",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a question is asked. ``asked`` is the unit a person named, ``unit`` the one that answers for it on the tree's day.

    ``start`` and ``end`` (exclusive) are the days whose data the period means. ``tree`` may hold units of the period's own day under the
    units that took them over whole: those are ``carried``. Units ``above`` went several ways and stand under the lowest unit that holds all
    of them; what declared shares divide are pieces of the tree. ``own_only`` are carried units whose reported totals are left out.
    ``names`` has every unit of the tree and of ``not_comparable``; ``areas`` leads from an administrative unit to the command that
    reports for it."""

    asked: UnitInfo
    unit: UnitInfo
    period: Period
    start: date
    end: date
    tree: Tree
    names: Mapping[str, str]
    areas: Mapping[str, str]
    carried: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    own_only: frozenset[str] = frozenset()
    not_comparable: tuple[NotComparable, ...] = ()

    @property
    def restated(self) -> bool:
        return bool(self.carried) or bool(self.above) or bool(self.not_comparable)

    def name(self, unit_id: str) -> str:
        return self.names.get(unit_id, unit_id)


@dataclass(frozen=True, slots=True)
class TotalsView:
    """Totals in the order of the catalogue, with last year's on the same tree by measure code.

    ``hidden`` are units of the tree that the actor may not see: their figures are in no total. ``left`` is None where every figure was
    looked at; where totals were added up in SQL, the measures that were not, each with a code of ``engine.roll_up_totals.LEFT``: how an
    answer came about, and no part of it."""

    place: Place
    totals: tuple[Total, ...]
    last_place: Place | None
    last_year: Mapping[str, Total]
    contradictions: "tuple[Conflict, ...]"
    hidden: tuple[str, ...] = ()
    left: Mapping[str, str] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """One figure of the book with the names to read it by. ``superseded`` are the figures it took the place of, newest first."""

    fact: FactRow
    unit_name: str
    reporter_name: str
    superseded: tuple[FactRow, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure that is not in the total; ``reason`` is a code of ``engine.shapes.REASONS`` and ``words`` says it."""

    source: Source
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A contradiction with both sides' figures."""

    contradiction: Contradiction
    unit_name: str
    measure_name: str
    used: tuple[Source, ...]
    others: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class JointEvent:
    """A joint event counted once, with the figures of the participant that counts (``kept``) and of the others."""

    deduction: JointDeduction
    kept_name: str
    dropped_names: tuple[str, ...]
    kept: tuple[Source, ...]
    dropped: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """What stands behind a node and is only counted: units below it, figures of all of these and of its own, and how many more are left
    out. Its own explanation tells them."""

    units: int
    figures: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Node:
    """One unit of the explanation, as ``part`` says it. ``rule`` are sentences about how its value came about; ``own``, ``reported`` and
    ``parts`` are the figures of the unit's own work, of its reported total, and the parts of the period beside an exact figure.

    ``joint`` are the events that are in several of its parts and count once. ``missing`` is True for an expected unit that was not heard;
    ``carried`` for a unit of another day's tree that passed whole into the unit above, ``above`` for one that
    went several ways below it. A piece of a divided unit has its share in ``part``. ``folded`` is set where an explanation has more
    figures than were asked for: the node then has neither figures nor children."""

    part: Part
    name: str
    rule: tuple[str, ...]
    own: tuple[Source, ...]
    reported: tuple[Source, ...]
    parts: tuple[Source, ...]
    left_out: tuple[LeftOut, ...]
    reconciliation: Reconciliation | None
    missing: bool
    carried: bool
    children: "tuple[Node, ...]"
    joint: tuple[JointEvent, ...] = ()
    above: bool = False
    folded: Folded | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one total came about, down to the quotes. For a ratio, ``numerator`` and ``denominator`` explain the two totals it rests on.

    ``targets`` are the figures of the targets it was measured against."""

    place: Place
    measure: Measure
    total: Total
    rule: tuple[str, ...]
    root: Node
    contradictions: tuple[Conflict, ...]
    targets: tuple[Source, ...] = ()
    pair: RatioPair | None = None
    numerator: "Explanation | None" = None
    denominator: "Explanation | None" = None


@dataclass(frozen=True, slots=True)
class Late:
    """A unit whose report for the period did not arrive by the deadline of its level. ``last_day`` was the last day in time, ``since`` the
    first day of being late; ``working_days`` counts the worked days from then to the day it ``arrived``, or to the day of asking where it
    has not (None). ``to`` is the level that waits, ``basis`` the law or the note that sets the deadline."""

    unit: str
    last_day: date
    since: date
    working_days: int
    arrived: date | None
    to: str
    basis: LegalBasis


@dataclass(frozen=True, slots=True)
class CoverageView:
    """Who was heard for the period. ``form`` is the form asked about; None means any measure at all. ``late`` has units of every level that
    has a deadline for such a period, in the tree's order; ``due`` the last day in time of every such level."""

    place: Place
    form: str | None
    coverage: Coverage
    late: tuple[Late, ...] = ()
    due: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CertifiedPart:
    """What one part adds to a certified total. ``kind``: ``own`` (the unit's own work), ``child`` (a unit right below), ``reported`` (the
    total that the unit itself gave), ``numerator``, ``denominator``, ``joint`` (counted twice among the parts, to be taken off), ``rest``
    (``count`` further parts together). ``unit`` is the id of an ``own``, ``child`` or ``reported`` part's unit, else empty; ``folded``
    what stands behind a part whose figures were only counted."""

    kind: str
    name: str
    amount: Amount
    count: int = 1
    unit: str = ""
    folded: Folded | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """One total on one page. ``parts`` add up to the total (numerator and denominator: divide to it); what is too much for the page is in
    a last part of kind ``rest``. ``sources`` are the weightiest figures that it rests on, of those that the explanation read; ``further``
    counts the others, ``former`` the units of another day's tree in it. ``behind`` is set where figures of units below were only counted:
    how many units and figures these are. ``digest`` is the same as long as the book says the same in the same words, by the same people;
    of figures that were only counted, as long as it rests on the same rows, whose words never change."""

    explanation: Explanation
    parts: tuple[CertifiedPart, ...]
    sources: tuple[Source, ...]
    further: int
    left_out: int
    former: int
    digest: str
    behind: Folded | None = None
