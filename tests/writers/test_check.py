"""The format checker: a good paper passes, and every rule is caught when it is broken on purpose."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest

from saovuong.writers.check import RULES, check_format
from saovuong.writers.package import open_package
from saovuong.writers.paper import FormatFinding
from saovuong.writers.report_shapes import ReportShape, Signature
from saovuong.writers.wordml import W
from tests.writers.samples import DOCUMENT, HEADER, STYLES, paper, profile, shape, spoiled, swap, swap_pattern

Change = Callable[[str], str]


def findings(content: bytes) -> tuple[FormatFinding, ...]:
    return check_format(open_package(content, name="thử.docx"), profile())


@pytest.mark.parametrize(
    "made",
    [
        shape(),
        shape(number=None, issued_on=None),
        shape(authority=("CHỈ HUY TRƯỞNG",)),
        shape(authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        shape(addressee=(), bases=()),
        shape(place="Phường Nguyễn Thị Minh Khai", issued_on=None),
        shape(annexes=()),
    ],
)
def test_a_paper_of_the_writer_has_no_findings(made: ReportShape) -> None:
    assert findings(paper(made)) == ()


def test_every_rule_of_the_profile_is_checked_and_only_those() -> None:
    assert frozenset(profile().rules) == RULES


def test_a_rule_that_the_profile_leaves_out_is_not_checked() -> None:
    spoilt = open_package(spoiled(paper(), DOCUMENT, swap("./.", ".")), name="x")
    without = replace(profile(), rules={key: rule for key, rule in profile().rules.items() if key != "ending"})
    assert check_format(spoilt, without) == ()


def style(name: str, old: str, new: str) -> Change:
    """Change one style of the sheet."""
    return swap_pattern(rf'(w:styleId="{name}".*?){old}', rf"\g<1>{new}")


BROKEN: list[tuple[str, str, Change, str]] = [
    ("page-size", DOCUMENT, swap('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"', count=1), "215.9 x 279.4 mm"),
    ("page-size", DOCUMENT, swap('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906"', count=1), "297 x 210 mm"),
    ("margins", DOCUMENT, swap('w:left="1701"', 'w:left="1134"', count=1), "20 mm"),
    ("margins", DOCUMENT, swap('w:right="850"', 'w:right="1440"', count=1), "25.4 mm"),
    ("font", STYLES, swap("Times New Roman", "Calibri"), "phông Calibri"),
    ("font", STYLES, style("SVBullet", "<w:rPr>", '<w:rPr><w:rFonts w:asciiTheme="minorHAnsi"/>'), "phông theo chủ đề (minorHAnsi)"),
    ("font", STYLES, style("SVSubject", "<w:rPr>", '<w:rPr><w:color w:val="FF0000"/>'), "màu #ff0000"),
    ("unicode", DOCUMENT, swap("Trân trọng", unicodedata.normalize("NFD", "Trân trọng")), "Unicode tổ hợp"),
    ("page-number", DOCUMENT, swap("<w:titlePg/>", "", count=1), "không có trang đầu khác biệt"),
    ("page-number", HEADER, swap("PAGE", "DATE"), "không có trường PAGE"),
    ("page-number", STYLES, style("SVPageNumber", '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'), "right"),
    ("page-number", STYLES, style("SVPageNumber", '<w:sz w:val="26"/>', '<w:sz w:val="20"/>'), "10 - 10"),
    ("nation", DOCUMENT, swap("CHỦ NGHĨA VIỆT NAM", "CHỦ NGHĨA VIỆT  NAM XHCN"), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM XHCN"),
    ("nation", DOCUMENT, swap("CỘNG HÒA XÃ HỘI", "Cộng hòa xã hội"), "Cộng hòa xã hội CHỦ NGHĨA VIỆT NAM"),
    ("nation", STYLES, style("SVNation", "<w:b/><w:bCs/>", ""), "không đậm"),
    ("motto", DOCUMENT, swap("Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do – Hạnh phúc"), "Độc lập – Tự do – Hạnh phúc"),
    ("motto", STYLES, style("SVMotto", '<w:jc w:val="center"/>', '<w:jc w:val="left"/>'), "left"),
    ("issuer", STYLES, style("SVIssuer", "<w:b/><w:bCs/>", ""), "không đậm"),
    ("number", DOCUMENT, swap("Số: 05/BC-BCH", "Số: 5/BC-BCH"), "Số: 5/BC-BCH"),
    ("number", DOCUMENT, swap("Số: 05/BC-BCH", "Số: 05 / BC - BCH"), "Số: 05 / BC - BCH"),
    ("number", DOCUMENT, swap("Số: 05/BC-BCH", "Số 05/BC-BCH"), "Số 05/BC-BCH"),
    ("date", DOCUMENT, swap("ngày 05 tháng 02 năm", "ngày 5 tháng 2 năm", count=1), "Bắc Kạn, ngày 5 tháng 2 năm 2024"),
    ("date", DOCUMENT, swap(", ngày 05 tháng 02", ", ngày 05 tháng 03", count=1), "Bắc Kạn, ngày 05 tháng 03 năm 2024"),
    ("date", STYLES, style("SVPlaceDate", "<w:i/><w:iCs/>", ""), "đứng"),
    ("type-name", DOCUMENT, swap(">BÁO CÁO<", ">Báo cáo<"), "Báo cáo"),
    ("type-name", STYLES, style("SVTypeName", '<w:sz w:val="28"/>', '<w:sz w:val="36"/>'), "18 - 18"),
    ("subject", STYLES, style("SVSubject", '<w:jc w:val="center"/>', '<w:jc w:val="both"/>'), "both"),
    ("body", STYLES, style("SVBullet", '<w:jc w:val="both"/>', '<w:jc w:val="left"/>'), "left"),
    ("body", STYLES, style("SVBullet", '<w:sz w:val="28"/>', '<w:sz w:val="24"/>'), "12 - 12"),
    ("body", STYLES, style("SVBullet", 'w:firstLine="720"', 'w:firstLine="0"'), "0 mm"),
    ("body", STYLES, style("SVBullet", 'w:after="120"', 'w:after="0"'), "0 pt"),
    ("body", STYLES, style("SVBullet", 'w:line="264"', 'w:line="480"'), "2"),
    ("ending", DOCUMENT, swap("báo cáo./.", "báo cáo."), "Trân trọng báo cáo."),
    ("recipients", DOCUMENT, swap("Nơi nhận:", "Nơi nhận"), "Nơi nhận"),
    ("recipients", DOCUMENT, swap("- UBND thành phố;", "UBND thành phố;"), "UBND thành phố;"),
    ("recipients", DOCUMENT, swap("- UBND thành phố;", "- UBND thành phố."), "- UBND thành phố."),
    ("recipients", DOCUMENT, swap("- Lưu: VT, TM.", "- Văn thư."), "- Văn thư."),
    ("recipients", STYLES, style("SVRecipient", '<w:sz w:val="22"/>', '<w:sz w:val="28"/>'), "14 - 14"),
    ("signature", DOCUMENT, swap(">PHÓ CHỈ HUY TRƯỞNG<", "><"), "KT. CHỈ HUY TRƯỞNG"),
    ("signature", STYLES, style("SVAuthority", "<w:b/><w:bCs/>", ""), "không đậm"),
    ("annex", DOCUMENT, swap(">Phụ lục II<", ">Phụ lục IV<"), "Phụ lục IV"),
    ("annex", DOCUMENT, swap("tại Phụ lục I và Phụ lục II", "kèm theo"), "không dẫn"),
    ("secrecy-stamp", DOCUMENT, swap("Không có.", "MẬT"), "MẬT"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "part", "change", "measured"), BROKEN, ids=lambda value: value if isinstance(value, str) else "")
def test_a_broken_rule_is_measured_and_placed(rule: str, part: str, change: Change, measured: str) -> None:
    found = [one for one in findings(spoiled(paper(), part, change)) if one.rule == rule]
    assert measured in [one.measured for one in found]
    assert all(one.place and one.message and one.expected for one in found)


def test_every_rule_is_broken_above_or_below() -> None:
    assert {rule for rule, *_ in BROKEN} == RULES


def test_missing_lines_under_the_head_are_found() -> None:
    bare = swap_pattern(r"<w:pBdr>.*?</w:pBdr>", "", count=3)
    assert {one.rule for one in findings(spoiled(paper(), DOCUMENT, bare))} == {"motto", "issuer", "subject"}


def test_a_line_of_the_wrong_length_is_found() -> None:
    longer = swap_pattern(r'(SVRule.*?<w:ind w:left=")\d+(" w:right=")\d+"', r'\g<1>0\g<2>0"', count=1)
    assert [(one.rule, one.message) for one in findings(spoiled(paper(), DOCUMENT, longer))] == [("issuer", "đường kẻ dài ngắn không đúng")]


def test_powers_out_of_order_are_found() -> None:
    made = replace(shape(), signature=Signature(("KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH")))
    assert [one.message for one in findings(paper(made))] == ["thứ tự quyền hạn không đúng"]


def test_the_two_spellings_of_the_nation_are_one() -> None:
    assert findings(spoiled(paper(), DOCUMENT, swap("CỘNG HÒA", "CỘNG HOÀ"))) == ()


def test_margins_of_the_decrees_own_sample_pass() -> None:
    sample = swap_pattern(
        r'w:top="\d+" w:right="\d+" w:bottom="\d+" w:left="\d+"', 'w:top="1418" w:right="1134" w:bottom="1134" w:left="1985"'
    )
    assert findings(spoiled(paper(), DOCUMENT, sample)) == ()


def test_a_document_of_another_hand_gets_findings_and_no_crash() -> None:
    body = "<w:body><w:p><w:r><w:t>Xin chào</w:t></w:r></w:p></w:body>"
    strange = f'<w:document xmlns:w="{W}">{body}</w:document>'
    content = spoiled(paper(), DOCUMENT, lambda _: strange)
    assert {"nation", "motto", "issuer", "number", "date", "ending", "recipients", "signature"} <= {one.rule for one in findings(content)}
