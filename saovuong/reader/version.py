"""Which reader it was: the version of its code and a hash of its tables, so that an inspector can tell two readings apart."""

import hashlib
from functools import cache
from importlib.resources import files

READER_VERSION = "1.2"


@cache
def reader_version() -> str:
    """``1.1+3f2a91c0``: a changed weight or word of the language tables changes it, as a changed phrase does the pack's version."""
    digest = hashlib.sha256()
    for entry in sorted(files("saovuong.reader").joinpath("data").iterdir(), key=lambda one: one.name):
        if entry.is_file():
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return f"{READER_VERSION}+{digest.hexdigest()[:8]}"
