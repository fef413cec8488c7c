"""Word files: what a reader of the printed page sees becomes text, nothing else does."""

import io
import time
import zipfile

import pytest
from docx import Document

from saovuong.core.errors import Refusal
from saovuong.reader.load import LoadedDocument, load_document
from tests.reader.old_writing import tcvn3, vni
from tests.reader.word_files import cell, font, levels, numbered, par, row, run, table, word_file


def loaded(body: str, **parts: str) -> LoadedDocument:
    return load_document(word_file(body, **parts), "a.docx")


def lines(body: str, **parts: str) -> list[str]:
    return [line for line in loaded(body, **parts).text.split("\n") if line]


def western(content: bytes) -> str:
    return content.decode("cp1252")


def test_paragraphs_and_tables_keep_their_order() -> None:
    document = Document()
    document.add_paragraph("BÁO CÁO")
    made = document.add_table(rows=2, cols=3)
    for cells, words in zip(made.rows, [("STT", "Nội dung", "Kết quả"), ("1", "Giao quân", "12")], strict=True):
        for one, word in zip(cells.cells, words, strict=True):
            one.text = word
    document.add_paragraph("Kết thúc")
    out = io.BytesIO()
    document.save(out)
    text = load_document(out.getvalue(), "a.docx").text
    assert [line for line in text.split("\n") if line] == ["BÁO CÁO", "STT\tNội dung\tKết quả", "1\tGiao quân\t12", "Kết thúc"]


def test_merged_cells_keep_their_columns() -> None:
    rows = lines(
        table(
            row(cell("STT"), cell("Nội dung", span=2), cell("Kết quả")),
            row("1", cell("Tuyển quân", merge="restart"), "giao", "9"),
            row("2", cell("thừa", merge="continue"), "khám", "21"),
        )
    )
    assert rows == ["STT\tNội dung\t\tKết quả", "1\tTuyển quân\tgiao\t9", "2\t\tkhám\t21"]


def test_rows_that_begin_late_in_the_grid() -> None:
    late = "<w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>" + cell("9") + "</w:tr>"
    assert lines(table(row("1", "Giao", "8"), late)) == ["1\tGiao\t8", "\t\t9"]


def test_a_page_laid_out_in_a_table_is_read_cell_by_cell() -> None:
    inner = table(row("STT", "Nội dung", "Kết quả"), row("1", "Giao quân", "12"))
    body = table(row(cell(par("BÁO CÁO") + inner + par("Hết"))))
    assert lines(body) == ["BÁO CÁO", "STT\tNội dung\tKết quả", "1\tGiao quân\t12", "Hết"]


def test_rows_and_cells_in_content_controls() -> None:
    inside = f"<w:sdt><w:sdtContent>{row('1', 'Giao', '8')}</w:sdtContent></w:sdt>"
    held = f"<w:tr>{cell('2')}<w:sdt><w:sdtContent>{cell('Khám')}</w:sdtContent></w:sdt>{cell('9')}</w:tr>"
    assert lines(table(inside, held)) == ["1\tGiao\t8", "2\tKhám\t9"]


def test_tracked_changes_show_what_stands() -> None:
    body = par(
        run("Giao "),
        f"<w:del>{run('11')}</w:del>",
        f"<w:ins>{run('12')}</w:ins>",
        f"<w:moveFrom>{run(' cũ')}</w:moveFrom>",
        f"<w:moveTo>{run(' mới')}</w:moveTo>",
    )
    assert lines(body) == ["Giao 12 mới"]
    gone = table(row("1", "Giao", "8"), f"<w:tr><w:trPr><w:del/></w:trPr>{cell('2')}{cell('Bỏ')}</w:tr>")
    assert lines(gone) == ["1\tGiao\t8"]


def test_hidden_text_fields_and_contents_are_left_out() -> None:
    hidden = run("ẩn", "<w:vanish/>") + run(" hiện", '<w:vanish w:val="0"/>')
    assert lines(par(hidden)) == ["hiện"]
    field = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE 99</w:instrText></w:r>'
    assert lines(par(field, "trang 3")) == ["trang 3"]
    style = '<w:style w:type="paragraph" w:styleId="ML1"><w:name w:val="toc 1"/></w:style>'
    entry = par("I. Kết quả 12", look='<w:pStyle w:val="ML1"/>')
    gallery = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>'
    assert lines(entry + gallery + par("II. Mục 13") + "</w:sdtContent></w:sdt>" + par("Hết"), styles=style) == ["Hết"]


def test_a_text_box_follows_its_paragraph_once() -> None:
    box = f"<w:txbxContent>{par('Trong khung 5')}</w:txbxContent>"
    both = f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    assert lines(par("Ngoài", both, " khung")) == ["Ngoài khung", "Trong khung 5"]
    assert lines(par("Ngoài", f"<w:r><w:pict><v:shape>{box}</v:shape></w:pict></w:r>")) == ["Ngoài", "Trong khung 5"]


def test_notes_follow_the_paragraph_that_refers_to_them() -> None:
    marked = par("Giao 12 thanh niên", '<w:r><w:footnoteReference w:id="2"/></w:r>', ".")
    note = f'<w:footnote w:id="2">{par("Trong đó xã A 5")}</w:footnote><w:footnote w:id="3">{par("Không ai gọi")}</w:footnote>'
    assert lines(marked + par("Tiếp"), footnotes=note) == ["Giao 12 thanh niên.", "(1) Trong đó xã A 5", "Tiếp"]
    inside = table(row("1", cell(marked), "8"), row("2", "Khám", "9"))
    assert lines(inside, footnotes=note) == ["1\tGiao 12 thanh niên.\t8", "2\tKhám\t9", "(1) Trong đó xã A 5"]


def test_raised_figures_are_no_part_of_the_number() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    assert lines(par("Giao 12", run("1", raised), " người, 5 km", run("2", raised))) == ["Giao 12¹ người, 5 km²"]


def test_symbols_dashes_and_breaks() -> None:
    body = par(
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>98%</w:t><w:noBreakHyphen/><w:t>a</w:t></w:r>',
        "<w:r><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>",
    )
    assert lines(body) == ["≥98%-a", "b c"]
    columns = "<w:r><w:t>1</w:t><w:tab/><w:t>Giao quân</w:t><w:tab/><w:t>12</w:t></w:r>"
    assert lines(par(columns)) == ["1\tGiao quân\t12"]


def test_printed_list_numbers() -> None:
    rules = levels(("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)"), ("bullet", "\uf0b7"))
    body = "".join(numbered(str(level), level=level) for level in (0, 1, 2, 2, 3, 3, 4, 1, 0, 1))
    expected = ["I. 0", "1. 1", "1.1. 2", "1.2. 2", "a) 3", "b) 3", "- 4", "2. 1", "II. 0", "1. 1"]
    assert lines(body, numbering=rules) == expected


def test_lists_restart_share_and_come_from_styles() -> None:
    rules = levels(("decimal", "%1."), start=3) + (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    style = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="So"><w:basedOn w:val="Base"/></w:style>'
    )
    here = '<w:pStyle w:val="So"/>'
    body = numbered("a") + par("b", look=here) + numbered("c", number=2) + numbered("d", number=2) + numbered("e", number=0)
    body += par("f", look=here + '<w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(body, numbering=rules, styles=style) == ["3. a", "4. b", "1. c", "2. d", "e", "f"]


def test_empty_numbered_paragraphs_count_only_in_cells() -> None:
    rules = levels(("decimal", "%1"))
    body = numbered("") + table(row(cell(numbered("")), "Giao", "8"))
    assert lines(body, numbering=rules) == ["2\tGiao\t8"]


@pytest.mark.parametrize("broken", [{}, {"numbering": "<w:num w:numId='1'/>"}, {"numbering": levels(("decimal", "%9.%1"))}])
def test_lists_without_rules_are_still_lists(broken: dict[str, str]) -> None:
    assert lines(numbered("Giao quân"), **broken)[0].endswith("Giao quân")


def test_old_fonts_are_read_as_they_show() -> None:
    body = (
        par(run(western(tcvn3("BÁO CÁO")), font(".VnTimeH")))
        + par(run(western(tcvn3("Giao quân đạt ")), font(".VnTime")), run("100% chỉ tiêu", font("Times New Roman")))
        + par(run(western(vni("Tuyển quân: khám ")), font("VNI-Times")), "145 người")
        + par(run("Đã gõ Unicode", font(".VnTime")))
    )
    document = loaded(body)
    assert document.text.split("\n")[:4] == ["BÁO CÁO", "Giao quân đạt 100% chỉ tiêu", "Tuyển quân: khám 145 người", "Đã gõ Unicode"]
    assert document.notes == ("Đã chuyển chữ từ TCVN3 (ABC), VNI sang Unicode.",)


def test_old_fonts_come_from_styles_too_and_letters_split_over_runs() -> None:
    style = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{font('Times New Roman')}</w:rPr></w:rPrDefault></w:docDefaults>"
        f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:rPr>{font("VNI-Times")}</w:rPr></w:style>'
        f'<w:style w:type="character" w:styleId="Moi"><w:rPr>{font("Arial")}<w:caps/></w:rPr></w:style>'
    )
    word = western(vni("Tuyển quân"))
    body = par(run(word[:5]), run(word[5:]), run(" năm nay", '<w:rStyle w:val="Moi"/>'))
    assert lines(body, styles=style) == ["Tuyển quân NĂM NAY"]


def test_old_letters_under_a_new_font_are_told_by_reading_them() -> None:
    document = loaded(par("Kết quả năm 2024") + par(western(tcvn3("giao quân đạt chỉ tiêu"))))
    assert document.text == "Kết quả năm 2024\ngiao quân đạt chỉ tiêu\n"
    assert "TCVN3" in document.notes[0]


def test_strict_files_and_other_part_names() -> None:
    assert load_document(word_file(par("Giao 12"), strict=True), "a.docx").text == "Giao 12\n"
    assert load_document(word_file(par("Giao 12"), at="word/document2.xml"), "a.docx").text == "Giao 12\n"


PICTURE = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"


def test_pictures_are_told_and_a_file_of_pictures_is_refused() -> None:
    assert loaded(par("Giao 12", PICTURE)).notes == ("Có 1 ảnh trong văn bản; chữ và số trong ảnh không đọc được.",)
    with pytest.raises(Refusal) as refused:
        loaded(par(PICTURE) + par(PICTURE))
    assert refused.value.code == "SV-213"


def changed(content: bytes, name: str, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for info in old.infolist():
            made.writestr(info.filename, new if info.filename == name else old.read(info))
    return out.getvalue()


BOMB = b'<!DOCTYPE a [<!ENTITY b "' + b"9" * 1000 + b'">]><w:document xmlns:w="x">&b;</w:document>'


@pytest.mark.parametrize(
    ("part", "new", "code"),
    [
        ("word/document.xml", BOMB, "SV-208"),
        ("word/document.xml", b"<a>" * 3000, "SV-208"),
        ("word/document.xml", "\ufffe".encode("utf-16"), "SV-208"),
        ("word/styles.xml", b"<w:styles", "SV-208"),
        ("word/styles.xml", b" " * 70_000_000, "SV-209"),
        ("_rels/.rels", b"<broken", "SV-208"),
    ],
)
def test_hostile_parts_are_refused(part: str, new: bytes, code: str) -> None:
    made = changed(word_file(par("Giao 12"), styles=""), part, new)
    with pytest.raises(Refusal) as refused:
        load_document(made, "a.docx")
    assert refused.value.code == code


def test_a_size_that_lies_is_found_while_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saovuong.reader.docx_package._MAX_PART", 500)
    with pytest.raises(Refusal) as refused:
        load_document(word_file(par("Giao 12 " * 200)), "a.docx")
    assert refused.value.code == "SV-209"


def test_forty_pages_load_in_well_under_a_second() -> None:
    text = "Trong năm đã giao quân 12/12 thanh niên, đạt 100% chỉ tiêu; " * 8
    body = "".join(par(*(run(word + " ") for word in text.split(" ")[:40]), text) for _ in range(240))
    content = word_file(body)
    began = time.process_time()
    assert len(load_document(content, "a.docx").text) > 120_000
    assert time.process_time() - began < 6.0
