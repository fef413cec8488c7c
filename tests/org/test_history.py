"""A unit through time, on a small country that is reorganised on 1/7/2025: two communes become one, a third is divided."""

from datetime import date
from decimal import Decimal

import pytest

from saovuong.org.history import path_on, standings_on, unit_history
from saovuong.org.models import Alias, Link, Succession, Unit
from saovuong.org.order import order_text
from saovuong.org.queries import NoSuchUnit
from saovuong.org.relations import ADMINISTRATIVE, REPORTING

pytestmark = pytest.mark.django_db
DAY = date(2025, 7, 1)
BEFORE = date(2025, 6, 30)


def unit(unit_id: str, name: str, *, level: str = "commune", code: str | None = None, new: bool = False, area: str | None = None) -> None:
    since, until = (DAY, None) if new else (None, DAY)
    if level == "country":
        since = until = None
    Unit.objects.create(
        id=unit_id, name=name, short_name=name, kind="commune", level=level, official_code=code, opened=since, closed=until,
        area_of_id=area, name_order=order_text(name),
    )  # fmt: skip


def tie(child: str, parent: str, kind: str = ADMINISTRATIVE, *, new: bool = False) -> None:
    Link.objects.create(child_id=child, parent_id=parent, kind=kind, valid_from=DAY if new else None, valid_to=None if new else DAY)


@pytest.fixture
def country(db):
    unit("vn", "Việt Nam", level="country")
    unit("t", "Tỉnh Cũ", level="province", code="01")
    unit("h", "Huyện Cũ", level="district", code="100")
    unit("h-bch", "Ban CHQS huyện Cũ", level="district", area="h")
    for number, name in enumerate(("Xã Tổ 10", "Xã Tổ 2", "Xã Đa"), start=1):
        unit(f"x{number}", name, code=f"0000{number}")
        tie(f"x{number}", "h")
        tie(f"x{number}", "h-bch", REPORTING)
    unit("t2", "Tỉnh Mới", level="province", code="02", new=True)
    unit("y1", "Xã Đầu", code="00001", new=True)
    unit("y2", "Xã Cuối", code="00009", new=True)
    for child, parent, new in (("h", "t", False), ("t", "vn", False), ("t2", "vn", True), ("y1", "t2", True), ("y2", "t2", True)):
        tie(child, parent, new=new)
    for old, new, extent, share in (
        ("x1", "y1", "whole", None),
        ("x2", "y1", "whole", None),
        ("x3", "y1", "part", Decimal("0.35")),
        ("x3", "y2", "part", None),
    ):
        Succession.objects.create(old_id=old, new_id=new, on=DAY, extent=extent, share=share, act="NQ 1")
    Alias.objects.create(unit_id="y1", name="Xã Đầu Tiên")


def test_children_stand_in_vietnamese_order_by_day_and_kind(country):
    old = unit_history(unit_id="h")
    assert [one.name for one in old.children_on(BEFORE, kind=ADMINISTRATIVE)] == ["Xã Đa", "Xã Tổ 2", "Xã Tổ 10"]
    assert old.children_on(DAY, kind=ADMINISTRATIVE) == ()
    assert old.children_on(BEFORE, kind=REPORTING) == ()
    assert [one.id for one in old.commands] == ["h-bch"]
    assert [one.name for one in unit_history(unit_id="t2").children_on(DAY, kind=ADMINISTRATIVE)] == ["Xã Cuối", "Xã Đầu"]


def test_what_it_came_from_and_became_with_extent_and_declared_share(country):
    new = unit_history(unit_id="y1")
    assert [(one.old, one.extent, one.share) for one in new.came_from] == [
        ("x1", "whole", None),
        ("x2", "whole", None),
        ("x3", "part", "0.35"),
    ]
    assert new.aliases == ("Xã Đầu Tiên",)
    divided = unit_history(unit_id="x3")
    assert [(one.new, one.share) for one in divided.became] == [("y1", "0.35"), ("y2", None)]
    assert divided.known["y2"].name == "Xã Cuối"


def test_a_code_that_the_state_used_again_names_both_bearers(country):
    assert [one.id for one in unit_history(unit_id="y1").same_code] == ["x1"]
    assert unit_history(unit_id="y2").same_code == ()


def test_the_path_of_a_day(country):
    assert [one.id for one in path_on(unit_id="x1", day=BEFORE)] == ["vn", "t", "h"]
    assert [one.id for one in path_on(unit_id="y1", day=DAY)] == ["vn", "t2"]
    assert path_on(unit_id="x1", day=DAY) == ()


def test_where_several_stand_on_a_day(country):
    found = standings_on(unit_ids=["x1", "h", "y1"], day=BEFORE)
    assert {key: (one.parent.id if one.parent else None, one.below) for key, one in found.items()} == {"x1": ("h", 0), "h": ("t", 3)}
    assert standings_on(unit_ids=["t2"], day=DAY)["t2"].below == 2


def test_its_parent_on_a_day_by_kind(country):
    history = unit_history(unit_id="x1")
    assert history.parent_on(BEFORE, kind=ADMINISTRATIVE).id == "h"
    assert history.parent_on(BEFORE, kind=REPORTING).id == "h-bch"
    assert history.parent_on(DAY, kind=ADMINISTRATIVE) is None


def test_nothing_is_known_of_what_is_not_there(country):
    with pytest.raises(NoSuchUnit):
        unit_history(unit_id="khong-co")


def test_the_country_costs_no_question_per_unit(country, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        unit_history(unit_id="h")
