"""Small worlds for the engine's tests: a catalogue of eleven measures, and facts and trees from short words."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from saovuong.core.catalogue import Catalogue, Measure, Scale, Topic, Uom
from saovuong.core.period import YEARLY, Period
from saovuong.core.quantity import MeasureKind, Modifier, Role, Scope
from saovuong.engine import Fact, Question, Tree

CUT_OFF = 15


def _measure(code: str, kind: MeasureKind, uom: str, **more: Any) -> Measure:
    direction = more.pop("direction", "up")
    return Measure(code, code, code, "work", kind, uom, direction, "noi_bo", **more)


MEASURES = (
    _measure("gifts", MeasureKind.FLOW, "gift"),
    _measure("trained", MeasureKind.FLOW, "person"),
    _measure("to_train", MeasureKind.FLOW, "person"),
    _measure("violations", MeasureKind.FLOW, "case", direction="down"),
    _measure("enlisted", MeasureKind.FLOW, "person"),
    _measure("quota", MeasureKind.FLOW, "person", always_target=True, direction="neutral"),
    _measure("militia", MeasureKind.STOCK, "person"),
    _measure("population", MeasureKind.STOCK, "person", direction="neutral"),
    _measure("militia_rate", MeasureKind.RATIO, "percent", numerator="militia", denominator="population"),
    _measure("attendance", MeasureKind.RATIO, "percent", numerator="trained", denominator="to_train"),
    _measure("completion", MeasureKind.RATIO, "percent", numerator="enlisted", denominator="quota"),
    _measure("grade", MeasureKind.RATING, "rating", scale="marks"),
    _measure("office", MeasureKind.YES_NO, "yes_no"),
)
CATALOGUE = Catalogue(
    pack="test",
    version="1",
    topics={"work": Topic("work", "Công tác", "Work", 1)},
    measures={measure.code: measure for measure in MEASURES},
    scales={"marks": Scale("marks", "Xếp loại", "Marks", ("giỏi", "khá", "đạt", "không đạt"))},
    uoms={code: Uom(code, code, code) for code in ("gift", "person", "case", "percent", "rating", "yes_no")},
    regimes={},
    forms={},
)


def span(label: str) -> tuple[date, date | None]:
    """The data range of a period label; a yearly statement has none of its own and gets any."""
    return Period.parse("2024" if label == YEARLY else label).data_range(cut_off_day=CUT_OFF)


def fact(number: int, said: Mapping[str, Any]) -> Fact:
    """``unit``, ``measure``, ``period``, and one of ``value`` (a pair for a range), ``rating``, ``flag`` or none; the rest has defaults."""
    measure = CATALOGUE.measures[said["measure"]]
    start, end = span(str(said["period"]))
    value, high = said.get("value"), None
    modifier = Modifier(said.get("modifier", "exact"))
    if isinstance(value, list | tuple):
        value, high, modifier = value[0], value[1], Modifier.RANGE
    return Fact(
        id=said.get("id", number),
        unit=said["unit"],
        reporter=said.get("by", said["unit"]),
        measure=measure.code,
        start=start,
        end=end,
        as_of=said.get("as_of") or (date.fromordinal(end.toordinal() - 1) if end else date(2024, 12, 14)),
        role=Role(said.get("role", "result")),
        scope=Scope(said.get("scope", "own")),
        value=None if value is None else Decimal(str(value)),
        high=None if high is None else Decimal(str(high)),
        rating=said.get("rating"),
        flag=said.get("flag"),
        modifier=modifier,
        uom=said.get("uom", measure.uom),
        comparator=said.get("comparator"),
        target_mode=said.get("mode"),
        standing=str(said["period"]) == YEARLY,
        joint=said.get("joint"),
    )


def tree(children: Mapping[str, Sequence[str]], *, root: str, expected: Sequence[str] | None = None) -> Tree:
    """Expected are the units without children, unless said otherwise."""
    shape = {unit: tuple(below) for unit, below in children.items() if below}
    whole = Tree(root, date(2024, 12, 14), shape, frozenset())
    leaves = frozenset(unit for unit in whole.units() if unit not in shape)
    return Tree(root, whole.day, shape, leaves if expected is None else frozenset(expected))


def question(measure: str, period: str = "2024", role: str = "result") -> Question:
    start, end = span(period)
    assert end is not None
    return Question(measure, start, end, Role(role))
