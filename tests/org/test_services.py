"""Who may change the lists of units, what the changes do, and what the database itself refuses."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from saovuong.audit.models import Entry
from saovuong.audit.queries import chain_verify
from saovuong.org import services
from saovuong.org.models import Link, Succession, Unit
from saovuong.org.queries import NoSuchUnit, index, reporting_unit_for, successions, tree_on, unit_get

pytestmark = pytest.mark.django_db

SINCE = date(2025, 7, 1)
COMMUNES = ("c34-01843", "c34-01840", "c34-01849")


def _area_command(admin, now, **changes):
    words = {
        "actor": admin,
        "now": now,
        "name": "Ban Chỉ huy Phòng thủ khu vực 1 - Đức Xuân",
        "kind": "area_command",
        "parent_id": "bch-p34-19",
        "valid_from": SINCE,
        "takes": COMMUNES,
    }
    return services.unit_add(**{**words, **changes})


def test_loading_twice_is_refused_and_changes_nothing(loaded, now):
    before = (Unit.objects.count(), Link.objects.count(), chain_verify().entries)
    with pytest.raises(services.UnitsAlreadyLoaded):
        services.units_load(actor=loaded, now=now)
    assert (Unit.objects.count(), Link.objects.count(), chain_verify().entries) == before


def test_loading_tells_its_progress_and_leaves_one_entry(few, admin, now, monkeypatch):
    monkeypatch.setattr(services, "load_units", lambda: few)
    told = []
    services.units_load(actor=admin, now=now, progress=lambda table, count: told.append((table, count)))
    counts = [("units", len(few.units)), ("links", len(few.links)), ("successions", len(few.successions)), ("aliases", len(few.aliases))]
    assert told == counts
    entry = Entry.objects.get(action="units_load")
    assert entry.after == dict(counts)
    assert entry.actor == "quan-tri"


def test_only_an_administrator_changes_the_lists(loaded, clerk, now):
    before = chain_verify().entries
    acts = [
        lambda: services.units_load(actor=clerk, now=now),
        lambda: _area_command(clerk, now),
        lambda: services.link_add(
            actor=clerk, now=now, child_id="c34-01843", parent_id="bch-p34-04", kind="command", valid_from=SINCE, move=True
        ),
        lambda: services.unit_close(actor=clerk, now=now, unit_id="c34-01843", closed=date(2026, 1, 1), act="x"),
        lambda: services.succession_add(actor=clerk, now=now, old_id="c63-01843", new_id="c34-01840", on=SINCE, extent="part", act="x"),
        lambda: services.succession_share(actor=clerk, now=now, old_id="c63-01843", new_id="c34-01840", share=Decimal("0.5"), act="x"),
    ]
    for act in acts:
        with pytest.raises(services.NotUnitAdministrator, match="nhap-lieu"):
            act()
    assert chain_verify().entries == before


def test_an_area_command_takes_its_communes_over(loaded, now):
    unit = _area_command(loaded, now)
    tree = tree_on(root="bch-p34-19", day=SINCE)
    assert tree.children[unit.id] == ("c34-01843", "c34-01840", "c34-01849")
    assert not set(COMMUNES) & set(tree.children["bch-p34-19"])
    assert len(tree.expected) == 92
    command = tree_on(root="bch-p34-19", day=SINCE, kind="command")
    assert command.children[unit.id] == tree.children[unit.id]
    assert unit.id not in tree_on(root="p34-19", day=SINCE, kind="administrative").units()
    assert tree_on(root="p34-19", day=SINCE, kind="administrative").children["p34-19"].__len__() == 92
    assert index().find("Ban chỉ huy PTKV 1 Đức Xuân, Thái Nguyên")[0].unit == unit
    assert Entry.objects.filter(action="unit_add", target=f"unit:{unit.id}").count() == 1
    assert chain_verify().broken_at is None


def test_a_later_area_command_leaves_the_time_before_as_it_was(loaded, now):
    start = date(2025, 10, 1)
    unit = _area_command(loaded, now, valid_from=start)
    before = tree_on(root="bch-p34-19", day=date(2025, 9, 30))
    assert set(COMMUNES) <= set(before.children["bch-p34-19"])
    assert unit.id not in before.units()
    assert tree_on(root="bch-p34-19", day=start).children[unit.id]


@pytest.mark.parametrize(
    ("changes", "refusal", "words"),
    [
        ({"name": "  "}, services.BadUnit, "thiếu tên"),
        ({"kind": "ward"}, services.BadUnit, "area_command"),
        ({"parent_id": "khong-co"}, NoSuchUnit, "khong-co"),
        ({"takes": ("c34-01843", "khong-co")}, NoSuchUnit, "khong-co"),
        ({"valid_from": date(2025, 6, 1)}, services.BadLink, "không tồn tại"),
        ({"takes": ("c63-01843",)}, services.BadLink, "Phùng Chí Kiên"),
        ({"takes": ("bch-p34-19",)}, services.BadLink, "cấp trên của nhau"),
    ],
)
def test_a_bad_area_command_leaves_nothing(loaded, now, changes, refusal, words):
    before = (Unit.objects.count(), set(Link.objects.values_list()), chain_verify().entries)
    with pytest.raises(refusal, match=words):
        _area_command(loaded, now, **changes)
    assert (Unit.objects.count(), set(Link.objects.values_list()), chain_verify().entries) == before


def test_the_same_area_command_twice_is_refused(loaded, now):
    _area_command(loaded, now)
    with pytest.raises(services.BadUnit, match="cùng tên"):
        _area_command(loaded, now)


def test_a_unit_has_one_parent_of_a_kind_at_a_time(loaded, now):
    tie = {"child_id": "c34-01843", "parent_id": "bch-p34-04", "kind": "reporting"}
    with pytest.raises(services.BadLink, match="đang trực thuộc “Bộ Chỉ huy quân sự tỉnh Thái Nguyên”"):
        services.link_add(actor=loaded, now=now, **tie, valid_from=date(2025, 9, 1))
    services.link_add(actor=loaded, now=now, **tie, valid_from=date(2025, 9, 1), move=True)
    assert "c34-01843" in tree_on(root="bch-p34-19", day=date(2025, 8, 31)).units()
    assert "c34-01843" in tree_on(root="bch-p34-04", day=date(2025, 9, 1)).units()
    entry = Entry.objects.get(action="link_add")
    assert entry.before == {"parent": "bch-p34-19", "kind": "reporting", "valid_from": "2025-07-01", "valid_to": None}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "party"}, "loại quan hệ"),
        ({"valid_to": SINCE}, "sau ngày bắt đầu"),
        ({"child_id": "bch-p34-19", "parent_id": "c34-01843"}, "cấp trên của nhau"),
        ({"parent_id": "c34-01843"}, "cấp trên của nhau"),
        ({"valid_from": date(2025, 6, 30)}, "không tồn tại"),
    ],
)
def test_links_that_cannot_be(loaded, now, changes, words):
    tie = {"child_id": "c34-01843", "parent_id": "bch-p34-04", "kind": "reporting", "valid_from": SINCE, "move": True}
    with pytest.raises(services.BadLink, match=words):
        services.link_add(actor=loaded, now=now, **{**tie, **changes})


def test_closing_a_unit(loaded, now):
    unit = _area_command(loaded, now)
    with pytest.raises(services.UnitStillLeads, match="Phường Bắc Kạn"):
        services.unit_close(actor=loaded, now=now, unit_id=unit.id, closed=date(2026, 1, 1), act="QĐ 1")
    for child in COMMUNES:
        for kind in ("reporting", "command"):
            services.link_add(
                actor=loaded, now=now, child_id=child, parent_id="bch-p34-19", kind=kind, valid_from=date(2026, 1, 1), move=True
            )
    closed = services.unit_close(actor=loaded, now=now, unit_id=unit.id, closed=date(2026, 1, 1), act="QĐ 1")
    assert closed.closed == date(2026, 1, 1)
    assert unit.id in tree_on(root="bch-p34-19", day=date(2025, 12, 31)).units()
    assert unit.id not in tree_on(root="bch-p34-19", day=date(2026, 1, 1)).units()
    assert Entry.objects.get(action="unit_close").after == {"closed": "2026-01-01", "act": "QĐ 1"}
    with pytest.raises(services.BadClosing, match="đã thôi hoạt động"):
        services.unit_close(actor=loaded, now=now, unit_id=unit.id, closed=date(2026, 2, 1), act="QĐ 2")


def test_a_unit_does_not_close_before_it_opens(loaded, now):
    with pytest.raises(services.BadClosing, match="bắt đầu từ 01/07/2025"):
        services.unit_close(actor=loaded, now=now, unit_id="c34-01843", closed=SINCE, act="QĐ 1")


def test_successions(loaded, now):
    new = {"new_id": "c34-01840", "on": SINCE, "act": "QĐ 5"}
    info = services.succession_add(actor=loaded, now=now, old_id="bch-d63-058", extent="part", share=Decimal("0.25"), **new)
    assert info in successions().by_old["bch-d63-058"]
    for changes, words in [
        ({"old_id": "c63-01843", "extent": "part"}, "đã ghi"),
        ({"old_id": "bch-d63-058", "extent": "part"}, "đã ghi"),
        ({"old_id": "bch-d63-058", "extent": "whole", "new_id": "c34-01843"}, "không thể là toàn bộ"),
        ({"old_id": "c34-01840", "extent": "part"}, "chính nó"),
        ({"old_id": "bch-d63-060", "extent": "half"}, "whole"),
        ({"old_id": "bch-d63-060", "extent": "part", "act": " "}, "văn bản"),
        ({"old_id": "bch-d63-060", "extent": "part", "share": Decimal(2)}, "tỷ lệ"),
        ({"old_id": "bch-d63-060", "extent": "part", "on": date(2025, 6, 1)}, "chưa có"),
    ]:
        with pytest.raises(services.BadSuccession, match=words):
            services.succession_add(actor=loaded, now=now, **{**new, **changes})


def test_a_share_is_declared_with_its_grounds(loaded, now):
    tie, other = _parts_of_one_commune()

    def declare(share, *, new_id=tie.new_id, act="Biên bản bàn giao số 3", moment=now):
        return services.succession_share(actor=loaded, now=moment, old_id=tie.old_id, new_id=new_id, share=Decimal(share), act=act)

    assert declare("0.6").share == "0.6"
    for share, more, words in [
        ("0", {}, "lớn hơn 0"),
        ("1", {}, "nhỏ hơn 1"),
        ("0.1234567", {}, "chữ số thập phân"),
        ("NaN", {}, "lớn hơn 0"),
        ("0.5", {"new_id": other.new_id}, "vượt quá 1"),
        ("0.4", {"new_id": other.new_id, "act": " "}, "căn cứ"),
        ("0.4", {"new_id": "c34-01843" if tie.new_id != "c34-01843" else "c34-01840"}, "không ghi"),
    ]:
        with pytest.raises(services.BadShare, match=words):
            declare(share, **more)
    declare("0.4", new_id=other.new_id)
    assert {info.share for info in successions().by_old[tie.old_id]} == {"0.6", "0.4"}
    declare("0.55")
    entry = Entry.objects.filter(action="succession_share").order_by("seq").last()
    assert ("0.6" in str(entry.before), "0.55" in str(entry.after), "Biên bản" in str(entry.after)) == (True, True, True)
    assert chain_verify().broken_at is None


def _parts_of_one_commune():
    by_old = {}
    for tie in Succession.objects.filter(extent="part", old__level="commune").order_by("old_id", "new_id"):
        by_old.setdefault(tie.old_id, []).append(tie)
    return next(ties for _, ties in sorted(by_old.items()) if len(ties) == 2)


@pytest.mark.parametrize(
    "row",
    [
        lambda: Link(child_id="c34-01843", parent_id="c34-01843", kind="command", valid_from=date(2030, 1, 1), valid_to=date(2031, 1, 1)),
        lambda: Link(child_id="c34-01843", parent_id="bch-p34-04", kind="party", valid_from=date(2030, 1, 1), valid_to=date(2031, 1, 1)),
        lambda: Link(child_id="c34-01843", parent_id="bch-p34-04", kind="command", valid_from=date(2030, 1, 1), valid_to=date(2030, 1, 1)),
        lambda: Link(child_id="c34-01843", parent_id="bch-p34-04", kind="command", valid_from=date(2030, 1, 1)),
        lambda: Link(child_id="c34-01843", parent_id="bch-p34-04", kind="command", valid_from=SINCE, valid_to=date(2031, 1, 1)),
        lambda: Unit(id="x", name="X", short_name="X", kind="other", level="other", name_order="", opened=SINCE, closed=SINCE),
        lambda: Unit(id="x", name="", short_name="X", kind="other", level="other", name_order=""),
        lambda: Unit(id="x", name="X", short_name="X", kind="other", level="galaxy", name_order=""),
        lambda: Succession(old_id="c34-01840", new_id="c34-01840", on=SINCE, extent="part", act="x"),
        lambda: Succession(old_id="c34-01840", new_id="c34-01843", on=SINCE, extent="half", act="x"),
        lambda: Succession(old_id="c34-01840", new_id="c34-01843", on=SINCE, extent="part", act="x", share=Decimal(0)),
        lambda: Succession(old_id="c63-01843", new_id="c34-01843", on=SINCE, extent="part", act="x"),
    ],
)
def test_the_database_itself_refuses(loaded, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        row().save(force_insert=True)


def test_whom_to_ask_about_an_area(loaded):
    assert reporting_unit_for(unit_id="d63-058", day=date(2024, 12, 14)).id == "bch-d63-058"
    assert reporting_unit_for(unit_id="d63-058", day=SINCE).id == "d63-058"
    assert reporting_unit_for(unit_id="p34-19", day=SINCE).id == "bch-p34-19"
    with pytest.raises(NoSuchUnit):
        unit_get("khong-co")
