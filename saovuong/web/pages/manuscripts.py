"""The report in the making: preview, the office's own words, sections and paper, building."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saovuong.core.errors import Refusal
from saovuong.ledger.access import WRITES, covers, scope_of
from saovuong.org import queries as org
from saovuong.org.queries import index, reporting_unit_for
from saovuong.reports import queries
from saovuong.reports.heads import Paper
from saovuong.reports.services import manuscript_build, manuscript_open, paper_choose, part_write
from saovuong.reports.services.manuscripts import LONGEST_TEXT, PartChanged
from saovuong.reports.shapes import Draft, Manuscript
from saovuong.reports.templates import shipped_profile, shipped_template
from saovuong.setup.refusals import status_of
from saovuong.web.choosing import last_day, typed_day, unit_named
from saovuong.web.desk import Desk, WebRequest, data_folder
from saovuong.web.notes import say
from saovuong.web.pages.reports import reports_page
from saovuong.web.refusals import words_of
from saovuong.web.showing.manuscripts import Written, part_cards, section_choices, signer_choices
from saovuong.web.showing.sheets import free_of, sheet_of

if TYPE_CHECKING:
    from saovuong.reports.templates import Template


@require_POST
def open_(request: WebRequest) -> HttpResponse:
    """From a unit and a year to the manuscript that there is, or to a new one."""
    desk, form = request.desk, request.POST
    label = form.get("period", "").strip()
    try:
        unit = reporting_unit_for(unit_id=unit_named(form.get("unit", ""), label), day=last_day(label))
        made = manuscript_open(**desk.asking, unit_id=unit.id, period_label=label)
    except Refusal as refusal:
        return reports_page(request, problem=f"{words_of(refusal)} [{refusal.code}]")
    return redirect("manuscript", number=made.info.id)


@require_safe
def manuscript(request: WebRequest, number: int) -> HttpResponse:
    found = queries.manuscript_get(actor=request.desk.known, manuscript_id=number, pack=request.desk.catalogue.pack, now=request.desk.now)
    return _page(request, found)


@require_safe
def printed(request: WebRequest, number: int) -> HttpResponse:
    """Nothing but the paper, with every row of every table."""
    desk = request.desk
    found = queries.manuscript_get(actor=desk.known, manuscript_id=number, pack=desk.catalogue.pack, now=desk.now)
    draft = _draft(desk, found)
    sheet = sheet_of(draft, shipped_profile(pack=desk.catalogue.pack, code=draft.profile), whole=True)
    return render(request, "web/manuscript_print.html", {"sheet": sheet, "number": number, "editable": False})


@require_http_methods(["GET", "POST"])
def part(request: WebRequest, number: int, code: str) -> HttpResponse:
    """Save one of the office's own parts; by GET, its earlier versions."""
    desk, form = request.desk, request.POST
    if request.method != "POST":
        return _history(request, number, code)
    # Who has read the other's words and goes on with his own says so by their version.
    base = _number(form.get("over") or form.get("version", ""))
    written = Written(code, form.get("text", ""))
    try:
        part_write(**desk.asking, manuscript_id=number, part=code, text=written.text, base_version=base)
    except Refusal as refusal:
        if status_of(refusal) == 404:
            raise
        changed = isinstance(refusal, PartChanged)
        written = Written(
            code, written.text, problem=f"{words_of(refusal)} [{refusal.code}]", base=_number(form.get("version", "")), theirs=changed
        )
    found = queries.manuscript_get(actor=desk.known, manuscript_id=number, pack=desk.catalogue.pack, now=desk.now)
    if request.htmx:
        return _saved(request, found, written)
    if written.problem:
        return _page(request, found, written=written)
    return redirect(f"{reverse('manuscript', args=[number])}#phan-{code}")


@require_POST
def choose(request: WebRequest, number: int) -> HttpResponse:
    desk, form = request.desk, request.POST
    found = queries.manuscript_get(actor=desk.known, manuscript_id=number, pack=desk.catalogue.pack, now=desk.now)
    template = shipped_template(pack=desk.catalogue.pack, code=found.info.template)
    kept = form.getlist("section")
    try:
        day, signer, name = typed_day(form.get("issued_on", "")), form.get("signer", ""), form.get("signer_name", "")
        paper = Paper(form.get("number", "").strip() or None, day, signer, name)
        left_out = [node.code for node in template.optional() if node.code not in kept]
        paper_choose(**desk.asking, manuscript_id=number, left_out=left_out, paper=paper, base_version=_number(form.get("version", "")))
    except Refusal as refusal:
        return _page(request, found, problem=f"{words_of(refusal)} [{refusal.code}]")
    say(request, _("Đã lưu lựa chọn."))
    return redirect("manuscript", number=number)


@require_POST
def build(request: WebRequest, number: int) -> HttpResponse:
    built = manuscript_build(**request.desk.asking, manuscript_id=number, folder=data_folder())
    say(request, _("Đã lập báo cáo số {id}: {figures} số liệu, mỗi số dẫn đến nguồn.").format(id=built.info.id, figures=built.info.figures))
    return redirect("report", number=built.info.id)


def _page(request: WebRequest, found: Manuscript, *, problem: str = "", written: Written | None = None) -> HttpResponse:
    desk = request.desk
    draft, template = _draft(desk, found), _template(desk, found)
    profile, unit = shipped_profile(pack=desk.catalogue.pack, code=draft.profile), org.unit_get(found.info.unit_id)
    writes = covers(scope_of(actor=desk.actor, roles=WRITES, now=desk.now), unit.id)
    shown = {
        "info": found.info,
        "unit": index().full_name_of(unit.id),
        "cards": part_cards(found, template, draft, written=written),
        "sections": section_choices(found, template),
        "signers": signer_choices(template, unit),
        "choices": found.choices,
        "sheet": sheet_of(draft, profile, whole=False),
        "missing": draft.missing,
        "writes": writes,
        "editable": writes,
        "number": found.info.id,
        "longest": LONGEST_TEXT,
        "problem": problem or (written.problem if written else ""),
    }
    return render(request, "web/manuscript.html", shown, status=400 if shown["problem"] else 200)


def _saved(request: WebRequest, found: Manuscript, written: Written) -> HttpResponse:
    """What of the page has changed: the line under the field, and the words on the sheet. The field itself is left to who types in it."""
    desk = request.desk
    template = _template(desk, found)
    # Only numbers in the words have to be set beside the book's; most parts have none.
    saved = found.part(written.part)
    draft = _draft(desk, found) if saved is not None and saved.mentions else None
    cards = part_cards(found, template, draft, written=written)
    card = next(one for one in cards if one.code == written.part)
    blank = next(one for one in template.blanks() if one.code == written.part)
    free = free_of(blank, saved.text if saved else "", shipped_profile(pack=desk.catalogue.pack, code=template.profile))
    return render(request, "web/parts/part_saved.html", {"card": card, "free": free, "number": found.info.id, "editable": True})


def _history(request: WebRequest, number: int, code: str) -> HttpResponse:
    desk = request.desk
    found = queries.manuscript_get(actor=desk.known, manuscript_id=number, pack=desk.catalogue.pack, now=desk.now)
    labels = {blank.code: blank.label for blank in _template(desk, found).blanks()}
    if code not in labels:
        raise queries.UnknownPart(part=code, known=", ".join(labels.values()))
    versions = queries.part_history(actor=desk.known, manuscript_id=number, part=code, now=desk.now)
    shown = {"number": number, "label": labels[code], "code": code, "versions": versions, "unit": index().full_name_of(found.info.unit_id)}
    return render(request, "web/manuscript_part.html", shown)


def _draft(desk: Desk, found: Manuscript) -> Draft:
    info = found.info
    return queries.report_draft(**desk.asking, unit_id=info.unit_id, period_label=info.period_label, template=info.template)


def _template(desk: Desk, found: Manuscript) -> "Template":
    return shipped_template(pack=desk.catalogue.pack, code=found.info.template)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
