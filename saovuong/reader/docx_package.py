"""The parts of a .docx file, unpacked only after their declared sizes were found sane."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from saovuong.reader.kinds import FileKind, FileLocked
from saovuong.reader.load import FileBomb, FileCorrupt

_MAX_UNPACKED = 200_000_000
_MAX_PART = 60_000_000
_MAX_RATIO = 200
_MAX_FILES = 20_000
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
# ISO "strict" files name the same elements by other addresses.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Package:
    """Raises FileCorrupt, FileLocked, FileBomb or FileKind."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            infos = self._archive.infolist()
        except _BROKEN as error:
            raise self._corrupt(error) from None
        self._refuse_bomb(infos)
        if any(info.flag_bits & 1 for info in infos):
            raise FileLocked(file=name)
        self._infos = {info.filename: info for info in infos}
        self.main = self._main()
        self._relations = self._targets(self.main)

    def document(self) -> etree._Element:
        return self._root(self.main)

    def part(self, kind: str) -> etree._Element | None:
        """The root of the part that the document names as its ``styles``, ``numbering``, ``footnotes`` or ``endnotes``."""
        found = self._relations.get(kind)
        return self._root(found) if found in self._infos else None

    def _main(self) -> str:
        main = self._targets("").get("officeDocument", "word/document.xml")
        if main in self._infos and not main.startswith(("xl/", "ppt/")):
            return main
        if "word/document.xml" in self._infos:
            return "word/document.xml"
        if "[Content_Types].xml" in self._infos:
            raise FileKind(kind="Office không phải Word", file=self.name)
        raise FileCorrupt(file=self.name, reason="thiếu word/document.xml")

    def _targets(self, part: str) -> Mapping[str, str]:
        """Where the relations of ``part`` point, by the last word of their type."""
        folder, file = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if path not in self._infos:
            return {}
        out = {}
        for relation in self._root(path).iter(_RELATIONS + "Relationship"):
            target = relation.get("Target") or ""
            if relation.get("TargetMode") != "External":
                joined = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                out[posixpath.basename(relation.get("Type") or "")] = joined
        return out

    def _root(self, path: str) -> etree._Element:
        xml = self._read(path)
        for strict, common in _STRICT:
            xml = xml.replace(strict, common)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(xml, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise FileCorrupt(file=self.name, reason=f"nội dung XML sai trong {path}") from None
        if root.getroottree().docinfo.doctype:
            raise FileCorrupt(file=self.name, reason="có khai báo lạ trong XML")
        return root

    def _read(self, path: str) -> bytes:
        try:
            with self._archive.open(self._infos[path]) as part:
                # The declared size may lie; one byte more than allowed shows it.
                content = part.read(_MAX_PART + 1)
        except _BROKEN as error:
            raise self._corrupt(error) from None
        if len(content) > _MAX_PART:
            raise FileBomb(file=self.name, reason=f"{path} giải nén ra hơn {_MAX_PART // 1_000_000} MB")
        return content

    def _corrupt(self, error: Exception) -> FileCorrupt:
        reason = "không phải tệp nén hợp lệ" if isinstance(error, zipfile.BadZipFile) else "giải nén không được"
        return FileCorrupt(file=self.name, reason=reason)

    def _refuse_bomb(self, infos: list[zipfile.ZipInfo]) -> None:
        total = sum(info.file_size for info in infos)
        if total > _MAX_UNPACKED or len(infos) > _MAX_FILES:
            raise FileBomb(file=self.name, reason=f"giải nén ra {total // 1_000_000} MB, {len(infos)} tệp")
        for info in infos:
            ratio = info.file_size // max(1, info.compress_size)
            # Pictures are never unpacked.
            if info.file_size > 10_000_000 and ratio > _MAX_RATIO and info.filename.endswith((".xml", ".rels")):
                raise FileBomb(file=self.name, reason=f"tỷ lệ nén {ratio} lần")
