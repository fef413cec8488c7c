"""One activity that several levels report: counted once above them, explained at every level, the same from book and snapshot."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from saovuong.consolidation import queries
from saovuong.core.quantity import Scope
from saovuong.ledger import services as book
from saovuong.ledger.queries import facts_of
from tests.consolidation.test_commands import ASK, folder, rows  # noqa: F401 - a fixture
from tests.consolidation.world import CITY, DUC_XUAN, GIFTS, MINH_KHAI, PROVINCE_THEN, SONG_CAU, said

TET = "Tết quân dân 2024"


@pytest.fixture
def joint(office):
    """Đức Xuân gave 12, of them 5 in the joint programme; Sông Cầu only the joint 5; the city's command says that it was 6."""
    office.hand_in(DUC_XUAN, [said(GIFTS, 12), said(GIFTS, 5, period_label="2024-01", joint=TET)])
    office.hand_in(SONG_CAU, [said(GIFTS, 5, period_label="2024-01", joint="tet quan dan  2024")])
    office.hand_in(CITY, [said(GIFTS, 6, period_label="2024-01", joint=TET, scope=Scope.OWN)])
    office.hand_in(MINH_KHAI, [said(GIFTS, 3)])
    return office


def test_every_level_explains_the_deduction(joint, people, catalogue):
    def explained(unit):
        return queries.explain(actor=people.everywhere, unit_id=unit, period_label="2024", measure=GIFTS, catalogue=catalogue)

    commune, city, province = (explained(unit) for unit in (DUC_XUAN, CITY, PROVINCE_THEN))
    assert (commune.total.amount.value, commune.root.joint) == (12, ())
    assert [(left.reason, left.source.fact.value) for left in commune.root.left_out] == [("joint_inside", 5)]
    # 12 + 5 + 3 + the city's 6, less the 5 inside Đức Xuân's 12 and Sông Cầu's 5: 7 + 3 + 6.
    assert city.total.amount.value == province.total.amount.value == 16
    (event,) = city.root.joint
    assert (event.kept_name, event.deduction.deducted) == ("Ban Chỉ huy quân sự thành phố Bắc Kạn", 10)
    assert {source.fact.value for source in event.dropped} == {Decimal(5)}
    assert (event.deduction.bounds.low, event.deduction.bounds.high) == (5, 6)
    assert all(source.fact.evidence.quote for source in (*event.kept, *event.dropped))
    (conflict,) = city.contradictions
    assert (conflict.contradiction.kind, len(conflict.others)) == ("joint", 2)
    assert province.root.joint == ()
    parts = [child.part.counted.value for child in city.root.children if child.part.counted]
    assert sum(parts) + city.root.part.own.amount.value - event.deduction.deducted == city.total.amount.value


def test_the_commands_show_it_as_its_own_line(joint, folder, saovuong):  # noqa: F811
    out = saovuong("explain", *ASK, "--measure", GIFTS)
    assert (out.status, out.err) == (0, "")
    flat = " ".join(out.out.replace("│", " ").split())
    for words in (
        "trừ 10: việc chung TET-QUAN-DAN-2024 tính một lần theo Ban Chỉ huy quân sự thành phố Bắc Kạn (6)",
        "các bên nêu từ 5 đến 6",
        "việc chung, đã nằm trong số chung của đơn vị",
    ):
        assert words in flat, words
    found = [json.loads(line) for line in saovuong("explain", *ASK, "--measure", GIFTS, "--json").out.splitlines()]
    (row,) = [one for one in found if one["row"] == "joint"]
    assert (row["key"], row["deducted"], row["agree"], row["kept"]["unit"], row["low"], row["high"]) == (
        "TET-QUAN-DAN-2024", 10, False, CITY, 5, 6,
    )  # fmt: skip


def test_the_snapshot_says_the_same(joint, folder, saovuong):  # noqa: F811
    asked = ("explain", *ASK, "--measure", GIFTS, "--json")
    from_book = saovuong(*asked)
    assert saovuong("snapshot", "build").status == 0
    assert saovuong("snapshot", "verify").status == 0
    assert saovuong(*asked, "--engine", "duckdb") == from_book
    table = ("totals", *ASK, "--json")
    assert saovuong(*table) == saovuong(*table, "--engine", "python")
    *told, engine = [json.loads(line) for line in saovuong(*table, "--engine", "duckdb").out.splitlines()]
    assert told == [json.loads(line) for line in saovuong(*table).out.splitlines()]
    assert {one["measure"]: one["reason"] for one in engine["left"]}[GIFTS] == "joint"


def test_a_new_version_and_a_correction_keep_the_key(joint, people, catalogue, now):
    from saovuong.ledger.queries import submissions

    (old,) = submissions(actor=people.clerk, unit_ids=[SONG_CAU])
    new = book.submission_revise(actor=people.clerk, now=now, catalogue=catalogue, submission_id=old.id)
    (fact,) = facts_of(actor=people.clerk, submission_id=new.id)
    assert fact.joint == "TET-QUAN-DAN-2024"


def test_the_book_at_an_instant_rebuilds_a_signed_report(office, people, catalogue, folder, saovuong, now):  # noqa: F811
    submission, _ = office.hand_in(DUC_XUAN, [said(GIFTS, 7)])
    later = now + timedelta(days=3)
    again = book.submission_revise(actor=people.clerk, now=later, catalogue=catalogue, submission_id=submission)
    (old,) = facts_of(actor=people.clerk, submission_id=again.id)
    book.fact_supersede(actor=people.clerk, now=later, catalogue=catalogue, fact_id=old.id, fact=said(GIFTS, 9))
    book.submission_hand_in(actor=people.clerk, now=later, submission_id=again.id)
    book.submission_accept(actor=people.verifier, now=later, submission_id=again.id)
    saovuong("snapshot", "build")

    def value(*more):
        result = saovuong("totals", *ASK, "--measure", GIFTS, "--json", *more)
        return [row["value"] for row in rows(result.out)]

    assert value() == [9]
    assert value("--at", now.date().isoformat()) == [7]
    assert value("--at", (now - timedelta(days=1)).isoformat()) == [None]
    refused = saovuong("totals", *ASK, "--at", "hôm kia")
    assert (refused.status, "SV-556" in refused.err) == (2, True)
