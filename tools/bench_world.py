"""What the national benchmark measures on: a generated country (tools/national.py) in a data folder, the same facts as plain rows for those
it is compared with, and the questions, which all of them read."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import national

from saovuong.catalogue.packs import load_catalogue
from saovuong.cli.console import start_django
from saovuong.consolidation.snapshot_files import SnapshotFolder
from saovuong.consolidation.snapshot_rows import rows_of
from saovuong.core.catalogue import Catalogue
from saovuong.core.quantity import MeasureKind
from saovuong.engine import parquet
from saovuong.engine.shapes import Tree
from saovuong.org.dataset import load_units
from saovuong.org.relations import Relations

if TYPE_CHECKING:
    from saovuong.consolidation.snapshot_reading import SnapshotReader

NOW = datetime(2026, 12, 20, 8, 0, tzinfo=UTC)
QUESTIONS = (
    "province_dashboard", "one_measure_by_province", "year_end_table", "three_year_trend", "last_stock", "restated", "coverage", "explain",
)  # fmt: skip
_EARLIER = 2023


@dataclass(frozen=True, slots=True)
class Size:
    communes: int
    measures: int
    trend: int
    restated: int


FULL = Size(communes=20_000, measures=300, trend=20, restated=10)
SMALL = Size(communes=190, measures=30, trend=5, restated=5)


@dataclass(frozen=True, slots=True)
class Plan:
    """Numbers are those of the snapshot's lists. ``provinces`` are the asked ones with their communes, the largest first; the
    dashboard, coverage and explanation are about that one. ``form`` is one of which only flows are told, ``covered`` are those.
    ``carried`` are the old communes that passed whole into each of ``provinces``."""

    years: list[int]
    provinces: list[tuple[int, list[int]]]
    flows: list[int]
    stocks: list[int]
    trend: list[int]
    restated: list[int]
    form: str
    covered: list[int]
    earlier: int
    carried: list[list[int]]

    @property
    def last(self) -> int:
        return self.years[-1]


def data_folder(folder: Path) -> Path:
    """Start Django on the data folder of a world."""
    data = folder / "data"
    os.environ["SAOVUONG_DATA"] = str(data)
    os.environ.pop("SAOVUONG_DATABASE_URL", None)
    start_django()
    return data


def make(folder: Path, size: Size) -> Plan:
    """Fill an empty folder: ``data`` (the product's), ``facts-<year>.parquet`` (unit, measure, month, value) and ``plan.json``."""
    data = data_folder(folder)
    from saovuong.consolidation.places import place_for
    from saovuong.consolidation.snapshot_reading import SnapshotReader
    from saovuong.setup.services import data_folder_create

    data_folder_create(folder=data, now=NOW, report=lambda line: None)
    catalogue, tree = load_catalogue(), national.country()
    codes = [one.code for one in national.measures_of(catalogue, count=size.measures) if one.kind is MeasureKind.FLOW]
    then = Relations(load_units()).tree("vn", day=date(_EARLIER, 12, 14))
    earlier = national.Earlier(_EARLIER, then, frozenset(codes[: size.restated]))
    manifest = national.make(data / "snapshots", years=3, communes=size.communes, odd=500, measures=size.measures, earlier=earlier)
    reader = SnapshotReader(SnapshotFolder(data / "snapshots"), manifest)
    place = place_for(unit_id="vn", period_label=str(_EARLIER), catalogue=catalogue, tree_day=national.DAY)
    plan = _plan(reader, tree, place.tree, size)
    (folder / "plan.json").write_text(json.dumps(asdict(plan)), "utf-8")
    for year in (*plan.years, plan.earlier):
        _write_facts(reader, year, folder / f"facts-{year}.parquet")
    return plan


def read_plan(folder: Path) -> Plan:
    return Plan(**json.loads((folder / "plan.json").read_text("utf-8")))


def facts_file(folder: Path, year: int) -> Path:
    return folder / f"facts-{year}.parquet"


def count_facts(folder: Path, year: int) -> int:
    row = parquet.connect().execute(f"select count(*) from {parquet.files_of([facts_file(folder, year)])}").fetchone()
    assert row is not None
    return int(row[0])


def _plan(reader: "SnapshotReader", tree: Tree, restated: Tree, size: Size) -> Plan:
    catalogue, units, measures = load_catalogue(), reader.unit_numbers, reader.measure_numbers
    told = {unit for one in reader.manifest.partitions if one.year == national.LAST_YEAR for file in one.files for unit in file.units}
    old = {unit for one in reader.manifest.partitions if one.year == _EARLIER for file in one.files for unit in file.units}
    provinces = []
    for province, below in national.provinces_of(tree).items():
        communes = [units[unit] for unit in below if units[unit] in told]
        if communes:
            provinces.append((province, communes))
    carried = [sorted({units[unit] for unit in _below(restated, province) if unit in units} & old) for province, _ in provinces]
    chosen = national.measures_of(catalogue, count=size.measures)
    flows = [measures[one.code] for one in chosen if one.kind is MeasureKind.FLOW]
    form, covered = _form_of_flows(catalogue, [one.code for one in chosen])
    return Plan(
        years=[national.LAST_YEAR - 2, national.LAST_YEAR - 1, national.LAST_YEAR],
        provinces=[(units[province], communes) for province, communes in provinces],
        flows=flows,
        stocks=[measures[one.code] for one in chosen if one.kind is MeasureKind.STOCK],
        trend=flows[: size.trend],
        restated=flows[: size.restated],
        form=form,
        covered=[measures[code] for code in covered],
        earlier=_EARLIER,
        carried=carried,
    )


def _form_of_flows(catalogue: Catalogue, told: Sequence[str]) -> tuple[str, list[str]]:
    """The form of which most is told, with that: what stands until stated anew would be heard in every month."""
    found: dict[str, list[str]] = {}
    for code, form in catalogue.forms.items():
        inside = [one for one in told if one in form.measures]
        if all(catalogue.measures[one].kind is MeasureKind.FLOW for one in inside):
            found[code] = inside
    return max(found.items(), key=lambda pair: len(pair[1]))


def _below(tree: Tree, unit: str) -> set[str]:
    found, waiting = set(), [unit]
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting += tree.children.get(one, ())
    return found


def _write_facts(reader: "SnapshotReader", year: int, path: Path) -> None:
    """The figures of a year as anybody would have them: unit, measure, month of the year (1 to 12), whole value."""
    months, parts = parquet.Months(national.months(year)), []
    for kind in (*parquet.IN_MONTHS, parquet.REST):
        files = [file for one in reader.manifest.partitions if one.year == year for file in one.files if file.kind == kind]
        if files:
            parts.append(parquet.long_facts(kind=kind, source=rows_of(reader.folder, files), months=months))
    query = (
        "select cast(f.unit as integer) as unit, cast(f.measure as smallint) as measure, cast(n.month as tinyint) as month, "
        f"cast(f.value as bigint) as value from ({' union all '.join(parts)}) f join {months.rows()} n on n.month_start = f.period_start"
    )
    parquet.connect().execute(f"copy ({query}) to {parquet.quoted(path)} (format parquet)")
