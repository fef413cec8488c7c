"""An excerpt holds the number, keeps what is needed to read it, and no more."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.reader.excerpts import Excerpts

TEXT = """BÁO CÁO
Kết quả công tác năm 2024

I. CHÍNH SÁCH
Câu đầu nói 5 chuyện khác. Trong năm tặng 12 suất quà cho gia đình chính sách. Câu sau cũng khác.

II. HUẤN LUYỆN
STT | Nội dung | ĐVT | Kết quả
1 | Dân quân tham gia huấn luyện | người | 120
2 | Bắn đạn thật | người | 98
"""


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("12", "BÁO CÁO\nI. CHÍNH SÁCH\nTrong năm tặng 12 suất quà cho gia đình chính sách."),
        ("98", "BÁO CÁO\nII. HUẤN LUYỆN\nSTT | Nội dung | ĐVT | Kết quả\n2 | Bắn đạn thật | người | 98"),
    ],
)
def test_the_sentence_and_its_titles(form, number, words):
    text = unicodedata.normalize(form, TEXT)
    start = text.index(number + (" " if number == "12" else "\n"))
    found = Excerpts(text).at(start, start + 2)
    assert (found.text, found.text[found.start : found.end]) == (words, number)


def test_a_very_long_sentence_is_cut_at_words():
    text = "mở đầu rất dài " * 60 + "được 45 người " + "và còn nhiều nữa " * 60
    start = text.index("45")
    found = Excerpts(text).at(start, start + 2)
    assert len(found.text) < 600
    assert found.text[found.start : found.end] == "45"
    assert set(found.text.split()) <= set(text.split())


@given(st.text(alphabet="aà12 .|\n\t;:ặ\u0301Đ", min_size=1, max_size=120), st.data())
def test_the_number_is_where_the_excerpt_says(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = Excerpts(text).at(start, end)
    assert 0 <= found.start <= found.end <= len(found.text)
    if unicodedata.is_normalized("NFC", text):
        assert found.text[found.start : found.end] == text[start:end]
