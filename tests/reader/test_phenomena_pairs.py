"""Two numbers beside a slash, in sentences made for these tests."""

import pytest

from tests.reader.conftest import Told


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "Giao quân 08/8 thanh niên, đạt 100% chỉ tiêu.",
            [
                "conscripts_enlisted_count 8 person exact 2024 result",
                "conscription_quota 8 person exact 2024 target",
                "conscription_target_completion_rate 100 percent exact 2024 result",
            ],
            [],
        ),
        (
            "Giao quân 45/45 thanh niên (100%).",
            [
                "conscripts_enlisted_count 45 person exact 2024 result",
                "conscription_quota 45 person exact 2024 target",
                "conscription_target_completion_rate 100 percent exact 2024 result",
            ],
            [],
        ),
        (
            "Quân số huấn luyện dân quân 117/120 đồng chí, đạt 97,5%.",
            ["militia_trained_count 117 person exact 2024 result", "militia_training_attendance_rate 97.5 percent exact 2024 result"],
            [],
        ),
        (
            "Quân số huấn luyện dân quân đạt 97,5% (117/120 đồng chí).",
            ["militia_training_attendance_rate 97.5 percent exact 2024 result", "militia_trained_count 117 person exact 2024 result"],
            [],
        ),
        ("Dân quân tham gia huấn luyện 60/62 đ/c.", ["militia_trained_count 60 person exact 2024 result"], []),
        (
            "Dân quân tham gia huấn luyện 60/62 đ/c (96,8%).",
            ["militia_trained_count 60 person exact 2024 result", "militia_training_attendance_rate 96.8 percent exact 2024 result"],
            [],
        ),
        (
            "Dân quân tham gia huấn luyện 60/62 (96,8%).",
            ["militia_trained_count 60 person exact 2024 result", "militia_training_attendance_rate 96.8 percent exact 2024 result"],
            [],
        ),
        (
            "Có 9/12 xã, thị trấn (75%) đã huấn luyện xong cho dân quân.",
            ["militia_training_base_coverage_rate 75 percent exact 2024 result"],
            [],
        ),
        ("Trồng được 1.500/2.000 cây xanh.", ["tree_planted_count 1500 tree exact 2024 result"], []),
    ],
)
def test_done_of_planned(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    """The number before the slash is what was done, the one behind it what was asked; one fact with its percentage."""
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("HUẤN LUYỆN DÂN QUÂN\nQuân số: 60/62 đ/c.", ["militia_trained_count 60 person exact 2024 result"], []),
        ("Huấn luyện dân quân\n60/62 đ/c", ["militia_trained_count 60 person exact 2024 result"], []),
        (
            "Huấn luyện dân quân\n- Quân số tham gia: 60/62 đ/c = 96,8%",
            ["militia_trained_count 60 person exact 2024 result", "militia_training_attendance_rate 96.8 percent exact 2024 result"],
            [],
        ),
        (
            "1. Huấn luyện dân quân\nQuân số 60/62 đ/c, đạt 96,8%.",
            ["militia_trained_count 60 person exact 2024 result", "militia_training_attendance_rate 96.8 percent exact 2024 result"],
            [],
        ),
        (
            "Giao quân\n12/12 thanh niên",
            ["conscripts_enlisted_count 12 person exact 2024 result", "conscription_quota 12 person exact 2024 target"],
            [],
        ),
        ("Quân số khỏe\n99%", ["healthy_troop_rate 99 percent exact 2024 result"], []),
    ],
)
def test_under_a_short_heading(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "Phát hiện, bàn giao Công an 163 vụ/299 đối tượng.",
            ["case_detected_handover_count 163 case exact 2024 result", "suspect_handover_count 299 person exact 2024 result"],
            [],
        ),
        (
            "Phát hiện, bàn giao Công an 12 vụ, 15 đối tượng.",
            ["case_detected_handover_count 12 case exact 2024 result", "suspect_handover_count 15 person exact 2024 result"],
            [],
        ),
        (
            "Trực sẵn sàng chiến đấu 365 ca/1.460 lượt người.",
            ["duty_shift_count 365 shift exact 2024 result", "duty_person_turns 1460 person_turn exact 2024 result"],
            [],
        ),
        (
            "Di dời 120 hộ/450 nhân khẩu.",
            ["household_evacuated_count 120 household exact 2024 result", "person_evacuated_count 450 person exact 2024 result"],
            [],
        ),
        (
            "Tuyên truyền 12 buổi/1.450 lượt người nghe.",
            [
                "defence_propaganda_session_count 12 session exact 2024 result",
                "defence_propaganda_listener_turns 1450 person_turn exact 2024 result",
            ],
            [],
        ),
        (
            "Mở 05 lớp/320 lượt người bồi dưỡng kiến thức quốc phòng.",
            ["defence_edu_class_count 5 class exact 2024 result", "defence_edu_total_turns 320 person_turn exact 2024 result"],
            [],
        ),
    ],
)
def test_two_figures_beside_a_slash(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    """Two units of measure make two figures, and no share of each other."""
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Kiểm tra công tác quốc phòng đạt 96/100 điểm.", ["inspection_score 96 point exact 2024 result"], []),
        ("Đoàn kiểm tra chấm điểm xã đạt 92,5/100 điểm.", ["inspection_score 92.5 point exact 2024 result"], []),
    ],
)
def test_points_are_no_share(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Tiền quà 500.000 đồng/suất.", [], ["500.000 đồng"]),
        ("Trực ban 24/24 giờ, 7/7 ngày.", [], []),
        ("Trực ban 24/24h, 24/7.", [], []),
        (
            "Giao quân 24/24 thanh niên.",
            ["conscripts_enlisted_count 24 person exact 2024 result", "conscription_quota 24 person exact 2024 target"],
            [],
        ),
        ("Theo Quyết định 12/2020, quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        ("Họp ngày 5/6, quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
    ],
)
def test_slashes_that_are_no_pair(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)
