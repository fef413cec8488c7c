"""Totals on the screen: a table by topic, and below it what does not fit together."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from rich.markup import escape

from saovuong.cli.figures import value_text
from saovuong.consolidation.shapes import NOT_COMPARABLE
from saovuong.consolidation.wording import COMPARATORS, number_text, uom_text
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.numbers import format_number
from saovuong.core.quantity import Role
from saovuong.engine.amounts import shown

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from saovuong.consolidation.shapes import Conflict, Place, Source, TotalsView
    from saovuong.engine.shapes import Amount, Attainment, Coverage, Reconciliation, Total

_NAMED = 2
_QUOTED = 160


def view(found: "TotalsView", catalogue: Catalogue, out: "Console") -> None:
    heading(found.place, out)
    if not found.totals or all(_silent(total) for total in found.totals):
        out.print(f"Chưa có số liệu nào được duyệt của {found.place.unit.name} cho {found.place.period.name_vi()}.", markup=False)
    else:
        _table(found, catalogue, out)
    _conflicts(found, catalogue, out)
    notes(found.place, out)
    if found.hidden:
        out.print(f"Ngoài quyền xem của tài khoản, không có trong tổng: {_names(found.hidden, found.place, most=5)}.", markup=False)


def heading(place: "Place", out: "Console") -> None:
    """Who is asked, for which days, on which tree."""
    last = place.end - timedelta(days=1)
    days = f"{place.start:%d/%m/%Y} - {last:%d/%m/%Y}"
    out.print(f"[bold]{escape(place.unit.name)}[/bold], {place.period.name_vi()} ({days}), cây đơn vị ngày {place.tree.day:%d/%m/%Y}")
    if place.asked.id != place.unit.id:
        out.print(f"“{place.asked.name}” do {place.unit.name} báo cáo.", markup=False)
    if place.carried:
        count = len(place.carried)
        out.print(f"Số liệu của {count} đơn vị cùng kỳ đã nhập nguyên vẹn vào đơn vị trên cây này được tính cho đơn vị mới.", markup=False)


def notes(place: "Place", out: "Console") -> None:
    """What cannot be told on this tree, by name."""
    if not place.not_comparable:
        return
    out.print("[bold]Không so sánh được trên cây này:[/bold]")
    told: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for one in place.not_comparable:
        words = NOT_COMPARABLE[one.reason].format(successor=place.name(one.successor or ""))
        told.setdefault((one.unit, one.facts), []).append(words)
    for (unit, facts), several in told.items():
        left = f" ({len(facts)} số liệu không tính)" if facts else ""
        out.print(f"  - {place.name(unit)}: {'; '.join(several)}{left}", markup=False)


def value_cell(total: "Total", catalogue: Catalogue) -> str:
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


def amount_text(amount: "Amount", measure: Measure, catalogue: Catalogue) -> str:
    uom = uom_text(measure.uom, catalogue=catalogue)
    return number_text(amount) + (uom if uom == "%" else f" {uom}")


def coverage_text(coverage: "Coverage", place: "Place") -> str:
    """``7/8 (thiếu: Xã Nông Thượng)``."""
    text = f"{coverage.heard}/{coverage.expected}"
    return f"{text} (thiếu: {_names(coverage.missing, place, most=_NAMED)})" if coverage.missing else text


def attainment_text(one: "Attainment", measure: Measure, catalogue: Catalogue) -> str:
    """``từ 100 trở lên: đạt (110%)``, ``mỗi đơn vị khá trở lên: chưa đạt (75%)``."""
    if one.target is not None:
        goal = (
            COMPARATORS[one.comparator].format(number_text(one.target)) if one.target.modifier.value == "exact" else number_text(one.target)
        )
    elif one.target_rating is not None:
        goal = f"{one.target_rating.partition(' (')[0]} trở lên"
    else:
        goal = "có" if one.target_flag else "không"
    verdict = {True: "đạt", False: "chưa đạt", None: "chưa kết luận được"}[one.met]
    percent = f" ({format_number(shown(one.percent, places=2))}%)" if one.percent is not None else ""
    each = "mỗi đơn vị " if one.mode == "each" else ""
    return f"{each}{goal}: {verdict}{percent}"


def _silent(total: "Total") -> bool:
    spoken = total.amount or total.listed or total.coverage.heard or total.attainments
    return (
        not spoken
        and not (total.ratings and total.ratings.by_unit)
        and not (total.yes_no and (total.yes_no.answered or total.yes_no.above))
    )


def _table(found: "TotalsView", catalogue: Catalogue, out: "Console") -> None:
    """One block of rows per topic; the columns stand in line over all of them."""
    last = found.last_place.period.label if found.last_place else ""
    titles = ["Nội dung", "Tổng hợp", "Đơn vị có số"]
    titles += ["Tự báo cáo"] if any(_reported(total) for total in found.totals) else []
    titles += [last] if any(not _silent(one) for one in found.last_year.values()) else []
    titles += ["Chỉ tiêu"] if any(total.attainments for total in found.totals) else []
    out.print(_block(indent=0, rows=[[f"[bold]{title}[/bold]" for title in titles]]))
    out.print("─" * out.width, style="dim")
    for topic, rows in groupby(found.totals, key=lambda total: catalogue.measures[total.measure].topic):
        out.print(f"[bold cyan]{escape(catalogue.topics[topic].name_vi)}[/bold cyan]")
        out.print(_block(indent=2, rows=[[escape(cell) for cell in _cells(total, titles, last, found, catalogue)] for total in rows]))


def _block(*, rows: Sequence[Sequence[str]], indent: int) -> "Table":
    from rich.padding import Padding
    from rich.table import Table

    table = Table(box=None, show_header=False, expand=True, padding=(0, 2, 0, 0), pad_edge=False)
    for place in range(len(rows[0])):
        table.add_column(ratio=5 if place in (0, 2) else 4, overflow="fold")
    for row in rows:
        table.add_row(Padding(row[0], (0, 0, 0, indent)), *row[1:])
    return table


def _cells(total: "Total", titles: Sequence[str], last: str, found: "TotalsView", catalogue: Catalogue) -> list[str]:
    measure = catalogue.measures[total.measure]
    before = found.last_year.get(total.measure)
    cells = {
        "Nội dung": measure.name_vi,
        "Tổng hợp": value_cell(total, catalogue),
        "Đơn vị có số": coverage_text(total.coverage, found.place),
        "Tự báo cáo": _reported(total),
        last: value_cell(before, catalogue) if before is not None and not _silent(before) else "",
        "Chỉ tiêu": "; ".join(attainment_text(one, measure, catalogue) for one in total.attainments),
    }
    return [cells[title] for title in titles]


def _reported(total: "Total") -> str:
    """The root's reported total with its difference from the computed one."""
    mine = next((one for one in total.reconciliations if one.unit == total.unit), None)
    if mine is None:
        return ""
    return f"{number_text(mine.reported)} ({_difference(mine)})"


def _difference(one: "Reconciliation") -> str:
    if not one.difference:
        return "khớp"
    sign = "+" if one.difference > 0 else "−"
    text = f"lệch {sign}{format_number(abs(one.difference))}"
    if one.agrees:
        return f"{text}, vẫn phù hợp"
    if one.complete:
        return text
    return f"{text}: đã vượt dù chưa đủ số liệu" if one.is_conflict else f"{text}, chưa đủ số liệu"


def _conflicts(found: "TotalsView", catalogue: Catalogue, out: "Console") -> None:
    lines = [*_reconciled(found, catalogue)]
    if not lines and not found.contradictions:
        return
    out.print("[bold]Mâu thuẫn cần xem lại[/bold] (không tự sửa):")
    for line in lines:
        out.print(f"  - {line}", markup=False)
    for one in found.contradictions:
        contradiction(one, catalogue, out)


def _reconciled(found: "TotalsView", catalogue: Catalogue) -> Iterator[str]:
    for total in found.totals:
        name = catalogue.measures[total.measure].name_vi
        for one in total.reconciliations:
            if one.is_conflict:
                amounts = f"tự báo cáo {number_text(one.reported)}, cộng từ đơn vị trực thuộc {number_text(one.computed)}"
                yield f"{name}, {found.place.name(one.unit)}: {amounts} ({_difference(one)})"
        for one in total.period_reconciliations:
            if one.is_conflict:
                amounts = f"cả kỳ {number_text(one.reported)}, cộng các kỳ con {number_text(one.computed)}"
                yield f"{name}, {found.place.name(one.unit)}: {amounts}"
        for claim in total.claimed:
            if not claim.agrees:
                amounts = f"tự nêu {number_text(claim.claimed)}%, tính lại {number_text(claim.recomputed)}%"
                yield f"{name}, {found.place.name(claim.unit)}: {amounts}"


def contradiction(one: "Conflict", catalogue: Catalogue, out: "Console") -> None:
    """Both sides with their quotes."""
    out.print(f"  - {one.measure_name}, {one.unit_name}:", markup=False)
    for label, sources in (("dùng", one.used), ("khác", one.others)):
        for source in sources:
            out.print(f"      {label}: {source_line(source, catalogue)}", markup=False)


def source_line(source: "Source", catalogue: Catalogue) -> str:
    """``12 suất (Phường Đức Xuân báo cáo): “...” [tệp.docx, vị trí 10–42]``."""
    fact = source.fact
    return f"{value_text(fact, catalogue)} ({source.reporter_name} báo cáo): {quote_text(source)}"


def quote_text(source: "Source") -> str:
    evidence = source.fact.evidence
    quote = " ".join(evidence.quote.split())
    quote = quote if len(quote) <= _QUOTED else f"{quote[:_QUOTED]}..."
    place = f", vị trí {evidence.start}–{evidence.end}" if evidence.start is not None else ""
    shown_quote = f"“{quote.strip('“”')}” " if quote else ""
    return f"{shown_quote}[{evidence.source}{place}]"


def _names(units: Sequence[str], place: "Place", *, most: int) -> str:
    named = ", ".join(place.name(unit) for unit in units[:most])
    return f"{named} và {len(units) - most} đơn vị khác" if len(units) > most else named
