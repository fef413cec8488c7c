"""Figures of a submission by the page: a report of a province has hundreds, and a page stays light."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_MOST = 60
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """``items`` are those of page ``here`` of ``pages``, which count from 1."""

    items: tuple[T, ...]
    here: int
    pages: int

    @property
    def numbers(self) -> range:
        return range(1, self.pages + 1)


def leaf_of(items: Sequence[T], numbers: Sequence[int], asked: Mapping[str, str]) -> Leaf[T]:
    """The page that ``so`` (the number of a figure; ``numbers`` are those of the items) or ``trang`` asks for, else the first."""
    pages = max(1, -(-len(items) // _MOST))
    figure, page = asked.get("so", ""), asked.get("trang", "")
    if figure.isdigit() and int(figure) in numbers:
        here = numbers.index(int(figure)) // _MOST + 1
    else:
        here = min(max(int(page), 1), pages) if page.isdigit() else 1
    return Leaf(tuple(items[(here - 1) * _MOST : here * _MOST]), here, pages)
