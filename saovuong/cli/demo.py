"""``saovuong demo``: the main job on a sample city, from eight commune reports to the city's own, without a question."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from saovuong.cli.console import console, current_catalogue, now, start_django

if TYPE_CHECKING:
    from rich.console import Console

    from saovuong.demo.services import Desk, TakenIn

Folder = Annotated[
    Path, typer.Option("--folder", metavar="THƯ-MỤC", help="Thư mục dữ liệu của bản trình diễn; chạy lại thì làm mới thư mục này.")
]
Output = Annotated[Path, typer.Option("--out", metavar="THƯ-MỤC", help="Thư mục để báo cáo .docx và bản sao các báo cáo mẫu.")]


def register(app: typer.Typer) -> None:
    app.command("demo")(_demo)


def _demo(folder: Folder = Path("demo-data"), out: Output = Path("demo-output")) -> None:
    """Trình diễn việc chính trên thành phố Bắc Kạn năm 2024: đọc tám báo cáo mẫu, xác nhận, duyệt, tổng hợp, truy nguồn, lập báo cáo.

    Không hỏi gì, không đụng vào dữ liệu thật: chỉ ghi vào thư mục riêng của bản trình diễn."""
    from saovuong.demo.folders import folder_clear, folder_mark, folder_require_own, reports_copy

    screen = console()
    folder, out = folder.resolve(), out.resolve()
    folder_require_own(folder=folder)
    os.environ["SAOVUONG_DATA"] = str(folder)
    start_django()
    from saovuong.cli import demo_show as show
    from saovuong.demo.people import people_open
    from saovuong.setup.database import database_clear
    from saovuong.setup.services import data_folder_create

    # The rows before the files: the folder's id is what tells that they are its own.
    database_clear(folder=folder)
    folder_clear(folder=folder)
    show.opening(screen)
    show.step(screen, 1, "Tạo thư mục dữ liệu riêng cho bản trình diễn")
    data_folder_create(folder=folder, now=now(), report=lambda step: show.done(screen, step))
    folder_mark(folder=folder)
    people_open(folder=folder, now=now())
    copies = reports_copy(out=out)
    desk = _desk(folder)
    city_submission = _sources(screen, desk)
    _take_in(screen, desk, city_submission)
    _consolidate(screen, desk)
    report = _report(screen, desk, out)
    _today(screen, desk)
    show.closing(screen, folder=folder, report=report, copies=copies)


def _desk(folder: Path) -> "Desk":
    from saovuong.demo.services import Desk, people_get
    from saovuong.org.queries import index

    return Desk(people=people_get(), catalogue=current_catalogue(), units=index(), folder=folder, now=now())


def _sources(screen: "Console", desk: "Desk") -> int:
    """What is known beforehand; the number of the city's submission that stays open for its quick report."""
    from saovuong.cli import demo_show as show
    from saovuong.demo.services import published_load, published_periods, sample_year_load

    show.step(screen, 2, "Nạp số liệu đã đăng báo và số liệu mẫu của năm trước")
    loaded = [(period, published_load(desk=desk, period=period)) for period in published_periods()]
    show.sources(screen, published=loaded, sample=sample_year_load(desk=desk))
    return loaded[-1][1].submissions[0].id


def _take_in(screen: "Console", desk: "Desk", city_submission: int) -> None:
    from saovuong.cli import demo_show as show
    from saovuong.demo.material import script
    from saovuong.demo.services import report_take_in

    show.step(screen, 3, "Đọc, xác nhận từng số liệu, nộp và duyệt tám báo cáo cấp xã")
    taken: list[TakenIn] = []
    with _progress(screen, len(script().reports) + 1) as advance:
        for report in script().reports:
            taken.append(report_take_in(desk=desk, report=report))
            advance(report.file)
        taken.append(report_take_in(desk=desk, report=script().city_report, add_to=city_submission))
        advance(script().city_report.file)
    show.taken_in(screen, taken, desk.catalogue)


def _consolidate(screen: "Console", desk: "Desk") -> None:
    from saovuong.cli import consolidation_show, consolidation_tree
    from saovuong.cli import demo_show as show
    from saovuong.consolidation.queries import explain, totals_view
    from saovuong.demo.material import script

    told = script()
    show.step(screen, 4, "Tổng hợp lên thành phố, đối chiếu với số thành phố tự báo cáo, tìm mâu thuẫn")
    view = totals_view(
        actor=desk.people.verifier,
        unit_id=told.city,
        period_label=told.period,
        catalogue=desk.catalogue,
        measures=told.shown,
        now=desk.now,
    )
    consolidation_show.view(view, desk.catalogue, screen)
    show.step(screen, 5, "Truy nguồn một con số tới từng câu trong văn bản gốc")
    found = explain(
        actor=desk.people.verifier,
        unit_id=told.city,
        period_label=told.period,
        measure=told.explained,
        catalogue=desk.catalogue,
        now=desk.now,
    )
    consolidation_tree.explanation(found, desk.catalogue, screen)


def _report(screen: "Console", desk: "Desk", out: Path) -> Path:
    from saovuong.cli import demo_show as show
    from saovuong.demo.folders import report_write
    from saovuong.demo.material import script
    from saovuong.reports.queries import report_check
    from saovuong.reports.services import report_build

    told, clerk = script(), desk.people.clerk
    show.step(screen, 6, "Lập báo cáo năm của thành phố theo thể thức Nghị định 30/2020/NĐ-CP và kiểm tra lại")
    built = report_build(actor=clerk, now=desk.now, unit_id=told.city, period_label=told.period, catalogue=desk.catalogue)
    path = report_write(out=out, name=f"bao-cao-mau-thanh-pho-bac-kan-{told.period}.docx", content=built.content)
    checked = report_check(actor=clerk, now=desk.now, content=path.read_bytes(), catalogue=desk.catalogue, name=path.name)
    show.report(screen, built=built, checked=checked, path=path)
    return path


def _today(screen: "Console", desk: "Desk") -> None:
    from saovuong.cli import demo_show as show
    from saovuong.consolidation.queries import totals_view
    from saovuong.demo.material import script
    from saovuong.org.names import resolve_unit

    told = script()
    show.step(screen, 7, f"Cùng năm {told.period}, nhìn trên cây đơn vị từ {told.today_tree:%d/%m/%Y}")
    views = [
        totals_view(
            actor=desk.people.verifier,
            unit_id=resolve_unit(desk.units, name, on=told.today_tree).id,
            period_label=told.period,
            catalogue=desk.catalogue,
            measures=told.today_shown,
            tree_day=told.today_tree,
            now=desk.now,
        )
        for name in told.today_units
    ]
    show.today(screen, views, desk.catalogue)


@contextmanager
def _progress(screen: "Console", count: int) -> Iterator[Callable[[str], None]]:
    """A bar while it runs on a terminal; nothing of it stays."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    if not screen.is_terminal:
        yield lambda name: None
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=screen, transient=True) as bar:
        task = bar.add_task("Đang đọc", total=count)

        def advance(name: str) -> None:
            bar.update(task, advance=1, description=f"Đã duyệt {name}")

        yield advance
