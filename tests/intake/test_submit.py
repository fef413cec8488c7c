"""A file on its way in: stored once, read, proposed; nothing is a fact yet; what cannot be is refused and changes nothing."""

import pytest

from saovuong.core.period import BadPeriod
from saovuong.intake.models import Candidate, Reading
from saovuong.intake.services.submit import SameNameOtherContent, WrongSubmission
from saovuong.ledger import services as book
from saovuong.ledger.access import NotAllowed
from saovuong.ledger.models import Document, Fact, Submission
from saovuong.ledger.services.documents import MayNotStore
from saovuong.ledger.services.states import WrongState
from saovuong.ledger.services.submissions import PeriodNotStarted, SubmissionOpen
from saovuong.ledger.store import DocumentStore
from saovuong.org.queries import NoSuchUnit
from saovuong.reader.load import FileEmpty
from tests.intake.conftest import TEXT
from tests.ledger import world


def counts():
    return {**world.counts(), "readings": Reading.objects.count(), "candidates": Candidate.objects.count()}


def refused(error, act):
    before = counts()
    with pytest.raises(error) as caught:
        act()
    assert counts() == before
    return caught.value


def codes(result):
    return [notice.code for notice in result.notices]


def test_a_file_becomes_a_draft_with_proposals(desk, propose, people, tmp_path):
    result = desk.submit()
    assert (result.opened, result.figures, result.not_understood, result.notices) == (True, 3, 0, ())
    assert (result.submission.state, result.submission.unit_id, result.submission.form) == ("draft", "x1", "commune_year")
    assert DocumentStore(tmp_path).get(result.document.sha256).decode() == TEXT
    assert Fact.objects.count() == 0
    view = desk.view(result.submission.id)
    assert [(row.number, row.state, row.left) for row in view.candidates] == [(n, "proposed", ()) for n in (1, 2, 3)]
    gifts = view.candidates[0]
    assert gifts.evidence.quote == "Trong năm, phường tặng 12 suất quà."
    assert TEXT[gifts.evidence.start : gifts.evidence.end] == gifts.evidence.quote
    assert TEXT[gifts.evidence.figure_start : gifts.evidence.figure_end] == "12"
    reading = Reading.objects.get()
    assert (reading.reader_version, reading.submission_id, reading.document_id) == ("thử", result.submission.id, result.document.id)


def test_the_same_file_twice_is_one_document_and_one_submission(desk, propose):
    first = desk.submit()
    before = counts()
    again = desk.submit(name="ten-khac.txt")
    assert (again.opened, again.submission.id, again.document.id) == (False, first.submission.id, first.document.id)
    assert codes(again) == ["SV-610"]
    assert f"hồ sơ số {first.submission.id}" in again.notices[0].message
    assert (again.figures, again.not_understood) == (3, 0)
    assert counts() == before


def test_the_same_file_after_acceptance_opens_nothing(desk, propose, people, now):
    first = desk.submit().submission.id
    desk.batch(first)
    desk.finish(first)
    book.submission_accept(actor=people.verifier, now=now, submission_id=first)
    before = counts()
    again = desk.submit()
    assert (again.opened, again.submission.id, again.submission.state) == (False, first, "accepted")
    assert counts() == before


def test_the_same_file_for_another_unit_is_one_document_in_two_submissions(desk, propose):
    first, second = desk.submit(), desk.submit(unit="x2")
    assert second.opened
    assert second.document.id == first.document.id
    assert codes(second) == ["SV-611"]
    assert (Document.objects.count(), Submission.objects.count()) == (1, 2)


def test_another_file_while_one_is_open_is_refused_with_its_number(desk, propose):
    first = desk.submit().submission.id
    error = refused(SubmissionOpen, lambda: desk.submit(TEXT + " ", name="khac.txt"))
    assert f"hồ sơ số {first}" in error.message
    desk.batch(first)
    desk.finish(first)
    refused(SubmissionOpen, lambda: desk.submit(TEXT + " ", name="khac.txt"))


def test_two_files_of_the_same_name(desk, propose, people, now):
    """Within one unit and period a changed file under the old name is a mistake until the person says that it is meant."""
    first = desk.submit().submission.id
    error = refused(SameNameOtherContent, lambda: desk.submit(TEXT + " "))
    assert "bao-cao.txt" in error.message
    assert error.code == "SV-601"
    desk.batch(first)
    desk.finish(first)
    book.submission_accept(actor=people.verifier, now=now, submission_id=first)
    refused(SameNameOtherContent, lambda: desk.submit(TEXT + " "))
    second = desk.submit(TEXT + " ", new_version=True)
    assert (second.submission.version, codes(second)) == (2, ["SV-612", "SV-613"])


def test_the_same_name_elsewhere_is_told_and_kept_apart(desk, propose):
    first = desk.submit(period="2023")
    second = desk.submit(TEXT + " ")
    assert codes(second) == ["SV-612"]
    assert second.document.id != first.document.id
    assert codes(desk.submit(TEXT + "  ", unit="x2")) == [], "every unit has its bao-cao.txt"


def test_a_second_file_joins_an_open_draft(desk, propose):
    first = desk.submit()
    joined = desk.submit(TEXT + " Phụ lục.", name="phu-luc.txt", add_to=first.submission.id)
    assert joined.submission.id == first.submission.id
    assert [link.name for link in joined.submission.documents] == ["bao-cao.txt", "phu-luc.txt"]
    assert [row.number for row in desk.view(first.submission.id).candidates] == [1, 2, 3, 4, 5, 6]
    refused(WrongSubmission, lambda: desk.submit(TEXT + "3", name="c.txt", unit="x2", add_to=first.submission.id))
    refused(WrongSubmission, lambda: desk.submit(TEXT + "3", name="c.txt", add_to=10**6))


def test_a_closed_submission_takes_no_more_files(desk, propose):
    first = desk.submit().submission.id
    desk.batch(first)
    desk.finish(first)
    refused(WrongState, lambda: desk.submit(TEXT + "3", name="c.txt", add_to=first))


def test_a_city_reports_through_its_command(desk, propose):
    result = desk.submit(unit="tp")
    assert result.submission.unit_id == "tp-bch"
    assert codes(result) == ["SV-615"]
    assert result.submission.scope.value == "total"


def test_bad_input_is_refused_and_changes_nothing(desk, propose, tmp_path):
    refused(FileEmpty, lambda: desk.submit(b""))
    refused(NoSuchUnit, lambda: desk.submit(unit="x9"))
    refused(BadPeriod, lambda: desk.submit(period="2024-H3"))
    refused(PeriodNotStarted, lambda: desk.submit(period="2026"))
    assert not (tmp_path / "documents").exists()


def test_who_may_hand_in_a_file(desk, propose, people):
    for stranger in (None, people.nobody, people.reader, people.verifier):
        refused((NotAllowed, MayNotStore), lambda stranger=stranger: desk.submit(by=stranger))
    refused(NotAllowed, lambda: desk.submit(by=people.outsider))


def test_a_failure_after_the_document_was_stored_leaves_no_row(desk, propose, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("mất điện")

    monkeypatch.setattr("saovuong.intake.services.submit.entry_append", broken)
    refused(RuntimeError, desk.submit)


def test_a_file_without_figures_says_so(desk, propose):
    propose()
    result = desk.submit()
    assert (result.figures, codes(result)) == (0, ["SV-614"])


def test_a_number_beyond_the_book_is_kept_as_a_quote_only(desk, propose):
    from decimal import Decimal

    propose(("12", Decimal("1234567890123456789"), "policy_gift_count"))
    (row,) = desk.view(desk.submit().submission.id).candidates
    assert (row.figure.measure, row.figure.value) == (None, None)
    assert "số vượt quá" in row.why[0]


@pytest.mark.parametrize(
    ("head", "unit", "told"),
    [
        ("PHƯỜNG THỬ NHÌ. Báo cáo năm 2024.", "x1", True),
        ("PHƯỜNG THỬ NHẤT. Báo cáo năm 2024, phối hợp với phường Thử Nhì.", "x1", False),
        ("THÀNH PHỐ MẪU GIANG. Báo cáo năm 2024.", "x1", False),
        ("THÀNH PHỐ MẪU GIANG. Báo cáo năm 2024.", "tp", False),
        ("HUYỆN LÂN BANG. Báo cáo năm 2024.", "tp", True),
        ("Báo cáo năm 2024.", "x1", False),
    ],
)
def test_the_report_of_another_unit_is_noticed(desk, propose, head, unit, told):
    propose()
    result = desk.submit(head, unit=unit)
    assert ("SV-616" in codes(result)) is told


def test_how_a_file_was_opened_is_told(desk, propose):
    propose(("12", 12, "policy_gift_count"))
    result = desk.submit("Thăm hỏi, tặng 12 suất quà".encode("utf-16"))
    assert [notice.message for notice in result.notices if notice.code == "SV-223"] == ["Đã chuyển chữ từ UTF-16 sang Unicode."]
