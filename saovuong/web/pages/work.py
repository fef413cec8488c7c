from dataclasses import dataclass
from math import ceil

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saovuong.core.period import Period
from saovuong.ledger import waiting
from saovuong.ledger.access import READS, covers, scope_of
from saovuong.ledger.owed import below_for
from saovuong.web.desk import WebRequest
from saovuong.web.showing.submissions import unit_names
from saovuong.web.showing.work import oldest_first, returned_rows, term, work_of

_PAGE = 100
_LISTS = {"cho-duyet": waiting.to_verify, "ban-nhap": waiting.begun, "bi-tra-lai": waiting.returned_figures}


@dataclass(frozen=True, slots=True)
class Pages:
    """Which part of a list is shown; from 1."""

    count: int
    at: int

    @property
    def last(self) -> int:
        return max(1, ceil(self.count / _PAGE))

    @property
    def before(self) -> int | None:
        return self.at - 1 if self.at > 1 else None

    @property
    def after(self) -> int | None:
        return self.at + 1 if self.at < self.last else None


@require_safe
def work(request: WebRequest) -> HttpResponse:
    return render(request, "web/work.html", {"work": work_of(request.desk)})


@require_safe
def work_list(request: WebRequest, which: str) -> HttpResponse:
    """One list of the first page, whole."""
    asked, desk = _LISTS.get(which), request.desk
    if asked is None:
        raise Http404
    at = _page_asked(request)
    count, found = asked(actor=desk.known, now=desk.now, first=_PAGE, skip=(at - 1) * _PAGE)
    returned = which == "bi-tra-lai"
    shown = {
        "which": which,
        "pages": Pages(count, at),
        "figures": returned_rows(desk, found) if returned else (),  # type: ignore[arg-type]
        "rows": () if returned else oldest_first(desk, found),  # type: ignore[arg-type]
    }
    return render(request, "web/work_list.html", shown)


@require_safe
def silent(request: WebRequest, unit: str, form: str, period: Period) -> HttpResponse:
    """The units below that a form of a period is still missing from, and those that came, with the day."""
    desk = request.desk
    found = below_for(unit_id=unit, form=form, period_label=period.label, **desk.asking)
    if found is None or not covers(scope_of(actor=desk.known, roles=READS, now=desk.now), unit):
        raise Http404
    came = request.GET.get("loc") == "da-nop"
    listed = tuple(one for one in found.expected if (one in found.came) == came)
    pages = Pages(len(listed), _page_asked(request))
    part = listed[(pages.at - 1) * _PAGE : pages.at * _PAGE]
    names = unit_names([*part, unit])
    shown = {
        "below": found,
        "unit": unit,
        "name": names.get(unit, unit),
        "term": term(found.clock, late=found.late, arrived=not found.silent),
        "rows": [(one, names.get(one, one), found.arrived.get(one)) for one in part],
        "came": came,
        "pages": pages,
    }
    return render(request, "web/silent.html", shown)


def _page_asked(request: HttpRequest) -> int:
    asked = request.GET.get("trang", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1
