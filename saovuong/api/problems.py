"""What does not work out, as RFC 9457 tells it: ``application/problem+json``, with a sentence the person behind the program can act on."""

import json
import traceback
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError
from pydantic import BaseModel, ConfigDict, Field

from saovuong import __version__
from saovuong.api import misses
from saovuong.api.desk import data_folder
from saovuong.core.errors import Refusal
from saovuong.ledger.rules import FactsRefused
from saovuong.setup import FAULT_LOG
from saovuong.setup.address import hidden
from saovuong.setup.faults import database_refusal
from saovuong.setup.refusals import status_of, without_commands, words_for

MEDIA_TYPE = "application/problem+json"

TITLES: Mapping[int, str] = {
    400: "Yêu cầu không đúng dạng",
    401: "Chưa có mã truy cập",
    403: "Không có quyền",
    404: "Không có",
    405: "Cách gọi không dùng được ở địa chỉ này",
    409: "Không hợp với trạng thái lúc này",
    413: "Nội dung gửi lên quá lớn",
    422: "Không thực hiện được",
    429: "Thử sai quá nhiều lần",
    500: "Chương trình gặp lỗi",
    503: "Tạm thời chưa phục vụ được",
}

# Beside setup/refusals.py: what a program should tell apart, where a page just says the sentence.
_STATUS: Mapping[str, int] = {
    "SV-374": 401,  # no right token
    "SV-375": 429,  # too many wrong ones
    "SV-376": 403,  # not with this token
    "SV-377": 400,  # not of the shape that the description asks for
    "SV-659": 409,  # the key of another request
    "SV-403": 404,  # no such measure
    "SV-503": 409,  # the submission is in another state
    "SV-504": 409,  # there is a newer version
    "SV-516": 409,  # the unit has an open submission for the period
    "SV-551": 409,  # the figure was corrected or withdrawn
    "SV-550": 404,  # no such figure
    "SV-963": 503,  # the database does not answer
    "SV-970": 503,  # or is busy
    "SV-971": 503,  # or full
    "SV-972": 503,  # or not to be written
    "SV-973": 503,  # or damaged
}
_WORDS: Mapping[str, str] = {
    "SV-503": "Hồ sơ số {submission_id} đang ở trạng thái “{state}” nên không {act} được.",
    "SV-512": "Có nhiều biểu cho “{unit}” với kỳ “{period}”: {known}. Ghi rõ mục “form”.",
    "SV-517": "Hồ sơ số {submission_id} chưa có số liệu nào nên chưa nộp được.",
}

_TYPES: Mapping[str, str] = {
    "missing": "thiếu",
    "extra_forbidden": "không có mục này",
    "json_invalid": "không đọc được JSON",
    "string_pattern_mismatch": "không đúng mẫu {pattern}",
    "string_too_long": "dài quá {max_length} ký tự",
    "string_too_short": "ngắn hơn {min_length} ký tự",
    "too_long": "nhiều hơn {max_length} mục",
    "too_short": "ít hơn {min_length} mục",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than_equal": "phải không quá {le}",
    "literal_error": "phải là một trong: {expected}",
    "enum": "phải là một trong: {expected}",
}


class Fault(BaseModel):
    """One thing that is wrong: where it stands in the request, and what is wrong with it."""

    model_config = ConfigDict(extra="forbid")

    place: str = Field(description="Chỗ sai: body.figures.0.value, query.limit, “số liệu 3 (...)”.")
    code: str = Field(description="Mã lỗi.")
    detail: str = Field(description="Câu tiếng Việt.")


class Problem(BaseModel):
    """RFC 9457. ``code`` is the program's own, the same as on the screens and the command line."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="Địa chỉ gọi tên loại lỗi; about:blank khi mã trạng thái đã nói đủ.")
    title: str
    status: int
    detail: str = Field(description="Câu tiếng Việt nói rõ chuyện gì và làm gì tiếp.")
    code: str | None = Field(description="Mã lỗi SV-nnn.")
    errors: list[Fault] = Field(description="Từng chỗ sai, khi có nhiều.")


class MalformedRequest(Refusal):
    code = "SV-377"
    template = "Yêu cầu không đúng dạng mà mô tả API nêu: {places}"


def problem(status: int, detail: str, *, code: str | None = None, errors: Sequence[Fault] = ()) -> HttpResponse:
    told = Problem(
        type=f"urn:saovuong:{code}" if code else "about:blank",
        title=TITLES[status],
        status=status,
        detail=detail,
        code=code,
        errors=list(errors),
    )
    response = HttpResponse(json.dumps(told.model_dump(), ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="saovuong"'
    if status == 429:
        response["Retry-After"] = str(misses.MINUTES * 60)
    if status == 503:
        response["Retry-After"] = "5"
    return response


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    status = _STATUS.get(refusal.code) or status_of(refusal, otherwise=422)
    faults: list[Fault] = []
    if isinstance(refusal, FactsRefused):
        faults = [Fault(place=one.place, code=one.code, detail=one.reason) for one in refusal.problems]
    return problem(status, without_commands(words_for(refusal, own=_WORDS)), code=refusal.code, errors=faults)


def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [_fault(one) for one in error.errors]
    refusal = MalformedRequest(places="; ".join(f"{one.place}: {one.detail}" for one in faults[:5]))
    return problem(400, refusal.message, code=refusal.code, errors=faults)


def _fault(error: Mapping[str, Any]) -> Fault:
    words = _TYPES.get(error["type"], "không hợp lệ")
    return Fault(place=".".join(str(part) for part in error["loc"]), code=error["type"], detail=words.format(**error.get("ctx", {})))


def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses by itself: a body that is no JSON."""
    if error.status_code == 400:
        refusal = MalformedRequest(places="body: không đọc được JSON")
        return problem(400, refusal.message, code=refusal.code)
    status = error.status_code if error.status_code in TITLES else 422
    return problem(status, TITLES[status])


def not_found(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    return problem(404, "Không có địa chỉ này, hoặc nội dung nằm ngoài phạm vi của tài khoản.")


def too_large(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    return problem(413, "Nội dung gửi lên quá lớn nên không nhận. Chia thành nhiều lần gửi.")


def fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """A database that does not answer is said; the rest is a fault of the program, kept for whoever mends it."""
    refusal = database_refusal(error)
    if refusal is not None:
        return refused(request, refusal)
    told = hidden("".join(traceback.format_exception(error)))
    try:
        with (data_folder() / FAULT_LOG).open("a", encoding="utf-8") as log:
            log.write(f"--- {datetime.now(UTC):%Y-%m-%d %H:%M:%S} saovuong {__version__} {request.method} {request.path}\n{told}")
    except OSError:
        told = ""
    kept = f" Chi tiết ghi ở tệp {FAULT_LOG} trong thư mục dữ liệu." if told else ""
    return problem(500, f"Lỗi ngoài dự kiến; chưa có gì bị thay đổi.{kept}", code="SV-999")


HANDLERS: Mapping[type[Exception], Any] = {
    Exception: fault,
    Refusal: refused,
    ValidationError: malformed,
    HttpError: http_error,
    Http404: not_found,
    RequestDataTooBig: too_large,
}
