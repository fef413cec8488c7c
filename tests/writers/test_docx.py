"""The written file: what Word, an office and the law look at."""

import io
from datetime import date

import docx
import pytest
from lxml import etree

from saovuong.writers.manifest import read_manifest
from saovuong.writers.package import open_package
from saovuong.writers.report_shapes import Annex
from saovuong.writers.wordml import W
from tests.writers.samples import DOCUMENT, HEADER, STYLES, WRITTEN_AT, figure, paper, parts_of, shape, table

T = f"{{{W}}}"


def document(content: bytes) -> etree._Element:
    return etree.fromstring(parts_of(content)[DOCUMENT].encode())


def test_equal_shapes_give_equal_bytes() -> None:
    assert paper() == paper()


def test_word_library_opens_it_and_finds_the_words() -> None:
    opened = docx.Document(io.BytesIO(paper()))
    texts = [p.text for p in opened.paragraphs]
    assert "BÁO CÁO" in texts
    assert "KẾT QUẢ NĂM 2024" in texts
    assert "I. ĐẶC ĐIỂM TÌNH HÌNH" in texts
    assert "1. Công tác sẵn sàng chiến đấu" in texts
    assert opened.core_properties.created == WRITTEN_AT.replace(tzinfo=opened.core_properties.created.tzinfo)
    assert opened.core_properties.last_modified_by == "kiem-tra"


def test_every_relation_leads_to_a_part_and_every_part_has_a_type() -> None:
    parts = parts_of(paper())
    types = parts["[Content_Types].xml"]
    for name in parts:
        assert name.endswith(".rels") or name == "[Content_Types].xml" or f"/{name}" in types or name.endswith(".xml")
    for target in ("styles.xml", "settings.xml", "fontTable.xml", "header1.xml"):
        assert f"word/{target}" in parts


def test_every_font_axis_is_times_new_roman() -> None:
    styles = parts_of(paper())[STYLES]
    for axis in ("ascii", "hAnsi", "eastAsia", "cs"):
        assert f'w:{axis}="Times New Roman"' in styles
    assert "Theme" not in styles


def test_head_writes_capitals_zeros_and_one_date_line() -> None:
    opened = docx.Document(io.BytesIO(paper()))
    cells = [p.text for row in opened.tables[0].rows for cell in row.cells for p in cell.paragraphs if p.text]
    assert cells == [
        "BỘ CHQS TỈNH BẮC KẠN",
        "BAN CHQS THÀNH PHỐ BẮC KẠN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-BCH",
        "Bắc Kạn, ngày 05 tháng 02 năm 2024",
    ]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 1, 9), "ngày 09 tháng 01 năm 2024"),
        (date(2024, 3, 9), "ngày 09 tháng 3 năm 2024"),
        (date(2024, 12, 31), "ngày 31 tháng 12 năm 2024"),
    ],
)
def test_only_days_below_ten_and_the_months_one_and_two_carry_a_zero(day: date, words: str) -> None:
    assert f"Bắc Kạn, {words}" in parts_of(paper(shape(issued_on=day)))[DOCUMENT]


def test_a_draft_leaves_room_for_the_pen() -> None:
    text = parts_of(paper(shape(number=None, issued_on=None)))[DOCUMENT]
    assert "Số:       /BC-BCH" in text
    assert "ngày      tháng      năm" in text
    assert "số ....../BC-BCH" in text


def test_a_long_place_name_gets_a_wider_cell() -> None:
    usual = document(paper()).findall(f".//{T}gridCol")
    wide = document(paper(shape(place="Phường Nguyễn Thị Minh Khai", issued_on=None))).findall(f".//{T}gridCol")
    widths = [[int(col.get(f"{T}w") or 0) for col in cols[:3]] for cols in (usual, wide)]
    assert widths[0][0] > widths[1][0]
    assert sum(widths[1]) == widths[0][0] + widths[0][1]


def test_bases_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    text = parts_of(paper())[DOCUMENT]
    assert "Căn cứ một nghị định;" in text
    assert "Căn cứ một thông tư." in text


def test_several_addressees_stand_on_lines_of_their_own() -> None:
    opened = docx.Document(io.BytesIO(paper(shape(addressee=("Nơi một", "Nơi hai")))))
    texts = [p.text for p in opened.paragraphs]
    at = texts.index("Kính gửi:")
    assert texts[at : at + 3] == ["Kính gửi:", "- Nơi một;", "- Nơi hai."]


def test_pages_are_numbered_from_the_second_in_the_middle_of_the_upper_margin() -> None:
    content = paper()
    main = document(content).findall(f".//{T}sectPr")[0]
    assert main.find(f"{T}titlePg") is not None
    assert [ref.get(f"{T}type") for ref in main.findall(f"{T}headerReference")] == ["default"]
    assert " PAGE " in parts_of(content)[HEADER]
    assert 'w:styleId="SVPageNumber"' in parts_of(content)[STYLES]


def test_every_annex_has_its_own_page_numbers_and_may_lie_on_its_side() -> None:
    sections = document(paper()).findall(f".//{T}sectPr")
    assert len(sections) == 3
    assert all(one.find(f"{T}pgNumType").get(f"{T}start") == "1" for one in sections)
    sizes = [(one.find(f"{T}pgSz").get(f"{T}w"), one.find(f"{T}pgSz").get(f"{T}orient")) for one in sections]
    assert sizes == [("11906", None), ("16838", "landscape"), ("11906", None)]


def test_one_annex_has_no_number_and_several_have_roman_ones() -> None:
    one = parts_of(paper(shape(annexes=(Annex("Nguồn số liệu", (table(1, anchor="1"),)),))))[DOCUMENT]
    assert ">Phụ lục<" in one
    two = parts_of(paper())[DOCUMENT]
    assert ">Phụ lục I<" in two
    assert ">Phụ lục II<" in two


def test_table_heads_repeat_rows_never_split_and_small_tables_stay_whole() -> None:
    root = document(paper(shape(rows=30)))
    big = root.findall(f".//{T}tbl")[1]
    rows = big.findall(f"{T}tr")
    assert [row.find(f"{T}trPr/{T}tblHeader") is not None for row in rows] == [True] + [False] * 30
    assert all(row.find(f"{T}trPr/{T}cantSplit") is not None for row in rows)
    kept = [row.find(f".//{T}keepNext") is not None for row in rows]
    assert kept == [True, True, *[False] * 27, True, False]
    small = document(paper(shape(rows=3))).findall(f".//{T}tbl")[1]
    assert [row.find(f".//{T}keepNext") is not None for row in small.findall(f"{T}tr")] == [True, True, True, False]


def test_the_signature_never_stands_alone_and_deputies_sign_below_their_power() -> None:
    content = paper()
    blocks = list(document(content).find(f"{T}body"))
    end = next(n for n, block in enumerate(blocks) if block.tag == f"{T}tbl" and "Nơi nhận:" in "".join(block.itertext()))
    assert blocks[end - 1].find(f"{T}pPr/{T}keepNext") is not None
    assert "".join(blocks[end - 1].itertext()).endswith("./.")
    lines = ["".join(p.itertext()) for p in blocks[end].iter(f"{T}p")]
    assert lines == ["Nơi nhận:", "- Như trên;", "- UBND thành phố;", "- Lưu: VT, TM.", "KT. CHỈ HUY TRƯỞNG", "PHÓ CHỈ HUY TRƯỞNG", ""]


def test_figures_link_to_their_sources_and_back_without_looking_like_links() -> None:
    root = document(paper())
    links = root.findall(f".//{T}hyperlink")
    anchors = {mark.get(f"{T}name") for mark in root.iter(f"{T}bookmarkStart")}
    targets = [link.get(f"{T}anchor") for link in links]
    assert set(targets) <= anchors
    assert targets.count("nguon_1") == 5  # the sentence, three rows, and the second row of the annex
    assert "so_00001" in targets  # back to the first showing
    assert not [run for link in links for run in link.iter(f"{T}rStyle", f"{T}u", f"{T}color")]


def test_a_figure_without_a_row_in_the_annex_has_a_bookmark_but_no_link() -> None:
    root = document(paper())
    shown = next(mark for mark in root.iter(f"{T}bookmarkStart") if mark.get(f"{T}name") == "so_00005")
    assert shown.getnext().tag == f"{T}r"


def test_bookmark_ids_and_names_are_unique() -> None:
    marks = list(document(paper()).iter(f"{T}bookmarkStart"))
    assert len({mark.get(f"{T}id") for mark in marks}) == len({mark.get(f"{T}name") for mark in marks}) == len(marks)


def test_the_manifest_lists_every_showing_with_its_place() -> None:
    manifest = read_manifest(open_package(paper(), name="x"))
    assert manifest.figures == (figure("1", "512", facts=(3, 4)), figure("2", "40"))
    assert [(one.figure, one.text, one.place) for one in manifest.shown][:2] == [
        ("1", "512", "Phần I, mục I.1"),
        ("1", "512", "Biểu 1, dòng 1"),
    ]
    assert ("2", "hơn 40", "Phần I, mục I.1.a") in [(one.figure, one.text, one.place) for one in manifest.shown]
    assert "2023" in manifest.plain_numbers
    assert "512" not in manifest.plain_numbers


def test_words_that_xml_cannot_hold_bare_are_escaped() -> None:
    made = shape(bases=('Căn cứ <luật> & "lệ"',))
    assert "&lt;luật&gt; &amp;" in parts_of(paper(made))[DOCUMENT]
