"""Totals and parts, shared nouns and ellipsis, in sentences made for these tests."""

import pytest

from tests.reader.conftest import Told


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "Dân quân tự vệ có 120 đồng chí, trong đó: dân quân cơ động 28 đồng chí, dân quân tại chỗ 72 đồng chí.",
            [
                "militia_total 120 person exact 2024 result",
                "mobile_militia_total 28 person exact 2024 result",
                "local_militia_total 72 person exact 2024 result",
            ],
            [],
        ),
        (
            "Dân quân toàn xã có 84 đồng chí; đảng viên 21 đồng chí, chiếm 25%.",
            [
                "militia_total 84 person exact 2024 result",
                "militia_party_member_count 21 person exact 2024 result",
                "militia_party_member_rate 25 percent exact 2024 result",
            ],
            [],
        ),
        (
            "Khen thưởng 03 tập thể, 12 cá nhân, gồm: 02 Bằng khen, 13 Giấy khen.",
            [
                "award_collective_count 3 collective exact 2024 result",
                "award_individual_count 12 person exact 2024 result",
                "award_certificate_province_count 2 certificate exact 2024 result",
                "award_certificate_commune_district_count 13 certificate exact 2024 result",
            ],
            [],
        ),
        (
            "Hội thao đạt 03 giải, trong đó có 01 giải nhất.",
            ["contest_prize_count 3 prize exact 2024 result", "contest_first_prize_count 1 prize exact 2024 result"],
            [],
        ),
        (
            "Giao quân 45 thanh niên, trong đó có 02 đảng viên.",
            ["conscripts_enlisted_count 45 person exact 2024 result", "enlisted_party_member_count 2 person exact 2024 result"],
            [],
        ),
        (
            "Mở 05 lớp bồi dưỡng kiến thức quốc phòng, bao gồm đối tượng 3: 60 đồng chí, đối tượng 4: 240 đồng chí.",
            [
                "defence_edu_class_count 5 class exact 2024 result",
                "defence_edu_group3_count 60 person exact 2024 result",
                "defence_edu_group4_count 240 person exact 2024 result",
            ],
            [],
        ),
    ],
)
def test_parts_of_a_total(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "Hoàn thành 100% chỉ tiêu tuyển quân và bồi dưỡng kiến thức quốc phòng, an ninh.",
            [
                "conscription_target_completion_rate 100 percent exact 2024 result",
                "defence_edu_target_completion_rate 100 percent exact 2024 result",
            ],
            [],
        ),
        (
            "Hoàn thành 100% các chỉ tiêu như tuyển quân, huấn luyện dân quân.",
            [
                "conscription_target_completion_rate 100 percent exact 2024 result",
                "militia_training_target_completion_rate 100 percent exact 2024 result",
            ],
            [],
        ),
    ],
)
def test_one_percentage_for_several_measures(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "Thời gian huấn luyện dân quân lần lượt là 7, 12 và 15 ngày.",
            [
                "militia_training_days 7 day exact 2024 result",
                "militia_training_days 12 day exact 2024 result",
                "militia_training_days 15 day exact 2024 result",
            ],
            [],
        ),
    ],
)
def test_a_row_of_numbers_and_one_noun(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "Trồng 246 cây xanh ở xã A Lưới, 178 cây ở xã Bình An.",
            ["tree_planted_count 246 tree exact 2024 result @xã A Lưới", "tree_planted_count 178 tree exact 2024 result @xã Bình An"],
            [],
        ),
        (
            "Trồng 246 cây xanh ở xã A Lưới, 178 ở xã Bình An.",
            ["tree_planted_count 246 tree exact 2024 result @xã A Lưới", "tree_planted_count 178 tree exact 2024 result @xã Bình An"],
            [],
        ),
        (
            "Giao quân 12 thanh niên (xã A Lưới), 9 thanh niên (xã Bình An).",
            [
                "conscripts_enlisted_count 12 person exact 2024 result @xã A Lưới",
                "conscripts_enlisted_count 9 person exact 2024 result @xã Bình An",
            ],
            [],
        ),
        (
            "Xã A Lưới giao quân 12 thanh niên, còn xã Bình An giao quân 9 thanh niên.",
            ["conscripts_enlisted_count 12 person exact 2024 result", "conscripts_enlisted_count 9 person exact 2024 result @xã Bình An"],
            [],
        ),
        (
            "Giao quân: xã A Lưới 12 thanh niên, xã Bình An 9 thanh niên.",
            [
                "conscripts_enlisted_count 12 person exact 2024 result @xã A Lưới",
                "conscripts_enlisted_count 9 person exact 2024 result @xã Bình An",
            ],
            [],
        ),
        (
            "Trồng 246 cây xanh, trong đó 178 cây ở xã Bình An.",
            ["tree_planted_count 246 tree exact 2024 result", "tree_planted_count 178 tree exact 2024 result @xã Bình An"],
            [],
        ),
        (
            "Trồng 246 cây xanh, riêng xã Bình An 178 cây.",
            ["tree_planted_count 246 tree exact 2024 result", "tree_planted_count 178 tree exact 2024 result @xã Bình An"],
            [],
        ),
        ("Tặng 20 suất quà cho gia đình chính sách tại xã A Lưới.", ["policy_gift_count 20 gift exact 2024 result"], []),
    ],
)
def test_ellipsis_by_place(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    """The noun is said once; each number goes to the unit named with it."""
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "Trồng 1.500 cây xanh, năm trước 1.300 cây.",
            ["tree_planted_count 1500 tree exact 2024 result", "tree_planted_count 1300 tree exact 2023 result"],
            [],
        ),
        (
            "Trồng 1.500 cây xanh năm 2024, 1.300 cây năm 2023.",
            ["tree_planted_count 1500 tree exact 2024 result", "tree_planted_count 1300 tree exact 2023 result"],
            [],
        ),
        (
            "Quân số khỏe đạt 99%; năm 2023 đạt 98,5%.",
            ["healthy_troop_rate 99 percent exact 2024 result", "healthy_troop_rate 98.5 percent exact 2023 result"],
            [],
        ),
    ],
)
def test_ellipsis_by_time(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "Trồng 246 cây xanh ở xã A Lưới, 12 km mương ở xã Bình An được nạo vét.",
            ["tree_planted_count 246 tree exact 2024 result @xã A Lưới", "canal_dredged_km 12 km exact 2024 result @xã Bình An"],
            [],
        ),
    ],
)
def test_other_nouns_end_the_row(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Huấn luyện 60 dân quân.", ["militia_trained_count 60 person exact 2024 result"], []),
        ("Tuyên truyền cho 1.200 lượt người nghe.", ["defence_propaganda_listener_turns 1200 person_turn exact 2024 result"], []),
        (
            "Trực sẵn sàng chiến đấu 365 ca với 1.460 lượt người.",
            ["duty_shift_count 365 shift exact 2024 result", "duty_person_turns 1460 person_turn exact 2024 result"],
            [],
        ),
    ],
)
def test_turns_of_people_and_people(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "Chi 1 tỷ 250 triệu đồng cho nhiệm vụ quốc phòng; ủng hộ quỹ vì người nghèo 1,2 tỷ đồng.",
            ["defence_budget_spent_vnd 1250000000 VND exact 2024 result", "fund_donation_value_vnd 1200000000 VND exact 2024 result"],
            [],
        ),
        (
            "Trồng 1.500 cây xanh; nạo vét 7,5 km kênh mương; thu gom 7 tấn rác.",
            [
                "tree_planted_count 1500 tree exact 2024 result",
                "canal_dredged_km 7.5 km exact 2024 result",
                "waste_collected_tonnes 7 tonne exact 2024 result",
            ],
            [],
        ),
        (
            "Quân số khỏe đạt 99%; tỷ lệ vi phạm kỷ luật 0,2%.",
            ["healthy_troop_rate 99 percent exact 2024 result", "discipline_violation_rate 0.2 percent exact 2024 result"],
            [],
        ),
    ],
)
def test_two_statements_do_not_mix(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    """What stands behind a semicolon belongs to the next number."""
    assert told_of(text) == (figures, left)
