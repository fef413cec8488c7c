"""Explanations of every rule, at every level, down to quotes, in words and as JSON."""

import json
from decimal import Decimal

import pytest

from saovuong.consolidation import queries
from saovuong.consolidation.shapes import Folded
from saovuong.consolidation.snapshot_files import SnapshotFolder
from saovuong.consolidation.snapshot_reading import open_snapshot
from saovuong.consolidation.snapshots import snapshot_build
from saovuong.core.quantity import Modifier, Role, Scope
from saovuong.org.models import Succession
from tests.consolidation.test_commands import folder  # noqa: F401 - a fixture
from tests.consolidation.world import (
    CITY,
    DUC_XUAN,
    GIFTS,
    MILITIA,
    PROVINCE_NOW,
    PROVINCE_THEN,
    RATE,
    RATING,
    SONG_CAU,
    declare_share,
    said,
)

LEVELS = {"commune": DUC_XUAN, "district": CITY, "province": PROVINCE_THEN, "nation": "vn"}


@pytest.fixture
def explained(folder, saovuong):  # noqa: F811
    def explain(unit, measure, *more, period="2024"):
        words = ("explain", "--unit", unit, "--period", period, "--measure", measure, *more)
        shown, lines = saovuong(*words), saovuong(*words, "--json")
        assert (shown.status, shown.err, lines.status) == (0, "", 0)
        rows = [json.loads(line) for line in lines.out.splitlines()]
        return " ".join(shown.out.replace("│", " ").split()), rows

    return explain


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("measure", [GIFTS, MILITIA, RATE, RATING])
def test_every_level_goes_down_to_the_quotes(city, explained, level, measure):
    text, rows = explained(LEVELS[level], measure)
    assert DUC_XUAN in {row["unit"] for row in rows if row["row"] == "unit"}
    figures = [row for row in rows if row["row"] == "figure"]
    assert figures
    assert all(row["quote"] and row["document"] and row["entered_by"] and row["reporter_name"] for row in figures)
    assert "Phường Đức Xuân" in text
    top = rows[0]
    assert (top["row"], top["unit"], top["rule"] != []) == ("total", LEVELS[level], True)
    if measure in (GIFTS, MILITIA):
        assert_adds_up(rows)


def assert_adds_up(rows):
    """Own figures + what the children count − joint deductions = what the unit counts, for every unit of the tree."""
    units = {row["unit"]: row for row in rows if row["row"] == "unit"}
    for unit, row in units.items():
        children = [one for one in units.values() if one["parent"] == unit and one["counted"]]
        if row["taken"] != "computed" or row["share"]:
            continue
        own = [one["value"] for one in rows if one["row"] == "figure" and (one["at"], one["use"]) == (unit, "own")]
        deducted = [one["deducted"] for one in rows if one["row"] == "joint" and one["at"] == unit]
        parts = [*own, *(one["counted"]["value"] for one in children)]
        assert Decimal(str(row["counted"]["value"])) == sum(map(_number, parts)) - sum(map(_number, deducted))


def _number(value):
    return Decimal(str(value))


def test_bounds_and_words_are_told(city, explained):
    text, rows = explained(CITY, GIFTS)
    assert "chắc chắn trong khoảng: từ 99 trở lên" in text
    assert (rows[0]["low"], rows[0]["high"], rows[0]["modifier"]) == (99, None, "over")


def test_joint_events_are_deducted_at_every_level_above(office, explained):
    for unit in (DUC_XUAN, SONG_CAU):
        office.hand_in(unit, [said(GIFTS, 5, joint="Tết quân dân")])
    for level in ("district", "province", "nation"):
        text, rows = explained(LEVELS[level], GIFTS)
        assert "trừ 5: việc chung TET-QUAN-DAN tính một lần theo" in text
        assert rows[0]["value"] == 5
        assert_adds_up(rows)


def test_restated_parts_say_what_they_are(office, explained):
    (old, ties) = _divided_in_two()
    office.hand_in(DUC_XUAN, [said(GIFTS, 10)])
    office.hand_in(CITY, [said(GIFTS, 2, scope=Scope.OWN)])
    office.hand_in(old, [said(GIFTS, 101)])
    text, rows = explained(PROVINCE_NOW, GIFTS, "--tree", "2025-07-01")
    assert rows[0]["value"] == 113
    assert "chia cho nhiều đơn vị, chưa có tỷ lệ chia; chỉ tính từ" in text
    assert "(đơn vị cũ, chưa chia được cho đơn vị bên dưới)" in text
    assert "(đơn vị cũ, nhập nguyên vẹn)" in text
    units = {row["unit"]: row for row in rows if row["row"] == "unit"}
    assert (units[old]["above"], units[CITY]["above"], units[DUC_XUAN]["carried"]) == (True, True, True)
    assert_adds_up(rows)

    for tie, share in zip(ties, ("0.6", "0.4"), strict=True):
        declare_share(tie, share)
    text, rows = explained(PROVINCE_NOW, GIFTS, "--tree", "2025-07-01")
    assert (rows[0]["value"], rows[0]["modifier"]) == (113, "exact")
    assert "đơn vị chia tách, ước 60% của 101 theo tỷ lệ khai, từ 0 đến 101" in text
    shares = {row["unit"]: row["share"] for row in rows if row["row"] == "unit" and row["share"]}
    assert sorted(shares.values()) == ["0.4", "0.6"]
    text, rows = explained(ties[0].new_id, GIFTS, "--tree", "2025-07-01")
    assert (rows[0]["value"], rows[0]["low"], rows[0]["high"], rows[0]["estimated"]) == ("60.6", 0, 101, True)
    assert "ước 60,6" in text
    assert "chắc chắn trong khoảng: từ 0 đến 101" in text
    figure = next(row for row in rows if row["row"] == "figure")
    assert (figure["value"], figure["unit"], bool(figure["quote"])) == (101, old, True)


def test_what_was_left_out_is_said_with_its_reason(office, explained):
    office.hand_in(
        DUC_XUAN,
        [
            said(GIFTS, 90, period_label="2024-01/2024-09"),
            said(GIFTS, 10, period_label="2024-01"),
            said(GIFTS, 8, period_label="2024-10", modifier=Modifier.ABOUT),
            said(GIFTS, 400, period_label="2021/.."),
            said(GIFTS, 100, role=Role.TARGET, comparator=">=", target_mode="total"),
        ],
    )
    text, rows = explained(DUC_XUAN, GIFTS)
    left = {row["value"]: row["words"] for row in rows if row["row"] == "figure" and row["use"] == "left_out"}
    assert left == {10: "trùng thời gian với số được cộng", 400: "kỳ chưa kết thúc (từ ... đến nay)"}
    assert (rows[0]["value"], rows[0]["modifier"]) == (98, "about")
    assert "phủ 83% số ngày của kỳ" in text or "phủ 84% số ngày của kỳ" in text
    assert [row["value"] for row in rows if row["row"] == "figure" and row["use"] == "target"] == [100]
    assert "chỉ tiêu từ 100 trở lên" in text


def _divided_in_two():
    by_old: dict[str, list[Succession]] = {}
    for tie in Succession.objects.filter(extent="part", old__level="commune").order_by("old_id", "new_id"):
        by_old.setdefault(tie.old_id, []).append(tie)
    return next((old, ties) for old, ties in sorted(by_old.items()) if len(ties) == 2)


@pytest.mark.parametrize("from_snapshot", [False, True])
def test_of_many_figures_those_below_are_counted_not_read(city, catalogue, tmp_path, from_snapshot, django_assert_max_num_queries):
    """Nothing is cut: what is folded away under a unit is just what the whole explanation shows there."""
    place = SnapshotFolder(tmp_path / "snapshots")
    reader = open_snapshot(folder=place, manifest=snapshot_build(folder=place, now=city.now)) if from_snapshot else None
    asked = {
        "actor": city.people.everywhere,
        "unit_id": CITY,
        "period_label": "2024",
        "measure": GIFTS,
        "catalogue": catalogue,
        "now": city.now,
    }
    whole = queries.explain(**asked, snapshot=reader)
    assert whole == queries.explain(**asked, snapshot=reader, most=1000)
    with django_assert_max_num_queries(20):
        folded = queries.explain(**asked, snapshot=reader, most=3)
    assert (folded.total, folded.root.own, folded.root.rule) == (whole.total, whole.root.own, whole.root.rule)
    assert [one.name for one in folded.root.children] == [one.name for one in whole.root.children]
    told = 0
    for short, long in zip(folded.root.children, whole.root.children, strict=True):
        assert (short.part, short.missing, short.own, short.reported, short.children) == (long.part, long.missing, (), (), ())
        figures, left_out = _figures_of(long)
        assert short.folded == Folded(units=0, figures=figures, left_out=left_out)
        told += figures
    assert told > 3


def _figures_of(node):
    below = [_figures_of(child) for child in node.children]
    own = len(node.own) + len(node.reported) + len(node.parts)
    return own + sum(one for one, _ in below), len(node.left_out) + sum(one for _, one in below)
