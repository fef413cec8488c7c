"""The whole country in the database, once."""

from datetime import date

import pytest

from saovuong.org import services
from saovuong.org.models import Alias, Link, Succession, Unit
from saovuong.org.queries import index, tree_on


@pytest.mark.django_db
def test_the_shipped_lists_load(admin, now):
    services.units_load(actor=admin, now=now)
    assert (Unit.objects.count(), Link.objects.count(), Succession.objects.count(), Alias.objects.count()) == (14943, 42447, 14344, 402)
    assert len(tree_on(root="vn", day=date(2024, 12, 14)).expected) == 10040
    tree = tree_on(root="vn", day=date(2025, 7, 1))
    assert len(tree.expected) == 3321
    assert len(tree.children["vn"]) == 34
    assert index().find("Ban CHQS TP Bắc Kạn")[0].unit.id == "bch-d63-058"
