"""Written reports: the list, one of them, its file, what has changed since."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from saovuong.ledger.access import SIGNS, WRITES, covers, scope_of
from saovuong.ledger.store import DocumentStore
from saovuong.org.queries import index
from saovuong.reports import queries
from saovuong.web.desk import WebRequest, data_folder
from saovuong.web.showing.reports import changes_of, manuscript_rows, rows, standing_of

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def reports(request: WebRequest) -> HttpResponse:
    return reports_page(request)


def reports_page(request: WebRequest, *, problem: str = "") -> HttpResponse:
    desk = request.desk
    unit = request.POST.get("unit") or (index().full_name_of(desk.unit.id) if desk.unit else "")
    shown = {
        "manuscripts": manuscript_rows(queries.manuscripts(actor=desk.known, now=desk.now)),
        "rows": rows(queries.reports(actor=desk.known, now=desk.now), desk=desk, folder=data_folder()),
        "unit": unit,
        "period": request.POST.get("period") or desk.period.label[:4],
        "problem": problem,
        "writes": bool(desk.roles & set(WRITES)),
    }
    return render(request, "web/reports.html", shown, status=400 if problem else 200)


@require_safe
def report(request: WebRequest, number: int) -> HttpResponse:
    return report_page(request, number)


def report_page(request: WebRequest, number: int, *, problem: str = "", status: int = 400, reason: str = "") -> HttpResponse:
    """``reason`` is what was typed for a withdrawal that was refused."""
    desk = request.desk
    info = queries.report_get(actor=desk.known, report_id=number, now=desk.now)
    commands = covers(scope_of(actor=desk.actor, roles=SIGNS, now=desk.now), info.unit_id)
    signature = info.signature
    shown = {
        "info": info,
        "unit": index().full_name_of(info.unit_id),
        "kept": DocumentStore(data_folder()).path_of(info.sha256).exists(),
        # Whoever signs, and whoever looks at what was signed, must know; the others may ask.
        "changed": standing_of(info, desk=desk) if commands or signature else None,
        "signs": commands and signature is None,
        "withdraws": commands and signature is not None and signature.stands,
        "own": info.built_by == desk.known.name,
        "problem": problem,
        "reason": reason,
    }
    return render(request, "web/report.html", shown, status=status if problem else 200)


@require_safe
def standing(request: WebRequest, number: int) -> HttpResponse:
    """What one line of the list says of a signed report beside the book; without scripts the page of its changes says more."""
    if not request.htmx:
        return redirect("report-changes", number=number)
    desk = request.desk
    info = queries.report_get(actor=desk.known, report_id=number, now=desk.now)
    return render(request, "web/parts/standing.html", {"info": info, "changed": standing_of(info, desk=desk)})


@require_safe
def download(request: WebRequest, number: int) -> HttpResponse:
    desk = request.desk
    info, content = queries.report_file(actor=desk.known, report_id=number, folder=data_folder(), now=desk.now)
    response = HttpResponse(content, content_type=_DOCX)
    response["Content-Disposition"] = f'attachment; filename="bao-cao-{info.id}-{info.period_label}.docx"'
    return response


@require_safe
def changes(request: WebRequest, number: int) -> HttpResponse:
    desk = request.desk
    found = queries.report_changes(**desk.asking, report_id=number, folder=data_folder())
    shown = {"info": found.info, "unit": index().full_name_of(found.info.unit_id), "told": changes_of(found), "asked_at": desk.now}
    return render(request, "web/report_changes.html", shown)
