"""Open a document: what kind of file it is, its text, and what a person should know about how it was opened.

Every refusal names the file and says what to do; nothing is unpacked before its size is known.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from saovuong.core.errors import Refusal
from saovuong.reader import kinds

MAX_BYTES = 50_000_000
MEDIA_TYPES = {
    kinds.TEXT: "text/plain",
    kinds.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    kinds.PDF: "application/pdf",
    kinds.HTML: "text/html",
    kinds.MHTML: "multipart/related",
}


class FileMissing(Refusal):
    code = "SV-201"
    template = "Không mở được tệp {file}: {reason}. Kiểm tra lại đường dẫn và quyền đọc."


class FileEmpty(Refusal):
    code = "SV-202"
    template = "Tệp {file} không có nội dung chữ nào."


class FileTooLarge(Refusal):
    code = "SV-203"
    template = "Tệp {file} quá lớn ({size}); giới hạn là {limit}. Hãy tách tệp hoặc bỏ ảnh ra khỏi văn bản."


class FileCorrupt(Refusal):
    code = "SV-208"
    template = "Tệp {file} bị hỏng ({reason}). Mở bằng Word để sửa, lưu lại rồi đưa vào."


class FileBomb(Refusal):
    code = "SV-209"
    template = "Tệp {file} nén bất thường ({reason}) nên không được mở."


class FileScanned(Refusal):
    code = "SV-213"
    template = (
        "Tệp {file} chỉ có ảnh chụp hoặc bản quét ({pages}), không có chữ để đọc. Hãy xin tệp gốc (.docx), hoặc nhập tay những số cần dùng."
    )


@dataclass(frozen=True, slots=True)
class LoadedDocument:
    """``text`` is what offsets count in: for .txt exactly the decoded file, for the others its paragraphs and table rows, one a line.

    ``notes`` are Vietnamese sentences on what was converted or could not be read."""

    name: str
    text: str
    media_type: str
    notes: tuple[str, ...] = ()


# What a loader of one kind gives: text and notes.
Loaded = tuple[str, tuple[str, ...]]


def load_document(source: Path | bytes, name: str | None = None) -> LoadedDocument:
    """Read a .docx, .pdf, .html or .txt file, or its bytes under ``name``. Raises one of the SV-2xx refusals."""
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
    kind = kinds.kind_of(content, name)
    text, notes = _loader(kind)(content, name)
    if not text.strip():
        raise FileEmpty(file=name)
    if kind == kinds.TEXT and Path(name).suffix.lower() == ".doc":
        notes = (*notes, "Tệp mang đuôi .doc nhưng là văn bản thuần; đã đọc như .txt.")
    return LoadedDocument(name, text, MEDIA_TYPES[kind], notes)


def _loader(kind: str) -> Callable[[bytes, str], Loaded]:
    """Each kind's packages are imported only when a file of that kind comes."""
    if kind == kinds.DOCX:
        from saovuong.reader.load_docx import docx_text

        return docx_text
    if kind in (kinds.HTML, kinds.MHTML):
        from saovuong.reader.load_html import html_text, mhtml_text

        return html_text if kind == kinds.HTML else mhtml_text
    if kind == kinds.PDF:
        from saovuong.reader.load_pdf import pdf_text

        return pdf_text
    from saovuong.reader.decode import decoded

    return decoded


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"


def stem(name: str) -> str:
    """The file name without its last suffix, composed."""
    return unicodedata.normalize("NFC", Path(name).stem)
