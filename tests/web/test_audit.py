"""The trail on the web: read, narrowed, turned over, taken away and verified; and who looked."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import transaction

from saovuong.audit.queries import entries_of
from saovuong.audit.services import entry_append
from saovuong.catalogue.packs import load_catalogue
from saovuong.inspection import services
from saovuong.web.showing.audit import csv_lines, rows, target_of
from tests.audit.test_trail import tampered
from tests.web.conftest import signed_in
from tests.web.test_pages import text_of

pytestmark = pytest.mark.django_db


def act(now, **fields):
    with transaction.atomic():
        entry_append(**{"actor": "nhap-lieu", "action": "test", "target": "unit:x1", "before": None, "after": None, "now": now} | fields)


def taken(answer) -> list[list[str]]:
    whole = b"".join(answer).decode("utf-8")
    assert whole.startswith("\ufeff")
    return list(csv.reader(io.StringIO(whole[1:])))


def test_an_act_is_told_in_words(book, enter):
    page = text_of(enter("admin").get("/nhat-ky/"))
    assert "duyệt hồ sơ" in page
    assert f'<a href="/ho-so/{book.accepted}/">hồ sơ {book.accepted}</a>' in page
    assert "<del>chờ duyệt</del>" in page
    assert "<ins>đã duyệt</ins>" in page


def test_before_and_after_are_readable(units, now):
    act(
        now,
        before={"role": "clerk", "unit_id": "x1"},
        after={"facts": [1, 2, 3, 5], "value": "1250.500000", "valid_to": "2025-01-31", "high": None},
    )
    act(now, after={"figure": {"measure": "policy_gift_count", "rating": None, "flag": False}})
    first, second = rows([*entries_of(target="unit:x1")], load_catalogue())
    assert [(one.field, one.before, one.after) for one in first.changes] == [
        ("vai trò, loại", "nhập số liệu", ""),
        ("đơn vị nào", "phường Thử Nhất, thành phố Mẫu Giang, tỉnh Sơn Thử", ""),
        ("các số liệu (mã)", "", "1–3, 5"),
        ("giá trị", "", "1.250,5"),
        ("đến trước ngày", "", "31/01/2025"),
    ]
    (figure,) = second.changes
    assert "chỉ tiêu thống kê: Số suất quà tặng đối tượng chính sách" in figure.after
    assert first.target.address == "/don-vi/x1/"
    assert target_of("khong:biet", units).words == "khong:biet"


def test_filters_and_pages(book, enter, now):
    admin = enter("admin")
    for number in range(60):
        act(now, target="unit:x2", after={"number": number})
    first = text_of(admin.get("/nhat-ky/?loai=unit&so=x2"))
    assert first.count('<tr id="d-') == 50
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = text_of(admin.get(f"/nhat-ky/{older}"))
    assert second.count('<tr id="d-') == 10
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second
    assert '<tr id="d-' not in text_of(admin.get("/nhat-ky/?nguoi=khong-ai"))
    assert '<tr id="d-' not in text_of(admin.get("/nhat-ky/?tu=2031-01-01"))
    assert text_of(admin.get("/nhat-ky/?den=2025-01-10&viec=submission_accept")).count('<tr id="d-') == 1
    assert admin.get("/nhat-ky/?tu=hom-qua").status_code == 400
    assert admin.get("/nhat-ky/?truoc=" + "9" * 40).status_code == 200


def test_what_somebody_typed_is_text_on_the_page_and_in_excel(book, enter, now):
    evil = '=HYPERLINK("http://xau.example","bấm")'
    act(now, action="test", after={"reason": evil, "name": "<script>alert(1)</script>"}, actor="@SUM(1)")
    admin = enter("admin")
    assert "<script>alert" not in text_of(admin.get("/nhat-ky/"))
    lines = taken(admin.post("/nhat-ky/tai-ve/", {"viec": "test"}))
    assert lines[0][0] == "Dòng"
    (line,) = lines[1:]
    assert line[2] == "'@SUM(1)"
    assert evil in line[6]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in line)


@pytest.mark.parametrize("cell", ["=1+1", " =1+1", "+84", "-5", "@A1", "\t=1", "\r=1", "\uff1d1"])
def test_a_formula_never_begins_a_cell(cell, now):
    from saovuong.audit.shapes import EntryInfo

    entry = EntryInfo(seq=1, at=now, actor=cell, action=cell, target=cell, before=None, after=None)
    _head, line = csv_lines([entry], load_catalogue())
    (read,) = csv.reader(io.StringIO(line, newline=""))
    assert [one for one in read[2:] if one] == [f"'{cell}"] * 5


def test_taking_a_copy_is_noted_and_needs_a_post(book, enter):
    admin = enter("admin")
    assert admin.get("/nhat-ky/tai-ve/").status_code == 405
    lines = taken(admin.post("/nhat-ky/tai-ve/", {"loai": "submission"}))
    (told,) = entries_of(target="audit")
    assert told.action == "audit_export"
    assert told.after["entries"] == len(lines) - 1
    assert told.after["filter"] == {"target": "submission:"}


def test_the_chain_is_verified_from_the_page(book, enter, monkeypatch):
    admin = enter("admin")
    assert "Nhật ký nguyên vẹn" in text_of(admin.post("/nhat-ky/kiem-chuoi/"))
    monkeypatch.setattr(services.chain_check, "__kwdefaults__", {"after": 0, "most": 10})
    halfway = text_of(admin.post("/nhat-ky/kiem-chuoi/", headers={"HX-Request": "true"}))
    assert "<html" not in halfway
    assert '<progress id="tien-do"' in halfway
    assert 'name="sau" value="10"' in halfway
    assert 'hx-trigger="load, submit"' in halfway
    assert 'name="sau" value="20"' in text_of(admin.post("/nhat-ky/kiem-chuoi/", {"sau": "10"}))
    tampered("UPDATE audit_entry SET actor = 'ke-khac' WHERE seq = 14")
    broken = text_of(admin.post("/nhat-ky/kiem-chuoi/", {"sau": "10"}))
    assert "Nhật ký không còn nguyên vẹn từ dòng 14" in broken
    assert "13 dòng trước đó còn nguyên" in broken


def test_looking_at_restricted_pages_is_noted_once_an_hour(book, enter, monkeypatch, now):
    admin = enter("admin")
    for _ in range(3):
        assert admin.get("/tai-khoan/").status_code == 200
    assert [one.actor for one in entries_of(target="page:/tai-khoan/")] == ["quan-tri"]
    monkeypatch.setenv("SAOVUONG_NOW", (now + timedelta(minutes=20)).isoformat())
    admin.get("/tai-khoan/")
    assert len(entries_of(target="page:/tai-khoan/")) == 1
    admin.get("/nhat-ky/")
    assert len(entries_of(target="page:/nhat-ky/")) == 1
    # Nothing is seen, nothing is noted: refused, or not restricted.
    enter("reader").get("/nhat-ky/")
    enter("reader").get("/danh-muc/chi-tieu/policy_gift_count/")
    assert len(entries_of(target="page:/nhat-ky/")) == 1
    assert entries_of(target="page:/danh-muc/chi-tieu/policy_gift_count/") == []


def test_pages_of_what_may_be_secret_are_noted_while_it_is_on(book, enter, folder):
    page = "/danh-muc/chi-tieu/troop_strength_count/"
    reader = enter("reader")
    reader.get(page)
    assert entries_of(target=f"page:{page}") == []
    (folder / "config.toml").write_text('[catalogue]\nswitched_on = ["troop_strength_count"]\n', "utf-8")
    assert reader.get(page).status_code == 200
    assert [one.actor for one in entries_of(target=f"page:{page}")] == ["chi-huy"]


def test_an_inspector_of_one_unit_reads_only_its_book(book, person_with):
    page = text_of(signed_in(person_with("inspector", "x2")).get("/nhat-ky/"))
    assert f"/ho-so/{book.submitted}/" in page
    assert f"/ho-so/{book.returned}/" not in page
    assert "tài khoản" not in page.split("<tbody>")[1]
