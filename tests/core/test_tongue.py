"""Words in the language of a face: what the pack has in English, and what stays as it is."""

from decimal import Decimal

import pytest

from saovuong.core.catalogue import Scale, Uom
from saovuong.core.period import Period
from saovuong.core.tongue import VIETNAMESE, Tongue

ENGLISH = Tongue(say={"trên {}": "over {}"}.__getitem__, english=True)
PERSON = Uom("person", "người", "person", many_en="people")
GRADES = Scale(
    "grades", "Xếp loại", "Grades", ("khá (trên trung bình)", "đạt"), labels={"khá (trên trung bình)": "khá"}, levels_en=("good", "pass")
)


def test_vietnamese_stays_as_written():
    assert VIETNAMESE.say("trên {}") == "trên {}"
    assert VIETNAMESE.name(PERSON) == VIETNAMESE.uom(PERSON, Decimal(2)) == "người"
    assert VIETNAMESE.level("khá (trên trung bình)", GRADES) == "khá"


def test_one_and_many_in_english():
    assert ENGLISH.say("trên {}").format(5) == "over 5"
    assert [ENGLISH.uom(PERSON, Decimal(count)) for count in ("0", "1", "1.00", "1.5", "12")] == [
        "people",
        "person",
        "person",
        "people",
        "people",
    ]
    assert ENGLISH.uom(Uom("dong", "đồng", "dong"), Decimal(5)) == "dong"


def test_what_has_no_english_stays_vietnamese():
    assert ENGLISH.of("Số hộ", "") == "Số hộ"
    assert ENGLISH.level("đạt", GRADES) == "pass"
    assert ENGLISH.level("giỏi", GRADES) == "giỏi"
    assert ENGLISH.level("giỏi", None) == "giỏi"


@pytest.mark.parametrize(
    ("label", "vietnamese", "english"),
    [
        ("2024", "năm 2024", "year 2024"),
        ("2024-H1", "6 tháng đầu năm 2024", "first half of 2024"),
        ("2024-H2", "6 tháng cuối năm 2024", "second half of 2024"),
        ("2024-Q3", "quý III năm 2024", "quarter III of 2024"),
        ("2024-07", "tháng 7 năm 2024", "July 2024"),
        ("2024-07-15", "ngày 15/07/2024", "15/07/2024"),
        ("2025-01/2025-09", "từ tháng 1 năm 2025 đến tháng 9 năm 2025", "from January 2025 to September 2025"),
        ("2021/..", "từ năm 2021 đến nay", "from year 2021 to now"),
    ],
)
def test_periods(label, vietnamese, english):
    period = Period.parse(label)
    assert (VIETNAMESE.period(period), ENGLISH.period(period)) == (vietnamese, english)
