from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saovuong.intake.queries import review_get
from saovuong.ledger import queries as ledger
from saovuong.ledger import services as book
from saovuong.web.desk import WebRequest
from saovuong.web.notes import say
from saovuong.web.showing.leaves import Leaf, leaf_of
from saovuong.web.showing.review import LOOKS, cards, looks_of, papers
from saovuong.web.showing.submissions import one_row, rows, unit_names
from saovuong.web.showing.words import STATES

# What one page lists; the link below it leads to older ones.
_MOST = 100


@require_safe
def submissions(request: WebRequest) -> HttpResponse:
    desk, state, period = request.desk, request.GET.get("trang-thai", ""), request.GET.get("ky", "")
    states = [state] if state in STATES else None
    asked = request.GET.get("truoc", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 12 else None
    found = ledger.submissions(actor=desk.known, now=desk.now, states=states, period_label=period or None, newest=_MOST + 1, before=before)
    shown = {
        "rows": rows(found[:_MOST], desk.catalogue, roles=desk.roles),
        "older": found[_MOST - 1].id if len(found) > _MOST else None,
        "state": state,
        "states": STATES,
        "periods": ledger.period_labels(actor=desk.known, now=desk.now)[::-1],
        "period": period,
    }
    return render(request, "web/submissions.html", shown)


@require_safe
def submission(request: WebRequest, number: int) -> HttpResponse:
    desk = request.desk
    view, asked = review_get(**desk.asking, submission_id=number), request.GET
    figures = cards(view, desk.catalogue, names=unit_names(fact.unit_id for fact in view.facts))
    chosen = asked.get("xem", "") if asked.get("xem", "") in LOOKS and "so" not in asked else ""
    listed = [card for card in figures if not chosen or LOOKS[chosen](card)]
    numbers, whole = [card.number for card in listed], "tat-ca" in asked
    leaf = Leaf(tuple(listed), 1, 1) if whole else leaf_of(listed, numbers, asked.dict())
    beside = {card.number for card in leaf.items}
    shown = {
        "row": one_row(view.submission, desk.catalogue, roles=desk.roles),
        "leaf": leaf,
        "whole": whole,
        "chosen": chosen,
        "figures": len(figures),
        "looks": [(name, count) for name, count in looks_of(figures) if count],
        "papers": papers(view.submission.documents, view.texts, [*view.facts, *view.candidates], shown=beside),
        "history": ledger.submission_history(actor=desk.known, submission_id=number, now=desk.now),
        "enters": bool(desk.roles & {"clerk", "admin"}),
    }
    return render(request, "web/submission.html", shown)


@require_POST
def revise(request: WebRequest, number: int) -> HttpResponse:
    made = book.submission_revise(**request.desk.asking, submission_id=number)
    say(request, _("Đã lập bản {version} của hồ sơ; sửa số liệu rồi nộp lại.").format(version=made.version))
    return redirect("review" if made.documents else "grid-of", number=made.id)
