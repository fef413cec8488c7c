"""What the demonstration prints between the tables of the other commands. Everything fits 100 columns."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table

from saovuong.cli.consolidation_show import notes
from saovuong.cli.figures import ROLE_NAMES, value_text
from saovuong.cli.intake_show import quote_markup
from saovuong.consolidation.telling import coverage_text, value_cell
from saovuong.core.catalogue import Catalogue
from saovuong.core.quantity import Role
from saovuong.demo.deciding import SAID_OTHERWISE
from saovuong.demo.material import script

if TYPE_CHECKING:
    from rich.console import Console

    from saovuong.consolidation.shapes import TotalsView
    from saovuong.demo.deciding import Decided
    from saovuong.demo.services import Loaded, TakenIn
    from saovuong.ledger.shapes import Evidence
    from saovuong.reports.shapes import BuiltReport, CheckResult

_EXAMPLES = 4
_CONTRADICTS = "SV-625"


def opening(out: "Console") -> None:
    words = (
        "Thành phố Bắc Kạn (6 phường, 2 xã), năm 2024: từ báo cáo của cơ sở đến báo cáo của thành phố.\n"
        "Báo cáo của cơ sở là [bold]số liệu mẫu, không phải số liệu thật[/bold]; số liệu đã đăng báo có nêu nguồn."
    )
    out.print(Panel(words, title="Sao Vuông: bản trình diễn"))


def step(out: "Console", number: int, title: str) -> None:
    out.print()
    out.print(Rule(f"[bold]{number}. {escape(title)}[/bold]", align="left"))


def done(out: "Console", words: str) -> None:
    line(out, words, mark="[green]xong[/green]")


def line(out: "Console", words: str, *, mark: str = "", style: str = "") -> None:
    """One indented paragraph with its mark before it; wrapped lines stay under the words."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=6)
    grid.add_column(style=style)
    grid.add_row(mark, escape(words))
    out.print(Padding(grid, (0, 0, 0, 1), expand=False))


def sources(out: "Console", *, published: "Sequence[tuple[str, Loaded]]", sample: "Loaded") -> None:
    for period, loaded in published:
        later = "" if loaded.accepted else f", cả chỉ tiêu năm {int(period) + 1}; nộp cùng báo cáo nhanh của thành phố ở bước 3"
        done(out, f"Năm {period}: {loaded.facts} số liệu đã đăng báo về thành phố{later}")
        for source in loaded.sources:
            line(out, source, style="dim")
    year, count = sample.submissions[0].period_label, len(sample.submissions)
    done(out, f"Năm {year}: chưa có số liệu đăng báo dùng được; {sample.facts} số liệu mẫu của {count} xã, phường để có năm so sánh")


def taken_in(out: "Console", taken: "Sequence[TakenIn]", catalogue: Catalogue) -> None:
    _intake_table(out, taken)
    batch, overruled = sum(len(one.batch.confirmed) for one in taken), sum(len(one.personal.overruled) for one in taken)
    out.print(
        f"Máy chắc chắn từ {script().accept_above:.0%} thì xác nhận cả loạt: {batch} số. Người rà lại loạt đó, sửa hoặc loại "
        f"{overruled} số máy tự tin mà sai; số còn lại người quyết định từng số. Ví dụ:"
    )
    for one in _examples(taken):
        _decision(out, one, catalogue)
    _contradiction_inside(out, taken)
    _returned(out, taken, catalogue)
    _left(out, taken)


def report(out: "Console", *, built: "BuiltReport", checked: "CheckResult", path: Path) -> None:
    done(out, f"Đã lập {path.name}: {built.info.figures} con số, mỗi số dẫn tới phụ lục nguồn số liệu")
    if built.missing:
        about = "; ".join(one.about for one in built.missing)
        line(out, f"Mục chưa có số liệu thì báo cáo nói là chưa có: {about}.")
    if not checked.differences:
        done(out, f"Kiểm tra lại tệp vừa ghi: đúng thể thức, {checked.figures} con số khớp sổ, {checked.blanks} chỗ chờ người viết điền")
        return
    line(out, f"Kiểm tra lại tệp vừa ghi: {len(checked.differences)} điểm cần xem.", mark="[yellow]xem[/yellow]")
    for difference in checked.differences[:_EXAMPLES]:
        line(out, f"{difference.place}: {difference.message}")


def today(out: "Console", views: "Sequence[TotalsView]", catalogue: Catalogue) -> None:
    first = views[0]
    table = Table(show_lines=True, header_style="bold")
    table.add_column("Đơn vị từ 01/7/2025", ratio=2)
    for total in first.totals:
        table.add_column(catalogue.measures[total.measure].name_vi, ratio=2)
    for view in views:
        merged = ", ".join(view.place.name(unit) for unit in view.place.tree.units() if unit in view.place.carried)
        cells = [f"[bold]{escape(view.place.unit.name)}[/bold]\n[dim]{escape(merged)}[/dim]"]
        cells += [
            f"{escape(value_cell(total, catalogue))}\n[dim]{escape(coverage_text(total.coverage, view.place))}[/dim]"
            for total in view.totals
        ]
        table.add_row(*cells)
    out.print(table)
    notes(first.place, out)


def closing(out: "Console", *, folder: Path, report: Path, copies: Path) -> None:
    out.print()
    out.print(Rule("[bold]Mở xem[/bold]", align="left"))
    for words, path in (("Báo cáo của thành phố", report), ("Các báo cáo mẫu đã đọc", copies), ("Dữ liệu", folder)):
        out.print(f"  {words}: [bold]{escape(str(path))}[/bold]", soft_wrap=True)
    out.print("Thử tiếp:")
    data = f"--data {_short(folder)}"
    for command in (
        f"serve {data}",
        f'totals --unit "thành phố Bắc Kạn" --period 2024 {data}',
        f'explain --unit "thành phố Bắc Kạn" --period 2024 --measure militia_training_attendance_rate {data}',
        f'check --unit "thành phố Bắc Kạn" --period 2024 {data}',
        f"submissions {data}",
        f"report check {_short(report)} {data}",
        f"audit verify {data}",
        f"read {_short(copies / script().reports[0].file)}",
    ):
        out.print(f"  {_program()} {command}", markup=False, soft_wrap=True)


def _program() -> str:
    """How a person calls the program from here: by name where the shell finds it, else by its place beside this Python."""
    beside = Path(sys.executable).with_name("saovuong.exe" if sys.platform == "win32" else "saovuong")
    if shutil.which("saovuong") or not beside.exists():
        return "saovuong"
    return str(_short(beside))


def _short(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _intake_table(out: "Console", taken: "Sequence[TakenIn]") -> None:
    table = Table(header_style="bold")
    table.add_column("Báo cáo", vertical="bottom")
    for title in ("Máy\nđọc", "Cả\nloạt", "Người\nxác nhận", "Người\nsửa", "Người\nloại", "Nhập\nthêm", "Để\nlại", "Vào\nsổ"):
        table.add_column(title, justify="right")
    rows = [
        (
            one.intake.figures + one.intake.not_understood,
            len(one.batch.confirmed),
            len(one.personal.confirmed),
            len(one.personal.corrected),
            len(one.personal.rejected),
            len(one.personal.added),
            len(one.left),
            len(one.finish.facts) + len(one.personal.added),
        )
        for one in taken
    ]
    for one, row in zip(taken, rows, strict=True):
        kind = one.report.file.rpartition(".")[2]
        table.add_row(f"{escape(one.report.title)} [dim].{kind}[/dim]", *map(str, row))
    table.add_section()
    table.add_row("[bold]Cộng[/bold]", *(str(sum(column)) for column in zip(*rows, strict=True)))
    out.print(table)


def _examples(taken: "Sequence[TakenIn]") -> "list[Decided]":
    """A correction from each of a few reports, then rejections for different reasons."""
    corrected = [one.personal.corrected[0] for one in taken if one.personal.corrected]
    rejected: dict[str, Decided] = {}
    for one in taken:
        for found in one.personal.rejected:
            if found.reason != SAID_OTHERWISE and found.candidate.figure.measure != script().contradiction.measure:
                rejected.setdefault(found.reason, found)
    return [*corrected[:_EXAMPLES], *list(rejected.values())[:_EXAMPLES]]


def _decision(out: "Console", one: "Decided", catalogue: Catalogue) -> None:
    if one.figure is None:
        _told(out, "[red]loại[/red]", one.candidate.evidence, one.reason)
        return
    before = one.candidate.measure_name or "chưa hiểu"
    after = catalogue.measures[one.figure.measure or ""].name_vi
    _told(out, "[yellow]sửa[/yellow]", one.candidate.evidence, f"{before} → {after}" if before != after else f"{after}: {_changed(one)}")


def _changed(one: "Decided") -> str:
    old, new = one.candidate.figure, one.figure
    assert new is not None, "a rejected figure is shown otherwise"
    if old.period_label != new.period_label:
        return f"kỳ {old.period_label} → {new.period_label}"
    if old.role is not new.role:
        return f"là {ROLE_NAMES[new.role]}, không phải {ROLE_NAMES[old.role]}"
    return "sửa giá trị hoặc đơn vị"


def _told(out: "Console", mark: str, evidence: "Evidence", *words: str) -> None:
    """A quote with its number marked, and under it what is said of it."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=6)
    grid.add_column()
    grid.add_row(mark, quote_markup(evidence, width=38))
    for sentence in words:
        grid.add_row("", escape(sentence))
    out.print(Padding(grid, (0, 0, 0, 1), expand=False))


def _contradiction_inside(out: "Console", taken: "Sequence[TakenIn]") -> None:
    """Two values for one thing in one document, which the batch left for a person, and how the person settled it."""
    told = script().contradiction
    for one in taken:
        if one.report.file != told.file:
            continue
        against = {left.number for left in one.batch.left if any(reason.code == _CONTRADICTS for reason in left.reasons)}
        decided = [*one.personal.rejected, *one.personal.confirmed, *one.personal.corrected]
        sides = [found for found in decided if found.candidate.number in against and found.candidate.figure.measure == told.measure]
        results = [found for found in sides if found.candidate.figure.role is Role.RESULT]
        if len(results) > 1:
            out.print(f"[bold]Mâu thuẫn trong một văn bản[/bold] ({escape(one.report.title)}), máy để lại cho người:")
            for found in results:
                _told(
                    out,
                    "[red]loại[/red]" if found.figure is None else "[green]giữ[/green]",
                    found.candidate.evidence,
                    *filter(None, [found.reason]),
                )


def _returned(out: "Console", taken: "Sequence[TakenIn]", catalogue: Catalogue) -> None:
    for one in taken:
        if one.returned is None:
            continue
        before, after = one.returned.before, one.returned.after
        change = f"{value_text(before, catalogue)} → {value_text(after, catalogue)}"
        out.print(f"[bold]Người kiểm tra trả lại một số[/bold] ({escape(one.report.title)}, số liệu {before.number}):")
        _told(
            out,
            "",
            before.evidence,
            f"Lý do: {one.returned.reason}",
            f"Trả lời: {one.returned.answer}",
            f"Sổ ghi thêm dòng mới {change}; dòng cũ và lý do còn nguyên.",
        )


def _left(out: "Console", taken: "Sequence[TakenIn]") -> None:
    waiting = [(one, row) for one in taken for row in one.left]
    if not waiting:
        out.print("Không còn số nào chờ người quyết định.")
        return
    out.print(f"[bold]Để lại cho người quyết định[/bold] ({len(waiting)} số, không vào tổng):")
    for one, row in waiting:
        _told(out, "", row.evidence, f"{one.report.title}: {'; '.join(reason.message for reason in row.left) or 'chưa ai quyết định'}")
