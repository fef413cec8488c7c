"""A person decides; the batch decides only what needs no person; only then do figures enter the book."""

from dataclasses import replace
from decimal import Decimal

import pytest

from saovuong.core.quantity import FigureClass, Modifier, Role, Scope
from saovuong.intake import services as intake
from saovuong.intake.models import Candidate
from saovuong.intake.services.decide import BadThreshold, FigureSettled, NotUnderstood, UnitUnclear, UnknownFigure
from saovuong.intake.services.finish import Contradiction
from saovuong.ledger import services as book
from saovuong.ledger.access import NotAllowed
from saovuong.ledger.models import Fact
from saovuong.ledger.queries import facts_of
from saovuong.ledger.rules import FactsRefused
from saovuong.ledger.services.states import UnknownSubmission, WrongState
from saovuong.ledger.services.submissions import NothingToHandIn, ReturnedNotAnswered
from saovuong.ledger.shapes import Evidence, NewFact
from tests.intake.test_submit import counts, refused
from tests.ledger.world import fact

GIFTS, ENLISTED, TASKS = "policy_gift_count", "conscripts_enlisted_count", "overall_task_rating"


def left(result):
    return {one.number: [reason.code for reason in one.reasons] for one in result.left}


def states(desk, submission_id):
    return [row.state for row in desk.view(submission_id).candidates]


def test_confirmed_figures_become_facts_when_handed_in(desk, propose, people):
    submitted = desk.submit()
    number = submitted.submission.id
    desk.confirm(number, 1)
    desk.reject(number, 2)
    assert Fact.objects.count() == 0, "nothing is a fact before the submission is handed in"
    result = desk.finish(number)
    assert (result.submission.state, len(result.facts), result.repeats, result.left) == ("submitted", 1, (), (3,))
    (row,) = facts_of(actor=people.clerk, submission_id=number)
    assert (row.measure, row.value, row.number, row.scope, row.entered_by) == (GIFTS, 12, 1, Scope.OWN, "nhap-lieu")
    assert (row.evidence.source, row.evidence.quote) == ("bao-cao.txt", "Trong năm, phường tặng 12 suất quà.")
    assert (row.evidence.figure_end - row.evidence.figure_start, row.evidence.document_id) == (2, submitted.document.id)
    assert states(desk, number) == ["confirmed", "rejected", "proposed"]
    assert desk.view(number).candidates[0].fact_id == row.id


def test_a_correction_keeps_what_the_reader_said(desk, propose, people):
    number = desk.submit().submission.id
    proposed = desk.view(number).candidates[0].figure
    desk.correct(number, 1, replace(proposed, value=Decimal("13.5"), modifier=Modifier.OVER, period_label="2023", scope=Scope.TOTAL))
    row = desk.view(number).candidates[0]
    assert (row.state, row.figure.value, row.proposed) == ("corrected", Decimal("13.5"), proposed)
    desk.finish(number)
    (entered,) = facts_of(actor=people.clerk, submission_id=number)
    assert (entered.value, entered.modifier, entered.period_label, entered.scope) == (Decimal("13.5"), Modifier.OVER, "2023", Scope.TOTAL)
    assert Candidate.objects.get(number=1).value == 12


def test_a_correction_that_changes_nothing_is_a_confirmation(desk, propose):
    number = desk.submit().submission.id
    desk.correct(number, 1, desk.view(number).candidates[0].figure)
    assert states(desk, number)[0] == "confirmed"


def test_decisions_can_be_taken_back_until_they_are_in_the_book(desk, propose):
    number = desk.submit().submission.id
    before = desk.view(number).candidates[0]
    desk.reject(number, 1)
    desk.undo(number, 1)
    assert desk.view(number).candidates[0] == before
    desk.correct(number, 1, replace(before.figure, value=Decimal(1)))
    desk.undo(number, 1)
    assert desk.view(number).candidates[0] == before
    desk.confirm(number, 1)
    desk.finish(number, hand_in=False)
    for act in (desk.undo, desk.confirm, desk.reject):
        refused(FigureSettled, lambda act=act: act(number, 1))


def test_the_batch_leaves_what_needs_a_person_and_says_why(desk, propose):
    propose(
        ("12", 12, GIFTS),
        ("08", 8, ENLISTED, {"confidence": 0.89}),
        ("Báo", None, None),
        ("cáo", 1, "patrol_count", {"organisation": "xã bạn", "unit_id": None}),
        ("kết", 2, "patrol_count", {"organisation": "huyện Lân Bang", "unit_id": "h"}),
        ("quả", 3, "conference_count", {"role": Role.CONTEXT}),
        ("Trong", 4, "duty_present_count"),
        ("năm", 5, "joint_patrol_count", {"period": "yearly"}),
        ("phường", 6, "patrol_person_turns", {"uom": "km"}),
        ("Có", 7, "militia_party_member_count", {"period": "2026"}),
        ("thanh", 8, "militia_party_member_count", {"organisation": "phường Thử Nhì", "unit_id": "x2"}),
    )
    number = desk.submit().submission.id
    result = desk.batch(number)
    by_words = {row.evidence.figure_start: row for row in desk.view(number).candidates}
    reasons = left(result)
    assert {TEXT_AT[start]: reasons.get(row.number) for start, row in by_words.items()} == {
        "12": None,
        "08": ["SV-626"],
        "Báo": ["SV-620"],
        "cáo": ["SV-623"],
        "kết": ["SV-624", "SV-543"],
        "quả": None,
        "Trong": ["SV-532"],
        "năm": ["SV-622"],
        "phường": ["SV-533"],
        "Có": ["SV-540"],
        "thanh": ["SV-624"],
    }
    confirmed = [row for row in by_words.values() if row.state == "confirmed"]
    # What describes the area is a value like any other: it enters as a result.
    assert {(TEXT_AT[row.evidence.figure_start], row.figure.role) for row in confirmed} == {("12", Role.RESULT), ("quả", Role.RESULT)}


def words_at():
    from tests.intake.conftest import TEXT

    words = ["12", "08", "Báo", "cáo", "kết", "quả", "Trong", "năm", "phường", "Có", "thanh"]
    return {TEXT.index(word): word for word in words}


TEXT_AT = words_at()


def test_contradictions_are_left_and_repeats_become_one_fact(desk, propose, people):
    propose(
        ("12", 12, GIFTS, {"confidence": 0.91}),
        ("Báo", 12, GIFTS, {"confidence": 0.99}),
        ("08", 8, ENLISTED),
        ("cáo", 9, ENLISTED),
        ("kết", 8, ENLISTED, {"modifier": Modifier.OVER}),
        ("quả", 30, "patrol_count"),
        ("năm", 30, "patrol_count", {"period": "2023"}),
    )
    number = desk.submit().submission.id
    result = desk.batch(number)
    view = desk.view(number)
    confirmed = [row.figure.measure for row in view.in_state("confirmed")]
    assert sorted(confirmed) == ["patrol_count", "patrol_count", GIFTS, GIFTS]
    assert set(map(tuple, left(result).values())) == {("SV-625",)}
    done = desk.finish(number)
    assert len(done.facts) == 3
    facts = {(one.measure, one.period_label): one for one in facts_of(actor=people.clerk, submission_id=number)}
    gifts = facts[GIFTS, "2024"]
    assert gifts.evidence.quote.startswith("Báo cáo"), "the surer quote"
    assert done.repeats == tuple(row.number for row in view.candidates if row.evidence.figure_start == TEXT_START["12"])
    repeated = [row for row in desk.view(number).candidates if row.state == "repeated"]
    assert [row.fact_id for row in repeated] == [gifts.id]


TEXT_START = {word: start for start, word in TEXT_AT.items()}


def test_a_person_may_not_confirm_both_sides_of_a_contradiction(desk, propose):
    propose(("08", 8, ENLISTED), ("12", 9, ENLISTED))
    number = desk.submit().submission.id
    desk.confirm(number, 1)
    assert [reason.code for reason in desk.view(number).candidates[1].left] == ["SV-625"]
    desk.confirm(number, 2)
    error = refused(Contradiction, lambda: desk.finish(number))
    assert "số liệu 1, 2" in error.message
    desk.reject(number, 2)
    assert len(desk.finish(number).facts) == 1


def test_a_contradiction_with_a_figure_typed_before_is_left(desk, propose, people, catalogue, now):
    number = desk.submit().submission.id
    book.facts_append(actor=people.clerk, now=now, catalogue=catalogue, submission_id=number, facts=[fact(GIFTS, 99, number=50)])
    assert left(desk.batch(number)) == {1: ["SV-625"]}


def test_what_the_ledger_would_refuse_is_refused_when_decided(desk, propose):
    propose(("12", 12, None), ("08", 8, ENLISTED, {"organisation": "xã bạn", "unit_id": None}), ("Báo", 3, "duty_present_count"))
    number = desk.submit().submission.id
    rows = {row.figure.measure: row.number for row in desk.view(number).candidates}
    refused(NotUnderstood, lambda: desk.confirm(number, rows[None]))
    refused(UnitUnclear, lambda: desk.confirm(number, rows[ENLISTED]))
    refused(FactsRefused, lambda: desk.confirm(number, rows["duty_present_count"]))
    figure = next(row.figure for row in desk.view(number).candidates if row.figure.measure == ENLISTED)
    refused(FactsRefused, lambda: desk.correct(number, rows[ENLISTED], replace(figure, unit_id="x1", value=Decimal(-1))))
    desk.correct(number, rows[ENLISTED], replace(figure, unit_id="x1"))
    refused(UnknownFigure, lambda: desk.confirm(number, 77))


def test_a_person_may_confirm_a_figure_about_a_unit_below(desk, propose, people):
    propose(("12", 12, GIFTS, {"organisation": "phường Thử Nhì", "unit_id": "x2"}))
    number = desk.submit(unit="tp").submission.id
    assert desk.batch(number).confirmed == (1,)
    desk.finish(number)
    (row,) = facts_of(actor=people.clerk, submission_id=number)
    assert (row.unit_id, row.reporter_id, row.scope) == ("x2", "tp-bch", Scope.TOTAL)


def test_the_city_in_the_text_is_its_command(desk, propose, people):
    propose(("12", 12, GIFTS, {"organisation": "thành phố Mẫu Giang", "unit_id": "tp"}))
    number = desk.submit(unit="tp").submission.id
    assert desk.view(number).candidates[0].figure.unit_id == "tp-bch"


def test_kinds_of_values_reach_the_book(desk, propose, people):
    propose(
        ("12", None, "donation_total_vnd", {"figure_class": FigureClass.UNQUANTIFIED}),
        ("08", (Decimal(3), Decimal(5)), GIFTS, {"modifier": Modifier.RANGE}),
        ("Báo", True, "exercise_safety_absolute", {"figure_class": FigureClass.YES_NO}),
        ("cáo", 0, "discipline_violation_count", {"figure_class": FigureClass.ZERO_STATEMENT}),
        ("kết", "khá", "militia_training_rating", {"figure_class": FigureClass.RATING}),
        ("quả", 10, ENLISTED, {"role": Role.TARGET, "modifier": Modifier.AT_LEAST}),
    )
    number = desk.submit().submission.id
    known = [row for row in desk.view(number).candidates if not row.left]
    desk.batch(number)
    desk.finish(number)
    facts = {one.measure: one for one in facts_of(actor=people.clerk, submission_id=number)}
    assert len(facts) == len(known) >= 4
    assert (facts[GIFTS].value, facts[GIFTS].high) == (3, 5)
    assert facts["exercise_safety_absolute"].flag is True
    assert (facts[ENLISTED].role, facts[ENLISTED].comparator) == (Role.TARGET, ">=")


def test_nothing_confirmed_is_not_handed_in(desk, propose):
    number = desk.submit().submission.id
    refused(NothingToHandIn, lambda: desk.finish(number))
    assert desk.batch(number, 1.0).confirmed == ()
    refused(NothingToHandIn, lambda: desk.finish(number))


@pytest.mark.parametrize("threshold", [-0.1, 1.1, 90])
def test_the_threshold_is_a_share(desk, propose, threshold):
    number = desk.submit().submission.id
    refused(BadThreshold, lambda: desk.batch(number, threshold))


def test_the_batch_again_changes_nothing(desk, propose):
    number = desk.submit().submission.id
    desk.batch(number)
    before = counts()
    assert desk.batch(number).confirmed == ()
    assert counts() == before


def test_who_may_decide(desk, propose, people):
    number = desk.submit().submission.id
    figure = desk.view(number).candidates[0].figure
    acts = [
        lambda by: desk.confirm(number, 1, by=by),
        lambda by: desk.correct(number, 1, figure, by=by),
        lambda by: desk.reject(number, 1, by=by),
        lambda by: desk.undo(number, 1, by=by),
        lambda by: desk.batch(number, by=by),
        lambda by: desk.finish(number, by=by),
    ]
    for act in acts:
        for stranger in (None, people.nobody, people.outsider):
            refused(UnknownSubmission, lambda act=act, stranger=stranger: act(stranger))
        for onlooker in (people.reader, people.verifier):
            refused(NotAllowed, lambda act=act, onlooker=onlooker: act(onlooker))
    for stranger in (None, people.nobody, people.outsider):
        refused(UnknownSubmission, lambda stranger=stranger: desk.view(number, by=stranger))
    assert len(desk.view(number, by=people.verifier).candidates) == 3


def test_a_submission_under_verification_is_left_alone(desk, propose):
    number = desk.submit().submission.id
    desk.confirm(number, 1)
    desk.finish(number)
    refused(WrongState, lambda: desk.confirm(number, 2))
    refused(WrongState, lambda: desk.batch(number))
    refused(WrongState, lambda: desk.finish(number))


@pytest.fixture
def returned(desk, propose, people, now):
    """A submission of three figures of which the first came back."""
    number = desk.submit().submission.id
    desk.batch(number)
    desk.finish(number)
    intake.figure_return(actor=people.verifier, now=now, submission_id=number, number=1, reason="kiểm tra lại quà Tết")
    return number


def test_a_returned_figure_is_corrected_by_its_number(desk, returned, people, catalogue, now):
    about = desk.about(returned)
    refused(ReturnedNotAnswered, lambda: desk.finish(returned))
    figure = desk.view(returned).candidates[0].figure
    intake.figure_correct(**about, number=1, figure=replace(figure, value=Decimal(15)))
    assert desk.finish(returned).submission.state == "submitted"
    row = facts_of(actor=people.clerk, submission_id=returned)[0]
    assert (row.number, row.value, row.evidence.quote) == (1, 15, "Trong năm, phường tặng 12 suất quà.")
    assert book.submission_accept(actor=people.verifier, now=now, submission_id=returned).state == "accepted"


def test_a_returned_figure_may_be_stood_by_or_withdrawn(desk, returned, people, now):
    about = desk.about(returned)
    intake.figure_keep(**about, number=1, note="đã đối chiếu sổ cấp quà")
    assert desk.finish(returned).submission.state == "submitted"
    row = facts_of(actor=people.verifier, submission_id=returned)[0]
    assert (row.number, row.value, row.note, row.returned_reason) == (1, 12, "đã đối chiếu sổ cấp quà", None)
    intake.figure_return(actor=people.verifier, now=now, submission_id=returned, number=1, reason="vẫn chưa khớp")
    intake.figure_withdraw(actor=people.clerk, now=now, submission_id=returned, number=1, reason="bỏ")
    desk.finish(returned)
    assert [one.number for one in facts_of(actor=people.clerk, submission_id=returned)] == [2, 3]
    refused(UnknownFigure, lambda: intake.figure_withdraw(actor=people.clerk, now=now, submission_id=returned, number=1, reason="bỏ"))


def test_a_figure_left_before_may_be_confirmed_after_a_return(desk, propose, people, now):
    number = desk.submit().submission.id
    desk.confirm(number, 1)
    desk.finish(number)
    intake.figure_return(actor=people.verifier, now=now, submission_id=number, number=1, reason="thiếu số nhập ngũ")
    desk.confirm(number, 2)
    intake.figure_keep(**desk.about(number), number=1, note="đúng")
    assert len(desk.finish(number).facts) == 1
    assert [one.number for one in facts_of(actor=people.clerk, submission_id=number)] == [1, 2]


def test_figures_typed_by_hand_name_their_source(people, catalogue, now):
    facts = [
        NewFact(measure=GIFTS, evidence=Evidence(None, "Báo Sơn Thử, 22/11/2024", "", None, None), value=Decimal(40)),
        NewFact(measure=TASKS, evidence=Evidence(None, "Báo Sơn Thử, 22/11/2024", "", None, None), rating="hoàn thành tốt nhiệm vụ"),
    ]
    about = {"actor": people.clerk, "now": now, "catalogue": catalogue, "unit_id": "tp"}
    result = intake.facts_enter(**about, period_label="2024", facts=facts)
    assert (result.submission.unit_id, result.submission.state, len(result.facts)) == ("tp-bch", "submitted", 2)
    assert [notice.code for notice in result.notices] == ["SV-615"]
    assert {one.scope for one in facts_of(actor=people.clerk, submission_id=result.submission.id)} == {Scope.TOTAL}
    refused(FactsRefused, lambda: intake.facts_enter(**about, period_label="2023", facts=[*facts, replace(facts[0], value=Decimal(-1))]))
    refused(NothingToHandIn, lambda: intake.facts_enter(**about, period_label="2023", facts=[]))


def test_a_failure_while_entering_leaves_every_figure_where_it_was(desk, propose, monkeypatch):
    number = desk.submit().submission.id
    desk.batch(number)
    before = states(desk, number)

    def broken(**kwargs):
        raise RuntimeError("mất điện")

    monkeypatch.setattr("saovuong.intake.services.finish.book.submission_hand_in", broken)
    refused(RuntimeError, lambda: desk.finish(number))
    assert states(desk, number) == before
    assert Fact.objects.count() == 0
