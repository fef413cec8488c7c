"""Long lists page by page: a page ends with a cursor that names its last row, so that rows added meanwhile shift nothing."""

import base64
import binascii
from typing import Annotated, Generic, TypeVar

from ninja import Query
from pydantic import BaseModel, ConfigDict, Field

from saovuong.api.typed import Whole
from saovuong.core.errors import Refusal

MOST = 200
USUAL = 50

Limit = Annotated[Whole, Query(USUAL, ge=1, le=MOST, description="Số dòng của một trang.")]
Cursor = Annotated[
    str | None,
    Query(max_length=400, pattern=r"^[A-Za-z0-9_-]+$", description="Trang tiếp theo: giá trị “next” của trang trước. Bỏ trống: trang đầu."),
]

_Row = TypeVar("_Row")


class BadCursor(Refusal):
    code = "SV-379"
    template = "Dấu trang “{cursor}” không phải của danh sách này. Dùng đúng giá trị “next” của trang trước, hoặc bỏ trống để xem từ đầu."


class Page(BaseModel, Generic[_Row]):
    model_config = ConfigDict(extra="forbid")

    items: list[_Row]
    next: str | None = Field(description="Dấu của trang tiếp theo; null: hết.")


def cursor_for(of: str, last: object) -> str:
    """``of`` names the list, so that a cursor of one is not taken for another's."""
    return base64.urlsafe_b64encode(f"{of}:{last}".encode()).decode().rstrip("=")


def last_of(cursor: str | None, of: str) -> str | None:
    """The key of the row after which to go on; None from the start. Raises :class:`BadCursor`."""
    if cursor is None:
        return None
    try:
        told = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        raise BadCursor(cursor=cursor) from None
    name, _, key = told.partition(":")
    if name != of or not key:
        raise BadCursor(cursor=cursor)
    return key


def last_number(cursor: str | None, of: str) -> int | None:
    """As :func:`last_of`, where rows are known by number. Raises :class:`BadCursor`."""
    key = last_of(cursor, of)
    if key is None:
        return None
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise BadCursor(cursor=cursor)
    return int(key)
