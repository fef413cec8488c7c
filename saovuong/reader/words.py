"""The reader's own language tables: words of Vietnamese, not of one pack. They are data in ``data/language.toml``."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import Any

from saovuong.reader.normal import match_form


@cache
def language() -> Mapping[str, Any]:
    """The whole table, read once."""
    return tomllib.loads(files("saovuong.reader").joinpath("data", "language.toml").read_text(encoding="utf-8"))


def word_list(*path: str) -> tuple[str, ...]:
    """The words at ``path`` in matching form."""
    node: Any = language()
    for key in path:
        node = node[key]
    return tuple(match_form(word) for word in node)


_GAP = r"\s+"


def alternatives(words: Iterable[str], *, gap: str = _GAP) -> str:
    """A regular expression for any of ``words``, longest first; ``gap`` matches what may stand for a space. No words match nothing.

    Words with the same beginning share it, so that each place in a text is tried once and not once for every word."""
    known = sorted(set(words))
    return f"(?:{_any_of(known, gap)})" if known else r"(?!)"


def opening(words: Iterable[str], *, gap: str = _GAP, not_after: Iterable[str] = ()) -> str:
    """``(?<!\\w)`` and :func:`alternatives`, for the beginning of a pattern; not behind one of the words ``not_after`` and a space.

    The check stands behind the first letter, because a pattern that begins with letters is looked for several times as fast."""
    known = sorted(set(words))
    check = r"(?<!\w.)" + "".join(rf"(?<!{re.escape(word)}\s.)" for word in not_after)
    first = [f"{re.escape(letter)}{check}{_any_of(rest, gap)}" for letter, rest in _by_letter(known)]
    return f"(?:{'|'.join(first)})" if first else r"(?!)"


def _any_of(endings: Sequence[str], gap: str) -> str:
    """``endings`` are sorted; '' among them says that the word may end here."""
    branches = [(gap if letter == " " else re.escape(letter)) + _any_of(rest, gap) for letter, rest in _by_letter(endings)]
    if "" in endings:
        branches.append("")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _by_letter(words: Sequence[str]) -> list[tuple[str, list[str]]]:
    return [(letter, [word[1:] for word in group]) for letter, group in groupby(filter(None, words), key=itemgetter(0))]


@cache
def words_pattern(*path: str) -> str:
    return alternatives(word_list(*path))


@cache
def words_opening(*path: str) -> str:
    return opening(word_list(*path))
