"""What leaves the reports room."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from saovuong.reports.heads import Paper
from saovuong.writers.report_shapes import Paragraph, ReportShape


@dataclass(frozen=True, slots=True)
class MissingSection:
    """A heading about which no figure is accepted: where it stands and what it is about."""

    place: str
    about: str


@dataclass(frozen=True, slots=True)
class FreeParagraph(Paragraph):
    """A place for the office's own words, filled or still blank; ``part`` is its code in the template."""

    part: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A report ready to be written. ``texts`` are the versions of the office's own words in it, by part."""

    shape: ReportShape
    missing: tuple[MissingSection, ...]
    profile: str
    texts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """One written report as the book of reports remembers it; ``signature`` is None while nobody signed it."""

    id: int
    unit_id: str
    period_label: str
    template: str
    built_at: datetime
    built_by: str
    sha256: str
    manifest_sha256: str
    figures: int
    signature: "SignatureInfo | None" = None


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


@dataclass(frozen=True, slots=True)
class Mention:
    """A number that a free text states (``number`` as it was typed), and a figure of the report that showed it then: its ``key``, what it
    is called, and its canonical ``value``. A number that several figures showed has one mention for each."""

    number: str
    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class StaleMention:
    """A number in a free text that no figure it was about shows any more. ``label`` names the figure; ``now`` are the words that the report
    shows for it today, empty where the report no longer has it."""

    part: str
    number: str
    key: str
    label: str
    now: str


@dataclass(frozen=True, slots=True)
class PartVersion:
    """The office's own words for one part; version 0 is a part about which nobody wrote yet, with no time and no writer."""

    part: str
    version: int
    text: str
    written_at: datetime | None
    written_by: str
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What the office decided about a paper; version 0 is what the template gives by itself."""

    version: int
    left_out: tuple[str, ...]
    paper: Paper
    chosen_at: datetime | None
    chosen_by: str


@dataclass(frozen=True, slots=True)
class ManuscriptInfo:
    """The report in the making of a unit for a period. ``changed_*`` tell the latest word written or choice made."""

    id: int
    unit_id: str
    period_label: str
    template: str
    opened_at: datetime
    opened_by: str
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class Manuscript:
    """``parts`` has every part of the template in its order."""

    info: ManuscriptInfo
    choices: Choices
    parts: tuple[PartVersion, ...]

    def part(self, code: str) -> PartVersion | None:
        return next((one for one in self.parts if one.part == code), None)


@dataclass(frozen=True, slots=True)
class SignatureInfo:
    """A signature that was given to a written report, with everything that was frozen beside its file; ``texts`` maps parts on versions."""

    report_id: int
    signed_at: datetime
    signed_by: str
    sha256: str
    manifest_sha256: str
    pack: str
    pack_version: str
    reader_version: str
    program_version: str
    accepted: int
    accepted_last: int
    texts: Mapping[str, int]
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    reason: str = ""

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure about which the book says something else now. ``by_book``: what was accepted since made the difference; otherwise the pack
    or the program counts in another way than when the report was written."""

    difference: Difference
    by_book: bool


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Neighbouring paragraphs under one heading that would read otherwise now; empty on a side where there are none."""

    place: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportChanges:
    """What has changed since a report was written."""

    info: ReportInfo
    figures: tuple[ChangedFigure, ...]
    paragraphs: tuple[Rewritten, ...]
