"""Every decision is kept for the reader to learn from; taking it back takes the example back; nothing is ever changed."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from saovuong.core.quantity import Role
from saovuong.intake import services as intake
from saovuong.intake.examples import ROW_KEYS, BadExample, example_row, lessons
from saovuong.intake.models import Example
from saovuong.intake.queries import examples_kept, readings_of
from saovuong.intake.services.decide import UnknownFigure
from saovuong.intake.services.teaching import NotATeacher
from tests.intake.conftest import TEXT

GIFTS, ENLISTED = "policy_gift_count", "conscripts_enlisted_count"


@pytest.fixture
def open_one(desk, propose):
    return desk.submit().submission.id


@pytest.fixture
def kept(people, now):
    def kept(by=people.clerk):
        return examples_kept(actor=by, now=now)

    return kept


def test_each_decision_leaves_its_example(desk, open_one, kept, people):
    first, second, third = desk.view(open_one).candidates
    desk.confirm(open_one, first.number)
    desk.correct(open_one, second.number, replace(second.figure, measure="militia_admitted_count", role=Role.TARGET))
    desk.reject(open_one, third.number)
    one, two, three = kept()
    assert [row.decision for row in (one, two, three)] == ["confirmed", "corrected", "rejected"]
    assert (one.read, one.right) == (first.proposed, first.proposed)
    assert (two.read.measure, two.right.measure, two.right.role) == (ENLISTED, "militia_admitted_count", Role.TARGET)
    assert (three.read.rating, three.right) == ("hoàn thành tốt nhiệm vụ", None)
    assert {row.by for row in (one, two, three)} == {"nhap-lieu"}
    assert TEXT[one.start : one.end] == one.text[one.text_start : one.text_end] == "12"
    assert one.text == "Báo cáo kết quả\nTrong năm, phường tặng 12 suất quà."
    assert (one.reader_version, one.taught_sha256, one.origin) == ("thử", "", "")
    document = desk.view(open_one).submission.documents[0]
    assert one.document_sha256 == document.sha256


def test_a_decision_taken_back_is_no_example_and_made_again_is_one(desk, open_one, kept):
    desk.confirm(open_one, 1)
    desk.undo(open_one, 1)
    assert kept() == ()
    desk.undo(open_one, 1)
    desk.reject(open_one, 1)
    assert [row.decision for row in kept()] == ["rejected"]
    desk.confirm(open_one, 1)
    assert [row.decision for row in kept()] == ["confirmed"]
    assert [row.decision for row in Example.objects.all()] == ["confirmed", "undone", "rejected", "confirmed"]


def test_a_batch_is_kept_as_such(desk, open_one, kept):
    desk.batch(open_one)
    assert [row.decision for row in kept()] == ["passed"] * 3
    desk.undo(open_one, 2)
    desk.reject(open_one, 2)
    assert [row.decision for row in kept()] == ["passed", "passed", "rejected"]


def test_a_figure_that_was_missed(desk, propose, kept, people, now):
    propose(("12", 12, GIFTS))
    submission = desk.submit().submission.id
    figure = replace(desk.view(submission).candidates[0].figure, measure=ENLISTED, value=Decimal(8), uom="person")
    intake.figure_add(**desk.about(submission), figure=figure, words="08 thanh niên")
    (one,) = kept()
    assert (one.decision, one.read, one.right.measure) == ("added", None, ENLISTED)
    assert one.text[one.text_start : one.text_end] == "08 thanh niên"


def test_a_figure_corrected_after_it_was_entered(desk, open_one, kept, people, now):
    desk.batch(open_one)
    desk.finish(open_one)
    returned = {"now": now, "submission_id": open_one, "number": 1}
    intake.figure_return(actor=people.verifier, reason="xem lại", **returned)
    figure = desk.view(open_one).candidates[0].figure
    intake.figure_keep(**desk.about(open_one), number=1, note="vẫn đúng")
    assert [row.decision for row in kept()] == ["passed"] * 3
    intake.figure_correct(**desk.about(open_one), number=1, figure=replace(figure, value=Decimal(13)))
    last = kept()[-1]
    assert (last.decision, last.read.value, last.right.value) == ("corrected", 12, 13)
    assert len(kept()) == 3


def test_examples_stand_or_fall_with_the_decision(desk, open_one, kept):
    with pytest.raises(UnknownFigure):
        intake.candidates_decide(**desk.about(open_one), confirm=[1, 99])
    assert kept() == ()
    assert not Example.objects.exists()


def test_they_are_seen_by_those_who_may_see_the_submission(desk, open_one, kept, people):
    desk.confirm(open_one, 1)
    assert len(kept(people.reader)) == len(kept(people.admin)) == 1
    assert kept(people.outsider) == kept(people.nobody) == kept(None) == ()


def test_the_database_refuses_to_change_them(desk, open_one):
    desk.confirm(open_one, 1)
    for statement in ("UPDATE intake_example SET id = id", "DELETE FROM intake_example"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Example.objects.count() == 1


def test_by_what_it_was_read(desk, open_one, people, now, catalogue):
    (reading,) = readings_of(actor=people.reader, now=now, submission_id=open_one)
    assert (reading.reader_version, reading.pack_version, reading.taught_sha256) == ("thử", catalogue.version, "")
    assert reading.read_at == now


def test_lessons_are_about_measures(desk, open_one, kept):
    second = desk.view(open_one).candidates[1]
    desk.correct(open_one, second.number, replace(second.figure, measure="militia_admitted_count"))
    (lesson,) = lessons(kept())
    assert (lesson.read, lesson.right, lesson.decision) == (ENLISTED, "militia_admitted_count", "corrected")
    assert lesson.text[lesson.start : lesson.end] == "08"
    assert lesson.told == "nhap-lieu, 10/01/2025"


@pytest.fixture
def lines(desk, open_one, kept):
    desk.confirm(open_one, 1)
    desk.reject(open_one, 3)
    return [json.dumps(example_row(row), ensure_ascii=False) for row in kept()]


def other_office(lines):
    """The same rows as another office would have them, with keys of their own."""
    return [json.dumps({**json.loads(line), "key": f"{at:064x}"}) for at, line in enumerate(lines, start=1)]


def test_examples_travel_to_another_office_once(lines, kept, people, now):
    about = {"actor": people.clerk, "now": now, "origin": "phường Thử Nhì"}
    assert intake.examples_import(lines=lines, **about).known == 2, "an office's own examples come home unchanged"
    assert len(kept()) == 2
    there = other_office(lines)
    assert (intake.examples_import(lines=[*there, ""], **about).added, intake.examples_import(lines=there, **about).known) == (2, 2)
    assert [row.origin for row in kept()] == ["", "", "phường Thử Nhì", "phường Thử Nhì"]
    assert [row.decision for row in kept()] == ["confirmed", "rejected"] * 2
    assert kept()[2].read == kept()[0].read
    assert "phường Thử Nhì" in lessons(kept())[2].told
    assert len(kept(people.outsider)) == 2, "what came from outside belongs to no unit"


@pytest.mark.parametrize(
    "change",
    [
        {"key": "abc"},
        {"start": 5, "end": 5},
        {"start": -1},
        {"start": True},
        {"text_end": 9999},
        {"decision": "undone"},
        {"decision": "guessed"},
        {"at": "hôm qua"},
        {"at": "2025-01-10T08:30:00"},
        {"read": {"measure": 3}},
        {"right": [1]},
        {"by": "x" * 200},
        {"text": "a\x00b"},
        {"origin": None},
    ],
)
def test_a_bad_row_is_refused_and_nothing_is_kept(lines, kept, people, now, change):
    good, bad = other_office(lines)
    broken = json.dumps({**json.loads(bad), **change})
    with pytest.raises(BadExample) as refused:
        intake.examples_import(actor=people.clerk, now=now, origin="nơi khác", lines=[good, broken])
    assert refused.value.fields["line"] == 2
    assert len(kept()) == 2


@pytest.mark.parametrize("line", ["không phải JSON", "[1]", "{}"])
def test_a_line_that_is_no_row(people, now, line):
    with pytest.raises(BadExample):
        intake.examples_import(actor=people.clerk, now=now, origin="nơi khác", lines=[line])


def test_only_those_who_enter_figures_bring_examples(lines, people, now):
    with pytest.raises(NotATeacher):
        intake.examples_import(actor=people.reader, now=now, origin="nơi khác", lines=other_office(lines))


def test_the_row_says_all_of_it(lines):
    row = json.loads(lines[0])
    assert tuple(row) == ROW_KEYS
    assert datetime.fromisoformat(row["at"]) == datetime(2025, 1, 10, 8, 30, tzinfo=UTC)
