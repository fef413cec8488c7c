"""Texts made to keep a reader busy: the time grows with their length, not with its square."""

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
    begun = time.process_time()
    reading = read(text, catalogue=load_catalogue(), units=UNITS, name="a")
    spent = time.process_time() - begun
    assert all(text[one.start : one.end] == one.quote for one in (*reading.candidates, *reading.not_understood))
    return spent


@pytest.mark.parametrize("name", ATTACKS)
def test_time_grows_with_the_length(name: str) -> None:
    unit = ATTACKS[name]
    seconds("Năm 2024, xã A giao 5 thanh niên.")
    short, long = (seconds((unit * (size // len(unit) + 1))[:size]) for size in (5_000, 40_000))
    assert long < 2.0
    # eight times the length: the square would be sixty-four times the time
    assert long < 24 * short + 0.2


@pytest.mark.parametrize("unit", ["1 và ", "((1)", "hai trăm "])
def test_endless_rows_of_numbers_take_no_square_of_time(unit: str) -> None:
    """Every one of these letters is nearly a number, so each takes its time; a row of them is not walked through for each."""
    seconds(unit * 20)
    short, long = (seconds((unit * size)[:size]) for size in (4_000, 16_000))
    assert long < 10 * short + 0.2
