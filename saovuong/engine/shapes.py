"""What goes into and comes out of the engine (DESIGN section 6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from saovuong.core.quantity import Bounds, Modifier, Role, Scope
from saovuong.core.tongue import noted

# Trees are shapes of the engine too, and are looked for here.
from saovuong.engine.trees import Piece as Piece  # noqa: PLC0414
from saovuong.engine.trees import Tree as Tree  # noqa: PLC0414


@dataclass(frozen=True, slots=True)
class Fact:
    """One effective value. Exactly one of ``value``, ``rating``, ``flag`` is set; none means *stated without a number*.

    ``start`` and ``end`` (exclusive; None while running) are the data range; ``standing`` marks a *yearly* statement, whose range says
    nothing. ``unit`` is whom the figure is about, ``reporter`` who handed it in. ``id`` leads back to the ledger. ``joint`` names an event
    that several units report, each for itself: above them it counts once."""

    id: int
    unit: str
    reporter: str
    measure: str
    start: date
    end: date | None
    as_of: date
    role: Role
    scope: Scope
    value: Decimal | None
    high: Decimal | None
    rating: str | None
    flag: bool | None
    modifier: Modifier
    uom: str
    comparator: str | None = None
    target_mode: str | None = None
    standing: bool = False
    joint: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One measure over one period (``end`` exclusive); the unit is the root of the tree that is asked."""

    measure: str
    start: date
    end: date
    role: Role = Role.RESULT


@dataclass(frozen=True, slots=True)
class Coverage:
    """Units heard from out of the units expected; ``missing`` keeps the tree's order.

    A unit is heard when it has itself stated a value, or that there is one (*hàng trăm triệu*), for the measure and the period. Of the
    missing, ``by_others`` are known through a report that another unit made about them, and ``represented`` are inside a reported total
    from above them that stands in; neither has been heard from."""

    heard: int
    expected: int
    missing: tuple[str, ...]
    by_others: tuple[str, ...] = ()
    represented: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A number people see: exact, with its modifier and the bounds that are known.

    For modifier range, ``value`` is the low end and ``bounds.high`` the high end. ``likely`` is like ``bounds`` but reads *khoảng 500* as
    500 give or take one unit of its last stated digit (400 to 600); only the question whether two amounts agree uses it. ``estimated``:
    some of it is a declared share of a divided unit's figure; ``bounds`` then hold whatever the true division was."""

    value: Decimal
    modifier: Modifier
    bounds: Bounds
    uom: str
    narrowed: Bounds | None = None
    estimated: bool = False

    @property
    def likely(self) -> Bounds:
        return self.narrowed or self.bounds


@dataclass(frozen=True, slots=True)
class JointMention:
    """What one unit says of a joint event in the period. ``amount`` = ``inside`` (within the unit's other figures) + ``beside`` (not).

    ``unit`` and ``depth`` (steps below the root) are filled where it is added up."""

    key: str
    amount: Amount
    inside: Amount | None
    beside: Amount | None
    facts: tuple[int, ...]
    as_of: date
    unit: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class JointDeduction:
    """One event that several units below (or the unit itself) reported: ``kept`` counts, ``deducted`` is the sum of what the ``dropped``
    said. ``bounds`` run from the lowest to the highest that any of them lets the event be; ``differing`` contradict the one that counts."""

    key: str
    kept: JointMention
    dropped: tuple[JointMention, ...]
    deducted: Decimal
    bounds: Bounds
    differing: tuple[JointMention, ...] = ()


@dataclass(frozen=True, slots=True)
class TimePick:
    """How one unit's value for the period came about.

    ``rule``: ``exact`` (a fact for just this period), ``tiled`` (sum of disjoint parts), ``last`` (stock, yes_no: last value at or before
    the end), ``within`` (rating, percentage, target: last value for a part of the period), ``standing`` (a *yearly* target), ``none``
    (facts, but no value). ``facts`` are the ids used, ``left_out`` the ids not used with a reason code of :data:`REASONS` each; ``share``
    of the period covered (1 for exact); ``age_days`` from the value's day to the last day of the period. ``parts_sum`` is the tiled sum
    where an exact fact exists too and differs (to be reconciled), with its facts and the share they cover. ``reporter`` is set where the
    value comes from another unit's report about this one. ``stated`` is True where the unit itself spoke about the
    period, with or without a number; of a target or a quota, where anyone did. ``joint`` are the joint events in the value, ``apart`` is
    the value without those of them that stand beside the unit's other figures."""

    rule: str
    amount: Amount | None
    facts: tuple[int, ...]
    left_out: tuple[tuple[int, str], ...]
    share: Decimal
    age_days: int | None = None
    parts_sum: Amount | None = None
    parts_facts: tuple[int, ...] = ()
    parts_share: Decimal = Decimal(0)
    rating: str | None = None
    flag: bool | None = None
    reporter: str | None = None
    stated: bool = False
    joint: tuple[JointMention, ...] = ()
    apart: Amount | None = None

    @property
    def known(self) -> bool:
        return self.amount is not None or self.rating is not None or self.flag is not None


REASONS: Mapping[str, str] = {
    "after_period": noted("số liệu sau kỳ"),
    "before_period": noted("của kỳ trước, không mang sang kỳ này"),
    "contradicted": noted("mâu thuẫn với số được dùng, mới hơn"),
    "joint_exceeds": noted("việc chung lớn hơn số chung của đơn vị trong cùng thời gian"),
    "joint_inside": noted("việc chung, đã nằm trong số chung của đơn vị"),
    "not_on_scale": noted("mức xếp loại không có trong thang"),
    "older": noted("đã có số mới hơn trong hoặc trước kỳ"),
    "open_period": noted("kỳ chưa kết thúc (từ ... đến nay)"),
    "other_mode": noted("chỉ tiêu cho từng đơn vị, không cộng"),
    "overlaps": noted("trùng thời gian với số được cộng"),
    "own_report_wins": noted("đơn vị đã tự báo cáo"),
    "part_of_exact": noted("đã có số cho đúng kỳ"),
    "reaches_outside": noted("lũy kế vượt ra ngoài kỳ"),
    "repeated": noted("nhắc lại số đã có"),
    "reported_beside": noted("tổng do đơn vị báo cáo, đứng bên tổng tính được"),
    "unquantified": noted("có nêu nhưng không có số"),
    "within_reported": noted("đã nằm trong tổng do đơn vị báo cáo"),
    "yearly": noted("nêu chung hằng năm, không của kỳ nào"),
}
"""Why a fact is not in a total: code -> words for people."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A reported total beside the computed one; ``difference`` is reported minus computed. ``agrees`` allows for modifiers: a reported
    *trên 500* agrees with a computed 512. ``complete`` is False while units or parts of the period are missing, when a difference proves
    nothing yet."""

    unit: str
    reported: Amount
    reported_facts: tuple[int, ...]
    computed: Amount
    difference: Decimal
    agrees: bool
    complete: bool

    @property
    def is_conflict(self) -> bool:
        """True where both cannot be right: all parts are in and they differ, or the parts heard so far already exceed the reported
        total."""
        if self.agrees:
            return False
        low, high = self.computed.likely.low, self.reported.likely.high
        return self.complete or (low is not None and high is not None and low > high)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements about the same unit, measure and days that cannot all be true. Listed, never repaired: the ``used`` facts stand in the
    total.

    ``kind``: ``documents`` (the unit's own submissions differ; the newest as_of, then the highest id is used), ``reporters`` (another
    unit's report differs from the unit's own, which is used), ``joint`` (participants tell one event differently; the highest one's figure
    counts above them) or ``joint_exceeds`` (a joint event is more than the figure of the unit that should contain it)."""

    kind: str
    unit: str
    measure: str
    start: date
    end: date
    used: tuple[int, ...]
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RatingSpread:
    """How many of the expected units stand on each level of a scale, best first; never an average.

    ``by_unit`` holds every unit of the tree with a rating; ``above`` those of them that are not expected, such as the root: not counted."""

    counts: Mapping[str, int]
    by_unit: Mapping[str, str]
    above: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class YesNoCount:
    """``yes`` of ``answered`` expected units said yes. ``above`` holds answers of units that are not expected, such as the root: not
    counted."""

    yes: int
    answered: int
    no_units: tuple[str, ...]
    above: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListedRatio:
    """A percentage that a unit gave without its parts: shown, never rolled up."""

    unit: str
    amount: Amount
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ListedSpread:
    """The bare percentages of the expected units: how many, the lowest and the highest value; no average."""

    count: int
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class ClaimedRatio:
    """A percentage that a unit gave although its parts are known. ``agrees`` allows rounding or truncation of the last digit shown."""

    unit: str
    claimed: Amount
    recomputed: Amount
    agrees: bool
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RatioPair:
    """Numerator and denominator over the same units: only units that gave both are in. ``unmatched`` are units that gave one, with the
    part that lacks (``numerator`` or ``denominator``): they are in neither sum."""

    numerator: Amount
    denominator: Amount
    unmatched: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One node of the explanation: what a unit contributes to its parent.

    ``own`` is the unit's own work; ``computed`` = own + what its children contribute; None means unknown, which is not zero. ``taken`` says
    what stands for this unit above it: ``computed``, or ``reported`` where nothing below it was heard (for a target: wherever it was
    given), or ``nothing``. A unit without children has no reported total: all it says is its own. ``left_out`` are facts not added at
    this node. ``joint`` are the events that are in several of those and count once: what is deducted for them is already out of
    ``computed``. ``share`` is set for a part of a divided unit: ``own`` is the whole unit's, ``computed`` that share of it."""

    unit: str
    own: TimePick | None
    reported: TimePick | None
    computed: Amount | None
    taken: str
    children: tuple["Part", ...]
    left_out: tuple[tuple[int, str], ...] = ()
    joint: tuple[JointDeduction, ...] = ()
    share: Decimal | None = None

    @property
    def counted(self) -> Amount | None:
        """What stands for this unit in its parent's sum; None is unknown."""
        if self.taken == "reported":
            pick = self.reported or self.own
            return pick.amount if pick else None
        return self.computed


@dataclass(frozen=True, slots=True)
class Attainment:
    """A result beside its target. ``comparator`` is one of ``>=``, ``<=``, ``>``, ``<``, ``=`` as applied; ``mode`` is ``total`` or
    ``each``.

    ``percent`` (28 digits; round only when shown) is 100 x result / target for numbers whose direction is not down; for ``each`` and
    yes_no, the share of the expected units that meet it. ``met`` is None where it cannot be told: units missing, or a modifier that
    leaves both possible. For ``each``, ``unmet`` and ``unknown`` name the units."""

    target: Amount | None
    target_rating: str | None
    comparator: str
    mode: str
    percent: Decimal | None
    met: bool | None
    facts: tuple[int, ...]
    target_flag: bool | None = None
    unmet: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """The answer for one unit, measure, period and role on the tree of one day.

    ``amount`` is None when nothing is known (never zero in its place). For a ratio it is recomputed from ``pair``; where the unit's parts
    are not known it is the percentage the unit itself gave, and ``part.taken`` is ``reported``. ``numerator`` and ``denominator`` are the
    full totals of the parts, ``listed`` the bare percentages, ``claimed`` those whose parts are known. ``reconciliations`` compare every
    reported total in the subtree with the sum of its parts over units, ``period_reconciliations`` a figure for the whole period with the
    sum of its months or quarters. ``attainment`` is the first of ``attainments``: the target for the total if there is one, else the one
    for each unit."""

    unit: str
    measure: str
    start: date
    end: date
    role: Role
    amount: Amount | None
    coverage: Coverage
    part: Part | None
    reconciliations: tuple[Reconciliation, ...] = ()
    ratings: RatingSpread | None = None
    yes_no: YesNoCount | None = None
    numerator: "Total | None" = None
    denominator: "Total | None" = None
    listed: tuple[ListedRatio, ...] = ()
    attainment: Attainment | None = None
    contradictions: tuple[Contradiction, ...] = ()
    period_reconciliations: tuple[Reconciliation, ...] = ()
    pair: RatioPair | None = None
    listed_spread: ListedSpread | None = None
    claimed: tuple[ClaimedRatio, ...] = ()
    attainments: tuple[Attainment, ...] = ()

    @property
    def reported(self) -> Amount | None:
        """What the unit itself reported for its whole subtree, whether or not it is the amount shown."""
        pick = self.part.reported if self.part else None
        return pick.amount if pick else None
