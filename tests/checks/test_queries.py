"""What is judged of the book, for whom: scope, states, period and tree."""

import pytest

from saovuong.catalogue.checks import UnknownCheck
from saovuong.catalogue.periods import PeriodStillOpen
from saovuong.checks.queries import check
from saovuong.checks.reading import NotYours, UnitNotThen
from saovuong.core.quantity import Scope
from saovuong.ledger import queries as ledger
from saovuong.ledger import services as book
from saovuong.org.queries import NoSuchUnit
from tests.consolidation.world import CITY, DUC_XUAN, GIFTS, HUYEN_TUNG, MILITIA, NEW_DUC_XUAN, POPULATION, PROVINCE_THEN, SONG_CAU, said

FIT, ATTENDED = "medical_passed_count", "medical_attended_count"


@pytest.fixture
def ask(catalogue, now):
    def asking(actor, unit=CITY, period="2024", **more):
        return check(actor=actor, unit_id=unit, period_label=period, catalogue=catalogue, now=now, **more)

    return asking


def codes(view):
    """Errors and warnings; what is only worth a note is left to its own cases."""
    return [(one.finding.rule, one.finding.unit) for one in view.findings if one.finding.level != "info"]


REPORTED, SAID = ("reported_and_computed", CITY), ("contradicting_reporters", DUC_XUAN)


def test_the_city_of_the_totals(city, people, ask):
    view = ask(people.everywhere)
    assert codes(view) == [REPORTED, SAID]
    total, one = (one for one in view.findings if one.finding.level != "info")
    # 95 reported; ward Sông Cầu's share of the sum is only known from below.
    assert [fact.value for fact in total.facts] == [95]
    assert "trên 99" in total.finding.message
    assert [fact.value for fact in one.facts] == [100]
    assert [fact.value for fact in one.others] == [999]
    assert "999" in one.finding.message
    assert one.finding.unit_name == "Phường Đức Xuân"
    assert (view.units, view.unit.id, view.asked.id) == (9, CITY, CITY)


def test_an_area_is_answered_by_its_command(city, people, ask):
    view = ask(people.everywhere, unit="d63-058")
    assert (view.asked.id, view.unit.id) == ("d63-058", CITY)
    assert codes(view) == [REPORTED, SAID]


def test_a_ward_is_checked_by_itself(city, people, ask):
    assert codes(ask(people.commune, unit=DUC_XUAN)) == []
    assert codes(ask(people.everywhere, unit=DUC_XUAN)) == [SAID]
    assert codes(ask(people.everywhere, unit=SONG_CAU)) == []


@pytest.mark.parametrize("who", ["nobody", "outsider", "commune"])
def test_who_may_not_see_the_unit_is_told_so(city, people, ask, who):
    with pytest.raises(NotYours) as refusal:
        ask(getattr(people, who))
    assert "999" not in str(refusal.value)


def test_what_was_not_accepted_does_not_count(office, people, ask):
    facts = [said(ATTENDED, 10), said(FIT, 12)]
    number, _ = office.hand_in(DUC_XUAN, facts, accept=False)
    assert codes(ask(people.everywhere)) == []
    assert codes(ask(people.everywhere, states=("accepted", "submitted"))) == [("conscription_funnel", DUC_XUAN)]
    book.submission_accept(actor=people.verifier, now=office.now, submission_id=number)
    assert codes(ask(people.everywhere)) == [("conscription_funnel", DUC_XUAN)]


def test_a_month_is_found_in_its_year(office, people, ask):
    office.hand_in(DUC_XUAN, [said(ATTENDED, 10), said(FIT, 12)], period="2024-03")
    in_year, in_month = ask(people.everywhere), ask(people.everywhere, period="2024-03")
    assert codes(in_year) == codes(in_month) == [("conscription_funnel", DUC_XUAN)]
    assert in_year.findings[0].finding.key == in_month.findings[0].finding.key
    assert in_year.findings[0].finding.label == "2024-03"
    assert codes(ask(people.everywhere, period="2024-04")) == []


def test_figures_of_the_administrative_area_are_the_commands(office, people, ask):
    office.hand_in(DUC_XUAN, [said(GIFTS, 4)])
    office.hand_in(CITY, [said(ATTENDED, 10, scope=Scope.TOTAL), said(FIT, 12, scope=Scope.TOTAL, unit_id="d63-058")])
    assert codes(ask(people.everywhere)) == [("conscription_funnel", CITY)]


def test_earlier_years_are_read_for_what_compares_with_them(office, people, ask):
    for year, value in (("2021", 5100), ("2022", 5180), ("2023", 5150), ("2024", 51800)):
        office.hand_in(HUYEN_TUNG, [said(POPULATION, value)], period=year)
    assert codes(ask(people.everywhere)) == [("population_leap", HUYEN_TUNG)]
    assert codes(ask(people.everywhere, period="2023")) == []


def test_rules_by_code(city, people, ask):
    assert codes(ask(people.everywhere, rules=["contradicting_documents"])) == []
    assert codes(ask(people.everywhere, rules=["contradicting_reporters"])) == [SAID]
    with pytest.raises(UnknownCheck) as refusal:
        ask(people.everywhere, rules=["contradicting"])
    assert "contradicting_documents" in str(refusal.value)


def test_refusals(city, people, ask):
    with pytest.raises(NoSuchUnit):
        ask(people.everywhere, unit="x")
    with pytest.raises(PeriodStillOpen):
        ask(people.everywhere, period="2021/..")
    with pytest.raises(UnitNotThen):
        ask(people.everywhere, unit=NEW_DUC_XUAN)


def test_the_plain_pass_reads_what_totals_read(city, people, now, catalogue):
    """The one query for many figures must count exactly the figures that totals count."""
    office_number, _ = city.hand_in(DUC_XUAN, [said(MILITIA, 7), said(GIFTS, 8)], period="2023")
    book.submission_revise(actor=people.clerk, now=now, catalogue=catalogue, submission_id=office_number)
    for actor in (people.everywhere, people.commune, people.outsider, people.nobody):
        for states in (("accepted",), ("accepted", "submitted"), ("draft",)):
            for units in (None, {DUC_XUAN, SONG_CAU}):
                span = ledger.effective_facts(
                    actor=actor, unit_ids=units, start=_day("2023-01-01"), end=_day("2025-01-01"), states=states, now=now
                )
                plain = ledger.told_figures(
                    actor=actor, unit_ids=units, spans=[(None, _day("2023-01-01"))], end=_day("2025-01-01"), states=states, now=now
                )
                assert [_plain(one) for one in plain] == [
                    (row.id, row.unit_id, row.reporter_id, row.measure, row.value, row.rating, row.flag, row.role, row.evidence.quote)
                    for row in span
                ]


def test_spans_name_measures_and_days(city, people, now):
    def ids(*spans):
        found = ledger.told_figures(actor=people.everywhere, unit_ids={CITY}, spans=spans, end=_day("2024-12-15"), now=now)
        return {(one.measure, one.period_label) for one in found}

    assert ids(({GIFTS}, _day("2023-01-01"))) == {(GIFTS, "2023"), (GIFTS, "2024")}
    assert ids(({GIFTS}, _day("2024-01-01"))) == {(GIFTS, "2024")}
    assert ids() == set()
    assert ids(({MILITIA}, _day("2020-01-01"))) == set()


def test_nothing_below_a_province_is_left_out(city, people, ask):
    assert SAID in codes(ask(people.everywhere, unit=PROVINCE_THEN))


def _plain(one):
    return one.id, one.unit_id, one.reporter_id, one.measure, one.value, one.rating, one.flag, one.role, one.quote


def _day(text):
    from datetime import date

    return date.fromisoformat(text)
