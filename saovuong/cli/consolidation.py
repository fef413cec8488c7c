"""``saovuong totals`` and ``saovuong explain``."""

import sys
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from saovuong.cli.cluster import SPARK, Master, on_cluster, refuse
from saovuong.cli.console import AsJson, AsUser, actor_for, bootstrap, console, current_catalogue, data_folder, now, print_json_lines
from saovuong.core.errors import Refusal

if TYPE_CHECKING:
    from saovuong.consolidation.snapshot_reading import SnapshotReader
    from saovuong.core.catalogue import Catalogue
    from saovuong.core.quantity import Role

Unit = Annotated[str, typer.Option("--unit", metavar="ĐƠN-VỊ", help="Đơn vị cần tổng hợp: tên đủ rõ hoặc mã.", show_default=False)]
Term = Annotated[
    str, typer.Option("--period", metavar="KỲ", help="Kỳ: 2024, 2024-H1, 2024-Q3, 2024-07, 2024-01/2024-09.", show_default=False)
]
Measures = Annotated[
    list[str] | None,
    typer.Option("--measure", metavar="CHỈ-TIÊU", help="Mã hoặc tên chỉ tiêu, không cần dấu; nhắc lại được. Bỏ trống: mọi chỉ tiêu có số."),
]
OneMeasure = Annotated[str, typer.Option("--measure", metavar="CHỈ-TIÊU", help="Mã hoặc tên chỉ tiêu, không cần dấu.", show_default=False)]
TreeDay = Annotated[
    str | None,
    typer.Option("--tree", metavar="NGÀY", help="Tính trên cây đơn vị của ngày này (2025-07-01) thay cho ngày cuối của kỳ."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--at", metavar="LÚC", help="Sổ như tại lúc đó, để dựng lại báo cáo đã ký: 2025-01-15 (hết ngày) hoặc 2025-01-15T16:30."),
]
RoleName = Annotated[str, typer.Option("--role", metavar="result|target", help="result: kết quả; target: chỉ tiêu (mục tiêu) được giao.")]
EngineName = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="duckdb|python",
        help="duckdb: cộng bằng SQL trên bản chụp số liệu; python: từng số liệu, thẳng từ sổ. Bỏ trống: bản chụp nếu theo kịp sổ. "
        "Ghi rõ duckdb thì được nói thêm chỉ tiêu nào phải tính từng số liệu.",
    ),
]
EngineOrCluster = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="duckdb|python|spark",
        help="duckdb: đọc bản chụp số liệu; python: đọc thẳng từ sổ; spark: đọc bản chụp trên cụm máy (cần --master). "
        "Bỏ trống: bản chụp nếu theo kịp sổ.",
    ),
]
Submitted = Annotated[bool, typer.Option("--include-submitted", help="Tính cả số liệu đã nộp nhưng chưa duyệt.")]

_JSON_NUMBERS = (
    "--json: mỗi dòng một đối tượng, khóa “row” cho biết loại. Số nguyên là số JSON; số lẻ là chuỗi thập phân chính xác, "
    "chưa làm tròn; null là chưa biết, không phải 0."
)


class BadRole(Refusal):
    code = "SV-741"
    template = "Vai trò “{role}” không hợp lệ: chọn result (kết quả) hoặc target (mục tiêu)."


class BadTreeDay(Refusal):
    code = "SV-742"
    template = "Ngày của cây đơn vị “{text}” không hợp lệ. Viết như 2025-07-01 hoặc 01/07/2025."


class BadInstant(Refusal):
    code = "SV-556"
    template = "Thời điểm “{text}” không hợp lệ. Viết như 2025-01-15, 15/01/2025 hoặc 2025-01-15T16:30."


class BadEngine(Refusal):
    code = "SV-743"
    template = "Bộ tính “{engine}” không hợp lệ: chọn duckdb (bản chụp số liệu), python (sổ), hoặc với totals spark (cụm máy)."


def register(app: typer.Typer) -> None:
    app.command("totals", epilog=_JSON_NUMBERS)(_totals)
    app.command("explain", epilog=_JSON_NUMBERS)(_explain)


def _totals(
    *,
    unit: Unit,
    period: Term,
    measure: Measures = None,
    tree: TreeDay = None,
    role: RoleName = "result",
    at: AsOf = None,
    include_submitted: Submitted = False,
    engine: EngineOrCluster = None,
    master: Master = None,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Tổng hợp một kỳ của một đơn vị: số, độ phủ, số đơn vị tự báo cáo, chênh lệch, năm trước, mức đạt; bên dưới là các mâu thuẫn."""
    bootstrap()
    from saovuong.cli import consolidation_rows as rows
    from saovuong.cli import consolidation_show as show
    from saovuong.consolidation.measures import resolve_measure
    from saovuong.consolidation.queries import totals_view

    actor, catalogue, day = actor_for("totals", as_user), current_catalogue(), day_from(tree)
    codes = None if not measure else [resolve_measure(text, catalogue=catalogue).code for text in measure]
    unit_id = unit_id_for(unit, period, day, catalogue)
    with on_cluster(_snapshot(engine, include_submitted=include_submitted, at=at, spark=True), engine, master) as snapshot:
        view = totals_view(
            actor=actor,
            unit_id=unit_id,
            period_label=period,
            catalogue=catalogue,
            measures=codes,
            tree_day=day,
            at=instant_from(at),
            states=states_from(include_submitted),
            role=_role(role),
            now=now(),
            snapshot=snapshot,
        )
    if as_json:
        print_json_lines([*rows.of_view(view, catalogue), *(rows.of_engine(view, catalogue) if engine and view.left else ())])
        return
    show.view(view, catalogue, console())
    if engine and view.left:
        console(file=sys.stderr).print(show.left_text(view), markup=False, soft_wrap=True, style="dim")


def _explain(
    *,
    unit: Unit,
    period: Term,
    measure: OneMeasure,
    tree: TreeDay = None,
    role: RoleName = "result",
    at: AsOf = None,
    include_submitted: Submitted = False,
    engine: EngineName = None,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Giải thích một con số: cây các phần đã cộng tới từng câu trích, tài liệu, vị trí, ai nhập, ai duyệt, số nào không tính và vì sao."""
    bootstrap()
    from saovuong.cli import consolidation_rows as rows
    from saovuong.cli import consolidation_tree as branches
    from saovuong.consolidation.measures import resolve_measure
    from saovuong.consolidation.queries import explain

    actor, catalogue, day = actor_for("explain", as_user), current_catalogue(), day_from(tree)
    found = explain(
        actor=actor,
        unit_id=unit_id_for(unit, period, day, catalogue),
        period_label=period,
        measure=resolve_measure(measure, catalogue=catalogue).code,
        catalogue=catalogue,
        tree_day=day,
        at=instant_from(at),
        states=states_from(include_submitted),
        role=_role(role),
        now=now(),
        snapshot=_snapshot(engine, include_submitted=include_submitted, at=at),
    )
    if as_json:
        print_json_lines(rows.of_explanation(found, catalogue))
    else:
        branches.explanation(found, catalogue, console())


def unit_id_for(text: str, period: str, tree_day: date | None, catalogue: "Catalogue") -> str:
    """The unit of that name on the day of the tree. One of another time is named all the same: the question then says when it existed."""
    from saovuong.catalogue.periods import period_of
    from saovuong.org.names import UnknownUnit, resolve_unit
    from saovuong.org.queries import index

    _, _, end = period_of(period, catalogue=catalogue)
    names = index()
    try:
        return resolve_unit(names, text, on=tree_day or end - timedelta(days=1)).id
    except UnknownUnit as refusal:
        try:
            return resolve_unit(names, text).id
        except Refusal:
            raise refusal from None


def _snapshot(engine: str | None, *, include_submitted: bool, at: str | None, spark: bool = False) -> "SnapshotReader | None":
    """The snapshot to read, or None for the ledger; where one was to be expected, the reason is said beside the answer. A cluster cannot
    read the ledger: raises NothingForSpark."""
    from saovuong.consolidation.snapshot_files import SnapshotDamaged
    from saovuong.consolidation.snapshot_reading import open_snapshot
    from saovuong.consolidation.snapshots import folder_of, snapshot_status

    if engine not in (None, "duckdb", "python", SPARK if spark else None):
        raise BadEngine(engine=engine)
    note = refuse if engine == SPARK else _note
    if engine == "python" or (engine is None and (include_submitted or at)):
        return None
    if at:
        note("bản chụp chỉ có số liệu đang có hiệu lực")
        return None
    if include_submitted:
        note("bản chụp chỉ có số liệu đã duyệt")
        return None
    try:
        folder = folder_of(data_folder())
        status = snapshot_status(folder=folder)
        if status.current and status.manifest is not None:
            reader = open_snapshot(folder=folder, manifest=status.manifest)
            # Who names the engine gets it, also for few figures.
            return replace(reader, sql_from=0) if engine else reader
    except SnapshotDamaged as refusal:
        if engine == SPARK:
            raise
        note(str(refusal))
        return None
    if status.manifest is not None:
        note("bản chụp chưa theo kịp sổ (bổ sung bằng: saovuong snapshot build)")
        return None
    if engine:
        note("chưa có bản chụp (lập bằng: saovuong snapshot build)")
    return None


def _note(reason: str) -> None:
    console(file=sys.stderr).print(f"Tính thẳng từ sổ: {reason}.", markup=False, soft_wrap=True)


def states_from(include_submitted: bool) -> tuple[str, ...]:
    return ("accepted", "submitted") if include_submitted else ("accepted",)


def _role(text: str) -> "Role":
    from saovuong.core.quantity import Role

    if text not in (Role.RESULT.value, Role.TARGET.value):
        raise BadRole(role=text)
    return Role(text)


def instant_from(text: str | None) -> datetime | None:
    """The end of a named day, or the very minute; in the zone of this office."""
    if text is None:
        return None
    from django.utils.timezone import make_aware

    try:
        found = datetime.fromisoformat(text.strip()) if "T" in text else None
    except ValueError:
        raise BadInstant(text=text) from None
    if found is None:
        try:
            day = day_from(text)
        except BadTreeDay:
            raise BadInstant(text=text) from None
        assert day is not None
        found = datetime.combine(day, time.max)
    return found if found.tzinfo else make_aware(found)


def day_from(text: str | None) -> date | None:
    if text is None:
        return None
    parts = text.strip().split("/")
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0])) if len(parts) == 3 else date.fromisoformat(text.strip())
    except ValueError:
        raise BadTreeDay(text=text) from None
