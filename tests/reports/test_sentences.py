"""What the sentences and tables of a report say, and what they must not."""

import pytest

from saovuong.core.quantity import Modifier, Role
from saovuong.reports.language import plain
from saovuong.reports.shapes import Draft
from saovuong.writers.report_shapes import Paragraph, Table
from tests.reports.looking import lines, section, tables
from tests.reports.sample import Book


def sentence_about(draft: Draft, word: str) -> str:
    return next(line for line in lines(draft) if word in line)


@pytest.mark.parametrize(
    ("this", "last", "words"),
    [
        ([10, 10, 10, 10], [9, 9, 10, 10], "tăng 02 hội nghị (5,3%) so với năm 2023"),
        ([9, 9, 10, 10], [10, 10, 10, 10], "giảm 02 hội nghị (5%) so với năm 2023"),
        ([9, 9, 9, 9], [9, 9, 9, 9], "nhiệm vụ, bằng năm 2023"),
        ([1, 0, 0, 0], [0, 0, 0, 0], "tăng 01 hội nghị so với năm 2023"),
    ],
)
def test_comparison_with_last_year(this: list[int], last: list[int], words: str) -> None:
    draft = Book().each("conference_count", this).each("conference_count", last, year=2023).draft()
    assert words in sentence_about(draft, "hội nghị quán triệt")


def test_unlike_things_are_not_compared() -> None:
    """A year with a commune missing, or a figure that is only *over*, is no base for a difference."""
    missing = Book().each("conference_count", [4, 4, 4, ""]).each("conference_count", [4, 4, 4, 4], year=2023).draft()
    vague = Book().put("conference_count", 16, modifier=Modifier.OVER).each("conference_count", [4, 4, 4, 4], year=2023).draft()
    assert "so với" not in sentence_about(missing, "hội nghị quán triệt")
    assert sentence_about(vague, "hội nghị quán triệt") == "- Tổ chức hơn 16 hội nghị quán triệt, triển khai, sơ kết, tổng kết nhiệm vụ."


def test_percentages_are_recomputed_and_compared_in_points_that_subtract() -> None:
    book = Book().each("healthy_troop_count", [197, 98, 49, 50]).each("troop_strength_count", [200, 100, 50, 50])
    book.each("healthy_troop_count", [95, 95, 95, 95], year=2023).each("troop_strength_count", [100, 97, 100, 100], year=2023)
    assert "Quân số khỏe đạt 98,5%, tăng 2,78 điểm phần trăm so với năm 2023" in sentence_about(book.draft(), "Quân số khỏe")


def test_a_percentage_given_without_its_parts_is_not_spread_over_the_others() -> None:
    book = Book().put("healthy_troop_rate", 98, unit="ward-a").put("healthy_troop_rate", 99, unit="ward-b")
    draft = book.draft()
    assert not [line for line in lines(draft) if "Quân số khỏe" in line]
    assert tables(draft, "Công tác hậu cần, kỹ thuật, tài chính")[0]["Tỷ lệ quân số khỏe"] == ["%", "từ 98 đến 99", "02/04"]


def test_a_ratio_over_fewer_units_than_its_numerator_stays_out_of_the_sentence() -> None:
    book = Book().each("conscripts_enlisted_count", [9, 10, 6, 5]).put("conscription_quota", 9, unit="ward-a", role=Role.TARGET)
    assert sentence_about(book.draft(), "nhập ngũ") == "- Giao 30 công dân nhập ngũ."
    book.put("conscription_target_completion_rate", 100)
    assert sentence_about(book.draft(), "nhập ngũ") == "- Giao 30 công dân nhập ngũ, đạt 100% chỉ tiêu."


def test_zero_is_said_only_when_everyone_said_it() -> None:
    everyone = Book().each("hotspot_count", [0, 0, 0, 0]).draft()
    partly = Book().each("hotspot_count", [0, 0, "", ""]).draft()
    some = Book().each("hotspot_count", [0, 2, 0, 0]).draft()
    assert "- Không để xảy ra điểm nóng, tình huống phức tạp trên địa bàn." in lines(everyone)
    assert not [line for line in lines(partly) if line.startswith("- Không để xảy ra")]
    assert "- Xảy ra 02 điểm nóng, tình huống phức tạp." in lines(some)


def test_a_yes_is_claimed_only_when_everyone_said_yes() -> None:
    assert [line for line in lines(Book().each("duty_kept_strictly", [True] * 4).draft()) if "Duy trì nghiêm" in line]
    assert not [line for line in lines(Book().each("duty_kept_strictly", [True, True, False, True]).draft()) if "Duy trì nghiêm" in line]


def test_best_and_weakest_units_need_every_unit_and_a_difference() -> None:
    book = Book().each("militia_total", [100, 100, 100, 50]).each("militia_party_member_count", [30, 20, 20, 14])
    line = sentence_about(book.draft(), "cao nhất")
    assert "cao nhất là phường An Hòa (30%); thấp nhất là phường Bến Đá và phường Phùng Chí Kiên (20%)" in line
    missing = Book().each("militia_total", [100, 100, 100, ""]).each("militia_party_member_count", [30, 20, 25, ""])
    assert not [line for line in lines(missing.draft()) if "cao nhất" in line]
    level = Book().each("militia_total", [100, 50, 50, 50]).each("militia_party_member_count", [20, 10, 10, 10])
    assert not [line for line in lines(level.draft()) if "cao nhất" in line]


def test_ratings_of_units_are_counted_never_averaged() -> None:
    draft = Book().each("militia_training_rating", ["giỏi", "khá", "khá", "giỏi"]).draft()
    assert "- Xếp loại huấn luyện dân quân tự vệ: 02 đơn vị giỏi, 02 đơn vị khá." in lines(draft)


def test_a_target_is_set_beside_its_result() -> None:
    def draft(result: int, target: int) -> Draft:
        book = Book().each("militia_trained_count", [result] * 4).each("militia_training_required_count", [100] * 4)
        return book.put("militia_training_attendance_rate", target, role=Role.TARGET, comparator=">=").draft()

    assert "; đạt chỉ tiêu (từ 98% trở lên)." in sentence_about(draft(99, 98), "Huấn luyện 396")
    unmet = draft(97, 98)
    assert "; chưa đạt chỉ tiêu (từ 98% trở lên)." in sentence_about(unmet, "Huấn luyện 388")
    assert "- Năm 2024 có 01 chỉ tiêu đủ số liệu để đánh giá: đạt 00, chưa đạt 01." in lines(unmet)
    assert [
        line
        for line in lines(unmet)
        if line.startswith("- Chưa đạt: Tỷ lệ quân số tham gia huấn luyện DQTV, chỉ tiêu từ 98% trở lên, thực hiện 97%")
    ]


@pytest.mark.parametrize(
    ("measure", "value", "more", "words"),
    [
        ("conscription_target_completion_rate", 100, {}, "Tỷ lệ hoàn thành chỉ tiêu giao quân: 100%."),
        ("militia_training_attendance_rate", 98, {"comparator": ">="}, "từ 98% trở lên."),
        ("militia_training_attendance_rate", 98, {"comparator": ">=", "mode": "each"}, "mỗi đơn vị từ 98% trở lên."),
        ("militia_training_rating", "khá", {"comparator": ">="}, "khá trở lên."),
        ("contest_prize_count", 2, {"comparator": ">="}, "Số giải hội thi, hội thao: ít nhất 02 giải."),
        ("discipline_violation_count", 0, {}, "không để xảy ra."),
        ("party_congress_held", True, {}, "phấn đấu đạt."),
        ("conscription_quota", 31, {}, "Chỉ tiêu giao quân: 31 người."),
    ],
)
def test_targets_of_next_year(measure: str, value: str | int | bool, more: dict[str, str], words: str) -> None:
    draft = Book().put(measure, value, year=2025, role=Role.TARGET, **more).draft()  # type: ignore[arg-type]
    [line] = [plain(block.runs) for block in section(draft, "Chỉ tiêu chủ yếu").blocks if isinstance(block, Paragraph)]
    assert line.endswith(words)


def test_last_years_quota_is_not_next_years_target() -> None:
    draft = Book().put("conscription_quota", 30, role=Role.TARGET).draft()
    assert "Chưa có chỉ tiêu năm 2025 được duyệt" in "".join(lines(draft))


def test_a_value_carried_over_says_of_which_year_it_is_and_claims_nothing() -> None:
    book = Book().each("militia_total", [100, 100, 100, 50], year=2023).put("unit_safety_absolute", True, year=2022)
    draft = book.draft()
    assert not [line for line in lines(draft) if "350" in line or "an toàn tuyệt đối" in line]
    assert tables(draft, "Xây dựng lực lượng dân quân tự vệ")[0]["Tổng số dân quân tự vệ"][1:3] == ["350", "350 (của năm 2023)"]


def test_what_was_spoken_of_without_a_number_is_not_lost() -> None:
    draft = Book().put("fund_donation_value_vnd", None).draft()
    assert tables(draft, "Chính sách hậu phương quân đội, đền ơn đáp nghĩa")[0]["Số tiền ủng hộ các quỹ"][1] == "có nêu, không có số"


def test_a_reported_total_stands_in_while_parts_are_missing_and_beside_them_when_they_differ() -> None:
    partial = Book().each("militia_total", [104, 112, "", ""]).put("militia_total", 338).draft()
    assert "Tổng số dân quân tự vệ 338 đồng chí" in sentence_about(partial, "Tổng số dân quân")
    whole = Book().each("militia_total", [104, 112, 64, 56]).put("militia_total", 338).draft()
    assert "Tổng số dân quân tự vệ 336 đồng chí" in sentence_about(whole, "Tổng số dân quân")
    assert [line for line in lines(whole) if "tự tổng hợp là 338, số cộng từ cơ sở là 336, chênh lệch 02" in line]
    assert [annex.title for annex in whole.shape.annexes if "đối chiếu" in annex.title] == ["Số liệu cần đối chiếu"]


def test_missing_units_are_named_beside_a_sum() -> None:
    draft = Book().each("militia_total", [104, 112, 64, ""]).each("conference_count", [1, 1, 1, 1]).draft()
    assert "Chưa đủ đơn vị báo cáo: tổng số dân quân tự vệ (03/04, chưa có xã Đông Sơn)." in lines(draft)
    assert plain(draft.shape.opening[0].runs) == "Báo cáo tổng hợp số liệu được duyệt của đủ 04 đơn vị."
    silent = Book().each("militia_total", [104, 112, 64, ""]).draft()
    assert plain(silent.shape.opening[0].runs) == "Báo cáo tổng hợp số liệu được duyệt của 03/04 đơn vị; chưa có số liệu của xã Đông Sơn."


def test_two_documents_that_disagree_are_set_side_by_side() -> None:
    book = Book().each("militia_total", [104, 112, 64, 56]).put("militia_total", 58, unit="commune-d", quote="58 dân quân")
    annex = next(one for one in book.draft().shape.annexes if one.title == "Số liệu cần đối chiếu")
    words = [[plain(cell.runs) for cell in row.cells] for block in annex.blocks if isinstance(block, Table) for row in block.rows]
    assert ["1", "Tổng số dân quân tự vệ", "người", "Xã Đông Sơn", "58", "56", "-", "Hai tài liệu của đơn vị nêu hai số"] in words


@pytest.mark.parametrize(
    ("measure", "values", "said"),
    [
        ("population", [100, 100, 100, ""], True),
        ("population", [100, 100, "", ""], False),
        ("forest_patrol_count", [3, "", "", ""], True),
        ("hamlet_count", [9, "", "", ""], False),
    ],
)
def test_a_sum_over_too_few_units_stands_in_the_table_alone(measure: str, values: list[int | str], said: bool) -> None:
    """A part of the people would pass for all of them; a patrol that one commune made was made all the same."""
    draft = Book().each(measure, values).draft()
    stated = [line for line in lines(draft) if line.startswith("- ") and not line.endswith("()")]
    assert any(word in line for line in stated for word in ("nhân khẩu", "tuần tra bảo vệ rừng", "thôn")) is said
