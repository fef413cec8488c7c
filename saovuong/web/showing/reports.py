"""Written reports as rows, and what has changed since one was written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from saovuong.ledger.shapes import Position
from saovuong.ledger.store import DocumentStore
from saovuong.ledger.whole import position
from saovuong.reports import queries
from saovuong.reports.shapes import ManuscriptInfo, ReportChanges, ReportInfo
from saovuong.web.desk import Desk
from saovuong.web.kept import Kept, book_of
from saovuong.web.showing.sheets import explain_address
from saovuong.web.showing.submissions import unit_names

_KEPT = Kept()


@dataclass(frozen=True, slots=True)
class Row:
    """``kept``: the file is here and can be fetched again. ``state`` is ``built``, ``signed`` or ``withdrawn``; ``changed`` how many
    figures of a signed report the book says otherwise now: 0 while nothing was accepted since, else None, which takes building the report
    anew to tell (``asks``)."""

    info: ReportInfo
    unit: str
    kept: bool
    state: str
    changed: int | None
    asks: bool


@dataclass(frozen=True, slots=True)
class ManuscriptRow:
    info: ManuscriptInfo
    unit: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """``kind`` as the reports room says it; ``cause`` is ``book`` or ``rules``."""

    kind: str
    label: str
    place: str
    written: str
    now: str
    href: str
    cause: str


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a paragraph; ``mark`` is empty, ``del`` or ``ins``."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Reworded:
    place: str
    before: tuple[tuple[Words, ...], ...]
    after: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Changes:
    figures: tuple[ChangedRow, ...]
    paragraphs: tuple[Reworded, ...]


def rows(found: Iterable[ReportInfo], *, desk: Desk, folder: Path) -> list[Row]:
    """Newest first."""
    listed = list(found)[::-1]
    names, store = unit_names(one.unit_id for one in listed), DocumentStore(folder)
    at = position() if any(one.signature is not None and one.signature.stands for one in listed) else None
    made = []
    for one in listed:
        signed = one.signature is not None and one.signature.stands
        same = signed and at is not None and _same_book(one, at, desk)
        made.append(
            Row(
                info=one,
                unit=names.get(one.unit_id, one.unit_id),
                kept=store.path_of(one.sha256).exists(),
                state=state_of(one),
                changed=0 if same else None,
                asks=signed and not same,
            )
        )
    return made


def standing_of(info: ReportInfo, *, desk: Desk) -> int:
    """How many figures of a signed report the book says otherwise now. The book is asked once for every state of it."""
    if _same_book(info, position(), desk):
        return 0
    made = _KEPT.of((info.id, book_of(desk)), lambda: queries.report_standing(**desk.asking, report_id=info.id))
    return int(made)


def state_of(info: ReportInfo) -> str:
    if info.signature is None:
        return "built"
    return "signed" if info.signature.stands else "withdrawn"


def manuscript_rows(found: Iterable[ManuscriptInfo]) -> list[ManuscriptRow]:
    listed = list(found)
    names = unit_names(one.unit_id for one in listed)
    return [ManuscriptRow(one, names.get(one.unit_id, one.unit_id)) for one in listed]


def _same_book(info: ReportInfo, at: Position, desk: Desk) -> bool:
    """While nothing was accepted since it was signed, nothing can have changed."""
    one = info.signature
    return one is not None and (one.accepted, one.accepted_last, one.pack_version) == (at.count, at.last, desk.catalogue.version)


def changes_of(found: ReportChanges) -> Changes:
    unit = found.info.unit_id
    figures = tuple(
        ChangedRow(
            kind=one.difference.kind,
            label=one.difference.message,
            place=one.difference.place,
            written=one.difference.written,
            now=one.difference.now,
            href=explain_address(one.difference.rule, unit),
            cause="book" if one.by_book else "rules",
        )
        for one in found.figures
    )
    paragraphs = tuple(_reworded(one.place, one.before, one.after) for one in found.paragraphs)
    return Changes(figures, paragraphs)


def _reworded(place: str, before: Sequence[str], after: Sequence[str]) -> Reworded:
    """One paragraph against one is marked word by word; what is new or gone as a whole, as a whole."""
    if len(before) == len(after):
        pairs = [_marked(old, new) for old, new in zip(before, after, strict=True)]
        return Reworded(place, tuple(old for old, _ in pairs), tuple(new for _, new in pairs))
    gone, come = (tuple((Words(text, mark),) for text in texts) for texts, mark in ((before, "del"), (after, "ins")))
    return Reworded(place, gone, come)


def _marked(old: str, new: str) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    first, second = old.split(), new.split()
    left: list[Words] = []
    right: list[Words] = []
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind == "equal":
            left.append(Words(" ".join(first[a:b]), ""))
            right.append(Words(" ".join(second[c:d]), ""))
            continue
        if a < b:
            left.append(Words(" ".join(first[a:b]), "del"))
        if c < d:
            right.append(Words(" ".join(second[c:d]), "ins"))
    return tuple(left), tuple(right)
