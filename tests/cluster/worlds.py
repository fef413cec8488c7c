"""Many small random worlds side by side under one root, so that one question to a cluster asks about all of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from saovuong.consolidation.snapshot_files import Manifest, SnapshotFolder
from saovuong.consolidation.snapshot_writing import Numbering, PartitionWriter, passing_folder
from saovuong.engine import Fact, Tree, parquet
from tests.engine.stores import YEARS, _row, _year, months
from tests.engine.worlds import CATALOGUE, MEASURES, fact, tree

PERIODS = ("2024", "2024-H1", "2024-Q1", "2024-07", "2023/2024", "2023", "2024-01/2024-09", "2025-01")
_SAID_OF = (
    *("2024", "2024-H1", "2024-H2", "2024-Q1", "2024-Q2", "2024-07", "2024-08", "2024-12", "2024-01/2024-09"),
    *("2024-05/2024-06", "2023", "2023-07", "2023/2024", "2021/..", "yearly", "2025-01"),
)
_VALUES = (0, 0, 3, 7, 40, 500, "2.5", "0.000001", 999_999_999_999, "123456789012345.678", None)
_MODIFIERS = ("exact", "exact", "exact", "over", "under", "about", "at_least", "at_most")
_CODES = tuple(measure.code for measure in MEASURES if measure.kind.value != "ratio")
_DAY = date(2023, 12, 1)


def forest(seed: int, *, count: int, simple: bool = False) -> tuple[Tree, list[Fact]]:
    """``count`` trees of up to seven units and what their units said: mostly plain months, and everything that is not plain; or, where it
    is to be ``simple``, at most one figure of a unit for a measure and period."""
    random = Random(seed)
    children: dict[str, list[str]] = {"top": []}
    said: list[dict[str, Any]] = []
    for number in range(count):
        units = [f"t{number}-{k}" for k in range(random.randint(1, 7))]
        children["top"].append(units[0])
        for place, unit in enumerate(units[1:], start=1):
            children.setdefault(units[random.randrange(place)], []).append(unit)
        parents = {child: parent for parent, below in children.items() for child in below if parent in units}
        if simple:
            said += [one for unit in units for one in _simple(random, unit)]
            continue
        said += [_plain(random, units) for _ in range(random.randint(0, 14))]
        said += [_odd(random, units, parents) for _ in range(random.randint(0, 10))]
    shape = tree(children, root="top")
    also = random.sample(shape.units(), k=max(1, count // 3))
    numbers = random.sample(range(1, 10 * len(said) + 1), k=len(said))
    facts = [fact(number, one) for number, one in zip(numbers, said, strict=True)]
    return Tree(shape.root, shape.day, shape.children, shape.expected | frozenset(also)), facts


def _plain(random: Random, units: list[str]) -> dict[str, Any]:
    period = f"{random.choice((2023, 2024, 2024, 2024))}-{random.randint(1, 12):02d}"
    code = random.choice(("gifts", "gifts", "trained", "militia", "militia"))
    one = {"unit": random.choice(units), "measure": code, "period": period, "value": random.choice((0, 7, 31, 10**6))}
    return one | {"modifier": random.choice(_MODIFIERS)} if random.random() < 0.3 else one


def _simple(random: Random, unit: str) -> Iterator[dict[str, Any]]:
    for code in random.sample(("gifts", "militia", "population", "trained", "to_train"), k=random.randint(0, 5)):
        value = random.choice((8, 400, "2.5"))
        yield {"unit": unit, "measure": code, "period": "2024-03", "value": value, "modifier": random.choice(_MODIFIERS)}
    for code in random.sample(("grade", "office", "militia_rate", "attendance"), k=random.randint(0, 4)):
        what: dict[str, Any] = {"value": random.choice((50, "2.5", 100, "33.3"))}
        if code in ("grade", "office"):
            what = {"rating": random.choice(CATALOGUE.scales["marks"].levels)} if code == "grade" else {"flag": random.random() < 0.5}
        yield {"unit": unit, "measure": code, "period": random.choice(("2024", "2024-Q1")), **what}


def _odd(random: Random, units: list[str], parents: dict[str, str]) -> dict[str, Any]:
    unit, code = random.choice((*units, "elsewhere")), random.choice(_CODES)
    one: dict[str, Any] = {
        "unit": unit,
        "measure": code,
        "period": random.choice(_SAID_OF),
        "scope": random.choice(("own", "own", "total")),
        "role": random.choice(("result", "result", "result", "target")),
    }
    if unit in parents and random.random() < 0.25:
        one["by"] = parents[unit]
    if random.random() < 0.5:
        one["as_of"] = _DAY + timedelta(days=random.randrange(420))
    kind = CATALOGUE.measures[code].kind.value
    if random.random() < 0.1:
        return one
    if kind == "rating":
        return one | {"rating": random.choice(CATALOGUE.scales["marks"].levels)}
    if kind == "yes_no":
        return one | {"flag": random.random() < 0.6}
    if random.random() < 0.1:
        return one | {"value": (5, random.choice((6, 12)))}
    return one | {"value": random.choice(_VALUES), "modifier": random.choice(_MODIFIERS)}


def written(facts: list[Fact], folder: Path, *, scattered: bool = False) -> tuple[SnapshotFolder, Manifest]:
    """The facts as a snapshot on disk, a partition for every year and half of the reporters, as the program itself lays it down.

    ``scattered`` puts the facts of one reporter into different partitions."""
    names = sorted({*(one.unit for one in facts), *(one.reporter for one in facts)})
    codes = sorted(CATALOGUE.measures)
    numbering = Numbering()
    numbering.units.update({name: number for number, name in enumerate(names)})
    numbering.measures.update({code: number for number, code in enumerate(codes)})
    place = SnapshotFolder(folder)
    partitions = []
    with place.writing(), passing_folder(place) as passing, parquet.connect(threads=1, spill=Path(passing)) as database:
        writer = PartitionWriter(place, numbering, database, Path(passing))
        for year in YEARS:
            for half in (0, 1):
                mine = [one for one in facts if _year(one) == year and (one.id if scattered else names.index(one.reporter)) % 2 == half]
                if mine:
                    rows = [_row(one, names, codes) for one in mine]
                    parquet.load_facts(database, name="incoming", rows=rows, folder=Path(passing))
                    partitions.append(writer.write_table(year=year, province=f"half-{half}", starts=months(year).starts, table="incoming"))
        moment = datetime(2025, 1, 10, tzinfo=UTC)
        manifest = Manifest(1, 0, 0, moment, place.add_keys(numbering.keys()), tuple(one for one in partitions if one is not None))
        place.publish(manifest)
    return place, manifest
