"""Who looked at a restricted page stands in the audit trail before the page leaves."""

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponseBase

from saovuong.audit.services import view_note
from saovuong.setup.faults import database_refusal
from saovuong.web import errors
from saovuong.web.access import NOTED
from saovuong.web.desk import Desk

# Looking again within this time is the same look: a page that is refreshed does not fill the trail.
_EVERY = timedelta(hours=1)
_LONGEST = 190
_RESTRICTED = "co_the_mat"


def noting(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """A page that cannot be noted is not shown."""

    def through(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        desk: Desk = request.desk  # type: ignore[attr-defined]
        if request.method != "GET" or response.status_code != 200 or desk.actor is None or not _restricted(request, desk):
            return response
        try:
            view_note(actor=desk.actor.name, target=f"page:{request.path[:_LONGEST]}", now=desk.now, every=_EVERY)
        except Exception as fault:
            refusal = database_refusal(fault)
            if refusal is None:
                raise
            return errors.refused(request, refusal)
        return response

    return through


def _restricted(request: HttpRequest, desk: Desk) -> bool:
    """A page of the table, or one about a measure that may be a State secret and is switched on."""
    match = request.resolver_match
    if match is None:
        return False
    if match.url_name in NOTED:
        return True
    measure = desk.catalogue.measures.get(match.kwargs["measure"]) if "measure" in match.kwargs else None
    return measure is not None and measure.enabled and measure.sensitivity == _RESTRICTED
