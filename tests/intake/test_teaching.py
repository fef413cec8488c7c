"""Putting taught knowledge in force: versions, the step back, what stays whole when something fails."""

import pytest

from saovuong.audit.queries import chain_verify
from saovuong.intake import services as intake
from saovuong.intake.knowledge import NoSuchVersion, current_file, taught_now, taught_of, version_file, version_now, versions_all
from saovuong.intake.models import Reading
from saovuong.intake.services.teaching import NotATeacher, NothingToUndo, TaughtMeanwhile, TaughtNotWritable
from saovuong.reader.model import NONE
from saovuong.reader.taught import NOTHING, BadTaught, Taught, TaughtPhrase, TaughtWeight

ONE = Taught.of([TaughtPhrase("ấm nghĩa tình", "after", "policy_gift_count")])
TWO = ONE.plus([TaughtPhrase("đoàn thanh tra", "after", NONE)], [TaughtWeight("policy_gift_count", "R2:túi ấm", 40)])


@pytest.fixture
def school(people, now, catalogue, tmp_path):
    class School:
        def apply(self, taught, base, by=people.clerk):
            return intake.taught_apply(
                actor=by, now=now, folder=tmp_path, catalogue=catalogue, taught=taught, base=base, examples=len(taught.phrases)
            )

        def undo(self, by=people.clerk):
            return intake.taught_undo(actor=by, now=now, folder=tmp_path)

        def now(self):
            return taught_now(folder=tmp_path)

    return School()


def entries():
    from saovuong.audit.models import Entry

    return [(row.action, row.before, row.after) for row in Entry.objects.filter(target="reader").order_by("seq")]


def test_versions_and_the_way_back(school, tmp_path, now, catalogue):
    assert (school.now(), version_now(folder=tmp_path), versions_all(folder=tmp_path)) == (NOTHING, None, ())
    first = school.apply(ONE, 0)
    assert (first.number, first.parent, first.made_by, first.made_at, first.pack) == (1, 0, "nhap-lieu", now, catalogue.version)
    assert school.now() == ONE
    assert school.apply(TWO, 1).number == 2
    assert (school.now(), taught_of(folder=tmp_path, number=1), taught_of(folder=tmp_path, number=0)) == (TWO, ONE, NOTHING)
    assert (school.undo(), school.now()) == (1, ONE)
    assert school.apply(TWO, 1).number == 3, "a number is never used twice"
    assert (school.undo(), school.undo(), school.now()) == (1, 0, NOTHING)
    assert [(version.number, version.parent) for version in versions_all(folder=tmp_path)] == [(1, 0), (2, 1), (3, 1)]
    with pytest.raises(NothingToUndo):
        school.undo()
    with pytest.raises(NoSuchVersion):
        taught_of(folder=tmp_path, number=9)


def test_every_step_is_in_the_audit(school):
    school.apply(TWO, 0)
    school.undo()
    (taught, undone) = entries()
    assert taught[0] == "reader_teach"
    assert (taught[1], taught[2]["version"], taught[2]["sha256"], taught[2]["phrases"], taught[2]["weights"]) == (
        {"version": 0, "sha256": ""}, 1, TWO.sha256, 2, 1,
    )  # fmt: skip
    assert undone == ("reader_unteach", {"version": 1}, {"version": 0})
    assert chain_verify().broken_at is None


def test_knowledge_that_changed_meanwhile_is_not_overwritten(school, tmp_path):
    school.apply(ONE, 0)
    with pytest.raises(TaughtMeanwhile):
        school.apply(TWO, 0)
    assert school.now() == ONE
    assert [version.number for version in versions_all(folder=tmp_path)] == [1]


def test_a_version_written_by_another_process_stays(school, tmp_path, monkeypatch):
    school.apply(ONE, 0)
    other = version_file(tmp_path, 2)
    monkeypatch.setattr("saovuong.intake.services.teaching.versions_all", lambda folder: versions_all(folder=folder)[:1])
    other.write_bytes(version_file(tmp_path, 1).read_bytes())
    with pytest.raises(TaughtMeanwhile):
        school.apply(TWO, 1)
    assert other.is_file()
    assert school.now() == ONE


def test_a_failed_write_leaves_nothing(school, tmp_path, monkeypatch):
    def broken(**_):
        raise RuntimeError("audit")

    monkeypatch.setattr("saovuong.intake.services.teaching.entry_append", broken)
    with pytest.raises(RuntimeError):
        school.apply(ONE, 0)
    assert versions_all(folder=tmp_path) == ()
    assert not current_file(tmp_path).exists()


def test_a_folder_that_cannot_be_written(school, tmp_path):
    (tmp_path / "reader").write_text("một tệp", "utf-8")
    with pytest.raises(TaughtNotWritable):
        school.apply(ONE, 0)
    assert entries() == []


def test_a_file_spoilt_by_hand_gives_way_to_the_newest_version(school, tmp_path):
    school.apply(ONE, 0)
    school.apply(TWO, 1)
    current_file(tmp_path).write_text("[[phrase]]", "utf-8")
    with pytest.raises(BadTaught):
        school.now()
    with pytest.raises(BadTaught):
        school.apply(ONE, 2)
    assert (school.undo(), school.now()) == (2, TWO)
    current_file(tmp_path).write_bytes(b"\xff\xfe")
    with pytest.raises(BadTaught):
        school.now()


def test_the_step_back_needs_the_earlier_version(school, tmp_path):
    school.apply(ONE, 0)
    school.apply(TWO, 1)
    version_file(tmp_path, 1).unlink()
    with pytest.raises(NoSuchVersion):
        school.undo()
    assert school.now() == TWO
    assert [action for action, *_ in entries()] == ["reader_teach", "reader_teach"]


@pytest.mark.parametrize("who", ["reader", "nobody", "verifier"])
def test_only_those_who_enter_figures_teach(school, people, who):
    with pytest.raises(NotATeacher):
        school.apply(ONE, 0, by=getattr(people, who))
    school.apply(ONE, 0, by=people.admin)
    with pytest.raises(NotATeacher):
        school.undo(by=getattr(people, who))
    with pytest.raises(NotATeacher):
        school.undo(by=None)


def test_what_is_handed_in_is_read_with_what_is_in_force(desk, school, people):
    school.apply(ONE, 0)
    text = "Báo cáo của phường Thử Nhất.\nTrong năm phường gửi 34 túi ấm nghĩa tình."
    submission = desk.submit(text).submission.id
    (candidate,) = desk.view(submission).candidates
    assert candidate.figure.measure == "policy_gift_count"
    assert Reading.objects.get(submission_id=submission).taught_sha256 == ONE.sha256
    desk.confirm(submission, candidate.number)
