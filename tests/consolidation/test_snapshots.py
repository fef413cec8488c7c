"""A snapshot says what the ledger says, whatever was accepted, corrected or interrupted."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from saovuong.cli.consolidation_rows import of_view
from saovuong.consolidation import queries, snapshots
from saovuong.consolidation.snapshot_files import SnapshotDamaged, SnapshotFolder
from saovuong.consolidation.snapshot_reading import SnapshotReader, open_snapshot
from saovuong.consolidation.snapshot_verifying import snapshot_differences
from saovuong.consolidation.snapshots import snapshot_build, snapshot_follow, snapshot_status, snapshot_tidy
from saovuong.core.catalogue import Catalogue
from saovuong.core.quantity import Modifier
from saovuong.ledger import queries as ledger
from saovuong.ledger import services as book
from tests.consolidation.world import (
    CITY,
    DUC_XUAN,
    ENLISTED,
    GIFTS,
    MILITIA,
    NEW_BAC_KAN,
    NONG_THUONG,
    PROVINCE_NOW,
    PROVINCE_THEN,
    RATING,
    SONG_CAU,
    XUAT_HOA,
    Office,
    said,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=["anew", "deltas"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Partitions of a small book are written anew; here also beside deltas, as those of a large one."""
    if request.param == "deltas":
        monkeypatch.setattr(snapshots, "SMALL", 0)
    return request.param


@pytest.fixture
def folder(tmp_path: Path) -> SnapshotFolder:
    return SnapshotFolder(tmp_path / "snapshots")


def reader(folder: SnapshotFolder) -> SnapshotReader:
    manifest = folder.current()
    assert manifest is not None
    return replace(open_snapshot(folder=folder, manifest=manifest), sql_from=0)


def ask(office: Office, catalogue: Catalogue, snapshot: SnapshotReader | None, unit: str = CITY, period: str = "2024") -> object:
    """Everything that is shown of totals, and the same totals with their trees of parts."""
    asked = {"actor": office.people.everywhere, "unit_id": unit, "period_label": period, "catalogue": catalogue, "now": office.now}
    view = queries.totals_view(**asked, snapshot=snapshot)
    shown = json.dumps(list(of_view(view, catalogue)), ensure_ascii=False)
    covered = queries.coverage(**asked, snapshot=snapshot)
    return shown, view.place, view.hidden, covered, queries.totals(**asked, snapshot=snapshot)


def assert_same(office: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    manifest = folder.current()
    assert manifest is not None
    assert snapshot_differences(folder=folder, manifest=manifest) == []
    for unit, period in ((CITY, "2024"), (CITY, "2024-07"), (PROVINCE_THEN, "2024"), (PROVINCE_THEN, "2023"), (XUAT_HOA, "2024")):
        assert ask(office, catalogue, reader(folder), unit, period) == ask(office, catalogue, None, unit, period)


def test_a_snapshot_of_an_empty_book_is_a_snapshot(office: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    assert snapshot_build(folder=folder, now=office.now).facts == 0
    assert snapshot_status(folder=folder).current
    assert_same(office, catalogue, folder)


def test_the_snapshot_answers_as_the_ledger(city: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    made = snapshot_build(folder=folder, now=city.now)
    assert made.facts == 7 * 5 + 5 + 1
    assert {one.key for one in made.partitions} == {(2024, PROVINCE_THEN), (2023, PROVINCE_THEN)}
    assert_same(city, catalogue, folder)


def test_explanations_lead_to_the_same_quotes(city: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    snapshot_build(folder=folder, now=city.now)
    asked = {"actor": city.people.everywhere, "unit_id": CITY, "period_label": "2024", "catalogue": catalogue, "now": city.now}
    for measure in (GIFTS, MILITIA, RATING, ENLISTED):
        assert queries.explain(**asked, measure=measure, snapshot=reader(folder)) == queries.explain(**asked, measure=measure)


def test_months_become_tiles_and_answer_alike(office: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    later = replace(office, now=office.now)
    for month in ("2024-01", "2024-02", "2024-11"):
        later.hand_in(XUAT_HOA, [said(GIFTS, int(month[-2:])), said(MILITIA, 50)], period=month)
        later.hand_in(SONG_CAU, [said(GIFTS, 3, modifier=Modifier.OVER), said(MILITIA, 7)], period=month)
    made = snapshot_build(folder=folder, now=office.now)
    kinds = {file.kind: file.facts for one in made.partitions for file in one.files}
    assert kinds == {"tiles": 9, "marks": 3, "sums": 0}
    assert made.facts == 12
    assert_same(office, catalogue, folder)
    office.hand_in(XUAT_HOA, [said(GIFTS, 9, period_label="2024-Q1")])
    snapshot_follow(folder=folder, now=office.now)
    assert_same(office, catalogue, folder)


def test_accepting_rewrites_only_its_partition(city: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    before = snapshot_build(folder=folder, now=city.now)
    city.hand_in(NONG_THUONG, [said(GIFTS, 4), said(MILITIA, 55)])
    assert snapshot_status(folder=folder).behind == 1
    after = snapshot_follow(folder=folder, now=city.now)
    assert after is not None
    files = [{one.key: one.files for one in made.partitions} for made in (before, after)]
    assert files[0][2023, PROVINCE_THEN] == files[1][2023, PROVINCE_THEN]
    assert files[0][2024, PROVINCE_THEN] != files[1][2024, PROVINCE_THEN]
    assert snapshot_status(folder=folder).current
    assert_same(city, catalogue, folder)


def test_a_newer_version_takes_the_place_of_the_older(office: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    first, ids = office.hand_in(XUAT_HOA, [said(GIFTS, 4), said(MILITIA, 55)])
    snapshot_build(folder=folder, now=office.now)
    clerk, verifier = office.people.clerk, office.people.verifier
    new = book.submission_revise(actor=clerk, now=office.now, catalogue=catalogue, submission_id=first)
    with_old = ask(office, catalogue, reader(folder), XUAT_HOA)
    gifts = next(one for one in ledger.facts_of(actor=clerk, submission_id=new.id, now=office.now) if one.measure == GIFTS)
    book.fact_supersede(actor=clerk, now=office.now, catalogue=catalogue, fact_id=gifts.id, fact=said(GIFTS, 40))
    book.submission_hand_in(actor=clerk, now=office.now, submission_id=new.id)
    snapshot_follow(folder=folder, now=office.now)
    assert ask(office, catalogue, reader(folder), XUAT_HOA) == with_old
    book.submission_accept(actor=verifier, now=office.now, submission_id=new.id)
    made = snapshot_follow(folder=folder, now=office.now)
    assert made is not None
    assert made.facts == len(ids)
    assert_same(office, catalogue, folder)


def test_following_twice_and_late_is_following_once(city: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    assert snapshot_follow(folder=folder, now=city.now) is None
    snapshot_build(folder=folder, now=city.now)
    for unit, period in ((NONG_THUONG, "2024"), (DUC_XUAN, "2024-11"), (CITY, "2024-11")):
        city.hand_in(unit, [said(GIFTS, 4)], period=period)
    made = snapshot_follow(folder=folder, now=city.now)
    assert made is not None
    assert snapshot_follow(folder=folder, now=city.now) == made
    assert_same(city, catalogue, folder)
    # A manifest that missed an acceptance with a lower number finds it by the count.
    folder.publish(replace(made, number=made.number + 1, count=made.count - 1))
    snapshot_follow(folder=folder, now=city.now)
    assert_same(city, catalogue, folder)


def test_a_reader_keeps_its_state_while_others_write(city: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    snapshot_build(folder=folder, now=city.now)
    early, before = reader(folder), ask(city, catalogue, None)
    city.hand_in(NONG_THUONG, [said(GIFTS, 4), said(MILITIA, 55)])
    snapshot_follow(folder=folder, now=city.now)
    assert ask(city, catalogue, early) == before
    assert ask(city, catalogue, reader(folder)) != before


def test_what_nobody_can_read_any_more_is_collected(city: Office, folder: SnapshotFolder, way: str) -> None:
    def names() -> set[str]:
        return {path.relative_to(folder.path).as_posix() for path in folder.path.rglob("*.parquet")}

    old = snapshot_build(folder=folder, now=city.now)
    (leaving,) = {file.name for one in old.partitions if one.year == 2024 for file in one.files}
    city.hand_in(NONG_THUONG, [said(GIFTS, 4)])
    snapshot_follow(folder=folder, now=city.now)
    assert leaving in names()
    city.hand_in(NONG_THUONG, [said(GIFTS, 4)], period="2023")
    snapshot_follow(folder=folder, now=city.now)
    snapshot_tidy(folder=folder, now=city.now)
    assert leaving in names()
    snapshot_tidy(folder=folder, now=city.now + timedelta(days=2))
    assert (leaving in names()) == (way == "deltas")
    made = folder.current()
    assert made is not None
    assert {file.name for one in made.partitions for file in one.files} <= names()


class Stopped(Exception):  # noqa: N818
    pass


def stopping_at(path: Path, number: int, taken: list[str]) -> SnapshotFolder:
    def step(name: str) -> None:
        taken.append(name)
        if len(taken) == number:
            raise Stopped(name)

    return SnapshotFolder(path, step)


def test_stopping_anywhere_leaves_the_old_or_the_new_state(city: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    snapshot_build(folder=folder, now=city.now)
    city.hand_in(NONG_THUONG, [said(GIFTS, 4), said("overall_task_rating", "hoàn thành nhiệm vụ")])
    city.hand_in("bch-p63-06", [said(GIFTS, 4)], period="2022")
    old = folder.current()
    for number in range(1, 50):
        taken: list[str] = []
        try:
            snapshot_follow(folder=stopping_at(folder.path, number, taken), now=city.now)
        except Stopped as stop:
            if str(stop) == "done":
                assert snapshot_status(folder=folder).current
                break
            assert folder.current() == old
        else:
            raise AssertionError("every step must be stopped at")
    assert taken[-3:] == ["manifest", "pointer", "done"]
    assert len(taken) >= 7
    assert_same(city, catalogue, folder)
    assert not list(folder.path.glob(".viet-*"))


def test_a_failing_disk_leaves_the_old_state(
    city: Office, catalogue: Catalogue, folder: SnapshotFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot_build(folder=folder, now=city.now)
    city.hand_in(NONG_THUONG, [said(GIFTS, 4)])
    old, real = folder.current(), Path.replace
    for allowed in range(3):
        calls: list[Path] = []

        def failing(self: Path, target: Path, allowed: int = allowed, calls: list[Path] = calls) -> Path:
            calls.append(target)
            if len(calls) > allowed:
                raise OSError(28, "đĩa đầy")
            return real(self, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", failing)
            with pytest.raises(Exception, match="đĩa đầy"):
                snapshot_follow(folder=folder, now=city.now)
        assert folder.current() == old
    snapshot_follow(folder=folder, now=city.now)
    assert_same(city, catalogue, folder)


def test_damage_is_found(city: Office, folder: SnapshotFolder) -> None:
    made = snapshot_build(folder=folder, now=city.now)
    file = folder.path / made.partitions[0].files[0].name
    content = file.read_bytes()
    file.write_bytes(content[:-20] + bytes(20))
    (found,) = snapshot_differences(folder=folder, manifest=made)
    assert found.kind == "file"
    file.unlink()
    with pytest.raises(SnapshotDamaged):
        reader(folder)
    (folder.path / "hien-hanh.json").write_text("{}", "utf-8")
    with pytest.raises(SnapshotDamaged):
        folder.current()
    assert snapshot_build(folder=folder, now=city.now).facts == made.facts


def test_verify_names_what_differs(city: Office, folder: SnapshotFolder) -> None:
    old = snapshot_build(folder=folder, now=city.now)
    _, (added,) = city.hand_in(NONG_THUONG, [said(GIFTS, 4)])
    (found,) = snapshot_differences(folder=folder, manifest=old)
    assert (found.kind, found.fact_id) == ("missing", added)
    less = replace(old, partitions=tuple(one for one in old.partitions if one.year == 2024))
    assert {one.kind for one in snapshot_differences(folder=folder, manifest=less)} == {"missing"}


@pytest.mark.parametrize("kind", ["sums", "marks"])
def test_verify_finds_what_is_summed_up_wrong(office: Office, catalogue: Catalogue, folder: SnapshotFolder, kind: str) -> None:
    """A file that is what the manifest says, and yet is not what its own partition's figures come to."""
    for month, value in (("2024-01", 3), ("2024-02", 4)):
        office.hand_in(XUAT_HOA, [said(GIFTS, value)], period=month)
        office.hand_in(SONG_CAU, [said(GIFTS, value, modifier=Modifier.OVER)], period=month)
    made = snapshot_build(folder=folder, now=office.now)
    assert snapshot_differences(folder=folder, manifest=made) == []
    (one,) = made.partitions
    old = next(file for file in one.files if file.kind == kind)
    changed = {"sums": "* replace (m02 + 1 as m02)", "marks": "* replace (mark_months + 16 as mark_months)"}[kind]
    forged = folder.path / "forged.parquet"
    with duckdb.connect() as database:
        database.execute(f"copy (select {changed} from '{(folder.path / old.name).as_posix()}') to '{forged.as_posix()}' (format parquet)")
    name, sha256 = folder.add_file(forged, under="2024/forged", stem=kind)
    files = tuple(replace(file, name=name, sha256=sha256) if file is old else file for file in one.files)
    (found,) = snapshot_differences(folder=folder, manifest=replace(made, partitions=(replace(one, files=files),)))
    assert (found.kind, found.what) == ("file", f"tệp {name} không khớp với các số liệu mà nó tóm lại")


def test_a_snapshot_shows_nobody_more_than_the_ledger(city: Office, catalogue: Catalogue, folder: SnapshotFolder) -> None:
    snapshot_build(folder=folder, now=city.now)
    for actor in (city.people.commune, city.people.clerk, city.people.everywhere, None):
        asked = {"actor": actor, "unit_id": DUC_XUAN, "period_label": "2024", "catalogue": catalogue, "now": city.now}
        assert queries.totals(**asked, snapshot=reader(folder)) == queries.totals(**asked)


def test_questions_about_the_past_and_about_what_is_not_accepted_go_to_the_ledger(
    city: Office, catalogue: Catalogue, folder: SnapshotFolder
) -> None:
    snapshot_build(folder=folder, now=city.now)
    city.hand_in(NONG_THUONG, [said(GIFTS, 4)], accept=False)
    asked = {"actor": city.people.everywhere, "unit_id": CITY, "period_label": "2024", "catalogue": catalogue, "now": city.now}
    for more in ({"at": city.now - timedelta(days=1)}, {"states": ("accepted", "submitted")}):
        assert queries.totals(**asked, **more, snapshot=reader(folder)) == queries.totals(**asked, **more)


@pytest.mark.parametrize("unit", [PROVINCE_NOW, NEW_BAC_KAN])
def test_another_days_tree(city: Office, catalogue: Catalogue, folder: SnapshotFolder, unit: str) -> None:
    snapshot_build(folder=folder, now=city.now)
    asked = {"actor": city.people.everywhere, "unit_id": unit, "period_label": "2024", "catalogue": catalogue, "now": city.now}
    views = [queries.totals_view(**asked, tree_day=date(2025, 7, 1), snapshot=one) for one in (reader(folder), None)]
    assert list(of_view(views[0], catalogue)) == list(of_view(views[1], catalogue))
    assert views[0].place == views[1].place
    assert (views[0].left, views[1].left) != (None, None)
