"""What was consolidated, in sentences and cells for any screen: in Vietnamese, or in the ``tongue`` that a face hands in."""

from collections.abc import Iterator, Sequence

from saovuong.consolidation.shapes import Place, Source, TotalsView
from saovuong.consolidation.wording import COMPARATORS, number_text, uom_text
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.numbers import format_number
from saovuong.core.quantity import Role
from saovuong.core.tongue import VIETNAMESE, Tongue
from saovuong.engine.amounts import shown
from saovuong.engine.shapes import Amount, Attainment, Coverage, Reconciliation, Total

_NAMED = 2
_QUOTED = 160


def value_cell(total: Total, catalogue: Catalogue, *, tongue: Tongue = VIETNAMESE) -> str:
    """What is known of a total, in one cell."""
    measure = catalogue.measures[total.measure]
    if total.ratings is not None:
        counts = ((count, _level(level, measure, catalogue, tongue)) for level, count in total.ratings.counts.items())
        spread = ", ".join(f"{count} {level}" for count, level in counts if count)
        own = total.ratings.above.get(total.unit)
        below = tongue.say("trực thuộc: {spread}").format(spread=spread) if own and spread else spread
        return "; ".join(text for text in (_level(own, measure, catalogue, tongue) if own else "", below) if text)
    if total.yes_no is not None:
        own_flag = total.yes_no.above.get(total.unit)
        said = "" if own_flag is None else flag_text(own_flag, tongue=tongue)
        yes = (
            tongue.say("{yes}/{answered} có").format(yes=total.yes_no.yes, answered=total.yes_no.answered) if total.yes_no.answered else ""
        )
        return "; ".join(text for text in (said, yes) if text)
    if total.amount is not None:
        text = amount_text(total.amount, measure, catalogue, tongue=tongue)
        by_itself = total.part is not None and total.part.taken == "reported" and total.role is Role.RESULT
        return tongue.say("{} (tự báo cáo)").format(text) if by_itself else text
    if total.listed:
        values = [one.amount.value for one in total.listed]
        low, high = (format_number(shown(value, places=2)) for value in (min(values), max(values)))
        percents = f"{low}–{high}%" if low != high else f"{low}%"
        return tongue.say("chỉ có tỷ lệ của {count} đơn vị: {percents}").format(count=len(values), percents=percents)
    return tongue.say("chưa biết")


def flag_text(flag: bool, *, tongue: Tongue = VIETNAMESE) -> str:
    return tongue.say("có") if flag else tongue.say("không")


def _level(level: str, measure: Measure, catalogue: Catalogue, tongue: Tongue) -> str:
    scale = catalogue.scales.get(measure.scale or "")
    return (tongue.level(level, scale) if tongue.english else level).partition(" (")[0]


def amount_text(amount: Amount, measure: Measure, catalogue: Catalogue, *, tongue: Tongue = VIETNAMESE) -> str:
    uom = uom_text(measure.uom, amount.value, catalogue=catalogue, tongue=tongue)
    return number_text(amount, tongue=tongue) + (uom if uom == "%" else f" {uom}")


def coverage_text(coverage: Coverage, place: Place, *, tongue: Tongue = VIETNAMESE) -> str:
    """``7/8 (thiếu: Xã Nông Thượng)``."""
    text = f"{coverage.heard}/{coverage.expected}"
    if not coverage.missing:
        return text
    return tongue.say("{count} (thiếu: {names})").format(count=text, names=names_text(coverage.missing, place, most=_NAMED, tongue=tongue))


def attainment_text(one: Attainment, measure: Measure, catalogue: Catalogue, *, tongue: Tongue = VIETNAMESE) -> str:
    """``từ 100 trở lên: đạt (110%)``, ``mỗi đơn vị khá trở lên: chưa đạt (75%)``."""
    verdict = {True: tongue.say("đạt"), False: tongue.say("chưa đạt"), None: tongue.say("chưa kết luận được")}[one.met]
    percent = f" ({format_number(shown(one.percent, places=2))}%)" if one.percent is not None else ""
    return f"{goal_text(one, measure, catalogue, tongue=tongue)}: {verdict}{percent}"


def _bare_goal(one: Attainment, measure: Measure, catalogue: Catalogue, tongue: Tongue) -> str:
    """``từ 100 trở lên``, ``khá trở lên``, ``có``."""
    if one.target is not None:
        number = number_text(one.target, tongue=tongue)
        return tongue.say(COMPARATORS[one.comparator]).format(number) if one.target.modifier.value == "exact" else number
    if one.target_rating is not None:
        return tongue.say("{} trở lên").format(_level(one.target_rating, measure, catalogue, tongue))
    return flag_text(bool(one.target_flag), tongue=tongue)


def goal_text(one: Attainment, measure: Measure, catalogue: Catalogue, *, tongue: Tongue = VIETNAMESE) -> str:
    """``từ 100 trở lên``, ``khá trở lên``, ``có``; with ``mỗi đơn vị`` before a target for each."""
    goal = _bare_goal(one, measure, catalogue, tongue)
    return tongue.say("mỗi đơn vị {}").format(goal) if one.mode == "each" else goal


def is_silent(total: Total) -> bool:
    spoken = total.amount or total.listed or total.coverage.heard or total.attainments
    return (
        not spoken
        and not (total.ratings and total.ratings.by_unit)
        and not (total.yes_no and (total.yes_no.answered or total.yes_no.above))
    )


def reported_text(total: Total, *, tongue: Tongue = VIETNAMESE) -> str:
    """The root's reported total with its difference from the computed one."""
    mine = next((one for one in total.reconciliations if one.unit == total.unit), None)
    if mine is None:
        return ""
    return f"{number_text(mine.reported, tongue=tongue)} ({difference_text(mine, tongue=tongue)})"


def difference_text(one: Reconciliation, *, tongue: Tongue = VIETNAMESE) -> str:
    if not one.difference:
        return tongue.say("khớp")
    sign = "+" if one.difference > 0 else "−"
    text = tongue.say("lệch {}").format(f"{sign}{format_number(abs(one.difference))}")
    if one.agrees:
        return tongue.say("{}, vẫn phù hợp").format(text)
    if one.complete:
        return text
    return (tongue.say("{}: đã vượt dù chưa đủ số liệu") if one.is_conflict else tongue.say("{}, chưa đủ số liệu")).format(text)


def reconciled_lines(found: TotalsView, catalogue: Catalogue, *, tongue: Tongue = VIETNAMESE) -> Iterator[str]:
    for total in found.totals:
        name = tongue.name(catalogue.measures[total.measure])
        for one in total.reconciliations:
            if one.is_conflict:
                words = tongue.say("tự báo cáo {reported}, cộng từ đơn vị trực thuộc {computed}")
                amounts = words.format(reported=number_text(one.reported, tongue=tongue), computed=number_text(one.computed, tongue=tongue))
                yield f"{name}, {found.place.name(one.unit)}: {amounts} ({difference_text(one, tongue=tongue)})"
        for one in total.period_reconciliations:
            if one.is_conflict:
                words = tongue.say("cả kỳ {reported}, cộng các kỳ con {computed}")
                amounts = words.format(reported=number_text(one.reported, tongue=tongue), computed=number_text(one.computed, tongue=tongue))
                yield f"{name}, {found.place.name(one.unit)}: {amounts}"
        for claim in total.claimed:
            if not claim.agrees:
                words = tongue.say("tự nêu {claimed}%, tính lại {recomputed}%")
                amounts = words.format(
                    claimed=number_text(claim.claimed, tongue=tongue), recomputed=number_text(claim.recomputed, tongue=tongue)
                )
                yield f"{name}, {found.place.name(claim.unit)}: {amounts}"


def quote_text(source: Source) -> str:
    evidence = source.fact.evidence
    quote = " ".join(evidence.quote.split())
    quote = quote if len(quote) <= _QUOTED else f"{quote[:_QUOTED]}..."
    place = f", vị trí {evidence.start}–{evidence.end}" if evidence.start is not None else ""
    shown_quote = f"“{quote.strip('“”')}” " if quote else ""
    return f"{shown_quote}[{evidence.source}{place}]"


def names_text(units: Sequence[str], place: Place, *, most: int, tongue: Tongue = VIETNAMESE) -> str:
    named = ", ".join(place.name(unit) for unit in units[:most])
    more = len(units) - most
    return tongue.say("{names} và {count} đơn vị khác").format(names=named, count=more) if more > 0 else named
