"""A figure beside what was said before of the same thing: the version before, and the accepted report of a year ago."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from saovuong.core.catalogue import Catalogue
from saovuong.core.numbers import format_number
from saovuong.core.period import BadPeriod, Period
from saovuong.core.quantity import MeasureKind
from saovuong.intake.shapes import Figure
from saovuong.ledger import queries as ledger
from saovuong.ledger.shapes import FactRow, SubmissionInfo
from saovuong.web.desk import Desk
from saovuong.web.showing.said import value_text

Key = tuple[str | None, str | None, str, str]
# From this change on, up or down, a figure is listed as changed a lot.
LARGE_PERCENT = Decimal(30)
_NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Change:
    """``before`` in words, empty where nothing was said; ``step`` and ``percent`` are signed and empty where they mean nothing."""

    before: str = ""
    step: str = ""
    percent: str = ""
    differs: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """The facts of the report's own period by key, and the ``whole`` of it; ``known`` is False where there is no such report,
    ``accepted`` says whether it was accepted."""

    facts: Mapping[Key, FactRow]
    known: bool
    accepted: bool = False
    whole: tuple[FactRow, ...] = ()


def key_of(figure: FactRow | Figure) -> Key:
    return figure.unit_id, figure.measure, figure.role.value, figure.scope.value


def change_of(now: FactRow | Figure, before: FactRow | None, catalogue: Catalogue) -> Change:
    """What changed from ``before``; percent of a share would mislead, so a share only has its step, in points."""
    if before is None:
        return Change()
    words, said = value_text(before, catalogue), value_text(now, catalogue)
    if now.value is None or before.value is None or now.high is not None or before.high is not None or now.uom not in (None, before.uom):
        return Change(words, differs=words != said)
    step = now.value - before.value
    measure = catalogue.measures.get(now.measure or "")
    share = measure is not None and measure.kind is MeasureKind.RATIO
    percent = None if share or before.value == _NONE else step * 100 / abs(before.value)
    return Change(
        before=words,
        step=_signed(step) if step else "",
        percent=f"{_signed(percent, places=1)}%" if percent else "",
        differs=words != said,
        large=percent is not None and abs(percent) >= LARGE_PERCENT,
    )


def _signed(number: Decimal, *, places: int | None = None) -> str:
    return ("+" if number > 0 else "−") + format_number(abs(number), places=places)


def versions_of(desk: Desk, submission: SubmissionInfo) -> list[SubmissionInfo]:
    """All versions for the unit, the period and the form, the newest first."""
    found = ledger.submissions(
        actor=desk.known, unit_ids=[submission.unit_id], period_label=submission.period_label, form=submission.form, now=desk.now
    )
    return sorted(found, key=lambda one: -one.version)


def previous_version(desk: Desk, submission: SubmissionInfo, versions: Sequence[SubmissionInfo] | None = None) -> Earlier:
    """The version before this one; ``versions`` as :func:`versions_of` has them, where they are known."""
    older = [one for one in versions or versions_of(desk, submission) if one.version < submission.version]
    return _earlier(desk, older[0] if older else None)


def last_year(desk: Desk, submission: SubmissionInfo) -> Earlier:
    """The accepted report of the same period of the year before."""
    try:
        label = Period.parse(submission.period_label).previous_year().label
    except (BadPeriod, ValueError):
        return Earlier({}, known=False)
    found = ledger.submissions(
        actor=desk.known, unit_ids=[submission.unit_id], period_label=label, form=submission.form, states=["accepted"], now=desk.now
    )
    return _earlier(desk, found[-1] if found else None)


def _earlier(desk: Desk, submission: SubmissionInfo | None) -> Earlier:
    if submission is None:
        return Earlier({}, known=False)
    facts = ledger.facts_of(actor=desk.known, submission_id=submission.id, now=desk.now)
    own = (fact for fact in facts if fact.period_label == submission.period_label)
    return Earlier({key_of(fact): fact for fact in own}, known=True, accepted=submission.state == "accepted", whole=tuple(facts))
