"""Snapshots of the accepted book: build one, follow what is accepted, tell how far it has come, compare it with the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from saovuong.consolidation.snapshot_files import Manifest, Partition, SnapshotDamaged, SnapshotFolder
from saovuong.consolidation.snapshot_writing import Numbering, PartitionWriter, passing_folder
from saovuong.engine import parquet
from saovuong.ledger import whole
from saovuong.ledger.shapes import Acceptance, CountingFact, Position
from saovuong.org import queries as org

_PROVINCE = "province"
# Units above the provinces, and those that stood in no tree on the day.
_ELSEWHERE = "khac"
# A partition of so many figures is written anew as quickly as beside deltas.
SMALL = 20_000
# Deltas are merged when an eighth of the partition's units is in them, and never below eight units; at four times that without waiting.
_SHARE, FEW, _MOST = 8, 8, 4


@dataclass(frozen=True, slots=True)
class SnapshotStatus:
    """``manifest`` None: there is no snapshot. ``behind`` counts the acceptances that it does not hold yet; below zero it is of another
    book, as after a restore."""

    manifest: Manifest | None
    here: Position

    @property
    def behind(self) -> int:
        return self.here.count - (self.manifest.count if self.manifest else 0)

    @property
    def current(self) -> bool:
        return self.manifest is not None and (self.manifest.count, self.manifest.last) == (self.here.count, self.here.last)


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that the ledger and the snapshot do not tell alike: ``missing`` from the snapshot, ``extra`` in it, ``changed``, or a
    ``file`` that is not what the manifest says."""

    kind: str
    fact_id: int | None
    what: str


@dataclass
class _Provinces:
    """The province above a unit on a day; what was found is kept."""

    known: dict[tuple[str, date], str] = field(default_factory=dict)

    def of(self, unit_id: str, day: date) -> str:
        key = (unit_id, day)
        if key not in self.known:
            unit = org.reporting_unit_for(unit_id=unit_id, day=day)
            if unit.level == _PROVINCE:
                self.known[key] = unit.id
            else:
                above = org.parent_on(unit_id=unit.id, day=day)
                self.known[key] = self.of(above.id, day) if above else _ELSEWHERE
        return self.known[key]

    def partition(self, one: Acceptance) -> tuple[int, str]:
        return one.year, self.of(one.unit_id, one.last_day)


@lru_cache(maxsize=2)
def _provinces_in(edition: tuple[str, str]) -> _Provinces:
    """What the lists of units said before, while they stay as they are."""
    return _Provinces()


def folder_of(data_folder: Path) -> SnapshotFolder:
    return SnapshotFolder(data_folder / "snapshots")


def snapshot_status(*, folder: SnapshotFolder) -> SnapshotStatus:
    """Raises SnapshotDamaged."""
    return SnapshotStatus(folder.current(), whole.position())


def snapshot_build(*, folder: SnapshotFolder, now: datetime) -> Manifest:
    """A whole new snapshot from the ledger. Raises SnapshotBusy, SnapshotNotWritable."""
    with folder.writing():
        # Read before the figures: what is accepted meanwhile is followed up, and following twice changes nothing.
        old, here, provinces = _readable(folder), whole.position(), _provinces_in(org.edition())
        keys_of = {one.submission_id: provinces.partition(one) for one in whole.counting_acceptances()}
        groups: dict[tuple[int, str], list[CountingFact]] = {}
        for fact in whole.counting_facts(submission_ids=keys_of):
            groups.setdefault(keys_of[fact.submission_id], []).append(fact)
        with passing_folder(folder) as passing, parquet.connect(spill=Path(passing)) as database:
            writer = PartitionWriter(folder, Numbering(), database, Path(passing))
            made = [writer.write(year=key[0], province=key[1], facts=groups[key]) for key in sorted(groups)]
        manifest = _publish(folder, old, made, keys=folder.add_keys(writer.numbering.keys()), here=here, now=now)
        folder.collect(manifest, now=now)
        return manifest


def snapshot_follow(*, folder: SnapshotFolder, now: datetime) -> Manifest | None:
    """Bring the snapshot up to the ledger by changing only the partitions of what was accepted since; None where there is no snapshot.

    :func:`snapshot_tidy` does afterwards what need not be waited for. Raises SnapshotBusy, SnapshotNotWritable, SnapshotDamaged."""
    status = snapshot_status(folder=folder)
    if status.manifest is None or status.current:
        return status.manifest
    if status.behind <= 0:
        return snapshot_build(folder=folder, now=now)
    with folder.writing():
        old, here = folder.current(), whole.position()
        assert old is not None
        fresh = whole.acceptances(after=old.last)
        if old.count + len(fresh) != here.count:
            # Two acceptances that overlapped may arrive in the other order of their numbers; the count tells.
            # Rewriting a partition with what it holds already leaves it as it is.
            fresh = whole.acceptances()
        return _rewrite(folder, old, fresh, here=here, now=now)


def snapshot_tidy(*, folder: SnapshotFolder, now: datetime) -> Manifest | None:
    """Merge deltas that have grown, and remove what nobody can be reading any more; None where there is no snapshot.

    The figures stay the same, and so does the position. Raises SnapshotBusy, SnapshotNotWritable, SnapshotDamaged."""
    found = folder.current()
    if found is None:
        return None
    with folder.writing():
        old = folder.current()
        assert old is not None
        if any(_is_due(one) for one in old.partitions):
            old = _merged(folder, old, now=now)
        folder.collect(old, now=now)
        return old


def _merged(folder: SnapshotFolder, old: Manifest, *, now: datetime) -> Manifest:
    with passing_folder(folder) as passing, parquet.connect(spill=Path(passing)) as database:
        writer = PartitionWriter(folder, Numbering.of(folder.keys(old)), database, Path(passing))
        made = [writer.rewrite(one, gone=(), units=(), added=()) if _is_due(one) else one for one in old.partitions]
    manifest = replace(old, number=old.number + 1, made_at=now, partitions=tuple(one for one in made if one is not None))
    folder.publish(manifest)
    folder.retire(old, manifest, now=now)
    return manifest


def _is_due(one: Partition) -> bool:
    return len(one.delta_units) > _due(one)


def _due(one: Partition) -> int:
    return max(FEW, len({unit for file in one.files for unit in file.units}) // _SHARE)


def _rewrite(folder: SnapshotFolder, old: Manifest, fresh: list[Acceptance], *, here: Position, now: datetime) -> Manifest:
    provinces, known = _provinces_in(org.edition()), folder.keys(old)
    numbering = Numbering.of(known)
    partitions = {one.key: one for one in old.partitions}
    moved: dict[tuple[int, str], list[Acceptance]] = {}
    for one in fresh:
        moved.setdefault(provinces.partition(one), []).append(one)
    with passing_folder(folder) as passing, parquet.connect() as database:
        writer = PartitionWriter(folder, numbering, database, Path(passing))
        for key, accepted in moved.items():
            # Its own older facts go too, so that following twice is following once.
            leaving = list(whole.counting_facts(submission_ids={n for one in accepted for n in (*one.supersedes, one.submission_id)}))
            counting = {one.submission_id for one in accepted if not one.superseded}
            arriving = [fact for fact in leaving if fact.submission_id in counting]
            made = _changed(writer, partitions.get(key), key, leaving, arriving)
            partitions.pop(key, None)
            if made is not None:
                partitions[key] = made
    keys = old.keys if numbering.is_of(known) else folder.add_keys(numbering.keys())
    return _publish(folder, old, [partitions[key] for key in sorted(partitions)], keys=keys, here=here, now=now)


def _changed(
    writer: PartitionWriter, old: Partition | None, key: tuple[int, str], leaving: list[CountingFact], arriving: list[CountingFact]
) -> Partition | None:
    if old is None:
        return writer.write(year=key[0], province=key[1], facts=arriving)
    units = {writer.numbering.units[fact.unit_id] for fact in leaving if fact.unit_id in writer.numbering.units}
    about = len(units | {writer.numbering.units.get(fact.unit_id, -1) for fact in arriving} | old.delta_units)
    is_small = sum(file.facts for file in old.files) <= SMALL
    write = writer.rewrite if is_small or about > _MOST * _due(old) else writer.change
    return write(old, gone={fact.id for fact in leaving}, units=units, added=arriving)


def _publish(
    folder: SnapshotFolder,
    old: Manifest | None,
    made: Iterable[Partition | None],
    *,
    keys: str,
    here: Position,
    now: datetime,
) -> Manifest:
    number = old.number + 1 if old else 1
    partitions = tuple(one for one in made if one is not None)
    manifest = Manifest(number, here.count, here.last, now, keys, partitions)
    folder.publish(manifest)
    folder.retire(old, manifest, now=now)
    return manifest


def _readable(folder: SnapshotFolder) -> Manifest | None:
    """The manifest in force, for its number; a damaged one is replaced."""
    try:
        return folder.current()
    except SnapshotDamaged:
        return None
