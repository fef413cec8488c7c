"""What the framework does not say of the API by itself: the problems that every operation may answer with, and CSV."""

from collections.abc import Iterator, Mapping
from typing import Any

from saovuong.api.access import ACCESS
from saovuong.api.problems import MEDIA_TYPE, TITLES, Problem
from saovuong.api.tables import MEDIA_TYPE as CSV

_ALWAYS = (400, 401, 403, 404, 422, 429, 500, 503)
_WRITING = (409, 413)
_ETAG = {"description": "Đặt vào If-None-Match lần sau: 304 nếu không có gì đổi.", "schema": {"type": "string"}}
_REF = "#/components/schemas/Problem"

Document = dict[str, Any]


def described(document: Mapping[str, Any]) -> Document:
    """The OpenAPI document with those answers."""
    told: Document = dict(document)
    told["components"]["schemas"] |= _problem_schemas()
    told["tags"] = [{"name": name} for name in dict.fromkeys(tag for _, one in _operations(told) for tag in one.get("tags", ()))]
    for method, operation in _operations(told):
        writes = operation["operationId"] in ACCESS and ACCESS[operation["operationId"]].writes
        for status in (*_ALWAYS, *(_WRITING if writes else ())):
            operation["responses"].setdefault(status, _answer(status))
        if any(parameter["name"] == "format" for parameter in operation["parameters"]):
            operation["responses"][200]["content"][CSV] = {"schema": {"type": "string"}}
        if method == "get":
            operation["responses"][200]["headers"] = {"ETag": _ETAG}
            operation["responses"][304] = {"description": "Không đổi so với bản có ETag trong If-None-Match", "headers": {"ETag": _ETAG}}
        operation["responses"] = {str(status): answer for status, answer in sorted(operation["responses"].items(), key=_number)}
    return told


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, Document]]:
    for path in document["paths"].values():
        yield from path.items()


def _number(pair: tuple[Any, Any]) -> int:
    return int(pair[0])


def _answer(status: int) -> Document:
    answer: Document = {"description": TITLES[status], "content": {MEDIA_TYPE: {"schema": {"$ref": _REF}}}}
    if status in (429, 503):
        answer["headers"] = {"Retry-After": {"description": "Số giây nên chờ.", "schema": {"type": "integer"}}}
    if status == 401:
        answer["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    return answer


def _problem_schemas() -> Document:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}
