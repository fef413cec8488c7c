"""What a person types in a cell, read exactly or asked about, never guessed. Pure."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from saovuong.core.errors import Refusal
from saovuong.core.numbers import format_number
from saovuong.core.quantity import MeasureKind, Modifier
from saovuong.core.text import nfc, search_key, tone_normal
from saovuong.intake.grid.shapes import BLANK, Answer, Content
from saovuong.intake.wording import BadValue, parse_value
from saovuong.ledger.rules import fits_the_book

if TYPE_CHECKING:
    from saovuong.core.catalogue import Catalogue, Measure
    from saovuong.ledger.shapes import FactRow

NONE_TEXT, UNKNOWN_TEXT, UNSTATED_TEXT = "không có", "chưa có số liệu", "không nêu số"
YES_TEXT, NO_TEXT = "có", "không"
LONGEST_TEXT, LONGEST_NOTE = 120, 500

_SAID = {
    **dict.fromkeys(("không có", "không", "ko có", "k có", "0 có", "none"), Answer.NONE),
    **dict.fromkeys(("chưa có số liệu", "chưa có", "chưa rõ", "chưa nắm được", "not known yet"), Answer.UNKNOWN),
    **dict.fromkeys(("không nêu số", "có, không nêu số", "có nhưng không nêu số", "no number given"), Answer.UNSTATED),
}
_TEXTS = {Answer.NONE: NONE_TEXT, Answer.UNKNOWN: UNKNOWN_TEXT, Answer.UNSTATED: UNSTATED_TEXT, Answer.BLANK: ""}
_BEFORE = {
    Modifier.EXACT: "",
    Modifier.OVER: "trên ",
    Modifier.UNDER: "gần ",
    Modifier.ABOUT: "khoảng ",
    Modifier.AT_LEAST: "ít nhất ",
    Modifier.AT_MOST: "không quá ",
    Modifier.RANGE: "từ ",
}
CELL_WORDS = tuple(f"{word}{{}}" for word in _BEFORE.values() if word)
"""How a cell begins with the word of a modifier, with a place for the number."""
# The longer words first; those of the English pages are read too.
_MODIFIERS = (
    ("ít nhất", Modifier.AT_LEAST),
    ("tối thiểu", Modifier.AT_LEAST),
    ("không quá", Modifier.AT_MOST),
    ("không dưới", Modifier.AT_LEAST),
    ("tối đa", Modifier.AT_MOST),
    ("khoảng", Modifier.ABOUT),
    ("trên", Modifier.OVER),
    ("hơn", Modifier.OVER),
    ("gần", Modifier.UNDER),
    ("at least", Modifier.AT_LEAST),
    ("at most", Modifier.AT_MOST),
    ("about", Modifier.ABOUT),
    ("nearly", Modifier.UNDER),
    ("over", Modifier.OVER),
    (">=", Modifier.AT_LEAST),
    ("≥", Modifier.AT_LEAST),
    ("<=", Modifier.AT_MOST),
    ("≤", Modifier.AT_MOST),
    (">", Modifier.OVER),
    ("~", Modifier.ABOUT),
    ("≈", Modifier.ABOUT),
)
_AFTER = (("trở lên", Modifier.AT_LEAST), ("trở xuống", Modifier.AT_MOST))
_TIMES = (("nghìn", 3), ("ngàn", 3), ("triệu", 6), ("tỷ", 9), ("tỉ", 9))
_RANGE = re.compile(r"(?:từ )?(?P<low>\d[\d., ]*?) ?(?:-|–|—|đến) ?(?P<high>\d[\d., ]*)\Z")
_DIGITS = re.compile(r"[0-9]+\Z")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:,[0-9]+)?\Z")
_DOTTED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?\Z")
_ENGLISH = re.compile(r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|,[0-9]{3}\.[0-9]+)\Z")
_ONE_COMMA = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}\Z")
_DECIMAL = re.compile(r"[0-9]+[.,][0-9]+\Z")
_DASHES = frozenset("-–—.")


class NotANumber(Refusal):
    code = "SV-671"
    template = (
        "“{text}” không phải là số nên không ghi. Gõ số như 1.234 hoặc 12,5, có thể thêm trên, gần, khoảng; hoặc không có, chưa có số liệu."
    )


class FormulaTyped(Refusal):
    code = "SV-672"
    template = "“{text}” là công thức hoặc lỗi của Excel, không phải số liệu, nên không ghi. Gõ hoặc dán giá trị đã tính."


class UnclearNumber(Refusal):
    code = "SV-673"
    template = "“{text}” có thể hiểu nhiều cách nên không ghi. Chọn: {choices}."

    def __init__(self, *, text: str, choices: tuple[str, ...], shown: tuple[str, ...] = ()) -> None:
        self.choices = choices
        super().__init__(text=text, choices=" hoặc ".join(f"“{one}”" for one in shown or choices))


class UnfitNumber(Refusal):
    code = "SV-674"
    template = "“{text}”: số liệu phải không âm, tối đa 15 chữ số, trong đó tối đa 6 chữ số sau dấu phẩy."


class TextTooLong(Refusal):
    code = "SV-675"
    template = "Ô này nhận tối đa {text} ký tự, ghi chú tối đa {note} ký tự. Rút ngắn rồi ghi lại."


def read_cell(text: str, *, measure: "Measure", catalogue: "Catalogue") -> Content:
    """What the text says of the measure.

    Raises :class:`NotANumber`, :class:`FormulaTyped`, :class:`UnclearNumber`, :class:`UnfitNumber`, :class:`TextTooLong`, and BadValue
    for a level or an answer that is none."""
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(text=LONGEST_TEXT, note=LONGEST_NOTE)
    plain = " ".join(nfc(text).split())
    if not plain:
        return BLANK
    said = _SAID.get(tone_normal(plain).rstrip("."))
    if measure.kind in (MeasureKind.RATING, MeasureKind.YES_NO):
        if said is Answer.UNKNOWN:
            return Content(Answer.UNKNOWN)
        typed = parse_value(plain, measure=measure, catalogue=catalogue)
        return Content(Answer.VALUE, rating=typed.rating, flag=typed.flag, modifier=typed.modifier)
    if said is not None:
        return Content(said)
    if plain[0] in "=@#" or (plain[0] == "+" and not plain[1:].isdigit()):
        raise FormulaTyped(text=plain)
    if set(plain) <= _DASHES:
        raise UnclearNumber(text=plain, choices=("0", NONE_TEXT, UNKNOWN_TEXT))
    return _quantity(plain, measure, catalogue)


def _quantity(plain: str, measure: "Measure", catalogue: "Catalogue") -> Content:
    ratio = measure.kind is MeasureKind.RATIO
    body = _without_unit(tone_normal(plain), _unit_words(measure, catalogue))
    both = _RANGE.match(body)
    if both:
        low, high = (_number(both[name].strip(), plain, ratio=ratio) for name in ("low", "high"))
        if low > high:
            raise NotANumber(text=plain)
        return Content(Answer.VALUE, value=low, high=high, modifier=Modifier.RANGE)
    modifier, rest = _modifier(body)
    value = _number(rest, plain, ratio=ratio)
    return Content(Answer.VALUE, value=value, modifier=modifier)


def _modifier(body: str) -> tuple[Modifier, str]:
    for words, modifier in _AFTER:
        if body.endswith(f" {words}"):
            return modifier, body.removesuffix(words).removeprefix("từ ").strip()
    for words, modifier in _MODIFIERS:
        if body.startswith(words) and body[len(words) :].lstrip()[:1].isdigit():
            return modifier, body[len(words) :].strip()
    return Modifier.EXACT, body


def _number(text: str, whole: str, *, ratio: bool) -> Decimal:
    """Digits with their separators, and a word for thousands or millions behind them. ``whole`` is what the person typed."""
    for word, power in _TIMES:
        if text.endswith(word):
            return _fit(_digits(text.removesuffix(word).strip(), whole, ratio=False) * Decimal(10) ** power, whole)
    return _fit(_digits(text, whole, ratio=ratio), whole)


def _digits(text: str, whole: str, *, ratio: bool) -> Decimal:
    """``1.234`` and ``1 234`` are thousands, ``12,5`` and ``12.5`` have decimals; ``1,234`` may be either and is asked about.

    A share of thousands is none: there ``1,234`` has decimals, and ``98.234`` is asked about."""
    if _DIGITS.match(text):
        return Decimal(text)
    if _DOTTED.match(text) and not (ratio and text.count(".") == 1):
        return Decimal(text.replace(".", "").replace(",", "."))
    if _SPACED.match(text):
        return Decimal(text.replace(" ", "").replace(",", "."))
    if _ENGLISH.match(text):
        return Decimal(text.replace(",", ""))
    if _DOTTED.match(text) or (_ONE_COMMA.match(text) and not ratio):
        thousands, decimals = re.sub("[.,]", "", text), text.replace(".", ",") + "0"
        choices = whole.replace(text, thousands), whole.replace(text, decimals)
        raise UnclearNumber(text=whole, choices=choices)
    if _DECIMAL.match(text):
        return Decimal(text.replace(",", "."))
    raise UnfitNumber(text=whole) if re.match(r"-\s*[0-9]", text) else NotANumber(text=whole)


def _fit(number: Decimal, whole: str) -> Decimal:
    if number < 0 or not fits_the_book(number):
        raise UnfitNumber(text=whole)
    return number


def _unit_words(measure: "Measure", catalogue: "Catalogue") -> list[str]:
    """The spellings of the measure's own unit, longest first; those that need a factor (m for km) are not it."""
    uom = catalogue.uoms[measure.uom]
    words = {tone_normal(word) for word in (uom.name_vi, *uom.words) if word not in uom.factors}
    return sorted(words, key=len, reverse=True)


def _without_unit(body: str, words: Iterable[str]) -> str:
    for word in words:
        if body.endswith(word) and re.search(r"[0-9]\s*\Z|\s\Z", body[: -len(word)]):
            return body[: -len(word)].strip()
    return body


def cell_text(content: Content) -> str:
    """As the field shows it, the same however it was typed; reading it again gives the same content."""
    if content.answer is not Answer.VALUE:
        return _TEXTS[content.answer]
    if content.flag is not None:
        return YES_TEXT if content.flag else NO_TEXT
    if content.rating is not None:
        return f"{content.rating} trở lên" if content.modifier is Modifier.AT_LEAST else content.rating
    assert content.value is not None
    text = _BEFORE[content.modifier] + _shown(content.value)
    return text if content.high is None else f"{text} đến {_shown(content.high)}"


def _shown(value: Decimal) -> str:
    """Three decimals behind less than a thousand would be asked about: one more zero makes them clear."""
    text = format_number(value)
    return text + "0" if _ONE_COMMA.match(text) else text


def content_of(fact: "FactRow") -> Content:
    """What a figure of the book says. A zero whose source says *không có* is that answer."""
    if fact.unquantified:
        return Content(Answer.UNSTATED)
    zero = fact.value is not None and not fact.value and fact.modifier is Modifier.EXACT
    if zero and search_key(fact.evidence.quote) == search_key(NONE_TEXT):
        return Content(Answer.NONE)
    return Content(Answer.VALUE, fact.value, fact.high, fact.rating, fact.flag, fact.modifier)


def refusal_choices(refusal: Refusal) -> tuple[str, ...]:
    return refusal.choices if isinstance(refusal, UnclearNumber) else ()


TYPED_REFUSALS = (NotANumber, FormulaTyped, UnclearNumber, UnfitNumber, TextTooLong, BadValue)
