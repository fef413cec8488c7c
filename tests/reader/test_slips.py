"""Slips of the pen are taken for the phrase that was meant, and words that only look like one are not."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.core.catalogue import Catalogue
from saovuong.reader.normal import NormalText
from saovuong.reader.phrases import PhraseBook
from saovuong.reader.pipeline import tools_for
from saovuong.reader.prepare import prepare
from saovuong.reader.shapes import Reading
from saovuong.reader.slips import Slip, SlipFinder, one_letter_apart
from saovuong.reader.tokens import find_words

PHRASES = [("giao", "quân"), ("quân", "số", "khoẻ"), ("hội", "thao"), ("học", "viên"), ("dân", "quân", "cơ", "động")]
SEEN = {"l1:thảo", "l1:viện", "l1:quan", "r1:tâm", "s:cơ quan", "t:quan tâm", "l1:khó"}
FINDER = SlipFinder(PHRASES, PHRASES, SEEN)


def slips_in(text: str) -> list[tuple[str, str]]:
    normal = NormalText.of(text)
    words, slips = FINDER.mended(find_words(normal.low), normal, ())
    assert len(words.text) == len(find_words(normal.low).text)
    return [(one.written, one.meant) for one in slips]


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        ("quân số khẻo đạt 99%", [("quân số khẻo", "quân số khoẻ")]),
        ("Quân số khoẻe đạt 99%", [("quân số khoẻe", "quân số khoẻ")]),
        ("QUÂN SỐ KHẺO ĐẠT 99%", [("quân số khẻo", "quân số khoẻ")]),
        ("giao quan 12 người, giao quân 5", [("giao quan", "giao quân")]),
        ("dân quân cơ dộng", [("dân quân cơ dộng", "dân quân cơ động")]),
        ("quân số khẻo; giao quan", [("quân số khẻo", "quân số khoẻ"), ("giao quan", "giao quân")]),
        # another word, though it is but an accent away
        ("hội thảo 3 lần", []),
        ("học viện 3 lần", []),
        ("quân số khó đạt", []),
        # two slips in one phrase, a stop or a number in it, a name
        ("giaoo quan", []),
        ("quân số, khẻo", []),
        ("giao 5 quan", []),
        ("xã giao Quan Sơn", []),
        # right as it stands
        ("cơ quan tâm sự, quân số khoẻ", []),
        ("", []),
    ],
)
def test_what_is_a_slip(text: str, slips: list[tuple[str, str]]) -> None:
    assert slips_in(text) == slips


def test_the_words_of_a_phrase_as_written_are_left_alone() -> None:
    normal = NormalText.of("giao quan")
    words = find_words(normal.low)
    assert FINDER.mended(words, normal, [(0, 1)]) == (words, ())


def test_two_phrases_that_ask_for_different_words_ask_for_none() -> None:
    phrases = [("tặng", "quà", "tết"), ("tặng", "quạ", "tết")]
    normal = NormalText.of("tặng qua tết")
    assert SlipFinder(phrases, phrases, ()).mended(find_words(normal.low), normal, ())[1] == ()


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [("khoe", "kheo", True), ("quan", "qua", True), ("qua", "quan", True), ("dong", "dang", True), ("", "a", True), ("aa", "a", True),
     ("quan", "quan", True), ("khoe", "khao", False), ("abcd", "badc", False), ("", "ab", False), ("abc", "cba", False)],
)  # fmt: skip
def test_one_letter(one: str, other: str, near: bool) -> None:
    assert one_letter_apart(one, other) is one_letter_apart(other, one) is near


@given(st.text("abcd", min_size=1, max_size=8), st.integers(0, 8), st.sampled_from("abcd"))
def test_a_letter_more_less_or_another_is_one_letter(word: str, place: int, letter: str) -> None:
    place %= len(word)
    for changed in (word[:place] + letter + word[place:], word[:place] + word[place + 1 :], word[:place] + letter + word[place + 1 :]):
        assert one_letter_apart(word, changed)


@pytest.mark.parametrize(
    ("written", "right", "meant"),
    [
        ("Quân số khẻo đạt 99%.", "Quân số khỏe đạt 99%.", "quân số khoẻ"),
        ("Trong năm, xã giao quan 102 công dân.", "Trong năm, xã giao quân 102 công dân.", "giao quân"),
        ("Xây dựng 3 nhà tình nghỉa.", "Xây dựng 3 nhà tình nghĩa.", "nhà tình nghĩa"),
        ("Trồng 300 cay xanh.", "Trồng 300 cây xanh.", "cây xanh"),
        ("Tuần tra chugn 12 buổi.", "Tuần tra chung 12 buổi.", "tuần tra chung"),
        ("Hiến máu tinh nguyện 45 đơn vị máu.", "Hiến máu tình nguyện 45 đơn vị máu.", "hiến máu tình nguyện"),
    ],
)
def test_a_figure_beside_a_slip(reading_of: Callable[..., Reading], written: str, right: str, meant: str) -> None:
    one, other = (reading_of(text, period="2024").candidates[0] for text in (written, right))
    assert (one.measure, one.value, one.role, one.period, one.quote) == (other.measure, other.value, other.role, other.period, other.quote)
    assert one.confidence < other.confidence
    assert any(reason.startswith(f"viết gần giống “{meant}") for reason in one.why)
    assert not any(reason.startswith("viết gần giống") for reason in other.why)


def test_a_slip_beside_one_number_says_nothing_of_the_next(reading_of: Callable[..., Reading]) -> None:
    slip, plain = reading_of("Quân số khẻo đạt 99%. Trồng 300 cây xanh.", period="2024").candidates
    assert (slip.measure, plain.measure) == ("healthy_troop_rate", "tree_planted_count")
    assert [any("gần giống" in reason for reason in one.why) for one in (slip, plain)] == [True, False]


def test_a_book_that_knows_no_cues_finds_no_slips(catalogue: Catalogue) -> None:
    text = "Quân số khẻo đạt 99%."
    assert prepare(text, PhraseBook(catalogue)).slips == ()
    assert prepare(text, tools_for(catalogue).linker.book).slips[0] == Slip(0, 3, "quân số khẻo đạt", "quân số khoẻ đạt")
