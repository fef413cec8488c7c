"""A session on Apache Spark: what it needs is looked for first, every wait has an end, and what Spark says goes to a file."""

import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from saovuong.core.errors import Refusal
from saovuong.engine.spark import SETTINGS, ClusterFailed, SparkDatabase, what_it_says

OLDEST_JAVA = 17
_LOCAL = re.compile(r"local(\[(\*|[1-9]\d{0,3})\])?")
_LOCAL_CLUSTER = re.compile(r"local-cluster\[[1-9]\d*,[1-9]\d*,[1-9]\d*\]")
_STANDALONE = re.compile(r"spark://([\w.-]+:\d{1,5})(,[\w.-]+:\d{1,5})*", re.ASCII)
_CONNECT_SECONDS, _TRY_SECONDS = 5.0, 0.1
# Without a master there is nobody to wait for but Java itself.
_ALONE = 5


class SparkNotInstalled(Refusal):
    code = "SV-680"
    template = (
        "Chưa cài gói để tính trên Spark (thiếu {missing}). Cài: pip install “saovuong[spark]”, hoặc tính trên máy này: --engine duckdb."
    )


class JavaMissing(Refusal):
    code = "SV-681"
    template = (
        "Spark cần Java {oldest} trở lên; {found}. Cài, thí dụ trên Debian: apt-get install openjdk-17-jre-headless; "
        "Windows: bản Java 17 (JRE), rồi đặt biến JAVA_HOME."
    )


class BadMaster(Refusal):
    code = "SV-682"
    template = "Địa chỉ cụm Spark “{master}” không hợp lệ: viết spark://MÁY-CHỦ:7077, hoặc local[*] để thử ngay trên máy này."


class MasterOutOfReach(Refusal):
    code = "SV-683"
    template = (
        "Không nối được tới máy chủ của cụm Spark ở “{master}” ({reason}). "
        "Kiểm tra địa chỉ, cổng, tường lửa; máy chủ phải chạy Spark {version}."
    )


class NoWorkers(Refusal):
    code = "SV-684"
    template = (
        "Đã nối được “{master}” nhưng sau {seconds} giây chưa máy tính toán nào nhận việc. "
        "Kiểm tra các worker đang chạy và còn lõi, bộ nhớ trống."
    )


@dataclass(frozen=True, slots=True)
class Cluster:
    """An open session. ``executors`` are the programs on other machines that take part; 0 where this program calculates alone."""

    database: SparkDatabase
    executors: int
    cores: int
    seconds: float
    version: str


@contextmanager
def cluster_opened(
    *,
    master: str,
    variables: Mapping[str, str],
    log: Path,
    wait: float = 120.0,
    settings: Mapping[str, str] | None = None,
    told: Callable[[str], None] = lambda statement: None,
) -> Iterator[Cluster]:
    """A session on ``master`` that ends with the block. ``variables`` are the environment's; ``log`` is written anew with all that Spark
    says; ``wait`` seconds at most for the master, and as many for its workers.

    Raises BadMaster, SparkNotInstalled, JavaMissing, MasterOutOfReach, NoWorkers, ClusterFailed."""
    begun = time.monotonic()
    check_master(master)
    version = check_packages()
    check_java(variables)
    host = _this_host(master, version)
    session = _session(_Start(master, host, log, wait, version, {**_chosen(master, host), **(settings or {})}))
    try:
        executors = _executors(session, master, wait)
        cores = int(session.sparkContext.defaultParallelism)
        session.conf.set("spark.sql.shuffle.partitions", str(max(2, cores)))
        database = SparkDatabase(session, told)
        yield Cluster(database, executors, cores, time.monotonic() - begun, version)
    finally:
        session.stop()


def check_master(master: str) -> None:
    if not any(pattern.fullmatch(master) for pattern in (_LOCAL, _LOCAL_CLUSTER, _STANDALONE)):
        raise BadMaster(master=master)


def check_packages() -> str:
    """The version of Spark that is installed; nothing of it is started. Raises SparkNotInstalled."""
    missing = [name for name in ("pyspark", "sqlglot") if find_spec(name) is None]
    if missing:
        raise SparkNotInstalled(missing=", ".join(missing))
    from importlib.metadata import version

    return version("pyspark")


def check_java(variables: Mapping[str, str]) -> int:
    """The version of the Java that Spark will start. Raises JavaMissing."""
    home = variables.get("JAVA_HOME", "").strip()
    program = shutil.which("java", path=str(Path(home) / "bin") if home else variables.get("PATH", ""))
    if program is None:
        raise JavaMissing(oldest=OLDEST_JAVA, found=f"JAVA_HOME chỉ “{home}”, ở đó không có java" if home else "máy này chưa có java")
    try:
        said = subprocess.run([program, "-version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise JavaMissing(oldest=OLDEST_JAVA, found=f"không chạy được “{program}” ({error})") from None
    text = (said.stderr + said.stdout).decode("utf-8", "replace")
    found = re.search(r'version "(?:1\.)?(\d+)', text)
    number = int(found.group(1)) if found else 0
    if number < OLDEST_JAVA:
        raise JavaMissing(oldest=OLDEST_JAVA, found=f"“{program}” là Java {number}" if number else f"“{program}” không chạy được")
    return number


def _this_host(master: str, version: str) -> str:
    """This machine's address as the master sees it: the workers answer to it, and a machine's own name need not be known to them."""
    if not _STANDALONE.fullmatch(master):
        return "127.0.0.1"
    reason: object = "không rõ"
    for place in master.removeprefix("spark://").split(","):
        name, _, port = place.rpartition(":")
        try:
            with socket.create_connection((name, int(port)), timeout=_CONNECT_SECONDS) as connection:
                return str(connection.getsockname()[0])
        except (OSError, OverflowError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
    raise MasterOutOfReach(master=master, reason=reason, version=version)


@dataclass(frozen=True, slots=True)
class _Start:
    master: str
    host: str
    log: Path
    wait: float
    version: str
    settings: Mapping[str, str]


def _session(asked: _Start) -> Any:
    made: list[Any] = []
    failed: list[BaseException] = []

    def start() -> None:
        try:
            made.append(_builder(asked).getOrCreate())
        except BaseException as error:
            failed.append(error)

    asked.log.parent.mkdir(parents=True, exist_ok=True)
    with _spoken_into(asked.log), _utf8_names():
        # Spark itself asks a silent master three times twenty seconds; whoever waits here is told sooner.
        thread = threading.Thread(target=start, name="spark-start", daemon=True)
        thread.start()
        thread.join(asked.wait if _STANDALONE.fullmatch(asked.master) else asked.wait * _ALONE)
    if made:
        return made[0]
    why = what_it_says(str(failed[0])) if failed else f"không được nhận sau {asked.wait:.0f} giây"
    if _STANDALONE.fullmatch(asked.master):
        raise MasterOutOfReach(master=asked.master, reason=f"{why}; nhật ký: {asked.log}", version=asked.version)
    raise ClusterFailed(reason=f"không mở được phiên ({why}), nhật ký: {asked.log}") from (failed[0] if failed else None)


def _builder(asked: _Start) -> Any:
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder.appName("saovuong").master(asked.master)
    for key, value in asked.settings.items():
        builder = builder.config(key, value)
    return builder


def _chosen(master: str, host: str) -> dict[str, str]:
    chosen = {
        **SETTINGS,
        "spark.driver.host": host,
        "spark.driver.bindAddress": host,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.executorEnv.LC_ALL": "C.UTF-8",
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        "spark.scheduler.maxRegisteredResourcesWaitingTime": "5s",
    }
    if not _LOCAL.fullmatch(master):
        # Here nothing is added up, only planned: a session of seconds is over before the better compiler has paid.
        chosen["spark.driver.extraJavaOptions"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    return chosen


@contextmanager
def _spoken_into(log: Path) -> Iterator[None]:
    """What a program started meanwhile says on its error stream, for as long as it lives, goes to a file."""
    kept = os.dup(2)
    try:
        with log.open("wb") as file:
            os.dup2(file.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def _utf8_names() -> Iterator[None]:
    """Java takes the names of files in the letters of the locale; where that knows only ASCII it finds no folder with a Vietnamese name."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "C")
    if os.name == "nt" or "utf" in named.lower():
        yield
        return
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "C.UTF-8"
    try:
        yield
    finally:
        del os.environ["LC_ALL"]
        if before is not None:
            os.environ["LC_ALL"] = before


def _executors(session: Any, master: str, wait: float) -> int:
    """How many programs on workers take part; the first one is waited for."""
    if _LOCAL.fullmatch(master):
        return 0
    until = time.monotonic() + wait
    while time.monotonic() < until:
        # The session itself is one of those listed.
        others = int(session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()) - 1
        if others > 0:
            return others
        time.sleep(_TRY_SECONDS)
    raise NoWorkers(master=master, seconds=f"{wait:.0f}")
