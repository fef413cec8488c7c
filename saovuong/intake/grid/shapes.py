"""What leaves the grid."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from saovuong.core.catalogue import Form, Measure
from saovuong.core.errors import Refusal
from saovuong.core.period import Period
from saovuong.core.quantity import Modifier
from saovuong.core.units import UnitInfo
from saovuong.ledger.shapes import SubmissionInfo


class Answer(StrEnum):
    """What a person says in a cell. ``none`` is *không có* in words, a zero in the book; ``unstated`` is work done without a number told;
    ``unknown`` is *chưa có số liệu*, said; ``blank`` is nothing said. The last two make no fact."""

    VALUE = "value"
    NONE = "none"
    UNSTATED = "unstated"
    UNKNOWN = "unknown"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Content:
    """What one cell says. With ``value`` as answer exactly one of ``value`` (``high`` with it for a range), ``rating`` and ``flag`` is set;
    with every other answer none is."""

    answer: Answer = Answer.BLANK
    value: Decimal | None = None
    high: Decimal | None = None
    rating: str | None = None
    flag: bool | None = None
    modifier: Modifier = Modifier.EXACT


BLANK = Content()


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell as it stands: in the draft where somebody typed, else in the book. ``text`` is what the field shows.

    ``stamp`` names this state of the cell: who changes the cell says over which state. ``typed`` are the person's own words, ``by`` and
    ``at`` tell who changed the cell last (None: nobody since the figure is in the book). ``aside`` is what somebody had typed in the draft
    when the figure below it was corrected elsewhere, with their name: it is no longer what the cell says."""

    content: Content
    text: str
    note: str
    stamp: str
    typed: str = ""
    by: str | None = None
    at: datetime | None = None
    fact_number: int | None = None
    returned_reason: str | None = None
    aside: str = ""

    @property
    def is_told(self) -> bool:
        """Whether handing in leaves a figure of it in the book."""
        return self.content.answer not in (Answer.BLANK, Answer.UNKNOWN)


EMPTY_STAMP = "0.0"
EMPTY = GridCell(content=BLANK, text="", note="", stamp=EMPTY_STAMP)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One measure of the form. ``last`` and ``year`` are what the unit told for the period before and for the same one of last year,
    ``target`` what it was told to reach, in words; '' where nothing is known. ``read`` is what a document of the submission says of it
    and nobody entered yet."""

    measure: Measure
    cell: GridCell
    last: str = ""
    year: str = ""
    target: str = ""
    read: str = ""


@dataclass(frozen=True, slots=True)
class GridSection:
    title_vi: str
    title_en: str
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class GridPlace:
    """Whose form, which, and when. ``submission`` is the newest version handed in or worked on; None before the first cell is kept."""

    unit: UnitInfo
    form: Form
    period: Period
    start: date
    end: date
    submission: SubmissionInfo | None
    accepted: SubmissionInfo | None

    @property
    def is_open(self) -> bool:
        return self.submission is None or self.submission.state in ("draft", "returned")


@dataclass(frozen=True, slots=True)
class GridView:
    """A form as it stands. ``last_label`` and ``year_label`` name the periods that stand beside; '' where there is none.

    ``last_batch`` is the newest save of several cells at once that may be taken back; None where there is none."""

    place: GridPlace
    sections: tuple[GridSection, ...]
    last_label: str
    year_label: str

    @property
    def rows(self) -> tuple[GridRow, ...]:
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def cells(self) -> Mapping[str, GridCell]:
        return {row.measure.code: row.cell for row in self.rows}


@dataclass(frozen=True, slots=True)
class CellChange:
    """What a person wants in a cell. ``stamp`` is that of the cell as it was shown to them."""

    measure: str
    text: str
    note: str
    stamp: str


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why what was typed is not kept. ``choices`` are clear ways to write what may have been meant; ``refusal`` for a face that says it in
    its own words."""

    measure: str
    code: str
    message: str
    choices: tuple[str, ...] = ()
    refusal: Refusal | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CellConflict:
    """Somebody else changed the cell after it was shown. ``theirs`` stands; ``mine`` was not kept."""

    measure: str
    theirs: GridCell
    mine_text: str
    mine_note: str


@dataclass(frozen=True, slots=True)
class GridSaved:
    """What became of the changes: ``cells`` are those kept or found to be so already, as they stand now. ``batch`` numbers this save
    within the submission; None where nothing changed."""

    place: GridPlace
    cells: Mapping[str, GridCell]
    changed: tuple[str, ...]
    problems: tuple[CellProblem, ...]
    conflicts: tuple[CellConflict, ...]
    batch: int | None


@dataclass(frozen=True, slots=True)
class GridUndone:
    """``restored`` measures stand as before the save; ``left`` were changed again since and stay as they are."""

    restored: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GridHandedIn:
    """``entered`` new figures, ``corrected`` and ``withdrawn`` ones of the book."""

    submission: SubmissionInfo
    entered: int
    corrected: int
    withdrawn: int
