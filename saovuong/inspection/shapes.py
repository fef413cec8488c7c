"""What leaves the inspection room."""

from collections.abc import Iterator
from dataclasses import dataclass

from saovuong.audit.shapes import EntryInfo


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Acts, the newest first. ``older`` and ``newer``: there are more before and after them. ``everything``: the reader may know of every
    act; else only of those on the book of their units, and of their own."""

    entries: tuple[EntryInfo, ...]
    older: bool
    newer: bool
    everything: bool


@dataclass(frozen=True, slots=True)
class TrailExport:
    """Acts, the oldest first, read while they are taken; ``count`` of them."""

    entries: Iterator[EntryInfo]
    count: int
