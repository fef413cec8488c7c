"""Finding units by what people write."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.core.text import fold
from saovuong.org.dataset import load_units
from saovuong.org.names import AmbiguousUnit, UnitNameIndex, UnknownUnit, resolve_unit
from saovuong.org.spelling import exact_key, folded_key

BEFORE, SINCE = date(2024, 12, 14), date(2025, 8, 1)


@pytest.mark.parametrize(
    ("text", "on", "unit_id"),
    [
        ("phường Đức Xuân, thành phố Bắc Kạn", None, "c63-01840"),
        ("phường Đức Xuân, TP Bắc Kạn, tỉnh Bắc Kạn", None, "c63-01840"),
        ("P. Đức Xuân, TP. Bắc Kạn", None, "c63-01840"),
        ("Phường Đức Xuân (TP Bắc Kạn)", None, "c63-01840"),
        ("Phường Đức Xuân thành phố Bắc Kạn tỉnh Bắc Kạn", None, "c63-01840"),
        ("phường Đức Xuân thuộc thành phố Bắc Kạn", None, "c63-01840"),
        ("phường Đức Xuân, tỉnh Thái Nguyên", None, "c34-01840"),
        ("phường Đức Xuân", BEFORE, "c63-01840"),
        ("phường Đức Xuân", SINCE, "c34-01840"),
        ("PHƯỜNG ĐỨC XUÂN, TỈNH THÁI NGUYÊN", None, "c34-01840"),
        ("Bắc Kạn, Đức Xuân", BEFORE, "c63-01840"),
        ("tỉnh Bắc Kạn, thành phố Bắc Kạn, phường Đức Xuân", None, "c63-01840"),
        ("phuong duc xuan, bac kan", None, "c63-01840"),
        ("duc xuan bac kan", None, "c63-01840"),
        ("xã Vĩnh Quang (Bảo Lâm)", None, "c63-01300"),
        ("xã Vĩnh Quang, huyện Bảo Lâm", None, "c63-01300"),
        ("X. Vĩnh Quang, H. Bảo Lâm, Cao Bằng", None, "c63-01300"),
        ("Vĩnh Quang Bảo Lâm", None, "c63-01300"),
        ("Vĩnh Quang, TP Cao Bằng", None, "c63-01693"),
        ("Ban CHQS TP Bắc Kạn", None, "bch-d63-058"),
        ("BCHQS thành phố Bắc Kạn", None, "bch-d63-058"),
        ("Ban Chỉ huy quân sự thành phố Bắc Kạn, tỉnh Bắc Kạn", None, "bch-d63-058"),
        ("Bộ CHQS tỉnh Cao Bằng", BEFORE, "bch-p63-04"),
        ("Bộ CHQS tỉnh Cao Bằng", SINCE, "bch-p34-04"),
        ("Bộ Tư lệnh Thủ đô Hà Nội", SINCE, "bch-p34-01"),
        ("Bộ Tư lệnh TP. Hồ Chí Minh", SINCE, "bch-p34-79"),
        ("Ban CHQS phường Đức Xuân", BEFORE, "c63-01840"),
        ("thành phố Bắc Kạn", None, "d63-058"),
        ("tỉnh Bắc Kạn", None, "p63-06"),
        ("TP.HCM", SINCE, "p34-79"),
        ("TPHCM", SINCE, "p34-79"),
        ("tỉnh Hoà Bình", BEFORE, "p63-17"),
        ("tỉnh Hòa Bình", BEFORE, "p63-17"),
        ("phường Xuất Hoá", BEFORE, "c63-01855"),
        ("Bà Rịa - Vũng Tàu", BEFORE, "p63-77"),
        ("tỉnh Bà Rịa – Vũng Tàu", BEFORE, "p63-77"),
        ("TP Phan Rang - Tháp Chàm", BEFORE, "d63-582"),
        ("phường Xuân Hương - Đà Lạt", SINCE, "c34-24781"),
        ("huyện Ia H’Drai", BEFORE, "d63-618"),
        ("Phường 3, thành phố Sa Đéc", BEFORE, "c63-29902"),
        ("P.3 TP Tây Ninh", BEFORE, "c63-25459"),
        ("Phường IV, thành phố Tây Ninh", BEFORE, "c63-25462"),
        ("Quận 1", BEFORE, "d63-760"),
        ("Q1", BEFORE, "d63-760"),
        ("xã Xá Nhè", BEFORE, "c63-03244"),
        ("huyện Mộc Châu", BEFORE, "d63-123"),
        ("tỉnh Thừa Thiên Huế", BEFORE, "p63-46"),
        ("đặc khu Phú Quốc", None, "c34-31078"),
        ("01843", SINCE, "c34-01843"),
        ("01843", BEFORE, "c63-01843"),
        ("058", None, "d63-058"),
        ("c63-01843", SINCE, "c63-01843"),
    ],
)
def test_one_unit_is_meant(index, text, on, unit_id):
    assert resolve_unit(index, text, on=on).id == unit_id


@pytest.mark.parametrize(
    ("text", "on", "ids"),
    [
        ("phường Đức Xuân", None, {"c63-01840", "c34-01840"}),
        ("01843", None, {"c63-01843", "c34-01843"}),
        ("xã Vĩnh Quang, tỉnh Cao Bằng", BEFORE, {"c63-01300", "c63-01693"}),
        ("Bắc Kạn", BEFORE, {"p63-06", "d63-058"}),
        ("Bắc Kạn", None, {"p63-06", "d63-058", "c34-01843"}),
    ],
)
def test_several_units_may_be_meant(index, text, on, ids):
    with pytest.raises(AmbiguousUnit) as refused:
        resolve_unit(index, text, on=on)
    assert set(refused.value.fields["ids"]) == ids
    for unit_id in ids:
        assert f"[{unit_id}]" in str(refused.value)


def test_without_any_diacritic_nothing_is_taken_for_exact(index):
    with pytest.raises(AmbiguousUnit) as refused:
        resolve_unit(index, "xa vinh quang", on=BEFORE)
    names = {index.relations.units[unit].short_name for unit in refused.value.fields["ids"]}
    assert names == {"Vinh Quang", "Vĩnh Quang"}


def test_an_exact_name_outranks_a_folded_one(index):
    matches = index.find("xã Vinh Quang", on=BEFORE)
    exact = [match.exact for match in matches]
    assert exact == sorted(exact, reverse=True)
    assert {match.unit.short_name for match in matches if match.exact} == {"Vinh Quang"}
    assert {match.unit.short_name for match in matches if not match.exact} == {"Vĩnh Quang"}


@pytest.mark.parametrize(
    ("text", "on", "hint"),
    [
        ("phường Đức Xuâm", BEFORE, "Phường Đức Xuân, thành phố Bắc Kạn"),
        ("phường Phùng Chí Kiên", SINCE, "đến 30/06/2025"),
        ("phường Đức Xuân, thành phố Bắc Kạn", SINCE, "Phường Đức Xuân, tỉnh Thái Nguyên"),
        ("xã Zzzzz", None, "units find"),
        ("", None, "units find"),
        ("???", None, "units find"),
    ],
)
def test_an_unknown_unit_is_refused_with_a_hint(index, text, on, hint):
    with pytest.raises(UnknownUnit, match="Không tìm thấy") as refused:
        resolve_unit(index, text, on=on)
    assert refused.value.code == "SV-301"
    assert hint in str(refused.value)


def test_a_wrong_parent_is_no_match_but_a_hint(index):
    (first, *_) = index.find("phường Đức Xuân, thành phố Cao Bằng", on=BEFORE)
    assert first.unit.id == "c63-01840"
    assert not first.complete
    assert not first.exact


def test_candidates_come_with_the_units_above_them(index):
    (match,) = index.find("phường Đức Xuân", on=BEFORE)
    assert [parent.name for parent in match.parents] == ["Thành phố Bắc Kạn", "Tỉnh Bắc Kạn"]
    assert index.full_name_of(match.unit.id) == "Phường Đức Xuân, thành phố Bắc Kạn, tỉnh Bắc Kạn"


def test_part_of_a_name_finds_it(index):
    assert "c63-01834" in {match.unit.id for match in index.find("Minh Khai", on=BEFORE, limit=100)} | {
        match.unit.id for match in index.find("Nguyễn Thị Minh", on=BEFORE)
    }


def test_limit(index):
    assert len(index.find("Hòa Bình", limit=3)) == 3


UNITS = [unit for unit in load_units().units if unit.level != "country"]


@given(st.sampled_from(UNITS), st.sampled_from(["as is", "lower", "upper", "unaccented", "abbreviated"]))
def test_every_unit_is_found_by_its_full_name_on_its_day(index_of_all, unit, style):
    text = index_of_all.full_name_of(unit.id)
    if style == "lower":
        text = text.lower()
    elif style == "upper":
        text = text.upper()
    elif style == "unaccented":
        text = fold(text)
    elif style == "abbreviated":
        for word, short in (
            ("thành phố ", "TP "),
            ("Thành phố ", "TP. "),
            ("Phường ", "P. "),
            ("huyện ", "H. "),
            ("Chỉ huy quân sự", "CHQS"),
        ):
            text = text.replace(word, short)
    day = date(2025, 6, 30) if unit.closed else date(2025, 7, 1)
    matches = {match.unit.id: match for match in index_of_all.find(text, on=day, limit=300)}
    assert unit.id in matches
    assert matches[unit.id].complete
    assert matches[unit.id].exact or style == "unaccented"


@pytest.fixture(scope="module")
def index_of_all():
    return UnitNameIndex.from_data(load_units())


@given(st.text(max_size=60))
def test_any_text_is_answered(index_of_all, text):
    for match in index_of_all.find(text):
        assert 0 < match.score <= 1


@given(st.text(alphabet="aàảãáạăằâầoòóọơờuùúụưyỳýhkxqnđd ", max_size=20))
def test_keys_do_not_care_for_case(text):
    assert exact_key(text.upper()) == exact_key(text)
    assert folded_key(exact_key(text)) == folded_key(text)


@pytest.mark.parametrize(("one", "other"), [("Hoà", "Hòa"), ("Thuỷ Khoẻ", "Thủy Khỏe"), ("H'Drai", "H’Drai"), ("IV", "4"), ("Quý", "QUÝ")])
def test_spellings_that_are_one(one, other):
    assert exact_key(one) == exact_key(other)


@pytest.mark.parametrize(("one", "other"), [("Hoà", "Hoa"), ("Vĩnh", "Vinh"), ("Quan", "Quán"), ("Xuân IV", "Xuân 4")])
def test_spellings_that_are_two(one, other):
    assert exact_key(one) != exact_key(other)
