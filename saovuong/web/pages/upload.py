from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saovuong.core.errors import Refusal
from saovuong.intake.seen import document_seen
from saovuong.intake.services import document_submit
from saovuong.intake.shapes import IntakeResult
from saovuong.ledger.queries import document_texts
from saovuong.org.queries import index, unit_get
from saovuong.web.choosing import unit_named
from saovuong.web.desk import WebRequest, data_folder
from saovuong.web.notes import say, warn
from saovuong.web.refusals import words_of
from saovuong.web.showing.said import name_of
from saovuong.web.showing.words import STATES

# A page sends files one after the other with scripts, and all together without.
_MOST_FILES = 20
_OPEN = "SV-516"


@dataclass(frozen=True)
class Taken:
    """What became of one file. ``number`` is its submission, None where it was refused; ``open_draft`` a draft that it may be added to."""

    name: str
    told: tuple[str, ...] = ()
    problem: str = ""
    number: int | None = None
    page: str = ""
    open_draft: int | None = None
    adds: int | None = None


@require_http_methods(["GET", "POST"])
def upload(request: WebRequest) -> HttpResponse:
    """Files in, a draft with proposed figures out; nothing becomes a fact here. A file that is refused stops no other.

    ``X-One-File`` asks for what became of the files alone; ``only`` is a file after which the browser goes on to its draft by itself."""
    if request.method == "POST":
        files = request.FILES.getlist("file")[:_MOST_FILES]
        taken = _all_taken(request, files)
        if request.headers.get("X-One-File"):
            if request.headers["X-One-File"] == "only":
                say(request, *(told for one in taken for told in one.told))
            return render(request, "web/parts/taken.html", {"taken": taken})
        if any(one.number for one in taken):
            return _told(request, taken)
        problem = " ".join(one.problem for one in taken) or _("Chưa chọn tệp nào.")
        return _page(request, problem=problem, open_draft=next((one.open_draft for one in taken if one.open_draft), None))
    return _page(request)


def _page(request: WebRequest, *, problem: str = "", open_draft: int | None = None) -> HttpResponse:
    desk, form = request.desk, request.POST
    unit = form.get("unit") or (index().full_name_of(desk.unit.id) if desk.unit and desk.unit.level != "country" else "")
    shown = {
        "unit": unit,
        "period": form.get("period") or desk.period.label,
        "form": form,
        "forms": sorted(desk.catalogue.forms.values(), key=name_of),
        "problem": problem,
        "open_draft": open_draft,
    }
    return render(request, "web/upload.html", shown, status=400 if problem else 200)


def _told(request: WebRequest, taken: list[Taken]) -> HttpResponse:
    for one in taken:
        if one.problem:
            warn(request, one.problem)
        say(request, *(f"{one.name}: {told}" if len(taken) > 1 else told for told in one.told))
    last = [one for one in taken if one.number][-1]
    return redirect(last.page)


def _all_taken(request: WebRequest, files: "list[UploadedFile[bytes]]") -> list[Taken]:
    """The first file opens the draft or finds it; the following join it."""
    asked = request.POST.get("add_to", "")
    add_to, taken = int(asked) if asked.isdigit() else None, []
    for file in files:
        taken.append(_taken(request, file, add_to))
        add_to = add_to or taken[-1].adds
    return taken


def _taken(request: WebRequest, file: "UploadedFile[bytes]", add_to: int | None) -> Taken:
    form, name = request.POST, file.name or _("tệp")
    label = form.get("period", "").strip()
    try:
        result = document_submit(
            **request.desk.asking,
            folder=data_folder(),
            source=file.read(),
            name=name,
            unit_id=unit_named(form.get("unit", ""), label),
            period_label=label,
            units=index(),
            form=form.get("form") or None,
            finality="provisional" if form.get("provisional") else "final",
            add_to=add_to,
            new_version=bool(form.get("new_version")),
        )
    except Refusal as refusal:
        problem = f"{words_of(refusal)} [{refusal.code}]"
        draft = refusal.fields.get("submission_id") if refusal.code == _OPEN else None
        return Taken(name, problem=problem, open_draft=draft if isinstance(draft, int) else None)
    submission = result.submission
    address = reverse("review" if submission.state in ("draft", "returned") else "submission", args=[submission.id])
    told = (*_read(request, result), *(notice.message for notice in result.notices))
    return Taken(name, told, number=submission.id, page=address, adds=submission.id if submission.state == "draft" else None)


def _read(request: WebRequest, result: IntakeResult) -> tuple[str, ...]:
    """How many figures were read, and what the document is at first sight; a file that was there already is not told anew."""
    if not result.opened:
        state = _(STATES[result.submission.state])
        return (_("Tệp trùng: đã nộp trước đây, hồ sơ số {number} ({state}).").format(number=result.submission.id, state=state),)
    desk, submission = request.desk, result.submission
    text = document_texts(actor=desk.known, document_ids=[result.document.id], now=desk.now)[result.document.id]
    area = unit_get(submission.unit_id).area_of
    seen = document_seen(
        text=text,
        media_type=result.document.media_type,
        unit_ids=[submission.unit_id, *([area] if area else [])],
        period_label=submission.period_label,
        catalogue=desk.catalogue,
        units=index(),
    )
    read = _("Đọc được {figures} số liệu có chỉ tiêu, {unclear} số chưa hiểu.")
    return read.format(figures=result.figures, unclear=result.not_understood), *seen.sentences()
