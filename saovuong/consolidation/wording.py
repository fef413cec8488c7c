"""Amounts, rules and reasons in words, for screens: in Vietnamese, or in the ``tongue`` that a face hands in."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from saovuong.consolidation.shapes import Node
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.numbers import format_number
from saovuong.core.quantity import MeasureKind, Modifier
from saovuong.core.tongue import VIETNAMESE, Tongue, noted
from saovuong.engine.amounts import shown
from saovuong.engine.shapes import Amount, JointDeduction, Part, TimePick

_MODIFIERS = {
    Modifier.EXACT: "{}",
    Modifier.OVER: noted("trên {}"),
    Modifier.UNDER: noted("gần {}"),
    Modifier.ABOUT: noted("khoảng {}"),
    Modifier.AT_LEAST: noted("từ {} trở lên"),
    Modifier.AT_MOST: noted("không quá {}"),
}
_PLACES = 2
COMPARATORS: Mapping[str, str] = {
    ">=": noted("từ {} trở lên"),
    "<=": noted("không quá {}"),
    ">": noted("trên {}"),
    "<": noted("dưới {}"),
    "=": "{}",
}
_OVER_TIME = {
    "tiled": noted("cộng các kỳ con không trùng nhau"),
    "last": noted("số mới nhất trước cuối kỳ"),
    "within": noted("số mới nhất trong kỳ"),
    "standing": noted("mục tiêu nêu cho hằng năm"),
}
_OVER_UNITS = {
    MeasureKind.FLOW: noted("Số phát sinh: cộng việc của chính đơn vị với các đơn vị trực thuộc."),
    MeasureKind.STOCK: noted("Số có tại một thời điểm: lấy số mới nhất đến hết kỳ của từng đơn vị rồi cộng; không cộng theo thời gian."),
    MeasureKind.RATIO: noted(
        "Tỷ lệ: tính lại từ tổng tử số và mẫu số của cùng các đơn vị; đơn vị chỉ nêu phần trăm thì liệt kê, không cộng."
    ),
    MeasureKind.RATING: noted("Xếp loại: đếm số đơn vị ở từng mức, không lấy trung bình."),
    MeasureKind.YES_NO: noted("Có hoặc không: đếm số đơn vị trả lời có."),
}


def number_text(amount: Amount, *, tongue: Tongue = VIETNAMESE) -> str:
    """``trên 500``, ``20–25``, ``98,02``: at most two decimals, half up, only here at the edge."""
    low = format_number(shown(amount.value, places=_PLACES))
    if amount.estimated:
        return tongue.say("ước {}").format(low)
    if amount.modifier is Modifier.RANGE:
        high = amount.bounds.high
        return f"{low}–{format_number(shown(high, places=_PLACES))}" if high is not None else low
    return tongue.say(_MODIFIERS[amount.modifier]).format(low)


def uom_text(uom: str, value: Decimal, *, catalogue: Catalogue, tongue: Tongue = VIETNAMESE) -> str:
    """What stands behind a number in that unit of measure."""
    known = catalogue.uoms.get(uom)
    return "%" if uom == "percent" else tongue.uom(known, value) if known else uom


def rule_of_measure(measure: Measure, *, catalogue: Catalogue, tongue: Tongue = VIETNAMESE) -> tuple[str, ...]:
    words = tongue.say(_OVER_UNITS[measure.kind])
    if measure.kind is MeasureKind.RATIO and measure.numerator and measure.denominator:
        top, base = (tongue.name(catalogue.measures[code]) for code in (measure.numerator, measure.denominator))
        return (words, f"= {top} / {base}")
    return (words,)


def rule_of_part(part: Part, *, kind: MeasureKind, reporter_name: str | None, tongue: Tongue = VIETNAMESE) -> tuple[str, ...]:
    """How a unit's value came about over time and which of its values stands above it."""
    out = [words for pick in (part.own, part.reported) if pick is not None and pick.known and (words := _over_time(pick, tongue))]
    if reporter_name is not None:
        out.append(tongue.say("đơn vị chưa tự báo cáo; lấy số do {reporter} báo cáo").format(reporter=reporter_name))
    if part.taken == "reported" and part.reported is not None and kind in (MeasureKind.FLOW, MeasureKind.STOCK):
        out.append(tongue.say("dùng tổng do đơn vị báo cáo vì chưa có số của đơn vị trực thuộc"))
    return tuple(out)


def bounds_text(amount: Amount, *, tongue: Tongue = VIETNAMESE) -> str:
    """``từ 99 trở lên``, ``từ 0 đến 101``; nothing for an exact amount and where nothing bounds it."""
    low, high = amount.bounds.low, amount.bounds.high
    if amount.modifier is Modifier.EXACT or (not low and high is None):
        return ""
    if high is None:
        return tongue.say("từ {} trở lên").format(_end(low, tongue))
    return tongue.say("từ {low} đến {high}").format(low=_end(low or Decimal(0), tongue), high=_end(high, tongue))


def former_text(node: Node, *, tongue: Tongue = VIETNAMESE) -> str:
    """How a unit of another day's tree stands in this one; nothing for a unit of this tree."""
    share = node.part.share
    if share is not None:
        percent = format_number(shown(share * 100, places=_PLACES))
        own, computed = node.part.own, node.part.computed
        if own is not None and own.amount is not None:
            words = tongue.say("đơn vị chia tách, ước {percent}% của {whole} theo tỷ lệ khai")
            text = words.format(percent=percent, whole=number_text(own.amount, tongue=tongue))
        else:
            text = tongue.say("đơn vị chia tách, ước {percent}% theo tỷ lệ khai").format(percent=percent)
        if computed is None:
            return text
        between = tongue.say("từ {low} đến {high}").format(low=_end(computed.bounds.low, tongue), high=_end(computed.bounds.high, tongue))
        return f"{text}, {between}"
    if node.above:
        return tongue.say("đơn vị cũ, chưa chia được cho đơn vị bên dưới")
    return tongue.say("đơn vị cũ, nhập nguyên vẹn") if node.carried else ""


def _end(value: Decimal | None, tongue: Tongue) -> str:
    return tongue.say("không rõ") if value is None else format_number(shown(value, places=_PLACES))


def joint_text(one: JointDeduction, kept: str, dropped: Sequence[str], *, tongue: Tongue = VIETNAMESE) -> str:
    """``trừ 2: việc chung KV1 tính một lần theo Ban CHQS thành phố (1), cũng có trong số của ...; các bên nêu từ 100 đến 120``."""
    words = tongue.say("trừ {deducted}: việc chung {key} tính một lần theo {kept} ({amount}), cũng có trong số của {dropped}").format(
        deducted=format_number(shown(one.deducted, places=_PLACES)),
        key=one.key,
        kept=kept,
        amount=number_text(one.kept.amount, tongue=tongue),
        dropped=", ".join(dropped),
    )
    low, high = one.bounds.low, one.bounds.high
    if one.differing and low is not None and high is not None:
        told = tongue.say("; các bên nêu từ {low} đến {high}")
        words += told.format(low=format_number(shown(low, places=_PLACES)), high=format_number(shown(high, places=_PLACES)))
    return words


def _over_time(pick: TimePick, tongue: Tongue) -> str:
    """Nothing for what needs no words: the figure for just this period, a stock of its last day."""
    if pick.rule == "exact" or (pick.rule == "last" and not pick.age_days):
        return ""
    words = tongue.say(_OVER_TIME.get(pick.rule, pick.rule))
    if pick.share != 1:
        words += tongue.say(", phủ {percent}% số ngày của kỳ").format(percent=format_number(shown(pick.share * 100, places=0)))
    if pick.age_days:
        words += tongue.say(", {days} ngày trước cuối kỳ").format(days=pick.age_days)
    return words
