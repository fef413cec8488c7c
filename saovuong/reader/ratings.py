"""Levels of a scale that a text gives something: ``xếp loại khá``, ``DQTV giỏi``, a table cell *Khá* below ``Xếp loại``."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from saovuong.core.catalogue import Catalogue, Measure, RatingWords
from saovuong.core.quantity import Modifier
from saovuong.reader.claim import RATING, Claim
from saovuong.reader.normal import match_form
from saovuong.reader.prepare import Prepared, cell_of
from saovuong.reader.quantity import MEASURE
from saovuong.reader.spotting import Spotter
from saovuong.reader.subjects import Subject, SubjectFinder
from saovuong.reader.tables import ROW
from saovuong.reader.tokens import NUMBER, STOPS
from saovuong.reader.words import alternatives, language, word_list

ABOUT, BEARER, GENERAL = "about", "bearer", "general"
About = tuple[RatingWords, str]
# how many words before a level may make it one of a count or of a wish, and how many of rating may follow what bears it
_BACK, _BEARER, _ATTRIBUTE = 9, 7, 4
# what stands further away than a sentence before is not what a level of several words is given to
_SAME_MATTER = 45
_LEAST_LETTERS = 4
_CLAUSE, _BRACKETS = 14, 30


class RatingFinder:
    """Finds the ratings that the scales of one catalogue allow."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.measures = catalogue.measures
        self._levels = _levels(catalogue)
        self.rules = {rule.measure: rule for rule in catalogue.reading.rated}
        every = sorted({word for scale in self._levels.values() for word in scale})
        capitals = _short_forms(catalogue)
        long = [word for word in every if " " in word or word in capitals]
        self.all_levels = frozenset(every)
        self._short_words = frozenset(word for word in every if word not in long)
        after = r"(?:\s+(?P<up>trở lên))?"
        self._long = re.compile(rf"(?<!\w)(?P<q>\")?(?P<level>{alternatives(long)})(?!\w){after}")
        self._before = frozenset(match_form(word) for word in catalogue.reading.level_before)
        bare = rf"(?P<level>{alternatives(self._short_words)})(?!\w)(?!\s+{alternatives(['loại', *self._short_words])}(?!\w))"
        self._short = re.compile(rf"(?<!\w){bare}{after}")
        kinds = ((ABOUT, "about"), (BEARER, "bearers"), (GENERAL, "generally"))
        self._spotter = Spotter((word, (rule, kind)) for rule in self.rules.values() for kind, key in kinds for word in getattr(rule, key))
        self.not_rated = frozenset(match_form(word) for word in catalogue.reading.not_rated)

    def level(self, claim: Claim, measure: Measure) -> str | None:
        """The level of the measure's scale that the claim names; None where it names none of that scale."""
        return self._levels.get(measure.scale or "", {}).get(claim.word)

    def find(self, ready: Prepared, titles: Sequence[tuple[int, int]]) -> list[Claim]:
        return list(_Ratings(self, ready, SubjectFinder(ready, self._spotter.find(ready.words), titles)).claims())

    def long_levels(self, low: str) -> list[tuple[int, int]]:
        """Where levels of several words stand, whatever they are said of."""
        return [match.span("level") for match in self._long.finditer(low) if not _names_other(low, match)]

    def matches(self, low: str) -> Iterator[re.Match[str]]:
        yield from self._long.finditer(low)
        yield from self._short.finditer(low)

    def is_short(self, level: str) -> bool:
        return level in self._short_words

    def fitting(self, word: str) -> frozenset[str]:
        """The measures whose scale has the level, and that the pack's words for ratings know."""
        return frozenset(code for code in self.rules if word in self._levels.get(self.measures[code].scale or "", {}))

    def follows_a_level_word(self, text: Sequence[str], first: int) -> bool:
        return any(" ".join(text[max(0, first - size) : first]) in self._before for size in (1, 2))


class _Ratings:
    """The ratings of one text."""

    def __init__(self, finder: RatingFinder, ready: Prepared, subjects: SubjectFinder[About]) -> None:
        self.finder = finder
        self.ready = ready
        self.text = ready.words.text
        self.subjects = subjects

    def claims(self) -> Iterator[Claim]:
        low = self.ready.normal.low
        for match in self.finder.matches(low):
            word = " ".join(match["level"].split())
            first, after = self.ready.words.between(match.start("level"), match.end("level"))
            if first >= after or self._is_title(first) or _names_other(low, match):
                continue
            _, behind = self.ready.words.between(match.start("level"), match.end())
            fitting = self.finder.fitting(word)
            near = [one for one in self.subjects.around(first, behind - 1) if one.spot.what[0].measure in fitting]
            if not self._stands(word, first, after, near):
                continue
            modifier = Modifier.AT_LEAST if match["up"] else Modifier.EXACT
            for measures, about in self._measures(word, first, near):
                yield Claim(match.start("level"), match.end(), RATING, modifier, word, measures=measures, about=about)

    def _is_title(self, first: int) -> bool:
        """Whether the level stands in the document's own title, or in the title of a table row, which asks for it."""
        position = self.ready.words.starts[first]
        if any(start <= position < end for start, end in self.subjects.titles):
            return True
        block = self.ready.block_at(position)
        cell = cell_of(block, position) if block.kind == ROW else None
        return cell is not None and cell.column == "label" and any(one.column not in ("index", "label", "uom") for one in block.cells)

    def _stands(self, word: str, first: int, after: int, near: Sequence[Subject[About]]) -> bool:
        """Whether the words give a level: not how many have it, not a wish or a reason; a short word only where a level is told."""
        fills = self._fills_a_cell(first, after)
        if fills is not None:
            return fills and (word not in _verdicts() or self._row_of_levels(first))
        if word in _verdicts() and self._goes_on(after):
            return False
        if self._counts(first, after) or self._only_meant(first) or self._denied(first, after):
            return False
        if word.count(" ") <= 1 and self._follows(first, _partial()):
            return False
        if not self.finder.is_short(word) or self.finder.follows_a_level_word(self.text, first) or self._led(first):
            return True
        return any(self._tells(one, first, after) for one in near if one.spot.what[1] != BEARER)

    def _tells(self, one: Subject[About], first: int, after: int) -> bool:
        """``DBĐV giữ giỏi``, ``khá trở lên với DQTV``, ``DBĐV 1.850 quân nhân, khá;``: a short level beside what is rated."""
        if one.side == "right":
            return self._attached(one)
        if one.side != "left":
            return False
        between = self.text[one.spot.last + 1 : first]
        if len(between) <= 1 or all(word in _verbs() or word in _levelling() for word in between):
            return True
        alone = first and self.text[first - 1] == "," and (after == len(self.text) or self.text[after] in STOPS)
        return bool(alone) and one.far <= _CLAUSE

    def _fills_a_cell(self, first: int, after: int) -> bool | None:
        """Whether the level is all that a table cell says; None outside such cells."""
        position = self.ready.words.starts[first]
        block = self.ready.block_at(position)
        cell = cell_of(block, position) if block.kind == ROW else None
        if cell is None or cell.column == "label":
            return None
        return True if self.ready.words.between(cell.start, cell.end) == (first, after) else None

    def _row_of_levels(self, first: int) -> bool:
        """A cell *đạt* is a level in a row of levels, and a verdict in a row of numbers or behind the columns of target and result."""
        position = self.ready.words.starts[first]
        block = self.ready.block_at(position)
        cell = cell_of(block, position)
        others = [one for one in block.cells if one != cell and one.column not in ("index", "label", "uom")]
        if any(NUMBER in self.text[slice(*self.ready.words.between(one.start, one.end))] for one in others):
            return False
        own = cell.column if cell else ""
        return own not in ("rate", "change", "note") and (own != "" or not any(one.column in ("target", "result") for one in others))

    def _goes_on(self, after: int) -> bool:
        return after < len(self.text) and self.text[after][0].isalnum()

    def _follows(self, first: int, words: frozenset[str]) -> bool:
        return any(" ".join(self.text[max(0, first - size) : first]) in words for size in (1, 2, 3))

    def _led(self, first: int) -> bool:
        """``Kết quả: khá``, ``97 điểm – trung bình``, and a level that is a clause of its own."""
        before = self.ready.normal.low[: self.ready.words.starts[first]].rstrip(' "')[-1:]
        return before in language()["claims"]["level_signs"]

    def _denied(self, first: int, after: int) -> bool:
        """``không phải là giỏi``, ``danh hiệu vững mạnh toàn diện không được xét``."""
        before = self.text[max(0, first - 3) : first]
        if {"không", "chưa"} & set(before) and before[-1] in ("phải", "là"):
            return True
        return after + 1 < len(self.text) and self.text[after] in ("không", "chưa") and self.text[after + 1] in ("được", "đạt")

    def _counts(self, first: int, after: int) -> bool:
        """``17 xã giỏi``, ``giỏi 21``, ``khá, giỏi 71%``, ``92% đảng viên hoàn thành tốt``: how many have the level."""
        if self._counted_before(first) or self._counted_behind(after) or self._follows(first, self.finder.not_rated):
            return True
        heads = set(self.text[max(0, first - _BACK) : first]) & _heads() if "\n" not in self.text[max(0, first - _BACK) : first] else set()
        return bool(heads) and NUMBER in self.text[after : after + _BACK] and self._open(first, heads)

    def _open(self, first: int, heads: set[str]) -> bool:
        """Whether nothing but words and commas stands between a head of a count and the level."""
        begin = max(index for index in range(max(0, first - _BACK), first) if self.text[index] in heads)
        return not any(word in STOPS - {","} for word in self.text[begin:first])

    def _counted_before(self, first: int) -> bool:
        text, rated, index = self.text, False, first
        while index > max(0, first - _BACK):
            index -= 1
            if text[index] == ")":
                if text[index - 1] == "%":
                    return True
                index = max((at for at in range(max(0, index - _BRACKETS), index) if text[at] == "("), default=0)
            elif text[index] == "%":
                return not rated
            elif text[index] == NUMBER:
                return self._is_count(index, first)
            elif text[index] in STOPS or text[index] in _even():
                return False
            else:
                rated = rated or text[index] in _rated_words()
        return False

    def _is_count(self, index: int, first: int) -> bool:
        """A number of units has the level, unless it counts what is rated as one (``03 xã diễn tập hoàn thành tốt nhiệm vụ``)."""
        found = self.ready.quantity_at(self.ready.words.starts[index])
        unit = self.text[index + 1] if index + 1 < len(self.text) else ""
        dash = _DASH.search(self.ready.normal.low, self.ready.words.ends[index], self.ready.words.starts[first])
        if found is None or found.use != MEASURE or unit in _points() or dash:
            return False
        return not any(spot.what[0].strong and spot.last < first for spot in self.subjects.spots.between(index + 2, first))

    def _counted_behind(self, after: int) -> bool:
        index = after
        if self.text[index : index + 3] == ["(", NUMBER, "%"]:
            return True
        while index < len(self.text) and (self.text[index] in _listing() or self.finder.is_short(self.text[index])):
            if self.text[index] == "," and self.text[index + 1 : index + 2] == [NUMBER]:
                return False
            index += 1
        return index < len(self.text) and self.text[index] == NUMBER and index - after < _BACK

    def _only_meant(self, first: int) -> bool:
        """``góp phần hoàn thành tốt nhiệm vụ``: what it serves, not what it was given."""
        for index in range(first - 1, max(-1, first - 1 - _BACK), -1):
            if self.text[index] in STOPS:
                return False
            if any(" ".join(self.text[index : index + size]) in _meant() for size in (1, 2, 3)):
                return True
        return False

    def _measures(self, word: str, first: int, near: Sequence[Subject[About]]) -> list[tuple[tuple[str, ...], str]]:
        """The measures that the level is given to, with the words that say so; for words that may mean several, those together."""
        chosen = self._chosen(word, first, near)
        if chosen is None:
            fitting = () if self.finder.is_short(word) else sorted(self.finder.fitting(word))
            usual = [code for code in fitting if self.finder.rules[code].usual]
            return [((usual[0],), "")] if len(usual) == 1 else [((), "")]
        if chosen.spot.what[1] == GENERAL:
            may = [one.spot.what[0] for one in near if one.spot.first == chosen.spot.first and one.spot.what[1] == GENERAL]
            return [(tuple(rule.measure for rule in may), chosen.spot.text)]
        known = {one.spot.what[0].measure for one in near}
        joined = dict.fromkeys((spot.what[0].measure, spot.text) for spot in self.subjects.joined(chosen) if spot.what[1] != GENERAL)
        return [((measure,), text) for measure, text in joined if measure in known]

    def _chosen(self, word: str, first: int, near: Sequence[Subject[About]]) -> Subject[About] | None:
        if behind := [one for one in near if one.side == "right" and self._attached(one)]:
            return behind[0]
        short = self.finder.is_short(word)
        found = [one for one in near if one.side != "right" and (one.spot.what[1] != BEARER or self._bears(one, first, short=short))]
        found = [one for one in found if one.side != "left" or not one.spot.first or self.text[one.spot.first - 1] not in _agents()]
        if not short:
            found = [one for one in found if one.far <= _SAME_MATTER or one.side == "above"]
        if not found:
            return None
        best = next((one for one in found if one.spot.what[0].strong and self._same_clause(one, found[0], first)), found[0])
        if best.spot.what[1] == GENERAL:
            may = {one.spot.what[0].measure for one in found if one.spot.first == best.spot.first}
            return next((one for one in found if one.spot.what[1] == ABOUT and one.spot.what[0].measure in may), best)
        return best

    def _same_clause(self, one: Subject[About], nearest: Subject[About], first: int) -> bool:
        """Whether nothing but words stands between a subject and the nearest one: the nearest is then part of it."""
        if one.side != nearest.side or one.side != "left" or (nearest.spot.what[1] == ABOUT and nearest.spot.what[0].strong):
            return one is nearest
        return not any(word in STOPS for word in self.text[one.spot.last + 1 : nearest.spot.first]) and bool(first)

    def _attached(self, one: Subject[About]) -> bool:
        """``giỏi với LLTT``, ``hoàn thành xuất sắc nhiệm vụ diễn tập``."""
        return one.far == 0 or (one.far <= 2 and self.text[one.spot.first - one.far] in word_list("claims", "of_what"))

    def _bears(self, one: Subject[About], first: int, *, short: bool) -> bool:
        """Whether nothing but words of rating stands between a bearer and its level, and it is no part of another subject's name."""
        if one.side == "row":
            return True
        if one.side != "left" or short:
            return False
        between = self.text[one.spot.last + 1 : first]
        if len(between) > _BEARER or not all(word in _levelling() or word in _verbs() for word in between):
            return False
        begin = max(0, one.spot.first - _ATTRIBUTE)
        earlier = [spot for spot in self.subjects.spots.between(begin, one.spot.first) if spot.what[1] == ABOUT]
        return not any(all(word not in STOPS for word in self.text[spot.last + 1 : one.spot.first]) for spot in earlier)


_DASH = re.compile(r"\s[–-]\s")
_LONGEST_OTHER = 30


def _names_other(low: str, match: re.Match[str]) -> bool:
    """Whether the words before make something else of a level: ``trong sạch, vững mạnh``, ``điểm yếu``."""
    start, end = match.span("level")
    before = " ".join(re.sub(r"[,\"]", " ", low[max(0, start - _LONGEST_OTHER) : end]).split())
    return before.endswith(word_list("claims", "not_levels"))


def _levels(catalogue: Catalogue) -> Mapping[str, Mapping[str, str]]:
    """For each scale in use, the spellings of its levels."""
    out: dict[str, dict[str, str]] = {}
    for code in sorted({measure.scale for measure in catalogue.measures.values() if measure.scale}):
        scale = catalogue.scales[code]
        spellings: dict[str, str] = {}
        for level in scale.levels:
            plain = match_form(level.partition("(")[0].strip())
            spellings |= {match_form(level): level, plain: level, plain.replace('"', ""): level}
        spellings |= {match_form(alias): level for alias, level in scale.aliases.items()}
        out[code] = {word: level for word, level in spellings.items() if len(word) > 2}
    return out


def _short_forms(catalogue: Catalogue) -> frozenset[str]:
    """Aliases in capitals that are long enough to mean nothing else: ``HTXSNV``, ``VMTD``."""
    aliases = [alias for scale in catalogue.scales.values() for alias in scale.aliases]
    return frozenset(match_form(alias) for alias in aliases if alias.isupper() and len(alias) >= _LEAST_LETTERS)


@cache
def _levelling() -> frozenset[str]:
    return frozenset(word_list("claims", "levelling"))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(word_list("claims", "verbs"))


@cache
def _points() -> frozenset[str]:
    return frozenset(word_list("claims", "points"))


@cache
def _meant() -> frozenset[str]:
    return frozenset(word_list("claims", "only_meant"))


@cache
def _even() -> frozenset[str]:
    return frozenset(word_list("claims", "even"))


@cache
def _rated_words() -> frozenset[str]:
    return frozenset(word_list("claims", "rated_words"))


@cache
def _listing() -> frozenset[str]:
    return frozenset(word_list("claims", "listing"))


@cache
def _partial() -> frozenset[str]:
    return frozenset(word_list("claims", "partial"))


@cache
def _verdicts() -> frozenset[str]:
    return frozenset(word_list("claims", "level_verbs"))


@cache
def _heads() -> frozenset[str]:
    return frozenset(word_list("claims", "heads_of_counts"))


@cache
def _agents() -> frozenset[str]:
    return frozenset(word_list("claims", "agents"))
