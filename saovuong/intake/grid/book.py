"""The cells of one submission as they stand: the draft's entries over the figures of the book."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.core.quantity import Modifier, Role
from saovuong.intake.grid.shapes import BLANK, EMPTY_STAMP, Answer, Content, GridCell, GridPlace
from saovuong.intake.grid.typed import cell_text, content_of
from saovuong.intake.models import GridEntry
from saovuong.ledger import queries as ledger
from saovuong.ledger.shapes import FactRow


@dataclass(frozen=True, slots=True)
class Cells:
    """``facts`` are the form's own figures in the book by measure, ``entries`` the newest entry of each measure, current or not.

    ``since`` is when the submission was handed in last: what was typed before that is in the book."""

    facts: Mapping[str, FactRow]
    entries: Mapping[str, GridEntry]
    since: datetime | None = None

    def cell(self, measure: str) -> GridCell:
        fact, entry = self.facts.get(measure), self.entries.get(measure)
        stamp = f"{entry.version if entry else 0}.{fact.id if fact else 0}"
        returned = fact.returned_reason if fact else None
        number = fact.number if fact else None
        if self.is_current(measure):
            assert entry is not None
            content = entry_content(entry)
            return GridCell(content, cell_text(content), entry.note, stamp, entry.typed, entry.by, entry.at, number, returned)
        if fact is None:
            return GridCell(BLANK, "", "", stamp)
        content = content_of(fact)
        aside = self._aside(entry, content)
        return GridCell(content, cell_text(content), fact.note, stamp, fact_number=number, returned_reason=returned, aside=aside)

    def _aside(self, entry: GridEntry | None, stands: Content) -> str:
        if entry is None or entry.over_id is None or (self.since is not None and entry.at <= self.since):
            return ""
        typed = entry_content(entry)
        return "" if typed == stands else f"{cell_text(typed)} ({entry.by})"

    def is_current(self, measure: str) -> bool:
        """Whether the cell shows the draft's entry: made over the very figure that the book has now."""
        fact, entry = self.facts.get(measure), self.entries.get(measure)
        return entry is not None and entry.over_id == (fact.id if fact else None)

    def of(self, measures: Iterable[str]) -> dict[str, GridCell]:
        return {code: self.cell(code) for code in measures}


def cells_of(place: GridPlace, *, actor: Actor | None, now: datetime) -> Cells:
    """Three questions to the database, whatever the size of the form. Raises UnknownSubmission."""
    if place.submission is None:
        return Cells({}, {})
    facts = ledger.facts_of(actor=actor, submission_id=place.submission.id, now=now)
    rows = GridEntry.objects.filter(submission_id=place.submission.id).order_by("version", "pk")
    own = {fact.measure: fact for fact in facts if is_own(fact, place)}
    return Cells(own, {row.measure: row for row in rows}, place.submission.handed_in_at)


def is_own(fact: FactRow, place: GridPlace) -> bool:
    """Whether a figure belongs in a cell: the unit's own result for the form's period in the submission's scope."""
    assert place.submission is not None
    here = fact.unit_id == place.unit.id and fact.period_label == place.period.label and fact.joint is None
    return here and fact.role is Role.RESULT and fact.scope is place.submission.scope


def entry_content(entry: GridEntry) -> Content:
    return Content(Answer(entry.answer), entry.value, entry.high, entry.rating or None, entry.flag, Modifier(entry.modifier))


def shown_at(place: GridPlace, measure: str, stamp: str, cells: Cells) -> tuple[Content, str] | None:
    """What the cell said under an earlier stamp, with its note; None where that cannot be told."""
    version, _, fact_id = stamp.partition(".")
    if not (version.isdigit() and fact_id.isdigit()):
        return None
    if stamp == EMPTY_STAMP or place.submission is None:
        return BLANK, ""
    entry = GridEntry.objects.filter(submission_id=place.submission.id, measure=measure, version=int(version)).first()
    if entry is not None and (entry.over_id or 0) == int(fact_id):
        return entry_content(entry), entry.note
    fact = cells.facts.get(measure)
    return (content_of(fact), fact.note) if fact is not None and fact.id == int(fact_id) else None
