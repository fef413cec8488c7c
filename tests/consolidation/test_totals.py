"""Totals over the book: who may see them, what counts, on which tree."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from saovuong import engine
from saovuong.catalogue.packs import load_catalogue
from saovuong.catalogue.periods import PeriodStillOpen
from saovuong.consolidation import books, queries
from saovuong.consolidation.books import OutOfScope
from saovuong.consolidation.measures import MeasureOff, UnknownMeasure
from saovuong.consolidation.places import UnitNotOnDay
from saovuong.core.period import BadPeriod
from saovuong.core.quantity import Modifier, Role, Scope
from saovuong.engine import Question
from saovuong.ledger import services as book
from saovuong.ledger.queries import effective_facts, facts_of, figures_get, journal, submissions
from saovuong.ledger.replay import replay
from saovuong.ledger.shapes import Evidence, FactRow
from saovuong.org.queries import tree_on
from tests.consolidation.world import (
    CITY,
    CITY_COMMUNES,
    DON_PHONG,
    DUC_XUAN,
    DUONG_QUANG,
    ENLISTED,
    GIFTS,
    HUYEN_TUNG,
    MILITIA,
    MINH_KHAI,
    NEW_BAC_KAN,
    NEW_DUC_XUAN,
    NEW_PHONG_QUANG,
    NONG_THUONG,
    POPULATION,
    PROVINCE_NOW,
    PROVINCE_THEN,
    RATE,
    RATING,
    said,
)

TODAY = date(2025, 7, 1)


@pytest.fixture
def ask(people, catalogue):
    def one(measure, *, unit=CITY, period="2024", actor=people.everywhere, **more):
        (answer,) = queries.totals(actor=actor, unit_id=unit, period_label=period, catalogue=catalogue, measures=[measure], **more)
        return answer

    return one


def test_the_city_adds_up_its_communes_and_its_own_work(city, ask):
    answer = ask(GIFTS)
    # 10+11+12+13+20+15+16 of the communes, 2 of the command itself; Sông Cầu said "trên 20".
    assert (answer.amount.value, answer.amount.modifier) == (99, Modifier.OVER)
    assert (answer.coverage.heard, answer.coverage.expected, answer.coverage.missing) == (7, 8, (NONG_THUONG,))
    assert answer.reported.value == 95
    (reconciliation,) = answer.reconciliations
    assert (reconciliation.difference, reconciliation.complete, reconciliation.is_conflict) == (-4, False, True)


def test_an_area_is_answered_for_by_its_command(city, people, catalogue, ask):
    assert ask(GIFTS, unit="d63-058") == ask(GIFTS, unit=CITY)
    view = queries.totals_view(actor=people.everywhere, unit_id="d63-058", period_label="2024", catalogue=catalogue, measures=[GIFTS])
    assert (view.place.asked.id, view.place.unit.id) == ("d63-058", CITY)


def test_a_figure_entered_about_the_area_is_the_commands(office, ask):
    office.hand_in(CITY, [said(GIFTS, 70, unit_id="d63-058")])
    answer = ask(GIFTS)
    assert (answer.amount.value, answer.part.taken) == (70, "reported")
    assert answer.part.reported.reporter is None


def test_a_province_contains_its_city(city, ask):
    answer = ask(GIFTS, unit=PROVINCE_THEN)
    assert answer.amount.value == 99
    assert answer.coverage.heard == 7
    assert answer.coverage.expected > 100


def test_ratio_rating_and_target(city, ask):
    rate = ask(RATE)
    militia = sum(100 + step for step, unit in enumerate(CITY_COMMUNES) if unit != NONG_THUONG)
    assert (rate.pair.numerator.value, rate.pair.denominator.value) == (militia, 35000)
    assert rate.amount.value * 350 == pytest.approx(militia)
    grades = ask(RATING).ratings
    assert sum(grades.counts.values()) == 7
    enlisted = ask(ENLISTED)
    assert enlisted.amount.value == 28
    # 28 of 30 with one commune unheard: nobody can say that it was missed.
    assert (enlisted.attainment.met, enlisted.attainment.comparator) == (None, ">=")
    assert ask(ENLISTED, role=Role.TARGET).amount.value == 30


def test_contradictions_are_listed_with_both_sides(city, people, catalogue):
    (conflict,) = queries.contradictions(actor=people.everywhere, unit_id=CITY, period_label="2024", catalogue=catalogue)
    assert (conflict.contradiction.unit, conflict.contradiction.kind) == (DUC_XUAN, "reporters")
    assert [one.fact.value for one in conflict.used] == [100]
    assert [one.fact.value for one in conflict.others] == [999]
    assert (conflict.used[0].reporter_name, conflict.others[0].reporter_name) == (
        "Phường Đức Xuân",
        "Ban Chỉ huy quân sự thành phố Bắc Kạn",
    )


def test_without_a_list_every_measure_that_is_known_is_answered(city, people, catalogue):
    found = queries.totals(actor=people.everywhere, unit_id=CITY, period_label="2024", catalogue=catalogue)
    codes = [one.measure for one in found]
    assert {GIFTS, MILITIA, POPULATION, ENLISTED, RATING, RATE} <= set(codes)
    in_order = [measure.code for topic in catalogue.by_topic.values() for measure in topic]
    assert codes == [code for code in in_order if code in codes]
    assert all(catalogue.measures[code].enabled for code in codes)


def test_nothing_accepted_is_nothing_known(office, people, catalogue, ask):
    office.hand_in(DUC_XUAN, [said(GIFTS, 7)], accept=False)
    assert ask(GIFTS).amount is None
    assert ask(GIFTS, states=("accepted", "submitted")).amount.value == 7
    assert queries.totals(actor=people.everywhere, unit_id=CITY, period_label="2024", catalogue=catalogue) == []


def test_last_year_stands_beside(city, people, catalogue):
    view = queries.totals_view(actor=people.everywhere, unit_id=CITY, period_label="2024", catalogue=catalogue, measures=[GIFTS])
    assert view.last_year[GIFTS].amount.value == 80
    assert (view.last_place.period.label, view.last_place.restated) == ("2023", False)


def test_the_book_as_it_was_at_an_instant(office, ask, now, catalogue, people):
    submission, _ = office.hand_in(DUC_XUAN, [said(GIFTS, 7)])
    later = now + timedelta(days=3)
    new = book.submission_revise(actor=people.clerk, now=later, catalogue=catalogue, submission_id=submission)
    (old,) = facts_of(actor=people.clerk, submission_id=new.id)
    book.fact_supersede(actor=people.clerk, now=later, catalogue=catalogue, fact_id=old.id, fact=said(GIFTS, 9))
    book.submission_hand_in(actor=people.clerk, now=later, submission_id=new.id)
    book.submission_accept(actor=people.verifier, now=later, submission_id=new.id)
    assert ask(GIFTS).amount.value == 9
    assert ask(GIFTS, at=now + timedelta(days=1)).amount.value == 7
    assert ask(GIFTS, at=now - timedelta(days=1)).amount is None


def test_replaying_the_book_gives_the_same_totals(city, people, catalogue):
    """Every submission entered, handed in and accepted anew, last one first: other ids, other order, the same answers."""

    def seen():
        return _seen(queries.totals(actor=people.everywhere, unit_id=PROVINCE_THEN, period_label="2024", catalogue=catalogue))

    before = seen()
    for submission in sorted(submissions(actor=people.clerk), key=lambda one: one.id, reverse=True):
        again = book.submission_revise(actor=people.clerk, now=city.now, catalogue=catalogue, submission_id=submission.id)
        assert again.version == 2
        book.submission_hand_in(actor=people.clerk, now=city.now, submission_id=again.id)
        book.submission_accept(actor=people.verifier, now=city.now, submission_id=again.id)
    assert seen() == before


def test_the_journal_told_again_gives_the_same_totals(city, people, catalogue):
    """What counts by replaying every row of the book is what the totals are made of."""
    counting = replay(journal(actor=people.everywhere))
    rows = {row.id: row for row in effective_facts(actor=people.everywhere, unit_ids=None, start=date(1945, 1, 1), end=date(2100, 1, 1))}
    facts = [books.engine_fact(rows[number], unit=rows[number].unit_id, reporter=rows[number].reporter_id) for number in counting]
    tree = tree_on(root=CITY, day=date(2024, 12, 14))
    for measure in (GIFTS, MILITIA, RATE, RATING, ENLISTED):
        (seen,) = queries.totals(actor=people.everywhere, unit_id=CITY, period_label="2024", catalogue=catalogue, measures=[measure])
        asked = Question(measure, seen.start, seen.end)
        again = engine.total(question=asked, facts=facts, tree=tree, catalogue=catalogue)
        assert _seen([again]) == _seen([seen])


def _seen(answers):
    """What people see of totals; ids differ between two entries of the same figure."""
    return [
        (
            one.measure,
            one.amount,
            one.coverage,
            one.reported,
            one.ratings,
            one.yes_no,
            [(r.unit, r.difference, r.agrees) for r in one.reconciliations],
        )
        for one in answers
    ]


# --- who may see ---


def test_no_actor_no_rows(city, catalogue):
    assert queries.totals(actor=None, unit_id=CITY, period_label="2024", catalogue=catalogue) == []
    view = queries.totals_view(actor=None, unit_id=CITY, period_label="2024", catalogue=catalogue, measures=[GIFTS])
    assert view.totals[0].amount is None
    assert queries.contradictions(actor=None, unit_id=CITY, period_label="2024", catalogue=catalogue) == []


@pytest.mark.parametrize("who", ["nobody", "outsider", "commune"])
def test_who_may_not_see_the_unit_is_refused_rather_than_shown_a_part(city, people, catalogue, who):
    actor = getattr(people, who)
    for query in (queries.totals, queries.totals_view, queries.contradictions, queries.coverage):
        with pytest.raises(OutOfScope):
            query(actor=actor, unit_id=CITY, period_label="2024", catalogue=catalogue)
    with pytest.raises(OutOfScope):
        queries.explain(actor=actor, unit_id=CITY, period_label="2024", measure=GIFTS, catalogue=catalogue)


def test_a_commune_sees_its_own(city, people, ask):
    assert ask(GIFTS, unit=DUC_XUAN, actor=people.commune).amount.value == 10


# --- refusals ---


def test_refusals(city, people, catalogue):
    def refused(error, **changes):
        asked = {"actor": people.everywhere, "unit_id": CITY, "period_label": "2024", "catalogue": catalogue, **changes}
        with pytest.raises(error) as caught:
            queries.totals(**asked)
        return str(caught.value)

    refused(PeriodStillOpen, period_label="2021/..")
    refused(PeriodStillOpen, period_label="yearly")
    refused(BadPeriod, period_label="2024-13")
    refused(UnknownMeasure, measures=["no_such"])
    off = next(code for code, one in catalogue.measures.items() if not one.enabled)
    refused(MeasureOff, measures=[off])
    assert "2025-07-01" in refused(UnitNotOnDay, unit_id=NEW_DUC_XUAN)
    assert "Phường Đức Xuân" in refused(UnitNotOnDay, unit_id=DUC_XUAN, tree_day=TODAY)


# --- today's tree ---


def test_whole_successions_are_restated_exactly(city, people, catalogue):
    view = queries.totals_view(
        actor=people.everywhere, unit_id=NEW_DUC_XUAN, period_label="2024", catalogue=catalogue, measures=[GIFTS], tree_day=TODAY
    )
    (answer,) = view.totals
    # Nguyễn Thị Minh Khai 12, Huyền Tụng 11, Đức Xuân 10.
    assert answer.amount.value == 33
    assert set(view.place.carried) == {DUC_XUAN, HUYEN_TUNG, MINH_KHAI}
    assert (answer.coverage.heard, answer.coverage.expected) == (3, 3)
    # The city's command is gone: its own total cannot be told here, and its ids are named.
    assert [(one.unit, one.reason) for one in view.place.not_comparable] == [(CITY, "abolished")]


def test_a_silent_predecessor_is_named(city, ask):
    bac_kan = ask(GIFTS, unit=NEW_BAC_KAN, tree_day=TODAY)
    assert (bac_kan.coverage.missing, bac_kan.coverage.expected) == ((NONG_THUONG,), 4)
    phong_quang = ask(GIFTS, unit=NEW_PHONG_QUANG, tree_day=TODAY)
    # Đôn Phong belonged to another district and never reported.
    assert (phong_quang.amount.value, phong_quang.coverage.missing) == (16, (DON_PHONG,))
    assert {child.unit for child in phong_quang.part.children} == {DUONG_QUANG, DON_PHONG}


def test_todays_province_holds_every_commune_once_and_says_what_fell_out(city, people, catalogue, ask):
    on_its_day = ask(GIFTS, unit=PROVINCE_THEN)
    view = queries.totals_view(
        actor=people.everywhere, unit_id=PROVINCE_NOW, period_label="2024", catalogue=catalogue, measures=[GIFTS, ENLISTED], tree_day=TODAY
    )
    gifts, enlisted = view.totals
    assert gifts.amount == on_its_day.amount
    assert enlisted.amount.value == 28
    # The command of the abolished city gave 2 gifts itself: no commune of today took that over, but it was in the province.
    (part,) = [one for one in gifts.part.children if one.unit == CITY]
    assert (part.counted.value, CITY in view.place.above) == (2, True)
    assert ("reported_beside", 95) in [(reason, view_value(people, number)) for number, reason in part.left_out]
    assert CITY not in {one.unit for one in view.place.not_comparable}


def view_value(people, number):
    return figures_get(actor=people.everywhere, fact_ids=[number])[number].value


def test_a_provinces_own_total_of_another_tree_does_not_add(office, ask, people, catalogue):
    office.hand_in(DUC_XUAN, [said(GIFTS, 10)])
    office.hand_in(PROVINCE_THEN, [said(GIFTS, 500), said(GIFTS, 3, scope=Scope.OWN, source="Sổ riêng")])
    then = ask(GIFTS, unit=PROVINCE_THEN)
    assert (then.amount.value, then.reported.value) == (13, 500)
    view = queries.totals_view(
        actor=people.everywhere, unit_id=PROVINCE_NOW, period_label="2024", catalogue=catalogue, measures=[GIFTS], tree_day=TODAY
    )
    assert view.totals[0].amount.value == 13
    (part,) = [one for one in view.totals[0].part.children if one.unit == PROVINCE_THEN]
    assert (part.counted.value, part.reported.amount.value, part.taken) == (3, 500, "computed")


def test_every_old_commune_is_whole_once_or_named(people, catalogue, office):
    """The merger as a whole: nobody of the two provinces is lost and nobody is counted twice."""
    view = queries.totals_view(actor=people.everywhere, unit_id=PROVINCE_NOW, period_label="2024", catalogue=catalogue, tree_day=TODAY)
    units = view.place.tree.units()
    assert len(units) == len(set(units))
    communes = {unit for root in (PROVINCE_THEN, "bch-p63-19") for unit in tree_on(root=root, day=date(2024, 12, 14)).expected}
    named = {one.unit for one in view.place.not_comparable}
    assert communes == (view.place.carried & communes) | (named & communes)


def test_the_tree_of_the_periods_own_day_is_not_restated(city, ask, people, catalogue):
    view = queries.totals_view(
        actor=people.everywhere, unit_id=CITY, period_label="2024", catalogue=catalogue, measures=[GIFTS], tree_day=date(2024, 6, 1)
    )
    assert not view.place.restated
    assert view.totals[0].amount == ask(GIFTS).amount


def test_the_new_unit_on_the_old_tree_is_told_only_where_it_is_the_same(office, people, catalogue):
    """2026 on the tree of 2024: a ward that took over three others cannot be told apart again, but all three are of the city."""
    later = type(office)(people, office.now.replace(year=2027))
    later.hand_in(NEW_DUC_XUAN, [said(GIFTS, 40)], period="2026")
    view = queries.totals_view(
        actor=people.everywhere, unit_id=CITY, period_label="2026", catalogue=catalogue, measures=[GIFTS], tree_day=date(2024, 12, 14)
    )
    assert view.totals[0].amount.value == 40
    assert {child.unit: child.counted for child in view.totals[0].part.children}[DUC_XUAN] is None
    assert (NEW_DUC_XUAN, CITY, "merged_above") in {(one.unit, one.successor, one.reason) for one in view.place.not_comparable}
    ward = queries.totals_view(
        actor=people.everywhere, unit_id=DUC_XUAN, period_label="2026", catalogue=catalogue, measures=[GIFTS], tree_day=date(2024, 12, 14)
    )
    assert ward.totals[0].amount is None
    assert [(one.unit, one.successor, one.reason) for one in ward.place.not_comparable] == [(NEW_DUC_XUAN, DUC_XUAN, "merged")]


def test_what_was_reported_before_a_merger_within_the_period_is_named(office, people, catalogue):
    """2025 ends on the new tree; what an old ward reported for January stands on none of its units."""
    later = type(office)(people, office.now.replace(year=2027))
    later.hand_in(DUC_XUAN, [said(GIFTS, 3)], period="2025-01")
    later.hand_in(NEW_DUC_XUAN, [said(GIFTS, 5)], period="2025-H2")
    view = queries.totals_view(actor=people.everywhere, unit_id=NEW_DUC_XUAN, period_label="2025", catalogue=catalogue, measures=[GIFTS])
    assert view.totals[0].amount.value == 5
    assert [(one.unit, one.successor, one.reason, len(one.facts)) for one in view.place.not_comparable] == [
        (DUC_XUAN, NEW_DUC_XUAN, "earlier", 1)
    ]


# --- coverage of a form ---


def test_coverage_of_the_period(city, people, catalogue):
    found = queries.coverage(actor=people.everywhere, unit_id=CITY, period_label="2024", catalogue=catalogue)
    assert (found.coverage.heard, found.coverage.missing) == (7, (NONG_THUONG,))
    form = next(code for code, one in catalogue.forms.items() if GIFTS not in one.measures and one.measures and RATING not in one.measures)
    narrower = queries.coverage(actor=people.everywhere, unit_id=CITY, period_label="2024", catalogue=catalogue, form=form)
    assert narrower.coverage.heard <= 7
    with pytest.raises(queries.UnknownForm):
        queries.coverage(actor=people.everywhere, unit_id=CITY, period_label="2024", catalogue=catalogue, form="no_such")


# --- the merger as a whole ---


def test_the_merger_keeps_every_flow_and_stock(people, catalogue, monkeypatch):
    """Random figures of all communes of both provinces: today's Thái Nguyên is the sum of the two on their own tree, less what is named."""
    random_source = random.Random(20250701)
    then = {unit for root in (PROVINCE_THEN, "bch-p63-19") for unit in tree_on(root=root, day=date(2024, 12, 14)).expected}
    rows = [
        _row(number, unit, measure, Decimal(random_source.randrange(0, 500)))
        for number, (unit, measure) in enumerate(((u, m) for u in sorted(then) for m in (GIFTS, MILITIA)), start=1)
    ]
    monkeypatch.setattr(books.ledger, "effective_facts", lambda **asked: [r for r in rows if r.measure in asked["measures"]])
    own_day = {
        (root, one.measure): one.amount.value
        for root in (PROVINCE_THEN, "bch-p63-19")
        for one in queries.totals(
            actor=people.everywhere, unit_id=root, period_label="2024", catalogue=catalogue, measures=[GIFTS, MILITIA]
        )
    }
    view = queries.totals_view(
        actor=people.everywhere, unit_id=PROVINCE_NOW, period_label="2024", catalogue=catalogue, measures=[GIFTS, MILITIA], tree_day=TODAY
    )
    named = {number for one in view.place.not_comparable for number in one.facts}
    for one in view.totals:
        fallen = sum(row.value for row in rows if row.id in named and row.measure == one.measure)
        assert one.amount.value + fallen == own_day[PROVINCE_THEN, one.measure] + own_day["bch-p63-19", one.measure]
    assert len({one.unit for one in view.place.not_comparable}) < 10


def _row(number, unit, measure, value):
    """Every measure in its own unit of measure, as the book holds it."""
    uom = load_catalogue().measures[measure].uom
    at = datetime(2025, 1, 1, tzinfo=UTC)
    return FactRow(
        id=number, submission_id=number, version=1, state="accepted", finality="final", unit_id=unit, reporter_id=unit, measure=measure,
        period_label="2024", period_start=date(2023, 12, 15), period_end=date(2024, 12, 15), as_of=date(2024, 12, 14), role=Role.RESULT,
        scope=Scope.OWN, value=value, high=None, rating=None, flag=None, unquantified=False, modifier=Modifier.EXACT, uom=uom,
        comparator=None, target_mode=None, evidence=Evidence(None, "Sổ", "", None, None), supersedes_id=None, returned_reason=None,
        entered_by="a", entered_at=at, accepted_by="b", accepted_at=at,
    )  # fmt: skip
