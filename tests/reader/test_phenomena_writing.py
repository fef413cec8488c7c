"""Spelling, signs and layout, in texts made for these tests."""

import pytest

from tests.reader.conftest import Told


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("KẾT QUẢ GIAO QUÂN ĐẠT 100% CHỈ TIÊU", ["conscription_target_completion_rate 100 percent exact 2024 result"], []),
        ("QUÂN SỐ KHỎE ĐẠT 99%", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        (
            "I. TRỒNG 1.500 CÂY XANH, NẠO VÉT 7,5 KM KÊNH MƯƠNG",
            ["tree_planted_count 1500 tree exact 2024 result", "canal_dredged_km 7.5 km exact 2024 result"],
            [],
        ),
    ],
)
def test_capitals(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Quân số khoẻ đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        ("Quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        (
            "Đã hòa giải 12 vụ mâu thuẫn; quân số khoẻ đạt 99%.",
            ["mediation_count 12 case exact 2024 result", "healthy_troop_rate 99 percent exact 2024 result"],
            [],
        ),
    ],
)
def test_tone_placement(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Quân số khỏe đạt\xa099\xa0%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        ("Tăng gia sản xuất thu 120\xa0triệu\xa0đồng.", ["food_production_value_vnd 120000000 VND exact 2024 result"], []),
        ("Trồng 1.500\u202fcây xanh.", ["tree_planted_count 1500 tree exact 2024 result"], []),
        ("Quân số khỏe đạt 98,5–99%.", ["healthy_troop_rate 98.5..99 percent range 2024 result"], []),
    ],
)
def test_no_break_spaces_and_dashes(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "Trong năm qua, quân số khỏe của đơn vị thường xuyên đạt\n99%, thu gom 7 tấn rác, trồng 1.500 cây\nxanh.",
            [
                "healthy_troop_rate 99 percent exact 2024 result",
                "waste_collected_tonnes 7 tonne exact 2024 result",
                "tree_planted_count 1500 tree exact 2024 result",
            ],
            [],
        ),
        (
            "Vận động cán bộ, chiến sĩ và nhân dân ủng hộ các quỹ được 1,2 tỷ\nđồng, trồng 1.500 cây xanh.",
            ["fund_donation_value_vnd 1200000000 VND exact 2024 result", "tree_planted_count 1500 tree exact 2024 result"],
            [],
        ),
        (
            "Kết quả quân số khỏe đạt 99% trong cả năm công tác vừa qua\n- Trồng 1.500 cây xanh.",
            ["healthy_troop_rate 99 percent exact 2024 result", "tree_planted_count 1500 tree exact 2024 result"],
            [],
        ),
    ],
)
def test_hard_wrapped_lines(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "Quân số khỏe đạt 99%.Trồng 1.500 cây xanh.Nạo vét 7,5km kênh mương.",
            [
                "healthy_troop_rate 99 percent exact 2024 result",
                "tree_planted_count 1500 tree exact 2024 result",
                "canal_dredged_km 7.5 km exact 2024 result",
            ],
            [],
        ),
        (
            "Trồng 1.500cây xanh,nạo vét 7,5km kênh mương;thu gom 7tấn rác.",
            [
                "tree_planted_count 1500 tree exact 2024 result",
                "canal_dredged_km 7.5 km exact 2024 result",
                "waste_collected_tonnes 7 tonne exact 2024 result",
            ],
            [],
        ),
        (
            "Trồng 1.500  cây  xanh ; quân số khỏe đạt 99 % .",
            ["tree_planted_count 1500 tree exact 2024 result", "healthy_troop_rate 99 percent exact 2024 result"],
            [],
        ),
    ],
)
def test_missing_spaces(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "- Quân số khỏe: 99%.\n- Trồng cây xanh: 1.500 cây.\n- Tăng gia sản xuất: 120 triệu đồng.",
            [
                "healthy_troop_rate 99 percent exact 2024 result",
                "tree_planted_count 1500 tree exact 2024 result",
                "food_production_value_vnd 120000000 VND exact 2024 result",
            ],
            [],
        ),
        (
            "+ Quân số khỏe đạt 99%\n+ Trồng 1.500 cây xanh",
            ["healthy_troop_rate 99 percent exact 2024 result", "tree_planted_count 1500 tree exact 2024 result"],
            [],
        ),
    ],
)
def test_lists_and_colons(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("QS khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        ("HL DQTV QS đạt 98%.", ["militia_training_attendance_rate 98 percent exact 2024 result"], []),
        ("BCH QS xã tổ chức BDKTQPAN cho 25 đ/c đối tượng 4.", ["defence_edu_group4_count 25 person exact 2024 result"], []),
    ],
)
def test_abbreviations(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            (
                "Nội dung | ĐVT | Chỉ tiêu | Kết quả | Tỷ lệ\n"
                "Trồng cây xanh | cây | 1.000 | 1.500 | 150%\n"
                "Thu gom rác | tấn | 5 | 7 | 140%\n"
                "Nước sinh hoạt chở cho dân | m3 | 100 | 120 | 120%"
            ),
            [
                "tree_planted_count 1000 tree exact 2024 target",
                "tree_planted_count 1500 tree exact 2024 result",
                "waste_collected_tonnes 5 tonne exact 2024 target",
                "waste_collected_tonnes 7 tonne exact 2024 result",
                "water_supplied_m3 100 m3 exact 2024 target",
                "water_supplied_m3 120 m3 exact 2024 result",
            ],
            ["150%", "140%", "120%"],
        ),
    ],
)
def test_rows_of_a_table_typed_with_bars(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)
