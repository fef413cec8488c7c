"""Measure DuckDB and Apache Spark on one generated national snapshot (tools/national.py), and compare every answer.

    python tools/bench_engines.py FOLDER [--master local-cluster[2,1,2048]] [--repeats 3]

Each question is asked once cold and then warm; the figures of docs/scale.md are made by this."""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bench_consolidation import memory_mb, questions

from saovuong.cli.console import start_django
from saovuong.engine.roll_up_shapes import Store
from saovuong.engine.roll_up_sheet import Sheet

if TYPE_CHECKING:
    from saovuong.consolidation.snapshot_reading import SnapshotReader


def timed(work: Callable[[], Sheet], repeats: int) -> tuple[Sheet, float, float]:
    """The answer, and the seconds of the first time and of the times after it."""
    begun = time.perf_counter()
    answer = work()
    cold = time.perf_counter() - begun
    warm = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        warm.append(time.perf_counter() - begun)
    return answer, cold, statistics.median(warm or [cold])


def java_mb() -> float:
    """The largest memory that the Java programs under this one have held, where the system tells."""
    total, parents = 0.0, {os.getpid()}
    statuses = {int(path.parent.name): path for path in Path("/proc").glob("[0-9]*/status")} if Path("/proc").is_dir() else {}
    for number, path in sorted(statuses.items()):
        try:
            told = dict(line.split(":", 1) for line in path.read_text("utf-8", "replace").splitlines())
        except OSError:
            continue
        if int(told["PPid"]) in parents:
            parents.add(number)
            if told["Name"].strip() == "java":
                total += int(told["VmHWM"].split()[0]) / 1024
    return total


def _everything(reader: "SnapshotReader") -> Store:
    return reader.store(units=None, start=date(1945, 1, 1), end=date(2100, 1, 1))


def main(folder: Path, master: str, repeats: int) -> None:
    start_django()
    from saovuong.consolidation.cluster import cluster_opened
    from saovuong.consolidation.snapshot_files import SnapshotFolder
    from saovuong.consolidation.snapshot_reading import open_snapshot

    snapshots = SnapshotFolder(folder)
    manifest = snapshots.current()
    assert manifest is not None
    here = questions(_everything(open_snapshot(folder=snapshots, manifest=manifest)))
    print(f"{manifest.facts:,} facts")
    found = {}
    for name, work in here.items():
        found[name], cold, warm = timed(work, repeats)
        print(f"DuckDB {name:28} {cold:8.2f} s {warm:8.2f} s", flush=True)
    print(f"DuckDB largest memory {memory_mb():.0f} MB")
    with (
        tempfile.TemporaryDirectory() as passing,
        cluster_opened(master=master, variables=os.environ, log=Path(passing) / "spark.log") as cluster,
    ):
        print(f"Spark {cluster.version} on {master}: session open after {cluster.seconds:.1f} s")
        reader = open_snapshot(folder=snapshots, manifest=manifest, engine=cluster.database)
        for name, work in questions(_everything(reader)).items():
            answer, cold, warm = timed(work, repeats)
            same = "the same" if list(answer.lines()) == list(found[name].lines()) else "DIFFERENT"
            print(f"Spark  {name:28} {cold:8.2f} s {warm:8.2f} s  {same}", flush=True)
        print(f"Spark largest memory of its Java programs {java_mb():.0f} MB, of this one {memory_mb():.0f} MB")


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--master", default="local-cluster[2,1,2048]")
    words.add_argument("--repeats", type=int, default=3)
    given = words.parse_args()
    main(given.folder, given.master, given.repeats)
