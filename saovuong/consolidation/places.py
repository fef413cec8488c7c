"""Which units a question is about: the unit that answers, the period's days, the tree of the day."""

from datetime import date, timedelta
from threading import Lock

from cachetools import LRUCache, cached

from saovuong.catalogue.periods import period_of
from saovuong.consolidation.restating import Restated, forerunners, restate
from saovuong.consolidation.shapes import Place
from saovuong.core.catalogue import Catalogue
from saovuong.core.errors import Refusal
from saovuong.core.period import Period
from saovuong.core.units import UnitInfo
from saovuong.org import queries as org

# Places are kept up to so many units in all: a year's periods of an office, or of a country a few dozen.
_KEPT_UNITS = 200_000


class UnitNotOnDay(Refusal):
    code = "SV-712"
    template = "“{unit}” {when}, không có trên cây đơn vị ngày {day:%d/%m/%Y}. {hint}"


def place_for(*, unit_id: str, period_label: str, catalogue: Catalogue, tree_day: date | None) -> Place:
    """The place of a question. The command of an area answers for it on the tree's day: the last of the period unless another is asked.

    Kept until the lists of units change: the restated tree of the country takes seconds to lay out.
    Raises NoSuchUnit, BadPeriod, PeriodStillOpen, :class:`UnitNotOnDay`."""
    period, start, end = period_of(period_label, catalogue=catalogue)
    return _place(edition=org.edition(), unit_id=unit_id, period=period, start=start, end=end, tree_day=tree_day)


@cached(LRUCache(_KEPT_UNITS, getsizeof=lambda place: 1 + len(place.tree.units())), lock=Lock())
def _place(*, edition: tuple[str, str], unit_id: str, period: Period, start: date, end: date, tree_day: date | None) -> Place:
    """``edition`` only tells one state of the lists from another."""
    last_day = end - timedelta(days=1)
    day = tree_day or last_day
    asked = org.unit_get(unit_id)
    unit = org.reporting_unit_for(unit_id=unit_id, day=day)
    if not unit.exists_on(day):
        raise _not_on_day(unit, day)
    base = org.tree_on(root=unit.id, day=day)
    told = restate(base, day=last_day) if day != last_day else Restated(base)
    noted = frozenset(one.unit for one in told.not_comparable)
    notes = (*told.not_comparable, *(one for one in forerunners(told.tree, start=start, end=end) if one.unit not in noted))
    lists = org.index().relations.units
    named = {*told.tree.origins(), *(one.unit for one in notes), *(one.successor for one in notes if one.successor)}
    known = {unit: lists[unit] for unit in named}
    names = {info.id: info.name for info in known.values()}
    names |= {place: names[piece.of] for place, piece in told.tree.pieces.items()}
    # An area command shares its area with the command above it, which is the one that answers for the area.
    areas = {info.area_of: info.id for info in known.values() if info.area_of and info.level != "area"}
    return Place(
        asked=asked,
        unit=unit,
        period=period,
        start=start,
        end=end,
        tree=told.tree,
        names=names,
        areas=areas,
        carried=told.carried,
        above=told.above,
        own_only=told.own_only,
        not_comparable=notes,
    )


def _not_on_day(unit: UnitInfo, day: date) -> UnitNotOnDay:
    if unit.opened is not None and day < unit.opened:
        hint = f"Để xem kỳ này trên cây đơn vị sau đó, thêm --tree {unit.opened.isoformat()}."
        return UnitNotOnDay(unit=unit.name, when=f"có từ {unit.opened:%d/%m/%Y}", day=day, hint=hint)
    closed = unit.closed or day
    heirs = [heir.name for heir in org.units_get(one.new for one in org.successions().by_old.get(unit.id, ())).values()]
    into = f" Đơn vị kế thừa: {', '.join(sorted(heirs))}." if heirs else ""
    hint = f"Hỏi đơn vị của ngày đó, hoặc chọn --tree trước {closed:%d/%m/%Y}.{into}"
    return UnitNotOnDay(unit=unit.name, when=f"đã hết hoạt động từ {closed:%d/%m/%Y}", day=day, hint=hint)
