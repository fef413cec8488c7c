"""Which days are worked, for the clock of deadlines: all but Saturdays, Sundays and the holidays of the pack's calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources.abc import Traversable

from saovuong.catalogue.files import read_row, shipped_pack
from saovuong.catalogue.rows import Row

_DAY = timedelta(days=1)
_SATURDAY = 5
_FILE = "calendar/holidays.toml"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """``yearly`` are (month, day) of every year, ``single`` days of one year. Of years without single days only the yearly holidays are
    known."""

    yearly: frozenset[tuple[int, int]]
    single: frozenset[date]

    def worked(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and (day.month, day.day) not in self.yearly and day not in self.single

    def on_or_after(self, day: date) -> date:
        """The day itself if it is worked, else the next that is."""
        while not self.worked(day):
            day += _DAY
        return day

    def between(self, after: date, until: date) -> int:
        """How many worked days follow ``after``, up to and with ``until``."""
        return _counted(self, after, until)


# The units of a country share a few deadlines and days of arrival.
@lru_cache(maxsize=4096)
def _counted(calendar: WorkingDays, after: date, until: date) -> int:
    return sum(calendar.worked(after + _DAY * step) for step in range(1, (until - after).days + 1))


@lru_cache(maxsize=8)
def load_working_days(*, pack: str) -> WorkingDays:
    """The calendar of a shipped pack; a pack without one has only Saturdays and Sundays. Raises BadPack, UnknownPack."""
    return read_working_days(shipped_pack(pack))


def read_working_days(folder: Traversable) -> WorkingDays:
    if not folder.joinpath(*_FILE.split("/")).is_file():
        return WorkingDays(frozenset(), frozenset())
    head = read_row(folder, _FILE)
    rows = head.rows("holiday", name="name")
    head.finish()
    yearly: set[tuple[int, int]] = set()
    single: set[date] = set()
    for row in rows:
        row.text("name")
        row.child("legal_basis").one_legal()
        if "month" in row.data:
            yearly.add((row.number("month", low=1, high=12), row.number("day", low=1, high=31)))
        else:
            single.update(_days(row))
        row.finish()
    return WorkingDays(frozenset(yearly), frozenset(single))


def _days(row: Row) -> Iterator[date]:
    first, last = row.day("from"), row.day("to")
    if first is None or last is None or last < first:
        raise row.refuse("thiếu “month” và “day”, hoặc “from” và “to” (from không sau to)")
    yield from (first + _DAY * step for step in range((last - first).days + 1))
