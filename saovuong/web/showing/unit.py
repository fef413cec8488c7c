"""One unit through time as a person reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _

from saovuong.core.numbers import format_number
from saovuong.core.text import sort_key
from saovuong.core.units import LinkInfo, SuccessionInfo, UnitInfo
from saovuong.org.dataset import load_kinds
from saovuong.org.history import Standing, UnitHistory, standings_on
from saovuong.org.names import UnitMatch, UnitNameIndex
from saovuong.org.queries import index
from saovuong.org.relations import ADMINISTRATIVE, LINK_KINDS, REPORTING

_DAY = timedelta(days=1)
# So many units are named in one line of the timeline; the rest are in the tables below it.
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Found:
    """One unit that a search found; ``above`` are the names of the units above it, ``days`` its days where it did not always exist."""

    unit: UnitInfo
    above: str
    days: str


@dataclass(frozen=True, slots=True)
class Search:
    """``standing`` exist today, ``gone`` do not (yet or any more); ``near`` have similar names where nothing was found."""

    standing: tuple[Found, ...] = ()
    gone: tuple[Found, ...] = ()
    near: tuple[Found, ...] = ()
    more: bool = False


def search(text: str, *, today: date, most: int) -> Search:
    """Units of any day by name without diacritics, abbreviation, former name, official code or id."""
    wanted = text.strip()
    if not wanted:
        return Search()
    names = index()
    matches: Sequence[UnitMatch] = names.find(wanted, limit=most + 1)
    rows = [_found(match.unit, names) for match in matches[:most]]
    return Search(
        standing=tuple(row for row in rows if row.unit.exists_on(today)),
        gone=tuple(row for row in rows if not row.unit.exists_on(today)),
        near=() if rows else tuple(_found(unit, names) for unit in names.similar(wanted, limit=8)),
        more=len(matches) > most,
    )


def _found(unit: UnitInfo, names: UnitNameIndex) -> Found:
    return Found(unit, ", ".join(parent.name for parent in names.parents(unit.id)), days_of(unit))


def days_of(unit: UnitInfo) -> str:
    """``từ 01/07/2025``, ``đến hết 30/06/2025``, both or nothing."""
    words = []
    if unit.opened:
        words.append(_("từ {day:%d/%m/%Y}").format(day=unit.opened))
    if unit.closed:
        words.append(_("đến hết {day:%d/%m/%Y}").format(day=unit.closed - _DAY))
    return ", ".join(words)


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie of one kind to a unit above, with its days."""

    kind: str
    unit: UnitInfo
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Below:
    """The units directly below on the chosen day, by ties of one kind."""

    kind: str
    units: tuple[UnitInfo, ...]


@dataclass(frozen=True, slots=True)
class Passing:
    """One line of the timeline: what happened on ``on`` (None: before the lists begin) to the unit, with the units named."""

    on: date | None
    text: str
    units: tuple[tuple[UnitInfo, str], ...] = ()
    more: int = 0
    act: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """A unit on one side of a reorganisation. ``extent`` says how much of it passed; empty for the unit itself."""

    unit: UnitInfo
    parent: UnitInfo | None
    below: int
    extent: str
    here: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """What was the day before ``on``, and what is from then."""

    on: date
    acts: tuple[str, ...]
    before: tuple[Side, ...]
    after: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Who bore an official code, and when."""

    code: str
    unit: UnitInfo
    here: bool


@dataclass(frozen=True, slots=True)
class UnitPage:
    kind: str
    days: str
    area: str
    codes: tuple[Code, ...]
    ties: tuple[Tie, ...]
    below: tuple[Below, ...]
    timeline: tuple[Passing, ...]
    turns: tuple[Turn, ...]
    passed: tuple[SuccessionInfo, ...]


def page_of(history: UnitHistory, *, day: date) -> UnitPage:
    unit = history.unit
    below = (Below(kind, history.children_on(day, kind=kind)) for kind in LINK_KINDS)
    return UnitPage(
        kind=next((_(one.name) for one in load_kinds() if one.code == unit.kind and one.name), ""),
        days=days_of(unit),
        area=format_number(Decimal(str(unit.area_km2))) if unit.area_km2 is not None else "",
        codes=_codes(history),
        ties=tuple(Tie(tie.kind, history.known[tie.parent], tie.valid_from, tie.valid_to) for tie in _told_once(history.up)),
        below=_same_lists(list(below)),
        timeline=tuple(_timeline(history)),
        turns=tuple(_turns(history)),
        passed=(*history.came_from, *history.became),
    )


def standing_day(unit: UnitInfo, *, today: date, asked: date | None) -> date:
    """The day that the page tells of: the one asked for; else today, or the last or first day of a unit that is gone or to come."""
    day = asked or today
    if asked is None and unit.closed is not None and unit.closed <= today:
        return unit.closed - _DAY
    return max(day, unit.opened) if asked is None and unit.opened is not None else day


def _told_once(ties: Iterable[LinkInfo]) -> list[LinkInfo]:
    """By day and kind, the administrative one first."""
    return sorted(ties, key=lambda tie: (tie.valid_from or date.min, LINK_KINDS.index(tie.kind)))


def _same_lists(below: list[Below]) -> tuple[Below, ...]:
    """Commands and reports mostly run side by side: two equal lists are shown as one, under the reporting one."""
    kept: list[Below] = []
    for one in reversed(below):
        if one.units and not any(other.units == one.units and other.kind == REPORTING for other in kept):
            kept.insert(0, one)
    return tuple(kept)


def _codes(history: UnitHistory) -> tuple[Code, ...]:
    """Codes of the unit, of those it came from and became as a whole, and other bearers of its code, by time."""
    unit, known = history.unit, history.known
    whole = [one.old for one in history.came_from if one.extent == "whole"] + [one.new for one in history.became if one.extent == "whole"]
    bearers = {one.id: one for one in (*history.same_code, *(known[key] for key in whole), unit) if one.official_code}
    rows = sorted(bearers.values(), key=lambda one: (one.opened or date.min, one.official_code or "", one.id))
    return tuple(Code(one.official_code or "", one, one.id == unit.id) for one in rows)


def extent_words(one: SuccessionInfo) -> str:
    if one.extent == "whole":
        return _("toàn bộ")
    return (
        _("một phần, tỷ lệ khai {share}").format(share=format_number(Decimal(one.share))) if one.share else _("một phần, chưa khai tỷ lệ")
    )


def _timeline(history: UnitHistory) -> list[Passing]:
    unit, known = history.unit, history.known
    lines = [Passing(unit.opened, _("Bắt đầu có trong danh sách đơn vị") if unit.opened else _("Có từ trước khi danh sách bắt đầu"))]
    for (on, act), several in groupby(history.came_from, key=lambda one: (one.on, one.act)):
        lines.append(_passing(on, _("Tiếp nhận"), [(known[one.old], extent_words(one)) for one in several], act))
    for (on, act), several in groupby(history.became, key=lambda one: (one.on, one.act)):
        lines.append(_passing(on, _("Nhập vào"), [(known[one.new], extent_words(one)) for one in several], act))
    for tie in history.up:
        if tie.kind != ADMINISTRATIVE and not (unit.area_of or unit.level == "area"):
            continue
        parent = known[tie.parent]
        lines.append(_passing(tie.valid_from or unit.opened, f"{_word_of_tie(tie.kind)}:", [(parent, "")], ""))
    if unit.closed:
        lines.append(Passing(unit.closed, _("Thôi hoạt động từ ngày này")))
    return sorted(_merged(lines), key=lambda line: line.on or date.min)


def _merged(lines: Iterable[Passing]) -> list[Passing]:
    """Lines that would read the same stand once."""
    return list(dict.fromkeys(lines))


def _word_of_tie(kind: str) -> str:
    return _("Trực thuộc") if kind == ADMINISTRATIVE else _("Báo cáo lên") if kind == REPORTING else _("Chịu sự chỉ huy của")


def _passing(on: date | None, text: str, units: list[tuple[UnitInfo, str]], act: str) -> Passing:
    return Passing(on, text, tuple(units[:_NAMED]), max(0, len(units) - _NAMED), act)


def _turns(history: UnitHistory) -> Iterable[Turn]:
    """Before and after each day on which the unit passed into others, or others into it."""
    passed = (*history.came_from, *history.became)
    for on in sorted({one.on for one in passed}):
        then = [one for one in passed if one.on == on]
        words = {(one.old if one.new == history.unit.id else one.new): extent_words(one) for one in then}
        old = standings_on(unit_ids={history.unit.id, *(one.old for one in then)}, day=on - _DAY)
        new = standings_on(unit_ids={history.unit.id, *(one.new for one in then)}, day=on)
        # One tie may rest on several acts, several ties on one.
        acts = tuple(dict.fromkeys(act for one in then for act in one.act.split("; ")))
        yield Turn(on, acts, _sides(old.values(), words, history), _sides(new.values(), words, history))


def _sides(standings: Iterable[Standing], words: dict[str, str], history: UnitHistory) -> tuple[Side, ...]:
    rows = sorted(standings, key=lambda one: (one.unit.id != history.unit.id, sort_key(one.unit.name), one.unit.id))
    return tuple(Side(one.unit, one.parent, one.below, words.get(one.unit.id, ""), one.unit.id == history.unit.id) for one in rows)
