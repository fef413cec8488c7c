"""What holds for any text at all."""

import unicodedata
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from saovuong.catalogue.packs import load_catalogue
from saovuong.reader import read
from saovuong.reader.normal import NormalText, match_form
from saovuong.reader.shapes import Reading
from tests.reader.conftest import TwoUnits

PIECES = [
    "giao quân", "07/07", "thanh niên", "đạt", "100%", "trên", "22 triệu đồng", "không để xảy ra", "bù đổi", "năm 2024", ";", ". ",
    "\n", "\t", "|", "- ", "STT\tNội dung\tĐVT\tKết quả\n", "1.", "từ 98% trở lên", "hoàn thành tốt nhiệm vụ", "Nghị định số 03",
    "ngày 5/6/2024", "\u00a0", "hoà", "hòa", "Đ", "(", ")", "/", "1,15-1,17%", "hai mươi lăm", "xã A Lưới", "5/0", "9" * 30, "0,", "tỷ",
    "%", "đ/c", "\r\n", "6 tháng đầu năm", "quý III/2024", "từ năm 2021 đến nay", "31/2/2024", "tháng 13", "tuần tới (30-31/2)",
]  # fmt: skip
MIXED = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=30).map(" ".join)


def check(reading: Reading, text: str) -> None:
    assert reading.text == text
    for one in (*reading.candidates, *reading.not_understood):
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.quote
        assert 0.0 <= one.confidence <= 1.0


@settings(max_examples=150, deadline=None)
@given(MIXED)
def test_quotes_stand_where_offsets_say_and_nothing_crashes(text: str) -> None:
    check(read(text, catalogue=load_catalogue(), units=TwoUnits(), name="a"), text)


@settings(max_examples=80, deadline=None)
@given(MIXED)
def test_decomposed_text_is_read_alike(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    apart = unicodedata.normalize("NFD", composed)
    one = read(composed, catalogue=load_catalogue(), units=TwoUnits(), name="a")
    two = read(apart, catalogue=load_catalogue(), units=TwoUnits(), name="a")
    check(two, apart)
    if unicodedata.normalize("NFC", apart) == composed:
        assert [(c.measure, c.value, c.period) for c in one.candidates] == [(c.measure, c.value, c.period) for c in two.candidates]


@given(st.text(max_size=60))
def test_forms_keep_their_length(text: str) -> None:
    normal = NormalText.of(text)
    assert len(normal.text) == len(normal.low)
    assert len(match_form(text)) == len(text)
    assert normal.span(0, len(normal.text)) == (0, len(text))


def test_tone_style_and_hard_spaces_change_nothing(reading_of: Callable[..., Reading]) -> None:
    one = reading_of("Quân số khỏe đạt 98,5%; thu từ tăng gia 120 triệu đồng.")
    two = reading_of("Quân số khoẻ\u00a0đạt 98,5%; thu từ tăng gia 120\u00a0triệu đồng.")
    assert [(c.measure, c.value) for c in one.candidates] == [(c.measure, c.value) for c in two.candidates]


def test_the_same_text_gives_the_same_reading(reading_of: Callable[..., Reading]) -> None:
    text = "Năm 2024, xã giao quân 12/12 thanh niên, đạt 100% chỉ tiêu; tặng 12 suất quà trị giá 6 triệu đồng."
    assert reading_of(text) == reading_of(text)


def test_a_long_line_takes_no_long_time(reading_of: Callable[..., Reading]) -> None:
    import time

    for text in (
        "1/" * 20_000,
        "từ " * 20_000 + "5%",
        "a " * 30_000 + "7",
        "(" * 20_000,
        "1.000." * 10_000,
        "năm " * 20_000,
        "mỗi xã " * 9_000 + "5",
    ):
        began = time.process_time()
        reading_of(text)
        assert time.process_time() - began < 10.0
