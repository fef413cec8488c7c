"""``saovuong report sign`` and ``report changes``: a written report frozen by its commander, and what has changed since."""

import sys
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from saovuong.cli.console import AsJson, AsUser, actor_for, bootstrap, console, current_catalogue, data_folder, now, print_json_lines

if TYPE_CHECKING:
    from saovuong.reports.shapes import ReportChanges

File = Annotated[Path, typer.Argument(metavar="TỆP.docx", help="Báo cáo do Sao Vuông lập, chưa sửa gì.", show_default=False)]
Despite = Annotated[bool, typer.Option("--despite-changes", help="Đã xem các số đã đổi trong sổ từ khi lập và vẫn ký bản này.")]
_WHY = {True: "có số liệu mới được duyệt", False: "danh mục hoặc phần mềm tính khác trước"}


def sign(file: File, *, despite_changes: Despite = False, as_user: AsUser = None, as_json: AsJson = False) -> None:
    """Ký một báo cáo đã lập: giữ nguyên tệp, số liệu và các phiên bản. Hỏi lại mật khẩu; người ký là chỉ huy và không phải người lập."""
    bootstrap()
    from saovuong.cli.report import read_report
    from saovuong.reports.queries import report_of_file
    from saovuong.reports.services import report_sign

    actor, content = actor_for("report", as_user), read_report(file)
    info = report_of_file(actor=actor, content=content, name=file.name, now=now())
    signed = report_sign(
        actor=actor,
        now=now(),
        report_id=info.id,
        password=_password(),
        catalogue=current_catalogue(),
        folder=data_folder(),
        despite_changes=despite_changes,
        content=content,
    )
    if as_json:
        print_json_lines([{"row": "signature", "report": signed.id, "signed_by": actor.name, "sha256": signed.sha256}])
    else:
        console().print(f"Đã ký báo cáo số {signed.id}: số liệu và tệp từ nay giữ nguyên.\n  SHA-256 {signed.sha256}", soft_wrap=True)


def changes(file: File, *, as_user: AsUser = None, as_json: AsJson = False) -> None:
    """Những gì đã đổi trong sổ từ khi lập báo cáo: số liệu, và đoạn văn sẽ viết khác. Mã thoát 1 khi có điều đã đổi."""
    bootstrap()
    from saovuong.cli.report import read_report
    from saovuong.ledger.store import DocumentStore
    from saovuong.reports.queries import report_changes, report_of_file

    actor, content = actor_for("report", as_user), read_report(file)
    info = report_of_file(actor=actor, content=content, name=file.name, now=now())
    kept = DocumentStore(data_folder()).path_of(info.sha256).exists()
    found = report_changes(actor=actor, now=now(), report_id=info.id, catalogue=current_catalogue(), folder=data_folder() if kept else None)
    if as_json:
        print_json_lines(_rows(found))
    else:
        _show(found)
    if found.figures or found.paragraphs:
        raise typer.Exit(1)


def _password() -> str:
    """Without showing it at a terminal; one line where it comes from a program."""
    return getpass("Mật khẩu của người ký: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def _rows(found: "ReportChanges") -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {
            "row": "figure",
            "kind": one.difference.kind,
            "figure": one.difference.rule,
            "place": one.difference.place,
            "message": one.difference.message,
            "written": one.difference.written,
            "now": one.difference.now,
            "by_book": one.by_book,
        }
        for one in found.figures
    ]
    rows += [{"row": "paragraph", "place": one.place, "before": list(one.before), "after": list(one.after)} for one in found.paragraphs]
    return [*rows, {"row": "summary", "report": found.info.id, "figures": len(found.figures), "paragraphs": len(found.paragraphs)}]


def _show(found: "ReportChanges") -> None:
    from rich.markup import escape
    from rich.table import Table

    screen = console()
    if found.figures:
        table = Table("Số liệu", "Ở đâu", "Báo cáo ghi", "Nay sổ ghi", "Vì sao")
        for one in found.figures:
            told = one.difference
            table.add_row(escape(told.message), escape(told.place), told.written or "-", told.now or "-", _WHY[one.by_book])
        screen.print(table)
    for part in found.paragraphs:
        screen.print(part.place, markup=False)
        for mark, lines in (("-", part.before), ("+", part.after)):
            for line in lines:
                screen.print(f"  {mark} {line}", markup=False, soft_wrap=True)
    screen.print(f"Từ khi lập báo cáo số {found.info.id}: {len(found.figures)} số liệu đã đổi, {len(found.paragraphs)} chỗ sẽ viết khác.")
