"""What leads the dashboard of a unit: the pack's list of measures, how far each should be by a day, and the classes of attainment. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path

from saovuong.catalogue.files import pack_folder, read_row, shipped_pack, toml_names
from saovuong.catalogue.packs import DEFAULT_PACK, load_catalogue, load_folder
from saovuong.catalogue.rows import BadPack, Row
from saovuong.core.catalogue import Measure

DASHBOARD = "dashboard"
HEADLINES = "dashboard/headlines.toml"
EVEN, BY, END = "even", "by", "end"
_DAY = re.compile(r"(0[1-9]|1[0-2])-([0-2][0-9]|3[01])\Z")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Headline:
    """``pace``: ``even`` (work spread evenly over the days of the data), ``by`` (all of it by the day ``by``, month and day) or ``end``
    (judged when the period is over)."""

    measure: str
    pace: str = END
    by: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Headlines:
    """``rows`` in the order shown, at most ``most`` of them. ``classes`` are percents of a target, from high to low, each the least of its
    class; what is below the last is a class too. ``behind`` points less than the pace asks is late."""

    rows: tuple[Headline, ...] = ()
    most: int = 8
    classes: tuple[Decimal, ...] = (_HUNDRED,)
    behind: Decimal = Decimal(0)

    def of(self, measure: str) -> Headline:
        """The row of a measure; one that is not listed is judged at the end."""
        return next((one for one in self.rows if one.measure == measure), Headline(measure))

    def class_of(self, percent: Decimal) -> int:
        """The place of the class, 0 for the best; every percent has one."""
        return next((place for place, least in enumerate(self.classes) if percent >= least), len(self.classes))


def closed_on(*, today: date, cut_off_day: int) -> date:
    """The last day whose data a month's report has closed by ``today``: with cut-off 15, on 22/11 it is 14/11, on 10/11 it is 14/10."""
    if today.day < cut_off_day:
        today = today.replace(day=1) - timedelta(days=1)
    return today.replace(day=cut_off_day) - timedelta(days=1)


def due_percent(headline: Headline, *, start: date, end: date, today: date) -> Decimal | None:
    """How many percent of the target should be reached at the end of ``today`` (of figures that arrive by month: of the day they were
    closed on), in a period of data from ``start`` up to but not including ``end``. None where nothing can be asked of that day: before the
    period, or before the day by which all of it is due.

    Once the period is over it is all of it."""
    if today < start:
        return None
    if today >= end - timedelta(days=1):
        return _HUNDRED
    if headline.pace == EVEN:
        return _HUNDRED * ((today - start).days + 1) / (end - start).days
    if headline.pace == BY and headline.by is not None:
        due = _due_day(headline.by, start=start, end=end)
        return _HUNDRED if due is not None and today >= due else None
    return None


def _due_day(by: tuple[int, int], *, start: date, end: date) -> date | None:
    """The day of that name within the period; None where the period has none."""
    month, number = by
    for year in range(start.year, end.year + 1):
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if start <= day < end:
            return day
    return None


def load_headlines(*, pack: str = DEFAULT_PACK) -> Headlines:
    """The headlines of a pack that comes with the product, cached; a pack without the file leads with nothing. Raises BadPack."""
    return _shipped(pack)


@lru_cache(maxsize=8)
def _shipped(pack: str) -> Headlines:
    return read_headlines(shipped_pack(pack), load_catalogue(pack=pack).measures)


def load_headlines_folder(*, folder: Path) -> Headlines:
    """The headlines of a pack in any folder, read anew. Raises BadPack."""
    return read_headlines(pack_folder(folder), load_folder(folder=folder).measures)


def read_headlines(folder: Traversable, measures: Mapping[str, Measure]) -> Headlines:
    """Raises BadPack with the place of what is wrong: an unknown measure, a day that no year has, classes out of order."""
    if HEADLINES not in toml_names(folder, below=DASHBOARD):
        return Headlines()
    row = read_row(folder, HEADLINES)
    rows = tuple(_headline(one, measures) for one in row.rows("headline", name="measure"))
    twice = sorted({one.measure for one in rows if sum(one.measure == other.measure for other in rows) > 1})
    if twice:
        raise row.refuse(f"chỉ tiêu “{twice[0]}” nêu hai lần")
    found = Headlines(rows, row.number("most", low=1, high=30, default=8), _classes(row), _percent(row, row.text("behind")))
    row.finish()
    return found


def _headline(row: Row, measures: Mapping[str, Measure]) -> Headline:
    measure = row.text("measure")
    if measure not in measures:
        raise row.refuse(f"không có chỉ tiêu “{measure}”")
    pace, by = row.choice("pace", (EVEN, BY, END), default=END), row.maybe("by")
    row.finish()
    if (pace == BY) != (by is not None):
        raise row.refuse("khóa “by” (tháng-ngày) đi cùng pace “by”, và chỉ khi đó")
    if by is None:
        return Headline(measure, pace)
    match = _DAY.match(by)
    # A leap year has every day that any year has.
    if match is None or _due_day((int(match[1]), int(match[2])), start=date(2024, 1, 1), end=date(2025, 1, 1)) is None:
        raise row.refuse(f"“by” là “{by}”, phải là tháng-ngày, viết như 03-31")
    return Headline(measure, pace, (int(match[1]), int(match[2])))


def _classes(row: Row) -> tuple[Decimal, ...]:
    found = tuple(_percent(row, text) for text in row.texts("classes"))
    if not 1 <= len(found) <= 3 or any(high <= low for high, low in pairwise(found)):
        raise row.refuse("“classes” phải có từ 1 đến 3 ranh giới, từ cao xuống thấp")
    return found


def _percent(row: Row, text: str) -> Decimal:
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", text):
        raise row.refuse(f'“{text}” phải là số phần trăm, viết như "80"')
    return Decimal(text)


def headline_findings(folder: Traversable, measures: Mapping[str, Measure]) -> BadPack | None:
    """What is wrong with the headlines of a pack that is being looked over, if anything is."""
    try:
        read_headlines(folder, measures)
    except BadPack as bad:
        return bad
    return None
