"""Opening files: what is read as it stands, and one refusal each for what cannot be read."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from saovuong.core.errors import Refusal
from saovuong.reader import decode, kinds, load
from saovuong.reader.load import load_document

TEXT = "Giao quân 07/07 thanh niên,\r\nđạt 100%.\r\n"


def docx_bytes(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_is_decoded_and_nothing_stripped(encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert load_document(mark + TEXT.encode(encoding), "a.txt").text == TEXT


def test_path_and_bytes_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "báo cáo.txt"
    path.write_bytes(TEXT.encode())
    assert load_document(path) == load_document(TEXT.encode(), "báo cáo.txt")


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


REFUSED = [
    ("SV-202", b"", "a.txt"),
    ("SV-202", b"  \r\n\t ", "a.txt"),
    ("SV-204", b"abc\x00def", "a.txt"),
    ("SV-204", bytes(range(1, 32)) * 20, "a.txt"),
    ("SV-205", b"\xff\xfea", "a.txt"),
    ("SV-208", b"not a zip", "a.docx"),
    ("SV-208", docx_bytes("Giao quân")[:-300], "a.docx"),
    ("SV-208", zipped("word/document.xml", b"<w:document"), "a.docx"),
    ("SV-208", zipped("word/document.xml", b"<a/>"), "a.docx"),
    ("SV-209", zipped("word/document.xml", b" " * 30_000_000), "a.docx"),
    ("SV-202", docx_bytes(""), "a.docx"),
]


@pytest.mark.parametrize(("code", "content", "name"), REFUSED, ids=[f"{code}-{number}" for number, (code, _, _) in enumerate(REFUSED)])
def test_refused_with_code_and_file(code: str, content: bytes, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        load_document(content, name)
    assert refused.value.code == code
    assert name in refused.value.message


def test_missing_folder_and_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(load.FileMissing, match=r"không có tệp này"):
        load_document(tmp_path / "không có.txt")
    with pytest.raises(load.FileMissing, match=r"thư mục"):
        load_document(tmp_path)
    monkeypatch.setattr(load, "MAX_BYTES", 10)
    with pytest.raises(load.FileTooLarge, match=r"quá lớn"):
        load_document(b"x" * 11, "a.txt")
    (tmp_path / "a.txt").write_bytes(b"x" * 11)
    with pytest.raises(load.FileTooLarge, match=r"a\.txt"):
        load_document(tmp_path / "a.txt")


def test_every_refusal_has_its_own_code_in_the_readers_range() -> None:
    rooms = (load, kinds, decode)
    classes = {one for room in rooms for one in vars(room).values() if isinstance(one, type) and issubclass(one, Refusal)} - {Refusal}
    codes = [one.code for one in classes]
    assert len(codes) == len(set(codes)) > 15
    assert all(code.startswith("SV-2") for code in codes)
