"""What the checks judge and what they find."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from saovuong.core.catalogue import Catalogue
from saovuong.core.quantity import Scope
from saovuong.engine import Fact, Tree
from saovuong.engine.shapes import Amount

RESULT, TARGET = "result", "target"


@dataclass(frozen=True, slots=True)
class Told:
    """One figure with what the engine does not look at: its submission, the label of its period, and the words it rests on.

    ``place`` is where the number itself stands in ``document``; None where it came without one."""

    fact: Fact
    submission: int
    label: str
    document: int | None = None
    place: int | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """Everything that a check may look at: effective figures of the units of ``tree``, those of earlier periods too, by id.

    ``start`` and ``end`` (exclusive) are the days of the period that is checked, ``label`` its label. ``names`` and ``kinds`` tell every
    unit's name and kind."""

    told: Mapping[int, Told]
    tree: Tree
    start: date
    end: date
    label: str
    catalogue: Catalogue
    names: Mapping[str, str]
    kinds: Mapping[str, str]

    def name(self, unit: str) -> str:
        return self.names.get(unit, unit)


@dataclass(frozen=True, slots=True)
class Term:
    """One number in a comparison. ``whole`` is False where only a part of the period is known; the upper bound of ``amount`` is then open.

    ``day`` and ``days`` are set for a stock of a whole period: the day it holds for and the days of its report."""

    measure: str
    amount: Amount
    facts: tuple[int, ...]
    whole: bool = True
    day: date | None = None
    days: tuple[date, date | None] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was said together: about one unit, of its own work or of its whole subtree, for the same days.

    ``reporter`` None: put together for the whole period from everybody's figures, as the engine picks them. ``answers`` are yes and no with
    the figure's id; ``mentioned`` are measures that were stated at all, with or without a number."""

    unit: str
    scope: Scope
    reporter: str | None
    start: date
    end: date
    terms: Mapping[str, Term]
    targets: Mapping[str, Term] = field(default_factory=dict)
    answers: Mapping[str, tuple[bool, int]] = field(default_factory=dict)
    mentioned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule caught. ``measures`` name the fault (the first is where it is listed), ``facts`` the figures that are wrong together, and
    ``others`` the other side where there are two. ``words`` fill the rule's sentence. ``numbers`` were computed and are part of the fault:
    when one of them changes, it is another fault. ``shown`` were computed as well, for reading only."""

    unit: str
    measures: tuple[str, ...]
    start: date
    end: date
    facts: tuple[int, ...]
    words: Mapping[str, str]
    others: tuple[int, ...] = ()
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    shown: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a unit's figures break. ``key`` is made of the rule, the unit, the days, the measures, and the figures and numbers that
    make the fault: whatever else is entered, the same fault keeps it, and another one never has it."""

    rule: str
    kind: str
    level: str
    title: str
    unit: str
    unit_name: str
    measures: tuple[str, ...]
    start: date
    end: date
    label: str
    facts: tuple[int, ...]
    others: tuple[int, ...]
    numbers: Mapping[str, Decimal]
    message: str
    key: str
