from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saovuong.checks.services import finding_waive
from saovuong.consolidation.snapshot_current import snapshot_keep
from saovuong.core.errors import Refusal
from saovuong.intake import services as intake
from saovuong.intake.reasons import return_reasons
from saovuong.ledger import queries as ledger
from saovuong.ledger import services as book
from saovuong.web.desk import WebRequest, data_folder
from saovuong.web.notes import say, warn
from saovuong.web.refusals import words_of
from saovuong.web.showing.leaves import leaf_of
from saovuong.web.showing.submissions import one_row
from saovuong.web.showing.verifying import FILTERS, history_of, verification

_CHECKED = ("accepted", "submitted", "returned")


@require_safe
def verify(request: WebRequest, number: int) -> HttpResponse:
    desk = request.desk
    submission = ledger.submission_get(actor=desk.known, submission_id=number, now=desk.now)
    if submission.state not in ("submitted", "returned"):
        return redirect("submission", number=number)
    told = verification(desk, submission)
    chosen = request.GET.get("xem", "")
    admits = FILTERS.get(chosen)
    chosen = "" if admits is None or "so" in request.GET else chosen
    listed = [one for one in told.figures if not chosen or FILTERS[chosen](one)]
    shown = {
        "row": one_row(submission, desk.catalogue, roles=desk.roles),
        "told": told,
        "leaf": leaf_of(listed, [one.card.number for one in listed], request.GET.dict()),
        "filters": [(name, told.count(name)) for name in FILTERS],
        "chosen": chosen,
        "returned": told.count("tra-lai"),
        "waiting": told.count("chua-xem"),
        "reasons": return_reasons(),
        "history": history_of(desk, submission),
        "own": desk.known.name in (submission.created_by, submission.handed_in_by),
    }
    return render(request, "web/verify.html", shown)


@require_POST
def judge(request: WebRequest, number: int, figure: int) -> HttpResponse:
    """Return one figure with a reason, or say that it is right."""
    desk, form = request.desk, request.POST
    about = {"actor": desk.known, "now": desk.now, "submission_id": number, "number": figure, "seen": form.get("seen") or None}
    try:
        if form.get("act") == "return":
            intake.figure_return(**about, reason=form.get("reason", ""))  # type: ignore[arg-type]
        else:
            intake.figure_approve(**about)  # type: ignore[arg-type]
    except intake.JudgedMeanwhile as refusal:
        typed = form.get("reason", "").strip()
        warn(request, words_of(refusal), *([_("Lý do đã gõ: {reason}").format(reason=typed)] if typed else []))
    return redirect(f"{_address(request, number)}#so-{figure}")


def _address(request: WebRequest, number: int) -> str:
    chosen, page = request.POST.get("xem", ""), request.POST.get("trang", "")
    kept = {"xem": chosen if chosen in FILTERS else "", "trang": page if page.isdigit() and page != "1" else ""}
    asked = urlencode({name: value for name, value in kept.items() if value})
    return reverse("verify", args=[number]) + (asked and f"?{asked}")


@require_http_methods(["GET", "POST"])
def unchanged(request: WebRequest, number: int) -> HttpResponse:
    """First the figures that say the same as the version accepted before; then those listed are marked as right."""
    desk = request.desk
    about = {"actor": desk.known, "now": desk.now, "submission_id": number}
    if request.method == "POST":
        listed = [int(one) for one in request.POST.getlist("figure") if one.isdigit()]
        done = intake.unchanged_approve(**about, only=listed)  # type: ignore[arg-type]
        say(request, _("Đã ghi đạt {count} số liệu không đổi.").format(count=len(done)))
        return redirect("verify", number=number)
    submission = ledger.submission_get(**about)  # type: ignore[arg-type]
    told = verification(desk, submission)
    shown = {
        "row": one_row(submission, desk.catalogue, roles=desk.roles),
        "figures": [one for one in told.figures if one.unchanged],
        "left": sum(not one.unchanged for one in told.figures),
    }
    return render(request, "web/unchanged.html", shown)


@require_POST
def waive(request: WebRequest, number: int) -> HttpResponse:
    """Let a finding about the submission stand with a reason."""
    desk, form = request.desk, request.POST
    submission = ledger.submission_get(actor=desk.known, submission_id=number, now=desk.now)
    if submission.state not in ("submitted", "returned"):
        raise Http404
    try:
        asked = {"unit_id": submission.unit_id, "period_label": submission.period_label, "states": _CHECKED}
        finding_waive(**desk.asking, **asked, key=form.get("key", ""), reason=form.get("reason", ""))  # type: ignore[arg-type]
        say(request, _("Đã bỏ qua; hết hiệu lực khi số liệu đổi."))
    except Refusal as refusal:
        warn(request, words_of(refusal))
    return redirect(f"{_address(request, number)}#kiem-tra")


@require_POST
def accept(request: WebRequest, number: int) -> HttpResponse:
    """From now on the figures count; the snapshot that totals are read from follows where it can."""
    desk = request.desk
    book.submission_accept(actor=desk.known, now=desk.now, submission_id=number)
    say(request, _("Đã duyệt hồ sơ số {number}: số liệu có hiệu lực từ bây giờ.").format(number=number))
    refusal = snapshot_keep(folder=data_folder(), now=desk.now)
    if refusal is not None:
        say(request, words_of(refusal))
    return redirect("submission", number=number)
