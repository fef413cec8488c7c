from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saovuong.core.errors import Refusal
from saovuong.intake.services import document_submit
from saovuong.intake.shapes import IntakeResult
from saovuong.org.queries import index
from saovuong.web.choosing import unit_named
from saovuong.web.desk import WebRequest, data_folder
from saovuong.web.notes import say
from saovuong.web.refusals import words_of


@require_http_methods(["GET", "POST"])
def upload(request: WebRequest) -> HttpResponse:
    """A file in, a draft with proposed figures out; nothing becomes a fact here."""
    desk, form, file = request.desk, request.POST, request.FILES.get("file")
    unit = form.get("unit") or (index().full_name_of(desk.unit.id) if desk.unit and desk.unit.level != "country" else "")
    forms = sorted(desk.catalogue.forms.values(), key=lambda one: one.name_vi)
    shown = {"unit": unit, "period": form.get("period") or desk.period.label, "form": form, "forms": forms, "problem": ""}
    if request.method == "POST":
        if file is None or file.name is None:
            shown["problem"] = _("Chưa chọn tệp nào.")
        else:
            try:
                return _submitted(request, file.name, file.read())
            except Refusal as refusal:
                shown["problem"] = f"{words_of(refusal)} [{refusal.code}]"
    return render(request, "web/upload.html", shown, status=400 if shown["problem"] else 200)


def _submitted(request: WebRequest, name: str, content: bytes) -> HttpResponse:
    form = request.POST
    label = form.get("period", "").strip()
    result = document_submit(
        **request.desk.asking,
        folder=data_folder(),
        source=content,
        name=name,
        unit_id=unit_named(form.get("unit", ""), label),
        period_label=label,
        units=index(),
        form=form.get("form") or None,
        finality="provisional" if form.get("provisional") else "final",
        add_to=int(form["add_to"]) if form.get("add_to", "").isdigit() else None,
        new_version=bool(form.get("new_version")),
    )
    say(request, _told(result), *(notice.message for notice in result.notices))
    return redirect("review" if result.submission.state in ("draft", "returned") else "submission", number=result.submission.id)


def _told(result: IntakeResult) -> str:
    read = _("Đọc được {figures} số liệu có chỉ tiêu, {unclear} số chưa hiểu.")
    return read.format(figures=result.figures, unclear=result.not_understood)
