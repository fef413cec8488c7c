"""Entering a period's figures in a form: choose, type, hand in."""

from collections.abc import Mapping

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from saovuong.core.errors import Refusal
from saovuong.core.period import Period
from saovuong.intake.grid.checking import by_measure, grid_check
from saovuong.intake.grid.places import NotYourForm, place_of
from saovuong.intake.grid.queries import accepted_texts, grid_get
from saovuong.intake.grid.shapes import GridSaved, GridView
from saovuong.intake.services import grid_hand_in, grid_save
from saovuong.ledger import queries as ledger
from saovuong.ledger.access import ENTERS, covers, scope_of
from saovuong.ledger.forms import form_period
from saovuong.org import queries as org
from saovuong.setup.refusals import status_of
from saovuong.web.choosing import last_day, unit_named
from saovuong.web.desk import Asking, Desk, WebRequest
from saovuong.web.locked import kept_fields, let_go
from saovuong.web.notes import say
from saovuong.web.refusals import words_of
from saovuong.web.showing.grid import NOTHING_KEPT, Kept, changes_of, clash_of, kept, problem_text, sections
from saovuong.web.showing.grid_choices import groups_of
from saovuong.web.showing.said import spoken


class About(Asking):
    """One form of one unit for one period, as services and queries want it."""

    unit_id: str
    form: str
    period_label: str


def about(request: WebRequest, unit: str, form: str, period: Period) -> About:
    return {**request.desk.asking, "unit_id": unit, "form": form, "period_label": period.label}


@require_safe
def choose(request: WebRequest) -> HttpResponse:
    """A unit, then one of its forms for one period; what is named completely opens at once."""
    desk, asked, problem = request.desk, request.GET, ""
    label, form = asked.get("ky", "").strip(), asked.get("bieu", "")
    try:
        unit_id = _unit_id(desk, asked)
        if unit_id and not covers(scope_of(actor=desk.known, roles=ENTERS, now=desk.now), unit_id):
            raise NotYourForm(name=desk.known.name)
        if label and unit_id:
            chosen = form_period(catalogue=desk.catalogue, unit=org.unit_get(unit_id), period_label=label, form=form or None)
            return redirect("grid", unit=unit_id, form=chosen.form.code, period=chosen.period)
    except Refusal as refusal:
        unit_id, problem = None, f"{words_of(refusal)} [{refusal.code}]"
    unit = org.unit_get(unit_id) if unit_id else None
    tree = org.tree_on(root=unit.id, day=last_day(desk.period.label)) if unit else None
    below = org.units_get(tree.children.get(tree.root, ())) if tree else {}
    shown = {
        "unit": unit,
        "text": asked.get("don-vi") or (org.index().full_name_of(unit.id) if unit else ""),
        "period": label,
        "form": form,
        "forms": [one for one in desk.catalogue.forms.values() if unit and one.level == unit.level],
        "groups": groups_of(unit, desk) if unit else [],
        "below": sorted(below.values(), key=lambda one: one.name),
        "problem": problem,
    }
    return render(request, "web/grid_choose.html", shown, status=400 if problem else 200)


def _unit_id(desk: Desk, asked: Mapping[str, str]) -> str | None:
    """What is typed, else what a link names, else one's own; an area answers through its command."""
    day = last_day(asked.get("ky", "").strip() or desk.period.label)
    text = asked.get("don-vi", "").strip()
    own = desk.unit.id if desk.unit and desk.unit.level != "country" else None
    found = unit_named(text, asked.get("ky", "").strip() or desk.period.label) if text else asked.get("dv") or own
    return org.reporting_unit_for(unit_id=found, day=day).id if found else None


@require_http_methods(["GET", "POST"])
def grid(request: WebRequest, unit: str, form: str, period: Period) -> HttpResponse:
    """The form with its fields. A save answers with the page, or with what became of each cell where the script asks."""
    asked = about(request, unit, form, period)
    if request.method != "POST":
        return _page(request, asked)
    changes = changes_of(request.POST, _measures(request, form))
    try:
        saved = grid_save(**asked, changes=changes)
    except Refusal as refusal:
        if not request.htmx:
            raise
        return JsonResponse({"refused": words_of(refusal)}, status=status_of(refusal))
    let_go(request)
    if request.htmx:
        return JsonResponse(_answer(saved))
    if saved.problems or saved.conflicts:
        refused = {problem.measure for problem in saved.problems} | {conflict.measure for conflict in saved.conflicts}
        over = kept([one for one in changes if one.measure in refused], saved.problems, saved.conflicts)
        return _page(request, asked, over=over, status=400 if saved.problems else 409)
    if saved.changed:
        say(request, _("Đã lưu {count} ô vào bản nháp.").format(count=len(saved.changed)))
    return redirect("grid-review" if request.POST.get("act") == "nop" else "grid", unit=unit, form=form, period=period)


def _measures(request: WebRequest, form: str) -> tuple[str, ...]:
    known = request.desk.catalogue.forms.get(form)
    return known.measures if known else ()


def _page(request: WebRequest, asked: About, *, over: Kept | None = None, status: int = 200) -> HttpResponse:
    view, desk = grid_get(**asked), request.desk
    waiting = over if over is not None else _waiting(request, view)
    found = grid_check(view, **desk.asking, tongue=spoken()) if view.place.is_open else ()
    batch = request.GET.get("dan", "")
    shown = {
        "view": view,
        "place": view.place,
        "sections": sections(view, desk.catalogue, over=waiting, warnings=by_measure(found)),
        "over": waiting,
        "kept": over is None and bool(waiting.changes),
        "warnings": found,
        "batch": batch if batch.isdecimal() else "",
    }
    return render(request, "web/grid.html", shown, status=status)


def _waiting(request: WebRequest, view: GridView) -> Kept:
    """What this person sent when the session had locked, where the draft does not say it already."""
    fields = kept_fields(request, person=request.desk.known.id)
    if not fields or not view.place.is_open:
        return NOTHING_KEPT
    cells = view.cells
    changes = changes_of(fields, (code for code in view.place.form.measures if code in cells))
    return kept(one for one in changes if (one.text.strip(), one.note.strip()) != (cells[one.measure].text, cells[one.measure].note))


def _answer(saved: GridSaved) -> dict[str, object]:
    """What the script needs to know of each cell that it sent."""
    cells = {code: {"text": cell.text, "note": cell.note, "stamp": cell.stamp} for code, cell in saved.cells.items()}
    problems = {one.measure: {"message": problem_text(one), "choices": one.choices} for one in saved.problems}
    clashes = {}
    for one in saved.conflicts:
        clash = clash_of(one)
        clashes[one.measure] = {"text": one.theirs.text, "shown": clash.text, "note": clash.note, "stamp": clash.stamp, "by": clash.by}
    return {"cells": cells, "problems": problems, "clashes": clashes, "batch": saved.batch, "changed": len(saved.changed)}


@require_http_methods(["GET", "POST"])
def review(request: WebRequest, unit: str, form: str, period: Period) -> HttpResponse:
    """What is about to be handed in, once more in one list; handing in is the button below it."""
    asked, problem = about(request, unit, form, period), ""
    if request.method == "POST":
        try:
            done = grid_hand_in(**asked)
        except Refusal as refusal:
            problem = f"{words_of(refusal)} [{refusal.code}]"
        else:
            told = _("Đã nộp: {entered} số liệu mới, {corrected} số sửa, {withdrawn} số rút. Chờ người kiểm tra duyệt.")
            say(request, told.format(entered=done.entered, corrected=done.corrected, withdrawn=done.withdrawn))
            return redirect("submission", number=done.submission.id)
    view, desk = grid_get(**asked), request.desk
    before = accepted_texts(view.place, actor=desk.known, now=desk.now)
    shown = {
        "view": view,
        "place": view.place,
        "before": before,
        "gone": [row for row in view.rows if row.measure.code in before and not row.cell.is_told],
        "warnings": grid_check(view, **desk.asking, tongue=spoken()) if view.place.is_open else (),
        "told": [row for row in view.rows if row.cell.is_told],
        "unknown": [row for row in view.rows if row.cell.text and not row.cell.is_told],
        "blank": [row for row in view.rows if not row.cell.text],
        "problem": problem,
    }
    return render(request, "web/grid_review.html", shown, status=400 if problem else 200)


@require_safe
def by_number(request: WebRequest, number: int) -> HttpResponse:
    """From a submission to its form."""
    found = ledger.submission_get(actor=request.desk.known, submission_id=number, now=request.desk.now)
    place = place_of(**request.desk.asking, unit_id=found.unit_id, form=found.form, period_label=found.period_label)
    return redirect(reverse("grid", args=[place.unit.id, place.form.code, place.period]))
