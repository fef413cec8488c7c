"""``saovuong report``: the official report out, checked, signed, and what has changed since."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from saovuong.cli.console import AsJson, AsUser, actor_for, bootstrap, console, current_catalogue, now, print_json_lines
from saovuong.cli.report_signed import changes, sign
from saovuong.core.errors import Refusal

if TYPE_CHECKING:
    from saovuong.reports.shapes import BuiltReport, CheckResult

Unit = Annotated[str, typer.Option("--unit", metavar="ĐƠN-VỊ", help="Đơn vị lập báo cáo: tên đủ rõ hoặc mã.", show_default=False)]
Term = Annotated[str, typer.Option("--period", metavar="NĂM", help="Năm báo cáo, như 2024.", show_default=False)]
Out = Annotated[Path, typer.Option("--out", metavar="TỆP.docx", help="Tệp sẽ ghi; không ghi đè tệp có sẵn.", show_default=False)]
IssuedOn = Annotated[str | None, typer.Option("--issued-on", metavar="NGÀY", help="Ngày ban hành (2024-12-05); bỏ trống để điền tay.")]
Number = Annotated[str | None, typer.Option("--number", metavar="SỐ", help="Số của văn bản; bỏ trống để điền tay.")]
Signer = Annotated[str, typer.Option("--signer", metavar="head|deputy", help="head: cấp trưởng ký; deputy: cấp phó ký thay.")]
SignerName = Annotated[str, typer.Option("--signer-name", metavar="HỌ-TÊN", help="Họ tên người ký; bỏ trống để điền tay.")]
TemplateCode = Annotated[str, typer.Option("--template", metavar="MẪU", help="Mẫu báo cáo trong gói danh mục.")]
Force = Annotated[bool, typer.Option("--force", help="Cho phép ghi đè tệp đã có.")]
File = Annotated[Path, typer.Argument(metavar="TỆP.docx", help="Báo cáo do lệnh report build lập.", show_default=False)]

_LARGEST = 100 * 1024 * 1024
_KINDS = {
    "format": "thể thức",
    "changed": "đã đổi",
    "gone": "không còn",
    "new": "mới duyệt",
    "source": "nguồn đổi",
    "edited": "sửa tay",
    "removed": "bị bỏ",
    "loose": "viết thêm",
    "manifest": "bảng kê",
}


class OutputExists(Refusal):
    code = "SV-831"
    template = "Tệp “{file}” đã có. Chọn tên khác, hoặc thêm --force để ghi đè."


class OutputNotWritable(Refusal):
    code = "SV-832"
    template = "Không ghi được tệp “{file}”: {reason}. Kiểm tra thư mục, quyền ghi và tên tệp (đuôi .docx)."


class ReportNotReadable(Refusal):
    code = "SV-833"
    template = "Không đọc được tệp “{file}”: {reason}."


class BadIssueDay(Refusal):
    code = "SV-834"
    template = "Ngày ban hành “{text}” không hợp lệ. Viết như 2024-12-05 hoặc 05/12/2024."


class BadNumber(Refusal):
    code = "SV-835"
    template = "Số văn bản “{text}” không hợp lệ: chỉ gồm chữ số, ví dụ 15."


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Lập và kiểm tra báo cáo chính thức (.docx).")
    group.command("build")(_build)
    group.command("check")(_check)
    group.command("sign")(sign)
    group.command("changes")(changes)
    app.add_typer(group, name="report")


def _build(
    *,
    unit: Unit,
    period: Term,
    out: Out,
    issued_on: IssuedOn = None,
    number: Number = None,
    signer: Signer = "head",
    signer_name: SignerName = "",
    template: TemplateCode = "year",
    force: Force = False,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Lập báo cáo của một đơn vị từ số liệu đã duyệt; mỗi số trong văn bản dẫn đến dòng của nó ở phụ lục “Nguồn số liệu”."""
    bootstrap()
    from saovuong.reports.heads import Paper
    from saovuong.reports.services import report_build

    _refuse_existing(out, force=force)
    paper = Paper(number=_number(number), issued_on=_day(issued_on), signer=signer, signer_name=signer_name)
    # What was decided on the web holds where the command says nothing else.
    said = paper if paper != Paper() else None
    built = report_build(
        actor=actor_for("report", as_user),
        now=now(),
        unit_id=_unit_id(unit, period),
        period_label=period,
        catalogue=current_catalogue(),
        template=template,
        paper=said,
    )
    _write(out, built.content)
    if as_json:
        print_json_lines([_built_row(built, out)])
    else:
        _show_built(built, out)


def _check(file: File, *, as_user: AsUser = None, as_json: AsJson = False) -> None:
    """Kiểm tra một báo cáo đã lập: thể thức, và từng số liệu so với sổ lúc này. Mã thoát 1 khi có điều cần xem."""
    bootstrap()
    from saovuong.reports.queries import report_check

    content = read_report(file)
    result = report_check(actor=actor_for("report", as_user), now=now(), content=content, catalogue=current_catalogue(), name=file.name)
    if as_json:
        print_json_lines(_difference_rows(result))
    else:
        _show_check(result)
    if result.differences:
        raise typer.Exit(1)


# --- what was asked ---


def _unit_id(text: str, period: str) -> str:
    """The unit that the text names on the last calendar day of the period. Raises BadPeriod, UnknownUnit, AmbiguousUnit."""
    from saovuong.core.period import Period
    from saovuong.org.names import resolve_unit
    from saovuong.org.queries import index

    term = Period.parse(period)
    day = term.start if term.end is None else term.end - timedelta(days=1)
    return resolve_unit(index(), text, on=day).id


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    parts = text.strip().split("/")
    try:
        return date.fromisoformat("-".join(part.zfill(2) for part in reversed(parts)) if len(parts) == 3 else text.strip())
    except ValueError:
        raise BadIssueDay(text=text) from None


def _number(text: str | None) -> str | None:
    """Numbers below ten carry a zero, as the law writes them."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 6):
        raise BadNumber(text=text)
    return text.zfill(2)


def _refuse_existing(out: Path, *, force: bool) -> None:
    if out.suffix.lower() != ".docx":
        raise OutputNotWritable(file=out, reason="tên tệp phải có đuôi .docx")
    if out.is_dir():
        raise OutputNotWritable(file=out, reason="đây là một thư mục")
    if out.exists() and not force:
        raise OutputExists(file=out)
    if not out.parent.is_dir():
        raise OutputNotWritable(file=out, reason=f"không có thư mục {out.parent}")


def _write(out: Path, content: bytes) -> None:
    """Through a neighbour, so that a report half written never stands under its own name."""
    half = out.with_name(f".{out.name}.dang-ghi")
    try:
        half.write_bytes(content)
        half.replace(out)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise OutputNotWritable(file=out, reason=error.strerror or error) from None


def read_report(file: Path) -> bytes:
    """Raises :class:`ReportNotReadable`."""
    if not file.exists():
        raise ReportNotReadable(file=file, reason="không có tệp này")
    if file.is_dir():
        raise ReportNotReadable(file=file, reason="đây là một thư mục")
    try:
        if file.stat().st_size > _LARGEST:
            raise ReportNotReadable(file=file, reason="tệp lớn hơn 100 MB")
        return file.read_bytes()
    except OSError as error:
        raise ReportNotReadable(file=file, reason=error.strerror or error) from None


# --- what is shown ---


def _built_row(built: "BuiltReport", out: Path) -> dict[str, object]:
    info = built.info
    return {
        "row": "report",
        "file": str(out),
        "id": info.id,
        "unit": info.unit_id,
        "period": info.period_label,
        "figures": info.figures,
        "sha256": info.sha256,
        "missing": [{"place": one.place, "about": one.about} for one in built.missing],
    }


def _show_built(built: "BuiltReport", out: Path) -> None:
    screen = console()
    screen.print(f"Đã ghi báo cáo: {out}", soft_wrap=True)
    screen.print(f"  {built.info.figures} số liệu, mỗi số dẫn đến nguồn ở phụ lục; bản ghi số {built.info.id}.")
    if built.missing:
        screen.print("  Mục chưa có số liệu được duyệt:")
        for one in built.missing:
            screen.print(f"    {one.place} {one.about}", soft_wrap=True)


def _difference_rows(result: "CheckResult") -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {
            "row": "difference",
            "kind": one.kind,
            "rule": one.rule,
            "place": one.place,
            "message": one.message,
            "written": one.written,
            "now": one.now,
        }
        for one in result.differences
    ]
    summary = {
        "row": "summary",
        "unit": result.unit_id,
        "period": result.period_label,
        "figures": result.figures,
        "blanks": result.blanks,
        "written_at": result.written_at,
        "written_by": result.written_by,
        "differences": len(result.differences),
    }
    return [*rows, summary]


def _show_check(result: "CheckResult") -> None:
    from rich.table import Table

    screen = console()
    if result.differences:
        table = Table("Loại", "Ở đâu", "Điều cần xem", "Trong tệp", "Đúng ra / nay")
        for one in result.differences:
            table.add_row(_KINDS.get(one.kind, one.kind), one.place, one.message, one.written, one.now)
        screen.print(table)
    found = f"{len(result.differences)} điều cần xem" if result.differences else "không có điều gì cần xem"
    screen.print(f"Đã đối chiếu {result.figures} số liệu và thể thức: {found}.")
    if result.blanks:
        screen.print(f"Còn {result.blanks} chỗ để đơn vị bổ sung.")
