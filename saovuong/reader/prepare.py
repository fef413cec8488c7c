"""One text made ready: normal form, words, blocks, sentences, quantities and phrase hits, and the place of any span among them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from saovuong.reader.features import Place
from saovuong.reader.layout import Block, blocks_and_head, sentence_spans
from saovuong.reader.nonfigures import NonFigure, find_nonfigures
from saovuong.reader.normal import NormalText, match_form
from saovuong.reader.numbers import COUNT, MONEY, PERCENT, SCALED
from saovuong.reader.phrases import Hit, Pair, PhraseBook
from saovuong.reader.quantity import CHANGE, VAGUE, Quantity, find_quantities
from saovuong.reader.slips import Slip
from saovuong.reader.tables import HEADER, ROW, Cell, is_numeric
from saovuong.reader.tokens import Words, find_words, is_stop
from saovuong.reader.words import alternatives, language


@dataclass(frozen=True, slots=True)
class Prepared:
    normal: NormalText
    words: Words
    #: how many blocks stand above the title
    head: int
    blocks: Sequence[Block]
    block_starts: Sequence[int]
    sentences: Sequence[tuple[int, int]]
    sentence_starts: Sequence[int]
    nonfigures: Sequence[NonFigure]
    quantities: Sequence[Quantity]
    quantity_starts: Sequence[int]
    row_ends: Sequence[int]
    hits: Sequence[Hit]
    hit_lasts: Sequence[int]
    pairs: Sequence[Pair]
    pair_firsts: Sequence[int]
    text_topics: Mapping[str, float]
    slips: Sequence[Slip]
    _block_topics: dict[int, Mapping[str, float]] = field(default_factory=dict, compare=False)

    def block_at(self, position: int) -> Block:
        index = bisect_right(self.block_starts, position)
        return self.blocks[index - 1 if index else 0]

    def sentence_at(self, position: int) -> tuple[int, int]:
        index = bisect_right(self.sentence_starts, position)
        return self.sentences[index - 1 if index else 0]

    def quantity_at(self, position: int) -> Quantity | None:
        """The quantity that stands at a place."""
        index = bisect_right(self.quantity_starts, position) - 1
        return self.quantities[index] if index >= 0 and position < self.quantities[index].end else None

    def hits_between(self, first: int, after: int) -> Sequence[Hit]:
        """Hits whose words lie inside ``first``..``after`` (word indexes)."""
        low = bisect_left(self.hit_lasts, first)
        high = bisect_left(self.hit_lasts, after)
        return [hit for hit in self.hits[low:high] if hit.first >= first]

    def pairs_between(self, first: int, after: int) -> Sequence[Pair]:
        """Pairs of words inside ``first``..``after`` (word indexes), each pair of words once."""
        found = self.pairs[bisect_left(self.pair_firsts, first) : bisect_left(self.pair_firsts, after)]
        if found and found[-1].last >= after:
            found = found[:-1]
        once: dict[int, Pair] = {}
        for pair in found:
            once.setdefault(pair.number, pair)
        return list(once.values())

    def slips_beside(self, place: Place) -> Sequence[Slip]:
        """The slips in the words that speak for the number at ``place``: between its neighbours, and in the title of its row."""
        if not self.slips:
            return ()
        spans = [(place.floor, place.reach), *([place.label] if place.label else [])]
        return [one for one in self.slips if any(first <= one.first and one.last < after for first, after in spans)]

    def block_topics(self, position: int) -> Mapping[str, float]:
        """How the phrases of the block at ``position`` divide among topics."""
        block = self.block_at(position)
        found = self._block_topics.get(block.start)
        if found is None:
            found = self._block_topics[block.start] = topic_shares(self.hits_between(*self.words.between(block.start, block.end)))
        return found


def topic_shares(hits: Iterable[Hit]) -> Mapping[str, float]:
    """The part of the words of ``hits`` that speaks for each topic; the parts make one."""
    words: dict[str, float] = {}
    for hit in hits:
        for topic, length in hit.topics:
            words[topic] = words.get(topic, 0.0) + length
    whole = sum(words.values())
    return {topic: length / whole for topic, length in words.items()} if whole else {}


def prepare(text: str, book: PhraseBook) -> Prepared:
    normal = NormalText.of(text)
    blocks, head = blocks_and_head(normal)
    normal = _with_bars(_with_spaces(normal, blocks), blocks)
    nonfigures = find_nonfigures(normal)
    words = find_words(normal.low)
    sentences = [span for block in blocks for span in sentence_spans(normal, block)]
    starts = [block.start for block in blocks]
    found = (_in_table(normal, blocks, starts, one) for one in find_quantities(normal.low, nonfigures))
    quantities = [one for one in found if one is not None]
    hits = book.find(words)
    slips: tuple[Slip, ...] = ()
    if book.slips is not None:
        words, slips = book.slips.mended(words, normal, ((hit.first, hit.last) for hit in hits))
    if slips:
        hits = book.find(words)
    pairs = book.find_pairs(words)
    return Prepared(
        normal, words, head, blocks, [b.start for b in blocks], sentences, [s for s, _ in sentences], nonfigures,
        quantities, [q.start for q in quantities], _row_ends(normal.low, quantities),
        hits, [h.last for h in hits], pairs, [p.first for p in pairs],
        topic_shares(hits), slips,
    )  # fmt: skip


def _with_spaces(normal: NormalText, blocks: Sequence[Block]) -> NormalText:
    """Line ends inside a block as spaces in ``low``: a sentence goes on over them."""
    low = normal.low
    broken = [block for block in blocks if low.find("\n", block.start, block.end) >= 0]
    pieces: list[str] = []
    done = 0
    for block in broken:
        pieces += [low[done : block.start], low[block.start : block.end].replace("\n", " ")]
        done = block.end
    return replace(normal, low="".join([*pieces, low[done:]])) if broken else normal


def _with_bars(normal: NormalText, blocks: Sequence[Block]) -> NormalText:
    """Tabs between cells as bars in ``low``: they are spaces to every pattern, and no words go on from one cell to the next."""
    low = normal.low
    if "\t" not in low:
        return normal
    pieces: list[str] = []
    done = 0
    for block in blocks:
        if block.kind in (ROW, HEADER):
            pieces += [low[done : block.start], low[block.start : block.end].replace("\t", "|")]
            done = block.end
    return replace(normal, low="".join([*pieces, low[done:]]))


def cell_of(block: Block, position: int) -> Cell | None:
    return next((cell for cell in block.cells if cell.start <= position < max(cell.end, cell.start + 1)), None)


def _in_table(normal: NormalText, blocks: Sequence[Block], starts: Sequence[int], one: Quantity) -> Quantity | None:
    """A bare number in a table takes its kind and scale from the row's unit cell or from its column; None for the digits of titles."""
    index = bisect_right(starts, one.start) - 1
    block = blocks[index] if index >= 0 else None
    if block is None or block.kind != ROW or one.use == VAGUE:
        return one
    cell = cell_of(block, one.start)
    if cell is not None and (cell.column == "index" or (cell.column == "label" and _names_the_row(normal.low, block, cell, one))):
        return None
    if cell is not None and cell.column == "change":
        return replace(one, use=CHANGE)
    if cell is None or one.kind != COUNT:
        return one
    if cell.column == "rate":
        return replace(one, kind=PERCENT)
    unit = _unit_of(normal.low, block, cell)
    if cell.column not in ("target", "result", "previous", ""):
        return one
    kind, factor = unit_word(unit)
    if factor == 1:
        return replace(one, kind=kind)
    scaled = [None if v is None else v * factor for v in (one.value, one.high, one.of)]
    return replace(one, kind=kind, value=scaled[0], high=scaled[1], of=scaled[2])


def _unit_of(low: str, block: Block, cell: Cell) -> str:
    """The row's unit cell, else the brackets at the end of the row's title, else the unit that the column or the table tells."""
    label = next((each for each in block.cells if each.column == "label"), None)
    own = any(each.column == "uom" and each.end > each.start for each in block.cells)
    told = _IN_BRACKETS.search(low, label.start, label.end) if label and not own else None
    if told and unit_word(told.group(1))[0] != COUNT:
        return told.group(1)
    return low[slice(*cell.uom)] if cell.uom else ""


def _names_the_row(low: str, block: Block, cell: Cell, one: Quantity) -> bool:
    """Whether a number in a row's title is part of it (``Đăng ký tuổi 17 | % | 100``) and no figure of its own (``Đón: 64 | 100%``)."""
    others = (each for each in block.cells if each.column not in ("index", "label", "uom"))
    return (
        one.kind == COUNT
        and one.of is None
        and ":" not in low[cell.start : one.start]
        and any(is_numeric(low[c.start : c.end]) for c in others)
    )


_IN_BRACKETS = re.compile(r"\(([^()]{1,20})\)\s*\Z")


@cache
def unit_word(word: str) -> tuple[str, Decimal]:
    """Kind and factor of a unit cell: ``triệu đồng`` is money in millions, ``%`` a percentage, ``người`` a count."""
    low = match_form(word).strip(" .()")
    if low in ("%", "phần trăm", "tỷ lệ %"):
        return PERCENT, Decimal(1)
    for kind in SCALED:
        if low in language()["units"][kind]:
            return kind, Decimal(language()["units"][kind][low])
    match = _money_unit().fullmatch(low)
    if not match or not (match["money"] or match["scale"] in _MONEY_SCALES):
        return COUNT, Decimal(1)
    return MONEY, Decimal(language()["numbers"]["scales"][match["scale"]] if match["scale"] else "1")


_MONEY_SCALES = ("triệu", "tr", "tỷ", "tỉ")


@cache
def _money_unit() -> re.Pattern[str]:
    scales, money = alternatives(language()["numbers"]["scales"]), alternatives(language()["numbers"]["money"])
    return re.compile(rf"(?P<scale>{scales})?[\s.]*(?P<money>{money})?")


def place_of(ready: Prepared, start: int, end: int) -> Place:
    """The place of the span ``start``..``end`` (a quantity or a claim)."""
    words = ready.words
    block = ready.block_at(start)
    begin, finish = ready.sentence_at(start)
    sentence = words.between(begin, finish)
    first = bisect_left(words.starts, start)
    last = bisect_left(words.starts, end)
    above = [words.between(*span) for span in (*block.path[-3:], *([block.lead] if block.lead and block.lead[1] <= start else []))]
    if block.kind == ROW:
        return _row_place(ready, block, start, sentence=sentence, first=first, last=last, above=tuple(above))
    floor, ceiling = _neighbours(ready, start, end, begin, finish)
    borrowed = _borrowed(ready, start, finish)
    ceiling = min(ceiling, sentence[1])
    clause = next((index for index in range(last, ceiling) if words.text[index] == ";"), ceiling)
    return Place(sentence, first, last, max(floor, sentence[0]), ceiling, tuple(above), borrowed=borrowed, clause=clause)


ROW_JOIN = re.compile(r"\s*+,\s*+(?:và\s++)?|\s++và\s++")


# numbers that one noun may close
_LONGEST_ROW = 40


def _borrowed(ready: Prepared, start: int, finish: int) -> tuple[int, int] | None:
    """For a bare number in a row of numbers: the words after the last of them."""
    here = bisect_left(ready.quantity_starts, start)
    if here >= len(ready.quantities):
        return None
    last = ready.row_ends[here]
    if last == here or last - here > _LONGEST_ROW:
        return None
    first, after = ready.words.between(ready.quantities[last].end, finish)
    stop = next((i for i in range(first, after) if is_stop(ready.words.text[i])), after)
    return (first, min(stop, first + 6)) if stop > first else None


def _row_ends(low: str, quantities: Sequence[Quantity]) -> list[int]:
    """For each quantity the index of the last one in its row of numbers of one kind, with nothing but a comma or *và* between them."""
    ends = list(range(len(quantities)))
    for index in range(len(quantities) - 2, -1, -1):
        one, two = quantities[index], quantities[index + 1]
        if one.kind == two.kind and ROW_JOIN.fullmatch(low, one.end, two.from_):
            ends[index] = ends[index + 1]
    return ends


def _neighbours(ready: Prepared, start: int, end: int, begin: int, finish: int) -> tuple[int, int]:
    index = bisect_left(ready.quantity_starts, start)
    floor, ceiling = begin, finish
    if index > 0 and ready.quantities[index - 1].end <= start:
        floor = max(floor, ready.quantities[index - 1].end)
    while index < len(ready.quantities) and ready.quantities[index].start < end:
        index += 1
    if index < len(ready.quantities):
        ceiling = min(ceiling, ready.quantities[index].from_)
    return bisect_left(ready.words.starts, floor), bisect_left(ready.words.starts, ceiling)


def _row_place(
    ready: Prepared, block: Block, start: int, *, sentence: tuple[int, int], first: int, last: int, above: tuple[tuple[int, int], ...]
) -> Place:
    words = ready.words
    cell = cell_of(block, start)
    spans = {c.column: words.between(c.start, c.end) for c in block.cells}
    # What was done a year before is read as what was done.
    column = ("result" if cell.column == "previous" else cell.column) if cell else ""
    if column in ("label", "note", "index") or "label" not in spans:
        floor, ceiling = words.between(cell.start, cell.end) if cell else sentence
        return Place(sentence, first, last, floor, ceiling, above, spans.get("label") if column == "note" else None, None, column)
    if cell:
        above = (*above, *(words.between(*title) for title in cell.titles[-1:]))
    floor, ceiling = words.between(cell.start, cell.end) if cell else (first, last)
    return Place(
        sentence,
        first,
        last,
        floor,
        max(ceiling, last),
        above,
        spans["label"],
        words.between(*cell.uom) if cell and cell.uom else None,
        column,
    )


def in_header(ready: Prepared, position: int) -> bool:
    return ready.block_at(position).kind == HEADER
