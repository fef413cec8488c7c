"""The rules by which figures are checked, as plain values (DESIGN 6.8). A pack holds them as data; the checks room applies them.

The kinds are a closed set: each has a shape here, a reader in the catalogue and one function that judges by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from saovuong.core.catalogue import LegalBasis

ERROR, WARNING, INFO = "error", "warning", "info"
LEVELS = (ERROR, WARNING, INFO)
"""Worst first."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """Each of ``steps`` counts some of those that the step before it counts: called, examined, fit, enlisted.

    ``mixed``: the steps are in different units of measure, each worth at least one of the next (turns of people and patrols)."""

    steps: tuple[str, ...]
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class PartOf:
    """Each of ``parts`` by itself is at most ``whole``; parts may overlap (women, party members)."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """``parts`` do not overlap. With ``exhaustive`` together they are ``whole``, else at most that."""

    whole: str
    parts: tuple[str, ...]
    exhaustive: bool


@dataclass(frozen=True, slots=True)
class Percentage:
    """A stated percentage against the numerator and denominator of the catalogue; no ``measures`` means every ratio but ``besides``."""

    measures: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A stated share of a target against the result and the target; no ``measures`` means every ratio whose denominator is a quota.

    Where the quota was not given, a target of the result itself stands for it."""

    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """No value of ``measures`` but zero, which says that there was none, lies outside ``low`` to ``high``."""

    measures: tuple[str, ...]
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Outlier:
    """A value far from the median of at least ``at_least`` others: by more than ``times`` their median absolute deviation, by more than
    ``share`` of the median, and by more than ``least``.

    ``against`` is ``history`` (the unit's own earlier periods of the same length) or ``peers`` (units of the same kind under the same
    command)."""

    against: str
    measures: tuple[str, ...]
    at_least: int
    times: Decimal
    share: Decimal
    least: Decimal


@dataclass(frozen=True, slots=True)
class Duplicate:
    """``what``: ``repeat`` (one figure in two submissions), ``quote`` (one sentence behind figures of two periods or units) or ``copied``
    (at least ``at_least`` figures of a period are those of the period before, and no more than one in ten differs)."""

    what: str
    at_least: int = 2


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements about the same days that cannot all be true, by the engine. ``between`` is ``documents`` or ``reporters``."""

    between: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A reported total against the sum of the units below. ``besides`` are measures whose totals hold more than those units' own."""

    besides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cumulative:
    """What is counted over a longer time against what is counted over parts of that time; no ``measures`` means every flow."""

    measures: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Monotone:
    """Stocks that go only one way: ``way`` is ``up``, ``down`` or ``steady``."""

    measures: tuple[str, ...]
    way: str


@dataclass(frozen=True, slots=True)
class Requires:
    """Where ``given`` is above zero, one of ``needs`` must be ``stated``, or none of them may be said to be zero (``positive``)."""

    given: tuple[str, ...]
    needs: tuple[str, ...]
    mode: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the unit answered ``answer`` with ``says``, none of ``counts`` may be above zero."""

    answer: str
    says: bool
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotZero:
    """A stated zero of ``measures`` is most likely a figure that was not known."""

    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that a unit gave for each of its last ``at_least`` periods of the same length is not in its report: zero, or not known?"""

    measures: tuple[str, ...]
    at_least: int


Params = (
    Funnel
    | PartOf
    | Breakdown
    | Percentage
    | Claim
    | Limits
    | Outlier
    | Duplicate
    | Contradiction
    | Reported
    | Cumulative
    | Monotone
    | Requires
    | Answer
    | NotZero
    | Missing
)


@dataclass(frozen=True, slots=True)
class CheckRule:
    """One rule. It holds for periods whose last day is in ``valid_from`` up to but not including ``valid_to``.

    ``sentence`` is a template; ``names`` are short Vietnamese names of measures for it. ``reason`` says why, where no law does."""

    code: str
    kind: str
    level: str
    title_vi: str
    title_en: str
    sentence: str
    params: Params
    reason: str = ""
    legal_basis: tuple[LegalBasis, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    sentence_en: str = ""
    reason_en: str = ""

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)
