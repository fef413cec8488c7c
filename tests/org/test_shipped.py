"""The shipped lists read row by row answer as the whole lists do."""

import pytest

from saovuong.org.dataset import load_units
from saovuong.org.entries import names_of
from saovuong.org.names import UnitNameIndex
from saovuong.org.relations import LINK_KINDS
from saovuong.org.shipped import ShippedNames, ShippedUnits


@pytest.fixture(scope="module")
def shipped() -> ShippedUnits:
    return ShippedUnits()


def test_units_and_links_are_those_of_the_lists(shipped: ShippedUnits) -> None:
    data = load_units()
    assert dict(shipped.by_id()) == data.by_id()
    assert shipped.links == data.links
    for kind in LINK_KINDS:
        assert shipped.last_parents(kind) == data.last_parents(kind)


def test_names_are_those_that_the_lists_make(shipped: ShippedUnits) -> None:
    """Where this fails, a list or the reading of names has changed: run tools/build_unit_names.py."""
    ready = ShippedNames(shipped.by_id())
    made = names_of(load_units())
    assert list(ready) == list(made)
    assert dict(ready) == made
    assert "đức xuân" not in ready
    assert "duc xuan" in ready
    assert ready.get("khong co") is None


@pytest.mark.parametrize("wanted", ["c63-01843", "01843", "1", "", "khong-co", "ward"])
def test_units_by_id_or_code(shipped: ShippedUnits, wanted: str) -> None:
    assert shipped.coded(wanted) == load_units().coded(wanted)


@pytest.mark.parametrize("text", ["Đức Xuân", "phường Đức Xuân, thành phố Bắc Kạn", "xa vinh quang", "Phuờng Đức Xuâm", "01843", "tân"])
def test_the_index_finds_the_same(index: UnitNameIndex, text: str) -> None:
    quick = UnitNameIndex.shipped()
    assert quick.find(text) == index.find(text)
    assert quick.similar(text) == index.similar(text)
