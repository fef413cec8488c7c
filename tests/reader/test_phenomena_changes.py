"""Changes, earlier values and amounts for one, in sentences made for these tests."""

import pytest

from tests.reader.conftest import Told


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Trồng 1.500 cây xanh, tăng 200 cây so với cùng kỳ năm 2023.", ["tree_planted_count 1500 tree exact 2024 result"], ["200"]),
        ("Trồng 1.500 cây xanh, tăng 12,5% so với năm trước.", ["tree_planted_count 1500 tree exact 2024 result"], ["12,5%"]),
        ("Trồng 1.500 cây xanh, giảm 200 cây so với năm 2023.", ["tree_planted_count 1500 tree exact 2024 result"], ["200"]),
        ("Trồng 1.500 cây xanh; so với năm 2023 tăng 200 cây.", ["tree_planted_count 1500 tree exact 2024 result"], ["200"]),
        ("Trồng 1.500 cây xanh, nhiều hơn năm 2023 là 200 cây.", ["tree_planted_count 1500 tree exact 2024 result"], ["200"]),
        ("Trồng 1.500 cây xanh, gấp 1,5 lần năm 2023.", ["tree_planted_count 1500 tree exact 2024 result"], ["1,5"]),
        ("Quân số khỏe đạt 99%, cao hơn chỉ tiêu 0,5%.", ["healthy_troop_rate 99 percent exact 2024 result"], ["0,5%"]),
        ("Quân số khỏe đạt 99%, vượt 0,5%.", ["healthy_troop_rate 99 percent exact 2024 result"], ["0,5%"]),
        ("Quân số khỏe đạt 99% (tăng 0,5%).", ["healthy_troop_rate 99 percent exact 2024 result"], ["0,5%"]),
        (
            "Kết nạp 10 đảng viên trong dân quân, vượt 02 đồng chí so với nghị quyết.",
            ["new_party_member_militia_count 10 person exact 2024 result"],
            ["02"],
        ),
        (
            "Tăng gia sản xuất thu 120 triệu đồng, tăng trên 20 triệu đồng.",
            ["food_production_value_vnd 120000000 VND exact 2024 result"],
            ["20 triệu đồng"],
        ),
        (
            "Tăng gia sản xuất thu 120 triệu đồng, giảm nhẹ 5 triệu đồng so với cùng kỳ.",
            ["food_production_value_vnd 120000000 VND exact 2024 result"],
            ["5 triệu đồng"],
        ),
        ("Quân số khỏe đạt 99%, vượt chỉ tiêu nghị quyết 0,5%.", ["healthy_troop_rate 99 percent exact 2024 result"], ["0,5%"]),
    ],
)
def test_changes_are_no_values(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Tăng gia sản xuất tăng lên 120 triệu đồng.", ["food_production_value_vnd 120000000 VND exact 2024 result"], []),
        ("Tỷ lệ hộ nghèo giảm còn 3,2%.", ["poor_household_rate 3.2 percent exact 2024 context"], []),
        ("Tỷ lệ hộ nghèo giảm xuống còn 3,2%.", ["poor_household_rate 3.2 percent exact 2024 context"], []),
        ("Nâng tỷ lệ đảng viên trong dân quân lên 25%.", ["militia_party_member_rate 25 percent exact 2024 result"], []),
    ],
)
def test_changes_to_a_value(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "Quân số khỏe đạt 99% (năm 2023 là 98,5%).",
            ["healthy_troop_rate 99 percent exact 2024 result", "healthy_troop_rate 98.5 percent exact 2023 result"],
            [],
        ),
        (
            "Quân số khỏe đạt 99%, năm trước 98,5%.",
            ["healthy_troop_rate 99 percent exact 2024 result", "healthy_troop_rate 98.5 percent exact 2023 result"],
            [],
        ),
        (
            "Quân số khỏe đạt 99%, cùng kỳ năm trước đạt 98,5%.",
            ["healthy_troop_rate 99 percent exact 2024 result", "healthy_troop_rate 98.5 percent exact 2023 result"],
            [],
        ),
        (
            "Quân số khỏe từ 98,5% năm 2023 lên 99% năm 2024.",
            ["healthy_troop_rate 98.5 percent exact 2023 result", "healthy_troop_rate 99 percent exact 2024 result"],
            [],
        ),
        (
            "Quân số khỏe tăng từ 98,5% (năm 2023) lên 99%.",
            ["healthy_troop_rate 98.5 percent exact 2023 result", "healthy_troop_rate 99 percent exact 2024 result"],
            [],
        ),
        (
            "Tăng gia sản xuất thu 120 triệu đồng (năm 2023: 100 triệu đồng).",
            ["food_production_value_vnd 120000000 VND exact 2024 result", "food_production_value_vnd 100000000 VND exact 2023 result"],
            [],
        ),
        (
            "Trồng 1.500 cây xanh (năm 2023: 1.300 cây).",
            ["tree_planted_count 1500 tree exact 2024 result", "tree_planted_count 1300 tree exact 2023 result"],
            [],
        ),
        (
            "Trồng 1.500 cây xanh, năm trước 1.300 cây.",
            ["tree_planted_count 1500 tree exact 2024 result", "tree_planted_count 1300 tree exact 2023 result"],
            [],
        ),
    ],
)
def test_earlier_values(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "Tặng 20 suất quà cho gia đình chính sách, mỗi suất 500.000 đồng.",
            ["policy_gift_count 20 gift exact 2024 result"],
            ["500.000 đồng"],
        ),
        ("Tặng 20 suất quà cho gia đình chính sách, trị giá 500.000đ/suất.", ["policy_gift_count 20 gift exact 2024 result"], ["500.000đ"]),
        ("Xây 02 nhà tình nghĩa, mỗi nhà 80 triệu đồng.", ["gratitude_house_built_count 2 house exact 2024 result"], ["80 triệu đồng"]),
        ("Xây 02 nhà tình nghĩa, trị giá 80 triệu đồng/nhà.", ["gratitude_house_built_count 2 house exact 2024 result"], ["80 triệu đồng"]),
        ("Xây 02 nhà tình nghĩa, 80 triệu đồng một nhà.", ["gratitude_house_built_count 2 house exact 2024 result"], ["80 triệu đồng"]),
        (
            "Xây 02 nhà tình nghĩa, bình quân 80 triệu đồng mỗi nhà.",
            ["gratitude_house_built_count 2 house exact 2024 result"],
            ["80 triệu đồng"],
        ),
        (
            "Xây 02 nhà tình nghĩa trị giá 160 triệu đồng.",
            ["gratitude_house_built_count 2 house exact 2024 result", "gratitude_house_value_vnd 160000000 VND exact 2024 result"],
            [],
        ),
    ],
)
def test_amounts_for_one(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)
