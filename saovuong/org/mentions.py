"""Units that running text names: ``phường Đức Xuân``, ``Ban CHQS TP Bắc Kạn``, ``các phường: Hợp Giang, Sông Hiến``.

Only names after a kind word count. A name that several units bear is told apart by what stands beside it (``xã Vĩnh Quang, huyện Bảo
Lâm``), by the day, and by nearness to the reporting unit; what is still open has no unit.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from saovuong.core.units import UnitInfo
from saovuong.org.dataset import load_kinds
from saovuong.org.entries import Entry, fits
from saovuong.org.spelling import Part, exact_key, folded_key, kinds_of
from saovuong.reader.shapes import UnitMention

if TYPE_CHECKING:
    from saovuong.org.names import UnitNameIndex

_LONGEST_NAME = 8
# The only words of unit names that are written without a capital: thị trấn Nông trường ..., Bộ Tư lệnh Thủ đô ...
_SMALL = frozenset(("trường", "đô"))
_LEVELS = {"country": 0, "province": 1, "district": 2, "area": 2, "commune": 3}
_GAP = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"
_WORD = re.compile(r"[^\W_]+(?:['\u2019\u02bc][^\W_]+)*")
_JOINT = re.compile(r"\s?[-\u2013]\s?|[^\S\n]+(?:\n[^\S\n]*)?|\n[^\S\n]*")
# After a name in a list: perhaps its figure, then a comma or "và", then the next name without a kind word.
_NEXT = re.compile(r"(?:\s*\([^()\n]{1,40}\)|\s+\d[\d.,]*\d|\s+\d)?(?:\s*[,;]\s*(?:và\s+)?|\s+và\s+)")
_ABOVE = re.compile(r"[\s,(\u2013-]*(?:thuộc|của)?\s*\Z")
_BREATH = re.compile(r"(?:\s*\([^()\n]{1,40}\)|\s+\d[\d.,]*)?(?:\s*[,;]\s*(?:và\s+)?|\s+và\s+)(?:các\s+)?")
_SEVERAL = re.compile(r",|/|\bvà\b|\bhoặc\b")
_BEHIND_COMMA = re.compile(r"\s*[,-]\s*")
_IN_BRACKETS = re.compile(r"\s*\(([^()\n]{2,60})\)")


@dataclass(frozen=True, slots=True)
class _Raw:
    """A name as found: where it stands, the level its kind word claims, what it may mean, and what the name above it may mean."""

    start: int
    end: int
    level: int
    entries: tuple[Entry, ...]
    above: tuple[Entry, ...] = ()


def mentions_in(index: "UnitNameIndex", text: str, *, on: date | None, near: str | None) -> tuple[UnitMention, ...]:
    """Units named in ``text``, in order of position, with offsets in ``text`` as given."""
    plain, offsets = _composed(text)
    raw = [_with_brackets(index, plain, mention) for mention in _scan(index, plain)]
    raw = [_with_next(index, plain, raw, place) for place in range(len(raw))]
    units: list[UnitInfo | None] = []
    for mention in raw:
        unit = choose(index, mention.entries, above=mention.above, on=on, near=near)
        units.append(unit or _above(index, units[-1] if units else None, mention.entries))
    for row in _breaths(plain, raw):
        _settle_beside(index, raw, units, row, on=on)
    out = []
    for mention, unit in zip(raw, units, strict=True):
        start, end = (mention.start, mention.end) if offsets is None else (offsets[mention.start], offsets[mention.end])
        out.append(UnitMention(start, end, text[start:end], unit.id if unit else None))
    return tuple(out)


def _breaths(text: str, raw: Sequence[_Raw]) -> Iterator[range]:
    """The places of the names said in one breath, row by row."""
    first = 0
    for place in range(1, len(raw) + 1):
        if place == len(raw) or not _BREATH.fullmatch(text[raw[place - 1].end : raw[place].start]):
            yield range(first, place)
            first = place


def _settle_beside(index: "UnitNameIndex", raw: Sequence[_Raw], units: list[UnitInfo | None], row: range, *, on: date | None) -> None:
    """Of several units of one name, the one under the same parent as all the others in its row: *phường Hợp Giang, Đề Thám*."""
    known: dict[int, list[UnitInfo]] = {}
    for place in row:
        if (unit := units[place]) is not None:
            known.setdefault(raw[place].level, []).append(unit)
    shared = {level: {index.parents(unit.id)[:1] for unit in named} for level, named in known.items()}
    for place in row:
        level = raw[place].level
        if units[place] is None and len(shared.get(level, ())) == 1:
            entries = [entry for entry in raw[place].entries if index.parents(entry.unit.id)[:1] in shared[level]]
            units[place] = choose(index, entries, on=on, near=known[level][0].id) if entries else None


def _above(index: "UnitNameIndex", last: UnitInfo | None, entries: Sequence[Entry]) -> UnitInfo | None:
    """Of several units of one name, the one above the unit just named: *xã Vĩnh Quang, huyện Bảo Lâm* settles which Bảo Lâm."""
    if last is None:
        return None
    meant = {entry.unit.id for entry in entries}
    return next((parent for parent in index.parents(last.id) if parent.id in meant), None)


def _composed(text: str) -> tuple[str, list[int] | None]:
    """NFC text, and for each of its offsets the offset in ``text`` (None: the same)."""
    if unicodedata.is_normalized("NFC", text):
        return text, None
    out, offsets, position = [], [], 0
    for cluster in re.findall(r"[\s\S][\u0300-\u036f]*", text):
        composed = unicodedata.normalize("NFC", cluster)
        out.append(composed)
        offsets.extend([position] * len(composed))
        position += len(cluster)
    return "".join(out), [*offsets, position]


@cache
def _opening() -> re.Pattern[str]:
    """Command words, if any, then one or several kind words (``các xã, phường``), up to where a name may begin."""
    command: list[str] = []
    kind: list[str] = []
    for info in load_kinds():
        (command if "command" in info.code else kind).extend(info.spellings)
    kinds = rf"(?:{_alternatives(kind)}|(?i:tp)\.?|[QP](?=\d))"
    commands = f"(?:{_alternatives(command)})"
    between = rf"(?P<plural>{_GAP}(?:các|những|một số)(?={_GAP}))?"
    listed = rf"(?P<kinds>{kinds}(?:\s*(?:,|và|hoặc|/)\s*{kinds})*)"
    lead = rf"(?:(?P<command>{commands}){between}(?:{_GAP}{listed})?|{listed.replace('kinds', 'alone', 1)})"
    return re.compile(rf"(?<!\w){lead}(?P<gap>\s*:\s*|{_GAP}|(?<=\.)|(?<=TP)|(?<=[QP])(?=\d))")


def _alternatives(spellings: Iterable[str]) -> str:
    """Words in any case; abbreviations only in capitals and with their dot, so that a stray letter is no kind word."""
    out = []
    for spelling in sorted(set(spellings), key=lambda text: (-len(text), text)):
        words = _GAP.join(re.escape(word) for word in spelling.split(" "))
        abbreviation = spelling.isupper() or spelling.endswith(".")
        out.append(words if abbreviation else f"(?i:{words})(?!\\w)")
    return "|".join(out)


def _scan(index: "UnitNameIndex", text: str) -> Iterator[_Raw]:
    position = 0
    opening = _opening()
    while (match := opening.search(text, position)) is not None:
        kinds, command = kinds_of(match["kinds"] or match["alone"]), kinds_of(match["command"])
        position = match.end() if match.end() > match.start() else match.start() + 1
        words = match["kinds"] or match["alone"] or ""
        single = _SEVERAL.search(words) is None
        found = _name(index, text, match.end(), Part(kinds, "", "", command), abbreviated=words.isupper())
        if found is None:
            continue
        # The words before a list belong to all its names, not to the first.
        start = match.start() if single and not match["plural"] and ":" not in match["gap"] else match.end()
        while found is not None:
            end, entries = found
            yield _Raw(start, end, _level(kinds, command), entries)
            position = end
            following = _NEXT.match(text, end) if entries else None
            if following is None or opening.match(text, following.end()):
                break
            start = following.end()
            ahead = _name(index, text, start, Part(kinds, "", "", command))
            # "xã Vĩnh Quang, Bảo Lâm": what names the unit above is no further commune.
            if ahead is None or not ahead[1] or (single and _names_above(index, entries, text[start : ahead[0]])):
                break
            found = ahead


def _level(kinds: frozenset[str] | None, command: frozenset[str] | None) -> int:
    known = {info.code: _LEVELS.get(info.level, 3) for info in load_kinds()}
    return max((known[kind] for kind in kinds or command or ()), default=3)


def _name(index: "UnitNameIndex", text: str, start: int, part: Part, *, abbreviated: bool = False) -> tuple[int, tuple[Entry, ...]] | None:
    """The longest known name at ``start`` that suits the kind words; else the run of capitalised words there, which fits no unit."""
    words = _capitalised(text, start)
    if not words:
        return None
    for count in range(len(words), 0, -1):
        end = words[count - 1].end()
        exact = exact_key(text[start:end])
        entries = [entry for entry in index.by_name.get(folded_key(text[start:end]), ()) if fits(part, entry)]
        spelt = [entry for entry in entries if entry.exact == exact]
        # One word whose diacritics differ is another word (xã Đảng ..., xã Dang); of two, one may be spelt in another way (Đắk Hà, Đăk Hà).
        if spelt or (entries and (count > 1 or exact.isascii())):
            return end, tuple(spelt or entries)
    named = part.kinds is not None and words[0].group()[0].isalpha() and not abbreviated
    return (_same_line(text, words).end(), ()) if named or "area_command" in (part.command or ()) else None


def _same_line(text: str, words: Sequence[re.Match[str]]) -> re.Match[str]:
    last = words[0]
    for word in words[1:4]:
        if text[last.end() : word.start()] not in (" ", " - ", " \u2013 ") or word.group()[0].isdigit():
            break
        last = word
    return last


def _capitalised(text: str, start: int) -> list[re.Match[str]]:
    """Words from ``start`` that a name may be made of: each with a capital or a digit first, joined by blanks, dashes or one line end."""
    words: list[re.Match[str]] = []
    position = start
    while len(words) < _LONGEST_NAME:
        word = _WORD.match(text, position)
        if word is None or not (word.group()[0].isupper() or word.group()[0].isdigit() or (words and word.group() in _SMALL)):
            break
        words.append(word)
        joint = _JOINT.match(text, word.end())
        if joint is None or joint.end() == word.end():
            break
        position = joint.end()
    return words


def _names_above(index: "UnitNameIndex", entries: Sequence[Entry], name: str) -> bool:
    key = folded_key(name)
    return any(folded_key(parent.short_name) == key for entry in entries for parent in index.parents(entry.unit.id))


def _with_brackets(index: "UnitNameIndex", text: str, mention: _Raw) -> _Raw:
    """``xã Vĩnh Quang (Bảo Lâm)``: a name in brackets that one of the units above bears."""
    match = _IN_BRACKETS.match(text, mention.end)
    if match is None or not _names_above(index, mention.entries, match[1]):
        return mention
    return replace(mention, above=tuple(index.by_name.get(folded_key(match[1]), ())))


def _with_next(index: "UnitNameIndex", text: str, raw: Sequence[_Raw], place: int) -> _Raw:
    """``phường Đức Xuân, thành phố Bắc Kạn``: the next name, of a higher level and right behind, is above this one."""
    mention = raw[place]
    if mention.above or place + 1 == len(raw):
        bare = None if mention.above else _BEHIND_COMMA.match(text, mention.end)
        return _with_bare(index, text, mention, bare.end()) if bare else mention
    following = raw[place + 1]
    if following.level < mention.level and _ABOVE.match(text[mention.end : following.start]):
        return replace(mention, above=following.entries)
    bare = _BEHIND_COMMA.match(text, mention.end)
    return _with_bare(index, text, mention, bare.end()) if bare and bare.end() < following.start else mention


def _with_bare(index: "UnitNameIndex", text: str, mention: _Raw, start: int) -> _Raw:
    """``xã Vĩnh Quang, Bảo Lâm``: a name without a kind word behind a comma, where a unit above bears it."""
    words = _capitalised(text, start)
    for count in range(len(words), 0, -1):
        name = text[start : words[count - 1].end()]
        if _names_above(index, mention.entries, name):
            return replace(mention, above=tuple(index.by_name.get(folded_key(name), ())))
    return mention


def choose(
    index: "UnitNameIndex", entries: Sequence[Entry], *, above: Sequence[Entry] = (), on: date | None, near: str | None
) -> UnitInfo | None:
    """The one unit that is meant, or None."""
    units = list(dict.fromkeys(entry.unit for entry in entries))
    if above:
        places = {entry.unit.area_of or entry.unit.id for entry in above}
        units = [unit for unit in units if places & {parent.id for parent in index.parents(unit.id)}] or units
    home = index.get(near) if near else None
    if on is not None:
        units = [unit for unit in units if unit.exists_on(on)] or units
    elif home is not None and len(units) > 1:
        units = [unit for unit in units if _overlap(unit, home)] or units
    if len(units) > 1 and home is not None:
        nearness = {unit.id: _distance(index, unit, home) for unit in units}
        best = min(nearness.values())
        units = [unit for unit in units if nearness[unit.id] == best]
    return units[0] if len(units) == 1 else None


def _overlap(one: UnitInfo, other: UnitInfo) -> bool:
    return (one.closed is None or other.opened is None or other.opened < one.closed) and (
        other.closed is None or one.opened is None or one.opened < other.closed
    )


def _distance(index: "UnitNameIndex", unit: UnitInfo, home: UnitInfo) -> int:
    """How far up from ``home`` one must go to have ``unit`` below: 0 inside, 1 the same parent, and so on."""
    chain = [home.area_of or home.id, *(parent.id for parent in index.parents(home.id))]
    around = {unit.area_of or unit.id, *(parent.id for parent in index.parents(unit.id))}
    return next((step for step, place in enumerate(chain) if place in around), len(chain))
