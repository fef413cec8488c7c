"""Modifiers, ranges and vague amounts, in sentences made for these tests."""

import pytest

from tests.reader.conftest import Told


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Giá trị tăng gia sản xuất đạt trên 120 triệu đồng.", ["food_production_value_vnd 120000000 VND over 2024 result"], []),
        ("Giá trị tăng gia sản xuất đạt hơn 120 triệu đồng.", ["food_production_value_vnd 120000000 VND over 2024 result"], []),
        ("Khám bệnh, cấp thuốc miễn phí cho hơn 250 lượt người.", ["free_medical_patient_count 250 person_turn over 2024 result"], []),
        ("Trồng hơn 1.500 cây xanh.", ["tree_planted_count 1500 tree over 2024 result"], []),
        ("Vận động ủng hộ các quỹ được trên 1,2 tỷ đồng.", ["fund_donation_value_vnd 1200000000 VND over 2024 result"], []),
    ],
)
def test_more_than(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Trồng 1.500 cây xanh trên địa bàn xã.", ["tree_planted_count 1500 tree exact 2024 result"], []),
        ("Nạo vét 7,5 km kênh mương trên 3 thôn.", ["canal_dredged_km 7.5 km exact 2024 result"], ["3"]),
    ],
)
def test_where_and_not_how_much(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    """*Trên* also says of how many, or where something was sent."""
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Khám bệnh, cấp thuốc miễn phí cho gần 250 lượt người.", ["free_medical_patient_count 250 person_turn under 2024 result"], []),
        ("Tăng gia sản xuất thu ngót 120 triệu đồng.", ["food_production_value_vnd 120000000 VND under 2024 result"], []),
        ("Trồng chưa đến 1.500 cây xanh.", ["tree_planted_count 1500 tree under 2024 result"], []),
        ("Tăng gia sản xuất thu chưa đầy 40 triệu đồng.", ["food_production_value_vnd 40000000 VND under 2024 result"], []),
    ],
)
def test_nearly(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Khám bệnh, cấp thuốc miễn phí cho khoảng 250 lượt người.", ["free_medical_patient_count 250 person_turn about 2024 result"], []),
        ("Khám bệnh, cấp thuốc miễn phí cho ước 250 lượt người.", ["free_medical_patient_count 250 person_turn about 2024 result"], []),
        ("Tăng gia sản xuất ước đạt 120 triệu đồng.", ["food_production_value_vnd 120000000 VND about 2024 result"], []),
        ("Trồng xấp xỉ 1.500 cây xanh.", ["tree_planted_count 1500 tree about 2024 result"], []),
        ("Trồng chừng 1.500 cây xanh.", ["tree_planted_count 1500 tree about 2024 result"], []),
        ("Trồng trên dưới 1.500 cây xanh.", ["tree_planted_count 1500 tree about 2024 result"], []),
        ("Tăng gia sản xuất thu ước gần 120 triệu đồng.", ["food_production_value_vnd 120000000 VND under 2024 result"], []),
    ],
)
def test_about(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Tỷ lệ vi phạm kỷ luật không quá 0,2%.", ["discipline_violation_rate 0.2 percent at_most 2024 result"], []),
        ("Tỷ lệ vi phạm kỷ luật dưới 0,2%.", ["discipline_violation_rate 0.2 percent at_most 2024 result"], []),
        ("Tỷ lệ bù đổi tối đa 2%.", ["replacement_rate 2 percent at_most 2024 result"], []),
        ("Tỷ lệ bù đổi không vượt quá 2%.", ["replacement_rate 2 percent at_most 2024 result"], []),
        ("Tỷ lệ hộ nghèo còn dưới 3%.", ["poor_household_rate 3 percent at_most 2024 context"], []),
        ("Tỷ lệ vi phạm kỷ luật từ 0,2% trở xuống.", ["discipline_violation_rate 0.2 percent at_most 2024 result"], []),
    ],
)
def test_at_most(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Quân số khỏe đạt từ 98,5% trở lên.", ["healthy_troop_rate 98.5 percent at_least 2024 result"], []),
        ("Quân số khỏe đạt 98,5% trở lên.", ["healthy_troop_rate 98.5 percent at_least 2024 result"], []),
        ("Quân số khỏe đạt ít nhất 98,5%.", ["healthy_troop_rate 98.5 percent at_least 2024 result"], []),
        ("Quân số khỏe đạt tối thiểu 98,5%.", ["healthy_troop_rate 98.5 percent at_least 2024 result"], []),
        ("Quân số khỏe không dưới 98,5%.", ["healthy_troop_rate 98.5 percent at_least 2024 result"], []),
        ("Quân số khỏe ≥ 98,5%.", ["healthy_troop_rate 98.5 percent at_least 2024 result"], []),
        ("Quân số khỏe từ 98,5% quân số trở lên.", ["healthy_troop_rate 98.5 percent at_least 2024 result"], []),
        ("Bắn đạn thật đạt khá trở lên.", ["live_fire_result_rating khá rating at_least 2024 result"], []),
        ("Huấn luyện dân quân xếp loại khá trở lên.", ["militia_training_rating khá rating at_least 2024 result"], []),
    ],
)
def test_at_least(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        (
            "Trồng trên 1.500 cây xanh, tăng gia sản xuất thu 120 triệu đồng.",
            ["tree_planted_count 1500 tree over 2024 result", "food_production_value_vnd 120000000 VND exact 2024 result"],
            [],
        ),
        (
            "Trồng 1.500 cây xanh, tăng gia sản xuất thu trên 120 triệu đồng.",
            ["tree_planted_count 1500 tree exact 2024 result", "food_production_value_vnd 120000000 VND over 2024 result"],
            [],
        ),
        (
            "Quân số khỏe đạt 98,5%; bắn đạn thật đạt khá trở lên.",
            ["healthy_troop_rate 98.5 percent exact 2024 result", "live_fire_result_rating khá rating at_least 2024 result"],
            [],
        ),
    ],
)
def test_only_its_own_number(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    """A modifier speaks of the number behind it and of no other."""
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Quân số khỏe thường xuyên đạt 98,5 - 99%.", ["healthy_troop_rate 98.5..99 percent range 2024 result"], []),
        ("Quân số khỏe thường xuyên đạt 98,5%-99%.", ["healthy_troop_rate 98.5..99 percent range 2024 result"], []),
        ("Quân số khỏe đạt từ 98,5 đến 99%.", ["healthy_troop_rate 98.5..99 percent range 2024 result"], []),
        ("Quân số khỏe đạt từ 98,5% đến 99%.", ["healthy_troop_rate 98.5..99 percent range 2024 result"], []),
        ("Dân quân tự vệ đạt 1,3–1,5% dân số.", ["militia_population_rate 1.3..1.5 percent range 2024 result"], []),
        ("Mở 3 - 5 lớp bồi dưỡng kiến thức quốc phòng.", ["defence_edu_class_count 3..5 class range 2024 result"], []),
        ("Tăng gia sản xuất thu 100-120 triệu đồng.", ["food_production_value_vnd 100000000..120000000 VND range 2024 result"], []),
        (
            "Tăng gia sản xuất thu từ 800 triệu đến 1,2 tỷ đồng.",
            ["food_production_value_vnd 800000000..1200000000 VND range 2024 result"],
            [],
        ),
        ("Tăng gia sản xuất thu từ 100 tới 120 triệu đồng.", ["food_production_value_vnd 100000000..120000000 VND range 2024 result"], []),
        ("Trồng 1.500 - 2.000 cây xanh.", ["tree_planted_count 1500..2000 tree range 2024 result"], []),
        ("Nạo vét 5-7km kênh mương.", ["canal_dredged_km 5..7 km range 2024 result"], []),
        ("Thu gom 5-7 tấn rác.", ["waste_collected_tonnes 5..7 tonne range 2024 result"], []),
    ],
)
def test_ranges(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Nhiệm kỳ 2020 - 2025, quân số khỏe đạt 99%.", ["healthy_troop_rate 99 percent exact 2020/2025 result"], []),
        (
            "Từ ngày 10-12/7, bộ đội khám bệnh, cấp thuốc miễn phí cho 250 lượt người.",
            ["free_medical_patient_count 250 person_turn exact 2024 result"],
            [],
        ),
        (
            "Quân số khỏe đạt 99% - tăng gia sản xuất thu 120 triệu đồng.",
            ["healthy_troop_rate 99 percent exact 2024 result", "food_production_value_vnd 120000000 VND exact 2024 result"],
            [],
        ),
    ],
)
def test_dashes_that_join_nothing(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Vận động ủng hộ các quỹ hàng trăm triệu đồng.", ["fund_donation_value_vnd None VND about 2024 result"], []),
        ("Tặng hàng chục suất quà cho gia đình chính sách.", ["policy_gift_count None gift about 2024 result"], []),
        ("Trồng hàng nghìn cây xanh.", ["tree_planted_count None tree about 2024 result"], []),
        ("Khám bệnh, cấp thuốc miễn phí cho vài trăm lượt người.", ["free_medical_patient_count None person_turn about 2024 result"], []),
        ("Trồng nhiều cây xanh, tặng một số suất quà.", [], []),
    ],
)
def test_vague_amounts(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)
