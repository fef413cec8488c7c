"""Totals on the screen: a table by topic, and below it what does not fit together."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from rich.markup import escape

from saovuong.cli.figures import value_text
from saovuong.consolidation.shapes import NOT_COMPARABLE
from saovuong.consolidation.telling import (
    attainment_text,
    coverage_text,
    is_silent,
    names_text,
    quote_text,
    reconciled_lines,
    reported_text,
    value_cell,
)
from saovuong.core.catalogue import Catalogue

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from saovuong.consolidation.shapes import Conflict, Place, Source, TotalsView
    from saovuong.engine.shapes import Total


def view(found: "TotalsView", catalogue: Catalogue, out: "Console") -> None:
    heading(found.place, out)
    if not found.totals or all(is_silent(total) for total in found.totals):
        out.print(f"Chưa có số liệu nào được duyệt của {found.place.unit.name} cho {found.place.period.name_vi()}.", markup=False)
    else:
        _table(found, catalogue, out)
    _conflicts(found, catalogue, out)
    notes(found.place, out)
    if found.hidden:
        out.print(f"Ngoài quyền xem của tài khoản, không có trong tổng: {names_text(found.hidden, found.place, most=5)}.", markup=False)


def left_text(found: "TotalsView") -> str:
    """``Cộng bằng SQL trên bản chụp; tính từng số liệu: 3 chỉ tiêu (có mục tiêu để so).``"""
    from saovuong.engine.roll_up_totals import LEFT

    counts = Counter((found.left or {}).values())
    listed = "; ".join(f"{count} chỉ tiêu ({LEFT[reason]})" for reason, count in counts.most_common())
    return f"Cộng bằng SQL trên bản chụp; tính từng số liệu: {listed}."


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
    if place.tree.pieces:
        count = len({piece.of for piece in place.tree.pieces.values()})
        out.print(f"Số liệu của {count} đơn vị đã chia tách được chia theo tỷ lệ khai: số có chữ “ước” là số ước tính.", markup=False)


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


def _table(found: "TotalsView", catalogue: Catalogue, out: "Console") -> None:
    """One block of rows per topic; the columns stand in line over all of them."""
    last = found.last_place.period.label if found.last_place else ""
    titles = ["Nội dung", "Tổng hợp", "Đơn vị có số"]
    titles += ["Tự báo cáo"] if any(reported_text(total) for total in found.totals) else []
    titles += [last] if any(not is_silent(one) for one in found.last_year.values()) else []
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
        "Tự báo cáo": reported_text(total),
        last: value_cell(before, catalogue) if before is not None and not is_silent(before) else "",
        "Chỉ tiêu": "; ".join(attainment_text(one, measure, catalogue) for one in total.attainments),
    }
    return [cells[title] for title in titles]


def _conflicts(found: "TotalsView", catalogue: Catalogue, out: "Console") -> None:
    lines = [*reconciled_lines(found, catalogue)]
    if not lines and not found.contradictions:
        return
    out.print("[bold]Mâu thuẫn cần xem lại[/bold] (không tự sửa):")
    for line in lines:
        out.print(f"  - {line}", markup=False)
    for one in found.contradictions:
        contradiction(one, catalogue, out)


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
