"""``saovuong check``: what cannot be right together, and what somebody lets stand."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from saovuong.cli.console import AsJson, AsUser, actor_for, bootstrap, console, current_catalogue, now, print_json_lines
from saovuong.core.errors import Refusal

if TYPE_CHECKING:
    from saovuong.core.catalogue import Catalogue

Unit = Annotated[
    str | None, typer.Option("--unit", metavar="ĐƠN-VỊ", help="Đơn vị cần kiểm tra, gồm cả các đơn vị bên dưới: tên đủ rõ hoặc mã.")
]
Term = Annotated[
    str | None,
    typer.Option("--period", metavar="KỲ", help="Kỳ, gồm cả các kỳ bên trong: 2024, 2024-H1, 2024-Q3, 2024-07, 2024-01/2024-09."),
]
OneUnit = Annotated[str, typer.Option("--unit", metavar="ĐƠN-VỊ", help="Đơn vị đã kiểm tra: tên đủ rõ hoặc mã.", show_default=False)]
OneTerm = Annotated[str, typer.Option("--period", metavar="KỲ", help="Kỳ đã kiểm tra.", show_default=False)]
Level = Annotated[
    str, typer.Option("--level", metavar="MỨC", help="Hiện từ mức này trở lên: error (lỗi), warning (cảnh báo), info (lưu ý).")
]
Rules = Annotated[
    list[str] | None, typer.Option("--rule", metavar="QUY-TẮC", help="Chỉ quy tắc này; nhắc lại được. Xem: saovuong check rules.")
]
All = Annotated[bool, typer.Option("--all", help="Hiện cả kết quả đã được bỏ qua, với người bỏ qua, ngày và lý do.")]
OnlyUnit = Annotated[bool, typer.Option("--only-unit", help="Chỉ riêng đơn vị này, không có các đơn vị bên dưới.")]
Submitted = Annotated[bool, typer.Option("--include-submitted", help="Tính cả số liệu đã nộp nhưng chưa duyệt.")]
Key = Annotated[str, typer.Argument(metavar="MÃ", help="Mã của kết quả ở cột đầu của bảng; ít nhất 4 ký tự đầu.", show_default=False)]
Reason = Annotated[str, typer.Option("--reason", metavar="LÝ-DO", help="Lý do; ghi vào nhật ký.", show_default=False)]


class CheckNeeds(Refusal):
    code = "SV-180"
    template = "Thiếu {option}. Viết như: saovuong check --unit “thành phố Bắc Kạn” --period 2024."


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help=(
            "Kiểm tra số liệu: phễu, phần và toàn thể, tỷ lệ, mâu thuẫn, trùng, khác thường. Không sửa gì; "
            "mã thoát 1 khi còn lỗi chưa được bỏ qua."
        ),
        add_completion=False,
    )
    group.callback(invoke_without_command=True)(_check)
    group.command("rules")(_rules)
    group.command("waive")(_waive)
    group.command("unwaive")(_unwaive)
    group.command("waivers")(_waivers)
    app.add_typer(group, name="check")


def _check(
    context: typer.Context,
    *,
    unit: Unit = None,
    period: Term = None,
    level: Level = "warning",
    rule: Rules = None,
    everything: All = False,
    only_unit: OnlyUnit = False,
    include_submitted: Submitted = False,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    if context.invoked_subcommand is not None:
        return
    if unit is None or period is None:
        raise CheckNeeds(option="--unit" if unit is None else "--period")
    bootstrap()
    from saovuong.checks.queries import check
    from saovuong.cli import check_rows as rows
    from saovuong.cli import check_show as show

    actor, catalogue = actor_for("check", as_user), current_catalogue()
    told = show.Chosen(level=show.known_level(level), everything=everything, only_unit=only_unit)
    view = check(
        actor=actor,
        unit_id=_unit_id(unit, period, catalogue),
        period_label=period,
        catalogue=catalogue,
        rules=rule,
        states=_states(include_submitted),
        now=now(),
    )
    if as_json:
        print_json_lines(rows.of_view(view, told, catalogue))
    else:
        show.view(view, told, catalogue, console())
    if told.errors_left(view):
        raise typer.Exit(1)


def _rules(*, rule: Rules = None, as_json: AsJson = False) -> None:
    """Các quy tắc kiểm tra của gói danh mục: mã, mức, nội dung, căn cứ hoặc lý do."""
    from saovuong.catalogue.checks import chosen_checks
    from saovuong.cli import check_rows as rows
    from saovuong.cli import check_show as show

    found = chosen_checks(pack=current_catalogue().pack, codes=rule)
    if as_json:
        print_json_lines(rows.of_rule(one) for one in found)
    else:
        show.rules(found, console())


def _waive(
    key: Key,
    *,
    unit: OneUnit,
    period: OneTerm,
    reason: Reason,
    include_submitted: Submitted = False,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Bỏ qua một kết quả, có lý do: số liệu giữ nguyên, ai bỏ qua và vì sao được ghi lại. Số liệu đổi thì hết hiệu lực."""
    bootstrap()
    from saovuong.checks.services import finding_waive
    from saovuong.cli import check_rows as rows
    from saovuong.cli import check_show as show

    catalogue = current_catalogue()
    done = finding_waive(
        actor=actor_for("check", as_user),
        now=now(),
        catalogue=catalogue,
        unit_id=_unit_id(unit, period, catalogue),
        period_label=period,
        key=key,
        reason=reason,
        states=_states(include_submitted),
    )
    if as_json:
        print_json_lines([rows.of_waiver(done)])
    else:
        show.waived(done, console())


def _unwaive(key: Key, *, reason: Reason, as_user: AsUser = None, as_json: AsJson = False) -> None:
    """Thôi bỏ qua một kết quả: nếu số liệu vẫn thế thì nó lại được tính. Lần bỏ qua cũ vẫn còn trong danh sách."""
    bootstrap()
    from saovuong.checks.services import waiver_end
    from saovuong.cli import check_rows as rows
    from saovuong.cli import check_show as show

    done = waiver_end(actor=actor_for("check", as_user), now=now(), key=key, reason=reason)
    if as_json:
        print_json_lines([rows.of_waiver(done)])
    else:
        show.unwaived(done, console())


def _waivers(*, as_user: AsUser = None, as_json: AsJson = False) -> None:
    """Các kết quả đã được bỏ qua, kể cả những lần đã thôi: ai, khi nào, vì sao."""
    bootstrap()
    from saovuong.checks.queries import waivers
    from saovuong.cli import check_rows as rows
    from saovuong.cli import check_show as show

    found = waivers(actor=actor_for("check", as_user), now=now())
    if as_json:
        print_json_lines(rows.of_waiver(one) for one in found)
    else:
        show.waiver_table(found, console())


def _states(include_submitted: bool) -> tuple[str, ...]:
    return ("accepted", "submitted") if include_submitted else ("accepted",)


def _unit_id(text: str, period: str, catalogue: "Catalogue") -> str:
    """The unit of that name on the last day of the period. Raises BadPeriod, PeriodStillOpen, UnknownUnit, AmbiguousUnit."""
    from saovuong.catalogue.periods import period_of
    from saovuong.org.names import resolve_unit
    from saovuong.org.queries import index

    _, _, end = period_of(period, catalogue=catalogue)
    return resolve_unit(index(), text, on=end - timedelta(days=1)).id
