"""Packed streams of a PDF, looked at before PDFium unpacks them: a few kilobytes can hold gigabytes."""

import re
import zlib

from saovuong.reader.load import FileBomb

_STREAM = re.compile(rb"stream\r?\n")
_LARGE, _RATIO = 20_000_000, 200
_WORK = 400_000_000


def refuse_bomb(content: bytes, name: str) -> None:
    """Raises FileBomb when one stream unpacks to far more than it holds."""
    work = 0
    for found in _STREAM.finditer(content):
        if content[found.end() : found.end() + 1] not in (b"\x78", b"\x68", b"\x58", b"\x48"):
            continue
        packer = zlib.decompressobj()
        try:
            size = len(packer.decompress(content[found.end() : found.end() + _LARGE // _RATIO * 2], _LARGE + 1))
        except zlib.error:
            continue
        work += size
        if size > _LARGE or work > _WORK:
            raise FileBomb(file=name, reason=f"một phần giải nén ra hơn {_LARGE // 1_000_000} MB")
