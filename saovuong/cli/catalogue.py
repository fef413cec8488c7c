"""``saovuong catalogue``: lint a pack, show a measure, list measures."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from saovuong.cli.console import AsJson, console, print_json_lines

if TYPE_CHECKING:
    from saovuong.core.catalogue import Catalogue, Measure

Folder = Annotated[Path | None, typer.Argument(metavar="[THƯ-MỤC]", help="Thư mục của gói; bỏ trống là gói đi kèm phần mềm.")]
Topic = Annotated[str | None, typer.Option("--topic", metavar="MÃ", help="Chỉ các chỉ tiêu của chủ đề này, ví dụ conscription.")]


def register(app: typer.Typer) -> None:
    catalogue = typer.Typer(no_args_is_help=True, help="Danh mục chỉ tiêu: kiểm tra gói, xem và liệt kê chỉ tiêu.")
    app.add_typer(catalogue, name="catalogue")
    catalogue.command("lint")(_lint)
    catalogue.command("show")(_show)
    catalogue.command("list")(_list)


def _lint(folder: Folder = None, as_json: AsJson = False) -> None:
    """Kiểm tra một gói danh mục; mã thoát 1 nếu có lỗi (cảnh báo chỉ được nêu ra)."""
    from importlib.resources import as_file

    from saovuong.catalogue.files import shipped_pack
    from saovuong.catalogue.lint import lint_pack
    from saovuong.catalogue.packs import DEFAULT_PACK

    if folder is None:
        with as_file(shipped_pack(DEFAULT_PACK)) as shipped:
            found = lint_pack(shipped)
    else:
        found = lint_pack(folder)
    errors = sum(each.level == "error" for each in found)
    if as_json:
        rows = ({"code": f.code, "level": f.level, "file": f.file, "where": f.where, "message": f.message} for f in found)
        print_json_lines(rows)
    else:
        for each in found:
            name = "[red]Lỗi[/red]" if each.level == "error" else "[yellow]Cảnh báo[/yellow]"
            console().print(f"{name} {each.code} ", end="")
            console().print(f"{each.file}, {each.where}: {each.message}", markup=False)
        console().print(f"{errors} lỗi, {len(found) - errors} cảnh báo.")
    if errors:
        raise typer.Exit(1)


def _show(code: Annotated[str, typer.Argument(metavar="MÃ", help="Mã chỉ tiêu, ví dụ militia_total.")], as_json: AsJson = False) -> None:
    """Mọi điều danh mục ghi về một chỉ tiêu."""
    from saovuong.catalogue.packs import load_catalogue, measure_get

    catalogue = load_catalogue()
    row = _row(catalogue, measure_get(catalogue=catalogue, code=code), full=True)
    if as_json:
        print_json_lines([row])
        return
    for key, value in row.items():
        if value not in (None, "", [], False) or key == "enabled":
            console().print(f"[bold]{key}[/bold]: ", end="")
            console().print(_plain(value), markup=False)


def _list(topic: Topic = None, as_json: AsJson = False) -> None:
    """Các chỉ tiêu theo chủ đề."""
    from rich.table import Table

    from saovuong.catalogue.packs import UnknownTopic, load_catalogue

    catalogue = load_catalogue()
    if topic is not None and topic not in catalogue.topics:
        raise UnknownTopic(topic=topic, known=", ".join(catalogue.topics))
    measures = [row for code, rows in catalogue.by_topic.items() if topic in (None, code) for row in rows]
    if as_json:
        print_json_lines(_row(catalogue, row, full=False) for row in measures)
        return
    table = Table("Mã", "Chỉ tiêu", "Loại", "Đơn vị", "Dùng")
    for row in measures:
        table.add_row(row.code, row.name_vi, row.kind.value, catalogue.uoms[row.uom].name_vi, "có" if row.enabled else "tắt")
    console().print(table)
    console().print(f"{len(measures)} chỉ tiêu, phiên bản danh mục {catalogue.version}.")


def _row(catalogue: "Catalogue", measure: "Measure", *, full: bool) -> dict[str, object]:
    row: dict[str, object] = {
        "code": measure.code,
        "name_vi": measure.name_vi,
        "name_en": measure.name_en,
        "topic": measure.topic,
        "kind": measure.kind.value,
        "uom": measure.uom,
        "uom_name": catalogue.uoms[measure.uom].name_vi,
        "direction": measure.direction,
        "sensitivity": measure.sensitivity,
        "enabled": measure.enabled,
    }
    if not full:
        return row
    row |= {
        "always_target": measure.always_target,
        "numerator": measure.numerator,
        "denominator": measure.denominator,
        "scale": measure.scale,
        "levels": list(catalogue.scale_of(measure).levels) if measure.scale else [],
        "phrases": list(measure.phrases),
        "heads": list(measure.heads),
        "context": list(measure.context),
        "exclude": list(measure.exclude),
        "legal_basis": [
            {
                "text": basis.text,
                "valid_from": basis.valid_from.isoformat() if basis.valid_from else None,
                "valid_to": basis.valid_to.isoformat() if basis.valid_to else None,
                "verified": basis.verified,
            }
            for basis in measure.legal_basis
        ],
        "breakdowns": list(measure.breakdowns),
        "target_rule": measure.target_rule,
        "note": measure.note,
        "source": measure.source,
        "forms": [form.code for form in catalogue.forms.values() if measure.code in form.measures],
    }
    return row


def _plain(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_plain(item) for item in value)
    if isinstance(value, dict):
        since = f" từ {value['valid_from']}" if value.get("valid_from") else ""
        until = f" đến trước {value['valid_to']}" if value.get("valid_to") else ""
        checked = "" if value.get("verified") else " (chưa đối chiếu)"
        return f"{value['text']}{since}{until}{checked}"
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(value)
