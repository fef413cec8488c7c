"""Numbers in the office's own words, beside the small city made by hand (tests/reports/sample.py): 40 + 60 gifts and so on."""

from dataclasses import replace

import pytest

from saovuong.reports.mentions import mentions_of, stale_mentions, stated_numbers
from saovuong.reports.shapes import PartVersion
from saovuong.writers.report_shapes import ReportShape
from tests.reports.sample import Book

YEARS = {"2023", "2024", "2025"}


def shape(gifts: int = 340, patrols: int = 47) -> ReportShape:
    book = Book().each("policy_gift_count", [gifts - 30, 10, 10, 10]).each("joint_patrol_count", [patrols - 3, 1, 1, 1])
    return book.draft().shape


def part(text: str, told: ReportShape) -> PartVersion:
    return PartVersion("strengths", 1, text, None, "", mentions_of(text, told, years=YEARS))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Tặng 340 suất quà.", ["340"]),
        ("Năm 2024 tặng 1.340 suất, đạt 98,5%; ngày 22/12 theo Công văn số 15/BC-BCH.", ["1.340", "98,5"]),
        ("Tổ chức 05 cuộc; trong đó có 2 cuộc.", ["05", "2"]),
        ("Không có số nào.", []),
    ],
)
def test_numbers_that_words_state(text: str, numbers: list[str]) -> None:
    assert [one.number for one in stated_numbers(text, years=YEARS)] == numbers


def test_a_number_is_about_the_figure_whose_name_is_in_its_sentence() -> None:
    told = shape(gifts=47)
    (one,) = {row.key for row in mentions_of("Tổ chức tuần tra phối hợp 47 cuộc.", told, years=YEARS)}
    assert one == "result:2024:joint_patrol_count"
    assert {row.key for row in mentions_of("Đã tặng quà chính sách 47 suất.", told, years=YEARS)} == {"result:2024:policy_gift_count"}


def test_a_small_number_without_the_words_of_a_figure_is_nobodys() -> None:
    assert mentions_of("Rút ra 47 bài học.", shape(), years=YEARS) == ()


def test_a_large_number_tells_by_itself() -> None:
    assert {one.key for one in mentions_of("Kết quả nổi bật: 340.", shape(), years=YEARS)} == {"result:2024:policy_gift_count"}


def test_a_number_that_is_no_longer_so_is_said_and_the_words_stay() -> None:
    written = part("Đã tặng 340 suất quà; tuần tra phối hợp 47 cuộc.", shape())
    assert stale_mentions([written], shape()) == ()
    (stale,) = stale_mentions([written], shape(gifts=352))
    assert (stale.part, stale.number, stale.key, stale.now) == ("strengths", "340", "result:2024:policy_gift_count", "352")
    assert written.text == "Đã tặng 340 suất quà; tuần tra phối hợp 47 cuộc."


def test_a_figure_that_is_gone_is_said_without_a_value() -> None:
    written = part("Đã tặng 340 suất quà.", shape())
    (stale,) = stale_mentions([written], Book().each("joint_patrol_count", [1, 1, 1, 1]).draft().shape)
    assert (stale.number, stale.now) == ("340", "")


def test_where_several_figures_showed_the_number_one_that_still_does_is_enough() -> None:
    written = replace(part("Đã tặng 340 suất quà.", shape()), mentions=())
    both = mentions_of("Đã tặng 340 suất quà.", shape(), years=YEARS)
    doubled = replace(written, mentions=(*both, replace(both[0], key="result:2024:không còn")))
    assert stale_mentions([doubled], shape()) == ()
