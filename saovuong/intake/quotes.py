"""The words around a number that a person needs to check it."""

import re
from collections.abc import Iterator

_LONGEST = 400
_STOP = re.compile(r"[.!?;](?=\s)|\n")
_ABBREVIATION = re.compile(r"(?<!\w)[^\W\d_]{1,3}\.\Z")


def quote_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or line that holds ``text[start:end]``, as offsets; cut at words to some 400 characters where it is longer.

    A full stop inside a number, without a space after it or after an abbreviation such as *TP.* ends nothing."""
    first = max(0, start - _LONGEST)
    begin = max(_stops(text, first, start), default=first)
    last = min(len(text), end + _LONGEST)
    finish = min(_stops(text, end, last), default=last)
    while begin < start and text[begin].isspace():
        begin += 1
    while finish > end and text[finish - 1].isspace():
        finish -= 1
    if finish - begin > _LONGEST:
        begin, finish = _cut(text, begin, finish, start, end)
    return begin, finish


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    for match in _STOP.finditer(text, start, end):
        before = text[max(0, match.end() - 6) : match.end()]
        short = _ABBREVIATION.search(before)
        if short is None or not short.group()[:-1].isupper():
            yield match.end()


def _cut(text: str, begin: int, finish: int, start: int, end: int) -> tuple[int, int]:
    room = max(0, _LONGEST - (end - start)) // 2
    if start - begin > room:
        space = text.find(" ", start - room, start)
        begin = space + 1 if space >= 0 else start - room
    if finish - end > room:
        space = text.rfind(" ", end, end + room)
        finish = space if space > end else end + room
    return begin, finish
