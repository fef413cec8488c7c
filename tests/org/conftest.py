"""A small country for tests that write: two old provinces and two new ones, everything in them as shipped."""

from datetime import UTC, date, datetime

import pytest

from saovuong.accounts.services import grant_give, user_create
from saovuong.org import services
from saovuong.org.dataset import UnitData, load_units
from saovuong.org.names import UnitNameIndex
from saovuong.org.relations import Relations
from tests.kept_worlds import world

BEFORE = date(2024, 12, 14)
SINCE = date(2025, 7, 1)
PROVINCES = {"vn", "p63-06", "p63-19", "p63-04", "p34-19", "p34-04"}


@pytest.fixture(scope="session")
def index():
    return UnitNameIndex.from_data(load_units())


@pytest.fixture(scope="session")
def relations():
    return Relations(load_units())


@pytest.fixture(scope="session")
def few(relations):
    """Bắc Kạn, Thái Nguyên and Cao Bằng before, Thái Nguyên and Cao Bằng since."""
    data = load_units()
    kept = {u.id for u in data.units if {u.id, u.area_of, *(p.id for p in relations.parents(u.id))} & PROVINCES}
    kept |= {u.id for u in data.units if u.area_of in kept}
    return UnitData(
        tuple(u for u in data.units if u.id in kept),
        tuple(link for link in data.links if link.child in kept and link.parent in kept),
        tuple(tie for tie in data.successions if tie.old in kept and tie.new in kept),
        tuple(pair for pair in data.aliases if pair[0] in kept),
    )


@pytest.fixture
def now():
    return datetime(2025, 8, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def clerk(db, now):
    return user_create(name="nhap-lieu", display_name="Nhập liệu", actor=None, now=now)


@pytest.fixture
def admin(db, clerk, now):
    actor = user_create(name="quan-tri", display_name="Quản trị", actor=None, now=now)
    grant_give(user=actor, role="admin", unit_id="vn", valid_from=date(2000, 1, 1), actor=None, now=now)
    return actor


@pytest.fixture
def loaded(few, admin, now, monkeypatch):
    """The small country in the database; returns its administrator."""
    monkeypatch.setattr(services, "load_units", lambda: few)
    world(("lists of two old provinces", now), lambda: services.units_load(actor=admin, now=now))
    return admin
