"""The text of a .docx: paragraphs and tables in document order, one paragraph or table row a line, cells divided by tabs."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from saovuong.reader.kinds import FileKind, FileLocked
from saovuong.reader.load import FileBomb, FileCorrupt, Loaded

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAX_UNPACKED = 200_000_000
_MAX_RATIO = 200
_BODY = "word/document.xml"


def docx_text(content: bytes, name: str) -> Loaded:
    """Raises FileCorrupt, FileLocked, FileBomb or FileKind."""
    root = _root(_body(content, name), name)
    body = root.find(_W + "body")
    if body is None:
        raise FileCorrupt(file=name, reason="không có phần thân văn bản")
    return "\n".join(_lines(body)) + "\n", ()


def _body(content: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            _refuse_bomb(infos, name)
            if any(info.flag_bits & 1 for info in infos):
                raise FileLocked(file=name)
            if _BODY not in archive.namelist():
                if "[Content_Types].xml" in archive.namelist():
                    raise FileKind(kind="Office không phải Word", file=name)
                raise FileCorrupt(file=name, reason="thiếu word/document.xml")
            return archive.read(_BODY)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise FileCorrupt(file=name, reason=_reason(error)) from None
    except Exception as error:
        if type(error).__module__ in ("zlib", "lzma", "struct"):
            raise FileCorrupt(file=name, reason=_reason(error)) from None
        raise


def _reason(error: Exception) -> str:
    return "không phải tệp nén hợp lệ" if isinstance(error, zipfile.BadZipFile) else "giải nén không được"


def _refuse_bomb(infos: list[zipfile.ZipInfo], name: str) -> None:
    total = sum(info.file_size for info in infos)
    if total > _MAX_UNPACKED or len(infos) > 20_000:
        raise FileBomb(file=name, reason=f"giải nén ra {total // 1_000_000} MB, {len(infos)} tệp")
    body = next((info for info in infos if info.filename == _BODY), None)
    if body and body.file_size > 10_000_000 and body.file_size > _MAX_RATIO * max(1, body.compress_size):
        raise FileBomb(file=name, reason=f"tỷ lệ nén {body.file_size // max(1, body.compress_size)} lần")


def _root(xml: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise FileCorrupt(file=name, reason="nội dung XML sai") from None


def _lines(body: etree._Element) -> Iterator[str]:
    for child in body:
        if child.tag == _W + "p":
            yield from _paragraph(child).split("\n")
        elif child.tag == _W + "tbl":
            yield ""
            for row in child.iter(_W + "tr"):
                if row.getparent() is child or not _inside_cell(row, child):
                    yield _row(row)
            yield ""
        elif child.tag in (_W + "sdt", _W + "customXml", _W + "ins", _W + "smartTag"):
            inner = child.find(_W + "sdtContent")
            yield from _lines(child if inner is None else inner)


def _inside_cell(row: etree._Element, table: etree._Element) -> bool:
    node = row.getparent()
    while node is not None and node is not table:
        if node.tag == _W + "tc":
            return True
        node = node.getparent()
    return False


def _row(row: etree._Element) -> str:
    """Cells by tabs; a cell that spans columns keeps their number, a cell merged into the one above stays empty."""
    cells: list[str] = []
    for cell in row.iter(_W + "tc"):
        if _inside_cell(cell, row):
            continue
        properties = cell.find(_W + "tcPr")
        span, text = 1, " ".join(" ".join(_paragraph(p).split()) for p in cell.iter(_W + "p")).strip()
        if properties is not None:
            grid, merge = properties.find(_W + "gridSpan"), properties.find(_W + "vMerge")
            if grid is not None:
                value = grid.get(_W + "val") or "1"
                span = min(int(value), 60) if value.isdigit() else 1
            if merge is not None and merge.get(_W + "val") != "restart":
                text = ""
        cells += [text, *[""] * (span - 1)]
    return "\t".join(cells)


def _paragraph(paragraph: etree._Element) -> str:
    parts: list[str] = []
    if paragraph.find(f"{_W}pPr/{_W}numPr") is not None:
        parts.append("- ")
    for node in paragraph.iter():
        if node.tag == _W + "t":
            if not _in_fallback(node):
                parts.append(node.text or "")
        elif node.tag == _W + "tab":
            parts.append(" " if node.getparent() is not None and node.getparent().tag == _W + "r" else "")
        elif node.tag in (_W + "br", _W + "cr"):
            parts.append("\n")
        elif node.tag == _W + "noBreakHyphen":
            parts.append("-")
    return "".join(parts)


def _in_fallback(node: etree._Element) -> bool:
    parent = node.getparent()
    while parent is not None:
        if parent.tag in (_MC + "Fallback", _W + "del"):
            return True
        parent = parent.getparent()
    return False
