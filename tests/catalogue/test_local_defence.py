"""The pack that ships: nothing lost from the founding catalogue, nothing inconsistent, the law's days as written."""

import json
from datetime import date

import pytest

from saovuong.catalogue.deadlines import due_for
from saovuong.catalogue.files import shipped_pack
from saovuong.catalogue.lint import lint_pack
from saovuong.catalogue.packs import load_catalogue
from saovuong.core.period import Period
from saovuong.core.quantity import MeasureKind

FOUNDING_SECRETS = {
    "local_gov_sign_plan_completed",
    "duty_attendance_rate",
    "combat_plan_drill_count",
    "militia_staffing_rate",
    "standing_militia_total",
    "reserve_placement_rate",
    "technical_vehicle_registered_count",
    "defence_land_area_m2",
    "defence_land_certificate_rate",
    "defence_work_built_count",
    "weapon_technical_coefficient",
}


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def test_the_shipped_pack_lints_without_findings():
    assert [each for each in lint_pack(shipped_pack("local_defence")) if each.level == "error"] == []


@pytest.mark.shared
def test_no_founding_measure_is_lost_or_changed(catalogue, shared_folder):
    rows = [json.loads(line) for line in (shared_folder / "domain" / "catalogue.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 242
    for row in rows:
        measure = catalogue.measures[row["code"]]
        got = (measure.kind.value, measure.uom, measure.scale, measure.topic, measure.sensitivity, measure.direction)
        assert got == (row["kind"], row["unit_code"], row["rating_scale"], row["group"], row["sensitivity"], row["direction"]), row["code"]


@pytest.mark.shared
def test_the_founding_scales_keep_their_levels(catalogue, shared_folder):
    scales = json.loads((shared_folder / "domain" / "rating_scales.json").read_text(encoding="utf-8"))
    assert {code: list(catalogue.scales[code].levels) for code in scales} == scales


def test_eighteen_topics_in_order(catalogue):
    assert len(catalogue.topics) == 18
    assert [topic.order for topic in catalogue.topics.values()] == list(range(1, 19))
    assert all(topic.headings and catalogue.by_topic[code] for code, topic in catalogue.topics.items())


def test_every_ratio_has_countable_parts(catalogue):
    ratios = [row for row in catalogue.measures.values() if row.kind == MeasureKind.RATIO]
    assert len(ratios) >= 49
    for row in ratios:
        parts = [catalogue.measures[row.numerator], catalogue.measures[row.denominator]]
        assert {part.kind for part in parts} <= {MeasureKind.FLOW, MeasureKind.STOCK}, row.code


def test_what_may_be_secret_is_off(catalogue):
    off = {code for code, row in catalogue.measures.items() if not row.enabled}
    assert len(FOUNDING_SECRETS) == 11
    assert off >= FOUNDING_SECRETS
    assert off == {code for code, row in catalogue.measures.items() if row.sensitivity == "co_the_mat"}
    # What was switched off beside the eleven can only be a part of a ratio that would give it away, or a strength.
    parts = {code for row in catalogue.measures.values() for code in (row.numerator, row.denominator)}
    assert off - FOUNDING_SECRETS <= parts
    assert all(not off & set(form.measures) for form in catalogue.forms.values())


def test_one_measure_alone_can_be_switched_on():
    on = load_catalogue(switched_on=frozenset({"reserve_placement_rate"}))
    assert on.measures["reserve_placement_rate"].enabled
    assert not on.measures["duty_attendance_rate"].enabled
    assert "reserve_placement_rate" in on.forms["province_year"].measures
    assert "reserve_placement_rate" not in load_catalogue().forms["province_year"].measures


def test_quotas_are_always_targets(catalogue):
    assert catalogue.measures["conscription_quota"].always_target
    assert not catalogue.measures["conscripts_enlisted_count"].always_target


@pytest.mark.parametrize("level", ["commune", "area", "district", "province"])
def test_every_level_has_a_growing_report_for_month_half_and_year(catalogue, level):
    month, half, year = (catalogue.forms[f"{level}_{kind}"] for kind in ("month", "half", "year"))
    assert set(month.measures) < set(half.measures) < set(year.measures)
    assert {form.regime for form in (month, half, year)} == {"defence_work"}
    titles = [section.title_vi for section in year.sections]
    assert titles[0] == "Đặc điểm tình hình"
    assert titles[-1] == "Đánh giá chung"
    assert titles.index("Tuyển quân") < titles.index("Giáo dục quốc phòng và an ninh") < titles.index("Thi đua, khen thưởng")


def test_forms_ask_a_level_only_what_it_has(catalogue):
    commune, province = catalogue.forms["commune_year"], catalogue.forms["province_year"]
    assert "commune_unit_count" in province.measures
    assert "commune_unit_count" not in commune.measures
    assert "district_defence_zone_exercise_count" not in catalogue.forms["area_year"].measures


@pytest.mark.parametrize(
    ("level", "period", "due"),
    [
        ("commune", "2024-05", [("district", date(2024, 5, 15), True)]),
        ("commune", "2024-12", [("district", date(2024, 12, 15), True)]),
        ("commune", "2025-07", [("province", date(2025, 7, 15), False)]),
        ("district", "2024-H1", [("province", date(2024, 6, 20), True)]),
        ("district", "2024-H2", []),
        ("district", "2024", [("province", date(2024, 11, 20), True)]),
        ("district", "2025", []),
        ("province", "2024", [("military_region", date(2024, 11, 25), True)]),
        ("military_region", "2024", [("ministry", date(2024, 11, 30), True)]),
        ("ministry", "2024", [("government", date(2024, 12, 25), True)]),
        ("province", "2018", []),
        ("province", "2021/..", []),
    ],
)
def test_deadlines_of_decree_168_of_2018(catalogue, level, period, due):
    found = due_for(regime=catalogue.regimes["defence_work"], level=level, period=Period.parse(period))
    assert [(each.to, each.before, each.legal_basis.verified) for each in found] == due


@pytest.mark.parametrize(
    ("regime", "level", "period", "before"),
    [
        ("explosives", "unit", "2024-Q3", date(2024, 9, 15)),
        ("explosives", "province", "2024-H1", date(2024, 6, 25)),
        ("explosives", "province", "2024", date(2024, 12, 25)),
        ("reserve_officers", "province", "2024-Q4", date(2024, 12, 15)),
        ("reserve_officers", "province", "2024", date(2024, 12, 15)),
    ],
)
def test_deadlines_of_other_regimes(catalogue, regime, level, period, before):
    assert [each.before for each in due_for(regime=catalogue.regimes[regime], level=level, period=Period.parse(period))] == [before]


def test_data_close_on_the_fourteenth(catalogue):
    regime = catalogue.regimes["defence_work"]
    assert Period.parse("2024").data_range(cut_off_day=regime.cut_off_day) == (date(2023, 12, 15), date(2024, 12, 15))
    assert Period.parse("2024-07").data_range(cut_off_day=regime.cut_off_day) == (date(2024, 6, 15), date(2024, 7, 15))


def test_what_nobody_compared_with_the_law_says_so(catalogue):
    bases = [basis for row in catalogue.measures.values() for basis in row.legal_basis]
    assert {basis.verified for basis in bases} == {True, False}
    # An act that another replaced carries both days.
    called = catalogue.measures["medical_called_count"].legal_basis
    assert [(basis.valid_from, basis.valid_to) for basis in called] == [
        (date(2016, 1, 30), date(2018, 11, 20)),
        (date(2018, 11, 20), None),
    ]


@pytest.mark.parametrize(
    ("scale", "alias", "level"),
    [
        ("task_completion", "HTXSNV", "hoàn thành xuất sắc nhiệm vụ"),
        ("task_completion", "hoàn thành xuất xắc nhiệm vụ", "hoàn thành xuất sắc nhiệm vụ"),
        ("party_org", "HTTNV", "hoàn thành tốt nhiệm vụ"),
        ("vmtd", "VMTD “MM,TB”", 'vững mạnh toàn diện "mẫu mực, tiêu biểu"'),
        ("training_result", "đạt yêu cầu", "đạt (trung bình, đạt yêu cầu)"),
    ],
)
def test_other_spellings_of_levels(catalogue, scale, alias, level):
    assert catalogue.scales[scale].aliases[alias] == level


def test_the_old_party_classification_is_not_put_on_the_new_scale(catalogue):
    assert "trong sạch vững mạnh" not in catalogue.scales["party_org"].aliases
    assert catalogue.measures["party_committee_clean_strong"].kind == MeasureKind.YES_NO
    assert catalogue.measures["exercise_grade_rating"].scale == "training_result"
    assert catalogue.measures["exercise_rating"].scale == "task_completion"
