"""Pages for what does not work out, each a sentence the person can act on. A traceback is for the log, never for the screen."""

import traceback
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from saovuong import __version__
from saovuong.accounts.queries import administrators, grants_of
from saovuong.core.errors import Refusal
from saovuong.setup import FAULT_LOG
from saovuong.setup.address import hidden
from saovuong.setup.refusals import status_of
from saovuong.web.desk import Desk, data_folder
from saovuong.web.refusals import words_of


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return _page(request, status_of(refusal), _("Không thực hiện được"), words_of(refusal), code=refusal.code)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400, _("Yêu cầu không hợp lệ"), _("Máy chủ không hiểu yêu cầu này. Quay lại trang trước và thử lại."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    desk = getattr(request, "desk", None)
    if desk is not None and desk.actor is not None and not desk.roles:
        return _page(request, 403, _("Chưa có vai trò"), _without_role(desk))
    return _page(
        request,
        403,
        _("Không có quyền"),
        _("Tài khoản này không có quyền mở trang này. Đề nghị quản trị viên cấp quyền, hoặc đăng nhập bằng tài khoản khác."),
    )


def _without_role(desk: Desk) -> str:
    """Whom to ask, by name; the day from which a role that was given already holds."""
    coming = min((one.valid_from for one in grants_of(user=desk.known) if one.valid_from > desk.today), default=None)
    begins = _("Vai trò đã giao có hiệu lực từ {day:%d/%m/%Y}.").format(day=coming) if coming else ""
    names = ", ".join(administrators(on=desk.today)) or _("quản trị viên của cơ quan")
    ask = _("Tài khoản này hôm nay không giữ vai trò nào nên chưa xem được số liệu. Người giao vai trò: {names}.").format(names=names)
    return f"{ask} {begins}".strip()


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, _("Không có trang này"), _("Địa chỉ không đúng, hoặc nội dung nằm ngoài phạm vi của tài khoản."))


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        _("Trang đã cũ"),
        _("Trang này mở đã lâu hoặc mở trước khi đăng nhập nên máy chủ không nhận. Tải lại trang rồi làm lại; chưa có gì bị thay đổi."),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(
        request, 413, _("Tệp quá lớn"), _("Tệp gửi lên lớn hơn 50 MB nên không nhận. Nén ảnh trong tệp hoặc tách tệp rồi gửi lại.")
    )


def fault(request: HttpRequest) -> HttpResponse:
    """Keep the details for whoever mends the fault."""
    told = hidden(traceback.format_exc())
    try:
        with (data_folder() / FAULT_LOG).open("a", encoding="utf-8") as log:
            log.write(f"--- {datetime.now(UTC):%Y-%m-%d %H:%M:%S} saovuong {__version__} {request.method} {request.path}\n{told}")
    except OSError:
        told = ""
    kept = _("Chi tiết ghi ở tệp {file} trong thư mục dữ liệu; hãy gửi tệp này cho người phụ trách.").format(file=FAULT_LOG) if told else ""
    return _page(request, 500, _("Chương trình gặp lỗi"), f"{_('Lỗi ngoài dự kiến; chưa có gì bị thay đổi.')} {kept}", code="SV-999")


def _page(request: HttpRequest, status: int, title: str, message: str, *, code: str = "") -> HttpResponse:
    return render(request, "web/error.html", {"title": title, "message": message, "code": code, "status": status}, status=status)
