"""The second factor: codes that fit once, backup codes that fit once, and nobody who reads the secret."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from django_otp.oath import TOTP

from saovuong.accounts import factor_services as factors
from saovuong.accounts.factor_queries import factor_of
from saovuong.accounts.models import BackupCode, SecondFactor
from saovuong.accounts.services import NotAdministrator
from saovuong.audit.queries import entries_of
from tests.ledger.world import people, units  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 1, 10, 5, 0, 0, tzinfo=UTC)


def code_at(secret: str, moment: datetime) -> str:
    clock = TOTP(base64.b32decode(secret))
    clock.time = moment.timestamp()
    return f"{clock.token():06d}"


@pytest.fixture
def secret(people):  # noqa: F811
    """The clerk's, turned on at noon."""
    told = factors.factor_begin(user=people.clerk, now=NOON).secret
    factors.factor_confirm(user=people.clerk, code=code_at(told, NOON), now=NOON)
    return told


def test_the_secret_of_the_standard_gives_the_codes_of_the_standard():
    """RFC 6238, appendix B: at second 59 of 1970 the last six digits are 287082."""
    assert code_at(base64.b32encode(b"12345678901234567890").decode(), datetime(1970, 1, 1, 0, 0, 59, tzinfo=UTC)) == "287082"


def test_it_asks_for_nothing_until_a_right_code_confirmed_it(people):  # noqa: F811
    start = factors.factor_begin(user=people.clerk, now=NOON)
    assert factor_of(user=people.clerk) is None
    with pytest.raises(factors.WrongCode):
        factors.factor_confirm(user=people.clerk, code="000000" if code_at(start.secret, NOON) != "000000" else "111111", now=NOON)
    codes = factors.factor_confirm(user=people.clerk, code=code_at(start.secret, NOON), now=NOON)
    assert len(set(codes)) == 10
    assert factor_of(user=people.clerk).backup_left == 10
    assert factors.factor_begun(user=people.clerk) is None, "the secret is not told again"
    with pytest.raises(factors.FactorExists):
        factors.factor_begin(user=people.clerk, now=NOON)


def test_a_code_is_taken_once(people, secret):  # noqa: F811
    with pytest.raises(factors.WrongCode):
        factors.factor_pass(user=people.clerk, code=code_at(secret, NOON), now=NOON)
    later = NOON + timedelta(seconds=30)
    assert factors.factor_pass(user=people.clerk, code=code_at(secret, later), now=later) is False
    with pytest.raises(factors.WrongCode):
        factors.factor_pass(user=people.clerk, code=code_at(secret, later), now=later)


@pytest.mark.parametrize(("off", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_clocks_may_differ_by_half_a_minute(people, secret, off, fits):  # noqa: F811
    now = NOON + timedelta(minutes=10)
    code = code_at(secret, now + timedelta(seconds=off))
    if fits:
        factors.factor_pass(user=people.clerk, code=code, now=now)
    else:
        with pytest.raises(factors.WrongCode):
            factors.factor_pass(user=people.clerk, code=code, now=now)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "-12345", "0x1234", "1e5000"])
def test_what_is_no_code_is_none(people, secret, typed):  # noqa: F811
    with pytest.raises(factors.WrongCode):
        factors.factor_pass(user=people.clerk, code=typed, now=NOON)


def test_five_misses_close_it_to_the_right_code_too(people, secret):  # noqa: F811
    now = NOON + timedelta(minutes=1)
    for _ in range(4):
        with pytest.raises(factors.WrongCode):
            factors.factor_pass(user=people.clerk, code="000", now=now)
    with pytest.raises(factors.CodesClosed):
        factors.factor_pass(user=people.clerk, code="000", now=now)
    with pytest.raises(factors.CodesClosed):
        factors.factor_pass(user=people.clerk, code=code_at(secret, now), now=now)
    after = now + timedelta(minutes=15)
    factors.factor_pass(user=people.clerk, code=code_at(secret, after), now=after)
    assert [entry.action for entry in entries_of(target="user:nhap-lieu")].count("factor_closed") == 1


def test_a_backup_code_works_once_however_it_is_typed(people, secret):  # noqa: F811
    now = NOON + timedelta(minutes=1)
    first, second, *_ = factors.backup_renew(user=people.clerk, code=code_at(secret, now), now=now)
    assert factors.factor_pass(user=people.clerk, code=first, now=now) is True
    with pytest.raises(factors.WrongCode):
        factors.factor_pass(user=people.clerk, code=first, now=now)
    assert factors.factor_pass(user=people.clerk, code=f" {second.upper().replace('-', ' ')} ", now=now) is True
    assert factor_of(user=people.clerk).backup_left == 8


def test_nothing_readable_is_kept(people, secret, settings):  # noqa: F811
    row, now = SecondFactor.objects.get(), NOON + timedelta(minutes=1)
    raw = base64.b32decode(secret)
    assert raw.hex() not in row.masked
    codes = factors.backup_renew(user=people.clerk, code=code_at(secret, now), now=now)
    kept = " ".join(BackupCode.objects.values_list("digest", flat=True))
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]
    trail = str(entries_of(target="user:nhap-lieu"))
    assert secret not in trail
    assert not [code for code in codes if code in trail]
    # With another key the rows are worth nothing.
    settings.SECRET_KEY = "another folder"
    later = NOON + timedelta(minutes=2)
    with pytest.raises(factors.WrongCode):
        factors.factor_pass(user=people.clerk, code=code_at(secret, later), now=later)


def test_an_administrator_takes_it_away_and_nobody_else(people, secret):  # noqa: F811
    with pytest.raises(NotAdministrator):
        factors.factor_reset(user=people.clerk, actor=people.verifier, now=NOON)
    factors.factor_reset(user=people.clerk, actor=people.admin, now=NOON)
    assert factor_of(user=people.clerk) is None
    with pytest.raises(factors.NoFactor):
        factors.factor_reset(user=people.clerk, actor=people.admin, now=NOON)
    assert entries_of(target="user:nhap-lieu")[-1].actor == "quan-tri"
