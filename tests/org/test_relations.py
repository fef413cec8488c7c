"""Trees on dates, from the shipped lists."""

from datetime import date

import pytest

from saovuong.core.text import sort_key

EVE, DAY = date(2025, 6, 30), date(2025, 7, 1)


@pytest.mark.parametrize("kind", ["administrative", "reporting", "command"])
@pytest.mark.parametrize(("day", "communes", "leaves"), [(EVE, 10035, 10040), (DAY, 3321, 3321)])
def test_every_commune_stands_once_under_the_country(relations, kind, day, communes, leaves):
    tree = relations.tree("vn", day=day, kind=kind)
    below = tree.units()
    assert len(below) == len(set(below))
    assert sum(relations.units[unit].level == "commune" for unit in below) == communes
    assert len(tree.expected) == leaves
    standing = {
        u.id
        for u in relations.units.values()
        if u.exists_on(day) and (u.level == "commune" or (u.area_of is None) == (kind == "administrative"))
    }
    assert set(below) == standing | {"vn"}


def test_the_city_reports_through_its_command_until_it_is_gone(relations):
    command = relations.reporting_unit("d63-058", day=EVE)
    assert command.id == "bch-d63-058"
    names = [relations.units[unit].name for unit in relations.tree(command.id, day=EVE).children[command.id]]
    wards = ["Đức Xuân", "Huyền Tụng", "Nguyễn Thị Minh Khai", "Phùng Chí Kiên", "Sông Cầu", "Xuất Hóa"]
    assert names == [f"Phường {ward}" for ward in wards] + ["Xã Dương Quang", "Xã Nông Thượng"]
    assert relations.reporting_unit("d63-058", day=DAY).id == "d63-058"
    assert relations.tree(command.id, day=DAY).children == {}


def test_a_commune_is_its_own_command(relations):
    assert relations.reporting_unit("c34-01843", day=DAY).id == "c34-01843"


def test_children_stand_in_vietnamese_order(relations):
    for root, day in (("bch-p34-19", DAY), ("bch-p63-04", EVE)):
        for below in relations.tree(root, day=day).children.values():
            names = [relations.units[unit].name for unit in below]
            assert names == sorted(names, key=sort_key)


def test_parents(relations):
    assert [p.id for p in relations.parents("c63-01840")] == ["d63-058", "p63-06"]
    assert [p.id for p in relations.parents("c34-01840")] == ["p34-19"]
    assert [p.id for p in relations.parents("bch-d63-058")] == ["p63-06"]
    assert relations.parents("bch-p63-06") == ()
    assert relations.parents("vn") == ()
