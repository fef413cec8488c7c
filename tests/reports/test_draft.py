"""The built report: golden text, and what it must never say."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saovuong.core.quantity import MeasureKind
from saovuong.reports.assemble import make_draft
from saovuong.reports.heads import NoIssuer, Paper, UnknownSigner, place_name
from saovuong.reports.language import plain
from saovuong.reports.sections import measures_by_node
from saovuong.reports.slots import ASPECTS
from saovuong.reports.sources import snippet
from saovuong.reports.templates import BadTemplate, UnknownTemplate, load_template, sentence, shipped_profile, shipped_template
from saovuong.writers.check import check_format
from saovuong.writers.docx import write_docx
from saovuong.writers.manifest import read_manifest
from saovuong.writers.package import open_package
from saovuong.writers.report_shapes import FigureRun, Picture, Table, Text, placed_runs
from tests.reports.looking import lines
from tests.reports.reading_copy import reading_copy
from tests.reports.sample import CITY, UNITS, WARDS, WRITTEN_AT, Book, _unit, catalogue, full_book, profile, template

GOLDEN = Path(__file__).parent / "golden"


# --- golden text: SAOVUONG_GOLDEN=write .venv/bin/pytest tests/reports/test_draft.py writes it anew ---


@pytest.mark.parametrize(
    ("name", "unit", "paper"),
    [
        ("city_2024", CITY, Paper(number="15", issued_on=date(2024, 12, 5), signer_name="Nguyễn Văn A")),
        ("ward_2024", "ward-c", Paper(signer="deputy")),
    ],
)
def test_the_built_report_reads_as_the_golden_copy(name: str, unit: str, paper: Paper) -> None:
    text = reading_copy(full_book().draft(unit=unit, paper=paper), profile())
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("SAOVUONG_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text("utf-8")


def test_equal_books_give_equal_reports() -> None:
    first, second = (write_docx(shape=full_book().draft().shape, profile=profile()) for _ in range(2))
    assert first == second


def test_the_written_report_breaks_no_rule_of_format() -> None:
    for unit in (CITY, *WARDS):
        content = write_docx(shape=full_book().draft(unit=unit).shape, profile=profile())
        assert check_format(open_package(content, name="x"), profile()) == ()


def test_every_number_of_a_picture_stands_in_the_table_before_it() -> None:
    blocks = [block for annex in full_book().draft().shape.annexes for block in annex.blocks]
    told = {plain(cell.runs) for block in blocks if isinstance(block, Table) for row in block.rows for cell in row.cells}
    pictures = [block for block in blocks if isinstance(block, Picture)]
    assert [one.caption.partition(":")[0] for one in pictures] == [f"Biểu đồ {number}" for number in range(1, len(pictures) + 1)]
    assert pictures
    assert {bar.text for one in pictures for bar in one.chart.bars} <= told
    assert {bar.label for one in pictures for bar in one.chart.bars} <= told


# --- nothing is lost, nothing is claimed ---


def test_every_measure_has_just_one_place() -> None:
    placed = [
        measure.code for found in measures_by_node(template(), catalogue().measures, catalogue().by_topic).values() for measure in found
    ]
    assert sorted(placed) == sorted(code for code, one in catalogue().measures.items() if one.enabled)


def test_every_slot_names_a_measure_of_its_own_section() -> None:
    by_node = measures_by_node(template(), catalogue().measures, catalogue().by_topic)
    for node in template().nodes():
        own = {measure.code for measure in by_node[id(node)]}
        for line in node.lines:
            for slot in sentence(line, place=node.title).slots():
                if slot.name in ("year", "area"):
                    continue
                measure = catalogue().measures[slot.name]
                assert slot.aspect in ASPECTS
                assert slot.name in own or not measure.enabled, slot.name


def test_the_skeleton_has_thirteen_sections_of_results() -> None:
    results = next(one for one in full_book().draft().shape.parts[0].sections if one.title == "Kết quả thực hiện")
    assert [one.number for one in results.sections] == [f"{n}." for n in range(1, 14)]


def value_for(kind: MeasureKind, code: str) -> str | int | bool:
    measure = catalogue().measures[code]
    if kind is MeasureKind.RATING:
        return catalogue().scale_of(measure).levels[0]
    return True if kind is MeasureKind.YES_NO else 7


@settings(max_examples=40, deadline=None)
@given(
    codes=st.sets(st.sampled_from([code for code, one in catalogue().measures.items() if one.enabled]), max_size=12),
    where=st.sampled_from((CITY, *WARDS)),
)
def test_every_accepted_figure_is_in_the_report(codes: set[str], where: str) -> None:
    """Whatever was accepted for the year, sentence or table shows it and the manifest names its fact."""
    book = Book()
    for code in sorted(codes):
        book.put(code, value_for(catalogue().measures[code].kind, code), unit=where)
    draft = book.draft()
    shown = {item.figure for placed in placed_runs(draft.shape) for item in placed.runs if isinstance(item, FigureRun)}
    facts = {fact for figure in draft.shape.figures if figure.id in shown for fact in figure.facts}
    assert facts == {row.id for row in book.rows}


@settings(max_examples=30, deadline=None)
@given(codes=st.sets(st.sampled_from([code for code, one in catalogue().measures.items() if one.enabled]), max_size=8))
def test_every_figure_shown_rests_on_facts_and_has_a_row_of_sources(codes: set[str]) -> None:
    book = Book()
    for code in sorted(codes):
        book.put(code, value_for(catalogue().measures[code].kind, code))
    draft = book.draft()
    anchors = {row.anchor for block in draft.shape.annexes[-1].blocks if isinstance(block, Table) for row in block.rows}
    by_id = {figure.id: figure for figure in draft.shape.figures}
    for placed in placed_runs(draft.shape):
        for item in placed.runs:
            if isinstance(item, FigureRun):
                assert by_id[item.figure].facts
                assert by_id[item.figure].anchor in anchors


def test_an_empty_book_claims_nothing() -> None:
    draft = Book().draft()
    assert draft.shape.figures == ()
    text = "\n".join(lines(draft))
    assert text.count("Chưa có số liệu được duyệt về") == len(draft.missing) == 19
    assert not re.search(r"\d", text.replace("2025", ""))
    assert "Chưa có chỉ tiêu năm 2025 được duyệt" in text


def test_blanks_are_left_for_the_office_and_never_filled() -> None:
    manifest_blanks = [line for line in lines(full_book().draft()) if line.endswith("()")]
    assert [line.split(":")[0] for line in manifest_blanks] == [
        "- Thuận lợi",
        "- Khó khăn",
        "- Ưu điểm",
        "- Hạn chế, khuyết điểm",
        "- Nguyên nhân",
        "- Bài học kinh nghiệm",
        "- Dự báo",
        "- Mục tiêu",
        "- Nhiệm vụ",
        "- Giải pháp",
        "- Kiến nghị với cấp trên",
        "- Kiến nghị với địa phương",
    ]


# --- head, end, annexes ---


def test_the_head_of_a_city_command() -> None:
    header = full_book().draft(paper=Paper(number="15", issued_on=date(2024, 12, 5))).shape.header
    assert (header.superior, header.issuer) == ("Bộ CHQS tỉnh Sơn Hà", "Ban CHQS thành phố Bình An")
    assert (header.number, header.symbol, header.place) == ("15", "BC-BCH", "Bình An")
    assert header.addressee == ("Bộ CHQS tỉnh Sơn Hà",)


def test_the_head_and_end_of_a_ward() -> None:
    shape = full_book().draft(unit="ward-c", paper=Paper(signer="deputy")).shape
    assert (shape.header.superior, shape.header.issuer) == (None, "Ủy ban nhân dân\nphường Phùng Chí Kiên")
    assert (shape.header.symbol, shape.header.place) == ("BC-UBND", "Phường Phùng Chí Kiên")
    assert shape.signature.authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert shape.recipients[0] == "Như trên"
    assert shape.recipients[-1].startswith("Lưu: VT")
    assert [annex.title for annex in shape.annexes] == ["Nguồn số liệu"]


@pytest.mark.parametrize(
    ("name", "place"), [("Xã Đông Sơn", "Đông Sơn"), ("Phường 5", "Phường 5"), ("Phường Phùng Chí Kiên", "Phường Phùng Chí Kiên")]
)
def test_places_named_after_people_and_numbers_are_written_in_full(name: str, place: str) -> None:
    assert place_name(_unit("x", name, "ward", "commune"), template().naming) == place


def test_a_kind_of_unit_without_rules_is_refused() -> None:
    data = full_book().data()
    strange = _unit("x", "Đơn vị lạ", "other", "other")
    with pytest.raises(NoIssuer) as refusal:
        make_draft(
            data=data.__class__(**{**{name: getattr(data, name) for name in data.__dataclass_fields__}, "unit": strange}),
            template=template(),
            profile=profile(),
            paper=Paper(),
            written_at=WRITTEN_AT,
            written_by="kiem-tra",
        )
    assert refusal.value.code == "SV-814"


def test_an_unknown_signer_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownSigner, match="head, deputy"):
        full_book().draft(paper=Paper(signer="ai đó"))


def test_the_law_asks_that_the_text_points_to_every_annex() -> None:
    draft = full_book().draft()
    closing = " ".join(plain(item.runs) for item in draft.shape.closing)
    assert [f"Phụ lục {n}" in closing for n in ("I", "II", "III")] == [True, True, True]
    assert closing.endswith("./.")


def test_sources_name_document_unit_value_quote_and_who_accepted() -> None:
    book = Book().put("patrol_count", 12, unit="ward-a", quote="Trong năm, lực lượng dân quân đã tuần tra 12 cuộc tại các tổ dân phố.")
    annex = book.draft().shape.annexes[-1]
    documents, listed = [block for block in annex.blocks if isinstance(block, Table)]
    assert [plain(cell.runs) for cell in documents.rows[0].cells] == [
        "[1]", "bao-cao-ward-a-2024.docx", "Phường An Hòa", "nhap-lieu", "kiem-tra, 10/01/2025",
    ]  # fmt: skip
    row = [plain(cell.runs) for cell in listed.rows[0].cells]
    assert row[:4] == ["1", "Số buổi (cuộc) tuần tra, canh gác, năm 2024", "12", "cuộc"]
    assert row[4] == "[1] phường An Hòa: 12 (“Trong năm, lực lượng dân quân đã tuần tra 12 cuộc tại các tổ dân phố”)"


@given(words=st.text(alphabet="ab cđ,.", min_size=5, max_size=200), at=st.integers(0, 150), length=st.integers(20, 120))
def test_a_snippet_always_holds_the_figure(words: str, at: int, length: int) -> None:
    at = min(at, len(words))
    quote = f"{words[:at]} 1.234 {words[at:]}"
    fact = Book().put("patrol_count", 1, quote=quote).rows[0]
    evidence = fact.evidence
    where = quote.index("1.234")
    marked = fact.__class__(
        **{name: getattr(fact, name) for name in fact.__dataclass_fields__ if name != "evidence"},
        evidence=evidence.__class__(1, "x", quote, 100, 100 + len(quote), 100 + where, 100 + where + 5),
    )
    shown = snippet(marked, length=length)
    assert "1.234" in shown
    assert len(shown) <= max(length, 5) + 12


def test_many_sources_are_listed_without_their_words() -> None:
    few = shipped_template(pack="local_defence", code="year").annexes.quotes_up_to
    book = full_book()
    assert len(WARDS) <= few
    listed = [block for block in book.draft().shape.annexes[-1].blocks if isinstance(block, Table)][1]
    assert all("“" in plain(row.cells[4].runs) or "Tính từ dòng" in plain(row.cells[4].runs) for row in listed.rows)


# --- templates as data ---


def test_a_pack_without_the_template_says_which_it_has() -> None:
    with pytest.raises(UnknownTemplate, match="year"):
        shipped_template(pack="local_defence", code="khong-co")
    with pytest.raises(UnknownTemplate, match="nd30"):
        shipped_profile(pack="local_defence", code="khong-co")


@pytest.mark.parametrize("text", ["= 1", 'code = "x"', 'code = "x"\nstrange = 2'])
def test_a_bad_template_is_refused(text: str) -> None:
    with pytest.raises(BadTemplate) as refusal:
        load_template(text, name="thử")
    assert refusal.value.code == "SV-811"


def test_the_manifest_of_the_written_file_is_that_of_the_draft() -> None:
    draft = full_book().draft()
    manifest = read_manifest(open_package(write_docx(shape=draft.shape, profile=profile()), name="x"))
    assert manifest.figures == draft.shape.figures
    assert manifest.about["unit"] == CITY
    assert UNITS[manifest.about["unit"]].kind == "district_command"


def test_no_number_of_a_sentence_is_bare_text() -> None:
    """Digits outside figures: years, laws, headings and the names of measures; never a result."""
    allowed = re.compile(
        r"20(23|24|25)|0[23]/20(19|20)|Biểu \d+|17 tuổi|đối tượng \d|loại [12]|\d\d/\d\d, chưa có|\(\d\d/\d\d\)|Phụ lục|lớp \d"
    )
    draft = full_book().draft()
    for placed in placed_runs(draft.shape):
        if placed.place.startswith("Phần"):
            bare = "".join(item.text for item in placed.runs if isinstance(item, Text))
            assert not re.search(r"\d", allowed.sub("", bare)), bare
