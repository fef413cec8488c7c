"""What leaves the intake room."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from saovuong.core.quantity import FigureClass, Modifier, Role, Scope
from saovuong.ledger.shapes import DocumentInfo, Evidence, FactRow, SubmissionInfo


@dataclass(frozen=True, slots=True)
class Figure:
    """A proposed value with what the submission adds where the text is silent: its unit, its period, its scope.

    ``measure`` None was not understood. ``organisation`` are the text's own words for a unit; ``unit_id`` None means that they name none
    that is known. Exactly one of ``value`` (with ``high`` for a range), ``rating``, ``flag`` and ``unquantified`` is set."""

    measure: str | None
    unit_id: str | None
    organisation: str | None
    period_label: str
    role: Role
    scope: Scope
    value: Decimal | None
    high: Decimal | None
    rating: str | None
    flag: bool | None
    unquantified: bool
    modifier: Modifier
    uom: str | None
    comparator: str | None = None
    target_mode: str | None = None
    joint: str | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """Two figures under one key speak of the same thing."""
        return self.measure, self.unit_id, self.period_label, self.role, self.scope, self.joint

    @property
    def statement(self) -> tuple[object, ...]:
        """Two figures under one key with different statements contradict each other."""
        return self.value, self.high, self.rating, self.flag, self.unquantified, self.modifier, self.comparator


@dataclass(frozen=True, slots=True)
class LeaveReason:
    """Why a figure is left for a person: a stable code and a Vietnamese sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class CandidateInfo:
    """One figure read from a document. ``number`` is what people call it within the submission and stays its number as a fact.

    ``figure`` is what would be entered now (after a correction, the corrected one); ``proposed`` is what the reader said. ``evidence`` has
    the sentence and the place of the number in it. ``left`` says why no batch may confirm it; the confidence has no part in that."""

    id: int
    number: int
    submission_id: int
    evidence: Evidence
    figure: Figure
    proposed: Figure
    measure_name: str | None
    unit_name: str | None
    figure_class: FigureClass | None
    confidence: float
    why: tuple[str, ...]
    state: str
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    fact_id: int | None
    left: tuple[LeaveReason, ...]

    @property
    def stamp(self) -> str:
        """Changes with every decision on the figure: what a page hands back to say which decision it showed."""
        return f"{self.state} {self.decided_at.isoformat() if self.decided_at else ''} {self.decided_by or ''}".strip()


@dataclass(frozen=True, slots=True)
class StepInfo:
    """One act of reviewing that nobody took back. ``act`` is one of models.STEPS without ``undo``."""

    id: int
    act: str
    numbers: tuple[int, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A submission with its candidates by number and its facts by number. ``texts`` are the documents' texts by document id."""

    submission: SubmissionInfo
    unit_name: str
    candidates: tuple[CandidateInfo, ...]
    facts: tuple[FactRow, ...]
    texts: dict[int, str]

    @property
    def next_number(self) -> int:
        """The number of a figure that is entered now."""
        return max([0, *(row.number for row in self.candidates), *(fact.number for fact in self.facts)]) + 1

    def in_state(self, *states: str) -> tuple[CandidateInfo, ...]:
        return tuple(row for row in self.candidates if row.state in states)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know that stopped nothing."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """What became of a file. ``opened`` is False when the file was there already and the submission is the one it was found in.

    ``figures`` were proposed with a measure, ``not_understood`` without."""

    submission: SubmissionInfo
    document: DocumentInfo
    opened: bool
    figures: int
    not_understood: int
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class LeftFigure:
    number: int
    reasons: tuple[LeaveReason, ...]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """Numbers confirmed by the batch, and every figure that still waits for a person with the reasons."""

    confirmed: tuple[int, ...]
    left: tuple[LeftFigure, ...]


@dataclass(frozen=True, slots=True)
class FinishResult:
    """``facts`` are the ids entered now; ``repeats`` the numbers of figures that said the same as one of them; ``left`` the numbers not
    decided."""

    submission: SubmissionInfo
    facts: tuple[int, ...]
    repeats: tuple[int, ...]
    left: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EnterResult:
    submission: SubmissionInfo
    facts: tuple[int, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class ReadingInfo:
    """By what a document was read; ``taught_sha256`` is empty where nothing was taught."""

    document_id: int
    reader_version: str
    pack_version: str
    taught_sha256: str
    text_sha256: str
    read_at: datetime


@dataclass(frozen=True, slots=True)
class ExampleInfo:
    """What a person decided about one number, with as much text as reading it again needs (``text[text_start:text_end]`` is the number).

    ``start`` and ``end`` mark it in the document's text. ``read`` is what the reader said (None: it missed the number), ``right`` what the
    person said (None: the number is none of the report's). ``origin`` names the office it came from, '' for this one."""

    key: str
    submission_id: int | None
    document_sha256: str
    text_sha256: str
    start: int
    end: int
    text: str
    text_start: int
    text_end: int
    decision: str
    read: Figure | None
    right: Figure | None
    by: str
    at: datetime
    reader_version: str
    pack_version: str
    taught_sha256: str
    origin: str


@dataclass(frozen=True, slots=True)
class ImportedExamples:
    """How many rows of a file were new and how many were here already."""

    added: int
    known: int
