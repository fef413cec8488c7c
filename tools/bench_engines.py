"""Measure DuckDB and Apache Spark on one generated national snapshot (tools/national.py), and compare every answer.

    python tools/bench_engines.py FOLDER [--master local-cluster[2,1,2048]] [--repeats 3]

Each question is asked once cold and then warm: seconds by the clock, and seconds of processor time on all cores, which a busy machine does
not change. The figures of docs/scale.md are made by this."""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bench_consolidation import memory_mb, questions

from saovuong.cli.console import start_django
from saovuong.engine.roll_up_shapes import Store
from saovuong.engine.roll_up_sheet import Sheet

if TYPE_CHECKING:
    from saovuong.consolidation.snapshot_reading import SnapshotReader


@dataclass(frozen=True)
class Took:
    seconds: float
    processor: float

    def __str__(self) -> str:
        return f"{self.seconds:8.2f} s {self.processor:8.2f} s of processor"


def took(work: Callable[[], Sheet]) -> tuple[Sheet, Took]:
    begun, busy = time.perf_counter(), processor_seconds()
    answer = work()
    return answer, Took(time.perf_counter() - begun, processor_seconds() - busy)


def show(engine: str, name: str, work: Callable[[], Sheet], repeats: int) -> Sheet:
    answer, cold = took(work)
    warm = [took(work)[1] for _ in range(repeats)]
    middle = Took(statistics.median(one.seconds for one in warm), statistics.median(one.processor for one in warm))
    print(f"{engine:6} {name:26} cold {cold}   warm {middle}", flush=True)
    return answer


def processor_seconds() -> float:
    """Of this program and of the Java programs under it."""
    ticks = sum(sum(map(int, (path.parent / "stat").read_text("utf-8").rpartition(")")[2].split()[11:13])) for path, _ in _java())
    return time.process_time() + (ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0)


def java_mb() -> float:
    """The largest memory that each of the Java programs has held, together."""
    return sum(int(told["VmHWM"].split()[0]) / 1024 for _, told in _java())


def _java() -> Iterator[tuple[Path, dict[str, str]]]:
    """The Java programs that this one started, and those started by them, where the system tells."""
    family = {os.getpid()}
    places = sorted(Path("/proc").glob("[0-9]*/status"), key=lambda path: int(path.parent.name)) if Path("/proc").is_dir() else []
    for path in places:
        try:
            told = dict(line.split(":", 1) for line in path.read_text("utf-8", "replace").splitlines() if ":" in line)
        except OSError:
            continue
        if int(told["PPid"]) in family:
            family.add(int(path.parent.name))
            if told["Name"].strip() == "java":
                yield path, told


def everything(reader: "SnapshotReader") -> Store:
    return reader.store(units=None, start=date(1945, 1, 1), end=date(2100, 1, 1))


def main(folder: Path, master: str, repeats: int) -> None:
    start_django()
    from saovuong.consolidation.cluster import cluster_opened
    from saovuong.consolidation.snapshot_files import SnapshotFolder
    from saovuong.consolidation.snapshot_reading import open_snapshot

    snapshots = SnapshotFolder(folder)
    manifest = snapshots.current()
    assert manifest is not None
    print(f"{manifest.facts:,} facts")
    here = questions(everything(open_snapshot(folder=snapshots, manifest=manifest)))
    found = {name: list(show("DuckDB", name, work, repeats).lines()) for name, work in here.items()}
    print(f"DuckDB largest memory {memory_mb():.0f} MB")
    with (
        tempfile.TemporaryDirectory() as passing,
        cluster_opened(master=master, variables=os.environ, log=Path(passing) / "spark.log") as cluster,
    ):
        print(f"Spark {cluster.version} on {master}: session open after {cluster.seconds:.1f} s, {processor_seconds():.1f} s of processor")
        reader = open_snapshot(folder=snapshots, manifest=manifest, engine=cluster.database)
        for name, work in questions(everything(reader)).items():
            same = list(show("Spark", name, work, repeats).lines()) == found[name]
            print(f"       {name:26} {'the same answers' if same else 'DIFFERENT ANSWERS'}")
        print(f"Spark largest memory of its Java programs {java_mb():.0f} MB")


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--master", default="local-cluster[2,1,2048]")
    words.add_argument("--repeats", type=int, default=3)
    given = words.parse_args()
    main(given.folder, given.master, given.repeats)
