"""Units that running text names."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.org.dataset import load_units
from saovuong.org.names import UnitNameIndex

BEFORE, SINCE = date(2024, 12, 14), date(2025, 8, 1)


@pytest.mark.parametrize(
    ("text", "on", "near", "named"),
    [
        ("Tại phường Đức Xuân có 5 đồng chí.", BEFORE, "bch-d63-058", [("phường Đức Xuân", "c63-01840")]),
        ("Tại phường Đức Xuân có 5 đồng chí.", SINCE, None, [("phường Đức Xuân", "c34-01840")]),
        ("Tại phường Đức Xuân có 5 đồng chí.", None, None, [("phường Đức Xuân", None)]),
        ("Tại phường Đức Xuân có 5 đồng chí.", None, "d63-058", [("phường Đức Xuân", "c63-01840")]),
        ("phường Đức Xuân, tỉnh Thái Nguyên", None, None, [("phường Đức Xuân", "c34-01840"), ("tỉnh Thái Nguyên", "p34-19")]),
        (
            "các phường: Hợp Giang, Sông Hiến và Đề Thám",
            BEFORE,
            "d63-040",
            [("Hợp Giang", "c63-01273"), ("Sông Hiến", "c63-01267"), ("Đề Thám", "c63-01282")],
        ),
        (
            "Ban CHQS các phường Hợp Giang, Sông Hiến, xã Vĩnh Quang tổ chức",
            BEFORE,
            "bch-d63-040",
            [("Hợp Giang", "c63-01273"), ("Sông Hiến", "c63-01267"), ("xã Vĩnh Quang", "c63-01693")],
        ),
        (
            "246 ở xã Dương Quang, 178 ở xã Nông Thượng",
            BEFORE,
            "d63-058",
            [("xã Dương Quang", "c63-01849"), ("xã Nông Thượng", "c63-01852")],
        ),
        (
            "các phường Phùng Chí Kiên 12, Sông Cầu (15 người), Đức Xuân 20",
            BEFORE,
            "d63-058",
            [("phường Phùng Chí Kiên", "c63-01843"), ("Sông Cầu", "c63-01837"), ("Đức Xuân", "c63-01840")],
        ),
        ("các xã, phường: Dương Quang, Xuất Hoá", BEFORE, "d63-058", [("Dương Quang", "c63-01849"), ("Xuất Hoá", "c63-01855")]),
        ("xã Vĩnh Quang (Bảo Lâm)", BEFORE, None, [("xã Vĩnh Quang", "c63-01300")]),
        ("xã Vĩnh Quang, huyện Bảo Lâm", BEFORE, None, [("xã Vĩnh Quang", "c63-01300"), ("huyện Bảo Lâm", "d63-042")]),
        ("xã Vĩnh Quang, Bảo Lâm", BEFORE, None, [("xã Vĩnh Quang", "c63-01300")]),
        ("xã Vĩnh Quang", BEFORE, "p63-04", [("xã Vĩnh Quang", None)]),
        ("xã Vĩnh Quang", BEFORE, "c63-01291", [("xã Vĩnh Quang", "c63-01300")]),
        ("Ban CHQS TP. Bắc Kạn", BEFORE, None, [("Ban CHQS TP. Bắc Kạn", "bch-d63-058")]),
        ("BAN CHQS PHƯỜNG ĐỨC XUÂN\nBÁO CÁO", BEFORE, "d63-058", [("BAN CHQS PHƯỜNG ĐỨC XUÂN", "c63-01840")]),
        ("Bộ Tư lệnh Thủ đô Hà Nội", BEFORE, None, [("Bộ Tư lệnh Thủ đô Hà Nội", "bch-p63-01")]),
        ("TP.HCM và TPHCM", SINCE, None, [("TP.HCM", "p34-79"), ("TPHCM", "p34-79")]),
        ("thành phố Phan Rang - Tháp Chàm", BEFORE, None, [("thành phố Phan Rang - Tháp Chàm", "d63-582")]),
        ("huyện Đắk Hà", BEFORE, None, [("huyện Đắk Hà", "d63-615")]),
        ("phường Đức\nXuân", BEFORE, "d63-058", [("phường Đức\nXuân", "c63-01840")]),
        ("phường Huyền Tụng cũ", SINCE, None, [("phường Huyền Tụng", "c63-01846")]),
        ("thị xã Cửa Lò, tỉnh Nghệ An", BEFORE, None, [("thị xã Cửa Lò", None), ("tỉnh Nghệ An", "p63-40")]),
        ("Xã đã tổ chức; thành phố đã giao; Bộ CHQS tỉnh khen.", BEFORE, None, []),
        ("Bắc Kạn và Cao Bằng", BEFORE, None, []),
        ("ThS. Nguyễn Văn A, TT. Huấn luyện", BEFORE, None, []),
        ("xã Đảng bộ", BEFORE, None, [("xã Đảng", None)]),
    ],
)
def test_units_in_text(index, text, on, near, named):
    found = index.mentions(text, on=on, near=near)
    assert [(mention.text, mention.unit_id) for mention in found] == named
    for mention in found:
        assert text[mention.start : mention.end] == mention.text


def test_decomposed_text_keeps_its_own_offsets(index):
    text = unicodedata.normalize("NFD", "Tại phường Đức Xuân, thành phố Bắc Kạn.")
    found = index.mentions(text, on=BEFORE, near=None)
    assert [mention.unit_id for mention in found] == ["c63-01840", "d63-058"]
    for mention in found:
        assert text[mention.start : mention.end] == mention.text
    assert unicodedata.normalize("NFC", found[1].text) == "thành phố Bắc Kạn"


@pytest.fixture(scope="module")
def index_of_all():
    return UnitNameIndex.from_data(load_units())


PIECES = [
    "phường ",
    "các xã: ",
    "TP. ",
    "Ban CHQS ",
    "Đức Xuân",
    "Vĩnh Quang",
    ", ",
    " và ",
    " (",
    ")",
    "Bảo Lâm",
    "\n",
    " 12",
    "P.3",
    "ở ",
    "e\u0301",
    "x",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=15).map("".join), st.sampled_from([None, BEFORE, SINCE]), st.sampled_from([None, "d63-058"])
)
def test_mentions_are_ordered_pieces_of_the_text(index_of_all, text, on, near):
    last = 0
    for mention in index_of_all.mentions(text, on=on, near=near):
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.unit_id is None or index_of_all.get(mention.unit_id) is not None
        last = mention.end
