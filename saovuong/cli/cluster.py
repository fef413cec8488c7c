"""The session on Apache Spark behind ``--engine spark``: opened with a word on how long it took, closed when the answer is there."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from saovuong.cli.console import console, data_folder
from saovuong.core.errors import Refusal

if TYPE_CHECKING:
    from saovuong.consolidation.snapshot_reading import SnapshotReader

SPARK = "spark"
_LOG = "spark.log"
Master = Annotated[
    str | None,
    typer.Option(
        "--master",
        metavar="ĐỊA-CHỈ",
        help="Với --engine spark: địa chỉ cụm Spark, như spark://may-chu:7077; local[*] là thử ngay trên máy này.",
    ),
]


class MasterMissing(Refusal):
    code = "SV-687"
    template = "Tính trên Spark cần địa chỉ cụm: thêm --master spark://MÁY-CHỦ:7077 (hoặc --master local[*] để thử ngay trên máy này)."


class MasterWithoutSpark(Refusal):
    code = "SV-688"
    template = "--master chỉ đi cùng --engine spark. Thêm --engine spark, hoặc bỏ --master."


class NothingForSpark(Refusal):
    code = "SV-689"
    template = "Spark chỉ đọc bản chụp số liệu: {reason}. Làm theo, hoặc bỏ --engine spark để tính thẳng từ sổ."


def refuse(reason: str) -> None:
    raise NothingForSpark(reason=reason)


@contextmanager
def on_cluster(snapshot: "SnapshotReader | None", engine: str | None, master: str | None) -> Iterator["SnapshotReader | None"]:
    """The snapshot read by the cluster where Spark was asked for, else as it is. What Spark itself says goes to ``spark.log`` in the data
    folder.

    Raises MasterMissing, MasterWithoutSpark, and as ``cluster_opened``."""
    if engine != SPARK or snapshot is None:
        if master is not None:
            raise MasterWithoutSpark
        yield snapshot
        return
    if master is None:
        raise MasterMissing
    from saovuong.consolidation.cluster import cluster_opened

    out = console(file=sys.stderr)
    with out.status("Đang mở phiên Spark…") as status:
        told = _counting(status.update)
        with cluster_opened(master=master, variables=os.environ, log=data_folder() / _LOG, told=told) as cluster:
            where = f"{cluster.executors} chương trình trên cụm" if cluster.executors else "trên máy này"
            opened = f"{cluster.seconds:.1f}".replace(".", ",")
            out.print(f"Phiên Spark {cluster.version} mở sau {opened} giây: {where}, {cluster.cores} lõi.", markup=False, soft_wrap=True)
            yield replace(snapshot, engine=cluster.database)


def _counting(show: Callable[[str], None]) -> Callable[[str], None]:
    asked = 0

    def told(_: str) -> None:
        nonlocal asked
        asked += 1
        show(f"Spark đang tính: câu lệnh {asked}…")

    return told
