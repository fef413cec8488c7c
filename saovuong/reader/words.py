"""The reader's own language tables: words of Vietnamese, not of one pack. They are data in ``data/language.toml``."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
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


def alternatives(words: Iterable[str], *, gap: str = r"\s+") -> str:
    """A regular expression for any of ``words``, longest first; ``gap`` matches what may stand for a space. No words match nothing."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace("\\ ", gap) for word in ordered) + ")" if ordered else r"(?!)"


@cache
def words_pattern(*path: str) -> str:
    return alternatives(word_list(*path))
