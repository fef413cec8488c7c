"""A real cluster on this machine: a master and two workers, each a program of its own, as an office would start them on three machines."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from saovuong.consolidation.cluster import Cluster, JavaMissing, SparkNotInstalled, check_java, check_packages, cluster_opened
from tests.consolidation.conftest import catalogue, city, office, people
from tests.consolidation.test_commands import folder

__all__ = ["catalogue", "city", "folder", "office", "people"]

_SECONDS = 120
# For a few hundred rows, Spark would take longer to write a program for each question than to answer it.
FEW_ROWS = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
}
# Six programs start for a few seconds of work each.
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@dataclass(frozen=True)
class Standalone:
    master: str
    folder: Path


def started(words: list[str], log: Path) -> subprocess.Popen[bytes]:
    import pyspark

    home = Path(pyspark.__file__).parent
    # No settings of this machine's own Spark may reach the tests' one.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SPARK_", "PYSPARK_"))}
    variables = {
        **kept,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": QUICK,
    }
    with log.open("wb") as said:
        return subprocess.Popen(
            [str(home / "bin" / "spark-class"), *words], cwd=log.parent, env=variables, stdout=said, stderr=said, stdin=subprocess.DEVNULL
        )


def line_in(log: Path, pattern: str, times: int = 1) -> str:
    """What the pattern's group finds in a log, once it has been written so many times."""
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        found = re.findall(pattern, log.read_text("utf-8", "replace"))
        if len(found) >= times:
            return str(found[-1])
        time.sleep(0.05)
    raise AssertionError(f"{log.name} never said {pattern}:\n{log.read_text('utf-8', 'replace')[-4000:]}")


@pytest.fixture(scope="session")
def spark_here() -> None:
    if os.name == "nt":
        pytest.skip("máy chủ và máy tính toán của Spark ở đây khởi động bằng chương trình của Unix")
    try:
        check_packages()
        check_java(os.environ)
    except (SparkNotInstalled, JavaMissing) as refusal:
        pytest.skip(str(refusal))


@pytest.fixture(scope="session")
def standalone(spark_here: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standalone]:
    folder = tmp_path_factory.mktemp("spark")
    master = ["org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
    running = []
    # Told to stop, the run must not leave them behind.
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("dừng theo yêu cầu", 143))
    try:
        running.append(started(master, folder / "master.log"))
        address = line_in(folder / "master.log", r"Starting Spark master at (spark://\S+)")
        worker = ["org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", "--cores", "2", "--memory", "2g"]
        for name in ("one", "two"):
            running.append(started([*worker, "--work-dir", str(folder / name), address], folder / f"{name}.log"))
        line_in(folder / "master.log", r"(Registering worker)", times=2)
        yield Standalone(address, folder)
    finally:
        for program in reversed(running):
            program.terminate()
        for program in running:
            try:
                program.wait(20)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()


@pytest.fixture(scope="session")
def heard() -> list[str]:
    """Every statement that the cluster was asked, in this run of the tests."""
    return []


@pytest.fixture(scope="session")
def cluster(standalone: Standalone, heard: list[str]) -> Iterator[Cluster]:
    """One executor of one core on each worker; the other cores are for programs that tests start."""
    settings = {"spark.executor.memory": "768m", "spark.executor.extraJavaOptions": QUICK, "spark.cores.max": "2", **FEW_ROWS}
    with cluster_opened(
        master=standalone.master, variables=os.environ, log=standalone.folder / "session.log", settings=settings, told=heard.append
    ) as opened:
        line_in(standalone.folder / "master.log", r"(Launching executor)", times=2)
        yield opened
