"""Texts made to keep a reader busy: the time grows with their length, not with its square."""

import gc
import math
import time
import unicodedata

import pytest

from saovuong.catalogue.packs import load_catalogue
from saovuong.org.names import UnitNameIndex
from saovuong.reader import read

UNITS = UnitNameIndex.shipped()
ATTACKS = {
    "empty lines": "\n", "blanks": " ", "tabs": "\t", "bars": "|", "open brackets": "(", "digits": "7", "stops": '.,;:!?()[]"%/-',
    "letters": "o", "tone marks": "\u0301", "slashes": "1/", "groups": "1.000.", "years": "2021 - ",
    "months": "tháng 1, ", "signs": "1/2024/A-A-", "each": "mỗi xã ", "from": "từ ", "more": "tăng ",
    "units in a row": "Xã A, ", "units of one name in a row": "xã Vĩnh Quang, ",
    "names": "Đức Xuân ", "kinds": "xã ", "lists of units": "phường: A, B, ", "parted": "a\u0301\u0323",
    "decomposed": unicodedata.normalize("NFD", "Tiếng Việt hòa "), "plan": "kế hoạch ", "dates": "đến hết ngày 1/1/",
}  # fmt: skip


def seconds(text: str) -> float:
    gc.collect()
    gc.disable()  # what earlier tests left behind is not walked through on this text's account
    try:
        begun = time.process_time()
        reading = read(text, catalogue=load_catalogue(), units=UNITS, name="a")
        spent = time.process_time() - begun
    finally:
        gc.enable()
    assert all(text[one.start : one.end] == one.quote for one in (*reading.candidates, *reading.not_understood))
    return spent


def grows(short: str, long: str, *, at_most: float, tries: int = 5) -> float:
    """The time of the long text, once it stayed within so many times that of the short one. A machine that is busy with something else
    makes single times too long, never too short, so the best of each counts; only what stays too long in every try has grown."""
    best_short = best_long = math.inf
    for _ in range(tries):
        best_short, best_long = min(best_short, seconds(short)), min(best_long, seconds(long))
        if best_long < at_most * best_short + 0.1:
            return best_long
    raise AssertionError(f"{len(short)} letters take {best_short:.3f} s, {len(long)} take {best_long:.3f} s")


@pytest.mark.parametrize("name", ATTACKS)
def test_time_grows_with_the_length(name: str) -> None:
    unit = ATTACKS[name]
    seconds("Năm 2024, xã A giao 5 thanh niên.")
    short, long = ((unit * (size // len(unit) + 1))[:size] for size in (5_000, 40_000))
    # eight times the length: the square would be sixty-four times the time
    assert grows(short, long, at_most=32) < 2.0


NUMBERS = [
    "1 và ", "((1)", "hai trăm ", "1 2 3 4 5 6 7 8 9 ", "ngày 1, 2, 3, 4, ", "5% ", "(5 xã, ", "trong đó 5 ", "kế hoạch 5 xã, ",
    "dân quân tự vệ 5 ", "so với năm 2023 tăng 5, ", "quý 1, 2 ", "năm 2023 có 15 người. ", "5 buổi ở Xã Vĩnh Quang, ", "5 | ",
]  # fmt: skip


@pytest.mark.parametrize("unit", NUMBERS)
def test_endless_rows_of_numbers_take_no_square_of_time(unit: str) -> None:
    """Every one of these letters is nearly a number, so each takes its time; a row of them is not walked through for each."""
    seconds((unit * 40)[:600])
    short, long = ((unit * size)[:size] for size in (3_000, 12_000))
    # four times the length: the square would be sixteen times the time
    grows(short, long, at_most=10)


TITLES = [("Nội dung huấn luyện ", "| 5 "), ("CÔNG TÁC QUÂN SỰ ĐỊA PHƯƠNG ", "\n1. Huấn luyện: 5 đ/c.")]


@pytest.mark.parametrize(("title", "unit"), TITLES)
def test_a_long_title_is_not_read_anew_for_each_number_below_it(title: str, unit: str) -> None:
    """The title of a row, or a heading, grows with the text, as the numbers do."""
    seconds(title + unit)
    short, long = (title * (size // len(title)) + unit * (size // len(unit)) for size in (2_000, 8_000))
    grows(short, long, at_most=10)
