"""What leaves the reports room."""

from dataclasses import dataclass
from datetime import datetime

from saovuong.writers.report_shapes import ReportShape


@dataclass(frozen=True, slots=True)
class MissingSection:
    """A heading about which no figure is accepted: where it stands and what it is about."""

    place: str
    about: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A report ready to be written. ``tables`` and ``figures`` count what it shows."""

    shape: ReportShape
    missing: tuple[MissingSection, ...]
    profile: str


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """One written report as the book of reports remembers it."""

    id: int
    unit_id: str
    period_label: str
    template: str
    built_at: datetime
    built_by: str
    sha256: str
    manifest_sha256: str
    figures: int


@dataclass(frozen=True, slots=True)
class BuiltReport:
    """A written report with its bytes; ``info`` is how it was recorded."""

    info: ReportInfo
    content: bytes
    shape: ReportShape
    missing: tuple[MissingSection, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One finding about a written report.

    ``kind``: ``format`` (against the profile), ``changed`` (the ledger says another value now), ``gone`` (no longer accepted),
    ``new`` (accepted since, the report lacks it), ``source`` (same value, other facts behind it), ``edited`` (the file shows
    something else than was built), ``removed`` (a figure's place is gone), ``loose`` (a number typed by hand without a source),
    ``manifest`` (the list of figures was altered). ``rule`` names the format rule or the figure."""

    kind: str
    rule: str
    place: str
    message: str
    written: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The findings with what was looked at. ``blanks`` counts places still to be filled in by hand; they are no findings."""

    differences: tuple[Difference, ...]
    figures: int
    blanks: int
    written_at: str
    written_by: str
    unit_id: str
    period_label: str
