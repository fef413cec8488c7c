"""Findings on the screen: by unit, the arithmetic spelt out, with the quotes that it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from rich.markup import escape

from saovuong.cli.figures import value_text
from saovuong.core.checks import ERROR, INFO, LEVELS, WARNING, CheckRule
from saovuong.core.errors import Refusal

if TYPE_CHECKING:
    from rich.console import Console

    from saovuong.checks.shapes import CheckedFinding, CheckView, WaiverInfo
    from saovuong.cli.intake_review import About
    from saovuong.core.catalogue import Catalogue
    from saovuong.ledger.shapes import FactRow, SubmissionInfo

LEVEL_NAMES = {ERROR: "Lỗi", WARNING: "Cảnh báo", INFO: "Lưu ý"}
_COLOURS = {ERROR: "bold red", WARNING: "yellow", INFO: "cyan"}
_KEY = 8
_QUOTED = 160
_FIGURES = 6
"""So many figures of a finding are quoted on the screen; ``--json`` has them all."""


class UnknownLevel(Refusal):
    code = "SV-181"
    template = "Mức “{level}” không hợp lệ: chọn error (lỗi), warning (cảnh báo) hoặc info (lưu ý)."


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of a view is shown: from a level on, waived findings too, and of one unit only."""

    level: str
    everything: bool
    only_unit: bool

    def here(self, view: "CheckView") -> "list[CheckedFinding]":
        return [one for one in view.findings if not self.only_unit or one.finding.unit == view.unit.id]

    def shown(self, view: "CheckView") -> "list[CheckedFinding]":
        levels = LEVELS[: LEVELS.index(self.level) + 1]
        return [one for one in self.here(view) if one.finding.level in levels and (self.everything or one.waiver is None)]

    def counts(self, view: "CheckView") -> dict[str, int]:
        """Findings that nobody waived by level, and those ``waived``."""
        left = {level: sum(one.finding.level == level and one.waiver is None for one in self.here(view)) for level in LEVELS}
        return left | {"waived": sum(one.waiver is not None for one in self.here(view))}

    def errors_left(self, view: "CheckView") -> bool:
        return self.counts(view)[ERROR] > 0


def known_level(text: str) -> str:
    """Raises :class:`UnknownLevel`."""
    if text not in LEVELS:
        raise UnknownLevel(level=text)
    return text


def view(found: "CheckView", told: Chosen, catalogue: "Catalogue", out: "Console") -> None:
    last = found.end - timedelta(days=1)
    days = f"{found.start:%d/%m/%Y} - {last:%d/%m/%Y}"
    out.print(f"[bold]{escape(found.unit.name)}[/bold], {found.period.name_vi()} ({days})")
    if found.asked.id != found.unit.id:
        out.print(f"“{found.asked.name}” do {found.unit.name} báo cáo.", markup=False)
    out.print(f"Đã kiểm tra {found.figures} số liệu của {found.units} đơn vị theo {len(found.rules)} quy tắc.", markup=False)
    shown = told.shown(found)
    for unit, several in groupby(shown, key=lambda one: one.finding.unit):
        _unit(found.names.get(unit, unit), list(several), found, catalogue, out)
    _summary(found, told, shown, out)
    if found.hidden:
        names = ", ".join(found.names.get(unit, unit) for unit in found.hidden[:5])
        out.print(f"Ngoài quyền xem của tài khoản, chưa kiểm tra: {names}{'...' if len(found.hidden) > 5 else ''}.", markup=False)


def _unit(name: str, findings: "Sequence[CheckedFinding]", found: "CheckView", catalogue: "Catalogue", out: "Console") -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=escape(name), title_justify="left", title_style="bold", expand=True, show_lines=True)
    table.add_column("Mã", no_wrap=True)
    table.add_column("Mức", no_wrap=True)
    table.add_column("Kỳ", max_width=13)
    table.add_column("Kết quả", ratio=1)
    for one in findings:
        level = one.finding.level
        cell = Text(one.finding.title, style="bold")
        cell.append(f"\n{one.finding.message}", style="not bold")
        for line in _lines(one, found, catalogue):
            cell.append(f"\n{line}", style="not bold dim")
        if one.waiver is not None:
            cell.append(f"\nĐã bỏ qua: {_who(one.waiver)}", style="not bold green")
        table.add_row(one.finding.key[:_KEY], Text(LEVEL_NAMES[level], style=_COLOURS[level]), one.finding.label, cell)
    out.print(table)


def _lines(one: "CheckedFinding", found: "CheckView", catalogue: "Catalogue") -> Iterable[str]:
    told = [*one.facts, *one.others]
    for fact in told[:_FIGURES]:
        yield f"· {_source(fact, found, catalogue)}"
    if len(told) > _FIGURES:
        yield f"· và {len(told) - _FIGURES} số liệu khác (--json)"


def _source(fact: "FactRow", found: "CheckView", catalogue: "Catalogue") -> str:
    """``120 người, 2024 (Phường Đức Xuân báo cáo, hồ sơ 3 số 7): “...” [tệp, vị trí 10–42]``."""
    evidence = fact.evidence
    quote = " ".join(evidence.quote.split()).strip("“”")
    quote = quote if len(quote) <= _QUOTED else f"{quote[:_QUOTED]}..."
    place = f", vị trí {evidence.start}–{evidence.end}" if evidence.start is not None else ""
    reporter = found.names.get(fact.reporter_id, fact.reporter_id)
    about = f"{value_text(fact, catalogue)}, {fact.period_label} ({reporter} báo cáo, hồ sơ {fact.submission_id} số {fact.number})"
    return f"{about}: “{quote}” [{evidence.source}{place}]" if quote else f"{about} [{evidence.source}{place}]"


def _who(waiver: "WaiverInfo") -> str:
    return f"{waiver.by}, {waiver.at:%d/%m/%Y}: {waiver.reason}"


def _summary(found: "CheckView", told: Chosen, shown: "Sequence[CheckedFinding]", out: "Console") -> None:
    counts = told.counts(found)
    if not any(counts.values()):
        words = "Không thấy gì sai." if found.figures else "Chưa có số liệu nào được duyệt để kiểm tra."
        out.print(words, markup=False)
        return
    line = f"{counts[ERROR]} lỗi, {counts[WARNING]} cảnh báo, {counts[INFO]} lưu ý"
    hidden = sum(counts[level] for level in LEVELS[LEVELS.index(told.level) + 1 :])
    notes = [f"{hidden} không hiện, xem bằng --level info"] if hidden else []
    if counts["waived"]:
        notes.append(f"{counts['waived']} đã bỏ qua" + ("" if told.everything else ", xem bằng --all"))
    beside = f" ({'; '.join(notes)})" if notes else ""
    out.print(f"{line}{beside}.", markup=False, soft_wrap=True)
    if any(one.waiver is None for one in shown):
        out.print(
            "Số liệu đúng thì bỏ qua có lý do: saovuong check waive MÃ --unit ... --period ... --reason ...", markup=False, soft_wrap=True
        )


def handed_in(*, about: "About", submission: "SubmissionInfo", out: "Console") -> None:
    """One line about what the checks make of figures just handed in; nothing where they find nothing. It never stands in the way."""
    from saovuong.checks.queries import check

    try:
        found = check(
            actor=about["actor"],
            unit_id=submission.unit_id,
            period_label=submission.period_label,
            catalogue=about["catalogue"],
            states=("accepted", "submitted"),
            below=False,
            now=about["now"],
        )
    except Refusal as refusal:
        out.print(f"Chưa kiểm tra được số liệu vừa nộp: {refusal}", markup=False, soft_wrap=True)
        return
    counts = Chosen(INFO, everything=False, only_unit=True).counts(found)
    if counts[ERROR] or counts[WARNING]:
        command = f"saovuong check --unit {submission.unit_id} --period {submission.period_label} --include-submitted"
        out.print(f"{counts[ERROR]} lỗi, {counts[WARNING]} cảnh báo khi kiểm tra; xem: {command}", markup=False, soft_wrap=True)


def rules(found: Sequence[CheckRule], out: "Console") -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table("Mã", "Mức", "Nội dung", "Căn cứ, lý do", expand=True)
    for rule in found:
        basis = "; ".join([*(one.text for one in rule.legal_basis), *([rule.reason] if rule.reason else [])])
        table.add_row(rule.code, Text(LEVEL_NAMES[rule.level], style=_COLOURS[rule.level]), escape(rule.title_vi), escape(basis))
    out.print(table)
    out.print(f"{len(found)} quy tắc.", markup=False)


def waived(one: "WaiverInfo", out: "Console") -> None:
    out.print(f"Đã bỏ qua {one.key[:_KEY]}: {one.message}", markup=False, soft_wrap=True)
    out.print(
        f"Lý do: {one.reason}. Hết hiệu lực khi số liệu đổi; thôi bỏ qua bằng: saovuong check unwaive {one.key[:_KEY]} --reason ...",
        markup=False,
        soft_wrap=True,
    )


def unwaived(one: "WaiverInfo", out: "Console") -> None:
    out.print(f"Thôi bỏ qua {one.key[:_KEY]}: {one.message}. Lý do: {one.ended_reason}", markup=False, soft_wrap=True)


def waiver_table(found: "Sequence[WaiverInfo]", out: "Console") -> None:
    from rich.table import Table

    if not found:
        out.print("Chưa có kết quả kiểm tra nào được bỏ qua.", markup=False)
        return
    table = Table("Mã", "Nội dung", "Bỏ qua", "Thôi bỏ qua", expand=True, show_lines=True)
    for one in found:
        ended = f"{one.ended_by}, {one.ended_at:%d/%m/%Y}: {one.ended_reason}" if one.ended_at else ""
        table.add_row(one.key[:_KEY], escape(one.message), escape(_who(one)), escape(ended))
    out.print(table)
