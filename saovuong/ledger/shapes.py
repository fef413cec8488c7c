"""What leaves the ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from saovuong.core.quantity import Modifier, Role, Scope


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact came from: a document with the quote's code-point offsets in its text, or a named published source.

    ``source`` says it in words a reader can follow up: a file name, or title, publisher and date of a publication."""

    document_id: int | None
    source: str
    quote: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class FactRow:
    """One value of one measure for one unit and period, as one submission states it.

    Exactly one of ``value`` (Decimal in ``uom``; with modifier range ``value`` is the low and ``high`` the high end), ``rating`` (a level of the measure's
    scale) and ``flag`` is set, except for *hàng trăm triệu* (``unquantified`` True, none set). ``unit_id`` is whom the figure is about, ``reporter_id``
    who handed it in. ``period_end`` is exclusive; both ends are data-range days of the reporting regime. ``comparator`` (``=``, ``>=``, ``<=``) and ``target_mode`` (``each`` or
    ``total``) are set for targets."""

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
