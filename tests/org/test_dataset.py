"""Facts about the shipped lists, and what must hold of any such list."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from saovuong.org.dataset import load_kinds, load_units

DAY = date(2025, 7, 1)


@pytest.fixture(scope="module")
def units():
    return {unit.id: unit for unit in load_units().units}


def _count(units, level, day, *, commands=False):
    return Counter(u.kind for u in units.values() if u.level == level and u.exists_on(day) and (u.area_of is not None) == commands)


def test_the_old_tree(units):
    eve = date(2025, 6, 30)
    assert _count(units, "province", eve) == {"province": 57, "central_city": 6}
    assert _count(units, "district", eve) == {"district": 508, "town": 52, "urban_district": 49, "city": 87}
    assert sum(_count(units, "district", eve).values()) == 696
    assert _count(units, "commune", eve) == {"commune": 7692, "ward": 1726, "township": 617}
    assert sum(_count(units, "commune", eve).values()) == 10035
    assert _count(units, "district", eve, commands=True) == {"district_command": 696}
    assert _count(units, "province", eve, commands=True) == {"provincial_command": 63}


def test_the_new_tree(units):
    assert _count(units, "province", DAY) == {"province": 28, "central_city": 6}
    assert _count(units, "district", DAY) == {}
    assert _count(units, "commune", DAY) == {"commune": 2621, "ward": 687, "special_zone": 13}
    assert _count(units, "province", DAY, commands=True) == {"provincial_command": 34}
    assert _count(units, "district", DAY, commands=True) == {}


def test_five_island_districts_have_no_commune(units):
    parents = {link.parent for link in load_units().links if link.kind == "administrative"}
    childless = {u.short_name for u in units.values() if u.level == "district" and not u.area_of and u.id not in parents}
    assert childless == {"Bạch Long Vĩ", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn", "Côn Đảo"}


def test_thai_nguyen_and_cao_bang_have_the_communes_of_their_resolutions(units):
    below = defaultdict(list)
    for link in load_units().links:
        if link.kind == "administrative":
            below[link.parent].append(units[link.child])
    assert Counter(u.kind for u in below["p34-19"]) == {"commune": 77, "ward": 15}
    assert Counter(u.kind for u in below["p34-04"]) == {"commune": 53, "ward": 3}


@pytest.mark.parametrize(
    ("new", "olds"),
    [
        ("Phường Bắc Kạn", "Phường Phùng Chí Kiên, Phường Sông Cầu, Phường Xuất Hóa, Xã Nông Thượng"),
        ("Phường Đức Xuân", "Phường Nguyễn Thị Minh Khai, Phường Huyền Tụng, Phường Đức Xuân"),
        ("Xã Phong Quang", "Xã Dương Quang, Xã Đôn Phong"),
        ("Phường Thục Phán", "Phường Sông Hiến, Phường Hợp Giang, Phường Đề Thám, Xã Hưng Đạo, Xã Hoàng Tung"),
        ("Phường Nùng Trí Cao", "Phường Sông Bằng, Phường Ngọc Xuân, Xã Vĩnh Quang"),
        ("Phường Tân Giang", "Phường Tân Giang, Phường Hòa Chung, Phường Duyệt Trung, Xã Chu Trinh, Xã Lê Chung"),
        ("Xã Lý Bôn", "Xã Lý Bôn, Xã Vĩnh Quang"),
    ],
)
def test_what_the_seed_units_are_made_of(units, new, olds):
    parent = {link.child: link.parent for link in load_units().links if link.kind == "administrative"}
    found = [
        tie
        for tie in load_units().successions
        if units[tie.new].name == new and parent[tie.new] in ("p34-19", "p34-04") and units[tie.old].level == "commune"
    ]
    assert {units[tie.old].name for tie in found} == set(olds.split(", "))
    assert {tie.extent for tie in found} == {"whole"}
    assert {tie.act for tie in found} <= {"1683/NQ-UBTVQH15", "1657/NQ-UBTVQH15"}


def test_a_code_is_used_again(units):
    assert {u.name for u in units.values() if u.official_code == "01843"} == {"Phường Phùng Chí Kiên", "Phường Bắc Kạn"}


def test_the_city_of_bac_kan_is_split_in_three(units):
    ties = [tie for tie in load_units().successions if tie.old == "d63-058"]
    assert {(units[tie.new].name, tie.extent) for tie in ties} == {
        ("Phường Bắc Kạn", "part"),
        ("Phường Đức Xuân", "part"),
        ("Xã Phong Quang", "part"),
    }


def test_con_dao_passed_as_a_whole(units):
    (tie,) = [tie for tie in load_units().successions if tie.old == "d63-755"]
    assert (units[tie.new].name, tie.extent) == ("Đặc khu Côn Đảo", "whole")


@pytest.mark.parametrize(
    ("unit_id", "name"),
    [
        ("bch-p63-01", "Bộ Tư lệnh Thủ đô Hà Nội"),
        ("bch-p34-79", "Bộ Tư lệnh Thành phố Hồ Chí Minh"),
        ("bch-p34-31", "Bộ Chỉ huy quân sự thành phố Hải Phòng"),
        ("bch-d63-058", "Ban Chỉ huy quân sự thành phố Bắc Kạn"),
    ],
)
def test_names_of_commands(units, unit_id, name):
    assert units[unit_id].name == name


def test_links_and_successions_name_units_that_exist(units):
    data = load_units()
    for link in data.links:
        child, parent = units[link.child], units[link.parent]
        first = link.valid_from or date(2024, 1, 1)
        assert child.exists_on(first)
        assert parent.exists_on(first)
        assert (link.valid_from, link.valid_to) in ((None, DAY), (DAY, None))
    for tie in data.successions:
        assert units[tie.old].closed == tie.on == units[tie.new].opened
    assert {unit for unit, _ in data.aliases} <= set(units)


def test_a_unit_has_one_parent_of_a_kind():
    seen = Counter((link.child, link.kind) for link in load_units().links)
    assert max(seen.values()) == 1


def test_every_old_unit_but_the_district_commands_goes_somewhere(units):
    gone = {tie.old for tie in load_units().successions}
    left = {u.kind for u in units.values() if u.closed and u.id not in gone}
    assert left == {"district_command"}
    assert {u.id for u in units.values() if u.opened} == {tie.new for tie in load_units().successions}


def test_whole_means_one_successor():
    heirs = defaultdict(list)
    for tie in load_units().successions:
        heirs[tie.old].append(tie.extent)
    for extents in heirs.values():
        assert set(extents) == ({"whole"} if len(extents) == 1 else {"part"})


def test_codes_tell_units_of_a_level_apart_on_any_day(units):
    for day in (date(2025, 6, 30), DAY):
        codes = Counter((u.level, u.official_code) for u in units.values() if u.official_code and u.exists_on(day))
        assert max(codes.values()) == 1


def test_names_carry_their_kind(units):
    names = {kind.code: kind.name for kind in load_kinds()}
    for unit in units.values():
        if unit.level != "country" and unit.area_of is None:
            assert unit.name.startswith(names[unit.kind] + " ")
            assert "  " not in unit.name


def test_points_are_in_vietnam_and_only_of_new_units(units):
    for unit in units.values():
        if unit.lat is not None:
            assert unit.opened == DAY
            assert 6 < unit.lat < 24
            assert 102 < unit.lon < 118
        assert unit.area_km2 is None or 0 < unit.area_km2 < 2000
    assert sum(u.lat is not None for u in units.values() if u.level == "commune") == 3321 - 8
