"""Periods: half-open date ranges with the labels that reports use.

Labels: ``2024``, ``2024-H1``, ``2024-Q3``, ``2024-07``, ``2024-07-15``; closed ranges ``2023/2024`` and ``2025-01/2025-09``; open
``2021/..``; ``yearly`` for standing statements. The two clocks of the law (REPORT.md 1.2): a label names calendar months, and a reporting
regime shifts the *data range* behind it, e.g. Nghị định 09/2019 Điều 12: the year runs from 15/12 to 14/12 (``cut_off_day`` 15).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

from saovuong.core.errors import Refusal

_LABEL = re.compile(r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d{2}))?))?\Z")
YEARLY = "yearly"
_FIRST_YEAR, _LAST_YEAR = 1945, 2100
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class BadPeriod(Refusal):
    code = "SV-101"
    template = (
        "Kỳ báo cáo “{label}” không hợp lệ. Viết như 2024 (năm), 2024-H1 (6 tháng đầu năm), 2024-Q3 (quý), 2024-07 (tháng) "
        "hoặc 2025-01/2025-09 (lũy kế từ - đến)."
    )


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """Calendar days from ``start`` up to but not including ``end``; ``end`` None means still running."""

    label: str
    start: date
    end: date | None

    @classmethod
    def parse(cls, label: str) -> "Period":
        """Read a label other than ``yearly``. Raises :class:`BadPeriod`."""
        text = label.strip()
        if "/" in text:
            first, _, last = text.partition("/")
            begin = _simple(first, text)
            if last == "..":
                return cls(text, begin[0], None)
            finish = _simple(last, text)
            if finish[1] <= begin[0]:
                raise BadPeriod(label=label)
            return cls(text, begin[0], finish[1])
        start, end = _simple(text, label)
        return cls(text, start, end)

    def __str__(self) -> str:
        return self.label

    def __lt__(self, other: "Period") -> bool:
        return (self.start, self.end or date.max, self.label) < (other.start, other.end or date.max, other.label)

    @property
    def kind(self) -> str:
        """``year``, ``half``, ``quarter``, ``month``, ``day``, ``range`` or ``open``."""
        if "/" in self.label:
            return "open" if self.end is None else "range"
        if len(self.label) == 4:
            return "year"
        if "H" in self.label:
            return "half"
        if "Q" in self.label:
            return "quarter"
        return "month" if len(self.label) == 7 else "day"

    def days(self) -> int:
        """Length in days; raises ValueError for an open period."""
        if self.end is None:
            raise ValueError(f"open period {self.label}")
        return (self.end - self.start).days

    def contains(self, other: "Period") -> bool:
        return self.start <= other.start and (self.end is None or (other.end is not None and other.end <= self.end))

    def data_range(self, *, cut_off_day: int = 1) -> tuple[date, date | None]:
        """The days whose data belong to the period: with ``cut_off_day`` 15, 2024 is 2023-12-15 up to but not including 2024-12-15.

        Day periods are never shifted.
        """
        if cut_off_day == 1 or self.kind == "day":
            return self.start, self.end
        return _shift(self.start, cut_off_day), _shift(self.end, cut_off_day) if self.end else None

    def previous_year(self) -> "Period":
        """The same part of the year before; a range moves as a whole. Raises ValueError for days and open periods."""
        if self.kind in ("open", "day"):
            raise ValueError(f"no year before {self.label}")
        parts = [f"{int(part[:4]) - 1:04d}{part[4:]}" for part in self.label.split("/")]
        return Period.parse("/".join(parts))

    def next_year(self) -> "Period":
        if self.kind != "year":
            raise ValueError(f"{self.label} is not a year")
        return Period.parse(f"{int(self.label) + 1:04d}")

    def months(self) -> Iterator["Period"]:
        """The calendar months inside, in order."""
        if self.end is None or self.kind == "day":
            return
        year, month = self.start.year, self.start.month
        while date(year, month, 1) < self.end:
            yield Period.parse(f"{year:04d}-{month:02d}")
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)

    def name_vi(self) -> str:
        """As Vietnamese reports write it: ``năm 2024``, ``6 tháng đầu năm 2024``, ``quý III năm 2024``, ``tháng 7 năm 2024``."""
        year = self.label[:4]
        if self.kind == "year":
            return f"năm {year}"
        if self.kind == "half":
            return f"6 tháng {'đầu' if self.label.endswith('1') else 'cuối'} năm {year}"
        if self.kind == "quarter":
            return f"quý {('I', 'II', 'III', 'IV')[int(self.label[-1]) - 1]} năm {year}"
        if self.kind == "month":
            return f"tháng {int(self.label[5:])} năm {year}"
        if self.kind == "day":
            return f"ngày {self.start:%d/%m/%Y}"
        first, _, last = self.label.partition("/")
        begin = Period.parse(first).name_vi()
        return f"từ {begin} đến nay" if last == ".." else f"từ {begin} đến {Period.parse(last).name_vi()}"

    def name_en(self) -> str:
        """``year 2024``, ``first half of 2024``, ``quarter III of 2024``, ``July 2024``; quarters keep the figures of the reports."""
        year = self.label[:4]
        if self.kind == "year":
            return f"year {year}"
        if self.kind == "half":
            return f"{'first' if self.label.endswith('1') else 'second'} half of {year}"
        if self.kind == "quarter":
            return f"quarter {('I', 'II', 'III', 'IV')[int(self.label[-1]) - 1]} of {year}"
        if self.kind == "month":
            return f"{_MONTHS[int(self.label[5:]) - 1]} {year}"
        if self.kind == "day":
            return f"{self.start:%d/%m/%Y}"
        first, _, last = self.label.partition("/")
        begin = Period.parse(first).name_en()
        return f"from {begin} to now" if last == ".." else f"from {begin} to {Period.parse(last).name_en()}"


def _shift(day: date, cut_off_day: int) -> date:
    before = day.replace(day=1) - timedelta(days=1)
    return before.replace(day=cut_off_day)


def _simple(text: str, whole: str) -> tuple[date, date]:
    match = _LABEL.match(text)
    if not match or not _FIRST_YEAR <= int(match["year"]) <= _LAST_YEAR:
        raise BadPeriod(label=whole)
    year = int(match["year"])
    if match["day"]:
        try:
            day = date(year, int(match["month"]), int(match["day"]))
        except ValueError:
            raise BadPeriod(label=whole) from None
        return day, day + timedelta(days=1)
    first, count = 1, 12
    if match["half"]:
        first, count = (int(match["half"]) - 1) * 6 + 1, 6
    elif match["quarter"]:
        first, count = (int(match["quarter"]) - 1) * 3 + 1, 3
    elif match["month"]:
        first, count = int(match["month"]), 1
    last = first + count
    return date(year, first, 1), date(year + 1, 1, 1) if last == 13 else date(year, last, 1)
