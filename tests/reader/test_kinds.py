"""Kinds of files are told by what is in them, and each that is not read is refused with what to do."""

import io
import zipfile

import pytest

from saovuong.core.errors import Refusal
from saovuong.reader.kinds import DOCX, HTML, MHTML, PDF, TEXT, kind_of
from saovuong.reader.load import load_document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(600)


def zipped(*names: str, first: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, first)
    return out.getvalue()


ODT = b"application/vnd.oasis.opendocument.text"
REFUSED = [
    ("SV-206", "mở bằng word", ole("WordDocument"), "a.doc"),
    ("SV-206", "mở bằng word", ole("WordDocument"), "a.txt"),
    ("SV-206", "mở bằng word", OLE, "a.doc"),
    ("SV-207", "mật khẩu", ole("EncryptedPackage"), "a.docx"),
    ("SV-207", "mật khẩu", OLE, "a.docx"),
    ("SV-214", "bảng tính", ole("Workbook"), "a.xls"),
    ("SV-214", "bảng tính", ole("Workbook"), "a.doc"),
    ("SV-214", "bảng tính", zipped("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx"),
    ("SV-214", "bảng tính", zipped("[Content_Types].xml", "xl/workbook.xml"), "a.docx"),
    ("SV-214", "bảng tính", b"STT,N\xe1\xbb\x99i dung\n1,2\n", "a.csv"),
    ("SV-215", "opendocument", zipped("mimetype", "content.xml", first=ODT), "a.odt"),
    ("SV-215", "rtf", b"{\\rtf1\\ansi Giao qu\\'e2n}", "a.doc"),
    ("SV-215", "xml", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "a.xml"),
    ("SV-216", "ảnh", b"\x89PNG\r\n\x1a\n" + bytes(99), "a.png"),
    ("SV-216", "ảnh", b"\xff\xd8\xff\xe0" + bytes(99), "a.docx"),
    ("SV-216", "ảnh", b"RIFF\x00\x00\x00\x00WEBP", "a"),
    ("SV-216", "ảnh", b"BM\x76\x01\x00\x00\x00\x00\x00\x00", "a.bmp"),
    ("SV-217", "giải nén", zipped("a.docx", "b.docx"), "a.zip"),
    ("SV-217", "giải nén", zipped("a.docx", "b.docx"), "a.docx"),
    ("SV-217", ".rar", b"Rar!\x1a\x07\x00", "a.rar"),
    ("SV-217", ".7z", b"7z\xbc\xaf\x27\x1c", "a.7z"),
    ("SV-218", "chương trình", b"MZ\x90\x00\x03" + bytes(60), "bao-cao.docx"),
    ("SV-218", "chương trình", b"\x7fELF\x02", "a"),
    ("SV-219", "trình chiếu", zipped("[Content_Types].xml", "ppt/presentation.xml"), "a.pptx"),
    ("SV-219", "trình chiếu", ole("PowerPoint Document"), "a.ppt"),
    ("SV-204", "âm thanh", b"ID3\x03", "a.mp3"),
    ("SV-210", ".json", b"{}", "a.json"),
]


@pytest.mark.parametrize(("code", "told", "content", "name"), REFUSED, ids=[f"{one[0]} {one[3]} {n}" for n, one in enumerate(REFUSED)])
def test_refused_with_what_to_do(code: str, told: str, content: bytes, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        load_document(content, name)
    assert refused.value.code == code
    assert told in refused.value.message.lower()
    assert name in refused.value.message


@pytest.mark.parametrize(
    ("kind", "content", "name"),
    [
        (DOCX, zipped("[Content_Types].xml", "word/document.xml"), "a.doc"),
        (DOCX, zipped("[Content_Types].xml", "word/document2.xml"), "a"),
        (PDF, b"\r\n%PDF-1.7", "a.txt"),
        (HTML, b"<!DOCTYPE html><html>", "a.doc"),
        (HTML, b"\xef\xbb\xbf  <HTML lang=vi>", "a"),
        (HTML, "<!doctype html><p>".encode("utf-16"), "a.html"),
        (HTML, b"<p>a</p>", "a.html"),
        (MHTML, b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;", "a.mht"),
        (TEXT, "Giao quân 12".encode(), "a.doc"),
        (TEXT, "< 5 người".encode(), "a.txt"),
        (TEXT, b"no tags", "a.html"),
    ],
)
def test_told_by_content(kind: str, content: bytes, name: str) -> None:
    assert kind_of(content, name) == kind


def test_plain_words_under_a_word_name_are_read_and_said() -> None:
    document = load_document("Giao quân 12 người".encode(), "a.doc")
    assert document.text == "Giao quân 12 người"
    assert "văn bản thuần" in document.notes[0]
