"""How a refusal of any room becomes an answer of the web: its status, and words that fit a screen."""

from collections.abc import Mapping

from saovuong.core.errors import Refusal

# What is not here is the person's input: 400 where it came with a form, and the form shows it again.
STATUS: Mapping[str, int] = {
    "SV-161": 403,  # figures of a unit out of scope are not checked either
    "SV-170": 403,  # may not let a finding stand
    "SV-171": 403,  # who entered does not let findings stand
    "SV-501": 403,  # no right on the unit
    "SV-502": 404,  # no such submission, or none of theirs
    "SV-553": 403,  # who entered does not accept
    "SV-303": 404,  # no such unit
    "SV-324": 404,  # no such report, or none of theirs
    "SV-603": 404,  # no such figure
    "SV-713": 403,  # figures of a unit out of scope
    "SV-901": 404,  # no such account
    "SV-905": 403,  # not an administrator
}

# Rooms speak to the command line too; where their sentence names a command, the screen says where to click.
_WORDS: Mapping[str, str] = {
    "SV-160": "“{unit}” không có trên cây đơn vị ngày {day:%d/%m/%Y}, ngày cuối của kỳ. Xem lịch sử của đơn vị ở trang Đơn vị.",
    "SV-161": "Tài khoản “{name}” không có quyền xem số liệu của “{unit}” nên không kiểm tra được. Đề nghị quản trị viên cấp quyền.",
    "SV-170": "Tài khoản “{name}” không có quyền bỏ qua kết quả kiểm tra của “{unit}”: cần vai trò kiểm tra, duyệt hoặc chỉ huy.",
    "SV-172": "Kết quả này không còn: số liệu đã đổi, hoặc đã có người xử lý. Xem lại danh sách bên dưới.",
    "SV-175": "Ghi lý do rồi bấm lại: không có lý do thì chưa {act} được.",
    "SV-176": "Lần bỏ qua này không còn hiệu lực: đã có người thôi bỏ qua, hoặc số liệu đã đổi.",
    "SV-501": "Tài khoản “{name}” không có quyền {act} cho đơn vị “{unit}”. Đề nghị quản trị viên cấp quyền.",
    "SV-502": "Không có hồ sơ số {submission_id} trong phạm vi của tài khoản này.",
    "SV-503": "Hồ sơ số {submission_id} đang ở trạng thái “{state}” nên không {act} được. Tải lại trang để xem hồ sơ lúc này.",
    "SV-512": "Có nhiều biểu cho “{unit}” với kỳ “{period}”. Chọn biểu ở ô “Biểu” rồi gửi lại.",
    "SV-517": "Chưa có số liệu nào được xác nhận nên chưa nộp được. Xác nhận ít nhất một số liệu rồi nộp lại.",
    "SV-601": (
        "Tệp “{name}” cùng tên với tệp đã nộp trong hồ sơ số {submission_id} ({unit}, kỳ {period}) nhưng nội dung khác. "
        "Đặt tên khác cho tệp này, hoặc nếu đây là bản thay thế thì đánh dấu “Bản thay thế”."
    ),
    "SV-603": "Hồ sơ số {submission_id} không có số liệu {number}.",
    "SV-713": "Tài khoản này không có quyền xem số liệu của đơn vị đó. Đề nghị quản trị viên cấp quyền.",
    "SV-901": "Không có tài khoản “{name}”.",
    "SV-303": "Không có đơn vị mang mã “{unit_id}”.",
    "SV-515": "“{unit}” {when}, nên không báo cáo được kỳ “{period}”.",
}


def status_of(refusal: Refusal) -> int:
    return STATUS.get(refusal.code, 400)


def words_of(refusal: Refusal) -> str:
    template = _WORDS.get(refusal.code)
    return refusal.message if template is None else template.format(**refusal.fields)
