"""Signing a written report, and taking a signature back."""

from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from saovuong.accounts.confirming import WrongPassword
from saovuong.core.errors import Refusal
from saovuong.reports.services import report_sign, signature_withdraw
from saovuong.setup.refusals import status_of
from saovuong.web.desk import WebRequest, data_folder
from saovuong.web.notes import say
from saovuong.web.pages.reports import report_page
from saovuong.web.refusals import words_of


@sensitive_post_parameters("password")
@require_POST
def sign(request: WebRequest, number: int) -> HttpResponse:
    desk, form = request.desk, request.POST
    password, despite = form.get("password", ""), "despite_changes" in form
    # Misses count as those of the sign-in page do: whoever guesses here is locked out too.
    if authenticate(request, username=desk.known.name, password=password) is None and getattr(request, "axes_locked_out", False):
        return report_page(request, number, problem=_("Nhập sai nhiều lần nên tài khoản tạm khóa trên máy này."), status=403)
    try:
        report_sign(**desk.asking, report_id=number, password=password, folder=data_folder(), despite_changes=despite)
    except Refusal as refusal:
        status = 403 if isinstance(refusal, WrongPassword) else status_of(refusal)
        if status == 404:
            raise
        return report_page(request, number, problem=f"{words_of(refusal)} [{refusal.code}]", status=status)
    say(request, _("Đã ký báo cáo số {number}: số liệu và tệp từ nay giữ nguyên.").format(number=number))
    return redirect("report", number=number)


@require_POST
def withdraw(request: WebRequest, number: int) -> HttpResponse:
    desk, reason = request.desk, request.POST.get("reason", "")
    try:
        signature_withdraw(actor=desk.known, now=desk.now, report_id=number, reason=reason)
    except Refusal as refusal:
        if status_of(refusal) == 404:
            raise
        return report_page(request, number, problem=f"{words_of(refusal)} [{refusal.code}]", status=status_of(refusal), reason=reason)
    say(request, _("Đã thu hồi chữ ký trên báo cáo số {number}; báo cáo và lý do vẫn giữ lại.").format(number=number))
    return redirect("report", number=number)
