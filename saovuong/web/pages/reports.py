from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saovuong.core.errors import Refusal
from saovuong.org.queries import index, reporting_unit_for
from saovuong.reports import queries
from saovuong.reports.services import report_build
from saovuong.web.choosing import last_day, unit_named
from saovuong.web.desk import WebRequest, data_folder
from saovuong.web.notes import say
from saovuong.web.refusals import words_of
from saovuong.web.showing.reports import rows

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def reports(request: WebRequest) -> HttpResponse:
    return _page(request)


@require_POST
def build(request: WebRequest) -> HttpResponse:
    desk, form = request.desk, request.POST
    label = form.get("period", "").strip()
    try:
        unit = unit_named(form.get("unit", ""), label)
        built = report_build(
            **desk.asking, unit_id=reporting_unit_for(unit_id=unit, day=last_day(label)).id, period_label=label, folder=data_folder()
        )
    except Refusal as refusal:
        return _page(request, problem=f"{words_of(refusal)} [{refusal.code}]")
    say(request, _("Đã lập báo cáo số {id}: {figures} số liệu, mỗi số dẫn đến nguồn.").format(id=built.info.id, figures=built.info.figures))
    return redirect("reports")


@require_safe
def download(request: WebRequest, number: int) -> HttpResponse:
    desk = request.desk
    info, content = queries.report_file(actor=desk.known, report_id=number, folder=data_folder(), now=desk.now)
    response = HttpResponse(content, content_type=_DOCX)
    response["Content-Disposition"] = f'attachment; filename="bao-cao-{info.id}-{info.period_label}.docx"'
    return response


def _page(request: WebRequest, *, problem: str = "") -> HttpResponse:
    desk = request.desk
    found = queries.reports(actor=desk.known, now=desk.now)
    unit = request.POST.get("unit") or (index().full_name_of(desk.unit.id) if desk.unit else "")
    shown = {
        "rows": rows(found, folder=data_folder()),
        "unit": unit,
        "period": request.POST.get("period") or desk.period.label[:4],
        "problem": problem,
        "writes": bool(desk.roles & {"writer", "admin"}),
    }
    return render(request, "web/reports.html", shown, status=400 if problem else 200)
