"""Every file of SQL runs on the cluster and answers as in DuckDB; a new one that nobody has asked there fails here."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import saovuong.engine
from saovuong.consolidation.cluster import Cluster
from saovuong.engine import parquet
from saovuong.engine.databases import DuckDb
from saovuong.engine.statements import statement
from tests.cluster.worlds import forest
from tests.engine.stores import _row, _year, months
from tests.engine.worlds import CATALOGUE

# One cluster for all: tests that run side by side would each start their own.
pytestmark = [pytest.mark.timeout(900)]
FILES = sorted((Path(saovuong.engine.__file__).parent / "sql").glob("*.sql"))


def _laid_out(database: Any, path: Path) -> dict[str, list[Any]]:
    """What the statements that lay a partition out make of the figures in a file: its tiles, marks and rest, and their sums."""
    columns = ", ".join(parquet.COLUMNS)
    database.execute(statement("facts_table", table="incoming"))
    database.execute(f"insert into incoming ({columns}) select {columns} from read_parquet(['{path.as_posix()}'])")
    queries = parquet.split(database, facts="incoming", months=months(2024), tag="all")
    queries["sums"] = parquet.sums_of(tiles=f"({queries[parquet.TILES]})", unit=1)
    return {kind: sorted(database.execute(query).fetchall(), key=repr) for kind, query in queries.items()}


def test_a_partition_is_laid_out_alike(cluster: Cluster, tmp_path: Path) -> None:
    _, said = forest(6, count=40)
    facts = [one for one in said if _year(one) == 2024]
    names = sorted({*(one.unit for one in facts), *(one.reporter for one in facts)})
    codes = sorted(CATALOGUE.measures)
    here = DuckDb(parquet.connect(threads=1))
    parquet.load_facts(here.connection, name="told", rows=[_row(one, names, codes) for one in facts], folder=tmp_path)
    here.execute(f"copy told to '{(tmp_path / 'told.parquet').as_posix()}' (format parquet)")
    found, there = _laid_out(here, tmp_path / "told.parquet"), _laid_out(cluster.database, tmp_path / "told.parquet")
    here.close()
    cluster.database.close()
    assert {kind: len(rows) for kind, rows in found.items() if not rows} == {}
    assert there == found
    assert repr(there) == repr(found)


def test_every_file_ran_on_the_cluster(cluster: Cluster, heard: Sequence[str], request: pytest.FixtureRequest) -> None:
    """Known by the comment that each begins with. The tests before this one ask what the files are for."""
    ran = {item.path.name for item in request.session.items if item.path.parent == Path(__file__).parent}
    if not {"test_same_answers.py", "test_statements.py"} <= ran:
        pytest.skip("chạy riêng: các phép thử hỏi những tệp này không chạy cùng")
    openings = {path.name: path.read_text("utf-8").splitlines()[0] for path in FILES}
    assert all(line.startswith("-- ") for line in openings.values())
    everything = "\n".join(heard)
    # A place in the comment is filled like every other.
    patterns = {name: ".*".join(map(re.escape, re.split(r"\{\w+\}", line))) for name, line in openings.items()}
    assert [name for name, pattern in patterns.items() if not re.search(pattern, everything)] == []
