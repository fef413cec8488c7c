"""Words of the screens for codes of the rooms, in Vietnamese; ``locale`` has the English."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

# name of the address, words, addresses that belong to it
NAVIGATION = (
    ("work", _("Việc của tôi"), ("work",)),
    ("submissions", _("Hồ sơ"), ("submissions", "submission", "review", "figure-edit", "verify", "answer")),
    ("grid-choose", _("Nhập số liệu"), ("grid-choose", "grid", "grid-of", "grid-review")),
    ("upload", _("Nộp báo cáo"), ("upload",)),
    ("units", _("Tổng hợp"), ("units", "dashboard", "explain", "checks", "coverage")),
    ("unit-search", _("Đơn vị"), ("unit-search", "unit")),
    ("reports", _("Báo cáo"), ("reports",)),
    ("accounts", _("Tài khoản"), ("accounts",)),
)

STATES: Mapping[str, str] = {"draft": _("nháp"), "submitted": _("chờ duyệt"), "returned": _("bị trả lại"), "accepted": _("đã duyệt")}
FINALITIES: Mapping[str, str] = {"provisional": _("tạm tính"), "final": _("chính thức")}
SCOPES: Mapping[str, str] = {"own": _("riêng đơn vị"), "total": _("toàn địa bàn")}
ROLES: Mapping[str, str] = {"result": _("kết quả"), "target": _("mục tiêu"), "context": _("bối cảnh")}
FIGURES: Mapping[str, str] = {
    "proposed": _("chờ quyết định"),
    "confirmed": _("đã xác nhận"),
    "corrected": _("đã sửa"),
    "rejected": _("đã loại"),
    "repeated": _("nhắc lại"),
}
OFFICES: Mapping[str, str] = {
    "clerk": _("nhập số liệu"),
    "verifier": _("kiểm tra, duyệt"),
    "commander": _("chỉ huy"),
    "writer": _("viết báo cáo"),
    "inspector": _("thanh tra"),
    "admin": _("quản trị"),
}
LEVELS: Mapping[str, str] = {"error": _("lỗi"), "warning": _("cảnh báo"), "info": _("lưu ý")}
HEARING: Mapping[str, str] = {
    "heard": _("đã báo cáo"),
    "missing": _("chưa báo cáo"),
    "by_others": _("số do đơn vị khác báo cáo"),
    "represented": _("đã nằm trong tổng của cấp trên"),
    "late": _("muộn"),
}
UNIT_LEVELS: Mapping[str, str] = {
    "country": _("cả nước"),
    "province": _("cấp tỉnh"),
    "district": _("cấp huyện"),
    "area": _("khu vực"),
    "commune": _("cấp xã"),
    "other": _("khác"),
}
TIES: Mapping[str, str] = {"administrative": _("hành chính"), "reporting": _("báo cáo"), "command": _("chỉ huy")}
ALL: Mapping[str, str] = {**TIES, **LEVELS, **HEARING, **UNIT_LEVELS, **OFFICES, **ROLES, **SCOPES, **FINALITIES, **FIGURES, **STATES}
