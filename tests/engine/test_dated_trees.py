"""Units move, open and close; on the tree of any day every unit counts once and children sum to their parent."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from saovuong.core.units import LinkInfo, UnitInfo
from saovuong.engine import total
from saovuong.org.dataset import UnitData
from saovuong.org.relations import Relations
from tests.engine.test_properties import parts_of
from tests.engine.worlds import CATALOGUE, fact, question

FIRST, LAST = date(2023, 1, 1), date(2026, 12, 31)
DAYS = st.dates(FIRST, LAST)


@st.composite
def histories(draw: st.DrawFn) -> UnitData:
    """A country with provinces, and communes that hang under one province after another, some opening late or closing early."""
    provinces = [f"p{i}" for i in range(draw(st.integers(1, 3)))]
    units, links = [_unit("vn", "country", None, None)], []
    for province in provinces:
        units.append(_unit(province, "province", None, None))
        links.append(LinkInfo(province, "vn", "reporting", None, None))
    for i in range(draw(st.integers(1, 8))):
        life = sorted(draw(st.tuples(DAYS, DAYS)))
        opened = draw(st.none() | st.just(life[0]))
        closed = draw(st.none() | st.just(life[1] + timedelta(days=1)))
        units.append(_unit(f"c{i}", "commune", opened, closed))
        moves = sorted(draw(st.sets(DAYS, max_size=2)))
        starts, ends = [None, *moves], [*moves, None]
        links += [LinkInfo(f"c{i}", draw(st.sampled_from(provinces)), "reporting", a, b) for a, b in zip(starts, ends, strict=True)]
    return UnitData(tuple(units), tuple(links), ())


def _unit(name: str, level: str, opened: date | None, closed: date | None) -> UnitInfo:
    return UnitInfo(name, name, name, level, level, None, opened, closed)


@settings(max_examples=200, deadline=None)
@given(history=histories(), day=DAYS, values=st.lists(st.integers(0, 99), min_size=12, max_size=12))
def test_every_dated_tree_adds_up(history: UnitData, day: date, values: list[int]) -> None:
    tree = Relations(history).tree("vn", day=day)
    said = [
        fact(i + 1, {"unit": unit.id, "measure": "gifts", "period": "2024", "value": values[i % len(values)]})
        for i, unit in enumerate(history.units)
    ]
    answer = total(question=question("gifts"), facts=said, tree=tree, catalogue=CATALOGUE)
    assert answer.part is not None
    for part in parts_of(answer.part):
        below = sum((child.computed.value for child in part.children if child.computed), Decimal(0))
        assert part.computed is not None
        assert part.own is not None
        assert part.own.amount is not None
        assert part.computed.value == part.own.amount.value + below
    alive = {unit.id for unit in history.units if unit.exists_on(day)}
    assert set(tree.units()) == alive
    assert answer.amount is not None
    assert answer.amount.value == sum(one.value for one in said if one.unit in alive and one.value is not None)
