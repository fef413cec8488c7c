"""``saovuong units``: find units, show trees and successions, add an area command. Everything but the last works before any init."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from saovuong.cli.console import AsJson, AsUser, actor_for, bootstrap, console, is_initialised, now, print_json_lines
from saovuong.core.errors import Refusal

if TYPE_CHECKING:
    from rich.tree import Tree as Branch

    from saovuong.core.units import SuccessionInfo, UnitInfo
    from saovuong.engine.shapes import Tree
    from saovuong.org.names import UnitNameIndex

Text = Annotated[str, typer.Argument(metavar="TÊN", help="Tên, có thể viết tắt hay không dấu, kèm đơn vị cấp trên nếu cần; hoặc mã.")]
OnDay = Annotated[str | None, typer.Option("--on", metavar="NGÀY", help="Chỉ đơn vị có trong ngày này, ví dụ 2024-12-31 hoặc 31/12/2024.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="Số ứng viên nhiều nhất được liệt kê.")]
From = Annotated[str | None, typer.Option("--from", metavar="ĐƠN-VỊ", help="Chỉ đơn vị cũ này: tên, mã hành chính hoặc mã của phần mềm.")]
WithCommands = Annotated[bool, typer.Option("--with-commands", help="Thêm cả cơ quan quân sự (Bộ CHQS tỉnh cũ sang tỉnh mới).")]
Kind = Annotated[
    str, typer.Option("--kind", metavar="LOẠI", help="Loại quan hệ: reporting (báo cáo), command (chỉ huy), administrative (hành chính).")
]


class BadDay(Refusal):
    code = "SV-304"
    template = "Ngày “{text}” không hợp lệ. Viết như 2024-12-31 hoặc 31/12/2024."


class BadLinkKind(Refusal):
    code = "SV-305"
    template = "Không có loại quan hệ “{kind}”. Chọn một trong: {known}."


class BadPortion(Refusal):
    code = "SV-558"
    template = (
        "Tỷ lệ “{text}” không viết được chính xác bằng số thập phân. Viết như 0,6, 60% hoặc 3/5; với 1/3 hãy tự làm tròn, như 0,333333."
    )


def register(app: typer.Typer) -> None:
    units = typer.Typer(no_args_is_help=True, help="Đơn vị hành chính và cơ quan quân sự, trước và từ 1/7/2025.")
    app.add_typer(units, name="units")
    units.command("find")(_find)
    units.command("successions")(_successions)
    units.command("tree")(_tree)
    units.command("add-command")(_add_command)
    units.command("share")(_share)


def _find(text: Text, on: OnDay = None, limit: Limit = 20, as_json: AsJson = False) -> None:
    """Tìm đơn vị theo tên; liệt kê mọi ứng viên kèm đơn vị cấp trên, không tự đoán."""
    from saovuong.org.names import UnknownUnit, lifetime, resolve_unit

    index, day = _index(), _day(on)
    matches = index.find(text, on=day, limit=limit)
    if as_json:
        print_json_lines({**_row(index, match.unit), "score": match.score, "exact": match.exact} for match in matches)
    if not matches:
        try:
            resolve_unit(index, text, on=day)
        except UnknownUnit as nothing:
            raise nothing from None
    if as_json:
        return
    from rich.table import Table

    table = Table("Đơn vị", "Trực thuộc", "Mã hành chính", "Mã", "Khớp")
    for match in matches:
        above = ", ".join(parent.name for parent in match.parents)
        fit = "đúng dấu" if match.exact else "bỏ dấu" if match.complete else "gần đúng"
        table.add_row(match.unit.name + lifetime(match.unit), above, match.unit.official_code or "", match.unit.id, fit)
    console().print(table)


def _successions(from_unit: From = None, with_commands: WithCommands = False, as_json: AsJson = False) -> None:
    """Đơn vị cũ đi về đâu từ 1/7/2025: toàn bộ (whole) hay một phần (part), theo văn bản nào."""
    from saovuong.org.names import resolve_unit

    index = _index()
    source = None if from_unit is None else resolve_unit(index, from_unit, on=_last_day_before_change(index, from_unit))
    rows = [info for info in _all_successions() if source is None or info.old == source.id]
    if source is None and not with_commands:
        rows = [info for info in rows if index.relations.units[info.old].area_of is None]
    if as_json:
        print_json_lines(_succession_row(index, info) for info in rows)
        return
    if source is None:
        _print_counts(index, rows)
        return
    if not rows:
        console().print(f"{index.full_name_of(source.id)}: chưa ghi nhận đơn vị kế thừa.", markup=False)
        return
    from rich.table import Table

    table = Table("Đơn vị cũ", "Đơn vị mới", "Phạm vi", "Từ ngày", "Văn bản")
    for info in rows:
        share = f" ({info.share})" if info.share else ""
        extent = "toàn bộ" if info.extent == "whole" else f"một phần{share}"
        table.add_row(index.full_name_of(info.old), index.full_name_of(info.new), extent, f"{info.on:%d/%m/%Y}", info.act)
    console().print(table)


def _tree(text: Text, on: OnDay = None, kind: Kind = "reporting", as_json: AsJson = False) -> None:
    """Cây đơn vị trong một ngày (mặc định: hôm nay, hoặc ngày cuối của đơn vị đã thôi hoạt động)."""
    from saovuong.org.names import UnknownUnit, resolve_unit
    from saovuong.org.relations import LINK_KINDS, REPORTING

    if kind not in LINK_KINDS:
        raise BadLinkKind(kind=kind, known=", ".join(LINK_KINDS))
    index = _index()
    try:
        unit = resolve_unit(index, text, on=_day(on) or now().date())
    except UnknownUnit:
        if on is not None:
            raise
        unit = resolve_unit(index, text)
    day = _day(on) or _standing_day(unit)
    root = index.relations.reporting_unit(unit.id, day=day) if kind == REPORTING else unit
    tree = index.relations.tree(root.id, day=day, kind=kind)
    if as_json:
        print_json_lines(_tree_rows(index, tree))
        return
    from rich.tree import Tree as Branch

    if root.id != unit.id:
        console().print(f"{unit.name} báo cáo qua {root.name}.", markup=False)
    branch = Branch(f"{root.name} [{root.id}]".replace("[", "\\["))
    _grow(branch, index, tree, tree.root)
    console().print(branch)
    console().print(f"Ngày {day:%d/%m/%Y}: {len(tree.units()) - 1} đơn vị bên dưới, {len(tree.expected)} đơn vị cơ sở.")


def _add_command(
    *,
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên đầy đủ, ví dụ “Ban Chỉ huy Phòng thủ khu vực 1 - Đức Xuân”.")],
    under: Annotated[str, typer.Option("--under", metavar="ĐƠN-VỊ", help="Cơ quan cấp trên, ví dụ “Bộ CHQS tỉnh Thái Nguyên”.")],
    since: Annotated[str, typer.Option("--since", metavar="NGÀY", help="Ngày bắt đầu, ví dụ 2025-07-01.")],
    takes: Annotated[
        list[str] | None, typer.Option("--takes", metavar="ĐƠN-VỊ", help="Xã, phường báo cáo về đơn vị này từ ngày đó. Ghi nhiều lần.")
    ] = None,
    short_name: Annotated[str | None, typer.Option("--short-name", metavar="TÊN", help="Tên viết tắt.")] = None,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Thêm Ban chỉ huy phòng thủ khu vực và chuyển các xã, phường về đó (cần tài khoản quản trị)."""
    day = _day(since)
    bootstrap()
    from saovuong.org.names import resolve_unit
    from saovuong.org.queries import index as stored_index
    from saovuong.org.services import unit_add

    index = stored_index()
    above = resolve_unit(index, under, on=day)
    place = index.parents(above.id)
    children = [resolve_unit(index, ", ".join([child, *(f"{step.name}" for step in place[-1:])]), on=day) for child in takes or ()]
    unit = unit_add(
        actor=actor_for("units", as_user), now=now(), name=name, short_name=short_name, kind="area_command", parent_id=above.id,
        valid_from=day or now().date(), takes=[child.id for child in children],
    )  # fmt: skip
    if as_json:
        print_json_lines([_row(stored_index(), unit)])
        return
    console().print(f"Đã thêm {unit.name} [{unit.id}] trực thuộc {above.name}, nhận {len(children)} đơn vị.", markup=False)


def _share(
    *,
    old: Annotated[str, typer.Argument(metavar="ĐƠN-VỊ-CŨ", help="Đơn vị cũ đã chia cho nhiều đơn vị.")],
    into: Annotated[str, typer.Option("--to", metavar="ĐƠN-VỊ-MỚI", help="Đơn vị mới nhận một phần.")],
    share: Annotated[str, typer.Option("--share", metavar="TỶ-LỆ", help="Phần của đơn vị cũ: 0.6, 0,6, 60% hoặc 3/5.")],
    act: Annotated[str, typer.Option("--act", metavar="CĂN-CỨ", help="Căn cứ của tỷ lệ: văn bản, biên bản, số dân, diện tích.")],
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Khai tỷ lệ chia một đơn vị cũ: số liệu cũ trên cây mới được chia theo đó và ghi là ước (cần tài khoản quản trị)."""
    bootstrap()
    from saovuong.org.names import resolve_unit
    from saovuong.org.queries import index as stored_index
    from saovuong.org.services import succession_share

    index, portion = stored_index(), _portion(share)
    source = resolve_unit(index, old, on=_last_day_before_change(index, old))
    info = succession_share(
        actor=actor_for("units", as_user), now=now(), old_id=source.id, new_id=resolve_unit(index, into).id, share=portion, act=act
    )
    if as_json:
        print_json_lines([_succession_row(index, info)])
        return
    names = f"{index.full_name_of(info.old)} → {index.full_name_of(info.new)}"
    console().print(f"Đã khai tỷ lệ {info.share}: {names}. Số liệu chia theo tỷ lệ này được ghi là ước.", markup=False)


def _portion(text: str) -> Decimal:
    """An exact share as people write it. Raises :class:`BadPortion`."""
    plain = text.strip().replace(",", ".")
    try:
        if plain.endswith("%"):
            return Decimal(plain[:-1].strip()) / 100
        if "/" in plain:
            part, whole = (Fraction(side.strip()) for side in plain.split("/"))
            exact = part / whole
            found = Decimal(exact.numerator) / Decimal(exact.denominator)
            if Fraction(found) != exact:
                raise BadPortion(text=text)
            return found
        return Decimal(plain)
    except (ArithmeticError, ValueError):
        raise BadPortion(text=text) from None


def _index() -> "UnitNameIndex":
    """The data folder's units where there is one, else the shipped lists."""
    if is_initialised():
        bootstrap()
        from saovuong.org.queries import index

        return index()
    from saovuong.org.names import UnitNameIndex

    return UnitNameIndex.shipped()


def _all_successions() -> Sequence["SuccessionInfo"]:
    if is_initialised():
        from saovuong.org.queries import successions

        return successions().every
    from saovuong.org.dataset import load_units

    return load_units().successions


def _day(text: str | None) -> date | None:
    """Raises :class:`BadDay`."""
    if text is None:
        return None
    plain = text.strip()
    parts = plain.split("/")
    try:
        if len(parts) == 3:
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        return date.fromisoformat(plain)
    except ValueError:
        raise BadDay(text=text) from None


def _standing_day(unit: "UnitInfo") -> date:
    today = now().date()
    if unit.closed is not None and unit.closed <= today:
        return unit.closed - timedelta(days=1)
    return max(today, unit.opened or today)


def _last_day_before_change(index: "UnitNameIndex", text: str) -> date | None:
    """What is asked is what became of an old unit: of two units of one name the one that passed on is meant."""
    matches = [match for match in index.find(text, limit=200) if match.complete]
    gone = [match.unit.closed for match in matches if match.unit.closed is not None]
    return max(gone) - timedelta(days=1) if gone else None


def _row(index: "UnitNameIndex", unit: "UnitInfo") -> dict[str, object]:
    return {
        "id": unit.id,
        "name": unit.name,
        "kind": unit.kind,
        "level": unit.level,
        "official_code": unit.official_code,
        "parents": [{"id": parent.id, "name": parent.name} for parent in index.parents(unit.id)],
        "opened": unit.opened.isoformat() if unit.opened else None,
        "closed": unit.closed.isoformat() if unit.closed else None,
    }


def _succession_row(index: "UnitNameIndex", info: "SuccessionInfo") -> dict[str, object]:
    old, new = index.relations.units[info.old], index.relations.units[info.new]
    return {
        "old_code": old.official_code,
        "old_name": old.name,
        "new_code": new.official_code,
        "new_name": new.name,
        "extent": info.extent,
        "on": info.on.isoformat(),
        "share": info.share,
    }


def _print_counts(index: "UnitNameIndex", rows: Iterable["SuccessionInfo"]) -> None:
    from collections import Counter

    from rich.table import Table

    counts = Counter((index.relations.units[info.old].level, info.extent) for info in rows)
    names: Mapping[str, str] = {"province": "tỉnh", "district": "huyện", "commune": "xã"}
    table = Table("Cấp của đơn vị cũ", "Toàn bộ", "Một phần")
    for level in sorted({level for level, _ in counts}, key=list(names).index):
        table.add_row(names[level], str(counts[level, "whole"]), str(counts[level, "part"]))
    console().print(table)
    console().print("Xem từng dòng: thêm --from ĐƠN-VỊ hoặc --json.")


def _tree_rows(index: "UnitNameIndex", tree: "Tree") -> Iterable[dict[str, object]]:
    parent_of = {child: parent for parent, children in tree.children.items() for child in children}
    for unit_id in tree.units():
        unit = index.relations.units[unit_id]
        yield {
            "id": unit.id, "name": unit.name, "kind": unit.kind, "official_code": unit.official_code, "parent": parent_of.get(unit_id),
            "on": tree.day.isoformat(),
        }  # fmt: skip


def _grow(branch: "Branch", index: "UnitNameIndex", tree: "Tree", unit_id: str) -> None:
    for child in tree.children.get(unit_id, ()):
        unit = index.relations.units[child]
        _grow(branch.add(f"{unit.name} \\[{child}]"), index, tree, child)
