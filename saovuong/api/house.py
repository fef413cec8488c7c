"""All operations together, each behind its door, and their description."""

import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI, Router
from ninja.operation import PathView
from ninja.renderers import JSONRenderer
from ninja.router import BoundRouter

from saovuong import __version__
from saovuong.api import problems
from saovuong.api.describing import described
from saovuong.api.door import AccessToken
from saovuong.api.operations import explanations, facts, handing_in, measures, own, reviewing, standing, submissions, totals, units

PREFIX = "/api/v1/"
# These two add to the router of submissions.
_MORE = (handing_in, reviewing)
ROUTERS: tuple[tuple[str, Router], ...] = (
    ("Tài khoản", own.router),
    ("Đơn vị", units.router),
    ("Chỉ tiêu", measures.router),
    ("Số liệu", facts.router),
    ("Tổng hợp", totals.router),
    ("Tổng hợp", explanations.router),
    ("Tổng hợp", standing.router),
    # One address takes all its methods from one router.
    ("Hồ sơ", submissions.router),
)


class Letters(JSONRenderer):
    """Vietnamese as it is written, not as escapes."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class House(NinjaAPI):
    """Every operation gets the door of its name, whatever it asked for itself: none can be left open by mistake."""

    def _get_bound_routers(self) -> list[BoundRouter]:
        fresh = self._bound_routers_cache is None
        routers = super()._get_bound_routers()
        for view in (view for router in routers for view in router.path_operations.values()) if fresh else ():
            view._not_allowed = partial(_not_allowed, view)  # type: ignore[method-assign]
            for operation in view.operations:
                operation.operation_id = operation.view_func.__name__
                operation.auth_callbacks = [AccessToken(operation.operation_id)]
                if operation.methods == ["GET"]:
                    operation.run = partial(_unless_known, operation.run)  # type: ignore[method-assign]
        return routers

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        return [one for router in self._get_bound_routers() for one in router.urls_paths(router.prefix)]

    def set_default_exception_handlers(self) -> None:
        for kind, handler in problems.HANDLERS.items():
            self.add_exception_handler(kind, handler)


def _unless_known(run: Callable[..., HttpResponseBase], request: HttpRequest, **names: object) -> HttpResponseBase:
    """304 where the caller holds the very same answer already: nothing is sent again."""
    response = run(request, **names)
    if not isinstance(response, HttpResponse) or response.status_code != 200:
        return response
    tag = f'"{sha256(response.content).hexdigest()[:20]}"'
    kept = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers=kept)
    for name, value in kept.items():
        response[name] = value
    return response


def _not_allowed(view: PathView) -> HttpResponse:
    methods = sorted({method for operation in view.operations for method in operation.methods})
    response = problems.problem(405, f"Địa chỉ này chỉ nhận: {', '.join(methods)}.")
    response["Allow"] = ", ".join(methods)
    return response


api = House(
    title="Sao Vuông",
    version=__version__,
    description=(
        "Số liệu công tác quốc phòng, quân sự địa phương. Số là chuỗi thập phân chính xác; null là chưa biết, khác với “0”. "
        "Kỳ là khoảng ngày nửa mở: end không thuộc kỳ. Cách lấy mã truy cập và ví dụ: docs/api.md."
    ),
    urls_namespace="api:v1",
    docs_url=None,
    openapi_url=None,
    renderer=Letters(),
)
for tag, router in ROUTERS:
    api.add_router("", router, tags=[tag])


def operation_names() -> frozenset[str]:
    """The name of every operation that can be called."""
    views = [view for router in api._get_bound_routers() for view in router.path_operations.values()]
    return frozenset(operation.operation_id or "" for view in views for operation in view.operations)


@cache
def description() -> tuple[bytes, str]:
    """The OpenAPI document and its ETag."""
    told = json.dumps(described(api.get_openapi_schema(path_prefix=PREFIX)), ensure_ascii=False, indent=1).encode()
    return told, f'"{sha256(told).hexdigest()[:20]}"'
