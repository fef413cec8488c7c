"""Whole sentences, written for these tests: measure, value, modifier, role, period, class."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from saovuong.core.quantity import FigureClass, Modifier, Role
from saovuong.reader.shapes import Candidate, Reading

Figures = Callable[..., dict[str, Candidate]]


def test_linked_pair_percentage_and_gifts(figures_of: Figures) -> None:
    found = figures_of(
        "Năm 2023, huyện giao 112/112 thanh niên, đạt 100% chỉ tiêu giao quân; tặng 112 suất quà cho tân binh trị giá trên 56 triệu đồng."
    )
    assert found["conscripts_enlisted_count"].value == 112
    assert found["conscription_quota"].value == 112
    assert found["conscription_quota"].role is Role.TARGET
    assert found["conscription_target_completion_rate"].value == 100
    assert found["recruit_gift_count"].value == 112
    money = found["recruit_gift_value_vnd"]
    assert (money.value, money.modifier, money.uom, money.quote) == (Decimal(56_000_000), Modifier.OVER, "VND", "56 triệu đồng")
    assert {one.period for one in found.values()} == {"2023"}


def test_share_in_brackets_is_the_value(figures_of: Figures) -> None:
    found = figures_of("Đến nay có 9/12 xã, thị trấn (75%) đã huấn luyện xong cho dân quân.", period="2024")
    one = found["militia_training_base_coverage_rate"]
    assert (one.value, one.quote) == (75, "9/12 xã, thị trấn (75%)")


def test_targets_of_next_year(figures_of: Figures) -> None:
    found = figures_of(
        "BÁO CÁO\nKết quả công tác quốc phòng năm 2022, phương hướng năm 2023\n\nHuấn luyện dân quân quân số đạt 97,5%.\n\n"
        "Năm 2023, phấn đấu tỷ lệ đảng viên trong dân quân từ 25% trở lên.\n"
    )
    result, target = found["militia_training_attendance_rate"], found["militia_party_member_rate"]
    assert (result.role, result.period) == (Role.RESULT, "2022")
    assert (target.role, target.period, target.modifier) == (Role.TARGET, "2023", Modifier.AT_LEAST)


def test_last_years_value_beside_this_years(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of("Quân số khỏe đạt 99,1% (năm 2021 là 98,7%), tăng 0,4%.", period="2022")
    told = [(one.value, one.period) for one in reading.candidates if one.measure == "healthy_troop_rate"]
    assert told == [(Decimal("99.1"), "2022"), (Decimal("98.7"), "2021")]
    assert [one.quote for one in reading.not_understood] == ["0,4%"]


def test_per_unit_amounts_and_changes_are_no_values(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of("Tặng 40 suất quà cho gia đình chính sách, mỗi suất 500.000đ, tăng 5 suất so với năm 2023.", period="2024")
    assert [(one.measure, one.value) for one in reading.candidates] == [("policy_gift_count", 40)]
    assert [one.quote for one in reading.not_understood] == ["500.000đ", "5"]


@pytest.mark.parametrize(
    ("text", "measure", "value", "kind"),
    [
        ("Trong năm không để xảy ra điểm nóng trên địa bàn.", "hotspot_count", 0, FigureClass.ZERO_STATEMENT),
        ("Đợt giao quân không có trường hợp bù đổi.", "replacement_count", 0, FigureClass.ZERO_STATEMENT),
        ("Không có đảng viên bị kỷ luật.", "party_discipline_count", 0, FigureClass.ZERO_STATEMENT),
        ("Lực lượng dân quân duy trì nghiêm chế độ trực sẵn sàng chiến đấu.", "duty_kept_strictly", True, FigureClass.YES_NO),
        ("Cuộc diễn tập diễn ra an toàn tuyệt đối.", "exercise_safety_absolute", True, FigureClass.YES_NO),
        ("Bắn đạn thật đạt loại giỏi.", "live_fire_result_rating", "giỏi", FigureClass.RATING),
        (
            "Đảng ủy Quân sự huyện hoàn thành xuất sắc nhiệm vụ.",
            "party_committee_rating",
            "hoàn thành xuất sắc nhiệm vụ",
            FigureClass.RATING,
        ),
    ],
)
def test_claims(figures_of: Figures, text: str, measure: str, value: object, kind: FigureClass) -> None:
    one = figures_of(text, period="2024")[measure]
    assert (one.value, one.figure_class) == (value, kind)


def test_rating_and_better(figures_of: Figures) -> None:
    one = figures_of("Huấn luyện dự bị động viên các đơn vị đều đạt khá trở lên.", period="2024")["reserve_training_rating"]
    assert (one.value, one.modifier) == ("khá", Modifier.AT_LEAST)


def test_table_columns_give_role_and_unit(reading_of: Callable[..., Reading]) -> None:
    rows = [
        "STT\tNội dung\tĐVT\tChỉ tiêu\tKết quả\tTỷ lệ",
        "1\tGiao quân\tngười\t45\t45\t100%",
        "2\tTăng gia sản xuất\ttriệu đồng\t150\t162\t108%",
    ]
    reading = reading_of("KẾT QUẢ NĂM 2024\n" + "\n".join(rows) + "\n")
    told = {(one.measure, one.value, one.role) for one in reading.candidates}
    assert ("conscription_quota", 45, Role.TARGET) in told
    assert ("conscripts_enlisted_count", 45, Role.RESULT) in told
    assert ("food_production_value_vnd", Decimal(150_000_000), Role.TARGET) in told
    assert ("food_production_value_vnd", Decimal(162_000_000), Role.RESULT) in told


def test_organisation_named_in_the_sentence_else_the_reporting_unit(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of("Toàn xã giao quân 9 thanh niên. Riêng xã A Lưới giao quân 4 thanh niên.", unit="c-2", period="2024")
    told = [(one.value, one.organisation, one.unit_id) for one in reading.candidates if one.measure == "conscripts_enlisted_count"]
    assert told == [(9, "xã Bình An", "c-2"), (4, "xã A Lưới", "c-1")]


PERIODS = [
    ("Quý III/2024 tuần tra 30 cuộc.", None, "2024-Q3"),
    ("6 tháng đầu năm 2024 tuần tra 30 cuộc.", None, "2024-H1"),
    ("Từ năm 2021 đến nay tuần tra 30 cuộc.", "2024", "2021/.."),
    ("Từ đầu năm đến hết tháng 9 tuần tra 30 cuộc.", "2024", "2024-01/2024-09"),
    ("Hằng năm tuần tra 30 cuộc.", "2024", "yearly"),
    ("Riêng 6 tháng cuối năm tuần tra 30 cuộc.", "2024", "2024-H2"),
    ("Tuần tra 30 cuộc.", "2024-07", "2024-07"),
    ("Tuần tra 30 cuộc.", None, None),
]


@pytest.mark.parametrize(("text", "default", "period"), PERIODS)
def test_period(reading_of: Callable[..., Reading], text: str, default: str | None, period: str | None) -> None:
    (one,) = reading_of(text, period=default).candidates
    assert one.period == period


def test_the_earlier_value_told_beside_its_year(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of("Trao đổi 120 tin; con số này của năm 2022 là 98. Tuần tra 60 cuộc; năm 2021, cả năm chỉ 41 cuộc.", period="2023")
    assert [(one.value, one.period) for one in reading.candidates] == [(120, "2023"), (98, "2022"), (60, "2023"), (41, "2021")]


def test_how_things_stand_after_some_years_is_of_the_last(figures_of: Figures) -> None:
    found = figures_of("Kết nạp 40 đảng viên trong dân quân, đưa tỷ lệ đảng viên trong dân quân lên 25%.", period="2019/2024")
    assert found["new_party_member_militia_count"].period == "2019/2024"
    assert found["militia_party_member_rate"].period == "2024"


def test_why_names_what_decided(figures_of: Figures) -> None:
    one = figures_of("Đơn vị khám bệnh, cấp thuốc miễn phí cho 250 lượt người.", period="2024")["free_medical_patient_count"]
    assert any("của chỉ tiêu" in reason or "tên chỉ tiêu" in reason for reason in one.why)
    assert any(reason.startswith("điểm") for reason in one.why)


def test_one_percentage_closes_two_quotas(figures_of: Figures) -> None:
    found = figures_of("Hoàn thành 100% chỉ tiêu tuyển quân và bồi dưỡng kiến thức quốc phòng, an ninh.", period="2024")
    assert found["conscription_target_completion_rate"].value == 100
    assert found["defence_edu_target_completion_rate"].value == 100


def test_a_coming_year_goes_on_in_the_next_paragraph(figures_of: Figures) -> None:
    found = figures_of(
        "Năm 2023, huyện giao quân 80 thanh niên.\n\nNăm 2024, Ban CHQS huyện phấn đấu quân số khỏe đạt 99%.\n\n"
        "Huấn luyện dân quân quân số đạt từ 98% trở lên.\n"
    )
    one = found["militia_training_attendance_rate"]
    assert (one.role, one.period) == (Role.TARGET, "2024")


def test_a_row_of_numbers_shares_its_noun(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of("Thời gian huấn luyện dân quân lần lượt là 7, 12 và 15 ngày.", period="2024")
    assert [(one.measure, one.value) for one in reading.candidates] == [("militia_training_days", value) for value in (7, 12, 15)]


def test_a_percentage_of_its_numerator(figures_of: Figures) -> None:
    found = figures_of("Dân quân toàn xã có 84 đồng chí; đảng viên 21 đồng chí, chiếm 25%.", period="2024")
    assert found["militia_party_member_count"].value == 21
    assert found["militia_party_member_rate"].value == 25
