"""Typing in a form: cells kept in the draft as they are typed, saves taken back, and the draft made into figures."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Max

from saovuong.accounts.shapes import Actor
from saovuong.audit.services import entry_append, writing
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.intake.grid.book import Cells, cells_of, entry_content, shown_at
from saovuong.intake.grid.places import place_of
from saovuong.intake.grid.shapes import (
    BLANK,
    CellChange,
    CellConflict,
    CellProblem,
    Content,
    GridPlace,
    GridSaved,
    GridUndone,
)
from saovuong.intake.grid.typed import LONGEST_NOTE, LONGEST_TEXT, TYPED_REFUSALS, TextTooLong, cell_text, read_cell, refusal_choices
from saovuong.intake.models import GridEntry
from saovuong.ledger import services as book
from saovuong.ledger.services.states import WrongState

_Entered = tuple[str, Content, str, str]


class NotInTheForm(Refusal):
    code = "SV-676"
    template = "Biểu “{form}” không có chỉ tiêu “{measure}”. Tải lại trang rồi nhập lại."


class NothingToUndo(Refusal):
    code = "SV-677"
    template = "Không còn lần ghi số {batch} nào để hoàn tác trong biểu này."


def grid_save(
    *,
    actor: Actor | None,
    now: datetime,
    catalogue: Catalogue,
    unit_id: str,
    form: str,
    period_label: str,
    changes: Sequence[CellChange],
) -> GridSaved:
    """Keep cells in the draft, which the first kept cell opens. Nothing becomes a fact.

    Each cell stands by itself: one that is no number is a problem, one that somebody else changed since ``stamp`` a conflict, and neither
    hinders the others. A change that says what the cell said under its stamp is none, whatever others did. Raises NotYourForm,
    :class:`NotInTheForm`, WrongState, and what the ledger's submission_open raises."""
    with writing():
        place = place_of(actor=actor, now=now, catalogue=catalogue, unit_id=unit_id, form=form, period_label=period_label)
        assert actor is not None
        _require_open(place)
        cells = cells_of(place, actor=actor, now=now)
        problems: list[CellProblem] = []
        conflicts: list[CellConflict] = []
        entered: list[_Entered] = []
        for change in changes:
            content = _content(change, place, catalogue, problems)
            if content is None:
                continue
            cell, note = cells.cell(change.measure), _one_line(change.note)
            if (cell.content, cell.note) == (content, note):
                continue
            if change.stamp == cell.stamp:
                entered.append((change.measure, content, _one_line(change.text), note))
            elif shown_at(place, change.measure, change.stamp, cells) != (content, note):
                conflicts.append(CellConflict(change.measure, cell, change.text, note))
        batch = None
        if entered:
            place = _opened(place, actor=actor, now=now, catalogue=catalogue)
            batch = _enter(place, cells, entered, actor=actor, now=now, action="grid_save")
            cells = cells_of(place, actor=actor, now=now)
        told = {problem.measure for problem in problems} | {conflict.measure for conflict in conflicts}
        return GridSaved(
            place=place,
            cells=cells.of(change.measure for change in changes if change.measure not in told),
            changed=tuple(one[0] for one in entered),
            problems=tuple(problems),
            conflicts=tuple(conflicts),
            batch=batch,
        )


def grid_undo(
    *, actor: Actor | None, now: datetime, catalogue: Catalogue, unit_id: str, form: str, period_label: str, batch: int
) -> GridUndone:
    """Take one save back as a whole: its cells say again what they said before, but for those that were changed since.

    Raises NotYourForm, WrongState, :class:`NothingToUndo`."""
    with writing():
        place = place_of(actor=actor, now=now, catalogue=catalogue, unit_id=unit_id, form=form, period_label=period_label)
        assert actor is not None
        _require_open(place)
        cells = cells_of(place, actor=actor, now=now)
        rows = [] if place.submission is None else list(GridEntry.objects.filter(submission_id=place.submission.id, batch=batch))
        restored: list[_Entered] = []
        left = []
        for row in rows:
            if cells.entries[row.measure].pk != row.pk or not cells.is_current(row.measure):
                left.append(row.measure)
                continue
            content, note = _before(row, cells)
            restored.append((row.measure, content, cell_text(content), note))
        if not restored:
            raise NothingToUndo(batch=batch)
        _enter(place, cells, restored, actor=actor, now=now, action="grid_undo")
        return GridUndone(tuple(one[0] for one in restored), tuple(left))


def _require_open(place: GridPlace) -> None:
    if not place.is_open:
        assert place.submission is not None
        raise WrongState.of(place.submission.id, state=place.submission.state, act="nhập số liệu")


def _content(change: CellChange, place: GridPlace, catalogue: Catalogue, problems: list[CellProblem]) -> Content | None:
    measure = catalogue.measures.get(change.measure)
    if measure is None or not measure.enabled or measure.code not in place.form.measures:
        raise NotInTheForm(form=place.form.name_vi, measure=change.measure)
    try:
        if len(change.note) > LONGEST_NOTE:
            raise TextTooLong(text=LONGEST_TEXT, note=LONGEST_NOTE)
        return read_cell(change.text, measure=measure, catalogue=catalogue)
    except TYPED_REFUSALS as refusal:
        problems.append(CellProblem(measure.code, refusal.code, refusal.message, refusal_choices(refusal), refusal))
        return None


def _one_line(note: str) -> str:
    """PostgreSQL keeps no NUL in a text."""
    return " ".join(note.replace("\0", " ").split())


def _opened(place: GridPlace, *, actor: Actor, now: datetime, catalogue: Catalogue) -> GridPlace:
    if place.submission is not None:
        return place
    unit_id, form, label = place.unit.id, place.form.code, place.period.label
    book.submission_open(actor=actor, now=now, catalogue=catalogue, unit_id=unit_id, form=form, period_label=label)
    return place_of(actor=actor, now=now, catalogue=catalogue, unit_id=unit_id, form=form, period_label=label)


def _enter(place: GridPlace, cells: Cells, entered: Sequence[_Entered], *, actor: Actor, now: datetime, action: str) -> int:
    """One more entry on each cell, together one batch with one entry in the audit; the batch's number."""
    assert place.submission is not None
    rows = GridEntry.objects.filter(submission_id=place.submission.id)
    batch = int(rows.aggregate(last=Max("batch"))["last"] or 0) + 1
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    made = []
    for measure, content, typed, note in entered:
        earlier, fact, cell = cells.entries.get(measure), cells.facts.get(measure), cells.cell(measure)
        made.append(
            GridEntry(
                submission_id=place.submission.id,
                measure=measure,
                version=(earlier.version if earlier else 0) + 1,
                batch=batch,
                over_id=fact.id if fact else None,
                typed=typed,
                note=note,
                by=actor.name,
                at=now,
                **_columns(content),
            )
        )
        before[measure], after[measure] = _told(cell.text, cell.note), _told(cell_text(content), note)
    GridEntry.objects.bulk_create(made)
    target = f"submission:{place.submission.id}"
    entry_append(actor=actor.name, action=action, target=target, before=before, after={"batch": batch, **after}, now=now)
    return batch


def _told(text: str, note: str) -> str:
    return f"{text} ({note})" if note else text


def _columns(content: Content) -> dict[str, object]:
    return {
        "answer": content.answer.value,
        "value": content.value,
        "high": content.high,
        "rating": content.rating or "",
        "flag": content.flag,
        "modifier": content.modifier.value,
    }


def _before(row: GridEntry, cells: Cells) -> tuple[Content, str]:
    """What the cell said before that entry: the entry before it over the same figure, else that figure, else nothing."""
    earlier = GridEntry.objects.filter(submission_id=row.submission_id, measure=row.measure, version=row.version - 1).first()
    if earlier is not None and earlier.over_id == row.over_id:
        return entry_content(earlier), earlier.note
    base: Mapping[str, object] = cells.facts
    if row.measure not in base:
        return BLANK, ""
    cell = Cells(cells.facts, {}).cell(row.measure)
    return cell.content, cell.note
