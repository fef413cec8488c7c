"""Every cue and rule that the reader may name has words for a person."""

import pytest

from saovuong.reader.model import shipped_weights
from saovuong.reader.reasons import cue_in_words, rule_in_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("R1:suất", "ngay sau số là “suất”"),
        ("L2:tổng số", "ngay trước số là “tổng số”"),
        ("ll1:ca", "trước đó nữa có “ca”"),
        ("s:dân quân", "phía trước trong câu có “dân quân”"),
        ("b:^", "đứng đầu câu hoặc đầu dòng"),
        ("a:,", "đứng trước dấu “,”"),
        ("R0", "sau số không có chữ nào"),
        ("p:militia_total:", "đi sau số liệu Tổng số dân quân tự vệ"),
        ("p:militia_total:đồng", "đi sau số liệu Tổng số dân quân tự vệ, ngay sau số là “đồng”"),
        ("pn:gone_count", "đi ngay sau số liệu gone_count"),
        ("k:count:target", "số đếm ở cột chỉ tiêu"),
        ("k:yes_no:", "câu khẳng định ngoài biểu"),
        ("k:percent", "tỷ lệ"),
        ("v:count:3", "số đếm, 3 chữ số"),
        ("v:percent:4", "tỷ lệ, đúng 100%"),
        ("v:rating:", "mức xếp loại, không nêu số"),
        ("w:suất:2", "ngay sau số (cỡ 2) là “suất”"),
    ],
)
def test_cues(name, words):
    assert cue_in_words(name, {"militia_total": "Tổng số dân quân tự vệ"}) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("uom:fits", "đơn vị tính hợp với chỉ tiêu"),
        ("phrase:right0:2", "cụm từ của chỉ tiêu ngay sau số"),
        ("overlap:label", "chữ ở đầu dòng của biểu trùng với tên chỉ tiêu"),
        ("block:topic", "cùng chủ đề với phần lớn đoạn này"),
        ("part:numerator:far", "gần số liệu là tử số hoặc mẫu số của tỷ lệ"),
    ],
)
def test_rules(name, words):
    assert rule_in_words(name) == words


def test_no_shared_rule_is_without_words():
    assert [name for name in shipped_weights().shared if rule_in_words(name) == name] == []
