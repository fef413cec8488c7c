"""Reviewing a submission at the keyboard, figure by figure."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypedDict

from rich.markup import escape
from rich.rule import Rule

from saovuong.accounts.shapes import Actor
from saovuong.cli import intake_show as show
from saovuong.cli.check_show import handed_in
from saovuong.cli.console import console
from saovuong.cli.figures import ROLE_NAMES, STATE_NAMES, measures_matching, parse_value, period_text, value_text
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.errors import Refusal
from saovuong.core.period import YEARLY, Period
from saovuong.core.quantity import MeasureKind, Role
from saovuong.core.text import search_key
from saovuong.intake import services as intake
from saovuong.intake.figures import figure_of_fact
from saovuong.intake.queries import review_get
from saovuong.intake.shapes import CandidateInfo, Figure
from saovuong.ledger.shapes import FactRow, SubmissionInfo
from saovuong.org.names import resolve_unit
from saovuong.org.queries import index, reporting_unit_for

_READ_KEYS = "x/Enter xác nhận · s sửa · b loại · l để lại · h trợ giúp · q dừng:"
_BOOK_KEYS = "s sửa · g giữ nguyên · r rút · l để lại · h trợ giúp · q dừng:"
_HELP = """\
x, Enter  số liệu đúng như đề xuất
s         sửa chỉ tiêu, giá trị, kỳ, đơn vị, loại
b         không phải số liệu của báo cáo
g         số bị trả lại vẫn đúng: giữ nguyên và giải trình
r         rút số liệu khỏi báo cáo
l         chưa quyết định, để lại
q         dừng; những gì đã quyết định được giữ lại"""
_WIDTH = 160
_ROLES = {"kq": Role.RESULT, "ket qua": Role.RESULT, "mt": Role.TARGET, "muc tieu": Role.TARGET}


class UnknownChoice(Refusal):
    code = "SV-933"
    template = "“{text}” không có trong các lựa chọn: {choices}."


class NoSuchMeasure(Refusal):
    code = "SV-934"
    template = "Không có chỉ tiêu nào đang bật có các từ “{text}”. Gõ ít từ hơn, hoặc xem: saovuong catalogue list."


class _Stop(Exception):  # noqa: N818 - the person stops, nothing is wrong
    pass


class About(TypedDict):
    """What every decision needs to know."""

    actor: Actor
    now: datetime
    catalogue: Catalogue
    submission_id: int


class Session:
    """One sitting. Every decision is kept at once; stopping loses nothing."""

    def __init__(self, about: About, *, keep_draft: bool) -> None:
        self.about, self.keep_draft = about, keep_draft
        self.catalogue = about["catalogue"]
        self.out = console()

    def run(self) -> None:
        """Raises UnknownSubmission, NotAllowed, WrongState before anything is asked, and what handing in raises at the end."""
        _, view = intake.review_open(**self.about)
        self.submission: SubmissionInfo = view.submission
        self.out.print(f"{show.capital(show.title(view.submission))}: {STATE_NAMES[view.submission.state]}", markup=False)
        returned = [fact for fact in view.facts if fact.returned_reason]
        proposed = view.in_state("proposed")
        if not returned and not proposed:
            self.out.print("Không còn số liệu nào chờ quyết định.")
        try:
            for fact in returned:
                self._returned(fact)
            for at, row in enumerate(proposed, start=1):
                self._proposed(row, f"{at}/{len(proposed)}")
            self._finish()
        except _Stop:
            self.out.print(f"Đã dừng; các quyết định được giữ lại. Tiếp tục bằng: saovuong review {self.submission.id}", markup=False)

    def _proposed(self, row: CandidateInfo, place: str) -> None:
        self._show(f"Số liệu {row.number} ({place})", show.quote_markup(row.evidence, width=_WIDTH), row.figure)
        why = "; ".join([f"độ tin cậy {str(round(row.confidence, 2)).replace('.', ',')}", *row.why[:4]])
        self.out.print(f"  vì: {why}", markup=False, style="dim")
        for reason in row.left:
            self.out.print(f"  cần xem: {reason.message}", markup=False, style="yellow")

        def confirm() -> None:
            intake.candidate_confirm(**self.about, number=row.number)

        def reject() -> None:
            intake.candidate_reject(**self.about, number=row.number, reason=self._ask("Vì sao loại (có thể bỏ trống):"))

        def correct() -> None:
            intake.candidate_correct(**self.about, number=row.number, figure=self._edited(row.figure))

        self._decide(_READ_KEYS, {"": confirm, "x": confirm, "b": reject, "s": correct})

    def _returned(self, fact: FactRow) -> None:
        figure = figure_of_fact(fact)
        self._show(f"Số liệu {fact.number}, bị trả lại", show.quote_markup(fact.evidence, width=_WIDTH), figure)
        self.out.print(f"  lý do trả lại: {fact.returned_reason}", markup=False, style="red")

        def correct() -> None:
            intake.figure_correct(**self.about, number=fact.number, figure=self._edited(figure))

        def keep() -> None:
            intake.figure_keep(**self.about, number=fact.number, note=self._ask("Giải trình:"))

        def withdraw() -> None:
            about = {"actor": self.about["actor"], "now": self.about["now"]}
            reason = self._ask("Vì sao rút:")
            intake.figure_withdraw(**about, submission_id=self.submission.id, number=fact.number, reason=reason)  # type: ignore[arg-type]

        self._decide(_BOOK_KEYS, {"s": correct, "g": keep, "r": withdraw})

    def _show(self, heading: str, quote: str, figure: Figure) -> None:
        measure = self.catalogue.measures.get(figure.measure or "")
        self.out.print(Rule(heading, align="left"))
        self.out.print(f"  {quote}")
        self.out.print(f"  chỉ tiêu: [bold]{escape(measure.name_vi) if measure else 'chưa rõ'}[/bold]")
        unit = show.unit_name(figure.unit_id) if figure.unit_id else f"chưa rõ ({figure.organisation})"
        self.out.print(f"  giá trị: [bold]{escape(value_text(figure, self.catalogue))}[/bold]")
        self.out.print(f"  đơn vị: {unit} · kỳ: {period_text(figure.period_label)} · loại: {ROLE_NAMES[figure.role]}", markup=False)

    def _decide(self, keys: str, acts: Mapping[str, Callable[[], None]]) -> None:
        """Ask until one of the acts is done or the figure is left. A refused act says why and is asked again."""
        while True:
            key = self._ask(keys).lower()
            if key == "q":
                raise _Stop
            if key == "l":
                return
            act = acts.get(key)
            if act is None:
                self.out.print(_HELP if key == "h" else f"Không có phím “{key}”.", markup=False)
                continue
            try:
                act()
            except Refusal as refusal:
                self.out.print(f"Lỗi [{refusal.code}]: {refusal.message}", markup=False, style="red")
                continue
            return

    def _ask(self, prompt: str) -> str:
        """What the person types; the end of input stops."""
        self.out.print(prompt, end=" ", markup=False, style="cyan")
        line = sys.stdin.readline()
        if not line:
            self.out.print()
            raise _Stop
        return line.strip()

    def _edited(self, figure: Figure) -> Figure:
        """The figure as the person wants it; an empty answer keeps what stands there."""
        measure = self._measure(figure)
        value = self._ask(f"Giá trị [{value_text(figure, self.catalogue)}]:")
        if value or (measure.code != figure.measure and not self._still_fits(figure, measure)):
            typed = parse_value(value, measure=measure, catalogue=self.catalogue)
            figure = replace(figure, value=typed.value, high=typed.high, rating=typed.rating, flag=typed.flag)
            figure = replace(figure, modifier=typed.modifier, unquantified=False)
        figure = replace(figure, measure=measure.code, uom=measure.uom)
        period = self._ask(f"Kỳ, hoặc hằng năm [{period_text(figure.period_label)}]:")
        if period:
            label = YEARLY if search_key(period) in (YEARLY, "hang nam") else Period.parse(period).label
            figure = replace(figure, period_label=label)
        figure = self._unit(figure)
        role = search_key(self._ask(f"Loại, kq = kết quả, mt = mục tiêu [{ROLE_NAMES[figure.role]}]:"))
        if role and role not in _ROLES:
            raise UnknownChoice(text=role, choices="kq, mt")
        chosen = _ROLES.get(role, figure.role)
        return figure if chosen is figure.role else replace(figure, role=chosen, comparator=None, target_mode=None)

    def _measure(self, figure: Figure) -> Measure:
        known = self.catalogue.measures.get(figure.measure or "")
        text = self._ask(f"Chỉ tiêu, gõ vài từ để tìm [{known.name_vi if known else 'chưa rõ'}]:")
        if not text and known is not None:
            return known
        found = measures_matching(text, self.catalogue)
        if not found:
            raise NoSuchMeasure(text=text)
        if len(found) == 1 or found[0].code == text:
            return found[0]
        for at, measure in enumerate(found, start=1):
            self.out.print(f"  {at}. {measure.name_vi} ({measure.code})", markup=False)
        answer = self._ask(f"Chọn 1 đến {len(found)}:")
        if not answer.isdigit() or not 1 <= int(answer) <= len(found):
            raise UnknownChoice(text=answer, choices=f"1 đến {len(found)}")
        return found[int(answer) - 1]

    def _still_fits(self, figure: Figure, measure: Measure) -> bool:
        """Whether a number stays meaningful under another measure; a level or a yes never does."""
        return figure.value is not None and measure.kind not in (MeasureKind.RATING, MeasureKind.YES_NO)

    def _unit(self, figure: Figure) -> Figure:
        shown = show.unit_name(figure.unit_id) if figure.unit_id else "chưa rõ"
        text = self._ask(f"Đơn vị [{shown}]:")
        if not text:
            return figure
        day = self.submission.last_day
        unit = reporting_unit_for(unit_id=resolve_unit(index(), text, on=day).id, day=day)
        return replace(figure, unit_id=unit.id, organisation=None)

    def _finish(self) -> None:
        finish = None
        if not self.keep_draft:
            answer = search_key(self._ask("Nộp hồ sơ? c = nộp, k = để nháp [c]:"))
            if answer in ("", "c", "co"):
                finish = intake.review_finish(**self.about)
        view = review_get(**self.about)
        show.finished(finish, view)
        if finish is not None:
            handed_in(about=self.about, submission=finish.submission, out=self.out)
