"""The bytes of documents, kept by their hash in a folder."""

import hashlib
import os
import re
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from saovuong.core.errors import Refusal

_LONGEST = 255
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


class DocumentDamaged(Refusal):
    code = "SV-521"
    template = "Tệp gốc của tài liệu “{sha256}” trong kho bị mất hoặc đã bị thay đổi ({path}). Khôi phục từ bản sao lưu."


class StoreNotWritable(Refusal):
    code = "SV-522"
    template = "Không ghi được tài liệu vào kho “{path}”: {reason}. Kiểm tra quyền ghi và dung lượng đĩa."


def kept_name(name: str) -> str:
    """The name under which a file is kept: its last part without control characters, at most 255 characters, the suffix whole.

    Names come from anywhere: with folders of another system, line breaks that would forge a line on the screen, or bytes that are no
    text."""
    readable = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    last = re.split(r"[/\\]", readable.rstrip("/\\"))[-1]
    plain = "".join(" " if unicodedata.category(char) in _UNSEEN else char for char in last)
    plain = " ".join(plain.split()) or "khong-ten"
    stem, dot, suffix = plain.rpartition(".")
    return plain if len(plain) <= _LONGEST else f"{stem[: _LONGEST - len(suffix) - 1]}{dot}{suffix}"[:_LONGEST]


def content_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class DocumentStore:
    """``folder`` is the data folder; contents lie in documents/ab/abcdef..., written once and never changed."""

    folder: Path

    def path_of(self, sha256: str) -> Path:
        return self.folder / "documents" / sha256[:2] / sha256

    def put(self, content: bytes) -> str:
        """Store and return the hash. The file appears under its name only when it is whole and on disk; a content that is there is left
        alone.

        A content whose submission then fails stays without any row pointing to it, and is used when the file is handed in again."""
        sha256 = content_hash(content)
        path = self.path_of(sha256)
        if self._holds(path, sha256):
            return sha256
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".moi-")
            part = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(path)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise StoreNotWritable(path=path.parent, reason=error.strerror or error) from None
        return sha256

    def get(self, sha256: str) -> bytes:
        """The content, checked against its hash. Raises :class:`DocumentDamaged`."""
        path = self.path_of(sha256)
        try:
            content = path.read_bytes()
        except OSError:
            raise DocumentDamaged(sha256=sha256, path=path) from None
        if content_hash(content) != sha256:
            raise DocumentDamaged(sha256=sha256, path=path)
        return content

    def _holds(self, path: Path, sha256: str) -> bool:
        """A file cut short by a full disk or a crash of an older write is replaced, not trusted."""
        try:
            return content_hash(path.read_bytes()) == sha256
        except OSError:
            return False
