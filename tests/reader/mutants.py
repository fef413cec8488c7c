"""Damaged files: whole samples of every kind, and ways to break them as disks, networks and ill will do."""

import io
import random
import zipfile
from collections.abc import Callable, Sequence

from tests.reader.test_same_report import FILES

NASTY = (
    b"\x00", b"\xff", b"\xff\xfe", b"<", b">", b"&#0;", b"&lol;", b"<!DOCTYPE a [<!ENTITY a 'b'>]>", b"]]>", b"PK\x03\x04", b"%PDF-1.7",
    b"stream\n", b"endobj", b"9999999999", b"-1", b"1e308", b"\xcc\x81", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80",
    b"<table>", b"</w:p>", b"<w:tbl>", b"w:val='99999999'", b"colspan=99999", b"\t" * 50, b"(" * 50, b"1." * 50, b"\n" * 20,
    b"0 0 0 0 re f ", b"/Kids [2 0 R]", b"/Length -5",
)  # fmt: skip


def samples() -> list[tuple[str, bytes]]:
    """Name and content of one whole file of every kind."""
    return [make() for make in FILES.values()]


def mutant(rng: random.Random, name: str, content: bytes) -> bytes:
    """``content`` damaged in one to six places; a .docx sometimes inside its parts, so that the archive itself stays whole."""
    if content.startswith(b"PK") and rng.random() < 0.7:
        return _inside(rng, content)
    return damaged(rng, content)


def _inside(rng: random.Random, content: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as made,
    ):
        chosen = rng.choice(old.namelist())
        for part in old.namelist():
            if part == chosen and rng.random() < 0.1:
                continue
            inner = old.read(part)
            made.writestr(part, damaged(rng, inner) if part == chosen else inner)
    return out.getvalue()


def damaged(rng: random.Random, content: bytes) -> bytes:
    for _ in range(rng.randint(1, 6)):
        content = rng.choice(_WAYS)(rng, content)
    return content[:200_000]


def _flip(rng: random.Random, content: bytes) -> bytes:
    if not content:
        return content
    place = rng.randrange(len(content))
    return content[:place] + bytes([content[place] ^ (1 << rng.randrange(8))]) + content[place + 1 :]


def _cut(rng: random.Random, content: bytes) -> bytes:
    return content[: rng.randrange(len(content) + 1)] if rng.random() < 0.3 else content


def _remove(rng: random.Random, content: bytes) -> bytes:
    start = rng.randrange(len(content) + 1)
    return content[:start] + content[start + rng.randrange(64) :]


def _repeat(rng: random.Random, content: bytes) -> bytes:
    start = rng.randrange(len(content) + 1)
    piece = content[start : start + rng.randrange(200)]
    return content[:start] + piece * rng.choice((2, 3, 40)) + content[start:]


def _insert(rng: random.Random, content: bytes) -> bytes:
    start = rng.randrange(len(content) + 1)
    return content[:start] + rng.choice(NASTY) + content[start:]


def _overwrite(rng: random.Random, content: bytes) -> bytes:
    start = rng.randrange(len(content) + 1)
    return content[:start] + rng.randbytes(rng.randrange(20)) + content[start + 8 :]


def _move(rng: random.Random, content: bytes) -> bytes:
    one, two, three = sorted(rng.randrange(len(content) + 1) for _ in range(3))
    return content[:one] + content[two:three] + content[one:two] + content[three:]


_WAYS: Sequence[Callable[[random.Random, bytes], bytes]] = (_flip, _flip, _cut, _remove, _repeat, _insert, _overwrite, _move)
