"""Small worlds for the checks: real measures and the pack's own rules, figures and trees from short words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from saovuong.catalogue.checks import load_checks
from saovuong.catalogue.packs import load_catalogue
from saovuong.checks.judging import Finding, Told, World, judge
from saovuong.core.checks import CheckRule
from saovuong.core.period import YEARLY, Period
from saovuong.core.quantity import Modifier, Role, Scope
from saovuong.engine import Fact, Tree

CATALOGUE = load_catalogue()
RULES = load_checks()
RULE = {rule.code: rule for rule in RULES}
CUT_OFF = 15


def span(label: str) -> tuple[date, date | None]:
    return Period.parse("2024" if label == YEARLY else label).data_range(cut_off_day=CUT_OFF)


def told(number: int, said: Mapping[str, Any]) -> Told:
    """``unit``, ``measure`` and one of ``value`` (a pair for a range), ``rating``, ``flag`` or none; the rest has defaults.

    Without ``hand_in`` figures of one reporter and period are one submission."""
    measure = CATALOGUE.measures[said["measure"]]
    label = str(said.get("period", "2024"))
    start, end = span(label)
    value, high, modifier = said.get("value"), None, Modifier(said.get("modifier", "exact"))
    if isinstance(value, list | tuple):
        value, high, modifier = value[0], value[1], Modifier.RANGE
    reporter = said.get("by", said["unit"])
    role = Role(said.get("role", "target" if measure.always_target else "result"))
    fact = Fact(
        id=number,
        unit=said["unit"],
        reporter=reporter,
        measure=measure.code,
        start=start,
        end=end,
        as_of=said.get("as_of") or (date.fromordinal(end.toordinal() - 1) if end else date(2024, 12, 14)),
        role=role,
        scope=Scope(said.get("scope", "own")),
        value=None if value is None else Decimal(str(value)),
        high=None if high is None else Decimal(str(high)),
        rating=said.get("rating"),
        flag=said.get("flag"),
        modifier=modifier,
        uom=measure.uom,
        target_mode="total" if role is Role.TARGET else None,
        standing=label == YEARLY,
    )
    submission = said.get("hand_in") or sum(f"{reporter}/{label}".encode())
    return Told(fact, submission, label, said.get("document"), said.get("place"), said.get("quote", ""))


def tree(children: Mapping[str, Sequence[str]], *, root: str) -> Tree:
    shape = {unit: tuple(below) for unit, below in children.items() if below}
    whole = Tree(root, date(2024, 12, 14), shape, frozenset())
    return Tree(root, whole.day, shape, frozenset(unit for unit in whole.units() if unit not in shape))


def world(figures: Iterable[Told], *, below: Mapping[str, Sequence[str]], period: str = "2024") -> World:
    start, end = span(period)
    assert end is not None
    shape = tree(below, root=next(iter(below), "a"))
    return World(
        told={one.fact.id: one for one in figures},
        tree=shape,
        start=start,
        end=end,
        label=period,
        catalogue=CATALOGUE,
        names={},
        kinds={unit: "inner" if unit in shape.children else "leaf" for unit in shape.units()},
    )


def found(
    said: Sequence[Mapping[str, Any]], *, below: Mapping[str, Sequence[str]] | None = None, rules: Iterable[CheckRule], period: str = "2024"
) -> list[Finding]:
    figures = [told(number, one) for number, one in enumerate(said, start=1)]
    return judge(world=world(figures, below=below or {}, period=period), rules=rules)
