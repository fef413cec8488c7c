from datetime import datetime

import pytest

from saovuong.catalogue.packs import load_catalogue
from saovuong.core.catalogue import Catalogue
from tests.consolidation.world import Office, People, build_people, build_units, fill_the_city
from tests.kept_worlds import world


@pytest.fixture
def people(db: None, now: datetime) -> People:
    world("two provinces", build_units)
    return world(("people of the two provinces", now), lambda: build_people(now))


@pytest.fixture
def office(people: People, now: datetime) -> Office:
    return Office(people, now)


@pytest.fixture
def city(office: Office) -> Office:
    world(("book of the city", office.now), lambda: fill_the_city(office))
    return office


@pytest.fixture
def catalogue() -> Catalogue:
    return load_catalogue()
