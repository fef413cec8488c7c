"""The .docx container: written with the same bytes every time, opened with suspicion."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from saovuong.core.errors import Refusal

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_PARTS = 2_000
_MAX_UNPACKED = 200 * 1024 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)


class NotADocx(Refusal):
    code = "SV-802"
    template = "Tệp “{name}” không phải văn bản Word .docx đọc được ({reason}). Mở bằng Word rồi lưu lại dạng .docx."


class LockedDocx(Refusal):
    code = "SV-803"
    template = "Tệp “{name}” có mật khẩu hoặc là dạng .doc cũ. Bỏ mật khẩu, lưu lại dạng .docx rồi làm lại."


class OversizedDocx(Refusal):
    code = "SV-804"
    template = "Tệp “{name}” bung ra quá lớn ({size} MB, tối đa {limit} MB), có thể là tệp hỏng hoặc cố ý phá. Không đọc."


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of an opened .docx by name."""

    name: str
    parts: Mapping[str, bytes]

    def xml(self, part: str) -> etree._Element | None:
        """The parsed part, or None where the package lacks it. Raises :class:`NotADocx` for broken XML."""
        if part not in self.parts:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(self.parts[part], parser)
        except etree.XMLSyntaxError:
            raise NotADocx(name=self.name, reason=f"phần {part} hỏng") from None


def write_package(parts: Mapping[str, str | bytes]) -> bytes:
    """Zip the parts in the given order under a fixed date, so that equal parts give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # the same on every operating system
            archive.writestr(info, text.encode("utf-8") if isinstance(text, str) else text)
    return buffer.getvalue()


def open_package(content: bytes, *, name: str) -> Package:
    """Raises :class:`NotADocx`, :class:`LockedDocx`, :class:`OversizedDocx`; ``name`` stands in the sentence."""
    if content.startswith(_OLE_MAGIC):
        raise LockedDocx(name=name)
    if not content:
        raise NotADocx(name=name, reason="tệp trống")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            unpacked = sum(info.file_size for info in infos)
            if len(infos) > _MAX_PARTS or unpacked > _MAX_UNPACKED:
                raise OversizedDocx(name=name, size=unpacked // 1024**2, limit=_MAX_UNPACKED // 1024**2)
            if any(info.flag_bits & 1 for info in infos):
                raise LockedDocx(name=name)
            parts = {info.filename: _read_part(archive, info) for info in infos if not info.is_dir()}
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, zlib.error) as error:
        raise NotADocx(name=name, reason="tệp hỏng hoặc không phải .docx") from error
    if "word/document.xml" not in parts:
        raise NotADocx(name=name, reason="thiếu phần nội dung word/document.xml")
    return Package(name, parts)


def _read_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Never more than the directory declares: a part that unpacks to more is a bomb, and zipfile raises BadZipFile or stops there."""
    with archive.open(info) as stream:
        return stream.read(info.file_size + 1)[: info.file_size]
