from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saovuong.consolidation.snapshots import folder_of, snapshot_follow, snapshot_tidy
from saovuong.core.errors import Refusal
from saovuong.intake.services import figure_return
from saovuong.ledger import queries as ledger
from saovuong.ledger import services as book
from saovuong.web.desk import WebRequest, data_folder
from saovuong.web.notes import say
from saovuong.web.refusals import words_of
from saovuong.web.showing.submissions import one_row
from saovuong.web.showing.verifying import judged


@require_safe
def verify(request: WebRequest, number: int) -> HttpResponse:
    desk = request.desk
    submission = ledger.submission_get(actor=desk.known, submission_id=number, now=desk.now)
    if submission.state not in ("submitted", "returned"):
        return redirect("submission", number=number)
    figures = judged(desk, submission)
    shown = {
        "row": one_row(submission, desk.catalogue, roles=desk.roles),
        "figures": figures,
        "returned": sum(one.verdict == "returned" for one in figures),
        "has_before": any(one.before for one in figures),
        "has_last_year": any(one.last_year for one in figures),
        "own": desk.known.name in (submission.created_by, submission.handed_in_by),
    }
    return render(request, "web/verify.html", shown)


@require_POST
def judge(request: WebRequest, number: int, figure: int) -> HttpResponse:
    """Return one figure with a reason, or say that it is right."""
    desk, act = request.desk, request.POST.get("act")
    if act == "return":
        reason = request.POST.get("reason", "")
        figure_return(actor=desk.known, now=desk.now, submission_id=number, number=figure, reason=reason)
    else:
        facts = ledger.facts_of(actor=desk.known, now=desk.now, submission_id=number)
        fact = next((one for one in facts if one.number == figure), None)
        if fact is None:
            raise Http404
        book.fact_approve(actor=desk.known, now=desk.now, submission_id=number, fact_id=fact.id)
    return redirect(f"{reverse('verify', args=[number])}#so-{figure}")


@require_POST
def accept(request: WebRequest, number: int) -> HttpResponse:
    """From now on the figures count; the snapshot that totals are read from follows where it can."""
    desk = request.desk
    book.submission_accept(actor=desk.known, now=desk.now, submission_id=number)
    say(request, _("Đã duyệt hồ sơ số {number}: số liệu có hiệu lực từ bây giờ.").format(number=number))
    try:
        snapshot_follow(folder=folder_of(data_folder()), now=desk.now)
        snapshot_tidy(folder=folder_of(data_folder()), now=desk.now)
    except Refusal as refusal:
        say(request, words_of(refusal))
    return redirect("submission", number=number)
