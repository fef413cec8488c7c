"""A pattern of many words finds just what trying one word after the other finds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from saovuong.core.catalogue import Catalogue
from saovuong.reader.tokens import canonical, canonical_all
from saovuong.reader.words import alternatives, opening

WORDS = st.lists(st.text(alphabet="ab .(", min_size=1, max_size=5).map(str.strip).filter(bool), max_size=8)
TEXTS = st.text(alphabet="ab .( \n", max_size=40)


def one_by_one(words: list[str]) -> str:
    """Longest first, as plain as can be."""
    return "|".join(re.escape(word).replace("\\ ", r"\s+") for word in sorted(words, key=len, reverse=True)) or "(?!)"


def spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(pattern, text)]


@given(WORDS, TEXTS)
def test_alternatives_find_the_longest_word(words: list[str], text: str) -> None:
    assert spans(alternatives(words), text) == spans(f"(?:{one_by_one(words)})", text)
    assert spans(rf"(?:{alternatives(words)})(?!\w)", text) == spans(rf"(?:{one_by_one(words)})(?!\w)", text)


@given(WORDS, TEXTS)
def test_an_opening_follows_no_letter(words: list[str], text: str) -> None:
    assert spans(rf"{opening(words)}(?!\w)", text) == spans(rf"(?<!\w)(?:{one_by_one(words)})(?!\w)", text)


def test_no_words_match_nothing() -> None:
    assert spans(alternatives([]), "a b") == spans(opening([]), "a b") == []


def test_phrases_cut_together_are_those_cut_one_by_one(catalogue: Catalogue) -> None:
    phrases = [phrase for one in catalogue.measures.values() for phrase in (one.name_vi, *one.phrases, *one.context)]
    phrases += ["đối tượng 3", "", "vừa thôi", "4 tốt", "HTXSNV", "a, b; c"]
    assert canonical_all(phrases) == {phrase: canonical(phrase) for phrase in phrases}
