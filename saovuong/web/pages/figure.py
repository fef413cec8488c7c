"""One figure by itself: corrected, added where the reader missed it, taken apart; and the searches of its form."""

import re
from collections.abc import Mapping
from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from saovuong.core.errors import Refusal
from saovuong.core.numbers import format_number, parse_number
from saovuong.core.quantity import Modifier, Role
from saovuong.intake import services as intake
from saovuong.intake.queries import figure_get, review_get
from saovuong.intake.shapes import CandidateInfo, Figure, ReviewView
from saovuong.intake.telling import figure_explained
from saovuong.intake.wording import measures_in, measures_matching, period_text
from saovuong.ledger.queries import submission_get
from saovuong.ledger.shapes import Evidence
from saovuong.org.queries import index
from saovuong.web.choosing import MODIFIERS, bare_number, typed_figure
from saovuong.web.desk import WebRequest, data_folder
from saovuong.web.notes import say
from saovuong.web.refusals import words_of
from saovuong.web.showing.quotes import quote_of

_MOST_FOUND = 12
_MOST_UNITS = 8
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")


@require_http_methods(["GET", "POST"])
def edit(request: WebRequest, number: int, figure: int) -> HttpResponse:
    desk, form, problem, status = request.desk, request.POST.dict(), "", 200
    submission = submission_get(actor=desk.known, submission_id=number, now=desk.now)
    row = figure_get(submission=submission, catalogue=desk.catalogue, number=figure)
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            right = typed_figure(row.figure, form, submission=submission, catalogue=desk.catalogue)
            about = {"submission_id": number, "number": figure, "reason": form.get("reason", ""), "seen": form.get("seen") or None}
            intake.candidate_correct(**desk.asking, figure=right, **about)  # type: ignore[arg-type]
            return redirect(f"{reverse('review', args=[number])}?so={figure}#so-{figure}")
        except intake.DecidedMeanwhile as refusal:
            problem, status = f"{words_of(refusal)} {_('Những gì đã gõ còn nguyên; bấm Lưu lần nữa nếu vẫn muốn sửa.')}", 409
        except Refusal as refusal:
            problem, status = f"{words_of(refusal)} [{refusal.code}]", 400
    shown = {"number": number, "row": row, "problem": problem, "seen": row.stamp, **fields(request, row.figure, form)}
    return render(request, "web/figure_edit.html", shown, status=status)


def fields(request: WebRequest, figure: Figure, form: Mapping[str, str]) -> dict[str, object]:
    """The fields of the form, as they stand or as they were typed."""
    catalogue = request.desk.catalogue
    asked = request.GET.get("tim", "").strip()
    found = measures_matching(asked, catalogue, limit=_MOST_FOUND) if asked else []
    chosen = catalogue.measures.get(form.get("measure") or request.GET.get("measure") or figure.measure or "")
    return {
        "asked": asked,
        "measures": [*([chosen] if chosen else []), *(one for one in found if one != chosen)],
        "chosen": chosen.code if chosen else "",
        "value": form.get("value", bare_number(figure, catalogue)),
        "modifier": form.get("modifier", figure.modifier.value),
        "modifiers": MODIFIERS,
        "period": form.get("period", period_text(figure.period_label)),
        "unit": form.get("unit", index().full_name_of(figure.unit_id) if figure.unit_id else ""),
        "role": form.get("role", figure.role.value),
        "reason": form.get("reason", ""),
    }


@require_http_methods(["GET", "POST"])
def add(request: WebRequest, number: int) -> HttpResponse:
    """A figure that the reader missed: its words selected in the document (place in the address) or typed, its number read from them."""
    desk, form, problem = request.desk, request.POST.dict(), ""
    view = review_get(**desk.asking, submission_id=number)
    if view.submission.state not in ("draft", "returned"):
        return redirect("submission", number=number)
    place, words, evidence = None, request.GET.get("cau", form.get("words", "")).strip(), None
    try:
        place = _place(request, view, words)
        evidence = intake.evidence_of_place(view=view, place=place) if place else None
        if request.method == "POST" and place is None:
            raise intake.WordsNotFound(words=words, submission_id=number)
        blank = _blank(view, evidence)
        if request.method == "POST" and place is not None:
            figure = typed_figure(blank, form, submission=view.submission, catalogue=desk.catalogue)
            added, _fact = intake.figure_add_at(**desk.asking, submission_id=number, figure=figure, place=place)
            say(request, _("Đã nhập thêm số liệu {number}.").format(number=added))
            return redirect(f"{reverse('review', args=[number])}?so={added}#so-{added}")
    except Refusal as refusal:
        problem = f"{words_of(refusal)} [{refusal.code}]"
        blank = _blank(view, evidence)
    shown = {
        "number": number,
        "unit_name": view.unit_name,
        "words": words,
        "place": place,
        "quote": quote_of(evidence) if evidence else None,
        "problem": problem,
        **fields(request, blank, form),
    }
    if evidence and not shown["measures"]:
        shown["measures"] = measures_in(evidence.quote, desk.catalogue, limit=_MOST_FOUND)
    return render(request, "web/figure_add.html", shown, status=400 if problem else 200)


def _place(request: WebRequest, view: ReviewView, words: str) -> intake.Place | None:
    """From the address or the form; else where the typed words stand, narrowed to their only number. Raises what finding them raises."""
    asked = request.POST if request.method == "POST" else request.GET
    parts = [asked.get(name, "") for name in ("van-ban", "tu", "den")]
    if all(part.isdigit() for part in parts):
        place = intake.Place(*(int(part) for part in parts))
    elif words:
        place = intake.place_of_words(view=view, words=words)
    else:
        return None
    text = view.texts.get(place.document_id, "")[place.start : place.end]
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) == 1:
        return intake.Place(place.document_id, place.start + numbers[0].start(), place.start + numbers[0].end())
    return place


def _blank(view: ReviewView, evidence: Evidence | None) -> Figure:
    """What the form begins with: the submission's unit and period, and the number that the words hold."""
    value = None
    if evidence and evidence.figure_start is not None and evidence.figure_end is not None and evidence.start is not None:
        value = parse_number(evidence.quote[evidence.figure_start - evidence.start : evidence.figure_end - evidence.start])
    submission = view.submission
    return Figure(
        measure=None, unit_id=submission.unit_id, organisation=None, period_label=submission.period_label, role=Role.RESULT,
        scope=submission.scope, value=value, high=None, rating=None, flag=None, unquantified=False, modifier=Modifier.EXACT, uom=None,
    )  # fmt: skip


@require_safe
def why(request: WebRequest, number: int, figure: int) -> HttpResponse:
    """What spoke for the measure of a figure, and the measures that came next, each one click away."""
    desk = request.desk
    view = review_get(**desk.asking, submission_id=number)
    row = next((one for one in view.candidates if one.number == figure), None)
    if row is None:
        raise Http404
    explained = figure_explained(view=view, row=row, catalogue=desk.catalogue, units=index(), folder=data_folder())
    shown = {"number": number, "row": row, "explained": explained, "standing": _standing(row), "whole": not request.htmx}
    return render(request, "web/parts/why.html" if request.htmx else "web/figure_why.html", shown)


def _standing(row: CandidateInfo) -> str:
    return format_number(parse_number(f"{row.confidence:.2f}".replace(".", ",")) or 0)  # type: ignore[arg-type]


@require_safe
def measures(request: WebRequest) -> HttpResponse:
    """The measures that fit what is being typed, as choices of the form."""
    found = measures_matching(request.GET.get("tim", ""), request.desk.catalogue, limit=_MOST_FOUND)
    return render(request, "web/parts/measures.html", {"measures": found, "chosen": "", "asked": True})


@require_safe
def units_found(request: WebRequest) -> HttpResponse:
    """The units that fit what is being typed, as choices of the form."""
    day = request.desk.period.end
    found = index().find(request.GET.get("unit", ""), on=day - timedelta(days=1) if day else None, limit=_MOST_UNITS)
    return render(request, "web/parts/units_picked.html", {"found": [(one.unit.id, index().full_name_of(one.unit.id)) for one in found]})
