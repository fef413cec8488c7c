"""What was consolidated, in Vietnamese sentences and cells for any screen."""

from collections.abc import Iterator, Sequence

from saovuong.consolidation.shapes import Place, Source, TotalsView
from saovuong.consolidation.wording import COMPARATORS, number_text, uom_text
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.numbers import format_number
from saovuong.core.quantity import Role
from saovuong.engine.amounts import shown
from saovuong.engine.shapes import Amount, Attainment, Coverage, Reconciliation, Total

_NAMED = 2
_QUOTED = 160


def value_cell(total: Total, catalogue: Catalogue) -> str:
    """What is known of a total, in one cell."""
    measure = catalogue.measures[total.measure]
    if total.ratings is not None:
        spread = ", ".join(f"{count} {level.partition(' (')[0]}" for level, count in total.ratings.counts.items() if count)
        own = total.ratings.above.get(total.unit)
        return "; ".join(
            text for text in (own.partition(" (")[0] if own else "", f"trực thuộc: {spread}" if own and spread else spread) if text
        )
    if total.yes_no is not None:
        own_flag = total.yes_no.above.get(total.unit)
        own = "" if own_flag is None else "có" if own_flag else "không"
        below = f"{total.yes_no.yes}/{total.yes_no.answered} có" if total.yes_no.answered else ""
        return "; ".join(text for text in (own, below) if text)
    if total.amount is not None:
        text = amount_text(total.amount, measure, catalogue)
        return f"{text} (tự báo cáo)" if total.part is not None and total.part.taken == "reported" and total.role is Role.RESULT else text
    if total.listed:
        values = [one.amount.value for one in total.listed]
        low, high = (format_number(shown(value, places=2)) for value in (min(values), max(values)))
        return f"chỉ có tỷ lệ của {len(values)} đơn vị: {low}–{high}%" if low != high else f"chỉ có tỷ lệ của {len(values)} đơn vị: {low}%"
    return "chưa biết"


def amount_text(amount: Amount, measure: Measure, catalogue: Catalogue) -> str:
    uom = uom_text(measure.uom, catalogue=catalogue)
    return number_text(amount) + (uom if uom == "%" else f" {uom}")


def coverage_text(coverage: Coverage, place: Place) -> str:
    """``7/8 (thiếu: Xã Nông Thượng)``."""
    text = f"{coverage.heard}/{coverage.expected}"
    return f"{text} (thiếu: {names_text(coverage.missing, place, most=_NAMED)})" if coverage.missing else text


def attainment_text(one: Attainment, measure: Measure, catalogue: Catalogue) -> str:
    """``từ 100 trở lên: đạt (110%)``, ``mỗi đơn vị khá trở lên: chưa đạt (75%)``."""
    goal = bare_goal(one)
    verdict = {True: "đạt", False: "chưa đạt", None: "chưa kết luận được"}[one.met]
    percent = f" ({format_number(shown(one.percent, places=2))}%)" if one.percent is not None else ""
    each = "mỗi đơn vị " if one.mode == "each" else ""
    return f"{each}{goal}: {verdict}{percent}"


def bare_goal(one: Attainment) -> str:
    """``từ 100 trở lên``, ``khá trở lên``, ``có``."""
    if one.target is not None:
        number = number_text(one.target)
        return COMPARATORS[one.comparator].format(number) if one.target.modifier.value == "exact" else number
    if one.target_rating is not None:
        return f"{one.target_rating.partition(' (')[0]} trở lên"
    return "có" if one.target_flag else "không"


def goal_text(one: Attainment) -> str:
    """:func:`bare_goal`, with ``mỗi đơn vị`` before a target for each."""
    return f"mỗi đơn vị {bare_goal(one)}" if one.mode == "each" else bare_goal(one)


def is_silent(total: Total) -> bool:
    spoken = total.amount or total.listed or total.coverage.heard or total.attainments
    return (
        not spoken
        and not (total.ratings and total.ratings.by_unit)
        and not (total.yes_no and (total.yes_no.answered or total.yes_no.above))
    )


def reported_text(total: Total) -> str:
    """The root's reported total with its difference from the computed one."""
    mine = next((one for one in total.reconciliations if one.unit == total.unit), None)
    if mine is None:
        return ""
    return f"{number_text(mine.reported)} ({difference_text(mine)})"


def difference_text(one: Reconciliation) -> str:
    if not one.difference:
        return "khớp"
    sign = "+" if one.difference > 0 else "−"
    text = f"lệch {sign}{format_number(abs(one.difference))}"
    if one.agrees:
        return f"{text}, vẫn phù hợp"
    if one.complete:
        return text
    return f"{text}: đã vượt dù chưa đủ số liệu" if one.is_conflict else f"{text}, chưa đủ số liệu"


def reconciled_lines(found: TotalsView, catalogue: Catalogue) -> Iterator[str]:
    for total in found.totals:
        name = catalogue.measures[total.measure].name_vi
        for one in total.reconciliations:
            if one.is_conflict:
                amounts = f"tự báo cáo {number_text(one.reported)}, cộng từ đơn vị trực thuộc {number_text(one.computed)}"
                yield f"{name}, {found.place.name(one.unit)}: {amounts} ({difference_text(one)})"
        for one in total.period_reconciliations:
            if one.is_conflict:
                amounts = f"cả kỳ {number_text(one.reported)}, cộng các kỳ con {number_text(one.computed)}"
                yield f"{name}, {found.place.name(one.unit)}: {amounts}"
        for claim in total.claimed:
            if not claim.agrees:
                amounts = f"tự nêu {number_text(claim.claimed)}%, tính lại {number_text(claim.recomputed)}%"
                yield f"{name}, {found.place.name(claim.unit)}: {amounts}"


def quote_text(source: Source) -> str:
    evidence = source.fact.evidence
    quote = " ".join(evidence.quote.split())
    quote = quote if len(quote) <= _QUOTED else f"{quote[:_QUOTED]}..."
    place = f", vị trí {evidence.start}–{evidence.end}" if evidence.start is not None else ""
    shown_quote = f"“{quote.strip('“”')}” " if quote else ""
    return f"{shown_quote}[{evidence.source}{place}]"


def names_text(units: Sequence[str], place: Place, *, most: int) -> str:
    named = ", ".join(place.name(unit) for unit in units[:most])
    return f"{named} và {len(units) - most} đơn vị khác" if len(units) > most else named
