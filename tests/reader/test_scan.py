"""Looking only where a pattern can begin finds all that looking everywhere finds."""

import re
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saovuong.reader import nonfigures, numbers, periods
from saovuong.reader.normal import match_form
from saovuong.reader.scan import found_from, line_starts, number_starts
from saovuong.reader.words import word_list
from tests.reader.test_properties import MIXED

TIMES = [
    "tuần 2 (từ 3 - 9/6)", "đến hết ngày 30/9/2024", "tính từ đầu năm 2021 đến nay", "lũy kế từ năm 2020 tới nay",
    "từ đầu năm đến hết tháng 9", "từ ngày 1/2/2024 đến 5/6/2024", "từ giữa tháng 3/2024 đến tháng 5/2024", "2021 - 2025",
    "06 tháng đầu năm 2023", "sáu tháng cuối năm", "tính chung 9 tháng năm 2024", "trong chín tháng", "qua 11 tháng",
    "quý iv/2023", "tháng 7/2024", "năm 2022", "(2019)", "đạt 2023:", "năm học 2021 - 2022", "3 tháng", "ba tháng",
    "quý iii / 2021", "iv/2020", "0912 345 678", "tiêu chí số 1.2", "- 5/6", "vùng-12", "(3) a",
    "hai mươi lăm", "một tỷ hai trăm triệu đồng", "nửa tỷ",
    "mười lăm phần trăm", "năm mươi", "1 tỷ 250 triệu đồng",
]  # fmt: skip
TEXTS = st.one_of(MIXED, st.lists(st.sampled_from([*TIMES, "\n", ", ", "x", " 7 "]), max_size=12).map(" ".join)).map(match_form)


def everywhere(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


def check(low: str) -> None:
    patterns, may_be = nonfigures._patterns()
    numbers_ = number_starts(low)
    places = {"number": [start for start in numbers_ if may_be.match(low, start)], "line": line_starts(low)}
    for _, lead, pattern in patterns:
        if lead:
            plain = re.compile(f"(?m:^){pattern.pattern}") if lead == "line" else pattern
            assert [match.span() for match in found_from(pattern, low, places[lead])] == everywhere(plain, low), pattern.pattern
    assert [match.span() for match in periods.matches_in(low)] == everywhere(periods._pattern(), low)
    assert [match.span() for match in numbers.matches_in(low)] == everywhere(numbers._pattern(), low)
    signed = [start for start in numbers_ if nonfigures._SIGNED.match(low, start)]
    assert [match.span() for match in found_from(nonfigures._LAW_SIGN, low.upper(), signed)] == everywhere(
        nonfigures._LAW_SIGN, low.upper()
    )


@settings(max_examples=150)
@given(TEXTS)
def test_any_text(low: str) -> None:
    check(low)


@pytest.mark.parametrize("phrase", TIMES)
def test_every_way_of_naming_a_time(phrase: str) -> None:
    check(phrase)
    check(f"x ({phrase}): {phrase},{phrase}\n{phrase}")


def test_words_that_name_a_period() -> None:
    for key in periods._WORDS:
        for word in word_list("period", key):
            assert next(periods.matches_in(f"có {word}."), None), word


def test_the_reports_of_the_demonstration() -> None:
    folder = resources.files("saovuong.demo") / "data" / "sources"
    for file in folder.iterdir():
        check(match_form(file.read_text("utf-8")))


def test_starts() -> None:
    assert number_starts("12 a3 4/5,6") == [0, 6, 8, 10]
    assert line_starts("a\n\nb\n") == [0, 2, 3, 5]
