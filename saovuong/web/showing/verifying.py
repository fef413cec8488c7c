"""A handed-in submission as a verifier reads it: each figure beside what was said before, what the checks find, and who did what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from saovuong.checks.queries import check
from saovuong.checks.services import WAIVES
from saovuong.checks.shapes import CheckedFinding
from saovuong.core.errors import Refusal
from saovuong.intake.services import unchanged_among, verdict_stamp
from saovuong.ledger import queries as ledger
from saovuong.ledger.access import covers, scope_of
from saovuong.ledger.shapes import Evidence, FactRow, SubmissionInfo, VerdictInfo
from saovuong.web.desk import Desk
from saovuong.web.showing.comparing import Change, change_of, key_of, last_year, previous_version, versions_of
from saovuong.web.showing.quotes import Quote
from saovuong.web.showing.review import FigureCard, fact_card
from saovuong.web.showing.said import spoken, value_text
from saovuong.web.showing.submissions import unit_names

_STATES = ("accepted", "submitted", "returned")
# So much of the document is shown around a number.
_CONTEXT = 260


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A finding about the submission; ``numbers`` are its figures, ``waived`` says who let it stand and why."""

    key: str
    level: str
    message: str
    numbers: tuple[int, ...]
    waived: str
    may_waive: bool


@dataclass(frozen=True, slots=True)
class JudgedFigure:
    """``verdict`` is empty, ``accepted`` or ``returned``; ``stamp`` goes back with a verdict, to say what the person saw; ``context`` is
    some of the document around the number."""

    card: FigureCard
    before: Change
    last_year: Change
    verdict: str
    by: str
    stamp: str
    unchanged: bool
    is_new: bool
    context: Quote | None
    findings: tuple[CheckLine, ...]

    @property
    def failing(self) -> bool:
        return any(not one.waived for one in self.findings)


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a submission's history."""

    at: datetime
    by: str
    what: str
    number: int | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    figures: tuple[JudgedFigure, ...]
    findings: tuple[CheckLine, ...]
    has_before: bool
    has_last_year: bool
    unchanged: int
    versions: tuple[SubmissionInfo, ...]

    def count(self, name: str) -> int:
        return sum(map(FILTERS[name], self.figures))


FILTERS: Mapping[str, Callable[[JudgedFigure], bool]] = {
    "chua-xem": lambda one: not one.verdict,
    "thay-doi": lambda one: one.before.differs or one.is_new,
    "sai-kiem-tra": lambda one: one.failing,
    "doi-nhieu": lambda one: one.last_year.large or one.before.large,
    "tra-lai": lambda one: one.verdict == "returned",
}


def verification(desk: Desk, submission: SubmissionInfo) -> Verification:
    actor, catalogue, now = desk.known, desk.catalogue, desk.now
    facts = ledger.facts_of(actor=actor, submission_id=submission.id, now=now)
    verdicts = ledger.verdicts_of(actor=actor, submission_id=submission.id, now=now)
    versions = versions_of(desk, submission)
    before, year = previous_version(desk, submission, versions), last_year(desk, submission)
    names = unit_names(fact.unit_id for fact in facts)
    same = {fact.number for fact in unchanged_among(facts, judged=verdicts, before=before.whole if before.accepted else ())}
    texts = ledger.document_texts(actor=actor, document_ids=[link.document_id for link in submission.documents], now=now)
    findings = _findings(desk, submission, facts)
    figures = []
    for fact in facts:
        own_period = fact.period_label == submission.period_label
        earlier = before.facts.get(key_of(fact)) if own_period else None
        verdict = verdicts.get(fact.id)
        figures.append(
            JudgedFigure(
                card=fact_card(fact, submission, catalogue, names),
                before=change_of(fact, earlier, catalogue),
                last_year=change_of(fact, year.facts.get(key_of(fact)) if own_period else None, catalogue),
                verdict=verdict.verdict if verdict else "",
                by=verdict.by if verdict else "",
                stamp=verdict_stamp(fact, verdict),
                unchanged=fact.number in same,
                is_new=before.known and own_period and earlier is None,
                context=_context(fact.evidence, texts),
                findings=tuple(one for one in findings if fact.number in one.numbers),
            )
        )
    return Verification(tuple(figures), findings, before.known, year.known, len(same), tuple(versions))


def _findings(desk: Desk, submission: SubmissionInfo, facts: Sequence[FactRow]) -> tuple[CheckLine, ...]:
    """Errors and warnings that rest on a figure of this submission; none where the period cannot be checked."""
    try:
        view = check(
            **desk.asking, unit_id=submission.unit_id, period_label=submission.period_label, states=_STATES, below=False, tongue=spoken()
        )
    except Refusal:
        return ()
    numbers = {fact.id: fact.number for fact in facts}
    scope = scope_of(actor=desk.known, roles=WAIVES, now=desk.now)
    lines = []
    for one in view.findings:
        own = sorted({numbers[row.id] for row in (*one.facts, *one.others) if row.id in numbers})
        if own and one.finding.level != "info":
            entered = any(row.entered_by == desk.known.name for row in (*one.facts, *one.others))
            lines.append(_line(one, tuple(own), may_waive=covers(scope, one.finding.unit) and not entered))
    return tuple(lines)


def _line(one: CheckedFinding, numbers: tuple[int, ...], *, may_waive: bool) -> CheckLine:
    found, waiver = one.finding, one.waiver
    return CheckLine(found.key, found.level, found.message, numbers, f"{waiver.reason} ({waiver.by})" if waiver else "", may_waive)


def _context(evidence: Evidence, texts: Mapping[int, str]) -> Quote | None:
    text, start, end = texts.get(evidence.document_id or 0), evidence.figure_start, evidence.figure_end
    if text is None or start is None or end is None:
        return None
    first, last = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    before = text[first:start] if first == 0 else "… " + text[first:start].partition(" ")[2]
    after = text[end:last] if last == len(text) else text[end:last].rpartition(" ")[0] + " …"
    return Quote(before, text[start:end], after, evidence.source)


def history_of(desk: Desk, submission: SubmissionInfo) -> list[Happened]:
    """Who did what when, oldest first: states, corrections, and the last verdict on each figure."""
    about = {"actor": desk.known, "submission_id": submission.id, "now": desk.now}
    facts = ledger.facts_of(**about, present_only=False)  # type: ignore[arg-type]
    by_id = {fact.id: fact for fact in facts}
    steps = ledger.submission_history(**about)  # type: ignore[arg-type]
    told = [Happened(step.at, step.by, step.state) for step in steps]
    for fact in facts:
        old = by_id.get(fact.supersedes_id or 0)
        if old is not None:
            said = f"{value_text(old, desk.catalogue)} → {value_text(fact, desk.catalogue)}"
            told.append(Happened(fact.entered_at, fact.entered_by, "correct", fact.number, said))
    verdicts: Mapping[int, VerdictInfo] = ledger.verdicts_of(**about)  # type: ignore[arg-type]
    for fact_id, one in verdicts.items():
        if one.verdict == "returned":
            told.append(Happened(one.at, one.by, "tra-lai", by_id[fact_id].number, one.reason))
    approved: dict[tuple[datetime, str], list[int]] = {}
    for fact_id, one in verdicts.items():
        if one.verdict == "accepted":
            approved.setdefault((one.at, one.by), []).append(by_id[fact_id].number)
    told += [Happened(at, by, "dat", said=", ".join(map(str, sorted(numbers)))) for (at, by), numbers in approved.items()]
    return sorted(told, key=lambda one: one.at)
