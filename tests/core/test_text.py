import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.core.text import fold, nfc, search_key, sort_key, tone_normal


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hòa Bình", "Hoà Bình"), ("thủy lợi", "thuỷ lợi"), ("sức khỏe", "sức khoẻ"), ("Xuất Hóa", "Xuất Hoá"), ("úy", "uý")],
)
def test_old_and_new_tone_placement_are_one(one, other):
    assert tone_normal(one) == tone_normal(other)


@pytest.mark.parametrize("word", ["quý", "quỳ", "hoàng", "khoản", "toán", "của", "mùa", "nghĩa", "thuyền", "nguyễn", "quả"])
def test_syllables_with_one_spelling_stay(word):
    assert tone_normal(word) == word


def test_different_words_stay_different():
    assert tone_normal("hoà") != tone_normal("hoa")
    assert tone_normal("hoà") != tone_normal("hoá")


@given(st.text())
def test_folding_keeps_the_length_of_nfc_text(text):
    composed = nfc(text)
    assert len(fold(composed)) == len(composed)


@given(st.text(alphabet="aáàảãạăâđeêioôơuưyhqtnĐ "))
def test_tone_normal_is_stable_and_keeps_length(text):
    once = tone_normal(text)
    assert tone_normal(once) == once
    assert len(once) == len(nfc(text))


def test_decomposed_text_is_found_too():
    assert search_key(unicodedata.normalize("NFD", "Phường  Đức-Xuân")) == "phuong duc xuan"


def test_vietnamese_order():
    names = ["Tổ 10", "Đức Xuân", "Dương Quang", "Tổ 2", "Ấm", "An", "Ăn"]
    assert sorted(names, key=sort_key) == ["An", "Ăn", "Ấm", "Dương Quang", "Đức Xuân", "Tổ 2", "Tổ 10"]
