"""A figure in words for a person on any screen, and what a person types as a figure."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from saovuong.core.errors import Refusal
from saovuong.core.numbers import format_number, parse_number
from saovuong.core.period import YEARLY
from saovuong.core.quantity import MeasureKind, Modifier, Role, Scope
from saovuong.core.text import search_key, tone_normal, words
from saovuong.core.tongue import VIETNAMESE, Tongue, noted
from saovuong.reader.words import language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saovuong.core.catalogue import Catalogue, Measure, Scale
    from saovuong.intake.shapes import Figure
    from saovuong.ledger.shapes import Evidence, FactRow

ROLE_NAMES = {Role.RESULT: "kết quả", Role.TARGET: "mục tiêu", Role.CONTEXT: "bối cảnh"}
SCOPE_NAMES = {Scope.OWN: "riêng đơn vị", Scope.TOTAL: "toàn địa bàn"}
STATE_NAMES = {"draft": "nháp", "submitted": "chờ duyệt", "returned": "bị trả lại", "accepted": "đã duyệt"}
FINALITY_NAMES = {"provisional": "tạm tính", "final": "chính thức"}
FIGURE_STATES = {
    "proposed": "chờ người xem",
    "confirmed": "đã xác nhận",
    "corrected": "đã sửa",
    "rejected": "đã loại",
    "repeated": "nhắc lại",
}
_BEFORE = {
    Modifier.EXACT: "{}",
    Modifier.OVER: noted("trên {}"),
    Modifier.UNDER: noted("gần {}"),
    Modifier.ABOUT: noted("khoảng {}"),
    Modifier.AT_LEAST: noted("ít nhất {}"),
    Modifier.AT_MOST: noted("không quá {}"),
    Modifier.RANGE: noted("từ {}"),
}
MODIFIER_WORDS: dict[Modifier, str] = {
    modifier: word.removesuffix("{}").strip() for modifier, word in _BEFORE.items() if modifier is not Modifier.RANGE
}
_TYPED = {
    "tren": Modifier.OVER,
    "hon": Modifier.OVER,
    "gan": Modifier.UNDER,
    "khoang": Modifier.ABOUT,
    "it nhat": Modifier.AT_LEAST,
    "tu": Modifier.AT_LEAST,
    "khong qua": Modifier.AT_MOST,
    "toi da": Modifier.AT_MOST,
    "over": Modifier.OVER,
    "nearly": Modifier.UNDER,
    "about": Modifier.ABOUT,
    "at least": Modifier.AT_LEAST,
    "at most": Modifier.AT_MOST,
}
_RANGE = re.compile(r"(?:từ\s+)?([\d.,]+)\s*(?:-|–|đến)\s*([\d.,]+)\Z")
_SHORTEST_ABBREVIATION = 3
_YES, _NO = {"co", "c", "dung", "yes"}, {"khong", "k", "no"}


class BadValue(Refusal):
    code = "SV-617"
    template = "Giá trị “{text}” không dùng được cho chỉ tiêu “{measure}”: {hint}."


def value_text(figure: "Figure | FactRow", catalogue: "Catalogue", *, tongue: Tongue = VIETNAMESE) -> str:
    """``trên 3.277 người``, ``khá``, ``có``, ``không nêu số``. In Vietnamese as it may be typed again."""
    if figure.flag is not None:
        return tongue.say("có") if figure.flag else tongue.say("không")
    if figure.rating is not None:
        level = tongue.level(figure.rating, _scale_of(figure.measure, catalogue)) if tongue.english else figure.rating
        return tongue.say("{} trở lên").format(level) if figure.modifier is Modifier.AT_LEAST else level
    if figure.value is None:
        return tongue.say("không nêu số") if figure.unquantified else "?"
    text = format_number(figure.value)
    if figure.high is not None:
        text = tongue.say("{low} đến {high}").format(low=text, high=format_number(figure.high))
    text = tongue.say(_BEFORE[figure.modifier]).format(text)
    uom = catalogue.uoms.get(figure.uom or "")
    if figure.uom == "percent":
        return f"{text}%"
    return f"{text} {tongue.uom(uom, figure.value)}" if uom else text


def _scale_of(measure: str | None, catalogue: "Catalogue") -> "Scale | None":
    known = catalogue.measures.get(measure or "")
    return catalogue.scales.get(known.scale or "") if known else None


def period_text(label: str, *, tongue: Tongue = VIETNAMESE) -> str:
    return tongue.say("hằng năm") if label == YEARLY else label


@dataclass(frozen=True, slots=True)
class TypedValue:
    value: Decimal | None = None
    high: Decimal | None = None
    rating: str | None = None
    flag: bool | None = None
    modifier: Modifier = Modifier.EXACT


def parse_value(text: str, *, measure: "Measure", catalogue: "Catalogue") -> TypedValue:
    """What a person types for a measure: ``3.277``, ``trên 500``, ``10 - 12``, a level of the scale, ``có``; the words of the English pages
    too. Raises :class:`BadValue`."""
    key = search_key(text)
    if measure.kind is MeasureKind.YES_NO:
        if key in _YES | _NO:
            return TypedValue(flag=key in _YES)
        raise BadValue(text=text, measure=measure.name_vi, hint="gõ có hoặc không")
    if measure.kind is MeasureKind.RATING:
        scale = catalogue.scale_of(measure)
        english = zip(scale.levels_en, scale.levels, strict=False)
        names = {search_key(name): level for name, level in [*english, *scale.aliases.items(), *((level, level) for level in scale.levels)]}
        at_least = key.endswith(" tro len")
        level = names.get(key.removesuffix(" tro len"))
        if level is None:
            raise BadValue(text=text, measure=measure.name_vi, hint=f"chọn một mức: {', '.join(scale.levels)}")
        return TypedValue(rating=level, modifier=Modifier.AT_LEAST if at_least else Modifier.EXACT)
    return _number(text.strip().removesuffix("%").strip(), measure)


def _number(text: str, measure: "Measure") -> TypedValue:
    both = _RANGE.match(text)
    if both:
        low, high = parse_number(both[1]), parse_number(both[2])
        if low is not None and high is not None and low <= high:
            return TypedValue(value=low, high=high, modifier=Modifier.RANGE)
    before, _, last = text.rpartition(" ")
    modifier = _TYPED.get(search_key(before)) if before else Modifier.EXACT
    number = parse_number(last)
    if number is None or modifier is None:
        raise BadValue(text=text, measure=measure.name_vi, hint="gõ số như 3.277 hoặc 2,14; có thể thêm trên, gần, khoảng; hoặc 10 - 12")
    return TypedValue(value=number, modifier=modifier)


def measures_matching(text: str, catalogue: "Catalogue", *, limit: int = 8, everything: bool = False) -> "list[Measure]":
    """Measures that are switched on whose name, code or phrases have a word beginning with each of these, without regard to diacritics and
    with the abbreviations of the reader's language written out (*dqtv*), or whose name each abbreviates (*gqp*: *giáo dục quốc phòng*);
    with ``everything`` those switched off too, and their English names.

    First those whose name has the very words as typed (*quà* before *kết quả*), then the words without diacritics, then words beginning so,
    then abbreviations that leave words out; the shorter names before the longer."""
    literal = [word for word in words(tone_normal(text)) if search_key(word) != word]
    typed = _key_words(text.replace("_", " "))
    found = []
    for measure in catalogue.measures.values():
        name, rest, said = _searched(measure.name_vi, measure.code, tuple(measure.phrases))
        english = _key_words(measure.name_en) if everything else []
        initials = "".join(word[0] for word in name)
        wanted = typed and (measure.enabled or everything)
        if not (wanted and all(_begins(word, (*name, *rest, *english)) or _abbreviates(word, initials) for word in typed)):
            continue
        whole = sum(word in name for word in typed)
        begun = sum(_begins(word, name) or word in initials for word in typed)
        literally = sum(word in said for word in literal)
        found.append((measure.code != text.strip(), -literally, -whole, -begun, len(name), measure.code, measure))
    return [row[-1] for row in sorted(found, key=lambda row: row[:-1])][:limit]


def measures_in(text: str, catalogue: "Catalogue", *, limit: int = 8) -> "list[Measure]":
    """Measures that are switched on one of whose phrases stands in the text, word by word and without regard to diacritics; the longest
    phrase first."""
    said = f" {' '.join(_key_words(text))} "
    found = []
    for measure in catalogue.measures.values():
        phrases = (" ".join(_key_words(phrase)) for phrase in measure.phrases)
        longest = max((len(phrase) for phrase in phrases if phrase and f" {phrase} " in said), default=0)
        if longest and measure.enabled:
            found.append((-longest, measure.code, measure))
    return [row[-1] for row in sorted(found, key=lambda row: row[:-1])][:limit]


@cache
def _searched(name: str, code: str, phrases: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]:
    """The words of a measure's name, those of its code and phrases, and those of its name with their diacritics."""
    rest = dict.fromkeys([*code.split("_"), *(word for phrase in phrases for word in _key_words(phrase))])
    return tuple(_key_words(name)), tuple(rest), frozenset(words(tone_normal(name)))


def _key_words(text: str) -> list[str]:
    return [part for word in search_key(text).split() for part in _short_forms().get(word, (word,))]


@cache
def _short_forms() -> dict[str, tuple[str, ...]]:
    return {search_key(short): tuple(search_key(long).split()) for short, long in language()["abbreviations"].items()}


def _abbreviates(word: str, initials: str) -> bool:
    """``dqtv`` stands for *dân quân tự vệ*; letters may be left out between the first and the last."""
    if len(word) < _SHORTEST_ABBREVIATION or not word.isalpha():
        return False
    if word in initials:
        return True
    letters = iter(initials[initials.find(word[0]) :] if word[0] in initials else "")
    return all(letter in letters for letter in word)


def _begins(word: str, others: "Iterable[str]") -> bool:
    return any(one.startswith(word) for one in others)


def marked_quote(evidence: "Evidence") -> tuple[str, str, str]:
    """The quote before the number, the number, and the quote after it; all on one line."""
    if evidence.figure_start is None or evidence.figure_end is None or evidence.start is None:
        return evidence.quote, "", ""
    first, last = evidence.figure_start - evidence.start, evidence.figure_end - evidence.start
    parts = evidence.quote[:first], evidence.quote[first:last], evidence.quote[last:]
    before, number, after = (re.sub(r"\s+", " ", part) for part in parts)
    return before, number, after
