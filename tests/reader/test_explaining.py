"""A figure taken apart: the parts are the score, the next measures are there, and so is why they lost."""

import pytest

from saovuong.reader import read
from saovuong.reader.explaining import explain, numbered
from saovuong.reader.taught import Taught, TaughtPhrase
from tests.reader.conftest import TwoUnits

TEXT = """BÁO CÁO
Kết quả công tác quốc phòng, quân sự địa phương năm 2024

I. KẾT QUẢ
Giao quân 12/12 thanh niên, đạt 100% chỉ tiêu; tặng 12 suất quà trị giá trên 6 triệu đồng, mỗi suất 500.000đ.
Dân quân có bốn mươi lăm đồng chí, tăng 3.
Quân số khỏe đạt 98,5-99%; không có đào ngũ. Làm 31 việc lạ lùng.
Bắn đạn thật đạt loại giỏi.

II. PHƯƠNG HƯỚNG
Năm 2025, phấn đấu giao quân không quá 14 thanh niên ở xã A Lưới.
"""


@pytest.fixture(scope="module")
def all_of_it(catalogue):
    taught = Taught.of([TaughtPhrase("việc kỳ lạ", "after", "policy_gift_count")])
    reading = read(TEXT, catalogue=catalogue, units=TwoUnits(), taught=taught)
    known = {"catalogue": catalogue, "units": TwoUnits(), "taught": taught}
    return [explain(reading, number=number, **known) for number in range(1, len(numbered(reading)) + 1)]


def one_with(found, quote):
    return next(row for row in found if row.candidate.quote == quote)


def test_every_figure_is_explained_under_its_number(all_of_it, catalogue):
    reading = read(TEXT, catalogue=catalogue, units=TwoUnits())
    assert [row.candidate for row in all_of_it] == list(numbered(reading))
    assert len(all_of_it) > len(reading.candidates) > 8
    for row in all_of_it:
        joined = row.before + row.candidate.quote + row.after
        assert joined in TEXT
        assert row.value
        assert row.period
        assert row.role
        assert row.unit


def test_the_parts_are_the_score(all_of_it):
    asked = [row for row in all_of_it if row.chosen]
    assert len(asked) > 8
    for row in asked:
        for standing in row.rivals:
            assert sum(part.weight for part in standing.parts) == pytest.approx(standing.score)
            assert standing.behind == pytest.approx(row.chosen.score - standing.score)
        assert sum(part.weight for part in row.chosen.parts) == pytest.approx(row.chosen.score)


def test_the_next_measures_and_why_they_lost(all_of_it):
    gifts = next(row for row in all_of_it if row.candidate.uom == "gift")
    assert gifts.chosen.measure == gifts.candidate.measure
    assert any("suất" in part.words for part in gifts.chosen.parts)
    assert gifts.rivals
    lost = [row for row in gifts.rivals if row.measure]
    assert all(row.because and row.name and row.behind > 0 for row in lost)
    assert all(part.weight > 0 for row in lost for part in row.because)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("6 triệu đồng", ("đọc là 6.000.000 đồng", "“trên” trước số: cao hơn số này")),
        ("bốn mươi lăm", ("đọc là 45 người (viết bằng chữ)", "đúng số này: không có từ chỉ mức")),
        ("98,5-99%", ("đọc là 98,5 đến 99%", "khoảng giữa hai số")),
        ("14", ("đọc là 14 người", "“không quá” trước số: không quá số này")),
    ],
)
def test_how_the_value_was_read(all_of_it, quote, words):
    found = one_with(all_of_it, quote)
    assert found.value == words
    assert all(word in found.candidate.why for word in words)


def test_how_a_rating_was_read(all_of_it):
    (rating,) = [row for row in all_of_it if row.candidate.measure == "live_fire_result_rating"]
    (told,) = rating.value
    assert told.startswith("mức “")
    assert told.endswith("giỏi”")


def test_period_role_and_unit(all_of_it):
    now, later = one_with(all_of_it, "6 triệu đồng"), one_with(all_of_it, "14")
    assert now.period == "kỳ nêu ở đầu văn bản: 2024"
    assert now.role[0].startswith(("kết quả", "đề mục kết quả"))
    assert now.unit == "không nêu đơn vị nào"
    assert later.period == "kỳ nêu trước trong câu: năm 2025"
    assert later.role in (("kỳ sau kỳ báo cáo",), ("chỉ tiêu luôn là số giao",))
    assert "II. PHƯƠNG HƯỚNG" in later.headings


def test_numbers_that_no_measure_was_asked_for(all_of_it):
    change, each = one_with(all_of_it, "3"), one_with(all_of_it, "500.000đ")
    assert (change.chosen, change.rivals, change.first) == (None, (), "mức tăng, giảm so với kỳ khác")
    assert each.first == "mức tính cho một đơn vị"


def test_a_number_left_to_a_person_names_what_it_might_be(all_of_it):
    odd = one_with(all_of_it, "31")
    assert odd.candidate.measure is None
    assert odd.chosen.measure is None
    assert odd.chosen.name == "không gắn chỉ tiêu nào"


@pytest.mark.parametrize("number", [0, -1, 99])
def test_no_such_number(catalogue, number):
    reading = read(TEXT, catalogue=catalogue, units=TwoUnits())
    with pytest.raises(IndexError):
        explain(reading, number=number, catalogue=catalogue, units=TwoUnits())
