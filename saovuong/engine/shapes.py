"""What goes into and comes out of the engine (DESIGN section 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from saovuong.core.quantity import Bounds, Modifier, Role, Scope


@dataclass(frozen=True, slots=True)
class Fact:
    """One effective value. Exactly one of ``value``, ``rating``, ``flag`` is set; none means *stated without a number*.

    ``start`` and ``end`` (exclusive; None while running) are the data range. ``id`` leads back to the ledger."""

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


@dataclass(frozen=True, slots=True)
class Tree:
    """The units below ``root`` on one day. ``children`` lists direct children of every unit that has any, in Vietnamese order of names.

    ``expected`` are the units that had to report for the period (coverage counts these), normally the leaves."""

    root: str
    day: date
    children: Mapping[str, tuple[str, ...]]
    expected: frozenset[str]

    def units(self) -> tuple[str, ...]:
        """Root first, then depth first."""
        out: list[str] = []
        stack = [self.root]
        while stack:
            unit = stack.pop()
            out.append(unit)
            stack.extend(reversed(self.children.get(unit, ())))
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Units heard from out of the units expected; ``missing`` keeps the tree's order."""

    heard: int
    expected: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number people see: exact, with its modifier and the bounds that are known."""

    value: Decimal
    modifier: Modifier
    bounds: Bounds
    uom: str


@dataclass(frozen=True, slots=True)
class TimePick:
    """How one unit's value for the period came about.

    ``rule``: ``exact`` (a fact for just this period), ``tiled`` (sum of disjoint parts), ``last`` (stock: last value at or before the end).
    ``facts`` are the ids used, ``left_out`` the ids not used with a reason code each; ``share`` of the period covered (1 for exact); ``age_days`` for a stock;
    ``parts_sum`` is the tiled sum where an exact fact exists too and differs (to be reconciled)."""

    rule: str
    amount: Amount | None
    facts: tuple[int, ...]
    left_out: tuple[tuple[int, str], ...]
    share: Decimal
    age_days: int | None = None
    parts_sum: Amount | None = None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A reported total beside the computed one; ``difference`` is reported minus computed. ``agrees`` allows for modifiers: a reported
    *trên 500* agrees with a computed 512. ``complete`` is False while units are missing, when a difference proves nothing yet."""

    unit: str
    reported: Amount
    reported_facts: tuple[int, ...]
    computed: Amount
    difference: Decimal
    agrees: bool
    complete: bool


@dataclass(frozen=True, slots=True)
class RatingSpread:
    """How many units stand on each level of a scale, best first; never an average."""

    counts: Mapping[str, int]
    by_unit: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class YesNoCount:
    """``yes`` of ``answered`` units said yes."""

    yes: int
    answered: int
    no_units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedRatio:
    """Percentages that units gave without their parts: shown, never rolled up."""

    unit: str
    amount: Amount
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One node of the explanation: what a unit contributes to its parent.

    ``own`` is the unit's own work; ``computed`` = own + the children's computed; None means unknown, which is not zero.
    ``taken`` says which stands for this unit above it: ``computed``, or ``reported`` where nothing below it was heard."""

    unit: str
    own: TimePick | None
    reported: TimePick | None
    computed: Amount | None
    taken: str
    children: tuple["Part", ...]
    left_out: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Attainment:
    """A result beside its target. ``percent`` is result / target for numbers with direction up; ``met`` is None where it cannot be told."""

    target: Amount | None
    target_rating: str | None
    comparator: str
    mode: str
    percent: Decimal | None
    met: bool | None
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """The answer for one unit, measure, period and role on the tree of one day.

    ``amount`` is None when nothing is known (never zero in its place). For a ratio, ``amount`` is recomputed from ``numerator`` and ``denominator``;
    ``listed`` holds the bare percentages. ``reconciliations`` compare every reported total in the subtree with the sum of its parts."""

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
