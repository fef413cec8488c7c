"""The shape in which DHIS2 stores and totals, on PostgreSQL, in the national benchmark: values as text in ``datavalue``, structures as
resource tables, and wide analytics tables, one per year by inheritance, with an index on every dimension.

    python tools/bench_dhis2.py FOLDER REPEATS      (tools/bench.py makes the folder and calls this)

Built and asked as DHIS2 does; kinder to it where it would not matter for the shape: plain order of bytes for texts, six of its 25 columns
for periods, the two older years with nothing but the measures of the trend, every value significant, a server that need not survive."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
from bench_result import Answer, Result, key
from bench_world import QUESTIONS, Plan, facts_file, read_plan
from postgres import NoServerError, private_cluster

SETTINGS = (
    "shared_buffers=1GB", "work_mem=256MB", "maintenance_work_mem=1GB", "effective_cache_size=4GB", "random_page_cost=1.1", "jit=off",
    "max_parallel_workers_per_gather=2", "max_parallel_maintenance_workers=2", "max_wal_size=8GB", "wal_level=minimal", "max_wal_senders=0",
)  # fmt: skip
_PERIODS = {
    "monthly": "to_char(startdate, 'YYYYMM')",
    "bimonthly": "year || lpad(((month + 1) / 2)::text, 2, '0') || 'B'",
    "quarterly": "year || 'Q' || (month + 2) / 3",
    "sixmonthly": "year || 'S' || (month + 5) / 6",
    "yearly": "year::text",
    "financialapril": "(year - (month < 4)::int) || 'April'",
}
_DIMENSIONS = [
    "dx",
    "co",
    "ao",
    "pestartdate",
    "peenddate",
    "year",
    "pe",
    "ou",
    "oulevel",
    "degroup",
    "ougroup",
    "uidlevel1",
    "uidlevel2",
    "uidlevel3",
    *_PERIODS,
]
_TEXT = 'varchar(11) collate "C"'

_SOURCE = f"""
create table datavalue (
    dataelementid integer, periodid integer, sourceid integer, categoryoptioncomboid integer, attributeoptioncomboid integer,
    value varchar(50000), storedby varchar(255), created timestamp, lastupdated timestamp, comment varchar(50000), followup boolean,
    deleted boolean not null);
create table _dataelementstructure (dataelementid integer primary key, uid {_TEXT}, degroup {_TEXT});
create table analytics_rs_orgunitstructure (
    organisationunitid integer primary key, uid {_TEXT}, level integer, ougroup {_TEXT}, idlevel1 integer, uidlevel1 {_TEXT},
    idlevel2 integer, uidlevel2 {_TEXT}, idlevel3 integer, uidlevel3 {_TEXT});
create table analytics_rs_periodstructure (
    periodid integer primary key, iso {_TEXT}, daysno integer, startdate date, enddate date, year integer, month integer);
"""
_WIDE = f"""
create table analytics (
    dx {_TEXT} not null, co {_TEXT} not null, ao {_TEXT} not null, pestartdate date, peenddate date, year integer not null, pe {_TEXT},
    ou {_TEXT}, oulevel integer, id text collate "C", degroup {_TEXT}, ougroup {_TEXT},
    uidlevel1 {_TEXT}, uidlevel2 {_TEXT}, uidlevel3 {_TEXT},
    {", ".join(f'{name} varchar(12) collate "C"' for name in _PERIODS)},
    approvallevel integer, daysxvalue double precision, daysno integer not null, value double precision, textvalue text);
"""
# Numbers are text until here; what is no number has its own statement, and no rows in these data.
_FILL = """
insert into analytics_{year}
select de.uid, 'HllvX50cXC0', 'HllvX50cXC0', ps.startdate, ps.enddate, ps.year, ps.iso, ous.uid, ous.level,
    de.uid || '-' || ps.iso || '-' || ous.uid || '-HllvX50cXC0-HllvX50cXC0', de.degroup, ous.ougroup,
    ous.uidlevel1, ous.uidlevel2, ous.uidlevel3,
    {periods}, 0, cast(dv.value as double precision) * ps.daysno, ps.daysno, cast(dv.value as double precision), null
from datavalue dv
join analytics_rs_periodstructure ps on ps.periodid = dv.periodid
join _dataelementstructure de on de.dataelementid = dv.dataelementid
join analytics_rs_orgunitstructure ous on ous.organisationunitid = dv.sourceid
where ps.year = {year} and dv.deleted = false and dv.value is not null
  and dv.value ~* '^(-?[0-9]+)(\\.[0-9]+)?$'
"""


def uid(number: int, letter: str) -> str:
    return f"{letter}{number:010d}"


class Shape:
    """The tables, in a database of their own; times of preparation by step."""

    def __init__(self, connection: Any, folder: Path, plan: Plan) -> None:
        self.run, self.copy = connection.execute, connection.cursor().copy
        self.folder, self.plan = folder, plan
        self.took: dict[str, float] = {}

    def build(self) -> None:
        for name, step in (("load datavalue", self._load), ("resource tables", self._resources), ("analytics tables", self._analytics)):
            begun = time.perf_counter()
            step()
            self.took[name] = time.perf_counter() - begun

    def _facts(self) -> Iterator[tuple[int, str]]:
        """By year the figures of which an answer is made; every stock has a newer value in the last year."""
        plan = self.plan
        asked = dict.fromkeys(plan.years[:-1], plan.trend) | {plan.earlier: plan.restated}
        for year in (plan.earlier, *plan.years):
            narrowed = f"where measure in ({', '.join(map(str, asked[year]))})" if year in asked else ""
            yield year, f"select * from '{facts_file(self.folder, year).as_posix()}' {narrowed}"

    def _load(self) -> None:
        self.run(_SOURCE)
        for year, query in self._facts():
            path = self.folder / "values.csv"
            duckdb.sql(
                f"copy (select measure, {year} * 100 + month, unit, 0, 0, value, 'nhap-lieu', '2026-12-20', '2026-12-20', null, false, "
                f"false from ({query})) to '{path.as_posix()}' (format csv, header false)"
            )
            with path.open("rb") as file, self.copy("copy datavalue from stdin (format csv)") as into:
                while block := file.read(1 << 20):
                    into.write(block)
            path.unlink()
        self.run(
            "alter table datavalue add primary key (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid); "
            "create index on datavalue (lastupdated); create index on datavalue (deleted); analyze datavalue"
        )

    def _resources(self) -> None:
        plan = self.plan
        with self.copy("copy _dataelementstructure from stdin") as into:
            for measure in (*plan.flows, *plan.stocks):
                into.write_row((measure, uid(measure, "D"), uid(measure % 7, "G")))
        units: dict[int, tuple[int, int | None, int | None]] = {0: (1, None, None)}
        for place, (province, below) in enumerate(plan.provinces):
            units[province] = (2, province, None)
            # Old communes stand where the tree of today has them; there is but one tree.
            units |= {unit: (3, province, unit) for unit in (*plan.carried[place], *below)}
        with self.copy("copy analytics_rs_orgunitstructure from stdin") as into:
            for unit, (level, second, third) in units.items():
                levels = [one for number in (0, second, third) for one in (number, None if number is None else uid(number, "O"))]
                into.write_row((unit, uid(unit, "O"), level, uid(unit % 5, "P"), *levels))
        self.run(
            "insert into analytics_rs_periodstructure "
            "select y * 100 + m, y::text || lpad(m::text, 2, '0'), extract(day from d + interval '1 month' - interval '1 day'), d, "
            "(d + interval '1 month' - interval '1 day')::date, y, m "
            f"from generate_series({plan.earlier}, {plan.last}) y, generate_series(1, 12) m, make_date(y, m, 1) d"
        )
        for name, meaning in _PERIODS.items():
            self.run(f'alter table analytics_rs_periodstructure add {name} varchar(12) collate "C"')
            self.run(f"update analytics_rs_periodstructure set {name} = {meaning}")
        self.run("analyze")

    def _analytics(self) -> None:
        self.run(_WIDE)
        periods = ", ".join(f"ps.{name}" for name in _PERIODS)
        for year in (self.plan.earlier, *self.plan.years):
            self.run(f"create unlogged table analytics_{year} (check (year = {year})) inherits (analytics)")
            self.run(_FILL.format(year=year, periods=periods))
            for columns in (*_DIMENSIONS, "dx, co", "dx, ao"):
                self.run(f"create index on analytics_{year} ({columns})")
            self.run(f"analyze analytics_{year}")


class Questions:
    def __init__(self, run: Any, plan: Plan) -> None:
        self.run, self.plan = run, plan
        self.provinces = [province for province, _ in plan.provinces]

    def sums(self, year: int, measures: list[int], provinces: list[int], period: str) -> list[tuple[str, str, str, float]]:
        """dx, unit of level 2, period, sum."""
        return list(
            self.run(
                f"select ax.dx, ax.uidlevel2, ax.{period}, sum(value) as value from analytics_{year} as ax "
                f"where ax.dx in ({_uids(measures, 'D')}) and ax.uidlevel2 in ({_uids(provinces, 'O')}) and ax.year in ({year}) "
                f"group by ax.dx, ax.uidlevel2, ax.{period}"
            ).fetchall()
        )

    def last(self, months: int, provinces: list[int]) -> list[tuple[str, str, str, float]]:
        end = f"date '{self.plan.last}-{months:02d}-01' + interval '1 month' - interval '1 day'"
        return list(
            self.run(
                f"select ax.dx, ax.uidlevel2, ax.pe, sum(value) as value from (select year, pestartdate, peenddate, oulevel, daysxvalue, "
                f"daysno, value, textvalue, dx, uidlevel2, cast('{months}' as text) as pe, ou, row_number() over (partition by dx, ou, co, "
                f"ao order by peenddate desc, pestartdate desc) as pe_rank from analytics as ax where pestartdate >= {end} - "
                f"interval '10 years' and peenddate <= {end} and (value is not null or textvalue is not null) "
                f"and dx in ({_uids(self.plan.stocks, 'D')}) and uidlevel2 in ({_uids(provinces, 'O')})) as ax "
                "where ax.pe_rank = 1 group by ax.dx, ax.uidlevel2, ax.pe"
            ).fetchall()
        )

    def dashboard(self) -> Answer:
        first = self.provinces[:1]
        return _keyed(self.sums(self.plan.last, self.plan.flows, first, "yearly")) | _keyed(self.last(12, first))

    def one_measure(self) -> Answer:
        return _keyed(self.sums(self.plan.last, self.plan.flows[:1], self.provinces, "monthly"), window=lambda pe: int(pe[-2:]) - 1)

    def year_end(self) -> Answer:
        out = _keyed(self.sums(self.plan.last, self.plan.flows, self.provinces, "quarterly"), window=lambda pe: int(pe[-1]) - 1)
        for months in (3, 6, 9, 12):
            out |= _keyed(self.last(months, self.provinces), window=lambda pe: int(pe) // 3 - 1)
        return out

    def last_stocks(self) -> Answer:
        return _keyed(self.last(12, self.provinces))

    def trend(self) -> Answer:
        years = self.plan.years
        together = " union all ".join(f"select ap.* from analytics_{year} ap" for year in years)
        rows = self.run(
            f"select ax.dx, ax.uidlevel1, ax.yearly, sum(value) as value from ({together}) as ax "
            f"where ax.dx in ({_uids(self.plan.trend, 'D')}) and ax.yearly in ({', '.join(repr(str(year)) for year in years)}) "
            f"and ax.uidlevel1 in ({_uids([0], 'O')}) and ax.year in ({', '.join(map(str, years))}) "
            "group by ax.dx, ax.uidlevel1, ax.yearly"
        ).fetchall()
        return _keyed(rows, window=lambda pe: years.index(int(pe)))

    def restated(self) -> Answer:
        return _keyed(self.sums(self.plan.earlier, self.plan.restated, self.provinces, "yearly"))

    def coverage(self) -> Answer:
        province, communes = self.plan.provinces[0]
        rows = self.run(
            f"select distinct ax.ou from analytics_{self.plan.last} as ax where ax.dx in ({_uids(self.plan.covered, 'D')}) "
            f"and ax.monthly in ('{self.plan.last}12') and ax.uidlevel2 in ('{uid(province, 'O')}')"
        ).fetchall()
        heard = {int(row[0][1:]) for row in rows}
        return {key(unit): 0 for unit in communes if unit not in heard}

    def explain(self) -> Answer:
        rows = self.run(
            "select ous.organisationunitid, ps.month, dv.value, dv.storedby, dv.lastupdated, dv.comment from datavalue dv "
            "join analytics_rs_orgunitstructure ous on ous.organisationunitid = dv.sourceid "
            "join analytics_rs_periodstructure ps on ps.periodid = dv.periodid "
            f"where dv.dataelementid = {self.plan.flows[0]} and ps.year = {self.plan.last} and ous.idlevel2 = {self.provinces[0]} "
            "and dv.deleted = false"
        ).fetchall()
        return {key(row[0], row[1]): int(row[2]) for row in rows}


def _as_it_is(found: Any) -> Answer:
    answer: Answer = found
    return answer


def _uids(numbers: list[int], letter: str) -> str:
    return ", ".join(f"'{uid(number, letter)}'" for number in numbers)


def _keyed(rows: list[Any], window: Any = None) -> dict[str, int]:
    return {key(int(dx[1:]), int(unit[1:]), window(pe) if window else 0): int(value) for dx, unit, pe, value in rows}


def measure(folder: Path, plan: Plan, result: Result, repeats: int) -> None:
    import psycopg

    with private_cluster(more_settings=SETTINGS) as cluster, psycopg.connect(cluster.url, autocommit=True) as connection:
        shape = Shape(connection, folder, plan)
        shape.build()
        result.prepared_s |= shape.took
        total = "select coalesce(sum(pg_total_relation_size(oid)), 0) from pg_class where relkind = 'r' and relname like %s"
        for name in ("datavalue", "analytics%"):
            row = connection.execute(total, [name]).fetchone()
            result.size_mb[name.rstrip("%")] = round(int(row[0]) / 1e6, 1) if row else 0.0
        questions = Questions(connection.execute, plan)
        asked = {
            "province_dashboard": questions.dashboard,
            "one_measure_by_province": questions.one_measure,
            "year_end_table": questions.year_end,
            "three_year_trend": questions.trend,
            "last_stock": questions.last_stocks,
            "restated": questions.restated,
            "coverage": questions.coverage,
            "explain": questions.explain,
        }
        for name, work in asked.items():
            result.ask(name, work, _as_it_is, repeats=repeats)


def main(folder: Path, repeats: int) -> None:
    plan, result = read_plan(folder), Result("dhis2_shape")
    try:
        measure(folder, plan, result, repeats)
    except NoServerError as error:
        for name in QUESTIONS:
            result.leave_out(name, str(error))
    result.write(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
