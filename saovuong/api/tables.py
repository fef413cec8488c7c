"""The same answers as CSV, for a spreadsheet: no cell of which becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query

MEDIA_TYPE = "text/csv"
Format = Annotated[Literal["json", "csv"] | None, Query(description="Bỏ trống: theo dòng Accept; JSON nếu không nói gì.")]

Cell = str | int | bool | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def wants_csv(request: HttpRequest, asked: str | None) -> bool:
    return asked == "csv" or (asked is None and request.get_preferred_type(["application/json", MEDIA_TYPE]) == MEDIA_TYPE)


def csv_response(heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, name: str) -> HttpResponse:
    """With a byte order mark, by which spreadsheets know Vietnamese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
