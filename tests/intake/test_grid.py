"""Typing in a form: what a cell says, drafts, two people, taking back, and handing in. Worked by hand on paper."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from saovuong.core.errors import Refusal
from saovuong.core.quantity import Modifier, Role
from saovuong.intake import services as intake
from saovuong.intake.figures import figure_of_fact
from saovuong.intake.grid.checking import grid_check
from saovuong.intake.grid.pasting import paste_plan
from saovuong.intake.grid.places import NotYourForm
from saovuong.intake.grid.queries import grid_get
from saovuong.intake.grid.shapes import EMPTY_STAMP, Answer, CellChange
from saovuong.intake.grid.typed import cell_text, read_cell
from saovuong.intake.models import GridEntry
from saovuong.intake.services.grid import NothingToUndo, NotInTheForm
from saovuong.intake.services.grid_finish import NothingTyped, TypedAgainstRead
from saovuong.ledger import queries as ledger
from saovuong.ledger.services import submission_accept, submission_revise
from saovuong.ledger.services.states import WrongState
from tests.ledger.world import GIFTS, MILITIA, RATE, SAFE, TASKS, counts, fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(people, catalogue, now, units):
    """The clerk at the yearly form of phường Thử Nhất."""

    class Form:
        def about(self, by=people.clerk, period="2024", unit="x1", code="commune_year"):
            return {"actor": by, "now": now, "catalogue": catalogue, "unit_id": unit, "form": code, "period_label": period}

        def view(self, **more):
            return grid_get(**self.about(**more))

        def cell(self, measure, **more):
            return self.view(**more).cells[measure]

        def save(self, *changes, by=people.clerk, **more):
            """Changes are (measure, text[, note[, stamp]]); without a stamp the cell's present one."""
            cells = self.view(by=by, **more).cells
            made = []
            for measure, text, *rest in changes:
                note, stamp = (*rest, "", "")[0], (*rest, "", "")[1]
                made.append(CellChange(measure, text, note, stamp or cells[measure].stamp))
            return intake.grid_save(**self.about(by=by, **more), changes=made)

        def undo(self, batch, **more):
            return intake.grid_undo(**self.about(**more), batch=batch)

        def hand_in(self, **more):
            return intake.grid_hand_in(**self.about(**more))

        def facts(self, submission_id):
            return {one.measure: one for one in ledger.facts_of(actor=people.clerk, submission_id=submission_id, now=now)}

    return Form()


# --- what a cell says ---


@pytest.mark.parametrize(
    ("typed", "value", "modifier", "shown"),
    [
        ("1.234", "1234", "exact", "1.234"),
        ("1 234", "1234", "exact", "1.234"),
        ("1\u00a0234,5", "1234.5", "exact", "1.234,5"),
        ("1234", "1234", "exact", "1.234"),
        ("08", "8", "exact", "8"),
        ("12,5", "12.5", "exact", "12,5"),
        ("12.5", "12.5", "exact", "12,5"),
        ("0,125", "0.125", "exact", "0,125"),
        ("1,234,567", "1234567", "exact", "1.234.567"),
        ("1,234.5", "1234.5", "exact", "1.234,5"),
        ("1,2340", "1.234", "exact", "1,2340"),
        ("trên 300", "300", "over", "trên 300"),
        ("Hơn 1.200 suất", "1200", "over", "trên 1.200"),
        ("gần 50", "50", "under", "gần 50"),
        ("khoảng 5", "5", "about", "khoảng 5"),
        ("từ 500 trở lên", "500", "at_least", "ít nhất 500"),
        ("không quá 7", "7", "at_most", "không quá 7"),
        ("10 - 12", "10", "range", "từ 10 đến 12"),
        ("1,5 triệu", "1500000", "exact", "1.500.000"),
        ("45 phần quà", "45", "exact", "45"),
        ("0", "0", "exact", "0"),
    ],
)
def test_a_number_is_read_exactly_and_shown_so_that_it_reads_the_same(typed, value, modifier, shown, catalogue):
    content = read_cell(typed, measure=catalogue.measures[GIFTS], catalogue=catalogue)
    assert (content.answer, content.value, content.modifier) == (Answer.VALUE, Decimal(value), Modifier(modifier))
    assert cell_text(content) == shown
    assert read_cell(shown, measure=catalogue.measures[GIFTS], catalogue=catalogue) == content


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("", "blank"), ("  ", "blank"), ("không có", "none"), ("Không", "none"), ("chưa có số liệu", "unknown"), ("không nêu số", "unstated")],
)
def test_four_answers_without_a_number_stay_four(typed, answer, catalogue):
    content = read_cell(typed, measure=catalogue.measures[GIFTS], catalogue=catalogue)
    assert content.answer == answer
    assert content.value is None
    assert read_cell(cell_text(content), measure=catalogue.measures[GIFTS], catalogue=catalogue) == content


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("=A1+B2", "SV-672"), ("+A1", "SV-672"), ("@SUM(A1)", "SV-672"), ("#REF!", "SV-672"), ("abc", "SV-671"), ("12 34", "SV-671"),
        ("1.23.4", "SV-671"), ("٣", "SV-671"), ("12 - 10", "SV-671"), ("5 km", "SV-671"), ("<script>", "SV-671"), ("1,234", "SV-673"),
        ("-", "SV-673"), ("-5", "SV-674"), ("1234567890123456", "SV-674"), ("0,1234567", "SV-674"), ("1" * 121, "SV-675"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_and_what_is_unclear_asked(typed, code, catalogue):
    with pytest.raises(Refusal) as refused:
        read_cell(typed, measure=catalogue.measures[GIFTS], catalogue=catalogue)
    assert refused.value.code == code


def test_every_choice_offered_for_an_unclear_number_is_clear(catalogue):
    for typed, measure in (("1,234", GIFTS), ("trên 1,234", GIFTS), ("-", GIFTS), ("98.234", RATE)):
        with pytest.raises(Refusal) as refused:
            read_cell(typed, measure=catalogue.measures[measure], catalogue=catalogue)
        found = [read_cell(one, measure=catalogue.measures[measure], catalogue=catalogue) for one in refused.value.choices]
        assert len(set(found)) == len(found) >= 2


def test_ratings_and_answers_take_only_theirs(catalogue):
    def read(text, measure):
        return read_cell(text, measure=catalogue.measures[measure], catalogue=catalogue)

    assert read("Hoàn thành tốt nhiệm vụ", TASKS).rating == "hoàn thành tốt nhiệm vụ"
    assert read("có", SAFE).flag is True
    assert read("không", SAFE).flag is False
    assert read("chưa có số liệu", SAFE).answer is Answer.UNKNOWN
    for text, measure in (("12", TASKS), ("nhiều", SAFE)):
        with pytest.raises(Refusal):
            read(text, measure)


# --- the draft ---


def test_nothing_is_opened_before_a_cell_is_kept(form):
    before = counts()
    view = form.view()
    assert view.place.submission is None
    assert all(cell.stamp == EMPTY_STAMP for cell in view.cells.values())
    form.save((GIFTS, "abc"), (MILITIA, ""))
    assert counts() == before


def test_a_kept_cell_is_a_draft_and_no_fact(form):
    saved = form.save((GIFTS, "trên 45", "theo sổ"), (TASKS, "hoàn thành tốt nhiệm vụ"), (SAFE, "chưa có số liệu"))
    assert saved.changed == (GIFTS, TASKS, SAFE)
    assert saved.place.submission.state == "draft"
    assert form.facts(saved.place.submission.id) == {}
    cell = form.cell(GIFTS)
    assert (cell.text, cell.note, cell.by) == ("trên 45", "theo sổ", "nhap-lieu")
    assert cell == saved.cells[GIFTS]


def test_a_bad_cell_changes_nothing_else(form):
    saved = form.save((GIFTS, "=A1+B2"), (MILITIA, "12"), (RATE, "98.234"))
    assert saved.changed == (MILITIA,)
    assert [(one.measure, one.code) for one in saved.problems] == [(GIFTS, "SV-672"), (RATE, "SV-673")]
    assert form.cell(GIFTS).text == ""
    assert form.cell(MILITIA).text == "12"


def test_saying_the_same_again_keeps_nothing_more(form):
    form.save((GIFTS, "1.234"))
    saved = form.save((GIFTS, "1 234"))
    assert saved.changed == ()
    assert saved.batch is None
    assert GridEntry.objects.count() == 1


def test_a_measure_outside_the_form_is_refused_as_a_whole(form):
    changes = [CellChange(GIFTS, "1", "", EMPTY_STAMP), CellChange("khong_co", "1", "", EMPTY_STAMP)]
    with pytest.raises(NotInTheForm):
        intake.grid_save(**form.about(), changes=changes)
    assert GridEntry.objects.count() == 0


def test_only_who_enters_for_the_unit_may(form, people):
    for who in (people.outsider, people.verifier, people.reader, people.nobody, None):
        with pytest.raises(NotYourForm):
            intake.grid_save(**form.about(by=who), changes=[CellChange(GIFTS, "1", "", EMPTY_STAMP)])
        with pytest.raises(NotYourForm):
            form.view(by=who)


# --- two people ---


def test_the_second_is_told_and_nothing_is_lost(form, people):
    before = form.cell(GIFTS).stamp
    form.save((GIFTS, "45"), by=people.clerk)
    saved = form.save((GIFTS, "54", "", before), (MILITIA, "12"), by=people.admin)
    (clash,) = saved.conflicts
    assert (clash.theirs.text, clash.theirs.by, clash.mine_text) == ("45", "nhap-lieu", "54")
    assert saved.changed == (MILITIA,)
    assert form.cell(GIFTS).text == "45"
    # Told, the second insists: theirs stands in the history.
    again = form.save((GIFTS, "54", "", clash.theirs.stamp), by=people.admin)
    assert again.changed == (GIFTS,)
    assert form.cell(GIFTS).text == "54"
    assert [row.typed for row in GridEntry.objects.filter(measure=GIFTS).order_by("version")] == ["45", "54"]


def test_a_cell_that_one_left_alone_is_no_conflict(form, people):
    form.save((GIFTS, "45"))
    shown = form.cell(GIFTS)
    form.save((GIFTS, "54"), by=people.admin)
    # A page without scripts sends every cell; this one as it was shown.
    saved = form.save((GIFTS, "45", "", shown.stamp), (MILITIA, "3"))
    assert saved.conflicts == ()
    assert form.cell(GIFTS).text == "54"


def test_both_typing_the_same_is_no_conflict(form, people):
    before = form.cell(GIFTS).stamp
    form.save((GIFTS, "45"))
    assert form.save((GIFTS, "45 suất", "", before), by=people.admin).conflicts == ()


# --- taking back ---


def test_a_save_is_taken_back_as_one(form):
    form.save((GIFTS, "1", "cũ"))
    saved = form.save((GIFTS, "2"), (MILITIA, "3"), (TASKS, "hoàn thành nhiệm vụ"))
    undone = form.undo(saved.batch)
    assert undone.restored == (GIFTS, MILITIA, TASKS)
    assert (form.cell(GIFTS).text, form.cell(GIFTS).note) == ("1", "cũ")
    assert form.cell(MILITIA).text == form.cell(TASKS).text == ""
    with pytest.raises(NothingToUndo):
        form.undo(saved.batch)


def test_what_was_changed_since_stays(form, people):
    saved = form.save((GIFTS, "2"), (MILITIA, "3"))
    form.save((MILITIA, "4"), by=people.admin)
    undone = form.undo(saved.batch)
    assert (undone.restored, undone.left) == ((GIFTS,), (MILITIA,))
    assert form.cell(MILITIA).text == "4"


# --- handing in ---


def test_handing_in_makes_a_fact_of_each_answer(form):
    form.save((GIFTS, "trên 45", "theo sổ"), (MILITIA, "không có"), (RATE, "98,5%"), (TASKS, "hoàn thành nhiệm vụ"), (SAFE, "có"))
    form.save(("resolution_issued_count", "0"), ("plan_issued_count", "không nêu số"), ("conference_count", "chưa có số liệu"))
    done = form.hand_in()
    assert (done.submission.state, done.entered) == ("submitted", 7)
    facts = form.facts(done.submission.id)
    assert "conference_count" not in facts
    gifts = facts[GIFTS]
    assert (gifts.value, gifts.modifier, gifts.note, gifts.evidence.quote) == (45, Modifier.OVER, "theo sổ", "trên 45")
    none, zero = facts[MILITIA], facts["resolution_issued_count"]
    assert (none.value, none.evidence.quote) == (0, "không có")
    assert (zero.value, zero.evidence.quote) == (0, "0")
    assert facts["plan_issued_count"].unquantified
    assert (facts[TASKS].rating, facts[SAFE].flag, facts[RATE].value) == ("hoàn thành nhiệm vụ", True, Decimal("98.5"))
    # The form shows the book now, each answer as it was given.
    assert form.cell(MILITIA).text == "không có"
    assert form.cell("resolution_issued_count").text == "0"
    with pytest.raises(WrongState):
        form.save((GIFTS, "1"))


def test_an_empty_form_is_not_handed_in(form):
    with pytest.raises(NothingTyped):
        form.hand_in()
    form.save((GIFTS, "chưa có số liệu"))
    with pytest.raises(NothingTyped):
        form.hand_in()


def test_a_returned_figure_is_corrected_in_its_cell(form, people, now):
    form.save((GIFTS, "45"), (MILITIA, "12"))
    first = form.hand_in().submission
    number = form.facts(first.id)[GIFTS].number
    intake.figure_return(actor=people.verifier, now=now, submission_id=first.id, number=number, reason="Sổ ghi 54")
    assert form.cell(GIFTS).returned_reason == "Sổ ghi 54"
    form.save((GIFTS, "54", "viết ngược"))
    done = form.hand_in()
    assert (done.entered, done.corrected, done.withdrawn) == (0, 1, 0)
    corrected = form.facts(first.id)[GIFTS]
    assert (corrected.value, corrected.number, corrected.note, corrected.evidence.quote) == (54, number, "viết ngược", "54")


def test_a_cell_whose_figure_was_corrected_elsewhere_says_what_was_typed(form, people, now, catalogue):
    form.save((GIFTS, "45"))
    first = form.hand_in().submission
    returned = form.facts(first.id)[GIFTS]
    intake.figure_return(actor=people.verifier, now=now, submission_id=first.id, number=returned.number, reason="Sổ ghi 54")
    about = {"actor": people.clerk, "now": now + timedelta(minutes=5), "catalogue": catalogue}
    cell = form.cell(GIFTS)
    change = CellChange(GIFTS, "55", "", cell.stamp)
    intake.grid_save(**about, unit_id="x1", form="commune_year", period_label="2024", changes=[change])
    right = replace(figure_of_fact(returned), value=Decimal(54))
    intake.figure_correct(**about, submission_id=first.id, number=returned.number, figure=right)
    assert (form.cell(GIFTS).text, form.cell(GIFTS).aside) == ("54", "55 (nhap-lieu)")
    form.hand_in()
    assert form.cell(GIFTS).text == "54"


def test_the_next_version_starts_from_the_book(form, people, now, catalogue):
    form.save((GIFTS, "45"), (MILITIA, "12"))
    first = form.hand_in().submission
    submission_accept(actor=people.verifier, now=now, submission_id=first.id)
    with pytest.raises(WrongState):
        form.save((GIFTS, "46"))
    second = submission_revise(actor=people.clerk, now=now, catalogue=catalogue, submission_id=first.id)
    assert form.cell(GIFTS).text == "45"
    form.save((GIFTS, ""), (MILITIA, "13"))
    done = form.hand_in()
    assert (done.corrected, done.withdrawn) == (1, 1)
    assert {code: one.value for code, one in form.facts(second.id).items()} == {MILITIA: 13}


def test_what_stands_beside_is_the_unit_own_of_the_period_before(form, people, now, catalogue):
    for period, gifts in (("2024-10", "20"), ("2023-11", "7")):
        form.save((GIFTS, gifts), period=period, code="commune_month")
        form.hand_in(period=period, code="commune_month")
    intake.facts_enter(
        actor=people.clerk, now=now, catalogue=catalogue, unit_id="x1", period_label="2024",
        facts=[fact(GIFTS, 300, role=Role.TARGET, comparator=">=")],
    )  # fmt: skip
    view = form.view(period="2024-11", code="commune_month")
    (row,) = [one for one in view.rows if one.measure.code == GIFTS]
    assert (view.last_label, view.year_label) == ("2024-10", "2023-11")
    assert (row.last, row.year, row.target) == ("20", "7", "≥ 300")


def test_typed_cells_and_a_document_are_handed_in_together(form, desk, propose):
    taken = desk.submit()
    desk.batch(taken.submission.id)
    (row,) = [one for one in form.view().rows if one.measure.code == GIFTS]
    assert row.read == "12 suất"
    form.save((GIFTS, "13"), (MILITIA, "8"), ("plan_issued_count", "4"))
    with pytest.raises(TypedAgainstRead) as refused:
        form.hand_in()
    assert "biểu: 13; tài liệu: 12 suất" in refused.value.message
    form.save((GIFTS, "12"))
    done = form.hand_in()
    facts = form.facts(taken.submission.id)
    assert (done.submission.id, done.entered) == (taken.submission.id, 4)
    # Where both say the same, the one with the quote is entered, once.
    assert (facts[GIFTS].value, facts[GIFTS].evidence.source) == (12, "bao-cao.txt")
    assert (facts[MILITIA].value, facts[MILITIA].evidence.source) == (8, "bao-cao.txt")
    assert (facts["plan_issued_count"].value, facts["plan_issued_count"].evidence.document_id) == (4, None)


# --- checks ---


def test_a_draft_is_checked_as_if_it_were_in_the_book(form, people, now, catalogue):
    assert grid_check(form.view(), actor=people.clerk, now=now, catalogue=catalogue) == ()
    form.save(("medical_called_count", "50"), ("medical_attended_count", "60"))
    found = grid_check(form.view(), actor=people.clerk, now=now, catalogue=catalogue)
    funnels = [one for one in found if {"medical_called_count", "medical_attended_count"} <= set(one.measures)]
    assert funnels
    assert all("60" in one.message and "50" in one.message for one in funnels)
    # It warns and holds nothing back; corrected, it is gone.
    form.save(("medical_called_count", "70"))
    again = grid_check(form.view(), actor=people.clerk, now=now, catalogue=catalogue)
    assert not [one for one in again if {"medical_called_count", "medical_attended_count"} <= set(one.measures)]
    assert form.hand_in().entered == 2


def test_a_unit_that_closed_before_the_period_ends_still_enters(form, people, now, catalogue):
    # phường Thử Nhất closes on 1/7/2025, the year ends on 14/12/2025.
    form.save((GIFTS, "45"), (TASKS, "hoàn thành\0 nhiệm vụ"), period="2025")
    assert grid_check(form.view(period="2025"), actor=people.clerk, now=now, catalogue=catalogue) == ()


def test_a_draft_stands_for_the_version_before_it(form, people, now, catalogue):
    form.save(("medical_called_count", "50"), ("medical_attended_count", "60"))
    first = form.hand_in().submission
    submission_accept(actor=people.verifier, now=now, submission_id=first.id)
    submission_revise(actor=people.clerk, now=now, catalogue=catalogue, submission_id=first.id)
    form.save(("medical_attended_count", "40"))
    found = grid_check(form.view(), actor=people.clerk, now=now, catalogue=catalogue)
    assert not [one for one in found if "medical_attended_count" in one.measures]


# --- a block from a spreadsheet ---


def plan(form, text, **more):
    catalogue = form.about()["catalogue"]
    return paste_plan(text, place=form.view(code="commune_month", period="2024-11").place, catalogue=catalogue, **more)


def test_lines_without_names_go_down_from_the_row(form, catalogue):
    codes = catalogue.forms["commune_month"].measures
    found = plan(form, "7\ttheo sổ\r\n\r\nkhông có\r\n", start=codes[2])
    assert [(one.line, one.measure, one.text, one.note) for one in found.cells] == [
        (1, codes[2], "7", "theo sổ"),
        (3, codes[4], "không có", None),
    ]
    assert plan(form, "ghi\n", start=codes[0], notes_only=True).cells[0].note == "ghi"
    beyond = plan(form, "1\n2\n", start=codes[-1])
    assert (len(beyond.cells), beyond.left) == (1, ((2, "2"),))


def test_lines_with_names_find_their_rows(form, catalogue):
    gifts, plans = (catalogue.measures[code].name_vi for code in (GIFTS, "plan_issued_count"))
    text = f"TT\tChỉ tiêu\tĐVT\tSố\n1\t{gifts.upper()}\tsuất\t45\ttheo sổ\n2\t{plans}\t8\n3\tKhông có\t\t9\n4\t{gifts}\tsuất\t46\n"
    found = plan(form, text)
    assert found.by_name
    assert {one.measure: (one.text, one.note) for one in found.cells} == {GIFTS: ("45", "theo sổ"), "plan_issued_count": ("8", None)}
    assert [number for number, _ in found.left] == [1, 4, 5]
