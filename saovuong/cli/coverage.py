"""``saovuong coverage``: who reported, who is missing, who is late and since when."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from saovuong.cli.console import AsJson, AsUser, actor_for, bootstrap, console, current_catalogue, now, print_json_lines
from saovuong.cli.consolidation import AsOf, Submitted, Term, Unit, day_from, instant_from, states_from, unit_id_for
from saovuong.cli.consolidation import TreeDay as OnTree

if TYPE_CHECKING:
    from saovuong.consolidation.shapes import CoverageView, Late

FormCode = Annotated[str | None, typer.Option("--form", metavar="BIỂU", help="Chỉ một biểu; bỏ trống: có số liệu nào cũng tính.")]


def register(app: typer.Typer) -> None:
    app.command("coverage")(_coverage)


def _coverage(
    *,
    unit: Unit,
    period: Term,
    form: FormCode = None,
    tree: OnTree = None,
    at: AsOf = None,
    include_submitted: Submitted = False,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Đơn vị nào đã báo cáo, đơn vị nào chưa, ai nộp muộn và muộn từ ngày nào; mã thoát 1 nếu còn đơn vị chưa báo cáo hoặc muộn."""
    bootstrap()
    from saovuong.consolidation.queries import coverage

    actor, catalogue, day = actor_for("totals", as_user), current_catalogue(), day_from(tree)
    view = coverage(
        actor=actor,
        unit_id=unit_id_for(unit, period, day, catalogue),
        period_label=period,
        catalogue=catalogue,
        form=form,
        tree_day=day,
        at=instant_from(at),
        states=states_from(include_submitted),
        now=now(),
    )
    if as_json:
        print_json_lines(_rows(view))
    else:
        _show(view)
    if view.coverage.missing or view.late:
        raise typer.Exit(1)


def _rows(view: "CoverageView") -> Iterator[dict[str, object]]:
    """A ``coverage`` row, then a ``missing`` row for each silent unit and a ``late`` row for each late one."""
    place, found = view.place, view.coverage
    yield {
        "row": "coverage", "unit": place.unit.id, "unit_name": place.unit.name, "period": place.period.label, "form": view.form,
        "tree_day": place.tree.day.isoformat(), "heard": found.heard, "expected": found.expected,
        "due": {level: day.isoformat() for level, day in view.due.items()},
    }  # fmt: skip
    for unit in found.missing:
        told = "by_others" if unit in found.by_others else "represented" if unit in found.represented else None
        yield {"row": "missing", "unit": unit, "unit_name": place.name(unit), "known": told}
    for one in view.late:
        yield {
            "row": "late", "unit": one.unit, "unit_name": place.name(one.unit), "last_day": one.last_day.isoformat(),
            "since": one.since.isoformat(), "working_days": one.working_days,
            "arrived": one.arrived.isoformat() if one.arrived else None, "to": one.to, "basis": one.basis.text,
            "verified": one.basis.verified,
        }  # fmt: skip


def _show(view: "CoverageView") -> None:
    from saovuong.cli.consolidation_show import heading, notes

    out, place, found = console(), view.place, view.coverage
    heading(place, out)
    out.print(f"Có số liệu: [bold]{found.heard}/{found.expected}[/bold] đơn vị.")
    late = {one.unit: one for one in view.late}
    if found.missing:
        out.print("[bold]Chưa báo cáo:[/bold]")
    for unit in found.missing:
        known = " (số do đơn vị khác báo cáo)" if unit in found.by_others else ""
        known = " (đã nằm trong tổng của cấp trên)" if unit in found.represented else known
        overdue = f"; {_late(late.pop(unit))}" if unit in late else ""
        out.print(f"  - {place.name(unit)}{known}{overdue}", markup=False)
    if late:
        out.print("[bold]Nộp muộn:[/bold]")
    for one in late.values():
        out.print(f"  - {place.name(one.unit)}: {_late(one)}", markup=False)
    for basis in dict.fromkeys(one.basis for one in view.late):
        out.print(f"Hạn nộp: {basis.text}{'' if basis.verified else ' (chưa đối chiếu văn bản)'}.", markup=False, soft_wrap=True)
    notes(place, out)


def _late(one: "Late") -> str:
    """``muộn từ 15/05/2024, 3 ngày làm việc``."""
    until = f", nộp ngày {one.arrived:%d/%m/%Y}" if one.arrived else ", chưa nộp"
    return f"muộn từ {one.since:%d/%m/%Y} ({one.working_days} ngày làm việc{until})"
