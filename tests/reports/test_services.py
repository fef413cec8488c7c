"""Written reports: who may write them, what is remembered, and what a later check finds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from saovuong.accounts.shapes import Actor
from saovuong.audit.models import Entry
from saovuong.consolidation.books import OutOfScope
from saovuong.core.catalogue import Catalogue
from saovuong.ledger import services as book
from saovuong.reports.models import ReportRecord
from saovuong.reports.queries import NoActor, WrongPeriod, report_check, report_draft, reports
from saovuong.reports.services import report_build
from saovuong.reports.shapes import BuiltReport, CheckResult
from saovuong.writers.manifest import NoManifest, read_manifest, to_json
from saovuong.writers.package import NotADocx, open_package
from tests.consolidation.world import CITY, DUONG_QUANG, GIFTS, MILITIA, NONG_THUONG, PHUNG_CHI_KIEN, Office, said
from tests.writers.samples import DOCUMENT, paper, parts_of, spoiled, swap

Build = Callable[..., BuiltReport]


@pytest.fixture
def check(city: Office, catalogue: Catalogue, now: datetime) -> Callable[..., CheckResult]:
    def found(content: bytes, actor: Actor | None = None) -> CheckResult:
        return report_check(actor=actor or city.people.everywhere, now=now, content=content, catalogue=catalogue, name="bc.docx")

    return found


def kinds(result: CheckResult) -> list[tuple[str, str]]:
    return [(one.kind, one.rule) for one in result.differences]


# --- writing ---


def test_a_report_is_recorded_with_its_figures_and_leaves_a_trace(build: Build) -> None:
    built = build()
    row = ReportRecord.objects.get(pk=built.info.id)
    manifest = read_manifest(open_package(built.content, name="x"))
    assert (row.unit_id, row.period_label, row.template, row.built_by) == (CITY, "2024", "year", "tra-cuu")
    assert row.manifest_sha256 == manifest.digest()
    assert len(row.manifest["figures"]) == built.info.figures == len(manifest.figures)
    entry = Entry.objects.order_by("-seq").first()
    assert entry is not None
    assert (entry.action, entry.actor, entry.target) == ("report_build", "tra-cuu", f"report:{row.pk}")
    assert entry.after is not None
    assert entry.after["sha256"] == row.sha256


def test_the_same_book_gives_the_same_bytes(build: Build) -> None:
    assert build().content == build().content
    assert ReportRecord.objects.count() == 2


def test_no_actor_no_report(build: Build, catalogue: Catalogue, now: datetime) -> None:
    content = build().content
    for act in (
        lambda: report_build(actor=None, now=now, unit_id=CITY, period_label="2024", catalogue=catalogue),
        lambda: report_draft(actor=None, now=now, unit_id=CITY, period_label="2024", catalogue=catalogue),
        lambda: report_check(actor=None, now=now, content=content, catalogue=catalogue),
    ):
        with pytest.raises(NoActor) as refusal:
            act()
        assert refusal.value.code == "SV-816"
    assert reports(actor=None) == []


def test_an_outsider_neither_writes_nor_checks_nor_lists(build: Build, city: Office, check: Callable[..., CheckResult]) -> None:
    content = build().content
    for stranger in (city.people.outsider, city.people.nobody):
        with pytest.raises(OutOfScope):
            build(actor=stranger)
        with pytest.raises(OutOfScope):
            check(content, stranger)
        assert reports(actor=stranger) == []
    assert ReportRecord.objects.count() == 1


def test_a_refusal_leaves_no_record_and_no_trace(build: Build) -> None:
    before = Entry.objects.count()
    with pytest.raises(WrongPeriod):
        build(period_label="2024-07")
    assert ReportRecord.objects.count() == 0
    assert Entry.objects.count() == before


def test_the_area_is_answered_by_its_command(build: Build) -> None:
    assert build(unit_id="d63-058").info.unit_id == CITY


def test_records_are_never_changed(build: Build) -> None:
    number = build().info.id
    table = ReportRecord._meta.db_table
    for statement in (f"UPDATE {table} SET built_by = 'ai đó' WHERE id = {number}", f"DELETE FROM {table} WHERE id = {number}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_reports_are_listed_oldest_first_and_by_unit_and_period(build: Build, city: Office) -> None:
    first, second = build(), build(unit_id=DUONG_QUANG)
    reader = city.people.everywhere
    assert [one.id for one in reports(actor=reader)] == [first.info.id, second.info.id]
    assert [one.id for one in reports(actor=reader, unit_id=DUONG_QUANG)] == [second.info.id]
    assert reports(actor=reader, period_label="2023") == []


# --- checking ---


def test_a_fresh_report_has_no_findings(build: Build, check: Callable[..., CheckResult]) -> None:
    for unit in (CITY, DUONG_QUANG, NONG_THUONG):
        built = build(unit_id=unit)
        result = check(built.content)
        assert result.differences == ()
        assert (result.figures, result.unit_id, result.written_by) == (built.info.figures, unit, "tra-cuu")
        assert result.blanks == 13


def correct(office: Office, catalogue: Catalogue, unit: str, measure: str, value: int | None) -> None:
    """The unit hands in a new version with one figure corrected (None: all figures as they were)."""
    clerk, now = office.people.clerk, office.now
    from saovuong.ledger.queries import facts_of, submissions

    (old,) = submissions(actor=clerk, unit_ids=[unit], period_label="2024", states=("accepted",))
    new = book.submission_revise(actor=clerk, now=now, catalogue=catalogue, submission_id=old.id)
    if value is not None:
        fact = next(row for row in facts_of(actor=clerk, submission_id=new.id) if row.measure == measure)
        book.fact_supersede(actor=clerk, now=now, catalogue=catalogue, fact_id=fact.id, fact=said(measure, value))
    book.submission_hand_in(actor=clerk, now=now, submission_id=new.id)
    book.submission_accept(actor=office.people.verifier, now=now, submission_id=new.id)


def test_a_corrected_figure_is_listed_with_both_values_and_its_place(
    build: Build, check: Callable[..., CheckResult], city: Office, catalogue: Catalogue
) -> None:
    content = build().content
    correct(city, catalogue, DUONG_QUANG, MILITIA, 120)
    found = {one.rule: one for one in check(content).differences}
    changed = found[f"result:2024:{MILITIA}"]
    assert (changed.kind, changed.written, changed.now) == ("changed", "721", "735")
    assert changed.place == "Phần I, mục II.3"
    assert {one.kind for one in found.values()} == {"changed"}
    assert f"result:2024:{GIFTS}" not in found


def test_a_submission_handed_in_again_unchanged_is_no_finding(
    build: Build, check: Callable[..., CheckResult], city: Office, catalogue: Catalogue
) -> None:
    content = build().content
    correct(city, catalogue, DUONG_QUANG, MILITIA, None)
    assert check(content).differences == ()


def test_other_sources_behind_the_same_value_are_named(
    build: Build, check: Callable[..., CheckResult], city: Office, catalogue: Catalogue
) -> None:
    content = build().content
    correct(city, catalogue, DUONG_QUANG, MILITIA, 107)
    correct(city, catalogue, PHUNG_CHI_KIEN, MILITIA, 102)
    found = {one.rule: one.kind for one in check(content).differences}
    assert found[f"result:2024:{MILITIA}"] == "source"


def test_a_newly_accepted_figure_is_named_as_lacking(build: Build, check: Callable[..., CheckResult], city: Office) -> None:
    content = build().content
    city.hand_in(NONG_THUONG, [said("patrol_count", 12)])
    found = check(content).differences
    assert [(one.kind, one.now) for one in found if one.rule == "result:2024:patrol_count"] == [("new", "12")]


def test_a_figure_that_left_the_book_is_gone(build: Build, check: Callable[..., CheckResult], city: Office, catalogue: Catalogue) -> None:
    city.hand_in(NONG_THUONG, [said("patrol_count", 12), said(MILITIA, 50)])
    content = build().content
    clerk = city.people.clerk
    row = book.submission_open(actor=clerk, now=city.now, catalogue=catalogue, unit_id=NONG_THUONG, period_label="2024")
    book.facts_append(actor=clerk, now=city.now, catalogue=catalogue, submission_id=row.id, facts=[said(MILITIA, 50)])
    book.submission_hand_in(actor=clerk, now=city.now, submission_id=row.id)
    book.submission_accept(actor=city.people.verifier, now=city.now, submission_id=row.id)
    assert ("gone", "result:2024:patrol_count") in kinds(check(content))


def test_an_edited_number_is_listed_with_what_was_built(build: Build, check: Callable[..., CheckResult]) -> None:
    content = spoiled(build().content, DOCUMENT, swap(">721<", ">812<", count=1))
    (found,) = check(content).differences
    assert (found.kind, found.written, found.now, found.place) == ("edited", "812", "721", "Phần I, mục II.3")


def test_a_removed_sentence_and_a_typed_number_are_listed(build: Build, check: Callable[..., CheckResult]) -> None:
    content = build().content
    text = parts_of(content)[DOCUMENT]
    at = text.index("Tổng số dân quân tự vệ </w:t>")
    begin, end = text.rindex("<w:p>", 0, at), text.index("</w:p>", at) + len("</w:p>")
    plain = '<w:p><w:pPr><w:pStyle w:val="SVBullet"/></w:pPr><w:r><w:t>- Tổng số dân quân tự vệ 999 đồng chí.</w:t></w:r></w:p>'
    found = check(spoiled(content, DOCUMENT, lambda words: words[:begin] + plain + words[end:])).differences
    assert ("loose", "999") in [(one.kind, one.written) for one in found]
    assert {one.kind for one in found} == {"removed", "loose"}
    assert "“3. Xây dựng lực lượng dân quân tự vệ”" in next(one.place for one in found if one.kind == "loose")


def test_words_without_numbers_may_be_edited_freely(build: Build, check: Callable[..., CheckResult]) -> None:
    content = build().content
    for change in (
        swap("(đơn vị bổ sung) ", "Nhân dân tích cực ủng hộ. "),
        swap("Số:       /", "Số: 125/"),
        swap("Chưa có số liệu", "Đang chờ số liệu"),
    ):
        assert check(spoiled(content, DOCUMENT, change)).differences == ()


def test_a_broken_format_is_listed_with_rule_and_law(build: Build, check: Callable[..., CheckResult]) -> None:
    (found,) = check(spoiled(build().content, DOCUMENT, swap("trân trọng báo cáo./.", "trân trọng báo cáo"))).differences
    assert (found.kind, found.rule) == ("format", "ending")
    assert "Nghị định số 30/2020/NĐ-CP" in found.message


def test_an_altered_list_of_figures_is_found(build: Build, check: Callable[..., CheckResult]) -> None:
    """Changing text and list together must not pass: the list is compared with what was recorded."""
    content = build().content
    manifest = read_manifest(open_package(content, name="x"))
    first = manifest.shown[0]
    forged = to_json(replace(manifest, shown=(replace(first, text="999"), *manifest.shown[1:])))
    altered = spoiled(content, "customXml/item1.xml", lambda text: text.replace(to_json(manifest), forged))
    assert "manifest" in [kind for kind, _ in kinds(check(altered))]


@pytest.mark.parametrize(("content", "refusal"), [(b"", NotADocx), (b"abc", NotADocx)])
def test_what_is_no_report_is_refused(check: Callable[..., CheckResult], content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check(content)


def test_a_paper_of_another_office_is_refused_where_its_unit_is_unknown(check: Callable[..., CheckResult]) -> None:
    from saovuong.org.queries import NoSuchUnit

    with pytest.raises(NoSuchUnit):
        check(paper())


def test_a_docx_without_figures_of_ours_is_refused(check: Callable[..., CheckResult]) -> None:
    bare = spoiled(paper(), "customXml/item1.xml", swap("urn:saovuong:bao-cao:1", "urn:khac"))
    with pytest.raises(NoManifest):
        check(bare)
