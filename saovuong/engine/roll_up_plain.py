"""Plain figures added where they lie: from the sums of whole partitions where these can answer, from the tiles otherwise."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from saovuong.engine.roll_up_places import Places
from saovuong.engine.roll_up_shapes import Store, Tiles
from saovuong.engine.statements import statement

Window = tuple[date, date]
# How many units have any of a run of months, by its first and last month; see tiles_summed.sql.
_COUNTS = {(k, k): f"c{k:02d}" for k in range(1, 13)} | {(1, k): f"a{k:02d}" for k in range(1, 13)}
_COUNTS |= {(4, 6): "q2", (7, 9): "q3", (10, 12): "q4", (7, 12): "h2"}


@dataclass(frozen=True, slots=True)
class Found:
    """One pass: for measure and unit three columns per window, the sum, how many units have a value, how many of them are expected."""

    places: Mapping[int, int]
    rows: Mapping[tuple[str, str], Sequence[int | None]]


@dataclass(frozen=True, slots=True)
class Parts:
    """The partitions of some tiles as the asked tree sees them: by ``whole`` ones their sums can speak; units of others are ``rough``."""

    whole: Mapping[int, int]
    rough: tuple[int, ...]


def parts_of(tiles: Tiles, places: Places) -> Parts:
    """``whole``: the unit a partition is known by -> how many units it has. Partitions that no asked unit has a share in are in neither."""
    whole: dict[int, int] = {}
    rough: list[int] = []
    told = frozenset[int]().union(*tiles.parts) if tiles.parts else frozenset[int]()
    for part in tiles.parts:
        stands = {places.stands.get(unit) for unit in part}
        if len(stands) == 1:
            (stand,) = stands
            if stand is None or not stand[0]:
                continue
            if not stand[2]:
                whole[min(part)] = len(part)
                continue
        rough.extend(part)
    rough.extend(unit for unit in tiles.units - told if unit in places.stands)
    return Parts(whole, tuple(sorted(rough)))


@dataclass(slots=True)
class Plain:
    """Adds up tiles for the windows. ``untouched`` keeps out what is decided elsewhere; ``odd`` are measures of which something is."""

    store: Store
    places: Places
    windows: Sequence[Window]
    found: list[Found] = field(default_factory=list)
    odd: Collection[int] = ()
    _parts: dict[int, Parts] = field(default_factory=dict)
    _all: dict[int, bool] = field(default_factory=dict)

    def parts(self, tiles: Tiles) -> Parts:
        place = next(place for place, one in enumerate(self.store.tiles) if one is tiles)
        if place not in self._parts:
            self._parts[place] = parts_of(tiles, self.places)
        return self._parts[place]

    def months(self, tiles: Tiles, w: int) -> list[int]:
        """The months inside the window, 1 to 12."""
        start, end = self.windows[w]
        return [k for k, (first, after) in enumerate(pairwise(tiles.months.starts), start=1) if start <= first and after <= end]

    def until(self, tiles: Tiles, w: int) -> int:
        """The last month that ends within the window or before it; 0 for none."""
        return sum(1 for end in tiles.months.starts[1:] if end <= self.windows[w][1])

    def flows(self, tiles: Tiles, windows: Iterable[int], measures: Sequence[int]) -> None:
        """Flows of windows that lie in this year alone."""
        inside = {w: months for w in windows if (months := self.months(tiles, w))}
        summed = {w: (months[0], months[-1]) for w, months in inside.items() if (months[0], months[-1]) in _COUNTS}
        exact = [measure for measure in measures if measure not in self.odd] if tiles.sums else []
        odd = [measure for measure in measures if measure not in exact]
        if exact and summed:
            columns = {w: _flow_of_sums(inside[w], _COUNTS[span]) for w, span in summed.items()}
            self._sums(tiles, columns, exact)
            self._tiles(tiles, {w: _flow_of_tiles(inside[w]) for w in summed}, exact, rough=True)
        left = {w: _flow_of_tiles(months) for w, months in inside.items() if w not in summed}
        self._tiles(tiles, left, exact)
        self._tiles(tiles, {w: _flow_of_tiles(months) for w, months in inside.items()}, odd)

    def stocks(self, tiles: Tiles, windows: Iterable[int], measures: Sequence[int]) -> None:
        """Stocks of windows whose last value can only lie in this year."""
        last = {w: month for w in windows if (month := self.until(tiles, w))}
        exact = [measure for measure in measures if measure not in self.odd] if tiles.sums else []
        odd = [measure for measure in measures if measure not in exact]
        self._sums(tiles, {w: _stock_of_sums(month) for w, month in last.items()}, exact)
        self._tiles(tiles, {w: _stock_of_tiles(month) for w, month in last.items()}, exact, rough=True)
        self._tiles(tiles, {w: _stock_of_tiles(month) for w, month in last.items()}, odd)

    def sure_stocks(self, windows: Sequence[int], measures: Sequence[int]) -> dict[int, frozenset[int]]:
        """For every window the stocks of which every unit has a value in the newest year, so that older years do not matter."""
        sure: dict[int, frozenset[int]] = {}
        asked: dict[int, dict[int, int]] = {}
        for w in windows:
            years = sorted({one.year for one in self.store.tiles if self.until(one, w)})
            newest = [place for place, one in enumerate(self.store.tiles) if years and one.year == years[-1]]
            if len(years) < 2:
                sure[w] = frozenset(measures)
            elif len(newest) == 1 and self._holds_all(newest[0]):
                asked.setdefault(newest[0], {})[w] = self.until(self.store.tiles[newest[0]], w)
            else:
                sure[w] = frozenset()
        for place, last in asked.items():
            sure |= self._full(self.store.tiles[place], last, measures)
        return sure

    def _holds_all(self, place: int) -> bool:
        """Whether no unit of older tiles stands in the tree without being in these, all of which have sums."""
        if place not in self._all:
            tiles = self.store.tiles[place]
            older = frozenset[int]().union(*(one.units for one in self.store.tiles if one.year < tiles.year)) - tiles.units
            self._all[place] = bool(tiles.sums) and not self.parts(tiles).rough and older.isdisjoint(self.places.stands)
        return self._all[place]

    def _full(self, tiles: Tiles, last: Mapping[int, int], measures: Sequence[int]) -> dict[int, frozenset[int]]:
        whole = self.parts(tiles).whole
        if not whole or not measures:
            return {w: frozenset(measures) for w in last}
        columns = ", ".join(f"min(case when t.a{month:02d} = t.tops then 1 else 0 end)" for month in last.values())
        listed = ", ".join(f"({unit}, {count})" for unit, count in whole.items())
        query = statement("stocks_whole", sums=tiles.sums, columns=columns, partitions=listed, measures=_listed(measures))
        rows = [row for row in self.store.database.execute(query).fetchall() if row[1] == len(whole)]
        return {w: frozenset(row[0] for row in rows if row[2 + at]) for at, w in enumerate(last)}

    def _sums(self, tiles: Tiles, columns: Mapping[int, Sequence[str]], measures: Sequence[int]) -> None:
        whole = self.parts(tiles).whole
        if columns and measures and whole:
            listed = ", ".join(one for three in columns.values() for one in three)
            self.add(
                statement("rolled_sums", sums=tiles.sums, columns=listed, measures=_listed(measures), partitions=_listed(sorted(whole))),
                list(columns),
            )

    def _tiles(self, tiles: Tiles, columns: Mapping[int, Sequence[str]], measures: Sequence[int], *, rough: bool = False) -> None:
        """Of all units, or of the ``rough`` ones that no sums speak for."""
        units = self.parts(tiles).rough if rough else ()
        if not tiles.relation or not columns or not measures or (rough and not units):
            return
        places = "q_tile"
        if rough:
            self.store.database.fill("q_rough", "stored integer", [(unit,) for unit in units])
            places = "(select q.* from q_tile q join q_rough r on r.stored = q.stored)"
        listed = ", ".join(one for three in columns.values() for one in three)
        query = statement(
            "rolled_tiles", tiles=tiles.relation, places=places, columns=listed, measures=_listed(measures), untouched=self.untouched()
        )
        self.add(query, list(columns))

    def untouched(self) -> str:
        if not self.odd:
            return ""
        return "and not exists (select 1 from q_touched x where x.measure = t.measure and x.stored = t.unit)"

    def add(self, query: str, windows: Sequence[int]) -> None:
        codes, units = self.store.measures, self.places.names
        rows = self.store.database.execute(query).fetchall()
        places = {w: place * 3 for place, w in enumerate(windows)}
        self.found.append(Found(places, {(codes[row[0]], units[row[1]]): row[2:] for row in rows}))


def _flow_of_tiles(months: Sequence[int]) -> tuple[str, str, str]:
    names = [f"t.m{k:02d}" for k in months]
    any_of = f"coalesce({', '.join(names)})" if len(names) > 1 else names[0]
    value = _sum(" + ".join(f"coalesce({name}, 0)" for name in names))
    return value, f"count({any_of})", f"count(case when a.expected then {any_of} end)"


def _flow_of_sums(months: Sequence[int], count: str) -> tuple[str, str, str]:
    value = _sum(" + ".join(f"coalesce(t.m{k:02d}, 0)" for k in months))
    return value, _sum(f"t.{count}"), _sum(f"case when a.expected then t.{count} else 0 end")


def _stock_of_tiles(last: int) -> tuple[str, str, str]:
    names = [f"t.m{k:02d}" for k in range(last, 0, -1)]
    value = f"coalesce({', '.join(names)})" if len(names) > 1 else names[0]
    return _sum(value), f"count({value})", f"count(case when a.expected then {value} end)"


def _stock_of_sums(last: int) -> tuple[str, str, str]:
    return _sum(f"t.l{last:02d}"), _sum(f"t.a{last:02d}"), _sum(f"case when a.expected then t.a{last:02d} else 0 end")


def _sum(value: str) -> str:
    """Sums of tiles stay within 64 bits (see tiles_marked.sql), and wider numbers take long to fetch."""
    return f"cast(sum({value}) as bigint)"


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in numbers)
