"""Amounts, rules and reasons in Vietnamese, for screens."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from saovuong.consolidation.shapes import Node
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.numbers import format_number
from saovuong.core.quantity import MeasureKind, Modifier
from saovuong.engine.amounts import shown
from saovuong.engine.shapes import Amount, JointDeduction, Part, TimePick

_MODIFIERS = {
    Modifier.EXACT: "{}",
    Modifier.OVER: "trên {}",
    Modifier.UNDER: "gần {}",
    Modifier.ABOUT: "khoảng {}",
    Modifier.AT_LEAST: "từ {} trở lên",
    Modifier.AT_MOST: "không quá {}",
}
_PLACES = 2
COMPARATORS: Mapping[str, str] = {">=": "từ {} trở lên", "<=": "không quá {}", ">": "trên {}", "<": "dưới {}", "=": "{}"}
_OVER_TIME = {
    "tiled": "cộng các kỳ con không trùng nhau",
    "last": "số mới nhất trước cuối kỳ",
    "within": "số mới nhất trong kỳ",
    "standing": "mục tiêu nêu cho hằng năm",
}
_OVER_UNITS = {
    MeasureKind.FLOW: "Số phát sinh: cộng việc của chính đơn vị với các đơn vị trực thuộc.",
    MeasureKind.STOCK: "Số có tại một thời điểm: lấy số mới nhất đến hết kỳ của từng đơn vị rồi cộng; không cộng theo thời gian.",
    MeasureKind.RATIO: "Tỷ lệ: tính lại từ tổng tử số và mẫu số của cùng các đơn vị; đơn vị chỉ nêu phần trăm thì liệt kê, không cộng.",
    MeasureKind.RATING: "Xếp loại: đếm số đơn vị ở từng mức, không lấy trung bình.",
    MeasureKind.YES_NO: "Có hoặc không: đếm số đơn vị trả lời có.",
}


def number_text(amount: Amount) -> str:
    """``trên 500``, ``20–25``, ``98,02``: at most two decimals, half up, only here at the edge."""
    low = format_number(shown(amount.value, places=_PLACES))
    if amount.estimated:
        return f"ước {low}"
    if amount.modifier is Modifier.RANGE:
        high = amount.bounds.high
        return f"{low}–{format_number(shown(high, places=_PLACES))}" if high is not None else low
    return _MODIFIERS[amount.modifier].format(low)


def uom_text(uom: str, *, catalogue: Catalogue) -> str:
    known = catalogue.uoms.get(uom)
    return "%" if uom == "percent" else known.name_vi if known else uom


def rule_of_measure(measure: Measure, *, catalogue: Catalogue) -> tuple[str, ...]:
    if measure.kind is MeasureKind.RATIO and measure.numerator and measure.denominator:
        top, base = (catalogue.measures[code].name_vi for code in (measure.numerator, measure.denominator))
        return (_OVER_UNITS[measure.kind], f"= {top} / {base}")
    return (_OVER_UNITS[measure.kind],)


def rule_of_part(part: Part, *, kind: MeasureKind, reporter_name: str | None) -> tuple[str, ...]:
    """How a unit's value came about over time and which of its values stands above it."""
    out = [words for pick in (part.own, part.reported) if pick is not None and pick.known and (words := _over_time(pick))]
    if reporter_name is not None:
        out.append(f"đơn vị chưa tự báo cáo; lấy số do {reporter_name} báo cáo")
    if part.taken == "reported" and part.reported is not None and kind in (MeasureKind.FLOW, MeasureKind.STOCK):
        out.append("dùng tổng do đơn vị báo cáo vì chưa có số của đơn vị trực thuộc")
    return tuple(out)


def bounds_text(amount: Amount) -> str:
    """``từ 99 trở lên``, ``từ 0 đến 101``; nothing for an exact amount and where nothing bounds it."""
    low, high = amount.bounds.low, amount.bounds.high
    if amount.modifier is Modifier.EXACT or (not low and high is None):
        return ""
    return f"từ {_end(low)} trở lên" if high is None else f"từ {_end(low or Decimal(0))} đến {_end(high)}"


def former_text(node: Node) -> str:
    """How a unit of another day's tree stands in this one; nothing for a unit of this tree."""
    share = node.part.share
    if share is not None:
        whole = f" của {number_text(node.part.own.amount)}" if node.part.own is not None and node.part.own.amount is not None else ""
        low_high = (
            "" if node.part.computed is None else f", từ {_end(node.part.computed.bounds.low)} đến {_end(node.part.computed.bounds.high)}"
        )
        return f"đơn vị chia tách, ước {format_number(shown(share * 100, places=_PLACES))}%{whole} theo tỷ lệ khai{low_high}"
    if node.above:
        return "đơn vị cũ, chưa chia được cho đơn vị bên dưới"
    return "đơn vị cũ, nhập nguyên vẹn" if node.carried else ""


def _end(value: Decimal | None) -> str:
    return "không rõ" if value is None else format_number(shown(value, places=_PLACES))


def joint_text(one: JointDeduction, kept: str, dropped: Sequence[str]) -> str:
    """``trừ 2: việc chung KV1 tính một lần theo Ban CHQS thành phố (1), cũng có trong số của ...; các bên nêu từ 100 đến 120``."""
    words = f"trừ {format_number(shown(one.deducted, places=_PLACES))}: việc chung {one.key} tính một lần theo {kept}"
    words += f" ({number_text(one.kept.amount)}), cũng có trong số của {', '.join(dropped)}"
    low, high = one.bounds.low, one.bounds.high
    if one.differing and low is not None and high is not None:
        words += f"; các bên nêu từ {format_number(shown(low, places=_PLACES))} đến {format_number(shown(high, places=_PLACES))}"
    return words


def _over_time(pick: TimePick) -> str:
    """Nothing for what needs no words: the figure for just this period, a stock of its last day."""
    if pick.rule == "exact" or (pick.rule == "last" and not pick.age_days):
        return ""
    words = _OVER_TIME.get(pick.rule, pick.rule)
    if pick.share != 1:
        words += f", phủ {format_number(shown(pick.share * 100, places=0))}% số ngày của kỳ"
    if pick.age_days:
        words += f", {pick.age_days} ngày trước cuối kỳ"
    return words
