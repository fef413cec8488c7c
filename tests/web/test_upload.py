"""Uploading through the web: several files, duplicates, what was seen, and everything that may be wrong with a file or a disk."""

import errno
import io
import os
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from saovuong.catalogue.packs import load_catalogue
from saovuong.intake.seen import document_seen
from saovuong.ledger.queries import submissions
from saovuong.org.names import UnitNameIndex
from tests.ledger.world import counts
from tests.web.conftest import REPORT
from tests.web.test_pages import text_of, upload

pytestmark = pytest.mark.django_db

MORE = "BÁO CÁO\nBổ sung kết quả công tác quốc phòng, quân sự địa phương năm 2024\n\nTổ chức 03 hội nghị triển khai nhiệm vụ.\n"


def send(client, files, **more):
    sent = [SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content) for name, content in files]
    headers = more.pop("headers", {})
    return client.post("/ho-so/nop/", {"file": sent, "unit": "phường Thử Nhất", "period": "2024", **more}, headers=headers)


def stored(folder):
    """Contents and half-written contents in the folder of documents."""
    return [file for file in folder.rglob("*") if file.is_file()]


def test_several_files_of_one_report_come_into_one_draft(people, enter):
    clerk = enter("clerk")
    answer = send(clerk, [("chinh.txt", REPORT), ("bo-sung.txt", MORE)])
    assert answer.status_code == 302
    (draft,) = submissions(actor=people.clerk)
    assert [link.name for link in draft.documents] == ["chinh.txt", "bo-sung.txt"]
    page = text_of(clerk.get(answer["Location"]))
    assert "chinh.txt: Đọc được" in page
    assert "bo-sung.txt: Đọc được" in page


def test_a_bad_file_stops_no_other_and_is_told(people, enter):
    clerk = enter("clerk")
    answer = send(clerk, [("hong.docx", b"MZ" + b"\0" * 400), ("chinh.txt", REPORT)])
    page = text_of(clerk.get(answer["Location"]))
    assert "hong.docx" in page
    assert "[SV-2" in page
    (draft,) = submissions(actor=people.clerk)
    assert [link.name for link in draft.documents] == ["chinh.txt"]


def test_the_script_gets_what_became_of_one_file(people, enter):
    clerk = enter("clerk")
    page = text_of(send(clerk, [("chinh.txt", REPORT)], headers={"X-One-File": "one"}))
    assert "<html" not in page
    (draft,) = submissions(actor=people.clerk)
    assert f'data-adds="{draft.id}"' in page
    assert f'data-page="/ho-so/{draft.id}/doc/"' in page
    page = text_of(send(clerk, [("bo-sung.txt", MORE)], add_to=str(draft.id), headers={"X-One-File": "one"}))
    assert 'class="problem' not in page
    assert len(submissions(actor=people.clerk)[0].documents) == 2


def test_a_second_report_for_an_open_draft_is_offered_to_join_it(people, enter):
    clerk = enter("clerk")
    send(clerk, [("chinh.txt", REPORT)])
    before = counts()
    answer = send(clerk, [("bo-sung.txt", MORE)])
    assert answer.status_code == 400
    assert 'name="add_to"' in text_of(answer)
    assert counts() == before


def test_the_same_content_again_is_told_and_stored_once(people, enter, folder):
    clerk = enter("clerk")
    first = upload(clerk)
    before, files = counts(), stored(folder / "documents")
    answer = upload(clerk, name="ten-khac.txt")
    assert answer["Location"] == first["Location"]
    assert "Tệp trùng" in text_of(clerk.get(answer["Location"]))
    assert (counts(), stored(folder / "documents")) == (before, files)


def test_what_the_document_is_at_first_sight_is_said(people, enter):
    clerk = enter("clerk")
    page = text_of(clerk.get(upload(clerk, content=REPORT.encode("utf-16"), period="2024-11")["Location"]))
    assert "UTF-16" in page
    assert "văn bản thường (.txt)" in page
    assert "Văn bản nói về năm 2024, khác kỳ đã chọn" in page


def test_tables_period_and_unit_are_seen():
    units = UnitNameIndex.shipped()
    ward = units.find("phường Xuất Hóa, thành phố Bắc Kạn")[0].unit.id
    text = (
        "UBND PHƯỜNG XUẤT HÓA\nBÁO CÁO\nKết quả công tác quốc phòng quý III năm 2024\n\n"
        "Chỉ tiêu\tSố lượng\nQuà tặng\t45\nTuần tra\t12\n\nHết.\n"
    )
    seen = document_seen(
        text=text, media_type="text/plain", unit_ids=[ward], period_label="2024-Q3", catalogue=load_catalogue(), units=units
    )
    assert (seen.tables, seen.period, seen.other_period) == (1, "2024-Q3", False)
    assert seen.unit == units.name_of(ward)
    assert len(seen.sentences()) == 1


def bomb():
    """A .docx of a few kilobytes that unpacks to 400 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(400):
                part.write(b"\0" * 1_000_000)
    return packed.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(people, enter, folder):
    before = counts()
    answer = send(enter("clerk"), [("bao-cao.docx", bomb())])
    assert answer.status_code == 400
    assert "nén bất thường" in text_of(answer)
    assert "[SV-209]" in text_of(answer)
    assert (counts(), stored(folder / "documents")) == (before, [])


def test_a_program_renamed_to_docx_is_called_one(people, enter, folder):
    before = counts()
    answer = send(enter("clerk"), [("bao-cao.docx", b"MZ\x90\x00\x03" + os.urandom(4000))])
    assert answer.status_code == 400
    page = text_of(answer)
    assert "bao-cao.docx" in page
    assert "chương trình" in page
    assert (counts(), stored(folder / "documents")) == (before, [])


def test_200_megabytes_are_refused_by_their_length(people, enter, folder):
    """The body is read away, not kept; nothing looks into it."""
    before = counts()

    class Endless(io.RawIOBase):
        left = 200 * 1024 * 1024
        largest = 0

        def readable(self):
            return True

        def read(self, size=-1):
            taken = min(self.left, size)
            assert size > 0, "never all at once"
            self.left -= taken
            self.largest = max(self.largest, taken)
            return b"x" * taken

    body, clerk = Endless(), enter("clerk")
    answer = clerk.generic(
        "POST", "/ho-so/nop/", b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(body.left), **{"wsgi.input": body}
    )
    assert answer.status_code == 413
    assert "lớn hơn 50 MB" in text_of(answer)
    assert body.left == 0
    assert body.largest <= 1 << 20
    assert (counts(), stored(folder)) == (before, [])


@pytest.mark.parametrize("call", ["os.fsync", "tempfile.mkstemp"])
def test_a_full_disk_is_told_and_leaves_nothing(people, enter, folder, monkeypatch, call):
    def full(*words, **options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before, client = counts(), enter("clerk")
    monkeypatch.setattr(f"saovuong.ledger.store.{call}", full)
    answer = upload(client)
    monkeypatch.undo()
    page = text_of(answer)
    assert answer.status_code in (400, 507)
    assert "dung lượng đĩa" in page
    assert "[SV-522]" in page
    assert counts() == before
    assert stored(folder / "documents") == []


def test_a_database_on_a_full_disk_is_told_and_leaves_nothing(people, enter, folder, monkeypatch):
    import sqlite3

    from django.db import OperationalError

    from saovuong.ledger import services as book

    def full(**words):
        cause = sqlite3.OperationalError("database or disk is full")
        cause.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise OperationalError(str(cause)) from cause

    before, client = counts(), enter("clerk")
    monkeypatch.setattr(book, "document_attach", full)
    client.raise_request_exception = False
    answer = upload(client)
    assert "Đĩa của cơ sở dữ liệu đã đầy" in text_of(answer)
    assert counts() == before
