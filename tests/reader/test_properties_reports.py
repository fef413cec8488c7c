"""What holds for texts made of the pieces of real reports: numbers in every writing, units, periods, headings, rows, broken lines."""

import unicodedata
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from saovuong.catalogue.packs import load_catalogue
from saovuong.reader import read
from saovuong.reader.nonfigures import find_nonfigures
from saovuong.reader.normal import NormalText
from saovuong.reader.quantity import find_quantities
from saovuong.reader.shapes import Candidate, Reading
from tests.reader.conftest import TwoUnits

WHOLE = st.integers(0, 99_999)
WRITINGS = st.one_of(
    WHOLE.map(str),
    st.integers(0, 9).map(lambda n: f"0{n}"),
    st.integers(1_000, 9_999_999).map(lambda n: f"{n:,}".replace(",", ".")),
    st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda p: f"{p[0]},{p[1]}%"),
    st.tuples(st.integers(1, 60), st.integers(60, 90)).map(lambda p: f"{p[0]}/{p[1]}"),
    st.tuples(st.integers(1, 60), st.integers(61, 90)).map(lambda p: f"{p[0]}-{p[1]}"),
    st.sampled_from(
        ["hai mươi lăm", "ba", "1 tỷ 250 triệu đồng", "45 triệu đồng", "500.000đ", "7,5km", "7 tấn", "120 m3", "62đ/c", "hàng trăm"]
    ),
)
NOUNS = st.sampled_from(
    ["buổi tuần tra", "cây xanh", "lượt người", "suất quà", "thanh niên", "đồng chí", "hội nghị", "km kênh mương", "ha lúa", "", "điểm"]
)
BEFORE = st.sampled_from(
    ["Trồng", "Tổ chức", "quân số khỏe đạt", "giao quân", "tăng", "mỗi xã", "trên", "gần", "từ", "không quá", "Theo Nghị định số", "Bão số",
     "ngày", "năm", "Tiểu đoàn", "xã A Lưới", "năm 2023 là", "trong đó", "kế hoạch", "đã"]
)  # fmt: skip
PIECE = st.tuples(BEFORE, WRITINGS, NOUNS).map(lambda parts: " ".join(filter(None, parts)))
JOIN = st.sampled_from(
    [", ", "; ", ". ", ".", "\n", "\n- ", "\n1. ", " ", " (", ") ", "\u00a0", " | ", "\n\nII. PHƯƠNG HƯỚNG\n", " và ", ": "]
)
REPORTS = st.lists(st.tuples(PIECE, JOIN), min_size=1, max_size=8).map(lambda parts: "".join(piece + join for piece, join in parts))


def reading_of(text: str) -> Reading:
    return read(text, catalogue=load_catalogue(), units=TwoUnits(), default_period="2024", name="a")


def told(reading: Reading) -> list[tuple[object, ...]]:
    every = (*reading.candidates, *reading.not_understood)
    return [(one.measure, one.value, one.uom, one.modifier, one.period, one.role) for one in every]


def placed(reading: Reading) -> list[Candidate]:
    return sorted((*reading.candidates, *reading.not_understood), key=lambda one: (one.start, one.end))


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_quotes_are_in_their_place_and_a_second_reading_is_the_same(text: str) -> None:
    reading = reading_of(text)
    assert all(text[one.start : one.end] == one.quote for one in placed(reading))
    assert reading_of(text) == reading


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_no_figure_takes_part_of_the_digits_of_another(text: str) -> None:
    """Two candidates share a quote or stand apart: one number may count for two measures, but no digit belongs to two numbers."""
    spans = sorted({(one.start, one.end) for one in placed(reading_of(text))})
    for (_, end), (start, _) in pairwise(spans):
        assert start >= end, text


@settings(max_examples=40, deadline=None)
@given(REPORTS)
def test_decomposed_letters_are_read_alike(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    apart = unicodedata.normalize("NFD", text)
    assert told(reading_of(apart)) == told(reading_of(composed))


@settings(max_examples=40, deadline=None)
@given(REPORTS)
def test_line_ends_of_windows_are_read_alike(text: str) -> None:
    assert told(reading_of(text.replace("\n", "\r\n"))) == told(reading_of(text))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PIECE, st.sampled_from([", ", "; ", ". "])), min_size=1, max_size=5))
def test_what_stands_in_front_moves_the_numbers_and_changes_none(parts: list[tuple[str, str]]) -> None:
    text = "".join(piece + join for piece, join in parts)
    front = "Cán bộ và nhân dân trong xã đoàn kết, thống nhất.\n\n"
    one, two = (find_quantities(normal.low, find_nonfigures(normal)) for normal in map(NormalText.of, (text, front + text)))
    assert [(each.start + len(front), each.value, each.kind, each.modifier, each.use) for each in one] == [
        (each.start, each.value, each.kind, each.modifier, each.use) for each in two
    ]


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from(["đồng", "đ", " đồng", " VNĐ"]))
def test_money_is_exact(thousands: int, units: int, word: str) -> None:
    normal = NormalText.of(f"thu {thousands}.{units:03}.000{word}")
    (one,) = find_quantities(normal.low, find_nonfigures(normal))
    assert (one.value, one.kind) == (Decimal(thousands * 1_000_000 + units * 1_000), "money")


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from([("triệu", 6), ("tỷ", 9), ("nghìn đồng", 3)]))
def test_scaled_money_is_exact(whole: int, part: int, scale: tuple[str, int]) -> None:
    normal = NormalText.of(f"thu {whole},{part:03} {scale[0]}")
    (one,) = find_quantities(normal.low, find_nonfigures(normal))
    assert one.value == Decimal(f"{whole}.{part:03}") * 10 ** scale[1]
