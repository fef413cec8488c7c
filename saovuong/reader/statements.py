"""Statements of yes or no: ``trực nghiêm túc``, ``chưa kiện toàn Ban chỉ đạo``, a table cell *có* beside ``Văn kiện bổ sung xong``."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from saovuong.core.catalogue import ReadingWords, StatementWords
from saovuong.reader.claim import YES_NO, Claim
from saovuong.reader.layout import Block
from saovuong.reader.prepare import Prepared
from saovuong.reader.quantity import MEASURE
from saovuong.reader.spotting import Spot, Spots, Spotter
from saovuong.reader.subjects import Subject, SubjectFinder
from saovuong.reader.tables import ROW, Cell
from saovuong.reader.tokens import NUMBER, STOPS
from saovuong.reader.words import word_list

Said = tuple[StatementWords | None, bool]
About = tuple[str, bool]
# how far the subject may stand: of a statement that only one measure makes, and of one that several make
_REACH, _WIDE_REACH = 28, 75
_BACK, _ON, _NEAR, _CLAUSE = 6, 4, 8, 30
# a wording of so many words and one more may have its subject further on, behind a comma
_LONG_WORDING = 2


class StatementFinder:
    """Finds the statements that one pack's words allow."""

    def __init__(self, words: ReadingWords) -> None:
        said: list[tuple[str, Said]] = [(each, (None, False)) for each in words.not_said]
        about: list[tuple[str, About]] = []
        for rule in words.said:
            said += [(each, (rule, yes)) for yes, listed in ((True, rule.says), (False, rule.denies)) for each in listed]
            about += [(each, (rule.measure, bearer)) for bearer, listed in ((False, rule.about), (True, rule.bearers)) for each in listed]
        self._says, self._about = Spotter(said), Spotter(about)
        self._asks = Spotter((each, rule.measure) for rule in words.said for each in rule.asks)

    def find(self, ready: Prepared, titles: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> list[Claim]:
        """``taken`` are the places of levels of a scale: *hoàn thành tốt nhiệm vụ* says nothing of a book's being finished."""
        subjects = SubjectFinder(ready, self._about.find(ready.words), titles)
        text = _Statements(ready, self._says.find(ready.words), subjects, [*titles, *taken])
        return [*text.claims(), *_cells(ready, text, self._asks.find(ready.words))]


class _Statements:
    """The statements of one text."""

    def __init__(self, ready: Prepared, says: Spots[Said], subjects: SubjectFinder[About], closed: Sequence[tuple[int, int]]) -> None:
        self.ready = ready
        self.text = ready.words.text
        self.says = says
        self.subjects = subjects
        self.closed = sorted(closed)

    def claims(self) -> Iterator[Claim]:
        done, told = -1, set()
        for first, spots in groupby(self.says.all, key=lambda spot: spot.first):
            here = list(spots)
            longest = [spot for spot in here if spot.last == here[0].last]
            if here[0].last <= done or not self._stands(longest[0]):
                continue
            done = here[0].last
            for claim in self._told(longest):
                position = self.ready.words.starts[first]
                row = self.ready.block_at(position).kind == ROW
                key = (claim.measures, claim.yes, (position, position) if row else self.ready.sentence_at(position))
                if key not in told:
                    told.add(key)
                    yield claim

    def _stands(self, spot: Spot[Said]) -> bool:
        if spot.what[0] is None:
            return False
        start, end = self.ready.words.starts[spot.first], self.ready.words.ends[spot.last]
        index = bisect_left(self.closed, (end, 0)) - 1
        if index >= 0 and start < self.closed[index][1]:
            return False
        if spot.first and self.text[spot.first - 1] in word_list("claims", "undoing"):
            return False
        return not self._counted(spot.first) and not self._names_a_row(spot.first)

    def _told(self, spots: Sequence[Spot[Said]]) -> Iterator[Claim]:
        rules = {spot.what[0].measure: spot for spot in spots if spot.what[0] is not None}
        for measure, about in self._measures(rules, spots[0].first, spots[0].last):
            start, end, yes = self._truth(rules[measure], about)
            words = self.ready.words
            yield Claim(words.starts[start], words.ends[end], YES_NO, yes=yes, measures=(measure,), about=spots[0].text)

    def _measures(self, spots: dict[str, Spot[Said]], first: int, last: int) -> list[tuple[str, Subject[About] | None]]:
        rules = {code: spot.what[0] for code, spot in spots.items() if spot.what[0] is not None}
        alone = [code for code, rule in rules.items() if not rule.about]
        if alone:
            return [(code, None) for code in alone]
        near = [
            one for one in self.subjects.around(first, last) if one.spot.what[0] in rules and self._reaches(one, first, last, len(rules))
        ]
        if not near:
            return [(code, None) for code, rule in rules.items() if rule.usual]
        joined = dict.fromkeys(spot.what[0] for spot in self.subjects.joined(near[0]))
        return [(code, near[0]) for code in joined if code in rules]

    def _reaches(self, one: Subject[About], first: int, last: int, measures: int) -> bool:
        if one.spot.what[1]:
            return one.side == "left" and all(word in _verbs() for word in self.text[one.spot.last + 1 : first])
        if one.side == "right" and last - first < _LONG_WORDING and (one.far > _NEAR or "," in self.text[last : one.spot.first]):
            return False
        if measures > 1:
            return one.far <= _WIDE_REACH
        return one.side == "row" or (one.side != "above" and one.far <= _REACH)

    def _counted(self, first: int) -> bool:
        """``100% đơn vị an toàn tuyệt đối``: a number tells how many, and the statement is none of its own."""
        for index in range(first - 1, max(-1, first - 1 - _BACK), -1):
            word = self.text[index]
            if word in _even():
                return False
            if word == "%":
                return True
            if word == NUMBER:
                return self._is_figure(index) and not self._counts_a_subject(index)
            if word in STOPS:
                return False
        return False

    def _counts_a_subject(self, index: int) -> bool:
        """``diễn tập xã 01 cuộc an toàn tuyệt đối``: the number says how often, and of what was told before."""
        begin = index
        while begin and index - begin < _CLAUSE and self.text[begin - 1] not in STOPS:
            begin -= 1
        return any(spot.last < index and not spot.what[1] for spot in self.subjects.spots.between(begin, index))

    def _is_figure(self, index: int) -> bool:
        found = self.ready.quantity_at(self.ready.words.starts[index])
        return found is not None and found.use == MEASURE

    def _names_a_row(self, first: int) -> bool:
        """Whether the words are the title of a table row, which asks and does not tell."""
        position = self.ready.words.starts[first]
        block = self.ready.block_at(position)
        if block.kind != ROW:
            return False
        cell = next((one for one in block.cells if one.start <= position < one.end), None)
        others = [one for one in block.cells if one.column not in ("index", "label", "uom")]
        return cell is not None and cell.column == "label" and bool(others)

    def _truth(self, spot: Spot[Said], about: Subject[About] | None) -> tuple[int, int, bool]:
        """Where the statement begins and ends with the verbs and denials around it, and whether it says yes."""
        start, end, yes = spot.first, spot.last, spot.what[1]
        index = start - 1
        while index >= 0 and start - index <= _BACK and (self.text[index] in _verbs() or self.text[index] in _negators()):
            if self.text[index] in _negators():
                yes = False
            index -= 1
        start = min(start, index + 1)
        behind = max(end, about.spot.last) if about is not None and about.side == "right" else end
        if (answer := self._answer(behind)) is not None:
            return start, answer[0], answer[1]
        for index in range(behind + 1, min(behind + 1 + _ON, len(self.text) - 1)):
            if self.text[index] in STOPS - {'"'}:
                break
            if self.text[index] in _negators() and self.text[index + 1] in _verbs():
                return start, index + 1, False
        return start, end, yes

    def _answer(self, end: int) -> tuple[int, bool] | None:
        """``duy trì nghiêm trực SSCĐ: có``."""
        index = end + 1
        while index < len(self.text) and index - end <= _ON and self.text[index] not in STOPS:
            index += 1
        return read_answer(self.text, index + 1) if index + 1 < len(self.text) and self.text[index] == ":" else None


def read_answer(text: Sequence[str], index: int, after: int | None = None) -> tuple[int, bool] | None:
    """*Có*, *không*, *chưa*, *đạt* or *x* standing alone from the word ``index`` on: its last word, and whether it says yes."""
    stop = index
    while stop < (len(text) if after is None else after) and text[stop] not in STOPS and stop - index <= _ON:
        stop += 1
    said = " ".join(text[index:stop])
    for words, yes in (("answers_no", False), ("answers_yes", True)):
        if said in word_list("claims", words):
            return stop - 1, yes
    return None


def _cells(ready: Prepared, text: _Statements, asks: Spots[str]) -> Iterator[Claim]:
    """The answers in the rows of a table whose title asks for a statement."""
    for block in ready.blocks:
        label = next((one for one in block.cells if one.column == "label"), None) if block.kind == ROW else None
        if label is not None and not _numeric(ready, block, label) and (asked := _asked(ready, label, text, asks)):
            for cell in block.cells:
                yield from _cell(ready, cell, asked)


def _numeric(ready: Prepared, block: Block, label: Cell) -> bool:
    """Whether a row tells numbers; *đạt* is then a verdict on them."""
    cells = [one for one in block.cells if one != label and one.column not in ("index", "uom", "note")]
    return any(NUMBER in ready.words.text[slice(*ready.words.between(one.start, one.end))] for one in cells)


def _cell(ready: Prepared, cell: Cell, asked: tuple[str, str]) -> Iterator[Claim]:
    if cell.column in ("index", "label", "uom", "note"):
        return
    words = ready.words
    first, after = words.between(cell.start, cell.end)
    answer = read_answer(words.text, first, after)
    if answer is not None and answer[0] == after - 1:
        yield Claim(words.starts[first], words.ends[after - 1], YES_NO, yes=answer[1], measures=(asked[0],), about=asked[1])


def _asked(ready: Prepared, label: Cell, text: _Statements, asks: Spots[str]) -> tuple[str, str] | None:
    """The measure that a row's title asks for, and with which words."""
    first, after = ready.words.between(label.start, label.end)
    for spot in asks.between(first, after):
        if spot.last < after and (spot.first == first or ready.words.text[spot.first - 1] not in word_list("claims", "undoing")):
            return spot.what, spot.text
    for said in text.says.between(first, after):
        rule = said.what[0]
        if rule is not None and said.last < after:
            near = [one for one in text.subjects.within((label.start, label.end)) if one.what[0] == rule.measure]
            if near or not rule.about:
                return rule.measure, said.text
    return None


@cache
def _verbs() -> frozenset[str]:
    return frozenset((*word_list("claims", "verbs"), '"'))


@cache
def _even() -> frozenset[str]:
    """Words that say that all of a number are alike: ``412 cuộc cấp xã đều an toàn tuyệt đối``."""
    return frozenset(word_list("claims", "even"))


@cache
def _negators() -> frozenset[str]:
    return frozenset(word_list("claims", "negators"))
