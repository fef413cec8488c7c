"""Numbers that are no figures, by table: each text holds exactly one, and nothing else is read from it."""

import pytest

from saovuong.reader.nonfigures import find_nonfigures
from saovuong.reader.normal import NormalText
from saovuong.reader.quantity import find_quantities

TABLE = [
    ("ngày 05/12/2025", "date"),
    ("sáng 16/12", "date"),
    ("từ 06.4-17.4", "date"),
    ("tháng 11/2025", "date"),
    ("quý III/2020", "date"),
    ("giai đoạn 2021-2025", "date"),
    ("nhiệm kỳ 2025 – 2030", "date"),
    ("năm 2024", "date"),
    ("6 tháng đầu năm", "date"),
    ("dịp 27/7", "date"),
    ("Nghị định số 03", "legal"),
    ("Quyết định 49", "legal"),
    ("112/BC-BCH", "legal"),
    ("69/2020/TT-BQP", "legal"),
    ("15-NQ/ĐU", "legal"),
    ("bão số 10", "name"),
    ("tổ 10", "name"),
    ("đối tượng 3", "name"),
    ("Quân khu 4", "name"),
    ("sức khỏe loại 1", "name"),
    ("Covid-19", "name"),
    ("kỷ niệm 78 năm Ngày thành lập", "anniversary"),
    ("đủ 17 tuổi", "age"),
    ("từ đủ 18 đến hết 25", "age"),
    ("22 giờ", "time"),
    ("sáng nay 4/3", "date"),
    ("khai giảng 18/10", "date"),
    ("QĐ 1127", "legal"),
    ("NĐ 03", "legal"),
    ("Ban Chỉ huy PTKV 4", "name"),
    ("bảo vệ mốc 172", "name"),
    ("Đồn Biên phòng 759", "name"),
    ("khóa 113", "name"),
    ("học hết lớp 12", "name"),
    ("quốc lộ 4H", "name"),
    ("tiêu chí 19.1", "name"),
    ("điện thoại trực ban: 0236.3841.555", "other"),
    ("ĐT: 069.542.118", "other"),
    ("hotline 0912 000 111", "other"),
    ("cứ 100 người thì có 24 người", "other"),
    ("in trang 2/5", "other"),
    ("12 nội dung", "other"),
]


@pytest.mark.parametrize(("text", "kind"), TABLE)
def test_no_figure(text: str, kind: str) -> None:
    normal = NormalText.of(text)
    found = find_nonfigures(normal)
    assert [one.kind for one in found] == [kind] or {one.kind for one in found} == {kind}
    assert find_quantities(normal.low, found) == []


def test_list_numbers_and_table_indexes() -> None:
    normal = NormalText.of("1. Tuyển quân\n2.1 Huấn luyện\n3 | Giao quân | người\n4/ Sổ sách\n5- Dân vận\n6) Khen thưởng\n")
    assert [normal.text[one.start : one.end] for one in find_nonfigures(normal)] == ["1", "2.1", "3", "4", "5", "6"]


def test_coordinated_names() -> None:
    normal = NormalText.of("sức khỏe loại 1, 2 và 3 chiếm 60%")
    assert [normal.text[one.start : one.end] for one in find_nonfigures(normal)] == ["1", "2", "3"]
    assert [one.value for one in find_quantities(normal.low, find_nonfigures(normal))] == [60]


@pytest.mark.parametrize(
    "text",
    [
        "tổ chức 05 lớp",
        "cấp 120 bộ trang phục",
        "đợt 02 cuộc",
        "đăng ký 812/812 công dân",
        "2.024 lượt người",
        "tuần tra cột mốc 76 đợt",
        "thu 1.900 cuốn sổ",
    ],
)
def test_figures_that_look_like_names_or_dates(text: str) -> None:
    normal = NormalText.of(text)
    assert len(find_quantities(normal.low, find_nonfigures(normal))) == 1
