"""How a refusal of any room becomes a page of the web: its status, and words that fit a screen."""

from collections.abc import Mapping

from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_noop as _

from saovuong.core.errors import Refusal
from saovuong.setup.refusals import WORDS, words_for

# Where a sentence names a command, the screen says where to click; the statuses and what holds for the API too: setup/refusals.py.
_WORDS: Mapping[str, str] = {
    "SV-160": "“{unit}” không có trên cây đơn vị ngày {day:%d/%m/%Y}, ngày cuối của kỳ. Xem lịch sử của đơn vị ở trang Đơn vị.",
    "SV-172": "Kết quả này không còn: số liệu đã đổi, hoặc đã có người xử lý. Xem lại danh sách bên dưới.",
    "SV-175": "Ghi lý do rồi bấm lại: không có lý do thì chưa {act} được.",
    "SV-176": "Lần bỏ qua này không còn hiệu lực: đã có người thôi bỏ qua, hoặc số liệu đã đổi.",
    "SV-503": "Hồ sơ số {submission_id} đang ở trạng thái “{state}” nên không {act} được. Tải lại trang để xem hồ sơ lúc này.",
    "SV-512": "Có nhiều biểu cho “{unit}” với kỳ “{period}”. Chọn biểu ở ô “Biểu” rồi gửi lại.",
    "SV-517": "Chưa có số liệu nào được xác nhận nên chưa nộp được. Xác nhận ít nhất một số liệu rồi nộp lại.",
    "SV-522": "Máy chủ không lưu được tệp: {reason}. Chưa có gì thay đổi. Báo quản trị viên kiểm tra dung lượng đĩa rồi gửi lại.",
    "SV-712": "“{unit}” {when}, không có trên cây đơn vị ngày {day:%d/%m/%Y}. Xem lịch sử của đơn vị ở trang Đơn vị.",
    "SV-601": (
        "Tệp “{name}” cùng tên với tệp đã nộp trong hồ sơ số {submission_id} ({unit}, kỳ {period}) nhưng nội dung khác. "
        "Đặt tên khác cho tệp này, hoặc nếu đây là bản thay thế thì đánh dấu “Bản thay thế”."
    ),
}


# How the time of a unit is told in a refusal, with the day behind it.
_WHEN = (
    _("có từ "), _("chỉ thành lập từ "), _("đã hết hoạt động từ "), _("đã kết thúc hoạt động từ "), _(" vào ngày "), _(" Có phải: "),
    _("chọn một mức: "),
)  # fmt: skip


def words_of(refusal: Refusal) -> str:
    """Its sentence for a page, in the language of the page."""
    if get_language() != "en":
        return words_for(refusal, own=_WORDS)
    template = gettext(_WORDS.get(refusal.code) or WORDS.get(refusal.code) or refusal.template)
    return template.format(**{name: _told(name, value) for name, value in refusal.fields.items()})


def _told(name: str, value: object) -> object:
    """A field in English where it is one of our own words, such as an act or a state; names and what was typed stay."""
    if not isinstance(value, str) or not value:
        return value
    if name == "act":
        return pgettext("act", value)
    before = next((one for one in _WHEN if value.startswith(one)), "")
    return gettext(before) + value.removeprefix(before) if before else gettext(value)
