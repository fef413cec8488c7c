"""A figure in words for a person on any screen, and what a person types as a figure."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from saovuong.core.errors import Refusal
from saovuong.core.numbers import format_number, parse_number
from saovuong.core.period import YEARLY
from saovuong.core.quantity import MeasureKind, Modifier, Role, Scope
from saovuong.core.text import search_key, tone_normal, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saovuong.core.catalogue import Catalogue, Measure
    from saovuong.intake.shapes import Figure
    from saovuong.ledger.shapes import Evidence, FactRow

ROLE_NAMES = {Role.RESULT: "kết quả", Role.TARGET: "mục tiêu", Role.CONTEXT: "bối cảnh"}
SCOPE_NAMES = {Scope.OWN: "riêng đơn vị", Scope.TOTAL: "toàn địa bàn"}
STATE_NAMES = {"draft": "nháp", "submitted": "chờ duyệt", "returned": "bị trả lại", "accepted": "đã duyệt"}
FINALITY_NAMES = {"provisional": "tạm tính", "final": "chính thức"}
FIGURE_STATES = {
    "proposed": "chờ người xem",
    "confirmed": "đã xác nhận",
    "corrected": "đã sửa",
    "rejected": "đã loại",
    "repeated": "nhắc lại",
}
_BEFORE = {
    Modifier.EXACT: "",
    Modifier.OVER: "trên ",
    Modifier.UNDER: "gần ",
    Modifier.ABOUT: "khoảng ",
    Modifier.AT_LEAST: "ít nhất ",
    Modifier.AT_MOST: "không quá ",
    Modifier.RANGE: "từ ",
}
_TYPED = {
    "tren": Modifier.OVER,
    "hon": Modifier.OVER,
    "gan": Modifier.UNDER,
    "khoang": Modifier.ABOUT,
    "it nhat": Modifier.AT_LEAST,
    "tu": Modifier.AT_LEAST,
    "khong qua": Modifier.AT_MOST,
    "toi da": Modifier.AT_MOST,
}
_RANGE = re.compile(r"(?:từ\s+)?([\d.,]+)\s*(?:-|–|đến)\s*([\d.,]+)\Z")
_YES, _NO = {"co", "c", "dung", "yes"}, {"khong", "k", "no"}


class BadValue(Refusal):
    code = "SV-617"
    template = "Giá trị “{text}” không dùng được cho chỉ tiêu “{measure}”: {hint}."


def value_text(figure: "Figure | FactRow", catalogue: "Catalogue") -> str:
    """``trên 3.277 người``, ``khá``, ``có``, ``không nêu số``."""
    if figure.flag is not None:
        return "có" if figure.flag else "không"
    if figure.rating is not None:
        return {Modifier.AT_LEAST: f"{figure.rating} trở lên"}.get(figure.modifier, figure.rating)
    if figure.value is None:
        return "không nêu số" if figure.unquantified else "?"
    text = _BEFORE[figure.modifier] + format_number(figure.value)
    if figure.high is not None:
        text += f" đến {format_number(figure.high)}"
    uom = catalogue.uoms.get(figure.uom or "")
    if figure.uom == "percent":
        return f"{text}%"
    return f"{text} {uom.name_vi}" if uom else text


def period_text(label: str) -> str:
    return "hằng năm" if label == YEARLY else label


@dataclass(frozen=True, slots=True)
class TypedValue:
    value: Decimal | None = None
    high: Decimal | None = None
    rating: str | None = None
    flag: bool | None = None
    modifier: Modifier = Modifier.EXACT


def parse_value(text: str, *, measure: "Measure", catalogue: "Catalogue") -> TypedValue:
    """What a person types for a measure: ``3.277``, ``trên 500``, ``10 - 12``, a level of the scale, ``có``. Raises :class:`BadValue`."""
    key = search_key(text)
    if measure.kind is MeasureKind.YES_NO:
        if key in _YES | _NO:
            return TypedValue(flag=key in _YES)
        raise BadValue(text=text, measure=measure.name_vi, hint="gõ có hoặc không")
    if measure.kind is MeasureKind.RATING:
        scale = catalogue.scale_of(measure)
        names = {search_key(name): level for name, level in [*scale.aliases.items(), *((level, level) for level in scale.levels)]}
        at_least = key.endswith(" tro len")
        level = names.get(key.removesuffix(" tro len"))
        if level is None:
            raise BadValue(text=text, measure=measure.name_vi, hint=f"chọn một mức: {', '.join(scale.levels)}")
        return TypedValue(rating=level, modifier=Modifier.AT_LEAST if at_least else Modifier.EXACT)
    return _number(text.strip().removesuffix("%").strip(), measure)


def _number(text: str, measure: "Measure") -> TypedValue:
    both = _RANGE.match(text)
    if both:
        low, high = parse_number(both[1]), parse_number(both[2])
        if low is not None and high is not None and low <= high:
            return TypedValue(value=low, high=high, modifier=Modifier.RANGE)
    before, _, last = text.rpartition(" ")
    modifier = _TYPED.get(search_key(before)) if before else Modifier.EXACT
    number = parse_number(last)
    if number is None or modifier is None:
        raise BadValue(text=text, measure=measure.name_vi, hint="gõ số như 3.277 hoặc 2,14; có thể thêm trên, gần, khoảng; hoặc 10 - 12")
    return TypedValue(value=number, modifier=modifier)


def measures_matching(text: str, catalogue: "Catalogue", *, limit: int = 8, everything: bool = False) -> "list[Measure]":
    """Measures that are switched on whose name, code or phrases have a word beginning with each of these, without regard to diacritics, or
    whose name each abbreviates; with ``everything`` those switched off too, and their English names.

    First those whose name has the very words as typed (*quà* before *kết quả*), then the words without diacritics, then words beginning so;
    the shorter names before the longer."""
    literal = words(tone_normal(text))
    typed = search_key(text.replace("_", " ")).split()
    found = []
    for measure in catalogue.measures.values():
        name = search_key(measure.name_vi).split()
        rest = measure.code.split("_") + [word for phrase in measure.phrases for word in search_key(phrase).split()]
        rest += search_key(measure.name_en).split() if everything else []
        initials = "".join(word[0] for word in name)
        wanted = typed and (measure.enabled or everything)
        if not (wanted and all(_begins(word, [*name, *rest]) or _abbreviates(word, initials) for word in typed)):
            continue
        whole = sum(word in name for word in typed)
        begun = sum(_begins(word, name) for word in typed)
        said = words(tone_normal(measure.name_vi))
        literally = sum(word in said for word in literal)
        found.append((measure.code != text.strip(), -literally, -whole, -begun, len(name), measure.code, measure))
    return [row[-1] for row in sorted(found, key=lambda row: row[:-1])][:limit]


def _abbreviates(word: str, initials: str) -> bool:
    """``dqtv`` stands for *dân quân tự vệ*."""
    return len(word) > 2 and word in initials


def _begins(word: str, others: "Iterable[str]") -> bool:
    return any(one.startswith(word) for one in others)


def marked_quote(evidence: "Evidence") -> tuple[str, str, str]:
    """The quote before the number, the number, and the quote after it; all on one line."""
    if evidence.figure_start is None or evidence.figure_end is None or evidence.start is None:
        return evidence.quote, "", ""
    first, last = evidence.figure_start - evidence.start, evidence.figure_end - evidence.start
    parts = evidence.quote[:first], evidence.quote[first:last], evidence.quote[last:]
    before, number, after = (re.sub(r"\s+", " ", part) for part in parts)
    return before, number, after
