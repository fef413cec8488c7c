"""How ``saovuong read --explain`` shows one figure taken apart."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from saovuong.reader.explaining import Explanation, Part, Standing

_SHOWN = 8
_SPACE = re.compile(r"\s+")
_ROLES = {"result": "kết quả", "target": "chỉ tiêu giao", "context": "số nền"}


def show(found: "Explanation", *, number: int, value: str, out: Console) -> None:
    """``value`` is the figure's value as tables show it."""
    for line in _lines(found, number, value):
        out.print(line, soft_wrap=True)


def _lines(found: "Explanation", number: int, value: str) -> Iterator[str]:
    one = found.candidate
    named = f"{one.measure_name} ({one.measure})" if one.measure else f"chưa hiểu: {found.first}"
    yield f"[bold]{number}. {escape(named)}[/bold]"
    before, quote, after = (_SPACE.sub(" ", part) for part in (found.before, one.quote, found.after))
    yield f"   {escape(before.lstrip())}[bold reverse]{escape(quote)}[/bold reverse]{escape(after.rstrip())}"
    if found.headings:
        yield escape(f"   dưới đề mục: {' > '.join(found.headings)}")
    yield f"   ký tự {one.start} đến {one.end}"
    yield from _told(f"Giá trị: {value}", found.value)
    yield from _told(f"Kỳ: {one.period or 'chưa rõ'}", (found.period,))
    yield from _told(f"Vai trò: {_ROLES[one.role.value]}", found.role)
    yield from _told(f"Đơn vị: {one.organisation or 'chưa rõ'}", (found.unit,))
    if found.chosen is None:
        yield escape(f"Không tìm chỉ tiêu: {found.first}")
        return
    yield escape(f"Chỉ tiêu: {_title(found.chosen)}, điểm {_number(found.chosen.score)}, tin cậy {_number(one.confidence)}")
    yield from _parts(found.chosen.parts[:_SHOWN])
    hidden = found.chosen.parts[_SHOWN:]
    if hidden:
        yield f"   {_signed(sum(part.weight for part in hidden))}  {len(hidden)} dấu hiệu nhỏ khác"
    if found.rivals:
        yield "Đứng sau:"
    for place, rival in enumerate(found.rivals, start=2):
        lost = f"kém {_number(rival.behind)}" if rival.behind >= 0 else f"hơn {_number(-rival.behind)}"
        yield escape(f"{place}. {_title(rival)}, điểm {_number(rival.score)}, tin cậy {_number(rival.share)}: {lost}, nhiều nhất ở")
        yield from _parts(rival.because)


def _told(head: str, reasons: Iterable[str]) -> Iterator[str]:
    yield escape(head)
    for reason in reasons:
        yield escape(f"   - {reason}")


def _parts(parts: "Iterable[Part]") -> Iterator[str]:
    for part in parts:
        yield escape(f"   {_signed(part.weight)}  {part.words}")


def _title(one: "Standing") -> str:
    return f"{one.name} ({one.measure})" if one.measure else one.name


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace(".", ",")


def row(found: "Explanation", *, number: int) -> dict[str, object]:
    """The same as one JSON object: the figure's row as ``read --json`` prints it, and what lies behind it."""
    from saovuong.reader.rows import row_of

    return {
        "number": number,
        **row_of(found.candidate),
        "explanation": {
            "before": found.before,
            "after": found.after,
            "headings": list(found.headings),
            "value": list(found.value),
            "period": found.period,
            "role": list(found.role),
            "unit": found.unit,
            "chosen": _standing_row(found.chosen) if found.chosen else None,
            "rivals": [_standing_row(rival) for rival in found.rivals],
        },
    }


def _standing_row(one: "Standing") -> dict[str, object]:
    return {
        "measure": one.measure,
        "name": one.name,
        "score": round(one.score, 4),
        "share": round(one.share, 4),
        "behind": round(one.behind, 4),
        "parts": [_part_row(part) for part in one.parts],
        "because": [_part_row(part) for part in one.because],
    }


def _part_row(part: "Part") -> dict[str, object]:
    return {"words": part.words, "weight": round(part.weight, 4)}
