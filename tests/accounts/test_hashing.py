"""How passwords are kept, by the product's own measures rather than those of the tests."""

import argon2
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, identify_hasher, make_password
from django.utils.module_loading import import_string

from saovuong.accounts.backends import AccountBackend
from saovuong.accounts.models import User
from saovuong.project import settings as product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_in_the_product(settings):
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS


def measures(kept: str) -> tuple[str, int, int, int]:
    told = argon2.extract_parameters(kept.removeprefix("argon2"))
    return told.type.name, told.memory_cost, told.time_cost, told.parallelism


def test_the_measures_are_those_that_owasp_advises():
    assert measures(make_password("một mật khẩu dài")) == ("ID", 46 * 1024, 1, 1)
    assert [import_string(one).algorithm for one in product.PASSWORD_HASHERS] == ["argon2"]


def test_a_password_kept_by_other_measures_opens_and_is_kept_anew(now):
    class Former(Argon2PasswordHasher):
        time_cost, memory_cost, parallelism = 2, 8 * 1024, 2

    former = Former().encode("một mật khẩu dài", Former().salt())
    User.objects.create(name="cu", display_name="Cũ", created_at=now, password=former)
    enter = AccountBackend().authenticate
    assert enter(None, "cu", "một mật khẩu khác") is None
    assert User.objects.get(name="cu").password == former
    assert enter(None, "cu", "một mật khẩu dài") is not None
    kept = User.objects.get(name="cu").password
    assert measures(kept) == ("ID", 46 * 1024, 1, 1)
    assert not identify_hasher(kept).must_update(kept)
    assert enter(None, "cu", "một mật khẩu dài") is not None
    assert User.objects.get(name="cu").password == kept
