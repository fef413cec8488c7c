"""Statements without a number, in sentences written for these tests: what is told, of which measure, and what tells nothing."""

from collections.abc import Callable

import pytest

from saovuong.core.quantity import FigureClass, Modifier
from saovuong.reader.shapes import Reading

Read = Callable[..., Reading]
GOOD, KHA, PASS, FAIL = "giỏi", "khá", "đạt (trung bình, đạt yêu cầu)", "không đạt"
BEST, WELL, DONE, UNDONE = (
    "hoàn thành xuất sắc nhiệm vụ",
    "hoàn thành tốt nhiệm vụ",
    "hoàn thành nhiệm vụ",
    "không hoàn thành nhiệm vụ",
)
CLAIMS = (FigureClass.RATING, FigureClass.YES_NO, FigureClass.ZERO_STATEMENT)


def claims(reading: Reading) -> list[tuple[str | None, object]]:
    return [(one.measure, one.value) for one in reading.candidates if one.figure_class in CLAIMS]


def check(reading_of: Read, text: str, told: dict[str, object]) -> None:
    assert sorted(claims(reading_of(text, period="2024")), key=str) == sorted(told.items(), key=str), text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Địa bàn ổn định, không để hình thành điểm nóng.", {"hotspot_count": 0}),
        ("Cả mùa lễ hội chẳng có điểm nóng nào trên địa bàn xã.", {"hotspot_count": 0}),
        ("Điểm nóng về an ninh: không.", {"hotspot_count": 0}),
        ("Tổ trực không để bị động, bất ngờ trong mọi tình huống.", {"hotspot_count": 0}),
        ("Đơn vị chưa từng để xảy ra mất an toàn.", {"accident_count": 0}),
        ("Mất an toàn: không; bù đổi: không.", {"accident_count": 0, "replacement_count": 0}),
        ("Không có quân nhân nào vi phạm kỷ luật.", {"discipline_violation_count": 0}),
        ("Kỷ luật: không đồng chí nào vi phạm.", {"discipline_violation_count": 0}),
        ("Vi phạm kỷ luật của lực lượng dân quân: không có.", {"discipline_violation_count": 0}),
        ("Không để xảy ra mất an toàn, vi phạm kỷ luật.", {"accident_count": 0, "discipline_violation_count": 0}),
        ("Vi phạm kỷ luật và mất an toàn không có.", {"accident_count": 0, "discipline_violation_count": 0}),
        ("Chi bộ không có đảng viên nào bị thi hành kỷ luật.", {"party_discipline_count": 0}),
        ("Tài liệu mật được quản lý chặt chẽ, không thất lạc.", {"secret_leak_count": 0}),
        ("Tuyệt đối không để lộ, lọt bí mật quân sự.", {"secret_leak_count": 0}),
        ("Bù đổi không.", {"replacement_count": 0}),
        ("Sau giao quân, đơn vị báo về chưa phải đổi chiến sĩ nào.", {"replacement_count": 0}),
        ("Không có thanh niên trốn, chống lệnh khám.", {"conscription_law_violation_cases": 0}),
        ("Xã không có công dân vi phạm Luật Nghĩa vụ quân sự.", {"conscription_law_violation_cases": 0}),
        ("Hội thao năm nay không tổ chức được.", {"contest_count": 0}),
        ("Trong mùa khô không xảy ra cháy rừng.", {"forest_fire_response_count": 0}),
        ("Sự cố | không\nVật nổ | không", {"accident_count": 0, "explosives_recovered_count": 0}),
    ],
)
def test_what_did_not_happen(reading_of: Read, text: str, told: dict[str, object]) -> None:
    check(reading_of, text, told)


def test_absences_in_a_table(reading_of: Read) -> None:
    text = "Nội dung | Kết quả\nVi phạm kỷ luật | không\nLộ bí mật | không có\nQuân số khỏe (%) | 99\n"
    assert claims(reading_of(text, period="2024")) == [("discipline_violation_count", 0), ("secret_leak_count", 0)]


@pytest.mark.parametrize(
    "text",
    [
        "Vi phạm kỷ luật không quá 02 vụ.",
        "Bộ đội phòng không vi phạm lệnh cấm bay của địch.",
        "Số liệu mẫu, không phải số liệu thật.",
        "Tàu cá không vi phạm vùng biển nước ngoài.",
        "Xử phạt 01 công dân không chấp hành lệnh khám.",
        "Báo cáo không có số liệu của hai xã.",
    ],
)
def test_denials_of_other_things(reading_of: Read, text: str) -> None:
    assert claims(reading_of(text, period="2024")) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Chế độ trực sẵn sàng chiến đấu luôn nghiêm túc.", {"duty_kept_strictly": True}),
        ("Việc duy trì trực ban ở hai xã chưa nghiêm.", {"duty_kept_strictly": False}),
        ("Trực: 30 ca; duy trì nghiêm.", {"duty_kept_strictly": True}),
        ("Cuộc diễn tập bảo đảm an toàn tuyệt đối.", {"exercise_safety_absolute": True}),
        ("Trong huấn luyện, bắn đạn thật, người và vũ khí an toàn tuyệt đối.", {"training_safety_absolute": True}),
        (
            "Huấn luyện và diễn tập đều an toàn tuyệt đối.",
            {"training_safety_absolute": True, "exercise_safety_absolute": True},
        ),
        ("Cơ quan an toàn tuyệt đối về mọi mặt.", {"unit_safety_absolute": True}),
        ("Nội bộ an toàn tuyệt đối về chính trị.", {"political_safety_absolute": True}),
        ("Chúng tôi chưa phải là đơn vị an toàn tuyệt đối.", {"unit_safety_absolute": False}),
        ("Xã giữ vững danh hiệu “Đơn vị huấn luyện giỏi”.", {"training_unit_title_achieved": True}),
        ("Xã chưa được công nhận “Đơn vị huấn luyện giỏi”.", {"training_unit_title_achieved": False}),
        ("Danh hiệu huấn luyện giỏi không được xét.", {"training_unit_title_achieved": False}),
        ("Hệ thống văn kiện tác chiến đã được bổ sung, hoàn thiện.", {"local_gov_sign_plan_completed": True}),
        ("Văn kiện chưa bổ sung theo hướng dẫn.", {"local_gov_sign_plan_completed": False}),
        ("Ban Chỉ đạo khu vực phòng thủ huyện được kiện toàn.", {"defence_zone_steering_kept": True}),
        ("Doanh trại bảo đảm “sáng, xanh, sạch, đẹp”.", {"barracks_standard_kept": True}),
        ("Doanh trại chưa đạt “sáng, xanh, sạch, đẹp”.", {"barracks_standard_kept": False}),
        ("Chi bộ quân sự đã tổ chức thành công đại hội.", {"party_congress_held": True}),
        ("Cuốn Lịch sử Đảng bộ quân sự huyện đã được xuất bản.", {"history_book_completed": True}),
        ("Bản thảo lịch sử Đảng bộ quân sự chưa xong.", {"history_book_completed": False}),
        ("Đảng bộ đạt trong sạch, vững mạnh.", {"party_committee_clean_strong": True}),
    ],
)
def test_yes_or_no(reading_of: Read, text: str, told: dict[str, object]) -> None:
    check(reading_of, text, told)


def test_answers_in_a_table(reading_of: Read) -> None:
    text = "Tiêu chí | Xã A | Xã B\nDuy trì trực nghiêm | Có | Không\nĐơn vị huấn luyện giỏi | x | chưa\nDân quân (đ/c) | 60 | 72\n"
    assert claims(reading_of(text, period="2024")) == [
        ("duty_kept_strictly", True),
        ("duty_kept_strictly", False),
        ("training_unit_title_achieved", True),
        ("training_unit_title_achieved", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Có 98% số đơn vị an toàn tuyệt đối.",
        "Chấp hành nghiêm kỷ luật, pháp luật Nhà nước.",
        "Xe máy của đơn vị chạy 1.200 km.",
        "Có 03 xã đạt danh hiệu Đơn vị huấn luyện giỏi.",
    ],
)
def test_statements_that_are_counts_or_other_things(reading_of: Read, text: str) -> None:
    assert claims(reading_of(text, period="2024")) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Huấn luyện dân quân xếp loại khá.", {"militia_training_rating": KHA}),
        ("LLTT xếp loại giỏi; DQTV khá; DBĐV giỏi.",
         {"standing_force_training_rating": GOOD, "militia_training_rating": KHA, "reserve_training_rating": GOOD}),
        ("DQTV và DBĐV cùng đạt khá.", {"militia_training_rating": KHA, "reserve_training_rating": KHA}),
        ("Kết quả giỏi với LLTT, khá trở lên với DQTV.", {"standing_force_training_rating": GOOD, "militia_training_rating": KHA}),
        ("Bắn đạn thật khối tự vệ đạt giỏi.", {"live_fire_result_rating": GOOD}),
        ("Tự vệ bắn đạn thật không đạt.", {"live_fire_result_rating": FAIL}),
        ("Đoàn kiểm tra chấm 91 điểm, xếp loại giỏi.", {"inspection_rating": GOOD}),
        ("Xây dựng chính quy đạt khá.", {"regularity_rating": KHA}),
        ("Cuộc diễn tập được đánh giá hoàn thành tốt nhiệm vụ.", {"exercise_rating": WELL}),
        ("Diễn tập chiến đấu xã 02 cuộc, kết quả đạt loại khá.", {"exercise_grade_rating": KHA}),
        ("Đảng bộ Quân sự huyện hoàn thành xuất sắc nhiệm vụ.", {"party_committee_rating": BEST}),
        ("Chi bộ được Đảng ủy xã xếp loại hoàn thành tốt nhiệm vụ.", {"party_cell_rating": WELL}),
        ("Năm 2024, đơn vị hoàn thành xuất sắc nhiệm vụ.", {"overall_task_rating": BEST}),
        ("Xã không hoàn thành nhiệm vụ.", {"overall_task_rating": UNDONE}),
        ("Ban CHQS xã HTTNV, cơ quan VMTD.",
         {"overall_task_rating": WELL, "comprehensive_strong_unit_rating": "vững mạnh toàn diện"}),
        ("Hội Phụ nữ vững mạnh xuất sắc.", {"mass_organisation_rating": "vững mạnh xuất sắc"}),
    ],
)  # fmt: skip
def test_levels_and_whose_they_are(reading_of: Read, text: str, told: dict[str, object]) -> None:
    check(reading_of, text, told)


def test_generic_words_take_the_subject_told_before(reading_of: Read) -> None:
    text = "Quân nhân dự bị tập trung tại trường bắn huyện. Kết quả kiểm tra kết thúc xếp loại khá."
    assert claims(reading_of(text, period="2024")) == [("reserve_training_rating", KHA)]


def test_levels_in_a_table(reading_of: Read) -> None:
    text = (
        "KẾT QUẢ HUẤN LUYỆN NĂM 2024\nNội dung | Chỉ tiêu | Kết quả | So sánh\n"
        "Xếp loại huấn luyện LLTT | khá | giỏi | vượt\nQuân số huấn luyện DQTV (%) | 97 | 98,2 | đạt\n"
        "Bắn đạn thật | khá | khá | đạt\n"
    )
    told = [(one.measure, one.value, one.role) for one in reading_of(text).candidates if one.figure_class is FigureClass.RATING]
    assert told == [
        ("standing_force_training_rating", KHA, "target"),
        ("standing_force_training_rating", GOOD, "result"),
        ("live_fire_result_rating", KHA, "target"),
        ("live_fire_result_rating", KHA, "result"),
    ]


def test_and_better(reading_of: Read) -> None:
    found = reading_of("Năm 2025, phấn đấu huấn luyện dân quân đạt khá trở lên.", period="2024").candidates
    assert [(one.value, one.modifier, one.role, one.period) for one in found] == [(KHA, Modifier.AT_LEAST, "target", "2025")]


@pytest.mark.parametrize(
    "text",
    [
        "Kiểm tra: 8 giỏi, 14 khá, 2 đạt.",
        "Tỷ lệ khá, giỏi đạt 78%.",
        "Có 92% đảng viên hoàn thành tốt nhiệm vụ.",
        "Tại 17 xã xếp loại giỏi không còn tồn tại.",
        "Các tổ chức góp phần hoàn thành tốt nhiệm vụ chung.",
        "Số xã đạt vững mạnh toàn diện: 12/14 (85,7%).",
        "Điểm yếu là quân số huấn luyện.",
        "Còn hai nội dung chưa đạt mức đề ra.",
    ],
)
def test_levels_that_are_counted_meant_or_nobodys(reading_of: Read, text: str) -> None:
    assert claims(reading_of(text, period="2024")) == []
