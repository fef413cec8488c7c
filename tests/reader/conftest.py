"""A catalogue and a stand-in for the unit names, and short ways to read a text."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from saovuong.catalogue.packs import load_catalogue
from saovuong.core.catalogue import Catalogue
from saovuong.reader import read
from saovuong.reader.shapes import Candidate, Reading, UnitMention


class TwoUnits:
    """Knows ``xã A Lưới`` and ``xã Bình An``; everything else is no unit."""

    known = (("xã A Lưới", "c-1"), ("xã Bình An", "c-2"))

    def mentions(self, text: str, *, on: date | None, near: str | None) -> Sequence[UnitMention]:
        found = [UnitMention(text.find(n), text.find(n) + len(n), n, i) for n, i in self.known if n in text]
        return sorted(found, key=lambda one: one.start)

    def name_of(self, unit_id: str) -> str:
        return next((name for name, code in self.known if code == unit_id), unit_id)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def reading_of(catalogue: Catalogue) -> Callable[..., Reading]:
    def run(text: str, *, unit: str | None = None, period: str | None = None) -> Reading:
        return read(text, catalogue=catalogue, units=TwoUnits(), default_unit=unit, default_period=period, name="thử.txt")

    return run


@pytest.fixture(scope="session")
def figures_of(reading_of: Callable[..., Reading]) -> Callable[..., dict[str, Candidate]]:
    """The candidates of a text by measure; a measure read twice keeps the first."""

    def run(text: str, **options: str) -> dict[str, Candidate]:
        out: dict[str, Candidate] = {}
        for one in reading_of(text, **options).candidates:
            out.setdefault(one.measure or "", one)
        return out

    return run


Told = Callable[..., tuple[list[str], list[str]]]


@pytest.fixture(scope="session")
def told_of(reading_of: Callable[..., Reading]) -> Told:
    """What a text tells, whole: its figures as ``measure value uom modifier period role`` (and ``@unit`` where a unit is named), and the
    quotes of the numbers that were left to a person."""

    def run(text: str, **options: str) -> tuple[list[str], list[str]]:
        reading = reading_of(text, **{"period": "2024", **options})
        for one in (*reading.candidates, *reading.not_understood):
            assert reading.text[one.start : one.end] == one.quote
        return [_in_words(one) for one in reading.candidates], [one.quote for one in reading.not_understood]

    return run


def _in_words(one: Candidate) -> str:
    value = "..".join(map(str, one.value)) if isinstance(one.value, tuple) else str(one.value)
    parts = (
        one.measure,
        value,
        one.uom,
        one.modifier.value,
        one.period,
        one.role.value,
        f"@{one.organisation}" if one.organisation else "",
    )
    return " ".join(str(part) for part in parts if part != "")
