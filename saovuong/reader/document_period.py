"""The period that a document reports on, from its title, its first lines, or the years that it speaks of."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from saovuong.core.period import Period
from saovuong.reader.periods import MONTH, PART, RANGE, RELATIVE, YEAR, Mention, covered, is_after, resolve
from saovuong.reader.words import word_list, words_opening

_FIRST_LINES = 320
_DATELINES = 900
_SHORT = 400


def document_period(
    low: str, titles: Sequence[tuple[int, int]], mentions: Sequence[Mention], columns: Sequence[tuple[int, int]] = ()
) -> str | None:
    """The period of a document: named in its title, else the last year of its ``columns``, else what its first lines and most of
    its sentences name, else None."""
    yearless = None
    for start, end in titles:
        cut = _title_cut().search(low, start, end)
        stop = cut.start() if cut and cut.start() > start else end
        inside = [m for m in mentions if start <= m.start < stop and m.kind != RELATIVE and not m.label.startswith("until")]
        inside.sort(key=lambda m: (m.kind == YEAR, m.start))
        for mention in inside:
            if label := _of_title(mention, low):
                return label
            yearless = yearless or (mention if mention.kind in (PART, MONTH) else None)
    if bare := _bare_year(low, titles):
        return resolve(yearless, bare) if yearless else bare
    told = _last_column(low, columns) or _most_named(low, mentions)
    part = yearless or next((m for m in mentions if m.start < _FIRST_LINES and _closing_part(low, m)), None)
    return resolve(part, told[:4]) if part and told else told


def aims_period(titles: Sequence[tuple[int, int]], mentions: Sequence[Mention], default: str | None) -> str | None:
    """The period that a title sets aims for behind the one it reports on: ``Kết quả quý I, nhiệm vụ quý II năm 2024``."""
    named = (m for start, end in titles for m in mentions if start <= m.start < end and m.kind in (YEAR, PART, MONTH))
    return next((label for m in named if is_after(label := resolve(m, default), default)), None)


_BARE_YEAR = re.compile(r"(?<![\w/.-])(?<!\d\s[-–])(?<!\d\s[-–]\s)20\d\d(?![\w/.-]|\s*[-–]\s*\d)")


def _bare_year(low: str, titles: Sequence[tuple[int, int]]) -> str | None:
    """A year that stands in a title without a word for it: ``ĐIỂM LẠI CÔNG TÁC DÂN VẬN 2024 CỦA LLVT``."""
    for start, end in titles:
        cut = _title_cut().search(low, start, end)
        found = _BARE_YEAR.findall(low, start, cut.start() if cut and cut.start() > start else end)
        if len(found) == 1:
            return str(found[0])
    return None


def _last_column(low: str, columns: Sequence[tuple[int, int]]) -> str | None:
    """The last of several years that columns of results stand for."""
    years = {found[0] for start, end in columns if len(found := _BARE_YEAR.findall(low, start, end)) == 1}
    return max(years) if len(years) > 1 else None


def _closing_part(low: str, mention: Mention) -> bool:
    """``Sáu tháng đầu năm, Ban CHQS xã ...`` in the first lines of a text whose year only its date tells."""
    return mention.kind == PART and mention.label in _HALVES and bool(_OPENS.search(low[max(0, mention.start - 12) : mention.start]))


_HALVES = ("-H1", "-H2")
_OPENS = re.compile(r"(?:\A|[.!:\n])\s{0,9}(?:trong\s{1,9})?\Z")


_LAST_PART = 0.6


@cache
def _title_cut() -> re.Pattern[str]:
    return re.compile(rf"{words_opening('period', 'title_cut')}(?!\w)")


_SPAN = re.compile(
    r"(?P<d1>\d{1,2})\s?[/.-]\s?(?P<m1>\d{1,2})(?:\s?[/.-]\s?(?P<y1>\d{4}))?\D{1,12}(?P<d2>\d{1,2})\s?[/.-]\s?(?P<m2>\d{1,2})"
    r"(?:\s?[/.-]\s?(?P<y2>\d{4}))?"
)
# from one anniversary to another is no reporting period
_LONGEST = 400


def _of_title(mention: Mention, low: str) -> str | None:
    """The label of a mention in a title, where a span of days is the reporting period itself."""
    label = resolve(mention, _year_near(mention, low))
    span = _SPAN.search(low, mention.start, mention.end) if label is None and mention.kind == RANGE else None
    year = span and (span["y2"] or _year_near(mention, low))
    if not span or not year:
        return label
    try:
        first = date(int(span["y1"] or year), int(span["m1"]), int(span["d1"]))
        last = date(int(year), int(span["m2"]), int(span["d2"]))
    except ValueError:
        return None
    return covered(first, last) if first <= last <= first + timedelta(days=_LONGEST) else None


def _year_near(mention: Mention, low: str) -> str | None:
    """A year told shortly before a span without one: ``Tuần 42/2022 (từ 17/10 đến 23/10)``."""
    found = re.findall(r"(?<!\d)20\d\d(?!\d)", low[max(0, mention.start - 60) : mention.start])
    return found[-1] if found and mention.kind == RANGE else None


@cache
def _aside() -> re.Pattern[str]:
    words = [*word_list("comparison", "with"), "hơn", "trước", "bàn nhiệm vụ", "từ", "đến", "thành lập", "kỷ niệm"]
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(w) for w in words)})\s*(?:cả\s+|cùng\s+kỳ\s+)?\Z")


_DATA_UNTIL = re.compile(
    r"(?:số liệu|tính|chốt)\s+(?:tính\s+)?(?:đến|ngày)\s+[^)\n]{0,20}?"
    r"(?P<d>\d{1,2})\s?[/.]\s?(?P<m>0?[1-9]|1[0-2])\s?[/.]\s?(?P<y>(?:19|20)\d\d)"
)
# the month that ends with a cut-off day or a calendar month, and the period that then closes
_CLOSES = {3: "Q1", 6: "H1", 12: ""}
_CUT_OFF_DAYS = (14, 15, 30, 31)


def _until(match: re.Match[str]) -> str:
    """``số liệu đến 14/6/2024`` closes the first half; a day that closes nothing belongs to its month."""
    month, year = int(match["m"]), match["y"]
    if month in _CLOSES and int(match["d"]) in _CUT_OFF_DAYS:
        return f"{year}-{_CLOSES[month]}".rstrip("-")
    return f"{year}-{month:02d}"


def _most_named(low: str, mentions: Sequence[Mention]) -> str | None:
    """What the first lines name more closely than by a year; else the year named most, early mentions counting more."""
    dated = _DATA_UNTIL.search(low, 0, _FIRST_LINES)
    if dated:
        return _until(dated)
    votes: Counter[str] = Counter()
    for mention in mentions:
        if mention.kind == RELATIVE or mention.label.endswith("/..") or mention.label.startswith("until") or _only_beside(low, mention):
            continue
        early = mention.start < _FIRST_LINES
        bracketed = early and mention.kind == RANGE and low[mention.start - 1 : mention.start] == "("
        label = _of_title(mention, low) if bracketed else resolve(mention, None)
        if not label:
            continue
        if early and mention.kind != YEAR and not _season(label):
            return label
        if _plans(low, mention) or _ends_with(low, mention):
            votes[f"{int(label[:4]) - 1}"] += _PLANNED_AFTER
        elif mention.kind != RANGE:
            votes[label[:4]] += 3 if early else 2 if _opens_sentence(low, mention) else 1
    for match in _DATED.finditer(low, 0, _DATELINES):
        votes[match["year"]] += 2 if match["day"] or low.endswith("tháng ", 0, match.start()) else 1
    for match in _YEAR_OF_WORK.finditer(low, 0, _FIRST_LINES):
        votes[match["year"]] += 2
    if not votes or (max(votes.values()) < 2 and len(low) > _SHORT):
        return None
    return min(votes, key=lambda label: (-votes[label], low.find(label)))


_PLANNED_AFTER = 4


def _only_beside(low: str, mention: Mention) -> bool:
    """Whether a period stands for comparison: behind *so với*, or a year in brackets."""
    if _aside().search(low[max(0, mention.start - 16) : mention.start]):
        return True
    opened = low.rfind("(", max(0, mention.start - _BRACKETS), mention.start)
    return mention.kind == YEAR and opened >= 0 and ")" not in low[opened : mention.start]


_BRACKETS = 60


_YEAR_OF_WORK = re.compile(r"(?<=[^\W\d]\s)(?P<year>20\d\d)(?=[.,])")
_DATED = re.compile(r"(?<!\d)(?<!từ\s)(?<!từ\sngày\s)(?P<day>\d{1,2}\s?[/.-]\s?)?\d{1,2}\s?[/.-]\s?(?P<year>20\d\d)(?!\d)")


@cache
def _planning() -> re.Pattern[str]:
    return re.compile(rf"[^.;\n]{{0,60}}?{words_opening('role', 'target_words')}(?!\w)")


def _plans(low: str, mention: Mention) -> bool:
    """Whether a year opens a sentence of aims: the year to come and not the one reported on."""
    return _opens_sentence(low, mention) and bool(_planning().match(low, mention.end))


@cache
def _line_of_aims() -> re.Pattern[str]:
    return re.compile(rf"\n\s{{0,9}}(?:\d{{1,2}}[.)]\s{{0,9}})?\Z|{words_opening('role', 'target_headings')}\s+(?:năm\s+)?\Z")


def _ends_with(low: str, mention: Mention) -> bool:
    """Whether a year opens a sentence of the last part of a text: ``Năm 2017: hệ số kỹ thuật 0,99``, ``Chỉ tiêu 2021: ...``."""
    if mention.kind != YEAR or mention.start < _LAST_PART * len(low) or low[mention.end : mention.end + 1] != ":":
        return False
    return bool(_line_of_aims().search(low[max(0, mention.start - 40) : mention.start]))


def _opens_sentence(low: str, mention: Mention) -> bool:
    return bool(re.search(r"(?:\A|[.\n])\s{0,9}(?:trong\s{1,9})?\Z", low[max(0, mention.start - 12) : mention.start]))


def _season(label: str) -> bool:
    """Two years in a row name a season or a school year rather than a reporting period."""
    match = re.fullmatch(r"(\d{4})/(\d{4})", label)
    return bool(match) and int(match.group(2)) - int(match.group(1)) == 1 if match else False


_FULL_DATE = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(20\d\d)(?!\d)")


def issued_on(low: str, period: str | None) -> date | None:
    """The latest full date in the first lines that lies in or after the period: no figure of what was done can be younger."""
    found = []
    for match in _FULL_DATE.finditer(low[:_DATELINES]):
        try:
            found.append(date(int(match.group(3)), int(match.group(2)), int(match.group(1))))
        except ValueError:
            continue
    start = Period.parse(period).start if period and period != "yearly" else None
    return max((day for day in found if start is None or day >= start - timedelta(days=31)), default=None)
