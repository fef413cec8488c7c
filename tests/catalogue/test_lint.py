"""Each finding of lint, provoked alone in a pack that is right without it."""

import pytest

from saovuong.catalogue.lint import lint_pack
from saovuong.catalogue.rows import BadPack
from tests.catalogue.small_pack import change, write_pack


@pytest.fixture
def pack(tmp_path):
    folder = write_pack(tmp_path)
    assert lint_pack(folder) == []
    return folder


def _add(pack, name, text):
    path = pack / name
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(before + text, encoding="utf-8")


TOPIC = "topics/01_force.toml"


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "where", "message"),
    [
        (TOPIC, 'numerator = "women"\n', "", "SV-413", "measure women_rate", "tỷ lệ thiếu numerator"),
        (TOPIC, 'denominator = "total"\n', "", "SV-413", "measure women_rate", "tỷ lệ thiếu denominator"),
        (TOPIC, 'numerator = "women"', 'numerator = "total"', "SV-414", "measure women_rate", "cùng một chỉ tiêu"),
        (TOPIC, 'numerator = "women"', 'numerator = "grade"', "SV-414", "measure women_rate", "phải là số đếm"),
        (TOPIC, 'phrases = ["nữ"]', 'phrases = ["nữ"]\nnumerator = "total"', "SV-414", "measure women", "chỉ tỷ lệ"),
        (TOPIC, 'phrases = ["nữ"]', 'phrases = ["Tổng  SỐ"]', "SV-415", "measure women", "“tổng số” có cả ở “total”"),
        (TOPIC, 'name_en = "Women"\n', "", "SV-416", "measure women", "thiếu tên tiếng Anh"),
        ("uoms.toml", 'name_en = "kilometre"\n', "", "SV-416", "uom km", "thiếu tên tiếng Anh"),
        ("scales.toml", '"excellent", "good"', '"excellent"', "SV-416", "scale result", "levels_en có 1 mức, levels có 2"),
        ("forms/work.toml", 'title_en = "Force"\n', "", "SV-416", "mục “Lực lượng”", "title_en"),
        ("topics/02_training.toml", 'scale = "result"\n', "", "SV-417", "measure grade", "thiếu scale"),
        (TOPIC, 'phrases = ["nữ"]', 'phrases = ["nữ"]\nscale = "result"', "SV-417", "measure women", "chỉ xếp loại"),
        (TOPIC, "2020-07-01,", "2020-07-01, valid_to = 2020-07-01,", "SV-418", "measure total", "hết hiệu lực (2020-07-01) trước"),
        ("regimes.toml", "2019-02-14,", "2019-02-14, valid_to = 2018-01-01,", "SV-418", "regime work", "hết hiệu lực"),
        ("scales.toml", '"loại giỏi" = "giỏi"', '"loại giỏi" = "xuất sắc"', "SV-420", "scale result", "mức “xuất sắc” không có trên thang"),
        (TOPIC, 'uom = "percent"', 'uom = "person"', "SV-421", "measure women_rate", "percent hoặc coefficient"),
        (TOPIC, 'denominator = "total"\n', 'denominator = "everyone"\n', "SV-412", "measure women_rate", "không có chỉ tiêu “everyone”"),
        (TOPIC, 'code = "women_rate"', 'code = "women_share"', "SV-412", "mục “Lực lượng”", "không có chỉ tiêu “women_rate”"),
        ("forms/work.toml", 'code = "province_year"', 'code = "commune_month"', "SV-411", "form commune_month", "mã biểu"),
    ],
)
def test_one_error_is_found_and_placed(pack, name, old, new, code, where, message):
    change(pack, name, old, new)
    errors = [each for each in lint_pack(pack) if each.level == "error"]
    assert [(each.code, each.where) for each in errors] == [(code, where)]
    assert message in errors[0].message


def test_parts_of_unlike_units_need_a_declared_pair(pack):
    _add(pack, TOPIC, _measure("road", uom="km"))
    change(pack, TOPIC, 'numerator = "women"', 'numerator = "road"')
    found = lint_pack(pack)
    assert ("SV-414", "error") in {(each.code, each.level) for each in found}
    assert "[[ratio_pair]]" in found[0].message
    _add(pack, "pack.toml", '\n[[ratio_pair]]\nnumerator = "km"\ndenominator = "person"\nreason = "mỗi người một km"\n')
    assert "SV-414" not in {each.code for each in lint_pack(pack)}


def _measure(code, *, uom="person", extra="", phrase="tổng số"):
    return f"""
[[measure]]
code = "{code}"
name_vi = "Khác"
name_en = "Other"
kind = "stock"
uom = "{uom}"
direction = "up"
sensitivity = "noi_bo"
phrases = ["{phrase}"]
{extra}
"""


@pytest.mark.parametrize("extra", ['context = ["dân quân"]', 'exclude = ["dự bị"]', 'heads = ["đồng chí"]', "always_target = true"])
def test_a_shared_phrase_is_told_apart_by_words(pack, extra):
    _add(pack, TOPIC, _measure("other"))
    assert "SV-415" in {each.code for each in lint_pack(pack)}
    change(pack, TOPIC, 'phrases = ["tổng số"]\n\n', f'phrases = ["tổng số"]\n{extra}\n')
    assert "SV-415" not in {each.code for each in lint_pack(pack)}


def test_the_same_words_on_both_sides_tell_nothing_apart(pack):
    _add(
        pack, TOPIC, _measure("other", extra='context = ["dân quân", "tự vệ"]') + _measure("third", extra='context = ["tự vệ", "dân quân"]')
    )
    assert [each.where for each in lint_pack(pack) if each.code == "SV-415"] == ["measure third"]


def test_a_shared_phrase_is_told_apart_by_unit_or_headings(pack):
    _add(pack, TOPIC, _measure("road", uom="km"))
    _add(pack, "topics/02_training.toml", _measure("trained"))
    assert "SV-415" not in {each.code for each in lint_pack(pack)}
    change(pack, "topics/02_training.toml", 'headings = ["huấn luyện"]', 'headings = ["huấn luyện", "Xây dựng lực lượng"]')
    assert [each.where for each in lint_pack(pack) if each.code == "SV-415"] == ["measure trained"]


def test_a_measure_that_nothing_uses_is_a_warning(pack):
    _add(pack, TOPIC, _measure("other", phrase="khác"))
    assert [(each.code, each.level, each.where) for each in lint_pack(pack)] == [("SV-419", "warning", "measure other")]


def test_a_measure_without_phrases_is_a_warning(pack):
    change(pack, TOPIC, 'phrases = ["nữ"]\n', "")
    assert [(each.code, each.level) for each in lint_pack(pack)] == [("SV-422", "warning")]


def test_codes_in_report_templates_are_checked(pack):
    _add(pack, "reports/year.toml", '[[block]]\nmeasure = "total"\n[[block.row]]\nmeasures = ["women", "ghost"]\n')
    found = lint_pack(pack)
    assert [(each.code, each.file) for each in found] == [("SV-412", "reports/year.toml")]
    assert "“ghost”" in found[0].message
    _add(pack, "reports/broken.toml", "[[")
    assert [each.file for each in lint_pack(pack)] == ["reports/broken.toml", "reports/year.toml"]


def test_several_faults_come_together_with_unreadable_rows(pack):
    change(pack, TOPIC, 'phrases = ["nữ"]', 'phrase = ["nữ"]')
    change(pack, "topics/02_training.toml", 'scale = "result"\n', "")
    codes = [(each.code, each.where) for each in lint_pack(pack)]
    assert codes == [
        ("SV-401", "measure women"),
        ("SV-412", "measure women_rate"),
        ("SV-417", "measure grade"),
    ]


def test_a_folder_without_a_pack_is_refused(tmp_path):
    with pytest.raises(BadPack):
        lint_pack(tmp_path)
