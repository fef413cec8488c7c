from datetime import date, timedelta

import pytest

from saovuong.accounts.models import Grant
from saovuong.accounts.queries import UnknownAccount, actor_get, roles_of
from saovuong.accounts.services import (
    AccountExists,
    BadAccountName,
    LastAdministrator,
    NotAdministrator,
    UnknownRole,
    grant_end,
    grant_give,
    password_set,
    user_create,
)
from saovuong.audit.queries import chain_verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(now):
    actor = user_create(name="quan-tri", display_name="Quản trị", actor=None, now=now)
    grant_give(user=actor, role="admin", unit_id="vn", valid_from=now.date(), actor=None, now=now)
    return actor


def test_set_up_is_open_only_until_someone_is_administrator(admin, now):
    with pytest.raises(NotAdministrator):
        user_create(name="moi", display_name="Mới", actor=None, now=now)
    with pytest.raises(NotAdministrator):
        grant_give(user=admin, role="clerk", unit_id="vn", valid_from=now.date(), actor=None, now=now)


def test_only_an_administrator_opens_accounts_and_gives_rights(admin, now):
    clerk = user_create(name="nhap-lieu", display_name="Nhập liệu", actor=admin, now=now)
    before = chain_verify().entries
    with pytest.raises(NotAdministrator):
        user_create(name="khac", display_name="Khác", actor=clerk, now=now)
    with pytest.raises(NotAdministrator):
        grant_give(user=clerk, role="admin", unit_id="vn", valid_from=now.date(), actor=clerk, now=now)
    assert chain_verify().entries == before


def test_who_administers_one_unit_gives_himself_no_other(admin, now):
    local = user_create(name="quan-tri-xa", display_name="Quản trị xã", actor=admin, now=now)
    grant_give(user=local, role="admin", unit_id="c1", valid_from=now.date(), actor=admin, now=now)
    before = chain_verify().entries
    for act in (
        lambda: grant_give(user=local, role="admin", unit_id="vn", valid_from=now.date(), actor=local, now=now),
        lambda: grant_end(user=admin, role="admin", unit_id="vn", actor=local, now=now),
        lambda: user_create(name="khac", display_name="Khác", actor=local, now=now),
        lambda: password_set(user=admin, password="mat-khau-rat-dai-2024", actor=local, now=now),
    ):
        with pytest.raises(NotAdministrator):
            act()
    assert chain_verify().entries == before


def test_the_last_administrator_of_everything_stays(admin, now):
    local = user_create(name="quan-tri-xa", display_name="Quản trị xã", actor=admin, now=now)
    grant_give(user=local, role="admin", unit_id="c1", valid_from=now.date(), actor=admin, now=now)
    with pytest.raises(LastAdministrator):
        grant_end(user=admin, role="admin", unit_id="vn", actor=admin, now=now)
    grant_end(user=local, role="admin", unit_id="c1", actor=admin, now=now)
    assert roles_of(actor=local, on=now.date()) == ()


def test_grants_hold_on_their_days_only(admin, now):
    clerk = user_create(name="nhap-lieu", display_name="Nhập liệu", actor=admin, now=now)
    day = date(2025, 3, 1)
    grant_give(user=clerk, role="clerk", unit_id="c1", valid_from=day, actor=admin, now=now)
    Grant.objects.filter(user__name="nhap-lieu").update(valid_to=day + timedelta(days=10))
    assert roles_of(actor=clerk, on=day - timedelta(days=1)) == ()
    assert [grant.unit_id for grant in roles_of(actor=clerk, on=day)] == ["c1"]
    assert roles_of(actor=clerk, on=day + timedelta(days=10)) == ()


@pytest.mark.parametrize("name", ["", "a", "Có Dấu", "-x", "a" * 60])
def test_account_names_are_plain(admin, now, name):
    with pytest.raises(BadAccountName):
        user_create(name=name, display_name="x", actor=admin, now=now)


def test_refusals_name_what_is_there(admin, now):
    with pytest.raises(AccountExists):
        user_create(name="quan-tri", display_name="x", actor=admin, now=now)
    with pytest.raises(UnknownRole, match="clerk"):
        grant_give(user=admin, role="vua", unit_id="vn", valid_from=now.date(), actor=admin, now=now)
    with pytest.raises(UnknownAccount, match="quan-tri"):
        actor_get(name="khong-co")
