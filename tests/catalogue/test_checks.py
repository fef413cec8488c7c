"""The checks of a pack: read, compared with its measures, refused with file and place."""

import pytest

from saovuong.catalogue.checks import UnknownCheck, chosen_checks, load_checks, load_checks_folder
from saovuong.catalogue.lint import lint_pack
from saovuong.catalogue.packs import load_catalogue
from saovuong.catalogue.rows import BadPack
from tests.catalogue.test_lint import pack  # noqa: F401 - a fixture

SENTENCES = '[sentence]\nfunnel = "{before} < {after}"\n[sentence_en]\nfunnel = "{before} below {after}"\n'
GOOD = """
[names]
people = "người"

[[check]]
code = "steps"
kind = "funnel"
steps = ["people", "trained"]
level = "error"
title_vi = "Bước"
title_en = "Steps"
reason = "vì thế"
reason_en = "because"
"""


@pytest.fixture
def checked(pack):  # noqa: F811
    """The small pack with one check of its two counts."""
    measures = load_catalogue_codes(pack)
    (pack / "checks").mkdir()
    text = GOOD.replace("people", measures[0]).replace("trained", measures[1])
    (pack / "checks" / "sentences.toml").write_text(SENTENCES, "utf-8")
    (pack / "checks" / "work.toml").write_text(text, "utf-8")
    return pack


def load_catalogue_codes(folder):
    from saovuong.catalogue.packs import load_folder

    found = [one for one in load_folder(folder=folder).measures.values() if one.uom == "person" and one.kind.value in ("flow", "stock")]
    return [one.code for one in found]


def errors(folder):
    return [one for one in lint_pack(folder) if one.level == "error"]


def change(folder, old, new, name="work.toml"):
    file = folder / "checks" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_check_is_loaded_with_its_sentence_and_names(checked):
    (rule,) = load_checks_folder(folder=checked)
    assert (rule.code, rule.kind, rule.level, rule.sentence) == ("steps", "funnel", "error", "{before} < {after}")
    assert (rule.sentence_en, rule.reason_en) == ("{before} below {after}", "because")
    assert list(rule.names.values()) == ["người"]
    assert lint_pack(checked) == []


def test_a_pack_may_have_no_checks(pack):  # noqa: F811
    assert load_checks_folder(folder=pack) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ('kind = "funnel"', 'kind = "phễu"', "SV-401", "phải là một trong"),
        ('level = "error"', 'level = "fatal"', "SV-401", "phải là một trong"),
        ('reason = "vì thế"', 'cause = "vì thế"', "SV-401", "không biết khóa “cause”"),
        ('reason = "vì thế"', 'sentence = "{whole}"\nreason = "vì thế"', "SV-401", "không có chỗ điền “whole”"),
        ('reason = "vì thế"', 'sentence = "{before"\nreason = "vì thế"', "SV-401", "không đúng cú pháp"),
        ("steps = [", 'steps = ["khong_co", ', "SV-412", "không có chỉ tiêu “khong_co”"),
        ('reason = "vì thế"', "valid_from = 2024-01-01\nvalid_to = 2024-01-01\nreason = 'v'", "SV-151", "hết hiệu lực"),
    ],
)
def test_a_broken_check_is_refused_with_file_and_place(checked, old, new, code, said):
    change(checked, old, new)
    found = errors(checked)
    assert [(one.code, one.file) for one in found] == [(code, "checks/work.toml")]
    assert said in found[0].message
    with pytest.raises(BadPack, match=r"checks/work\.toml") as refusal:
        load_checks_folder(folder=checked)
    assert said in str(refusal.value)


def test_two_checks_of_one_code(checked):
    text = (checked / "checks" / "work.toml").read_text("utf-8")
    (checked / "checks" / "more.toml").write_text(text, "utf-8")
    assert [one.code for one in lint_pack(checked)] == ["SV-411"]


def test_what_lint_only_warns_of(checked):
    change(checked, 'reason = "vì thế"\nreason_en = "because"\n', "")
    change(checked, 'title_en = "Steps"\n', "")
    assert [(one.code, one.level) for one in lint_pack(checked)] == [("SV-416", "error"), ("SV-152", "warning")]
    assert len(load_checks_folder(folder=checked)) == 1


def test_what_is_told_in_vietnamese_alone(checked):
    change(checked, 'reason_en = "because"\n', 'sentence = "{after} > {before}"\n')
    assert [(one.code, one.message) for one in lint_pack(checked)] == [
        ("SV-416", "thiếu câu báo tiếng Anh (sentence_en)"),
        ("SV-416", "thiếu lý do tiếng Anh (reason_en)"),
    ]


def test_an_english_sentence_may_say_no_more(checked):
    change(checked, 'reason = "vì thế"', 'sentence_en = "{whole}"\nreason = "vì thế"')
    with pytest.raises(BadPack, match="whole"):
        load_checks_folder(folder=checked)


def test_steps_in_different_units_must_say_so(checked):
    topic = next((checked / "topics").glob("*.toml"))
    text = topic.read_text("utf-8")
    road = """
[[measure]]
code = "road_km"
name_vi = "Đường"
name_en = "Road"
kind = "flow"
uom = "km"
direction = "up"
sensitivity = "noi_bo"
phrases = ["đường"]
"""
    topic.write_text(text + road, "utf-8")
    other = "road_km"
    change(checked, "steps = [", f'steps = ["{other}", ')
    (found,) = errors(checked)
    assert (found.code, "khác đơn vị tính" in found.message) == ("SV-150", True)
    change(checked, 'level = "error"', 'mixed = true\nlevel = "error"')
    assert errors(checked) == []


def test_a_sentence_for_no_kind(checked):
    change(checked, "funnel", "pheu", name="sentences.toml")
    found = lint_pack(checked)
    assert "không có loại kiểm tra “pheu”" in found[0].message
    assert found[0].file == "checks/sentences.toml"


def test_the_shipped_checks():
    rules = load_checks()
    measures = load_catalogue().measures
    assert len(rules) >= 100
    assert {rule.level for rule in rules} == {"error", "warning", "info"}
    assert all(rule.reason or rule.legal_basis for rule in rules)
    named = {code for rule in rules for code in rule.names}
    assert named <= set(measures)


def test_every_part_of_a_whole_is_checked_against_it():
    """A ratio whose parts are counted alike is never checked less than by its percentage."""
    from saovuong.catalogue.checks import codes_of

    covered = {code for rule in load_checks() if rule.kind in ("funnel", "part_of", "breakdown", "limits") for code in codes_of(rule)}
    ratios = [one for one in load_catalogue().measures.values() if one.kind.value == "ratio"]
    left = {one.code for one in ratios if not {one.code, one.numerator} & covered}
    # Shares of a quota may exceed a hundred per cent; these two have parts that are switched off or counted otherwise.
    quotas = {one.code for one in ratios if load_catalogue().measures[one.denominator].always_target}
    assert left - quotas <= {"commune_exercise_share_rate", "discipline_violation_rate", "defence_land_certificate_rate"}


def test_chosen_checks_by_code():
    assert [rule.code for rule in chosen_checks(codes=["budget"])] == ["budget"]
    assert chosen_checks(codes=None) == load_checks()
    with pytest.raises(UnknownCheck, match="budget"):
        chosen_checks(codes=["budge"])
