"""The certificate of a figure: its parts add up to it whatever does not fit on the page, and its digest tells when anything changed."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saovuong.consolidation.certifying import certificate
from saovuong.consolidation.queries import explain
from saovuong.consolidation.shapes import Explanation
from saovuong.core.catalogue import Catalogue
from saovuong.core.quantity import Scope
from saovuong.engine.amounts import add
from tests.consolidation.world import CITY, DUC_XUAN, GIFTS, MILITIA, NONG_THUONG, Office, said

pytestmark = pytest.mark.django_db
RATE, TRAINED, REQUIRED = "militia_training_attendance_rate", "militia_trained_count", "militia_training_required_count"


@pytest.fixture
def told(city: Office, catalogue: Catalogue, now: datetime):  # type: ignore[no-untyped-def]
    def ask(measure: str = MILITIA, unit: str = CITY) -> Explanation:
        return explain(actor=city.people.everywhere, unit_id=unit, period_label="2024", measure=measure, catalogue=catalogue, now=now)

    return ask


def test_parts_and_figures_of_a_sum(told) -> None:  # type: ignore[no-untyped-def]
    """Seven communes of 100 to 106: 721 militia, each by one figure."""
    found = certificate(told())
    assert (found.parts[0].kind, found.parts[0].amount.value) == ("child", Decimal(106))
    assert {one.kind for one in found.parts} == {"child"}
    assert len(found.parts) == 7
    assert sum(one.amount.value for one in found.parts) == found.explanation.total.amount.value == 721
    assert len(found.sources) == 7
    assert found.further == 0
    assert [source.fact.value for source in found.sources] == sorted((source.fact.value for source in found.sources), reverse=True)


def test_what_does_not_fit_is_summed_up_and_counted(told) -> None:  # type: ignore[no-untyped-def]
    found = certificate(told(), parts_up_to=4, sources_up_to=3)
    assert [one.kind for one in found.parts] == ["child", "child", "child", "rest"]
    rest = found.parts[-1]
    assert (rest.count, rest.amount.value) == (4, Decimal(721 - 106 - 105 - 104))
    assert (len(found.sources), found.further) == (3, 4)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(most=st.integers(1, 12), named=st.integers(0, 12))
def test_parts_always_add_up_and_the_page_decides_nothing(told, most: int, named: int) -> None:  # type: ignore[no-untyped-def]
    explained = told()
    found = certificate(explained, parts_up_to=most, sources_up_to=named)
    whole = add([one.amount for one in found.parts])
    assert whole is not None
    assert (whole.value, whole.modifier) == (explained.total.amount.value, explained.total.amount.modifier)
    assert len(found.sources) + found.further == 7
    assert found.digest == certificate(explained).digest


def test_a_total_that_the_unit_reported_itself_is_one_part(city: Office, catalogue: Catalogue, now: datetime) -> None:
    city.hand_in(CITY, [replace(said("patrol_count", 90), scope=Scope.TOTAL)], period="2024-07")
    asked = {"unit_id": CITY, "period_label": "2024-07", "measure": "patrol_count"}
    found = certificate(explain(actor=city.people.everywhere, catalogue=catalogue, now=now, **asked))
    assert [(one.kind, one.amount.value) for one in found.parts] == [("reported", Decimal(90))]
    assert [source.fact.value for source in found.sources] == [Decimal(90)]


def test_a_ratio_shows_both_its_totals(city: Office, told) -> None:  # type: ignore[no-untyped-def]
    city.hand_in(NONG_THUONG, [said(TRAINED, 49), said(REQUIRED, 50)])
    found = certificate(told(RATE, NONG_THUONG))
    assert [(one.kind, one.amount.value) for one in found.parts] == [("numerator", Decimal(49)), ("denominator", Decimal(50))]
    assert {source.fact.measure for source in found.sources} == {TRAINED, REQUIRED}


def test_nothing_known_is_a_certificate_of_nothing(told) -> None:  # type: ignore[no-untyped-def]
    found = certificate(told("hotspot_count"))
    assert (found.parts, found.sources, found.further) == ((), (), 0)


def test_the_digest_changes_with_the_figures_and_only_with_them(city: Office, told) -> None:  # type: ignore[no-untyped-def]
    before = certificate(told()).digest
    assert certificate(told()).digest == before
    city.hand_in(NONG_THUONG, [said(GIFTS, 3)])
    assert certificate(told()).digest == before
    city.hand_in(NONG_THUONG, [said(MILITIA, 50)], period="2024-12")
    assert certificate(told()).digest != before
    assert certificate(told(unit=DUC_XUAN)).digest != before


def folded(city: Office, catalogue: Catalogue, now: datetime, measure: str = MILITIA) -> Explanation:
    """As a page of a unit with more figures than anybody reads: those of its communes are only counted."""
    asked = {"unit_id": CITY, "period_label": "2024", "measure": measure}
    return explain(actor=city.people.everywhere, catalogue=catalogue, now=now, most=2, **asked)


def test_what_is_only_counted_gives_the_same_parts_and_counts_every_figure(city: Office, catalogue: Catalogue, now: datetime, told) -> None:  # type: ignore[no-untyped-def]
    whole, found = certificate(told()), certificate(folded(city, catalogue, now))
    assert [(one.name, one.amount) for one in found.parts] == [(one.name, one.amount) for one in whole.parts]
    assert {(one.kind, one.folded.figures, one.folded.units) for one in found.parts if one.folded} == {("child", 1, 0)}
    assert (len(found.sources), found.further) == (0, 7)
    assert (found.former, found.left_out) == (whole.former, whole.left_out)
    assert (found.behind.units if found.behind else 0) == 8
    assert whole.behind is None


def test_what_is_only_counted_leaves_room_for_its_units(city: Office, catalogue: Catalogue, now: datetime, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("saovuong.consolidation.certifying.PARTS_UP_TO", 3)
    assert len(certificate(folded(city, catalogue, now)).parts) == 7
    monkeypatch.setattr("saovuong.consolidation.certifying.PARTS_OF_FOLDED", 5)
    assert [one.count for one in certificate(folded(city, catalogue, now)).parts] == [1, 1, 1, 1, 3]


def test_the_digest_of_what_is_only_counted_covers_every_figure(city: Office, catalogue: Catalogue, now: datetime) -> None:
    before = certificate(folded(city, catalogue, now)).digest
    assert certificate(folded(city, catalogue, now)).digest == before
    city.hand_in(NONG_THUONG, [said(GIFTS, 3)])
    assert certificate(folded(city, catalogue, now)).digest == before
    # The same number, said anew: the value stays, what it rests on does not.
    root = folded(city, catalogue, now).root
    first = next(one.part.counted for one in root.children if "Đức Xuân" in one.name)
    assert first is not None
    city.hand_in(DUC_XUAN, [said(MILITIA, int(first.value))], period="2024-12")
    assert certificate(folded(city, catalogue, now)).digest != before


def test_a_folded_ratio_counts_the_figures_of_both_sides(city: Office, catalogue: Catalogue, now: datetime) -> None:
    for unit, (trained, required) in {NONG_THUONG: (49, 50), DUC_XUAN: (30, 40)}.items():
        city.hand_in(unit, [said(TRAINED, trained), said(REQUIRED, required)])
    found = certificate(folded(city, catalogue, now, RATE))
    # Two communes on each side: no side has more than two figures, so that all are read.
    assert (found.behind, len(found.sources), found.further) == (None, 4, 0)
    asked = {"unit_id": CITY, "period_label": "2024", "measure": RATE}
    counted = certificate(explain(actor=city.people.everywhere, catalogue=catalogue, now=now, most=1, **asked))
    assert (len(counted.sources), counted.further) == (0, 4)
    assert [one.amount for one in counted.parts] == [one.amount for one in found.parts]
