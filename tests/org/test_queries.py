"""What the database answers is what the plain lists answer; scopes reach what they should and nothing else."""

from datetime import date

import pytest

from saovuong.accounts.services import grant_give, user_create
from saovuong.core.text import sort_key
from saovuong.org import services
from saovuong.org.models import Link, Unit
from saovuong.org.order import order_text
from saovuong.org.queries import index, scope_units, successions, tree_on, unit_get, units_get
from saovuong.org.relations import LINK_KINDS, Relations

pytestmark = pytest.mark.django_db

BEFORE, SINCE = date(2024, 12, 14), date(2025, 7, 1)


def test_trees_from_the_database_are_those_of_the_lists(loaded, few):
    plain = Relations(few)
    for day in (BEFORE, SINCE):
        for kind in LINK_KINDS:
            for root in ("vn", "bch-p63-06", "bch-d63-058", "p34-19", "c63-01843", "bch-p34-04"):
                assert tree_on(root=root, day=day, kind=kind) == plain.tree(root, day=day, kind=kind)


def test_units_and_successions_come_back_as_they_went_in(loaded, few):
    assert set(successions().every) == set(few.successions)
    for unit in few.units[:50]:
        assert unit_get(unit.id) == unit
    assert units_get(["c63-01843", "khong-co"]) == {"c63-01843": unit_get("c63-01843")}
    assert set(index().relations.units.values()) == set(few.units)


def test_the_index_is_kept_until_the_lists_change(loaded, now, django_assert_num_queries):
    first = index()
    with django_assert_num_queries(1):
        assert index() is first
    services.succession_add(actor=loaded, now=now, old_id="bch-d63-058", new_id="c34-01843", on=SINCE, extent="part", act="QĐ 1")
    assert index() is not first


def test_a_tree_takes_few_queries(loaded, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        tree_on(root="vn", day=BEFORE)


@pytest.mark.parametrize(
    "names", [["Phường Đức Xuân", "Phường Đề Thám", "Phường Dương Quang"], ["Tổ 2", "Tổ 10"], ["Xã Ân", "Xã An", "Xã Ăn", "Xã Á"]]
)
def test_order_text_sorts_as_vietnamese_does(names):
    assert sorted(names, key=order_text) == sorted(names, key=sort_key)


@pytest.fixture
def reach(loaded, now):
    """What an account with one grant reaches on a day."""

    def of(unit_id, on, *, role="verifier", roles=("verifier",)):
        name = f"nguoi-{Unit.objects.count()}-{unit_id}".replace("_", "-")
        user = user_create(name=name, display_name="x", actor=loaded, now=now)
        grant_give(user=user, role=role, unit_id=unit_id, valid_from=date(2000, 1, 1), actor=loaded, now=now)
        return scope_units(actor=user, roles=roles, on=on)

    return of


def test_no_grant_of_the_role_reaches_nothing(reach, clerk):
    assert scope_units(actor=clerk, roles=("verifier",), on=SINCE).unit_ids == frozenset()
    scope = reach("p34-19", SINCE, role="clerk")
    assert not scope.everything
    assert not scope.covers("c34-01843")


def test_the_country_reaches_everything(reach):
    scope = reach("vn", SINCE)
    assert scope.everything
    assert scope.covers("c63-01843")


def test_a_city_reaches_its_communes_and_its_command_also_when_it_is_gone(reach):
    expected = {
        "d63-058",
        "bch-d63-058",
        "c63-01843",
        "c63-01837",
        "c63-01855",
        "c63-01852",
        "c63-01834",
        "c63-01846",
        "c63-01840",
        "c63-01849",
    }
    assert reach("bch-d63-058", BEFORE).unit_ids == expected
    assert reach("d63-058", date(2026, 1, 1)).unit_ids == expected


def test_a_province_reaches_what_passed_into_it_as_a_whole(reach):
    scope = reach("p34-19", SINCE)
    for unit in ("c34-01843", "bch-p34-19", "p63-06", "p63-19", "c63-01843", "bch-d63-058"):
        assert scope.covers(unit)
    for unit in ("p34-04", "p63-04", "c34-01273", "vn"):
        assert not scope.covers(unit)


def test_before_the_day_the_new_province_reaches_nothing_of_the_old_ones(reach):
    assert "p63-06" not in reach("p34-19", BEFORE).unit_ids


def test_a_commune_reaches_whole_predecessors_only(reach, loaded, now):
    Link.objects.filter(child_id="x").delete()
    services.succession_add(actor=loaded, now=now, old_id="bch-d63-058", new_id="c34-01843", on=SINCE, extent="part", act="QĐ 1")
    assert reach("c34-01843", SINCE).unit_ids == {"c34-01843", "c63-01843", "c63-01837", "c63-01855", "c63-01852"}
