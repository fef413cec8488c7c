from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from saovuong.audit.queries import actions_known
from saovuong.inspection.queries import trail
from saovuong.inspection.services import chain_check, trail_export
from saovuong.web.desk import WebRequest
from saovuong.web.showing import audit as showing
from saovuong.web.showing.audit_words import KINDS

_ON_A_PAGE = 50


@require_safe
def audit(request: WebRequest) -> HttpResponse:
    """Who did what, the newest first; older acts by the number of the last one shown, so that new ones do not move the pages."""
    desk, asked = request.desk, request.GET
    chosen = showing.filter_from(asked)
    before, after = _number(asked.get("truoc", "")), _number(asked.get("sau", ""))
    found = trail(actor=desk.known, now=desk.now, asked=chosen.asked, before=before, after=after, most=_ON_A_PAGE)
    kept = {key: str(value) for key, value in asked.items() if value and key not in ("truoc", "sau")}
    shown = {
        "rows": showing.rows(found.entries, desk.catalogue),
        "everything": found.everything,
        "older": _address(kept, "truoc", found.entries[-1].seq) if found.older and found.entries else "",
        "newer": _address(kept, "sau", found.entries[0].seq) if found.newer and found.entries else "",
        "chosen": chosen,
        "kept": kept,
        "actions": showing.action_choices(actions_known()),
        "kinds": KINDS,
    }
    return render(request, "web/audit.html", shown)


@require_POST
def export(request: WebRequest) -> HttpResponseBase:
    """The acts that the filter lets through as CSV; that it was taken is in the trail before the first line leaves."""
    desk = request.desk
    taken = trail_export(actor=desk.known, now=desk.now, asked=showing.filter_from(request.POST).asked)
    response = StreamingHttpResponse(showing.csv_lines(taken.entries, desk.catalogue), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="nhat-ky-{desk.today:%Y%m%d}.csv"'
    return response


@require_POST
def verify(request: WebRequest) -> HttpResponse:
    """The next stretch of the hash chain. A long chain takes several, each begun by the page itself or by its button."""
    desk = request.desk
    step = chain_check(actor=desk.known, now=desk.now, after=_number(request.POST.get("sau", "")) or 0)
    return render(request, "web/parts/chain.html" if request.htmx else "web/chain.html", {"step": step})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _address(kept: dict[str, str], key: str, seq: int) -> str:
    return f"?{urlencode({**kept, key: seq})}"
