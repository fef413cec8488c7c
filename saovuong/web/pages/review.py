from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saovuong.core.errors import Refusal
from saovuong.intake import services as intake
from saovuong.intake.drafts import draft_findings
from saovuong.intake.queries import figure_get, review_get, steps_of
from saovuong.intake.shapes import ReviewView
from saovuong.ledger.queries import submission_get
from saovuong.web.desk import WebRequest
from saovuong.web.notes import say, warn
from saovuong.web.refusals import words_of
from saovuong.web.showing.leaves import leaf_of
from saovuong.web.showing.review import FILTERS, SURE, Tally, cards, papers, tally
from saovuong.web.showing.said import spoken
from saovuong.web.showing.submissions import one_row, unit_names
from saovuong.web.showing.words import STEPS

_ACTS: Mapping[str, Callable[..., None]] = {
    "confirm": intake.candidate_confirm,
    "reject": intake.candidate_reject,
    "undo": intake.candidate_undo,
}
# How many steps the page offers to take back.
_STEPS = 6


@require_safe
def review(request: WebRequest, number: int) -> HttpResponse:
    desk = request.desk
    view = review_get(**desk.asking, submission_id=number)
    if view.submission.state not in ("draft", "returned"):
        return redirect("submission", number=number)
    findings = draft_findings(**desk.asking, view=view, tongue=spoken())
    figures = cards(view, desk.catalogue, names=unit_names(fact.unit_id for fact in view.facts), findings=findings)
    chosen = request.GET.get("xem", "")
    admits = FILTERS.get(chosen)
    chosen = "" if admits is None or "so" in request.GET else chosen
    listed = [card for card in figures if not chosen or FILTERS[chosen](card)]
    leaf = leaf_of(listed, [card.number for card in listed], request.GET.dict())
    shown = {
        "row": one_row(view.submission, desk.catalogue, roles=desk.roles),
        "leaf": leaf,
        "filters": list(FILTERS),
        "papers": papers(
            view.submission.documents, view.texts, [*view.facts, *view.candidates], shown={card.number for card in leaf.items}
        ),
        "tally": _tally(request, view),
        "chosen": chosen,
        "findings": findings,
        "sure": str(SURE).replace(".", ","),
    }
    return render(request, "web/review.html", shown)


@require_POST
def decide(request: WebRequest, number: int, figure: int) -> HttpResponse:
    """Confirm, reject, take back, or take another measure; with HTMX the one card and the tally come back, else the whole page."""
    act, problem = request.POST.get("act", ""), ""
    if act not in (*_ACTS, "measure"):
        raise Http404
    try:
        _decided(request, number, figure, act)
    except Refusal as refusal:
        if refusal.code in ("SV-502", "SV-603", "SV-501"):
            raise
        problem = words_of(refusal)
    if not request.htmx:
        if problem:
            warn(request, problem)
        chosen, page = request.POST.get("xem", ""), request.POST.get("trang", "")
        kept = {"xem": chosen if chosen in FILTERS else "", "trang": page if page.isdigit() and page != "1" else ""}
        asked = urlencode({name: value for name, value in kept.items() if value})
        return redirect(f"{reverse('review', args=[number])}{asked and f'?{asked}'}#so-{figure}")
    view = review_get(**request.desk.asking, submission_id=number)
    card = next(one for one in cards(view, request.desk.catalogue, names={}) if one.number == figure)
    shown = {
        "card": card,
        "number": number,
        "tally": _tally(request, view),
        "problem": problem,
        "swap": True,
        "decides": True,
        "chosen": "",
        "leaf": None,
    }
    return render(request, "web/parts/decided.html", shown)


def _decided(request: WebRequest, number: int, figure: int, act: str) -> None:
    desk, seen = request.desk, request.POST.get("seen") or None
    if act != "measure":
        _ACTS[act](**desk.asking, submission_id=number, number=figure, seen=seen)
        return
    measure = desk.catalogue.measures.get(request.POST.get("measure", ""))
    submission = submission_get(actor=desk.known, submission_id=number, now=desk.now)
    row = figure_get(submission=submission, catalogue=desk.catalogue, number=figure)
    if measure is None or row is None:
        raise Http404
    right = replace(row.figure, measure=measure.code, uom=measure.uom)
    intake.candidate_correct(**desk.asking, submission_id=number, number=figure, figure=right, seen=seen)


@require_POST
def undo(request: WebRequest, number: int) -> HttpResponse:
    """Take one step back."""
    step = request.POST.get("step", "")
    if not step.isdigit():
        raise Http404
    try:
        done = intake.step_undo(**request.desk.asking, submission_id=number, step_id=int(step))
        told = _("Đã hoàn tác: {act}, {count} số liệu.")
        say(request, told.format(act=_(STEPS[done.act]), count=len(done.numbers)))
    except (intake.StepOvertaken, intake.UnknownStep) as refusal:
        warn(request, words_of(refusal))
    return redirect("review", number=number)


def _tally(request: WebRequest, view: ReviewView) -> Tally:
    desk = request.desk
    return tally(view, steps_of(actor=desk.known, now=desk.now, submission_id=view.submission.id, newest=_STEPS))
