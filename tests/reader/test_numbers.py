"""The grammar of amounts, by table."""

from decimal import Decimal

import pytest

from saovuong.core.quantity import Modifier
from saovuong.reader.nonfigures import find_nonfigures
from saovuong.reader.normal import NormalText
from saovuong.reader.numbers import find_amounts
from saovuong.reader.quantity import Quantity, find_quantities

AMOUNTS = [
    ("có 3.277 lượt", "3.277", "3277", "count"),
    ("đạt 2,14% dân số", "2,14%", "2.14", "percent"),
    ("đạt 98.02 %", "98.02 %", "98.02", "percent"),
    ("với 02 cuộc", "02", "2", "count"),
    ("gồm 62đ/c", "62", "62", "count"),
    ("tổng 62đc", "62", "62", "count"),
    ("trên 66 nghìn lượt", "66 nghìn", "66000", "count"),
    ("24 ngàn ngày công", "24 ngàn", "24000", "count"),
    ("chi 1 tỷ 250 triệu đồng", "1 tỷ 250 triệu đồng", "1250000000", "money"),
    ("chi 9 triệu 650 nghìn đồng", "9 triệu 650 nghìn đồng", "9650000", "money"),
    ("chi 1,2 tỷ đồng", "1,2 tỷ đồng", "1200000000", "money"),
    ("chi 2,5 tỷ.", "2,5 tỷ", "2500000000", "money"),
    ("tặng 16.000.000đ", "16.000.000đ", "16000000", "money"),
    ("phần quà 500k", "500k", "500000", "money"),
    ("hết bốn trăm triệu đồng", "bốn trăm triệu đồng", "400000000", "money"),
    ("hết nửa tỷ đồng", "nửa tỷ đồng", "500000000", "money"),
    ("hai mươi lăm đồng chí", "hai mươi lăm", "25", "count"),
    ("một trăm linh năm người", "một trăm linh năm", "105", "count"),
    ("tám trăm lượt", "tám trăm", "800", "count"),
    ("hai chục buổi", "hai chục", "20", "count"),
    ("mười lăm phần trăm quân số", "mười lăm phần trăm", "15", "percent"),
    ("nạo vét 9.400m kênh", "9.400m", "9.4", "length"),
    ("dài 18,6 km", "18,6 km", "18.6", "length"),
    ("rộng 18km2", "18km2", "18000000", "area"),
    ("đốt 3 ha", "3 ha", "30000", "area"),
    ("1,5 triệu lượt người", "1,5 triệu", "1500000", "count"),
]


@pytest.mark.parametrize(("text", "quote", "value", "kind"), AMOUNTS)
def test_amount(text: str, quote: str, value: str, kind: str) -> None:
    (one,) = find_amounts(NormalText.of(text).low)
    assert text[one.start : one.end] == quote
    assert (one.value, one.kind) == (Decimal(value), kind)


@pytest.mark.parametrize(
    "text",
    [
        "một số đơn vị",
        "trong năm xã tổ chức",
        "là một trong những",
        "cả năm đơn vị đạt",
        "súng K54",
        "tỷ lệ cao",
        "hàng trăm triệu đồng",
        "không ai",
    ],
)
def test_words_that_count_nothing(text: str) -> None:
    assert find_amounts(NormalText.of(text).low) == []


def quantity(text: str) -> Quantity:
    normal = NormalText.of(text)
    return find_quantities(normal.low, find_nonfigures(normal))[-1]


MODIFIERS = [
    ("trên 22 triệu đồng", Modifier.OVER),
    ("hơn 300 thanh niên", Modifier.OVER),
    ("gần 900 ngày công", Modifier.UNDER),
    ("ngót 1.500 lượt", Modifier.UNDER),
    ("chưa đến 05 vụ", Modifier.UNDER),
    ("khoảng 250 lượt", Modifier.ABOUT),
    ("ước 1.050 người", Modifier.ABOUT),
    ("ước gần 1,2 tỷ đồng", Modifier.UNDER),
    ("không quá 20%", Modifier.AT_MOST),
    ("tối đa 90 em", Modifier.AT_MOST),
    ("dưới 0,2%", Modifier.AT_MOST),
    ("số bù đổi không vượt quá 10 trường hợp", Modifier.AT_MOST),
    ("ít nhất 05 đảng viên", Modifier.AT_LEAST),
    ("không dưới 70%", Modifier.AT_LEAST),
    ("không thấp hơn 30%", Modifier.AT_LEAST),
    ("tối thiểu đạt 75%", Modifier.AT_LEAST),
    ("đạt từ 98% trở lên", Modifier.AT_LEAST),
    ("từ 98% kế hoạch trở lên", Modifier.AT_LEAST),
    ("≥ 96%", Modifier.AT_LEAST),
    ("đạt 98%", Modifier.EXACT),
    # With those above, the words of section 3.1 of the domain report; "vượt 300" says by how much something was exceeded.
    ("chưa tới 05 vụ", Modifier.UNDER),
    ("xấp xỉ 250 lượt", Modifier.ABOUT),
    ("gần 35.000 lượt", Modifier.UNDER),
]


@pytest.mark.parametrize(("text", "modifier"), MODIFIERS)
def test_modifier(text: str, modifier: Modifier) -> None:
    assert quantity(text).modifier is modifier


RANGES = [
    ("1,15-1,17% dân số", "1.15", "1.17"),
    ("từ 92 đến 98,5%", "92", "98.5"),
    ("20%-25% số xã", "20", "25"),
    ("mở 65-70 lớp", "65", "70"),
]


@pytest.mark.parametrize(("text", "low", "high"), RANGES)
def test_range(text: str, low: str, high: str) -> None:
    one = quantity(text)
    assert (one.modifier, one.value, one.high) == (Modifier.RANGE, Decimal(low), Decimal(high))


def test_pairs() -> None:
    plain = quantity("giao 08/8 thanh niên")
    assert (plain.value, plain.of, plain.share) == (Decimal(8), Decimal(8), None)
    shared = quantity("5/7 xã, thị trấn (71,4%) huấn luyện xong")
    assert (shared.value, shared.of, shared.share) == (Decimal(5), Decimal(7), Decimal("71.4"))
    equals = quantity("4.450/6.708 = 66,33%")
    assert (equals.value, equals.of, equals.share) == (Decimal(4450), Decimal(6708), Decimal("66.33"))
    unit = quantity("163 vụ/299 đối tượng")
    assert (unit.value, unit.of) == (Decimal(299), None)


USES = [
    ("tăng 12 cuộc so với năm trước", "change"),
    ("giảm 3,5%", "change"),
    ("nhiều hơn năm 2021 là 12 thanh niên", "change"),
    ("gấp 1,4 lần năm trước", "change"),
    ("tăng lên 300 cuộc", "measure"),
    ("giảm còn 05 vụ", "measure"),
    ("mỗi suất 500.000đ", "per_unit"),
    ("35 triệu đồng/căn", "per_unit"),
    ("mỗi xã một buổi", "per_unit"),
    ("mỗi năm kết nạp 30 đảng viên", "measure"),
]


@pytest.mark.parametrize(("text", "use"), USES)
def test_changes_and_amounts_per_unit_are_told_apart(text: str, use: str) -> None:
    assert quantity(text).use == use
