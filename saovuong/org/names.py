"""Finding units by what people write. The answer is a ranked list with the units above each candidate, never a guess."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from saovuong.core.errors import Refusal
from saovuong.core.text import sort_key
from saovuong.core.units import UnitInfo
from saovuong.org.dataset import UnitData
from saovuong.org.entries import Entry, fits, names_of, same_place
from saovuong.org.mentions import mentions_in
from saovuong.org.relations import Relations, designation
from saovuong.org.spelling import Part, interpretations, read_part, run_together
from saovuong.reader.shapes import UnitMention

_NO_KIND, _NO_DIACRITICS, _WRONG_PARENT, _LESS_LITERAL = 0.05, 0.15, 0.4, 0.01
_PARTIAL = 0.3
_SHOWN = 5


class UnknownUnit(Refusal):
    code = "SV-301"
    template = "Không tìm thấy đơn vị “{text}”{when}. {hint}"


class AmbiguousUnit(Refusal):
    code = "SV-302"
    template = "“{text}” có thể là {count} đơn vị: {candidates}. Ghi thêm loại, đơn vị cấp trên, hoặc dùng mã trong ngoặc vuông."


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """One candidate. ``parents`` nearest first. ``complete``: every part of the text fits this unit or a unit above it; ``exact``: it fits
    with its diacritics, tone style aside. ``score`` 0 to 1 only ranks."""

    unit: UnitInfo
    parents: tuple[UnitInfo, ...]
    score: float
    exact: bool
    complete: bool


class UnitNameIndex:
    """Names of one set of units. It is never changed once it is made."""

    def __init__(self, relations: Relations, by_name: Mapping[str, Sequence[Entry]]) -> None:
        self.relations = relations
        self.by_name = by_name

    @classmethod
    def from_data(cls, data: UnitData) -> "UnitNameIndex":
        """Reads every name once."""
        return cls(Relations(data), names_of(data))

    @classmethod
    def shipped(cls) -> "UnitNameIndex":
        """The lists that come with the product: the same answers as ``from_data(load_units())``, ready at once."""
        from saovuong.org.shipped import ShippedNames, ShippedUnits

        data = ShippedUnits()
        return cls(Relations(data), ShippedNames(data.by_id()))

    def get(self, unit_id: str) -> UnitInfo | None:
        return self.relations.units.get(unit_id)

    def parents(self, unit_id: str) -> tuple[UnitInfo, ...]:
        return self.relations.parents(unit_id)

    def name_of(self, unit_id: str) -> str:
        unit = self.relations.units.get(unit_id)
        return unit.name if unit else unit_id

    def full_name_of(self, unit_id: str) -> str:
        """With the names above it: ``Phường Đức Xuân, thành phố Bắc Kạn, tỉnh Bắc Kạn``."""
        return designation(self.relations.units[unit_id], self.parents(unit_id))

    def mentions(self, text: str, *, on: date | None, near: str | None) -> Sequence[UnitMention]:
        """Units named in ``text`` after a kind word, in order of position; see :mod:`saovuong.org.mentions`."""
        return mentions_in(self, text, on=on, near=near)

    def find(self, text: str, *, on: date | None = None, limit: int = 20) -> tuple[UnitMatch, ...]:
        """Candidates for a text, best first; with ``on`` only units that exist that day. An id or an official code finds its units."""
        wanted = text.strip()
        found = self.relations.units_coded(wanted)
        best = {unit.id: self._match(unit, 1.0, exact=True, complete=True) for unit in found if on is None or unit.exists_on(on)}
        for order, parts in enumerate(interpretations(text)):
            for match in self._read_as(parts, on=on, penalty=order * _LESS_LITERAL):
                if match.unit.id not in best or best[match.unit.id].score < match.score:
                    best[match.unit.id] = match
        if not any(match.complete for match in best.values()):
            joined = (match for parts in run_together(text) for match in self._read_as(parts, on=on, penalty=_LESS_LITERAL))
            best.update((match.unit.id, match) for match in joined if match.complete)
        if any(match.complete for match in best.values()):
            best = {key: match for key, match in best.items() if match.complete}
        elif not best:
            best = {match.unit.id: match for match in self._containing(text, on=on)}
        ranked = sorted(
            best.values(), key=lambda match: (-match.score, sort_key(match.unit.name), match.unit.opened or date.min, match.unit.id)
        )
        return tuple(ranked[:limit])

    def _match(self, unit: UnitInfo, score: float, *, exact: bool, complete: bool) -> UnitMatch:
        return UnitMatch(unit, self.parents(unit.id), round(max(score, 0.01), 2), exact, complete)

    def _read_as(self, parts: tuple[Part, ...], *, on: date | None, penalty: float) -> Iterable[UnitMatch]:
        target, *above = parts
        for entry in self.by_name.get(target.folded, ()):
            if (on is not None and not entry.unit.exists_on(on)) or not fits(target, entry):
                continue
            exact, complete, score = entry.exact == target.exact, True, 1.0 - penalty
            if target.kinds is None and target.command is None:
                score -= _NO_KIND
            for part in above:
                parents = self.parents(entry.unit.id)
                fit = [other for other in self.by_name.get(part.folded, ()) if other.unit in parents and same_place(part, other)]
                exact = exact and any(other.exact == part.exact for other in fit)
                complete = complete and bool(fit)
            score -= (0 if exact or not complete else _NO_DIACRITICS) + (0 if complete else _WRONG_PARENT)
            yield self._match(entry.unit, score, exact=exact and complete, complete=complete)

    def _containing(self, text: str, *, on: date | None) -> Iterable[UnitMatch]:
        """Units whose name holds every word of the text, the last one perhaps unfinished."""
        part = read_part(text)
        if part is None or len(part.folded) < 2:
            return
        for key, entries in self.by_name.items():
            if f" {part.folded}" in f" {key}":
                for entry in entries:
                    if (on is None or entry.unit.exists_on(on)) and fits(part, entry):
                        yield self._match(entry.unit, _PARTIAL + len(part.folded) / len(key) / 5, exact=False, complete=False)

    def similar(self, text: str, *, on: date | None = None, limit: int = _SHOWN) -> tuple[UnitInfo, ...]:
        """Units with the nearest names, for a hint after nothing was found."""
        from rapidfuzz import process

        first = next(interpretations(text), None)
        if first is None:
            return ()
        keys = process.extract(first[0].folded, self.by_name.keys(), limit=3 * limit, score_cutoff=75)
        entries = [entry for key, _, _ in keys for entry in self.by_name[key] if on is None or entry.unit.exists_on(on)]
        fitting = [entry for entry in entries if first[0].kinds is None or fits(first[0], entry)] or entries
        return tuple(dict.fromkeys(entry.unit for entry in fitting))[:limit]


def resolve_unit(index: UnitNameIndex, text: str, *, on: date | None = None) -> UnitInfo:
    """The one unit that a text names: an id, an official code or a name with as much above it as it needs.

    Raises :class:`UnknownUnit` with the nearest names, :class:`AmbiguousUnit` with every candidate."""
    direct = index.get(text.strip())
    if direct is not None:
        return direct
    matches = [match for match in index.find(text, on=on, limit=200) if match.complete]
    # Typed without any diacritic, an exact match proves nothing: "xa vinh quang" may mean Vinh Quang or Vĩnh Quang.
    if not text.isascii():
        matches = [match for match in matches if match.exact] or matches
    if len(matches) == 1:
        return matches[0].unit
    if matches:
        shown = "; ".join(_described(index, match.unit) for match in matches[:_SHOWN])
        more = f"; và {len(matches) - _SHOWN} đơn vị khác" if len(matches) > _SHOWN else ""
        raise AmbiguousUnit(text=text, count=len(matches), candidates=shown + more, ids=tuple(match.unit.id for match in matches))
    near = _near(index, text, on)
    hint = f"Gần giống: {'; '.join(_described(index, unit) for unit in near)}." if near else "Tra tên bằng: saovuong units find."
    raise UnknownUnit(text=text, when=f" vào ngày {on:%d/%m/%Y}" if on else "", hint=hint, ids=tuple(unit.id for unit in near))


def _near(index: UnitNameIndex, text: str, on: date | None) -> list[UnitInfo]:
    """For a hint: what fits partly, else what bears the name on another day, else what has a similar name."""
    partly = [match.unit for match in index.find(text, on=on, limit=_SHOWN)]
    other_day = [match.unit for match in index.find(text, limit=_SHOWN) if match.complete] if on else []
    return partly or other_day or list(index.similar(text, on=on))


def _described(index: UnitNameIndex, unit: UnitInfo) -> str:
    return f"{index.full_name_of(unit.id)}{lifetime(unit)} [{unit.id}]"


def lifetime(unit: UnitInfo) -> str:
    """`` (đến 30/06/2025)``, `` (từ 01/07/2025)``, both or nothing."""
    words = []
    if unit.opened:
        words.append(f"từ {unit.opened:%d/%m/%Y}")
    if unit.closed:
        words.append(f"đến {unit.closed - timedelta(days=1):%d/%m/%Y}")
    return f" ({', '.join(words)})" if words else ""
