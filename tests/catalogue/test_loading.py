"""Packs become catalogues, or are refused with file and place."""

import math
import time

import pytest

from saovuong.catalogue.files import UnknownPack
from saovuong.catalogue.packs import UnknownMeasure, legal_basis_on, load_catalogue, load_folder, measure_get
from saovuong.catalogue.rows import BadPack
from saovuong.core.catalogue import AbsenceWords, RatingWords, ReadingWords, StatementWords
from saovuong.core.quantity import MeasureKind
from tests.catalogue.small_pack import change, write_pack


@pytest.fixture
def pack(tmp_path):
    return write_pack(tmp_path)


def test_a_pack_is_read_in_the_order_of_its_topics(pack):
    change(pack, "topics/01_force.toml", "order = 1", "order = 3")
    catalogue = load_folder(folder=pack)
    assert list(catalogue.topics) == ["training", "force"]
    assert list(catalogue.measures) == ["grade", "hidden", "total", "women", "women_rate"]
    rate = catalogue.measures["women_rate"]
    assert (rate.kind, rate.numerator, rate.denominator, rate.topic) == (MeasureKind.RATIO, "women", "total", "force")
    assert catalogue.scale_of(catalogue.measures["grade"]).aliases == {"loại giỏi": "giỏi"}


def test_words_of_a_unit_come_longest_first(pack):
    assert load_folder(folder=pack).uoms["person"].words == ("đồng chí", "người")


def test_forms_take_lines_by_period_and_level(pack):
    forms = load_folder(folder=pack).forms
    assert forms["commune_month"].measures == ("total",)
    assert [section.title_vi for section in forms["commune_month"].sections] == ["Lực lượng"]
    assert forms["province_year"].measures == ("total", "women_rate", "grade")


def test_what_may_be_secret_is_off_until_switched_on(pack):
    off = load_folder(folder=pack)
    assert not off.measures["hidden"].enabled
    assert all("hidden" not in form.measures for form in off.forms.values())
    on = load_folder(folder=pack, switched_on=frozenset({"hidden"}))
    assert on.measures["hidden"].enabled
    assert on.forms["commune_month"].measures == ("total", "hidden")


def test_switching_on_an_unknown_measure_is_refused(pack):
    with pytest.raises(UnknownMeasure, match="“ghost”"):
        load_folder(folder=pack, switched_on=frozenset({"ghost"}))


def test_version_names_the_content_and_not_the_line_ends(pack):
    before = load_folder(folder=pack).version
    assert before.startswith("1.0.0+")
    path = pack / "topics/01_force.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_folder(folder=pack).version == before
    change(pack, "topics/02_training.toml", '["xếp loại"]', '["xếp loại", "kết quả"]')
    assert load_folder(folder=pack).version != before


def test_templates_of_reports_are_not_part_of_the_version(pack):
    before = load_folder(folder=pack).version
    (pack / "reports").mkdir()
    (pack / "reports" / "year.toml").write_text('measure = "total"\n', encoding="utf-8")
    assert load_folder(folder=pack).version == before


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("topics/01_force.toml", 'name_vi = "Nữ"\n', "", "measure women: thiếu khóa “name_vi”"),
        ("topics/01_force.toml", 'phrases = ["nữ"]', 'phrase = ["nữ"]', "measure women: không biết khóa “phrase”"),
        ("topics/01_force.toml", 'phrases = ["nữ"]', 'phrases = "nữ"', "measure women: “phrases” phải là danh sách"),
        ("topics/01_force.toml", 'phrases = ["nữ"]', 'phrases = ["nữ", " "]', "measure women: “phrases” phải là danh sách"),
        (
            "topics/01_force.toml",
            'kind = "ratio"',
            'kind = "share"',
            "measure women_rate: “kind” là “share”, phải là một trong: flow, stock",
        ),
        (
            "topics/01_force.toml",
            "verified = true",
            'verified = "yes"',
            "measure total, legal_basis thứ 1: “verified” phải là true hoặc false",
        ),
        ("topics/01_force.toml", "valid_from = 2020-07-01", 'valid_from = "2020-07-01"', "legal_basis thứ 1: “valid_from” phải là ngày"),
        ("topics/01_force.toml", "order = 1", 'order = "1"', "đầu tệp: “order” phải là số nguyên"),
        ("topics/01_force.toml", 'code = "women"\n', 'code = "total"\n', "mã chỉ tiêu “total” đã có ở topics/01_force.toml"),
        ("topics/01_force.toml", 'numerator = "women"', 'numerator = "men"', "measure women_rate: không có chỉ tiêu “men”"),
        ("topics/02_training.toml", 'uom = "person"', 'uom = "soldier"', "measure hidden: không có đơn vị tính “soldier”"),
        ("topics/02_training.toml", 'scale = "result"', 'scale = "stars"', "measure grade: không có thang “stars”"),
        ("topics/02_training.toml", 'headings = ["huấn luyện"]', "headings = [", "không đúng cú pháp TOML"),
        ("uoms.toml", '"m" = "0.001"', '"m" = "một phần nghìn"', "uom km: hệ số của “m”"),
        ("uoms.toml", '"m" = "0.001"', '"m" = "0"', "uom km: hệ số của “m”"),
        ("scales.toml", 'levels = ["giỏi", "khá"]', "levels = []", "scale result: thang không có mức nào"),
        ("regimes.toml", "cut_off_day = 15", "cut_off_day = 31", "regime work: “cut_off_day” phải là số nguyên từ 1 đến 28"),
        ("regimes.toml", '"month", "year"', '"week"', "regime work: period_kinds có “week”"),
        ("regimes.toml", 'to = "district"', 'to = "hamlet"', "regime work, deadline commune: “to” là “hamlet”"),
        ("forms/work.toml", 'regime = "work"', 'regime = "play"', "form commune_month: không có chế độ báo cáo “play”"),
        ("forms/work.toml", 'period_kind = "month"', 'period_kind = "quarter"', "chế độ “work” không có kỳ “quarter”"),
        ("forms/work.toml", 'code = "grade"', 'code = "mark"', "mục “Huấn luyện”: không có chỉ tiêu “mark”"),
        ("forms/work.toml", 'levels = ["province"]', 'levels = ["village"]', "cấp “village” không có"),
    ],
)
def test_a_broken_pack_is_refused_with_file_and_place(pack, name, old, new, said):
    load_folder(folder=pack)
    change(pack, name, old, new)
    with pytest.raises(BadPack) as refusal:
        load_folder(folder=pack)
    assert refusal.value.code == "SV-401"
    assert name in refusal.value.message
    assert said in refusal.value.message


def test_other_refusals_of_files(pack, tmp_path_factory):
    with pytest.raises(BadPack, match=r"không có tệp pack.toml"):
        load_folder(folder=tmp_path_factory.mktemp("empty"))
    (pack / "scales.toml").write_bytes('code = "é"'.encode("latin-1"))
    with pytest.raises(BadPack, match="không phải bảng mã UTF-8"):
        load_folder(folder=pack)
    (pack / "scales.toml").unlink()
    with pytest.raises(BadPack, match=r"“scales.toml”.*thiếu tệp này"):
        load_folder(folder=pack)
    with pytest.raises(UnknownPack, match=r"Không có gói danh mục “nowhere”\. Các gói có sẵn: local_defence"):
        load_catalogue(pack="nowhere")


def test_a_byte_order_mark_of_a_windows_editor_is_no_error(pack):
    path = pack / "pack.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_folder(folder=pack).pack == "small"


def test_measure_get_names_codes_that_look_alike(pack):
    catalogue = load_folder(folder=pack)
    assert measure_get(catalogue=catalogue, code="women").name_en == "Women"
    with pytest.raises(UnknownMeasure, match="women_rate"):
        measure_get(catalogue=catalogue, code="women_rat")


def test_legal_basis_by_day(pack, now):
    change(pack, "topics/01_force.toml", "valid_from = 2020-07-01", "valid_from = 2020-07-01, valid_to = 2025-01-10")
    total = load_folder(folder=pack).measures["total"]
    day = now.date()
    assert legal_basis_on(measure=total, day=day) == ()
    assert [each.text for each in legal_basis_on(measure=total, day=day.replace(year=2024))] == ["Luật"]
    assert legal_basis_on(measure=total, day=day.replace(year=2020)) == ()


def test_the_shipped_pack_loads_fast_and_once():
    from saovuong.catalogue import packs

    took = math.inf
    for _ in range(3):
        packs._shipped.cache_clear()
        started = time.process_time()
        first = load_catalogue()
        took = min(took, time.process_time() - started)
    assert load_catalogue() is first
    assert load_catalogue(switched_on=frozenset({"standing_militia_total"})) is not first
    assert took < 2.0, f"{took:.3f} s of processor time; some 0.06 s on a PC of 2020"


READING = """
context_measures = ["women"]
done_ahead = ["total"]
[pair_targets]
women = "total"
[claims]
statements = ["giữ nghiêm"]
level_before = ["đạt"]
not_absent = ["vi phạm lâm luật"]
not_said = ["nghiêm trọng"]
not_rated = ["đảng viên"]
[[claims.absence]]
measure = "women"
words = ["vi phạm"]
befalls = ["chị"]
[[claims.statement]]
measure = "total"
says = ["nghiêm"]
about = ["trực"]
bearers = ["kíp"]
denies = ["lơ là"]
asks = ["trực nghiêm"]
usual = true
[[claims.rating]]
measure = "women_rate"
about = ["chi hội"]
bearers = ["xã"]
generally = ["kiểm tra"]
strong = true
[together]
closes = ["chỉ tiêu"]
[[together.work]]
measure = "women_rate"
words = ["tuyển nữ"]
"""


def test_words_for_reading_are_loaded_and_may_be_missing(pack):
    assert load_folder(folder=pack).reading == ReadingWords()
    (pack / "reading.toml").write_text(READING, encoding="utf-8")
    words = load_folder(folder=pack).reading
    assert (words.context_measures, words.pair_targets) == (frozenset({"women"}), {"women": "total"})
    assert (words.statements, words.level_before) == (("giữ nghiêm",), ("đạt",))
    assert words.done_ahead == frozenset({"total"})
    assert (words.not_absent, words.not_said, words.not_rated) == (("vi phạm lâm luật",), ("nghiêm trọng",), ("đảng viên",))
    assert words.absences == (AbsenceWords("women", ("vi phạm",), ("chị",)),)
    assert words.said == (StatementWords("total", ("nghiêm",), ("trực",), ("kíp",), ("lơ là",), ("trực nghiêm",), usual=True),)
    assert words.rated == (RatingWords("women_rate", ("chi hội",), ("xã",), ("kiểm tra",), strong=True),)
    assert (words.closes, words.works) == (("chỉ tiêu",), {"women_rate": ("tuyển nữ",)})


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('["women"]', '["nobody"]', "không có chỉ tiêu “nobody”"),
        ('women = "total"', 'women = "everybody"', "không có chỉ tiêu “everybody”"),
        ('measure = "women_rate"', 'measure = "rate"', "không có chỉ tiêu “rate”"),
        ('done_ahead = ["total"]', 'done_ahead = ["all"]', "không có chỉ tiêu “all”"),
        ('measure = "women"\nwords', 'measure = "men"\nwords', "không có chỉ tiêu “men”"),
        ('measure = "total"\nsays', 'measure = "sum"\nsays', "không có chỉ tiêu “sum”"),
        ('measure = "women_rate"\nabout', 'measure = "men_rate"\nabout', "không có chỉ tiêu “men_rate”"),
        ("strong = true", "stronger = true", "không biết khóa “stronger”"),
        ("level_before", "levels_before", "không biết khóa “levels_before”"),
    ],
)
def test_words_for_reading_name_only_what_is_there(pack, old, new, reason):
    (pack / "reading.toml").write_text(READING.replace(old, new), encoding="utf-8")
    with pytest.raises(BadPack) as refused:
        load_folder(folder=pack)
    assert reason in str(refused.value)
