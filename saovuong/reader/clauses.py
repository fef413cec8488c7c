"""How a named period stands in its clause: what it opens, closes, is compared with, or only tells apart."""

import re
from functools import cache

from saovuong.reader.layout import Block
from saovuong.reader.periods import RANGE, YEAR, Mention
from saovuong.reader.words import words_opening, words_pattern

_COMPARED = re.compile(r"(?:so\s+với|so|hơn|cùng\s+kỳ|bằng|gấp|thấp\s+hơn|kém|với|từ)\s+(?:[^\W\d]+\s+){0,3}\Z")


def compares(text: str) -> bool:
    """Whether ``text`` ends in words that set what follows beside something else: ``so với năm``, ``cao hơn``."""
    return bool(_COMPARED.search(text[-30:]))


def opens_next(low: str, mention: Mention, stop: int) -> bool:
    """``..., năm 2021 là 31%``: the period opens what follows instead of closing what stood before."""
    return (
        bool(re.match(r"\s*+(?:\)\s*+)?(?:là|đạt|mới|có|:|nâng|dừng|chỉ)?\s*+\d", low[mention.end : min(stop, mention.end + 14)]))
        and low[mention.start - 1] != " "
    )


@cache
def _clause_opening() -> re.Pattern[str]:
    return re.compile(rf"(?:\A|[.;:,(\n–-])[\s\"]{{0,9}}(?:{words_pattern('period', 'opening')}\s+){{0,3}}\Z")


def opens_clause(low: str, mention: Mention, begin: int) -> bool:
    """Whether nothing but small words stands between a stop and the period."""
    return bool(_clause_opening().search(low[max(begin, mention.start - 40) : mention.start])) or mention.start - begin <= 3


# how far before a period the noun may stand that it belongs to
_NOUN_REACH = 300
_TERM_WORDS = re.compile(r"(?:giai đoạn|nhiệm kỳ|các năm)\s+\Z")
_OF = re.compile(r"(?<!\w)của\s+\Z")


@cache
def _noun_before() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('period', 'of_a_noun')}(?:\s+[^\W\d]+){{0,6}}\s+\Z")


def belongs_to_a_noun(low: str, mention: Mention, begin: int) -> bool:
    """``cuộc duy nhất của nhiệm kỳ 2015-2020``, ``nghị quyết năm 2022``: years that tell which one is meant, not when it was."""
    if mention.kind not in (YEAR, RANGE) or low[mention.end : mention.end + 2].lstrip().startswith(":"):
        return False
    before = _TERM_WORDS.sub("", low[max(begin, mention.start - _NOUN_REACH) : mention.start])
    return bool(_OF.search(before)) or (mention.kind == RANGE and bool(_noun_before().search(before)))


_BULLET = re.compile(r"(?:[-+*•●]|\(?[a-zđ0-9]{1,2}[.)])?\s*")


def opens_alone(low: str, mention: Mention, block: Block) -> bool:
    """``g) Tháng 6. Huấn luyện nốt 08 xã``: a period that is the block's own title."""
    return bool(_BULLET.fullmatch(low, block.start, mention.start)) and low[mention.end : mention.end + 1] in (".", ":")


_TIME_NOUN = re.compile(r"(?<!\w)(?:năm|giai đoạn|nhiệm kỳ|mùa|đợt|kỳ)(?:\s+[\w]+){0,3}\s*\(\s*(?:từ\s+|trong\s+)?\Z")


def timed_brackets(low: str, mention: Mention) -> bool:
    """``hai năm có dịch (2020-2021)``, ``đợt 2 (tháng 8)``: brackets that only say when."""
    return low[mention.end : mention.end + 1] == ")" and bool(_TIME_NOUN.search(low[max(0, mention.start - 40) : mention.start]))
