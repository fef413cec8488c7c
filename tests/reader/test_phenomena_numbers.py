"""Numbers and units of measure as reports write them, in sentences made for these tests."""

import pytest

from tests.reader.conftest import Told


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Xã tổ chức 08 buổi tuần tra.", ["patrol_count 8 event exact 2024 result"], []),
        ("Trong năm có 007 lượt luyện tập chuyển trạng thái sẵn sàng chiến đấu.", ["alert_drill_count 7 time exact 2024 result"], []),
        (
            "Giao quân 09/09 thanh niên.",
            ["conscripts_enlisted_count 9 person exact 2024 result", "conscription_quota 9 person exact 2024 target"],
            [],
        ),
        (
            "Có 01 tập thể, 03 cá nhân được tặng giấy khen.",
            ["award_collective_count 1 collective exact 2024 result", "award_individual_count 3 person exact 2024 result"],
            [],
        ),
        ("Thu gom 05 quả bom mìn.", ["explosives_recovered_count 5 item exact 2024 result"], []),
    ],
)
def test_leading_zeros(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Đã tuyên truyền cho 3.277 lượt người.", ["defence_propaganda_listener_turns 3277 person_turn exact 2024 result"], []),
        ("Vận động ủng hộ các quỹ 1.024.500.000 đồng.", ["fund_donation_value_vnd 1024500000 VND exact 2024 result"], []),
        ("Trồng 1.500 cây xanh.", ["tree_planted_count 1500 tree exact 2024 result"], []),
        ("Phát 12.000 tờ rơi tuyên truyền.", ["propaganda_leaflet_count 12000 leaflet exact 2024 result"], []),
        ("Quân số khỏe đạt 98.75%.", ["healthy_troop_rate 98.75 percent exact 2024 result"], []),
        ("Quân số khỏe đạt 98,75%.", ["healthy_troop_rate 98.75 percent exact 2024 result"], []),
        ("Tăng gia sản xuất thu 1.250,5 triệu đồng.", ["food_production_value_vnd 1250500000 VND exact 2024 result"], []),
        ("Tuyên truyền cho 12,450 lượt người nghe.", ["defence_propaganda_listener_turns 12450 person_turn exact 2024 result"], []),
        ("Ủng hộ các quỹ 1,024,500,000 đồng.", ["fund_donation_value_vnd 1024500000 VND exact 2024 result"], []),
        ("Hệ số kỹ thuật vũ khí đạt 0,985.", ["weapon_technical_coefficient 0.985 coefficient exact 2024 result"], []),
        ("Nạo vét 3,125 km kênh mương.", ["canal_dredged_km 3.125 km exact 2024 result"], []),
    ],
)
def test_dots_and_commas(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    """Dots group thousands, a comma is the decimal sign; a dot before two digits is one too; commas group where nothing else is meant."""
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Huấn luyện dân quân quân số 62đ/c.", ["militia_trained_count 62 person exact 2024 result"], []),
        ("Giao quân 12đc.", ["conscripts_enlisted_count 12 person exact 2024 result"], []),
        ("Nạo vét 7,5km kênh mương nội đồng.", ["canal_dredged_km 7.5 km exact 2024 result"], []),
        ("Phát quang 3.500m hành lang đường.", ["road_corridor_cleared_km 3.5 km exact 2024 result"], []),
        ("Tặng 30suất quà cho gia đình chính sách.", ["policy_gift_count 30 gift exact 2024 result"], []),
        ("Tăng gia sản xuất thu 120tr đồng.", ["food_production_value_vnd 120000000 VND exact 2024 result"], []),
        ("Tăng gia sản xuất thu 120trđ.", ["food_production_value_vnd 120000000 VND exact 2024 result"], []),
        ("Vận động hiến 350m2 đất.", ["land_donated_m2 350 m2 exact 2024 result"], []),
        ("Quân số khỏe đạt 99%quân số.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
    ],
)
def test_units_without_a_space(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Huy động 2 nghìn lượt dân quân khắc phục hậu quả bão.", ["disaster_militia_turns 2000 person_turn exact 2024 result"], []),
        ("Huy động 3 ngàn lượt dân quân khắc phục hậu quả bão.", ["disaster_militia_turns 3000 person_turn exact 2024 result"], []),
        ("Khám bệnh, cấp thuốc miễn phí cho 1,2 nghìn lượt người.", ["free_medical_patient_count 1200 person_turn exact 2024 result"], []),
        ("Tăng gia sản xuất thu 45 triệu đồng.", ["food_production_value_vnd 45000000 VND exact 2024 result"], []),
        ("Tăng gia sản xuất thu 1,2 tỷ đồng.", ["food_production_value_vnd 1200000000 VND exact 2024 result"], []),
        ("Tăng gia sản xuất thu 1,2 tỉ.", ["food_production_value_vnd 1200000000 VND exact 2024 result"], []),
        ("Tăng gia sản xuất thu 1 tỷ 250 triệu đồng.", ["food_production_value_vnd 1250000000 VND exact 2024 result"], []),
        ("Tăng gia sản xuất thu 9 triệu 650 nghìn đồng.", ["food_production_value_vnd 9650000 VND exact 2024 result"], []),
        ("Tăng gia sản xuất thu 2 triệu rưỡi.", ["food_production_value_vnd 2500000 VND exact 2024 result"], []),
        ("Tăng gia sản xuất thu 1 tỷ rưỡi.", ["food_production_value_vnd 1500000000 VND exact 2024 result"], []),
        ("Tăng gia sản xuất thu 750.000 nghìn đồng.", ["food_production_value_vnd 750000000 VND exact 2024 result"], []),
        ("Tăng gia sản xuất thu 250 ngàn đồng.", ["food_production_value_vnd 250000 VND exact 2024 result"], []),
        ("Tăng gia sản xuất thu 500k.", ["food_production_value_vnd 500000 VND exact 2024 result"], []),
    ],
)
def test_thousands_millions_and_their_compounds(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Kinh phí diễn tập bốn trăm triệu đồng.", ["exercise_cost_vnd 400000000 VND exact 2024 result"], []),
        ("Kinh phí diễn tập một tỷ hai trăm triệu đồng.", ["exercise_cost_vnd 1200000000 VND exact 2024 result"], []),
        ("Tăng gia sản xuất thu hai mươi lăm triệu đồng.", ["food_production_value_vnd 25000000 VND exact 2024 result"], []),
        ("Giao quân hai mươi lăm thanh niên.", ["conscripts_enlisted_count 25 person exact 2024 result"], []),
        ("Mở ba lớp bồi dưỡng kiến thức quốc phòng.", ["defence_edu_class_count 3 class exact 2024 result"], []),
        ("Quân số khỏe đạt chín mươi chín phần trăm.", ["healthy_troop_rate 99 percent exact 2024 result"], []),
        ("Một trăm linh hai cán bộ dân quân được tập huấn.", ["militia_cadre_trained_count 102 person exact 2024 result"], []),
        ("Trồng một nghìn hai trăm cây xanh.", ["tree_planted_count 1200 tree exact 2024 result"], []),
        ("Trồng mười lăm cây xanh.", ["tree_planted_count 15 tree exact 2024 result"], []),
        ("Tặng hai mươi mốt suất quà cho gia đình chính sách.", ["policy_gift_count 21 gift exact 2024 result"], []),
        ("Tặng ba chục suất quà cho gia đình chính sách.", ["policy_gift_count 30 gift exact 2024 result"], []),
        ("Kinh phí diễn tập nửa tỷ đồng.", ["exercise_cost_vnd 500000000 VND exact 2024 result"], []),
    ],
)
def test_numbers_in_words(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Trong năm, xã tổ chức tuần tra.", [], []),
        ("Một số đồng chí làm tốt; là một trong những đơn vị mạnh.", [], []),
        ("Cả năm đơn vị đều tích cực, từng bước một.", [], []),
    ],
)
def test_words_that_look_like_numbers(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)


@pytest.mark.parametrize(
    ("text", "figures", "left"),
    [
        ("Thu gom 7 tấn rác.", ["waste_collected_tonnes 7 tonne exact 2024 result"], []),
        ("Thu gom 850 kg rác thải.", ["waste_collected_tonnes 0.85 tonne exact 2024 result"], []),
        ("Hũ gạo tình thương góp 1,5 tạ gạo.", ["rice_saved_tonnes 0.15 tonne exact 2024 result"], []),
        ("Hũ gạo tình thương góp 1.250kg gạo.", ["rice_saved_tonnes 1.25 tonne exact 2024 result"], []),
        ("Chở 120 m3 nước sinh hoạt cho dân vùng hạn.", ["water_supplied_m3 120 m3 exact 2024 result"], []),
        ("Chở 120m³ nước sinh hoạt cho dân.", ["water_supplied_m3 120 m3 exact 2024 result"], []),
        ("Chở 2.500 lít nước sinh hoạt cho dân.", ["water_supplied_m3 2.5 m3 exact 2024 result"], []),
        ("Bộ đội giúp dân thu hoạch 3,2 ha lúa.", ["crop_harvested_ha 3.2 ha exact 2024 result"], []),
        ("Bộ đội giúp dân thu hoạch 1.500m2 lúa.", ["crop_harvested_ha 0.15 ha exact 2024 result"], []),
        ("Đất quốc phòng quản lý 12.500m2.", ["defence_land_area_m2 12500 m2 exact 2024 result"], []),
        ("Đất quốc phòng quản lý 1,5 ha.", ["defence_land_area_m2 15000 m2 exact 2024 result"], []),
        ("Tổng diện tích tự nhiên 125,6 km2.", ["area_km2 125.6 km2 exact 2024 context"], []),
        ("Gia cố 1.200m đê.", ["dyke_reinforced_m 1200 m exact 2024 result"], []),
        ("Gia cố 1,2 km đê, kè.", ["dyke_reinforced_m 1200 m exact 2024 result"], []),
        ("Phát dọn 4.500 mét đường băng cản lửa.", ["firebreak_cleared_km 4.5 km exact 2024 result"], []),
        ("Huấn luyện dân quân cơ động 12 ngày.", ["militia_training_days 12 day exact 2024 result"], []),
        ("Hiến 45 đơn vị máu.", ["blood_donation_unit_count 45 blood_unit exact 2024 result"], []),
        ("Phát 1.250 suất ăn phục vụ.", ["meal_served_count 1250 meal exact 2024 result"], []),
        ("Đắp 2.500 bao cát.", ["sandbag_count 2500 bag exact 2024 result"], []),
    ],
)
def test_units_of_measure_and_the_measure_they_fit(told_of: Told, text: str, figures: list[str], left: list[str]) -> None:
    assert told_of(text) == (figures, left)
