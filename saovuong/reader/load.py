"""Open a document: what kind of file it is, and its text. Every refusal names the file and says what to do."""

import codecs
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from saovuong.core.errors import Refusal

MAX_BYTES = 50_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TEXT, DOCX = "text/plain", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class FileMissing(Refusal):
    code = "SV-201"
    template = "Không mở được tệp {file}: {reason}. Kiểm tra lại đường dẫn và quyền đọc."


class FileEmpty(Refusal):
    code = "SV-202"
    template = "Tệp {file} không có nội dung chữ nào."


class FileTooLarge(Refusal):
    code = "SV-203"
    template = "Tệp {file} quá lớn ({size}); giới hạn là {limit}. Hãy tách tệp hoặc bỏ ảnh ra khỏi văn bản."


class FileBinary(Refusal):
    code = "SV-204"
    template = "Tệp {file} không phải văn bản: {reason}. Sản phẩm đọc tệp .txt và .docx."


class FileEncoding(Refusal):
    code = "SV-205"
    template = "Không giải mã được tệp {file} ở byte thứ {place}: {reason}. Hãy lưu lại bằng UTF-8 (Notepad: Lưu thành, Mã hóa UTF-8)."


class FileOldWord(Refusal):
    code = "SV-206"
    template = "Tệp {file} là tệp Word cũ (.doc). Mở bằng Word hoặc LibreOffice, chọn Lưu thành .docx rồi đưa vào lại."


class FileLocked(Refusal):
    code = "SV-207"
    template = "Tệp {file} đặt mật khẩu nên không đọc được. Mở bằng Word, bỏ mật khẩu, lưu lại rồi đưa vào."


class FileCorrupt(Refusal):
    code = "SV-208"
    template = "Tệp {file} bị hỏng ({reason}). Mở bằng Word để sửa, lưu lại rồi đưa vào."


class FileBomb(Refusal):
    code = "SV-209"
    template = "Tệp {file} nén bất thường ({reason}) nên không được mở."


class FileKind(Refusal):
    code = "SV-210"
    template = "Chưa đọc được loại tệp {kind} ({file}). Hãy lưu thành .docx hoặc .txt rồi đưa vào lại."


@dataclass(frozen=True, slots=True)
class LoadedDocument:
    """``text`` is what offsets count in: for .txt exactly the decoded file, for .docx its paragraphs and table rows, one a line."""

    name: str
    text: str
    media_type: str


def load_document(source: Path | bytes, name: str | None = None) -> LoadedDocument:
    """Read a .txt or .docx file, or its bytes under ``name``. Raises one of the SV-2xx refusals."""
    if isinstance(source, Path):
        return load_bytes(_read(source), name or source.name)
    return load_bytes(source, name or "văn bản")


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FileTooLarge(file=path.name, size=_megabytes(size), limit=_megabytes(MAX_BYTES))
        return path.read_bytes()
    except FileNotFoundError:
        raise FileMissing(file=path, reason="không có tệp này") from None
    except IsADirectoryError:
        raise FileMissing(file=path, reason="đây là một thư mục") from None
    except (OSError, ValueError) as error:
        reason = "đây là một thư mục" if path.is_dir() else getattr(error, "strerror", None) or "tên tệp không hợp lệ"
        raise FileMissing(file=path, reason=reason) from None


def load_bytes(content: bytes, name: str) -> LoadedDocument:
    if len(content) > MAX_BYTES:
        raise FileTooLarge(file=name, size=_megabytes(len(content)), limit=_megabytes(MAX_BYTES))
    if not content:
        raise FileEmpty(file=name)
    suffix = Path(name).suffix.lower()
    if content.startswith(_OLE):
        raise (FileLocked if suffix == ".docx" else FileOldWord)(file=name)
    if suffix == ".docx" or (content.startswith(_ZIP) and suffix in ("", ".zip", ".docm")):
        from saovuong.reader.load_docx import docx_text

        text, media_type = docx_text(content, name), DOCX
    elif suffix == ".doc":
        raise FileOldWord(file=name)
    elif suffix not in ("", ".txt", ".text"):
        raise FileKind(kind=suffix, file=name)
    else:
        text, media_type = _decode(content, name), TEXT
    if not text.strip():
        raise FileEmpty(file=name)
    return LoadedDocument(name, text, media_type)


def _decode(content: bytes, name: str) -> str:
    encoding = next((known for mark, known in _BOMS if content.startswith(mark)), None)
    if encoding is None:
        _refuse_binary(content, name)
        encoding = "utf-8"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileEncoding(file=name, place=error.start + 1, reason=f"không phải {encoding.removesuffix('-sig').upper()}") from None


def _refuse_binary(content: bytes, name: str) -> None:
    head = content[:65536]
    if b"\x00" in head:
        raise FileBinary(file=name, reason=f"có byte 0 ở vị trí {head.index(0) + 1}")
    if content.startswith((b"%PDF", _ZIP, b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise FileBinary(file=name, reason="đây là tệp PDF, nén hoặc ảnh")
    odd = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    if odd > len(head) // 50 + 2:
        raise FileBinary(file=name, reason="có nhiều ký tự điều khiển")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"


def stem(name: str) -> str:
    """The file name without its last suffix, composed."""
    return unicodedata.normalize("NFC", Path(name).stem)
