from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from saovuong.core.errors import Refusal
from saovuong.intake import services as intake
from saovuong.intake.figures import figure_of_fact
from saovuong.intake.wording import period_text
from saovuong.ledger import queries as ledger
from saovuong.ledger.shapes import FactRow, SubmissionInfo
from saovuong.org.queries import index
from saovuong.setup.refusals import status_of
from saovuong.web.choosing import MODIFIERS, bare_number, typed_figure
from saovuong.web.desk import WebRequest
from saovuong.web.refusals import words_of
from saovuong.web.showing.review import fact_card
from saovuong.web.showing.submissions import unit_names


@require_http_methods(["GET", "POST"])
def answer(request: WebRequest, number: int, figure: int) -> HttpResponse:
    """A returned figure: correct it, stand by it with a note, or withdraw it."""
    desk, problem, status = request.desk, "", 200
    submission = ledger.submission_get(actor=desk.known, submission_id=number, now=desk.now)
    facts = ledger.facts_of(actor=desk.known, submission_id=number, now=desk.now)
    fact = next((one for one in facts if one.number == figure), None)
    if fact is None:
        raise Http404
    if request.method == "POST":
        try:
            _answer(request, submission, fact)
            return redirect(f"{reverse('review', args=[number])}?so={figure}#so-{figure}")
        except Refusal as refusal:
            problem, status = f"{words_of(refusal)} [{refusal.code}]", status_of(refusal)
    card = fact_card(fact, submission, desk.catalogue, unit_names([fact.unit_id]))
    shown = {"number": number, "card": card, "problem": problem, "seen": fact.id, **_fields(request, fact)}
    return render(request, "web/answer.html", shown, status=status)


def _answer(request: WebRequest, submission: SubmissionInfo, fact: FactRow) -> None:
    desk, form = request.desk, request.POST.dict()
    note, seen = form.get("note", "").strip(), int(form["seen"]) if form.get("seen", "").isdigit() else None
    match form.get("act"):
        case "keep":
            intake.figure_keep(**desk.asking, submission_id=submission.id, number=fact.number, note=note, seen=seen)
        case "withdraw":
            intake.figure_withdraw(actor=desk.known, now=desk.now, submission_id=submission.id, number=fact.number, reason=note, seen=seen)
        case _:
            right = typed_figure(figure_of_fact(fact), form, submission=submission, catalogue=desk.catalogue)
            intake.figure_correct(**desk.asking, submission_id=submission.id, number=fact.number, figure=right, note=note, seen=seen)


def _fields(request: WebRequest, fact: FactRow) -> dict[str, object]:
    form, catalogue, figure = request.POST, request.desk.catalogue, figure_of_fact(fact)
    return {
        "measures": [catalogue.measures[fact.measure]],
        "chosen": fact.measure,
        "asked": "",
        "value": form.get("value", bare_number(figure, catalogue)),
        "modifier": form.get("modifier", figure.modifier.value),
        "modifiers": MODIFIERS,
        "period": form.get("period", period_text(fact.period_label)),
        "unit": form.get("unit", index().full_name_of(fact.unit_id)),
        "role": form.get("role", fact.role.value),
        "note": form.get("note", ""),
    }
