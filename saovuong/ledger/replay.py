"""The book told again from its rows alone: what was entered, corrected, withdrawn, reviewed and moved, one event after the other.

An answer to *which figures count* that shares nothing with the database query of :mod:`saovuong.ledger.queries`, and must agree with it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

OPENED, ENTERED, WITHDRAWN, REVIEWED, MOVED = "opened", "entered", "withdrawn", "reviewed", "moved"


@dataclass(frozen=True, slots=True)
class Event:
    """One added row. ``series`` names the unit, form and period of an ``opened`` submission and ``version`` its version; ``fact_id`` is set
    for figures; ``word`` is the state moved to or the verdict; ``supersedes_id`` the fact that an ``entered`` one corrects."""

    at: datetime
    kind: str
    submission_id: int
    fact_id: int | None = None
    word: str = ""
    supersedes_id: int | None = None
    series: tuple[str, str, str] = ("", "", "")
    version: int = 0


@dataclass(slots=True)
class _Book:
    series: dict[int, tuple[tuple[str, str, str], int]] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    facts: dict[int, int] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    verdicts: dict[int, str] = field(default_factory=dict)


def replay(events: Iterable[Event], *, at: datetime | None = None, states: Collection[str] = ("accepted",)) -> frozenset[int]:
    """The ids of the facts that count after the events up to and including ``at`` (None: all). ``events`` are in the order in which they
    happened."""
    book = _Book()
    for event in events:
        if at is None or event.at <= at:
            _tell(book, event)
    newest: dict[tuple[str, str, str], tuple[int, int]] = {}
    for submission_id, (series, version) in book.series.items():
        if book.states.get(submission_id) in states:
            newest[series] = max(newest.get(series, (0, 0)), (version, submission_id))
    counting = {submission_id for _, submission_id in newest.values()}
    return frozenset(
        fact_id
        for fact_id, submission_id in book.facts.items()
        if submission_id in counting and fact_id not in book.gone and book.verdicts.get(fact_id) != "returned"
    )


def _tell(book: _Book, event: Event) -> None:
    match event.kind:
        case "opened":
            book.series[event.submission_id] = (event.series, event.version)
        case "moved":
            book.states[event.submission_id] = event.word
        case "entered" if event.fact_id is not None:
            book.facts[event.fact_id] = event.submission_id
            if event.supersedes_id is not None:
                book.gone.add(event.supersedes_id)
        case "withdrawn" if event.fact_id is not None:
            book.gone.add(event.fact_id)
        case "reviewed" if event.fact_id is not None:
            book.verdicts[event.fact_id] = event.word
