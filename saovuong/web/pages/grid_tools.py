"""What helps with entering a form: pasting from a spreadsheet, taking a save back, the checks, the form on paper."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saovuong.core.errors import Refusal
from saovuong.core.period import Period
from saovuong.intake.grid.checking import by_measure, grid_check
from saovuong.intake.grid.pasting import PastePlan, paste_plan
from saovuong.intake.grid.queries import grid_get
from saovuong.intake.grid.shapes import CellChange, GridView
from saovuong.intake.grid.typed import TYPED_REFUSALS, cell_text, read_cell
from saovuong.intake.services import grid_save, grid_undo
from saovuong.web.desk import WebRequest
from saovuong.web.notes import say
from saovuong.web.pages.grid import about
from saovuong.web.refusals import words_of
from saovuong.web.showing.grid import STAMP, PastedRow, problem_text, sections
from saovuong.web.showing.said import name_of, spoken


@require_safe
def warnings(request: WebRequest, unit: str, form: str, period: Period) -> HttpResponse:
    """What the checks say of the draft now, for the page that is open: the list, and the sentences of each row."""
    view = grid_get(**about(request, unit, form, period))
    found = grid_check(view, **request.desk.asking, tongue=spoken())
    listed = render_to_string("web/parts/grid_warnings.html", {"warnings": found}, request=request)
    return JsonResponse({"list": listed, "rows": by_measure(found)})


@require_POST
def undo(request: WebRequest, unit: str, form: str, period: Period) -> HttpResponse:
    """Take one save back as a whole."""
    text = request.POST.get("batch", "")
    done = grid_undo(**about(request, unit, form, period), batch=int(text) if text.isdecimal() else 0)
    say(request, _("Đã hoàn tác {count} ô.").format(count=len(done.restored)))
    if done.left:
        names = [name_of(request.desk.catalogue.measures[code]) for code in done.left]
        say(request, _("Giữ nguyên các ô đã được sửa sau đó: {names}.").format(names="; ".join(names)))
    return redirect("grid", unit=unit, form=form, period=period)


@require_http_methods(["GET", "POST"])
def paste(request: WebRequest, unit: str, form: str, period: Period) -> HttpResponse:
    """A block from a spreadsheet: where it goes, then as one save. To the script, only where it goes."""
    asked, sent, problem = about(request, unit, form, period), request.POST, ""
    text, start = sent.get("text", ""), sent.get("from", "")
    view = grid_get(**asked)
    plan = paste_plan(text, place=view.place, catalogue=request.desk.catalogue, start=start, notes_only=sent.get("column") == "n")
    if request.htmx:
        return JsonResponse(
            {
                "cells": [{"code": one.measure, "text": one.text, "note": one.note} for one in plan.cells],
                "left": [f"{number}: {words}" for number, words in plan.left],
            }
        )
    if sent.get("act") == "apply":
        try:
            return _applied(request, view, plan)
        except Refusal as refusal:
            problem = f"{words_of(refusal)} [{refusal.code}]"
    shown = {
        "view": view,
        "place": view.place,
        "text": text,
        "start": start,
        "rows": _preview(view, plan, request),
        "plan": plan,
        "problem": problem,
    }
    return render(request, "web/grid_paste.html", shown, status=400 if problem else 200)


def _preview(view: GridView, plan: PastePlan, request: WebRequest) -> list[PastedRow]:
    """Each line beside the cell that it goes to, with why it cannot be kept where that is so."""
    catalogue, cells = request.desk.catalogue, view.cells
    rows = []
    for one in plan.cells:
        measure, cell = catalogue.measures[one.measure], cells[one.measure]
        problem, becomes = "", ""
        try:
            becomes = cell_text(read_cell(one.text, measure=measure, catalogue=catalogue))
        except TYPED_REFUSALS as refusal:
            problem = words_of(refusal)
        same = not problem and becomes == cell.text and one.note in (None, cell.note)
        name = name_of(measure)
        rows.append(PastedRow(one.line, measure.code, name, cell.text, one.text, becomes, one.note or "", problem, cell.stamp, same))
    return rows


def _applied(request: WebRequest, view: GridView, plan: PastePlan) -> HttpResponse:
    place, cells = view.place, view.cells
    changes = [
        CellChange(
            one.measure,
            one.text,
            cells[one.measure].note if one.note is None else one.note,
            request.POST.get(STAMP + one.measure, cells[one.measure].stamp),
        )
        for one in plan.cells
    ]
    saved = grid_save(**request.desk.asking, unit_id=place.unit.id, form=place.form.code, period_label=place.period.label, changes=changes)
    say(request, _("Đã dán {count} ô.").format(count=len(saved.changed)))
    for problem in saved.problems:
        say(request, f"{name_of(request.desk.catalogue.measures[problem.measure])}: {problem_text(problem)}")
    for conflict in saved.conflicts:
        told = _("{name}: người khác vừa ghi {theirs}, chưa ghi {mine}.")
        name = name_of(request.desk.catalogue.measures[conflict.measure])
        say(request, told.format(name=name, theirs=conflict.theirs.text or _("(để trống)"), mine=conflict.mine_text))
    answer = redirect("grid", unit=place.unit.id, form=place.form.code, period=place.period)
    if saved.batch:
        answer["Location"] += f"?dan={saved.batch}"
    return answer


@require_safe
def on_paper(request: WebRequest, unit: str, form: str, period: Period) -> HttpResponse:
    """The form to be printed, as it stands or empty."""
    view = grid_get(**about(request, unit, form, period), to_write=False)
    shown = {
        "view": view,
        "place": view.place,
        "sections": sections(view, request.desk.catalogue),
        "empty": "trong" in request.GET,
    }
    return render(request, "web/grid_print.html", shown)
