"""Every address under ``/api/``. What is no operation answers in the same manner."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from saovuong.accounts.queries import actor_of, roles_of
from saovuong.api import problems
from saovuong.api.door import TokenRefused, desk_for
from saovuong.api.house import api, description
from saovuong.core.errors import Refusal
from saovuong.ledger.access import READS, day_of
from saovuong.setup.clock import clock

app_name = "api"


@csrf_exempt
def openapi(request: HttpRequest) -> HttpResponse:
    """The description. The one address here that a signed-in browser may read too: the page ``/api/docs`` shows it. It holds no figures."""
    if request.method not in ("GET", "HEAD"):
        response = problems.problem(405, "Địa chỉ này chỉ nhận: GET, HEAD.")
        response["Allow"] = "GET, HEAD"
        return response
    if not _may_read(request):
        return problems.refused(request, TokenRefused())
    told, tag = description()
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    return HttpResponse(told, content_type="application/json; charset=utf-8", headers={"ETag": tag, "Cache-Control": "private, no-cache"})


def _may_read(request: HttpRequest) -> bool:
    actor, now = actor_of(request.user), clock()
    if actor is None:
        try:
            actor = desk_for(request, request.headers.get("Authorization", "").partition(" ")[2].strip()).actor
        except Refusal:
            return False
    return any(grant.role in READS for grant in roles_of(actor=actor, on=day_of(now)))


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    return problems.not_found(request)


urlpatterns = [path("openapi.json", openapi, name="openapi"), path("v1/", api.urls), re_path("", nowhere, name="nowhere")]
