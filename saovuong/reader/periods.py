"""Periods that a text names: found, and turned into the labels of :mod:`saovuong.core.period`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from saovuong.core.period import YEARLY, BadPeriod, Period
from saovuong.reader.scan import found_from, number_starts
from saovuong.reader.words import alternatives, opening, word_list, words_pattern

YEAR, PART, RANGE, RELATIVE, MONTH = "year", "part", "range", "relative", "month"
NOW = "now"


@dataclass(frozen=True, slots=True)
class Mention:
    """A period named at ``start``..``end``. ``label`` is complete, or lacks its year (``-Q3``), or is a word (``last_year``)."""

    start: int
    end: int
    label: str
    kind: str


_WORDS = (
    "yearly", "last_year", "past_year", "next_year", "this_year", "this_period", "last_week", "last_month", "last_quarter", "last_part",
    "next_week", "next_month", "next_quarter", "next_part", "same_last_year", "now", "term_start", "term_end",
)  # fmt: skip
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_SMALL = {"ba": 3, "sáu": 6, "chín": 9, "tám": 8, "bốn": 4, "năm": 5, "bảy": 7, "hai": 2, "mười": 10, "một": 1, "mười một": 11}
_Y = r"(?:19|20)\d\d"
_M = r"(?:0?[1-9]|1[0-2])"
_D = r"(?:0?[1-9]|[12]\d|3[01])"
_SEP = r"\s?[/.-]\s?"
_CUMULATIVE = r"(?:(?:tính|kể|lũy\s+kế|luỹ\s+kế|cộng\s+dồn|cộng)\s+){0,3}"


def _not_behind() -> str:
    """Look-behinds that leave out ``đến hết tháng 6``; each needs a fixed width."""
    return "".join(rf"(?<!{re.escape(word)}\s)" for word in word_list("period", "month_edge"))


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(f"(?P<{key}>(?<!\\w){words_pattern('period', key)}(?!\\w){_AFTER_WORD.get(key, '')})" for key in _WORDS)
    small = alternatives(_SMALL)
    counted = words_pattern("period", "months_before")
    return re.compile(
        rf"(?P<week>(?<!\w)tuần\s+\w+(?:/{_Y})?\s*\((?:từ\s+)?(?P<w1>\d{{1,2}})\s?-\s?(?P<w2>\d{{1,2}})\s?/\s?(?P<wm>\d{{1,2}})\))"
        rf"|(?P<until>(?<!\w)đến\s+(?:hết\s+)?(?:ngày\s+)?{_D}{_SEP}{_M}{_SEP}(?P<u_year>{_Y}))"
        rf"|(?P<asof>(?<!\w)(?:tính|lũy\s+kế|luỹ\s+kế|cộng\s+dồn)\s+đến\s+(?:hết\s+)?(?:ngày\s+)?(?P<ad>{_D})\s?[/.]\s?(?P<am>{_M})"
        rf"(?!\d|{_SEP}\d))"
        rf"|(?P<since>(?<!\w){_CUMULATIVE}từ\s+(?P<since_start>đầu\s+)?(?:năm\s+)?(?P<since_year>{_Y})\s+(?:đến|tới)\s+nay)"
        rf"|(?P<fromstart>(?<!\w){_CUMULATIVE}từ\s+đầu\s+năm(?:\s+(?P<fs_year>{_Y}))?(?:\s+(?:đến|tới)\s+"
        rf"(?:hết\s+|cuối\s+|giữa\s+)*(?:(?:tháng|t)\s*(?P<fs_month>{_M})?(?!\w)|(?P<fs_now>nay|thời\s+điểm\s+này)))?)"
        rf"|(?P<fromday>(?<!\w)(?:tính|kể|lũy\s+kế|luỹ\s+kế|cộng\s+dồn)\s+từ\s+(?:ngày\s+)?(?P<fd>{_D}){_SEP}(?P<fm>{_M})"
        rf"(?:{_SEP}(?P<fy>{_Y}))?(?:\s+(?:đến|tới)\s+nay)?(?![\d/]))"
        rf"|(?P<span>(?<!\w)(?:từ\s+)?(?:ngày\s+)?(?<!\d)(?P<d1>{_D}){_SEP}(?P<m1>{_M})(?:{_SEP}(?P<y1>{_Y}))?"
        rf"\s*(?:đến|tới|-)\s*(?:hết\s+)?(?:ngày\s+)?(?P<d2>{_D}){_SEP}(?P<m2>{_M})(?:{_SEP}(?P<y2>{_Y}))?(?!\d))"
        rf"|(?P<months>(?<!\w)(?P<from>từ\s+(?:\w+\s+){{0,2}}?)?tháng\s+(?P<ma>{_M})(?:/(?P<ya>{_Y}))?\s*(?:đến|tới|-)\s*"
        rf"(?:cuối\s+|hết\s+)?(?:(?:tháng\s+)?(?P<mb>{_M})(?:/(?P<yb>{_Y}))?(?!\d|/\d)|(?P<mnow>nay)(?!\w)))"
        rf"|(?P<years>(?<!năm\shọc\s)(?<![\w/])(?P<r1>{_Y})\s*[-/]\s*(?P<r2>{_Y})(?!\d))"
        rf"|(?P<half>(?<!\w)(?:(?:6|06|sáu)\s+tháng|nửa)\s+(?P<which>đầu|cuối)\s+năm(?:\s+(?P<h_year>{_Y}))?)"
        rf"|(?P<ahead>(?<!\w)(?P<n_years>\d|{small})\s+năm\s+tới(?!\w))"
        rf"|(?P<nine>(?<!\w)(?P<n_before>{counted}\s+)?(?P<n_months>0?[1-9]|1[01]|{small})\s+tháng(?P<n_after>\s+(?:đầu\s+)?năm(?!\w)"
        rf"(?:\s+(?P<n_year>{_Y}))?|\s+qua(?!\w))?(?(n_before)|(?!\s+\d))(?!\s+(?:cuối|đầu\s+tiên))(?!\w))"
        rf"|(?P<quarter>(?<!\w)quý\s+(?P<q>iv|i{{1,3}}|[1-4])(?!\w)(?:\s?/\s?(?P<q_year>{_Y})|\s+năm\s+(?P<q_year2>{_Y}))?)"
        rf"|(?P<month>(?<!\w)(?<!\d\s){_not_behind()}tháng\s+(?P<m>{_M}|{small})(?!\d)(?!\s?/\s?\d\d?(?!\d))"
        rf"(?:\s?[/.-]\s?(?P<m_year>{_Y})|\s+năm\s+(?P<m_year2>{_Y}))?(?!\w))"
        rf"|(?P<plainyear>(?<!\w)năm\s+(?P<y>{_Y})(?!\d|\s*[-/]\s*\d))"
        rf"|(?P<bare>(?<=\()(?P<by>{_Y})(?=[):,]))"
        rf"|(?P<titled>(?<=[^\W\d]\s)(?P<ty>20\d\d)(?=\s*(?:[:)\n|\t;]|\(\D|\Z)))"
        rf"|{words}"
    )


# the words that open a part of the pattern; each other part opens with a number
_OPENING = ("tuần", "đến", "tính", "kể", "lũy", "luỹ", "cộng", "từ", "ngày", "tháng", "nửa", "quý", "năm", *_SMALL)


@cache
def _begins() -> re.Pattern[str]:
    named = (word.split()[0] for key in (*_WORDS, "months_before") for word in word_list("period", key))
    return re.compile(rf"{opening([*(word.split()[0] for word in _OPENING), *named])}(?!\w)")


def matches_in(low: str) -> Iterator[re.Match[str]]:
    """What the pattern finds in ``low``."""
    starts = sorted([*number_starts(low), *(match.start() for match in _begins().finditer(low))])
    return found_from(_pattern(), low, starts)


# "trong năm 2024" and "sang năm thứ ba" are other things than "trong năm" and "sang năm"
_AFTER_WORD = {
    "this_year": r"(?!\s+\d)",
    "this_period": r"(?!(?<=quý)\s+[1-4](?!\d)|(?<!quý)\s+\d)",
    "next_year": r"(?!\s+(?:\d|thứ(?!\w)))",
}


@cache
def _no_period() -> re.Pattern[str]:
    """What stands before a year that names an act, a birth or a founding."""
    acts = words_pattern("period", "acts")
    return re.compile(
        rf"(?<!\w)(?:{words_pattern('period', 'not_before')}\s*(?:vào\s+|từ\s+|trong\s+)?|{acts}(?:\s+[^\W\d]+){{0,10}}\s*(?:\(\s*)?)\Z"
    )


def find_mentions(low: str) -> list[Mention]:
    """The periods named in ``low`` (matching form) in order of position."""
    out = []
    for match in matches_in(low):
        mention = _mention(match)
        if mention and not (mention.kind in (YEAR, MONTH) and _no_period().search(low, max(0, mention.start - 70), mention.start)):
            out.append(mention)
    return out


def _mention(match: re.Match[str]) -> Mention | None:
    group = next((name for name in _READ if match[name] is not None), "")
    start, end = match.span()
    if not group:
        word = next(key for key in _WORDS if match[key] is not None)
        return Mention(start, end, YEARLY if word == "yearly" else word, RELATIVE)
    found = _READ[group](match)
    return Mention(start, end, *found) if found else None


def _month_part(match: re.Match[str]) -> tuple[str, str]:
    year = match["m_year"] or match["m_year2"] or ""
    return f"{year}-{_number(match['m']):02d}", PART if year else MONTH


def _number(word: str) -> int:
    return _SMALL.get(" ".join(word.split())) or int(word)


def _span(match: re.Match[str]) -> tuple[str, str] | None:
    year = match["y2"] or ""
    first = f"{match['y1'] or year}-{int(match['m1']):02d}-{int(match['d1']):02d}"
    last = f"{year}-{int(match['m2']):02d}-{int(match['d2']):02d}"
    return f"{first}/{last}", RANGE


def _months(match: re.Match[str]) -> tuple[str, str] | None:
    """``từ tháng 4 đến nay``; without *từ* it is when something is done, not what a figure covers."""
    if not match["from"]:
        return None
    last = NOW if match["mnow"] else f"{match['yb'] or match['ya'] or ''}-{int(match['mb']):02d}"
    return f"{match['ya'] or match['yb'] or ''}-{int(match['ma']):02d}/{last}", RANGE


def _nine(match: re.Match[str]) -> tuple[str, str] | None:
    """``trong 9 tháng``, ``hai tháng đầu năm``; a bare ``4 tháng`` is a length of time."""
    if not match["n_before"] and not match["n_after"]:
        return None
    count, year = _number(match["n_months"]), match["n_year"] or ""
    if count in _PARTS:
        return f"{year}-{_PARTS[count]}", PART
    return f"{year}-01/{year}-{count:02d}", RANGE


_PARTS = {3: "Q1", 6: "H1"}


def _from_start(match: re.Match[str]) -> tuple[str, str]:
    year = match["fs_year"] or ""
    month = f"{year}-{int(match['fs_month']):02d}" if match["fs_month"] else NOW
    return f"{year}-01/{month}", RANGE


def _quarter(match: re.Match[str]) -> tuple[str, str]:
    number = _ROMAN.get(match["q"], match["q"])
    return f"{match['q_year'] or match['q_year2'] or ''}-Q{number}", PART


_READ: dict[str, Callable[[re.Match[str]], tuple[str, str] | None]] = {
    "week": lambda m: (f"-{int(m['wm']):02d}-{int(m['w1']):02d}/-{int(m['wm']):02d}-{int(m['w2']):02d}", RANGE),
    "until": lambda m: (f"until {m['u_year']}", RANGE),
    "asof": lambda m: (f"asof {int(m['am'])}", RANGE) if int(m["ad"]) in _LAST_DAYS[int(m["am"])] else None,
    "since": lambda m: (f"{m['since_year']}-01/{NOW}" if m["since_start"] else f"{m['since_year']}/..", RANGE),
    "fromstart": _from_start,
    "fromday": lambda m: (f"{m['fy'] or ''}-{int(m['fm']):02d}-{int(m['fd']):02d}/{NOW}", RANGE),
    "span": _span,
    "months": _months,
    "years": lambda m: (f"{m['r1']}/{m['r2']}", RANGE) if int(m["r1"]) < int(m["r2"]) else None,
    "half": lambda m: (f"{m['h_year'] or ''}-H{'1' if m['which'] == 'đầu' else '2'}", PART),
    "nine": _nine,
    "quarter": _quarter,
    "ahead": lambda m: (f"ahead {_number(m['n_years'])}", RELATIVE),
    "month": _month_part,
    "plainyear": lambda m: (m["y"], YEAR),
    "bare": lambda m: (m["by"], YEAR),
    "titled": lambda m: (m["ty"], YEAR),
}


def resolve(mention: Mention, default: str | None) -> str | None:
    """The full label of a mention in a document about ``default``; None where that is not known or where it names days of an event."""
    label, year = mention.label, year_of(default)
    if label == YEARLY or mention.kind == YEAR:
        return label
    if label.startswith("until "):
        return default if year == int(label[-4:]) else label[-4:]
    if label.startswith("asof "):
        return _part_until(int(label[5:]), default)
    if mention.kind == RELATIVE:
        return _relative(label, default, year)
    if year is None and re.search(r"(?:^|/)-", label):
        return None
    filled = "/".join(f"{year}{part}" if part.startswith("-") else part for part in label.split("/"))
    if filled.endswith("/" + NOW):
        last = _last_moment(default, days=filled.count("-") > 1)
        return _like(f"{filled[: -len(NOW) - 1]}/{last}", default) if last else None
    found = _valid(filled)
    return _like(found, default) if found else None


# the last days of the months, by which a part of a period closes
_LAST_DAYS: dict[int, tuple[int, ...]] = {
    month: (28, 29) if month == 2 else (30,) if month in (4, 6, 9, 11) else (31,) for month in range(1, 13)
}


def _part_until(month: int, default: str | None) -> str | None:
    """``tính đến 31/5`` in a half year's or a quarter's report: its months so far. The report of a year means the year."""
    period = parsed(default)
    if period is None or period.end is None or period.kind not in ("half", "quarter"):
        return None
    last = period.end - timedelta(days=1)
    return covered(period.start, date(last.year, month, 1)) if period.start.month <= month < last.month else None


def _relative(label: str, default: str | None, year: int | None) -> str | None:
    if label == "this_period":
        return default
    if label == "this_year":
        return f"{year}" if year else None
    if label in ("last_year", "past_year"):
        return f"{year - 1}" if year else None
    if label == "next_year":
        return f"{year + 1}" if year else None
    if label == "same_last_year":
        return year_before(default)
    if label.startswith(("last_", "next_")):
        step, _, size = label.partition("_")
        return beside(default, 1 if step == "next" else -1, size=size)
    if label.startswith("ahead "):
        return f"{year + 1}/{year + int(label[6:])}" if year else None
    if label in ("term_start", "term_end", "now"):
        years = re.fullmatch(r"(\d{4})/(\d{4})", default or "")
        return years[1 if label == "term_start" else 2] if years else default
    return None


def _like(label: str, default: str | None) -> str:
    """The default where a label means the same days: ``2011-01/2011-06`` in a report of ``2011-H1``."""
    if not default or default in (YEARLY, label):
        return label
    one, other = Period.parse(label), Period.parse(default)
    return default if (one.start, one.end) == (other.start, other.end) else label


def year_of(label: str | None) -> int | None:
    """The year a period ends in."""
    if not label or label == YEARLY:
        return None
    part = label.split("/")[-1]
    part = label.split("/")[0] if part == ".." else part
    return int(part[:4])


def year_before(label: str | None) -> str | None:
    """The same part of the year before: ``2024-H1`` for ``2025-H1``."""
    if not label or label == YEARLY:
        return None
    return re.sub(r"(?<!\d)\d{4}(?!\d)", lambda year: str(int(year.group()) - 1), label)


def beside(label: str | None, step: int, *, size: str = "part") -> str | None:
    """The period of the same length after (1) or before (-1); ``size`` is the length that words name (week, month, quarter; part: any).

    None for other lengths: *tuần tới* in a month's report is no whole month."""
    if not label or label == YEARLY:
        return None
    period = Period.parse(label)
    if size not in ("part", period.kind if period.kind != "range" else "week"):
        return None
    if period.kind == "year":
        return str(int(label) + step)
    if period.kind in ("half", "quarter", "month"):
        months = {"half": 6, "quarter": 3, "month": 1}[period.kind]
        month = period.start.year * 12 + period.start.month - 1 + step * months
        year, first = divmod(month, 12)
        return {"half": f"{year}-H{first // 6 + 1}", "quarter": f"{year}-Q{first // 3 + 1}"}.get(period.kind, f"{year}-{first + 1:02d}")
    if period.end is None or period.days() != _WEEK:
        return None
    start = period.start + timedelta(days=step * _WEEK)
    return f"{start.isoformat()}/{(start + timedelta(days=_WEEK - 1)).isoformat()}"


_WEEK = 7


def _last_moment(label: str | None, *, days: bool) -> str | None:
    """The last month of a period of months, or its last day where days are asked for."""
    if not label or label == YEARLY:
        return None
    end = Period.parse(label).end
    if end is None or (not days and len(label) == 4):
        return None
    last: date = end - timedelta(days=1)
    return last.isoformat() if days and len(label.split("/")[-1]) > _MONTH_LABEL else last.isoformat()[:_MONTH_LABEL]


_MONTH_LABEL = 7


def _valid(label: str) -> str | None:
    try:
        Period.parse(label)
    except BadPeriod:
        return None
    return _plain_span(label)


_FROM_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)/(\d{4})-(\d\d)-(\d\d)")
_REPORTING_DAYS = 60


def _plain_span(label: str) -> str | None:
    """A span of days as the week, month, months or year that it covers; None for the days of one event and for an
    anniversary (``27/7/1947 - 27/7/2022``), which no figure is counted by."""
    match = _FROM_DAY.fullmatch(label)
    if not match:
        return label
    first, last = Period.parse(label).start, (Period.parse(label).end or date.max) - timedelta(days=1)
    days = (last - first).days + 1
    if days == _WEEK:
        return label
    if (first.day, first.month) == (last.day, last.month):
        return None
    if first.day in _CUT_OFF and last.day == first.day - 1 and days > _WHOLE_MONTH:
        whole = covered((first.replace(day=1) + timedelta(days=_WHOLE_MONTH + 4)).replace(day=1), last)
        return whole if "/" not in whole else None
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and days >= _WHOLE_MONTH:
        return covered(first, last)
    return f"{label[:7]}/{last.isoformat()[:7]}" if days >= _REPORTING_DAYS else None


# the days on which a reporting month may begin
_CUT_OFF = (11, 15, 16, 21, 26)
_WHOLE_MONTH = 28


def covered(first: date, last: date) -> str:
    """The label of the whole months from ``first``'s to ``last``'s: a year, half, quarter, month or range."""
    size = (last.year - first.year) * 12 + last.month - first.month + 1
    if size == 12 and first.month == 1:
        return f"{first.year}"
    if size == 6 and first.month in (1, 7):
        return f"{first.year}-H{first.month // 6 + 1}"
    if size == 3 and first.month % 3 == 1:
        return f"{first.year}-Q{first.month // 3 + 1}"
    month = f"{first.year}-{first.month:02d}"
    return month if size == 1 else f"{month}/{last.year}-{last.month:02d}"


def is_after(label: str | None, default: str | None) -> bool:
    one, other = parsed(label), parsed(default)
    if one is None or other is None or other.end is None:
        return False
    return one.start > other.start and (one.end is None or one.end > other.end)


@cache
def parsed(label: str | None) -> Period | None:
    """The period of a label; None for no label and for standing statements."""
    return Period.parse(label) if label and label != YEARLY else None
