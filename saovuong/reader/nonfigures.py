"""Numbers that are no figures: dates, legal references, names, ages, anniversaries, times and list numbers.

Each is found with its kind, so that later steps leave it alone; dates are read again by :mod:`saovuong.reader.periods`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from saovuong.reader.normal import NormalText
from saovuong.reader.scan import found_from, line_starts, number_starts
from saovuong.reader.words import alternatives, opening, word_list, words_opening, words_pattern

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d\d"
# more hours than a day has are no time of day: "huấn luyện 96 giờ"
_HOUR = r"(?:[01]?\d|2[0-4])"
_END = r"(?![\d]|[.,/]\d)"
_START = r"(?<![\w/])(?<!\d[.,])"
# the same behind the first letter of a pattern: one that begins with a letter is found sooner
_BEHIND = r"(?<![\w/].)(?<!\d[.,].)"
# days of one month; a row of numbers without end is not gone through anew from each of them
_DAYS = rf"{_DAY}(?:\s*+(?:,|và|-|đến)\s*+{_DAY}){{0,31}}"


@dataclass(frozen=True, slots=True)
class NonFigure:
    """``kind`` is date, legal, name, age, anniversary, time, list or other (delegates, tasks)."""

    start: int
    end: int
    kind: str


def find_nonfigures(normal: NormalText) -> list[NonFigure]:
    """All non-figures in order of position; overlapping finds are merged into the first."""
    found = sorted(_all(normal), key=lambda one: (one.start, -one.end))
    out: list[NonFigure] = []
    for one in found:
        if out and one.start < out[-1].end:
            if one.end > out[-1].end:
                out[-1] = NonFigure(out[-1].start, one.end, out[-1].kind)
            continue
        out.append(one)
    return out


def _all(normal: NormalText) -> Iterator[NonFigure]:
    low = normal.low
    # of two finds with the same span the first counts: in "quốc lộ 4H" a name, no hour
    yield from _names(low)
    patterns, may_be = _patterns()
    numbers = number_starts(low)
    starts = {_NUMBER: [start for start in numbers if may_be.match(low, start)], _LINE: line_starts(low)}
    for kind, lead, pattern in patterns:
        for match in found_from(pattern, low, starts[lead]) if lead in starts else pattern.finditer(low):
            yield NonFigure(match.start("n"), match.end("n"), kind)
    for match in found_from(_LAW_SIGN, normal.text, [start for start in numbers if _SIGNED.match(low, start)]):
        yield NonFigure(match.start(), match.end(), "legal")
    for match in _law_reference().finditer(low):
        if match["sign"] or normal.text[match.start()].isupper():
            yield NonFigure(match.start("n"), match.end("n"), "legal")


_LAW_SIGN = re.compile(
    r"(?<![\w.,])\d{1,5}(?:/\d{4})?\s?[/-]\s?(?:[A-ZĐ][A-ZĐa-z&]{0,8}\d{0,2})(?:\s?[-/]\s?[A-ZĐ][A-ZĐa-zư&]{0,10}\d{0,2})+(?!\w)"
    r"|(?<![\w.,])\d{1,5}/\d{4}/[A-ZĐ][A-ZĐ\w]*(?:-[A-ZĐ]\w*)*|(?<![\w.,])\d{1,5}/[A-ZĐ]{2,4}(?![\w-])"
)


# what the sign of an act begins with, of which most numbers have nothing
_SIGNED = re.compile(r"\d{1,5}\s?[/-]")


@cache
def _law_reference() -> re.Pattern[str]:
    kinds = words_opening("not_figures", "law_kinds")
    number = r"\d{1,5}(?:/\d{4})?"
    return re.compile(rf"{kinds}\s+(?P<sign>số\s*:?\s+)?(?P<n>{number}(?:\s*(?:,|và)\s*(?:số\s+)?{number}(?!\s*[^\W\d]))*){_END}(?!%|\s*%)")


# how a pattern begins: with a number, at the beginning of a line, or else with what it says itself
_NUMBER, _LINE, _OWN = "number", "line", ""


@cache
def _patterns() -> tuple[tuple[tuple[str, str, re.Pattern[str]], ...], re.Pattern[str]]:
    """Each kind with how its pattern begins; and one pattern that matches where any of those that begin with a number does."""
    dayword = words_opening("not_figures", "dayword")
    holidays = alternatives(word_list("not_figures", "holidays"))
    counted = words_pattern("numbers", "counted")
    not_counted = rf"(?!\s*(?:{counted}|đ/c|%|km|triệu|nghìn|tỷ|/)(?!\w))"
    age = words_pattern("not_figures", "age_words")
    # "lũy kế 9 tháng 12 buổi" names no day
    not_so_many = "".join(rf"(?<!{re.escape(word)}\s)" for word in word_list("period", "months_before"))
    rows = [
        (
            "date",
            _NUMBER,
            rf"{_START}(?P<n>(?:{_DAYS}\s?[/.-]\s?{_MONTH}\s*(?:-|đến)\s*)?{_DAYS}\s?(?P<s>[/.-])\s?{_MONTH}\s?(?P=s)\s?{_YEAR})(?!\d)",
        ),
        (
            "date",
            _OWN,
            rf"{opening(['ngày'])}\s+(?P<n>{_DAYS}(?:\s+tháng\s+{_MONTH}(?:\s+năm\s+{_YEAR})?|\s?[/.-]\s?{_MONTH}(?!\d))?){_END}{not_counted}",
        ),
        ("date", _NUMBER, rf"{_START}{not_so_many}(?P<n>{_DAY}\s+tháng\s+{_MONTH}(?:\s+năm\s+{_YEAR})?){_END}"),
        (
            "date",
            _OWN,
            rf"{opening(['tháng', 't'])}\s?(?P<n>{_MONTH}"
            rf"(?:\s?[/.-]\s?{_YEAR}|\s+năm\s+{_YEAR}|(?:\s*(?:,|và|-)\s*{_MONTH}(?=\s*(?:[,.;)]|và|năm|$)))*)){_END}{not_counted}",
        ),
        ("date", _OWN, rf"{opening(['quý'])}\s+(?P<n>(?:iv|i{{1,3}}|[1-4])(?:\s?/\s?{_YEAR}|\s+năm\s+{_YEAR})?)(?![\w])"),
        ("date", _OWN, rf"(?P<n>i{_BEHIND}(?:v|i{{0,2}})\s?/\s?{_YEAR})(?!\d)"),
        ("date", _NUMBER, rf"{_START}(?P<n>{_MONTH}\s?[/]\s?{_YEAR}){_END}"),
        ("date", _NUMBER, rf"{_START}(?P<n>{_YEAR}\s*-\s*{_YEAR}){_END}"),
        ("date", _OWN, rf"{opening(['năm'])}\s+(?P<n>{_YEAR}(?:\s*(?:,|và|-)\s*{_YEAR})*){_END}"),
        ("date", _NUMBER, rf"{_START}(?P<n>{_YEAR}){_END}{not_counted}"),
        ("date", _NUMBER, rf"{_START}(?P<n>\d{{1,2}}\s+tháng)(?!\w)"),
        ("date", _OWN, rf"(?P<n>(?:b{_BEHIND}a|s{_BEHIND}áu|c{_BEHIND}hín)\s+tháng)(?!\w)"),
        ("date", _OWN, rf"{dayword}\s+(?P<n>{_DAY}\s?([/.-])\s?{_MONTH}(?:\s?(?:-|đến|và)\s?{_DAY}\s?\2\s?{_MONTH})*){_END}{not_counted}"),
        ("date", _OWN, rf"{words_opening('not_figures', 'part_of_day')}\s+(?P<n>{_DAY}\s?[/.-]\s?{_MONTH}){_END}(?!\s*(?:%|đ/c))"),
        ("date", _NUMBER, rf"{_START}(?P<n>{_DAY}(?P<s>[/.]){_MONTH}\s?-\s?{_DAY}(?P=s){_MONTH}){_END}"),
        ("date", _NUMBER, rf"{_START}(?P<n>{holidays}){_END}{not_counted}"),
        ("date", _OWN, rf"{opening(['mùng', 'mồng'])}\s+(?P<n>\d{{1,2}}(?:/\d{{1,2}})?){_END}"),
        ("date", _NUMBER, rf"{_START}(?P<n>{_DAYS})(?=\s+và\s+{_DAY}[/.]{_MONTH}(?!\d))"),
        ("anniversary", _NUMBER, rf"{_START}(?P<n>\d{{1,3}})(?=\s+năm(?!\w))"),
        ("time", _NUMBER, rf"{_START}(?P<n>(?:{_HOUR}\s?(?:giờ|g)(?:\s?\d{{1,2}}(?:\s?phút)?)?|\d{{1,2}}h\d{{0,2}}))(?!\w)"),
        ("time", _NUMBER, rf"{_START}(?P<n>\d{{1,3}})(?=\s+(?:phút|giây)(?!\w))"),
        ("time", _NUMBER, rf"{_START}(?P<n>24\s?/\s?(?:7(?![\d/])|24(?=\s?(?:giờ|h|/)))|7\s?/\s?7(?=\s+ngày))"),
        ("age", _NUMBER, rf"{_START}(?P<n>\d{{1,2}}(?:\s*(?:-|đến|tới)\s*(?:hết\s+|dưới\s+|đủ\s+)?\d{{1,2}})?)(?=\s+{age}(?!\w))"),
        ("age", _OWN, rf"{opening(['tuổi', 'đủ'])}\s+(?P<n>1[5-9]|2[0-9])(?:\s+đến\s+hết\s+\d\d)?{_END}{not_counted}"),
        ("age", _OWN, rf"{opening(['từ đủ'])}\s+(?P<n>\d\d\s+(?:đến|tới)\s+(?:hết\s+)?\d\d)(?!\d)"),
        ("other", _NUMBER, rf"{_START}(?P<n>\d{{1,4}})(?=\s+{words_pattern('not_figures', 'other_after')}(?!\w))"),
        ("list", _LINE, r"[^\S\n]{0,99}(?P<n>\(?\d{1,2}(?:\.\d{1,2}){0,3})(?=[.)]\s|\.[^\W\d]|\.?[^\S\n]{0,99}[|\t;])"),
        ("list", _LINE, r"[^\S\n]{0,99}(?P<n>\d{1,2})(?=(?:\s?/|-)\s+[^\W\d])"),
        ("other", _NUMBER, rf"{_START}(?P<n>0\d{{2,3}}[\s.-]\d{{3,4}}[\s.-]\d{{3,4}}|0\d{{9,11}}|1[89]00[\s.-]?\d{{4,6}})(?!\d)"),
        ("other", _OWN, rf"{words_opening('not_figures', 'phone_words')}\s*:?\s*(?P<n>\d{{3,5}}(?:[\s.-]?\d{{2,4}}){{1,3}})(?!\d|\s*%)"),
        ("other", _OWN, rf"{opening(['trang', 'tờ'])}\s+(?P<n>\d{{1,3}}\s?/\s?\d{{1,3}})(?!\d)"),
        ("other", _OWN, rf"{opening(['cứ'])}\s+(?P<n>\d{{1,4}}){_END}"),
        (
            "other",
            _OWN,
            rf"{opening(['cứ'])}\s+\d{{1,4}}(?:\s+[^\W\d]+){{1,4}}\s+(?:có|là)\s+(?:gần\s+|hơn\s+|khoảng\s+)?(?P<n>\d{{1,4}}){_END}(?!%)",
        ),
        ("other", _OWN, rf"{opening(['thang'])}\s+(?:điểm\s+)?(?P<n>\d{{1,3}}(?:\.000)?){_END}"),
        ("name", _OWN, rf"{opening(['tiêu chí'])}\s+(?:số\s+)?(?P<n>\d{{1,2}}\.\d{{1,2}})(?!\d|\s*%)"),
        ("list", _LINE, r"[^\S\n]{0,99}(?P<n>\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)(?=\.?\s+[^\W\d])"),
        ("list", _OWN, r"(?P<n>\(\d{1,2}\))(?=\s[^\W\d])"),
        ("name", _OWN, rf"k{_BEHIND}(?<!\d\s.)m\s?(?P<n>\d{{1,4}}(?:\s?\+\s?\d{{1,3}})?)(?![\d%/]|[.,]\d)"),
        ("name", _OWN, r"-(?<=[^\W\d]-)(?P<n>\d{1,3})(?![\d%/]|[.,]\d)"),
    ]
    numbers = [pattern for _, lead, pattern in rows if lead == _NUMBER]
    return tuple((kind, lead, re.compile(pattern)) for kind, lead, pattern in rows), re.compile(_any_of(numbers))


def _any_of(patterns: Sequence[str]) -> str:
    """One pattern for all of ``patterns``, whose groups are named ``n`` and, where a sign comes again, ``s``."""
    named = (
        pattern.replace("(?P<n>", "(?:").replace("P<s>", f"P<s{at}>").replace("P=s)", f"P=s{at})") for at, pattern in enumerate(patterns)
    )
    return "|".join(f"(?:{pattern})" for pattern in named)


@cache
def _name_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    number = r"(?P<n>\d{1,4}[a-zđ]?)(?![\d%]|[.,]\d|\s*%|/\d)"
    counted = words_pattern("numbers", "counted")
    tail = rf"(?!\s*(?:{counted}|đ/c|km|m|ha|triệu|nghìn|tỷ|đồng)(?!\w))"
    weak = opening(word_list("not_figures", "name_words"), not_after=word_list("not_figures", "not_after"))
    return (
        re.compile(rf"{words_opening('not_figures', 'strong_name_words')}\s+(?:số\s+)?{number}"),
        re.compile(rf"{weak}\s+(?:số\s+)?{number}{tail}"),
    )


_MORE = re.compile(r"\s*+(?:,|và|-|\+|hoặc|;)\s*(?P<n>\d)(?![\d%]|[.,]\d|\s*%|/\d)")


def _names(low: str) -> Iterator[NonFigure]:
    strong, weak = _name_patterns()
    for match in strong.finditer(low):
        yield NonFigure(match.start("n"), match.end("n"), "name")
        if len(match["n"]) > 1:
            continue
        end = match.end("n")
        while (more := _MORE.match(low, end)) and not _counted_next().match(low, more.end()):
            yield NonFigure(more.start("n"), more.end("n"), "name")
            end = more.end()
    for match in weak.finditer(low):
        if len(match["n"]) > 1 and match["n"].startswith("0"):
            continue
        yield NonFigure(match.start("n"), match.end("n"), "name")


@cache
def _counted_next() -> re.Pattern[str]:
    return re.compile(rf"\s*+(?:{words_pattern('numbers', 'counted')}|đ/c|%|km)(?!\w)")
