"""A snapshot beside the ledger, figure by figure."""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from saovuong.consolidation.snapshot_files import DataFile, Manifest, Partition, SnapshotFolder, file_hash
from saovuong.consolidation.snapshot_rows import rows_of
from saovuong.consolidation.snapshot_writing import Numbering, passing_folder
from saovuong.consolidation.snapshots import Difference
from saovuong.engine import parquet
from saovuong.ledger import whole

_MOST = 1000


def snapshot_differences(*, folder: SnapshotFolder, manifest: Manifest) -> list[Difference]:
    """What the files of the manifest and the ledger do not tell alike, at most a thousand; files first, then figures by id.

    The ledger is read anew and laid beside the decoded files, column by column. Raises SnapshotDamaged, SnapshotNotWritable."""
    found = list(_damaged(folder, manifest))
    if found:
        return found
    numbering = Numbering.of(folder.keys(manifest))
    with folder.writing(), passing_folder(folder) as passing, parquet.connect(spill=Path(passing)) as database:
        rows = (numbering.row(fact) for fact in whole.counting_facts())
        parquet.load_facts(database, name="ledger_facts", rows=rows, folder=Path(passing))
        parquet.load_facts(database, name="snapshot_facts", rows=(), folder=Path(passing))
        for one in manifest.partitions:
            found += _derived(folder, one, database)
            for file in one.figures:
                database.execute(f"insert into snapshot_facts {_decoded(folder, one, file)}")
        return [*found, *_compared(database)]


def _damaged(folder: SnapshotFolder, manifest: Manifest) -> Iterator[Difference]:
    for one in manifest.partitions:
        for file in one.files:
            path = folder.path / file.name
            if not path.is_file():
                yield Difference("file", None, f"thiếu tệp {file.name}")
            elif file_hash(path) != file.sha256:
                yield Difference("file", None, f"tệp {file.name} không khớp mã băm")


def _decoded(folder: SnapshotFolder, one: Partition, file: DataFile) -> str:
    source = rows_of(folder, [file])
    return parquet.long_facts(kind=file.kind, source=source, months=parquet.Months(one.starts))


def _derived(folder: SnapshotFolder, one: Partition, database: duckdb.DuckDBPyConnection) -> Iterator[Difference]:
    """What a partition says of its own figures beside the figures themselves: marks with what stands beside them, and sums."""
    parquet.load_facts(database, name="in_months", rows=(), folder=folder.path)
    told: dict[str, list[DataFile]] = {}
    for file in one.files:
        told.setdefault(file.kind, []).append(file)
        if file.kind in parquet.IN_MONTHS:
            database.execute(f"insert into in_months {_decoded(folder, one, file)}")
    anew = parquet.split(database, facts="in_months", months=parquet.Months(one.starts), tag="anew")
    if parquet.SUMS in told:
        # A partition's sums are known by the lowest of its units.
        anew[parquet.SUMS] = parquet.sums_of(tiles=f"({anew[parquet.TILES]})", unit=min(told[parquet.SUMS][0].units))
    for kind in (parquet.MARKS, parquet.SUMS):
        if files := told.get(kind):
            written = f"select * from {rows_of(folder, files)}"
            both = f"(({written}) except all ({anew[kind]})) union all (({anew[kind]}) except all ({written}))"
            count = database.execute(f"select count(*) from ({both})").fetchone()
            if count and count[0]:
                yield Difference("file", None, f"tệp {files[0].name} không khớp với các số liệu mà nó tóm lại")


def _compared(database: duckdb.DuckDBPyConnection) -> Iterator[Difference]:
    one_sided = "(select * from {} except all select * from {})"
    missing = one_sided.format("ledger_facts", "snapshot_facts")
    extra = one_sided.format("snapshot_facts", "ledger_facts")
    query = (
        f"select id, max(here), max(there) from (select id, 1 as here, 0 as there from {missing} "
        f"union all select id, 0, 1 from {extra}) group by id order by id limit {_MOST}"
    )
    for number, here, there in database.execute(query).fetchall():
        kind = "changed" if here and there else "missing" if here else "extra"
        yield Difference(kind, number, _WORDS[kind].format(number))


_WORDS = {
    "changed": "số liệu mã {} trong bản chụp khác trong sổ",
    "missing": "số liệu mã {} có trong sổ, thiếu trong bản chụp",
    "extra": "số liệu mã {} có trong bản chụp, không còn hiệu lực trong sổ",
}
