"""The kept examples as rows that another office can read, and as what the reader learns from."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from saovuong.core.errors import Refusal
from saovuong.intake.figures import figure_from_json, figure_to_json
from saovuong.intake.models import DECISIONS, UNDONE
from saovuong.intake.shapes import ExampleInfo
from saovuong.reader.learning_shapes import Example as Lesson

ROW_KEYS = (
    "key", "document_sha256", "text_sha256", "start", "end", "text", "text_start", "text_end", "decision", "read", "right", "by", "at",
    "reader_version", "pack_version", "taught_sha256", "origin",
)  # fmt: skip


class BadExample(Refusal):
    code = "SV-651"
    template = "Dòng {line} của tệp ví dụ không dùng được: {reason}. Không nhập dòng nào."


def example_row(one: ExampleInfo) -> dict[str, object]:
    """The example as a row of :data:`ROW_KEYS`, which :func:`parsed_rows` reads."""
    row = {key: getattr(one, key) for key in ROW_KEYS}
    figures = {key: figure_to_json(row[key]) if row[key] is not None else None for key in ("read", "right")}
    return {**row, **figures, "at": one.at.isoformat()}


def lessons(examples: Iterable[ExampleInfo]) -> list[Lesson]:
    """The examples as the reader learns from them."""
    return [
        Lesson(
            key=one.key,
            text=one.text,
            start=one.text_start,
            end=one.text_end,
            decision=one.decision,
            read=one.read.measure if one.read else None,
            right=one.right.measure if one.right else None,
            told=", ".join(part for part in (one.by, f"{one.at:%d/%m/%Y}", one.origin) if part),
        )
        for one in examples
    ]


def parsed_rows(lines: Iterable[str]) -> Iterator[dict[str, object]]:
    """The rows of an example file as :data:`ROW_KEYS`. Raises :class:`BadExample` for the first line that is none."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            raise BadExample(line=number, reason="không phải JSON") from None
        if not isinstance(row, dict):
            raise BadExample(line=number, reason="không phải một đối tượng JSON")
        wrong = _wrong(row)
        if wrong:
            raise BadExample(line=number, reason=wrong)
        yield {**{key: row[key] for key in ROW_KEYS}, "at": datetime.fromisoformat(str(row["at"]))}


_HASHES = ("key", "document_sha256", "text_sha256")
_WORDS = ("text", "by", "reader_version", "pack_version", "taught_sha256", "origin", "at")
_LENGTHS = {"by": 150, "reader_version": 40, "pack_version": 80, "taught_sha256": 64, "origin": 120}


def _wrong(row: Mapping[str, object]) -> str:
    """What is wrong with a row in a few words; '' for a good one."""
    missing = [key for key in ROW_KEYS if key not in row]
    if missing:
        return f"thiếu {', '.join(missing)}"
    for key in _HASHES:
        value = row[key]
        if not isinstance(value, str) or len(value) != 64 or not set(value) <= set("0123456789abcdef"):
            return f"{key} không phải mã SHA-256"
    for key in _WORDS:
        value = row[key]
        if not isinstance(value, str) or len(value) > _LENGTHS.get(key, len(value)) or "\x00" in value:
            return f"{key} không phải chữ, hoặc quá dài"
    if row["decision"] not in DECISIONS or row["decision"] == UNDONE:
        return "decision không thuộc các loại quyết định"
    return _wrong_spans(row) or _wrong_moment(str(row["at"])) or _wrong_figure(row["read"]) or _wrong_figure(row["right"])


def _wrong_spans(row: Mapping[str, object]) -> str:
    spans = [row[key] for key in ("start", "end", "text_start", "text_end")]
    if not all(isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31 for value in spans):
        return "vị trí phải là số nguyên không âm"
    start, end, first, last = (int(str(value)) for value in spans)
    return "" if start < end and first < last <= len(str(row["text"])) else "vị trí của số nằm ngoài đoạn văn"


def _wrong_moment(text: str) -> str:
    try:
        return "" if datetime.fromisoformat(text).tzinfo else "at thiếu múi giờ"
    except ValueError:
        return "at không phải thời điểm"


def _wrong_figure(stored: object) -> str:
    if stored is None:
        return ""
    try:
        figure = figure_from_json(stored)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return "read hoặc right không phải một số liệu"
    return "" if figure.measure is None or isinstance(figure.measure, str) else "measure không phải mã chỉ tiêu"
