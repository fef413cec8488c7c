from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saovuong.core.errors import Refusal
from saovuong.intake import services as intake
from saovuong.intake.queries import figure_get, review_get
from saovuong.intake.shapes import CandidateInfo
from saovuong.intake.wording import measures_matching, period_text
from saovuong.ledger.queries import submission_get
from saovuong.org.queries import index
from saovuong.web.choosing import bare_value, typed_figure
from saovuong.web.desk import WebRequest
from saovuong.web.notes import say
from saovuong.web.refusals import words_of
from saovuong.web.showing.review import cards, papers, tally
from saovuong.web.showing.submissions import one_row, unit_names

_ACTS: Mapping[str, Callable[..., None]] = {
    "confirm": intake.candidate_confirm,
    "reject": intake.candidate_reject,
    "undo": intake.candidate_undo,
}
_SURE = 0.9
_MOST_FOUND = 12


@require_safe
def review(request: WebRequest, number: int) -> HttpResponse:
    desk = request.desk
    view = review_get(**desk.asking, submission_id=number)
    if view.submission.state not in ("draft", "returned"):
        return redirect("submission", number=number)
    waiting_only = request.GET.get("xem") == "cho"
    figures = cards(view, desk.catalogue, names=unit_names(fact.unit_id for fact in view.facts))
    shown = {
        "row": one_row(view.submission, desk.catalogue, roles=desk.roles),
        "cards": [card for card in figures if not waiting_only or card.state in ("proposed", "returned")],
        "papers": papers(view.submission.documents, view.texts, [*view.facts, *view.candidates]),
        "tally": tally(view),
        "waiting_only": waiting_only,
        "sure": str(_SURE).replace(".", ","),
    }
    return render(request, "web/review.html", shown)


@require_POST
def decide(request: WebRequest, number: int, figure: int) -> HttpResponse:
    """Confirm, reject or take back; with HTMX the one card and the tally come back, else the whole page."""
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    desk, problem = request.desk, ""
    try:
        act(**desk.asking, submission_id=number, number=figure)
    except Refusal as refusal:
        if not request.htmx:
            raise
        problem = words_of(refusal)
    if not request.htmx:
        return redirect(f"{reverse('review', args=[number])}#so-{figure}")
    view = review_get(**desk.asking, submission_id=number)
    card = next(one for one in cards(view, desk.catalogue, names={}) if one.number == figure)
    shown = {"card": card, "number": number, "tally": tally(view), "problem": problem, "swap": True, "decides": True}
    return render(request, "web/parts/decided.html", shown)


@require_http_methods(["GET", "POST"])
def edit(request: WebRequest, number: int, figure: int) -> HttpResponse:
    desk, form, problem = request.desk, request.POST.dict(), ""
    submission = submission_get(actor=desk.known, submission_id=number, now=desk.now)
    row = figure_get(submission=submission, catalogue=desk.catalogue, number=figure)
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            right = typed_figure(row.figure, form, submission=submission, catalogue=desk.catalogue)
            intake.candidate_correct(**desk.asking, submission_id=number, number=figure, figure=right, reason=form.get("reason", ""))
            return redirect(f"{reverse('review', args=[number])}#so-{figure}")
        except Refusal as refusal:
            problem = f"{words_of(refusal)} [{refusal.code}]"
    shown = {"number": number, "row": row, "problem": problem, **edited(request, row, form)}
    return render(request, "web/figure_edit.html", shown, status=400 if problem else 200)


def edited(request: WebRequest, row: CandidateInfo, form: Mapping[str, str]) -> dict[str, object]:
    """The fields of the form, as they stand or as they were typed."""
    catalogue, figure = request.desk.catalogue, row.figure
    asked = request.GET.get("tim", "").strip()
    found = measures_matching(asked, catalogue, limit=_MOST_FOUND) if asked else []
    chosen = catalogue.measures.get(form.get("measure") or figure.measure or "")
    return {
        "asked": asked,
        "measures": [*([chosen] if chosen else []), *(one for one in found if one != chosen)],
        "chosen": chosen.code if chosen else "",
        "value": form.get("value", bare_value(figure, catalogue)),
        "period": form.get("period", period_text(figure.period_label)),
        "unit": form.get("unit", index().full_name_of(figure.unit_id) if figure.unit_id else ""),
        "role": form.get("role", figure.role.value),
        "reason": form.get("reason", ""),
    }


@require_POST
def batch(request: WebRequest, number: int) -> HttpResponse:
    text = request.POST.get("above", "").replace(",", ".")
    try:
        threshold = float(text)
    except ValueError:
        threshold = -1.0
    result = intake.review_batch(**request.desk.asking, submission_id=number, accept_above=threshold)
    told = _("Đã xác nhận {confirmed} số liệu; để lại {left} số liệu cho người xem.")
    say(request, told.format(confirmed=len(result.confirmed), left=len(result.left)))
    return redirect("review", number=number)


@require_POST
def hand_in(request: WebRequest, number: int) -> HttpResponse:
    result = intake.review_finish(**request.desk.asking, submission_id=number)
    told = _("Đã nộp hồ sơ: {facts} số liệu ghi vào sổ, chờ người kiểm tra duyệt. Số chưa quyết định: {left}.")
    say(request, told.format(facts=len(result.facts), left=len(result.left)))
    return redirect("submission", number=number)


@require_safe
def measures(request: WebRequest) -> HttpResponse:
    """The measures that fit what is being typed, as choices of the form."""
    found = measures_matching(request.GET.get("tim", ""), request.desk.catalogue, limit=_MOST_FOUND)
    return render(request, "web/parts/measures.html", {"measures": found, "chosen": "", "asked": True})
