"""Periods, roles and units, in texts made for these tests."""

import pytest

from tests.reader.conftest import Told


@pytest.mark.parametrize(
    ("text", "figures", "left", "period"),
    [
        ("Quý III/2024 trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024-Q3 result"], [], "2024"),
        ("6 tháng đầu năm trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024-H1 result"], [], "2024"),
        ("Trong 9 tháng đầu năm trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024-01/2024-09 result"], [], "2024"),
        ("Sáu tháng cuối năm trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024-H2 result"], [], "2024"),
        ("Tháng 7/2024 trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024-07 result"], [], "2024"),
        ("Từ năm 2021 đến nay trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2021/.. result"], [], "2024"),
        ("Giai đoạn 2021 - 2024 trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2021/2024 result"], [], "2024"),
        ("Hằng năm trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact yearly result"], [], "2024"),
        ("Năm 2023, xã trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2023 result"], [], "2024"),
        ("Trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact None result"], [], None),
        # the months of a report so far, where the day closes one of them
        ("Tính đến 31/5, trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024-01/2024-05 result"], [], "2024-H1"),
        ("Lũy kế đến hết ngày 31/3, trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024-Q1 result"], [], "2024-H1"),
        ("Tính đến ngày 31/8, trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024-07/2024-08 result"], [], "2024-Q3"),
        ("Tính đến 31/7, trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024-07 result"], [], "2024-Q3"),
        ("Tính đến 30/9, trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024-Q3 result"], [], "2024-Q3"),
        ("Tính đến 15/5, trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024-H1 result"], [], "2024-H1"),
        ("Tính đến 30/11, trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024 result"], [], "2024"),
        ("Tính đến 31/5/2024, trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024-H1 result"], [], "2024-H1"),
        ("Tính đến 31/5, trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact None result"], [], None),
    ],
)
def test_periods_in_a_sentence(told_of: Told, text: str, figures: list[str], left: list[str], period: str | None) -> None:
    assert told_of(text, period=period) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left", "period"),
    [
        ("Từ đầu năm đến nay trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024-01/2024-09 result"], [], "2024-09"),
        ("Từ đầu năm đến hết tháng 9 trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024-01/2024-09 result"], [], "2024-09"),
        ("Lũy kế 9 tháng trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024-01/2024-09 result"], [], "2024-09"),
        (
            "Trong tháng 9 trồng 200 cây xanh; lũy kế 9 tháng 1.500 cây.",
            ["tree_planted_count 200 tree exact 2024-09 result", "tree_planted_count 1500 tree exact 2024-01/2024-09 result"],
            [],
            "2024-09",
        ),
        (
            "Trong tháng trồng 200 cây xanh; lũy kế 9 tháng trồng 12 cây bàng.",
            ["tree_planted_count 200 tree exact 2024-09 result", "tree_planted_count 12 tree exact 2024-01/2024-09 result"],
            [],
            "2024-09",
        ),
        (
            "Quý III trồng 200 cây xanh; 9 tháng đầu năm trồng 1.500 cây xanh.",
            ["tree_planted_count 200 tree exact 2024-Q3 result", "tree_planted_count 1500 tree exact 2024-01/2024-09 result"],
            [],
            "2024-Q3",
        ),
        ("Tính đến ngày 15/11/2024, đã trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024 result"], [], "2024"),
    ],
)
def test_cumulative_periods(told_of: Told, text: str, figures: list[str], left: list[str], period: str | None) -> None:
    assert told_of(text, period=period) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left", "period"),
    [
        ("Năm 2025, phấn đấu quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2025 target"], [], "2024"),
        (
            "Quân số khỏe đạt 98,5%. Năm 2025 phấn đấu đạt quân số khỏe 99%.",
            ["healthy_troop_rate 98.5 percent exact 2024 result", "healthy_troop_rate 99 percent exact 2025 target"],
            [],
            "2024",
        ),
        (
            (
                "BÁO CÁO\n"
                "Kết quả công tác quốc phòng năm 2024\n"
                "\n"
                "I. KẾT QUẢ\n"
                "1. Quân số khỏe đạt 98,5%.\n"
                "\n"
                "II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2025\n"
                "1. Quân số khỏe đạt 99%.\n"
                "2. Trồng 1.500 cây xanh."
            ),
            [
                "healthy_troop_rate 98.5 percent exact 2024 result",
                "healthy_troop_rate 99 percent exact 2025 target",
                "tree_planted_count 1500 tree exact 2025 target",
            ],
            [],
            None,
        ),
        (
            (
                "BÁO CÁO\n"
                "Kết quả công tác quốc phòng năm 2024, phương hướng năm 2025\n"
                "\n"
                "I. KẾT QUẢ\n"
                "Quân số khỏe đạt 98,5%.\n"
                "\n"
                "II. NHIỆM VỤ TRỌNG TÂM\n"
                "Quân số khỏe đạt từ 99% trở lên."
            ),
            ["healthy_troop_rate 98.5 percent exact 2024 result", "healthy_troop_rate 99 percent at_least 2025 target"],
            [],
            None,
        ),
        (
            "Xã giao quân 45 thanh niên; năm 2025 được giao chỉ tiêu 48 thanh niên.",
            ["conscripts_enlisted_count 45 person exact 2024 result", "conscription_quota 48 person exact 2025 target"],
            [],
            "2024",
        ),
    ],
)
def test_next_years_targets(told_of: Told, text: str, figures: list[str], left: list[str], period: str | None) -> None:
    assert told_of(text, period=period) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left", "period"),
    [
        (
            (
                "UBND XÃ BÌNH AN\n"
                "Bình An, ngày 15 tháng 12 năm 2024\n"
                "BÁO CÁO\n"
                "Kết quả công tác quốc phòng, quân sự địa phương\n"
                "\n"
                "Trồng 1.500 cây xanh."
            ),
            ["tree_planted_count 1500 tree exact 2024 result"],
            [],
            None,
        ),
        (
            "Bình An, ngày 20/6/2024\nBÁO CÁO\nKết quả công tác quân sự 6 tháng đầu năm\n\nTrồng 1.500 cây xanh.",
            ["tree_planted_count 1500 tree exact 2024-H1 result"],
            [],
            None,
        ),
    ],
)
def test_the_dateline_alone(told_of: Told, text: str, figures: list[str], left: list[str], period: str | None) -> None:
    assert told_of(text, period=period) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left", "period"),
    [
        ("Trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2023 result"], [], "2023"),
        ("Năm 2024 dự kiến trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024 target"], [], "2023"),
        (
            "Trồng 1.500 cây xanh, cùng kỳ năm trước 1.300 cây.",
            ["tree_planted_count 1500 tree exact 2024-Q2 result", "tree_planted_count 1300 tree exact 2023-Q2 result"],
            [],
            "2024-Q2",
        ),
        (
            (
                "BÁO CÁO\n"
                "Kết quả công tác quý I năm 2024, nhiệm vụ quý II năm 2024\n"
                "\n"
                "I. KẾT QUẢ\n"
                "Quân số khỏe đạt 98,5%.\n"
                "\n"
                "II. PHƯƠNG HƯỚNG\n"
                "Quân số khỏe đạt từ 99% trở lên."
            ),
            ["healthy_troop_rate 98.5 percent exact 2024-Q1 result", "healthy_troop_rate 99 percent at_least 2024-Q2 target"],
            [],
            None,
        ),
    ],
)
def test_given_period_and_named_period(told_of: Told, text: str, figures: list[str], left: list[str], period: str | None) -> None:
    assert told_of(text, period=period) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left", "period"),
    [
        (
            "Tại xã A Lưới, quân số khỏe đạt 99%; tại xã Bình An, quân số khỏe đạt 98%.",
            ["healthy_troop_rate 99 percent exact 2024 result @xã A Lưới", "healthy_troop_rate 98 percent exact 2024 result @xã Bình An"],
            [],
            "2024",
        ),
        (
            "Huấn luyện dân quân xã A Lưới quân số đạt 98%; xã Bình An đạt 97%.",
            [
                "militia_training_attendance_rate 98 percent exact 2024 result @xã A Lưới",
                "militia_training_attendance_rate 97 percent exact 2024 result @xã Bình An",
            ],
            [],
            "2024",
        ),
    ],
)
def test_several_units(told_of: Told, text: str, figures: list[str], left: list[str], period: str | None) -> None:
    """The unit named last before a number in its sentence; else the reporting unit."""
    assert told_of(text, period=period) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left", "period"),
    [
        (
            "Chỉ tiêu giao quân 45 thanh niên; đã giao 45 thanh niên.",
            ["conscription_quota 45 person exact 2024 target", "conscripts_enlisted_count 45 person exact 2024 result"],
            [],
            "2024",
        ),
        (
            "Trồng 1.500 cây xanh, dự kiến trồng thêm 500 cây xanh.",
            ["tree_planted_count 1500 tree exact 2024 result", "tree_planted_count 500 tree exact 2024 target"],
            [],
            "2024",
        ),
        (
            "Kế hoạch trồng 2.000 cây xanh, đã trồng 1.500 cây xanh.",
            ["tree_planted_count 2000 tree exact 2024 target", "tree_planted_count 1500 tree exact 2024 result"],
            [],
            "2024",
        ),
        ("Phấn đấu trồng 2.000 cây xanh.", ["tree_planted_count 2000 tree exact 2024 target"], [], "2024"),
        (
            "Được giao trồng 2.000 cây xanh, đã trồng 1.500 cây xanh.",
            ["tree_planted_count 2000 tree exact 2024 target", "tree_planted_count 1500 tree exact 2024 result"],
            [],
            "2024",
        ),
        (
            "Chỉ tiêu giao trồng 2.000 cây xanh, thực hiện 1.500 cây xanh.",
            ["tree_planted_count 2000 tree exact 2024 target", "tree_planted_count 1500 tree exact 2024 result"],
            [],
            "2024",
        ),
        (
            "Trồng 1.500 cây xanh, kế hoạch 2.000 cây.",
            ["tree_planted_count 1500 tree exact 2024 result", "tree_planted_count 2000 tree exact 2024 target"],
            [],
            "2024",
        ),
        (
            "Trồng 1.500 cây xanh so với kế hoạch 2.000 cây.",
            ["tree_planted_count 1500 tree exact 2024 result", "tree_planted_count 2000 tree exact 2024 target"],
            [],
            "2024",
        ),
        (
            "Ban hành 12 kế hoạch, 5 chỉ thị.",
            ["plan_issued_count 12 document exact 2024 result", "directive_issued_count 5 document exact 2024 result"],
            [],
            "2024",
        ),
    ],
)
def test_roles_beside_each_other(told_of: Told, text: str, figures: list[str], left: list[str], period: str | None) -> None:
    assert told_of(text, period=period) == (figures, left)
