"""The reader kept between questions is of the state in force, and never of somebody else's question."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from saovuong.cli.consolidation_rows import of_view
from saovuong.consolidation import queries, snapshot_current
from saovuong.consolidation.snapshot_current import snapshot_now
from saovuong.consolidation.snapshot_files import SnapshotFolder
from saovuong.consolidation.snapshots import snapshot_build, snapshot_follow
from saovuong.core.catalogue import Catalogue
from tests.consolidation.world import CITY, DUC_XUAN, GIFTS, PROVINCE_THEN, SONG_CAU, Office, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> SnapshotFolder:
    return SnapshotFolder(tmp_path / "snapshots")


def test_one_reader_serves_until_something_is_accepted(city: Office, folder: SnapshotFolder) -> None:
    assert snapshot_now(folder=folder.path.parent) is None
    snapshot_build(folder=folder, now=city.now)
    first = snapshot_now(folder=folder.path.parent)
    assert first is not None
    assert snapshot_now(folder=folder.path.parent) is first
    city.hand_in(SONG_CAU, [said(GIFTS, 7)], period="2024-11")
    assert snapshot_now(folder=folder.path.parent) is None
    made = snapshot_follow(folder=folder, now=city.now)
    later = snapshot_now(folder=folder.path.parent)
    assert later is not None
    assert later is not first
    assert later.manifest == made


def test_a_snapshot_that_is_damaged_leaves_the_ledger(city: Office, folder: SnapshotFolder) -> None:
    made = snapshot_build(folder=folder, now=city.now)
    (folder.path / made.partitions[0].files[0].name).unlink()
    assert snapshot_now(folder=folder.path.parent) is None
    snapshot_build(folder=folder, now=city.now)
    assert snapshot_now(folder=folder.path.parent) is not None


def test_questions_in_turn_answer_as_if_each_were_alone(city: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    """Two people with different rights and three units, in every order that matters: what was laid out for one is not another's."""
    snapshot_build(folder=folder, now=city.now)
    kept = snapshot_now(folder=folder.path.parent)
    assert kept is not None
    in_sql = replace(kept, sql_from=0)
    people = city.people
    for actor, unit in (
        (people.everywhere, CITY), (people.everywhere, PROVINCE_THEN), (people.clerk, CITY), (people.everywhere, CITY),
        (people.commune, DUC_XUAN), (people.everywhere, DUC_XUAN), (people.clerk, DUC_XUAN),
    ):  # fmt: skip
        asked = {"actor": actor, "unit_id": unit, "period_label": "2024", "catalogue": catalogue, "now": city.now}
        alone = list(of_view(queries.totals_view(**asked), catalogue))
        assert list(of_view(queries.totals_view(**asked, snapshot=in_sql), catalogue)) == alone


def test_threads_do_not_share_a_reader(city: Office, folder: SnapshotFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    made = snapshot_build(folder=folder, now=city.now)
    mine = snapshot_now(folder=folder.path.parent)
    # A thread has no part in this test's transaction, so it is told how far the ledger has come.
    monkeypatch.setattr(snapshot_current, "snapshot_status", lambda folder: type("Status", (), {"manifest": made, "current": True}))
    theirs: list[object] = []
    thread = threading.Thread(target=lambda: theirs.append(snapshot_now(folder=folder.path.parent)))
    thread.start()
    thread.join()
    assert theirs[0] is not None
    assert theirs[0] is not mine
