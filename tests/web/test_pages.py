"""The main line through the pages, as the people of the small city walk it, without a browser."""

import io
import os
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from saovuong.consolidation.snapshots import folder_of, snapshot_build, snapshot_status
from saovuong.ledger.queries import facts_of, submission_get
from tests.ledger.world import counts
from tests.web.conftest import REPORT, signed_in

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return answer.content.decode()


def upload(client, *, name="bao-cao.txt", content=REPORT, unit="phường Thử Nhất", period="2024", **more):
    return client.post(
        "/ho-so/nop/",
        {
            "file": SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content),
            "unit": unit,
            "period": period,
            **more,
        },
    )


def confirm_listed(client, number, above):
    """The batch as a person does it: the list first, then just what stands on it."""
    page = text_of(client.get(f"/ho-so/{number}/doc/loat/?above={above}"))
    listed = re.findall(r'name="figure" value="(\d+)"', page)
    return client.post(f"/ho-so/{number}/doc/loat/", {"above": above, "figure": listed})


def state_of(people, number):
    return submission_get(actor=people.clerk, submission_id=number).state


def test_from_a_file_to_a_figure_that_counts(people, enter, now):
    clerk, verifier, reader = enter("clerk"), enter("verifier"), enter("reader")
    answer = upload(clerk)
    assert answer.status_code == 302
    number = int(answer["Location"].split("/")[2])
    page = text_of(clerk.get(f"/ho-so/{number}/doc/"))
    assert "Thăm và tặng" in page
    assert 'id="cho-1"' in page
    assert 'id="so-1"' in page
    # One by one, then the others together; nothing is in the book before handing in.
    clerk.post(f"/ho-so/{number}/doc/1/", {"act": "confirm"})
    assert facts_of(actor=people.clerk, submission_id=number) == []
    confirm_listed(clerk, number, "0,0")
    assert clerk.post(f"/ho-so/{number}/doc/nop/")["Location"] == f"/ho-so/{number}/"
    assert state_of(people, number) == "submitted"
    # The verifier finds it, returns one figure, and cannot accept it then.
    assert f"/ho-so/{number}/kiem-tra/" in text_of(verifier.get("/"))
    (gift,) = [fact for fact in facts_of(actor=people.verifier, submission_id=number) if fact.measure == "policy_gift_count"]
    assert verifier.post(f"/ho-so/{number}/kiem-tra/{gift.number}/", {"act": "return", "reason": "Sổ quà ghi 54"}).status_code == 302
    assert "Sổ quà ghi 54" in text_of(verifier.get(f"/ho-so/{number}/kiem-tra/"))
    assert verifier.post(f"/ho-so/{number}/kiem-tra/duyet/").status_code == 400
    # The clerk sees the reason, corrects, hands in again.
    assert "Sổ quà ghi 54" in text_of(clerk.get("/"))
    fields = {
        "measure": gift.measure,
        "value": "54",
        "period": "2024",
        "unit": "",
        "role": "result",
        "note": "Đúng là 54",
        "act": "correct",
    }
    assert clerk.post(f"/ho-so/{number}/doc/{gift.number}/tra-loi/", fields).status_code == 302
    clerk.post(f"/ho-so/{number}/doc/nop/")
    assert verifier.post(f"/ho-so/{number}/kiem-tra/duyet/").status_code == 302
    assert state_of(people, number) == "accepted"
    # The commander finds the new number, and the sentence it comes from.
    table = text_of(reader.get("/don-vi/tp-bch/2024/"))
    assert "54 suất" in table
    assert "1/3" in table
    explained = text_of(reader.get("/don-vi/tp-bch/2024/policy_gift_count/"))
    assert "<mark>45</mark>" in explained
    assert "thay số" in explained


def test_who_entered_does_not_accept(book, person_with, now):
    client = signed_in(person_with("all", "tp-bch"))
    number = int(upload(client, period="2024-11")["Location"].split("/")[2])
    confirm_listed(client, number, "0")
    client.post(f"/ho-so/{number}/doc/nop/")
    answer = client.post(f"/ho-so/{number}/kiem-tra/duyet/")
    assert answer.status_code == 403
    assert "Người nhập và người kiểm tra phải khác nhau" in text_of(answer)
    assert client.post(f"/ho-so/{book.submitted}/kiem-tra/duyet/").status_code == 302


def test_a_snapshot_follows_what_is_accepted_on_its_page_and_is_tidied(book, enter, folder, now):
    snapshots = folder_of(folder)
    snapshot_build(folder=snapshots, now=now)
    forgotten = snapshots.path / "2024" / "rest-0.parquet"
    forgotten.write_bytes(b"")
    os.utime(forgotten, (0, 0))
    assert enter("verifier").post(f"/ho-so/{book.submitted}/kiem-tra/duyet/").status_code == 302
    assert snapshot_status(folder=snapshots).current
    assert not forgotten.exists()


def test_a_figure_is_corrected_on_its_page(book, enter, people, catalogue):
    clerk, address = enter("clerk"), f"/ho-so/{book.draft}/doc/1/sua/"
    assert "Số đảng viên trong DQTV" in text_of(clerk.get(f"{address}?tim=dang vien dqtv"))
    assert "Tổng số dân quân tự vệ" in text_of(clerk.get("/chi-tieu/tim/?tim=tong so dqtv"))
    fields = {
        "measure": "policy_gift_count",
        "value": "trên 50",
        "period": "2024-H1",
        "unit": "xã Thử Ba, thành phố Mẫu Giang",
        "role": "target",
    }
    assert clerk.post(address, fields).status_code == 302
    page = text_of(clerk.get(f"/ho-so/{book.draft}/doc/"))
    assert "trên 50" in page
    assert "mục tiêu" in page
    for wrong in ({"value": "nhiều"}, {"period": "hôm qua"}, {"unit": "xã không có"}, {"measure": ""}, {"role": "khác"}):
        answer = clerk.post(address, {**fields, **wrong})
        assert answer.status_code == 400
        assert "[SV-" in text_of(answer)


def test_htmx_gets_the_card_and_the_tally(book, enter):
    answer = enter("clerk").post(f"/ho-so/{book.draft}/doc/1/", {"act": "confirm"}, headers={"HX-Request": "true"})
    page = text_of(answer)
    assert answer.status_code == 200
    assert "<html" not in page
    assert 'id="so-1"' in page
    assert 'hx-swap-oob="true"' in page


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bao-cao.docx", b"MZ\x90\x00" + b"\0" * 4000, "SV-2"),
        ("rong.txt", b"", "SV-2"),
        ("bang.xlsx", b"PK\x03\x04xl/workbook.xml", "SV-2"),
    ],
)
def test_bad_files_are_told_and_change_nothing(people, enter, name, content, code):
    before = counts()
    answer = upload(enter("clerk"), name=name, content=content)
    assert answer.status_code == 400
    assert f"[{code}" in text_of(answer) or "Chưa chọn" in text_of(answer)
    assert counts() == before


def test_what_people_write_stays_text(people, enter):
    clerk = enter("clerk")
    evil = "<script>alert(1)</script>"
    answer = upload(clerk, name=f"a{evil}.txt", content=f"BÁO CÁO năm 2024\nTặng 45 suất quà {evil} cho gia đình chính sách.\n".encode())
    page = text_of(clerk.get(answer["Location"]))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_report_is_built_kept_and_fetched(book, enter):
    admin = enter("admin")
    answer = admin.post("/bao-cao/soan/", {"unit": "thành phố Mẫu Giang, tỉnh Sơn Thử", "period": "2024"})
    assert answer.status_code == 302, text_of(answer)
    assert admin.post(f"{answer['Location']}lap/").status_code == 302
    page = text_of(admin.get("/bao-cao/"))
    assert "Tải .docx" in page
    file = admin.get(f"/bao-cao/{book.report}/tep/")
    assert file.content[:2] == b"PK"
    assert "attachment" in file["Content-Disposition"]
    from docx import Document

    assert "BÁO CÁO" in "\n".join(one.text for one in Document(io.BytesIO(file.content)).paragraphs)
    assert "[SV-" in text_of(admin.post("/bao-cao/soan/", {"unit": "thành phố Mẫu Giang", "period": "2024-H1"}))


def test_the_head_finds_units_without_diacritics(book, enter):
    reader = enter("reader")
    assert reader.get("/don-vi/?don-vi=mau giang&ky=2024")["Location"] == "/don-vi/tp-bch/2024/"
    several = text_of(reader.get("/don-vi/?don-vi=thu&ky=2024"))
    assert "Thử Nhất" in several
    assert "Thử Nhì" in several
    # The page that was looked at stays chosen.
    reader.get("/don-vi/x1/2024/")
    assert "phường Thử Nhất" in text_of(reader.get("/"))


@pytest.mark.parametrize("path", ["/don-vi/khong-co/2024/", "/don-vi/tp-bch/2024-13/", "/ho-so/99999/", "/khong-co/", "/bao-cao/99999/"])
def test_what_is_not_there_is_said(book, enter, path):
    answer = enter("reader").get(path)
    assert answer.status_code == 404
    assert "Về trang đầu" in text_of(answer)


def test_a_fault_is_written_down_and_not_shown(book, enter, folder, monkeypatch):
    from saovuong.web.pages import work

    def broken(*words: object) -> None:
        raise RuntimeError("bí mật nội bộ")

    monkeypatch.setattr(work, "work_of", broken)
    client = enter("clerk")
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "bí mật nội bộ" not in text_of(answer)
    assert "bí mật nội bộ" in (folder / "loi-chuong-trinh.log").read_text("utf-8")


# What a page may ask the database, with room for one more; a list must not ask per row.
CEILINGS = {
    "/ma-truy-cap/": 9,
    "/api/docs": 5,
    "/": 21,
    "/ho-so/": 10,
    "/ho-so/nop/": 7,
    "/ho-so/{draft}/doc/": 17,
    "/ho-so/{submitted}/": 13,
    "/ho-so/{submitted}/kiem-tra/": 19,
    "/don-vi/tp-bch/2024/": 7,
    "/don-vi/tp-bch/2024/tong-quan/": 10,
    "/don-vi/tp-bch/2024/policy_gift_count/": 7,
    "/don-vi/tp-bch/2024/kiem-tra-so-lieu/": 10,
    "/don-vi/tp-bch/2024/bao-quat/": 10,
    "/don-vi/tim/?ten=thu": 7,
    "/don-vi/tp/": 10,
    "/danh-muc/?tim=dqtv": 8,
    "/danh-muc/chi-tieu/policy_gift_count/": 8,
    "/danh-muc/che-do/": 7,
    "/danh-muc/bieu/commune_year/": 7,
    "/don-vi/tp-bch/2024/policy_gift_count/phieu/": 7,
    "/bao-cao/": 11,
    "/bao-cao/{report}/": 8,
    "/bao-cao/{report}/thay-doi/": 19,
    "/bao-cao/soan/{manuscript}/": 19,
    "/bao-cao/soan/{manuscript}/in/": 19,
    "/bao-cao/soan/{manuscript}/phan/strengths/": 12,
    "/nhat-ky/": 10,
}


@pytest.mark.parametrize("path", CEILINGS)
def test_pages_ask_the_database_little(path, book, enter, django_assert_max_num_queries):
    client = enter("admin")
    address = path.format(draft=book.draft, submitted=book.submitted, report=book.report, manuscript=book.manuscript)
    client.get(address)
    with django_assert_max_num_queries(CEILINGS[path]):
        assert client.get(address).status_code == 200


# --- a submission that is only read ---


def test_a_large_submission_is_read_by_the_page_problems_first_and_printed_whole(enter, book, monkeypatch):
    monkeypatch.setattr("saovuong.web.showing.leaves._MOST", 1)
    reader, address = enter("reader"), f"/ho-so/{book.returned}/"
    page = text_of(reader.get(address))
    shown = [int(one) for one in re.findall(r'<article class="figure[^"]*" id="so-(\d+)"', page)]
    assert len(shown) == 1
    assert "?trang=2" in page
    whole = text_of(reader.get(f"{address}?tat-ca"))
    numbers = [int(one) for one in re.findall(r'<article class="figure[^"]*" id="so-(\d+)"', whole)]
    assert len(numbers) > 1
    assert numbers[:1] == shown
    assert "?trang=" not in whole
    (last,) = re.findall(r'<article class="figure[^"]*" id="so-(\d+)"', text_of(reader.get(f"{address}?so={numbers[-1]}")))
    assert int(last) == numbers[-1]
    returned = text_of(reader.get(f"{address}?xem=returned&tat-ca"))
    assert [int(one) for one in re.findall(r'<article class="figure[^"]*" id="so-(\d+)"', returned)] == [book.returned_figure]
    assert page.index("?xem=returned") < page.index("?xem=confirmed")
