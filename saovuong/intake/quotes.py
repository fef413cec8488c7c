"""The words around a number that a person needs to check it."""

import re

_LONGEST = 400
_SENTENCE_END = re.compile(r"[.!?;](?=\s)|\n")


def quote_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or line that holds ``text[start:end]``, as offsets; cut at words to some 400 characters where it is longer.

    A full stop inside a number or without a space after it ends nothing."""
    first = max(0, start - _LONGEST)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, first, start)]
    begin = ends[-1] if ends else first
    stop = _SENTENCE_END.search(text, end, min(len(text), end + _LONGEST))
    finish = stop.end() if stop else min(len(text), end + _LONGEST)
    while begin < start and text[begin].isspace():
        begin += 1
    while finish > end and text[finish - 1].isspace():
        finish -= 1
    if finish - begin > _LONGEST:
        begin, finish = _cut(text, begin, finish, start, end)
    return begin, finish


def _cut(text: str, begin: int, finish: int, start: int, end: int) -> tuple[int, int]:
    room = max(0, _LONGEST - (end - start)) // 2
    if start - begin > room:
        space = text.find(" ", start - room, start)
        begin = space + 1 if space >= 0 else start - room
    if finish - end > room:
        space = text.rfind(" ", end, end + room)
        finish = space if space > end else end + room
    return begin, finish
