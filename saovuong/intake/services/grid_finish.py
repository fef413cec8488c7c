"""The draft of a form becomes figures of the book, and the submission is handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import writing
from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.errors import Refusal
from saovuong.core.quantity import Role
from saovuong.intake.figures import figure_of_fact
from saovuong.intake.grid.book import Cells, cells_of
from saovuong.intake.grid.places import place_of
from saovuong.intake.grid.shapes import Answer, GridCell, GridHandedIn, GridPlace
from saovuong.intake.grid.typed import NONE_TEXT, cell_text
from saovuong.intake.models import CONFIRMED, CORRECTED
from saovuong.intake.queries import review_get
from saovuong.intake.services.finish import review_finish
from saovuong.intake.services.returned import figure_correct
from saovuong.intake.shapes import CandidateInfo, Figure
from saovuong.intake.wording import value_text
from saovuong.ledger import services as book
from saovuong.ledger.services.submissions import NothingToHandIn
from saovuong.ledger.shapes import Evidence, FactRow, NewFact

_LEFT_BLANK = "Người nhập bỏ trống ô này trong biểu."
_LONGEST_SOURCE = 500


class NothingTyped(Refusal):
    code = "SV-678"
    template = "Biểu này chưa có ô nào có số liệu nên chưa nộp được. Nhập ít nhất một số liệu, kể cả “không có”, rồi nộp."


class TypedAgainstRead(Refusal):
    code = "SV-679"
    template = (
        "Số đã nhập trong biểu khác với số đã xác nhận từ tài liệu của cùng hồ sơ: {places}. "
        "Sửa ô trong biểu, hoặc sửa hay loại số đọc được, rồi nộp lại."
    )


@dataclass
class _Done:
    asked: list[NewFact] = field(default_factory=list)
    corrected: int = 0
    withdrawn: int = 0


def grid_hand_in(*, actor: Actor | None, now: datetime, catalogue: Catalogue, unit_id: str, form: str, period_label: str) -> GridHandedIn:
    """Cells that say something become figures, cells changed over a figure of the book correct it, cells emptied over one withdraw it; then
    everything is handed in, with what was confirmed from documents. *Chưa có số liệu* and blank cells make no figure.

    All or nothing. Raises NotYourForm, :class:`NothingTyped`, :class:`TypedAgainstRead`, FactsRefused, and what review_finish raises."""
    with writing():
        place = place_of(actor=actor, now=now, catalogue=catalogue, unit_id=unit_id, form=form, period_label=period_label)
        if place.submission is None:
            raise NothingTyped
        submission_id = place.submission.id
        cells = cells_of(place, actor=actor, now=now)
        about = {"actor": actor, "now": now, "catalogue": catalogue, "submission_id": submission_id}
        read = _confirmed(place, actor=actor, now=now, catalogue=catalogue)
        _refuse_contradictions(place, cells, read, catalogue)
        done = _Done()
        for measure in place.form.measures:
            if cells.is_current(measure) and measure not in read:
                _settle(catalogue.measures[measure], place, cells, done, actor=actor, now=now, catalogue=catalogue)
        ids = book.facts_append(**about, facts=done.asked)  # type: ignore[arg-type]
        try:
            result = review_finish(**about)  # type: ignore[arg-type]
        except NothingToHandIn:
            raise NothingTyped from None
        return GridHandedIn(result.submission, len(ids) + len(result.facts), done.corrected, done.withdrawn)


def _settle(
    measure: Measure, place: GridPlace, cells: Cells, done: _Done, *, actor: Actor | None, now: datetime, catalogue: Catalogue
) -> None:
    cell, fact = cells.cell(measure.code), cells.facts.get(measure.code)
    stood = Cells(cells.facts, {}).cell(measure.code)
    if fact is None:
        if cell.is_told:
            done.asked.append(_new_fact(measure, cell, place))
    elif not cell.is_told:
        book.fact_withdraw(actor=actor, now=now, fact_id=fact.id, reason=cell.note or _LEFT_BLANK, hand_in=False)
        done.withdrawn += 1
    elif (cell.content, cell.note) != (stood.content, stood.note):
        _correct(measure, cell, fact, place, actor=actor, now=now, catalogue=catalogue)
        done.corrected += 1


def _correct(
    measure: Measure, cell: GridCell, fact: FactRow, place: GridPlace, *, actor: Actor | None, now: datetime, catalogue: Catalogue
) -> None:
    """A figure that a document gave keeps its quote, as when it is corrected in review; a typed one gets the new words."""
    new = _new_fact(measure, cell, place)
    if fact.evidence.document_id is None:
        book.fact_supersede(actor=actor, now=now, catalogue=catalogue, fact_id=fact.id, fact=new, hand_in=False)
        return
    figure_correct(
        actor=actor,
        now=now,
        catalogue=catalogue,
        submission_id=fact.submission_id,
        number=fact.number,
        figure=_figure(new, fact),
        note=cell.note,
    )


def _figure(new: NewFact, fact: FactRow) -> Figure:
    old = figure_of_fact(fact)
    return Figure(
        measure=old.measure,
        unit_id=old.unit_id,
        organisation=None,
        period_label=old.period_label,
        role=old.role,
        scope=old.scope,
        value=new.value,
        high=new.high,
        rating=new.rating,
        flag=new.flag,
        unquantified=new.unquantified,
        modifier=new.modifier,
        uom=old.uom,
    )


def _new_fact(measure: Measure, cell: GridCell, place: GridPlace) -> NewFact:
    """*Không có* is a zero that keeps these words as its quote; other typed words are kept as they were typed."""
    content = cell.content
    words = NONE_TEXT if content.answer is Answer.NONE else cell.typed or cell_text(content)
    source = f"Biểu “{place.form.name_vi}”, nhập từng ô"[:_LONGEST_SOURCE]
    return NewFact(
        measure=measure.code,
        evidence=Evidence(None, source, words, None, None),
        value=Decimal(0) if content.answer is Answer.NONE else content.value,
        high=content.high,
        rating=content.rating,
        flag=content.flag,
        unquantified=content.answer is Answer.UNSTATED,
        modifier=content.modifier,
        note=cell.note,
    )


def _confirmed(place: GridPlace, *, actor: Actor | None, now: datetime, catalogue: Catalogue) -> dict[str, list[CandidateInfo]]:
    """What a person confirmed of the submission's documents about its own cells and is not in the book yet, by measure."""
    assert place.submission is not None
    if not place.submission.documents:
        return {}
    view = review_get(actor=actor, now=now, catalogue=catalogue, submission_id=place.submission.id)
    found: dict[str, list[CandidateInfo]] = {}
    for row in view.in_state(CONFIRMED, CORRECTED):
        figure = row.figure
        own = (figure.unit_id, figure.period_label, figure.role) == (place.unit.id, place.period.label, Role.RESULT)
        if row.fact_id is None and figure.measure and own and figure.scope is place.submission.scope:
            found.setdefault(figure.measure, []).append(row)
    return found


def _refuse_contradictions(place: GridPlace, cells: Cells, read: Mapping[str, Sequence[CandidateInfo]], catalogue: Catalogue) -> None:
    """Where both say the same, the document's figure is entered: it has the quote."""
    clashes = []
    for code, rows in read.items():
        if not cells.is_current(code) or not cells.cell(code).is_told:
            continue
        measure = catalogue.measures[code]
        typed = _new_fact(measure, cells.cell(code), place)
        said = typed.value, typed.high, typed.rating, typed.flag, typed.unquantified, typed.modifier
        clashes += [
            f"{measure.name_vi} (biểu: {cells.cell(code).text}; tài liệu: {value_text(row.figure, catalogue)})"
            for row in rows
            if row.figure.statement[:-1] != said
        ]
    if clashes:
        raise TypedAgainstRead(places="; ".join(clashes))
