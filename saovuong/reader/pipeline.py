"""From a document to a reading: load, prepare, link every number and claim to its measure, scope it, explain it."""

import hashlib
import re
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from saovuong.core.catalogue import Catalogue, Measure
from saovuong.core.quantity import FigureClass, MeasureKind, Modifier, Role
from saovuong.reader.claims import RATING, YES_NO, ZERO, Claim, ClaimFinder
from saovuong.reader.features import size_of
from saovuong.reader.link import Evidence, Linker, Ranked, Surroundings
from saovuong.reader.load import LoadedDocument, load_document, stem
from saovuong.reader.model import NONE, shipped_weights
from saovuong.reader.numbers import COUNT, PERCENT
from saovuong.reader.parallel import OwnUnits, counts_on
from saovuong.reader.phrases import PhraseBook
from saovuong.reader.prepare import ROW_JOIN, Prepared, in_header, place_of, prepare
from saovuong.reader.quantity import CHANGE, MEASURE, PER_UNIT, VAGUE, Quantity
from saovuong.reader.relations import History
from saovuong.reader.scope import Scope, ScopeReader
from saovuong.reader.shapes import Candidate, Reading, UnitMention, UnitNames, Value
from saovuong.reader.tables import ROW
from saovuong.reader.taught import NOTHING, Taught
from saovuong.reader.telling import HEADED, NO_UNIT, REPORTING, Asked, Told, measure_in_words, value_in_words
from saovuong.reader.together import Together
from saovuong.reader.values import uom_without_measure, value_of
from saovuong.reader.version import reader_version

# where a figure stands, its value, measure and modifier, and why it is told there
_Part = tuple[int, int, Value, Measure, Modifier, tuple[str, ...]]


@dataclass(frozen=True)
class Tools:
    """What reading with one catalogue needs; building takes some milliseconds."""

    linker: Linker
    claims: ClaimFinder

    @cached_property
    def standing(self) -> frozenset[str]:
        """The measures that tell how things stand on a day: stocks, and shares of stocks."""
        measures = self.linker.catalogue.measures.values()
        stocks = {one.code for one in measures if one.kind is MeasureKind.STOCK}
        return frozenset(stocks | {one.code for one in measures if one.numerator in stocks})

    @cached_property
    def together(self) -> Together:
        return Together(self.linker.catalogue.reading)

    @cached_property
    def ratios(self) -> list[Measure]:
        """The measures that are a percentage of one measure in another."""
        return [one for one in self.linker.catalogue.measures.values() if one.numerator and one.uom == "percent"]


def tools_for(catalogue: Catalogue, taught: Taught = NOTHING) -> Tools:
    """The tools of a catalogue with the shipped weights and what was taught; the last few are kept."""
    for known, told, tools in _kept:
        if known is catalogue and told == taught:
            return tools
    told = taught.within(catalogue)
    book = PhraseBook(catalogue, told.spellings(), shipped_weights().cues)
    tools = Tools(Linker(catalogue, book, told.added_to(shipped_weights())), ClaimFinder(told.claims_in(catalogue)))
    _kept.append((catalogue, taught, tools))
    return tools


_kept: deque[tuple[Catalogue, Taught, Tools]] = deque(maxlen=4)


def read(
    source: Path | bytes | str | LoadedDocument,
    *,
    catalogue: Catalogue,
    units: UnitNames,
    default_unit: str | None = None,
    default_period: str | None = None,
    name: str | None = None,
    taught: Taught = NOTHING,
) -> Reading:
    """Read one document: a path, a file's bytes (with ``name``), a document loaded before, or text.

    ``default_unit`` is the id of the reporting unit and ``default_period`` the period it reports on; both stand where the text names none.
    ``taught`` is what the office added to the pack and the shipped weights.
    Raises the SV-2xx refusals of :mod:`saovuong.reader.load`. The same input gives the same reading on every machine.
    """
    notes: tuple[str, ...] = ()
    if isinstance(source, str):
        text, doc = source, stem(name or "văn bản")
    else:
        document = source if isinstance(source, LoadedDocument) else load_document(source, name)
        text, doc, notes = document.text, stem(document.name), document.notes
    tools = tools_for(catalogue, taught)
    found = find_candidates(tools, units=units, doc=doc, text=text, default_unit=default_unit, default_period=default_period)
    return Reading(
        doc=doc,
        text=text,
        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        reader_version=reader_version(),
        pack_version=catalogue.version,
        taught_sha256=taught.sha256,
        candidates=tuple(one for one in found if one.measure is not None),
        not_understood=tuple(one for one in found if one.measure is None),
        notes=notes,
    )


def find_candidates(
    tools: Tools, *, units: UnitNames, doc: str, text: str, default_unit: str | None, default_period: str | None
) -> list[Candidate]:
    """All candidates of a text in order, those without a measure among them."""
    return list(TextReader(tools, units, doc=doc, text=text, unit=default_unit, period=default_period).candidates())


class TextReader:
    """Reads one text. ``watch`` is told what lies behind every candidate, in their order."""

    def __init__(self, tools: Tools, units: UnitNames, *, doc: str, text: str, unit: str | None, period: str | None) -> None:
        self.tools = tools
        self.linker = tools.linker
        self.catalogue = tools.linker.catalogue
        self.doc = doc
        self.ready: Prepared = prepare(text, self.linker.book)
        self.scopes = ScopeReader(self.ready, period, self.catalogue.reading, standing=tools.standing)
        self.unit = unit
        self.unit_name = units.name_of(unit) if unit else None
        self.names: Sequence[UnitMention] = units.mentions(self.ready.normal.text, on=_day(self.scopes), near=unit)
        self.name_starts = [one.start for one in self.names]
        self.own_units = OwnUnits(self.ready, self.names)
        self.unit_told = REPORTING
        if unit is None:
            self._take_unit_from_title()
        self.surroundings = Surroundings(tools.linker, self.ready)
        self.history = History()
        self.quota_end = -1
        self.event: Quantity | Claim
        self.asked: Asked | None = None
        self.watch: Callable[[Told], None] | None = None

    def _take_unit_from_title(self) -> None:
        """Without a reporting unit given, the unit that the document's first headings name stands for it."""
        for start, end in [*self.scopes.letterhead, *self.scopes.titles[:4]]:
            named = next((one for one in self.names if start <= one.start < end), None)
            if named:
                self.unit, self.unit_name, self.unit_told = named.unit_id, named.text, HEADED
                return

    def candidates(self) -> Iterator[Candidate]:
        events: list[Quantity | Claim] = [*self.ready.quantities, *self.tools.claims.find(self.ready)]
        events.sort(key=lambda one: (one.start, one.end))
        for event in events:
            if in_header(self.ready, event.start):
                continue
            if self.history.enter(self.ready.block_at(event.start)):
                self.quota_end = -1
            self.event, self.asked = event, None
            yield from self._claim(event) if isinstance(event, Claim) else self._quantity(event)

    def _ranked(self, one: Quantity | Claim, kind: str) -> tuple[Evidence, list[Ranked]]:
        place = place_of(self.ready, one.start, one.end)
        size = size_of(one.value, one.kind) if isinstance(one, Quantity) else ""
        evidence, ranked = self.surroundings.ranked(place, kind=kind, size=size, before=self.history.before(one.start))
        self.asked = Asked(kind, place, evidence, ranked)
        return evidence, ranked

    def _quantity(self, one: Quantity) -> Iterator[Candidate]:
        if one.use in (CHANGE, PER_UNIT):
            why = "mức tăng, giảm so với kỳ khác" if one.use == CHANGE else "mức tính cho một đơn vị"
            yield self._unlinked(one, why)
            return
        kind = "pair" if one.of is not None else one.kind
        if kind not in self.linker.pools or not self.linker.pools[kind]:
            yield self._unlinked(one, "không có chỉ tiêu nào dùng đơn vị này")
            return
        evidence, ranked = self._ranked(one, kind)
        best = ranked[0] if ranked else None
        alone = best is not None and (best.measure == NONE or (self.asked is not None and self.asked.place.borrowed is not None))
        same = best is not None and best.measure != self.history.measure and self.history.measure in self.linker.pools[kind]
        if best is not None and same and ((alone and self._goes_on_in_row(one)) or self._counts_on(one)):
            best = Ranked(self.history.measure, best.score, _IN_ROW)
            ranked = [best, *ranked]
        if best is None or best.measure == NONE:
            if one.use == MEASURE:
                yield self._unlinked(one, "chưa rõ là chỉ tiêu nào", ranked)
            return
        for chosen in self._with_partners(one, self._chosen(ranked, kind, evidence)):
            yield from self._figure(one, chosen, ranked)
        self.history.linked(best.measure, one.end)

    def _chosen(self, ranked: Sequence[Ranked], kind: str, evidence: Evidence) -> list[Ranked]:
        """The best measure, and a second one that the words beside it name as clearly (``100% chỉ tiêu tuyển quân và bồi dưỡng``)."""
        if kind not in _SECOND or len(ranked) < 2:
            return [ranked[0]]
        first, second = ranked[0], ranked[1]
        close = second.measure != NONE and first.score - second.score < _SECOND[kind]
        return [first, second] if close and all(_named_beside(evidence, one.measure) for one in (first, second)) else [first]

    def _goes_on_in_row(self, one: Quantity) -> bool:
        """``7, 12 và 15 ngày``: numbers with nothing but a comma or *và* between them count the same measure."""
        return bool(ROW_JOIN.fullmatch(self.ready.normal.low, self.history.end, one.from_))

    def _counts_on(self, one: Quantity) -> bool:
        """``246 buổi ở xã A, 178 buổi ở xã B``: the number linked last, in the same sentence, for another place or time."""
        before = self.ready.quantity_at(self.history.end - 1) if self.history.end else None
        sentence = self.ready.sentence_at(one.start)
        if before is None or self.ready.sentence_at(before.start) != sentence or self.ready.block_at(one.start).kind == ROW:
            return False
        return counts_on(self.ready, before, one, self.scopes.between(before.end, sentence[1]))

    def _with_partners(self, one: Quantity, chosen: list[Ranked]) -> list[Ranked]:
        """``chosen`` with the quotas that the same percentage closes."""
        if one.kind != PERCENT or one.of is not None:
            return chosen
        index = bisect_left(self.ready.quantity_starts, one.start)
        _, finish = self.ready.sentence_at(one.start)
        begin = self.ready.sentence_at(one.start)[0]
        floor = max(begin, self.ready.quantities[index - 1].end if index else 0)
        best = chosen[0]
        more = self.tools.together.closed(
            self.ready.normal.low, start=one.start, end=one.end, floor=floor, sentence_end=finish, measure=best.measure
        )
        known = {each.measure for each in chosen}
        return [*chosen, *(best._replace(measure=code) for code in more if code not in known and code in self.catalogue.measures)]

    def _figure(self, one: Quantity, ranked: Ranked, others: Sequence[Ranked]) -> Iterator[Candidate]:
        measure = self.catalogue.measures[ranked.measure]
        value = value_of(one, measure)
        figure_class = FigureClass.UNQUANTIFIED if one.use == VAGUE else FigureClass.MEASURE
        scope = self.scopes.at(one.start, one.end, measure)
        why = self._why(ranked, others)
        if self._continues_a_quota(one):
            scope = replace(scope, role=Role.TARGET, why=(*scope.why, "tiếp theo số được giao trong cùng câu"))
            self.quota_end = one.end
        if measure.always_target and one.of is None:
            self.quota_end = one.end
        partner = self.catalogue.measures.get(self.catalogue.reading.pair_targets.get(measure.code, ""))
        if one.of is None and partner is not None and partner.always_target and scope.role is Role.TARGET:
            measure, why = partner, ("số được giao của chỉ tiêu này có tên riêng", *why)
        for start, end, told, of, modifier, more in self._told_by(one, value, measure, partner, self._ratio(one, measure, others)):
            yield self._candidate(
                start, end, told, of, modifier=modifier, scope=scope if of is measure else self.scopes.at(one.start, one.end, of),
                figure_class=figure_class, confidence=ranked.share, why=(*more, *why),
            )  # fmt: skip

    def _ratio(self, one: Quantity, measure: Measure, others: Sequence[Ranked]) -> Measure | None:
        """The measure of the percentage behind a pair whose first number counts ``measure``: a ratio over it, the likeliest of several."""
        if one.share_span is None or measure.uom == "percent":
            return None
        ratios = [each for each in self.tools.ratios if each.numerator == measure.code]
        ranked = (next((each for each in ratios if each.code == other.measure), None) for other in others)
        return next((each for each in ranked if each), ratios[0] if len(ratios) == 1 else None)

    def _told_by(self, one: Quantity, value: Value, measure: Measure, partner: Measure | None, ratio: Measure | None) -> Iterator[_Part]:
        """The figures of one number: itself; of a pair ``08/8 thanh niên (100%)`` also the number asked and the share, where they have
        measures of their own."""
        span = (one.start, one.end)
        if one.of_span and partner is not None:
            span = (one.start, one.start + len(self.ready.normal.text[one.start : one.of_span[0]].rstrip(" /")))
        elif one.of_span and ratio is not None:
            span = (one.start, one.of_span[1])
        yield *span, value, measure, one.modifier, ()
        if one.of_span and partner is not None:
            yield *one.of_span, one.of, partner, Modifier.EXACT, ("số sau dấu gạch chéo là số giao",)
        if one.share_span and ratio is not None:
            yield *one.share_span, one.share, ratio, Modifier.EXACT, (f"tỷ lệ ghi cạnh cặp số của chỉ tiêu {measure.name_vi}",)

    def _continues_a_quota(self, one: Quantity) -> bool:
        """``quân đội 350, công an 45``: what follows a quota after a comma is a quota too."""
        between = self.ready.normal.low[self.quota_end : one.start]
        if one.kind != COUNT or self.quota_end < 0 or len(between) > _SHORT_STEP or _NEW_MATTER.search(between):
            return False
        return "," in between and not set(between) & set(";.(:")

    def _claim(self, claim: Claim) -> Iterator[Candidate]:
        evidence, ranked = self._ranked(claim, claim.kind)
        measures = self.catalogue.measures
        if claim.kind == RATING:
            ranked = [r for r in ranked if r.measure == NONE or self.tools.claims.level(claim, measures[r.measure]) is not None]
        for chosen in self._meant(claim, ranked, evidence):
            measure = measures[chosen.measure]
            value: Value = Decimal(0)
            figure_class = FigureClass.ZERO_STATEMENT
            if claim.kind == RATING:
                value, figure_class = self.tools.claims.level(claim, measure), FigureClass.RATING
            elif claim.kind == YES_NO:
                value, figure_class = claim.yes, FigureClass.YES_NO
            scope = self.scopes.at(claim.start, claim.end, measure)
            told = (f"chữ trong câu nói về chỉ tiêu này: “{claim.about}”",) if claim.measures and claim.about else ()
            yield self._candidate(
                claim.start, claim.end, value, measure, modifier=claim.modifier, scope=scope,
                figure_class=figure_class, confidence=chosen.share, why=(*told, *self._why(chosen, ranked)),
            )  # fmt: skip

    def _meant(self, claim: Claim, ranked: list[Ranked], evidence: Evidence) -> list[Ranked]:
        """The measures of a claim: those that its words allow, the likeliest of them; without such words whatever is likeliest."""
        if claim.measures:
            best = next((one for one in ranked if one.measure in claim.measures), None) or Ranked(claim.measures[0], 0.0, _BY_WORDS)
            return [best._replace(share=max(best.share, _BY_WORDS))]
        if not ranked or ranked[0].measure == NONE or (claim.kind == ZERO and ranked[0].share < _SURE_OF_NOTHING):
            return []
        return self._chosen(ranked, claim.kind, evidence)

    def _why(self, chosen: Ranked, others: Sequence[Ranked]) -> tuple[str, ...]:
        """The strongest cues and phrase rules, the score, and the runners-up."""
        assert self.asked is not None
        more: tuple[str, ...] = ()
        if chosen.share == _IN_ROW and chosen is others[0]:
            more = (f"cùng dãy số với số liệu liền trước: {self.linker.names[chosen.measure]}",)
        elif all(one.measure != chosen.measure for one in others) and not isinstance(self.event, Claim):
            more = ("một tỷ lệ chung cho nhiều chỉ tiêu cùng nêu trong câu",)
        return (*more, *measure_in_words(self.linker, self.asked, chosen, others))

    def _unlinked(self, one: Quantity, why: str, ranked: Sequence[Ranked] = ()) -> Candidate:
        scope = self.scopes.at(one.start, one.end, None)
        hints = tuple(f"có thể là {self.linker.names[r.measure]} ({r.measure}; {r.share:.2f})" for r in ranked[1:3] if r.measure != NONE)
        return self._candidate(
            one.start, one.end, value_of(one, None), None, uom=uom_without_measure(one), modifier=one.modifier, scope=scope,
            figure_class=None, confidence=0.0, why=(why, *hints),
        )  # fmt: skip

    def _candidate(
        self, start: int, end: int, value: Value, measure: Measure | None, *, uom: str | None = None, modifier: Modifier, scope: Scope,
        figure_class: FigureClass | None, confidence: float, why: tuple[str, ...],
    ) -> Candidate:  # fmt: skip
        if measure is not None and self.asked is not None and (slips := self.ready.slips_beside(self.asked.place)):
            confidence *= _AFTER_A_SLIP
            why = (*why, *(f"viết gần giống “{one.meant}”: “{one.written}”" for one in slips))
        name, unit_id, told = self._organisation(start)
        begin, finish = self.ready.normal.span(start, end)
        read_so = value_in_words(self.event, self.ready.normal.low, value, measure, self.catalogue)
        if self.watch:
            self.watch(Told(self.event, self.asked, read_so, scope.why, told))
        return Candidate(
            doc=self.doc, start=begin, end=finish, quote=self.ready.normal.source[begin:finish], value=value,
            uom=measure.uom if measure else uom, modifier=modifier, measure=measure.code if measure else None,
            measure_name=measure.name_vi if measure else None, organisation=name, unit_id=unit_id, period=scope.period, role=scope.role,
            figure_class=figure_class, confidence=round(confidence, 4), why=(*why, *read_so, *scope.why, told),
        )  # fmt: skip

    def _organisation(self, position: int) -> tuple[str | None, str | None, str]:
        """The unit named last before the figure in its sentence, else the reporting unit; and which of them it is, in words."""
        if own := self.own_units.of(position):
            return own.text, own.unit_id, f"đơn vị nêu ngay sau số: {own.text}"
        begin, _ = self.ready.sentence_at(position)
        taken = self.own_units.taken(position)
        index = bisect_left(self.name_starts, position) - 1
        while index >= 0 and self.name_starts[index] >= begin:
            named = self.names[index]
            if named.end <= position and named not in taken:
                return named.text, named.unit_id, f"đơn vị nêu trong câu: {named.text}"
            index -= 1
        return self.unit_name, self.unit, self.unit_told if self.unit_name else NO_UNIT


# how far a row of quotas may step from one number to the next, and words that end it
_SHORT_STEP = 45
_NEW_MATTER = re.compile(r"(?<!\w)(?:ngoài ra|song|nhưng|đã|đạt|giao|còn|riêng|trong khi)(?!\w)")
# how close in score a second measure must come to stand behind the same number
# the confidence of a measure taken over from the number before in a row
_IN_ROW = 0.6
# the confidence of a statement whose own words tell of which measure it is
_BY_WORDS = 0.9
# *không có* stands before so many things that no measure counts that only a clear lead over the others tells one
_SURE_OF_NOTHING = 0.7
# what is left of the confidence where the words beside the number had to be guessed
_AFTER_A_SLIP = 0.8
_SECOND = {PERCENT: 0.6, RATING: 0.6}


def _named_beside(evidence: Evidence, measure: str) -> bool:
    """Whether a phrase of the measure stands in the number's own part of the sentence."""
    return any(name.startswith(_BESIDE) for name in evidence.phrases.of(measure))


_BESIDE = ("phrase:left", "phrase:right", "phrase:around", "phrase:label")


def _day(scopes: ScopeReader) -> date | None:
    from saovuong.core.period import YEARLY, Period

    if not scopes.default or scopes.default == YEARLY:
        return None
    period = Period.parse(scopes.default)
    return period.start
