"""What kind of file this is, told by its content; the name only settles what content leaves open. Kinds that are not read are refused."""

import io
import re
import zipfile
from pathlib import PurePath

from saovuong.core.errors import Refusal

TEXT, DOCX, PDF, HTML, MHTML = "text", "docx", "pdf", "html", "mhtml"


class FileBinary(Refusal):
    code = "SV-204"
    template = "Tệp {file} không phải văn bản: {reason}. Sản phẩm đọc tệp .docx, .pdf có chữ, .html và .txt."


class FileOldWord(Refusal):
    code = "SV-206"
    template = "Tệp {file} là tệp Word cũ (.doc). Mở bằng Word hoặc LibreOffice, chọn Lưu thành .docx rồi đưa vào lại."


class FileLocked(Refusal):
    code = "SV-207"
    template = "Tệp {file} đặt mật khẩu nên không đọc được. Mở bằng Word, bỏ mật khẩu, lưu lại rồi đưa vào."


class FileKind(Refusal):
    code = "SV-210"
    template = "Chưa đọc được loại tệp {kind} ({file}). Hãy lưu thành .docx hoặc .txt rồi đưa vào lại."


class FileSheet(Refusal):
    code = "SV-214"
    template = "Tệp {file} là bảng tính. Chép bảng cần đọc sang Word (giữ nguyên hàng tiêu đề), lưu thành .docx rồi đưa vào."


class FileOtherEditor(Refusal):
    code = "SV-215"
    template = "Tệp {file} là {kind}. Mở bằng Word hoặc LibreOffice, chọn Lưu thành .docx rồi đưa vào lại."


class FilePicture(Refusal):
    code = "SV-216"
    template = "Tệp {file} là ảnh; chữ trong ảnh không đọc được. Hãy xin tệp gốc (.docx), hoặc gõ lại những số cần dùng."


class FileArchive(Refusal):
    code = "SV-217"
    template = "Tệp {file} là tệp nén ({kind}). Giải nén rồi đưa từng văn bản bên trong vào."


class FileProgram(Refusal):
    code = "SV-218"
    template = "Tệp {file} là chương trình chạy được ({kind}), không phải văn bản, nên không được mở. Kiểm tra lại nơi gửi tệp này."


class FileSlides(Refusal):
    code = "SV-219"
    template = "Tệp {file} là bản trình chiếu. Chép phần chữ cần đọc sang Word, lưu thành .docx rồi đưa vào."


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00", b"8BPS", b"AT&TFORM")
_ARCHIVES = {
    b"PK\x05\x06": ".zip", b"7z\xbc\xaf\x27\x1c": ".7z", b"Rar!\x1a\x07": ".rar", b"\x1f\x8b": ".gz", b"BZh": ".bz2", b"\xfd7zXZ": ".xz",
    b"MSCF": ".cab",
}  # fmt: skip
_SHEETS, _SLIDES = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".csv", ".tsv"), (".ppt", ".pptx", ".odp", ".pps", ".ppsx")
_AS_TEXT = ("", ".txt", ".text", ".doc", ".html", ".htm", ".xhtml", ".mht", ".mhtml")
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|article|h1|p|div|table)\b", re.IGNORECASE)
_WORD_XML = re.compile(rb"<\?mso-application progid=.Word|<pkg:package|wordml|office:document\b", re.IGNORECASE)


def kind_of(content: bytes, name: str) -> str:
    """TEXT, DOCX, PDF, HTML or MHTML. Raises the refusal of every other kind."""
    suffix = PurePath(name).suffix.lower()
    head = content[:4096]
    if content.startswith(_OLE):
        raise _ole(content, suffix)(file=name)
    if content.startswith(_ZIP):
        return _zip(content, name, suffix)
    if b"%PDF-" in head[:1024]:
        return PDF
    _refuse_foreign(content, name)
    # Markup is ASCII; without its zero bytes UTF-16 shows it too.
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain.startswith(b"{\\rtf"):
        raise FileOtherEditor(file=name, kind="văn bản định dạng RTF")
    if plain.startswith(b"<") and _WORD_XML.search(plain):
        raise FileOtherEditor(file=name, kind="văn bản Word dạng XML")
    if re.match(rb"(?:[\w-]+:[^\n]*\n\s*)*?MIME-Version:", plain, re.IGNORECASE) and b"multipart/" in plain:
        return MHTML
    if (plain.startswith(b"<") or suffix in (".html", ".htm", ".xhtml")) and _PAGE.search(plain):
        return HTML
    return _text(name, suffix)


def _text(name: str, suffix: str) -> str:
    if suffix in _SHEETS:
        raise FileSheet(file=name)
    if suffix in _SLIDES:
        raise FileSlides(file=name)
    if suffix == ".docx":
        return DOCX
    if suffix == ".pdf":
        return PDF
    if suffix not in _AS_TEXT:
        raise FileKind(kind=suffix, file=name)
    return TEXT


def _ole(content: bytes, suffix: str) -> type[Refusal]:
    """Word, Excel and PowerPoint until 2003, and newer ones with a password, keep named streams in one container."""
    streams: tuple[tuple[str, type[Refusal]], ...] = (
        ("EncryptedPackage", FileLocked), ("WordDocument", FileOldWord), ("PowerPoint Document", FileSlides), ("Workbook", FileSheet),
    )  # fmt: skip
    for stream, refusal in streams:
        if stream.encode("utf-16-le") in content:
            return refusal
    if suffix in _SHEETS:
        return FileSheet
    if suffix in _SLIDES:
        return FileSlides
    return FileLocked if suffix == ".docx" else FileOldWord


def _zip(content: bytes, name: str, suffix: str) -> str:
    """Word, Excel, OpenDocument and plain archives are all zip files; what lies in them tells them apart. Nothing is unpacked here."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # The loader of .docx says what is broken.
        if b"word/" in content or suffix in (".docx", ".docm", ".doc", ""):
            return DOCX
        raise FileArchive(file=name, kind=".zip hỏng") from None
    if any(one.startswith("word/") for one in names):
        return DOCX
    if any(one.startswith("xl/") for one in names):
        raise FileSheet(file=name)
    if any(one.startswith("ppt/") for one in names):
        raise FileSlides(file=name)
    if "mimetype" in names and "content.xml" in names:
        if b"opendocument.spreadsheet" in content[:200]:
            raise FileSheet(file=name)
        if b"opendocument.presentation" in content[:200]:
            raise FileSlides(file=name)
        raise FileOtherEditor(file=name, kind="văn bản OpenDocument (.odt)")
    if "[Content_Types].xml" in names and any(one.startswith("_rels/") for one in names):
        return DOCX
    raise FileArchive(file=name, kind=suffix if suffix in (".jar", ".apk", ".epub") else ".zip")


def _refuse_foreign(content: bytes, name: str) -> None:
    if content.startswith(_PICTURES) or content[8:12] == b"WEBP" or content[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif"):
        raise FilePicture(file=name)
    if content.startswith(b"BM") and content[6:10] == bytes(4):
        raise FilePicture(file=name)
    for mark, kind in _ARCHIVES.items():
        if content.startswith(mark):
            raise FileArchive(file=name, kind=kind)
    if content.startswith(b"\x7fELF") or (content.startswith(b"MZ") and b"\x00" in content[:256]):
        raise FileProgram(file=name, kind="Linux" if content[:1] == b"\x7f" else ".exe")
    if content.startswith((b"ID3", b"OggS", b"RIFF", b"\x1aE\xdf\xa3")) or content[4:8] == b"ftyp":
        raise FileBinary(file=name, reason="đây là tệp âm thanh hoặc phim")
