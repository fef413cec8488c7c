"""``saovuong snapshot``."""

import sys
from datetime import datetime

import typer

from saovuong.cli.console import AsJson, bootstrap, console, data_folder, now, print_json_lines
from saovuong.core.errors import Refusal


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Bản chụp số liệu đã duyệt, để tổng hợp nhanh; sổ vẫn là gốc.")
    app.add_typer(group, name="snapshot")
    group.command("build")(_build)
    group.command("status")(_status)
    group.command("verify")(_verify)


def follow_snapshot(moment: datetime) -> None:
    """After something was accepted. What is accepted stays so, also where its snapshot cannot follow: that is said, and totals then come
    from the ledger."""
    from saovuong.consolidation.snapshots import folder_of, snapshot_follow, snapshot_tidy

    folder, trouble = folder_of(data_folder()), "Đã duyệt, nhưng bản chụp chưa theo kịp"
    try:
        snapshot_follow(folder=folder, now=moment)
        trouble = "Đã duyệt, bản chụp đã theo kịp, nhưng chưa dọn được"
        snapshot_tidy(folder=folder, now=moment)
    except Refusal as refusal:
        console(file=sys.stderr).print(f"{trouble}: {refusal}", markup=False, soft_wrap=True)


def _build(as_json: AsJson = False) -> None:
    """Lập bản chụp mới từ sổ. Sau đó mỗi lần duyệt, bản chụp tự theo; người đang đọc không bị ảnh hưởng."""
    bootstrap()
    from saovuong.consolidation.snapshots import folder_of, snapshot_build

    made = snapshot_build(folder=folder_of(data_folder()), now=now())
    if as_json:
        print_json_lines([{"number": made.number, "accepted": made.count, "facts": made.facts, "partitions": len(made.partitions)}])
        return
    console().print(f"Đã lập bản chụp số {made.number}: {made.facts} số liệu, {len(made.partitions)} phần (năm và tỉnh).")


def _status(as_json: AsJson = False) -> None:
    """Bản chụp đang dùng và còn thiếu bao nhiêu lần duyệt; mã thoát 1 nếu chưa có hoặc chưa theo kịp sổ."""
    bootstrap()
    from saovuong.consolidation.snapshots import folder_of, snapshot_status

    status = snapshot_status(folder=folder_of(data_folder()))
    made = status.manifest
    if as_json:
        row = {"number": made.number, "accepted": made.count, "facts": made.facts, "made_at": made.made_at.isoformat()} if made else {}
        print_json_lines([{"current": status.current, "behind": status.behind, **row}])
    elif made is None:
        console().print("Chưa có bản chụp. Lập bằng: saovuong snapshot build")
    else:
        state = "theo kịp sổ" if status.current else f"khác sổ {abs(status.behind)} lần duyệt; lập lại bằng: saovuong snapshot build"
        console().print(f"Bản chụp số {made.number}: {made.facts} số liệu, {state}.", soft_wrap=True)
    if not status.current:
        raise typer.Exit(1)


def _verify(as_json: AsJson = False) -> None:
    """Đọc lại toàn bộ sổ và so từng số liệu với bản chụp; mã thoát 1 nếu có khác nhau."""
    bootstrap()
    from saovuong.consolidation.snapshot_verifying import snapshot_differences
    from saovuong.consolidation.snapshots import folder_of, snapshot_status

    folder = folder_of(data_folder())
    made = snapshot_status(folder=folder).manifest
    if made is None:
        console().print("Chưa có bản chụp. Lập bằng: saovuong snapshot build")
        raise typer.Exit(1)
    found = snapshot_differences(folder=folder, manifest=made)
    if as_json:
        print_json_lines({"kind": one.kind, "fact": one.fact_id, "words": one.what} for one in found)
    else:
        for one in found:
            console().print(f"- {one.what}", markup=False, soft_wrap=True)
        text = f"Bản chụp số {made.number} khác sổ ở {len(found)} chỗ. Lập lại bằng: saovuong snapshot build" if found else ""
        console().print(text or f"Bản chụp số {made.number} đúng như sổ: {made.facts} số liệu.", soft_wrap=True)
    if found:
        raise typer.Exit(1)
