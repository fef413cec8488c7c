"""Words of the screens for codes of the rooms, in Vietnamese; ``locale`` has the English."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

# name of the address, words, addresses that belong to it
NAVIGATION = (
    ("work", _("Việc của tôi"), ("work", "work-list", "silent")),
    (
        "submissions",
        _("Hồ sơ"),
        (
            "submissions",
            "submission",
            "review",
            "figure-edit",
            "figure-add",
            "figure-why",
            "batch",
            "hand-in",
            "verify",
            "verify-unchanged",
            "answer",
        ),
    ),
    ("grid-choose", _("Nhập số liệu"), ("grid-choose", "grid", "grid-of", "grid-review", "grid-paste", "grid-print")),
    ("upload", _("Nộp báo cáo"), ("upload",)),
    ("units", _("Tổng hợp"), ("units", "overview", "dashboard", "explain", "certificate", "checks", "coverage")),
    ("unit-search", _("Đơn vị"), ("unit-search", "unit")),
    ("catalogue", _("Danh mục"), ("catalogue", "measure", "scales", "forms", "form", "regimes")),
    ("reports", _("Báo cáo"), ("reports", "manuscript", "manuscript-part", "report", "report-changes")),
    ("audit", _("Nhật ký"), ("audit", "audit-verify")),
    ("accounts", _("Tài khoản"), ("accounts", "office")),
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
FILTERS: Mapping[str, str] = {
    "cho": _("chờ quyết định"),
    "thap": _("tin cậy thấp"),
    "chua-hieu": _("chưa hiểu"),
    "canh-bao": _("cần xem"),
    "loai": _("đã loại"),
    "chua-xem": _("chưa xem"),
    "thay-doi": _("khác bản trước"),
    "sai-kiem-tra": _("kiểm tra thấy sai"),
    "doi-nhieu": _("đổi nhiều (từ 30%)"),
    "tra-lai": _("trả lại"),
    "dat": _("ghi đạt"),
}
# The words of choosing.MODIFIERS.
MODIFIERS: Mapping[str, str] = {
    "over": _("trên"),
    "under": _("gần"),
    "about": _("khoảng"),
    "at_least": _("ít nhất"),
    "at_most": _("không quá"),
}
STEPS: Mapping[str, str] = {
    "confirm": _("xác nhận"),
    "correct": _("sửa"),
    "reject": _("loại bỏ"),
    "reset": _("đưa về chờ quyết định"),
    "batch": _("xác nhận loạt"),
    "add": _("nhập thêm"),
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
    "unit": _("đơn vị"),
    "military_region": _("quân khu"),
    "ministry": _("Bộ Quốc phòng"),
    "government": _("Chính phủ"),
}
PERIOD_KINDS: Mapping[str, str] = {
    "day": _("ngày"),
    "month": _("tháng"),
    "quarter": _("quý"),
    "half": _("6 tháng"),
    "year": _("năm"),
    "range": _("nhiều năm"),
}
MEASURE_KINDS: Mapping[str, str] = {
    "flow": _("phát sinh trong kỳ"),
    "stock": _("hiện có"),
    "ratio": _("tỷ lệ"),
    "rating": _("xếp mức"),
    "yes_no": _("có hay không"),
}
ADDING: Mapping[str, str] = {
    "flow": _("cộng các kỳ nối nhau và cộng các đơn vị"),
    "stock": _("lấy số cuối kỳ, không cộng theo thời gian; cộng các đơn vị"),
    "ratio": _("tính lại từ tổng tử số và tổng mẫu số, không cộng và không lấy trung bình"),
    "rating": _("đếm mỗi mức có mấy đơn vị, không lấy trung bình"),
    "yes_no": _("đếm mấy đơn vị trả lời có"),
}
PLACES: Mapping[str, str] = {"after": _("đứng sau số"), "before": _("đứng trước số"), "itself": _("tự nó là câu trả lời")}
DIRECTIONS: Mapping[str, str] = {
    "up": _("càng nhiều càng tốt"),
    "down": _("càng ít càng tốt"),
    "neutral": _("nhiều ít không nói lên tốt xấu"),
}
SENSITIVITIES: Mapping[str, str] = {"cong_khai": _("công khai"), "noi_bo": _("nội bộ"), "co_the_mat": _("có thể là bí mật nhà nước")}
# The names of the shipped list (org/data/kinds.tsv) by their codes.
UNIT_KINDS: Mapping[str, str] = {
    "country": _("Nước"),
    "province": _("Tỉnh"),
    "central_city": _("Thành phố"),
    "district": _("Huyện"),
    "town": _("Thị xã"),
    "city": _("Thành phố"),
    "urban_district": _("Quận"),
    "commune": _("Xã"),
    "ward": _("Phường"),
    "township": _("Thị trấn"),
    "special_zone": _("Đặc khu"),
    "district_command": _("Ban Chỉ huy quân sự"),
    "provincial_command": _("Bộ Chỉ huy quân sự"),
    "area_command": _("Ban Chỉ huy Phòng thủ khu vực"),
}
TIES: Mapping[str, str] = {"administrative": _("hành chính"), "reporting": _("báo cáo"), "command": _("chỉ huy")}
ALL: Mapping[str, str] = {
    **STEPS,
    **FILTERS,
    **PLACES,
    **PERIOD_KINDS,
    **MEASURE_KINDS,
    **DIRECTIONS,
    **SENSITIVITIES,
    **TIES,
    **LEVELS,
    **HEARING,
    **UNIT_LEVELS,
    **OFFICES,
    **ROLES,
    **SCOPES,
    **FINALITIES,
    **FIGURES,
    **STATES,
}
