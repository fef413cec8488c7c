"""Numbers that are no figures beside one that is, in sentences made for these tests."""

import pytest

from tests.reader.conftest import Told


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Tiểu đoàn 3, Trung đoàn 19, Sư đoàn 968, Quân khu 4 trồng 12 cây xanh.", ["tree_planted_count 12 tree exact 2024 result"], []),
        ("Đại đội 5, khẩu đội 2, tổ 3, thôn 7, khu phố 4 trồng 12 cây xanh.", ["tree_planted_count 12 tree exact 2024 result"], []),
        ("Ban Chỉ huy Phòng thủ khu vực 4 trồng 12 cây xanh.", ["tree_planted_count 12 tree exact 2024 result"], []),
    ],
)
def test_names_of_units(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "Thực hiện Nghị định số 03/2019/NĐ-CP, Chỉ thị 05-CT/TW, Kế hoạch 123/KH-UBND, xã trồng 12 cây xanh.",
            ["tree_planted_count 12 tree exact 2024 result"],
            [],
        ),
        (
            "Theo Quyết định số 62/2011/QĐ-TTg, Thông tư 57/2020/TT-BQP ngày 15/5/2020, quân số khỏe đạt 99%.",
            ["healthy_troop_rate 99 percent exact 2024 result"],
            [],
        ),
        ("Số: 187/BC-UBND. Quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        (
            "Theo Điều 12, khoản 3 Luật Nghĩa vụ quân sự năm 2015, quân số khỏe đạt 99%.",
            ["healthy_troop_rate 99 percent exact 2024 result"],
            [],
        ),
    ],
)
def test_decrees_and_dispatches(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Bão số 3 đổ bộ; quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        ("Trên quốc lộ 1A, tỉnh lộ 9, từ km 12 đến Km 14+300, trồng 12 cây xanh.", ["tree_planted_count 12 tree exact 2024 result"], []),
        ("Thu gom 12 quả bom mìn gần mốc 547, súng K54, AK47.", ["explosives_recovered_count 12 item exact 2024 result"], []),
    ],
)
def test_storms_roads_and_posts(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Tuyển chọn thanh niên từ 18 đến 25 tuổi; quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        ("Công dân nam đủ 17 tuổi đăng ký; quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        (
            "Kỷ niệm 80 năm Ngày thành lập Quân đội, 35 năm Ngày Quốc phòng toàn dân; quân số khỏe đạt 99%.",
            ["healthy_troop_rate 99 percent exact 2024 result"],
            [],
        ),
        ("Tặng Huy hiệu 40 năm tuổi Đảng; quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
    ],
)
def test_ages_and_anniversaries(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Khóa 45, lớp 12A3, học kỳ 2; quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        ("Nhiệm kỳ 2020 - 2025, khóa XV, kỳ họp thứ 8; trồng 12 cây xanh.", ["tree_planted_count 12 tree exact 2020/2025 result"], []),
        ("Bồi dưỡng kiến thức quốc phòng cho đối tượng 4 được 25 đồng chí.", ["defence_edu_group4_count 25 person exact 2024 result"], []),
        ("Đợt 2, giai đoạn 1, bước 3 đã xong; quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
    ],
)
def test_courses_classes_and_terms(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Lúc 7 giờ 30 phút ngày 12/3/2024, trồng 12 cây xanh.", ["tree_planted_count 12 tree exact 2024 result"], []),
        ("Từ 7h30 đến 16h ngày 5/6, trồng 12 cây xanh.", ["tree_planted_count 12 tree exact 2024 result"], []),
        ("Các ngày 22/12, 30/4, 27/7, trồng 12 cây xanh.", ["tree_planted_count 12 tree exact 2024 result"], []),
        ("Sáng 15/5, tối 16/5, mùng 4 Tết, trồng 12 cây xanh.", ["tree_planted_count 12 tree exact 2024 result"], []),
    ],
)
def test_times_and_days(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Liên hệ điện thoại 0234.3878.123, 0912345678; quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        ("Số căn cước 046123456789; quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
    ],
)
def test_telephones_and_cards(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Trang 3/5. Phụ lục II, biểu số 2. Quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        (
            "1. Quân số khỏe đạt 99%.\n2. Trồng 12 cây xanh.\n3.1. Nạo vét 7,5 km kênh mương.",
            [
                "healthy_troop_rate 99 percent exact 2024 result",
                "tree_planted_count 12 tree exact 2024 result",
                "canal_dredged_km 7.5 km exact 2024 result",
            ],
            [],
        ),
        (
            "a) Quân số khỏe đạt 99%.\n(2) Trồng 12 cây xanh.",
            ["healthy_troop_rate 99 percent exact 2024 result", "tree_planted_count 12 tree exact 2024 result"],
            [],
        ),
    ],
)
def test_pages_tables_and_list_numbers(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Tiêu chí số 19, tiêu chí 19.2 đạt; quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        ("Báo động cấp 2, gió cấp 9; quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        ("Có 3 cấp chính quyền, 5 nhiệm vụ trọng tâm; quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
    ],
)
def test_criteria_and_levels(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)
