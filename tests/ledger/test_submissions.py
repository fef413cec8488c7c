"""The path of a submission: who may move it, along which edges, and that a refusal leaves nothing behind."""

from datetime import UTC, datetime, timedelta

import pytest

from saovuong.core.errors import Refusal
from saovuong.core.period import BadPeriod
from saovuong.core.quantity import Scope
from saovuong.ledger import services as book
from saovuong.ledger.access import NotAllowed
from saovuong.ledger.forms import FormMismatch, NoForm, SeveralForms, UnknownForm
from saovuong.ledger.models import Submission
from saovuong.ledger.queries import facts_of, submission_get, submission_history, submissions
from saovuong.ledger.services.facts import AlreadySuperseded, ReasonMissing, UnknownFact
from saovuong.ledger.services.reviews import SamePerson
from saovuong.ledger.services.states import NewerVersion, UnknownSubmission, WrongState
from saovuong.ledger.services.submissions import (
    NothingToHandIn,
    PeriodNotStarted,
    ReturnedNotAnswered,
    SubmissionOpen,
    UnitNotThen,
    UnknownFinality,
)
from saovuong.org.queries import NoSuchUnit
from tests.ledger.world import GIFTS, MILITIA, counts, fact


@pytest.fixture
def do(people, catalogue, now):
    """Every act with the person who normally does it; ``by`` names another."""

    class Acts:
        def open(self, unit="x1", period="2024", by=people.clerk, **more):
            return book.submission_open(actor=by, now=now, catalogue=catalogue, unit_id=unit, period_label=period, **more)

        def enter(self, row, *facts, by=people.clerk):
            return book.facts_append(actor=by, now=now, catalogue=catalogue, submission_id=row.id, facts=facts or (fact(),))

        def hand_in(self, row, by=people.clerk):
            return book.submission_hand_in(actor=by, now=now, submission_id=row.id)

        def accept(self, row, by=people.verifier):
            return book.submission_accept(actor=by, now=now, submission_id=row.id)

        def give_back(self, row, fact_id, by=people.verifier, reason="xem lại"):
            return book.fact_return(actor=by, now=now, submission_id=row.id, fact_id=fact_id, reason=reason)

        def correct(self, fact_id, new, by=people.clerk, **more):
            return book.fact_supersede(actor=by, now=now, catalogue=catalogue, fact_id=fact_id, fact=new, **more)

        def withdraw(self, fact_id, by=people.clerk, reason="ghi nhầm", **more):
            return book.fact_withdraw(actor=by, now=now, fact_id=fact_id, reason=reason, **more)

        def revise(self, row, by=people.clerk):
            return book.submission_revise(actor=by, now=now, catalogue=catalogue, submission_id=row.id)

        def handed_in(self, *facts, **more):
            row = self.open(**more)
            ids = self.enter(row, *facts)
            return self.hand_in(row), ids

        def accepted(self, *facts, **more):
            return self.accept(self.handed_in(*facts, **more)[0])

    return Acts()


def nothing_changed(error, act):
    before = counts()
    with pytest.raises(error) as caught:
        act()
    assert counts() == before
    return caught.value


def test_from_draft_to_accepted(do, people, now):
    row = do.open()
    assert (row.state, row.version, row.form, row.scope) == ("draft", 1, "commune_year", Scope.OWN)
    assert (row.period_start.isoformat(), row.period_end.isoformat()) == ("2023-12-15", "2024-12-15")
    do.enter(row)
    row = do.hand_in(row)
    assert (row.state, row.handed_in_by, row.handed_in_at) == ("submitted", "nhap-lieu", now)
    row = do.accept(row)
    assert (row.state, row.decided_by, row.decided_at) == ("accepted", "kiem-tra", now)
    steps = submission_history(actor=people.reader, submission_id=row.id)
    assert [(step.state, step.by) for step in steps] == [
        ("draft", "nhap-lieu"),
        ("submitted", "nhap-lieu"),
        ("accepted", "kiem-tra"),
    ]


def test_scope_is_total_for_a_unit_with_units_below(do):
    assert do.open(unit="tp-bch").scope is Scope.TOTAL
    assert do.open(unit="x1").scope is Scope.OWN
    assert do.open(unit="x2", scope=Scope.TOTAL).scope is Scope.TOTAL


def test_a_returned_figure_is_answered_and_the_submission_goes_back(do, people):
    row, (first, second) = do.handed_in(fact(), fact(MILITIA, 8))
    assert do.give_back(row, first, reason=" thiếu Tết ").state == "returned"
    assert do.give_back(row, second).state == "returned"
    assert [one.returned_reason for one in facts_of(actor=people.clerk, submission_id=row.id)] == ["thiếu Tết", "xem lại"]
    do.correct(first, fact(value=9))
    assert submission_get(actor=people.clerk, submission_id=row.id).state == "returned", "one figure is still unanswered"
    nothing_changed(ReturnedNotAnswered, lambda: do.hand_in(row))
    do.withdraw(second)
    assert submission_get(actor=people.clerk, submission_id=row.id).state == "submitted"
    present = facts_of(actor=people.clerk, submission_id=row.id)
    assert [(one.number, one.value, one.returned_reason) for one in present] == [(1, 9, None)]
    everything = facts_of(actor=people.clerk, submission_id=row.id, present_only=False)
    assert [(one.number, one.value) for one in everything] == [(1, 5), (1, 9), (2, 8)]
    assert do.accept(row).state == "accepted"


def test_a_correction_may_wait_before_it_goes_back(do, people):
    row, (first,) = do.handed_in()
    do.give_back(row, first)
    do.correct(first, fact(value=9), hand_in=False)
    assert submission_get(actor=people.clerk, submission_id=row.id).state == "returned"
    assert do.hand_in(row).state == "submitted"


def test_a_return_can_be_taken_back_by_the_verifier(do, people, now):
    row, (first,) = do.handed_in()
    do.give_back(row, first)
    row = book.fact_approve(actor=people.verifier, now=now, submission_id=row.id, fact_id=first)
    assert (row.state, row.handed_in_by) == ("submitted", "nhap-lieu")
    assert facts_of(actor=people.clerk, submission_id=row.id)[0].returned_reason is None


def test_superseding_twice_with_the_same_value_is_superseding_once(do, people):
    row, (first,) = do.handed_in()
    do.give_back(row, first)
    corrected = do.correct(first, fact(value=9))
    before = counts()
    assert do.correct(first, fact(value=9)) == corrected
    assert counts() == before


def test_a_corrected_or_withdrawn_figure_is_not_corrected_again(do):
    row = do.open()
    first, second = do.enter(row, fact(), fact(MILITIA, 8))
    do.correct(first, fact(value=9))
    do.withdraw(second)
    nothing_changed(AlreadySuperseded, lambda: do.correct(first, fact(value=10)))
    nothing_changed(AlreadySuperseded, lambda: do.withdraw(first))
    nothing_changed(AlreadySuperseded, lambda: do.correct(second, fact(MILITIA, 10)))
    nothing_changed(AlreadySuperseded, lambda: do.withdraw(second))


def test_accepted_is_final_and_a_new_version_follows(do, people):
    row = do.accepted(fact(), fact(MILITIA, 8))
    (fact_id, _) = [one.id for one in facts_of(actor=people.clerk, submission_id=row.id)]
    nothing_changed(WrongState, lambda: do.accept(row))
    nothing_changed(WrongState, lambda: do.hand_in(row))
    nothing_changed(WrongState, lambda: do.enter(row))
    nothing_changed(WrongState, lambda: do.correct(fact_id, fact(value=9)))
    nothing_changed(WrongState, lambda: do.withdraw(fact_id))
    nothing_changed(WrongState, lambda: do.give_back(row, fact_id))
    new = do.revise(row)
    assert (new.version, new.state) == (2, "draft")
    copied = facts_of(actor=people.clerk, submission_id=new.id)
    assert [(one.number, one.measure, one.value, one.version) for one in copied] == [(1, GIFTS, 5, 2), (2, MILITIA, 8, 2)]
    nothing_changed(NewerVersion, lambda: do.revise(row))


def test_an_older_version_is_left_alone_once_there_is_a_newer(do):
    row, (first,) = do.handed_in()
    do.give_back(row, first)
    newer = do.open()
    assert newer.version == 2
    nothing_changed(NewerVersion, lambda: do.correct(first, fact(value=9)))
    nothing_changed(NewerVersion, lambda: do.give_back(row, first))


@pytest.mark.parametrize("decided", [False, True], ids=["draft", "submitted"])
def test_no_second_submission_while_one_is_open(do, decided):
    row = do.open()
    if decided:
        do.enter(row)
        do.hand_in(row)
    error = nothing_changed(SubmissionOpen, do.open)
    assert f"hồ sơ số {row.id}" in error.message
    assert do.open(unit="x2").id != row.id
    assert do.open(period="2023").id != row.id


def test_states_move_along_their_edges_only(do):
    draft = do.open()
    ids = do.enter(draft)
    nothing_changed(WrongState, lambda: do.accept(draft))
    nothing_changed(WrongState, lambda: do.give_back(draft, ids[0]))
    submitted = do.hand_in(draft)
    nothing_changed(WrongState, lambda: do.hand_in(submitted))
    nothing_changed(WrongState, lambda: do.enter(submitted, fact(MILITIA, 1)))
    nothing_changed(WrongState, lambda: do.correct(ids[0], fact(value=7)))
    nothing_changed(WrongState, lambda: do.revise(submitted))
    do.give_back(submitted, ids[0])
    nothing_changed(WrongState, lambda: do.accept(submitted))


def test_an_empty_submission_is_not_handed_in(do):
    row = do.open()
    nothing_changed(NothingToHandIn, lambda: do.hand_in(row))
    (only,) = do.enter(row)
    do.withdraw(only)
    nothing_changed(NothingToHandIn, lambda: do.hand_in(row))


def test_reasons_are_asked_for(do):
    row, (first,) = do.handed_in()
    nothing_changed(ReasonMissing, lambda: do.give_back(row, first, reason="  "))
    do.give_back(row, first)
    nothing_changed(ReasonMissing, lambda: do.withdraw(first, reason=""))


def test_figures_are_returned_only_with_their_submission(do):
    row, _ = do.handed_in()
    _, (other,) = do.handed_in(unit="x2")
    nothing_changed(UnknownFact, lambda: do.give_back(row, other))
    nothing_changed(UnknownFact, lambda: do.give_back(row, 10**9))
    nothing_changed(UnknownFact, lambda: do.correct(10**9, fact()))


def test_who_entered_does_not_judge(do, people):
    """The administrator may do both, but not on one submission."""
    row = do.open(by=people.admin)
    (first,) = do.enter(row, by=people.admin)
    do.hand_in(row, by=people.admin)
    nothing_changed(SamePerson, lambda: do.accept(row, by=people.admin))
    nothing_changed(SamePerson, lambda: do.give_back(row, first, by=people.admin))
    assert do.accept(row).state == "accepted"


def test_who_entered_one_figure_of_another_persons_submission_does_not_judge_it(do, people):
    row = do.open()
    do.enter(row)
    do.enter(row, fact(MILITIA, 3), by=people.admin)
    do.hand_in(row)
    nothing_changed(SamePerson, lambda: do.accept(row, by=people.admin))


WRITES = ["open", "enter", "hand_in", "accept", "give_back", "correct", "withdraw", "revise", "approve"]


@pytest.mark.parametrize("act", WRITES)
@pytest.mark.parametrize("person", [None, "nobody", "reader", "outsider", "verifier", "clerk"])
def test_who_may_do_what(do, people, now, act, person):
    """Anonymous, without rights, reading only, next door, verifier, clerk; the states are such that only rights decide."""
    draft = do.open()
    ids = do.enter(draft)
    submitted, sent = do.handed_in(unit="x2")
    accepted = do.accepted(unit="x3")
    by = getattr(people, person) if person else None
    acts = {
        "open": lambda: do.open(period="2023", by=by),
        "enter": lambda: do.enter(draft, fact(MILITIA, 1), by=by),
        "hand_in": lambda: do.hand_in(draft, by=by),
        "accept": lambda: do.accept(submitted, by=by),
        "give_back": lambda: do.give_back(submitted, sent[0], by=by),
        "approve": lambda: book.fact_approve(actor=by, now=now, submission_id=submitted.id, fact_id=sent[0]),
        "correct": lambda: do.correct(ids[0], fact(value=7), by=by),
        "withdraw": lambda: do.withdraw(ids[0], by=by),
        "revise": lambda: do.revise(accepted, by=by),
    }
    allowed = {"clerk": {"open", "enter", "hand_in", "correct", "withdraw", "revise"}, "verifier": {"accept", "give_back", "approve"}}
    if act in allowed.get(person, ()):
        acts[act]()
        return
    error = nothing_changed((NotAllowed, UnknownSubmission, UnknownFact), acts[act])
    if person in ("reader", "verifier", "clerk"):
        assert isinstance(error, NotAllowed)
    elif act != "open":
        assert not isinstance(error, NotAllowed), "that the submission exists is no business of theirs"


def test_rights_end_with_their_last_day(do, people, catalogue):
    row = do.open()
    from saovuong.accounts.models import Grant

    Grant.objects.filter(user__name="nhap-lieu").update(valid_to="2025-01-10")
    nothing_changed(UnknownSubmission, lambda: do.enter(row))


def test_the_way_into_a_period(do):
    for label in ("2024-13", "hôm qua", ""):
        nothing_changed(BadPeriod, lambda label=label: do.open(period=label))
    nothing_changed(PeriodNotStarted, lambda: do.open(period="2026"))
    nothing_changed(NoForm, lambda: do.open(period="2021/.."))
    nothing_changed(NoForm, lambda: do.open(period="2024-01/2024-09"))
    nothing_changed(SeveralForms, lambda: do.open(period="2024-Q3"))
    nothing_changed(UnknownForm, lambda: do.open(form="mẫu 5"))
    nothing_changed(FormMismatch, lambda: do.open(form="district_year"))
    nothing_changed(FormMismatch, lambda: do.open(form="commune_month"))
    nothing_changed(NoSuchUnit, lambda: do.open(unit="x9"))
    nothing_changed(UnknownFinality, lambda: do.open(finality="sure"))
    assert do.open(period="2025", finality="provisional").finality == "provisional", "its data began on 15/12/2024"


def test_a_unit_reports_only_for_its_own_time(do, people, catalogue):
    later = datetime(2026, 2, 1, tzinfo=UTC)

    def late(period):
        return book.submission_open(actor=people.admin, now=later, catalogue=catalogue, unit_id="x1", period_label=period)

    nothing_changed(UnitNotThen, lambda: late("2026"))
    assert late("2025").period_label == "2025", "it existed in half of that year"


def test_every_change_leaves_one_audit_entry(do):
    before = counts()["audit"]
    row, (first,) = do.handed_in()
    assert counts()["audit"] == before + 3
    do.give_back(row, first)
    do.correct(first, fact(value=6))
    assert counts()["audit"] == before + 6, "the correction and the way back to the verifier are two entries"
    do.accept(row)
    assert counts()["audit"] == before + 7


@pytest.mark.parametrize("place", ["move", "log"])
def test_a_failure_in_the_middle_leaves_nothing(do, monkeypatch, place):
    row, (first,) = do.handed_in()
    do.give_back(row, first)

    def broken(*args, **kwargs):
        raise RuntimeError("đĩa đầy")

    if place == "move":
        monkeypatch.setattr("saovuong.ledger.services.facts.move", broken)
    else:
        monkeypatch.setattr("saovuong.ledger.services.states.entry_append", broken)
    nothing_changed(RuntimeError, lambda: do.correct(first, fact(value=6)))
    nothing_changed(RuntimeError, lambda: do.withdraw(first))
    if place == "log":
        nothing_changed(RuntimeError, lambda: do.open(unit="x2"))


def test_lists_show_what_is_in_scope(do, people):
    one, two = do.open(), do.open(unit="x2", period="2023")
    assert [row.id for row in submissions(actor=people.reader)] == [two.id, one.id]
    assert [row.id for row in submissions(actor=people.reader, period_label="2024")] == [one.id]
    assert [row.id for row in submissions(actor=people.reader, unit_ids=["x2"], states=["draft"])] == [two.id]
    for stranger in (None, people.nobody, people.outsider):
        assert submissions(actor=stranger) == []
        for question in (submission_get, submission_history, facts_of):
            with pytest.raises(UnknownSubmission):
                question(actor=stranger, submission_id=one.id)


def test_two_people_at_once_do_not_both_decide(do, people, now):
    """The row is read under a lock; a second decision sees what the first one did."""
    row, _ = do.handed_in()
    do.accept(row)
    stale = Submission.objects.get(pk=row.id)
    assert stale.state == "accepted"
    nothing_changed(WrongState, lambda: do.accept(row))


def test_every_refusal_speaks_vietnamese_and_has_a_code_of_its_own():
    import saovuong.intake.services
    import saovuong.ledger.services  # noqa: F401

    def all_of(cls):
        return [sub for one in cls.__subclasses__() for sub in (one, *all_of(one))]

    mine = [one for one in all_of(Refusal) if one.__module__.startswith(("saovuong.ledger", "saovuong.intake"))]
    codes = [one.code for one in mine]
    assert len(mine) > 25
    assert len(set(codes)) == len(codes)
    for one in mine:
        rooms = {"saovuong.ledger": "SV-5", "saovuong.intake": "SV-6", "saovuong.intake.knowledge": "SV-2"}
        assert one.code[:4] == next(start for room, start in reversed(rooms.items()) if one.__module__.startswith(room))
        assert one.template.endswith((".", "}")), one


def test_time_order_of_history_is_kept(do, people, now, catalogue):
    row = do.open()
    do.enter(row)
    book.submission_hand_in(actor=people.clerk, now=now + timedelta(days=1), submission_id=row.id)
    steps = submission_history(actor=people.clerk, submission_id=row.id)
    assert [step.at - now for step in steps] == [timedelta(0), timedelta(days=1)]
