from datetime import datetime

import pytest

from saovuong.catalogue.packs import load_catalogue
from saovuong.core.catalogue import Catalogue
from tests.consolidation.world import Office, People, build_people, build_units, fill_the_city


@pytest.fixture
def people(db: None, now: datetime) -> People:
    build_units()
    return build_people(now)


@pytest.fixture
def office(people: People, now: datetime) -> Office:
    return Office(people, now)


@pytest.fixture
def city(office: Office) -> Office:
    fill_the_city(office)
    return office


@pytest.fixture
def catalogue() -> Catalogue:
    return load_catalogue()
