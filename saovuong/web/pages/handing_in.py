"""What decides many figures at once: the batch and handing in. Both ask first."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saovuong.core.errors import Refusal
from saovuong.intake import services as intake
from saovuong.intake.drafts import draft_findings
from saovuong.intake.queries import review_get
from saovuong.web.desk import WebRequest
from saovuong.web.notes import say
from saovuong.web.refusals import words_of
from saovuong.web.showing.handing_in import summary_of
from saovuong.web.showing.review import SURE, cards
from saovuong.web.showing.said import spoken
from saovuong.web.showing.submissions import one_row, unit_names


@require_http_methods(["GET", "POST"])
def batch(request: WebRequest, number: int) -> HttpResponse:
    """First the list of what would be confirmed; then those of it that still wait, and no other."""
    threshold = _share(request.POST.get("above") or request.GET.get("above") or str(SURE))
    if request.method == "POST":
        listed = [int(one) for one in request.POST.getlist("figure") if one.isdigit()]
        result = intake.review_batch(**request.desk.asking, submission_id=number, accept_above=threshold, only=listed)
        told = _("Đã xác nhận {confirmed} số liệu; để lại {left} số liệu cho người xem.")
        say(request, told.format(confirmed=len(result.confirmed), left=len(result.left)))
        missed = len(set(listed) - set(result.confirmed))
        if missed:
            say(request, _("{missed} số liệu trong danh sách không còn chờ: đã có người quyết định.").format(missed=missed))
        return redirect("review", number=number)
    desk = request.desk
    view = review_get(**desk.asking, submission_id=number)
    problem = ""
    planned: tuple[int, ...] = ()
    try:
        planned = intake.batch_plan(view, accept_above=threshold).confirmed
    except intake.BadThreshold as refusal:
        problem = words_of(refusal)
    shown = {
        "row": one_row(view.submission, desk.catalogue, roles=desk.roles),
        "cards": [card for card in cards(view, desk.catalogue, names={}) if card.number in planned],
        "left": len(view.in_state("proposed")) - len(planned),
        "above": f"{threshold:g}".replace(".", ",") if not problem else request.GET.get("above", ""),
        "problem": problem,
    }
    return render(request, "web/batch.html", shown, status=400 if problem else 200)


def _share(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return -1.0


@require_http_methods(["GET", "POST"])
def hand_in(request: WebRequest, number: int) -> HttpResponse:
    """What would be handed in, beside the version and the year before; then the handing in."""
    desk, problem = request.desk, ""
    if request.method == "POST":
        try:
            result = intake.review_finish(**desk.asking, submission_id=number)
            told = _("Đã nộp hồ sơ: {facts} số liệu ghi vào sổ, chờ người kiểm tra duyệt. Số chưa quyết định: {left}.")
            say(request, told.format(facts=len(result.facts), left=len(result.left)))
            return redirect("submission", number=number)
        except Refusal as refusal:
            if refusal.code in ("SV-502", "SV-501", "SV-503"):
                raise
            problem = f"{words_of(refusal)} [{refusal.code}]"
    view = review_get(**desk.asking, submission_id=number)
    if view.submission.state not in ("draft", "returned"):
        return redirect("submission", number=number)
    findings = draft_findings(**desk.asking, view=view, tongue=spoken())
    names = unit_names(fact.unit_id for fact in view.facts)
    shown = {
        "row": one_row(view.submission, desk.catalogue, roles=desk.roles),
        "summary": summary_of(desk, view, cards(view, desk.catalogue, names=names, findings=findings)),
        "findings": findings,
        "problem": problem,
    }
    return render(request, "web/hand_in.html", shown, status=400 if problem else 200)
