"""Deltas beside a partition: what was accepted is there at once, merging changes no figure, and no moment shows half of it."""

import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from saovuong.consolidation import queries, snapshots
from saovuong.consolidation.snapshot_files import Manifest, SnapshotFolder
from saovuong.consolidation.snapshot_reading import open_snapshot
from saovuong.consolidation.snapshot_rows import rows_of
from saovuong.consolidation.snapshot_verifying import snapshot_differences
from saovuong.consolidation.snapshots import snapshot_build, snapshot_follow, snapshot_tidy
from saovuong.core.catalogue import Catalogue
from saovuong.core.quantity import Modifier
from saovuong.engine.roll_up import roll_up
from saovuong.ledger import queries as ledger
from saovuong.ledger import services as book
from tests.consolidation.world import CITY, CITY_COMMUNES, DUC_XUAN, GIFTS, MILITIA, PROVINCE_THEN, SONG_CAU, XUAT_HOA, Office, said

pytestmark = pytest.mark.django_db

OTHER_PROVINCE = "bch-p63-19"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SnapshotFolder:
    """Deltas for every partition however small, merged beyond two units."""
    monkeypatch.setattr(snapshots, "SMALL", 0)
    monkeypatch.setattr(snapshots, "FEW", 2)
    return SnapshotFolder(tmp_path / "snapshots")


@pytest.fixture
def months(office: Office) -> Office:
    """Three communes' first two months: tiles, and one figure that is none."""
    for month in ("2024-01", "2024-02"):
        for unit in (XUAT_HOA, SONG_CAU, DUC_XUAN):
            office.hand_in(unit, [said(GIFTS, 4), said(MILITIA, 50)], period=month)
    office.hand_in(CITY, [said(GIFTS, 9, modifier=Modifier.OVER)], period="2024-02")
    return office


def follow(folder: SnapshotFolder, office: Office) -> Manifest:
    made = snapshot_follow(folder=folder, now=office.now)
    assert made is not None
    return made


def tidy(folder: SnapshotFolder, office: Office) -> Manifest:
    made = snapshot_tidy(folder=folder, now=office.now)
    assert made is not None
    return made


def assert_as_the_ledger(office: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    made = folder.current()
    assert made is not None
    assert snapshot_differences(folder=folder, manifest=made) == []
    reader = open_snapshot(folder=folder, manifest=made)
    assert sum(counted(folder, made).values()) == made.facts
    for unit, period in ((CITY, "2024"), (PROVINCE_THEN, "2024"), (XUAT_HOA, "2024-02")):
        asked = {"actor": office.people.everywhere, "unit_id": unit, "period_label": period, "catalogue": catalogue, "now": office.now}
        assert queries.totals_view(**asked, snapshot=reader) == queries.totals_view(**asked)
        place, found, _ = queries.totals_with_rows(**asked)
        windows = [(place.start, place.end)]
        store = reader.store(units=None, start=date(1945, 1, 1), end=place.end)
        sheet = roll_up(store=store, tree=place.tree, catalogue=catalogue, measures=[one.measure for one in found], windows=windows)
        for one in found:
            line = sheet.line(measure=one.measure, unit=place.tree.root)
            assert (line.amount, line.heard) == (one.amount, one.coverage.heard)


def counted(folder: SnapshotFolder, made: Manifest) -> dict[str, int]:
    """Figures by kind of file, counted in the files."""
    database = open_snapshot(folder=folder, manifest=made).database
    out = {}
    for kind, counts in (
        ("tiles", " + ".join(f"count(id{month:02d})" for month in range(1, 13))),
        ("marks", "count(*)"),
        ("rest", "count(*)"),
    ):
        files = [file for one in made.partitions for file in one.files if file.kind == kind]
        out[kind] = database.execute(f"select {counts} from {rows_of(folder, files)}").fetchone()[0] if files else 0
    return out


def test_an_acceptance_writes_only_its_own_unit(months: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    before = snapshot_build(folder=folder, now=months.now)
    months.hand_in(XUAT_HOA, [said(GIFTS, 6), said(MILITIA, 51)], period="2024-03")
    after = follow(folder, months)
    base, delta = ({file.name: file for file in after.partitions[0].figures if file.delta is way} for way in (False, True))
    assert set(base) == {file.name for file in before.partitions[0].figures}
    (tiles,) = delta.values()
    assert (tiles.rows, tiles.facts, len(tiles.units)) == (2, 6, 1)
    assert {file.facts for file in base.values()} == {12 - 4, 1}
    assert {unit for file in base.values() for unit in file.hidden} == set(tiles.units) == after.partitions[0].delta_units
    assert after.facts == 15
    assert_as_the_ledger(months, catalogue, folder)


def test_deltas_are_merged_when_they_have_grown(months: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    snapshot_build(folder=folder, now=months.now)
    for unit in (XUAT_HOA, SONG_CAU):
        months.hand_in(unit, [said(GIFTS, 6)], period="2024-03")
        follow(folder, months)
    same = folder.current()
    assert tidy(folder, months) == same
    months.hand_in(DUC_XUAN, [said(GIFTS, 7)], period="2024-03")
    grown = follow(folder, months)
    assert len([file for file in grown.partitions[0].figures if file.delta]) == 1
    merged = tidy(folder, months)
    assert (merged.number, merged.count, merged.last, merged.facts) == (grown.number + 1, grown.count, grown.last, grown.facts)
    assert not [file for file in merged.partitions[0].files if file.delta or file.hidden]
    assert_as_the_ledger(months, catalogue, folder)


def test_what_was_never_merged_is_written_anew_at_last(months: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    snapshot_build(folder=folder, now=months.now)
    for unit in CITY_COMMUNES:
        months.hand_in(unit, [said(GIFTS, 6)], period="2024-03")
        assert follow(folder, months).partitions[0].delta_units
    months.hand_in(CITY, [said(GIFTS, 8)], period="2024-03")
    assert not follow(folder, months).partitions[0].delta_units
    assert_as_the_ledger(months, catalogue, folder)


def test_a_unit_that_two_provinces_speak_of(months: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    """Hidden in one file, the unit still counts in the other province's."""
    months.hand_in(DUC_XUAN, [said(GIFTS, 2, modifier=Modifier.OVER)], period="2024-06")
    for unit, other in ((OTHER_PROVINCE, DUC_XUAN), (OTHER_PROVINCE, XUAT_HOA)):
        months.hand_in(unit, [said(GIFTS, 3, unit_id=other), said(MILITIA, 5)], period="2024-01" if other == DUC_XUAN else "2024-04")
    snapshot_build(folder=folder, now=months.now)
    for unit, period in ((DUC_XUAN, "2024-05"), (OTHER_PROVINCE, "2024-05"), (XUAT_HOA, "2024-05")):
        months.hand_in(unit, [said(GIFTS, 3), said(MILITIA, 6)], period=period)
        follow(folder, months)
        assert_as_the_ledger(months, catalogue, folder)
    assert len([one for one in folder.current().partitions if one.delta_units]) == 2


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_accepted_in_whatever_order(months: Office, catalogue: Catalogue, folder: SnapshotFolder, seed: int) -> None:
    chance = random.Random(seed)
    people, accepted = months.people, []
    snapshot_build(folder=folder, now=months.now)
    for step in range(14):
        act = chance.choice(("month", "year", "about", "revise", "revise", "tidy"))
        unit = chance.choice((*CITY_COMMUNES[:4], CITY))
        if act == "tidy":
            tidy(folder, months)
        elif act == "revise" and accepted:
            old = accepted.pop(chance.randrange(len(accepted)))
            new = book.submission_revise(actor=people.clerk, now=months.now, catalogue=catalogue, submission_id=old)
            fact = ledger.facts_of(actor=people.clerk, submission_id=new.id, now=months.now)[0]
            book.fact_supersede(
                actor=people.clerk, now=months.now, catalogue=catalogue, fact_id=fact.id, fact=said(fact.measure, 60 + step)
            )
            book.submission_hand_in(actor=people.clerk, now=months.now, submission_id=new.id)
            book.submission_accept(actor=people.verifier, now=months.now, submission_id=new.id)
            accepted.append(new.id)
        else:
            period = {"year": str(2010 + step), "about": f"{2010 + step}"}.get(act, f"{2022 + step // 12}-{1 + step % 12:02d}")
            facts = [said(GIFTS, step, modifier=chance.choice((Modifier.EXACT, Modifier.OVER)))]
            if act == "about":
                facts = [said(GIFTS, step, unit_id=chance.choice(CITY_COMMUNES))]
                unit = CITY
            accepted.append(months.hand_in(unit, [*facts, said(MILITIA, step + 1)], period=period)[0])
        if chance.random() < 0.7:
            follow(folder, months)
    follow(folder, months)
    assert_as_the_ledger(months, catalogue, folder)
    tidy(folder, months)
    assert_as_the_ledger(months, catalogue, folder)


@pytest.fixture
def grown(months: Office, folder: SnapshotFolder) -> Manifest:
    """Due for merging."""
    snapshot_build(folder=folder, now=months.now)
    for unit in (XUAT_HOA, SONG_CAU, DUC_XUAN):
        months.hand_in(unit, [said(GIFTS, 6), said(MILITIA, 5, modifier=Modifier.ABOUT)], period="2024-03")
        made = follow(folder, months)
    return made


class Stopped(Exception):  # noqa: N818
    pass


def test_stopping_a_merge_anywhere_loses_nothing(months: Office, catalogue: Catalogue, folder: SnapshotFolder, grown: Manifest) -> None:
    for number in range(1, 50):
        taken: list[str] = []

        def step(name: str, taken: list[str] = taken, number: int = number) -> None:
            taken.append(name)
            if len(taken) == number:
                raise Stopped(name)

        try:
            snapshot_tidy(folder=SnapshotFolder(folder.path, step), now=months.now)
        except Stopped as stop:
            if str(stop) == "done":
                break
            assert folder.current() == grown
    assert taken[-3:] == ["manifest", "pointer", "done"]
    assert folder.current() == tidy(folder, months)
    assert_as_the_ledger(months, catalogue, folder)


_KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from saovuong.cli.console import start_django
start_django()
from saovuong.consolidation import snapshots
from saovuong.consolidation.snapshot_files import SnapshotFolder
snapshots.SMALL, snapshots.FEW = 0, 2
left = [int(sys.argv[2])]
def step(name):
    left[0] -= 1
    if not left[0]:
        os._exit(9)
snapshots.snapshot_tidy(folder=SnapshotFolder(Path(sys.argv[1]), step), now=datetime(2025, 1, 11, tzinfo=UTC))
"""


@pytest.mark.timeout(600)
def test_a_writer_killed_anywhere_lets_go_and_loses_nothing(
    months: Office, catalogue: Catalogue, folder: SnapshotFolder, grown: Manifest
) -> None:
    for number in range(1, 20):
        done = subprocess.run([sys.executable, "-c", _KILLED, str(folder.path), str(number)], check=False, timeout=60)
        assert done.returncode in (0, 9)
        if folder.current() != grown:
            break
        assert snapshot_differences(folder=folder, manifest=grown) == []
    assert number > 4
    assert_as_the_ledger(months, catalogue, folder)
    months.hand_in(XUAT_HOA, [said(GIFTS, 1)], period="2024-06")
    follow(folder, months)
    tidy(folder, replaced(months, days=3))
    assert not list(folder.path.rglob(".moi-*"))
    assert_as_the_ledger(months, catalogue, folder)


def replaced(office: Office, *, days: int) -> Office:
    return Office(office.people, office.now + timedelta(days=days))


def test_readers_meanwhile_see_one_state_or_the_other(months: Office, folder: SnapshotFolder) -> None:
    snapshot_build(folder=folder, now=months.now)
    seen, stop, faults = {}, threading.Event(), []

    def watch() -> None:
        try:
            while not stop.is_set():
                made = folder.current()
                assert made is not None
                found = sum(counted(folder, made).values())
                assert found == made.facts == seen.setdefault(made.number, found)
        except BaseException as fault:
            faults.append(fault)

    with watching(watch, stop):
        for month in range(3, 9):
            for unit in (XUAT_HOA, SONG_CAU, DUC_XUAN):
                months.hand_in(unit, [said(GIFTS, 6)], period=f"2024-{month:02d}")
                follow(folder, months)
            tidy(folder, months)
    assert faults == []
    assert len(seen) > 3


class watching:  # noqa: N801
    """Two threads for as long as the block runs."""

    def __init__(self, work: object, stop: threading.Event) -> None:
        self.threads, self.stop = [threading.Thread(target=work) for _ in range(2)], stop

    def __enter__(self) -> Iterator[None]:
        for thread in self.threads:
            thread.start()

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(30)
