"""What leaves the ledger."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from saovuong.core.quantity import Modifier, Role, Scope


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact came from: a document with the quote's code-point offsets in its text, or a named published source.

    ``source`` says it in words a reader can follow up: a file name, or title, publisher and date of a publication. The quote is the
    sentence or table row; ``figure_start`` and ``figure_end`` are the offsets of the number itself, for marking it inside."""

    document_id: int | None
    source: str
    quote: str
    start: int | None
    end: int | None
    figure_start: int | None = None
    figure_end: int | None = None


@dataclass(frozen=True, slots=True)
class FactRow:
    """One value of one measure for one unit and period, as one submission states it.

    Exactly one of ``value`` (Decimal in ``uom``; with modifier range ``value`` is the low and ``high`` the high end), ``rating`` (a level
    of the measure's scale) and ``flag`` is set, except for *hàng trăm triệu* (``unquantified`` True, none set). ``unit_id`` is whom the
    figure is about, ``reporter_id`` who handed it in. ``period_end`` is exclusive; both ends are data-range days of the reporting regime.
    ``comparator`` (``=``, ``>=``, ``<=``) and ``target_mode`` (``each`` or ``total``) are set for targets. ``number`` is what people call
    the figure within its submission; a correction keeps it. ``joint`` names an event that several units
    report: it counts once above them."""

    id: int
    submission_id: int
    version: int
    state: str
    finality: str
    unit_id: str
    reporter_id: str
    measure: str
    period_label: str
    period_start: date
    period_end: date | None
    as_of: date
    role: Role
    scope: Scope
    value: Decimal | None
    high: Decimal | None
    rating: str | None
    flag: bool | None
    unquantified: bool
    modifier: Modifier
    uom: str
    comparator: str | None
    target_mode: str | None
    evidence: Evidence
    supersedes_id: int | None
    returned_reason: str | None
    entered_by: str
    entered_at: datetime
    accepted_by: str | None
    accepted_at: datetime | None
    number: int = 0
    note: str = ""
    joint: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """One stored content. ``name`` is the first name it came under; ``already_known`` is True when storing it found it there."""

    id: int
    sha256: str
    name: str
    media_type: str
    size: int
    received_by: str
    received_at: datetime
    already_known: bool = False


@dataclass(frozen=True, slots=True)
class AttachedDocument:
    """A document as one submission handed it in; ``name`` is the name it had there."""

    document_id: int
    sha256: str
    name: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class SubmissionInfo:
    """What a unit hands in for a form and a period. ``period_end`` is exclusive; ``scope`` is what its figures cover unless one says
    otherwise.

    ``handed_in_*`` and ``decided_*`` (accepted or returned) tell the latest time and are None before the first."""

    id: int
    unit_id: str
    form: str
    period_label: str
    period_start: date
    period_end: date
    version: int
    state: str
    finality: str
    scope: Scope
    documents: tuple[AttachedDocument, ...]
    created_by: str
    created_at: datetime
    handed_in_by: str | None
    handed_in_at: datetime | None
    decided_by: str | None
    decided_at: datetime | None

    @property
    def last_day(self) -> date:
        """The last day whose data belong to the period; the tree of that day is the period's tree."""
        return self.period_end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StateStep:
    """A state that a submission entered."""

    state: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VerdictInfo:
    """What a verifier said last of one figure: ``accepted``, or ``returned`` with the reason."""

    verdict: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NewFact:
    """A value to be entered. What is None comes from the submission: its unit, its period, its scope; ``uom`` from the measure; ``as_of``
    is the last day of the period or today, whichever is earlier. ``number`` is taken where free, else the next one. ``joint`` is the
    key of a joint event as its participants agreed it, in any spelling."""

    measure: str
    evidence: Evidence
    value: Decimal | None = None
    high: Decimal | None = None
    rating: str | None = None
    flag: bool | None = None
    unquantified: bool = False
    modifier: Modifier = Modifier.EXACT
    uom: str | None = None
    unit_id: str | None = None
    period_label: str | None = None
    role: Role = Role.RESULT
    scope: Scope | None = None
    comparator: str | None = None
    target_mode: str | None = None
    as_of: date | None = None
    number: int | None = None
    note: str = ""
    joint: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """How far the accepted book has come. Acceptances are only ever added, so the same count is the same book; ``last`` is the newest."""

    count: int
    last: int


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One accepted submission; ``supersedes`` are the accepted older versions of the same series, ``superseded`` is True where a newer one
    is accepted."""

    submission_id: int
    unit_id: str
    year: int
    last_day: date
    supersedes: tuple[int, ...]
    superseded: bool


@dataclass(frozen=True, slots=True)
class CountingFact:
    """One figure in force, without its evidence: the ledger has that under ``id``. None in ``end`` is a range that still runs."""

    id: int
    submission_id: int
    unit_id: str
    reporter_id: str
    measure: str
    start: date
    end: date | None
    as_of: date
    role: str
    scope: str
    value: Decimal | None
    high: Decimal | None
    rating: str | None
    flag: bool | None
    modifier: str
    uom: str
    comparator: str | None
    target_mode: str | None
    standing: bool
    finality: str
    joint: str | None = None


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """One effective figure in plain values, with the words it rests on: what a pass over many figures needs.

    ``figure_start`` is where the number itself stands in the document; None where it came without one."""

    id: int
    submission_id: int
    unit_id: str
    reporter_id: str
    measure: str
    period_label: str
    start: date
    end: date | None
    as_of: date
    role: str
    scope: str
    value: Decimal | None
    high: Decimal | None
    rating: str | None
    flag: bool | None
    modifier: str
    uom: str
    comparator: str | None
    target_mode: str | None
    document_id: int | None
    figure_start: int | None
    quote: str
    joint: str | None
