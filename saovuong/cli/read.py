"""``saovuong read``: figures of documents with their quotes. Works before any init: catalogue and units come with the package."""

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from saovuong.cli.console import AsJson, console, current_catalogue, current_taught, print_json_lines
from saovuong.core.errors import Refusal

if TYPE_CHECKING:
    from saovuong.core.catalogue import Catalogue
    from saovuong.org.names import UnitNameIndex
    from saovuong.reader.shapes import Candidate, Reading
    from saovuong.reader.taught import Taught

Files = Annotated[list[Path], typer.Argument(metavar="TỆP...", help="Tệp .docx, .pdf có chữ, .html hoặc .txt.", show_default=False)]
Unit = Annotated[str | None, typer.Option("--unit", metavar="ĐƠN-VỊ", help="Đơn vị báo cáo: tên đủ rõ, mã chính thức hoặc mã riêng.")]
Term = Annotated[str | None, typer.Option("--period", metavar="KỲ", help="Kỳ báo cáo: 2024, 2024-H1, 2024-Q3, 2024-07, 2025-01/2025-09.")]
Explain = Annotated[int | None, typer.Option("--explain", metavar="SỐ", help="Nói vì sao số liệu thứ SỐ được đọc như vậy.")]
Meta = Annotated[bool, typer.Option("--meta", help="Thêm dòng đầu: đọc bằng bộ đọc, danh mục và kiến thức đã dạy nào, văn bản nào.")]
Version = Annotated[
    int | None, typer.Option("--taught", metavar="BẢN", help="Đọc với bản kiến thức này thay cho bản đang dùng; 0 là chưa dạy gì.")
]


class NoSuchFigure(Refusal):
    code = "SV-221"
    template = "Không có số liệu thứ {number}; văn bản {file} có {count} số, đánh số từ 1, kể cả số chưa hiểu."


class NotOnePlace(Refusal):
    code = "SV-222"
    template = "--explain chỉ dùng với một tệp; lệnh này có {count} tệp."


def register(app: typer.Typer) -> None:
    app.command("read")(_read)


def _read(
    files: Files,
    *,
    unit: Unit = None,
    period: Term = None,
    as_json: AsJson = False,
    explain: Explain = None,
    meta: Meta = False,
    taught: Version = None,
) -> None:
    """Đọc văn bản thành số liệu có trích dẫn; số chưa hiểu được liệt kê riêng. Không ghi gì vào sổ."""
    if explain is not None and len(files) > 1:
        raise NotOnePlace(count=len(files))
    with _rarely_collecting():
        _read_all(files, unit, period, as_json=as_json, explain=explain, meta=meta, taught=taught)


def _read_all(
    files: Sequence[Path], unit: str | None, period: str | None, *, as_json: bool, explain: int | None, meta: bool, taught: int | None
) -> None:
    desk = _Desk.ready(unit, period, taught)
    bad = 0
    for file in files:
        try:
            reading = desk.read(file)
        except Refusal as refusal:
            bad += 1
            console(file=sys.stderr).print(f"Lỗi [{refusal.code}] {refusal.message}", markup=False, soft_wrap=True)
            continue
        for note in reading.notes:
            console(file=sys.stderr).print(f"Ghi chú ({reading.doc}): {note}", markup=False, soft_wrap=True)
        if meta:
            _print_meta(reading, desk, as_json=as_json)
        if explain is not None:
            desk.explain(reading, explain, as_json=as_json)
        elif as_json:
            _print_json(reading)
        else:
            _print_tables(reading, desk.catalogue)
    if bad:
        raise typer.Exit(2)


# new objects between two looks for garbage
_RARELY = 200_000


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """Catalogue, units and weights are some hundred thousand objects that stay; to look through them for garbage time and again is a
    fourteenth of the time of a short command."""
    before = gc.get_threshold()
    gc.set_threshold(_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@dataclass(frozen=True, slots=True)
class _Desk:
    """With what every file of one command is read."""

    catalogue: "Catalogue"
    units: "UnitNameIndex"
    unit: str | None
    period: str | None
    taught: "Taught"

    @classmethod
    def ready(cls, unit: str | None, period: str | None, taught: int | None) -> "_Desk":
        from saovuong.org.names import UnitNameIndex

        units = UnitNameIndex.shipped()
        unit_id, label = _defaults(units, unit, period)
        return cls(current_catalogue(), units, unit_id, label, current_taught(taught))

    def read(self, file: Path) -> "Reading":
        from saovuong.reader import read

        return read(
            file,
            catalogue=self.catalogue,
            units=self.units,
            default_unit=self.unit,
            default_period=self.period,
            taught=self.taught,
        )

    def explain(self, reading: "Reading", number: int, *, as_json: bool) -> None:
        """Raises :class:`NoSuchFigure`."""
        from saovuong.cli import read_explain
        from saovuong.reader.explaining import explain, numbered

        count = len(numbered(reading))
        if not 1 <= number <= count:
            raise NoSuchFigure(number=number, file=reading.doc, count=count)
        found = explain(
            reading,
            number=number,
            catalogue=self.catalogue,
            units=self.units,
            default_unit=self.unit,
            default_period=self.period,
            taught=self.taught,
        )
        if as_json:
            print_json_lines([read_explain.row(found, number=number)])
            return
        read_explain.show(found, number=number, value=shown_value(found.candidate, self.catalogue), out=console())


def _print_meta(reading: "Reading", desk: _Desk, *, as_json: bool) -> None:
    if as_json:
        from saovuong.reader.rows import reading_row

        print_json_lines([{"reading": {**reading_row(reading), "unit_id": desk.unit, "period": desk.period}}])
        return
    taught = f"kiến thức đã dạy {reading.taught_sha256[:12]}" if reading.taught_sha256 else "chưa dạy gì thêm"
    console().print(
        f"Đọc bằng bộ đọc {reading.reader_version}, danh mục {reading.pack_version}, {taught}; văn bản SHA-256 {reading.text_sha256}.",
        markup=False,
        soft_wrap=True,
    )


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
        rest = Table("#", "Chưa hiểu", "Trong câu", "Lý do")
        for number, one in enumerate(reading.not_understood, start=len(reading.candidates) + 1):
            rest.add_row(str(number), _quote(one), _around(reading, one), one.why[0] if one.why else "")
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
