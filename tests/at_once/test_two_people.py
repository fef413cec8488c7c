"""Several people at the same act at the same moment: one does it, the others are told, and nothing is lost or done twice.

Real programs on one database; every round begins on all stations at once, so that each race is run many times."""

from collections import Counter

import pytest

from tests.at_once.conftest import Office

pytestmark = pytest.mark.journey

ROUNDS = 5
GIFTS, PATROLS = "policy_gift_count", "patrol_count"


@pytest.fixture(autouse=True)
def a_book_that_holds(office: Office):
    yield
    office.posts[0].do("check")


def outcomes(said: list[dict[str, object]]) -> Counter[str]:
    return Counter(str(one.get("refused", "done")) for one in said)


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_one_submission_is_accepted_once(office, turn):
    number, *_ = office.posts[0].do("handed_in", *office.series(), {GIFTS: turn})
    said = office.at_once(*[("accept", number)] * 3)
    assert outcomes(said) == {"done": 1, "SV-503": 2}
    assert office.posts[0].do("entries", "submission_accept", f"submission:{number}") == 1


def test_different_submissions_are_all_accepted(office):
    before = office.posts[0].do("check")["accepted"]
    numbers = [office.posts[0].do("handed_in", *office.series(), {GIFTS: 1, PATROLS: 2})[0] for _ in range(ROUNDS * 3)]
    for turn in range(ROUNDS):
        said = office.at_once(*[("accept", number) for number in numbers[turn * 3 : turn * 3 + 3]])
        assert outcomes(said) == {"done": 3}
    assert office.posts[1].do("check")["accepted"] == before + ROUNDS * 3


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_one_version_is_opened_once(office, turn):
    series = office.series()
    assert outcomes(office.at_once(*[("open", *series)] * 3)) == {"done": 1, "SV-516": 2}


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_one_next_version_is_opened_once(office, turn):
    number, *_ = office.posts[0].do("handed_in", *office.series(), {GIFTS: 7})
    office.posts[0].do("accept", number)
    said = office.at_once(*[("revise", number)] * 3)
    assert outcomes(said) == {"done": 1, "SV-504": 2}


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_of_two_corrections_of_one_figure_the_second_is_told(office, turn):
    number, fact = office.posts[0].do("handed_in", *office.series(), {GIFTS: 7})
    office.posts[0].do("give_back", number, fact)
    said = office.at_once(*[("correct", fact, value) for value in (8, 9, 10)])
    assert outcomes(said) == {"done": 1, "SV-551": 2}


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_the_same_correction_twice_is_one(office, turn):
    number, fact = office.posts[0].do("handed_in", *office.series(), {GIFTS: 7})
    office.posts[0].do("give_back", number, fact)
    said = office.at_once(*[("correct", fact, 8)] * 3)
    assert outcomes(said) == {"done": 3}
    assert len({one["done"] for one in said}) == 1


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_figure_is_corrected_or_withdrawn(office, turn):
    number, fact = office.posts[0].do("handed_in", *office.series(), {GIFTS: 7})
    office.posts[0].do("give_back", number, fact)
    assert outcomes(office.at_once(("correct", fact, 8), ("withdraw", fact))) == {"done": 1, "SV-551": 1}


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_submission_is_accepted_or_a_figure_of_it_returned(office, turn):
    number, fact = office.posts[0].do("handed_in", *office.series(), {GIFTS: 7})
    assert outcomes(office.at_once(("accept", number), ("give_back", number, fact))) == {"done": 1, "SV-503": 1}


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_nothing_enters_behind_a_hand_in(office, turn):
    number = office.posts[0].do("open", *office.series())
    office.posts[0].do("enter", number, {GIFTS: 7})
    handed_in, entered, again = office.at_once(("hand_in", number), ("enter", number, {PATROLS: 9}), ("hand_in", number))
    assert outcomes([handed_in, again]) == {"done": 1, "SV-503": 1}
    assert entered.get("refused", "SV-503") == "SV-503"


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_the_same_content_is_stored_once(office, turn):
    said = office.at_once(*[("store", f"một nội dung {turn}")] * 3)
    assert len({one["done"] for one in said}) == 1


@pytest.mark.parametrize("turn", range(3))
def test_the_same_file_handed_in_at_once(office, turn):
    from tests.at_once.station import TEXT

    unit, period = office.series()
    said = office.at_once(*[("submit", unit, period, f"{TEXT}Lần {turn} của {unit}.")] * 3)
    assert {one["done"][0] for one in said if "done" in one} == {said[0].get("done", said[1].get("done", [None]))[0]}
    assert sum(one["done"][1] for one in said if "done" in one) == 1, "one opened a submission, the others were led to it"
    assert all("SV-610" in one["done"][2] for one in said if "done" in one and not one["done"][1])


@pytest.mark.parametrize("turn", range(3))
def test_files_that_share_a_content_lock_nobody_out(office, turn):
    """One adds a file to an open submission while another opens a submission with the same file: whoever came second waits, no more."""
    from tests.at_once.station import TEXT

    unit, period = office.series()
    number = office.posts[0].do("submit", unit, period, f"{TEXT}Đầu {turn} {unit} {period}.")[0]
    text = f"{TEXT}Cùng tệp {turn} {unit} {period}."
    other = office.series()
    said = office.at_once(("submit", unit, period, text, number), ("submit", *other, text), ("submit", unit, period, text, number))
    assert outcomes(said) == {"done": 3}
    assert sorted(one["done"][1] for one in (said[0], said[2])) == [False, True]


@pytest.mark.parametrize("turn", range(3))
def test_a_review_is_finished_once(office, turn):
    from tests.at_once.station import TEXT

    number = office.posts[0].do("submit", *office.series(), f"{TEXT}Duyệt {turn}.")[0]
    assert office.posts[0].do("batch", number)
    said = office.at_once(*[("finish", number)] * 3)
    assert outcomes(said) == {"done": 1, "SV-503": 2}


@pytest.mark.parametrize("turn", range(3))
def test_a_decision_is_taken_back_or_entered(office, turn):
    from tests.at_once.station import TEXT

    number = office.posts[0].do("submit", *office.series(), f"{TEXT}Rút {turn}.")[0]
    figure = office.posts[0].do("batch", number)[0]
    finished, undone = office.at_once(("finish", number), ("undo", number, figure))
    assert "done" in finished
    assert undone.get("refused", "SV-503") == "SV-503"


@pytest.mark.parametrize("turn", range(3))
def test_accounts_rights_and_units_are_made_once(office, turn):
    assert outcomes(office.at_once(*[("account", f"nguoi-{turn}")] * 3)) == {"done": 1, "SV-903": 2}
    assert outcomes(office.at_once(*[("grant", f"nguoi-{turn}")] * 3)) == {"done": 1, "SV-906": 2}
    said = office.at_once(*[("area_command", f"Ban Chỉ huy Phòng thủ khu vực {turn} - Thử", [])] * 3)
    assert outcomes(said) == {"done": 1, "SV-312": 2}


def test_a_unit_that_three_take_over_reports_to_one(office):
    said = office.at_once(*[("area_command", f"Ban Chỉ huy Phòng thủ khu vực {letter} - Thử", ["x3"]) for letter in "ABC"])
    assert outcomes(said) == {"done": 3}
    assert len(office.posts[0].do("above", "x3")) == 1, "whoever came last, nobody reports to two at once"
