"""What pages worked out, kept while nothing that it rests on has changed: the key tells how far the book has come, so it is never older."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any
from weakref import WeakSet

from cachetools import LRUCache
from django.conf import settings
from django.utils.translation import get_language

from saovuong.checks.queries import waived
from saovuong.ledger.whole import moved, position
from saovuong.org.queries import edition
from saovuong.web.desk import Desk

# An answer about a commune takes some 20 kB, about a province some 100: room for all that the people of a country look at in turn.
_MOST = 400
_ALL: "WeakSet[Kept]" = WeakSet()


class Kept:
    """The answers asked for last. Two that ask at once may both work; both get what is right."""

    def __init__(self, most: int = _MOST) -> None:
        self._values: LRUCache[Hashable, Any] = LRUCache(most)
        self._lock = Lock()
        _ALL.add(self)

    def of(self, key: Hashable, make: Callable[[], Any]) -> Any:
        with self._lock:
            if key in self._values:
                return self._values[key]
        made = make()
        with self._lock:
            self._values[key] = made
        return made

    def clear(self) -> None:
        with self._lock:
            self._values.clear()


def forget_all() -> None:
    """For measuring and for tests, whose books may look alike from outside."""
    for one in list(_ALL):
        one.clear()


def book_of(desk: Desk) -> Hashable:
    """What totals of accepted figures rest on for this person beside the question: how far the accepted book has come (as a snapshot
    tells), the lists of units, the catalogue, the person's rights. Sign-ins and drafts leave it as it is."""
    off = frozenset(code for code, measure in desk.catalogue.measures.items() if not measure.enabled)
    rights = (desk.known.id, frozenset((grant.role, grant.unit_id) for grant in desk.grants))
    pack = (desk.catalogue.version, off, tuple(desk.catalogue.regimes))
    return (str(settings.DATA_FOLDER), position(), edition(), pack, rights, get_language())


def standing_of(desk: Desk) -> Hashable:
    """The same and what lateness and findings rest on: what was handed in and returned, what was let stand, the day."""
    return (book_of(desk), moved(), waived(), desk.today)
