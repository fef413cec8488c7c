"""A signed report stands: who may sign, what is frozen, what the triggers refuse, and what is said to have changed since."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, connection, transaction

from saovuong import __version__
from saovuong.accounts.confirming import WrongPassword
from saovuong.accounts.models import User
from saovuong.accounts.shapes import Actor
from saovuong.audit.models import Entry
from saovuong.audit.queries import chain_verify
from saovuong.ledger.access import NotAllowed
from saovuong.ledger.store import DocumentDamaged, DocumentStore
from saovuong.reader.version import reader_version
from saovuong.reports import models
from saovuong.reports.queries import (
    FileNotKept,
    UnknownReport,
    report_changes,
    report_check,
    report_file,
    report_get,
    report_standing,
    reports,
)
from saovuong.reports.services import manuscript_build, part_write, report_build, report_sign, signature_withdraw
from saovuong.reports.services.signing import AlreadySigned, FiguresMoved, NoReason, NotSigned, SignedBefore, SignerBuiltIt
from saovuong.reports.shapes import ReportInfo
from tests.consolidation.world import CITY, DUONG_QUANG, GIFTS, MILITIA, NONG_THUONG, Office, said
from tests.reports.test_manuscripts import Desk, desk, person
from tests.reports.test_services import correct

__all__ = ["desk"]
pytestmark = pytest.mark.django_db

PASSWORD = "chu-ky-cua-toi-1"


class Command:
    """The commander's side of the desk."""

    def __init__(self, desk: Desk, city: Office, folder: Path) -> None:
        self.desk, self.city, self.folder, self.now, self.catalogue = desk, city, folder, desk.now, desk.catalogue
        self.actor = person("chi-huy", "commander", CITY, desk.now)
        User.objects.update(password=make_password(PASSWORD))

    def build(self, later: int = 0) -> tuple[ReportInfo, bytes]:
        asking = self.desk.asking | {"now": self.now + timedelta(minutes=later)}
        built = manuscript_build(**asking, manuscript_id=self.desk.number, folder=self.folder)
        return built.info, built.content

    def sign(self, report_id: int, *, actor: Actor | None = None, password: str = PASSWORD, later: int = 60, **more: object) -> ReportInfo:
        asking = {
            "actor": actor or self.actor,
            "now": self.now + timedelta(minutes=later),
            "catalogue": self.catalogue,
            "folder": self.folder,
        }
        return report_sign(**asking, report_id=report_id, password=password, **more)  # type: ignore[arg-type]

    def withdraw(self, report_id: int, reason: str = "Sai tên đơn vị", *, actor: Actor | None = None) -> ReportInfo:
        return signature_withdraw(actor=actor or self.actor, now=self.now + timedelta(hours=2), report_id=report_id, reason=reason)

    def changes(self, report_id: int, later: int = 120):  # type: ignore[no-untyped-def]
        at = self.now + timedelta(minutes=later)
        return report_changes(actor=self.actor, now=at, report_id=report_id, catalogue=self.catalogue, folder=self.folder)


@pytest.fixture
def command(desk: Desk, city: Office, tmp_path: Path) -> Command:
    return Command(desk, city, tmp_path)


def test_signing_freezes_file_figures_versions_and_moment(command: Command) -> None:
    command.desk.write("Nội bộ đoàn kết.")
    info, content = command.build()
    assert info.signature is None
    signed = command.sign(info.id).signature
    assert signed is not None
    assert signed.stands
    assert (signed.signed_by, signed.signed_at) == ("chi-huy", command.now + timedelta(hours=1))
    assert signed.sha256 == hashlib.sha256(content).hexdigest()
    assert signed.manifest_sha256 == info.manifest_sha256
    assert (signed.pack, signed.pack_version) == ("local_defence", command.catalogue.version)
    assert (signed.program_version, signed.reader_version) == (__version__, reader_version())
    # Seven communes, the city and its year before were accepted.
    assert signed.accepted == Entry.objects.filter(action="submission_accept").count()
    assert signed.texts == {"strengths": 1}
    entry = Entry.objects.order_by("-seq").first()
    assert entry is not None
    assert (entry.action, entry.actor, entry.target) == ("report_sign", "chi-huy", f"report:{info.id}")
    assert entry.after is not None
    assert entry.after["sha256"] == signed.sha256
    assert chain_verify().broken_at is None
    (listed,) = reports(actor=command.actor)
    assert listed.signature == signed


def test_what_comes_later_leaves_the_signed_file_as_it_is(command: Command) -> None:
    info, content = command.build()
    command.sign(info.id)
    command.desk.write("Viết thêm sau khi ký.")
    correct(command.city, command.catalogue, DUONG_QUANG, MILITIA, 120)
    command.build(later=90)
    again, served = report_file(actor=command.actor, report_id=info.id, folder=command.folder)
    assert served == content
    assert again.signature is not None
    assert report_check(actor=command.actor, now=command.now, content=served, catalogue=command.catalogue).figures == info.figures


def test_a_file_altered_in_the_store_is_neither_served_nor_signed(command: Command) -> None:
    info, content = command.build()
    path = DocumentStore(command.folder).path_of(info.sha256)
    path.write_bytes(content + b"x")
    with pytest.raises(DocumentDamaged):
        command.sign(info.id)
    path.write_bytes(content)
    command.sign(info.id)
    path.write_bytes(content[:-1])
    with pytest.raises(DocumentDamaged):
        report_file(actor=command.actor, report_id=info.id, folder=command.folder)


def test_who_may_sign(command: Command, city: Office) -> None:
    info, _ = command.build()
    for role in ("clerk", "verifier", "writer", "inspector", "admin"):
        other = person(f"nguoi-{role}", role, CITY, command.now)
        User.objects.filter(pk=other.id).update(password=make_password(PASSWORD))
        with pytest.raises(NotAllowed):
            command.sign(info.id, actor=other)
    with pytest.raises(UnknownReport):
        command.sign(info.id, actor=city.people.outsider)
    for wrong in ("", "sai", PASSWORD.upper()):
        with pytest.raises(WrongPassword):
            command.sign(info.id, password=wrong)
    assert models.Signature.objects.count() == 0


def test_who_built_it_does_not_sign_it(command: Command) -> None:
    built = report_build(
        actor=command.actor, now=command.now, unit_id=CITY, period_label="2024", catalogue=command.catalogue, folder=command.folder
    )
    with pytest.raises(SignerBuiltIt):
        command.sign(built.info.id)


def test_an_account_without_a_password_signs_nothing(command: Command) -> None:
    info, _ = command.build()
    User.objects.filter(pk=command.actor.id).update(password="!")
    for password in ("", "!"):
        with pytest.raises(WrongPassword):
            command.sign(info.id, password=password)


def test_a_file_that_is_not_kept_here_is_not_signed(command: Command) -> None:
    built = report_build(actor=command.desk.actor, now=command.now, unit_id=CITY, period_label="2024", catalogue=command.catalogue)
    with pytest.raises(FileNotKept):
        command.sign(built.info.id)


def test_figures_that_moved_before_signing_are_signed_only_knowingly(command: Command) -> None:
    info, _ = command.build()
    correct(command.city, command.catalogue, DUONG_QUANG, MILITIA, 120)
    with pytest.raises(FiguresMoved) as told:
        command.sign(info.id)
    moved = report_standing(actor=command.actor, now=command.now, report_id=info.id, catalogue=command.catalogue)
    assert told.value.fields["count"] == moved > 0
    command.sign(info.id, despite_changes=True)
    entry = Entry.objects.order_by("-seq").first()
    assert entry is not None
    assert entry.after is not None
    assert entry.after["changed_since_built"] == moved


def test_one_signature_stands_at_a_time_and_goes_only_with_a_reason(command: Command) -> None:
    first, _ = command.build()
    second, _ = command.build(later=10)
    command.sign(first.id)
    for number in (first.id, second.id):
        with pytest.raises(AlreadySigned) as told:
            command.sign(number)
        assert told.value.fields["report_id"] == first.id
    with pytest.raises(NotSigned):
        command.withdraw(second.id)
    with pytest.raises(NotAllowed):
        command.withdraw(first.id, actor=command.desk.actor)
    for empty in ("", "   ", "x", "x" * 2001):
        with pytest.raises(NoReason):
            command.withdraw(first.id, empty)
    gone = command.withdraw(first.id, "Sai  tên đơn vị").signature
    assert gone is not None
    assert (gone.stands, gone.reason, gone.withdrawn_by) == (False, "Sai tên đơn vị", "chi-huy")
    assert gone.sha256 == first.sha256
    with pytest.raises(SignedBefore):
        command.sign(first.id)
    with pytest.raises(NotSigned):
        command.withdraw(first.id)
    assert command.sign(second.id).signature is not None
    assert report_get(actor=command.actor, report_id=first.id).signature == gone
    acts = [entry.action for entry in Entry.objects.filter(target__startswith="report:").order_by("seq")]
    assert acts == ["report_build", "report_build", "report_sign", "signature_withdraw", "report_sign"]


@pytest.mark.parametrize("table", ["signature", "signaturewithdrawal", "reportrecord"])
def test_the_database_refuses_to_change_what_was_signed(command: Command, table: str) -> None:
    info, _ = command.build()
    command.sign(info.id)
    command.withdraw(info.id)
    for statement in (f"UPDATE reports_{table} SET id = id + 1", f"DELETE FROM reports_{table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Checks of foreign keys that wait for the end of the transaction would refuse first.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE reports_{table} CASCADE")


# --- what has changed since ---


def test_nothing_has_changed_right_after(command: Command) -> None:
    info, _ = command.build()
    command.sign(info.id)
    found = command.changes(info.id)
    assert (found.figures, found.paragraphs) == ((), ())


def test_a_correction_is_told_with_both_values_cause_and_sentence(command: Command) -> None:
    """721 militia; Dương Quang hands in 120 instead of 106, so the city has 735."""
    info, _ = command.build()
    command.sign(info.id)
    later = Office(command.city.people, command.now + timedelta(minutes=90))
    correct(later, command.catalogue, DUONG_QUANG, MILITIA, 120)
    found = command.changes(info.id)
    told = {one.difference.rule: one for one in found.figures}
    militia = told[f"result:2024:{MILITIA}"]
    assert (militia.difference.written, militia.difference.now, militia.by_book) == ("721", "735", True)
    assert f"result:2024:{GIFTS}" not in told
    before = " ".join(text for one in found.paragraphs for text in one.before)
    after = " ".join(text for one in found.paragraphs for text in one.after)
    assert "721 đồng chí" in before
    assert "735 đồng chí" in after
    assert "735 đồng chí" not in before
    assert report_standing(actor=command.actor, now=command.now, report_id=info.id, catalogue=command.catalogue) == len(found.figures)


def test_a_figure_that_came_in_later_is_told_as_new(command: Command) -> None:
    info, _ = command.build()
    later = Office(command.city.people, command.now + timedelta(minutes=90))
    later.hand_in(NONG_THUONG, [said("patrol_count", 12)])
    found = {one.difference.rule: one for one in command.changes(info.id).figures}
    assert (found["result:2024:patrol_count"].difference.kind, found["result:2024:patrol_count"].by_book) == ("new", True)


def test_a_report_made_by_other_rules_is_not_laid_on_the_book(command: Command) -> None:
    """The same book gave another value then: pack or program count otherwise now."""
    info, _ = command.build()
    row = models.ReportRecord.objects.get(pk=info.id)
    manifest = row.manifest
    for figure in manifest["figures"]:
        if figure["key"] == f"result:2024:{MILITIA}":
            figure["value"] = "700"
    other = models.ReportRecord.objects.create(
        unit_id=row.unit_id, period_label="2024", template="year", built_at=row.built_at, built_by="soan-thao", sha256=row.sha256,
        manifest_sha256=row.manifest_sha256, manifest=manifest,
    )  # fmt: skip
    (one,) = [one for one in command.changes(other.pk).figures if one.difference.rule == f"result:2024:{MILITIA}"]
    assert (one.difference.written, one.difference.now, one.by_book) == ("700", "721", False)


def test_other_words_are_told_as_paragraphs(command: Command) -> None:
    command.desk.write("Nội bộ đoàn kết.")
    info, _ = command.build()
    command.sign(info.id)
    part_write(
        **command.desk.asking, manuscript_id=command.desk.number, part="strengths", text="Nội bộ đoàn kết, thống nhất.", base_version=1
    )
    (one,) = command.changes(info.id).paragraphs
    assert one.place == "III. ĐÁNH GIÁ CHUNG"
    assert one.before == ("- Ưu điểm: Nội bộ đoàn kết.",)
    assert one.after == ("- Ưu điểm: Nội bộ đoàn kết, thống nhất.",)


def test_an_outsider_learns_nothing(command: Command, city: Office, now: datetime) -> None:
    info, _ = command.build()
    command.sign(info.id)
    stranger = city.people.outsider
    for ask in (
        lambda: report_get(actor=stranger, report_id=info.id),
        lambda: report_changes(actor=stranger, now=now, report_id=info.id, catalogue=command.catalogue),
        lambda: report_standing(actor=stranger, now=now, report_id=info.id, catalogue=command.catalogue),
        lambda: signature_withdraw(actor=stranger, now=now, report_id=info.id, reason="Lý do nào đó"),
    ):
        with pytest.raises(UnknownReport):
            ask()
