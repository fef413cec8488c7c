"""The audit trail as a person reads it, and as a table that Excel opens without running anything in it."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from saovuong.audit.shapes import Asked, EntryInfo
from saovuong.core.catalogue import Catalogue
from saovuong.core.numbers import format_number
from saovuong.org.names import UnitNameIndex
from saovuong.org.queries import index
from saovuong.web.choosing import typed_day
from saovuong.web.showing.audit_words import ACTIONS, FIELDS, KINDS, PLAIN
from saovuong.web.showing.said import name_of
from saovuong.web.showing.words import ALL

_UNITS, _MEASURES, _NUMBERS, _DIGESTS = ("unit", "unit_id", "parent"), ("measure",), ("value", "high"), ("sha256",)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_DIGEST = 12
# What a spreadsheet would take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True, slots=True)
class Target:
    """What was acted on, in words; ``address`` of its page, if it has one."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field of what an act changed; empty where it was or became nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    seq: int
    at: datetime
    actor: str
    action: str
    target: Target
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """What was typed. ``kind`` and ``number`` together name a target."""

    actor: str
    action: str
    kind: str
    number: str
    since: date | None
    until: date | None

    @property
    def asked(self) -> Asked:
        target = self.number if self.kind in ("", "plain") else f"{self.kind}:{self.number}"
        return Asked(
            actor=self.actor,
            action=self.action,
            target=target,
            since=_midnight(self.since) if self.since else None,
            until=_midnight(self.until + timedelta(days=1)) if self.until else None,
        )


def filter_from(asked: Mapping[str, str]) -> Filter:
    """Raises BadDay."""
    return Filter(
        actor=asked.get("nguoi", "").strip(),
        action=asked.get("viec", ""),
        kind=asked.get("loai", "") if asked.get("loai") in KINDS else "",
        number=asked.get("so", "").strip(),
        since=typed_day(asked.get("tu", "")),
        until=typed_day(asked.get("den", "")),
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def action_choices(known: Iterable[str]) -> list[tuple[str, str]]:
    return sorted(((code, action_words(code)) for code in known), key=lambda pair: pair[1])


def action_words(code: str) -> str:
    return _(ACTIONS[code]) if code in ACTIONS else code


@dataclass(frozen=True, slots=True)
class Names:
    """What codes are called; looked up once for many acts."""

    units: UnitNameIndex
    catalogue: Catalogue


def rows(entries: Iterable[EntryInfo], catalogue: Catalogue) -> list[Row]:
    names = Names(index(), catalogue)
    return [_row(one, names) for one in entries]


def _row(one: EntryInfo, names: Names) -> Row:
    changes = tuple(_changes(one, names))
    return Row(one.seq, one.at, one.actor, action_words(one.action), target_of(one.target, names.units), changes)


def target_of(target: str, units: UnitNameIndex) -> Target:
    kind, _colon, rest = target.partition(":")
    match kind:
        case "submission" if rest.isdigit():
            return Target(f"{_('hồ sơ')} {rest}", reverse("submission", args=[int(rest)]))
        case "report" if rest.isdigit():
            return Target(f"{_('Báo cáo số')} {rest}", reverse("report", args=[int(rest)]))
        case "manuscript" if rest.isdigit():
            return Target(f"{_('bản thảo báo cáo')} {rest}", reverse("manuscript", args=[int(rest)]))
        case "unit" if units.get(rest) is not None:
            return Target(units.full_name_of(rest), reverse("unit", args=[rest]))
        case "page" if rest.startswith("/"):
            return Target(f"{_('trang')} {rest}", rest)
        case _ if kind in KINDS:
            return Target(f"{_(KINDS[kind])} {rest}", "")
        case _:
            return Target(_(PLAIN[target]) if target in PLAIN else target, "")


def _changes(one: EntryInfo, names: Names) -> Iterator[Change]:
    before, after = one.before or {}, one.after or {}
    for key in dict.fromkeys((*before, *after)):
        was, became = _value(key, before.get(key), names), _value(key, after.get(key), names)
        if was or became:
            yield Change(_(FIELDS[key]) if key in FIELDS else _key(key, names), was, became)


def _key(key: str, names: Names) -> str:
    measure = names.catalogue.measures.get(key)
    return name_of(measure) if measure else key


def _value(key: str, value: object, names: Names) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return _("có") if value else _("không")
        case list():
            numbers = [one for one in value if isinstance(one, int)]
            return _runs(numbers) if len(numbers) == len(value) else "; ".join(_value(key, one, names) for one in value)
        case dict():
            parts = ((name, _value(name, inner, names)) for name, inner in value.items())
            return "; ".join(f"{_(FIELDS[name]) if name in FIELDS else name}: {text}" for name, text in parts if text)
        case str():
            return _text(key, value, names)
        case _:
            return str(value)


def _text(key: str, value: str, names: Names) -> str:
    if key in _UNITS and names.units.get(value) is not None:
        return names.units.full_name_of(value)
    if key in _MEASURES and value in names.catalogue.measures:
        return name_of(names.catalogue.measures[value])
    if key in _NUMBERS:
        return _number(value)
    if key in _DIGESTS:
        return f"{value[:_DIGEST]}…"
    if _DAY.match(value):
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return _(ALL[value]) if value in ALL and key in ("state", "role", "scope", "finality") else value


def _number(text: str) -> str:
    try:
        return format_number(Decimal(text))
    except InvalidOperation:
        return text


def _runs(numbers: list[int]) -> str:
    """``1–13, 15, 17–20``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def csv_lines(entries: Iterable[EntryInfo], catalogue: Catalogue) -> Iterator[str]:
    """A byte order mark for Excel, a head, a line for each act. Nothing that somebody once typed can become a formula."""
    yield "\ufeff" + _line(
        [_("Dòng"), _("Lúc"), _("Người làm"), _("Việc"), _("Đối tượng"), _("Trước"), _("Sau"), _("Mã việc"), _("Mã đối tượng")]
    )
    names = Names(index(), catalogue)
    for one in entries:
        row = _row(one, names)
        before = "; ".join(f"{change.field}: {change.before}" for change in row.changes if change.before)
        after = "; ".join(f"{change.field}: {change.after}" for change in row.changes if change.after)
        moment = f"{timezone.localtime(one.at):%Y-%m-%d %H:%M:%S}"
        yield _line([str(one.seq), moment, one.actor, row.action, row.target.words, before, after, one.action, one.target])


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """Text that begins like a formula gets an apostrophe before it, behind any spaces too: spreadsheets pass over those."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell
