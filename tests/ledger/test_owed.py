"""What is due when, worked out on paper with a calendar of 2024 and 2025. The law: NĐ 168/2018 Điều 15."""

from datetime import UTC, date, datetime

import pytest

from saovuong.ledger.owed import below, below_for, owed
from saovuong.ledger.services import submission_hand_in, submission_open
from saovuong.ledger.services.facts import facts_append
from tests.ledger.world import fact

pytestmark = pytest.mark.django_db


def on(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T02:00+00:00").astimezone(UTC)


@pytest.fixture
def owes(people, catalogue):
    def ask(unit: str, day: str):
        found = owed(actor=people.clerk, unit_ids=[unit], catalogue=catalogue, now=on(day))
        return {one.clock.period.label: one for one in found}

    return ask


@pytest.fixture
def hand_in(people, catalogue):
    def do(unit: str, label: str, day: str) -> int:
        about = {"actor": people.clerk, "now": on(day), "catalogue": catalogue}
        made = submission_open(**about, unit_id=unit, period_label=label)
        facts_append(**about, submission_id=made.id, facts=[fact()])
        submission_hand_in(actor=people.clerk, now=on(day), submission_id=made.id)
        return made.id

    return do


def test_a_commune_in_january(owes):
    """Friday 10/1/2025. January is due before the 15th: Monday 13 and Tuesday 14 are left. December was due before 15/12, a Sunday; the
    last day in time, Saturday 14, moves to Monday 16; since then 17-20 (4), 23-27 (5), 30-31 (2), 2-3 (2), 6-10 (5)."""
    found = owes("x1", "2025-01-10")
    january, december = found["2025-01"].clock, found["2024-12"].clock
    assert (january.last_day, january.days, january.passed) == (date(2025, 1, 14), 2, False)
    assert (december.last_day, december.days, december.passed) == (date(2024, 12, 16), 18, True)
    assert found["2024-12"].late
    assert not found["2025-01"].late
    # November's last day was the 14th; three months later it would be forgotten.
    assert found["2024-11"].late
    assert "2024-09" not in found
    assert "2025-02" not in found


def test_the_last_day_itself_is_in_time(owes):
    assert owes("x1", "2025-01-14")["2025-01"].clock.days == 0
    assert not owes("x1", "2025-01-14")["2025-01"].late
    late = owes("x1", "2025-01-15")["2025-01"]
    assert (late.late, late.clock.days) == (True, 1)


def test_a_district_has_other_days(owes):
    """The year is due before 20/11. The second half has no date in the law: it is called for, and nobody is late."""
    found = owes("tp-bch", "2024-11-15")
    assert (found["2024"].clock.last_day, found["2024"].clock.days) == (date(2024, 11, 19), 2)
    half = owes("tp-bch", "2024-12-20")["2024-H2"]
    assert half.clock.last_day is None
    assert not half.late
    assert "2024-H1" not in owes("tp-bch", "2024-12-20")
    # What has no date is not recalled for longer than a month after its data ended on 14/12.
    assert "2024-H2" in owes("tp-bch", "2025-01-15")
    assert "2024-H2" not in owes("tp-bch", "2025-01-16")


def test_what_was_handed_in_is_done_by_its_first_day(owes, hand_in):
    number = hand_in("x1", "2025-01", "2025-01-09")
    one = owes("x1", "2025-01-20")["2025-01"]
    assert (one.submission_id, one.state, one.arrived, one.done, one.late) == (number, "submitted", date(2025, 1, 9), True, False)
    assert next(iter(owes("x1", "2025-01-20"))) != "2025-01", "what waits comes first"
    assert "2025-01" not in owes("x1", "2025-02-20")


def test_a_draft_is_still_late(owes, people, catalogue):
    submission_open(actor=people.clerk, now=on("2025-01-09"), catalogue=catalogue, unit_id="x1", period_label="2025-01")
    one = owes("x1", "2025-01-16")["2025-01"]
    assert (one.state, one.late) == ("draft", True)


def test_a_unit_that_is_gone_owes_nothing_more(owes):
    """The communes of this world end with June 2025; July's data end on 14/7."""
    assert "2025-06" in owes("x1", "2025-06-10")
    assert "2025-07" not in owes("x1", "2025-07-10")


def test_below_counts_who_is_silent(people, catalogue, hand_in):
    hand_in("x2", "2024-12", "2024-12-20")
    (late, coming) = below(actor=people.verifier, roots=["tp-bch"], catalogue=catalogue, now=on("2025-01-10"))
    assert (late.clock.period.label, late.expected, late.silent, late.late) == ("2024-12", ("x1", "x2", "x3"), ("x1", "x3"), True)
    assert late.came == {"x2"}
    about = {"unit_id": "tp-bch", "form": "commune_month", "period_label": "2024-12", "catalogue": catalogue, "now": on("2025-01-10")}
    assert below_for(actor=people.verifier, **about).arrived == {"x2": date(2024, 12, 20)}
    assert (coming.clock.period.label, len(coming.silent), coming.late) == ("2025-01", 3, False)


def test_below_asks_little_however_many(people, catalogue, django_assert_max_num_queries):
    about = {"actor": people.verifier, "roots": ["tp-bch"], "catalogue": catalogue, "now": on("2025-01-10")}
    below(**about)
    with django_assert_max_num_queries(8):
        below(**about)


def test_the_neighbour_hears_nothing_of_who_came(people, catalogue, hand_in):
    hand_in("x2", "2024-12", "2024-12-12")
    about = {"unit_id": "tp-bch", "form": "commune_month", "period_label": "2024-12", "catalogue": catalogue, "now": on("2025-01-10")}
    assert below_for(actor=people.outsider, **about).arrived == {}
    assert len(below_for(actor=people.reader, **about).arrived) == 1
    assert below_for(actor=people.reader, **{**about, "form": "khong-co"}) is None
