"""The lines of a text as they were meant: sentences that were broken at the edge of a page or an e-mail are one line again."""

import re
from collections.abc import Iterator
from functools import cache

from saovuong.reader.normal import NormalText
from saovuong.reader.words import word_list

# shorter lines were ended on purpose
_WRAPPED = 40
_MARKER = re.compile(
    r"(?:[-+*•▪●✔✅👉➤►→◦]|o\s|\(?[a-zđ]{1,2}[).]\s|\(?[ivx]{1,5}[).]\s|\(?\d{1,2}[)./-](?:\s|[^\W\d])|\d{1,2}(?:\.\d{1,2})+\.?\s)"
)
_CELLS = re.compile(r"[|\t]")
_LAST_WORD = re.compile(r"(?:^|[^\w])([^\W\d]+)$")


def meant_lines(normal: NormalText) -> Iterator[tuple[int, int]]:
    """The spans of the lines in order, without their line ends; empty lines are among them."""
    start = end = 0
    for match in re.finditer(r"[^\n]+|\n(?=\n)", normal.text):
        if match.group() == "\n":
            if end > start:
                yield start, end
            yield match.start(), match.start()
            start = end = match.end()
            continue
        if end > start and match.start() == end + 1 and _goes_on(normal, start, end, match.end()):
            end = match.end()
            continue
        if end > start:
            yield start, end
        start, end = match.span()
    if end > start:
        yield start, end


def _goes_on(normal: NormalText, start: int, end: int, stop: int) -> bool:
    """Whether the line behind ``end`` goes on with what ``start``..``end`` (perhaps several lines already) says."""
    last = normal.low.rfind("\n", start, end) + 1
    line = normal.low[max(start, last) : end].strip()
    following = normal.text[end + 1 : stop].strip()
    low = normal.low[end + 1 : stop].strip()
    if len(line) < _WRAPPED or not low or line[-1] in ".:;!?…" or _CELLS.search(normal.low, start, stop) or _MARKER.match(low):
        return False
    if following[0].islower():
        return True
    word = _LAST_WORD.search(line)
    return low[0].isdigit() and word is not None and word[1] in _leads_to_number()


@cache
def _leads_to_number() -> frozenset[str]:
    """Words that no line ends with on purpose: the number is still to come."""
    groups = ("over", "under", "about", "at_least", "at_most", "fillers")
    return frozenset(phrase.split()[-1] for key in groups for phrase in word_list("modifiers", key))
