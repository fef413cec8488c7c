"""Questions that are asked over and over while their answer cannot have changed: within one page, or since the last write."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import connection

_Answer = TypeVar("_Answer")
_ANSWERS: "ContextVar[dict[Hashable, Any] | None]" = ContextVar("answers", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Within it :func:`once` asks each question a single time: for a page of many questions that changes neither accounts nor rights nor
    units, which shall not change between its lines anyway. One within another shares its answers; nothing is remembered behind it."""
    if _ANSWERS.get() is not None:
        yield
        return
    token = _ANSWERS.set({})
    try:
        yield
    finally:
        _ANSWERS.reset(token)


def is_asking_once() -> bool:
    return _ANSWERS.get() is not None


def once(key: Hashable, ask: Callable[[], _Answer]) -> _Answer:
    """The answer to the question named by ``key``; outside :func:`asked_once` always asked anew."""
    answers = _ANSWERS.get()
    if answers is None:
        return ask()
    if key not in answers:
        answers[key] = ask()
    answer: _Answer = answers[key]
    return answer


class _Seen(threading.local):
    """Of this thread's connection: how far the file had come, and the answers since."""

    raw: Any = None
    stamp: tuple[int, int] = (0, 0)
    answers: dict[Hashable, Any]


_seen = _Seen()


def until_written(key: Hashable, ask: Callable[[], _Answer]) -> _Answer:
    """The answer to a question about the database alone, named by ``key``, asked again once anything was written by anyone; within
    :func:`asked_once` a single time.

    SQLite tells that of a file exactly and for nothing: by other connections, also of other processes (``data_version``), and by this one.
    PostgreSQL does not, and within a transaction what was written may be taken back: there each page asks anew."""
    return once(("until written", key), lambda: _since_written(key, ask))


def _since_written(key: Hashable, ask: Callable[[], _Answer]) -> _Answer:
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return ask()
    connection.ensure_connection()
    raw = connection.connection
    # Read before the question: what is written in between is seen as written the next time.
    stamp = (raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes)
    if _seen.raw is not raw or _seen.stamp != stamp:
        _seen.raw, _seen.stamp, _seen.answers = raw, stamp, {}
    if key not in _seen.answers:
        _seen.answers[key] = ask()
    answer: _Answer = _seen.answers[key]
    return answer
