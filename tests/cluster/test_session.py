"""Opening a session: on real workers, and every way in which it cannot be."""

import os
import socket
import stat
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from saovuong.consolidation import cluster as session
from saovuong.consolidation.cluster import BadMaster, Cluster, JavaMissing, MasterOutOfReach, SparkNotInstalled
from saovuong.engine.spark import ClusterFailed, FilesOutOfReach
from saovuong.engine.spark_sql import NotOnBothEnginesError, step_of
from tests.cluster.conftest import QUICK, Standalone
from tests.cluster.worlds import forest, written
from tests.consolidation.world import GIFTS, RATE

# One cluster for all: tests that run side by side would each start their own.
pytestmark = [pytest.mark.timeout(900)]
_PROGRAM = """
import os, sys
from pathlib import Path
from saovuong.consolidation.cluster import cluster_opened
from saovuong.core.errors import Refusal
master, log, wait, *said = sys.argv[1:]
settings = dict(one.split("=", 1) for one in said)
try:
    with cluster_opened(master=master, variables=os.environ, log=Path(log), wait=float(wait), settings=settings) as opened:
        found = opened.database.execute("select 1 as one, cast(null as varchar) as nothing")
        print(opened.executors, found.fetchall())
except Refusal as refusal:
    print(refusal.code)
"""


def run_apart(master: str, log: Path, wait: float, *settings: str) -> subprocess.CompletedProcess[str]:
    """A session in a program of its own, as a user has it."""
    words = [sys.executable, "-c", _PROGRAM, master, str(log), str(wait), *settings]
    return subprocess.run(words, capture_output=True, text=True, timeout=200, check=False)


def test_two_workers_take_part(cluster: Cluster, standalone: Standalone) -> None:
    until = time.monotonic() + 60
    while session._executors(cluster.database.session, standalone.master, 60) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    assert session._executors(cluster.database.session, standalone.master, 60) == 2
    works = [list((standalone.folder / name).glob("app-*/*/stderr")) for name in ("one", "two")]
    assert [len(logs) for logs in works] == [1, 1]
    assert cluster.seconds > 0


def test_nothing_of_spark_is_heard(standalone: Standalone, tmp_path: Path) -> None:
    """A program of its own on the same cluster: its answer is all it says; Spark's own words lie in the file."""
    done = run_apart(standalone.master, tmp_path / "spark.log", 120, "spark.executor.memory=512m", "spark.cores.max=1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "1 [(1, None)]\n"
    assert "Spark" in (tmp_path / "spark.log").read_text("utf-8", "replace")


def test_no_worker_has_room(standalone: Standalone, tmp_path: Path) -> None:
    done = run_apart(standalone.master, tmp_path / "spark.log", 20, "spark.executor.memory=64g")
    assert (done.stdout, done.stderr) == ("SV-684\n", "")


def test_a_port_that_never_answers(spark_here: None, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        done = run_apart(
            f"spark://127.0.0.1:{silent.getsockname()[1]}", tmp_path / "spark.log", 8, f"spark.driver.extraJavaOptions={QUICK}"
        )
    assert (done.stdout, done.stderr) == ("SV-683\n", "")


def test_nobody_at_the_address(spark_here: None, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    begun = time.monotonic()
    with pytest.raises(MasterOutOfReach, match=f"127.0.0.1:{port}"):
        open_and_close(f"spark://127.0.0.1:{port}", tmp_path)
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("master", ["", "yarn", "127.0.0.1:7077", "spark://", "spark://a b:7077", "local[0]", "local[2] --conf x=y"])
def test_an_address_that_is_none(master: str, tmp_path: Path) -> None:
    with pytest.raises(BadMaster):
        open_and_close(master, tmp_path)


@pytest.mark.parametrize("master", ["local", "local[*]", "local[8]", "local-cluster[2,1,1024]", "spark://a:7077", "spark://a:1,b.c:2"])
def test_addresses(master: str) -> None:
    session.check_master(master)


def test_without_the_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(session, "find_spec", lambda name: None)
    with pytest.raises(SparkNotInstalled, match=r"pip install .saovuong\[spark\]"):
        open_and_close("local[1]", tmp_path)


def test_without_java(tmp_path: Path) -> None:
    with pytest.raises(JavaMissing, match="chưa có java"):
        session.check_java({"PATH": str(tmp_path)})
    with pytest.raises(JavaMissing, match="JAVA_HOME"):
        session.check_java({"PATH": os.environ["PATH"], "JAVA_HOME": str(tmp_path)})


@pytest.mark.skipif(os.name == "nt", reason="một chương trình java giả viết bằng lệnh của vỏ Unix")
@pytest.mark.parametrize(("says", "number"), [('openjdk version "11.0.2"', 11), ('java version "1.8.0_401"', 8), ("hello", 0)])
def test_java_too_old(tmp_path: Path, says: str, number: int) -> None:
    program = tmp_path / "java"
    program.write_text(f"#!/bin/sh\necho '{says}' >&2\n", "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(JavaMissing, match=f"Java {number}" if number else "không chạy được"):
        session.check_java({"PATH": str(tmp_path)})


def test_files_that_are_gone_or_damaged(cluster: Cluster, tmp_path: Path) -> None:
    _, facts = forest(1, count=2)
    folder, manifest = written(facts, tmp_path)
    name = manifest.partitions[0].files[0].name
    path = folder.path / name
    content = path.read_bytes()
    query = f"select count(*) from read_parquet(['{path.as_posix()}'])"
    path.unlink()
    with pytest.raises(FilesOutOfReach, match=Path(name).stem):
        cluster.database.execute(query)
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(FilesOutOfReach):
        cluster.database.execute(query)
    path.write_bytes(content)
    assert cluster.database.execute(query).fetchone()[0] > 0


def test_a_question_that_spark_refuses(cluster: Cluster) -> None:
    with pytest.raises(ClusterFailed, match="no_such_table"):
        cluster.database.execute("select x from no_such_table")


@pytest.mark.parametrize(
    "statement",
    [
        "select a / b from t",
        "select avg(a) from t",
        "select cast(a as double) from t",
        "select a from t limit 3",
        "select row_number() over (partition by a) from t",
        "select any_value(a) from t",
        "drop table t",
        "select from where",
    ],
)
def test_what_two_engines_may_answer_differently_is_refused(spark_here: None, statement: str) -> None:
    with pytest.raises(NotOnBothEnginesError):
        step_of(statement)


def open_and_close(master: str, folder: Path) -> None:
    with session.cluster_opened(master=master, variables=os.environ, log=folder / "spark.log"):
        pass


def test_totals_on_the_command_line(cluster, city, folder, saovuong, monkeypatch) -> None:
    """The same JSON, to the last digit, from DuckDB and from the cluster."""

    @contextmanager
    def opened(**asked: object):
        assert asked["master"] == "spark://nobody:7077"
        yield replace(cluster)

    monkeypatch.setattr(session, "cluster_opened", opened)
    ask = ("totals", "--unit", "Ban CHQS thành phố Bắc Kạn", "--period", "2024", "--measure", GIFTS, "--measure", RATE)
    there = (*ask, "--engine", "spark", "--master", "spark://nobody:7077")
    assert "SV-689" in saovuong(*there).err
    assert saovuong("snapshot", "build").status == 0
    here, found = saovuong(*ask, "--engine", "duckdb", "--json"), saovuong(*there, "--json")
    assert (found.status, found.out) == (0, here.out)
    assert "Phiên Spark" in found.err
    for words, code in ((("--master", "local"), 688), (("--engine", "spark"), 687)):
        assert f"SV-{code}" in saovuong(*ask, *words).err
    assert "SV-689" in saovuong(*there, "--include-submitted").err
    assert "SV-743" in saovuong("explain", *ask[1:7], "--engine", "spark").err


def test_spark_is_loaded_only_when_asked_for() -> None:
    program = "import sys, saovuong.cli.main, saovuong.engine.roll_up; print([one for one in ('pyspark', 'sqlglot') if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=100)
    assert done.stdout == "[]\n"
