"""What may be entered as a value, and that a batch is refused as a whole with every reason."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saovuong.core.quantity import Modifier, Role, Scope
from saovuong.ledger import services as book
from saovuong.ledger.models import Fact
from saovuong.ledger.queries import entry_problems, facts_of, figures_get
from saovuong.ledger.rules import FactsRefused, fits_the_book
from saovuong.ledger.shapes import Evidence
from tests.ledger.world import GIFTS, MILITIA, RATE, SAFE, TASKS, counts, fact


@pytest.fixture
def draft(people, catalogue, now):
    return book.submission_open(actor=people.clerk, now=now, catalogue=catalogue, unit_id="x1", period_label="2024")


@pytest.fixture
def enter(draft, people, catalogue, now):
    def enter(*facts, submission=draft):
        return book.facts_append(actor=people.clerk, now=now, catalogue=catalogue, submission_id=submission.id, facts=facts)

    return enter


def codes(error):
    return [problem.code for problem in error.value.problems]


def test_what_is_not_said_comes_from_the_submission(enter, draft, people):
    enter(fact(value=Decimal("12.50")))
    (row,) = facts_of(actor=people.clerk, submission_id=draft.id)
    assert (row.unit_id, row.reporter_id, row.period_label, row.scope, row.uom) == ("x1", "x1", "2024", Scope.OWN, "gift")
    assert (row.period_start.isoformat(), row.period_end.isoformat()) == ("2023-12-15", "2024-12-15")
    assert row.as_of.isoformat() == "2024-12-14", "the last day of the data, which is past"
    assert (row.value, row.entered_by, row.number) == (Decimal("12.5"), "nhap-lieu", 1)


def test_a_provisional_value_is_as_of_today(people, catalogue, now, enter):
    row = book.submission_open(actor=people.clerk, now=now, catalogue=catalogue, unit_id="x1", period_label="2025", finality="provisional")
    enter(fact(), submission=row)
    assert Fact.objects.get().as_of == now.date()


def test_cumulative_and_open_ranges_keep_their_ends(enter, draft, people):
    enter(fact(period_label="2023-01/2024-09"), fact(period_label="2021/.."), fact(period_label="yearly"))
    closed, open_, yearly = facts_of(actor=people.clerk, submission_id=draft.id)
    assert (closed.period_start.isoformat(), closed.period_end.isoformat()) == ("2022-12-15", "2024-09-15")
    assert (open_.period_start.isoformat(), open_.period_end) == ("2020-12-15", None)
    assert (yearly.period_label, yearly.period_start.isoformat(), yearly.period_end) == ("yearly", "2023-12-15", None)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (fact("no_such_measure"), "SV-531"),
        (fact("duty_present_count"), "SV-532"),
        (fact(uom="person"), "SV-533"),
        (fact(value=None), "SV-534"),
        (fact(value=5, rating="khá"), "SV-534"),
        (fact(value=5, unquantified=True), "SV-534"),
        (fact(TASKS, 5), "SV-535"),
        (fact(SAFE, 5), "SV-535"),
        (fact(GIFTS, "giỏi"), "SV-535"),
        (fact(GIFTS, True), "SV-535"),
        (fact(TASKS, "tuyệt vời"), "SV-536"),
        (fact(value=-1), "SV-537"),
        (fact(value=Decimal("NaN")), "SV-537"),
        (fact(value=Decimal("Infinity")), "SV-537"),
        (fact(value=Decimal("0.0000001")), "SV-537"),
        (fact(value=Decimal("1234567890123456")), "SV-537"),
        (fact(value=Decimal("123456789012345.5")), "SV-537"),
        (fact(high=Decimal(9)), "SV-538"),
        (fact(modifier=Modifier.RANGE), "SV-538"),
        (fact(modifier=Modifier.RANGE, high=Decimal(4)), "SV-538"),
        (fact(role=Role.CONTEXT), "SV-539"),
        (fact(comparator=">="), "SV-539"),
        (fact(target_mode="each"), "SV-539"),
        (fact(role=Role.TARGET, comparator="~"), "SV-539"),
        (fact(period_label="2026"), "SV-540"),
        (fact(period_label="2024-02-30"), "SV-101"),
        (fact(unit_id="x9"), "SV-542"),
        (fact(unit_id="y1"), "SV-543"),
        (fact(evidence=Evidence(None, " ", "", None, None)), "SV-544"),
        (fact(evidence=Evidence(None, "x" * 501, "", None, None)), "SV-544"),
        (fact(evidence=Evidence(None, "báo", "", 3, 9)), "SV-545"),
        (fact(evidence=Evidence(1, "tệp", "", 9, 9)), "SV-545"),
        (fact(evidence=Evidence(1, "tệp", "", 3, 9, 2, 5)), "SV-545"),
        (fact(TASKS, "hoàn thành tốt nhiệm vụ", joint="kv1"), "SV-554"),
        (fact(role=Role.TARGET, joint="kv1"), "SV-554"),
        (fact(value=None, unquantified=True, joint="kv1"), "SV-554"),
        (fact(joint=" - "), "SV-555"),
        (fact(joint="x" * 81), "SV-555"),
    ],
)
def test_every_kind_of_wrong_value(enter, wrong, code):
    before = counts()
    with pytest.raises(FactsRefused) as error:
        enter(wrong)
    assert codes(error) == [code]
    assert counts() == before


@pytest.mark.parametrize(
    "right",
    [
        fact(value=0),
        fact(value=Decimal("999999999999999")),
        fact(value=Decimal("0.000001")),
        fact(value=None, unquantified=True),
        fact(modifier=Modifier.RANGE, high=Decimal(5)),
        fact(RATE, Decimal("98.02")),
        fact(TASKS, "hoàn thành tốt nhiệm vụ"),
        fact(SAFE, False),
        fact(role=Role.TARGET, period_label="2026", comparator=">=", target_mode="each"),
        fact(unit_id="x2", scope=Scope.TOTAL),
    ],
)
def test_values_that_are_right(enter, right):
    assert len(enter(right)) == 1


def test_a_batch_is_refused_as_a_whole_with_every_reason(enter):
    before = counts()
    with pytest.raises(FactsRefused) as error:
        enter(fact(MILITIA, 3), fact("duty_present_count", 4, uom="km"), fact(value=-1, unit_id="x9"), fact("lạ", 1))
    assert codes(error) == ["SV-532", "SV-537", "SV-542", "SV-531"]
    message = error.value.message
    assert "số liệu 2 (" in message
    assert "số liệu 3 (Số suất quà tặng đối tượng chính sách)" in message
    assert "số liệu 4 (lạ)" in message
    assert counts() == before


def test_the_same_thing_from_the_same_source_is_entered_once(enter):
    enter(fact())
    for again in (fact(), fact(value=6)):
        with pytest.raises(FactsRefused) as error:
            enter(again)
        assert codes(error) == ["SV-541"]
    with pytest.raises(FactsRefused):
        enter(fact(MILITIA, 1), fact(MILITIA, 2))
    enter(fact(evidence=Evidence(None, "Báo tỉnh, 20/12/2024", "", None, None)))
    enter(fact(role=Role.TARGET), fact(period_label="2023"), fact(unit_id="x2"), fact(scope=Scope.TOTAL))


def test_a_number_is_kept_where_it_is_free(enter, draft, people):
    enter(fact(number=7))
    enter(fact(MILITIA, 1, number=7), fact("patrol_count", 2), fact("patrol_person_turns", 3, number=4))
    assert {row.measure: row.number for row in facts_of(actor=people.clerk, submission_id=draft.id)} == {
        GIFTS: 7,
        MILITIA: 8,
        "patrol_count": 9,
        "patrol_person_turns": 4,
    }


def test_asking_beforehand_gives_the_same_answer_and_writes_nothing(enter, draft, people, catalogue, now):
    before = counts()
    asked = [fact(), fact("duty_present_count", 4), fact(unit_id="y1", value=-2)]
    found = entry_problems(actor=people.clerk, now=now, catalogue=catalogue, submission_id=draft.id, facts=asked)
    assert [[problem.code for problem in one] for one in found] == [[], ["SV-532"], ["SV-537", "SV-543"]]
    assert counts() == before


def test_a_measure_that_is_switched_on_may_be_entered(enter, draft, people, catalogue, now):
    measure = replace(catalogue.measures["duty_present_count"], enabled=True)
    open_catalogue = replace(catalogue, measures={**catalogue.measures, measure.code: measure})
    ids = book.facts_append(actor=people.clerk, now=now, catalogue=open_catalogue, submission_id=draft.id, facts=[fact(measure.code, 4)])
    assert len(ids) == 1


decimals = st.decimals(min_value=0, max_value=10**15, allow_nan=False, allow_infinity=False, places=None)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.one_of(decimals, st.integers(0, 10**15).map(Decimal), st.decimals(0, 10**6, places=6)))
def test_what_fits_comes_back_exactly(draft, people, catalogue, now, number):
    if not fits_the_book(number):
        return
    (fact_id,) = book.facts_append(
        actor=people.clerk,
        now=now,
        catalogue=catalogue,
        submission_id=draft.id,
        facts=[fact(value=number, evidence=Evidence(None, f"nguồn {Fact.objects.count()}", "", None, None))],
    )
    assert Fact.objects.get(pk=fact_id).value == number


def test_a_joint_event_has_one_key_however_it_is_spelt(enter, people):
    """Each participant types the key by hand; two events of one unit and period stand beside each other and beside the unit's figure."""
    ids = enter(fact(value=9), fact(value=2, joint="Diễn tập KV1  2024"), fact(value=3, joint="kv2"))
    assert [row.joint for row in figures_get(actor=people.clerk, fact_ids=ids).values()] == [None, "DIEN-TAP-KV1-2024", "KV2"]
    with pytest.raises(FactsRefused) as error:
        enter(fact(value=4, joint="dien-tap-kv1 2024"), fact(value=5, joint="DIỄN TẬP KV1 2024"))
    assert codes(error) == ["SV-541", "SV-541"]
