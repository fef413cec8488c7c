"""``saovuong read``: figures of documents with their quotes. Works before any init: catalogue and units come with the package."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from saovuong.cli.console import AsJson, console, current_catalogue, print_json_lines
from saovuong.core.errors import Refusal

if TYPE_CHECKING:
    from saovuong.core.catalogue import Catalogue
    from saovuong.org.names import UnitNameIndex
    from saovuong.reader.shapes import Candidate, Reading

Files = Annotated[list[Path], typer.Argument(metavar="TỆP...", help="Tệp .docx, .pdf có chữ, .html hoặc .txt.", show_default=False)]
Unit = Annotated[str | None, typer.Option("--unit", metavar="ĐƠN-VỊ", help="Đơn vị báo cáo: tên đủ rõ, mã chính thức hoặc mã riêng.")]
Term = Annotated[str | None, typer.Option("--period", metavar="KỲ", help="Kỳ báo cáo: 2024, 2024-H1, 2024-Q3, 2024-07, 2025-01/2025-09.")]
Explain = Annotated[int | None, typer.Option("--explain", metavar="SỐ", help="Nói vì sao số liệu thứ SỐ được đọc như vậy.")]


class NoSuchFigure(Refusal):
    code = "SV-221"
    template = "Không có số liệu thứ {number}; văn bản {file} có {count} số liệu."


class NotOnePlace(Refusal):
    code = "SV-222"
    template = "--explain chỉ dùng với một tệp; lệnh này có {count} tệp."


def register(app: typer.Typer) -> None:
    app.command("read")(_read)


def _read(files: Files, unit: Unit = None, period: Term = None, as_json: AsJson = False, explain: Explain = None) -> None:
    """Đọc văn bản thành số liệu có trích dẫn; số chưa hiểu được liệt kê riêng. Không ghi gì vào sổ."""
    from saovuong.org.dataset import load_units
    from saovuong.org.names import UnitNameIndex

    if explain is not None and len(files) > 1:
        raise NotOnePlace(count=len(files))
    units = UnitNameIndex.from_data(load_units())
    unit_id, label = _defaults(units, unit, period)
    catalogue = current_catalogue()
    bad = 0
    for file in files:
        try:
            reading = _one(file, catalogue, units, unit_id, label)
        except Refusal as refusal:
            bad += 1
            console(file=sys.stderr).print(f"Lỗi [{refusal.code}] {refusal.message}", markup=False, soft_wrap=True)
            continue
        for note in reading.notes:
            console(file=sys.stderr).print(f"Ghi chú ({reading.doc}): {note}", markup=False, soft_wrap=True)
        if explain is not None:
            _explain(reading, explain)
        elif as_json:
            _print_json(reading)
        else:
            _print_tables(reading, catalogue)
    if bad:
        raise typer.Exit(2)


def _defaults(units: "UnitNameIndex", unit: str | None, period: str | None) -> tuple[str | None, str | None]:
    """The id of the reporting unit, as it stood at the end of the period, and the period's label."""
    from saovuong.core.period import Period
    from saovuong.org.names import resolve_unit

    term = Period.parse(period) if period else None
    on = None
    if term is not None:
        from datetime import timedelta

        on = term.start if term.end is None else term.end - timedelta(days=1)
    found = resolve_unit(units, unit, on=on) if unit else None
    return (found.id if found else None), (term.label if term else None)


def _one(file: Path, catalogue: "Catalogue", units: "UnitNameIndex", unit: str | None, period: str | None) -> "Reading":
    from saovuong.reader import read

    return read(file, catalogue=catalogue, units=units, default_unit=unit, default_period=period)


def _print_json(reading: "Reading") -> None:
    from saovuong.reader.rows import row_of

    everything = sorted((*reading.candidates, *reading.not_understood), key=lambda one: (one.start, one.end))
    print_json_lines(row_of(one) for one in everything)


def _print_tables(reading: "Reading", catalogue: "Catalogue") -> None:
    from rich.table import Table

    out = console()
    out.print(f"[bold]{reading.doc}[/bold]", highlight=False)
    table = Table("#", "Trích", "Chỉ tiêu", "Giá trị", "Kỳ", "Vai trò", "Đơn vị", "Tin cậy", show_lines=False)
    for number, one in enumerate(reading.candidates, start=1):
        value = shown_value(one, catalogue)
        table.add_row(
            str(number), _quote(one), one.measure_name, value, one.period or "?", _ROLES[one.role.value], one.organisation or "?",
            f"{one.confidence:.2f}",
        )  # fmt: skip
    out.print(table)
    if reading.not_understood:
        rest = Table("Chưa hiểu", "Trong câu", "Lý do")
        for one in reading.not_understood:
            rest.add_row(_quote(one), _around(reading, one), one.why[0] if one.why else "")
        out.print(rest)
    targets = sum(one.role.value == "target" for one in reading.candidates)
    claims = sum(
        one.figure_class is not None and one.figure_class.value in ("rating", "yes_no", "zero_statement") for one in reading.candidates
    )
    out.print(
        f"{len(reading.candidates)} số liệu ({targets} chỉ tiêu giao, {claims} xếp loại và khẳng định), "
        f"{len(reading.not_understood)} số chưa hiểu.",
        soft_wrap=True,
    )


_ROLES = {"result": "kết quả", "target": "chỉ tiêu", "context": "số nền"}
_MODIFIERS = {"exact": "", "over": "trên ", "under": "gần ", "about": "khoảng ", "at_least": "≥ ", "at_most": "≤ ", "range": ""}


def shown_value(one: "Candidate", catalogue: "Catalogue") -> str:
    """``trên 22.000.000 đồng``: modifier, value and unit the Vietnamese way."""
    from decimal import Decimal

    from saovuong.core.numbers import format_number

    value = one.value
    if value is None:
        return "không nêu số"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, str):
        return f"{value} trở lên" if one.modifier.value == "at_least" else value
    parts = value if isinstance(value, tuple) else (value,)
    text = " - ".join(format_number(part) for part in parts if isinstance(part, Decimal))
    uom = catalogue.uoms.get(one.uom or "")
    return f"{_MODIFIERS[one.modifier.value]}{text} {uom.name_vi if uom else ''}".rstrip()


def _quote(one: "Candidate") -> str:
    from rich.markup import escape

    return escape(" ".join(one.quote.split())[:48])


def _around(reading: "Reading", one: "Candidate") -> str:
    from rich.markup import escape

    return escape(" ".join(reading.text[max(0, one.start - 36) : one.end + 28].split()))


def _explain(reading: "Reading", number: int) -> None:
    if not 1 <= number <= len(reading.candidates):
        raise NoSuchFigure(number=number, file=reading.doc, count=len(reading.candidates))
    one = reading.candidates[number - 1]
    lines: Sequence[str] = (
        f"{number}. “{' '.join(one.quote.split())}” ở ký tự {one.start} đến {one.end}: {one.measure_name} ({one.measure})",
        f"   {' '.join(reading.text[max(0, one.start - 60) : one.end + 50].split())}",
        *(f"   - {reason}" for reason in one.why),
    )
    for line in lines:
        console().print(line, markup=False, soft_wrap=True)
