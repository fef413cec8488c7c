"""The grammar of amounts: digits and number words with their scale, money, percent, length and area words.

``3.277`` ``2,14%`` ``66 nghìn`` ``1 tỷ 250 triệu đồng`` ``62đ/c`` ``bốn trăm triệu`` ``hai mươi lăm`` ``9.400m``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from saovuong.core.numbers import parse_number
from saovuong.reader.scan import found_from, number_starts
from saovuong.reader.words import alternatives, language, opening, word_list, words_pattern

COUNT, PERCENT, MONEY, LENGTH, AREA, MASS, VOLUME, OTHER = "count", "percent", "money", "length", "area", "mass", "volume", "other"
# kinds with a table of their words, each with the factor to the kind's base
SCALED = (LENGTH, AREA, MASS, VOLUME)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the word that says what kind it is. Lengths are in km, areas in m2, masses in tonnes, volumes in m3,
    money in đồng. ``spelling`` is the word for the unit (``m``, ``ha``, ``kg``); ``written`` says the number stood in words.
    """

    start: int
    end: int
    value: Decimal
    kind: str
    spelling: str = ""
    scaled: bool = False
    written: bool = False


def find_amounts(low: str) -> list[Amount]:
    """Every amount in ``low`` (matching form), in order; the caller drops those inside non-figures."""
    out = []
    for match in matches_in(low):
        amount = _amount(match, low)
        if amount is not None:
            out.append(amount)
    return out


def matches_in(low: str) -> Iterator[re.Match[str]]:
    """What the pattern finds in ``low``."""
    starts = sorted([*number_starts(low), *(match.start() for match in _first_word().finditer(low))])
    return found_from(_pattern(), low, starts)


_DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|[1-9]\d{0,2}(?:,\d{3}){2,}(?!\d|,\d)|\d+(?:[.,]\d+)?"
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")


_ONES = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín")


@cache
def _first_word() -> re.Pattern[str]:
    """The words that a number in words begins with."""
    return re.compile(rf"{opening([*_ONES, 'mười', 'nửa'])}(?!\w)")


@cache
def _word_number() -> str:
    one = f"(?:{'|'.join(_ONES)})"
    after = "(?:mốt|một|hai|ba|bốn|tư|lăm|nhăm|sáu|bảy|bẩy|tám|chín)"
    tens = rf"(?:mười(?:\s+{after})?|{one}\s+(?:mươi|chục)(?:\s+{after})?|{one})"
    hundreds = rf"(?:{one}\s+trăm(?:\s+(?:linh|lẻ)\s+(?:{after}|năm)|\s+{tens})?|{tens})"
    return (
        rf"nửa(?=\s+(?:tỷ|triệu))|{hundreds}(?:\s+(?:nghìn|ngàn|triệu|tỷ|tỉ)(?:\s+{hundreds}\s+(?:nghìn|ngàn|triệu|trăm)|\s+{hundreds})*)?"
    )


@cache
def _pattern() -> re.Pattern[str]:
    scales = alternatives(language()["numbers"]["scales"])
    units = "".join(rf"|\s?(?P<{kind}>{alternatives(language()['units'][kind])})(?!\w)" for kind in (AREA, VOLUME, LENGTH, MASS, OTHER))
    money = r"(?:vnđ|vnd|đồng(?!\s+(?:chí|bào|đội|bộ|hương|diễn|loạt|thời))|đ(?!/c|c(?!\w)))"
    return re.compile(
        rf"(?<!\w)(?<!\d[.,/])(?:(?P<digits>{_DIGITS})|(?P<words>{_word_number()})(?!\w))"
        rf"(?:\s?(?P<scale>{scales})(?:(?!\w)|(?=đ(?!\w)))(?:\s(?P<more>\d{{1,3}})\s(?P<more_scale>{scales})(?!\w))?(?P<half>\s+rưỡi(?!\w))?)?"
        rf"(?:\s*(?P<percent>%|phần\s+trăm(?!\w))|\s?(?P<money>{money})(?!\w)"
        rf"{units})?"
    )


# longer runs of digits are account or serial numbers
_LONGEST = 19


def _amount(match: re.Match[str], low: str) -> Amount | None:
    if match.lastgroup == "digits":
        start, end = match.span()
        value = _value_of(match, low, COUNT) if end - start <= _LONGEST else None
        return None if value is None else Amount(start, end, value, COUNT)
    words = match["words"]
    if not words and len(match["digits"]) > _LONGEST:
        return None
    kind, spelling, factor = _kind(match, low)
    value = _words_value(words) if words else _value_of(match, low, kind)
    if value is None or (words and not _is_word_figure(match, low)):
        return None
    scales: dict[str, str] = language()["numbers"]["scales"]
    if match["scale"]:
        scale = Decimal(scales[match["scale"]])
        value = value * scale + (scale / 2 if match["half"] else 0)
        if match["more"]:
            value += Decimal(match["more"]) * Decimal(scales[match["more_scale"]])
    scaled = bool(match["scale"]) or bool(words and re.search("nghìn|ngàn|triệu|tỷ|tỉ", words))
    return Amount(match.start(), match.end(), value * factor, kind, spelling, scaled, bool(words))


def _value_of(match: re.Match[str], low: str, kind: str) -> Decimal | None:
    """Digits as Vietnamese offices write them; commas between thousands where nothing else can be meant (``1,024,500 đồng``,
    ``12,450 lượt``): money and people have no thousandths."""
    digits = match["digits"]
    if "," in digits and _COMMA_GROUPS.fullmatch(digits):
        whole = kind == MONEY and not match["scale"]
        counted = kind == COUNT and not match["scale"] and bool(_whole_after().match(low, match.end()))
        if digits.count(",") > 1 or whole or counted:
            return Decimal(digits.replace(",", ""))
    return parse_number(digits)


def has_comma_groups(digits: str, value: Decimal) -> bool:
    """Whether commas in ``digits`` were read as dividing thousands."""
    found = _COMMA_GROUPS.match(digits)
    return found is not None and Decimal(found.group().replace(",", "")) == value


def _kind(match: re.Match[str], low: str) -> tuple[str, str, Decimal]:
    units: dict[str, Any] = language()["units"]
    if match["percent"]:
        return PERCENT, "%", Decimal(1)
    if match["money"]:
        return MONEY, match["money"], Decimal(1)
    for kind in SCALED:
        if match[kind]:
            word = " ".join(match[kind].split())
            return kind, word, Decimal(units[kind][word])
    if match["other"]:
        return OTHER, match["other"], Decimal(1)
    scale = match["more_scale"] or match["scale"] or _last_word(match["words"])
    large = scale in ("triệu", "tr", "tỷ", "tỉ", "k") or (match["scale"] in ("triệu", "tỷ", "tỉ") and bool(match["more"]))
    if large and not _counted_after().match(low, match.end()):
        return MONEY, scale, Decimal(1)
    return COUNT, "", Decimal(1)


def _last_word(words: str | None) -> str:
    return words.split()[-1] if words else ""


@cache
def _counted_after() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{words_pattern('numbers', 'counted')})(?!\w)")


@cache
def _whole_after() -> re.Pattern[str]:
    """What is counted in wholes stands behind a number; points are not."""
    words = (word for word in word_list("numbers", "counted") if word not in word_list("numbers", "divisible"))
    return re.compile(rf"\s*{alternatives(words)}(?!\w)")


@cache
def _not_five() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){words_pattern('numbers', 'not_five_after')}\s+\Z")


@cache
def _not_one() -> re.Pattern[str]:
    return re.compile(rf"\s+{words_pattern('numbers', 'not_one_before')}(?!\w)")


_VAGUE_BEFORE = re.compile(r"\d\s+\Z|(?:hàng|vài|mấy|thứ|đệ|lần thứ|những|khoá|bậc)\s+\Z")


def _is_word_figure(match: re.Match[str], low: str) -> bool:
    """A number in words counts when it is a compound or stands before a counted noun, and is no ordinal and no year word."""
    before = low[max(0, match.start() - 14) : match.start()]
    if _VAGUE_BEFORE.search(before):
        return False
    words = match["words"].split()
    if words[0] == "năm" and _not_five().search(before):
        return False
    if words == ["một"] and _not_one().match(low, match.end()):
        return False
    tail = match["percent"] or match["money"] or match["length"] or match["area"] or match["scale"]
    return len(words) > 1 or bool(tail) or bool(_counted_after().match(low, match.end()))


def _words_value(words: str) -> Decimal:
    units: dict[str, int] = language()["numbers"]["units"]
    scales: dict[str, str] = language()["numbers"]["scales"]
    if words in language()["numbers"]["half_scale"]:
        return Decimal("0.5")
    total, group, last = Decimal(0), 0, 0
    for word in words.split():
        if word in ("mươi", "chục"):
            group += last * 9
            last = 0
        elif word == "trăm":
            group = group - last + last * 100
            last = 0
        elif word in scales:
            total += group * Decimal(scales[word])
            group = last = 0
        elif word in units:
            last = units[word]
            group += last
    return total + group
