"""Verifying by number: two verifiers at one figure, two clerks at one answer, and all that did not change at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from saovuong.accounts.services import grant_give, user_create
from saovuong.intake import services as intake
from saovuong.intake.figures import figure_of_fact
from saovuong.intake.reasons import return_reasons
from saovuong.ledger import services as book
from saovuong.ledger.access import NotAllowed
from saovuong.ledger.queries import facts_of, verdicts_of
from saovuong.ledger.services.reviews import SamePerson

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(desk, propose, people, now):
    """A submission of three figures, accepted."""
    number = desk.submit().submission.id
    desk.batch(number)
    desk.finish(number)
    book.submission_accept(actor=people.verifier, now=now, submission_id=number)
    return number


@pytest.fixture
def second(desk, accepted, people, now, catalogue):
    """The next version, with the first of the three figures changed, handed in."""
    about = {"actor": people.clerk, "now": now, "catalogue": catalogue}
    number = book.submission_revise(**about, submission_id=accepted).id
    fact = facts_of(actor=people.clerk, submission_id=number)[0]
    right = replace(figure_of_fact(fact), value=Decimal(15))
    intake.figure_correct(**about, submission_id=number, number=1, figure=right)
    desk.finish(number)
    return number


def about(people, now, number):
    return {"actor": people.verifier, "now": now, "submission_id": number}


def stamp(people, now, number, figure):
    fact = next(one for one in facts_of(actor=people.verifier, submission_id=number) if one.number == figure)
    return intake.verdict_stamp(fact, verdicts_of(actor=people.verifier, submission_id=number).get(fact.id))


@pytest.fixture
def colleague(people, now):
    actor = user_create(name="kiem-tra-2", display_name="Người kiểm tra thứ hai", actor=people.admin, now=now)
    grant_give(user=actor, role="verifier", unit_id="tp-bch", valid_from=date(2020, 1, 1), actor=people.admin, now=now)
    return actor


def test_unchanged_are_those_that_say_the_same_as_the_accepted_version(second, people, now):
    assert [fact.number for fact in intake.unchanged_since_accepted(**about(people, now, second))] == [2, 3]


def test_a_first_version_has_nothing_unchanged(desk, propose, people, now):
    number = desk.submit().submission.id
    desk.batch(number)
    desk.finish(number)
    assert intake.unchanged_since_accepted(**about(people, now, number)) == ()
    assert intake.unchanged_approve(**about(people, now, number), only=[1, 2, 3]) == ()


def test_only_what_was_shown_and_is_unchanged_is_approved(second, people, now):
    assert intake.unchanged_approve(**about(people, now, second), only=[1, 3]) == (3,)
    judged = verdicts_of(actor=people.verifier, submission_id=second)
    by_number = {fact.number: judged.get(fact.id) for fact in facts_of(actor=people.verifier, submission_id=second)}
    assert {number: one and one.verdict for number, one in by_number.items()} == {1: None, 2: None, 3: "accepted"}
    # What was judged is no longer offered.
    assert [fact.number for fact in intake.unchanged_since_accepted(**about(people, now, second))] == [2]


def test_who_entered_approves_nothing_in_bulk(second, people, now):
    with pytest.raises((SamePerson, NotAllowed)):
        intake.unchanged_approve(actor=people.clerk, now=now, submission_id=second, only=[2])


def test_the_second_verifier_is_told_what_the_first_said(second, people, now, colleague):
    seen = stamp(people, now, second, 1)
    intake.figure_return(**about(people, now, second), number=1, reason="sổ ghi 14", seen=seen)
    before = verdicts_of(actor=people.verifier, submission_id=second)
    for act in (
        lambda: intake.figure_approve(actor=colleague, now=now, submission_id=second, number=1, seen=seen),
        lambda: intake.figure_return(actor=colleague, now=now, submission_id=second, number=1, reason="khác", seen=seen),
    ):
        with pytest.raises(intake.JudgedMeanwhile) as refusal:
            act()
        assert people.verifier.name in refusal.value.message
        assert "sổ ghi 14" in refusal.value.message
        assert verdicts_of(actor=people.verifier, submission_id=second) == before
    intake.figure_approve(actor=colleague, now=now, submission_id=second, number=1, seen=stamp(people, now, second, 1))


def test_a_verdict_on_a_figure_that_was_corrected_meanwhile_is_refused(second, people, now, catalogue):
    intake.figure_return(**about(people, now, second), number=1, reason="xem lại")
    seen = stamp(people, now, second, 1)
    fact = facts_of(actor=people.clerk, submission_id=second)[0]
    right = replace(figure_of_fact(fact), value=Decimal(16))
    intake.figure_correct(actor=people.clerk, now=now, catalogue=catalogue, submission_id=second, number=1, figure=right, note="đếm lại")
    with pytest.raises(intake.JudgedMeanwhile, match="đơn vị sửa"):
        intake.figure_approve(**about(people, now, second), number=1, seen=seen)


def test_the_second_answer_to_a_returned_figure_is_refused(second, people, now, catalogue):
    intake.figure_return(**about(people, now, second), number=1, reason="xem lại")
    asked = {"actor": people.clerk, "now": now, "submission_id": second, "number": 1}
    fact = facts_of(actor=people.clerk, submission_id=second)[0]
    right = replace(figure_of_fact(fact), value=Decimal(16))
    intake.figure_correct(**asked, catalogue=catalogue, figure=right, seen=fact.id)
    present = facts_of(actor=people.clerk, submission_id=second)
    for act in (
        lambda: intake.figure_correct(**asked, catalogue=catalogue, figure=replace(right, value=Decimal(17)), seen=fact.id),
        lambda: intake.figure_keep(**asked, catalogue=catalogue, note="đúng", seen=fact.id),
        lambda: intake.figure_withdraw(**asked, reason="bỏ", seen=fact.id),
    ):
        with pytest.raises(intake.AnsweredMeanwhile, match=people.clerk.name):
            act()
        assert facts_of(actor=people.clerk, submission_id=second) == present


def test_reasons_are_sentences():
    assert len(return_reasons()) >= 5
    assert all(one.endswith(".") and len(one) < 120 for one in return_reasons())
