"""From a file to accepted figures: ``submit``, ``review``, ``add``, ``accept``, ``return``, ``revise``, ``submissions``, ``submission``."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from saovuong.cli import intake_show as show
from saovuong.cli.console import AsJson, AsUser, actor_for, bootstrap, console, current_catalogue, data_folder, now, print_json_lines
from saovuong.cli.snapshot import follow_snapshot
from saovuong.core.errors import Refusal

if TYPE_CHECKING:
    from saovuong.cli.intake_review import About
    from saovuong.core.quantity import Scope

File = Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp .docx, .pdf có chữ, .html hoặc .txt.", show_default=False)]
Number = Annotated[int, typer.Argument(metavar="HỒ-SƠ", help="Số của hồ sơ, như saovuong submissions liệt kê.", show_default=False)]
Unit = Annotated[str, typer.Option("--unit", metavar="ĐƠN-VỊ", help="Đơn vị báo cáo: tên đủ rõ hoặc mã.", show_default=False)]
Term = Annotated[str, typer.Option("--period", metavar="KỲ", help="Kỳ báo cáo: 2024, 2024-H1, 2024-Q3, 2024-07.", show_default=False)]
FormCode = Annotated[str | None, typer.Option("--form", metavar="BIỂU", help="Mã biểu; bỏ trống thì chọn theo cấp của đơn vị và loại kỳ.")]
Final = Annotated[bool, typer.Option("--final/--provisional", help="Số liệu chính thức hay tạm tính.")]
ScopeName = Annotated[str | None, typer.Option("--scope", metavar="own|total", help="own: riêng đơn vị; total: toàn địa bàn.")]
AddTo = Annotated[int | None, typer.Option("--add-to", metavar="HỒ-SƠ", help="Thêm tệp vào hồ sơ đang lập này.")]
NewVersion = Annotated[bool, typer.Option("--new-version", help="Tệp cùng tên, nội dung khác, thay bản đã nộp trước.")]
Above = Annotated[float | None, typer.Option("--accept-above", metavar="NGƯỠNG", help="Xác nhận một loạt từ độ tin cậy này, ví dụ 0.9.")]
KeepDraft = Annotated[bool, typer.Option("--keep-draft", help="Không nộp: để hồ sơ ở trạng thái đang lập.")]
Confirm = Annotated[list[int] | None, typer.Option("--confirm", metavar="SỐ", help="Xác nhận số liệu này; lặp lại được.")]
Reject = Annotated[list[int] | None, typer.Option("--reject", metavar="SỐ", help="Loại số liệu này; lặp lại được.")]
Undo = Annotated[list[int] | None, typer.Option("--undo", metavar="SỐ", help="Bỏ quyết định trước về số liệu này; lặp lại được.")]
FigureNumber = Annotated[int, typer.Option("--figure", metavar="SỐ", help="Số liệu bị trả lại.", show_default=False)]
Reason = Annotated[str, typer.Option("--reason", metavar="LÝ-DO", help="Lý do, để đơn vị sửa được.", show_default=False)]
MeasureText = Annotated[str, typer.Option("--measure", metavar="CHỈ-TIÊU", help="Mã hoặc vài từ của tên chỉ tiêu.", show_default=False)]
ValueText = Annotated[str, typer.Option("--value", metavar="GIÁ-TRỊ", help="Như 3.277, trên 500, 10 - 12, khá, có.", show_default=False)]
Words = Annotated[str, typer.Option("--quote", metavar="CHỮ", help="Chữ trong văn bản nêu số này, chép đúng từng chữ.", show_default=False)]
OtherUnit = Annotated[str | None, typer.Option("--unit", metavar="ĐƠN-VỊ", help="Đơn vị khác đơn vị báo cáo, nếu số nói về đơn vị đó.")]
OtherTerm = Annotated[str | None, typer.Option("--period", metavar="KỲ", help="Kỳ khác kỳ báo cáo, nếu số nói về kỳ đó.")]
JointKey = Annotated[
    str | None,
    typer.Option("--joint", metavar="MÃ", help="Mã việc chung: các bên cùng dùng một mã thì cấp trên chỉ tính một lần."),
]
IsTarget = Annotated[bool, typer.Option("--target", help="Là mục tiêu phải đạt, không phải kết quả.")]
UnitFilter = Annotated[str | None, typer.Option("--unit", metavar="ĐƠN-VỊ", help="Chỉ hồ sơ của đơn vị này.")]


class UnknownScope(Refusal):
    code = "SV-932"
    template = "Phạm vi “{scope}” không hợp lệ: chọn own (riêng đơn vị) hoặc total (toàn địa bàn)."


def register(app: typer.Typer) -> None:
    app.command("submit")(_submit)
    app.command("review")(_review)
    app.command("add")(_add)
    app.command("accept")(_accept)
    app.command("return")(_return)
    app.command("revise")(_revise)
    app.command("submissions")(_submissions)
    app.command("submission")(_submission)


def _submit(
    file: File,
    *,
    unit: Unit,
    period: Term,
    form: FormCode = None,
    final: Final = True,
    scope: ScopeName = None,
    add_to: AddTo = None,
    new_version: NewVersion = False,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Nộp một tệp báo cáo: lưu tệp, đọc, đề xuất số liệu. Chưa ghi gì vào sổ cho đến khi có người xác nhận."""
    bootstrap()
    from saovuong.intake.queries import review_get
    from saovuong.intake.services import document_submit
    from saovuong.org.queries import index

    actor, moment, catalogue = actor_for("submit", as_user), now(), current_catalogue()
    result = document_submit(
        actor=actor,
        now=moment,
        folder=data_folder(),
        source=file,
        unit_id=_unit_id(unit, period),
        period_label=period,
        catalogue=catalogue,
        units=index(),
        form=form,
        finality="final" if final else "provisional",
        scope=_scope(scope),
        add_to=add_to,
        new_version=new_version,
    )
    view = review_get(actor=actor, now=moment, catalogue=catalogue, submission_id=result.submission.id)
    if as_json:
        print_json_lines([show.result_row(result, view)])
    else:
        show.result(result, view, catalogue)


def _review(
    number: Number,
    *,
    accept_above: Above = None,
    confirm: Confirm = None,
    reject: Reject = None,
    undo: Undo = None,
    keep_draft: KeepDraft = False,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Duyệt từng số liệu của một hồ sơ rồi nộp; có --accept-above thì xác nhận một loạt, nộp và liệt kê phần còn lại."""
    bootstrap()
    from saovuong.cli.intake_review import About, Session
    from saovuong.intake.queries import review_get
    from saovuong.intake.services import candidates_decide

    about = About(actor=actor_for("review", as_user), now=now(), catalogue=current_catalogue(), submission_id=number)
    decided = bool(confirm or reject or undo)
    if decided:
        candidates_decide(**about, confirm=confirm or (), reject=reject or (), undo=undo or ())
    if accept_above is not None:
        _review_batch(about, accept_above, keep_draft=keep_draft, as_json=as_json)
    elif decided:
        view = review_get(**about)
        if as_json:
            print_json_lines(show.candidate_row(row, view) for row in view.candidates)
        else:
            show.decided(view)
    else:
        Session(about, keep_draft=keep_draft).run()


def _review_batch(about: "About", accept_above: float, *, keep_draft: bool, as_json: bool) -> None:
    from saovuong.cli.check_show import handed_in
    from saovuong.intake.queries import review_get
    from saovuong.intake.services import review_batch, review_finish

    batch = review_batch(**about, accept_above=accept_above)
    view = review_get(**about)
    if not as_json:
        show.batch(batch, view, about["catalogue"])
    # With nothing confirmed there is nothing to hand in; that is a finding, not a mistake of the person.
    nothing = not view.facts and not view.in_state("confirmed", "corrected")
    finish = None
    if not keep_draft and not nothing:
        finish = review_finish(**about)
        view = review_get(**about)
    if as_json:
        print_json_lines(show.candidate_row(row, view, batch) for row in view.candidates)
    else:
        show.finished(finish, view)
        if finish is not None:
            handed_in(about=about, submission=finish.submission, out=console())
    if nothing:
        raise typer.Exit(1)


def _add(
    number: Number,
    *,
    measure: MeasureText,
    value: ValueText,
    quote: Words,
    unit: OtherUnit = None,
    period: OtherTerm = None,
    target: IsTarget = False,
    joint: JointKey = None,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Nhập thêm một số liệu mà máy không đọc ra, vào hồ sơ còn là bản nháp; phải chỉ được chữ trong văn bản nêu số đó."""
    bootstrap()
    from saovuong.cli.figures import parse_value
    from saovuong.consolidation.measures import resolve_measure
    from saovuong.core.period import Period
    from saovuong.core.quantity import Role, Scope
    from saovuong.intake.services import figure_add
    from saovuong.intake.shapes import Figure
    from saovuong.ledger.queries import submission_get

    actor, moment, catalogue = actor_for("review", as_user), now(), current_catalogue()
    submission = submission_get(actor=actor, submission_id=number, now=moment)
    label = Period.parse(period).label if period else submission.period_label
    about = _reporting_id(unit, label) if unit else submission.unit_id
    counted = resolve_measure(measure, catalogue=catalogue)
    typed = parse_value(value, measure=counted, catalogue=catalogue)
    figure = Figure(
        measure=counted.code,
        unit_id=about,
        organisation=None,
        period_label=label,
        role=Role.TARGET if target else Role.RESULT,
        scope=submission.scope if about == submission.unit_id else Scope.TOTAL,
        value=typed.value,
        high=typed.high,
        rating=typed.rating,
        flag=typed.flag,
        unquantified=False,
        modifier=typed.modifier,
        uom=counted.uom,
        joint=joint,
    )
    entered, _ = figure_add(actor=actor, now=moment, catalogue=catalogue, submission_id=number, figure=figure, words=quote)
    if as_json:
        print_json_lines([{"submission": number, "figure": entered, "measure": counted.code}])
        return
    console().print(f"Đã nhập thêm số liệu {entered} vào hồ sơ số {number}: {counted.name_vi}, {value}.", markup=False)
    console().print(f"Bước tiếp theo: saovuong review {number}", markup=False)


def _accept(number: Number, as_user: AsUser = None, as_json: AsJson = False) -> None:
    """Duyệt một hồ sơ đã nộp: từ đây số liệu có hiệu lực, thay các bản trước. Người duyệt phải khác người nhập."""
    bootstrap()
    from saovuong.ledger.queries import facts_of
    from saovuong.ledger.services import submission_accept

    actor, moment = actor_for("accept", as_user), now()
    submission = submission_accept(actor=actor, now=moment, submission_id=number)
    follow_snapshot(moment)
    if as_json:
        print_json_lines([show.submission_row(submission)])
        return
    figures = facts_of(actor=actor, submission_id=number, now=moment)
    console().print(
        f"Đã duyệt {show.title(submission)}: {len(figures)} số liệu có hiệu lực. Người duyệt: {actor.name}.", markup=False, soft_wrap=True
    )


def _return(number: Number, figure: FigureNumber, reason: Reason, as_user: AsUser = None, as_json: AsJson = False) -> None:
    """Trả lại một số liệu kèm lý do; hồ sơ quay về người nhập để sửa."""
    bootstrap()
    from saovuong.intake.services import figure_return

    actor = actor_for("return", as_user)
    submission = figure_return(actor=actor, now=now(), submission_id=number, number=figure, reason=reason)
    if as_json:
        print_json_lines([show.submission_row(submission)])
        return
    console().print(f"Đã trả lại số liệu {figure} của {show.title(submission)}: {reason.strip()}", markup=False, soft_wrap=True)
    console().print(f"Đơn vị sửa bằng: saovuong review {number}", markup=False, soft_wrap=True)


def _revise(number: Number, as_user: AsUser = None, as_json: AsJson = False) -> None:
    """Lập bản mới của một hồ sơ đã duyệt, mang theo số liệu và tài liệu, để sửa rồi nộp lại."""
    bootstrap()
    from saovuong.ledger.services import submission_revise

    actor = actor_for("review", as_user)
    submission = submission_revise(actor=actor, now=now(), catalogue=current_catalogue(), submission_id=number)
    if as_json:
        print_json_lines([show.submission_row(submission)])
        return
    console().print(f"Đã lập {show.title(submission)}. Sửa số liệu bằng: saovuong review {submission.id}", markup=False, soft_wrap=True)


def _submissions(unit: UnitFilter = None, as_user: AsUser = None, as_json: AsJson = False) -> None:
    """Liệt kê các hồ sơ với trạng thái."""
    bootstrap()
    from saovuong.ledger.queries import submissions
    from saovuong.org.names import resolve_unit
    from saovuong.org.queries import index, reporting_unit_for

    wanted = None
    if unit is not None:
        named = resolve_unit(index(), unit, on=None)
        day = (named.closed or now().date() + timedelta(days=1)) - timedelta(days=1)
        wanted = [named.id, reporting_unit_for(unit_id=named.id, day=day).id]
    rows = submissions(actor=actor_for("default", as_user), unit_ids=wanted, now=now())
    if as_json:
        print_json_lines(show.submission_row(row) for row in rows)
        return
    show.submission_table(rows)


def _submission(number: Number, as_user: AsUser = None, as_json: AsJson = False) -> None:
    """Xem một hồ sơ: tài liệu, lịch sử, từng số liệu với số thứ tự và trích dẫn."""
    bootstrap()
    from saovuong.intake.knowledge import versions_all
    from saovuong.intake.queries import readings_of, review_get
    from saovuong.ledger.queries import submission_history

    actor, moment, catalogue = actor_for("default", as_user), now(), current_catalogue()
    view = review_get(actor=actor, now=moment, catalogue=catalogue, submission_id=number)
    if as_json:
        print_json_lines([*(show.fact_row(row) for row in view.facts), *(show.candidate_row(row, view) for row in show.waiting(view))])
        return
    history = submission_history(actor=actor, submission_id=number, now=moment)
    readings = readings_of(actor=actor, now=moment, submission_id=number)
    versions = {version.taught.sha256: version.number for version in versions_all(folder=data_folder())}
    show.submission(view, history, readings, versions, catalogue)


def _unit_id(text: str, period: str) -> str:
    """The unit that the text names on the last calendar day of the period. Raises BadPeriod, UnknownUnit, AmbiguousUnit."""
    from saovuong.org.names import resolve_unit
    from saovuong.org.queries import index

    return resolve_unit(index(), text, on=_last_day(period)).id


def _reporting_id(text: str, period: str) -> str:
    """As :func:`_unit_id`, with a command standing for the area that it reports for."""
    from saovuong.org.queries import reporting_unit_for

    return reporting_unit_for(unit_id=_unit_id(text, period), day=_last_day(period)).id


def _last_day(period: str) -> date:
    from saovuong.core.period import Period

    term = Period.parse(period)
    return term.start if term.end is None else term.end - timedelta(days=1)


def _scope(text: str | None) -> "Scope | None":
    from saovuong.core.quantity import Scope

    if text is None:
        return None
    if text not in [scope.value for scope in Scope]:
        raise UnknownScope(scope=text)
    return Scope(text)
