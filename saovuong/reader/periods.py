"""Periods that a text names, and the period that a document reports on."""

import calendar
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from saovuong.core.period import YEARLY, BadPeriod, Period
from saovuong.reader.scan import found_from, number_starts
from saovuong.reader.words import opening, word_list, words_opening, words_pattern

YEAR, PART, RANGE, RELATIVE, MONTH = "year", "part", "range", "relative", "month"


@dataclass(frozen=True, slots=True)
class Mention:
    """A period named at ``start``..``end``. ``label`` is complete, or lacks its year (``-Q3``), or is a word (``last_year``)."""

    start: int
    end: int
    label: str
    kind: str


_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WORDS = ("yearly", "last_year", "past_year", "next_year", "this_year", "this_period")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_SMALL = {"ba": 3, "sáu": 6, "chín": 9, "tám": 8, "bốn": 4, "năm": 5, "bảy": 7, "hai": 2, "mười": 10}


def _not_behind() -> str:
    """Look-behinds that leave out ``đến hết tháng 6``; each needs a fixed width."""
    return "".join(rf"(?<!{re.escape(word)}\s)" for word in word_list("period", "month_edge"))


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(f"(?P<{key}>(?<!\\w){words_pattern('period', key)}(?!\\w|\\s+\\d))" for key in _WORDS)
    month = r"(?:0?[1-9]|1[0-2])"
    return re.compile(
        r"(?P<week>(?<!\w)tuần\s+\w+\s*\((?:từ\s+)?(?P<w1>\d{1,2})\s?-\s?(?P<w2>\d{1,2})\s?/\s?(?P<wm>\d{1,2})\))"
        r"|(?P<until>(?<!\w)đến\s+(?:hết\s+)?(?:ngày\s+)?\d{1,2}\s?[/.]\s?\d{1,2}\s?[/.]\s?(?P<u_year>(?:19|20)\d\d))"
        r"|(?P<since>(?<!\w)(?:tính\s+|kể\s+|lũy kế\s+|cộng dồn\s+|luỹ kế\s+)*"
        r"từ\s+(?P<since_start>đầu\s+)?năm\s+(?P<since_year>(?:19|20)\d\d)\s+(?:đến|tới)\s+nay)"
        rf"|(?P<fromstart>(?<!\w)từ\s+đầu\s+năm(?:\s+(?P<fs_year>(?:19|20)\d\d))?\s+(?:đến|tới)\s+"
        rf"(?:hết\s+|cuối\s+|giữa\s+)*(?:(?:tháng|t)\s*(?P<fs_month>{month})?(?!\w)|(?P<fs_now>nay|thời điểm này)))"
        rf"|(?P<span>(?<!\w)từ\s+(?:ngày\s+)?(?P<d1>\d{{1,2}})\s?[/.]\s?(?P<m1>{month})(?:\s?[/.]\s?(?P<y1>(?:19|20)\d\d))?"
        rf"\s+đến\s+(?:hết\s+)?(?:ngày\s+)?(?P<d2>\d{{1,2}})\s?[/.]\s?(?P<m2>{month})\s?[/.]\s?(?P<y2>(?:19|20)\d\d))"
        rf"|(?P<months>(?<!\w)từ\s+(?:\w+\s+)?(?:\w+\s+)?tháng\s+(?P<ma>{month})(?:/(?P<ya>(?:19|20)\d\d))?\s+đến\s+(?:cuối\s+|hết\s+)?(?:tháng\s+(?P<mb>{month})(?:/(?P<yb>(?:19|20)\d\d))?|(?P<mnow>nay))(?!\d))"
        r"|(?P<years>(?<!năm\shọc\s)(?<![\w/])(?P<r1>(?:19|20)\d\d)\s*-\s*(?P<r2>(?:19|20)\d\d)(?!\d))"
        r"|(?P<half>(?<!\w)(?:6|06|sáu)\s+tháng\s+(?P<which>đầu|cuối)\s+năm(?:\s+(?P<h_year>(?:19|20)\d\d))?)"
        r"|(?P<nine>(?<!\w)(?:tính\s+chung\s+|trong\s+|qua\s+|lũy\s+kế\s+|luỹ\s+kế\s+)?(?P<n_months>0?[2-9]|1[01]|ba|chín|tám|bảy|năm|bốn)\s+tháng(?!\s+(?:\d|tuổi|đầu\s+tiên|huấn|cuối))(?!\w)(?:\s+(?:đầu\s+)?năm(?:\s+(?P<n_year>(?:19|20)\d\d))?)?)"
        r"|(?P<quarter>(?<!\w)quý\s+(?P<q>iv|i{1,3}|[1-4])(?!\w)(?:\s?/\s?(?P<q_year>(?:19|20)\d\d)|\s+năm\s+(?P<q_year2>(?:19|20)\d\d))?)"
        rf"|(?P<month>(?<!\w){_not_behind()}tháng\s+(?P<m>{month})(?!\d)(?:\s?[/.-]\s?(?P<m_year>(?:19|20)\d\d)|\s+năm\s+(?P<m_year2>(?:19|20)\d\d))?)"
        r"|(?P<plainyear>(?<!\w)năm\s+(?P<y>(?:19|20)\d\d)(?!\d|\s*-\s*\d))"
        r"|(?P<bare>(?<=\()(?P<by>(?:19|20)\d\d)(?=[):,]))"
        r"|(?P<titled>(?<=[^\W\d]\s)(?P<ty>20\d\d)(?=\s*[:)\n]))"
        rf"|{words}"
    )


# the words that open a part of the pattern; each other part opens with a number
_OPENING = ("tuần", "đến", "tính", "kể", "lũy", "luỹ", "cộng", "từ", "trong", "qua", "quý", "tháng", "năm", *_SMALL)


@cache
def _begins() -> re.Pattern[str]:
    named = (word.split()[0] for key in _WORDS for word in word_list("period", key))
    return re.compile(rf"{opening([*_OPENING, *named])}(?!\w)")


def matches_in(low: str) -> Iterator[re.Match[str]]:
    """What the pattern finds in ``low``."""
    starts = sorted([*number_starts(low), *(match.start() for match in _begins().finditer(low))])
    return found_from(_pattern(), low, starts)


def find_mentions(low: str) -> list[Mention]:
    """The periods named in ``low`` (matching form) in order of position."""
    return [mention for match in matches_in(low) if (mention := _mention(match))]


def _mention(match: re.Match[str]) -> Mention | None:
    kind = match.lastgroup or ""
    group = next((name for name in _READ if match[name] is not None), kind)
    start, end = match.span()
    read = _READ.get(group)
    if read is None:
        word = next(key for key in _WORDS if match[key] is not None)
        return Mention(start, end, YEARLY if word == "yearly" else word, RELATIVE)
    found = read(match)
    return Mention(start, end, *found) if found else None


def _month_part(match: re.Match[str]) -> tuple[str, str]:
    year = match["m_year"] or match["m_year2"] or ""
    return f"{year}-{int(match['m']):02d}", PART if year else MONTH


def _span(match: re.Match[str]) -> tuple[str, str] | None:
    year = match["y2"]
    first = f"{match['y1'] or year}-{int(match['m1']):02d}-{int(match['d1']):02d}"
    last = f"{year}-{int(match['m2']):02d}-{int(match['d2']):02d}"
    return f"{first}/{last}", RANGE


def _months(match: re.Match[str]) -> tuple[str, str]:
    last = "now" if match["mnow"] else f"{match['yb'] or match['ya'] or ''}-{int(match['mb']):02d}"
    return f"{match['ya'] or match['yb'] or ''}-{int(match['ma']):02d}/{last}", RANGE


def _nine(match: re.Match[str]) -> tuple[str, str]:
    word = match["n_months"]
    count = _SMALL.get(word) or int(word)
    year = match["n_year"] or ""
    return f"{year}-01/{year}-{count:02d}", RANGE


def _from_start(match: re.Match[str]) -> tuple[str, str]:
    year = match["fs_year"] or ""
    month = f"{year}-{int(match['fs_month']):02d}" if match["fs_month"] else "now"
    return f"{year}-01/{month}", RANGE


def _quarter(match: re.Match[str]) -> tuple[str, str]:
    number = _ROMAN.get(match["q"], match["q"])
    return f"{match['q_year'] or match['q_year2'] or ''}-Q{number}", PART


_READ: dict[str, Callable[[re.Match[str]], tuple[str, str] | None]] = {
    "week": lambda m: (f"-{int(m['wm']):02d}-{int(m['w1']):02d}/-{int(m['wm']):02d}-{int(m['w2']):02d}", RANGE),
    "until": lambda m: (f"until {m['u_year']}", RANGE),
    "since": lambda m: (f"{m['since_year']}-01/now" if m["since_start"] else f"{m['since_year']}/..", RANGE),
    "fromstart": _from_start,
    "span": _span,
    "months": _months,
    "years": lambda m: (f"{m['r1']}/{m['r2']}", RANGE),
    "half": lambda m: (f"{m['h_year'] or ''}-H{'1' if m['which'] == 'đầu' else '2'}", PART),
    "nine": _nine,
    "quarter": _quarter,
    "month": _month_part,
    "plainyear": lambda m: (m["y"], YEAR),
    "bare": lambda m: (m["by"], YEAR),
    "titled": lambda m: (m["ty"], YEAR),
}


def resolve(mention: Mention, default: str | None) -> str | None:
    """The full label of a mention in a document about ``default``; None where the year is not known."""
    label, year = mention.label, _year_of(default)
    if label == YEARLY or mention.kind == YEAR:
        return label
    if label.startswith("until "):
        return default if year == int(label[-4:]) else label[-4:]
    if label == "this_period":
        return default
    if label == "this_year":
        return f"{year}" if year else None
    if label in ("last_year", "past_year"):
        return f"{year - 1}" if year else None
    if label == "next_year":
        return f"{year + 1}" if year else None
    if year is None and re.search(r"(?:^|/)-", label):
        return None
    filled = "/".join(f"{year}{part}" if part.startswith("-") else part for part in label.split("/"))
    if filled.endswith("/now"):
        last = _last_month(default)
        return f"{filled[:-4]}/{last}" if last else None
    return _valid(filled)


def _year_of(label: str | None) -> int | None:
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


def _last_month(label: str | None) -> str | None:
    if not label or label == YEARLY:
        return None
    part = label.split("/")[-1]
    return part[:7] if re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", part) else None


def _valid(label: str) -> str | None:
    try:
        Period.parse(label)
    except BadPeriod:
        return None
    return _whole_month(label)


def _whole_month(label: str) -> str:
    """A run of days inside one month names that month unless it is a week."""
    match = re.fullmatch(r"(\d{4}-\d\d)-(\d\d)/(\d{4}-\d\d)-(\d\d)", label)
    if not match:
        return label
    first, day, last, end = match.groups()
    if first != last:
        days = (Period.parse(label).end or Period.parse(label).start) - Period.parse(label).start
        return label if days.days <= 8 else f"{first}/{last}"
    if int(end) - int(day) == 6:
        return label
    return first


def days_in(label: str) -> int:
    """The number of days of a month label."""
    return calendar.monthrange(int(label[:4]), int(label[5:7]))[1]


_DATA_UNTIL = re.compile(r"(?:số liệu|tính)\s+đến\s+[^)]{0,20}?\d{1,2}\s?[/.]\s?(?P<m>0?[1-9]|1[0-2])\s?[/.]\s?(?P<y>(?:19|20)\d\d)")


@cache
def _title_cut() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('period', 'title_cut')}(?!\w)")


@cache
def _aside() -> re.Pattern[str]:
    words = [*word_list("comparison", "with"), "hơn", "trước", "bàn nhiệm vụ", "từ", "đến", "thành lập", "kỷ niệm"]
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(w) for w in words)})\s*\Z")


def document_period(low: str, titles: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> str | None:
    """The period of a document: named in its title, else what its first lines and most of its sentences name, else None."""
    for start, end in titles:
        cut = _title_cut().search(low, start, end)
        stop = cut.start() if cut and cut.start() > start else end
        inside = [m for m in mentions if start <= m.start < stop and m.kind != RELATIVE and not m.label.startswith("until")]
        inside.sort(key=lambda m: (m.kind == YEAR, m.start))
        for mention in inside:
            label = resolve(mention, None)
            if label:
                return label
    return _most_named(low, mentions)


_FIRST_LINES = 320


def _most_named(low: str, mentions: Sequence[Mention]) -> str | None:
    """What the first lines name more closely than by a year; else the year named most, early mentions counting more."""
    votes: Counter[str] = Counter()
    first: dict[str, int] = {}
    dated = _DATA_UNTIL.search(low, 0, _FIRST_LINES)
    if dated:
        return f"{dated['y']}-{int(dated['m']):02d}"
    for mention in mentions:
        if mention.kind == RELATIVE or mention.label.endswith("/..") or mention.label.startswith("until"):
            continue
        if _aside().search(low[max(0, mention.start - 16) : mention.start]):
            continue
        label = resolve(mention, None)
        if label and mention.kind != YEAR and mention.start < _FIRST_LINES and not _season(label):
            return label
        if label and mention.kind != RANGE:
            votes[label[:4]] += 3 if mention.start < _FIRST_LINES else 1
            first.setdefault(label[:4], mention.start)
    for match in re.finditer(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(20\d\d)", low[:900]):
        votes[match.group(1)] += 1
        first.setdefault(match.group(1), match.start())
    return min(votes, key=lambda label: (-votes[label], first[label])) if votes else None


def _season(label: str) -> bool:
    """Two years in a row name a season or a school year rather than a reporting period."""
    match = re.fullmatch(r"(\d{4})/(\d{4})", label)
    return bool(match) and int(match.group(2)) - int(match.group(1)) == 1 if match else False
