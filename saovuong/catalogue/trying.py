"""Reading on past what is wrong in a pack, so that all of it can be told at once."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from saovuong.catalogue.rows import BadPack, Row
from saovuong.catalogue.shapes import Placed

OnBad = Callable[[BadPack], None]

_T = TypeVar("_T")


def tried(read: Callable[[], _T], on_bad: OnBad) -> _T | None:
    """What ``read`` gives; None where it refuses and ``on_bad`` lets that pass."""
    try:
        return read()
    except BadPack as bad:
        on_bad(bad)
        return None


def each_tried(rows: Iterable[Row], read: Callable[[Row], _T], on_bad: OnBad) -> list[Placed[_T]]:
    """One placed value per row that can be read."""
    out = []
    for row in rows:
        try:
            out.append(Placed(row.file, row.place, read(row)))
        except BadPack as bad:
            on_bad(bad)
    return out
