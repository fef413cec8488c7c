"""Quantities: amounts outside the non-figures, with ranges, pairs ``a/b``, modifiers, changes and per-unit amounts told apart."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from saovuong.core.numbers import parse_number
from saovuong.core.quantity import Modifier
from saovuong.reader.nonfigures import NonFigure
from saovuong.reader.numbers import COUNT, MONEY, PERCENT, Amount, find_amounts
from saovuong.reader.words import alternatives, language, opening, word_list, words_opening, words_pattern

MEASURE, CHANGE, PER_UNIT, VAGUE = "measure", "change", "per_unit", "vague"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number as written. ``start``..``end`` is the quoted span, ``from_`` where its modifier begins.

    ``high`` is set for a range. ``of`` is the denominator of a pair ``value/of`` (``of_span`` its place) and ``share`` the
    percentage in brackets behind a pair (``share_span``). ``use`` is measure, change (``tăng 12``), per_unit (``mỗi suất``) or vague.
    """

    start: int
    end: int
    from_: int
    value: Decimal | None
    kind: str
    modifier: Modifier = Modifier.EXACT
    high: Decimal | None = None
    of: Decimal | None = None
    of_span: tuple[int, int] | None = None
    share: Decimal | None = None
    share_span: tuple[int, int] | None = None
    use: str = MEASURE
    spelling: str = ""
    written: bool = False


def find_quantities(low: str, nonfigures: Sequence[NonFigure]) -> list[Quantity]:
    """The quantities of a whole text in order of position."""
    starts = [one.start for one in nonfigures]

    def taken(start: int, end: int) -> bool:
        index = bisect_right(starts, end - 1) - 1
        return index >= 0 and nonfigures[index].end > start

    amounts = [one for one in find_amounts(low) if not taken(one.start, one.end)]
    plain = _joined(low, amounts)
    vague = [one for one in _vague(low) if not taken(one.start, one.end)]
    merged = sorted([*plain, *vague], key=lambda one: (one.start, -one.end))
    out: list[Quantity] = []
    for one in merged:
        if out and one.start < out[-1].end:
            continue
        out.append(one if one.use == VAGUE else _finished(low, one, out[-1].end if out else 0))
    return out


def _joined(low: str, amounts: Sequence[Amount]) -> list[Quantity]:
    out: list[Quantity] = []
    index = 0
    while index < len(amounts):
        one = amounts[index]
        following = amounts[index + 1] if index + 1 < len(amounts) else None
        ranged = _range(low, one, following) if following else None
        if ranged:
            out.append(ranged)
            index += 2
            continue
        out.append(_pair(low, one) or _single(one))
        index += 2 if following and _is_one_of_price(low, one, following) else 1
    return out


def _is_one_of_price(low: str, one: Amount, following: Amount) -> bool:
    """``80 triệu đồng một nhà``: the word for one says what the price is for and counts nothing."""
    return one.kind == MONEY and low[following.start : following.end] == "một" and low[one.end : following.start].isspace()


def _single(one: Amount) -> Quantity:
    return Quantity(one.start, one.end, one.start, one.value, one.kind, spelling=one.spelling, written=one.written)


_RANGE_JOIN = re.compile(r"\s?-\s?|\s+(?:đến|tới)\s+")


def _range(low: str, one: Amount, two: Amount) -> Quantity | None:
    """``1,15-1,17%``, ``92 đến 98,5%``, ``65-70 lớp``: the first number takes kind and scale from the second."""
    if not _RANGE_JOIN.fullmatch(low, one.end, two.start) or one.kind not in (COUNT, two.kind):
        return None
    first = one.value
    if one.kind != two.kind and two.scaled and not one.scaled:
        factor = two.value / (parse_number(re.split(r"\s", low[two.start : two.end])[0].rstrip("%")) or two.value)
        first = one.value * factor
    if not first < two.value or (one.written != two.written):
        return None
    return Quantity(one.start, two.end, one.start, first, two.kind, Modifier.RANGE, two.value, spelling=two.spelling)


_SHARE = (
    r"(?:\s*+(?P<noun>[^\W\d]++(?:[\s,]++[^\W\d]++){0,7})?\s*+(?P<open>[(=])"
    r"\s*+(?:=|đạt\s+|bằng\s+|tỷ lệ\s+)?(?P<share>\d+(?:[.,]\d+)?)\s*%\s*\)?)?"
)
_PAIR = re.compile(r"\s?/\s?(?P<of>\d{1,3}(?:\.\d{3}){1,4}(?!\d)|\d{1,9}(?:,\d{1,4})?)(?![\d/]|[.,]\d)" + _SHARE)


def _pair(low: str, one: Amount) -> Quantity | None:
    """``08/8``, ``5/7 xã, thị trấn (71,4%)``, ``4.450/6.708 = 66,33%``. None where no second number follows the slash."""
    match = _PAIR.match(low, one.end) if one.kind == COUNT and low.find("/", one.end, one.end + 2) >= 0 else None
    of = parse_number(match["of"]) if match else None
    if match is None or not of or one.written:
        return None
    share = parse_number(match["share"]) if match["share"] else None
    if share is None:
        return Quantity(one.start, match.end("of"), one.start, one.value, COUNT, of=of, of_span=match.span("of"))
    told = (match.start("share"), low.index("%", match.end("share")) + 1)
    return Quantity(one.start, match.end(), one.start, one.value, COUNT, of=of, of_span=match.span("of"), share=share, share_span=told)


_MODIFIERS = ("at_least", "at_most", "under", "about", "over")


@cache
def _modifiers() -> tuple[tuple[Modifier, re.Pattern[str]], ...]:
    fill = r"(?:\s+(?:là|đạt|có|được|từ|số))?\s*\Z"
    return tuple((Modifier(key), re.compile(rf"{words_opening('modifiers', key)}{fill}")) for key in _MODIFIERS)


_FROM = re.compile(r"(?<!\w)từ\s+\Z")
_UPWARD = re.compile(rf"(?:[^.;\n]{{0,40}}?)\s*{words_pattern('modifiers', 'upward_after')}(?!\w)")
_NEXT_WORDS = r"(?:\s+[^\W\d]+){0,2}?\s*"
_UPWARD_NEAR = re.compile(rf"{_NEXT_WORDS}{words_pattern('modifiers', 'upward_after')}(?!\w)")
_DOWNWARD_NEAR = re.compile(rf"{_NEXT_WORDS}{words_pattern('modifiers', 'downward_after')}(?!\w)")
# one of the two, which few numbers have behind them
_NEAR = re.compile(
    rf"{_NEXT_WORDS}{alternatives([*word_list('modifiers', 'upward_after'), *word_list('modifiers', 'downward_after')])}(?!\w)"
)
_SLASH_UNIT = re.compile(r"\s?/\s?[^\W\d]+")


@cache
def _cue_before() -> re.Pattern[str]:
    """A word that opens one of the patterns for what stands before a number; where there is none, none of them needs a look."""
    groups = [("modifiers", key) for key in _MODIFIERS] + [("comparison", "before"), ("per_unit", "before")]
    return re.compile(opening([*(word for group in groups for word in word_list(*group)), *_MORE, "từ"]))


def _finished(low: str, one: Quantity, floor: int) -> Quantity:
    left = low[max(floor, one.start - 48) : one.start]
    if not _cue_before().search(left):
        left = ""
    out = one
    if one.modifier is Modifier.EXACT:
        modifier, cut = _modifier(low, left, one)
        if modifier is not Modifier.EXACT:
            out = replace(one, modifier=modifier, from_=one.start - len(left) + cut)
        left = left[:cut]
    if _is_change(low, left, one):
        return replace(out, use=CHANGE)
    if _is_per_unit(low, left, one):
        return replace(out, use=PER_UNIT)
    return out


def _modifier(low: str, left: str, one: Quantity) -> tuple[Modifier, int]:
    """The modifier and where it begins in ``left``; the length of ``left`` where there is none."""
    end = one.end
    if left and (match := _FROM.search(left)) and _UPWARD.match(low, end):
        return Modifier.AT_LEAST, match.start()
    if _NEAR.match(low, end):
        if _UPWARD_NEAR.match(low, end):
            return Modifier.AT_LEAST, len(left)
        if _DOWNWARD_NEAR.match(low, end):
            return Modifier.AT_MOST, len(left)
    if not left:
        return Modifier.EXACT, 0
    found = [(match.start(), modifier) for modifier, pattern in _modifiers() if (match := pattern.search(left))]
    # the longest wording says it: "trên dưới 20" is not "dưới 20"
    for start, modifier in sorted(found, key=lambda each: each[0]):
        if not (modifier is Modifier.OVER and (_MORE_THAN.search(left) or _out_of(low, one))):
            return modifier, start
    if (match := _FROM.search(left)) and (_CLAUSE_END if one.kind == PERCENT else _POINTS_END).match(low, end):
        return Modifier.AT_LEAST, match.start()
    return Modifier.EXACT, len(left)


_CLAUSE_END = re.compile(r"\s{0,9}(?:[;,.)\n]|\Z)")
_POINTS_END = re.compile(r"\s{0,9}điểm\s{0,9}(?:[;,.)\n]|\Z)")
_OUT_OF = re.compile(r"\d\s+(?:(?P<noun>[^\W\d]+)(?:\s+[^\W\d]+){0,3}\s+)?trên\s+\Z")
_SENT_UP = re.compile(r"(?:chuyển|gửi|trình|nộp|báo\s+cáo|đề\s+nghị)\s+(?:[^\W\d]+\s+){0,2}lên\s+trên\s+\Z")


def _out_of(low: str, one: Quantity) -> bool:
    """``04 xã trên 16 xã``: the second number is the whole that the first is a part of; or *trên* is where something was sent."""
    before = low[max(0, one.start - 48) : one.start]
    if _SENT_UP.search(before):
        return True
    match = _OUT_OF.search(before) if one.kind == COUNT else None
    if not match:
        return False
    after = re.match(r"\s*([^\W\d]+)", low[one.end : one.end + 24])
    return match["noun"] is None or bool(after and after[1] == match["noun"])


_MORE_THAN = re.compile(r"(?:nhiều|ít|cao|thấp|sớm|muộn|nhỉnh)\s+hơn\s*\Z")


@cache
def _change_before() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('comparison', 'before')}\s*\Z")


_MORE = ("nhiều hơn", "ít hơn", "cao hơn", "thấp hơn", "tăng", "giảm", "tăng so với", "giảm so với", "vượt")


@cache
def _change_year() -> re.Pattern[str]:
    more, norm = alternatives(_MORE), words_pattern("comparison", "norms")
    value = words_pattern("comparison", "value_words")
    return re.compile(
        rf"(?<!\w){more}\s+(?:so\s+với\s+)?{norm}(?:\s+(?!{value}(?!\w))[^\W\d]+){{0,4}}\s+\Z|"
        rf"(?<!\w){more}\s+(?:so\s+với\s+)?(?:cùng\s+kỳ\s+)?năm\s+(?:\d{{4}}|trước|ngoái)\s+(?:là\s+)?\Z|(?<!\w){more}\s+(?:[^\W\d]+\s+){{0,6}}(?:trước|ngoái|cùng\s+kỳ)\s+(?:là\s+)?\Z"
    )


_TIMES = re.compile(r"\s*lần\s+(?:so|cùng|năm|quý|tháng|chỉ tiêu)")


def _is_change(low: str, left: str, one: Quantity) -> bool:
    """``tăng 12``, ``nhiều hơn năm 2021 là 12``; not ``tăng lên 300``."""
    if left and (_change_before().search(left) or _change_year().search(left)):
        return one.of is None
    return one.kind == COUNT and bool(_TIMES.match(low, one.end))


@cache
def _per_unit_before() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('per_unit', 'before')}(?!\s+{words_pattern('per_unit', 'not_units')})(?:\s+[^\W\d]+){{0,4}}\s*\Z")


@cache
def _per_unit_given() -> re.Pattern[str]:
    """``mỗi tân binh được tặng phần quà 1,5 triệu đồng``."""
    given = r"(?:được|nhận|hưởng|trị\s+giá)"
    return re.compile(rf"{words_opening('per_unit', 'before')}(?:\s+[^\W\d]+){{1,4}}\s+{given}(?:\s+[^\W\d]+){{0,5}}\s*\Z")


_ALL_OF = re.compile(r"\s?/\s?(?:tổng|số|dân\s+số|quân\s+số|năm|kế\s+hoạch|chỉ\s+tiêu|cơ\s+sở)")


@cache
def _per_one() -> re.Pattern[str]:
    """``80 triệu đồng một nhà``, ``500 nghìn đồng cho mỗi suất``; not ``20 triệu đồng mỗi năm``."""
    return re.compile(rf"\s+(?:một|(?:cho\s+)?mỗi)\s+(?!{words_pattern('per_unit', 'not_units')}(?!\w))[^\W\d]")


def _is_per_unit(low: str, left: str, one: Quantity) -> bool:
    """``35 triệu đồng/căn``, ``mỗi suất 500.000đ``."""
    if one.kind == MONEY and _SLASH_UNIT.match(low, one.end) and not _ALL_OF.match(low, one.end):
        return True
    if one.kind == MONEY and (_per_unit_given().search(left) or _per_one().match(low, one.end)):
        return True
    return bool(left and _per_unit_before().search(left)) and one.kind != PERCENT


@cache
def _vague_pattern() -> re.Pattern[str]:
    words = words_opening("numbers", "vague")
    scales = alternatives(language()["numbers"]["scales"])
    return re.compile(rf"{words}(?:\s+{scales}(?!\w))?(?:\s+đồng(?!\s+(?:chí|bào)))?(?!\w)")


@cache
def _half_pattern() -> re.Pattern[str]:
    words = [*word_list("numbers", "half_of"), *language()["numbers"]["fractions"]]
    return re.compile(rf"{opening(words)}(?!\w)(?!\s+(?:tỷ|triệu|năm|tháng|đầu|cuối))")


def _vague(low: str) -> list[Quantity]:
    out = []
    for match in _vague_pattern().finditer(low):
        kind = MONEY if match.group().endswith(("đồng", "triệu", "tỷ")) else COUNT
        out.append(Quantity(match.start(), match.end(), match.start(), None, kind, Modifier.ABOUT, use=VAGUE))
    for match in _half_pattern().finditer(low):
        value = language()["numbers"]["fractions"].get(match.group(), "50")
        out.append(Quantity(match.start(), match.end(), match.start(), Decimal(value), PERCENT, written=True))
    return out
