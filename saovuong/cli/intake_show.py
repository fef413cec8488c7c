"""Submissions and their figures on the screen and as JSON rows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.markup import escape

from saovuong.cli.console import console
from saovuong.cli.figures import (
    FIGURE_STATES,
    FINALITY_NAMES,
    ROLE_NAMES,
    SCOPE_NAMES,
    STATE_NAMES,
    json_value,
    marked_quote,
    period_text,
    value_text,
)
from saovuong.core.errors import Refusal

if TYPE_CHECKING:
    from rich.table import Table

    from saovuong.core.catalogue import Catalogue
    from saovuong.intake.shapes import BatchResult, CandidateInfo, FinishResult, IntakeResult, ReadingInfo, ReviewView
    from saovuong.ledger.shapes import Evidence, FactRow, StateStep, SubmissionInfo

Row = dict[str, object]


def unit_name(unit_id: str) -> str:
    from saovuong.org.queries import unit_get

    try:
        return unit_get(unit_id).name
    except Refusal:
        return unit_id


def title(submission: "SubmissionInfo") -> str:
    """``hồ sơ số 3 (Phường Đức Xuân, kỳ 2024, bản 1)``"""
    return f"hồ sơ số {submission.id} ({unit_name(submission.unit_id)}, kỳ {submission.period_label}, bản {submission.version})"


def submission_row(submission: "SubmissionInfo") -> Row:
    return {
        "submission": submission.id,
        "unit_id": submission.unit_id,
        "unit": unit_name(submission.unit_id),
        "form": submission.form,
        "period": submission.period_label,
        "period_start": submission.period_start.isoformat(),
        "period_end": submission.period_end.isoformat(),
        "version": submission.version,
        "state": submission.state,
        "finality": submission.finality,
        "scope": submission.scope.value,
        "documents": [{"id": link.document_id, "name": link.name, "sha256": link.sha256} for link in submission.documents],
        "created_by": submission.created_by,
        "handed_in_by": submission.handed_in_by,
        "decided_by": submission.decided_by,
    }


def result_row(result: "IntakeResult", view: "ReviewView") -> Row:
    return {
        **submission_row(result.submission),
        "document": result.document.id,
        "opened": result.opened,
        "figures": result.figures,
        "not_understood": result.not_understood,
        "for_a_person": [row.number for row in view.in_state("proposed") if row.left],
        "notices": [{"code": notice.code, "message": notice.message} for notice in result.notices],
    }


def result(result: "IntakeResult", view: "ReviewView", catalogue: "Catalogue") -> None:
    out = console()
    for notice in result.notices:
        out.print(f"[yellow]Lưu ý[/yellow] {notice.code}: {escape(notice.message)}", soft_wrap=True)
    submission = result.submission
    standing = f"{STATE_NAMES[submission.state]}, {FINALITY_NAMES[submission.finality]}, {SCOPE_NAMES[submission.scope]}"
    out.print(f"[bold]{escape(capital(title(submission)))}[/bold]: {standing}", soft_wrap=True)
    out.print(f"Tài liệu {result.document.id} “{escape(result.document.name)}”, SHA-256 {result.document.sha256[:12]}...", soft_wrap=True)
    out.print(f"Đọc được {result.figures} số liệu có chỉ tiêu, {result.not_understood} số chưa hiểu.", soft_wrap=True)
    waiting_rows = view.in_state("proposed")
    for_person = [row for row in waiting_rows if row.left]
    if for_person:
        out.print(f"{len(for_person)} số liệu cần người xem:", soft_wrap=True)
        out.print(figure_table(for_person, catalogue, reasons=True))
    if submission.state in ("draft", "returned"):
        out.print(f"Bước tiếp theo: saovuong review {submission.id}", markup=False, soft_wrap=True)


def batch(batch: "BatchResult", view: "ReviewView", catalogue: "Catalogue") -> None:
    out = console()
    out.print(f"Đã xác nhận {len(batch.confirmed)} số liệu; để lại {len(batch.left)} số liệu cho người xem.", soft_wrap=True)
    reasons = {row.number: row.reasons for row in batch.left}
    left = [row for row in view.candidates if row.number in reasons]
    if left:
        out.print(figure_table(left, catalogue, reasons={number: [r.message for r in found] for number, found in reasons.items()}))


def decided(view: "ReviewView") -> None:
    counts = {name: len(view.in_state(state)) for state, name in FIGURE_STATES.items()}
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    console().print(f"{capital(title(view.submission))}: {told}.", markup=False, soft_wrap=True)
    console().print(f"Nộp khi xong bằng: saovuong review {view.submission.id}", markup=False, soft_wrap=True)


def finished(finish: "FinishResult | None", view: "ReviewView") -> None:
    out = console()
    if finish is None:
        out.print(
            f"Chưa nộp {escape(title(view.submission))}: còn là bản nháp. Duyệt tiếp bằng: saovuong review {view.submission.id}",
            soft_wrap=True,
        )
        return
    if finish.repeats:
        out.print(
            f"{len(finish.repeats)} số liệu nhắc lại số đã có (số {', '.join(map(str, finish.repeats))}): chỉ ghi một lần.", soft_wrap=True
        )
    out.print(
        f"Đã nộp {escape(title(finish.submission))}: {len(finish.facts)} số liệu ghi vào sổ, chờ người kiểm tra duyệt.", soft_wrap=True
    )
    out.print(f"Người kiểm tra duyệt bằng: saovuong accept {finish.submission.id}", markup=False, soft_wrap=True)


def submission_table(rows: "Sequence[SubmissionInfo]") -> None:
    from rich.table import Table

    if not rows:
        console().print("Chưa có hồ sơ nào.", soft_wrap=True)
        return
    table = Table("Số", "Đơn vị", "Kỳ", "Bản", "Trạng thái", "Người nộp", "Người duyệt")
    for row in rows:
        state = f"{STATE_NAMES[row.state]} ({FINALITY_NAMES[row.finality]})"
        decided = row.decided_by if row.state in ("accepted", "returned") else None
        cells = (unit_name(row.unit_id), row.period_label, str(row.version), state, row.handed_in_by or "", decided or "")
        table.add_row(str(row.id), *map(escape, cells))
    console().print(table)


def submission(
    view: "ReviewView",
    history: "Iterable[StateStep]",
    readings: "Iterable[ReadingInfo]",
    versions: Mapping[str, int],
    catalogue: "Catalogue",
) -> None:
    """``versions`` are the numbers of the taught knowledge by its hash."""
    out = console()
    info = view.submission
    out.print(f"[bold]{escape(capital(title(info)))}[/bold]", soft_wrap=True)
    out.print(f"  Biểu {info.form}; {FINALITY_NAMES[info.finality]}; {SCOPE_NAMES[info.scope]}", markup=False, soft_wrap=True)
    for step in history:
        out.print(f"  {step.at:%d/%m/%Y %H:%M}  {STATE_NAMES[step.state]} ({step.by})", markup=False, soft_wrap=True)
    for link in info.documents:
        out.print(f"  Tài liệu {link.document_id}: {link.name}", markup=False, soft_wrap=True)
        for reading in readings:
            if reading.document_id == link.document_id:
                out.print(f"    {read_by(reading, versions)}", markup=False, soft_wrap=True)
    if view.facts:
        out.print(f"Số liệu trong sổ ({len(view.facts)}):", soft_wrap=True)
        out.print(fact_table(view.facts, catalogue))
    rest = waiting(view)
    if rest:
        out.print(f"Số liệu đọc được, chưa vào sổ ({len(rest)}):", soft_wrap=True)
        out.print(figure_table(rest, catalogue, reasons=True))


def read_by(reading: "ReadingInfo", versions: Mapping[str, int]) -> str:
    """``đọc 10/01/2025 bằng bộ đọc 1.0+3f2a91c0, danh mục 0.1.0+f69327a6, kiến thức bản 2``"""
    told = f"đọc {reading.read_at:%d/%m/%Y} bằng bộ đọc {reading.reader_version}, danh mục {reading.pack_version}"
    if not reading.taught_sha256:
        return told
    number = versions.get(reading.taught_sha256)
    return f"{told}, kiến thức {f'bản {number}' if number else reading.taught_sha256[:12]}"


def waiting(view: "ReviewView") -> "list[CandidateInfo]":
    """Figures of a reading that are not in the book and that nobody rejected."""
    return [row for row in view.candidates if row.fact_id is None and row.state != "rejected"]


def fact_table(facts: "Iterable[FactRow]", catalogue: "Catalogue") -> "Table":
    from rich.table import Table

    table = Table("Số", "Chỉ tiêu", "Giá trị", "Kỳ", "Loại", "Trích dẫn")
    for fact in facts:
        measure = catalogue.measures.get(fact.measure)
        quote = quote_markup(fact.evidence)
        if fact.returned_reason:
            quote = f"[red]Trả lại: {escape(fact.returned_reason)}[/red]\n{quote}"
        cells = (
            measure.name_vi if measure else fact.measure,
            value_text(fact, catalogue),
            period_text(fact.period_label),
            ROLE_NAMES[fact.role],
        )
        table.add_row(str(fact.number), *map(escape, cells), quote)
    return table


def figure_table(rows: "Iterable[CandidateInfo]", catalogue: "Catalogue", *, reasons: "bool | dict[int, list[str]]" = False) -> "Table":
    """``reasons`` True shows why each figure is left for a person; a mapping gives the reasons by number."""
    from rich.table import Table

    table = Table("Số", "Trích dẫn", "Chỉ tiêu", "Giá trị", "Kỳ", "Vì sao chờ người xem" if reasons else "Trạng thái")
    for row in rows:
        last = FIGURE_STATES[row.state]
        if isinstance(reasons, dict):
            last = "; ".join(reasons.get(row.number, []))
        elif reasons:
            last = "; ".join(reason.message for reason in row.left) or last
        figure = row.figure
        cells = (row.measure_name or "chưa rõ", value_text(figure, catalogue), period_text(figure.period_label), last)
        table.add_row(str(row.number), quote_markup(row.evidence), *map(escape, cells))
    return table


def quote_markup(evidence: "Evidence", *, width: int = 46) -> str:
    """The words near the number with the number marked; the source where there is no quote."""
    before, number, after = marked_quote(evidence)
    if not number:
        return escape(before or evidence.source)
    # Cut at a space, so that no half word stands at an edge.
    if len(before) > width:
        before = "... " + before[-width:].partition(" ")[2]
    if len(after) > width:
        after = after[:width].rpartition(" ")[0] + " ..."
    return f"{escape(before)}[bold reverse]{escape(number)}[/bold reverse]{escape(after)}"


def fact_row(fact: "FactRow") -> Row:
    return {
        "submission": fact.submission_id,
        "number": fact.number,
        "fact": fact.id,
        "state": "returned" if fact.returned_reason else "entered",
        "measure": fact.measure,
        "unit_id": fact.unit_id,
        "value": json_value(fact),
        "uom": fact.uom,
        "modifier": fact.modifier.value,
        "period": fact.period_label,
        "role": fact.role.value,
        "scope": fact.scope.value,
        "returned_reason": fact.returned_reason,
        "note": fact.note,
        **_evidence_row(fact.evidence),
    }


def candidate_row(row: "CandidateInfo", view: "ReviewView", left: "BatchResult | None" = None) -> Row:
    reasons = {figure.number: figure.reasons for figure in left.left}.get(row.number, ()) if left else row.left
    figure = row.figure
    return {
        "submission": row.submission_id,
        "submission_state": view.submission.state,
        "number": row.number,
        "fact": row.fact_id,
        "state": row.state,
        "measure": figure.measure,
        "unit_id": figure.unit_id,
        "value": json_value(figure),
        "uom": figure.uom,
        "modifier": figure.modifier.value,
        "period": figure.period_label,
        "role": figure.role.value,
        "scope": figure.scope.value,
        "confidence": row.confidence,
        "why": list(row.why),
        "left": [{"code": reason.code, "message": reason.message} for reason in reasons],
        **_evidence_row(row.evidence),
    }


def _evidence_row(evidence: "Evidence") -> Row:
    return {
        "document": evidence.document_id,
        "source": evidence.source,
        "quote": evidence.quote,
        "start": evidence.start,
        "end": evidence.end,
        "figure_start": evidence.figure_start,
        "figure_end": evidence.figure_end,
    }


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
