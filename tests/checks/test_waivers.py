"""Letting a finding stand: who may, what it is tied to, what remains of it."""

import pytest
from django.db import DatabaseError, connection, transaction

from saovuong.accounts.services import grant_give, user_create
from saovuong.audit.models import Entry
from saovuong.audit.queries import chain_verify
from saovuong.checks.models import Waiver, WaiverEnd
from saovuong.checks.queries import check, waived, waivers
from saovuong.checks.services import (
    AlreadyWaived,
    MayNotWaive,
    NoSuchFinding,
    NoSuchWaiver,
    NoWaiverReason,
    OwnFigures,
    finding_waive,
    waiver_end,
)
from saovuong.ledger import services as book
from tests.consolidation.world import CITY, DUC_XUAN, SONG_CAU, said

FIT, ATTENDED, CALLED = "medical_passed_count", "medical_attended_count", "medical_called_count"


@pytest.fixture
def desk(office, people, catalogue, now):
    """A ward whose 12 fit are more than the 10 who came, and short words for what people do about it."""
    office.hand_in(DUC_XUAN, [said(ATTENDED, 10), said(FIT, 12), said(CALLED, 20)])

    class Desk:
        def view(self, actor=people.everywhere, **more):
            return check(actor=actor, unit_id=CITY, period_label="2024", catalogue=catalogue, now=now, **more)

        @property
        def only(self):
            (one,) = self.view().findings
            return one

        def waive(self, actor=people.verifier, key=None, reason="đã đối chiếu biên bản"):
            return finding_waive(
                actor=actor,
                now=now,
                catalogue=catalogue,
                unit_id=CITY,
                period_label="2024",
                key=self.only.finding.key if key is None else key,
                reason=reason,
                states=("accepted",),
            )

        def end(self, key, actor=people.verifier, reason="xem lại"):
            return waiver_end(actor=actor, now=now, key=key, reason=reason)

    return Desk()


def test_a_waived_finding_is_shown_as_such(desk, people, now):
    done = desk.waive()
    one = desk.only
    assert one.waiver == done
    assert (done.by, done.at, done.reason, done.unit_id) == ("kiem-tra", now, "đã đối chiếu biên bản", DUC_XUAN)
    assert "10 người < đủ sức khỏe 12 người" in done.message


def test_the_beginning_of_the_key_is_enough(desk):
    key = desk.only.finding.key
    assert desk.waive(key=key[:6]).key == key
    for short in (key[:3], "", "zzzz"):
        with pytest.raises(NoSuchFinding):
            desk.waive(key=short)


def test_it_is_recorded(desk):
    done = desk.waive()
    entry = Entry.objects.order_by("-seq").first()
    assert (entry.actor, entry.action, entry.target) == ("kiem-tra", "finding_waive", f"waiver:{done.id}")
    assert entry.after["reason"] == "đã đối chiếu biên bản"
    desk.end(done.key)
    assert Entry.objects.order_by("-seq").first().action == "waiver_end"
    assert chain_verify().broken_at is None


def test_taken_back_it_counts_again_and_may_be_waived_anew(desk):
    first = desk.waive()
    ended = desk.end(first.key[:8])
    assert (ended.ended_by, ended.ended_reason) == ("kiem-tra", "xem lại")
    assert desk.only.waiver is None
    assert waived() == (1, 1)
    second = desk.waive(reason="lần hai")
    assert waived() == (2, 1)
    assert second.id != first.id
    assert desk.only.waiver == second


def test_twice_is_refused(desk):
    desk.waive()
    with pytest.raises(AlreadyWaived) as refusal:
        desk.waive()
    assert "kiem-tra" in str(refusal.value)
    assert Waiver.objects.count() == 1


def test_a_waiver_ends_when_the_figures_change(desk, office, people, catalogue, now):
    desk.waive()
    before = desk.only.finding.key
    # The same unit hands in a corrected version: still wrong, but other figures.
    office.hand_in(DUC_XUAN, [said(ATTENDED, 11), said(FIT, 12), said(CALLED, 20)])
    (one,) = desk.view().findings
    assert one.finding.key != before
    assert one.waiver is None
    with pytest.raises(NoSuchFinding):
        desk.waive(key=before)


def test_a_waiver_stays_while_other_figures_change(desk, office):
    done = desk.waive()
    office.hand_in(SONG_CAU, [said(ATTENDED, 9), said(FIT, 9)])
    assert desk.only.waiver == done


def test_a_reason_is_needed(desk):
    for empty in ("", "   "):
        with pytest.raises(NoWaiverReason):
            desk.waive(reason=empty)
    done = desk.waive()
    with pytest.raises(NoWaiverReason):
        desk.end(done.key, reason=" ")


def test_who_may(desk, people, now):
    commander = user_create(name="chi-huy", display_name="chi-huy", actor=people.admin, now=now)
    grant_give(user=commander, role="commander", unit_id=CITY, valid_from=now.date(), actor=people.admin, now=now)
    for actor in (people.everywhere, people.clerk):
        with pytest.raises(MayNotWaive):
            desk.waive(actor=actor)
    done = desk.waive(actor=commander)
    for actor in (people.everywhere, people.clerk, people.commune):
        with pytest.raises(MayNotWaive):
            desk.end(done.key, actor=actor)
    for actor in (people.outsider, people.nobody):
        with pytest.raises(NoSuchWaiver):
            desk.end(done.key, actor=actor)
    assert desk.only.waiver == done


def test_who_entered_the_figures_does_not_waive(desk, people, now):
    grant_give(user=people.clerk, role="verifier", unit_id="vn", valid_from=now.date(), actor=people.admin, now=now)
    with pytest.raises(OwnFigures):
        desk.waive(actor=people.clerk)


def test_the_list_is_narrowed_to_the_scope(desk, people, now):
    done = desk.waive()
    desk.end(done.key)
    assert [one.id for one in waivers(actor=people.everywhere, now=now)] == [done.id]
    assert waivers(actor=people.everywhere, now=now)[0].ended_by == "kiem-tra"
    assert waivers(actor=people.outsider, now=now) == []
    assert waivers(actor=people.nobody, now=now) == []
    assert waivers(actor=None, now=now) == []


def test_words_about_figures_out_of_scope_are_not_told(desk, office, people, catalogue, now):
    """The ward may see what it said itself, not what the city said of it."""
    office.hand_in(CITY, [said(FIT, 77, unit_id=DUC_XUAN)])
    keys = {one.finding.rule: one.finding.key for one in desk.view().findings}
    desk.waive(key=keys["conscription_funnel"])
    hidden = desk.waive(key=keys["contradicting_reporters"])
    grant_give(user=people.commune, role="verifier", unit_id=DUC_XUAN, valid_from=now.date(), actor=people.admin, now=now)
    assert [one.rule for one in waivers(actor=people.commune, now=now)] == ["conscription_funnel"]
    assert len(waivers(actor=people.everywhere, now=now)) == 2
    with pytest.raises(NoSuchWaiver):
        desk.end(hidden.key, actor=people.commune)


def test_a_refused_waiver_leaves_nothing(desk, people):
    before = Entry.objects.count()
    with pytest.raises(MayNotWaive):
        desk.waive(actor=people.everywhere)
    assert (Waiver.objects.count(), Entry.objects.count()) == (0, before)


@pytest.mark.parametrize("table", ["checks_waiver", "checks_waiverend"])
def test_the_database_keeps_every_row(desk, table):
    desk.end(desk.waive().key)
    statements = [f"UPDATE {table} SET reason = 'khác'", f"DELETE FROM {table}"]
    if connection.vendor == "postgresql":
        statements.append(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")
    for statement in statements:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert (Waiver.objects.get().reason, WaiverEnd.objects.get().reason) == ("đã đối chiếu biên bản", "xem lại")


def test_a_reason_is_a_matter_of_the_database_too(desk):
    row = Waiver.objects.get(pk=desk.waive().id)
    row.pk, row.reason = None, ""
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def test_ids_alone_do_not_tie_a_waiver(desk, office, people, catalogue, now):
    """A correction keeps the number people know and gets an id of its own."""
    done = desk.waive()
    number, ids = office.hand_in(DUC_XUAN, [said(ATTENDED, 10), said(FIT, 12), said(CALLED, 20)], accept=False)
    book.fact_return(actor=people.verifier, now=now, submission_id=number, fact_id=ids[1], reason="xem lại")
    book.fact_supersede(actor=people.clerk, now=now, catalogue=catalogue, fact_id=ids[1], fact=said(FIT, 13))
    book.submission_accept(actor=people.verifier, now=now, submission_id=number)
    assert desk.only.waiver is None
    assert done.key != desk.only.finding.key
