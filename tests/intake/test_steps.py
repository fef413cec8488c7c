"""Steps of reviewing taken back, and two people at one figure."""

from dataclasses import replace
from decimal import Decimal

import pytest

from saovuong.intake import services as intake
from saovuong.intake.models import Step
from saovuong.intake.queries import examples_kept, steps_of
from saovuong.intake.services.decide import DecidedMeanwhile
from saovuong.intake.services.manual import Place, PlaceOutside, WordsInSeveralPlaces, WordsNotFound
from saovuong.intake.services.undoing import StepOvertaken, UnknownStep
from saovuong.ledger.access import NotAllowed
from saovuong.ledger.queries import facts_of
from saovuong.ledger.services.states import UnknownSubmission
from tests.intake.conftest import TEXT
from tests.ledger.world import GIFTS

pytestmark = pytest.mark.django_db


def standing(desk, number):
    return [(row.number, row.state, row.figure, row.decided_by, row.reason) for row in desk.view(number).candidates]


def undo_last(desk, number, by=None):
    people_by = {} if by is None else {"by": by}
    about = desk.about(number, **people_by)
    step = steps_of(actor=about["actor"], now=about["now"], submission_id=number, newest=1)[0]
    return intake.step_undo(**about, step_id=step.id)


def test_every_step_is_taken_back_in_turn_to_exactly_what_stood_before(desk, propose):
    number = desk.submit().submission.id
    figure = desk.view(number).candidates[0].figure
    stood = [standing(desk, number)]
    acts = [
        lambda: desk.confirm(number, 1),
        lambda: desk.correct(number, 1, replace(figure, value=Decimal(13))),
        lambda: desk.reject(number, 1),
        lambda: desk.undo(number, 1),
        lambda: desk.reject(number, 3),
        lambda: desk.batch(number, 0.0),
    ]
    for act in acts:
        act()
        stood.append(standing(desk, number))
    for before in reversed(stood[:-1]):
        undo_last(desk, number)
        assert standing(desk, number) == before
    with pytest.raises(IndexError):
        undo_last(desk, number)


def test_the_batch_is_one_step_of_its_figures_only(desk, propose):
    number = desk.submit().submission.id
    desk.confirm(number, 1)
    desk.batch(number)
    step = undo_last(desk, number)
    assert (step.act, step.numbers) == ("batch", (2, 3))
    assert [row.state for row in desk.view(number).candidates] == ["confirmed", "proposed", "proposed"]


def test_what_is_taken_back_teaches_nothing(desk, propose, people, now):
    number = desk.submit().submission.id
    desk.reject(number, 2)
    desk.batch(number)
    undo_last(desk, number)
    kept = examples_kept(actor=people.clerk, now=now)
    assert [(one.decision, one.by) for one in kept] == [("rejected", people.clerk.name)]
    undo_last(desk, number)
    assert examples_kept(actor=people.clerk, now=now) == ()


def test_an_act_that_changes_nothing_is_no_step(desk, propose):
    number = desk.submit().submission.id
    desk.undo(number, 1)
    desk.batch(number, 1.0)
    assert not Step.objects.exists()


def test_an_overtaken_step_is_refused_whole(desk, propose):
    number = desk.submit().submission.id
    desk.batch(number)
    batch = steps_of(**_asking(desk), submission_id=number, newest=1)[0]
    desk.reject(number, 2)
    before = standing(desk, number)
    with pytest.raises(StepOvertaken) as refusal:
        intake.step_undo(**desk.about(number), step_id=batch.id)
    assert "số liệu 2" in refusal.value.message
    assert standing(desk, number) == before
    undo_last(desk, number)
    intake.step_undo(**desk.about(number), step_id=batch.id)
    assert {row.state for row in desk.view(number).candidates} == {"proposed"}
    with pytest.raises(UnknownStep):
        intake.step_undo(**desk.about(number), step_id=batch.id)


def test_what_is_in_the_book_is_not_undone(desk, propose):
    number = desk.submit().submission.id
    desk.batch(number)
    desk.finish(number, hand_in=False)
    with pytest.raises(StepOvertaken):
        undo_last(desk, number)


def test_who_may_not_decide_may_not_undo(desk, propose, people):
    number = desk.submit().submission.id
    desk.confirm(number, 1)
    with pytest.raises(NotAllowed):
        undo_last(desk, number, by=people.verifier)
    with pytest.raises(UnknownSubmission):
        undo_last(desk, number, by=people.outsider)
    assert Step.objects.count() == 1


def test_the_second_person_is_told_what_the_first_did_and_nothing_is_lost(desk, propose, people):
    number = desk.submit().submission.id
    shown = desk.view(number).candidates[0]
    desk.reject(number, 1)
    about = desk.about(number)
    right = replace(shown.figure, value=Decimal(99))
    acts = [
        lambda: intake.candidate_confirm(**about, number=1, seen=shown.stamp),
        lambda: intake.candidate_correct(**about, number=1, figure=right, seen=shown.stamp),
        lambda: intake.candidate_reject(**about, number=1, seen=shown.stamp),
        lambda: intake.candidate_undo(**about, number=1, seen=shown.stamp),
    ]
    before = standing(desk, number)
    for act in acts:
        with pytest.raises(DecidedMeanwhile) as refusal:
            act()
        assert people.clerk.name in refusal.value.message
        assert "đã loại" in refusal.value.message
        assert standing(desk, number) == before
    # Having seen it, the person may decide otherwise.
    intake.candidate_correct(**about, number=1, figure=right, seen=desk.view(number).candidates[0].stamp)
    assert desk.view(number).candidates[0].figure.value == 99


def test_a_figure_that_waits_again_is_told_too(desk, propose):
    number = desk.submit().submission.id
    desk.confirm(number, 1)
    shown = desk.view(number).candidates[0]
    undo_last(desk, number)
    with pytest.raises(DecidedMeanwhile) as refusal:
        intake.candidate_undo(**desk.about(number), number=1, seen=shown.stamp)
    assert "chờ quyết định" in refusal.value.message


def test_the_batch_confirms_no_more_than_was_shown(desk, propose):
    number = desk.submit().submission.id
    planned = intake.batch_plan(desk.view(number), accept_above=0.9)
    assert planned.confirmed == (1, 2, 3)
    assert standing(desk, number)[0][1] == "proposed"
    result = intake.review_batch(**desk.about(number), accept_above=0.9, only=[1, 3])
    assert result.confirmed == (1, 3)
    assert [(one.number, [reason.code for reason in one.reasons]) for one in result.left] == [(2, ["SV-663"])]


def gifts(desk, number, value):
    return replace(desk.view(number).candidates[0].figure, value=Decimal(value), measure="patrol_count", uom=None)


def test_a_missed_figure_is_added_at_its_place_and_taken_out_again(desk, propose, people):
    result = desk.submit()
    number, at = result.submission.id, TEXT.index("08")
    place = Place(result.document.id, at, at + 2)
    added, fact_id = intake.figure_add_at(**desk.about(number), figure=gifts(desk, number, 8), place=place)
    (fact,) = facts_of(actor=people.clerk, submission_id=number)
    assert (fact.id, fact.number, fact.value) == (fact_id, added, 8)
    assert fact.evidence.quote == "Có 08 thanh niên nhập ngũ."
    assert TEXT[fact.evidence.figure_start : fact.evidence.figure_end] == "08"
    step = undo_last(desk, number)
    assert (step.act, step.numbers) == ("add", (added,))
    assert facts_of(actor=people.clerk, submission_id=number) == []


def test_a_place_must_be_in_the_text(desk, propose):
    result = desk.submit()
    number, document = result.submission.id, result.document.id
    figure = gifts(desk, number, 8)
    for place in (Place(document, 5, 5), Place(document, -3, 4), Place(document, 0, len(TEXT) + 1), Place(document + 1, 0, 2)):
        with pytest.raises(PlaceOutside):
            intake.figure_add_at(**desk.about(number), figure=figure, place=place)


def test_words_are_found_across_line_breaks_and_must_stand_once(desk, propose):
    result = desk.submit("Tặng 12 suất\n quà. Có 08 người, rồi 08 người. Toàn phường hoàn thành tốt nhiệm vụ.")
    view = desk.view(result.submission.id)
    place = intake.place_of_words(view=view, words="12 suất quà")
    assert view.texts[place.document_id][place.start : place.end] == "12 suất\n quà"
    with pytest.raises(WordsInSeveralPlaces):
        intake.place_of_words(view=view, words="08 người")
    for words in ("13 suất", "", "  "):
        with pytest.raises(WordsNotFound):
            intake.place_of_words(view=view, words=words)


def _asking(desk):
    about = desk.about(0)
    return {"actor": about["actor"], "now": about["now"]}


def test_gifts_are_what_the_reader_says_first(desk, propose):
    """The tests above call it by its number."""
    assert desk.view(desk.submit().submission.id).candidates[0].figure.measure == GIFTS
